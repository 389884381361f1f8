"""From a case and a success rate to lines (year, payer, what, kroner); every total is a sum of lines.

Kroner are real, in the case's price year, and signed: a cost is negative and a gain positive, so the net result is the
plain sum. `discounted` is what the line counts for in the net present value.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np

from som_engine.case import Case
from som_engine.consequence import Consequence
from som_engine.number import PAYERS, At, value_of

BUDGET_YEARS = 4
ZERO_KRONER = 1e-6
"""Sums of kroner this near to zero are zero; the rest is rounding in the last binary digit."""


class Line(NamedTuple):
    """Kroner that one payer saves (positive) or spends (negative) in year t, because of one cost or consequence."""

    t: int
    year: int
    payer: str
    kind: str
    what: str
    main_area: str | None
    basis: str
    kroner: Any
    discounted: Any


@dataclass(frozen=True)
class YearResult:
    """One year of the result over all payers; `gain` is by payer, cost is positive."""

    t: int
    year: int
    cost: float
    gain: dict[str, float]
    net: float
    discounted: float
    cumulative: float


def cost_lines(case: Case, at: At = value_of) -> Iterator[Line]:
    """What the intervention costs each payer, per cost and year; discounted only where the case says so."""
    for t, on in _years(case):
        factor = _factor(case, t, at) if case.discount_costs else 1.0
        for cost in case.costs:
            for payer, kroner in cost.by_payer(t, case.participants, on, at).items():
                yield Line(t, on.year, payer, "cost", cost.name, None, cost.basis, -kroner, -kroner * factor)


def gain_lines(case: Case, at: At = value_of) -> Iterator[Line]:
    """What success saves each payer if everybody succeeds, per consequence and year, over all cohorts.

    Each cohort counts in its years after taking part.
    """
    cohorts = {lag: _cohorts(case, lag, at) for lag in {0, case.lag}}
    by_rule = {one.id: _gains_by_rule(case, one, cohorts[case.lag_of(one)], at) for one in case.consequences}
    for t, on in _years(case):
        factor = _factor(case, t, at)
        for one in case.consequences:
            gains = by_rule[one.id][one.price.split.rule_on(on)]
            for payer in PAYERS:
                kroner = gains[payer][t] if payer in gains else 0.0
                yield Line(t, on.year, payer, "gain", one.id, one.main_area, one.basis, kroner, kroner * factor)


def _at_rate(lines: Iterable[Line], success_rate: Any) -> Iterator[Line]:
    """Gains at full success as they are at a success rate."""
    return (Line(*line[:7], line.kroner * success_rate, line.discounted * success_rate) for line in lines)


def _gains_by_rule(case: Case, one: Consequence, cohorts: Any, at: At) -> dict[Any, dict[str, list[float]]]:
    """Kroner that each payer would save in each year of the calculation, by each rule that is ever in force."""
    days = {one.price.split.rule_on(on): on for _, on in _years(case)}
    return {
        rule: {
            payer: (cohorts @ kroner[:, 0]).tolist() for payer, kroner in one.gains(on, case.horizon_years, at).items()
        }
        for rule, on in days.items()
    }


def _years(case: Case) -> Iterator[tuple[int, date]]:
    """Every year of the calculation, and the day on which its rules are looked up."""
    return ((t, date(case.base_year + t, 1, 1)) for t in range(case.years))


def _factor(case: Case, t: int, at: At) -> Any:
    return (1 + at(case.discount_rate)) ** -t


def _cohorts(case: Case, lag: int, at: At) -> Any:
    """How many participants are in which year after taking part (across) in each year of the calculation (down)."""
    people, after = np.zeros((case.years, case.horizon_years)), np.arange(case.horizon_years)
    for cohort, participants in enumerate(case.participants):
        people[cohort + lag + after, after] = at(participants)
    return people


@dataclass(frozen=True)
class NetResult:
    """The result of a case at one success rate, as lines and as sums of them."""

    case: Case
    success_rate: float
    costs: tuple[Line, ...]
    gains: tuple[Line, ...]
    full_success_gains: tuple[Line, ...]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every line, costs first."""
        return self.costs + self.gains

    @cached_property
    def net_present_value(self) -> dict[str, float]:
        """The discounted net result, total and per payer."""
        return by_payer(self.lines, discounted)

    @cached_property
    def undiscounted(self) -> dict[str, float]:
        """The net result without discounting, total and per payer."""
        return by_payer(self.lines, kroner)

    @cached_property
    def pv_cost(self) -> dict[str, float]:
        """Present value of the costs (positive), total and per payer."""
        return {payer: 0.0 - value for payer, value in by_payer(self.costs, discounted).items()}

    @cached_property
    def pv_gain(self) -> dict[str, float]:
        """Present value of the gains, total and per payer."""
        return by_payer(self.gains, discounted)

    @cached_property
    def first_four_years(self) -> dict[str, float]:
        """The discounted net result of years 0-3, the budget frame."""
        return by_payer((line for line in self.lines if line.t < BUDGET_YEARS), discounted)

    @cached_property
    def per_participant(self) -> dict[str, float | None]:
        """The net present value per participant of all operating years; None when there are none."""
        participants = sum(number.value for number in self.case.participants)
        return {
            payer: value / participants if participants else None for payer, value in self.net_present_value.items()
        }

    @cached_property
    def by_year(self) -> tuple[YearResult, ...]:
        """One row per year of the calculation."""
        lines: list[list[Line]] = [[] for _ in range(self.case.years)]
        for line in self.lines:
            lines[line.t].append(line)
        rows = [self._year(t, of_year) for t, of_year in enumerate(lines)]
        cumulative = accumulate(row.discounted for row in rows)
        return tuple(
            YearResult(row.t, row.year, row.cost, row.gain, row.net, row.discounted, running)
            for row, running in zip(rows, cumulative, strict=True)
        )

    def _year(self, t: int, lines: list[Line]) -> YearResult:
        costs = [line for line in lines if line.kind == "cost"]
        gains = [line for line in lines if line.kind == "gain"]
        gain = by_payer(gains, kroner)
        cost = 0.0 - sum(line.kroner for line in costs)
        counted = sum(line.discounted for line in [*costs, *gains])
        return YearResult(t, self.case.base_year + t, cost, _payers_of(gain), gain["total"] - cost, counted, 0.0)

    @cached_property
    def by_main_area(self) -> dict[str, float]:
        """Discounted gain over all payers by main area."""
        return _grouped(self.gains, lambda line: str(line.main_area))

    @cached_property
    def by_consequence(self) -> dict[str, float]:
        """Discounted gain over all payers by consequence id."""
        return _grouped(self.gains, lambda line: line.what)

    @cached_property
    def break_even_success_rate(self) -> dict[str, float | None]:
        """The net success rate at which the net present value is zero; None when there is none from 0 to 1."""
        gains = by_payer(self.full_success_gains, discounted)
        return {payer: break_even(cost, gains[payer]) for payer, cost in self.pv_cost.items()}

    @cached_property
    def cannot_break_even(self) -> tuple[str, ...]:
        """Those whose break-even rate lies above 1: even if everybody succeeds, it does not pay for them."""
        gains = by_payer(self.full_success_gains, discounted)
        return tuple(payer for payer, cost in self.pv_cost.items() if ZERO_KRONER < gains[payer] < cost - ZERO_KRONER)

    @cached_property
    def balance_year(self) -> int | None:
        """The first t from which the cumulative discounted net result is not negative and stays so, else None."""
        in_the_red = [row.t for row in self.by_year if row.cumulative < -ZERO_KRONER]
        first = max(in_the_red, default=-1) + 1
        return first if first < self.case.years else None

    @property
    def assuming_equal_use(self) -> tuple[str, ...]:
        """Consequences whose split between payers assumes that all citizens use the same."""
        return tuple(found.id for found in self.case.consequences if found.assumes_equal_use)


