"""One citizen's registrations, saved in milliseconds: checked against that citizen's rows only, and nothing overwritten.

Whoever saves says which version of the citizen was seen on opening. Fields that others have changed since, to something
else, are shown for choice (Conflict); fields that the saver did not touch keep what others wrote.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from pipelines.citizen_rows import (
    CitizenRows,
    StoredRow,
    Values,
    Version,
    as_json,
    citizen_rows,
    json_text,
    key_of,
    read_citizen,
)
from pipelines.contract import check_rows
from pipelines.cpr import masked
from pipelines.fault import Fault
from pipelines.figures import month_before
from pipelines.merging import Change, Clash, built_on, clashes, clashes_since, same_row, untouched
from pipelines.schema import Column, Contract, contracts
from pipelines.store import Counts, opened
from pipelines.store_connection import writing
from pipelines.store_schema import metadata
from pipelines.store_writing import Origin, Row, utc, write

Typed = Mapping[str, str | None]
Rows = Mapping[str, Sequence[Typed]]

__all__ = [
    "Clash",
    "Conflict",
    "NotTheirsError",
    "ReasonNeeded",
    "Refused",
    "Registered",
    "citizen_rows",
    "register",
    "undo",
]


class NotTheirsError(ValueError):
    """A row that is about another citizen than the one registered on; the message is Danish and holds no id."""


@dataclass(frozen=True)
class Registered:
    """Stored, and since then the citizen's version; load_id is None when everything stood there already."""

    load_id: int | None
    version: int


@dataclass(frozen=True)
class Conflict:
    """Not stored: others have changed this since; save again with the chosen values, based on this version."""

    clashes: tuple[Clash, ...]
    version: int


@dataclass(frozen=True)
class Refused:
    """Not stored: the faults, with the rows numbered from 2 as given."""

    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class ReasonNeeded:
    """Not stored: something registered for these earlier months would be corrected, and a reason must be given."""

    months: tuple[date, ...]


Outcome = Registered | Conflict | Refused | ReasonNeeded


@dataclass(frozen=True)
class _Save:
    """What somebody wants to store about a citizen, and how."""

    citizen_id: str
    rows: Rows
    removing: Rows
    based_on: int
    origin: Origin
    today: date


def register(
    store: Engine | str, citizen_id: str, rows: Rows, *, based_on: int, who: str, source: str, reason: str | None,
    today: date, at: datetime, removing: Rows | None = None, effective_month: date | None = None,
) -> Outcome:  # fmt: skip
    """Store rows about one citizen, typed as text by table and column; a column that is left out keeps what it has.

    based_on: the version of `citizen_rows` when it was opened (0: it was not there). removing: the keys of rows to take
    away. effective_month: from when a change of caseworker or team holds, today's month unless given. reason: asked
    when something registered for a month before the one now due is corrected.
    Raises NotTheirsError for rows about somebody else, StoreError if the store cannot be used.
    """
    month = (effective_month or today).replace(day=1)
    origin = Origin(who, masked(source), [], utc(at), month, masked(reason).strip() or None if reason else None)
    save = _Save(citizen_id, rows, removing or {}, based_on, origin, today)
    with opened(store) as engine:
        now = citizen_rows(engine, citizen_id)
        found = _prepared(save, now)
        return _kept(engine, save, now, found) if isinstance(found, list) and found else _outcome(found, now.version)


def _kept(engine: Engine, save: _Save, now: CitizenRows, found: list[Change]) -> Outcome:
    """The changes written, made anew first if somebody else saved on the citizen while they were checked."""
    with writing(engine) as connection:
        again: list[Change] | Conflict | Refused | ReasonNeeded = found
        if _version(connection, save.citizen_id) != now.version:
            again = _prepared(save, read_citizen(connection, save.citizen_id))
        if not isinstance(again, list) or not again:
            return _outcome(again, _version(connection, save.citizen_id))
        _refuse_taken(connection, save.citizen_id, again)
        return _stored(connection, save.citizen_id, again, save.origin)


def _outcome(found: list[Change] | Conflict | Refused | ReasonNeeded, version: int) -> Outcome:
    """What is told where nothing is written: no changes are no load."""
    return Registered(None, version) if isinstance(found, list) else found


def undo(
    store: Engine | str, citizen_id: str, load_id: int, *, who: str, today: date, at: datetime
) -> Registered | Conflict:
    """Take back the user's own save: added rows go, changed ones become as before, and the history has it all.

    A Conflict, and nothing is changed, when a row is no longer as the save left it, or somebody has built on a row that would go.
    Raises NotTheirsError when the save is another user's, or is not about the citizen.
    """
    with opened(store) as engine, writing(engine) as connection:
        now = read_citizen(connection, citizen_id)
        own = [version for version in now.history if version.load_id == load_id]
        if not own or any(version.origin.changed_by != who for version in own):
            raise NotTheirsError("Du kan kun fortryde det, du selv sidst har gemt på borgeren.")
        changes = [_back(now, version) for version in own]
        later = _later(changes, now, own)
        if later:
            return Conflict(tuple(later), now.version)
        origin = Origin(who, f"Fortrudt (nr. {load_id})", [], utc(at), today.replace(day=1))
        months = {(version.table, version.row_key): version.effective_month for version in own}
        return _stored(connection, citizen_id, changes, origin, months)


