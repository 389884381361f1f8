"""Two versions input by input: what differs, what each input does alone, and a rest that makes it add up."""

from typing import Any

import pytest

from pipelines.case_changes import changes, compare
from som_engine.knowledge import Knowledge
from tests.unit.som_engine.cases import HOUSING_FIRST, KNOWLEDGE, npv, small, worked


def fields(old: Any, new: Any) -> list[tuple[str, Any, Any]]:
    return [(one.field, one.old, one.new) for one in changes(old, new)]


def test_members_are_known_by_name_and_their_order_is_no_change() -> None:
    old = {"costs": [{"name": "a", "amount": 1}, {"name": "b", "amount": 2}], "years": [1, 2]}
    new = {"costs": [{"name": "b", "amount": 3}, {"name": "c", "amount": 4}], "years": [1, 3], "lag": 0}
    assert fields(old, new) == [
        ("costs.a", {"name": "a", "amount": 1}, None),
        ("costs.b.amount", 2, 3),
        ("costs.c", None, {"name": "c", "amount": 4}),
        ("years", [1, 2], [1, 3]),
        ("lag", None, 0),
    ]
    assert fields(old, {**old, "costs": list(reversed(old["costs"]))}) == []


def test_each_change_alone_and_the_rest() -> None:
    """1 participant, 2 days at 100 = 200. 3 days alone: +100; 150 kr. alone: +100; both give 450: 50 is left."""
    price = {"amount": 100, "price_year": 2027, "shares": {"municipality": 1}}
    old = small({"change": [-2], "price": price})
    new = small({"change": [-3], "price": price | {"amount": 150}})
    found = compare(old, new, KNOWLEDGE, KNOWLEDGE)
    assert {one.input: one.effect and one.effect["total"] for one in found.inputs} == {
        "consequences.it.path": 100,
        "consequences.it.price": 100,
    }
    assert (found.before["total"], found.after["total"], found.rest["total"]) == (200, 450, 50)


def test_fields_that_only_make_sense_together_are_one_input() -> None:
    """From a change of -2 days to paths 5 and 2 on a refunded price: neither can stand alone, so both are in the rest."""
    old = small({"change": [-2], "price": {"amount": 100, "price_year": 2027, "shares": {"state": 1}}})
    new = small({"without": [5], "with": [2], "price": {"amount": 100, "price_year": 2027, "refund": "sel_110"}})
    found = compare(old, new, KNOWLEDGE, KNOWLEDGE)
    assert {one.input: one.effect and one.effect["total"] for one in found.inputs} == {
        "consequences.it.path": 100,
        "consequences.it.price": None,
    }
    assert found.rest["total"] == 0


def test_words_are_no_input() -> None:
    new = worked() | {"title": "Nyt navn", "reflections": {"use.decision": "Budget"}}
    new["consequences"][0]["note"] = "set efter"
    found = compare(worked(), new, KNOWLEDGE, KNOWLEDGE)
    assert found.inputs == ()
    assert found.rest["total"] == 0


def test_a_consequence_added_and_a_cost_removed() -> None:
    new = worked()
    del new["intervention"]["costs"][2]
    added = new["consequences"].pop()
    found = compare(worked() | {"consequences": new["consequences"]}, new | {"consequences": [*new["consequences"], added]},
                    KNOWLEDGE, KNOWLEDGE)  # fmt: skip
    assert {one.input for one in found.inputs} == {"intervention.costs.Sparet indsats", "consequences.support_hours"}
    assert found.rest["total"] == pytest.approx(0, abs=1e-6)


def test_a_change_of_the_knowledge_base_is_a_cause_of_its_own() -> None:
    """The index of 2027 from 100 to 110: 100 kr. of 2020 become 125 and 137.5."""
    before, after = (
        Knowledge(**{**vars(KNOWLEDGE), "net_price_index": {2020: 80.0, 2027: index}}) for index in (100.0, 110.0)
    )
    case = small({"change": [-1], "price": {"amount": 100, "price_year": 2020, "shares": {"state": 1}}})
    found = compare(case, case, before, after)
    assert [(one.input, one.effect and one.effect["state"]) for one in found.inputs] == [
        ("knowledge", pytest.approx(12.5))
    ]


def test_it_adds_up_for_every_payer() -> None:
    """Whatever is changed, before + effects + rest = after."""
    new = {**HOUSING_FIRST, "horizon_years": 2, "discount_rate": 0.05, "timing": {"lag": 0}}
    new["effect"] = {**HOUSING_FIRST["effect"], "success_rate": {"value": 0.4, "basis": "estimate"}}
    found = compare(HOUSING_FIRST, new, KNOWLEDGE, KNOWLEDGE)
    assert len(found.inputs) == 4
    for payer, after in npv(new).items():
        effects = sum(one.effect[payer] for one in found.inputs if one.effect)
        assert found.before[payer] + effects + found.rest[payer] == pytest.approx(after, abs=1e-6)
