"""Figures as an Excel workbook: the numbers as numbers, every definition, and what is hidden and why."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from app import labels, shown
from app.report.blocks import Grid
from app.report.excel_tables import LETTERS, add_tables, append, print_wide, set_height
from app.report.told_figures import FigureRow, Subject, hidden_da, month_of
from kpi_catalogue.figure import Figure, Part
from kpi_catalogue.header import DIRECTIONS, MEASURES
from pipelines.danish import day
from pipelines.small_share import FEW, small_share

NUMBERS = ("Nøgletal", "Del", "Måned", "Fordelt efter", "Gruppe", "Kategori", "Værdi", "Enhed", "Kendte", "Population",
           "Dækning", "Passer med fra", "Passer med til", "Bemærkning", "Id")  # fmt: skip
NUMBER_WIDTHS = (42, 34, 14, 16, 20, 26, 14, 18, 10, 12, 10, 16, 16, 60, 24)
PERCENT_PLACES = (11, 12, 13)
DEFINITIONS = ("Nøgletal", "Del", "Betyder", "Regnes som", "Enhed", "Retning", "Forbehold", "Kilde", "Senest ændret")
DEFINITION_WIDTHS = (36, 30, 70, 34, 16, 26, 60, 40, 44)
ABOUT_WIDTH = 100
MONTH_FORMAT, PERCENT_FORMAT = "[$-406]mmmm yyyy", "0 %"


def figures_excel(subject: Subject, rows: Sequence[FigureRow], tables: Sequence[Grid] = ()) -> bytes:
    """The workbook: Om filen, the page's own tables, Tal (a row per row) and Definitioner."""
    book = Workbook()
    _about(book.active, subject, rows, add_tables(book, tables))
    _numbers(book.create_sheet("Tal"), subject, rows)
    _definitions(book.create_sheet("Definitioner"), subject, rows)
    book.properties.title = f"{subject.title}. {subject.subtitle}"
    book.properties.creator = "Bundlinje"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _about(sheet: Worksheet, subject: Subject, rows: Sequence[FigureRow], tables: Sequence[str]) -> None:
    """tables: the names of the sheets with the page's own tables."""
    sheet.title = "Om filen"
    lines = [("Indhold", subject.title), *subject.about()]
    lines += [("Skjulte tal" if at == 0 else "", text) for at, text in enumerate(hidden_da(rows, subject))]
    lines += [("Siden", f"Det, siden viser, står i {', '.join(tables)}.")] if tables else []
    lines += [
        ("Læs", "Arket Tal har tallene, arket Definitioner, hvad de betyder, hvad de ikke siger, og hvor de er fra."),
        ("Passer med", f"{shown.SPREAD_DA} Det står som andel af de kendte, hvor tallet hviler på færre end {FEW}."),
    ]
    for line in lines:
        append(sheet, line)
        name = sheet.cell(sheet.max_row, 1)
        name.font, name.alignment = Font(LETTERS, 11, bold=True), Alignment(vertical="top")
        sheet.cell(sheet.max_row, 2).alignment = Alignment(wrap_text=True, vertical="top")
        set_height(sheet, sheet.max_row, [line[1]], [ABOUT_WIDTH])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 16, ABOUT_WIDTH
    print_wide(sheet)


def _numbers(sheet: Worksheet, subject: Subject, rows: Sequence[FigureRow]) -> None:
    _head(sheet, NUMBERS, NUMBER_WIDTHS)
    for row in rows:
        figure = subject.figures[row["figure"]]
        part = figure.part(row["part"])
        append(sheet, _line(figure, part, row))
        at = sheet.max_row
        sheet.cell(at, 3).number_format = MONTH_FORMAT
        sheet.cell(at, 7).number_format = _format(part, row["value"])
        for place in PERCENT_PLACES:
            sheet.cell(at, place).number_format = PERCENT_FORMAT
    sheet.auto_filter.ref = sheet.dimensions


def _line(figure: Figure, part: Part, row: FigureRow) -> list[Any]:
    by = labels.BREAKDOWN_DA.get(row["by"] or "", "")
    group = labels.group_da(row["by"], row["group"]) if row["by"] else ""
    return [
        figure.title_da, part.title_da if part.name else "", month_of(row), by, group,
        shown.category_da(part, row["category"]), row["value"], "andel" if shown.is_percent(part) else shown.unit_da(part),
        row["n"], row["population"], row["coverage"], *(small_share(row, part) or (None, None)),
        "" if row["status"] == "shown" else shown.NO_VALUE_WHY_DA[row["status"]],
        ".".join(filter(None, (figure.id, part.name))),
    ]  # fmt: skip


def _format(part: Part, value: float | None) -> str:
    if shown.is_percent(part):
        return PERCENT_FORMAT
    return "#,##0" if value is None or float(value).is_integer() or part.unit == "kroner" else "#,##0.0"


def _definitions(sheet: Worksheet, subject: Subject, rows: Sequence[FigureRow]) -> None:
    """Every figure and part that has a row, once."""
    _head(sheet, DEFINITIONS, DEFINITION_WIDTHS)
    for name, part_name in dict.fromkeys((row["figure"], row["part"]) for row in rows):
        figure = subject.figures[name]
        part = figure.part(part_name)
        on, note = max(figure.changes)
        append(sheet, (
            figure.title_da, part.title_da if part.name else "", part.definition_da, MEASURES[part.measure],
            shown.unit_da(part), DIRECTIONS[part.direction], part.limits_da, figure.source, f"{day(on)}: {note}",
        ))  # fmt: skip
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _head(sheet: Worksheet, heads: Sequence[str], widths: Sequence[int]) -> None:
    sheet.append(list(heads))
    for cell, width in zip(sheet[1], widths, strict=True):
        cell.font = Font(LETTERS, 11, bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    print_wide(sheet)
