"""A simulation as JSON and as a Danish table."""

from typing import Any

from som_engine.danish import PAYERS_DA, number, percent
from som_engine.more_citizens import MoreCitizens, more_citizens
from som_engine.result_text import LIMITS_DA, rate_text, success_rate_json, table
from som_engine.uncertainty import PERCENTILES, ROWS, Simulation, influences, value_of_each_input

BELOW_DA = {end: "halvdelen er under" if end == 50 else f"{end} af 100 er under" for end in PERCENTILES}
"""What a percentile is called by people who do not say percentile."""
UNSURE_DA = "Der er ikke skrevet usikkerhed på noget tal, så det kan ikke siges, hvor ofte det betaler sig."
NOTHING_DRAWN_DA = (
    "Ingen tal i sagen har low og high eller en fordeling, så alle beregninger giver det samme. "
    "Skriv det laveste og det højeste, I tror på."
)


def simulation_json(found: Simulation) -> dict[str, Any]:
    """Kroner unrounded and shares from 0 to 1, each by total and payers."""
    calculation = found.calculation
    needed = more_citizens(calculation, found.draws, found.seed)
    return {
        "case": calculation.case.id,
        "draws": found.draws,
        "seed": found.seed,
        "success_rate": success_rate_json(calculation.rate),
        "drawn": [drawn.address for drawn in calculation.ranged],
        "mean": found.mean,
        "sd": found.sd,
        "probability_positive": found.probability_positive,
        "percentiles": found.percentiles,
        "evpi": found.evpi,
        "evpi_by_input": value_of_each_input(calculation),
        "influence": {
            address: {"first_order": share.first_order, "total": share.total}
            for address, share in influences(calculation, seed=found.seed).items()
        },
        "by_year": _years_json(found),
        "balance_year": _balance_json(found),
        "more_citizens": needed and {"probability_now": needed.probability_now, "needed": needed.needed},
    }


def _years_json(found: Simulation) -> list[dict[str, Any]]:
    """Each year's discounted net result and the running sum: percentiles by total and payers."""
    case = found.calculation.case
    return [
        {"t": t, "year": case.base_year + t}
        | {
            name: {
                str(percentile): dict(zip(ROWS, bands[place, :, t].tolist(), strict=True))
                for place, percentile in enumerate(PERCENTILES)
            }
            for name, bands in (("discounted", found.year_bands), ("cumulative", found.cumulative_bands))
        }
        for t in range(case.years)
    ]


def _balance_json(found: Simulation) -> list[dict[str, Any]]:
    """The share of the draws with each balance year; t null for those that never balance."""
    return [{"t": t, "share": share} for t, share in found.balance_years.items()]


def simulation_text(found: Simulation) -> str:
    """The simulation in Danish, with kroner as 12.345,67."""
    calculation = found.calculation
    case = calculation.case
    parts = [
        f"{case.title}\n{rate_text(calculation.rate)}",
        spoken_chance(found),
        _table(found),
        _evpi_text(found),
        _more_text(more_citizens(calculation, found.draws, found.seed)),
        _drawn_text(found),
        LIMITS_DA,
    ]
    return "\n\n".join(part for part in parts if part)


def spoken_chance(found: Simulation) -> str:
    """One sentence: in how many of 100 calculations it pays, for all together and for the municipality."""
    if not found.calculation.ranged:
        return UNSURE_DA
    total, own = (out_of_100(found.probability_positive[row]) for row in ("total", "municipality"))
    return (
        f"Indsatsen giver i {total} af 100 beregninger et positivt resultat for det offentlige samlet, "
        f"og i {own} af 100 for kommunen alene."
    )


def out_of_100(share: float) -> str:
    """A share as so many of 100; what is not quite none or all is said as under 1 or over 99."""
    if 0 < share < 0.005:
        return "under 1"
    return "over 99" if 0.995 <= share < 1 else str(round(100 * share))


def _table(found: Simulation) -> str:
    rows = [
        ["Gennemsnit", *_kroner(found.mean)],
        ["Spredning (standardafvigelse)", *_kroner(found.sd)],
        *([upper_first(BELOW_DA[int(end)]), *_kroner(values)] for end, values in found.percentiles.items()),
        ["Chance for over nul", *(percent(found.probability_positive[row], 1) for row in ROWS)],
    ]
    return table([f"Nettoresultat, {number(found.draws, 0)} beregninger", *PAYERS_DA.values()], rows)


def upper_first(text: str) -> str:
    """A text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def _kroner(values: dict[str, float]) -> list[str]:
    return [number(values[row]) for row in ROWS]


def _evpi_text(found: Simulation) -> str:
    worth = number(found.evpi["total"], 0)
    return f"At kende succesraten på forhånd ville være højst {worth} kr. værd for det offentlige samlet."


def _more_text(needed: MoreCitizens | None) -> str:
    if needed is None:
        return ""
    return "\n".join(needed_words(needed, row, PAYERS_DA[row]) for row in ("total", "municipality"))


def needed_words(needed: MoreCitizens, row: str, name: str) -> str:
    """How many more citizens to assess before the answer is safe for one row, in words."""
    more, now = needed.needed[row], percent(needed.probability_now[row], 0)
    if more is None:
        return f"{name}: Chancen er nu {now}; 500 flere vurderede borgere med samme succesrate gør den ikke sikker."
    if more == 0:
        return f"{name}: Chancen er nu {now}; svaret er sikkert nok (mindst 90 % eller højst 10 %)."
    return f"{name}: Chancen er nu {now}; svaret er sikkert nok, når {more} flere er vurderet med samme succesrate."


def _drawn_text(found: Simulation) -> str:
    names = [drawn.name for drawn in found.calculation.ranged]
    return f"Trukket tilfældigt (frø {found.seed}): {', '.join(names)}." if names else NOTHING_DRAWN_DA
