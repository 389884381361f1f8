"""The inputs of a calculation that one may doubt, each varied and drawn as one.

An input is a number, or the numbers of one path of consumption or of the operating years: who doubts the level of an
effect doubts it in every year, so the years of a path share one draw. Years drawn one by one would even each other out
and make the result look surer than it is.
"""

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from som_engine.basis import rate_basis
from som_engine.case import Case
from som_engine.consequence import Consequence, Group
from som_engine.cost import Cost, RefundedCost, SharedCost
from som_engine.distribution import HIGH_END, LOW_END, Beta, distribution
from som_engine.number import SHARE, At, Number
from som_engine.refunds import FixedShares, Ladder
from som_engine.success import RateUsed

ASSUMED_LOW, ASSUMED_HIGH = 0.8, 1.2
RATE = "effect.success_rate"


@dataclass(frozen=True)
class Input:
    """Numbers that vary together, with the address that --set knows and a Danish name."""

    address: str
    name: str
    numbers: tuple[Number, ...]
    basis: str | None

    @property
    def ranged(self) -> bool:
        """Whether the case says how uncertain it is."""
        return any(number.ranged for number in self.numbers)

    @property
    def beta(self) -> Beta | None:
        """The distribution of a rate or share by itself; None for everything else."""
        shape = distribution(self.numbers[0]) if len(self.numbers) == 1 else None
        return shape if isinstance(shape, Beta) else None

    def ends(self) -> tuple[list[float], list[float]]:
        """Its low and its high: those of the case, else 20 % to either side, as far as that is allowed."""
        pairs = [_ends(number, self.ranged) for number in self.numbers]
        return [low for low, _ in pairs], [high for _, high in pairs]

    def quantiles(self, shares: Any, z: Any) -> dict[str, Any]:
        """The value of each of its numbers at these shares of the draws (z: the same in a standard normal)."""
        return {number.address: distribution(number).quantile(shares, z) for number in self.numbers if number.ranged}


def _ends(number: Number, others_ranged: bool) -> tuple[float, float]:
    if number.beta is not None:
        low, high = (float(distribution(number).quantile(share, None)) for share in (LOW_END, HIGH_END))
        return low, high
    if number.low is not None and number.high is not None:
        return number.low, number.high
    if others_ranged:
        return number.value, number.value
    low, high = sorted((ASSUMED_LOW * number.value, ASSUMED_HIGH * number.value))
    return low, high if number.limits.maximum is None else min(high, number.limits.maximum)


@dataclass(frozen=True)
class Calculation:
    """A case with the success rate it is calculated at."""

    case: Case
    rate: RateUsed

    @cached_property
    def gross_rate(self) -> Number:
        """The rate before the counterfactual is taken away: what is observed, else the case's own (which is net)."""
        seen = self.rate.observed
        if self.rate.whence == "observed" and seen is not None and seen.rate is not None:
            return Number(seen.rate, RATE, beta=seen.beta, limits=SHARE)
        own = self.case.effect.own_rate
        if self.rate.whence == "case" and own is not None and own.value == self.rate.used:
            return Number(own.value, RATE, own.low, own.high, own.beta, SHARE)
        return Number(self.rate.used, RATE, limits=SHARE)

    @cached_property
    def counterfactual(self) -> Number | None:
        """What is taken from an observed rate; None where the rate is net already."""
        seen = self.rate.observed
        if self.rate.whence != "observed" or seen is None or seen.rate is None:
            return None
        return self.case.effect.counterfactual or Number(seen.counterfactual or 0.0, "effect.counterfactual")

    def success_rate(self, at: At) -> Any:
        """The net success rate, never below 0."""
        gross = at(self.gross_rate)
        return gross if self.counterfactual is None else np.maximum(0.0, gross - at(self.counterfactual))

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """Everything that may be varied, in the order of the case."""
        return tuple(_inputs(self))

    @cached_property
    def ranged(self) -> tuple[Input, ...]:
        """The inputs that are drawn: those whose uncertainty the case, or what is observed, tells."""
        return tuple(found for found in self.inputs if found.ranged)

    def at(self, values: Mapping[str, Any]) -> At:
        """The case's numbers with these in place of some, by address; what must sum to 1 still does."""
        balanced: dict[str, Any] = {}
        for numbers in _wholes(self.case):
            balanced |= _balanced(numbers, values)
        both = ChainMap(balanced, values) if balanced else values  # type: ignore[arg-type]
        return lambda number: both.get(number.address, number.value)


