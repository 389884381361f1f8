"""All that one course's page shows on a day: its numbers, what they say, its expectations then and now, and its history."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from pipelines import due
from pipelines.course import course_head
from pipelines.course_life import CourseChoice, HousingMonth, Mark, course_choices_of, housing_months, marks
from pipelines.course_reading import CourseHead, exact, facts_of, rows_of
from pipelines.deviation_texts import DeviationText, DeviationTexts, text_of
from pipelines.double_bottom_line import (
    CourseFacts,
    DoubleBottomLine,
    Estimate,
    accumulated_pct,
    double_bottom_line,
    later_month,
    month_number,
    total_expected,
)
from pipelines.settings import Choices
from pipelines.signal_reading import signal_facts_of
from pipelines.signals import Signal, SignalFacts, signals


@dataclass(frozen=True)
class ContactPhase:
    """A course in its contact phase: days so far, hours so far (None: none registered), months with time of all months."""

    begun_on: date
    days: int
    hours: float | None
    months_with_time: int
    months: int


@dataclass(frozen=True)
class Measured:
    """One actual measurement: items as they were answered (empty where only the score is known)."""

    instrument: str
    measured_on: date
    items: tuple[float, ...]
    score: float


@dataclass(frozen=True)
class PeriodEstimates:
    """The first estimate of a period and the one that holds now, with who-knows-why (basis) and when."""

    period: int
    first_hours: float
    first_on: date
    newest_hours: float
    newest_on: date
    newest_basis: str


@dataclass(frozen=True)
class CourseView:
    """One course on a day. line and text are None in the contact phase, contact is None after it.

    original_pct: accumulated per cent of the first estimates, of the total expected now, by month; empty where nothing
    was estimated anew. original_scores: the first set of expected scores where another set has followed it. life: all
    courses of the citizen. needs_another_method: the hint that CTI might be changed to ICM.
    """

    head: CourseHead
    caseworker: str
    day: date
    line: DoubleBottomLine | None
    text: DeviationText | None
    signals: tuple[Signal, ...]
    next_measurement: date | None
    contact: ContactPhase | None
    marks: Sequence[Mark]
    housing: Sequence[HousingMonth]
    estimates: Sequence[PeriodEstimates]
    original_pct: Mapping[date, float]
    original_scores: Sequence[tuple[date, float]]
    measured: Sequence[Measured]
    life: Sequence[CourseChoice]
    needs_another_method: bool


def course_view(
    connection: duckdb.DuckDBPyConnection, course_id: str, day: date, choices: Choices, texts: DeviationTexts
) -> CourseView:
    """Everything of one course that its page shows; nothing later than the day. Raises UnknownCourseError."""
    head = course_head(connection, course_id).on(day)
    facts = facts_of(connection, [head], day).get(course_id)
    line = double_bottom_line(facts, choices) if facts else None
    signal_facts = signal_facts_of(connection, [head], day)[course_id]
    signs = tuple(signals(signal_facts, texts))
    month = month_number(facts.start_month, day.replace(day=1)) if facts else 0
    first, last = _stretch(head, line, day)
    return CourseView(
        head,
        _caseworker(connection, course_id, day),
        day,
        line,
        text_of(line.deviation, head.method, month, texts) if line else None,
        signs,
        _next_measurement(signal_facts),
        None if facts else _contact(connection, head, day),
        [mark for mark in marks(connection, head) if mark.date <= day],
        [row for row in housing_months(connection, head.citizen_id, first, last) if row.month <= day],
        _estimates(connection, head, day),
        _original_pct(connection, facts),
        _original_scores(connection, head, day),
        measured_of(connection, course_id, day),
        course_choices_of(connection, head.citizen_id),
        _needs_another_method(line, signs),
    )


def _stretch(head: CourseHead, line: DoubleBottomLine | None, day: date) -> tuple[date, date]:
    """The first and the last month of the picture."""
    begun = (head.contact_on or head.started_on or day).replace(day=1)
    return begun, line.periods[-1].month if line else day


def _caseworker(connection: duckdb.DuckDBPyConnection, course_id: str, day: date) -> str:
    rows = rows_of(
        connection,
        """
        select coalesce(course_month.caseworker, courses.caseworker)
        from staging.courses as courses
        left join marts.course_month as course_month
            on course_month.course_id = courses.course_id and course_month.month = date_trunc('month', ?::date)
        where courses.course_id = ?
        """,
        [day, course_id],
    )
    return str(rows[0][0])


def _next_measurement(facts: SignalFacts) -> date | None:
    """The first month from the day's on in which to measure, or the one still open before; None after the end."""
    course = due.Course("", facts.method, facts.instrument, facts.contact_on, facts.started_on, facts.ended_on, None)
    newest = max((on for on, _ in facts.scores.get(facts.instrument, ())), default=date.min)
    month = later_month(facts.day.replace(day=1), -1)
    for step in range(6):
        asked = later_month(month, step)
        if due.measurement_is_due(course, asked) and newest < asked:
            return asked
    return None


