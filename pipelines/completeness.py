"""How complete the registrations are, counted over what was due and nothing else, and what is left to mend.

Worker-neutral: nothing is counted per caseworker unless somebody asks for exactly that, and nobody is ranked.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pipelines.asked import Asked, instrument_codes, status_fields
from pipelines.double_bottom_line import later_month
from pipelines.due import CourseMonth, course_month, measurement_is_due, month_end
from pipelines.due_item import EXPECTED_TIME, HOURS, Item
from pipelines.registrations import CitizenRows

CALENDAR_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """What was due for one course in one month, and whose it was then; has_status: the citizen has a row that month."""

    citizen_id: str
    municipality: str
    team: str | None
    caseworker: str | None
    due: CourseMonth
    has_status: bool

    @property
    def month(self) -> date:
        """The month, as its first day."""
        return self.due.month


@dataclass(frozen=True)
class Count:
    """How many things were due, by what became of them."""

    done: int = 0
    explained: int = 0
    missing: int = 0
    late: int = 0

    @property
    def due(self) -> int:
        """All that was due."""
        return self.done + self.explained + self.missing + self.late

    @property
    def share(self) -> float | None:
        """Registered or explained among what was due; None when nothing was."""
        return (self.done + self.explained) / self.due if self.due else None


@dataclass(frozen=True)
class Rate:
    """The registration rate of a month: active course-months with both hours and a status, of all active ones."""

    registered: int
    active: int

    @property
    def share(self) -> float | None:
        """None where no course was active."""
        return self.registered / self.active if self.active else None


@dataclass(frozen=True)
class ToMend:
    """One thing that is due, neither registered nor explained, on one course."""

    citizen_id: str
    caseworker: str | None
    course_id: str
    item: Item


@dataclass(frozen=True)
class Measuring:
    """One course that is to be measured in a month, by which instruments, and until when it is in time."""

    citizen_id: str
    course_id: str
    caseworker: str | None
    month: date
    deadline: date
    instruments: tuple[str, ...]


def lines(citizens: Iterable[CitizenRows], first: date, last: date, asked: Asked, today: date) -> list[Line]:
    """One line per course and month, from first to last, in which the course ran or something was due."""
    months = _months(first, last)
    return [
        Line(
            citizen.citizen_id,
            citizen.municipality,
            citizen.team(month),
            citizen.caseworker(course.course_id, month),
            due,
            month in citizen.known.status,
        )
        for citizen in citizens
        for course in citizen.courses
        for month in months
        if (due := course_month(course, month, citizen.courses, citizen.known, asked, today)).stage == "active"
        or due.items
    ]


def _months(first: date, last: date) -> list[date]:
    found = [first]
    while found[-1] < last:
        found.append(later_month(found[-1], 1))
    return found if first <= last else []


def count(found: Iterable[Item]) -> Count:
    """The items counted by their state."""
    states = Counter(item.state for item in found)
    return Count(states["done"], states["explained"], states["missing"], states["late"])


def completeness(found: Iterable[Line]) -> Count:
    """Everything that was due on the lines."""
    return count(item for line in found for item in line.due.items)


def by_month(found: Iterable[Line]) -> dict[date, Count]:
    """Completeness month by month, in order."""
    groups: dict[date, list[Item]] = defaultdict(list)
    for line in found:
        groups[line.month] += line.due.items
    return {month: count(groups[month]) for month in sorted(groups)}


def by_field(found: Iterable[Line]) -> dict[str, Count]:
    """Completeness of each field that was due, in the order of the form."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in (item for line in found for item in line.due.items):
        groups[item.field].append(item)
    form = (HOURS, *status_fields(), *instrument_codes(), EXPECTED_TIME)
    return {field: count(groups[field]) for field in form if field in groups}


def by_caseworker(found: Iterable[Line]) -> dict[str, Count]:
    """Completeness per caseworker in the order of their names: only on somebody's explicit choice, never a ranking."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for line in found:
        groups[line.caseworker or ""] += line.due.items
    return {name: count(groups[name]) for name in sorted(groups)}


def registration_rates(found: Iterable[Line]) -> dict[date, Rate]:
    """The figure registration_rate, month by month: a status with blanks counts, and so do 0 hours."""
    active, both = Counter[date](), Counter[date]()
    for line in (line for line in found if line.due.stage == "active"):
        active[line.month] += 1
        both[line.month] += line.has_status and any(i.field == HOURS and i.state == "done" for i in line.due.items)
    return {month: Rate(both[month], active[month]) for month in sorted(active)}


def reasons(found: Iterable[Line]) -> dict[tuple[str, str], int]:
    """How often each reason explains a blank: (reason, field) -> times."""
    explained = (i for line in found for i in line.due.items if i.state == "explained")
    return dict(Counter((item.reason or "", item.field) for item in explained))


def to_mend(found: Iterable[Line]) -> list[ToMend]:
    """All that is open, course by course and month by month."""
    still_open = [
        ToMend(line.citizen_id, line.caseworker, line.due.course_id, item)
        for line in found
        for item in line.due.items
        if item.is_open
    ]
    return sorted(still_open, key=lambda one: (one.citizen_id, one.course_id, one.item.month))


def measurement_calendar(citizens: Iterable[CitizenRows], asked: Asked, today: date) -> list[Measuring]:
    """The measurements that courses still running are due for in this month and the two after, soonest first."""
    now = today.replace(day=1)
    months = _months(now, later_month(now, CALENDAR_MONTHS - 1))
    found = [one for citizen in citizens for month in months for one in _measurings(citizen, month, asked, today)]
    return sorted(found, key=lambda one: (one.month, one.citizen_id, one.course_id))


def _measurings(citizen: CitizenRows, month: date, asked: Asked, today: date) -> list[Measuring]:
    running = [course for course in citizen.courses if course.ended_on is None or course.ended_on >= today]
    found = []
    for course in (course for course in running if measurement_is_due(course, month)):
        due = course_month(course, month, citizen.courses, citizen.known, asked, today)
        instruments = tuple(item.field for item in due.items if item.kind == "measurement" and item.is_open)
        if instruments:
            whose, deadline = citizen.caseworker(course.course_id, month), month_end(later_month(month, 1))
            found.append(Measuring(citizen.citizen_id, course.course_id, whose, month, deadline, instruments))
    return found
