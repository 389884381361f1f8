"""How many more citizens must be assessed before the decision is safe, and what the next one would change."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.special import betainc

from som_engine.net_result import ZERO_KRONER
from som_engine.roll_out import Array, RollOut
from som_engine.success import ENOUGH_ASSESSED, FLAT, ObservedRate, net_rate, rate_used
from som_engine.uncertain_input import RATE, Calculation
from som_engine.uncertainty import DRAWS, SEED, by_row, draw, with_total

SAFELY_POSITIVE, SAFELY_NEGATIVE = 0.9, 0.1
MOST_CITIZENS = 500
POINTS = 200
"""The turning points of the draws are summed up by so many of their quantiles."""


@dataclass(frozen=True)
class MoreCitizens:
    """By total and payer: P(net > 0) on what is observed now, and how many more to assess (None: not within 500)."""

    probability_now: dict[str, float]
    needed: dict[str, int | None]


def more_citizens(calculation: Calculation, draws: int = DRAWS, seed: int = SEED) -> MoreCitizens | None:
    """The fewest further citizens, succeeding at the observed rate, after which P(net > 0) is at least 0.9 or at most 0.1.

    Counted from what is observed even where too few are assessed for the calculation to use it; then at least so many
    that enough are. None where nobody is assessed.
    """
    seen = calculation.rate.observed
    if seen is None or seen.beta is None or not seen.assessed or seen.rate is None:
        return None
    further = np.arange(MOST_CITIZENS + 1)
    a, b = seen.beta[0] + further * seen.rate, seen.beta[1] + further * (1 - seen.rate)
    chances = np.array([_chance(a, b, turns) for turns in _turning_points(calculation, seen, draws, seed)])
    enough = seen.assessed + further >= ENOUGH_ASSESSED
    safe = ((chances >= SAFELY_POSITIVE) | (chances <= SAFELY_NEGATIVE)) & enough
    names = list(by_row(chances[:, 0]))
    needed = {row: int(np.argmax(found)) if found.any() else None for row, found in zip(names, safe, strict=True)}
    return MoreCitizens(by_row(chances[:, 0]), needed)


def _turning_points(calculation: Calculation, seen: ObservedRate, draws: int, seed: int) -> Iterator[tuple[Any, Any]]:
    """For total and payers, in every draw of the other inputs: the gross rate at which the net turns, and which way."""
    others = [drawn for drawn in calculation.ranged if drawn.address != RATE]
    at = calculation.at(draw(others, draws, seed))
    rolled = RollOut(calculation.case, at)
    given = calculation.case.effect.counterfactual
    counterfactual = at(given) if given else seen.counterfactual or 0.0
    for gain, cost in zip(with_total(rolled.pv_gain), with_total(rolled.pv_cost), strict=True):
        yield _turns(*np.broadcast_arrays(gain, cost, counterfactual))


def _turns(gain: Array, cost: Array, counterfactual: Array) -> tuple[Any, Any]:
    """Gross rates above which (rising) or below which the net is positive; -1 and 2 lie below and above every rate."""
    flat, rising = np.abs(gain) <= ZERO_KRONER, gain >= -ZERO_KRONER
    net = cost / np.where(flat, 1.0, gain)
    limits = np.where((net < 0) | ((net == 0) & ~rising), -1.0, net + counterfactual)
    return np.where(flat, np.where(cost < -ZERO_KRONER, -1.0, 2.0), limits), rising


def _chance(a: Any, b: Any, turns: tuple[Any, Any]) -> Array:
    """P(net > 0) for each Beta(a, b) of the gross rate, over the draws of the other inputs."""
    limits, rising = turns
    chance = np.zeros(len(a))
    for upward in (True, False):
        of_these = limits[rising == upward]
        if not of_these.size:
            continue
        points = min(POINTS, of_these.size)
        places = (np.arange(points) + 0.5) / points
        spread = np.clip(np.quantile(of_these, places, method="inverted_cdf"), 0.0, 1.0)
        below = betainc(a[:, None], b[:, None], spread).mean(axis=1)
        chance += (1 - below if upward else below) * of_these.size / limits.size
    return chance


@dataclass(frozen=True)
class NextCitizen:
    """The calculation after one more assessed citizen: a success or a failure."""

    after_success: Calculation
    after_failure: Calculation


def next_citizen(calculation: Calculation) -> NextCitizen | None:
    """The calculation if the next citizen succeeds, and if not; None where it is not known how many succeeded."""
    seen = calculation.rate.observed
    if seen is None or seen.assessed is None or (seen.assessed and seen.beta is None):
        return None
    return NextCitizen(_after(calculation, seen, True), _after(calculation, seen, False))


def _after(calculation: Calculation, seen: ObservedRate, success: bool) -> Calculation:
    """The calculation with one more citizen assessed."""
    before = round(seen.beta[0] - FLAT.successes) if seen.beta else 0
    successes, assessed = before + success, (seen.assessed or 0) + 1
    given = calculation.case.effect.counterfactual
    rate = successes / assessed
    net = net_rate(rate, given.value if given else seen.counterfactual or 0.0)
    more = replace(
        seen, successes=successes, assessed=assessed, rate=rate, net_rate=net, enough=assessed >= ENOUGH_ASSESSED
    )
    return Calculation(calculation.case, rate_used(calculation.case, more))
