"""The page's own tables as sheets of a workbook: the texts of the page, and what is a number there is a number here."""

import re
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from app.report.blocks import Grid
from pipelines.danish import read_number

LONGEST_NAME = 31
"""So long may the name of a sheet be."""
NARROWEST, WIDEST = 10, 60
"""Of a column, in characters."""
NUMBER = re.compile(r"(-?[\d.]+(?:,(\d+))?)( %)?")
LINE = 15
"""The height of a line of text, in points."""
LETTERS = "Calibri"


def add_tables(book: Workbook, tables: Sequence[Grid]) -> list[str]:
    """A sheet per table: its caption, its heads, its rows, and what is said under it; the names of the sheets."""
    return [_sheet(book, table) for table in tables]


def _sheet(book: Workbook, table: Grid) -> str:
    sheet = book.create_sheet(_name(table.caption, book.sheetnames))
    _write(sheet.cell(1, 1), table.caption, Font(LETTERS, 14, bold=True), wrap=False)
    widths, lines = _widths(sheet, table), (table.heads, *table.rows) if table.rows else ()
    for at, line in enumerate(lines, 2):
        set_height(sheet, at, line, widths)
        for column, text in enumerate(line, 1):
            is_number = table.numbers and column > 1
            _write(sheet.cell(at, column), text, Font(LETTERS, 11, bold=at == 2), "right" if is_number else None)
            if is_number and at > 2:
                _as_number(sheet.cell(at, column), text)
    sheet.freeze_panes = "A3" if lines else None
    _note(sheet, table, widths)
    print_wide(sheet)
    return str(sheet.title)


def _name(caption: str, taken: Sequence[str]) -> str:
    """The caption as the name of a sheet: no sign that Excel refuses, not too long, and no name twice."""
    plain = " ".join(re.sub(r"[\[\]:*?/\\']", " ", caption).split())[:LONGEST_NAME].rstrip() or "Tabel"
    names = [plain, *(f"{plain[: LONGEST_NAME - 5].rstrip()} ({at})" for at in range(2, len(taken) + 4))]
    used = {name.lower() for name in (*taken, "Tal", "Definitioner")}
    return next(name for name in names if name.lower() not in used)


def _write(cell: Cell, text: str, font: Font, horizontal: str | None = None, wrap: bool = True) -> None:
    cell.font = font
    keep_text(cell, text)
    cell.alignment = Alignment(wrap_text=wrap, vertical="top", horizontal=horizontal)


def keep_text(cell: Cell, text: str) -> None:
    """The text as it is, which Excel keeps as text when it is edited too: =1+1 runs nothing."""
    cell.value = text
    cell.data_type, cell.quotePrefix = "s", True


def append(sheet: Worksheet, values: Sequence[Any]) -> None:
    """A row under the last one; no text of it is read as a formula, a number or an error."""
    sheet.append(list(values))
    for cell, value in zip(sheet[sheet.max_row], values, strict=True):
        if isinstance(value, str) and value:
            keep_text(cell, value)


def _as_number(cell: Cell, text: str) -> None:
    """A number that looks as it does on the page; 52 % and -1.234,5, but neither +10 nor 54 af 100."""
    found = NUMBER.fullmatch(text)
    value = read_number(found[1]) if found else None
    if found is None or value is None:
        return
    decimals = len(found[2] or "")
    cell.value = round(value / 100, decimals + 2) if found[3] else value
    cell.number_format = f"{'0' if found[3] else '#,##0'}{'.' if decimals else ''}{'0' * decimals}{found[3] or ''}"
    cell.quotePrefix = False


def _widths(sheet: Worksheet, table: Grid) -> list[int]:
    """A width for every column by its longest text."""
    widths = [
        min(WIDEST, max(NARROWEST, *map(len, column)) + 2) for column in zip(table.heads, *table.rows, strict=True)
    ]
    widths = widths if table.rows else [2 * WIDEST // len(widths)] * len(widths)
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    return widths


def _note(sheet: Worksheet, table: Grid, widths: Sequence[int]) -> None:
    """What is said under the table, over all of its columns."""
    if not table.note:
        return
    at = sheet.max_row + 2
    _write(sheet.cell(at, 1), table.note, Font(LETTERS, 11))
    sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=len(widths))
    set_height(sheet, at, [table.note], [sum(widths)])


def set_height(sheet: Worksheet, at: int, texts: Sequence[str], widths: Sequence[int]) -> None:
    """Make a row as high as its longest text needs: not every program does it by itself, and none for merged cells."""
    lines = [
        sum(1 + len(part) // width for part in text.splitlines()) for text, width in zip(texts, widths, strict=True)
    ]
    if max(lines) > 1:
        sheet.row_dimensions[at].height = LINE * max(lines)


def print_wide(sheet: Worksheet) -> None:
    """On paper all columns stand beside each other."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