def _prepared(save: _Save, now: CitizenRows) -> list[Change] | Conflict | Refused | ReasonNeeded:
    """The changes that are to be written, or why they are not."""
    removed = [Change(name, _find(name, row, now), None) for name, rows in save.removing.items() for row in rows]
    removed = [change for change in removed if change.stored]
    full = {name: [_filled(name, row, now) for row in rows] for name, rows in save.rows.items()}
    checked = _checked(save, full, now, removed)
    if isinstance(checked, Refused):
        return checked
    given = [frozenset(row) for name in checked for row in save.rows[name]]
    theirs = [untouched(change, fields, now, save.based_on) for change, fields in _pairs(checked, given)]
    if any(theirs):
        checked = _checked(save, _with_theirs(full, checked, theirs), now, removed)
        if isinstance(checked, Refused):
            return checked
    changes = [change for name in checked for change in checked[name]]
    found = clashes([*changes, *removed], [*given, *(frozenset() for _ in removed)], now, save.based_on)
    if found:
        return Conflict(tuple(found), now.version)
    changes = [change for change in [*changes, *removed] if not change.stored or change.new != change.stored.values]
    months = () if save.origin.reason else corrected_months(changes, save.today)
    return ReasonNeeded(months) if months else changes


def _checked(save: _Save, full: Rows, now: CitizenRows, removed: Sequence[Change]) -> dict[str, list[Change]] | Refused:
    """The rows held against the contracts beside the citizen's other rows, each with the row it replaces."""
    gone = {(change.table, change.stored.row_key) for change in removed if change.stored}
    left = {name: [row for row in rows if (name, row.row_key) not in gone] for name, rows in now.rows.items()}
    checked = check_rows(full, today=save.today, source=save.origin.source, stored=replace(now, rows=left).tables())
    if checked.faults:
        return Refused(tuple(checked.faults))
    for name, table in checked.tables.items():
        _refuse_others(save.citizen_id, contracts()[name], table.to_pylist())
    started = {row.values["course_id"]: row.values["started_on"] for row in now.rows.get("courses", ())}
    return {
        name: [_change(contracts()[name], values, now, started) for values in checked.tables[name].to_pylist()]
        for name in full
    }


def _change(contract: Contract, values: Values, now: CitizenRows, started: Mapping[str, date | None]) -> Change:
    stored = same_row(contract, values, now, started)
    said_alike = {name: stored.values[name] for name in contract.key_as} if stored else {}
    return Change(contract.name, stored, values | said_alike)


def _pairs(checked: Mapping[str, list[Change]], given: Sequence[frozenset[str]]) -> list[tuple[Change, frozenset[str]]]:
    return list(zip([change for rows in checked.values() for change in rows], given, strict=True))


def _with_theirs(full: Rows, checked: Mapping[str, list[Change]], theirs: Sequence[Values]) -> Rows:
    """The typed rows again, with what others wrote in the columns that the saver did not touch."""
    others = iter(theirs)
    return {name: [{**row, **texts(name, next(others))} for row in full[name]] for name in checked}


def corrected_months(changes: Sequence[Change], today: date) -> tuple[date, ...]:
    """The months before the one now due in which something registered would become something else."""
    months = {_month(change) for change in changes if change.stored and _corrects(change)}
    return tuple(sorted(month for month in months if month and month < month_before(today)))


def _corrects(change: Change) -> bool:
    """Whether a known value becomes another one; filling in a blank, and saying why one is blank, is no correction."""
    if change.table == "missing_reasons" or change.stored is None:
        return False
    after = change.new or {}
    return any(value is not None and value != after.get(name) for name, value in change.stored.values.items())


def _month(change: Change) -> date | None:
    """The month that a row is about; courses and estimates are about no single one."""
    values = (change.stored.values if change.stored else change.new) or {}
    day = values.get("month") or (values.get("measured_on") if values.get("kind") == "actual" else None)
    return day.replace(day=1) if day else None


def _filled(name: str, row: Typed, now: CitizenRows) -> Typed:
    """The typed row with what is stored in the columns that were left out."""
    stored = _find(name, row, now)
    kept = texts(name, {} if stored is None else stored.values)
    derived = [column for column, about in contracts()[name].columns.items() if about.derived]
    retyped = any(column.startswith("item_") for column in row)
    return {column: text for column, text in kept.items() if column not in derived or not retyped} | dict(row)


def _find(name: str, row: Typed, now: CitizenRows) -> StoredRow | None:
    contract = contracts()[name]
    key = tuple(_key_value(contract.columns[column], row.get(column)) for column in contract.key)
    return next((found for found in now.rows.get(name, ()) if key_of(contract, found.values) == key), None)


