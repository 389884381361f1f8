"""What the queries over a load found, worded as faults with sheet, row, column and remedy."""

import functools
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from pipelines.checking import Found, Load
from pipelines.fault import (
    Fault,
    Place,
    did_you_mean,
    fault,
    nearest,
    quoted,
    range_in_words,
    rule_texts,
    worded_fault,
)
from pipelines.headings import TableCells, missing_columns
from pipelines.schema import Column, Contract, Rule, contracts
from pipelines.sheet import limited

Numbered = Mapping[int, TableCells]
Worded = Callable[[Place, Found], Fault]
NumberedFaults = list[tuple[int, Fault]]


def table_faults(load: Load, contract: Contract, sheets: Numbered, incomplete: frozenset[str]) -> NumberedFaults:
    """Every fault in the rows of one table, each with the number of its sheet.

    Parents are asked before their children: a faulty cell is marked, and no later rule builds on it.
    """
    if load.is_clean(contract):
        return []
    faults: NumberedFaults = []
    for column in contract.columns.values():
        found = load.cell_faults(contract, column)
        faults += _worded(sheets, column, found, functools.partial(_cell_fault, column))
    faults += _duplicates(load, contract, sheets)
    for name, parent in contract.parents().items():
        if parent not in incomplete:
            faults += _unknown_references(load, contract.columns[name], contract, parent, sheets)
    for rule, found in [(rule, load.broken(contract, rule)) for rule in contract.rules]:
        rows = [row[1:] for row in found]
        faults += _worded(sheets, contract.columns[rule.column], rows, functools.partial(_rule_fault, rule))
        load.mark(contract, [rule.column], [row[0] for row in found])
    return faults


def _worded(sheets: Numbered, column: Column, found: Sequence[Found], worded: Worded) -> NumberedFaults:
    """A fault per row found; one for the whole sheet where the sheet does not have the column at all."""
    by_sheet: dict[int, list[Found]] = defaultdict(list)
    for row in found:
        by_sheet[row[0]].append(row)
    faults: NumberedFaults = []
    for number, rows in by_sheet.items():
        table = sheets[number]
        if column.name not in table.present:
            missing = missing_columns(table.sheet, table.contract, [column.name], table.present)
            faults += [(number, each) for each in missing]
            continue
        place = table.sheet.place(None, column.name, column.label_da)
        each_row = [worded(table.sheet.place(row[1], column.name, column.label_da), row) for row in rows]
        faults += [(number, each) for each in limited(each_row, place)]
    return faults


def _cell_fault(column: Column, place: Place, found: Found) -> Fault:
    _, _, value, rule = found
    return fault(place, rule, value, **_shown(column, rule, value))


_TYPED_DA = {"ambiguous_number": "{value} kan betyde to tal. Skriv {thousands} eller {decimals}."}
"""What is said otherwise beside a field than of a file, where the whole load may be told the decimal sign."""


def cell_problem(column: Column, rule: str, value: str | None) -> str:
    """What is wrong with one typed cell and what would be right, for where the field itself says where."""
    says = _TYPED_DA.get(rule) or rule_texts()[rule].says_da
    return says.format(value=quoted(value), **_shown(column, rule, value))


def _shown(column: Column, rule: str, value: str | None) -> dict[str, str]:
    """What the message of a cell's rule shows beside the value."""
    if rule == "code":
        return _code_hint(column, value or "")
    if rule == "ambiguous_number":
        text = value or ""
        return {"thousands": text.replace(".", ""), "decimals": text.replace(".", ",")}
    if rule == "required":
        return {"remedy": _example(column)}
    whole = "et helt " if column.type == "integer" else "et "
    return {"whole": whole, "range": range_in_words(column), "example": column.example or "7,5"}


@functools.lru_cache(maxsize=1000)
def _hint(codes: tuple[tuple[str, str], ...], value: str) -> str:
    return did_you_mean(nearest(value, [label for _, label in codes]) or nearest(value, [code for code, _ in codes]))


def _code_hint(column: Column, value: str) -> dict[str, str]:
    return {"nearest": _hint(tuple(column.codes.items()), value[:60]), "codes": ", ".join(column.codes.values())}


def _example(column: Column) -> str:
    """The remedy for an empty required field."""
    if column.type == "code":
        return f"Vælg mellem {', '.join(column.codes.values())}."
    examples = {
        "date": "en dato, fx 31-12-2025",
        "month": "en måned, fx 03-2025",
        "integer": "et helt tal",
        "decimal": "et tal, fx 7,5",
    }
    return f"Skriv {examples.get(column.type, column.label_da.lower())}."


def _duplicates(load: Load, contract: Contract, sheets: Numbered) -> NumberedFaults:
    def worded(place: Place, found: Found) -> Fault:
        _, _, value, key, first_sheet, first_row = found
        first = sheets[first_sheet].sheet
        same_sheet = (first.file, first.sheet) == (place.file, place.sheet)
        where = f"række {first_row}" if same_sheet else first.place(first_row).in_words()
        return fault(place, "duplicate", value, key=quoted(key), first=where)

    return _worded(sheets, contract.columns[contract.key[0]], load.duplicates(contract), worded)


def _unknown_references(
    load: Load, column: Column, contract: Contract, parent: str, sheets: Numbered
) -> NumberedFaults:
    def worded(place: Place, found: Found) -> Fault:
        return fault(place, "unknown_reference", found[2], parent=contracts()[parent].label_da)

    return _worded(sheets, column, load.unknown_references(contract, column.name, parent), worded)


def _rule_fault(rule: Rule, place: Place, found: Found) -> Fault:
    shown = dict(zip(rule.shows, found[3:], strict=True))
    return worded_fault(place, rule.rule, rule.says_da, found[2], shown)
