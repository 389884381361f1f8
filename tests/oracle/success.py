"""Whether a course met a success criterion, as seen in a month."""

from tests.oracle.rows import Row
from tests.oracle.world import World

SUCCESS, FAILURE, MISSING, NOT_YET, EXCLUDED = "success", "failure", "missing", "not_yet", "excluded"


def outcome(world: World, course: Row, criterion: str, month: int) -> str:
    """success, failure, missing, not_yet, or excluded (died or moved in or before the month)."""
    ended = course["end_month"] is not None and course["end_month"] <= month
    if ended and course["end_reason"] in ("died", "moved"):
        return EXCLUDED
    due, met = CRITERIA[criterion](world, course, month)
    if not due:
        return NOT_YET
    if met is None:
        return MISSING
    return SUCCESS if met else FAILURE


def replaced_by(world: World, course: Row, month: int) -> Row | None:
    """The course that took over: this one ended by a change of method and the next has started, by the month."""
    next_course = world.next_course(course)
    if course["end_month"] is None or course["end_month"] > month or course["end_reason"] != "changed_method":
        return None
    return next_course if next_course is not None and next_course["start_month"] <= month else None


def _ended(course: Row, month: int, later: int = 0) -> bool:
    return course["end_month"] is not None and course["end_month"] + later <= month


def _effect_goal_met(_: World, course: Row, month: int) -> tuple[bool, bool | None]:
    """The caseworker says yes."""
    return _ended(course, month), course["effect_goal_met"]


def _own_home_at_end(world: World, course: Row, month: int) -> tuple[bool, bool | None]:
    """Known housing in the end month."""
    if not _ended(course, month):
        return False, None
    home = world.known(course["citizen_id"], course["end_month"], "housing")
    return True, None if home is None else home == "own_home"


def _own_home_after_12(world: World, course: Row, month: int) -> tuple[bool, bool | None]:
    """Known housing twelve months after the start month, whether the course still runs or not."""
    home = world.known(course["citizen_id"], course["start_month"] + 12, "housing")
    return course["start_month"] + 12 <= month, None if home is None else home == "own_home"


def _no_shelter_6(world: World, course: Row, month: int) -> tuple[bool, bool | None]:
    """No night in the six months after the end month, all of them registered."""
    if not _ended(course, month, 6):
        return False, None
    end = course["end_month"]
    nights = [world.registered(course["citizen_id"], one, "shelter_nights") for one in range(end + 1, end + 7)]
    return True, None if None in nights else sum(nights) == 0


def _gain(instrument: str, points: int, world: World, course: Row, month: int) -> tuple[bool, bool | None]:
    """Last score of the course minus its first."""
    scores = [score for _, score in world.scores_on(course["course_id"], instrument)]
    return _ended(course, month), None if len(scores) < 2 else scores[-1] - scores[0] >= points


def _wellbeing_improved(world: World, course: Row, month: int) -> tuple[bool, bool | None]:
    return _gain("WHO5", 10, world, course, month)


def _ors_gain(world: World, course: Row, month: int) -> tuple[bool, bool | None]:
    return _gain("ORS", 5, world, course, month)


CRITERIA = {
    "effect_goal_met": _effect_goal_met,
    "own_home_at_end": _own_home_at_end,
    "own_home_after_12": _own_home_after_12,
    "no_shelter_6": _no_shelter_6,
    "wellbeing_improved": _wellbeing_improved,
    "ors_gain": _ors_gain,
}
