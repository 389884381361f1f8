"""Help to expect one course: which periods and measurements lie ahead, what own courses took, what is expected now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

from pipelines import due
from pipelines.course import course_head
from pipelines.course_reading import CourseHead, exact, facts_of, rows_of
from pipelines.double_bottom_line import CourseFacts, later_month, month_number, read_off
from pipelines.expecting import Lived, Suggestion, expected_score, score_suggestions, suggestions
from pipelines.expecting_reading import lived_courses

MOST_MONTHS = 12


@dataclass(frozen=True)
class PeriodHelp:
    """One period that is not over: its first month (None before the start), the suggestion, and what is expected now."""

    period: int
    first_month: date | None
    suggestion: Suggestion
    now: float | None


@dataclass(frozen=True)
class ScoreHelp:
    """One measurement ahead: its day, how own courses had moved by then, the score that gives, and what is expected now."""

    measured_on: date
    month: int
    suggestion: Suggestion
    suggested: float | None
    now: float | None


@dataclass(frozen=True)
class ExpectingHelp:
    """All that is shown when a course is expected; passed_scores are the points of the set in force up to the day."""

    head: CourseHead
    municipality: str
    periods: Sequence[PeriodHelp]
    scores: Sequence[ScoreHelp]
    passed_scores: Sequence[tuple[date, float]]


def expecting_help(
    connection: duckdb.DuckDBPyConnection, course_id: str, day: date, months: int = MOST_MONTHS
) -> ExpectingHelp:
    """Help for the periods from the day's on: every CTI phase, else so many months. Raises UnknownCourseError."""
    head = course_head(connection, course_id).on(day)
    municipality, team = _place(connection, head.citizen_id)
    lived = lived_courses(connection, municipality, day)
    facts = facts_of(connection, [head], day).get(course_id)
    numbers = _periods(facts, head.method, months)
    estimates = {one.period: float(one.period_hours) for one in facts.estimates} if facts else {}
    found = suggestions(lived, head.method, team, numbers, but=course_id)
    return ExpectingHelp(
        head,
        municipality,
        [PeriodHelp(one.period, _first_month(facts, one.period), one, estimates.get(one.period)) for one in found],
        _scores(head, facts, lived, team, months) if facts else [],
        [(on, float(score)) for on, score in facts.expected_scores if on <= day] if facts else [],
    )


def _place(connection: duckdb.DuckDBPyConnection, citizen_id: str) -> tuple[str, str | None]:
    rows = rows_of(connection, "select municipality, team from staging.citizens where citizen_id = ?", [citizen_id])
    return rows[0][0], rows[0][1]


def _periods(facts: CourseFacts | None, method: str, months: int) -> list[int]:
    """The periods that are not over: an estimate made after a period's last day does not count."""
    ordinal = month_number(facts.start_month, facts.day.replace(day=1)) if facts else 1
    if method == "CTI":
        return [phase for phase in (1, 2, 3) if ordinal <= 3 * phase]
    return list(range(ordinal, ordinal + months))


def _first_month(facts: CourseFacts | None, period: int) -> date | None:
    if facts is None:
        return None
    return later_month(facts.start_month, 3 * period - 3 if facts.method == "CTI" else period - 1)


def _scores(
    head: CourseHead, facts: CourseFacts, lived: Sequence[Lived], team: str | None, months: int
) -> list[ScoreHelp]:
    """The measurements ahead, on the last day of the month in which they are due."""
    course = due.Course("", head.method, head.instrument, head.contact_on, head.started_on, head.ended_on, None)
    ahead = [later_month(facts.day.replace(day=1), step) for step in range(months)]
    asked = [month for month in ahead if due.measurement_is_due(course, month)]
    numbers = [month_number(facts.start_month, month) for month in asked]
    found = score_suggestions(lived, head.method, team, head.instrument, numbers, but=head.course_id)
    first = facts.actual_scores[0][1] if facts.actual_scores else None
    rows = []
    for month, one in zip(asked, found, strict=True):
        on = later_month(month, 1) - timedelta(days=1)
        expected = read_off(facts.expected_scores, on)
        suggested = None if first is None or one.median is None else expected_score(first, one.median, head.instrument)
        rows.append(ScoreHelp(on, one.period, one, suggested, None if expected is None else float(exact(expected))))
    return rows
