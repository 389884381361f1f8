"""A case as an Excel workbook with live formulas, so that an economist can follow and change every number.

The sheets go from input to result: Input, Regler, Priser, Forbrug, Omkostninger, Gevinst, Resultat. Every kroner in
Resultat is a sum of rows in Omkostninger and Gevinst, and the program's own result stands beside it with the difference.
"""

import io
from datetime import date

from openpyxl import Workbook

from app.report.som_excel_rows import (
    Said,
    Sheets,
    write_costs,
    write_gains,
    write_input,
    write_prices,
    write_rules,
    write_use,
)
from som_engine.danish import PAYERS_DA
from som_engine.net_result import NetResult
from som_engine.number import PAYERS
from som_engine.success import RateUsed

PAYER_COLUMNS = dict(zip(PAYERS, "JKL", strict=True))
"""Where the sheet Omkostninger has each payer's kroner; discounted ones stand three further on."""
GAIN_COLUMNS = dict(zip(PAYERS, "OPQ", strict=True))
COST_DISCOUNTED = dict(zip(PAYERS, "MNO", strict=True))
GAIN_DISCOUNTED = dict(zip(PAYERS, "STU", strict=True))


def som_workbook(result: NetResult, rate: RateUsed, made_on: date) -> bytes:
    """The workbook as a file."""
    book = Workbook()
    sheets = Sheets(book, result.case, rate)
    summary = sheets.begin("Resultat", book.active)
    write_input(sheets, made_on)
    write_rules(sheets)
    write_prices(sheets)
    write_use(sheets)
    costs, gains = write_costs(sheets), write_gains(sheets)
    _summary(sheets, summary, result, costs, gains)
    book.calculation.fullCalcOnLoad = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _summary(sheets: Sheets, name: str, result: NetResult, costs: int, gains: int) -> None:
    """By payer, then by year, with the program's own total beside the sum of the formulas."""
    sheets.row(name, Said(result.case.title), bold=True)
    sheets.row(name, "Alle tal er formler på arkene Input til Gevinst. Kroner i sagens priser.")
    sheets.row(name)
    sheets.row(name, "Nutidsværdi", "Omkostning", "Gevinst", "Netto", "Programmets netto", "Forskel", bold=True)
    first = sheets.next_row(name)
    for payer in PAYERS:
        at = sheets.next_row(name)
        cost = _sum("Omkostninger", COST_DISCOUNTED[payer], costs)
        gain = _sum("Gevinst", GAIN_DISCOUNTED[payer], gains)
        own = result.net_present_value[payer]
        sheets.row(name, PAYERS_DA[payer], f"={cost}", f"={gain}", f"=C{at}-B{at}", own, f"=D{at}-E{at}")
    last = sheets.next_row(name) - 1
    total = [f"=SUM({column}{first}:{column}{last})" for column in "BCDEF"]
    sheets.row(name, "I alt", *total, bold=True)
    sheets.row(name)
    _years(sheets, name, result, costs, gains)
    sheets.widths(name, 30, *[18] * 9)


def _years(sheets: Sheets, name: str, result: NetResult, costs: int, gains: int) -> None:
    heads = [f"Netto, {PAYERS_DA[payer].lower()}" for payer in PAYERS]
    sheets.row(
        name, "t", "År", "Omkostning", "Gevinst", *heads, "Netto", "Tilbagediskonteret", "Akkumuleret", bold=True
    )
    for row in result.by_year:
        at = sheets.next_row(name)
        cost = "+".join(_of_year("Omkostninger", PAYER_COLUMNS[payer], "B", costs, at) for payer in PAYERS)
        gain = "+".join(_of_year("Gevinst", GAIN_COLUMNS[payer], "C", gains, at) for payer in PAYERS)
        payers = [
            f"={_of_year('Gevinst', GAIN_COLUMNS[payer], 'C', gains, at)}"
            f"-({_of_year('Omkostninger', PAYER_COLUMNS[payer], 'B', costs, at)})"
            for payer in PAYERS
        ]
        counted = "+".join(_of_year("Gevinst", GAIN_DISCOUNTED[payer], "C", gains, at) for payer in PAYERS)
        spent = "+".join(_of_year("Omkostninger", COST_DISCOUNTED[payer], "B", costs, at) for payer in PAYERS)
        running = f"=I{at}" if row.t == 0 else f"=J{at - 1}+I{at}"
        year = f"={sheets.refs['base_year']}+A{at}"
        sheets.row(
            name, row.t, year, f"={cost}", f"={gain}", *payers, f"=D{at}-C{at}", f"={counted}-({spent})", running
        )


def _sum(sheet: str, column: str, last: int) -> str:
    return f"SUM({sheet}!{column}2:{column}{max(2, last)})"


def _of_year(sheet: str, column: str, year_column: str, last: int, at: int) -> str:
    """The sum of a column in the rows of the year that stands in column A of this row."""
    end = max(2, last)
    return f"SUMIFS({sheet}!${column}$2:${column}${end},{sheet}!${year_column}$2:${year_column}${end},$A{at})"
