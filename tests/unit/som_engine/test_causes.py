"""The change between two runs split on its causes: it adds up, and single causes get all of it."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from som_engine.causes import CAUSES_DA, Change, Run, change
from som_engine.refunds import SupportRefund
from tests.unit.som_engine.cases import HOUSING_FIRST, KNOWLEDGE, checked, npv, worked
from tests.unit.som_engine.test_net_result import random_case


def run(content: dict[str, Any], *sets: str) -> Run:
    case = checked(content, *sets)
    assert case.effect.own_rate is not None
    return Run(case, case.effect.own_rate.value)


def adds_up(found: Change) -> None:
    for row, before in found.before.items():
        parts = sum(found.causes[cause][row] for cause in CAUSES_DA)
        assert before + parts == pytest.approx(found.after[row], abs=1e-4)


@pytest.mark.parametrize(
    ("cause", "changed"),
    [
        ("success_rate", "effect.success_rate=0.5"),
        ("participants", "intervention.participants=[10, 12, 14]"),
        ("participants", "intervention.participants=[10, 12]"),
        ("costs", "intervention.costs.Drift pr. borger.amount=95000"),
        ("prices_and_rules", "consequences.shelter_days.price.amount=1800"),
        ("prices_and_rules", "discount_rate=0.04"),
        ("consequences", "consequences.shelter_days.change=[-50, -40, -30, -20]"),
        ("consequences", "timing.lag=0"),
    ],
)
def test_a_single_cause_gets_all_of_it(cause: str, changed: str) -> None:
    found = change(run(worked()), run(worked(), changed))
    moved = npv(worked(), changed)["total"] - npv(worked())["total"]
    assert found.causes[cause]["total"] == pytest.approx(moved, abs=1e-6)
    assert all(found.causes[other]["total"] == pytest.approx(0, abs=1e-6) for other in CAUSES_DA if other != cause)
    adds_up(found)


def test_two_causes_share_what_they_do_together() -> None:
    """Rate 0.3 to 0.5 and shelter price 1,500 to 1,800.

    The price alone adds 0.2 x 1,824,178.986 = 364,835.80 at s = 0.3 and 608,059.66 at 0.5: on average 486,447.73.
    The rate alone adds 1,672,040.38, and 1,915,264.24 at the higher price: on average 1,793,652.31.
    """
    sets = ("effect.success_rate=0.5", "consequences.shelter_days.price.amount=1800")
    found = change(run(worked()), run(worked(), *sets))
    assert found.causes["prices_and_rules"]["total"] == pytest.approx(486_447.73, abs=0.02)
    assert found.causes["success_rate"]["total"] == pytest.approx(1_793_652.31, abs=0.02)
    adds_up(found)


def test_a_year_later_by_new_rules_is_prices_and_rules() -> None:
    """The same case from 2026 meets the shorter § 110 refund a year earlier; nothing else is a cause."""
    found = change(run(HOUSING_FIRST), run(HOUSING_FIRST | {"base_year": 2026}))
    assert found.causes["prices_and_rules"]["state"] == pytest.approx(found.after["state"] - found.before["state"])
    assert found.causes["prices_and_rules"]["state"] != 0
    adds_up(found)


def test_a_new_refund_of_support_is_prices_and_rules() -> None:
    """The state's share of the support of those eligible from 50 % to 40 %: no cost is another, only who pays it.

    The municipality pays 20 x 80,000 x 0.6 x 0.1 = 96,000 more in each of two years: 96,000 (1 + 1 / 1.035) = 188,753.62.
    """
    rule = KNOWLEDGE.rules["sel_85a"]
    assert isinstance(rule, SupportRefund)
    less = replace(rule, versions=tuple(replace(version, share=0.4) for version in rule.versions))
    newer = replace(KNOWLEDGE, rules={**KNOWLEDGE.rules, "sel_85a": less})
    before, after = (Run(checked(HOUSING_FIRST, knowledge=known), 0.25) for known in (KNOWLEDGE, newer))
    found = change(before, after)
    assert found.causes["prices_and_rules"]["municipality"] == pytest.approx(-188_753.62, abs=0.005)
    assert found.causes["prices_and_rules"]["state"] == pytest.approx(188_753.62, abs=0.005)
    assert found.causes["costs"]["municipality"] == pytest.approx(0, abs=1e-6)
    adds_up(found)


def test_nothing_changed_has_no_cause() -> None:
    found = change(run(worked()), run(worked()))
    assert {value for cause in found.causes.values() for value in cause.values()} == {0.0}


@settings(max_examples=60, deadline=None)
@given(random_case(), random_case())
def test_the_causes_add_up_between_any_two_cases(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Other years, prices, rules, consequences, costs: the parts are the whole."""
    adds_up(change(run(one), run(other)))
