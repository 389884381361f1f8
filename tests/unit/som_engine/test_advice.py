"""Each piece of advice comes when its reason is there, and goes when the reason is gone."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import yaml

from som_engine.advice import advice, sensitivity_overview
from som_engine.case import Case
from som_engine.cost import COST_CHECKLIST_DA
from som_engine.knowledge import Knowledge
from som_engine.steps import steps
from tests.unit.som_engine.cases import HOUSING_FIRST, KNOWLEDGE, checked, small, worked

ON = date(2026, 1, 15)
Change = Callable[[dict[str, Any]], None]


def kinds(content: dict[str, Any], on: date = ON, knowledge: Knowledge = KNOWLEDGE) -> list[str]:
    return [said.kind for said in advice(checked(content, knowledge=knowledge), knowledge, on)]


def test_forgotten_costs_are_asked_for_until_each_is_answered() -> None:
    """Six costs; a name that speaks of it or an answer takes the question away."""
    content = worked()
    assert kinds(content).count("forgotten_cost") == len(COST_CHECKLIST_DA) == 6
    content["intervention"]["costs"].append({"name": "Evaluering", "amount": 1, "per": "year", "basis": "estimate"})
    content["intervention"]["cost_checklist"] = {"audit": "Ikke relevant: under grænsen"}
    assert kinds(content).count("forgotten_cost") == 4


def without_counterfactual(content: dict[str, Any]) -> None:
    del content["effect"]["counterfactual"]


def standard(content: dict[str, Any]) -> None:
    for consequence in content["consequences"]:
        consequence["basis"] = "som_standard"


def young(content: dict[str, Any]) -> None:
    content["target_group"] = "homeless_youth"


def at_risk(content: dict[str, Any]) -> None:
    content["effect"]["success_rate"]["observed"]["target_groups"] = ["at_risk"]


def few(content: dict[str, Any]) -> None:
    content["intervention"]["participants"] = [19]


def same_saving(content: dict[str, Any]) -> None:
    content["consequences"][0]["name"] = "Timer med bostøtte"


def no_ranges(content: dict[str, Any]) -> None:
    content["intervention"]["costs"][1]["amount"] = 80000
    content["consequences"][0]["price"]["amount"] = 1500


@pytest.mark.parametrize(
    ("change", "kind", "step"),
    [
        (without_counterfactual, "not_net", "effect"),
        (standard, "all_standard", "consequences"),
        (young, "does_not_fit", "consequences"),
        (at_risk, "at_risk", "target_group"),
        (few, "few_citizens", "intervention"),
        (same_saving, "counted_twice", "consequences"),
        (no_ranges, "no_range", "uncertainty"),
    ],
)
def test_each_reason_gives_its_advice(change: Change, kind: str, step: str) -> None:
    """The sample case has none of them before the change."""
    content = yaml.safe_load(yaml.safe_dump(HOUSING_FIRST))
    assert kind not in kinds(content)
    change(content)
    said = advice(checked(content), KNOWLEDGE, ON)
    assert [found.step for found in said if found.kind == kind]
    assert {found.step for found in said if found.kind == kind} == {step}


def test_few_citizens_are_counted_in_danish() -> None:
    """7.5 + 7 half-year places are 14,5 citizens."""
    content = worked()
    content["intervention"]["participants"] = [7.5, 7]
    said = [found.text_da for found in advice(checked(content), KNOWLEDGE, ON) if found.kind == "few_citizens"]
    assert [text.partition(" er få")[0] for text in said] == ["14,5 borgere"]


def test_twenty_citizens_are_enough_and_a_consequence_taken_out_is_not_judged() -> None:
    content = yaml.safe_load(yaml.safe_dump(HOUSING_FIRST))
    content["intervention"]["participants"] = [20]
    young(content)
    content["consequences"][0]["adjustment"] = {"kind": "removed", "reason": "Unge"}
    assert "few_citizens" not in kinds(content)
    assert "does_not_fit" not in kinds(content)


def test_two_consequences_on_one_price_are_told_unless_they_are_another_persons() -> None:
    days = {"change": [-1], "price_ref": "prison_day"}
    content = small(days, price_year=2015)
    content["consequences"].append(content["consequences"][0] | {"id": "again"})
    assert "counted_twice" in kinds(content)
    content["consequences"][1]["person"] = "parent"
    assert "counted_twice" not in kinds(content)


def test_a_price_past_its_day_is_told() -> None:
    """The prison day was last seen to hold on 31 December 2015; a year later it is not yet old."""
    content = small({"change": [-1], "price_ref": "prison_day"}, price_year=2015)
    assert "old_price" not in kinds(content, date(2016, 12, 30))
    assert "old_price" in kinds(content, date(2017, 1, 2))


def test_a_price_moved_between_years_is_told_with_its_factor() -> None:
    """Index 80 in 2020 and 100 in 2027: 1,2500."""
    knowledge = Knowledge(**{**vars(KNOWLEDGE), "net_price_index": {2020: 80.0, 2027: 100.0}})
    price = {"amount": 1, "price_year": 2020, "shares": {"state": 1}, "source": "taksten"}
    said = advice(checked(small({"change": [-1], "price": price}), knowledge=knowledge), knowledge, ON)
    assert ["1,2500" in found.text_da for found in said if found.kind == "other_price_year"] == [True]
    assert "no_source" not in [found.kind for found in said]


def test_a_price_without_source_is_told() -> None:
    assert kinds(worked()).count("no_source") == 4


def test_equal_use_is_told_for_a_single_path() -> None:
    """The weeks of income support are one path on a ladder; the shelter days are given in groups."""
    said = [found.path for found in advice(checked(HOUSING_FIRST), KNOWLEDGE, ON) if found.kind == "equal_use"]
    assert said == ["consequences.income_support_weeks"]


def test_sensitivity_is_said_for_costs_rate_and_consequences() -> None:
    assert sensitivity_overview(checked(worked())) == {"costs": False, "success_rate": False, "consequences": False}
    assert sensitivity_overview(checked(HOUSING_FIRST)) == {"costs": True, "success_rate": True, "consequences": True}
    for used in (True, False):
        assert sensitivity_overview(checked(HOUSING_FIRST), used)["success_rate"] is used


def test_advice_is_in_the_order_of_the_steps_and_names_them() -> None:
    order = [step.id for step in steps()]
    case: Case = checked(worked())
    at = [order.index(said.step) for said in advice(case, KNOWLEDGE, ON)]
    assert at == sorted(at)


def test_seven_steps_each_with_questions_of_their_own() -> None:
    found = steps()
    assert [step.id for step in found] == [
        "intervention", "target_group", "costs", "effect", "consequences", "uncertainty", "use",
    ]  # fmt: skip
    keys = [step.key(question) for step in found for question in step.questions]
    assert len(set(keys)) == len(keys) >= 28
    assert all(question.text_da.endswith("?") for step in found for question in step.questions)
