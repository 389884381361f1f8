"""Where the value of a field comes from: the newest line of the history in which that value changed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, select

from pipelines import danish
from pipelines.citizen_rows import FieldOrigin
from pipelines.store_schema import metadata

MOST_KEYS_AT_ONCE = 500


RowOrigins = dict[str, FieldOrigin]
Place = tuple[str, str]
"""A row by its table and its key as the history writes it."""
Values = dict[str, Any]


@dataclass
class Standing:
    """A row as it stands: its values (None where it was taken away) and where each of them came from."""

    values: Values | None
    origins: RowOrigins


def origins(store: Engine, keys: Mapping[str, Sequence[str]]) -> dict[Place, RowOrigins]:
    """By table and row key, the origin of every field that has been set; see standing."""
    return {place: row.origins for place, row in standing(store, keys).items()}


def standing(
    store: Engine, keys: Mapping[str, Sequence[str]], *, until: datetime | None = None
) -> dict[Place, Standing]:
    """The rows asked for (row keys by table) as they stand, or stood at a moment (UTC), by the history.

    A field that was blank from the first has no origin; one that somebody emptied has. A row that was taken away
    starts over.
    """
    with store.connect() as connection:
        return standing_in(connection, keys, until=until)


def standing_in(
    connection: Connection, keys: Mapping[str, Sequence[str]], *, until: datetime | None = None
) -> dict[Place, Standing]:
    """The same within a transaction that has more to do."""
    found: dict[Place, Standing] = {}
    for table, row_keys in keys.items():
        for line in _lines(connection, table, row_keys, until):
            _apply(found.setdefault((table, line.row_key), Standing(None, {})), line)
    return found


def origin_da(origin: FieldOrigin, *, typed: bool) -> str:
    """Where a value came from, as it stands beside a field: fra Sensum 03-11-2025, or skrevet af anne 03-11-2025."""
    day = danish.moment_day(origin.changed_at)
    return f"skrevet af {origin.changed_by} {day}" if typed else f"fra {origin.source} {day}"


def _lines(connection: Connection, table: str, row_keys: Sequence[str], until: datetime | None) -> Iterator[Any]:
    """The lines of the history about these rows, oldest first."""
    history = metadata().tables["history"]
    for start in range(0, len(row_keys), MOST_KEYS_AT_ONCE):
        asked = history.c.row_key.in_(row_keys[start : start + MOST_KEYS_AT_ONCE])
        query = select(history).where(history.c.table_name == table, asked).order_by(history.c.id)
        yield from connection.execute(query if until is None else query.where(history.c.changed_at <= until))


def _apply(row: Standing, line: Any) -> None:
    """Bring one row up to one more line of its history."""
    old, new = json.loads(line.old or "{}"), json.loads(line.new or "{}")
    if not new:
        row.origins.clear()
    changed = [name for name in new if old.get(name) != new[name]]
    row.origins.update(
        {name: FieldOrigin(line.source, line.changed_at, line.changed_by, line.reason) for name in changed}
    )
    row.values = new or None
