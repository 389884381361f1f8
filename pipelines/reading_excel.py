"""Excel workbooks to cells: one sheet per table, numbers and dates as the cells they are."""

import datetime
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import python_calamine

from pipelines.fault import Place, danish_integer, fault
from pipelines.prefilled import PREFILLED_SHEET, without_untouched
from pipelines.sheet import MOST_COLUMNS, MOST_ROWS, Sheet, trimmed
from pipelines.workbook_parts import (
    UnusableWorkbook,
    cells_without_value,
    extent,
    repacked,
    sheet_parts,
    workbook_parts,
)

OWN_SHEETS = ("Vejledning", "Koder", PREFILLED_SHEET)
MOST_CELLS = 10_000_000
_UNTOUCHED_NAME = re.compile(r"(Ark|Sheet)\d*")

CalamineRow = Sequence[object]


@dataclass(frozen=True)
class _Grid:
    """The rows of one sheet from A1, and the cells whose value Excel could not give."""

    rows: Sequence[CalamineRow]
    without_value: Mapping[tuple[int, int], str]


def read_workbook(path: Path) -> list[Sheet]:
    """The sheets of one workbook; a workbook that cannot be read is one sheet with a fault."""
    try:
        parts = workbook_parts(path)
        sheets = sheet_parts(parts)
        workbook = python_calamine.CalamineWorkbook.from_filelike(repacked(parts))
        read = [_read_sheet(path, workbook, name, sheets[name]) for name in _table_sheets(workbook)]
        given = (
            _read_sheet(path, workbook, PREFILLED_SHEET, sheets[PREFILLED_SHEET]) if PREFILLED_SHEET in sheets else None
        )
    except UnusableWorkbook as problem:
        return [_unusable(path, problem.rule, **problem.shown)]
    except python_calamine.PasswordError:
        return [_unusable(path, "workbook_protected")]
    except (python_calamine.CalamineError, OSError, KeyError):
        return [_unusable(path, "file_damaged", kind="en Excel-projektmappe")]
    kept = [without_untouched(sheet, given) for sheet in read if sheet is not None]
    return kept or [_unusable(path, "file_empty", what="filen")]


def _unusable(path: Path, rule: str, **shown: object) -> Sheet:
    return Sheet(str(path), None, "", faults=[fault(Place(str(path)), rule, **shown)], is_whole=False)


def _table_sheets(workbook: python_calamine.CalamineWorkbook) -> list[str]:
    """The worksheets a sender may have filled in: not charts, not the template's own help and codes."""
    worksheet = python_calamine.SheetTypeEnum.WorkSheet
    return [sheet.name for sheet in workbook.sheets_metadata if sheet.typ == worksheet and sheet.name not in OWN_SHEETS]


def _read_sheet(path: Path, workbook: python_calamine.CalamineWorkbook, name: str, sheet_xml: bytes) -> Sheet | None:
    """One sheet, or None for a blank one that Excel made by itself (Ark1, Sheet1)."""
    sheet = Sheet(str(path), name, name)
    reach = extent(sheet_xml)
    if reach.rows * reach.columns > MOST_CELLS:
        shown = {"rows": danish_integer(reach.rows), "columns": danish_integer(reach.columns)}
        return replace(sheet, faults=[fault(sheet.place(), "too_many_cells", **shown)], is_whole=False)
    grid = _grid(workbook.get_sheet_by_name(name).to_python(skip_empty_area=False), cells_without_value(sheet_xml))
    heading_at = next((at for at, row in enumerate(grid.rows) if any(_is_filled(value) for value in row)), None)
    if heading_at is not None:
        return _cells(sheet, grid, heading_at)
    if _UNTOUCHED_NAME.fullmatch(name):
        return None
    return replace(sheet, faults=[fault(sheet.place(), "file_empty", what="arket")], is_whole=False)


def _grid(rows: Sequence[CalamineRow], without_value: Mapping[tuple[int, int], str]) -> _Grid:
    """The rows, with blank ones added down to the last cell without a value."""
    last_row = min(max((row for row, _ in without_value), default=0), MOST_ROWS)
    return _Grid([*rows, *[[]] * (last_row - len(rows))], without_value)


def _is_filled(value: object) -> bool:
    return value.strip() != "" if isinstance(value, str) else value is not None


def _cells(sheet: Sheet, grid: _Grid, heading_at: int) -> Sheet:
    width = _width(grid)
    if width > MOST_COLUMNS:
        return replace(
            sheet, faults=[fault(sheet.place(), "too_many_columns", count=danish_integer(width))], is_whole=False
        )
    troubled_rows = {row for row, _ in grid.without_value}
    numbers = [
        number
        for number, row in enumerate(grid.rows, start=1)
        if number > heading_at + 1 and (number in troubled_rows or any(_is_filled(value) for value in row))
    ]
    columns = [_column(grid, numbers, at) for at in range(width)]
    return replace(
        sheet,
        headings=[_heading(value) for value in _padded(grid.rows[heading_at], width)],
        heading_row=heading_at + 1,
        numbers=pa.array(numbers, pa.int64()),
        texts=[texts for texts, _ in columns],
        kinds=[kinds for _, kinds in columns],
    )


def _width(grid: _Grid) -> int:
    """One past the last column with content."""
    return max((*map(_last_filled, grid.rows), *(column + 1 for _, column in grid.without_value)), default=0)


def _last_filled(row: CalamineRow) -> int:
    return next((at for at in range(len(row), 0, -1) if _is_filled(row[at - 1])), 0)


def _heading(value: object) -> str:
    """A heading as text; a number of nine digits gets its leading zero back, so that a CPR number is seen as one."""
    text, kind = _as_text(value)
    return text.zfill(10) if text and kind == "number" and len(text) == 9 else (text or "").strip()


def _padded(row: CalamineRow, width: int) -> list[object]:
    return [*row, *[""] * width][:width]


def _column(grid: _Grid, numbers: Sequence[int], at: int) -> tuple[pa.Array, pa.Array]:
    """The texts and kinds of one column."""
    cells = [_as_text(row[at] if at < len(row) else "") for row in (grid.rows[number - 1] for number in numbers)]
    texts, kinds = [text for text, _ in cells], [kind for _, kind in cells]
    for place, number in enumerate(numbers):
        trouble = grid.without_value.get((number, at))
        if trouble is not None:
            texts[place], kinds[place] = (trouble, "error") if trouble else (None, "formula")
    return trimmed(pa.array(texts, pa.string())), pa.array(kinds, pa.string())


def _as_text(value: object) -> tuple[str | None, str]:
    """A cell as text and kind; numbers in Danish without grouping, so that 1,234 is never taken for 1.234."""
    if isinstance(value, str):
        return (value if value.isascii() else unicodedata.normalize("NFC", value)), "text"
    if isinstance(value, bool):
        return ("SAND" if value else "FALSK"), "boolean"
    if isinstance(value, int | float):
        return number_as_text(value), "number"
    if isinstance(value, datetime.datetime):
        return value.strftime("%d-%m-%Y %H:%M"), "moment"
    if isinstance(value, datetime.date):
        return value.strftime("%d-%m-%Y"), "date"
    if isinstance(value, datetime.timedelta):
        return f"{value // datetime.timedelta(hours=1)}:{value.seconds // 60 % 60:02}", "time"
    return (value.strftime("%H:%M") if isinstance(value, datetime.time) else None), "time"


def number_as_text(value: float) -> str:
    """The number with the fifteen digits that Excel keeps, decimal comma, no exponent."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return format(Decimal(format(value, ".15g")), "f").replace(".", ",")
