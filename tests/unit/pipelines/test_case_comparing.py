"""Two versions input by input: the part of each input in the change of the net result, so that it adds up."""

from typing import Any

import pytest

from pipelines.case_comparing import Comparison, compare
from som_engine.errors import CaseError
from som_engine.knowledge import Knowledge
from tests.unit.som_engine.cases import HOUSING_FIRST, KNOWLEDGE, npv, small, worked

DAY = {"amount": 100, "price_year": 2027, "shares": {"municipality": 1}}


def totals(found: Comparison) -> dict[str, Any]:
    return {" + ".join(one.inputs): pytest.approx(one.effect["total"]) for one in found.inputs}


def adds_up(found: Comparison) -> None:
    for row, before in found.before.items():
        assert before + sum(one.effect[row] for one in found.inputs) == pytest.approx(found.after[row], abs=1e-6)


def test_two_inputs_share_what_they_do_together() -> None:
    """1 participant, 2 days at 100 = 200; 3 days at 150 = 450.

    3 days first: +100, then the price 3 x 50 = +150. The price first: 2 x 50 = +100, then the day +150. On average 125 each.
    """
    new = small({"change": [-3], "price": DAY | {"amount": 150}})
    found = compare(small({"change": [-2], "price": DAY}), new, KNOWLEDGE, KNOWLEDGE)
    assert (found.before["total"], found.after["total"]) == (200, 450)
    assert totals(found) == {"consequences.it.path": 125, "consequences.it.price": 125}


def test_an_input_alone_has_the_whole_change_and_one_without_effect_none() -> None:
    """3 days at 100 instead of 2: +100. No citizen has weeks before on a price with fixed shares."""
    new = small({"change": [-3], "price": DAY}) | {"target_group": "young"}
    found = compare(small({"change": [-2], "price": DAY}), new, KNOWLEDGE, KNOWLEDGE)
    assert totals(found) == {"consequences.it.path": 100, "target_group": 0}


def test_inputs_that_only_make_sense_together_are_taken_together() -> None:
    """From -2 days to 5 and 2 days on a refunded price (which needs both paths), and s from 1 to 0.5.

    200 at first, 300 with the paths and the price, 100 and 150 at s = 0.5: the two together add (100 + 50) / 2 = 75, the
    rate (-100 - 150) / 2 = -125.
    """
    old = small({"change": [-2], "price": DAY})
    new = small({"without": [5], "with": [2], "price": {"amount": 100, "price_year": 2027, "refund": "sel_110"}})
    new["effect"] = {"success_rate": {**new["effect"]["success_rate"], "value": 0.5}}
    found = compare(old, new, KNOWLEDGE, KNOWLEDGE)
    assert totals(found) == {"effect.success_rate": -125, "consequences.it.path + consequences.it.price": 75}
    adds_up(found)


@pytest.mark.parametrize("name", ["goal", "source", "note", "name", "basis"])
def test_a_consequence_is_counted_whatever_it_is_called(name: str) -> None:
    """2 days at 100 = 200; one more consequence of 3 days at 100 is +300, though its id is also the name of a field."""
    old = small({"change": [-2], "price": DAY})
    new = small({"change": [-2], "price": DAY})
    new["consequences"].append(old["consequences"][0] | {"id": name, "change": [-3]})
    added = compare(old, new, KNOWLEDGE, KNOWLEDGE)
    assert (added.after["total"], totals(added)) == (500, {f"consequences.{name}": 300})
    taken = compare(new, old, KNOWLEDGE, KNOWLEDGE)
    assert (taken.after["total"], totals(taken)) == (200, {f"consequences.{name}": -300})


def test_words_are_no_input() -> None:
    new = worked() | {"title": "Nyt navn", "reflections": {"use.decision": "Budget"}}
    new["consequences"][0]["note"] = "set efter"
    assert compare(worked(), new, KNOWLEDGE, KNOWLEDGE).inputs == ()


def test_a_consequence_added_and_a_cost_removed() -> None:
    new = worked()
    del new["intervention"]["costs"][2]
    added = new["consequences"].pop()
    without = worked() | {"consequences": new["consequences"]}
    found = compare(without, new | {"consequences": [*new["consequences"], added]}, KNOWLEDGE, KNOWLEDGE)
    assert {one.inputs for one in found.inputs} == {
        ("intervention.costs.Sparet indsats",),
        ("consequences.support_hours",),
    }
    adds_up(found)


def test_a_change_of_the_knowledge_base_is_a_cause_of_its_own() -> None:
    """The index of 2027 from 100 to 110: 100 kr. of 2020 become 125 and 137.5."""
    before, after = (
        Knowledge(**{**vars(KNOWLEDGE), "net_price_index": {2020: 80.0, 2027: index}}) for index in (100.0, 110.0)
    )
    case = small({"change": [-1], "price": {"amount": 100, "price_year": 2020, "shares": {"state": 1}}})
    assert totals(compare(case, case, before, after)) == {"knowledge": 12.5}


def test_it_adds_up_for_every_payer_with_more_inputs_than_all_orders_can_be_tried_for() -> None:
    """Ten inputs of the worked example, for the total and each payer."""
    new = worked() | {"horizon_years": 2, "discount_rate": 0.05, "timing": {"lag": 0}, "base_year": 2024}
    new["effect"] = {"success_rate": {"value": 0.4, "basis": "estimate"}}
    for at, amount in enumerate((1800, 4100, 3000, 400)):
        new["consequences"][at]["price"]["amount"] = amount
    found = compare(worked(), new, KNOWLEDGE, KNOWLEDGE)
    assert len(found.inputs) == 10
    assert found.after == pytest.approx(npv(new))
    adds_up(found)


def test_two_quite_different_cases_add_up() -> None:
    found = compare(worked(), HOUSING_FIRST, KNOWLEDGE, KNOWLEDGE)
    assert found.inputs
    assert found.after == pytest.approx(npv(HOUSING_FIRST))
    adds_up(found)


def test_a_case_that_cannot_be_calculated_is_refused() -> None:
    new = worked()
    new["consequences"][0]["price"]["price_year"] = 2019
    with pytest.raises(CaseError, match="nettoprisindekset mangler 2019"):
        compare(worked(), new, KNOWLEDGE, KNOWLEDGE)
