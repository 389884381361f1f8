"""The experience base: a finished case as a file for another municipality, without people, and read strictly again.

The file holds the case's inputs with basis and source, every price written out, and its result. It holds no municipality,
no answers to the questions, no notes, and no success rate that rests on few citizens: what is written in free text about
a few people is for the municipality itself.
"""

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.cpr import has_cpr
from som_engine.case import Case, check_case
from som_engine.document import Node, is_number
from som_engine.errors import CaseError, Fault
from som_engine.knowledge import Knowledge
from som_engine.net_result import NetResult
from som_engine.number import PAYERS

FORMAT = "bundlinje-erfaring"
EDITION = 1
FIELDS = ("format", "edition", "exported_on", "case", "result")
RESULT_FIELDS = ("success_rate", "net_present_value", "participants")
TOLD_FIELDS = ("total", *PAYERS)
LEFT_OUT = ("municipality", "reflections", "committees")
NAME = "Erfaringsfilen"


@dataclass(frozen=True)
class Experience:
    """A case that another municipality has shared: its content, how it was calculated there, and the day."""

    exported_on: date
    content: dict[str, Any]
    case: Case
    success_rate: float
    net_present_value: Mapping[str, float]


def experience_text(content: Mapping[str, Any], result: NetResult, on: date) -> str:
    """The file's text (JSON). Raises CaseError when a text in it holds a civil registration number."""
    told = {
        "format": FORMAT,
        "edition": EDITION,
        "exported_on": on.isoformat(),
        "case": _shared(content, result.case),
        "result": {
            "success_rate": result.success_rate,
            "net_present_value": dict(result.net_present_value),
            "participants": [number.value for number in result.case.participants],
        },
    }
    text = json.dumps(told, ensure_ascii=False, indent=2)
    if has_cpr(text):
        raise CaseError(NAME, [Fault("", None, "Et felt indeholder et CPR-nummer. Ret teksten i beregningen først.")])
    return text


def _shared(content: Mapping[str, Any], case: Case) -> dict[str, Any]:
    """The content without what is local, with every price of the knowledge base written out."""
    shared = {name: copy.deepcopy(value) for name, value in content.items() if name not in LEFT_OUT}
    shared["intervention"].pop("cost_checklist", None)
    shared["case"] = "delt"
    for member in [*shared["intervention"]["costs"], *shared["consequences"]]:
        member.pop("note", None)
    for part in ("success_rate", "counterfactual"):
        if isinstance(shared["effect"].get(part), dict):
            shared["effect"][part].pop("note", None)
    prices = {one.id: one.price for one in case.consequences}
    for member in shared["consequences"]:
        if member.pop("price_ref", None):
            member["price"] = _written_out(prices[member["id"]])
    return shared


def _written_out(price: Any) -> dict[str, Any]:
    """A price of the knowledge base as a case writes it."""
    shares = getattr(price.split, "shares", None)
    if shares is not None:
        payers: dict[str, Any] = {"shares": {payer: share.value for payer, share in shares.items()}}
    else:
        payers = {"ladder" if hasattr(price.split.versions[0], "steps") else "refund": price.split.id}
    source = {"source": price.source} if price.source else {}
    return {"amount": price.amount.value, "price_year": price.price_year, **payers, **source}


def read_experience(text: str, knowledge: Knowledge) -> Experience:
    """A shared case, read strictly; raises CaseError with every fault, and for a civil registration number."""
    faults: list[Fault] = []
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise CaseError(NAME, [Fault("", None, "Filen er ikke JSON. Hent den igen fra afsenderen.")]) from None
    if has_cpr(text):
        faults.append(Fault("", None, "Filen indeholder et CPR-nummer og bliver ikke læst. Bed afsenderen rette den."))
    node = Node(given, "", faults)
    on, rate, totals = _checked(node)
    if faults:
        raise CaseError(NAME, faults)
    case = check_case(given["case"], knowledge, file=NAME)
    return Experience(on, given["case"], case, rate, totals)


def _checked(node: Node) -> tuple[date, float, dict[str, float]]:
    """The day, rate and totals; every fault goes to the node's list."""
    if not node.mapping(FIELDS, required=FIELDS):
        return date.min, 0.0, {}
    node["format"].choice((FORMAT,))
    node["edition"].integer(EDITION, EDITION, EDITION)
    result = node["result"]
    result.mapping(RESULT_FIELDS, required=RESULT_FIELDS)
    totals = result["net_present_value"]
    totals.mapping(TOLD_FIELDS, required=TOLD_FIELDS)
    rate = _number(result["success_rate"])
    if not 0 <= rate <= 1:
        result["success_rate"].refuse("Skriv en andel fra 0 til 1.")
    return _day(node["exported_on"]), rate, {payer: _number(totals[payer]) for payer in TOLD_FIELDS}


def _number(node: Node) -> float:
    if not is_number(node.value):
        node.refuse("Skriv et tal.")
        return 0.0
    return float(node.value)


def _day(node: Node) -> date:
    try:
        return date.fromisoformat(node.value)
    except (TypeError, ValueError):
        node.refuse("Skriv en dato, fx 2026-01-15.")
        return date.min
