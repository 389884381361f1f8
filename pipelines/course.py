"""`course`: the double bottom line of a course, read from the marts as of a day, as JSON or as a table."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

import duckdb

from pipelines.danish import day as danish_day
from pipelines.danish import month as danish_month
from pipelines.danish import number
from pipelines.double_bottom_line import (
    CourseFacts,
    Deviation,
    DoubleBottomLine,
    Estimate,
    double_bottom_line,
)
from pipelines.settings import Choices


class UnknownCourseError(LookupError):
    """No such course in the warehouse; the message is Danish and names the nearest known."""


@dataclass(frozen=True)
class CourseHead:
    """A course as it was registered; started_on is None while (or because only) the contact phase is known."""

    course_id: str
    citizen_id: str
    method: str
    instrument: str
    contact_on: date | None
    started_on: date | None
    ended_on: date | None


def course_double_bottom_line(
    connection: duckdb.DuckDBPyConnection, course_id: str, on: date | None, today: date, choices: Choices
) -> DoubleBottomLine:
    """The double bottom line on a day (default: today, or the course's end if that is earlier)."""
    head = course_head(connection, course_id)
    if head.started_on is None:
        nothing = Deviation(None, None, None, None, None, "Forløbet er ikke startet: der er kun en kontaktfase.")
        return DoubleBottomLine(head.course_id, head.method, None, [], [], [], nothing)
    day = on or min(today, head.ended_on or today)
    return double_bottom_line(course_facts(connection, head, day), choices)


def course_head(connection: duckdb.DuckDBPyConnection, course_id: str) -> CourseHead:
    """The course's registered method, goal and dates; raises UnknownCourseError."""
    found = rows_of(
        connection,
        """
        select course_id, citizen_id, method, progression_measure, contact_on, started_on, ended_on
        from staging.courses
        where course_id = ?
        """,
        [course_id],
    )
    if not found:
        known = [row[0] for row in rows_of(connection, "select course_id from staging.courses order by course_id", [])]
        nearest = get_close_matches(course_id, known, n=1, cutoff=0)
        hint = f' Mente du "{nearest[0]}"?' if nearest else " Der er ingen forløb i datavarehuset."
        raise UnknownCourseError(f'Forløbet "{course_id}" findes ikke.{hint}')
    return CourseHead(*found[0])


def course_facts(connection: duckdb.DuckDBPyConnection, head: CourseHead, day: date) -> CourseFacts:
    """Everything the double bottom line needs of one started course, nothing later than the day."""
    started_on = head.started_on or day
    return CourseFacts(
        head.course_id,
        head.method,
        head.instrument,
        started_on.replace(day=1),
        head.ended_on.replace(day=1) if head.ended_on else None,
        day,
        _estimates(connection, head.course_id, day),
        _hours(connection, head.course_id, day),
        _expected_scores(connection, head, day),
        _actual_scores(connection, head, day),
    )


def _estimates(connection: duckdb.DuckDBPyConnection, course_id: str, day: date) -> list[Estimate]:
    """The newest estimate on the day of every month that has one; a CTI month is exactly a third of its phase."""
    rows = rows_of(
        connection,
        """
        select month, period, period_hours, count(*) over (partition by period) as months
        from marts.expected_hours
        where course_id = ? and estimated_on <= ? and (superseded_on is null or superseded_on > ?)
        order by month
        """,
        [course_id, day, day],
    )
    return [Estimate(month, period, _exact(hours), _exact(hours) / months) for month, period, hours, months in rows]


def _hours(connection: duckdb.DuckDBPyConnection, course_id: str, day: date) -> dict[date, Fraction]:
    """Registered hours by calendar month, from the start month to the day's; the caseworkers' hours added up."""
    rows = rows_of(
        connection,
        """
        select time_use.month, time_use.hours
        from staging.time_use
        join marts.course using (course_id)
        where course_id = ? and time_use.month between course.start_month and ?
        order by time_use.month
        """,
        [course_id, day],
    )
    hours: dict[date, Fraction] = {}
    for month, registered in rows:
        hours[month] = hours.get(month, Fraction(0)) + _exact(registered)
    return hours


def _expected_scores(connection: duckdb.DuckDBPyConnection, head: CourseHead, day: date) -> list[tuple[date, Fraction]]:
    """The newest set of expected scores made on or before the day."""
    rows = rows_of(
        connection,
        """
        select measured_on, score
        from marts.expected_score
        where course_id = ? and instrument = ? and estimated_on = (
            select max(estimated_on)
            from marts.expected_score
            where course_id = ? and instrument = ? and estimated_on <= ?
        )
        order by measured_on
        """,
        [head.course_id, head.instrument, head.course_id, head.instrument, day],
    )
    return [(measured_on, _exact(score)) for measured_on, score in rows]


def _actual_scores(connection: duckdb.DuckDBPyConnection, head: CourseHead, day: date) -> list[tuple[date, Fraction]]:
    rows = rows_of(
        connection,
        """
        select measured_on, score
        from marts.score
        where course_id = ? and instrument = ? and measured_on <= ?
        order by measured_on
        """,
        [head.course_id, head.instrument, day],
    )
    return [(measured_on, _exact(score)) for measured_on, score in rows]


def rows_of(connection: duckdb.DuckDBPyConnection, query: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    """Every row of a query, through a cursor of its own."""
    with connection.cursor() as cursor:
        return cursor.execute(query, parameters).fetchall()


def _exact(value: object) -> Fraction:
    return Fraction(str(value))


def course_as_json(line: DoubleBottomLine) -> str:
    """The shape of `course --format json`: months as 2025-03, days as 2025-03-31, numbers unrounded."""
    shape = asdict(line)
    for row in [*shape["periods"], *shape["phases"]]:
        row["month"] = f"{row['month']:%Y-%m}"
    for row in shape["phases"]:
        row["phase"] = row["period"]
    for point in shape["progression"]:
        point["date"] = point["date"].isoformat()
    return json.dumps(shape, ensure_ascii=False, indent=2)


def course_as_text(line: DoubleBottomLine) -> str:
    """The double bottom line as a Danish table, a line a month."""
    head = f"Forløb {line.course_id} ({line.method}). Forventet i alt: {_shown(line.total_expected)} timer."
    lines = [
        head,
        "",
        f"{'måned':15} {'periode':>7} {'forventet':>10} {'faktisk':>10} {'forventet %':>12} {'faktisk %':>12}",
    ]
    lines += [
        f"{danish_month(row.month):15} {row.period:>7} {_shown(row.expected_hours):>10} {_shown(row.actual_hours):>10} "
        f"{_shown(row.accumulated_expected_pct):>12} {_shown(row.accumulated_actual_pct):>12}"
        for row in line.periods
    ]
    lines += ["", f"{'måling':10} {'forventet':>10} {'faktisk':>10}"]
    lines += [f"{danish_day(p.date)} {_shown(p.expected):>10} {_shown(p.actual):>10}" for p in line.progression]
    return "\n".join([*lines, "", line.deviation.rule])


def _shown(value: float | None) -> str:
    return "–" if value is None else number(value, 2)
