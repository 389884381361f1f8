"""The municipality's own key: which committees (udvalg) carry its share of the costs and of each main area."""

from collections.abc import Mapping

from som_engine.danish import short_number
from som_engine.document import Node
from som_engine.knowledge_records import MAIN_AREAS
from som_engine.number import SHARE, SHARES_SUM_TOLERANCE, read_number

COMMITTEE_AREAS = ("costs", *MAIN_AREAS)
Committees = Mapping[str, Mapping[str, float]]
"""Shares (0-1) by committee, by what they are of: the intervention's costs, or the gain in a main area."""


def read_committees(node: Node) -> dict[str, dict[str, float]]:
    """The key of a case: for each area named, committees whose shares sum to 1."""
    if node.value is None or not node.mapping(COMMITTEE_AREAS):
        return {}
    return {area: _shares(node[area]) for area in COMMITTEE_AREAS if area in node}


def _shares(node: Node) -> dict[str, float]:
    if not isinstance(node.value, dict) or not node.value:
        node.refuse("Skriv udvalg og andele, fx {Socialudvalget: 0.7, Økonomiudvalget: 0.3}.")
        return {}
    before = len(node.faults)
    shares = {str(name): read_number(node[str(name)], SHARE).value for name in node.value}
    total = sum(shares.values())
    if len(node.faults) == before and abs(total - 1) > SHARES_SUM_TOLERANCE:
        node.refuse(f"Udvalgenes andele skal give 1 tilsammen; her giver de {short_number(total)}.")
    return shares
