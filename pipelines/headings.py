"""Sheets to tables: which table a sheet is, and which of its columns each heading names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipelines.cpr import CPR_MASK, has_cpr
from pipelines.fault import Fault, did_you_mean, fault, nearest, quoted
from pipelines.schema import Contract, contracts, table_named
from pipelines.sheet import Sheet, cpr_faults, without_cpr


@dataclass(frozen=True)
class TableCells:
    """The cells of one sheet under the columns of its contract.

    `cells` has row, and for every column of the contract <column>_text and <column>_kind. `present` are the columns
    the sheet has. Cells of a required column that is missing have the kind unread.
    """

    sheet: Sheet
    contract: Contract
    present: frozenset[str]
    cells: pa.Table
    faults: Sequence[Fault]


@dataclass(frozen=True)
class Unplaced:
    """A sheet that is no table, and the tables that it may have been meant to hold rows of."""

    faults: Sequence[Fault]
    perhaps: frozenset[str]


def place_sheet(sheet: Sheet) -> TableCells | Unplaced:
    """The table a sheet holds, its columns found by code or Danish heading."""
    table = table_named(sheet.name)
    if not sheet.headings:
        perhaps = frozenset([table]) if table else frozenset(contracts())
        return Unplaced(sheet.faults, perhaps)
    if table is None:
        return _unknown_table(sheet)
    return _columns(sheet, contracts()[table])


def _unknown_table(sheet: Sheet) -> Unplaced:
    """The fault of a file or sheet that no table is named after, with the nearest table."""
    shown = {name: name if sheet.sheet is None else contract.sheet_da for name, contract in contracts().items()}
    tables = {label: name for name, contract in contracts().items() for label in (name, contract.sheet_da)}
    near = nearest(sheet.name, tables)
    hint = f" De kendte er {', '.join(shown.values())}." if near is None else did_you_mean(shown[tables[near]])
    found = fault(sheet.place(), "unknown_table", sheet.name, nearest=hint)
    return Unplaced([found], frozenset() if near is None else frozenset([tables[near]]))


def _columns(sheet: Sheet, contract: Contract) -> TableCells:
    faults = list(sheet.faults)
    arrays: dict[str, tuple[pa.Array, pa.Array]] = {}
    headings: dict[str, str] = {}
    for at, heading in enumerate(sheet.headings):
        column = _column_named(contract, heading)
        texts, kinds, with_cpr = without_cpr(sheet.texts[at], sheet.kinds[at])
        label = contract.columns[column].label_da if column else heading
        faults += cpr_faults(sheet, column or heading or None, label or None, with_cpr)
        if column is None:
            faults += _unknown_column(sheet, contract, at, heading, texts)
        elif column in arrays:
            shown = {"first": quoted(headings[column])}
            faults.append(fault(sheet.place(sheet.heading_row, column, label), "duplicate_column", heading, **shown))
        else:
            arrays[column], headings[column] = (texts, kinds), heading
    faults += missing_columns(sheet, contract, [c.name for c in contract.columns.values() if c.required], arrays)
    return TableCells(sheet, contract, frozenset(arrays), _cells(sheet, contract, arrays), faults)


def _column_named(contract: Contract, heading: str) -> str | None:
    """The column a heading names: its code exactly, or its Danish heading in upper or lower case."""
    text = " ".join(heading.split())
    if text in contract.columns:
        return text
    labels = {column.label_da.casefold(): column.name for column in contract.columns.values()}
    return labels.get(text.casefold())


def _unknown_column(sheet: Sheet, contract: Contract, at: int, heading: str, texts: pa.Array) -> list[Fault]:
    place = sheet.place(sheet.heading_row, heading or None, None)
    if not heading:
        has_content = texts.null_count < len(texts)
        return [fault(place, "blank_heading", number=at + 1)] if has_content else []
    if has_cpr(heading):
        return [fault(place, "cpr", CPR_MASK)]
    labels = {column.label_da: column.name for column in contract.columns.values()}
    hint = did_you_mean(nearest(heading, [*contract.columns, *labels]))
    hint = hint or f" Kolonnerne er {', '.join(contract.columns)}."
    return [fault(place, "unknown_column", heading, table=contract.label_da, nearest=hint)]


def missing_columns(sheet: Sheet, contract: Contract, needed: Sequence[str], present: Any) -> list[Fault]:
    """One fault of the whole sheet for each needed column that it does not have."""
    missing = [contract.columns[name] for name in needed if name not in present]
    return [
        fault(sheet.place(None, column.name), "missing_column", label=quoted(column.label_da), column=column.name)
        for column in missing
    ]


def _cells(sheet: Sheet, contract: Contract, arrays: dict[str, tuple[pa.Array, pa.Array]]) -> pa.Table:
    rows = len(sheet.numbers)
    cells: dict[str, pa.Array] = {"row": sheet.numbers}
    for column in contract.columns.values():
        kind = "unread" if column.required else "text"
        absent = (pa.nulls(rows, pa.string()), pa.array([kind] * rows, pa.string()))
        cells[f"{column.name}_text"], cells[f"{column.name}_kind"] = arrays.get(column.name, absent)
    return pa.table(cells)
