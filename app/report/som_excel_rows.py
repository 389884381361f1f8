"""The sheets of a case's workbook: inputs, rules, prices and use as numbers; costs and gains as formulas over them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from app.case_words import BASES_DA, PERS_DA, RULES_DA, UNITS_DA
from app.report.excel_tables import keep_text
from som_engine.case import Case
from som_engine.consequence import Consequence
from som_engine.cost import Cost, RefundedCost, SharedCost
from som_engine.number import PAYERS, Number
from som_engine.refunds import (
    DayRefund,
    DayRefundVersion,
    FixedShares,
    Ladder,
    LadderVersion,
    SupportRefundVersion,
    in_force,
)
from som_engine.success import RateUsed

NO_LIMIT = 1e9
KRONER = "#,##0.00"


class Said(str):
    """A text that somebody has written: it stays text, also where it looks like a formula."""


class Sheets:
    """The workbook while it is written: one sheet after the other, and where every input stands."""

    def __init__(self, book: Workbook, case: Case, rate: RateUsed) -> None:
        self.book = book
        self.case = case
        self.rate = rate
        self.refs: dict[str, str] = {}
        self._next: dict[str, int] = {}

    def begin(self, name: str, sheet: Any = None) -> str:
        """Begin a sheet; its name."""
        made = sheet or self.book.create_sheet(name)
        made.title = name
        self._next[name] = 1
        return name

    def row(self, name: str, *cells: Any, bold: bool = False) -> int:
        """Write a row: a text with = in front is a formula when we wrote it, and text when it is Said."""
        at, sheet = self._next[name], self.book[name]
        for column, value in enumerate(cells, 1):
            cell = sheet.cell(at, column, value)
            if isinstance(value, Said):
                keep_text(cell, str(value))
            elif isinstance(value, float) or (isinstance(value, str) and value.startswith("=")):
                cell.number_format = KRONER
            if bold:
                cell.font = Font(bold=True)
        self._next[name] = at + 1
        return at

    def next_row(self, name: str) -> int:
        """The number of the row that is written next."""
        return self._next[name]

    def widths(self, name: str, *widths: float) -> None:
        """Set how wide the columns are, from the first."""
        for column, width in enumerate(widths, 1):
            self.book[name].column_dimensions[get_column_letter(column)].width = width


def write_input(sheets: Sheets, made_on: date) -> None:
    """What holds for the whole case, one line each."""
    case, name = sheets.case, sheets.begin("Input")
    whence = "observeret, netto" if sheets.rate.whence == "observed" else "sagens egen, netto"
    lines: list[tuple[str, str, Any, str]] = [
        ("rate", "Succesrate", sheets.rate.used, whence),
        ("discount_rate", "Rente om året", case.discount_rate.value, ""),
        ("base_year", "År 0", case.base_year, ""),
        ("discount_costs", "Omkostninger tilbagediskonteres (1 ja, 0 nej)", int(case.discount_costs), ""),
    ]
    lines += [
        (f"participants{at}", f"Deltagere, driftsår {at}", number.value, "")
        for at, number in enumerate(case.participants)
    ]
    for key, label, value, note in lines:
        at = sheets.row(name, label, value, note)
        sheets.refs[key] = f"Input!$B${at}"
        if key in ("rate", "discount_rate"):
            sheets.book[name].cell(at, 2).number_format = "0.00%"
        elif key == "base_year":
            sheets.book[name].cell(at, 2).number_format = "0"
    sheets.row(name, "Prisår", case.price_year, "Kroner er i dette års priser")
    sheets.row(name, "Lavet", f"{made_on:%d-%m-%Y}", "")
    _write_cost_input(sheets, name)
    sheets.widths(name, 46, 16, 34, 12, 12, 12, 24)


def _write_cost_input(sheets: Sheets, name: str) -> None:
    """A line per cost: its amount and who pays it, or the share of the participants with the refund of support."""
    sheets.row(name)
    sheets.row(
        name, "Omkostning", "Kr.", "Hvornår", "Kommune", "Region", "Stat", "Andel med refusion (§ 85 a)", bold=True
    )
    for cost in sheets.case.costs:
        payers = cost.payers
        fixed = _fixed(payers.shares) if isinstance(payers, SharedCost) else ["", "", ""]
        eligible = payers.eligible_share.value if isinstance(payers, RefundedCost) else ""
        when = PERS_DA[cost.per] + (f" (år {cost.year})" if cost.year is not None else "")
        at = sheets.row(name, Said(cost.name), cost.amount.value, when, *fixed, eligible)
        sheets.refs |= {f"amount:{cost.name}": f"Input!$B${at}", f"eligible:{cost.name}": f"Input!$G${at}"}
        sheets.refs |= {
            f"paid:{cost.name}:{payer}": f"Input!${column}${at}" for payer, column in zip(PAYERS, "DEF", strict=True)
        }


def write_rules(sheets: Sheets) -> None:
    """Every version of the rules that the case's prices and costs use; a ladder has a line for each step."""
    name = sheets.begin("Regler")
    sheets.row(name, "Regel", "Gælder fra", "Andel refunderet", "Fra uge / –", "Til uge / døgn pr. år / år", bold=True)
    for rule in _rules_used(sheets.case):
        for version in getattr(rule, "versions", ()):
            since = "altid" if version.valid_from == date.min else f"{version.valid_from:%d-%m-%Y}"
            title = RULES_DA.get(str(getattr(rule, "id", "")), str(getattr(rule, "id", "")))
            if isinstance(version, DayRefundVersion):
                most = NO_LIMIT if version.max_days_per_year is None else version.max_days_per_year
                at = sheets.row(name, title, since, version.share, 0, most)
                sheets.refs[_version(rule, version)] = str(at)
            elif isinstance(version, SupportRefundVersion):
                at = sheets.row(name, title, since, version.share, 0, version.max_years)
                sheets.refs[_version(rule, version)] = str(at)
            elif isinstance(version, LadderVersion):
                low = 0.0
                for number, step in enumerate(version.steps):
                    top = NO_LIMIT if step.to_week is None else step.to_week
                    at = sheets.row(name, title, since, step.share, low, top)
                    sheets.refs[f"{_version(rule, version)}:{number}"] = str(at)
                    low = top
    sheets.widths(name, 44, 14, 18, 14, 22)


