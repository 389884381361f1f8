"""The tornado, the grid, break-evens and scenarios, each against sums of their own."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from som_engine.one_way import Turn, break_even_of, grid, levers, one_way, scenario
from som_engine.roll_out import RollOut
from som_engine.success import rate_used
from som_engine.uncertain_input import Calculation
from tests.unit.som_engine.cases import HOUSING_FIRST, checked, npv, worked
from tests.unit.som_engine.test_net_result import random_case
from tests.unit.som_engine.test_uncertainty import BETA_RATE, calculation, observed

PRICE = "consequences.shelter_days.price.amount"


def swings(content: dict[str, Any], *sets: str) -> dict[str, Any]:
    return {swing.address: swing for swing in one_way(calculation(content, *sets))}


def test_twenty_per_cent_to_either_side_where_nothing_is_said() -> None:
    """Shelter price + 20 %: 498,125.66; as 133,289.86 + 0.2 x 1,824,178.99, and as far down the other way."""
    found = swings(worked())[PRICE]
    assert (found.assumed, found.low, found.high) == (True, (1200,), (1800,))
    assert found.at_high["total"] == pytest.approx(498_125.66, abs=0.005)
    assert found.at_low["total"] == pytest.approx(133_289.86 - 364_835.80, abs=0.01)
    assert found.kroner == pytest.approx(2 * 364_835.80, abs=0.01)


def test_its_own_low_and_high_where_the_case_has_them() -> None:
    found = swings(worked(), f"{PRICE}={{value: 1500, low: 1300, high: 1900}}")[PRICE]
    assert (found.assumed, found.low, found.high) == (False, (1300,), (1900,))
    assert found.at_low["total"] == pytest.approx(npv(worked(), f"{PRICE}=1300")["total"])


def test_the_success_rate_by_its_beta_and_by_what_is_observed() -> None:
    """Beta(6, 14): 0.1475 to 0.4758. Observed 4 of 10 less 0.1: Beta(4.5, 6.5) is 0.1851 to 0.6527, less 0.1."""
    own = swings(worked(), BETA_RATE)["effect.success_rate"]
    assert [*own.low, *own.high] == pytest.approx([0.1475, 0.4758], abs=5e-5)
    content = worked()
    content["effect"] = {
        "success_rate": {"observed": {"criterion": "own_home_at_end"}, "value": 0.3, "basis": "estimate"},
        "counterfactual": {"value": 0.1, "basis": "other_analyses"},
    }
    asked = calculation(content, observed=observed(4, 10, 0.1))
    found = {swing.address: swing for swing in one_way(asked)}
    rate = found["effect.success_rate"]
    assert [*rate.low, *rate.value, *rate.high] == pytest.approx([0.0851, 0.3, 0.5527], abs=5e-5)
    assert rate.at_low["total"] == pytest.approx(8_360_201.8850 * rate.low[0] - 2_374_770.7064, abs=0.01)
    assert found["effect.counterfactual"].at_high["total"] < found["effect.counterfactual"].at_low["total"]


def test_a_share_is_not_raised_above_one() -> None:
    """0.9 + 20 % would be 1.08."""
    assert swings(worked(), "effect.success_rate=0.9")["effect.success_rate"].high == (1.0,)


def test_participants_and_paths_move_as_one() -> None:
    """Participants 8 and 12 in every year; the shelter path + 20 % is as the shelter price + 20 %."""
    found = swings(worked())
    many = found["intervention.participants"]
    assert (many.low, many.high) == ((8, 8, 8), (12, 12, 12))
    assert many.at_high["total"] == pytest.approx(npv(worked(), "intervention.participants=[12, 12, 12]")["total"])
    assert found["consequences.shelter_days.change"].at_low["total"] == pytest.approx(498_125.66, abs=0.005)


def test_the_largest_swing_comes_first() -> None:
    kroner = [swing.kroner for swing in one_way(calculation(HOUSING_FIRST))]
    assert kroner == sorted(kroner, reverse=True)
    assert kroner[0] > 0


@settings(max_examples=40, deadline=None)
@given(random_case())
def test_every_row_is_the_case_calculated_alone(content: dict[str, Any]) -> None:
    """Each low of the tornado, calculated by itself with nothing else changed."""
    case = checked(content)
    asked = Calculation(case, rate_used(case))
    inputs = {found.address: found for found in asked.inputs}
    for swing in one_way(asked):
        numbers = inputs[swing.address].numbers
        at = asked.at({number.address: low for number, low in zip(numbers, swing.low, strict=True)})
        alone = RollOut(case, at).net_present_value(asked.success_rate(at)).sum()
        assert swing.at_low["total"] == pytest.approx(alone, abs=1e-4)


def test_break_even_of_each_lever_gives_zero() -> None:
    """The cost per participant of 94,596.69 kr. and the participants of 69.33: set to them, the net is zero.

    Checked by putting them in: the zero itself, and costs that may rise by the net result.
    """
    asked = calculation(worked())
    found = {name: break_even_of(asked, lever) for name, lever in levers(asked.case).items()}
    cost = found["cost_per_participant"]["total"]
    assert (cost.pays, cost.amount) == ("at_most", pytest.approx(94_596.69, abs=0.005))
    changed = npv(worked(), f"intervention.costs.Drift pr. borger.amount={cost.amount}")
    assert changed["total"] == pytest.approx(0, abs=0.01)
    people = found["participants"]["total"]
    third = (people.amount or 0) / 3
    assert npv(worked(), f"intervention.participants=[{third}, {third}, {third}]")["total"] == pytest.approx(
        0, abs=0.01
    )
    assert found["costs"]["total"].amount == pytest.approx(2_374_770.71 + 133_289.86, abs=0.01)
    assert found["participants"]["region"] == Turn("always", None)


def test_break_even_that_is_never() -> None:
    """Nobody succeeds: more participants only cost, and it never pays once the saved cost is gone."""
    sets = ("effect.success_rate=0", "intervention.costs.Sparet indsats.amount=0")
    asked = calculation(worked(), *sets)
    assert break_even_of(asked, levers(asked.case)["participants"])["total"] == Turn("never", None)
    assert break_even_of(asked, levers(asked.case)["cost_per_participant"])["total"].pays == "never"


def test_a_lever_that_is_not_there_has_none() -> None:
    content = worked()
    content["intervention"]["costs"] = [content["intervention"]["costs"][0]]
    asked = calculation(content)
    assert break_even_of(asked, levers(asked.case)["cost_per_participant"]) == {}
    assert grid(asked, 3).of.name == "Omkostninger i alt (nutidsværdi)"


def test_the_grid_and_its_zero_line() -> None:
    """Corners as cases by themselves; the zero line at the cost of 90,000 is the break-even of 28.4057 %."""
    found = grid(calculation(worked()), 5)
    assert found.costs.tolist() == [45_000, 67_500, 90_000, 112_500, 135_000]
    assert found.success_rates[-1] == 0.6
    for rate, cost in ((0, 0), (4, 4), (2, 1)):
        changed = npv(
            worked(),
            f"effect.success_rate={found.success_rates[rate]}",
            f"intervention.costs.Drift pr. borger.amount={found.costs[cost]}",
        )
        assert found.net_present_value[:, rate, cost] == pytest.approx(list(changed.values()), abs=0.01)
    assert found.zero_line["total"][2] == pytest.approx(0.284057, abs=5e-7)
    assert found.zero_line["municipality"][4] is None
    assert np.shape(found.net_present_value) == (4, 5, 5)


def test_scenarios_are_the_case_after_its_changes() -> None:
    """s at 10 %: -1,538,750.52, and the rest as it was."""
    found = scenario("Lav", ["effect.success_rate=0.1"], lambda sets: calculation(worked(), *sets))
    assert (found.name, found.success_rate) == ("Lav", 0.1)
    assert found.net_present_value["total"] == pytest.approx(-1_538_750.52, abs=0.005)
