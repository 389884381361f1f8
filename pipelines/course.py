"""`course`: the double bottom line of a course, read from the marts as of a day, as JSON or as a table."""

import json
from dataclasses import asdict
from datetime import date
from difflib import get_close_matches

import duckdb

from pipelines.course_reading import CourseHead, facts_of, rows_of
from pipelines.danish import day as danish_day
from pipelines.danish import month as danish_month
from pipelines.danish import number
from pipelines.double_bottom_line import Deviation, DoubleBottomLine, double_bottom_line
from pipelines.settings import Choices


class UnknownCourseError(LookupError):
    """No such course in the warehouse; the message is Danish and names the nearest known."""


def course_double_bottom_line(
    connection: duckdb.DuckDBPyConnection, course_id: str, on: date | None, today: date, choices: Choices
) -> DoubleBottomLine:
    """The double bottom line on a day (default: today, or the course's end if that is earlier)."""
    head = course_head(connection, course_id)
    if head.started_on is None:
        nothing = Deviation(None, None, None, None, None, "Forløbet er ikke startet: der er kun en kontaktfase.")
        return DoubleBottomLine(head.course_id, head.method, None, [], [], [], nothing)
    day = on or min(today, head.ended_on or today)
    return double_bottom_line(facts_of(connection, [head], day)[course_id], choices)


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
