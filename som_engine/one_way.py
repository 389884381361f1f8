"""What the result turns on, one input at a time, two at a time, and where it is exactly zero."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from som_engine.case import Case
from som_engine.net_result import ZERO_KRONER, break_even
from som_engine.number import Number
from som_engine.roll_out import Array, RollOut
from som_engine.uncertain_input import RATE, Calculation, Input
from som_engine.uncertainty import at_value, by_row, with_total

GRID = 50
CHEAPEST, DEAREST = 0.5, 1.5


@dataclass(frozen=True)
class Swing:
    """An input at its low and its high, the rest at their value; `assumed` where low and high are 20 % to either side.

    value, low and high have one number per year for a path and for participants, else one; kroner are by total and payer.
    """

    address: str
    name: str
    basis: str | None
    assumed: bool
    value: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    at_low: dict[str, float]
    at_high: dict[str, float]

    @property
    def kroner(self) -> float:
        """How far apart the total is at low and at high."""
        return abs(self.at_high["total"] - self.at_low["total"])


def one_way(calculation: Calculation) -> list[Swing]:
    """Every input at its low and its high, the largest swing of the total first: the tornado."""
    inputs = calculation.inputs
    ends = [found.ends() for found in inputs]
    columns = _columns(inputs, ends)
    at = calculation.at(columns)
    values = with_total(RollOut(calculation.case, at).net_present_value(calculation.success_rate(at)))
    values = np.broadcast_to(values, (len(values), 2 * len(inputs)))
    swings = [
        _swing(calculation, found, end, values[:, 2 * place], values[:, 2 * place + 1])
        for place, (found, end) in enumerate(zip(inputs, ends, strict=True))
    ]
    return sorted(swings, key=lambda swing: -swing.kroner)


def _columns(inputs: Sequence[Input], ends: Sequence[tuple[list[float], list[float]]]) -> dict[str, Array]:
    """Each number with two columns per input: its value everywhere but in those of its own input."""
    columns = {}
    for place, (found, (lows, highs)) in enumerate(zip(inputs, ends, strict=True)):
        for number, low, high in zip(found.numbers, lows, highs, strict=True):
            column = np.full(2 * len(inputs), number.value)
            column[2 * place : 2 * place + 2] = low, high
            columns[number.address] = column
    return columns


def _swing(
    calculation: Calculation, found: Input, ends: tuple[list[float], list[float]], at_low: Any, at_high: Any
) -> Swing:
    """One row of the tornado; the success rate is told net, as --set takes it."""
    value, low, high = [number.value for number in found.numbers], *ends
    given = calculation.counterfactual
    if found.address == RATE and given is not None:
        value, low, high = ([max(0.0, rate - given.value) for rate in rates] for rates in (value, low, high))
    return Swing(
        found.address,
        found.name,
        found.basis,
        not found.ranged,
        tuple(value),
        tuple(low),
        tuple(high),
        by_row(at_low),
        by_row(at_high),
    )


def at_values(calculation: Calculation, address: str, values: Sequence[float]) -> list[dict[str, float]]:
    """The net present value by total and payer with one number at each of some values; the success rate is net."""
    given = np.asarray(values, dtype=float)
    at = calculation.at({} if address == RATE else {address: given})
    rate = given if address == RATE else calculation.success_rate(at)
    found = with_total(RollOut(calculation.case, at).net_present_value(rate))
    return [by_row(column) for column in np.broadcast_to(found, (len(found), len(given))).T]


def scaled(
    calculation: Calculation,
    success_rate: float,
    costs: float,
    participants: float,
    more: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """The net present value by total and payer at a net success rate, with costs and participants times a factor.

    `more` are other numbers by their address, which then are what they are said to be.
    """
    amounts = {cost.amount.address: cost.amount.value * costs for cost in calculation.case.costs}
    people = {number.address: number.value * participants for number in calculation.case.participants}
    rolled = RollOut(calculation.case, calculation.at(amounts | people | dict(more or {})))
    return by_row(with_total(rolled.net_present_value(success_rate))[:, 0])


@dataclass(frozen=True)
class Lever:
    """Numbers that are scaled together, and how much they are now: the participants, or a kind of cost."""

    name: str
    numbers: tuple[Number, ...]
    amount: float


def levers(case: Case) -> dict[str, Lever]:
    """What a break-even can be asked of, apart from the success rate."""
    per_participant = tuple(cost.amount for cost in case.costs if cost.per == "participant")
    every = tuple(cost.amount for cost in case.costs)
    costs = at_pv_cost(case)
    return {
        "participants": Lever("Deltagere i alt", case.participants, sum(number.value for number in case.participants)),
        "cost_per_participant": Lever(
            "Omkostning pr. deltager", per_participant, sum(number.value for number in per_participant)
        ),
        "costs": Lever("Omkostninger i alt (nutidsværdi)", every, costs),
    }


def at_pv_cost(case: Case) -> float:
    """Present value of all costs over all payers."""
    return float(RollOut(case).pv_cost.sum())


@dataclass(frozen=True)
class Turn:
    """Where a result is zero along a lever: pays from there (at_least), up to there (at_most), always or never."""

    pays: str
    amount: float | None


def break_even_of(calculation: Calculation, lever: Lever) -> dict[str, Turn]:
    """For the total and each payer: the amount of the lever at which the net present value is zero."""
    if not lever.numbers or not lever.amount:
        return {}
    scaled = {number.address: number.value * np.array([0.0, 1.0]) for number in lever.numbers}
    at = calculation.at(scaled)
    values = with_total(RollOut(calculation.case, at).net_present_value(calculation.success_rate(at)))
    values = np.broadcast_to(values, (len(values), 2))
    return {
        row: _turn(without, now - without, lever.amount)
        for row, without, now in zip(by_row(values[:, 0]), *values.T.tolist(), strict=True)
    }


def _turn(without: float, more: float, amount: float) -> Turn:
    """The zero of without + x * more for x >= 0, as an amount of the lever."""
    from_nothing = 0.0 if abs(without) <= ZERO_KRONER else without
    if abs(more) <= ZERO_KRONER or from_nothing * more >= 0:
        pays = from_nothing + more >= -ZERO_KRONER
        return Turn("always" if pays else "never", None)
    return Turn("at_least" if more > 0 else "at_most", -without / more * amount)


@dataclass(frozen=True)
class Grid:
    """The net present value at each success rate (down) and cost (across): rows of total and payers, rate, cost."""

    of: Lever
    success_rates: Array
    costs: Array
    net_present_value: Array
    zero_line: dict[str, list[float | None]]


def grid(calculation: Calculation, size: int = GRID) -> Grid:
    """Success rate by cost per participant, from half to one and a half times the cost (all costs where none is per head)."""
    found = levers(calculation.case)
    lever = found["cost_per_participant"] if found["cost_per_participant"].amount else found["costs"]
    scale = np.linspace(CHEAPEST, DEAREST, size)
    at = calculation.at({number.address: number.value * scale for number in lever.numbers})
    rolled = RollOut(calculation.case, at)
    gain = np.broadcast_to(with_total(rolled.pv_gain), (4, size))
    cost = np.broadcast_to(with_total(rolled.pv_cost), (4, size))
    rates = np.linspace(0.0, _highest_rate(calculation), size)
    values = rates[None, :, None] * gain[:, None, :] - cost[:, None, :]
    rows = by_row(np.zeros(4))
    pairs = {row: zip(cost[place].tolist(), gain[place].tolist(), strict=True) for place, row in enumerate(rows)}
    zeros = {row: [break_even(spent, gained) for spent, gained in found] for row, found in pairs.items()}
    return Grid(lever, rates, scale * lever.amount, values, zeros)


def _highest_rate(calculation: Calculation) -> float:
    """The top of the grid: twice the rate used, or one and a quarter of the break-even, whichever is higher; at most 1."""
    rolled = at_value(calculation)
    zero = break_even(float(rolled.pv_cost.sum()), float(rolled.pv_gain.sum()))
    return float(min(1.0, max(2 * calculation.rate.used, 1.25 * (zero or 0.0), 0.1)))


Recalculate = Callable[[Sequence[str]], Calculation]
"""The calculation of a case after some changes (`address=value`)."""


@dataclass(frozen=True)
class Scenario:
    """A named set of changes and what they give, by total and payer."""

    name: str
    changes: tuple[str, ...]
    success_rate: float
    net_present_value: dict[str, float]


def scenario(name: str, changes: Sequence[str], recalculate: Recalculate) -> Scenario:
    """The net present value after some changes; raises AddressError or CaseError for what cannot be."""
    calculation = recalculate(changes)
    rate = float(calculation.success_rate(calculation.at({})))
    values = with_total(at_value(calculation).net_present_value(rate))
    return Scenario(name, tuple(changes), rate, by_row(values[:, 0]))
