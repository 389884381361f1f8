"""One calculation's inputs, read and checked: a case, with every fault found at once."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from som_engine.address import apply_set
from som_engine.consequence import CONSEQUENCE_FIELDS, Consequence, read_consequence
from som_engine.cost import COST_FIELDS, Cost, read_cost
from som_engine.document import Node, read_document
from som_engine.effect import COUNTERFACTUAL_FIELDS, RATE_FIELDS, Effect, read_effect
from som_engine.errors import CaseError, Fault
from som_engine.knowledge import Knowledge
from som_engine.knowledge_records import FIRST_YEAR, LAST_YEAR
from som_engine.number import NOT_NEGATIVE, PAYERS, RANGE_FIELDS, SHARE, Number, read_number
from som_engine.price import PRICE_FIELDS

CASE_FIELDS = (
    "case",
    "title",
    "municipality",
    "target_group",
    "base_year",
    "price_year",
    "horizon_years",
    "discount_rate",
    "timing",
    "intervention",
    "effect",
    "consequences",
)
REQUIRED = ("case", "base_year", "price_year", "horizon_years", "intervention", "effect", "consequences")
TIMING_FIELDS = ("lag", "discount_costs")
LONGEST_HORIZON = 30
YEARS = (FIRST_YEAR, LAST_YEAR)
LAST_DISCOUNTED_YEAR = 35
FIELDS = {
    "": CASE_FIELDS,
    "timing": TIMING_FIELDS,
    "intervention": ("participants", "costs"),
    "intervention.costs.*": COST_FIELDS,
    "effect": ("goal", "success_rate", "counterfactual"),
    "effect.success_rate": (*RANGE_FIELDS, *RATE_FIELDS),
    "effect.success_rate.observed": ("criterion", "methods", "target_groups"),
    "effect.counterfactual": (*RANGE_FIELDS, *COUNTERFACTUAL_FIELDS),
    "consequences.*": CONSEQUENCE_FIELDS,
    "consequences.*.price": PRICE_FIELDS,
    "consequences.*.price.shares": PAYERS,
}


@dataclass(frozen=True)
class Case:
    """A checked case. Years count from 0 = base_year; `warnings` are Danish and do not stop a calculation."""

    id: str
    title: str
    municipality: str | None
    target_group: str | None
    base_year: int
    price_year: int
    horizon_years: int
    discount_rate: Number
    lag: int
    discount_costs: bool
    participants: tuple[Number, ...]
    costs: tuple[Cost, ...]
    effect: Effect
    consequences: tuple[Consequence, ...]
    warnings: tuple[str, ...]

    @property
    def years(self) -> int:
        """How many years the calculation runs, year 0 included."""
        return len(self.participants) + self.lag + self.horizon_years - 1


def read_case(path: Path, knowledge: Knowledge, sets: Sequence[str] = ()) -> Case:
    """The case in a YAML or JSON file, after the changes asked for (`address=value`).

    Raises CaseError with every fault, and AddressError for a change of a field that is not there.
    """
    content, faults = read_document(path)
    if content is None and faults:
        raise CaseError(str(path), faults)
    return check_case(content, knowledge, sets, file=str(path), faults=faults)


def check_case(
    content: Any, knowledge: Knowledge, sets: Sequence[str] = (), file: str = "sagen", faults: Sequence[Fault] = ()
) -> Case:
    """The case in content as YAML or JSON gives it; faults of the text itself are told along with the rest."""
    content = copy.deepcopy(content)
    for assignment in sets:
        apply_set(content, assignment, FIELDS)
    found = list(faults)
    case = _case(Node(content, "", found), knowledge)
    if found or case is None:
        raise CaseError(file, list(dict.fromkeys(found)))
    return case


def _case(node: Node, knowledge: Knowledge) -> Case | None:
    if not node.mapping(CASE_FIELDS, REQUIRED):
        return None
    warnings: list[str] = []
    base_year, price_year = _integer(node["base_year"], YEARS, FIRST_YEAR), _integer(node["price_year"], YEARS, 0)
    horizon = _integer(node["horizon_years"], (1, LONGEST_HORIZON), LONGEST_HORIZON)
    lag, discount_costs = _timing(node["timing"])
    participants = _participants(node["intervention"])
    years = (len(participants) or LAST_YEAR) + lag + horizon - 1
    if "discount_rate" not in node and years - 1 > LAST_DISCOUNTED_YEAR:
        limit = f"Standardrenten gælder år 0-{LAST_DISCOUNTED_YEAR}"
        warnings.append(f"discount_rate: {limit}, men sagen går til år {years - 1}.")
    case_id, title = _text(node, "case"), node["title"].optional_text()
    return Case(
        case_id,
        title or case_id,
        node["municipality"].optional_text(),
        node["target_group"].optional_text(),
        base_year,
        price_year,
        horizon,
        _discount_rate(node, base_year, knowledge),
        lag,
        discount_costs,
        participants,
        _costs(node["intervention"], years, base_year, knowledge),
        _effect(node, warnings),
        _consequences(node["consequences"], price_year, horizon, knowledge, warnings),
        tuple(warnings),
    )


def _text(node: Node, field: str) -> str:
    return node[field].text() if field in node else ""


def _integer(node: Node, limits: tuple[int, int], otherwise: int) -> int:
    """A whole number within limits; one that is missing is told of elsewhere."""
    return otherwise if node.value is None else node.integer(*limits, otherwise)


def _timing(node: Node) -> tuple[int, bool]:
    """The lag and whether costs are discounted, with their defaults."""
    if node.value is None or not node.mapping(TIMING_FIELDS):
        return 1, True
    return _integer(node["lag"], (0, LONGEST_HORIZON), 1), node["discount_costs"].flag(default=True)


def _participants(node: Node) -> tuple[Number, ...]:
    """Participants of each operating year, at least one year."""
    if node.value is None or not node.mapping(("participants", "costs"), required=("participants", "costs")):
        return ()
    if "participants" not in node:
        return ()
    members = node["participants"].members()
    if node["participants"].value == []:
        node["participants"].refuse("Skriv ét tal for hvert driftsår, mindst ét.")
    return tuple(read_number(member, NOT_NEGATIVE) for member in members)


def _discount_rate(node: Node, base_year: int, knowledge: Knowledge) -> Number:
    """The case's rate, else the dated default at base_year."""
    if "discount_rate" in node:
        return read_number(node["discount_rate"], SHARE)
    return Number(knowledge.discount_rate(base_year), "discount_rate")


def _costs(node: Node, years: int, base_year: int, knowledge: Knowledge) -> tuple[Cost, ...]:
    members = node["costs"].members() if "costs" in node else []
    _refuse_twins(members, "name")
    costs = [read_cost(member, years, base_year, knowledge) for member in members]
    return tuple(cost for cost in costs if cost is not None)


def _effect(node: Node, warnings: list[str]) -> Effect:
    if "effect" not in node:
        return Effect(None, None, None, None, None, None, None)
    return read_effect(node["effect"], warnings)


def _consequences(
    node: Node, case_year: int, horizon: int, knowledge: Knowledge, warnings: list[str]
) -> tuple[Consequence, ...]:
    members = node.members() if node.value is not None else []
    _refuse_twins(members, "id")
    read = [read_consequence(member, case_year, horizon, knowledge, warnings) for member in members]
    return tuple(consequence for consequence in read if consequence is not None)


def _refuse_twins(members: Sequence[Node], field: str) -> None:
    """Refuse a name that two members of a list share: it is how --set and the result tell them apart."""
    names = [member[field].value for member in members]
    for member, name in zip(members, names, strict=True):
        if isinstance(name, str) and names.count(name) > 1:
            member[field].refuse("To har samme navn. Giv hver sit.")
