"""A consequence: what a successful participant uses less or more of, in each year after taking part."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from som_engine.adaptation import PERSONS, Adjustment, GroupShare, read_adjustment, read_group_weight
from som_engine.danish import short_number
from som_engine.document import Node
from som_engine.errors import Fault
from som_engine.knowledge import Knowledge
from som_engine.knowledge_records import MAIN_AREAS
from som_engine.number import (
    ANY,
    NOT_NEGATIVE,
    PAYERS,
    SHARE,
    SHARES_SUM_TOLERANCE,
    At,
    Number,
    read_number,
)
from som_engine.price import Price, read_price, read_price_ref

BASES = (
    "intervention_data",
    "other_departments",
    "key_figures",
    "double_bottom_line",
    "other_analyses",
    "som_standard",
    "estimate",
)
CONSEQUENCE_FIELDS = (
    "id",
    "name",
    "main_area",
    "unit",
    "price",
    "price_ref",
    "change",
    "without",
    "with",
    "weeks_before",
    "during",
    "person",
    "target_group",
    "adjustment",
    "basis",
    "note",
)
WEEKS_BEFORE = 52.0


Weigh = Callable[[Any], Any]
"""Years of units (a row per year after the cohort) to what is wanted of them: each year, or a weighted sum."""


def each_year(units: Any) -> Any:
    """The years as they are."""
    return units


@dataclass(frozen=True)
class Group:
    """A part of the citizens (weights sum to 1) and what one of them uses in year 1, 2, ...; then nothing."""

    weight: Number
    units: tuple[Number, ...]

    def path(self, horizon: int, at: At) -> Any:
        """A row of units for each year after the cohort; one column per draw where a number is drawn, else one."""
        values = [at(units) for units in self.units]
        draws = max((np.size(value) for value in values), default=1)
        years = np.empty((horizon, draws))
        for year, value in enumerate(values):
            years[year] = value
        years[len(values) :] = 0.0
        return years


def _mean(groups: Sequence[Group], horizon: int, at: At, weigh: Weigh) -> Any:
    """Units that a citizen uses on average over the groups."""
    if len(groups) == 1:
        return weigh(groups[0].path(horizon, at))
    return sum(at(group.weight) * weigh(group.path(horizon, at)) for group in groups)


@dataclass(frozen=True)
class Consequence:
    """Use without and with success, per group; a `change` is nothing without and the change with.

    `during`: it comes in the year of taking part, whatever the case's lag. `group_weight` (0-1) is how many of those who
    succeed have it, where the case mixes target groups.
    """

    id: str
    name: str
    main_area: str
    unit: str
    price: Price
    basis: str
    note: str | None
    without: tuple[Group, ...]
    with_success: tuple[Group, ...]
    weeks_before: Number
    during: bool
    person: str
    price_ref: str | None
    target_group: str | None
    group_weight: float
    adjustment: Adjustment

    def gains(self, on: date, horizon: int, at: At, weigh: Weigh = each_year) -> dict[str, Any]:
        """Kroner saved by each payer per successful participant, by the rule on a day: a row per year after the cohort.

        `weigh` sums the years instead (a row per sum): where every payer pays a fixed share, before the units are split.
        """
        counted = self.group_weight * at(self.adjustment.factor)
        kroner_per_unit = at(self.price.amount) * self.price.to_case_year * counted
        if not self.price.split_needs_paths:
            saved = _mean(self.without, horizon, at, weigh) - _mean(self.with_success, horizon, at, weigh)
            return self.price.split.paid(saved * kroner_per_unit, 0.0, on, at)
        without = self._paid(self.without, on, horizon, at, weigh)
        with_success = self._paid(self.with_success, on, horizon, at, weigh)
        return {
            payer: (without.get(payer, 0.0) - with_success.get(payer, 0.0)) * kroner_per_unit
            for payer in PAYERS
            if payer in without or payer in with_success
        }

    def _paid(self, groups: Sequence[Group], on: date, horizon: int, at: At, weigh: Weigh) -> dict[str, Any]:
        """Units each payer pays for on average: split for each group by itself, then weighted."""
        paid: dict[str, Any] = {}
        for group in groups:
            units = group.path(horizon, at)
            before = at(self.weeks_before) + np.cumsum(units, axis=0) - units
            for payer, used in self.price.split.paid(units, before, on, at).items():
                paid[payer] = paid.get(payer, 0.0) + at(group.weight) * weigh(used)
        return paid

    @property
    def assumes_equal_use(self) -> bool:
        """Whether who pays depends on uneven use while only one typical citizen is given."""
        return self.price.split_needs_paths and min(len(self.without), len(self.with_success)) == 1


def read_consequence(
    node: Node,
    case_year: int,
    horizon: int,
    knowledge: Knowledge,
    warnings: list[str],
    groups: Sequence[GroupShare] = (),
) -> Consequence | None:
    """One consequence; what lies beyond the horizon is dropped with a warning."""
    if not node.mapping(CONSEQUENCE_FIELDS, required=("id", "name", "main_area", "unit", "basis")):
        return None
    present = [node[field].text() for field in ("id", "name", "unit") if field in node]
    main_area, basis = _choice(node, "main_area", MAIN_AREAS), _choice(node, "basis", BASES)
    price = _price(node, case_year, knowledge)
    _warn_of_another_unit(node, knowledge, warnings)
    without, with_success = _use(node, price, horizon, warnings)
    fitted = _fitted(node, groups)
    if price is None or len(present) < 3:
        return None
    who: dict[str, Any] = {
        "id": present[0],
        "name": present[1],
        "unit": present[2],
        "main_area": main_area,
        "basis": basis,
    }
    return Consequence(**who, **fitted, price=price, without=without, with_success=with_success)


def _fitted(node: Node, groups: Sequence[GroupShare]) -> dict[str, Any]:
    """The fields that say whom the consequence is about, when, and how it was changed."""
    return {
        "note": node["note"].optional_text(),
        "weeks_before": read_weeks_before(node),
        "during": node["during"].flag(default=False),
        "person": node["person"].choice(PERSONS) if "person" in node else PERSONS[0],
        "price_ref": node["price_ref"].value if "price_ref" in node else None,
        "target_group": node["target_group"].optional_text(),
        "group_weight": read_group_weight(node["target_group"], groups),
        "adjustment": read_adjustment(node["adjustment"]),
    }


def _choice(node: Node, field: str, codes: Sequence[str]) -> str:
    return node[field].choice(codes) if field in node else codes[0]


def _price(node: Node, case_year: int, knowledge: Knowledge) -> Price | None:
    """The price, written out or named."""
    if ("price" in node) == ("price_ref" in node):
        both = "price, price_ref" if "price" in node else None
        node.faults.append(Fault(f"{node.path}.price", both, "Skriv enten price eller price_ref."))
        return None
    if "price_ref" in node:
        return read_price_ref(node["price_ref"], case_year, knowledge)
    return read_price(node["price"], case_year, knowledge)


def _warn_of_another_unit(node: Node, knowledge: Knowledge, warnings: list[str]) -> None:
    """Say so when a price of the knowledge base is per something else than the consequence counts."""
    named = node["price_ref"].value
    record = knowledge.prices.get(named) if isinstance(named, str) else None
    if record is not None and record.unit != node["unit"].value:
        warnings.append(f"{node.path}.unit: {node['unit'].value}, men prisen {named} er pr. {record.unit}.")


def _use(
    node: Node, price: Price | None, horizon: int, warnings: list[str]
) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """The groups without and with success, from `change` or from both paths."""
    given = [field for field in ("change", "without", "with") if field in node]
    needs_paths = price is not None and price.split_needs_paths
    if given == ["without", "with"]:
        return _groups(node["without"], horizon, warnings), _groups(node["with"], horizon, warnings)
    if given == ["change"] and not needs_paths:
        whole = Number(1.0, f"{node.path}.change.weight")
        return (), (Group(whole, _units(node["change"], ANY, horizon, warnings)),)
    if needs_paths:
        remedy = "Prisens regel (refund eller ladder) kræver både without og with, og ikke change."
    else:
        remedy = "Skriv enten change eller både without og with."
    node.faults.append(Fault(f"{node.path}.change", ", ".join(given) or None, remedy))
    return (), ()


def _groups(node: Node, horizon: int, warnings: list[str]) -> tuple[Group, ...]:
    """A path for a typical citizen, or one for each group."""
    members = node.members()
    if not any(isinstance(member.value, dict) and "weight" in member.value for member in members):
        return (Group(Number(1.0, f"{node.path}.weight"), _units(node, NOT_NEGATIVE, horizon, warnings)),)
    groups, before = [], len(node.faults)
    for member in members:
        if member.mapping(("weight", "units"), required=("weight", "units")):
            units = _units(member["units"], NOT_NEGATIVE, horizon, warnings)
            groups.append(Group(read_number(member["weight"], SHARE), units))
    total = sum(group.weight.value for group in groups)
    if len(node.faults) == before and abs(total - 1) > SHARES_SUM_TOLERANCE:
        weights = "; ".join(short_number(group.weight.value) for group in groups)
        node.faults.append(
            Fault(node.path, weights, f"Vægtene skal give 1 tilsammen; her giver de {short_number(total)}.")
        )
    return tuple(groups)


def _units(node: Node, limits: Any, horizon: int, warnings: list[str]) -> tuple[Number, ...]:
    """Units per year, as many as count; a list longer than the horizon is cut with a warning."""
    numbers = tuple(read_number(member, limits) for member in node.members())
    if len(numbers) > horizon:
        late = f"De sidste {len(numbers) - horizon} tæller ikke."
        warnings.append(f"{node.path}: {len(numbers)} tal, men horisonten er {horizon} år. {late}")
    return numbers[:horizon]


def read_weeks_before(node: Node) -> Number:
    """Weeks of the spell at the start of year 1."""
    if "weeks_before" in node:
        return read_number(node["weeks_before"], NOT_NEGATIVE)
    return Number(WEEKS_BEFORE, f"{node.path}.weeks_before", limits=NOT_NEGATIVE)