def _rules_used(case: Case) -> Iterable[Any]:
    """The rules of the prices and of the costs, each once."""
    of_prices = {one.price.rule: one.price.split for one in case.consequences if one.price.rule}
    of_costs = {cost.payers.rule.id: cost.payers.rule for cost in case.costs if isinstance(cost.payers, RefundedCost)}
    return (of_prices | of_costs).values()


def _version(rule: Any, version: Any) -> str:
    return f"rule:{getattr(rule, 'id', '')}:{version.valid_from}"


def write_prices(sheets: Sheets) -> None:
    """A line per consequence: what a unit costs in the case's prices, how much of it counts, and fixed shares."""
    name = sheets.begin("Priser")
    sheets.row(name, "Konsekvens", "Enhed", "Pris", "Prisår", "Indeksfaktor", "Tæller (tilpasning)", "Gruppens vægt",
               "Kr. pr. enhed, der tæller", "Kommune", "Region", "Stat", "Bygger på", "Kilde", bold=True)  # fmt: skip
    for one in sheets.case.consequences:
        at = sheets.next_row(name)
        split = one.price.split
        shares = _fixed(split.shares) if isinstance(split, FixedShares) else ["", "", ""]
        sheets.row(
            name, Said(one.name), UNITS_DA.get(one.unit, Said(one.unit)), one.price.amount.value, one.price.price_year,
            one.price.to_case_year, one.adjustment.factor.value, one.group_weight, f"=C{at}*E{at}*F{at}*G{at}", *shares,
            BASES_DA[one.basis], Said(one.price.source or "ingen kilde"),
        )  # fmt: skip
        sheets.book[name].cell(at, 4).number_format = "0"
        sheets.refs[f"price:{one.id}"] = f"Priser!$H${at}"
        for payer, column in zip(PAYERS, "IJK", strict=True):
            sheets.refs[f"share:{one.id}:{payer}"] = f"Priser!${column}${at}"
    sheets.widths(name, 34, 12, 14, 10, 14, 18, 14, 24, 12, 12, 12, 26, 60)


def _fixed(shares: Mapping[str, Number]) -> list[Any]:
    """Each payer's fixed share."""
    return [shares[payer].value if payer in shares else 0.0 for payer in PAYERS]


