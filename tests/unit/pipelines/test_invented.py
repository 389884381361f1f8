"""What counts as holding something real: a citizen, a rate, a user's role, or a warehouse built from files."""

from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from pipelines import users
from pipelines.invented import real_municipalities
from pipelines.store import opened
from pipelines.store_connection import writing
from pipelines.store_schema import metadata
from pipelines.warehouse import only_builder, publish
from tests.stores import store_at

pytestmark = pytest.mark.store

RATE = {"rate": "caseworker_hour", "amount": 400.0, "valid_from": date(2025, 1, 1)}


def store_of(home: Path) -> str:
    return store_at(home)


def with_rate(home: Path, municipality: str) -> None:
    with opened(store_of(home)) as engine, writing(engine) as connection:
        table = metadata().tables["rates"]
        known = {name: value for name, value in RATE.items() if name in table.columns}
        connection.execute(insert(table), known | {"municipality": municipality})


def test_an_empty_store_and_the_invented_ones_hold_nothing_real(tmp_path: Path) -> None:
    assert real_municipalities(store_of(tmp_path), tmp_path) == frozenset()
    with_rate(tmp_path, "905")
    assert real_municipalities(store_of(tmp_path), tmp_path) == frozenset()


@pytest.mark.parametrize("code", ["259", "900", "906"])
def test_one_row_of_another_municipality_is_enough(tmp_path: Path, code: str) -> None:
    """900 and 906 are just outside the five; a table without citizens counts too."""
    with_rate(tmp_path, "901")
    with_rate(tmp_path, code)
    assert real_municipalities(store_of(tmp_path), tmp_path) == {code}


def test_a_users_role_in_another_municipality_is_enough(tmp_path: Path) -> None:
    store = store_of(tmp_path)
    users.add(store, "anne", "anne@kommune.dk")
    users.grant(store, "anne", users.Granted("caseworker", "259"), who="test", at=datetime(2026, 1, 1))
    assert real_municipalities(store, tmp_path) == {"259"}


def test_a_warehouse_built_from_files_counts_though_the_store_is_empty(tmp_path: Path) -> None:
    with only_builder(tmp_path) as folder:
        publish(folder, lambda con: con.execute("create table citizens as select '259' as municipality").fetchall())
    assert real_municipalities(store_of(tmp_path), tmp_path) == {"259"}
