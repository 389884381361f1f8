"""The net result when every ranged input is drawn at once: chances, percentiles, bands and what certainty is worth.

Each input has a stream of random numbers of its own (from the seed and its address), so that two versions of a case
are compared on the same draws, and a range that is added does not move the draws of the others. What is drawn is the
place of each input in its distribution; its numbers are made from it some draws at a time, so that they stay in the
processor's cache.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zlib import crc32

import numpy as np
import scipy  # its stats and optimize are slow to import: reached when they are used
from scipy.special import betainc, ndtri

from som_engine.distribution import Beta, Distribution, distribution
from som_engine.net_result import ZERO_KRONER
from som_engine.number import PAYERS
from som_engine.roll_out import Array, RollOut
from som_engine.uncertain_input import Calculation, Input

DRAWS, SEED = 10_000, 1
PERCENTILES = (5, 25, 50, 75, 95)
ROWS = ("total", *PAYERS)
ONE_AT_A_TIME = 2_000
"""Evenly spread quantiles of an input that is drawn alone."""
SOBOL_DRAWS = 512
AT_A_TIME = 2_500


@dataclass(frozen=True)
class Simulation:
    """A calculation drawn so many times; arrays have the total and then the payers first, the draws last.

    `places` is where each ranged input lies in its distribution, by its address.
    """

    calculation: Calculation
    draws: int
    seed: int
    places: Mapping[str, Array]

    @cached_property
    def net_present_value(self) -> Array:
        """Kroner: total and payers, draw."""
        return self._drawn(lambda rate, rolled: rolled.net_present_value(rate))

    def _drawn(self, found: Callable[[Any, RollOut], Array], *rows: int) -> Array:
        """What is found by payer (first) in every draw (last), with the total; `rows` are what lies between."""
        values = np.empty((len(ROWS), *rows, self.draws))
        for some, rate, rolled in self._blocks():
            values[1:, ..., some] = found(rate, rolled)
            values[0, ..., some] = values[1:, ..., some].sum(axis=0)
        return values

    def _blocks(self) -> Iterator[tuple[slice, Any, RollOut]]:
        """Some draws at a time: which, their success rate, and the calculation."""
        calculation, shapes = self.calculation, _shapes(self.calculation.ranged)
        for first in range(0, self.draws, AT_A_TIME):
            some = slice(first, first + AT_A_TIME)
            at = calculation.at(_Drawn(shapes, self.places, some))
            yield some, calculation.success_rate(at), RollOut(calculation.case, at)

    @cached_property
    def success_rate(self) -> Array:
        """The net success rate in every draw."""
        rates = np.empty(self.draws)
        for some, rate, _ in self._blocks():
            rates[some] = rate
        return rates

    @cached_property
    def mean(self) -> dict[str, float]:
        """The mean net present value."""
        return by_row(self.net_present_value.mean(axis=1))

    @cached_property
    def sd(self) -> dict[str, float]:
        """The standard deviation of the net present value; 0 of a single draw."""
        return by_row(self.net_present_value.std(axis=1, ddof=1 if self.draws > 1 else 0))

    @cached_property
    def probability_positive(self) -> dict[str, float]:
        """The share (0-1) of the draws in which the net present value is above zero."""
        return by_row((self.net_present_value > ZERO_KRONER).mean(axis=1))

    @cached_property
    def percentiles(self) -> dict[str, dict[str, float]]:
        """The net present value by percentile, then by total and payer."""
        found = percentiles(self.net_present_value)
        return {str(percentile): by_row(row) for percentile, row in zip(PERCENTILES, found, strict=True)}

    @cached_property
    def discounted_by_year(self) -> Array:
        """What each year counts for: total and payers, year, draw."""
        return self._drawn(lambda rate, rolled: rolled.discounted_by_year(rate), self.calculation.case.years)

    @cached_property
    def year_bands(self) -> Array:
        """Percentiles of each year by itself: percentile, total and payers, year."""
        return percentiles(self.discounted_by_year)

    @cached_property
    def cumulative_bands(self) -> Array:
        """Percentiles of the net result up to and including each year: percentile, total and payers, year."""
        running, bands = (
            np.zeros((len(ROWS), self.draws)),
            np.empty((len(PERCENTILES), *self.discounted_by_year.shape[:2])),
        )
        for t in range(bands.shape[2]):
            running += self.discounted_by_year[:, t]
            bands[:, :, t] = percentiles(running)
        return bands

    @cached_property
    def balance_years(self) -> dict[int | None, float]:
        """The share of the draws with each balance year (t), None for those that stay in the red at the end."""
        in_the_red = np.cumsum(self.discounted_by_year[0], axis=0) < -ZERO_KRONER
        years = len(in_the_red)
        last = np.where(in_the_red.any(axis=0), years - 1 - np.argmax(in_the_red[::-1], axis=0), -1)
        shares = np.bincount(last + 1, minlength=years + 1) / self.draws
        found: dict[int | None, float] = {t: float(share) for t, share in enumerate(shares[:years]) if share}
        return found | {None: float(shares[years])}

    @cached_property
    def evpi(self) -> dict[str, float]:
        """What it is worth (kroner) to know the success rate before deciding; only the success rate is uncertain."""
        return value_of_the_rate(self.calculation)


def simulate(calculation: Calculation, draws: int = DRAWS, seed: int = SEED) -> Simulation:
    """Draw every ranged input at once; raises CaseError for a range that no distribution has."""
    return Simulation(calculation, draws, seed, _places(calculation.ranged, draws, seed))


def draw(inputs: Sequence[Input], draws: int, seed: int) -> dict[str, Array]:
    """The draws of these inputs, by the address of each of their numbers."""
    return dict(_Drawn(_shapes(inputs), _places(inputs, draws, seed), slice(draws)))


def _places(inputs: Sequence[Input], draws: int, seed: int) -> dict[str, Array]:
    """Where each input lies in its distribution: standard deviations from the middle, or the share itself of a beta."""
    places: dict[str, Array] = {}
    for drawn in inputs:
        stream = np.random.default_rng([seed, crc32(drawn.address.encode())])
        shape = drawn.beta
        places[drawn.address] = stream.standard_normal(draws) if shape is None else stream.beta(shape.a, shape.b, draws)
    return places


def _shapes(inputs: Sequence[Input]) -> dict[str, tuple[str, Distribution]]:
    """For each ranged number by its address: the input it is drawn with, and its distribution."""
    return {
        number.address: (drawn.address, distribution(number))
        for drawn in inputs
        for number in drawn.numbers
        if number.ranged
    }


class _Drawn(Mapping[str, Array]):
    """The numbers by address in some of the draws, each made when it is read: most are read once, and few are kept."""

    def __init__(
        self, shapes: Mapping[str, tuple[str, Distribution]], places: Mapping[str, Array], some: slice
    ) -> None:
        self._shapes, self._places, self._some = shapes, places, some

    def __getitem__(self, address: str) -> Array:
        drawn, shape = self._shapes[address]
        place = self._places[drawn][self._some]
        return place if isinstance(shape, Beta) else np.asarray(shape.quantile(None, place))

    def __iter__(self) -> Iterator[str]:
        return iter(self._shapes)

    def __len__(self) -> int:
        return len(self._shapes)

    def __contains__(self, address: object) -> bool:
        return address in self._shapes


def percentiles(values: Array) -> Array:
    """The PERCENTILES of the last axis, first: between two values in proportion, as numpy.percentile has them.

    Sorting the whole is several times as fast as numpy.percentile, which looks for each by itself.
    """
    places = np.array(PERCENTILES) / 100 * (values.shape[-1] - 1)
    below = places.astype(int)
    above = np.minimum(below + 1, values.shape[-1] - 1)
    found = np.empty((len(PERCENTILES), *values.shape[:-1]))
    for row in np.ndindex(values.shape[:-1]):
        ranked = np.sort(values[row])
        found[:, *row] = ranked[below] + (ranked[above] - ranked[below]) * (places - below)
    return found


def with_total(values: Array) -> Array:
    """Payers first, to the total and then the payers."""
    return np.concatenate([values.sum(axis=0, keepdims=True), values])


def by_row(values: Any) -> dict[str, float]:
    """An array of the total and the payers as numbers by name."""
    return {row: float(value) for row, value in zip(ROWS, values, strict=True)}


def at_value(calculation: Calculation) -> RollOut:
    """The calculation with every input at its value."""
    return RollOut(calculation.case, calculation.at({}))


def value_of_the_rate(calculation: Calculation) -> dict[str, float]:
    """E[max(0, net)] - max(0, E[net]) in kroner with only the success rate drawn, exact by the beta distribution."""
    rolled, shape = at_value(calculation), distribution(calculation.gross_rate)
    if not isinstance(shape, Beta):
        return dict.fromkeys(ROWS, 0.0)
    given = calculation.counterfactual
    taken = given.value if given else 0.0
    pairs = zip(with_total(rolled.pv_gain)[:, 0], with_total(rolled.pv_cost)[:, 0], strict=True)
    return by_row([_value_of_knowing(shape, taken, gain, cost) for gain, cost in pairs])


def _value_of_knowing(shape: Beta, counterfactual: float, gain: float, cost: float) -> float:
    """The value of knowing the rate for one who gains so much at full success."""
    mean = gain * _excess(shape, counterfactual) - cost
    if abs(gain) <= ZERO_KRONER:
        return 0.0
    turns = cost / gain
    if turns <= 0:
        return 0.0
    beyond = gain * _excess(shape, counterfactual + turns)
    best = beyond if gain > 0 else mean - beyond
    return float(max(0.0, best - max(0.0, mean)))


def _excess(shape: Beta, limit: float) -> float:
    """E[max(0, rate - limit)]."""
    if limit >= 1:
        return 0.0
    a, b = shape.a, shape.b
    above, weighted = 1 - betainc(a, b, limit), a / (a + b) * (1 - betainc(a + 1, b, limit))
    return float(weighted - limit * above)


def value_of_each_input(calculation: Calculation, count: int = ONE_AT_A_TIME) -> dict[str, dict[str, float]]:
    """The value (kroner) of knowing each ranged input by itself, the others at their value: by address, then payer."""
    shares = (np.arange(count) + 0.5) / count
    normal = ndtri(shares)
    found = {}
    for drawn in calculation.ranged:
        at = calculation.at(drawn.quantiles(shares, normal))
        values = with_total(RollOut(calculation.case, at).net_present_value(calculation.success_rate(at)))
        best, kept = np.maximum(0.0, values).mean(axis=1), np.maximum(0.0, values.mean(axis=1))
        found[drawn.address] = by_row(np.maximum(0.0, best - kept))
    if calculation.gross_rate.ranged:
        found[calculation.gross_rate.address] = value_of_the_rate(calculation)
    return found


@dataclass(frozen=True)
class Influence:
    """How much of the variance of the net result (total) an input accounts for: by itself, and with the others."""

    first_order: float
    total: float


def influences(calculation: Calculation, count: int = SOBOL_DRAWS, seed: int = SEED) -> dict[str, Influence]:
    """Sobol's indices of every ranged input, by address; none where nothing varies."""
    ranged = calculation.ranged

    def net(places: Any) -> Any:
        values: dict[str, Any] = {}
        for drawn, shares in zip(ranged, np.clip(places, 1e-9, 1 - 1e-9), strict=True):
            values |= drawn.quantiles(shares, ndtri(shares))
        at = calculation.at(values)
        return RollOut(calculation.case, at).net_present_value(calculation.success_rate(at)).sum(axis=0)

    if len(ranged) < 2 or np.ptp(net(np.linspace(0.05, 0.95, 16) * np.ones((len(ranged), 1)))) <= ZERO_KRONER:
        return {drawn.address: Influence(1.0, 1.0) for drawn in ranged if len(ranged) == 1}
    dists = [scipy.stats.uniform() for _ in ranged]
    found = scipy.stats.sobol_indices(func=net, n=count, dists=dists, rng=np.random.default_rng(seed))
    pairs = zip(ranged, found.first_order.ravel(), found.total_order.ravel(), strict=True)
    return {drawn.address: Influence(float(first), float(total)) for drawn, first, total in pairs}