def write_use(sheets: Sheets) -> None:
    """Two lines per consequence and group: use without and with success in year 1, 2, ... after taking part."""
    name, horizon = sheets.begin("Forbrug"), sheets.case.horizon_years
    years = [f"År {year}" for year in range(1, horizon + 1)]
    sheets.row(name, "Konsekvens", "Forbrug", "Gruppens andel", "Uger før år 1", *years, bold=True)
    for one in sheets.case.consequences:
        for path, groups in (("without", one.without), ("with", one.with_success)):
            label = "uden indsatsen" if path == "without" else "når det lykkes"
            for number, group in enumerate(groups):
                units = [group.units[year].value if year < len(group.units) else 0.0 for year in range(horizon)]
                at = sheets.row(name, Said(one.name), label, group.weight.value, one.weeks_before.value, *units)
                sheets.refs[f"use:{one.id}:{path}:{number}"] = str(at)
    sheets.widths(name, 34, 18, 16, 14, *[12] * horizon)


def write_costs(sheets: Sheets) -> int:
    """A line per cost and year; the number of the last one."""
    case, name = sheets.case, sheets.begin("Omkostninger")
    sheets.row(name, "Omkostning", "t", "År", "Beløb", "Antal", "Kroner", "Andel kommune", "Andel region", "Andel stat",
               "Kommune", "Region", "Stat", "Kommune, diskonteret", "Region, diskonteret", "Stat, diskonteret",
               "Bygger på", bold=True)  # fmt: skip
    for cost in case.costs:
        for t in range(case.years)[cost.falls_in(len(case.participants))]:
            _cost_row(sheets, name, cost, t)
    sheets.widths(name, 34, *[8, 8], *[16] * 12, 26)
    return sheets.next_row(name) - 1


def _cost_row(sheets: Sheets, name: str, cost: Cost, t: int) -> None:
    at = sheets.next_row(name)
    count: Any = f"={sheets.refs[f'participants{t}']}" if cost.per == "participant" else 1
    factor = f"IF({sheets.refs['discount_costs']}=1,(1+{sheets.refs['discount_rate']})^-B{at},1)"
    sheets.row(
        name, Said(cost.name), t, f"={sheets.refs['base_year']}+B{at}", f"={sheets.refs[f'amount:{cost.name}']}", count,
        f"=D{at}*E{at}", *_cost_shares(sheets, cost, t, at), *(f"=F{at}*{column}{at}" for column in "GHI"),
        *(f"={column}{at}*{factor}" for column in "JKL"), BASES_DA[cost.basis],
    )  # fmt: skip
    sheets.book[name].cell(at, 3).number_format = "0"


def _cost_shares(sheets: Sheets, cost: Cost, t: int, at: int) -> list[Any]:
    """Each payer's share in the year: fixed, or after the refund of support while a cohort is young."""
    if isinstance(cost.payers, SharedCost):
        return [f"={sheets.refs[f'paid:{cost.name}:{payer}']}" for payer in PAYERS]
    return _refunded_shares(sheets, cost, cost.payers, t, at)


def _refunded_shares(sheets: Sheets, cost: Cost, refunded: RefundedCost, t: int, at: int) -> list[Any]:
    """The refund of the rule in force, for those eligible, in the years after a cohort's own that the rule gives."""
    case, rule = sheets.case, refunded.rule
    version = in_force(rule.versions, date(case.base_year + t, 1, 1))
    if version is None:
        return [1.0 if payer == "municipality" else 0.0 for payer in PAYERS]
    line = sheets.refs[_version(rule, version)]
    young = f"MAX(0,B{at}-{len(case.participants)}+1)<Regler!$E${line}"
    share = f"IF({young},Regler!$C${line}*{sheets.refs[f'eligible:{cost.name}']},0)"
    return [f"=1-{share}" if payer == "municipality" else f"={share}" if payer == rule.payer else 0.0
            for payer in PAYERS]  # fmt: skip