def _inputs(calculation: Calculation) -> Iterator[Input]:
    case, counterfactual = calculation.case, calculation.counterfactual
    yield Input(RATE, "Succesrate", (calculation.gross_rate,), rate_basis(case, calculation.rate))
    if counterfactual is not None and (counterfactual.value or counterfactual.ranged):
        yield Input(counterfactual.address, "Kontrafaktisk rate", (counterfactual,), case.effect.counterfactual_basis)
    yield Input("intervention.participants", "Deltagere", case.participants, None)
    for cost in case.costs:
        yield from _of_cost(cost)
    for consequence in case.consequences:
        yield from _of_consequence(consequence)
    yield Input(case.discount_rate.address, "Diskonteringsrente", (case.discount_rate,), None)


def _of_cost(cost: Cost) -> Iterator[Input]:
    yield Input(cost.amount.address, f"{cost.name}: beløb", (cost.amount,), cost.basis)
    if isinstance(cost.payers, RefundedCost):
        eligible = cost.payers.eligible_share
        yield Input(eligible.address, f"{cost.name}: andel med refusion", (eligible,), cost.basis)
    else:
        yield from _if_ranged(cost.payers.shares.values(), f"{cost.name}: betalers andel", cost.basis)


def _of_consequence(consequence: Consequence) -> Iterator[Input]:
    name, basis, split = consequence.name, consequence.basis, consequence.price.split
    amount = consequence.price.amount
    yield Input(amount.address, f"{name}: pris", (amount,), basis)
    if isinstance(split, FixedShares):
        yield from _if_ranged(split.shares.values(), f"{name}: betalers andel", basis)
    if consequence.adjustment.factor.ranged:
        factor = consequence.adjustment.factor
        yield Input(factor.address, f"{name}: del, der tæller", (factor,), basis)
    said = "forbrug med succes" if consequence.without else "ændring"
    for groups, path in ((consequence.without, "forbrug uden succes"), (consequence.with_success, said)):
        for group in (group for group in groups if group.units):
            address = group.units[0].address.rpartition(".")[0]
            yield Input(address, f"{name}: {path}{_which(group, groups)}", group.units, basis)
        yield from _if_ranged([group.weight for group in groups], f"{name}: gruppens andel", basis)
    if isinstance(split, Ladder):
        yield Input(consequence.weeks_before.address, f"{name}: uger før", (consequence.weeks_before,), basis)


def _which(group: Group, groups: Sequence[Group]) -> str:
    return f", gruppe {groups.index(group) + 1}" if len(groups) > 1 else ""


def _if_ranged(numbers: Any, name: str, basis: str) -> Iterator[Input]:
    """Shares of a whole: one is doubted only where the case says so, for the others give way."""
    return (Input(number.address, name, (number,), basis) for number in numbers if number.ranged)


def _wholes(case: Case) -> Iterator[Sequence[Number]]:
    """The numbers that sum to 1: payers' shares of a cost and of a price, and the weights of groups."""
    for cost in case.costs:
        if isinstance(cost.payers, SharedCost):
            yield tuple(cost.payers.shares.values())
    for consequence in case.consequences:
        if isinstance(consequence.price.split, FixedShares):
            yield tuple(consequence.price.split.shares.values())
        for groups in (consequence.without, consequence.with_success):
            yield tuple(group.weight for group in groups)


def _balanced(numbers: Sequence[Number], values: Mapping[str, Any]) -> dict[str, Any]:
    """The given shares as they are, the others in proportion to what is left; where too much is given, all shrink."""
    given = {number.address: values[number.address] for number in numbers if number.address in values}
    if not given:
        return {}
    others = [number for number in numbers if number.address not in given]
    total, of_others = sum(given.values()), sum(number.value for number in others)
    if not of_others:
        return {address: value / total for address, value in given.items()}
    shrunk = {address: value / np.maximum(1.0, total) for address, value in given.items()}
    left = np.maximum(0.0, 1.0 - total)
    return shrunk | {number.address: number.value * left / of_others for number in others}
