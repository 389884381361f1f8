"""Why the net result changed between two calculations: its causes, each weighed as the average over all orders.

With a cause taken from the later calculation and the rest from the earlier, the net result moves; how much depends on
what was changed before it. The average over every order (Shapley) is the only split that treats causes alike, gives
nothing to a cause that changes nothing, and adds up to the whole change.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from math import factorial

import numpy as np

from som_engine.case import Case
from som_engine.consequence import Consequence
from som_engine.cost import Cost, RefundedCost
from som_engine.roll_out import Array, RollOut
from som_engine.uncertainty import by_row, with_total

CAUSES_DA = {
    "success_rate": "Succesrate",
    "participants": "Deltagere",
    "costs": "Omkostninger",
    "prices_and_rules": "Priser og regler",
    "consequences": "Konsekvenser",
}


@dataclass(frozen=True)
class Run:
    """A case as it was calculated, and the net success rate it was calculated at."""

    case: Case
    success_rate: float


@dataclass(frozen=True)
class Change:
    """The net present value before and after, and what each cause adds; all by total and payer.

    before + the sum of causes = after.
    """

    before: dict[str, float]
    after: dict[str, float]
    causes: Mapping[str, dict[str, float]]


def change(before: Run, after: Run) -> Change:
    """Split the change in net present value between two runs on its causes."""
    names = tuple(CAUSES_DA)
    values = {
        taken: _net(_mixed(before, after, taken))
        for size in range(len(names) + 1)
        for taken in (frozenset(some) for some in combinations(names, size))
    }
    causes = {name: by_row(_average(name, values, len(names))) for name in names}
    return Change(by_row(values[frozenset()]), by_row(values[frozenset(names)]), causes)


def _average(cause: str, values: Mapping[frozenset[str], Array], count: int) -> Array:
    """What a cause adds, averaged over every order in which the causes may come."""
    without = [taken for taken in values if cause not in taken]
    weight = {size: factorial(size) * factorial(count - size - 1) / factorial(count) for size in range(count)}
    return np.sum([weight[len(taken)] * (values[taken | {cause}] - values[taken]) for taken in without], axis=0)


def _net(run: Run) -> Array:
    return with_total(RollOut(run.case).net_present_value(run.success_rate))[:, 0]


def _mixed(before: Run, after: Run, taken: frozenset[str]) -> Run:
    """The earlier run with some causes taken from the later."""
    chosen = {cause: after if cause in taken else before for cause in CAUSES_DA}
    prices, use = chosen["prices_and_rules"].case, chosen["consequences"].case
    case = replace(
        before.case,
        participants=chosen["participants"].case.participants,
        costs=tuple(_with_rule_of(cost, prices) for cost in chosen["costs"].case.costs),
        consequences=tuple(_with_price_of(consequence, prices) for consequence in use.consequences),
        horizon_years=use.horizon_years,
        lag=use.lag,
        base_year=prices.base_year,
        price_year=prices.price_year,
        discount_rate=prices.discount_rate,
        discount_costs=prices.discount_costs,
    )
    return Run(case, chosen["success_rate"].success_rate)


def _with_price_of(consequence: Consequence, case: Case) -> Consequence:
    """The consequence at the price of another case, where that has the consequence too."""
    found = next((other for other in case.consequences if other.id == consequence.id), consequence)
    return replace(consequence, price=found.price)


def _with_rule_of(cost: Cost, case: Case) -> Cost:
    """The cost by the refund rule of another case, where that has a cost of the name by a rule too."""
    found = next((other for other in case.costs if other.name == cost.name), cost)
    if isinstance(cost.payers, RefundedCost) and isinstance(found.payers, RefundedCost):
        return replace(cost, payers=replace(cost.payers, rule=found.payers.rule))
    return cost
