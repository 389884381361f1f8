"""A result as JSON and as a Danish table."""

from collections.abc import Sequence
from typing import Any

from som_engine.basis import COLUMNS_DA, basis_overview, share_on_estimates
from som_engine.danish import MAIN_AREAS_DA, PAYERS_DA, number, percent
from som_engine.net_result import NetResult, YearResult
from som_engine.number import PAYERS
from som_engine.success import RateUsed

LIMITS_DA = (
    "Konsekvenserne er sammenhænge fra registre, skøn og egne tal, ikke påviste effekter.\nResultatet er et grundlag "
    "for dialog og står aldrig alene: Se det sammen med borgernes udbytte."
)


def as_json(result: NetResult, rate: RateUsed) -> dict[str, Any]:
    """The result with kroner unrounded and shares from 0 to 1."""
    case = result.case
    return {
        "case": case.id,
        "title": case.title,
        "net_present_value": result.net_present_value,
        "undiscounted": result.undiscounted,
        "pv_cost": result.pv_cost,
        "pv_gain": result.pv_gain,
        "first_four_years": result.first_four_years,
        "per_participant": result.per_participant,
        "by_year": [_year_json(row) for row in result.by_year],
        "by_main_area": result.by_main_area,
        "by_consequence": result.by_consequence,
        "break_even_success_rate": result.break_even_success_rate,
        "cannot_break_even": list(result.cannot_break_even),
        "balance_year": result.balance_year,
        "success_rate": success_rate_json(rate),
        "assuming_equal_use": list(result.assuming_equal_use),
        "basis": basis_overview(case, rate),
        "share_on_estimates": share_on_estimates(result, rate),
    }


def _year_json(row: YearResult) -> dict[str, Any]:
    return {
        "t": row.t,
        "year": row.year,
        "cost": row.cost,
        "gain": row.gain,
        "net": row.net,
        "discounted": row.discounted,
        "cumulative": row.cumulative,
    }


def success_rate_json(rate: RateUsed) -> dict[str, Any]:
    """The rate used and whence ('case' or 'observed'), with the case's own and the observed one in view."""
    seen = rate.observed
    return {
        "used": rate.used,
        "whence": rate.whence,
        "own_value": rate.own_value,
        "observed": seen
        and {
            "month": seen.month,
            "assessed": seen.assessed,
            "rate": seen.rate,
            "counterfactual": seen.counterfactual,
            "net_rate": seen.net_rate,
            "enough": seen.enough,
        },
    }


def as_table(result: NetResult, rate: RateUsed) -> str:
    """The result as plain Danish text with kroner as 12.345,67."""
    parts = [
        _heading(result, rate),
        _payers_table(result),
        _years_table(result),
        _break_even_text(result),
        _areas_table(result),
        _basis_text(result, rate),
        _notes(result),
    ]
    return "\n\n".join(part for part in parts if part)


def _heading(result: NetResult, rate: RateUsed) -> str:
    case = result.case
    costs = "" if case.discount_costs else "; omkostningerne er ikke tilbagediskonteret"
    years = f"Kroner i {case.price_year}-priser. År 0 er {case.base_year}."
    return "\n".join(
        [
            case.title,
            f"{years} Rente {percent(case.discount_rate.value)}{costs}.",
            rate_text(rate),
        ]
    )


def rate_text(rate: RateUsed) -> str:
    """One sentence with the success rate used, and the one that was not."""
    own = "ingen" if rate.own_value is None else percent(rate.own_value)
    seen = rate.observed
    if rate.whence == "observed":
        return f"Succesrate {percent(rate.used)} (observeret, netto). Sagens egen: {own}."
    if seen is None:
        return f"Succesrate {percent(rate.used)} (sagens egen)."
    observed = "ingen" if seen.net_rate is None else percent(seen.net_rate)
    return (
        f"Succesrate {percent(rate.used)} (sagens egen). Observeret netto: {observed}, men for få er vurderet"
        f" ({seen.assessed or 0})."
    )


