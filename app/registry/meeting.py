"""Team meetings: who is on the list and what was agreed, within the user's reach; every change is in the access log."""

from collections.abc import Sequence
from datetime import date

from app.registry import door
from app.rights import WITH_CITIZENS, NotAllowedError, Visit, require
from pipelines import meetings as kept
from pipelines.meetings import Agreement, Listed, Meeting
from pipelines.settings import now
from pipelines.users import users

PLACE = "Teammøde"
Team = tuple[str, str | None]


def teams(visit: Visit) -> list[Team]:
    """The municipality and team of every meeting the user may call or take part in; None is all of the municipality."""
    require(visit, *WITH_CITIZENS)
    found: set[Team] = {(place.municipality, team) for place in door.reached(visit) for team in place.teams}
    own: set[Team] = {(grant.municipality, grant.team) for grant in visit.user.grants if grant.role in WITH_CITIZENS}
    within = {one for one in found if any(one[0] == where and team in (None, one[1]) for where, team in own)}
    return sorted(within | own, key=lambda one: (one[0], one[1] or ""))


def meetings(visit: Visit) -> list[Meeting]:
    """The meetings of the user's teams, the newest first."""
    mine = set(teams(visit))
    return [one for one in kept.meetings(visit.here.store_url) if (one.municipality, one.team) in mine]


def call(visit: Visit, team: Team, held_on: date) -> int:
    """The number of the team's meeting on a day: the one there is, or a new one. Raises NotAllowedError."""
    if team not in teams(visit):
        raise NotAllowedError("Du er ikke i det team. Vælg et af dine egne.")
    return kept.call_meeting(visit.here.store_url, *team, held_on, who=visit.user.name, at=now())


def on_the_list(visit: Visit, meeting_id: int) -> list[Listed]:
    """The meeting's courses that the user reaches, in order."""
    _meeting(visit, meeting_id)
    reached = _reached(visit)
    listed = [one for one in kept.on_the_list(visit.here.store_url, meeting_id) if one.course_id in reached]
    door.note(visit, "listed", [one.citizen_id for one in listed], PLACE)
    return listed


def put_on_list(visit: Visit, meeting_id: int, course_ids: Sequence[str]) -> None:
    """Put courses on the meeting's list. Raises NotAllowedError, and puts none, when one is out of reach."""
    _meeting(visit, meeting_id)
    pairs = [_course(visit, course_id) for course_id in course_ids]
    kept.put_on_list(visit.here.store_url, meeting_id, pairs, who=visit.user.name, at=now())
    door.note(visit, "changed", [citizen for _, citizen in pairs], PLACE)


def take_off_list(visit: Visit, meeting_id: int, course_id: str) -> None:
    """Take a course off the meeting's list."""
    _meeting(visit, meeting_id)
    course = _course(visit, course_id)
    kept.take_off_list(visit.here.store_url, meeting_id, course, who=visit.user.name, at=now())
    door.note(visit, "changed", [course[1]], PLACE)


def discussed(visit: Visit, meeting_id: int, course_id: str) -> None:
    """The course has been talked about; its open agreements from before are noted as seen again."""
    _meeting(visit, meeting_id)
    course = _course(visit, course_id)
    kept.discussed(visit.here.store_url, meeting_id, course, who=visit.user.name, at=now())
    door.note(visit, "changed", [course[1]], PLACE)


def agree(visit: Visit, meeting_id: int, course_id: str, text: str, follow_up_by: str, follow_up_on: date) -> None:
    """Write down what was agreed. Raises MeetingError for what cannot be kept, NotAllowedError out of reach."""
    _meeting(visit, meeting_id)
    course = _course(visit, course_id)
    kept.agree(
        visit.here.store_url, meeting_id, course, text, follow_up_by, follow_up_on, who=visit.user.name, at=now()
    )
    door.note(visit, "changed", [course[1]], "Aftale")


def happened(visit: Visit, course_id: str, agreement_id: int, event: str, moved_to: date | None = None) -> None:
    """Note that one of the course's agreements is done, reopened, or moved to another day."""
    course = _course(visit, course_id)
    found = [one for one in kept.agreements(visit.here.store_url, [course_id]) if one.agreement_id == agreement_id]
    if not found or event not in ("done", "reopened", "moved"):
        raise NotAllowedError("Aftalen findes ikke, eller du har ikke ret til den.")
    kept.happened(visit.here.store_url, found[0], event, moved_to=moved_to, who=visit.user.name, at=now())
    door.note(visit, "changed", [course[1]], "Aftale")


def agreements_of(visit: Visit, course_id: str) -> list[Agreement]:
    """What was agreed of a course, the first to be followed up at the top."""
    course = _course(visit, course_id)
    door.note(visit, "looked_at", [course[1]], "Aftale")
    return kept.agreements(visit.here.store_url, [course_id])


def agreements_of_list(visit: Visit, meeting_id: int) -> dict[str, list[Agreement]]:
    """The same for every course of a meeting's list, by course."""
    listed = on_the_list(visit, meeting_id)
    found: dict[str, list[Agreement]] = {one.course_id: [] for one in listed}
    for agreement in kept.agreements(visit.here.store_url, found):
        found[agreement.course_id].append(agreement)
    return found


def open_agreements(visit: Visit) -> list[Agreement]:
    """Every agreement not done of the courses the user reaches, the first to be followed up at the top."""
    require(visit, *WITH_CITIZENS)
    found = [one for one in kept.agreements(visit.here.store_url, _reached(visit)) if not one.is_done]
    door.note(visit, "listed", [one.citizen_id for one in found], "Aftale")
    return found


def who_may_follow_up(visit: Visit, meeting_id: int) -> list[str]:
    """The user names of the meeting's team, and the user's own; in a meeting of the municipality, of all its teams."""
    held = _meeting(visit, meeting_id)
    names = {
        user.user_name
        for user in users(visit.here.store_url)
        if user.active
        for grant in user.grants
        if grant.role in WITH_CITIZENS and grant.municipality == held.municipality
        and (held.team is None or grant.team in (None, held.team))
    }  # fmt: skip
    workers = {
        name
        for place in door.reached(visit)
        if place.municipality == held.municipality and (held.team is None or held.team in place.teams)
        for name in place.caseworkers
    }
    return sorted(names | workers | {visit.user.name})


def _meeting(visit: Visit, meeting_id: int) -> Meeting:
    """The meeting, if it is one of the user's teams'. Raises NotAllowedError."""
    for one in meetings(visit):
        if one.meeting_id == meeting_id:
            return one
    raise NotAllowedError("Mødet findes ikke, eller det er ikke dit teams.")


def _course(visit: Visit, course_id: str) -> tuple[str, str]:
    """The course and its citizen, within reach."""
    return course_id, door.reached_course(visit, course_id).citizen_id


def _reached(visit: Visit) -> set[str]:
    return {place.course_id for place in door.reached(visit) if place.course_id is not None}
