"""The effect of an intervention: its goal, the case's own success rate, and what would have happened anyway."""

from dataclasses import dataclass

from som_engine.consequence import BASES
from som_engine.document import Node
from som_engine.knowledge import Knowledge
from som_engine.number import NOT_NEGATIVE, SHARE, Number, read_number

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
ASKED_FIELDS = ("criterion", "methods", "target_groups", "prior")
PRIOR_FIELDS = ("study", "result", "citizens")
RATE_FIELDS = ("observed", "basis", "note")
COUNTERFACTUAL_FIELDS = ("method", "basis", "note")


@dataclass(frozen=True)
class NamedPrior:
    """A study's share (0-1) that is to count as so many citizens, beside what is observed."""

    study: str
    mean: float
    citizens: float


@dataclass(frozen=True)
class Asked:
    """What the case wants observed: the criterion, and of which courses (empty = all)."""

    criterion: str
    methods: tuple[str, ...]
    target_groups: tuple[str, ...]
    prior: NamedPrior | None = None


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


def read_effect(node: Node, warnings: list[str], knowledge: Knowledge) -> Effect:
    """The effect of a case."""
    node.mapping(("goal", "success_rate", "counterfactual"), required=("success_rate",))
    rate, counterfactual = node["success_rate"], node["counterfactual"]
    known = read_number(counterfactual, SHARE, COUNTERFACTUAL_FIELDS) if counterfactual.value is not None else None
    own_rate, asked = _own_rate(rate), _asked(rate["observed"], knowledge)
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


def _asked(node: Node, knowledge: Knowledge) -> Asked | None:
    if node.value is None:
        return None
    if not node.mapping(ASKED_FIELDS, required=("criterion",)):
        return None
    criterion = node["criterion"].choice(CRITERIA) if "criterion" in node else CRITERIA[0]
    return Asked(
        criterion,
        node["methods"].choices(METHODS),
        node["target_groups"].choices(COURSE_TARGET_GROUPS),
        _prior(node["prior"], knowledge),
    )


def _prior(node: Node, knowledge: Knowledge) -> NamedPrior | None:
    """The study named, its result that is a share, and how many citizens it is to count as."""
    if node.value is None or not node.mapping(PRIOR_FIELDS, required=PRIOR_FIELDS):
        return None
    study = knowledge.effects.get(node["study"].value) if isinstance(node["study"].value, str) else None
    if study is None:
        node["study"].refuse(f"Vælg et studie fra vidensbasen: {', '.join(knowledge.effects)}.")
        return None
    shares = {result.name_da: result.value for result in study.results if result.unit == "share"}
    if node["result"].value not in shares:
        node["result"].refuse(f"Vælg et af studiets resultater, der er en andel: {', '.join(shares) or 'ingen'}.")
        return None
    citizens = read_number(node["citizens"], NOT_NEGATIVE).value
    if not citizens:
        node["citizens"].refuse("Skriv, hvor mange borgere studiet skal tælle som, fx 10.")
        return None
    return NamedPrior(study.title_da, shares[node["result"].value], citizens)


def _optional_choice(node: Node, codes: tuple[str, ...]) -> str | None:
    return None if node.value is None else node.choice(codes)
