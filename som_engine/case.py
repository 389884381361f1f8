"""One calculation's inputs, read and checked: a case, with every fault found at once."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from som_engine.adaptation import ADJUSTMENT_FIELDS, GROUP_FIELDS, GroupShare, read_groups
from som_engine.address import apply_set
from som_engine.committees import COMMITTEE_AREAS, Committees, read_committees
from som_engine.consequence import CONSEQUENCE_FIELDS, Consequence, read_consequence
from som_engine.cost import AMOUNT_FIELDS, COST_CHECKLIST_DA, COST_FIELDS, Cost, read_cost
from som_engine.document import Node, document_of, read_text
from som_engine.effect import ASKED_FIELDS, COUNTERFACTUAL_FIELDS, PRIOR_FIELDS, RATE_FIELDS, Effect, read_effect
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
    "target_groups",
    "base_year",
    "price_year",
    "horizon_years",
    "discount_rate",
    "timing",
    "intervention",
    "effect",
    "consequences",
    "committees",
    "reflections",
)
REQUIRED = ("case", "base_year", "price_year", "horizon_years", "intervention", "effect", "consequences")
TIMING_FIELDS = ("lag", "discount_costs")
INTERVENTION_FIELDS = ("participants", "costs", "cost_checklist")
OBSERVED_PARTICIPANTS = ("observed", "value")
COURSES_STARTED = "courses_started"
LONGEST_HORIZON = 30
YEARS = (FIRST_YEAR, LAST_YEAR)
LAST_DISCOUNTED_YEAR = 35
FIELDS = {
    "": CASE_FIELDS,
    "timing": TIMING_FIELDS,
    "target_groups.*": GROUP_FIELDS,
    "intervention": INTERVENTION_FIELDS,
    "intervention.participants": OBSERVED_PARTICIPANTS,
    "intervention.costs.*": COST_FIELDS,
    "intervention.costs.*.amount": AMOUNT_FIELDS,
    "effect": ("goal", "success_rate", "counterfactual"),
    "effect.success_rate": (*RANGE_FIELDS, *RATE_FIELDS),
    "effect.success_rate.observed": ASKED_FIELDS,
    "effect.success_rate.observed.prior": PRIOR_FIELDS,
    "effect.counterfactual": (*RANGE_FIELDS, *COUNTERFACTUAL_FIELDS),
    "consequences.*": CONSEQUENCE_FIELDS,
    "consequences.*.adjustment": ADJUSTMENT_FIELDS,
    "consequences.*.price": PRICE_FIELDS,
    "consequences.*.price.shares": PAYERS,
    "committees": COMMITTEE_AREAS,
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
    target_groups: tuple[GroupShare, ...]
    committees: Committees
    participants_observed: bool
    cost_checklist: Mapping[str, str]
    reflections: Mapping[str, str]

    @property
    def years(self) -> int:
        """How many years the calculation runs, year 0 included."""
        return len(self.participants) + self.lag + self.horizon_years - 1

    def lag_of(self, consequence: Consequence) -> int:
        """Years from a cohort takes part until its first year of the consequence; 0 for one during the intervention."""
        return 0 if consequence.during else self.lag


def read_case(path: Path, knowledge: Knowledge, sets: Sequence[str] = ()) -> Case:
    """The case in a YAML or JSON file, after the changes asked for (`address=value`).

    Raises CaseError with every fault, and AddressError for a change of a field that is not there.
    """
    return case_in(case_text(path), path, knowledge, sets)


def case_text(path: Path) -> str:
    """The text of a case's file; raises CaseError where it cannot be read."""
    text, faults = read_text(path)
    if text is None:
        raise CaseError(str(path), faults)
    return text


def case_in(text: str, path: Path, knowledge: Knowledge, sets: Sequence[str] = ()) -> Case:
    """The case in the text of a file; see read_case."""
    content, faults = document_of(text, path)
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
    _warn_of_late_years(node, years, warnings)
    groups = read_groups(node["target_groups"])
    consequences = _consequences(node["consequences"], price_year, horizon, knowledge, warnings, groups)
    return Case(
        **_about(node),
        base_year=base_year,
        price_year=price_year,
        horizon_years=horizon,
        discount_rate=_discount_rate(node, base_year, knowledge),
        lag=lag,
        discount_costs=discount_costs,
        participants=participants,
        participants_observed="observed" in node["intervention"]["participants"],
        costs=_costs(node["intervention"], years, base_year, knowledge),
        effect=_effect(node, warnings, knowledge),
        consequences=consequences,
        warnings=tuple(warnings),
        target_groups=groups,
    )


