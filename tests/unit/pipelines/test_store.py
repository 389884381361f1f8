"""Opening, keeping and reading a real store, on SQLite and on PostgreSQL."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from pipelines.schema import contracts
from pipelines.store import StoreError, assignments, loads, open_store, read_store, stored_tables, team_assignments
from pipelines.store_connection import address, engine_of
from pipelines.store_reading import Query, fetch
from pipelines.store_schema import metadata
from pipelines.store_versions import is_made
from tests.sending import CITIZEN, COURSE, HOURS, keep, send

ROOT = Path(__file__).parents[3]


def test_the_migrations_make_what_the_contracts_say(store_url: str) -> None:
    """Tables, columns, types, blanks, references, indexes; and keys and conditions, which Alembic does not compare."""
    engine = open_store(store_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata()) == []
        made = inspect(connection)
        for name, table in metadata().tables.items():
            assert made.get_pk_constraint(name)["constrained_columns"] == list(table.primary_key.columns.keys())
            conditions = {rule.name for rule in table.constraints if isinstance(rule, CheckConstraint)}
            assert {rule["name"] for rule in made.get_check_constraints(name)} == conditions
    engine.dispose()


def test_every_contract_is_a_table_with_its_key(store_url: str) -> None:
    open_store(store_url).dispose()
    tables = stored_tables(store_url)
    assert list(tables) == list(contracts())
    assert all(tables[name].schema == contract.arrow_schema() for name, contract in contracts().items())
    key = [column.name for column in metadata().tables["measurements"].primary_key]
    assert key == ["course_id", "instrument", "kind", "measured_on", "estimated_on_key"]


def test_a_new_store_may_be_opened_by_several_at_once(unmade_store_url: str) -> None:
    """Three processes find no store and make it: it is made once, and nobody meets a lock."""
    program = "import sys; from pipelines.store import open_store; open_store(sys.argv[1]).dispose()"
    started = [
        subprocess.Popen([sys.executable, "-c", program, unmade_store_url], cwd=ROOT, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    assert [(process.communicate()[1], process.returncode) for process in started] == [(b"", 0)] * 3


def test_a_store_of_a_newer_version_is_refused(store_url: str, tmp_path: Path) -> None:
    engine = open_store(store_url)
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '0999'"))
    for use in (open_store, stored_tables, loads):
        with pytest.raises(StoreError, match=r"nyere udgave af Bundlinje \(trin 0999\)"):
            use(store_url)
    with pytest.raises(StoreError, match="nyere udgave"):
        keep(store_url, send(tmp_path / "a", citizens=[CITIZEN]))
    engine.dispose()


def test_reading_makes_no_store(unmade_store_url: str, tmp_path: Path) -> None:
    """Where nobody has made a store there are empty tables, and still no store."""
    stored = read_store(unmade_store_url)
    assert stored.tables == {name: contract.arrow_schema().empty_table() for name, contract in contracts().items()}
    assert stored.last_load == 0
    assert assignments(unmade_store_url).schema == pa.schema(
        {"course_id": pa.string(), "effective_month": pa.date32(), "caseworker": pa.string()}
    )
    assert team_assignments(unmade_store_url).schema == pa.schema(
        {"citizen_id": pa.string(), "effective_month": pa.date32(), "team": pa.string()}
    )
    assert loads(unmade_store_url) == []
    if unmade_store_url.startswith("sqlite"):
        assert not (tmp_path / "home").exists()
    else:
        engine = engine_of(unmade_store_url)
        assert not is_made(engine)
        engine.dispose()


def test_a_column_may_be_blank_in_many_rows_before_it_is_filled(store_url: str, tmp_path: Path) -> None:
    """3.000 citizens without a team and one with: ADBC looks at SQLite's first 1.024 rows unless told otherwise."""
    citizens = [{**CITIZEN, "citizen_id": f"b{number:04}", "team": ""} for number in range(3000)]
    citizens.append({**CITIZEN, "citizen_id": "c", "team": "nord"})
    keep(store_url, send(tmp_path / "a", citizens=citizens))
    teams = stored_tables(store_url)["citizens"]["team"]
    assert (teams.null_count, teams[-1].as_py()) == (3000, "nord")


