"""Rows that a workbook was handed out with: left exactly as they were given, they are nobody's registration.

A month's workbook has a row ready for all that is open. What nobody writes in is left out when it comes back: an empty
row is no status, and a value that stood there already is not registered once more, over what has changed since.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import python_calamine

from pipelines.sheet import Sheet

PREFILLED_SHEET = "Forudfyldt"
"""The hidden sheet with every row as it was given: in column A the sheet it stands in, then heading, value, heading ...

In its first line, after the heading, when it was given (UTC).
"""
Cells = frozenset[tuple[str, str]]


def without_untouched(sheet: Sheet, given: Sheet | None) -> Sheet:
    """The sheet without the rows that stand as they were given, wherever in it and in whatever order of columns."""
    untouched = _given_rows(given).get(sheet.name, frozenset()) if given is not None else frozenset()
    if not untouched:
        return sheet
    columns = [column.to_pylist() for column in sheet.texts]
    rows = (_cells(zip(sheet.headings, row, strict=True)) for row in zip(*columns, strict=True))
    is_touched = pa.array([row not in untouched for row in rows], pa.bool_())
    return replace(
        sheet,
        numbers=sheet.numbers.filter(is_touched),
        texts=[column.filter(is_touched) for column in sheet.texts],
        kinds=[column.filter(is_touched) for column in sheet.kinds],
    )


def handed_out(file: Path) -> datetime | None:
    """When a workbook that has been read without faults was handed out; None for a file that does not say."""
    if file.suffix.lower() != ".xlsx":
        return None
    workbook = python_calamine.CalamineWorkbook.from_path(file)
    if PREFILLED_SHEET not in workbook.sheet_names:
        return None
    rows = workbook.get_sheet_by_name(PREFILLED_SHEET).to_python(nrows=1)
    try:
        return datetime.fromisoformat(str(rows[0][1]))
    except (ValueError, IndexError):
        return None


def _given_rows(given: Sheet) -> Mapping[str, frozenset[Cells]]:
    """The rows as they were given, by the sheet they stand in."""
    found: dict[str, set[Cells]] = {}
    for row in zip(*(column.to_pylist() for column in given.texts), strict=True):
        if row[0] is not None:
            found.setdefault(row[0], set()).add(_cells(zip(row[1::2], row[2::2], strict=False)))
    return {name: frozenset(rows) for name, rows in found.items()}


def _cells(pairs: "zip[tuple[str | None, str | None]]") -> Cells:
    return frozenset((heading, text) for heading, text in pairs if heading is not None and text is not None)
