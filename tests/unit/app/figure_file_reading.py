"""The files of figures opened again: every number and every word that somebody can get out of them."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook
from pptx import Presentation

from pipelines.danish import number


def excel_cells(file: bytes) -> list[Any]:
    """Every cell that is not empty, of every sheet."""
    book = load_workbook(io.BytesIO(file))
    return [value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value is not None]


def number_rows(file: bytes) -> list[dict[str, Any]]:
    """The rows of the sheet Tal, by heading."""
    heads, *rows = load_workbook(io.BytesIO(file))["Tal"].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def page_sheets(file: bytes) -> dict[str, list[list[str]]]:
    """The sheets with the page's own tables: every row with its texts, a number as it is shown."""
    book = load_workbook(io.BytesIO(file))
    return {
        sheet.title: [[_as_shown(cell) for cell in row if cell.value is not None] for row in sheet.iter_rows()]
        for sheet in book
        if sheet.title not in ("Om filen", "Tal", "Definitioner")
    }


def _as_shown(cell: Any) -> str:
    """What a Danish Excel shows of a cell: by its number format."""
    if not isinstance(cell.value, int | float):
        return str(cell.value)
    decimals = len(cell.number_format.removesuffix(" %").partition(".")[2])
    if cell.number_format.endswith(" %"):
        return f"{number(100 * cell.value, decimals)} %"
    return number(cell.value, decimals)


def slide_tables(file: bytes) -> list[tuple[str, list[list[str]]]]:
    """Every table of the presentation: the title of its slide, and its rows with the head."""
    return [
        (slide.shapes.title.text, [[cell.text for cell in row.cells] for row in shape.table.rows])
        for slide in Presentation(io.BytesIO(file)).slides
        for shape in slide.shapes
        if shape.has_table
    ]


def slide_words(file: bytes, tables: bool = True) -> str:
    """Every text of every slide, its tables, notes and alternative texts, and the charts' labels.

    tables: whether the slides with tables are among them.
    """
    return "\n".join(_words_of_slides(file, tables))


def _words_of_slides(file: bytes, tables: bool) -> Iterator[str]:
    for slide in Presentation(io.BytesIO(file)).slides:
        if not tables and any(shape.has_table for shape in slide.shapes):
            continue
        if slide.has_notes_slide:
            yield slide.notes_slide.notes_text_frame.text
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text
            if shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)
            if shape.has_chart:
                yield shape._element.nvGraphicFramePr.cNvPr.get("descr") or ""
                yield from map(str, shape.chart.plots[0].categories)


def chart_values(file: bytes) -> list[tuple[str, list[tuple[str, float | None]]]]:
    """Every chart's heading with label and value of its points."""
    return [
        (plot.series[0].name, list(zip(map(str, plot.categories), plot.series[0].values, strict=True)))
        for slide in Presentation(io.BytesIO(file)).slides
        for shape in slide.shapes
        if shape.has_chart
        for plot in shape.chart.plots
    ]


def sheets_behind_charts(file: bytes) -> list[Any]:
    """Every cell of the workbooks that lie inside the presentation, which anybody can open."""
    with zipfile.ZipFile(io.BytesIO(file)) as inside:
        books = [inside.read(name) for name in inside.namelist() if name.endswith(".xlsx")]
    return [cell for book in books for cell in excel_cells(book)]