def test_a_reader_sees_all_of_a_load_or_nothing(store_url: str, tmp_path: Path) -> None:
    """While a load is being written, a reader still gets the store as it was before it, and is not kept waiting."""
    keep(store_url, send(tmp_path / "a", citizens=[CITIZEN], courses=[COURSE]))
    engine = open_store(store_url)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(text("update courses set caseworker = 'bo'"))
        assert stored_tables(store_url)["courses"]["caseworker"].to_pylist() == ["åse"]
    assert stored_tables(store_url)["courses"]["caseworker"].to_pylist() == ["bo"]
    engine.dispose()


def test_reading_does_not_take_the_lock_from_a_writer(tmp_path: Path) -> None:
    """A second SQLite library that opens and closes the file would free the writer's locks, and rows would be lost."""
    url = f"sqlite:///{tmp_path / 'store.db'}"
    engine = open_store(url)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(text("select 1"))
        stored_tables(url)
        program = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('begin immediate')"
        other = subprocess.run([sys.executable, "-c", program, tmp_path / "store.db"], capture_output=True, text=True)
        assert "database is locked" in other.stderr
    engine.dispose()


def test_a_killed_readers_copy_is_removed_by_the_next(tmp_path: Path) -> None:
    keep(f"sqlite:///{tmp_path / 'store.db'}", send(tmp_path / "a", citizens=[CITIZEN]))
    left, fresh = tmp_path / ".reading-old", tmp_path / ".reading-new"
    for folder in (left, fresh):
        folder.mkdir()
    os.utime(left, (0, 0))
    stored_tables(f"sqlite:///{tmp_path / 'store.db'}")
    assert (left.exists(), fresh.exists()) == (False, True)


def test_sqlite_is_set_for_registrations(tmp_path: Path) -> None:
    """Write-ahead log, every commit on disk (2 is FULL), references held, a minute's patience, nobody else reads."""
    engine = open_store(f"sqlite:///{tmp_path / 'a' / 'b' / 'store.db'}")
    with engine.connect() as connection:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        found = [connection.execute(text(f"pragma {name}")).scalar_one() for name in names]
    assert found == ["wal", 2, 1, 60000]
    assert stat.S_IMODE((tmp_path / "a" / "b" / "store.db").stat().st_mode) == 0o600
    engine.dispose()


def test_the_store_holds_a_parent_for_every_child(store_url: str) -> None:
    """What a check of a load cannot see, the database refuses: a row about a citizen who is not there."""
    engine: Engine = open_store(store_url)
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.execute(text("insert into monthly_status (citizen_id, month) values ('nobody', '2025-01-01')"))
    engine.dispose()


def test_all_tables_are_read_as_they_were_at_one_moment(store_url: str, tmp_path: Path) -> None:
    """A load that lands after the first table was read is in none of the others either."""
    keep(store_url, send(tmp_path / "a", citizens=[CITIZEN], courses=[COURSE]))
    sent = send(tmp_path / "b", time_use=[HOURS])

    class LoadBetween(dict):
        def items(self) -> Iterator[tuple[str, Query]]:  # type: ignore[override]
            for name, query in super().items():
                yield name, query
                keep(store_url, sent)

    counting = Query("select count(*) as rows_there from time_use", pa.schema({"rows_there": pa.int64()}))
    answers = fetch(address(store_url), LoadBetween(first=counting, then=counting))
    assert {name: answer["rows_there"].to_pylist() for name, answer in answers.items()} == {"first": [0], "then": [0]}
    assert stored_tables(store_url)["time_use"].num_rows == 1