def _payers_table(result: NetResult) -> str:
    rows: list[tuple[str, dict[str, Any]]] = [
        ("Nettoresultat (nutidsværdi)", result.net_present_value),
        ("Omkostninger (nutidsværdi)", result.pv_cost),
        ("Gevinster (nutidsværdi)", result.pv_gain),
        ("Uden tilbagediskontering", result.undiscounted),
        ("De første fire år", result.first_four_years),
        ("Pr. deltager", result.per_participant),
    ]
    cells = [[name, *(_kroner(values[payer]) for payer in PAYERS_DA)] for name, values in rows]
    return table(["", *PAYERS_DA.values()], cells)


def _kroner(value: float | None) -> str:
    return "-" if value is None else number(value)


def _years_table(result: NetResult) -> str:
    heads = [
        "År",
        "",
        "Omkostning",
        *(f"Gevinst {PAYERS_DA[payer].lower()}" for payer in PAYERS),
        "Netto",
        "Tilbagediskonteret",
        "Løbende sum",
    ]
    rows = [
        [
            str(row.t),
            str(row.year),
            number(row.cost),
            *(number(row.gain[payer]) for payer in PAYERS),
            number(row.net),
            number(row.discounted),
            number(row.cumulative),
        ]
        for row in result.by_year
    ]
    return table(heads, rows)


def _break_even_text(result: NetResult) -> str:
    rates = result.break_even_success_rate
    lines = [f"{PAYERS_DA[payer]}: {break_even_words(result, payer)}" for payer in rates]
    year = result.balance_year
    balance = "ikke inden for beregningens år" if year is None else f"år {year} ({result.case.base_year + year})"
    return "\n".join(["Succesrate, hvor det går i nul", *(f"  {line}" for line in lines), f"Balanceår: {balance}"])


def break_even_words(result: NetResult, payer: str) -> str:
    """The success rate at which it is even for one payer (or in total), or why there is none."""
    rate = result.break_even_success_rate[payer]
    if rate is not None:
        return percent(rate)
    return "kan ikke gå i nul" if payer in result.cannot_break_even else "ingen, for der er ingen gevinst"


def _areas_table(result: NetResult) -> str:
    names = {consequence.id: consequence.name for consequence in result.case.consequences}
    areas = [[MAIN_AREAS_DA[area], number(value)] for area, value in result.by_main_area.items()]
    consequences = [[names[name], number(value)] for name, value in result.by_consequence.items()]
    return "\n\n".join(
        [
            table(["Gevinst pr. hovedområde (nutidsværdi)", "I alt"], areas),
            table(["Gevinst pr. konsekvens (nutidsværdi)", "I alt"], consequences),
        ]
    )


def _basis_text(result: NetResult, rate: RateUsed) -> str:
    answers = basis_overview(result.case, rate)
    columns = ", ".join(f"{COLUMNS_DA[column]} {'ja' if yes else 'nej'}" for column, yes in answers.items())
    share = share_on_estimates(result, rate)
    estimates = "" if share is None else f" {percent(share, 0)} af kronerne hviler på skøn."
    return f"Bygger på: {columns}.{estimates}"


def _notes(result: NetResult) -> str:
    assumed = "Fordelingen mellem betalere antager, at alle borgere bruger lige meget. Angiv grupper, hvis de ikke gør."
    equal = [f"{name}: {assumed}" for name in result.assuming_equal_use]
    return "\n".join([*equal, LIMITS_DA])


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as they need to be: the first to the left, the others to the right."""
    columns = list(zip(heads, *rows, strict=True))
    widths = [max(len(cell) for cell in column) for column in columns]
    lines = [
        "  ".join(cell.ljust(width) if at == 0 else cell.rjust(width) for at, (cell, width) in enumerate(pairs))
        for pairs in (list(zip(row, widths, strict=True)) for row in (heads, *rows))
    ]
    return "\n".join(line.rstrip() for line in lines)
