"""Whatever is loaded in whatever order: the current rows are the last versions, and the history leads to them."""

import json
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from pipelines.contract import Checked, contracts
from pipelines.loading import Origin, store_checked
from pipelines.store import loads, open_store, read_store
from tests.postgres import fresh_database

Row = dict[str, Any]
STARTED_ON = date(2025, 1, 15)
MONTHS = [date(2025, month, 1) for month in (2, 3, 4, 6)]
CITIZEN = {"municipality": "901", "target_group": "homeless", "referred_on": date(2025, 1, 1)}
COURSE = {"citizen_id": "b1", "method": "ICM", "started_on": STARTED_ON, "progression_measure": "ORS"}
MEASUREMENT = {"course_id": "f1", "instrument": "ORS", "kind": "expected"}

citizens = st.dictionaries(st.sampled_from(["b1", "b2", "b3"]), st.sampled_from([None, "nord", "syd"]))
courses = st.dictionaries(st.sampled_from(["f1", "f2"]), st.sampled_from(["åse", "bo", "cecilie"]))
scores = st.sampled_from([0.0, 19.9, 25.0, 25.1])
estimates = st.dictionaries(
    st.tuples(st.sampled_from([date(2025, 4, 30), date(2025, 5, 1)]), st.sampled_from([STARTED_ON, date(2025, 3, 1)])),
    st.tuples(scores, st.booleans()),
)
load = st.tuples(citizens, courses, estimates, st.sampled_from(MONTHS))


def incoming(drawn: tuple) -> dict[str, list[Row]]:
    """The drawn load as rows; a flag says whether an estimate of the day the course started leaves the day blank."""
    team_of, caseworker_of, scores_of, _ = drawn
    return {
        "citizens": [CITIZEN | {"citizen_id": name, "team": team} for name, team in team_of.items()],
        "courses": [COURSE | {"course_id": name, "caseworker": worker} for name, worker in caseworker_of.items()],
        "measurements": [
            MEASUREMENT
            | {"measured_on": day, "estimated_on": None if blank and made == STARTED_ON else made, "score": score}
            for (day, made), (score, blank) in scores_of.items()
        ],
    }


def canonical(tables: dict[str, list[Row]]) -> dict[str, pa.Table]:
    """The rows as a check of files would hand them over."""
    schemas = {name: contracts()[name].arrow_schema() for name in tables}
    return {
        name: pa.Table.from_pylist([dict.fromkeys(schemas[name].names) | row for row in rows], schema=schemas[name])
        for name, rows in tables.items()
    }


def meant_key(name: str, row: Row) -> tuple:
    """The key, where a blank estimate day is the day the course started."""
    return tuple(row.get(part) or (STARTED_ON if part == "estimated_on" else None) for part in contracts()[name].key)


@contextmanager
def a_store(server: str | None) -> Iterator[str]:
    """A store of its own for one run."""
    if server:
        with fresh_database(server) as url:
            yield url
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/{secrets.token_hex(4)}.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest) -> str | None:
    """The PostgreSQL server, or None for SQLite."""
    return None if request.param == "sqlite" else request.getfixturevalue("postgres_server")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(load, min_size=1, max_size=5))
def test_current_rows_history_and_log_agree(server: str | None, drawn: list[tuple]) -> None:
    """Against a dictionary per table that simply keeps the last row of each key."""
    last: dict[str, dict[tuple, Row]] = {"citizens": {}, "courses": {}, "measurements": {}}
    first = ({"b1": None}, {"f1": "åse", "f2": "bo"}, {}, MONTHS[0])
    with a_store(server) as url:
        for each in [first, *drawn]:
            tables = canonical(incoming(each))
            counts = store(url, tables, each[3])
            for name, table in tables.items():
                rows = {meant_key(name, row): row for row in table.to_pylist()}
                assert counts[name] == compare(name, rows, last[name])
                last[name] |= {key: said_as_before(row, last[name].get(key)) for key, row in rows.items()}
        stored = read_store(url)
        for name, kept in last.items():
            assert {meant_key(name, row): row for row in stored.tables[name].to_pylist()} == kept
        assert replayed(url) == {name: sorted(map(as_json, kept.values())) for name, kept in last.items() if kept}
        assert stored.last_load == len(loads(url))


def said_as_before(row: Row, earlier: Row | None) -> Row:
    """A blank estimate day and the day the course started are the same: the first way of saying it stays."""
    return row | {"estimated_on": earlier["estimated_on"]} if earlier and "estimated_on" in row else row


def compare(name: str, rows: dict[tuple, Row], before: dict[tuple, Row]) -> tuple[int, int, int]:
    """How many rows are new, changed and unchanged."""
    new = sum(key not in before for key in rows)
    same = sum(key in before and said_as_before(row, before[key]) == before[key] for key, row in rows.items())
    return new, len(rows) - new - same, same


def store(url: str, tables: dict[str, pa.Table], month: date) -> dict[str, tuple[int, int, int]]:
    """Load the tables in a month; what was counted."""
    origin = Origin("anne", "test", [], datetime(2025, 1, 1), month)
    counts = store_checked(url, lambda _: Checked(tables, []), origin).counts
    return {name: (counted.new, counted.changed, counted.unchanged) for name, counted in counts.items()}


def as_json(row: Row) -> str:
    return json.dumps({name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()})


def replayed(url: str) -> dict[str, list[str]]:
    """The rows that come of applying every line of the history in turn; each begins where the one before ended."""
    rows: dict[str, dict[str, Row]] = {}
    engine = open_store(url)
    with engine.connect() as connection:
        query = text("select table_name, row_key, operation, old, new from history order by id")
        lines = connection.execute(query).all()
    engine.dispose()
    for table, key, operation, old, new in lines:
        kept = rows.setdefault(table, {})
        assert (operation == "insert") == (key not in kept)
        assert kept.get(key) == json.loads(old or "null") != json.loads(new)
        kept[key] = json.loads(new)
    return {table: sorted(map(as_json, kept.values())) for table, kept in rows.items()}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.sampled_from(["åse", "bo"]), st.sampled_from(MONTHS)), min_size=1, max_size=6))
def test_who_had_the_course_in_each_month(server: str | None, changes: list[tuple[str, date]]) -> None:
    """In a month it is the one named by the last registered change that holds from that month or an earlier one."""
    with a_store(server) as url:
        for worker, month in changes:
            store(url, canonical(incoming(({"b1": None}, {"f1": worker}, {}, month))), month)
        rows = [(row["effective_month"], row["caseworker"]) for row in read_store(url).assignments.to_pylist()]
    named = [worker for worker, _ in changes]
    real = [change for change, earlier in zip(changes, [None, *named], strict=False) if change[0] != earlier]
    real[0] = (named[0], date.min)
    for month in MONTHS:
        expected = [worker for worker, since in real if since <= month][-1]
        assert [worker for since, worker in rows if since is None or since <= month][-1] == expected
    assert rows[0][0] is None
    assert all(before[1] != after[1] for before, after in zip(rows, rows[1:], strict=False))
