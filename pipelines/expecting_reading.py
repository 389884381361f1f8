"""The courses of a municipality as far as they are lived, and the estimates that were made of them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

import duckdb

from pipelines.course_reading import exact, rows_of
from pipelines.double_bottom_line import later_month, month_number
from pipelines.expecting import Guess, Lived, period_end, period_hours


def lived_courses(connection: duckdb.DuckDBPyConnection, municipality: str, day: date) -> list[Lived]:
    """Every started course of the municipality on the day; an end after the day is not known yet."""
    rows = rows_of(
        connection,
        """
        select course.course_id, course.method, team, progression_measure, start_month, course.ended_on
        from marts.course
        left join staging.citizens using (citizen_id)
        where course.municipality = ? and course.started_on <= ?
        order by course.course_id
        """,
        [municipality, day],
    )
    hours, scores = _hours(connection, municipality, day), _scores(connection, municipality, day)
    return [
        _lived(course_id, method, team, instrument, start, ended_on, day, hours[course_id], scores[course_id])
        for course_id, method, team, instrument, start, ended_on in rows
    ]


def _lived(
    course_id: str,
    method: str,
    team: str | None,
    instrument: str,
    start: date,
    ended_on: date | None,
    day: date,
    hours: dict[date, Fraction],
    scores: Sequence[tuple[date, Fraction]],
) -> Lived:
    is_ended = ended_on is not None and ended_on <= day
    last_whole = later_month((day + timedelta(days=1)).replace(day=1), -1)
    last = ended_on.replace(day=1) if is_ended and ended_on else last_whole
    numbered = [(month_number(start, on.replace(day=1)), score) for on, score in scores]
    return Lived(course_id, method, team, instrument, start, last, is_ended, hours, numbered)


def _hours(connection: duckdb.DuckDBPyConnection, municipality: str, day: date) -> dict[str, dict[date, Fraction]]:
    rows = rows_of(
        connection,
        """
        select course_id, time_use.month, time_use.hours
        from staging.time_use
        join marts.course using (course_id)
        where municipality = ? and time_use.month between start_month and ?
        order by course_id, time_use.month
        """,
        [municipality, day],
    )
    found: dict[str, dict[date, Fraction]] = defaultdict(dict)
    for course_id, month, hours in rows:
        found[course_id][month] = found[course_id].get(month, Fraction(0)) + exact(hours)
    return found


def _scores(
    connection: duckdb.DuckDBPyConnection, municipality: str, day: date
) -> dict[str, list[tuple[date, Fraction]]]:
    rows = rows_of(
        connection,
        """
        select course_id, measured_on, score
        from marts.score
        join marts.course using (course_id)
        where municipality = ? and instrument = progression_measure and measured_on <= ?
        order by course_id, measured_on
        """,
        [municipality, day],
    )
    found: dict[str, list[tuple[date, Fraction]]] = defaultdict(list)
    for course_id, measured_on, score in rows:
        found[course_id].append((measured_on, exact(score)))
    return found


def guesses(connection: duckdb.DuckDBPyConnection, courses: Sequence[Lived]) -> list[Guess]:
    """Of ended courses: every period lived and registered whole that was estimated no later than its last day."""
    ended = {course.course_id: course for course in courses if course.is_ended}
    rows = rows_of(
        connection,
        """
        select distinct course_id, period, estimated_on, period_hours, basis
        from marts.expected_hours
        where course_id in (select unnest(?::varchar[]))
        order by course_id, period, estimated_on
        """,
        [list(ended)],
    )
    made: dict[tuple[str, int], list[tuple[Fraction, str]]] = defaultdict(list)
    for course_id, period, _, hours, basis in rows:
        made[course_id, period].append((exact(hours), basis))
    return [guess for course in ended.values() for guess in _of_course(course, made)]


def _of_course(course: Lived, made: dict[tuple[str, int], list[tuple[Fraction, str]]]) -> Iterator[Guess]:
    for period, actual in period_hours(course).items():
        estimates = made.get((course.course_id, period), [])
        if estimates:
            yield Guess(course.course_id, period_end(course, period), *estimates[0], *estimates[-1], actual)
