"""All that is registered about one citizen as it stands now, read by itself: rows, their version, whence each field."""

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pyarrow as pa
from sqlalchemy import BindParameter, Connection, Engine, Select, bindparam, select

from pipelines.schema import Contract, contracts
from pipelines.store import opened
from pipelines.store_connection import told_in_danish
from pipelines.store_schema import metadata

Values = dict[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True)
class FieldOrigin:
    """Whence a field has its value: the newest change of it, when (UTC), by whom, and why where that was asked."""

    source: str
    changed_at: datetime
    changed_by: str
    reason: str | None


@dataclass(frozen=True)
class Version:
    """One line of the history: what a row was and became (None: not there), as the JSON values of its columns."""

    id: int
    load_id: int
    table: str
    row_key: str
    old: Values | None
    new: Values | None
    effective_month: date | None
    origin: FieldOrigin


@dataclass(frozen=True)
class StoredRow:
    """A row as it stands: its canonical values, its version (the newest history line about it) and its fields' origins."""

    table: str
    row_key: str
    version: int
    values: Values
    origins: dict[str, FieldOrigin]


@dataclass(frozen=True)
class CitizenRows:
    """Everything about one citizen at one moment.

    version: the newest history line about the citizen, 0 before the first; give it back as based_on when saving.
    """

    citizen_id: str
    version: int
    rows: Mapping[str, Sequence[StoredRow]]
    history: Sequence[Version] = field(repr=False)

    def tables(self) -> dict[str, pa.Table]:
        """The rows as canonical tables, what a contract is checked against."""
        return {
            name: pa.Table.from_pylist([row.values for row in self.rows.get(name, ())], contract.arrow_schema())
            for name, contract in contracts().items()
        }

    def find(self, table: str, **key: Any) -> StoredRow | None:
        """The row of a table with these values in its key, if there is one."""
        for row in self.rows.get(table, ()):
            if all(row.values[name] == value for name, value in key.items()):
                return row
        return None


def citizen_rows(store: Engine | str, citizen_id: str) -> CitizenRows:
    """The citizen's rows in all tables; none, with version 0, for a citizen who is not there."""
    with opened(store) as engine, told_in_danish(engine.url), engine.connect() as connection:
        return read_citizen(connection, citizen_id)


def read_citizen(connection: Connection, citizen_id: str) -> CitizenRows:
    """The same within a transaction that has more to do."""
    history = [_version(line) for line in connection.execute(_history_of(citizen_id)).mappings()]
    newest = {
        (version.table, key_of(contracts()[version.table], version.new)): version for version in history if version.new
    }
    origins = _origins(history)
    rows: dict[str, list[StoredRow]] = {}
    for name, contract in contracts().items():
        query = _rows_of(name)
        if query is not None:
            found = [dict(row) for row in connection.execute(query, {"citizen": citizen_id}).mappings()]
            rows[name] = [_stored(contract, values, newest, origins) for values in found]
    return CitizenRows(citizen_id, max((version.id for version in history), default=0), rows, history)


def key_of(contract: Contract, values: Mapping[str, Any]) -> Key:
    """A row's key to compare by: days as text, whether they come from a table or from the history."""
    return tuple(as_json(values[name]) for name in contract.key)


def as_json(value: Any) -> Any:
    """A value as the history has it."""
    return value.isoformat() if isinstance(value, date) else value


def json_text(values: Mapping[str, Any]) -> str:
    """Values as the history writes them, character for character as a load does."""
    plain = {name: as_json(value) for name, value in values.items()}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def _history_of(citizen_id: str) -> Select[Any]:
    history = metadata().tables["history"]
    return select(history).where(history.c.citizen_id == citizen_id).order_by(history.c.id)


def _version(line: Mapping[Any, Any]) -> Version:
    origin = FieldOrigin(line["source"], line["changed_at"], line["changed_by"], line["reason"])
    old, new = (json.loads(line[name]) if line[name] else None for name in ("old", "new"))
    return Version(
        line["id"], line["load_id"], line["table_name"], line["row_key"], old, new, line["effective_month"], origin
    )


def _origins(history: Sequence[Version]) -> dict[tuple[str, str], dict[str, FieldOrigin]]:
    """Per row and field the newest change; a row that was taken away begins anew, a blank from the first has none."""
    found: dict[tuple[str, str], dict[str, FieldOrigin]] = {}
    for version in history:
        before, after = version.old or {}, version.new or {}
        fields = found.setdefault((version.table, version.row_key), {})
        if not after:
            fields.clear()
        for name, value in after.items():
            if value != before.get(name):
                fields[name] = version.origin
    return found


@functools.cache
def _rows_of(name: str) -> Select[Any] | None:
    """The query for a citizen's rows of a table; None for tables about a municipality."""
    table, courses = metadata().tables[name], metadata().tables["courses"]
    contract = contracts()[name]
    citizen: BindParameter[str] = bindparam("citizen")
    columns = select(*(table.c[column] for column in contract.columns)).order_by(*table.primary_key.columns)
    if "citizen_id" in contract.columns:
        return columns.where(table.c.citizen_id == citizen)
    if "course_id" in contract.columns:
        return columns.where(table.c.course_id.in_(select(courses.c.course_id).where(courses.c.citizen_id == citizen)))
    return None


def _stored(
    contract: Contract,
    values: Values,
    newest: Mapping[tuple[str, Key], Version],
    origins: Mapping[tuple[str, str], dict[str, FieldOrigin]],
) -> StoredRow:
    key = json_text({name: values[name] for name in contract.key})
    version = newest.get((contract.name, key_of(contract, values)))
    if version is None:
        return StoredRow(contract.name, key, 0, values, {})
    return StoredRow(contract.name, version.row_key, version.id, values, origins[contract.name, version.row_key])
