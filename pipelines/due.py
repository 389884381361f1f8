"""What is due for a course in a month: registered, missing, late or explained. No database; one citizen at a time.

In a month of the course: hours, the monthly status that somebody uses, the measurements every third month (course
months 1, 4, 7, 10 ...; CTI also month 9) and expected time when a CTI phase, or an ICM or ACT month, begins. After it:
shelter nights for six months, housing in months 3, 6 and 12 after the end month; and housing 12 months after the start.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from pipelines.asked import Asked
from pipelines.double_bottom_line import later_month, month_number
from pipelines.due_item import EXPECTED_TIME, HOURS, LATER, Carried, Item, Kind, State

Stage = Literal["outside", "contact", "active", "after"]
COUNTS_OF_ONE_MONTH = frozenset({"shelter_nights", "evictions_averted"})
"""Status fields that belong to one month and are never carried over."""
CARRIED_MONTHS = 2
SUPPORT_85A_FROM = date(2023, 10, 1)
_PHASE_STARTS, _EXTRA_CTI_MEASUREMENT = (1, 4, 7), 9
_NIGHTS_AFTER_END, _HOUSING_AFTER_END, _HOUSING_AFTER_START = range(1, 7), (3, 6, 12), 12
_ENDS_FOLLOW_UP = frozenset({"died", "moved"})
_NO_FOLLOW_UP = _ENDS_FOLLOW_UP | {"changed_method"}


@dataclass(frozen=True)
class Course:
    """The facts of one course that decide what is due; started_on is None while it is in its contact phase."""

    course_id: str
    method: str
    progression_measure: str
    contact_on: date | None
    started_on: date | None
    ended_on: date | None
    end_reason: str | None


@dataclass(frozen=True)
class Registered:
    """All that is registered of one citizen, laid out to be looked up.

    hours: (course, month). status: month -> field -> value, blanks left out. measured: (course, instrument, month) of
    actual measurements. estimates: (course, period) -> the earliest day of an estimate. reasons: (course, month, field)
    -> why it is missing. Months are first days.
    """

    hours: Collection[tuple[str, date]]
    status: Mapping[date, Mapping[str, object]]
    measured: Collection[tuple[str, str, date]]
    estimates: Mapping[tuple[str, int], date]
    reasons: Mapping[tuple[str, date, str], str]


@dataclass(frozen=True)
class CourseMonth:
    """What is due for one course in one month.

    optional: what may be registered though it is not due (hours of the contact phase count in costs only).
    open_before: measurements due the month before that may still be taken this month; they count in that month.
    """

    course_id: str
    month: date
    stage: Stage
    items: tuple[Item, ...]
    optional: tuple[str, ...] = ()
    open_before: tuple[Item, ...] = ()

    @property
    def unfinished(self) -> tuple[Item, ...]:
        """What somebody still has to register or explain, the month before's measurements last."""
        return tuple(item for item in (*self.items, *self.open_before) if item.is_open)