def _about(node: Node) -> dict[str, Any]:
    """What a case is about and who carries it: names, answers and the municipality's key; none of it moves a total."""
    case_id = _text(node, "case")
    return {
        "id": case_id,
        "title": node["title"].optional_text() or case_id,
        "municipality": node["municipality"].optional_text(),
        "target_group": node["target_group"].optional_text(),
        "committees": read_committees(node["committees"]),
        "cost_checklist": _texts(node["intervention"]["cost_checklist"], tuple(COST_CHECKLIST_DA)),
        "reflections": _texts(node["reflections"], None),
    }


def _warn_of_late_years(node: Node, years: int, warnings: list[str]) -> None:
    """Say so when the standard rate is used beyond the years it holds for."""
    if "discount_rate" not in node and years - 1 > LAST_DISCOUNTED_YEAR:
        limit = f"Standardrenten gælder år 0-{LAST_DISCOUNTED_YEAR}"
        warnings.append(f"discount_rate: {limit}, men sagen går til år {years - 1}.")


def _texts(node: Node, known: tuple[str, ...] | None) -> dict[str, str]:
    """Named texts; `known` are the names there may be, None for any."""
    if node.value is None:
        return {}
    names = tuple(str(name) for name in node.value) if isinstance(node.value, dict) else ()
    if not node.mapping(known or names):
        return {}
    return {name: node[name].text() for name in names if name in node and name in (known or names)}


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
    if node.value is None or not node.mapping(INTERVENTION_FIELDS, required=("participants", "costs")):
        return ()
    if "participants" not in node:
        return ()
    planned = node["participants"]
    if isinstance(planned.value, dict):
        planned.mapping(OBSERVED_PARTICIPANTS, required=OBSERVED_PARTICIPANTS)
        if "observed" in planned:
            planned["observed"].choice((COURSES_STARTED,))
        planned = planned["value"]
    if planned.value is None:
        return ()
    members = planned.members()
    if planned.value == []:
        planned.refuse("Skriv ét tal for hvert driftsår, mindst ét.")
    return tuple(read_number(member, NOT_NEGATIVE) for member in members)


def _discount_rate(node: Node, base_year: int, knowledge: Knowledge) -> Number:
    """The case's rate, else the dated default at base_year."""
    if "discount_rate" in node:
        return read_number(node["discount_rate"], SHARE)
    return Number(knowledge.discount_rate(base_year), "discount_rate", limits=SHARE)


def _costs(node: Node, years: int, base_year: int, knowledge: Knowledge) -> tuple[Cost, ...]:
    members = node["costs"].members() if "costs" in node else []
    _refuse_twins(members, "name")
    costs = [read_cost(member, years, base_year, knowledge) for member in members]
    return tuple(cost for cost in costs if cost is not None)


def _effect(node: Node, warnings: list[str], knowledge: Knowledge) -> Effect:
    if "effect" not in node:
        return Effect(None, None, None, None, None, None, None)
    return read_effect(node["effect"], warnings, knowledge)


def _consequences(
    node: Node,
    case_year: int,
    horizon: int,
    knowledge: Knowledge,
    warnings: list[str],
    groups: Sequence[GroupShare],
) -> tuple[Consequence, ...]:
    members = node.members() if node.value is not None else []
    _refuse_twins(members, "id")
    read = [read_consequence(member, case_year, horizon, knowledge, warnings, groups) for member in members]
    return tuple(consequence for consequence in read if consequence is not None)


def _refuse_twins(members: Sequence[Node], field: str) -> None:
    """Refuse a name that two members of a list share: it is how --set and the result tell them apart."""
    names = [member[field].value for member in members]
    for member, name in zip(members, names, strict=True):
        if isinstance(name, str) and names.count(name) > 1:
            member[field].refuse("To har samme navn. Giv hver sit.")