def net_result(case: Case, success_rate: float, at: At = value_of) -> NetResult:
    """The net result of a case at a net success rate (0-1)."""
    costs = tuple(cost_lines(case, at))
    full = tuple(gain_lines(case, at))
    return NetResult(case, success_rate, costs, tuple(_at_rate(full, success_rate)), full)


def break_even(pv_cost: float, full_success_gain: float) -> float | None:
    """Present value of costs over that of gains at full success; None without a gain, and above 1."""
    if full_success_gain <= ZERO_KRONER or pv_cost > full_success_gain + ZERO_KRONER:
        return None
    return min(1.0, max(0.0, pv_cost / full_success_gain))


def kroner(line: Line) -> Any:
    """What a line is worth in its own year."""
    return line.kroner


def discounted(line: Line) -> Any:
    """What a line counts for in the net present value."""
    return line.discounted


def by_payer(lines: Iterable[Line], worth: Callable[[Line], Any]) -> dict[str, Any]:
    """The sum of lines in total and per payer; the total is the sum over payers."""
    sums = dict.fromkeys(PAYERS, 0.0) | _grouped(lines, lambda line: line.payer, worth)
    return {"total": sum(sums.values()), **sums}


def _payers_of(values: dict[str, Any]) -> dict[str, Any]:
    return {payer: values[payer] for payer in PAYERS}


def _grouped(
    lines: Iterable[Line], name: Callable[[Line], str], worth: Callable[[Line], Any] = discounted
) -> dict[str, Any]:
    sums: dict[str, Any] = {}
    for line in lines:
        sums[name(line)] = sums.get(name(line), 0.0) + worth(line)
    return sums
