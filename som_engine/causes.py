"""Why the net result changed between two calculations: its causes, split fairly so that they add up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from som_engine.case import Case
from som_engine.consequence import Consequence
from som_engine.cost import Cost, RefundedCost
from som_engine.fair_split import fair_split
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
    parts = fair_split(names, lambda taken: _net(_mixed(before, after, taken)))
    first, last = _net(_mixed(before, after, frozenset())), _net(_mixed(before, after, frozenset(names)))
    return Change(by_row(first), by_row(last), {name: by_row(part) for name, part in parts.items()})


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