def _key_value(column: Column, text: str | None) -> Any:
    """A typed key as the history has it; what cannot be read stays text, and is a fault later."""
    said = (text or "").strip()
    if column.type in ("date", "month"):
        parts = said.split("-")
        parts = parts if len(parts[0]) == 4 else parts[::-1]
        return "-".join([*parts, "01"] if column.type == "month" else parts) if said else None
    return int(said) if column.type == "integer" and said.isdigit() else said or None


def texts(name: str, values: Values) -> dict[str, str | None]:
    """Canonical values as they may be typed: decimal comma, months as 2025-03."""
    columns = contracts()[name].columns
    return {column: _text(columns[column], value) for column, value in values.items()}


def _text(column: Column, value: Any) -> str | None:
    if value is None:
        return None
    if column.type == "month":
        return f"{value:%Y-%m}"
    return f"{value:.15g}".replace(".", ",") if isinstance(value, float) else str(as_json(value))


def _refuse_others(citizen_id: str, contract: Contract, rows: Sequence[Values]) -> None:
    """Rows about a course are checked against the citizen's own courses; here those that name a citizen or nobody."""
    if not {"citizen_id", "course_id"} & set(contract.columns):
        raise NotTheirsError(f"{contract.label_da} registreres ikke på en borger. Brug siden Data ind.")
    if any(row.get("citizen_id", citizen_id) != citizen_id for row in rows):
        raise NotTheirsError("En af rækkerne handler om en anden borger. Intet er gemt.")


def _refuse_taken(connection: Connection, citizen_id: str, changes: Sequence[Change]) -> None:
    """A new course may not take an id that another citizen's course has."""
    courses = metadata().tables["courses"]
    new = [change.new["course_id"] for change in changes if change.table == "courses" and change.new]
    taken = select(func.count()).where(courses.c.course_id.in_(new), courses.c.citizen_id != citizen_id)
    if new and connection.execute(taken).scalar_one():
        raise NotTheirsError("Forløbs-id'et er i brug. Vælg et andet. Intet er gemt.")


def _version(connection: Connection, citizen_id: str) -> int:
    history = metadata().tables["history"]
    newest = select(func.coalesce(func.max(history.c.id), 0)).where(history.c.citizen_id == citizen_id)
    return connection.execute(newest).scalar_one()


def _stored(
    connection: Connection,
    citizen_id: str,
    changes: Sequence[Change],
    origin: Origin,
    months: Mapping[tuple[str, str], date | None] | None = None,
) -> Registered:
    rows: dict[str, list[Row]] = {}
    for change in changes:
        row = _row(change, citizen_id)
        if months is not None:
            row["effective_month"] = months[change.table, row["row_key"]]
        rows.setdefault(change.table, []).append(row)
    counts = {name: Counts(sum(not row["old"] for row in own), sum(bool(row["old"]) for row in own), 0)
              for name, own in rows.items()}  # fmt: skip
    load_id = write(connection, rows, counts, origin)
    return Registered(load_id, _version(connection, citizen_id))


def _row(change: Change, citizen_id: str) -> Row:
    """The change as it is written: the row's columns, its key, and both versions as JSON."""
    contract, stored, new = contracts()[change.table], change.stored, change.new
    values = new or (stored.values if stored else {})
    key = stored.row_key if stored else json_text({name: values[name] for name in contract.key})
    old, after = json_text(stored.values) if stored else None, json_text(new) if new else None
    return {**values, "row_key": key, "old": old, "new": after, "of_citizen": citizen_id}


def _back(now: CitizenRows, version: Version) -> Change:
    """The change that makes a row what it was before."""
    contract = contracts()[version.table]
    key = key_of(contract, version.new or version.old or {})
    stored = next((row for row in now.rows[contract.name] if key_of(contract, row.values) == key), None)
    return Change(contract.name, stored, canonical(contract, version.old) if version.old else None)


def canonical(contract: Contract, values: Values) -> Values:
    """The values of a history line as a table has them."""
    days = {name for name, column in contract.columns.items() if column.type in ("date", "month")}
    return {name: date.fromisoformat(value) if name in days and value else value for name, value in values.items()}


def _stands(change: Change) -> Values | None:
    """The row as it is now, as the history would have it."""
    return {name: as_json(value) for name, value in change.stored.values.items()} if change.stored else None


def _later(changes: Sequence[Change], now: CitizenRows, own: Sequence[Version]) -> list[Clash]:
    """What stands in the way of an undo: later changes of the rows, and rows that build on one that would go."""
    moved = [change for change, version in zip(changes, own, strict=True) if _stands(change) != version.new]
    found = clashes_since(moved, now, own[-1].id)
    gone = {(change.table, change.stored.row_key) for change in changes if change.stored and change.new is None}
    courses = {change.stored.values["course_id"] for change in changes
               if change.table == "courses" and change.stored and change.new is None}  # fmt: skip
    people = any(change.table == "citizens" and change.new is None for change in changes)
    for name, rows in now.rows.items():
        for row in rows:
            below = row.values.get("course_id") in courses or (people and name != "citizens")
            if below and (name, row.row_key) not in gone:
                found.append(built_on(row, now))
    return found
