"""What is registered of each citizen, read from the store and laid out for the rules of what is due."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.due import Course, Registered, registered
from pipelines.store import Stored

Held = Sequence[tuple[date | None, str | None]]
"""A value and the month from which it holds, earliest first; None as month: always."""
_OF_COURSES = ("expected_time", "time_use", "measurements", "missing_reasons")


@dataclass(frozen=True)
class CitizenRows:
    """One citizen with all courses and registrations; teams, and caseworkers by course, as they changed over time."""

    citizen_id: str
    municipality: str
    teams: Held
    courses: tuple[Course, ...]
    caseworkers: Mapping[str, Held]
    known: Registered

    def team(self, month: date) -> str | None:
        """The team that had the citizen in the month."""
        return in_force(self.teams, month)

    def caseworker(self, course_id: str, month: date) -> str | None:
        """Who had the course in the month."""
        return in_force(self.caseworkers.get(course_id, ()), month)


def in_force(held: Held, month: date) -> str | None:
    """The value that holds in the month; the earliest holds before its own month too."""
    found = None
    for place, (since, value) in enumerate(held):
        if place == 0 or since is None or since <= month:
            found = value
    return found


def citizens_rows(stored: Stored) -> list[CitizenRows]:
    """Every citizen of the store who has a course, in the order of their ids."""
    courses = stored.tables["courses"].to_pylist()
    citizen_of = {row["course_id"]: row["citizen_id"] for row in courses}
    rows = _by_citizen(stored, citizen_of)
    courses_of = defaultdict(list)
    for row in courses:
        courses_of[row["citizen_id"]].append(course_of(row))
    teams = _held(stored.team_assignments.to_pylist(), "citizen_id", "team")
    caseworkers = _held(stored.assignments.to_pylist(), "course_id", "caseworker")
    return [
        CitizenRows(
            citizen["citizen_id"],
            citizen["municipality"],
            teams.get(citizen["citizen_id"], [(None, citizen["team"])]),
            tuple(found),
            {course.course_id: caseworkers.get(course.course_id, ()) for course in found},
            registered(rows[citizen["citizen_id"]]),
        )
        for citizen in stored.tables["citizens"].to_pylist()
        if (found := courses_of.get(citizen["citizen_id"]))
    ]


def course_of(row: Mapping[str, Any]) -> Course:
    """The facts that decide what is due, of one row of the table courses."""
    return Course(**{name: row[name] for name in Course.__dataclass_fields__})


def _by_citizen(stored: Stored, citizen_of: Mapping[str, str]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """The registrations of each citizen, by table."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in stored.tables["monthly_status"].to_pylist():
        found[row["citizen_id"]]["monthly_status"].append(row)
    for table in (name for name in _OF_COURSES if name in stored.tables):
        for row in stored.tables[table].to_pylist():
            found[citizen_of[row["course_id"]]][table].append(row)
    return found


def _held(rows: Sequence[Mapping[str, Any]], owner: str, value: str) -> dict[str, list[tuple[date | None, str | None]]]:
    """Who or what held each owner from when; the rows come in the order of time."""
    found: dict[str, list[tuple[date | None, str | None]]] = defaultdict(list)
    for row in rows:
        found[row[owner]].append((row["effective_month"], row[value]))
    return found
