"""What the double bottom line needs of many courses at once: the same few questions to the warehouse, however many."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

import duckdb

from pipelines.double_bottom_line import CourseFacts, Estimate

Dated = tuple[date, Fraction]


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

    def on(self, day: date) -> "CourseHead":
        """The same as it was known on a day: a start or an end still to come is not known yet."""
        started_on = self.started_on if self.started_on and self.started_on <= day else None
        ended_on = self.ended_on if self.ended_on and self.ended_on <= day else None
        return replace(self, started_on=started_on, ended_on=ended_on)


def facts_of(connection: duckdb.DuckDBPyConnection, heads: Sequence[CourseHead], day: date) -> dict[str, CourseFacts]:
    """Everything the double bottom line needs of each started course, nothing later than the day."""
    started = [(head, head.started_on) for head in heads if head.started_on]
    ids = [head.course_id for head, _ in started]
    estimates = _estimates(connection, ids, day)
    hours = _hours(connection, ids, day)
    expected = _expected_scores(connection, ids, day)
    actual = _actual_scores(connection, ids, day)
    return {
        head.course_id: CourseFacts(
            head.course_id,
            head.method,
            head.instrument,
            started_on.replace(day=1),
            head.ended_on.replace(day=1) if head.ended_on else None,
            day,
            estimates[head.course_id],
            hours[head.course_id],
            expected[head.course_id],
            actual[head.course_id],
        )
        for head, started_on in started
    }


def _estimates(connection: duckdb.DuckDBPyConnection, ids: list[str], day: date) -> dict[str, list[Estimate]]:
    """The newest estimate on the day of every month that has one; a CTI month is exactly a third of its phase."""
    rows = rows_of(
        connection,
        """
        select course_id, month, period, period_hours, count(*) over (partition by course_id, period) as months
        from marts.expected_hours
        where course_id in (select unnest(?::varchar[]))
            and estimated_on <= ? and (superseded_on is null or superseded_on > ?)
        order by course_id, month
        """,
        [ids, day, day],
    )
    found: dict[str, list[Estimate]] = defaultdict(list)
    for course_id, month, period, hours, months in rows:
        found[course_id].append(Estimate(month, period, exact(hours), exact(hours) / months))
    return found


def _hours(connection: duckdb.DuckDBPyConnection, ids: list[str], day: date) -> dict[str, dict[date, Fraction]]:
    """Registered hours by calendar month, from the start month to the day's; the caseworkers' hours added up."""
    rows = rows_of(
        connection,
        """
        select course_id, time_use.month, time_use.hours
        from staging.time_use
        join marts.course using (course_id)
        where course_id in (select unnest(?::varchar[])) and time_use.month between course.start_month and ?
        order by course_id, time_use.month
        """,
        [ids, day],
    )
    found: dict[str, dict[date, Fraction]] = defaultdict(dict)
    for course_id, month, registered in rows:
        found[course_id][month] = found[course_id].get(month, Fraction(0)) + exact(registered)
    return found


def _expected_scores(connection: duckdb.DuckDBPyConnection, ids: list[str], day: date) -> dict[str, list[Dated]]:
    """Of each course's own instrument: the newest set of expected scores made on or before the day."""
    rows = rows_of(
        connection,
        """
        select course_id, measured_on, score
        from marts.expected_score
        join marts.course using (course_id)
        where course_id in (select unnest(?::varchar[])) and instrument = progression_measure and estimated_on <= ?
        qualify estimated_on = max(estimated_on) over (partition by course_id)
        order by course_id, measured_on
        """,
        [ids, day],
    )
    return _dated(rows)


def _actual_scores(connection: duckdb.DuckDBPyConnection, ids: list[str], day: date) -> dict[str, list[Dated]]:
    rows = rows_of(
        connection,
        """
        select course_id, measured_on, score
        from marts.score
        join marts.course using (course_id)
        where course_id in (select unnest(?::varchar[])) and instrument = progression_measure and measured_on <= ?
        order by course_id, measured_on
        """,
        [ids, day],
    )
    return _dated(rows)


def _dated(rows: Sequence[tuple[str, date, object]]) -> dict[str, list[Dated]]:
    found: dict[str, list[Dated]] = defaultdict(list)
    for course_id, measured_on, score in rows:
        found[course_id].append((measured_on, exact(score)))
    return found


def rows_of(connection: duckdb.DuckDBPyConnection, query: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    """Every row of a query, through a cursor of its own."""
    with connection.cursor() as cursor:
        return cursor.execute(query, parameters).fetchall()


@lru_cache(maxsize=4096)
def exact(value: object) -> Fraction:
    """A number from the warehouse as the fraction it was written as."""
    return Fraction(str(value))
