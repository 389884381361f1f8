"""Rows into the store's tables and its history, within a transaction that the caller has opened."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from pipelines.schema import Contract, contracts
from pipelines.store import Counts
from pipelines.store_schema import BLANK_DAY, blank_in_key, metadata, stored_key

Row = dict[str, Any]


@dataclass(frozen=True)
class Origin:
    """Who loads which files from where, when (UTC), the month from which the changes hold, and why where it was asked."""

    who: str
    source: str
    files: list[str]
    at: datetime
    effective_month: date
    reason: str | None = None


def utc(at: datetime) -> datetime:
    """The moment in UTC without a zone, as the store keeps it; one without a zone is UTC already."""
    return at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at


def last_load(connection: Connection) -> int:
    """The number of the newest load; 0 before the first."""
    log = metadata().tables["loads"]
    return connection.execute(select(func.coalesce(func.max(log.c.id), 0))).scalar_one()


def write(
    connection: Connection, rows: Mapping[str, Sequence[Row]], counts: Mapping[str, Counts], origin: Origin
) -> int:
    """Log the load, then each table's rows and their history, parents first; returns the load's number.

    The history is written while all that it is about is there, for its policy on PostgreSQL asks for the citizen.
    A row has its table's columns, row_key, old and new (JSON; old blank: a new row, new blank: one taken away) and
    of_citizen. It may have an effective_month of its own.
    """
    load_id = _write_log(connection, counts, origin)
    for name in contracts():
        _write_rows(connection, contracts()[name], [row for row in rows.get(name, ()) if row["new"]])
    for name in contracts():
        if rows.get(name):
            _write_history(connection, name, rows[name], load_id, origin)
    for name in reversed(list(contracts())):
        _delete_rows(connection, contracts()[name], [row for row in rows.get(name, ()) if not row["new"]])
    return load_id


def _write_log(connection: Connection, counts: Mapping[str, Counts], origin: Origin) -> int:
    log = metadata().tables["loads"]
    entry = {
        "loaded_at": origin.at,
        "loaded_by": origin.who,
        "source": origin.source,
        "files": json.dumps(origin.files, ensure_ascii=False),
        "counts": json.dumps({name: asdict(counted) for name, counted in counts.items()}),
    }
    return connection.execute(log.insert().returning(log.c.id), entry).scalar_one()


def _write_history(connection: Connection, name: str, rows: Iterable[Row], load_id: int, origin: Origin) -> None:
    """One line for each row: a first version has held always, a later one from the month of the load's day."""
    load = {"load_id": load_id, "table_name": name, "changed_at": origin.at, "changed_by": origin.who}
    by = {"source": origin.source, "reason": origin.reason}
    lines = [_version(row, origin.effective_month) | load | by for row in rows]
    connection.execute(metadata().tables["history"].insert(), lines)


def _version(row: Row, effective_month: date) -> Row:
    operation = "delete" if not row["new"] else "update" if row["old"] else "insert"
    since = None if operation == "insert" else row.get("effective_month", effective_month)
    version = {name: row[name] for name in ("row_key", "old", "new")}
    return version | {"operation": operation, "effective_month": since, "citizen_id": row["of_citizen"]}


def _write_rows(connection: Connection, contract: Contract, rows: Sequence[Row]) -> None:
    table = metadata().tables[contract.name]
    new = [_current(contract, row) for row in rows if not row["old"]]
    changed = [_current(contract, row) for row in rows if row["old"]]
    if new:
        connection.execute(table.insert(), new)
    if changed:
        replacing = table.update().where(*_same_key(contract))
        connection.execute(replacing, [row | _keyed(contract, row) for row in changed])


def _delete_rows(connection: Connection, contract: Contract, rows: Sequence[Row]) -> None:
    if rows:
        gone = metadata().tables[contract.name].delete().where(*_same_key(contract))
        connection.execute(gone, [_keyed(contract, _current(contract, row)) for row in rows])


def _current(contract: Contract, row: Row) -> Row:
    stored = {name: row[name] for name in contract.columns}
    return stored | {f"{name}_key": row[name] or BLANK_DAY for name in blank_in_key(contract)}


def _same_key(contract: Contract) -> list[Any]:
    table = metadata().tables[contract.name]
    return [table.c[name] == bindparam(f"this_{name}") for name in stored_key(contract)]


def _keyed(contract: Contract, row: Row) -> Row:
    return {f"this_{name}": row[name] for name in stored_key(contract)}
