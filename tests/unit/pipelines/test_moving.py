"""A store moves from SQLite to PostgreSQL with everything it holds, and goes on where it was."""

from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from pipelines.access_log import Access, add_accesses
from pipelines.drafts import Draft, keep_draft
from pipelines.moving import MoveError, move
from pipelines.store import open_store, read_store
from pipelines.store_schema import metadata
from pipelines.users import Granted, add, grant, users
from tests.postgres import NOTHING, fresh_database
from tests.sending import CITIZEN, COURSE, EXPECTED, HOURS, keep, send

AT = datetime(2025, 6, 15, 10, 30, 0, 123456)


@pytest.fixture
def source(tmp_path: Path) -> str:
    """A store with rows, a correction, a blank in a key, a user, a draft and a look."""
    url = f"sqlite:///{tmp_path / 'store.db'}"
    keep(
        url,
        send(tmp_path / "a", citizens=[CITIZEN], courses=[COURSE], time_use=[HOURS], measurements=[EXPECTED]),
        at=AT,
    )
    keep(url, send(tmp_path / "b", time_use=[{**HOURS, "hours": "0,1"}]), at=AT)
    add(url, "åse", "å@x")
    grant(url, "åse", Granted("caseworker", "901"), who="drift", at=AT)
    keep_draft(url, Draft("åse", "b1", "f1", date(2025, 3, 1), "hours", "7,5", 1, AT))
    add_accesses(url, [Access(AT, "åse", "caseworker", "looked_at", "b1", "Borger")])
    return url


def everything(url: str) -> dict[str, list[tuple]]:
    engine = open_store(url)
    with engine.connect() as connection:
        found = {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in metadata().sorted_tables
        }
    engine.dispose()
    return found


def test_all_rows_and_numbers_come_along_and_numbering_goes_on(
    source: str, postgres_server: str, tmp_path: Path
) -> None:
    with fresh_database(postgres_server, NOTHING) as target:
        moved = move(source, target)
        assert everything(target) == everything(source)
        assert (moved.rows["history"], moved.rows["loads"], moved.rows["measurements"]) == (5, 2, 1)
        stored = read_store(target)
        assert stored.assignments.to_pylist() == read_store(source).assignments.to_pylist()
        assert keep(target, send(tmp_path / "c", time_use=[{**HOURS, "hours": "3"}])).load_id == 3
        assert users(target) == users(source)


def test_and_back_again(source: str, postgres_server: str, tmp_path: Path) -> None:
    with fresh_database(postgres_server, NOTHING) as between:
        move(source, between)
        back = f"sqlite:///{tmp_path / 'back' / 'store.db'}"
        move(between, back)
        assert everything(back) == everything(source)


def test_a_target_that_holds_anything_is_refused(source: str, tmp_path: Path) -> None:
    target = f"sqlite:///{tmp_path / 'other' / 'store.db'}"
    add(target, "bo", "b@x")
    before = everything(target)
    with pytest.raises(MoveError, match="tabellen users"):
        move(source, target)
    assert everything(target) == before
    for wrong, said in ((source, "til sig selv"), (target, "intet lager")):
        with pytest.raises(MoveError, match=said):
            move(source if wrong == source else f"sqlite:///{tmp_path / 'none.db'}", wrong)


def test_a_copy_that_differs_is_taken_back(source: str, postgres_server: str) -> None:
    """A trigger in the target changes hours on their way in: the sum of the content tells, and nothing is kept."""
    with fresh_database(postgres_server, NOTHING) as target:
        engine = open_store(target)
        with engine.begin() as connection:
            connection.exec_driver_sql(
                "create function spoil() returns trigger language plpgsql as "
                "$$ begin new.hours := new.hours + 0.001; return new; end $$"
            )
            connection.exec_driver_sql(
                "create trigger spoil before insert on time_use for each row execute function spoil()"
            )
        engine.dispose()
        with pytest.raises(MoveError, match="time_use blev ikke ens"):
            move(source, target)
        assert all(rows == [] for rows in everything(target).values())
