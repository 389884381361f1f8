"""What a case looks like as frames and sentences: consumption with and without, consequences, log book, comparison."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from app.case_words import BASES_DA, PERSONS_DA, UNITS_DA, names_of, place_da, value_da
from app.uncertainty_frames import steps_between
from pipelines.case_comparing import Comparison, InputChange
from pipelines.case_store import LogLine, Version
from pipelines.danish import moment, moment_day, number
from som_engine.case import Case
from som_engine.consequence import Consequence, Group
from som_engine.danish import MAIN_AREAS_DA, PAYERS_DA
from som_engine.net_result import NetResult

WITHOUT_DA = "uden indsatsen"
WITH_DA = "når det lykkes"
MOST_STEPS = 6
"""So many bars stand between two results; more cannot be read."""
ROWS_DA = {"total": "I alt", **PAYERS_DA}


def consumption(consequence: Consequence, horizon: int) -> pd.DataFrame:
    """A row per year after taking part and path: year, series, units; groups weighed to an average citizen."""
    paths = {WITHOUT_DA: consequence.without, WITH_DA: consequence.with_success}
    return pd.DataFrame(
        [
            {"year": year, "series": series, "units": _average(groups, year)}
            for series, groups in paths.items()
            for year in range(1, horizon + 1)
        ]
    )


def _average(groups: Sequence[Group], year: int) -> float:
    used = [group.weight.value * group.units[year - 1].value for group in groups if year <= len(group.units)]
    return float(sum(used))


def consumption_table(points: pd.DataFrame) -> pd.DataFrame:
    """A row per year: without, with, and the difference that counts."""
    wide = points.pivot(index="year", columns="series", values="units")
    difference = wide[WITH_DA] - wide[WITHOUT_DA]
    return pd.DataFrame(
        {
            "År efter": [str(year) for year in wide.index],
            "Uden indsatsen": [number(value, 1) for value in wide[WITHOUT_DA]],
            "Når det lykkes": [number(value, 1) for value in wide[WITH_DA]],
            "Forskel, der tæller": [number(value, 1) for value in difference],
        }
    )


def situation_da(points: pd.DataFrame) -> str:
    """Which of the two pictures it is: the use falls, or it rises less than it would have done; never the yearly change."""
    wide = points.pivot(index="year", columns="series", values="units")
    saved = float((wide[WITHOUT_DA] - wide[WITH_DA]).sum())
    counts = "Det, der tæller, er afstanden mellem de to linjer hvert år, ikke hvor meget linjen falder fra år til år."
    if not saved:
        return f"De to linjer er ens: Konsekvensen ændrer intet. {counts}"
    if saved < 0:
        return f"Borgeren bruger mere, når det lykkes: en udgift. {counts}"
    rises = wide[WITH_DA].iloc[-1] > wide[WITH_DA].iloc[0]
    told = "Forbruget stiger, men mindre end uden indsatsen" if rises else "Forbruget er lavere end uden indsatsen"
    return f"{told}: en besparelse. {counts}"


def consequence_table(case: Case, result: NetResult) -> pd.DataFrame:
    """A row per consequence: whose, what it rests on, and what it is worth over all payers."""
    return pd.DataFrame(
        [
            {
                "Konsekvens": one.name,
                "Gevinst, kr.": number(result.by_consequence.get(one.id, 0.0), 0),
                "Hovedområde": MAIN_AREAS_DA[one.main_area],
                "Hvem": PERSONS_DA[one.person],
                "Enhed": UNITS_DA.get(one.unit, one.unit),
                "Bygger på": BASES_DA[one.basis],
            }
            for one in case.consequences
        ]
    )


def log_table(lines: Sequence[LogLine], content: Mapping[str, Any]) -> pd.DataFrame:
    """The log book as a table: who, when, field, old, new, why."""
    names = names_of(content)
    return pd.DataFrame(
        [
            {
                "Version": str(line.version),
                "Hvornår": moment(line.at),
                "Hvem": line.who,
                "Felt": place_da(line.field, names),
                "Før": value_da(line.field, line.old),
                "Efter": value_da(line.field, line.new),
                "Hvorfor": line.why,
            }
            for line in lines
        ]
    )


def version_names(versions: Sequence[Version]) -> dict[int, str]:
    """What each version is called in a list, by its number."""
    return {
        found.version: f"Version {found.version}, {moment_day(found.made_at)}, {found.made_by}: {found.reason}"
        for found in versions
    }


def comparison_table(found: Comparison, names: Mapping[str, str]) -> pd.DataFrame:
    """A row per input that differs, with both values and its part of each payer's change; then the whole change."""
    rows = [
        {
            "Input": _input_da(one, names),
            "Før": "; ".join(value_da(change.field, change.old) for change in one.changes) or "–",
            "Efter": "; ".join(value_da(change.field, change.new) for change in one.changes) or "–",
            **{said: _signed(one.effect[row]) for row, said in ROWS_DA.items()},
        }
        for one in found.inputs
    ]
    whole = {said: _signed(found.after[row] - found.before[row]) for row, said in ROWS_DA.items()}
    return pd.DataFrame([*rows, {"Input": "Ændring i alt", "Før": "", "Efter": "", **whole}])


def comparison_steps(found: Comparison, names: Mapping[str, str]) -> pd.DataFrame:
    """The waterfall from one result to the other: the inputs that move it most, and the others as one."""
    moved = sorted(
        ((_input_da(one, names), one.effect["total"]) for one in found.inputs), key=lambda part: -abs(part[1])
    )
    parts, others = moved[:MOST_STEPS], moved[MOST_STEPS:]
    if others:
        parts.append((f"{len(others)} andre", sum(kroner for _, kroner in others)))
    return steps_between(("Fra", found.before["total"]), parts, ("Til", found.after["total"]))


def _input_da(one: InputChange, names: Mapping[str, str]) -> str:
    """What an input is called; those that can only change together are named together."""
    return " og ".join(place_da(name, names) for name in one.inputs)


def _signed(value: float) -> str:
    """Whole kroner with their sign."""
    return f"+{number(value, 0)}" if round(value) > 0 else number(value, 0)
