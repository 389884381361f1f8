"""Cases for the tests, as the content of a YAML file."""

import copy
from pathlib import Path
from typing import Any

import yaml

from som_engine.case import Case, check_case
from som_engine.knowledge import Knowledge, load_knowledge
from som_engine.net_result import NetResult, net_result

KNOWLEDGE = load_knowledge()
CASES = Path(__file__).parents[3] / "sample_data" / "cases"
WORKED: dict[str, Any] = yaml.safe_load((CASES / "worked-case.yaml").read_text(encoding="utf-8"))
HOUSING_FIRST: dict[str, Any] = yaml.safe_load((CASES / "housing-first-901.yaml").read_text(encoding="utf-8"))


def worked() -> dict[str, Any]:
    """The worked example, to change."""
    return copy.deepcopy(WORKED)


def small(consequence: dict[str, Any], **case: Any) -> dict[str, Any]:
    """One participant, no cost, success for sure, one year after, no lag and no discounting: the plain gain."""
    about = {"id": "it", "name": "Det", "main_area": "social_services", "unit": "day", "basis": "estimate"}
    return {
        "case": "small",
        "base_year": 2027,
        "price_year": 2027,
        "horizon_years": 1,
        "discount_rate": 0,
        "timing": {"lag": 0},
        "intervention": {"participants": [1], "costs": []},
        "effect": {"success_rate": {"value": 1, "basis": "estimate"}},
        "consequences": [about | consequence],
    } | case


def checked(content: dict[str, Any], *sets: str, knowledge: Knowledge = KNOWLEDGE) -> Case:
    """The case, checked."""
    return check_case(content, knowledge, sets)


def result(content: dict[str, Any], *sets: str, knowledge: Knowledge = KNOWLEDGE) -> NetResult:
    """The result of the case at its own rate."""
    case = checked(content, *sets, knowledge=knowledge)
    assert case.effect.own_rate is not None
    return net_result(case, case.effect.own_rate.value)


def npv(content: dict[str, Any], *sets: str, knowledge: Knowledge = KNOWLEDGE) -> dict[str, float]:
    """The net present value of the case, total and per payer."""
    return result(content, *sets, knowledge=knowledge).net_present_value
