"""Two people on one course: what the second one meant to change, held against what has changed since it was opened."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pipelines.citizen_rows import CitizenRows, StoredRow, Values, Version, as_json, key_of
from pipelines.schema import Contract, contracts


@dataclass(frozen=True)
class Clash:
    """One field that somebody else has changed since: what it was, what it is now, what was to be stored, who and when.

    field is None where the whole row was added or taken away meanwhile; values are as in the canonical tables' JSON.
    """

    table: str
    key: tuple[Any, ...]
    field: str | None
    before: Any
    now: Any
    mine: Any
    changed_by: str
    changed_at: datetime
    source: str


@dataclass(frozen=True)
class Change:
    """A row to store (new None: to take away) beside the row that stands there now, if any."""

    table: str
    stored: StoredRow | None
    new: Values | None


def same_row(
    contract: Contract, wanted: Values, now: CitizenRows, started: Mapping[str, date | None]
) -> StoredRow | None:
    """The stored row that the wanted one replaces; an expected measurement's blank day of estimate is its course's start."""

    def meant(values: Values) -> tuple[Any, ...]:
        said = dict(values)
        if contract.key_as and said.get("kind") == "expected" and said.get("estimated_on") is None:
            said["estimated_on"] = started.get(said["course_id"])
        return key_of(contract, said)

    found = [row for row in now.rows.get(contract.name, ()) if meant(row.values) == meant(wanted)]
    alike = [row for row in found if key_of(contract, row.values) == key_of(contract, wanted)]
    return next(iter([*alike, *found]), None)


def clashes(changes: Sequence[Change], given: Sequence[frozenset[str]], now: CitizenRows, based_on: int) -> list[Clash]:
    """The fields that somebody has changed since and that these changes would change otherwise.

    given: per change, the columns that the saver filled in. What others have changed to the same is no clash.
    """
    return [
        clash
        for change, fields in zip(changes, given, strict=True)
        for clash in _clashes_of(change, fields, _since(change, now, based_on))
    ]


def untouched(change: Change, fields: frozenset[str], now: CitizenRows, based_on: int) -> dict[str, Any]:
    """The columns that others have changed since, and that the saver left as they were on opening: theirs stand."""
    since = _since(change, now, based_on)
    if not since or change.stored is None or change.new is None or since[0].old is None:
        return {}
    opened, stored = since[0].old, change.stored.values
    return {
        name: stored[name]
        for name in fields
        if as_json(change.new[name]) == opened.get(name) and as_json(stored[name]) != opened.get(name)
    }


def clashes_since(changes: Sequence[Change], now: CitizenRows, version: int) -> list[Clash]:
    """The newest change of each of these rows after a version, whatever it changed."""
    newest = [(change, _since(change, now, version)) for change in changes]
    return [
        _clash(change, None, (since[0].old, since[-1].new, change.new), since[-1]) for change, since in newest if since
    ]


def built_on(row: StoredRow, now: CitizenRows) -> Clash:
    """A row that stands in the way because it belongs to one that would go."""
    by = next(version for version in reversed(now.history) if version.id == row.version)
    return _clash(Change(row.table, row, None), None, (None, by.new, None), by)


def _since(change: Change, now: CitizenRows, based_on: int) -> list[Version]:
    """The history of the changed row after the version that the saver saw."""
    contract = contracts()[change.table]
    values = change.stored.values if change.stored else change.new
    key = key_of(contract, values or {})
    return [
        version
        for version in now.history
        if version.id > based_on
        and version.table == change.table
        and key_of(contract, version.new or version.old or {}) == key
    ]


def _clashes_of(change: Change, fields: frozenset[str], since: Sequence[Version]) -> Iterator[Clash]:
    if not since:
        return
    opened, last = since[0].old, since[-1]
    stored = change.stored.values if change.stored else None
    if change.new is None or stored is None:
        if (change.new is None) != (stored is None):
            mine = None if change.new is None else {name: as_json(change.new[name]) for name in sorted(fields)}
            yield _clash(change, None, (opened, last.new, mine), last)
        return
    for name in sorted(fields):
        mine, now, before = as_json(change.new[name]), as_json(stored[name]), (opened or {}).get(name)
        if now not in (before, mine):
            changed = [version for version in since if (version.old or {}).get(name) != (version.new or {}).get(name)]
            yield _clash(change, name, (before, now, mine), changed[-1] if changed else last)


def _clash(change: Change, name: str | None, values: tuple[Any, Any, Any], by: Version) -> Clash:
    contract = contracts()[change.table]
    key = key_of(contract, (change.stored.values if change.stored else change.new) or {})
    return Clash(change.table, key, name, *values, by.origin.changed_by, by.origin.changed_at, by.origin.source)
