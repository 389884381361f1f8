"""A figure's rows as files to take along: Excel with the definition beside the numbers, and CSV."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from app import labels, shown
from kpi_catalogue.figure import Figure
from pipelines.danish import month as danish_month
from pipelines.export import safe_text
from pipelines.figures import as_csv

HEADINGS = (
    "Del",
    "Måned",
    "Fordelt efter",
    "Gruppe",
    "Kategori",
    "Værdi",
    "Enhed",
    "Kendte",
    "Population",
    "Dækning",
    "Bemærkning",
)
WIDTHS = (26, 14, 16, 20, 26, 14, 14, 10, 12, 10, 44)


@dataclass(frozen=True)
class FigureDownload:
    """The bytes of the Excel workbook, and the text of the CSV with a mark that makes Excel read it as UTF-8."""

    excel: bytes
    csv: bytes


def figure_download(figure: Figure, rows: Sequence[Mapping[str, Any]], month: date) -> FigureDownload:
    """The rows as they are shown: what is hidden on the page is hidden in the file."""
    return FigureDownload(_workbook(figure, rows, month), as_csv([dict(row) for row in rows]).encode("utf-8-sig"))


def _workbook(figure: Figure, rows: Sequence[Mapping[str, Any]], month: date) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Tal"
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append([_cell(value) for value in _line(figure, row)])
    _dress(sheet)
    _definition(book.create_sheet("Om tallet"), figure, month)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _line(figure: Figure, row: Mapping[str, Any]) -> list[Any]:
    part = figure.part(row["part"])
    by = labels.BREAKDOWN_DA.get(row["by"] or "", "")
    return [
        part.title_da, row["month"], by, labels.group_da(row["by"], row["group"]), shown.category_da(part, row["category"]),
        row["value"], "andel" if shown.is_percent(part) else shown.unit_da(part), row["n"], row["population"], row["coverage"],
        "" if row["status"] == "shown" else shown.NO_VALUE_WHY_DA[row["status"]],
    ]  # fmt: skip


def _cell(value: Any) -> Any:
    return safe_text(value) if isinstance(value, str) else value


def _dress(sheet: Any) -> None:
    for column, width in zip(sheet.columns, WIDTHS, strict=True):
        column[0].font = Font(bold=True)
        sheet.column_dimensions[column[0].column_letter].width = width
    sheet.freeze_panes = "A2"


def _definition(sheet: Any, figure: Figure, month: date) -> None:
    """The figure's definition, limits and source, so that the file explains itself."""
    lines = [
        ("Nøgletal", figure.title_da), ("Måned", danish_month(month)), ("Betyder", figure.definition_da),
        ("Forbehold", figure.limits_da), ("Kilde", figure.source),
    ]  # fmt: skip
    lines += [(f"Del: {part.title_da}", part.definition_da) for part in figure.parts if part.name]
    for line in lines:
        sheet.append([_cell(text) for text in line])
        sheet.cell(sheet.max_row, 2).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 100
