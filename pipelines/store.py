"""The store of record: what was registered, every earlier version of it, and who loaded what when.

Current rows, history and log lie in SQLite (one file) or PostgreSQL. pipelines.loading writes; this module opens and
reads. A SQLite store is opened through here only: store_connection.py says why.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import compute
from sqlalchemy import Engine, Row, Select, func, select

from pipelines.maturity_totals import ASSESSMENTS, TOTALS, maturity_totals
from pipelines.schema import Contract, contracts
from pipelines.scratch import scratch
from pipelines.store_connection import StoreError, engine_of, make_room, told_in_danish
from pipelines.store_reading import Query, fetch
from pipelines.store_schema import metadata, stored_key
from pipelines.store_versions import bring_up_to_date, is_made

__all__ = [
    "Counts",
    "LoadEntry",
    "StoreError",
    "Stored",
    "assignments",
    "citizens_of_load",
    "engine_if_made",
    "last_load",
    "loads",
    "loads_of_citizens",
    "open_store",
    "opened",
    "read_store",
    "stored_tables",
    "team_assignments",
]


@dataclass(frozen=True)
class Stored:
    """The store at one moment.

    tables: the current rows of every contract, in canonical Arrow types.
    assignments: one row per course and month from which a caseworker has it (course_id, effective_month, caseworker).
    team_assignments: one row per citizen and month from which a team has them (citizen_id, effective_month, team).
    effective_month is null for the first, which has always held. last_load is 0 before the first load.
    self_assessments: the total of each common self-assessment of maturity (municipality, made_on, total).
    """

    tables: dict[str, pa.Table]
    assignments: pa.Table
    team_assignments: pa.Table
    last_load: int
    self_assessments: pa.Table = field(default_factory=TOTALS.empty_table)


@dataclass(frozen=True)
class Counts:
    """How many rows of one table a load brought that were new, changed an earlier row, or were there already."""

    new: int
    changed: int
    unchanged: int


@dataclass(frozen=True)
class LoadEntry:
    """One line of the log: what was loaded, when (UTC), by whom, from where and in which files."""

    id: int
    loaded_at: datetime
    loaded_by: str
    source: str
    files: list[str]
    counts: dict[str, Counts]


def open_store(url: str) -> Engine:
    """The store, made or brought up to this version of the program if need be.

    Raises StoreError if it cannot be reached, or if a newer version of the program made it.
    """
    engine = engine_of(url)
    if engine.dialect.name == "sqlite":
        make_room(engine.url)
    with told_in_danish(engine.url):
        bring_up_to_date(engine)
    return engine


@contextmanager
def opened(store: Engine | str) -> Iterator[Engine]:
    """The engine given, or one of our own for the address given."""
    engine = open_store(store) if isinstance(store, str) else store
    try:
        yield engine
    finally:
        if engine is not store:
            engine.dispose()


def read_store(url: str) -> Stored:
    """All that a warehouse is built from, as it was at one moment; empty tables when there is no store yet."""
    queries = _current_rows() | {"history": _CHANGES, "last_load": _LAST_LOAD, "assessments": ASSESSMENTS}
    answers = _answers(url, queries)
    return Stored(
        tables={name: answers[name] for name in contracts()},
        assignments=_in_force(answers["history"], "courses", "course_id", "caseworker"),
        team_assignments=_in_force(answers["history"], "citizens", "citizen_id", "team"),
        last_load=compute.max(answers["last_load"]["last_load"]).as_py() or 0,
        self_assessments=maturity_totals(answers["assessments"]),
    )


def stored_tables(url: str) -> dict[str, pa.Table]:
    """The current rows of every table in canonical Arrow types, ordered by key."""
    return read_store(url).tables


def assignments(url: str) -> pa.Table:
    """Who has had each course from when; see Stored."""
    return read_store(url).assignments


def team_assignments(url: str) -> pa.Table:
    """Which team has had each citizen from when; see Stored."""
    return read_store(url).team_assignments


def loads(url: str) -> list[LoadEntry]:
    """The log, newest first."""
    engine = engine_if_made(url)
    if engine is None:
        return []
    log = metadata().tables["loads"]
    with told_in_danish(engine.url), engine.connect() as connection:
        entries = [_entry(row) for row in connection.execute(select(log).order_by(log.c.id.desc()))]
    engine.dispose()
    return entries


def citizens_of_load(url: str, load_id: int) -> list[str]:
    """The citizens about whom a load changed anything."""
    history = metadata().tables["history"]
    found = select(history.c.citizen_id).where(history.c.load_id == load_id, history.c.citizen_id.is_not(None))
    return sorted(_column(url, found.distinct()))


def loads_of_citizens(url: str, citizens: Collection[str]) -> set[int]:
    """The loads that changed anything about any of these citizens."""
    history = metadata().tables["history"]
    found = select(history.c.load_id).where(history.c.citizen_id.in_(sorted(citizens)))
    return set(_column(url, found.distinct()))


def last_load(url: str) -> int:
    """The number of the newest load; 0 before the first."""
    found = _column(url, select(func.max(metadata().tables["loads"].c.id)))
    return found[0] or 0 if found else 0


def _column(url: str, query: Select[Any]) -> list[Any]:
    """One column of an answer; nothing where there is no store yet."""
    engine = engine_if_made(url)
    if engine is None:
        return []
    with told_in_danish(engine.url), engine.connect() as connection:
        answer = list(connection.execute(query).scalars())
    engine.dispose()
    return answer


def _entry(row: Row[Any]) -> LoadEntry:
    counts = {table: Counts(**counted) for table, counted in json.loads(row.counts).items()}
    return LoadEntry(row.id, row.loaded_at, row.loaded_by, row.source, json.loads(row.files), counts)


def engine_if_made(url: str) -> Engine | None:
    """The store brought up to date, or None (and nothing made) where nobody has made one."""
    engine = engine_of(url)
    if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).exists():
        return None
    with told_in_danish(engine.url):
        if not is_made(engine):
            return None
        bring_up_to_date(engine)
    return engine


def _answers(url: str, queries: Mapping[str, Query]) -> dict[str, pa.Table]:
    engine = engine_if_made(url)
    if engine is None:
        return {name: query.columns.empty_table() for name, query in queries.items()}
    engine.dispose()
    return fetch(engine.url, queries)


def _current_rows() -> dict[str, Query]:
    return {name: Query(_select(contract), contract.arrow_schema()) for name, contract in contracts().items()}


def _select(contract: Contract) -> str:
    return f"select {', '.join(contract.columns)} from {contract.name} order by {', '.join(stored_key(contract))}"


_LAST_LOAD = Query("select max(id) as last_load from loads", pa.schema({"last_load": pa.int64()}))
_CHANGES = Query(
    "select id, table_name, row_key, effective_month, new from history "
    "where table_name in ('citizens', 'courses') order by id",
    pa.schema(
        {
            "id": pa.int64(),
            "table_name": pa.string(),
            "row_key": pa.string(),
            "effective_month": pa.date32(),
            "new": pa.string(),
        }
    ),
)

# A change holds from its month until the next one; one that is registered later for the same or an earlier month
# takes its place. A row that was taken away begins anew, if at all.
_IN_FORCE = """
    with version as (
        select
            id,
            row_key ->> '$.{owner}' as owner,
            new ->> '$.{value}' as held,
            coalesce(effective_month, date '0001-01-01') as since
        from history
        where table_name = '{table}'
        qualify id > coalesce(max(id) filter (new is null) over (partition by row_key), 0)
    ),
    change as (
        select *
        from version
        qualify row_number() over (partition by owner order by id) = 1
            or held is distinct from lag(held) over (partition by owner order by id)
    ),
    standing as (
        select *
        from change
        qualify since < coalesce(
            min(since) over (partition by owner order by id rows between 1 following and unbounded following),
            date '9999-12-31'
        )
    )
    select
        owner as {owner},
        nullif(since, date '0001-01-01') as effective_month,
        held as {value}
    from standing
    qualify row_number() over (partition by owner order by since) = 1
        or held is distinct from lag(held) over (partition by owner order by since)
    order by owner, since
"""


def _in_force(history: pa.Table, table: str, owner: str, value: str) -> pa.Table:
    """One row per owner and month from which the value holds; effective_month null for the first."""
    schema = pa.schema({owner: pa.string(), "effective_month": pa.date32(), value: pa.string()})
    with scratch() as connection:
        connection.register("history", history)
        query = _IN_FORCE.format(table=table, owner=owner, value=value)
        return connection.sql(query).to_arrow_table().cast(schema)