def registered(rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> Registered:
    """One citizen's current rows by table name (a table may be missing), laid out to be looked up."""
    estimates: dict[tuple[str, int], date] = {}
    for row in rows.get("expected_time", ()):
        key = row["course_id"], row["period"]
        estimates[key] = min(row["estimated_on"], estimates.get(key, row["estimated_on"]))
    return Registered(
        hours=frozenset((row["course_id"], row["month"]) for row in rows.get("time_use", ())),
        status={row["month"]: _filled(row) for row in rows.get("monthly_status", ())},
        measured=frozenset(
            (row["course_id"], row["instrument"], row["measured_on"].replace(day=1))
            for row in rows.get("measurements", ())
            if row["kind"] == "actual"
        ),
        estimates=estimates,
        reasons={(row["course_id"], row["month"], row["field"]): row["reason"] for row in _reasons(rows)},
    )


def _filled(row: Mapping[str, Any]) -> dict[str, object]:
    return {name: value for name, value in row.items() if value is not None}


def _reasons(rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> Iterable[Mapping[str, Any]]:
    """The rows that give a reason; one that was taken back is blank."""
    return (row for row in rows.get("missing_reasons", ()) if row["reason"] is not None)


def course_month(
    course: Course, month: date, courses: Sequence[Course], known: Registered, asked: Asked, today: date
) -> CourseMonth:
    """What is due for a course in a month; `courses` are all of the citizen's, the course among them."""
    stage = stage_of(course, month)
    if stage in ("outside", "contact"):
        return CourseMonth(course.course_id, month, stage, (), (HOURS,) if stage == "contact" else ())
    look = _Look(course, month, known, today)
    owns_citizen = _owner(courses, month, asked) == course
    status = _status(look, courses, asked, is_current=stage == "active") if owns_citizen else []
    if stage == "after":
        return CourseMonth(course.course_id, month, stage, tuple(status))
    measured = list(_measurements(look, asked, is_current=owns_citizen))
    items = (*_hours(look), *status, *measured, *_estimate(look))
    return CourseMonth(course.course_id, month, stage, items, open_before=_open_before(look, courses, asked, measured))


def stage_of(course: Course, month: date) -> Stage:
    """Where in its life a course is in a month; one that ended in its contact phase is never active nor followed up."""
    started, contact = _first(course.started_on), _first(course.contact_on)
    if started and started <= month:
        return "after" if _has_ended(course, month) else "active"
    return "contact" if contact and contact <= month and not _has_ended(course, month) else "outside"


def measurement_is_due(course: Course, month: date) -> bool:
    """Course months 1, 4, 7, 10 ..., for CTI also month 9, while the course runs."""
    if course.started_on is None or stage_of(course, month) != "active":
        return False
    number = month_number(course.started_on, month)
    return number % 3 == 1 or (course.method == "CTI" and number == _EXTRA_CTI_MEASUREMENT)


def instruments_of(course: Course, asked: Asked, *, is_current: bool) -> tuple[str, ...]:
    """What a course is measured by: its own progression measure, and on the citizen's current course what figures need."""
    own = [course.progression_measure] if course.progression_measure in asked.progression else []
    return tuple(dict.fromkeys([*own, *(asked.instruments if is_current else ())]))


def month_end(month: date) -> date:
    """The last day of a month."""
    return later_month(month, 1) - timedelta(days=1)


@dataclass(frozen=True)
class _Look:
    """One course in one month, with what is known and the day it is looked at."""

    course: Course
    month: date
    known: Registered
    today: date

    def item(
        self, field: str, kind: Kind, *, done: bool, deadline: date | None = None, carried: Carried | None = None,
        period: int | None = None,
    ) -> Item:  # fmt: skip
        """The item with its state; what is not said otherwise is in time to the end of the month after."""
        by = deadline or month_end(later_month(self.month, 1))
        reason = None if done else self.known.reasons.get((self.course.course_id, self.month, field))
        state = _state(done, reason, is_past=self.today > by)
        return Item(field, kind, self.month, by, state, reason, None if done else carried, period)


def _state(done: bool, reason: str | None, *, is_past: bool) -> State:
    """`later` explains a blank until its deadline; every other reason does for good."""
    if done:
        return "done"
    if reason is not None and not (reason == LATER and is_past):
        return "explained"
    return "late" if is_past else "missing"


def _hours(look: _Look) -> Iterator[Item]:
    yield look.item(HOURS, "hours", done=(look.course.course_id, look.month) in look.known.hours)


def _status(look: _Look, courses: Sequence[Course], asked: Asked, *, is_current: bool) -> list[Item]:
    """The citizen's status of the month; what only the follow-up asks is marked as such."""
    monthly = set(asked.status) if is_current else set()
    after = _follow_up(courses, look.month, asked)
    filled = look.known.status.get(look.month, {})
    return [
        look.item(
            field,
            "status" if field in monthly else "follow_up",
            done=field in filled,
            carried=_carried(look.known, field, look.month),
        )
        for field in dict.fromkeys([*asked.status, *sorted(asked.follow_up)])
        if field in monthly | after and (field != "support_85a" or look.month >= SUPPORT_85A_FROM)
    ]


def _carried(known: Registered, field: str, month: date) -> Carried | None:
    if field in COUNTS_OF_ONE_MONTH:
        return None
    for back in range(1, CARRIED_MONTHS + 1):
        before = later_month(month, -back)
        if field in known.status.get(before, {}):
            return Carried(known.status[before][field], before)
    return None


def _measurements(look: _Look, asked: Asked, *, is_current: bool) -> Iterator[Item]:
    """Done when one lies in the due month or the month after."""
    if not measurement_is_due(look.course, look.month):
        return
    window = (look.month, later_month(look.month, 1))
    for code in instruments_of(look.course, asked, is_current=is_current):
        done = any((look.course.course_id, code, month) in look.known.measured for month in window)
        yield look.item(code, "measurement", done=done)


def _open_before(look: _Look, courses: Sequence[Course], asked: Asked, now: Sequence[Item]) -> tuple[Item, ...]:
    """The month before's measurements that are still open, unless this month asks for the same."""
    before = _Look(look.course, later_month(look.month, -1), look.known, look.today)
    is_current = _owner(courses, before.month, asked) == look.course
    asked_now = {item.field for item in now}
    found = _measurements(before, asked, is_current=is_current)
    return tuple(item for item in found if item.is_open and item.field not in asked_now)


def _estimate(look: _Look) -> Iterator[Item]:
    """Expected time is due when a CTI phase begins and in every ICM and ACT month, until the period's last day."""
    number = month_number(look.course.started_on or look.month, look.month)
    is_cti = look.course.method == "CTI"
    if is_cti and number not in _PHASE_STARTS:
        return
    period = (number + 2) // 3 if is_cti else number
    deadline = month_end(later_month(look.month, 2 if is_cti else 0))
    estimated = look.known.estimates.get((look.course.course_id, period))
    yield look.item(
        EXPECTED_TIME,
        "phase_estimate" if is_cti else "month_estimate",
        done=estimated is not None and estimated <= deadline,
        deadline=deadline,
        period=period,
    )


def _owner(courses: Sequence[Course], month: date, asked: Asked) -> Course | None:
    """The one course that what is due of the citizen is asked on: the current one, else the last that is followed up."""
    active = [course for course in courses if stage_of(course, month) == "active"]
    followed = [course for course in courses if _followed_up(course, month, asked)]
    return max(active or followed, key=lambda course: (course.started_on or date.min, course.course_id), default=None)


def _follow_up(courses: Sequence[Course], month: date, asked: Asked) -> set[str]:
    """The fields that the follow-up of any of the citizen's courses asks in a month; none once the citizen is gone."""
    begun = [course for course in courses if stage_of(course, month) in ("active", "after")]
    last = max(begun, key=lambda course: (course.started_on or date.min, course.course_id), default=None)
    if last is None or (last.end_reason in _ENDS_FOLLOW_UP and _has_ended(last, month)):
        return set()
    return {field for course in begun for field in _followed_up(course, month, asked)}


def _followed_up(course: Course, month: date, asked: Asked) -> set[str]:
    """The fields that the follow-up of this course asks in a month."""
    if course.started_on is None or (_has_ended(course, month) and course.end_reason in _NO_FOLLOW_UP):
        return set()
    fields = {"housing"} if month_number(course.started_on, month) == _HOUSING_AFTER_START + 1 else set()
    if course.ended_on is not None:
        since_end = month_number(course.ended_on, month) - 1
        fields |= {"shelter_nights"} if since_end in _NIGHTS_AFTER_END else set()
        fields |= {"housing"} if since_end in _HOUSING_AFTER_END else set()
    return fields & asked.follow_up


def _has_ended(course: Course, month: date) -> bool:
    """Whether the course ended before the month."""
    return course.ended_on is not None and course.ended_on < month


def _first(day: date | None) -> date | None:
    return day.replace(day=1) if day else None
