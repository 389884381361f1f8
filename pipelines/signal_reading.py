"""What the signs of many courses rest on, read from the warehouse with the same few questions however many courses."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import duckdb

from pipelines.course_reading import CourseHead, Dated, exact, rows_of
from pipelines.signals import SignalFacts

ByInstrument = dict[str, list[Dated]]


def signal_facts_of(
    connection: duckdb.DuckDBPyConnection, heads: Sequence[CourseHead], day: date
) -> dict[str, SignalFacts]:
    """The facts of each course, one in its contact phase included; nothing later than the day."""
    ids = [head.course_id for head in heads]
    citizens = sorted({head.citizen_id for head in heads})
    time = _months_with_time(connection, ids, day)
    own, earlier = _scores(connection, ids, day)
    housing = _housing(connection, citizens, day)
    return {
        head.course_id: SignalFacts(
            head.method,
            head.instrument,
            head.contact_on,
            head.started_on,
            head.ended_on,
            day,
            frozenset(time[head.course_id]),
            own[head.course_id],
            earlier[head.course_id],
            housing[head.citizen_id],
        )
        for head in heads
    }


def _months_with_time(connection: duckdb.DuckDBPyConnection, ids: list[str], day: date) -> dict[str, list[date]]:
    """Months with registered time, those of the contact phase included."""
    rows = rows_of(
        connection,
        """
        select distinct course_id, month
        from staging.time_use
        where course_id in (select unnest(?::varchar[])) and month <= ?
        """,
        [ids, day],
    )
    found: dict[str, list[date]] = defaultdict(list)
    for course_id, month in rows:
        found[course_id].append(month)
    return found


def _scores(
    connection: duckdb.DuckDBPyConnection, ids: list[str], day: date
) -> tuple[dict[str, ByInstrument], dict[str, ByInstrument]]:
    """By course and instrument, oldest first: the scores on the course, and those on the citizen's courses before it."""
    rows = rows_of(
        connection,
        """
        select asked.course_id, score.course_id = asked.course_id as is_own, instrument, measured_on, score
        from marts.course as asked
        join marts.score using (citizen_id)
        where asked.course_id in (select unnest(?::varchar[])) and measured_on <= ?
            and instrument in ('WHO5', 'ORS')
            and (score.course_id = asked.course_id or score.course_started_on < asked.started_on)
        order by asked.course_id, measured_on
        """,
        [ids, day],
    )
    own: dict[str, ByInstrument] = defaultdict(lambda: defaultdict(list))
    earlier: dict[str, ByInstrument] = defaultdict(lambda: defaultdict(list))
    for course_id, is_own, instrument, measured_on, score in rows:
        (own if is_own else earlier)[course_id][instrument].append((measured_on, exact(score)))
    return own, earlier


def _housing(
    connection: duckdb.DuckDBPyConnection, citizens: list[str], day: date
) -> dict[str, list[tuple[date, str]]]:
    """The registered housing of each citizen by month, oldest first."""
    rows = rows_of(
        connection,
        """
        select citizen_id, month, housing
        from staging.monthly_status
        where citizen_id in (select unnest(?::varchar[])) and month <= ? and housing is not null
        order by citizen_id, month
        """,
        [citizens, day],
    )
    found: dict[str, list[tuple[date, str]]] = defaultdict(list)
    for citizen_id, month, housing in rows:
        found[citizen_id].append((month, housing))
    return found
