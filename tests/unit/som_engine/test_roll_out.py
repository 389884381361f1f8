"""The calculation in one go gives what the lines give, for one set of numbers and for many at once."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from som_engine.net_result import by_payer, discounted, kroner, net_result
from som_engine.number import PAYERS
from som_engine.roll_out import RollOut
from som_engine.success import rate_used
from som_engine.uncertain_input import Calculation
from tests.unit.som_engine.cases import HOUSING_FIRST, WORKED, checked, worked
from tests.unit.som_engine.test_net_result import random_case


@settings(max_examples=150, deadline=None)
@given(random_case())
def test_it_is_the_sum_of_the_lines(content: dict[str, Any]) -> None:
    """Net present value per payer, and every year's cost, gain and discounted net, at the case's rate."""
    case = checked(content)
    rate = content["effect"]["success_rate"]["value"]
    rolled, lines = RollOut(case), net_result(case, rate)
    found = dict(zip(PAYERS, rolled.net_present_value(rate)[:, 0], strict=True))
    assert found == pytest.approx({payer: lines.net_present_value[payer] for payer in PAYERS}, abs=1e-5)
    for t in range(case.years):
        costs = by_payer((line for line in lines.costs if line.t == t), kroner)
        gains = by_payer((line for line in lines.gains if line.t == t), kroner)
        nets = by_payer((line for line in lines.lines if line.t == t), discounted)
        for place, payer in enumerate(PAYERS):
            assert rolled.cost_by_year[place, t, 0] == pytest.approx(-costs[payer], abs=1e-5)
            assert rate * rolled.gain_by_year[place, t, 0] == pytest.approx(gains[payer], abs=1e-5)
            assert rolled.discounted_by_year(rate)[place, t, 0] == pytest.approx(nets[payer], abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(random_case())
def test_many_at_once_are_each_by_itself(content: dict[str, Any]) -> None:
    """Every number of the case scaled by 0.5, 1 and 1.5 at once gives the three results one at a time."""
    case = checked(content)
    calculation = Calculation(case, rate_used(case))
    numbers = [number for drawn in calculation.inputs for number in drawn.numbers]

    def scaled(by: Any) -> RollOut:
        return RollOut(case, calculation.at({number.address: number.value * by for number in numbers}))

    together = scaled(np.array([0.5, 1.0, 1.5]))
    for place, by in enumerate((0.5, 1.0, 1.5)):
        alone = scaled(by)
        for one, of_many in (
            (alone.net_present_value(0.3), together.net_present_value(0.3)),
            (alone.discounted_by_year(0.3), together.discounted_by_year(0.3)),
        ):
            of_many = np.broadcast_to(of_many, (*one.shape[:-1], 3))
            assert of_many[..., place] == pytest.approx(one[..., 0], abs=1e-5)


@pytest.mark.parametrize("content", [WORKED, HOUSING_FIRST], ids=["worked", "housing first"])
def test_it_is_linear_in_the_success_rate(content: dict[str, Any]) -> None:
    """net(s) = s x gain at full success - cost: the middle of net(0.2) and net(0.6) is net(0.4)."""
    rolled = RollOut(checked(content))
    middle = (rolled.net_present_value(0.2) + rolled.net_present_value(0.6)) / 2
    assert rolled.net_present_value(0.4) == pytest.approx(middle)


def test_a_rule_of_2026_moves_only_the_years_from_2027() -> None:
    """200 days saved a year from 2025: by 120 days the state saves 60 of them, by 90 (from 2026-04-01) 45.

    The rule of a year is the one at its start, so 2025 and 2026 keep 60 and 2027 has 45, at 1.000 kr. a day.
    """
    shelter = {
        "id": "d", "name": "Døgn", "main_area": "social_services", "unit": "day", "basis": "estimate",
        "without": [200, 200, 200], "with": [0, 0, 0], "price": {"amount": 1000, "price_year": 2025, "refund": "sel_110"},
    }  # fmt: skip
    content = worked() | {"consequences": [shelter], "horizon_years": 3, "timing": {"lag": 0}}
    content["intervention"] = {"participants": [1], "costs": []}
    gains = RollOut(checked(content)).gain_by_year[:, :, 0]
    assert gains[PAYERS.index("state")].tolist() == [60_000, 60_000, 45_000]
    assert gains[PAYERS.index("municipality")].tolist() == [140_000, 140_000, 155_000]


def test_a_consequence_during_the_intervention_comes_a_year_before() -> None:
    """100 hours a year of support during the one operating year: 450 x 100 in year 0; without `during`, in year 1."""
    hours = {
        "id": "h", "name": "Timer", "main_area": "social_services", "unit": "hour", "basis": "estimate",
        "change": [-100], "price": {"amount": 450, "price_year": 2025, "shares": {"municipality": 1}},
    }  # fmt: skip
    content = worked() | {"horizon_years": 1}
    content["intervention"] = {"participants": [1], "costs": []}
    after = RollOut(checked(content | {"consequences": [hours]})).gain_by_year[0, :, 0]
    during = RollOut(checked(content | {"consequences": [hours | {"during": True}]})).gain_by_year[0, :, 0]
    assert (after.tolist(), during.tolist()) == ([0, 45_000], [45_000, 0])
