"""The store of record as Arrow tables, all of them as they were at one moment."""

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import adbc_driver_postgresql.dbapi
import adbc_driver_sqlite.dbapi
import pyarrow as pa
from adbc_driver_manager.dbapi import Cursor
from sqlalchemy import URL

from pipelines.store_connection import WAIT_SECONDS, told_in_danish

ALL_ROWS = str(2**30)
COPIES = ".reading-"
LEFT_AFTER_SECONDS = 3600


@dataclass(frozen=True)
class Query:
    """What to ask of the store, in SQL that both databases read, and the columns and types of the answer."""

    sql: str
    columns: pa.Schema


def fetch(where: URL, queries: Mapping[str, Query]) -> dict[str, pa.Table]:
    """The answer to each query, by its name; a load that lands meanwhile is in all of them or in none."""
    with told_in_danish(where):
        if where.get_backend_name() == "sqlite":
            return _from_sqlite(Path(str(where.database)), queries)
        return _from_postgresql(where, queries)


def _from_postgresql(where: URL, queries: Mapping[str, Query]) -> dict[str, pa.Table]:
    address = where.set(drivername="postgresql").render_as_string(hide_password=False)
    with adbc_driver_postgresql.dbapi.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read, read only")
        return {name: _answer(cursor, query.sql, query.columns) for name, query in queries.items()}


def _from_sqlite(file: Path, queries: Mapping[str, Query]) -> dict[str, pa.Table]:
    """Copy the answers beside the store and let ADBC read the copy: it must never open the store's own file."""
    _remove_left_copies(file.parent)
    with tempfile.TemporaryDirectory(prefix=COPIES, dir=file.parent, ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "copy.db"
        _copy(file, copy, queries)
        with adbc_driver_sqlite.dbapi.connect(str(copy)) as connection, connection.cursor() as cursor:
            # the driver guesses a column's type from its first rows; let it look at all of them
            cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": ALL_ROWS})
            return {
                name: _answer(cursor, f'select * from "{name}" order by rowid', query.columns)
                for name, query in queries.items()
            }


def _remove_left_copies(folder: Path) -> None:
    """A reader that was killed leaves its copy behind; registrations do not lie about."""
    for copy in folder.glob(f"{COPIES}*"):
        with suppress(FileNotFoundError):
            if time.time() - copy.stat().st_mtime > LEFT_AFTER_SECONDS:
                shutil.rmtree(copy, ignore_errors=True)


def _copy(file: Path, copy: Path, queries: Mapping[str, Query]) -> None:
    live = sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=WAIT_SECONDS, isolation_level=None)
    with closing(live):
        live.execute("attach ? as copy", [copy.absolute().as_uri() + "?mode=rwc"])
        live.execute("pragma copy.journal_mode=off")
        live.execute("pragma copy.synchronous=off")
        live.execute("begin")
        for name, query in queries.items():
            live.execute(f'create table copy."{name}" as {query.sql}')
        live.execute("commit")


def _answer(cursor: Cursor, sql: str, columns: pa.Schema) -> pa.Table:
    cursor.execute(sql)
    answer: Any = cursor.fetch_arrow_table()
    return pa.table([_as(answer[column.name], column.type) for column in columns], schema=columns)


def _as(values: pa.ChunkedArray, wanted: pa.DataType) -> pa.ChunkedArray:
    """SQLite has days as text, and calls a column without values whole numbers."""
    return values.cast(pa.string()).cast(wanted) if pa.types.is_date32(wanted) else values.cast(wanted)
