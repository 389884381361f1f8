"""The files of figures opened again: every number and every word that somebody can get out of them."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook
from pptx import Presentation


def excel_cells(file: bytes) -> list[Any]:
    """Every cell that is not empty, of every sheet."""
    book = load_workbook(io.BytesIO(file))
    return [value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value is not None]


def number_rows(file: bytes) -> list[dict[str, Any]]:
    """The rows of the sheet Tal, by heading."""
    heads, *rows = load_workbook(io.BytesIO(file))["Tal"].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def slide_words(file: bytes) -> str:
    """Every text of every slide, its notes and alternative texts, and the charts' labels."""
    return "\n".join(_words_of_slides(file))


def _words_of_slides(file: bytes) -> Iterator[str]:
    for slide in Presentation(io.BytesIO(file)).slides:
        if slide.has_notes_slide:
            yield slide.notes_slide.notes_text_frame.text
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text
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
