"""Whether an installation holds nothing but the invented municipalities of the sample data."""

from functools import lru_cache
from pathlib import Path

import duckdb
from sqlalchemy import Engine, select, union

from pipelines.store import opened
from pipelines.store_connection import told_in_danish
from pipelines.store_schema import metadata
from pipelines.warehouse import WarehouseError, open_warehouse, warehouse_path

INVENTED = frozenset({"901", "902", "903", "904", "905"})
"""Codes that no municipality in Denmark has."""


def real_municipalities(store: Engine | str, home: Path) -> frozenset[str]:
    """The municipalities of the store, its users among them, and of the built warehouse that are not invented."""
    return (_stored(store) | _built(home)) - INVENTED


def _stored(store: Engine | str) -> frozenset[str]:
    tables = [table for table in metadata().tables.values() if "municipality" in table.columns]
    with opened(store) as engine, told_in_danish(engine.url), engine.connect() as connection:
        found = connection.execute(union(*(select(table.c.municipality) for table in tables))).scalars()
        return frozenset(code for code in found if code is not None)


def _built(home: Path) -> frozenset[str]:
    try:
        name = warehouse_path(home).name
    except WarehouseError:
        return frozenset()
    return _of_build(home, name)


@lru_cache(maxsize=8)
def _of_build(home: Path, name: str) -> frozenset[str]:
    """A warehouse is never changed under its name, so each is asked once."""
    with open_warehouse(home) as connection, connection.cursor() as cursor:
        return frozenset(code for table in _tables(cursor) for code in _codes(cursor, table))


def _tables(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    found = cursor.execute(
        "select table_schema, table_name from information_schema.columns where column_name = 'municipality'"
    ).fetchall()
    return [f'"{schema}"."{table}"' for schema, table in found]


def _codes(cursor: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    rows = cursor.execute(f"select distinct municipality from {table} where municipality is not null").fetchall()
    return [str(code) for (code,) in rows]
