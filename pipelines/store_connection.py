"""How the store of record is reached: its address, the settings of every connection, and Danish words for what fails.

SQLite has one owner in a process: Python's own sqlite3. Another copy of the SQLite library (ADBC brings one) that opens
and closes the same file releases the locks of the first, and committed rows are lost (sqlite.org/howtocorrupt.html,
2.2.1; seen here with ADBC 1.13). ADBC therefore reads a private copy, see store_reading.py.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

WAIT_SECONDS = 60
WRITERS_TURN = 5_022_061  # PostgreSQL advisory lock: one writer in the database at a time
EXAMPLES = "sqlite:////srv/bundlinje/store.db eller postgresql://bruger:kode@server/bundlinje"


class StoreError(RuntimeError):
    """The store cannot be used; the message is Danish, names the remedy and never holds a password or a value."""


def address(url: str) -> URL:
    """The address as SQLAlchemy reads it, with our driver; StoreError when it is none that can be used."""
    try:
        given = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError(f"BUNDLINJE_STORE er ikke en adresse på et lager. Skriv fx {EXAMPLES}.") from None
    if given.get_backend_name() == "postgresql" and given.database:
        return given.set(drivername="postgresql+psycopg")
    if given.drivername in ("sqlite", "sqlite+pysqlite") and given.database not in (None, "", ":memory:"):
        return given.set(drivername="sqlite")
    raise StoreError(f"BUNDLINJE_STORE skal pege på en SQLite-fil eller en PostgreSQL-database. Skriv fx {EXAMPLES}.")


def place(where: URL) -> str:
    """What a message calls the store: the file, or the database and its server."""
    if where.get_backend_name() == "sqlite":
        return str(where.database)
    return f"{where.database} på {where.host or 'localhost'}:{where.port or 5432}"


@lru_cache(maxsize=16)
def engine_of(url: str) -> Engine:
    """An engine whose connections are set for registrations; nothing is opened or created yet.

    The same one each time, since it remembers the SQL it has put together; connections are opened anew.
    """
    where = address(url)
    if where.get_backend_name() == "postgresql":
        waits = {"connect_timeout": 10}
        return create_engine(where, hide_parameters=True, pool_pre_ping=True, connect_args=waits)
    # a fresh connection each time: the last one to close folds the write-ahead log into the file
    engine = create_engine(where, hide_parameters=True, poolclass=NullPool, connect_args={"timeout": WAIT_SECONDS})
    event.listen(engine, "connect", _set_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for setting in (f"busy_timeout={WAIT_SECONDS * 1000}", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"pragma {setting}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("begin immediate" if writes else "begin")


def use_write_ahead_log(engine: Engine) -> None:
    """Put a SQLite file in WAL mode, which stays with the file; waits while another process holds it."""
    deadline = time.monotonic() + WAIT_SECONDS
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        while True:
            try:
                cursor.execute("pragma journal_mode=wal")
                return
            except sqlite3.OperationalError as error:  # SQLite does not wait by itself for a change of mode
                if _primary_code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)


def fold_log(engine: Engine, *, vacuum: bool = False) -> None:
    """Put all of a SQLite store's write-ahead log into its file and empty it; first rewrite the file without what is free.

    Raises StoreError when others use the store for so long that it cannot be done.
    """
    deadline = time.monotonic() + WAIT_SECONDS
    with told_in_danish(engine.url), engine.connect() as connection:
        cursor = connection.connection.cursor()
        if vacuum:
            cursor.execute("vacuum")
        while cursor.execute("pragma wal_checkpoint(truncate)").fetchone()[0]:
            if time.monotonic() > deadline:
                raise StoreError(_BUSY.format(place=place(engine.url)))
            time.sleep(0.05)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction in which nobody else writes: all of it is stored when the block ends well, else nothing."""
    with told_in_danish(engine.url), engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"set local lock_timeout = '{WAIT_SECONDS}s'"))
            connection.execute(text(f"select pg_advisory_xact_lock({WRITERS_TURN})"))
        yield connection


@contextmanager
def told_in_danish(where: URL) -> Iterator[None]:
    """Turn a database's fault into a StoreError; the original may hold values, so it is not passed on."""
    try:
        yield
    except DBAPIError as error:
        explain = _sqlite_explanation if isinstance(error.orig, sqlite3.Error) else _postgresql_explanation
        raise StoreError(explain(error, place(where))) from None
    except sqlite3.Error as error:
        raise StoreError(_sqlite_explanation(error, place(where))) from None


def make_room(where: URL) -> None:
    """Create the folder and the empty file of a SQLite store, readable by its owner only."""
    file = Path(str(where.database))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError:
        raise StoreError(_READ_ONLY.format(place=file)) from None


_UNREACHABLE = (
    "Databasen {place} svarer ikke. Se, om den kører, og om adresse, database, bruger og adgangskode "
    "i BUNDLINJE_STORE er rigtige."
)
_FULL = "Der er ikke plads på disken til {place}. Intet er gemt. Skaf plads, og prøv igen."
_READ_ONLY = (
    "Der kan ikke skrives i {place}. Intet er gemt. Giv den bruger, der kører Bundlinje, ret til at skrive, "
    "eller ret BUNDLINJE_STORE."
)
_NOT_A_STORE = (
    "{place} er ikke et lager fra Bundlinje, eller filen er ødelagt. Ret BUNDLINJE_STORE, eller hent en sikkerhedskopi."
)
_BUSY = "{place} har været optaget af en anden indlæsning i et minut. Intet er gemt. Prøv igen."
_OTHER = "Databasen {place} afviste opgaven (kode {code}). Intet er gemt. Vis koden til den, der driver installationen."

_SQLITE_FAULTS = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: _READ_ONLY,
    sqlite3.SQLITE_NOTADB: _NOT_A_STORE,
    sqlite3.SQLITE_CORRUPT: _NOT_A_STORE,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
}
_POSTGRESQL_FAULTS = {
    "53100": _FULL,
    "25006": _READ_ONLY,
    "42501": _READ_ONLY,
    "55P03": _BUSY,
    "40001": _BUSY,
    "40P01": _BUSY,
}


def _sqlite_explanation(error: Exception, store: str) -> str:
    code = _primary_code(getattr(error, "orig", error))
    return _SQLITE_FAULTS.get(code, _OTHER).format(place=store, code=f"SQLite {code}")


def _postgresql_explanation(error: DBAPIError, store: str) -> str:
    state = getattr(error.orig, "sqlstate", None)
    otherwise = _UNREACHABLE if isinstance(error, OperationalError) else _OTHER
    return _POSTGRESQL_FAULTS.get(state or "", otherwise).format(place=store, code=f"PostgreSQL {state}")


def _primary_code(error: object) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