def write_gains(sheets: Sheets) -> int:
    """A line per consequence, path group, cohort and year after it; the number of the last one."""
    case, name = sheets.case, sheets.begin("Gevinst")
    sheets.row(name, "Konsekvens", "Forbrug", "t", "År", "År efter (k)", "Deltagere", "Succesrate", "Enheder", "Fortegn",
               "Andel af borgerne", "Uger før", "Refunderede enheder", "Kr. pr. enhed", "Kohorte (fra 0)", "Kommune", "Region",
               "Stat", "Faktor", "Kommune, diskonteret", "Region, diskonteret", "Stat, diskonteret", bold=True)  # fmt: skip
    for one in case.consequences:
        for path, groups, sign in (("without", one.without, 1), ("with", one.with_success, -1)):
            for number in range(len(groups)):
                for t, k, cohort in _years_after(case, one):
                    _gain_row(sheets, name, one, path, number, sign, t, k, cohort)
    sheets.widths(name, 34, 16, 6, 8, *[14] * 17)
    return sheets.next_row(name) - 1


def _years_after(case: Case, one: Consequence) -> Iterator[tuple[int, int, int]]:
    """Each year of the calculation, the year after taking part it is for a cohort, and the cohort."""
    for cohort in range(len(case.participants)):
        for k in range(1, case.horizon_years + 1):
            yield cohort + case.lag_of(one) + k - 1, k, cohort


def _gain_row(
    sheets: Sheets, name: str, one: Consequence, path: str, number: int, sign: int, t: int, k: int, cohort: int
) -> None:
    at, use = sheets.next_row(name), sheets.refs[f"use:{one.id}:{path}:{number}"]
    year = get_column_letter(4 + k)
    earlier = f"+SUM(Forbrug!$E${use}:{get_column_letter(3 + k)}${use})" if k > 1 else ""
    whole = f"F{at}*G{at}*I{at}*J{at}*M{at}"
    sheets.row(
        name, Said(one.name), "uden indsatsen" if sign > 0 else "når det lykkes", t,
        f"={sheets.refs['base_year']}+C{at}", k, f"={sheets.refs[f'participants{cohort}']}", f"={sheets.refs['rate']}",
        f"=Forbrug!{year}${use}", sign, f"=Forbrug!$C${use}", f"=Forbrug!$D${use}{earlier}",
        f"={_refunded(sheets, one, t, at)}", f"={sheets.refs[f'price:{one.id}']}", cohort,
        *(f"={whole}*({_units(sheets, one, payer, at)})" for payer in PAYERS),
        f"=(1+{sheets.refs['discount_rate']})^-C{at}", *(f"={column}{at}*R{at}" for column in "OPQ"),
    )  # fmt: skip
    for column in (4, 7):
        sheets.book[name].cell(at, column).number_format = "0" if column == 4 else "0.00%"


def _units(sheets: Sheets, one: Consequence, payer: str, at: int) -> str:
    """The units that a payer pays for: its fixed share, the refunded ones, or the rest."""
    split = one.price.split
    if isinstance(split, FixedShares):
        return f"H{at}*{sheets.refs[f'share:{one.id}:{payer}']}"
    if payer == "municipality":
        return f"H{at}-L{at}"
    return f"L{at}" if payer == getattr(split, "payer", None) else "0"


def _refunded(sheets: Sheets, one: Consequence, t: int, at: int) -> str:
    """The units that are refunded in a year, by the rule in force on its first day."""
    split, on = one.price.split, date(sheets.case.base_year + t, 1, 1)
    if isinstance(split, DayRefund):
        days = in_force(split.versions, on)
        row = sheets.refs[_version(split, days)] if days else None
        return f"Regler!$C${row}*MIN(H{at},Regler!$E${row})" if row else "0"
    if isinstance(split, Ladder):
        ladder = in_force(split.versions, on)
        rows = (
            [sheets.refs[f"{_version(split, ladder)}:{number}"] for number in range(len(ladder.steps))]
            if ladder
            else []
        )
        return "+".join(_step(row, at) for row in rows) or "0"
    return "0"


def _step(row: str, at: int) -> str:
    """The weeks of one step: from where the spell stands to where it ends, both kept within the step."""
    low, top = f"Regler!$D${row}", f"Regler!$E${row}"
    end, start = (f"MIN(MAX({weeks},{low}),{top})" for weeks in (f"K{at}+H{at}", f"K{at}"))
    return f"Regler!$C${row}*({end}-{start})"
