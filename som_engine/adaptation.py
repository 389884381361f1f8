"""How a consequence is fitted to the people of the case: whose it is, which group has it, and what was changed and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from som_engine.danish import short_number
from som_engine.document import Node
from som_engine.number import NOT_NEGATIVE, SHARE, SHARES_SUM_TOLERANCE, Number, read_number

PERSONS = ("citizen", "child", "parent", "partner", "other")
ADJUSTMENTS = ("kept", "scaled", "replaced", "removed")
ADJUSTMENT_FIELDS = ("kind", "factor", "reason")
GROUP_FIELDS = ("id", "weight")


@dataclass(frozen=True)
class Adjustment:
    """What was done with a suggested consequence; it counts `factor` times (1 as it is, 0 removed), with a reason."""

    kind: str
    factor: Number
    reason: str | None


@dataclass(frozen=True)
class GroupShare:
    """One of the target groups that a case mixes, and its share (0-1) of the citizens who succeed."""

    id: str
    weight: float


def read_groups(node: Node) -> tuple[GroupShare, ...]:
    """The target groups of a mixed case; their weights sum to 1."""
    if node.value is None:
        return ()
    before = len(node.faults)
    groups = []
    for member in node.members():
        if member.mapping(GROUP_FIELDS, required=GROUP_FIELDS):
            groups.append(GroupShare(member["id"].text(), read_number(member["weight"], SHARE).value))
    total = sum(group.weight for group in groups)
    if len(node.faults) == before and abs(total - 1) > SHARES_SUM_TOLERANCE:
        node.refuse(f"Gruppernes vægte skal give 1 tilsammen; her giver de {short_number(total)}.")
    if len({group.id for group in groups}) < len(groups):
        node.refuse("Samme målgruppe står to gange. Behold den ene.")
    return tuple(groups)


def read_group_weight(node: Node, groups: Sequence[GroupShare]) -> float:
    """How many of those who succeed have the consequence: the weight of its group, or all of them."""
    if node.value is None:
        return 1.0
    weights = {group.id: group.weight for group in groups}
    if node.value not in weights:
        named = ", ".join(weights) or "ingen, for target_groups mangler"
        node.refuse(f"Vælg en af sagens blandede målgrupper: {named}.")
        return 1.0
    return weights[node.value]


def read_adjustment(node: Node) -> Adjustment:
    """What was done with the consequence; everything but keeping it needs a reason, and scaling a factor."""
    as_it_is = Adjustment("kept", Number(1.0, f"{node.path}.factor"), None)
    if node.value is None or not node.mapping(ADJUSTMENT_FIELDS, required=("kind",)):
        return as_it_is
    kind = node["kind"].choice(ADJUSTMENTS)
    reason = node["reason"].optional_text()
    if kind != "kept" and reason is None:
        node["reason"].refuse("Skriv, hvorfor konsekvensen er ændret; det står i rapporten og logbogen.")
    if kind == "scaled":
        if "factor" not in node:
            node["factor"].refuse("Skriv, hvor stor en del af konsekvensen der tæller, fx 0.5.")
            return as_it_is
        return Adjustment(kind, read_number(node["factor"], NOT_NEGATIVE), reason)
    if "factor" in node:
        node["factor"].refuse("Kun kind: scaled har en factor.")
    return Adjustment(kind, Number(0.0 if kind == "removed" else 1.0, f"{node.path}.factor"), reason)