def _contact(connection: duckdb.DuckDBPyConnection, head: CourseHead, day: date) -> ContactPhase | None:
    """What is known of the contact phase up to the day, or to its end."""
    if head.contact_on is None or head.contact_on > day:
        return None
    last = min(day, head.ended_on or day)
    rows = rows_of(
        connection,
        "select month, sum(hours) from staging.time_use where course_id = ? and month <= ? group by month",
        [head.course_id, last],
    )
    hours = sum(float(hours) for _, hours in rows) if rows else None
    months = month_number(head.contact_on.replace(day=1), last.replace(day=1))
    return ContactPhase(head.contact_on, (last - head.contact_on).days + 1, hours, len(rows), months)


def _estimates(connection: duckdb.DuckDBPyConnection, head: CourseHead, day: date) -> list[PeriodEstimates]:
    """Per period with an estimate: the first and the newest that counted by the day."""
    rows = rows_of(
        connection,
        """
        select distinct period, estimated_on, period_hours, basis
        from marts.expected_hours
        where course_id = ? and estimated_on <= ?
        order by period, estimated_on
        """,
        [head.course_id, day],
    )
    by_period: dict[int, list[tuple[date, float, str]]] = defaultdict(list)
    for period, estimated_on, hours, basis in rows:
        by_period[period].append((estimated_on, float(hours), basis))
    return [
        PeriodEstimates(period, made[0][1], made[0][0], made[-1][1], made[-1][0], made[-1][2])
        for period, made in by_period.items()
    ]


def _original_pct(connection: duckdb.DuckDBPyConnection, facts: CourseFacts | None) -> dict[date, float]:
    """The first estimates accumulated by month, in per cent of the total expected now; empty where they still hold."""
    if facts is None:
        return {}
    rows = rows_of(
        connection,
        """
        select month, period, period_hours, count(*) over (partition by period, estimated_on) as months
        from marts.expected_hours
        where course_id = ? and estimated_on <= ?
        qualify estimated_on = min(estimated_on) over (partition by period)
        order by month
        """,
        [facts.course_id, facts.day],
    )
    first = [Estimate(month, period, exact(hours), exact(hours) / months) for month, period, hours, months in rows]
    total = total_expected(facts.estimates)
    if first == list(facts.estimates) or not total:
        return {}
    shares = accumulated_pct([estimate.month_hours for estimate in first], total)
    return {one.month: pct for one, pct in zip(first, shares, strict=True) if pct is not None}


def _original_scores(connection: duckdb.DuckDBPyConnection, head: CourseHead, day: date) -> list[tuple[date, float]]:
    rows = rows_of(
        connection,
        """
        select measured_on, score, estimated_on
        from marts.expected_score
        where course_id = ? and instrument = ? and estimated_on <= ?
        order by measured_on
        """,
        [head.course_id, head.instrument, day],
    )
    sets = {estimated_on for _, _, estimated_on in rows}
    first = min(sets, default=None)
    return [(on, float(score)) for on, score, made in rows if made == first] if len(sets) > 1 else []


def measured_of(connection: duckdb.DuckDBPyConnection, course_id: str, day: date) -> list[Measured]:
    """Every actual measurement of the course to the day, by instrument and day."""
    rows = rows_of(
        connection,
        """
        select instrument, measured_on, item_1, item_2, item_3, item_4, item_5, score
        from staging.measurements
        where course_id = ? and kind = 'actual' and measured_on <= ?
        order by instrument, measured_on
        """,
        [course_id, day],
    )
    return [
        Measured(instrument, on, tuple(float(item) for item in items if item is not None), float(score))
        for instrument, on, *items, score in rows
    ]


def _needs_another_method(line: DoubleBottomLine | None, signs: Sequence[Signal]) -> bool:
    """A CTI course whose time runs over (what was expected, or month nine) while progression is under: is it ICM?"""
    if line is None or line.method != "CTI" or line.deviation.progression != "under":
        return False
    return line.deviation.time == "over" or any(sign.code == "over_time" for sign in signs)
