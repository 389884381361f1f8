"""Another system's extract into the store: translated by a mapping, checked by the contracts, all or nothing.

What a worker typed, or another source brought, is never overwritten: it becomes a difference to choose between.
"""

from collections.abc import Mapping as Of
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlalchemy import Engine

from pipelines.changes import Changes, changes
from pipelines.contract import Checked, check_sheets
from pipelines.differences import Difference, Held, as_texts, key_of, stored_table
from pipelines.extract import read_extract
from pipelines.mapping import Mapping
from pipelines.origins import origins
from pipelines.schema import Contract, contracts
from pipelines.sheet import Sheet
from pipelines.translating import Keys, Made, as_text, translate

Tables = Of[str, pa.Table]
Covered = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Import:
    """What an extract comes to against the store as it is: rows to keep, faults, and what is left to choose.

    `read` counts the rows of ours that were made, by table; `left_out` those of people who are not known here.
    `covered` are the rows the extract speaks of, by table and key values.
    """

    checked: Checked
    differences: list[Difference]
    read: dict[str, int]
    left_out: int
    covered: frozenset[Covered] = frozenset()


def understood(
    paths: Sequence[Path], mapping: Mapping, keys: Keys, *, today: date, stored: Tables, store: Engine | None
) -> Import:
    """Read and translate an extract, check it, and hold it against what is stored; nothing is written.

    `store` gives the origin of the fields that differ; without one (nothing is stored yet) there are none.
    """
    made = [translate(table, sheet, mapping.form, keys) for table, sheet in read_extract(paths, mapping)]
    left_out = sum(each.left_out for each in made) + _leave_out_unknown(made, stored)
    read = {each.table.table: 0 for each in made}
    for each in made:
        read[each.table.table] += len(each.rows)
    sheets = [_sheet(each, stored) for each in made]
    checked = check_sheets(sheets, today=today, stored=stored)
    if checked.faults or store is None:
        return Import(checked, [], read, left_out)
    differing = changes(checked.tables, {name: stored_table(name, stored) for name in contracts()})
    held = Held(mapping, stored, origins(store, _row_keys(differing)), today, sheets)
    kept, differences = held.apart(differing)
    covered = _covered(checked.tables)
    return Import(_with_unchanged(kept, stored, covered), differences, read, left_out, covered)


def _covered(tables: Tables) -> frozenset[Covered]:
    """Every row by the values of its key, days as the history writes them."""
    return frozenset((name, key) for name, table in tables.items() for key in _keys(name, table))


def _keys(name: str, table: pa.Table) -> list[tuple[Any, ...]]:
    """The values of the key of each row."""
    columns = [table[column].to_pylist() for column in contracts()[name].key]
    days = [[value.isoformat() if isinstance(value, date) else value for value in column] for column in columns]
    return list(zip(*days, strict=True))


def _with_unchanged(kept: Checked, stored: Tables, covered: frozenset[Covered]) -> Checked:
    """The rows to keep, and beside them the stored rows that the extract only repeats, so that they are counted."""
    if kept.faults:
        return kept
    tables = {}
    for name, table in kept.tables.items():
        earlier, own = stored_table(name, stored), set(_keys(name, table))
        repeated = [(name, key) in covered and key not in own for key in _keys(name, earlier)]
        tables[name] = pa.concat_tables([table, earlier.filter(pa.array(repeated, pa.bool_()))])
    return Checked(tables, [])


def _row_keys(differing: Of[str, Changes]) -> dict[str, list[str]]:
    """The keys of the rows that are stored already and would change, by table."""
    return {
        name: [row["row_key"] for row in each.rows.select(["row_key", "old"]).to_pylist() if row["old"]]
        for name, each in differing.items()
    }


def _leave_out_unknown(made: Sequence[Made], stored: Tables) -> int:
    """Take away the rows of people and courses that are not known here, where the mapping says so; how many it was."""
    left_out = 0
    for each in sorted(made, key=lambda one: list(contracts()).index(one.table.table)):
        if each.table.only_known:
            known = {column: _known(column, parent, made, stored) for column, parent in _parents(each)}
            kept = [row for row in each.rows if all(row.values[name] in ids for name, ids in known.items())]
            left_out += len(each.rows) - len(kept)
            each.rows = kept
    return left_out


def _parents(made: Made) -> list[tuple[str, str]]:
    return [each for each in made.table.contract.parents().items() if each[0] in made.table.columns]


def _known(column: str, parent: str, made: Sequence[Made], stored: Tables) -> set[Any]:
    """The ids that the load or the store has, and blank."""
    given = {row.values.get(column) for each in made if each.table.table == parent for row in each.rows}
    return {None} | given | set(stored_table(parent, stored)[column].to_pylist())


def _sheet(made: Made, stored: Tables) -> Sheet:
    """The rows made as a sheet for the contracts: where they stand is theirs, and what has no source is as stored."""
    contract = made.table.contract
    mapped = set(made.table.columns)
    if not made.sheet.is_whole and not made.rows:
        # the table may have rows we could not read: nothing is said of what points to them
        return Sheet(made.sheet.file, made.sheet.sheet, contract.name, faults=made.faults, is_whole=False)
    rest = [name for name in contract.columns if name not in mapped]
    earlier = _earlier(contract, stored) if rest else {}
    rows = [{name: as_text(value) for name, value in row.values.items()} for row in made.rows]
    full = [{**{name: earlier.get(key_of(contract, row), {}).get(name) for name in rest}, **row} for row in rows]
    texts = [pa.array([row.get(name) for row in full], pa.string()) for name in contract.columns]
    kinds = [_kinds(made, name) for name in contract.columns]
    shown = {name: column.shown for name, column in made.table.columns.items()}
    return Sheet(
        made.sheet.file, made.sheet.sheet, contract.name, list(contract.columns), made.sheet.heading_row,
        pa.array([row.number for row in made.rows], pa.int64()), texts, kinds, made.faults,
        not made.faults and made.sheet.is_whole, shown,
    )  # fmt: skip


def _kinds(made: Made, name: str) -> pa.Array:
    """A cell that is a fault already is not looked at again."""
    return pa.array(["unread" if name in row.bad else "text" for row in made.rows], pa.string())


def _earlier(contract: Contract, stored: Tables) -> dict[tuple[str | None, ...], dict[str, str | None]]:
    """The stored rows as text, by key."""
    rows = [as_texts(contract, row) for row in stored_table(contract.name, stored).to_pylist()]
    return {key_of(contract, row): row for row in rows}
