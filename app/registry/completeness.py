"""How complete the registrations within reach are, and the list of what is missing to take along."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.registry import door
from app.rights import WITH_CITIZENS, Visit, require
from kpi_catalogue.figure import catalogue
from pipelines.asked import Asked, asked_by
from pipelines.completeness import Line, Measuring, ToMend, lines, measurement_calendar, to_mend
from pipelines.lateness import Lateness, entries, lateness
from pipelines.registrations import CitizenRows, citizens_rows
from pipelines.store import read_store

SUBJECT = "Fuldstændighed"


@dataclass(frozen=True)
class Looked:
    """Which courses are looked at: the user's own alone, and those of one municipality or team."""

    own: bool = False
    municipality: str | None = None
    team: str | None = None

    def holds(self, user_name: str, municipality: str, team: str | None, caseworker: str | None) -> bool:
        """Whether a course with these is looked at."""
        return (
            (not self.own or caseworker == user_name)
            and self.municipality in (None, municipality)
            and self.team in (None, team)
        )


@dataclass(frozen=True)
class Completeness:
    """The lines of what was due, when it came in month by month, the measurements to come, and what is asked at all."""

    lines: list[Line]
    late: dict[date, Lateness]
    calendar: list[Measuring]
    asked: Asked


def completeness(visit: Visit, first: date, last: date, looked: Looked) -> Completeness:
    """What was due from the first to the last month on the courses within reach."""
    require(visit, *WITH_CITIZENS)
    courses = {place.course_id for place in door.reached(visit)}
    asked = asked_by(visit.here.choices, catalogue())
    citizens = _citizens(visit, courses)
    found = _lines(visit, citizens, courses, (first, last), looked, asked)
    coming = [
        one
        for one in measurement_calendar(citizens, asked, visit.here.today)
        if one.course_id in courses and _is_looked_at(visit, citizens, one, looked)
    ]
    door.note(visit, "listed", [line.citizen_id for line in found] + [one.citizen_id for one in coming], SUBJECT)
    late = lateness(entries(visit.here.store_url, {line.citizen_id for line in found}), first, last)
    return Completeness(found, late, coming, asked)


def missing(visit: Visit, first: date, last: date, looked: Looked) -> list[ToMend]:
    """All that is open, to take along as a file: in the log as handed out."""
    require(visit, *WITH_CITIZENS)
    courses = {place.course_id for place in door.reached(visit)}
    asked = asked_by(visit.here.choices, catalogue())
    left = to_mend(_lines(visit, _citizens(visit, courses), courses, (first, last), looked, asked))
    door.note(visit, "exported", [one.citizen_id for one in left], SUBJECT)
    return left


def _citizens(visit: Visit, courses: Collection[str | None]) -> list[CitizenRows]:
    """The citizens with a course within reach, with all their courses: whose turn it is depends on all of them."""
    everyone = citizens_rows(read_store(visit.here.store_url))
    return [citizen for citizen in everyone if any(course.course_id in courses for course in citizen.courses)]


def _lines(
    visit: Visit,
    citizens: list[CitizenRows],
    courses: Collection[str | None],
    months: tuple[date, date],
    looked: Looked,
    asked: Asked,
) -> list[Line]:
    return [
        line
        for line in lines(citizens, *months, asked, visit.here.today)
        if line.due.course_id in courses
        and looked.holds(visit.user.name, line.municipality, line.team, line.caseworker)
    ]


def _is_looked_at(visit: Visit, citizens: list[CitizenRows], one: Measuring, looked: Looked) -> bool:
    citizen = next(citizen for citizen in citizens if citizen.citizen_id == one.citizen_id)
    return looked.holds(visit.user.name, citizen.municipality, citizen.team(one.month), one.caseworker)
