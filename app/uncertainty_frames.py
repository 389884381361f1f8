"""What the result turns on, as frames, tables and sentences: tornado, grid, break-even, causes, months."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from app.case_study import MonthResult
from app.som_frames import kroner
from pipelines.danish import month as danish_month
from pipelines.danish import number
from som_engine.causes import CAUSES_DA, Change
from som_engine.danish import PAYERS_DA, percent
from som_engine.net_result import NetResult
from som_engine.one_way import Grid, Lever, Scenario, Swing, Turn
from som_engine.result_text import break_even_words
from som_engine.sensitivity import PAYS_DA, values_da
from som_engine.uncertain_input import Calculation
from som_engine.uncertainty import ROWS, Influence
from som_engine.uncertainty_text import BELOW_DA, upper_first

MOST_BARS = 12


def tornado_rows(swings: Sequence[Swing]) -> pd.DataFrame:
    """Two rows per input, at its low and at its high, the largest swing first."""
    return pd.DataFrame(
        [
            {
                "name": swing.name,
                "end": end,
                "net": net["total"],
                "said": f"{values_da(values)}: {kroner(net['total'])} kr.",
            }
            for swing in swings[:MOST_BARS]
            for end, values, net in (
                ("lav værdi", swing.low, swing.at_low),
                ("høj værdi", swing.high, swing.at_high),
            )
        ]
    )


def tornado_table(swings: Sequence[Swing]) -> pd.DataFrame:
    """Every input with its low and high, the net result at each for all and for the municipality."""
    return pd.DataFrame(
        [
            {
                "Input": swing.name,
                "Lav": values_da(swing.low),
                "Høj": values_da(swing.high),
                "Spænd": "20 % ned og op" if swing.assumed else "sagens eget",
                "I alt ved lav": kroner(swing.at_low["total"]),
                "I alt ved høj": kroner(swing.at_high["total"]),
                "Kommune ved lav": kroner(swing.at_low["municipality"]),
                "Kommune ved høj": kroner(swing.at_high["municipality"]),
            }
            for swing in swings
        ]
    )


def tornado_alt(swings: Sequence[Swing]) -> str:
    """The tornado in words."""
    first = swings[0]
    return (
        f"Vandrette søjler for {min(MOST_BARS, len(swings))} tal. Mest betyder {first.name}: fra "
        f"{kroner(first.at_low['total'])} til {kroner(first.at_high['total'])} kr. Alle tal står i tabellen."
    )


def grid_rows(found: Grid, row: str) -> pd.DataFrame:
    """A cell per success rate and cost, each as wide as the step between them."""
    wide, high = (np.diff(axis)[0] / 2 for axis in (found.costs, found.success_rates))
    rates, costs = np.meshgrid(found.success_rates, found.costs, indexing="ij")
    return pd.DataFrame(
        {
            "left": (costs - wide).ravel(),
            "right": (costs + wide).ravel(),
            "low": (rates - high).ravel(),
            "high": (rates + high).ravel(),
            "net": found.net_present_value[ROWS.index(row)].ravel(),
        }
    )


def zero_rows(found: Grid, row: str) -> pd.DataFrame:
    """The success rate at which the net result is zero, by cost, as far as it lies in the picture."""
    top = found.success_rates[-1]
    pairs = zip(found.costs.tolist(), found.zero_line[row], strict=True)
    inside = [{"cost": cost, "rate": rate} for cost, rate in pairs if rate is not None and rate <= top]
    return pd.DataFrame(inside, columns=["cost", "rate"])


def point_row(found: Grid, calculation: Calculation) -> pd.DataFrame:
    """Where the case itself stands in the grid."""
    rate, cost = calculation.rate.used, found.of.amount
    return pd.DataFrame([{"cost": cost, "rate": rate, "said": f"{percent(rate, 1)} og {kroner(cost)} kr."}])


def zero_table(found: Grid) -> pd.DataFrame:
    """The zero line in words, for all and for the municipality, at every seventh cost."""
    places = range(0, len(found.costs), 7)
    return pd.DataFrame(
        [
            {
                f"{found.of.name}, kr.": kroner(float(found.costs[place])),
                "Succesrate for nul, i alt": _rate(found.zero_line["total"][place]),
                "Succesrate for nul, kommune": _rate(found.zero_line["municipality"][place]),
            }
            for place in places
        ]
    )


def _rate(rate: float | None) -> str:
    return "ingen" if rate is None else percent(rate, 1)


def break_even_table(
    result: NetResult, turns: Mapping[str, Mapping[str, Turn]], named: Mapping[str, Lever]
) -> pd.DataFrame:
    """Where each payer is even: success rate, participants, cost per participant and all costs."""
    now = {"success_rate": percent(result.success_rate, 1)} | {
        name: kroner(lever.amount) for name, lever in named.items()
    }
    rates = {row: break_even_words(result, row) for row in ROWS}
    rows = [{"Går i nul ved": "Succesrate (mindst)", "Nu": now["success_rate"], **_named(rates)}]
    for name, by in turns.items():
        said = {row: _turn_da(by[row], name) for row in ROWS if row in by}
        if said:
            rows.append({"Går i nul ved": named[name].name, "Nu": now[name], **_named(said)})
    return pd.DataFrame(rows)


def _turn_da(turn: Turn, name: str) -> str:
    """Where it pays, in words: citizens with one decimal, kroner whole."""
    if turn.amount is None:
        return PAYS_DA[turn.pays]
    return f"{PAYS_DA[turn.pays]} {number(turn.amount, 1 if name == 'participants' else 0)}"


def _named(by: Mapping[str, str]) -> dict[str, str]:
    return {PAYERS_DA[row]: by[row] for row in ROWS}


def scenario_table(scenarios: Sequence[Scenario]) -> pd.DataFrame:
    """Scenarios side by side, one in each row."""
    return pd.DataFrame(
        [
            {
                "Scenarie": one.name,
                "Succesrate": percent(one.success_rate, 1),
                **{PAYERS_DA[row]: kroner(one.net_present_value[row]) for row in ROWS},
            }
            for one in scenarios
        ]
    )


def worth_table(
    calculation: Calculation, worth: Mapping[str, Mapping[str, float]], shares: Mapping[str, Influence]
) -> pd.DataFrame:
    """What it is worth to know each uncertain input before deciding, and how much of the spread it accounts for."""
    names = {drawn.address: drawn.name for drawn in calculation.ranged}
    ordered = sorted(names, key=lambda address: -worth[address]["total"])
    return pd.DataFrame(
        [
            {
                "Usikkert tal": names[address],
                "Værdi af at kende det, i alt": kroner(worth[address]["total"]),
                "For kommunen": kroner(worth[address]["municipality"]),
                "Andel af usikkerheden": _share(shares.get(address)),
            }
            for address in ordered
        ]
    )


def _share(found: Influence | None) -> str:
    """Sobol's total index; below nothing is sampling, and is nothing."""
    return "–" if found is None else percent(max(0.0, found.total), 0)


