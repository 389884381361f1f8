"""The effect of an intervention: its goal, the case's own success rate, and what would have happened anyway."""

from dataclasses import dataclass

from som_engine.consequence import BASES
from som_engine.document import Node
from som_engine.number import SHARE, Number, read_number

CRITERIA = (
    "effect_goal_met",
    "own_home_at_end",
    "own_home_after_12",
    "no_shelter_6",
    "wellbeing_improved",
    "ors_gain",
)
METHODS = ("CTI", "ICM", "ACT")
COURSE_TARGET_GROUPS = ("homeless", "at_risk")
COUNTERFACTUAL_METHODS = ("shadow_visitation", "earlier_cohort", "other_municipality", "literature", "estimate")
RATE_FIELDS = ("observed", "basis", "note")
COUNTERFACTUAL_FIELDS = ("method", "basis", "note")


@dataclass(frozen=True)
class Asked:
    """What the case wants observed: the criterion, and of which courses (empty = all)."""

    criterion: str
    methods: tuple[str, ...]
    target_groups: tuple[str, ...]


@dataclass(frozen=True)
class Effect:
    """own_rate is net already and holds until enough is observed; the counterfactual is taken from an observed rate."""

    goal: str | None
    own_rate: Number | None
    basis: str | None
    asked: Asked | None
    counterfactual: Number | None
    counterfactual_method: str | None
    counterfactual_basis: str | None


def read_effect(node: Node, warnings: list[str]) -> Effect:
    """The effect of a case."""
    node.mapping(("goal", "success_rate", "counterfactual"), required=("success_rate",))
    rate, counterfactual = node["success_rate"], node["counterfactual"]
    known = read_number(counterfactual, SHARE, COUNTERFACTUAL_FIELDS) if counterfactual.value is not None else None
    own_rate, asked = _own_rate(rate), _asked(rate["observed"])
    if own_rate is not None and "basis" not in rate:
        warnings.append(f"{rate.path}: basis mangler. Skriv, hvad succesraten bygger på: {', '.join(BASES)}.")
    return Effect(
        node["goal"].optional_text(),
        own_rate,
        _optional_choice(rate["basis"], BASES),
        asked,
        known,
        _optional_choice(counterfactual["method"], COUNTERFACTUAL_METHODS),
        _optional_choice(counterfactual["basis"], BASES),
    )


def _own_rate(node: Node) -> Number | None:
    """The rate of the case itself; it may be left out when the case asks for the observed one."""
    if node.value is None:
        return None
    if "observed" in node and "value" not in node:
        node.mapping(("value", *RATE_FIELDS))
        return None
    return read_number(node, SHARE, RATE_FIELDS)


def _asked(node: Node) -> Asked | None:
    if node.value is None:
        return None
    if not node.mapping(("criterion", "methods", "target_groups"), required=("criterion",)):
        return None
    criterion = node["criterion"].choice(CRITERIA) if "criterion" in node else CRITERIA[0]
    return Asked(criterion, node["methods"].choices(METHODS), node["target_groups"].choices(COURSE_TARGET_GROUPS))


def _optional_choice(node: Node, codes: tuple[str, ...]) -> str | None:
    return None if node.value is None else node.choice(codes)
