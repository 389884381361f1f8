"""From one store to another: every row of every table copied with its number, and held against the original."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Integer, Table, func, insert, select, text

from pipelines.store import engine_if_made, open_store
from pipelines.store_connection import address, writing
from pipelines.store_schema import metadata

AT_ONCE = 5_000


class MoveError(ValueError):
    """A move that is not made; the message is Danish and says why. Nothing is stored in the target."""


@dataclass(frozen=True)
class Moved:
    """How many rows each table has in both stores, with the same content."""

    rows: dict[str, int]


@dataclass(frozen=True)
class _Content:
    rows: int
    digest: str


def move(source: str, target: str) -> Moved:
    """Copy all of a store, its history, log and numbers included, into an empty one, all or nothing.

    Nobody can write to the source meanwhile. Raises MoveError when there is nothing to move, the target holds anything,
    or the copy does not hold exactly what the source does.
    """
    if address(source) == address(target):
        raise MoveError("Lageret kan ikke flyttes til sig selv. Angiv en anden adresse efter --to.")
    from_engine = engine_if_made(source)
    if from_engine is None:
        raise MoveError("Der er intet lager at flytte. Ret BUNDLINJE_STORE.")
    to_engine = open_store(target)
    with writing(from_engine) as original, writing(to_engine) as copy:
        _refuse_filled(copy)
        for table in metadata().sorted_tables:
            _copy(table, original, copy)
        moved = Moved({table.name: _compared(table, original, copy) for table in metadata().sorted_tables})
        _go_on_numbering(copy)
    from_engine.dispose()
    to_engine.dispose()
    return moved


def _refuse_filled(connection: Connection) -> None:
    for table in metadata().sorted_tables:
        if connection.execute(select(func.count()).select_from(table)).scalar_one():
            raise MoveError(f"Der er allerede rækker i det nye lager (tabellen {table.name}). Flyt til et tomt lager.")


def _copy(table: Table, original: Connection, copy: Connection) -> None:
    for rows in _rows(table, original):
        copy.execute(insert(table), [dict(row) for row in rows])


def _rows(table: Table, connection: Connection) -> Iterator[Sequence[Any]]:
    found = connection.execute(select(table)).mappings()
    while rows := found.fetchmany(AT_ONCE):
        yield rows


def _compared(table: Table, original: Connection, copy: Connection) -> int:
    before, after = _content(table, original), _content(table, copy)
    if before != after:
        raise MoveError(f"Tabellen {table.name} blev ikke ens i det nye lager. Intet er flyttet. Meld fejlen.")
    return after.rows


def _content(table: Table, connection: Connection) -> _Content:
    """How many rows, and the sum of their hashes: the same whatever order the database gives them in."""
    count, total = 0, 0
    for rows in _rows(table, connection):
        for row in rows:
            line = json.dumps([_plain(value) for value in row.values()], ensure_ascii=False)
            total += int.from_bytes(hashlib.sha256(line.encode()).digest())
            count += 1
    return _Content(count, f"{total % 2**256:064x}")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _go_on_numbering(connection: Connection) -> None:
    """PostgreSQL hands out numbers from a sequence, which must begin after those that came along."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata().sorted_tables:
        if "id" in table.c and isinstance(table.c.id.type.as_generic(), Integer):
            sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
            connection.execute(
                text(f"select setval({sequence}, coalesce(max(id), 1), max(id) is not null) from {table.name}")
            )


def moved_da(moved: Moved) -> str:
    """What was moved, in Danish."""
    lines = [f"{name}: {rows}" for name, rows in moved.rows.items() if rows]
    total = sum(moved.rows.values())
    return "\n".join(
        [f"Flyttet og kontrolleret: {total} rækker.", *lines, "Sæt nu BUNDLINJE_STORE til den nye adresse."]
    )