def percentile_table(found: Mapping[str, Mapping[str, float]], mean: Mapping[str, float]) -> pd.DataFrame:
    """The draws in percentiles, by payer."""
    rows = [{"Kroner": "Gennemsnit", **{PAYERS_DA[row]: kroner(mean[row]) for row in ROWS}}]
    rows += [
        {"Kroner": upper_first(BELOW_DA[int(name)]), **{PAYERS_DA[row]: kroner(values[row]) for row in ROWS}}
        for name, values in found.items()
    ]
    return pd.DataFrame(rows)


def chosen_table(
    values: Sequence[float], nets: Sequence[Mapping[str, float]], in_percent: bool = False
) -> pd.DataFrame:
    """The net result of a chosen input at chosen values, shares in per cent."""
    return pd.DataFrame(
        [
            {
                "Værdi": percent(value, 1) if in_percent else number(value, 2),
                **{PAYERS_DA[row]: kroner(net[row]) for row in ROWS},
            }
            for value, net in zip(values, nets, strict=True)
        ]
    )


def waterfall_rows(found: Change, first: str, last: str, row: str = "total") -> pd.DataFrame:
    """The first result, each cause from where the one before left off, and the last result; they add up."""
    parts = [(name, found.causes[cause][row]) for cause, name in CAUSES_DA.items()]
    return steps_between((first, found.before[row]), parts, (last, found.after[row]))


