"""What the result is sensitive to, gathered: the tornado, values chosen by the user, the grid, break-evens, scenarios."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from som_engine.danish import PAYERS_DA, number, percent
from som_engine.net_result import NetResult, net_result
from som_engine.number import PAYERS
from som_engine.one_way import (
    Grid,
    Recalculate,
    Scenario,
    Swing,
    Turn,
    break_even_of,
    grid,
    levers,
    one_way,
    scenario,
)
from som_engine.result_text import LIMITS_DA, break_even_words, rate_text, success_rate_json, table
from som_engine.uncertain_input import Calculation
from som_engine.uncertainty import ROWS

PAYS_DA = {"at_least": "mindst", "at_most": "højst", "always": "altid", "never": "aldrig"}
SHOWN_IN_TABLE = 15


@dataclass(frozen=True)
class Sensitivity:
    """Everything the sensitivity command tells of a case."""

    calculation: Calculation
    result: NetResult
    one_way: list[Swing]
    values: list[Scenario]
    grid: Grid
    break_even: Mapping[str, Mapping[str, Turn]]
    scenarios: list[Scenario]


def sensitivity(
    calculation: Calculation,
    recalculate: Recalculate,
    values: Sequence[str] = (),
    scenarios: Sequence[tuple[str, Sequence[str]]] = (),
) -> Sensitivity:
    """`values` are single changes (address=value) calculated one by one, `scenarios` named sets of changes."""
    return Sensitivity(
        calculation,
        net_result(calculation.case, calculation.rate.used),
        one_way(calculation),
        [scenario(change, [change], recalculate) for change in values],
        grid(calculation),
        {name: break_even_of(calculation, lever) for name, lever in levers(calculation.case).items()},
        [scenario(name, changes, recalculate) for name, changes in scenarios],
    )


def sensitivity_json(found: Sensitivity) -> dict[str, Any]:
    """Kroner unrounded, by total and payers."""
    return {
        "case": found.calculation.case.id,
        "success_rate": success_rate_json(found.calculation.rate),
        "net_present_value": found.result.net_present_value,
        "one_way": [swing_json(swing) for swing in found.one_way],
        "values": [_scenario_json(chosen) for chosen in found.values],
        "grid": _grid_json(found.grid),
        "break_even": {
            "success_rate": found.result.break_even_success_rate,
            **{
                name: {row: {"pays": turn.pays, "amount": turn.amount} for row, turn in turns.items()}
                for name, turns in found.break_even.items()
            },
        },
        "scenarios": [_scenario_json(chosen) for chosen in found.scenarios],
    }


def swing_json(swing: Swing) -> dict[str, Any]:
    """One row of the tornado; a path and the participants have one value per year."""

    def shown(values: tuple[float, ...]) -> float | list[float]:
        return values[0] if len(values) == 1 else list(values)

    return {
        "address": swing.address,
        "name": swing.name,
        "basis": swing.basis,
        "range": "assumed" if swing.assumed else "given",
        "value": shown(swing.value),
        "low": shown(swing.low),
        "high": shown(swing.high),
        "at_low": swing.at_low,
        "at_high": swing.at_high,
        "swing": swing.kroner,
    }


def _scenario_json(chosen: Scenario) -> dict[str, Any]:
    return {
        "name": chosen.name,
        "set": list(chosen.changes),
        "success_rate": chosen.success_rate,
        "net_present_value": chosen.net_present_value,
    }


def _grid_json(found: Grid) -> dict[str, Any]:
    """Rows of success rates, columns of costs; zero_line is the success rate of zero at each cost, null above 1."""
    return {
        "of": found.of.name,
        "success_rates": found.success_rates.tolist(),
        "costs": found.costs.tolist(),
        "net_present_value": {row: values.tolist() for row, values in zip(ROWS, found.net_present_value, strict=True)},
        "zero_line": found.zero_line,
    }


def sensitivity_text(found: Sensitivity) -> str:
    """The same in Danish, the grid left out."""
    parts = [
        f"{found.calculation.case.title}\n{rate_text(found.calculation.rate)}",
        _tornado_table(found.one_way),
        _scenario_table("Valgte værdier", found.values),
        _scenario_table("Scenarier", found.scenarios),
        break_even_text(found),
        LIMITS_DA,
    ]
    return "\n\n".join(part for part in parts if part)


def _tornado_table(swings: Sequence[Swing]) -> str:
    heads = ["Ét tal ad gangen", "Lav", "Høj", "Netto ved lav", "Netto ved høj", "Udsving"]
    rows = [
        [
            swing.name,
            values_da(swing.low),
            values_da(swing.high),
            number(swing.at_low["total"], 0),
            number(swing.at_high["total"], 0),
            number(swing.kroner, 0),
        ]
        for swing in swings[:SHOWN_IN_TABLE]
    ]
    left = len(swings) - len(rows)
    more = f"\nog {left} tal til, der betyder mindre." if left else ""
    return f"{table(heads, rows)}{more}\nUden low og high er tallet sat 20 % ned og op, så langt det må."


def values_da(values: Sequence[float]) -> str:
    """One number, or the first and last of several."""
    shown = [number(value, 2 if abs(value) < 10 else 0) for value in values]
    if not shown:
        return "-"
    return shown[0] if len(set(shown)) == 1 else f"{shown[0]} ... {shown[-1]}"


def _scenario_table(title: str, chosen: Sequence[Scenario]) -> str:
    if not chosen:
        return ""
    rows = [
        [one.name, percent(one.success_rate, 1), *(number(one.net_present_value[row], 0) for row in ROWS)]
        for one in chosen
    ]
    return table([title, "Succesrate", *PAYERS_DA.values()], rows)


def break_even_text(found: Sensitivity) -> str:
    """Where the net result is zero, for the total and for each payer with something at stake."""
    rates = "; ".join(f"{PAYERS_DA[row]} {break_even_words(found.result, row)}" for row in ROWS)
    lines = ["Går i nul ved", f"  Succesrate: {rates}"]
    names = levers(found.calculation.case)
    for name, turns in found.break_even.items():
        said = [f"{PAYERS_DA[row]} {turn_words(turns[row])}" for row in ("total", *PAYERS) if row in turns]
        lines += [f"  {names[name].name}: {'; '.join(said)}"] if said else []
    return "\n".join(lines)


def turn_words(turn: Turn) -> str:
    """Where it pays, in words."""
    return PAYS_DA[turn.pays] if turn.amount is None else f"{PAYS_DA[turn.pays]} {number(turn.amount)}"
