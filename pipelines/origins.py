"""Where the value of a field comes from: the newest line of the history in which that value changed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, select

from pipelines.store_schema import metadata

MOST_KEYS_AT_ONCE = 500


@dataclass(frozen=True)
class FieldOrigin:
    """From which source a field's value came, when (UTC) and by whom."""

    source: str
    at: datetime
    by: str


RowOrigins = dict[str, FieldOrigin]


def origins(store: Engine, keys: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], RowOrigins]:
    """By table and row key (as the history writes it), the origin of every field that has been set.

    `keys` are the row keys asked for, by table. A field that was blank from the first has no origin; one that somebody
    emptied has. A row that was taken away starts over.
    """
    found: dict[tuple[str, str], RowOrigins] = {}
    with store.connect() as connection:
        for table, row_keys in keys.items():
            for line in _lines(connection, table, row_keys):
                _apply(found.setdefault((table, line.row_key), {}), line)
    return found


def _lines(connection: Connection, table: str, row_keys: Sequence[str]) -> Iterator[Any]:
    """The lines of the history about these rows, oldest first."""
    history = metadata().tables["history"]
    for start in range(0, len(row_keys), MOST_KEYS_AT_ONCE):
        asked = history.c.row_key.in_(row_keys[start : start + MOST_KEYS_AT_ONCE])
        yield from connection.execute(
            select(history).where(history.c.table_name == table, asked).order_by(history.c.id)
        )


def _apply(row: RowOrigins, line: Any) -> None:
    """Bring the origins of one row up to one more line of its history."""
    old, new = json.loads(line.old or "{}"), json.loads(line.new or "{}")
    if not new:
        row.clear()
    changed = [name for name in new if old.get(name) != new[name]]
    row.update({name: FieldOrigin(line.source, line.changed_at, line.changed_by) for name in changed})