def steps_between(
    first: tuple[str, float], parts: Sequence[tuple[str, float]], last: tuple[str, float]
) -> pd.DataFrame:
    """The bars of a waterfall: a result, named parts each from where the one before left off, and a result."""
    rows: list[dict[str, Any]] = [{"label": first[0], "start": 0.0, "end": first[1], "kind": "resultat"}]
    level = first[1]
    for name, moved in parts:
        rows.append({"label": name, "start": level, "end": level + moved, "kind": "op" if moved >= 0 else "ned"})
        level += moved
    rows.append({"label": last[0], "start": 0.0, "end": last[1], "kind": "resultat"})
    for one in rows:
        amount = one["end"] if one["kind"] == "resultat" else one["end"] - one["start"]
        one["shown"] = kroner(amount)
    return pd.DataFrame(rows)


def causes_table(found: Change, first: str, last: str) -> pd.DataFrame:
    """Before, each cause and after, by payer; the middle rows add up to the difference."""
    rows = [{"": first, **{PAYERS_DA[row]: kroner(found.before[row]) for row in ROWS}}]
    rows += [
        {"": name, **{PAYERS_DA[row]: kroner(found.causes[cause][row]) for row in ROWS}}
        for cause, name in CAUSES_DA.items()
    ]
    rows.append({"": last, **{PAYERS_DA[row]: kroner(found.after[row]) for row in ROWS}})
    return pd.DataFrame(rows)


def causes_sentence(found: Change, first: str, last: str) -> str:
    """The change in a sentence, and the cause that weighs most."""
    moved = found.after["total"] - found.before["total"]
    if abs(moved) < 0.5 and all(abs(by["total"]) < 0.5 for by in found.causes.values()):
        return f"Resultatet er uændret fra {first} til {last}."
    cause = max(CAUSES_DA, key=lambda name: abs(found.causes[name]["total"]))
    up = "steget" if moved >= 0 else "faldet"
    return (
        f"Fra {first} til {last} er resultatet i alt {up} med {kroner(abs(moved))} kr. Mest betyder "
        f"{CAUSES_DA[cause].lower()}: {kroner(found.causes[cause]['total'])} kr."
    )


def month_rows(months: Sequence[MonthResult], row: str) -> pd.DataFrame:
    """A row per stored month: the net result as it was stored, and nine of ten draws around it."""
    return pd.DataFrame(
        [
            {
                "month": pd.Timestamp(one.stored.month),
                "net": one.stored.result["net_present_value"][row],
                "low": one.simulation.percentiles["5"][row],
                "high": one.simulation.percentiles["95"][row],
                "shown": kroner(one.stored.result["net_present_value"][row]),
            }
            for one in months
        ]
    )


def month_table(months: Sequence[MonthResult]) -> pd.DataFrame:
    """The stored months in words."""
    return pd.DataFrame(
        [
            {
                "Måned": danish_month(one.stored.month),
                "Version": str(one.stored.version),
                "Succesrate": f"{percent(one.stored.success_rate, 1)} "
                f"{'observeret' if one.stored.whence == 'observed' else 'egen'}",
                "Deltagere": number(one.stored.participants, 0),
                "Netto i alt": kroner(one.stored.result["net_present_value"]["total"]),
                "9 af 10 beregninger": f"{kroner(one.simulation.percentiles['5']['total'])} til "
                f"{kroner(one.simulation.percentiles['95']['total'])}",
                "Netto, kommune": kroner(one.stored.result["net_present_value"]["municipality"]),
            }
            for one in months
        ]
    )
