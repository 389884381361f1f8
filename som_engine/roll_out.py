"""The net result of a case in one go, for one set of numbers or for thousands of draws of them.

The same formulas as the lines of net_result (Consequence.gains and Cost.by_payer); what differs is that the years are
summed by weights instead of one line at a time. Arrays have the payers first, in the order of PAYERS, and the draws
last (one column where nothing is drawn). Kroner are real, in the case's price year; costs and gains are positive.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any

import numpy as np

from som_engine.case import Case
from som_engine.consequence import Consequence, each_year
from som_engine.number import PAYERS, At, value_of
from som_engine.refunds import Split

Array = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class RollOut:
    """A case with its numbers read by `at`: a value each, or an array of draws. Gains are at full success."""

    case: Case
    at: At = value_of

    @cached_property
    def factors(self) -> Array:
        """What a krone of each year counts for in year 0: a row per year."""
        years = np.arange(self.case.years)[:, None]
        return np.asarray((1.0 + np.atleast_1d(self.at(self.case.discount_rate))) ** -years, dtype=float)

    @cached_property
    def pv_cost(self) -> Array:
        """Present value of the costs: payer, draw."""
        weights = self.factors if self.case.discount_costs else np.ones((self.case.years, 1))
        return self._costs(weights[None])[:, 0]

    @cached_property
    def pv_gain(self) -> Array:
        """Present value of the gains if everybody succeeds: payer, draw."""
        return self._gains(self.factors[None])[:, 0]

    @cached_property
    def cost_by_year(self) -> Array:
        """The costs of each year, not discounted: payer, year, draw."""
        return self._costs(np.eye(self.case.years)[:, :, None])

    @cached_property
    def gain_by_year(self) -> Array:
        """The gains of each year if everybody succeeds, not discounted: payer, year, draw."""
        return self._gains(np.eye(self.case.years)[:, :, None])

    def net_present_value(self, success_rate: Any) -> Array:
        """The discounted net result: payer, draw."""
        return success_rate * self.pv_gain - self.pv_cost

    def discounted_by_year(self, success_rate: Any) -> Array:
        """What each year counts for in the net present value: payer, year, draw."""
        of_costs = self.factors if self.case.discount_costs else 1.0
        return success_rate * self._discounted_gains() - self.cost_by_year * of_costs

    def _discounted_gains(self) -> Array:
        """The gains of each year at full success, discounted: payer, year, draw."""
        if self.factors.shape[1] > 1:
            return self.gain_by_year * self.factors
        return self._gains(np.diag(self.factors[:, 0])[:, :, None])

    def _costs(self, weights: Array) -> Array:
        """Sums of the costs over the years, one for each row of weights (row, year, draw): payer, row, draw."""
        case, sums = self.case, _nothing(weights)
        for cost in case.costs:
            for t in range(case.years)[cost.falls_in(len(case.participants))]:
                for payer, kroner in cost.by_payer(t, case.participants, self._days[t], self.at).items():
                    sums[payer] = sums[payer] + weights[:, t] * kroner
        return _stacked(sums)

    def _gains(self, weights: Array) -> Array:
        """Sums of the gains over the years, one for each row of weights (row, year, draw): payer, row, draw.

        Consequences that come in the same years by rules of the same years are weighed together, or each by itself where
        there are fewer sums than years.
        """
        horizon, sums = self.case.horizon_years, _nothing(weights)
        each_first = len(weights) < horizon
        for (lag, years), alike in self._alike().items():
            weigh = partial(_summed, self._years_after(weights, years, lag))
            gains: dict[str, Any] = {}
            for consequence, on in alike:
                found = consequence.gains(on, horizon, self.at, weigh if each_first else each_year)
                for payer, kroner in found.items():
                    gains[payer] = _plus(gains.get(payer), kroner)
            for payer, kroner in gains.items():
                sums[payer] = _plus(sums[payer], kroner if each_first else weigh(kroner))
        return _stacked(sums)

    def _alike(self) -> dict[tuple[int, tuple[int, ...]], list[tuple[Consequence, date]]]:
        """The consequences by their lag and the years that one rule of who pays is in force, each with a day of the rule."""
        alike: dict[tuple[int, tuple[int, ...]], list[tuple[Consequence, date]]] = {}
        for consequence in self.case.consequences:
            for on, years in self._rules(consequence.price.split):
                alike.setdefault((self.case.lag_of(consequence), years), []).append((consequence, on))
        return alike

    def _rules(self, split: Split) -> list[tuple[date, tuple[int, ...]]]:
        """A day of each rule of who pays, and the years of the calculation in which that rule is in force."""
        years: dict[Any, list[int]] = {}
        for t, day in enumerate(self._days):
            years.setdefault(split.rule_on(day), []).append(t)
        return [(self._days[ruled[0]], tuple(ruled)) for ruled in years.values()]

    @cached_property
    def _days(self) -> list[date]:
        return [date(self.case.base_year + t, 1, 1) for t in range(self.case.years)]

    def _years_after(self, weights: Array, years: tuple[int, ...], lag: int) -> Array:
        """What a unit in each year after the cohort counts for, over all cohorts and these years: row, year, draw."""
        case = self.case
        if len(years) < case.years:
            weights = weights * np.isin(np.arange(case.years), years)[:, None]
        sums: Any = 0.0
        for first, participants in enumerate(case.participants, start=lag):
            sums = sums + weights[:, first : first + case.horizon_years] * self.at(participants)
        return np.asarray(sums)


def _summed(weights: Array, units: Array) -> Array:
    """Units of each year after the cohort (year, draw) summed by weights (row, year, draw): row, draw."""
    if weights.shape[2] == 1:
        return weights[:, :, 0] @ units
    return np.einsum("ryd,yd->rd", weights, np.broadcast_to(units, weights.shape[1:]))


def _plus(one: Any, other: Any) -> Any:
    """The sum, in the memory of the first where that is as large and ours to use."""
    if one is None:
        return other
    if np.shape(one) != np.shape(other):
        return one + other
    one += other
    return one


def _nothing(weights: Array) -> dict[str, Any]:
    return {payer: np.zeros((len(weights), 1)) for payer in PAYERS}


def _stacked(sums: dict[str, Any]) -> Array:
    return np.array(np.broadcast_arrays(*sums.values()))
