"""SØM results as tables, frames and sentences for the page."""

from dataclasses import replace

import pandas as pd

from pipelines.danish import month as danish_month
from pipelines.danish import number
from pipelines.observe import CRITERIA_DA
from pipelines.rerun import Rerun
from som_engine.danish import PAYERS_DA, percent
from som_engine.net_result import NetResult
from som_engine.number import PAYERS
from som_engine.result_text import LIMITS_DA, rate_text

SERIES_DA = {"own": "Beregningens egen succesrate", "observed": "Den observerede succesrate"}
SHORT_DA = {"own": "egen rate", "observed": "observeret rate"}
ROWS = ("total", *PAYERS)
NAMES_DA = {"total": "I alt"} | PAYERS_DA


def seen_by(run: Rerun, role: str) -> Rerun:
    """The run as a role may see it: the observed rate counts few citizens, so outside the team only the own rate is left."""
    return run if role == "team" else replace(run, observed=None, with_observed=None, rate=None)


def results_of(run: Rerun) -> dict[str, NetResult]:
    """The results there are, by which success rate they use."""
    found = {"own": run.own, "observed": run.with_observed}
    return {series: result for series, result in found.items() if result is not None}


def by_payer_table(results: dict[str, NetResult], used: NetResult) -> pd.DataFrame:
    """A row per payer in present value: cost and gain at the rate used, the net result at each rate, and when it evens out."""
    used_rate = SHORT_DA["observed" if used is results.get("observed") else "own"]
    return pd.DataFrame(
        [
            {
                "Aktør": NAMES_DA[payer],
                "Omkostning": kroner(used.pv_cost[payer]),
                f"Gevinst, {used_rate}": kroner(used.pv_gain[payer]),
                **{
                    f"Netto, {SHORT_DA[series]}": kroner(result.net_present_value[payer])
                    for series, result in results.items()
                },
                "Heraf de første 4 år": kroner(used.first_four_years[payer]),
                "Går i nul ved": _break_even(used, payer),
            }
            for payer in ROWS
        ]
    )


def _break_even(result: NetResult, payer: str) -> str:
    rate = result.break_even_success_rate[payer]
    if result.pv_cost[payer] == 0:
        return "ingen omkostning"
    if rate is not None:
        return percent(rate, 1)
    return "kan ikke gå i nul" if payer in result.cannot_break_even else "ingen gevinst"


def by_year_table(result: NetResult) -> pd.DataFrame:
    """A row per year of the calculation, kroner in the case's price year."""
    return pd.DataFrame(
        [
            {
                "År": str(row.year),
                "Omkostning": kroner(row.cost),
                **{f"Gevinst, {PAYERS_DA[payer].lower()}": kroner(row.gain[payer]) for payer in PAYERS},
                "Netto": kroner(row.net),
                "Nutidsværdi": kroner(row.discounted),
                "Akkumuleret": kroner(row.cumulative),
            }
            for row in result.by_year
        ]
    )


def cumulative_frame(results: dict[str, NetResult]) -> pd.DataFrame:
    """A row per series and year: t, year, cumulative, series, shown."""
    return pd.DataFrame(
        [
            {
                "t": row.t,
                "year": row.year,
                "cumulative": row.cumulative,
                "series": SERIES_DA[series],
                "shown": kroner(row.cumulative),
            }
            for series, result in results.items()
            for row in result.by_year
        ]
    )


def kroner(value: float) -> str:
    """Whole kroner with points between thousands."""
    return number(value, 0)


def spoken_result(run: Rerun) -> str:
    """The result in one plain sentence."""
    result = run.used
    if result is None:
        return rate_da(run)
    totals = result.net_present_value
    own = _gain_or_loss(totals["total"])
    municipality = _gain_or_loss(totals["municipality"])
    basis = (
        f"den succesrate, I har registreret til og med {danish_month(run.month)}"
        if run.with_observed
        else f"beregningens egen succesrate ({percent(result.success_rate, 1)})"
    )
    return (
        f"Med {basis} giver indsatsen {own} for det offentlige samlet "
        f"og {municipality} for kommunen alene. {_balance(result)}"
    )


def _gain_or_loss(value: float) -> str:
    return f"et overskud på {kroner(value)} kr." if value >= 0 else f"et underskud på {kroner(-value)} kr."


def _balance(result: NetResult) -> str:
    if result.balance_year is None:
        return "Regnestykket går ikke i nul inden for perioden."
    return f"Regnestykket går i nul i {result.case.base_year + result.balance_year}."


def rate_da(run: Rerun) -> str:
    """Which success rate is used, and why."""
    return rate_text(run.rate) if run.rate else "Beregningen har ingen egen succesrate at vise et resultat med."


def interval_da(run: Rerun) -> str:
    """The observed rate with what it rests on, beside the case's own."""
    seen = run.observed
    if run.rate is None:
        return "Vist med beregningens egen succesrate. Den observerede bygger på få borgere og vises kun for teamet."
    if seen is None:
        return "Beregningen bruger kun sin egen succesrate."
    own = "ikke angivet" if run.rate.own_value is None else percent(run.rate.own_value, 1)
    counted = (
        f"{seen.successes} af {seen.assessed} vurderede forløb er lykkedes ({CRITERIA_DA[seen.criterion]}); "
        f"{seen.not_yet} er ikke nået dertil, {seen.missing} mangler registrering."
    )
    if seen.rate is None or seen.net_rate is None:
        return f"**Egen succesrate:** {own}. **Observeret:** ingen er vurderet endnu. {counted}"
    low, high = (percent(end, 1) for end in seen.interval_90)
    return (
        f"**Egen succesrate:** {own} (netto). **Observeret:** {percent(seen.rate, 1)}, med 90 procents sikkerhed mellem {low} "
        f"og {high}; netto, når det kontrafaktiske er trukket fra, {percent(seen.net_rate, 1)}. {counted} {_used(run)}"
    )


def _used(run: Rerun) -> str:
    if run.with_observed is not None:
        return "Den observerede succesrate bruges."
    return "Der er endnu for få vurderede, så beregningens egen succesrate bruges."


def limits_da(run: Rerun) -> list[str]:
    """What the result rests on and cannot say."""
    if run.case is None:
        return []
    participants = sum(value.value for value in run.case.participants)
    told = [
        f"{number(participants, 0)} deltagere, konsekvenser i {run.case.horizon_years} år efter hver årgang, priser i "
        f"{run.case.price_year}-niveau, diskonteret med {percent(run.case.discount_rate.value, 1)} om året."
    ]
    if run.used and run.used.assuming_equal_use:
        told.append("Fordelingen på kommune og stat antager, at alle borgere bruger lige meget af ydelsen.")
    return told + [" ".join(LIMITS_DA.split())]
