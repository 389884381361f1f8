"""Rows against the contracts: every fault of a load at once, as data, or the load as canonical tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from pipelines.checking import Load
from pipelines.fault import Fault, faults_as_json, faults_as_text
from pipelines.faulting import table_faults
from pipelines.headings import TableCells, Unplaced, place_sheet
from pipelines.reading import read_paths
from pipelines.schema import Column, Contract, ContractError, contracts
from pipelines.sheet import Sheet, trimmed

__all__ = [
    "Checked",
    "Column",
    "Contract",
    "ContractError",
    "Fault",
    "check",
    "check_rows",
    "contracts",
    "faults_as_json",
    "faults_as_text",
]

Stored = Mapping[str, pa.Table | None]


@dataclass(frozen=True)
class Checked:
    """The tables of a load, by name, and everything wrong with it; the tables count only when nothing is."""

    tables: dict[str, pa.Table]
    faults: list[Fault]


def check(paths: Sequence[Path], *, today: date, decimal: str | None = None, stored: Stored | None = None) -> Checked:
    """Read folders, CSV files and workbooks, and hold them against the contracts.

    `decimal` (point or comma) settles texts like 1.234 and nothing else. `stored` are the canonical tables that
    references may point into; a row of the load replaces the stored row with the same key. Nothing raises for what
    a sender may send: what is wrong is a fault.
    """
    return check_sheets(read_paths(paths), today=today, decimal=decimal, stored=stored)


def check_rows(
    rows: Mapping[str, Sequence[Mapping[str, str | None]]],
    *,
    today: date,
    source: str = "Registrering",
    decimal: str | None = None,
    stored: Stored | None = None,
    shortcuts: bool = True,
) -> Checked:
    """Hold typed-in rows, as text by table and column code, against the contracts; `source` stands for the file.

    The row numbers of the faults count the first row as 2, as in a file with a header. `shortcuts`: see checking.Load.
    """
    sheets = [_typed_in(source, table, table_rows) for table, table_rows in rows.items()]
    return check_sheets(sheets, today=today, decimal=decimal, stored=stored, shortcuts=shortcuts)


def _typed_in(source: str, table: str, rows: Sequence[Mapping[str, str | None]]) -> Sheet:
    headings = list(dict.fromkeys([*contracts()[table].columns, *(name for row in rows for name in row)]))
    texts = [trimmed(pa.array([row.get(name) for row in rows], pa.string())) for name in headings]
    kinds = [pa.array(["text"] * len(rows), pa.string())] * len(headings)
    numbers = pa.array(range(2, len(rows) + 2), pa.int64())
    return Sheet(source, None, table, headings=headings, numbers=numbers, texts=texts, kinds=kinds)


def check_sheets(
    sheets: Sequence[Sheet],
    *,
    today: date,
    decimal: str | None = None,
    stored: Stored | None = None,
    shortcuts: bool = True,
) -> Checked:
    """Hold sheets that are already read against the contracts."""
    if decimal not in (None, "point", "comma"):
        raise ValueError(f'Decimaltegnet "{decimal}" kendes ikke. Vælg point eller comma.')
    placed = [place_sheet(sheet) for sheet in sheets]
    tables = {number: each for number, each in enumerate(placed) if isinstance(each, TableCells)}
    faults = [(number, found) for number, each in enumerate(placed) for found in each.faults]
    with Load(today, decimal, shortcuts=shortcuts) as load:
        load.take(tables, stored or {})
        given = [contract for name, contract in contracts().items() if name in _names(tables)]
        for contract in given:
            faults += table_faults(load, contract, tables, _incomplete(placed))
        found = _in_order(faults)
        canonical = {} if found else {contract.name: load.canonical(contract) for contract in given}
    return Checked(canonical, found)


def _names(tables: Mapping[int, TableCells]) -> set[str]:
    return {table.contract.name for table in tables.values()}


def _incomplete(placed: Sequence[TableCells | Unplaced]) -> frozenset[str]:
    """The tables that may have rows we could not read: a reference to one of those is not reported."""
    incomplete: set[str] = set()
    for each in placed:
        if isinstance(each, Unplaced):
            incomplete |= each.perhaps
        elif not each.sheet.is_whole or not set(each.contract.key) <= each.present | set(each.contract.key_as):
            incomplete.add(each.contract.name)
    return frozenset(incomplete)


def _in_order(faults: Sequence[tuple[int, Fault]]) -> list[Fault]:
    """By sheet, row and column of the contract; what concerns a whole sheet comes first, nothing comes twice."""
    places = {name: place for contract in contracts().values() for place, name in enumerate(contract.columns)}

    def order(numbered: tuple[int, Fault]) -> tuple[int, int, int]:
        number, found = numbered
        return number, found.row or 0, places.get(found.column or "", -1)

    return list(dict.fromkeys(found for _, found in sorted(faults, key=order)))
