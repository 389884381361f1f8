"""A month's workbook that comes back, held against what was registered since it was handed out: none of that is overwritten.

What somebody has changed since then and the worker left alone stays; what both have changed is left as it stands and
becomes a difference to choose about, as with another system's extract.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlalchemy import Engine

from pipelines.changes import changes
from pipelines.contract import Checked, check_rows
from pipelines.cpr import masked
from pipelines.differences import Difference, as_texts, typed
from pipelines.fault import Fault
from pipelines.origins import Place, Standing, standing
from pipelines.prefilled import handed_out
from pipelines.schema import contracts

Tables = Mapping[str, pa.Table]
Row = dict[str, Any]


@dataclass(frozen=True)
class Workbook:
    """Who brings a workbook back, under which name, and when it was handed out (UTC); None where it does not say."""

    who: str
    name: str
    handed_out: datetime | None

    @classmethod
    def brought_by(cls, who: str, paths: Sequence[Path]) -> "Workbook | None":
        """The workbook among files that have been read without faults; None where none of them says when it was handed out."""
        moments = {path: handed_out(path) for path in paths}
        said = [moment for moment in moments.values() if moment is not None]
        return cls(who, ", ".join(masked(path.name) for path in paths), min(said)) if said else None


@dataclass(frozen=True)
class TakenBack:
    """The rows to store, and what there is to choose between."""

    checked: Checked
    differences: list[Difference]


_DISAGREE_DA = "er ændret i Bundlinje, siden filen blev hentet, og er ikke rettet. Vælg på siden Forskelle."


def disagree_da(differences: int) -> str:
    """What is said where a workbook and the store disagree; nothing where they do not."""
    return f"\n{'1 felt' if differences == 1 else f'{differences} felter'} {_DISAGREE_DA}" if differences else ""


@dataclass
class _Merged:
    """A row of the workbook beside the stored one: the fields that stay as stored, and those of them to ask about."""

    row: Row
    stay: set[str] = field(default_factory=set)
    ask: set[str] = field(default_factory=set)

    def hold_back(self) -> None:
        """Let all of the row stay as stored, and ask about everything that it says otherwise."""
        old, new = json.loads(self.row["old"]), json.loads(self.row["new"])
        self.stay = {name for name in new if new[name] != old.get(name)}
        self.ask = {name for name in self.stay if new[name] is not None}

    def values(self, name: str) -> Row:
        """The row as it is to be stored."""
        columns, old = contracts()[name].columns, json.loads(self.row["old"] or "{}")
        return {each: typed(columns[each], old.get(each)) if each in self.stay else self.row[each] for each in columns}


def taken_back(checked: Checked, stored: Tables, store: Engine, book: Workbook, today: date) -> TakenBack:
    """The faultless rows of a workbook, merged with what is stored by now."""
    found = {name: each.rows.to_pylist() for name, each in changes(checked.tables, stored).items()}
    keys = {name: [row["row_key"] for row in rows if row["old"]] for name, rows in found.items()}
    now = standing(store, keys)
    then = {} if book.handed_out is None else standing(store, keys, until=book.handed_out)
    merged = {name: [_merged(name, row, then, now, book) for row in rows] for name, rows in found.items()}
    if not any(each.stay for rows in merged.values() for each in rows):
        return TakenBack(checked, [])
    faults: list[Fault] = []
    for name, rows in merged.items():
        faults += _mended(name, rows, stored, book, today)
    differences = [each for name, rows in merged.items() for row in rows for each in _differences(name, row, now)]
    return TakenBack(Checked({name: _table(name, rows) for name, rows in merged.items()}, faults), differences)


def _merged(
    name: str, row: Row, then: Mapping[Place, Standing], now: Mapping[Place, Standing], book: Workbook
) -> _Merged:
    merged, place = _Merged(row), (name, row["row_key"])
    if not row["old"]:
        return merged
    old, new = json.loads(row["old"]), json.loads(row["new"])
    seen = (then[place].values or {}) if place in then else {}
    origins = now[place].origins if place in now else {}
    for each in [each for each in new if new[each] != old.get(each) and old.get(each) != seen.get(each)]:
        by = origins.get(each)
        if by is None or (by.changed_by, by.source) != (book.who, book.name):
            merged.stay.add(each)
            if new[each] != seen.get(each) and new[each] is not None:
                merged.ask.add(each)
    return merged


def _mended(name: str, rows: Sequence[_Merged], stored: Tables, book: Workbook, today: date) -> list[Fault]:
    """Hold back whole what breaks a rule once it is merged; the faults that are left then, which stop the workbook."""
    for _ in range(2):
        texts = [as_texts(contracts()[name], each.values(name)) for each in rows]
        faults = check_rows({name: texts}, today=today, source=book.name, stored=stored).faults
        broken = [rows[at] for at in {found.row - 2 for found in faults if found.row} if rows[at].stay]
        if not broken:
            break
        for each in broken:
            each.hold_back()
    return faults


def _differences(name: str, merged: _Merged, now: Mapping[Place, Standing]) -> Iterator[Difference]:
    if not merged.ask:
        return
    key, citizen = merged.row["row_key"], merged.row["of_citizen"]
    old, new = json.loads(merged.row["old"]), json.loads(merged.row["new"])
    origins = now[name, key].origins if (name, key) in now else {}
    for each in sorted(merged.ask):
        yield Difference(name, key, citizen, each, old.get(each), new[each], origins.get(each))


def _table(name: str, rows: Sequence[_Merged]) -> pa.Table:
    return pa.Table.from_pylist([each.values(name) for each in rows], contracts()[name].arrow_schema())
