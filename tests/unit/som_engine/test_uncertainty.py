"""Simulations against closed forms, and what is always true of them."""

from typing import Any

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import beta

from som_engine.errors import CaseError
from som_engine.number import PAYERS
from som_engine.roll_out import RollOut
from som_engine.success import ObservedRate, rate_used
from som_engine.uncertain_input import Calculation
from som_engine.uncertainty import (
    AT_A_TIME,
    PERCENTILES,
    at_value,
    draw,
    influences,
    percentiles,
    simulate,
    value_of_each_input,
    value_of_the_rate,
)
from tests.unit.som_engine.cases import HOUSING_FIRST, checked, worked

BETA_RATE = "effect.success_rate={value: 0.3, distribution: {beta: [6, 14]}, basis: estimate}"


def calculation(content: dict[str, Any], *sets: str, observed: ObservedRate | None = None) -> Calculation:
    case = checked(content, *sets)
    return Calculation(case, rate_used(case, observed))


def observed(successes: int, assessed: int, counterfactual: float | None = None) -> ObservedRate:
    rate = successes / assessed if assessed else None
    net = None if rate is None else max(0.0, rate - (counterfactual or 0.0))
    return ObservedRate(None, "2025-03", assessed, rate, counterfactual, net, assessed >= 5, successes)


def test_the_worked_example_with_its_rate_drawn() -> None:
    """s ~ Beta(6, 14), net = 8,360,201.88 s - 2,374,770.71: mean 133,289.86, sd 836,020.19, P(net > 0) 0.53569.

    400,000 draws: four standard errors are 5,300 kr. on the mean, 0.5 % on the sd and 0.0032 on the chance.
    """
    found = simulate(calculation(worked(), BETA_RATE), draws=400_000, seed=7)
    assert found.mean["total"] == pytest.approx(133_289.86, abs=5_300)
    assert found.sd["total"] == pytest.approx(836_020.19, rel=0.005)
    assert found.probability_positive["total"] == pytest.approx(0.53569, abs=0.0032)
    assert found.probability_positive["municipality"] == pytest.approx(0.000128, abs=0.0001)
    assert found.percentiles["50"]["total"] == pytest.approx(
        8_360_201.88 * beta.ppf(0.5, 6, 14) - 2_374_770.71, abs=6_000
    )


def test_what_knowing_the_rate_is_worth() -> None:
    """270,427.49 kr. in total for Beta(6, 14), by the closed form and not by draws."""
    assert simulate(calculation(worked(), BETA_RATE), draws=10).evpi["total"] == pytest.approx(270_427.49, abs=0.005)


@pytest.mark.parametrize("counterfactual", [0.0, 0.1, 0.35])
def test_the_value_of_the_rate_is_the_integral(counterfactual: float) -> None:
    """E[max(0, net)] - max(0, E[net]) over Beta(6.5, 14.5), net of the counterfactual, integrated numerically."""
    content = worked()
    content["effect"] = {
        "success_rate": {"observed": {"criterion": "own_home_at_end"}, "value": 0.3, "basis": "estimate"},
        "counterfactual": counterfactual,
    }
    asked = calculation(content, observed=observed(6, 20, counterfactual))
    gain, cost = 8_360_201.8850, 2_374_770.7064

    def net(rate: float) -> float:
        return gain * max(0.0, rate - counterfactual) - cost

    def mean_of(what: Any) -> float:
        at = [counterfactual, counterfactual + cost / gain]
        return float(quad(lambda rate: what(rate) * beta.pdf(rate, 6.5, 14.5), 0, 1, points=at, limit=200)[0])

    expected = mean_of(lambda rate: max(0.0, net(rate))) - max(0.0, mean_of(net))
    assert value_of_the_rate(asked)["total"] == pytest.approx(expected, abs=0.5)


def test_the_value_of_the_rate_for_one_who_loses_by_success() -> None:
    """The municipality alone pays for more use: at s it loses. Knowing s is worth something only where it turns."""
    sets = ("consequences.shelter_days.change=[10]", "consequences.income_support_weeks.change=[0]")
    saved = "intervention.costs.Drift pr. borger.amount=-2000"
    other = ("consequences.support_hours.change=[0]", "intervention.costs.Opstart.amount=0")
    asked = calculation(worked(), BETA_RATE, *sets, *other, saved, "intervention.costs.Sparet indsats.amount=0")
    shares = (np.arange(200_000) + 0.5) / 200_000
    rates = beta.ppf(shares, 6, 14)
    net = at_value(asked)
    values = rates * net.pv_gain[0] - net.pv_cost[0]
    assert values.min() < 0 < values.max()
    expected = np.maximum(0, values).mean() - max(0.0, values.mean())
    assert value_of_the_rate(asked)["municipality"] == pytest.approx(expected, rel=1e-3)


def test_the_value_of_each_input() -> None:
    """By quantiles; the rate's own is the closed form, and a fixed input is worth nothing and is not there."""
    asked = calculation(
        worked(), BETA_RATE, "consequences.shelter_days.price.amount={value: 1500, low: 500, high: 2500}"
    )
    found = value_of_each_input(asked)
    assert set(found) == {"effect.success_rate", "consequences.shelter_days.price.amount"}
    assert found["effect.success_rate"]["total"] == pytest.approx(270_427.49, abs=0.005)
    price = np.exp(
        np.log(500 * 2500) / 2 + np.log(5) / (2 * 1.6448536) * np.random.default_rng(1).standard_normal(10**6)
    )
    net = 133_289.86 + (price - 1500) / 1500 * 1_824_178.986
    expected = np.maximum(0, net).mean() - max(0.0, net.mean())
    assert found["consequences.shelter_days.price.amount"]["total"] == pytest.approx(expected, rel=0.02)


def test_payers_sum_to_the_total_in_every_draw() -> None:
    found = simulate(calculation(HOUSING_FIRST), draws=200)
    assert found.net_present_value[0] == pytest.approx(found.net_present_value[1:].sum(axis=0))
    assert found.discounted_by_year.sum(axis=1) == pytest.approx(found.net_present_value)


def test_shares_still_sum_to_one_when_one_is_drawn() -> None:
    """The municipality pays 30-70 % of a shelter day: the state pays the rest, and the total does not move."""
    shares = "consequences.shelter_days.price.shares={municipality: {value: 0.5, low: 0.3, high: 0.7}, state: 0.5}"
    found = simulate(calculation(worked(), shares), draws=500)
    assert np.ptp(found.net_present_value[0]) == pytest.approx(0, abs=1e-3)
    assert found.sd["municipality"] == pytest.approx(found.sd["state"])
    assert found.sd["municipality"] > 100_000


def test_shares_that_are_all_drawn_are_made_to_sum_to_one() -> None:
    drawn = "{municipality: {value: 0.5, low: 0.2, high: 0.9}, state: {value: 0.5, low: 0.1, high: 0.8}}"
    found = simulate(calculation(worked(), f"consequences.shelter_days.price.shares={drawn}"), draws=500)
    assert np.ptp(found.net_present_value[0]) == pytest.approx(0, abs=1e-3)


def test_weights_of_groups_still_sum_to_one() -> None:
    """As many days without as with success, and in each group: nothing is saved however the weights are drawn."""
    groups = [{"weight": {"value": 0.4, "low": 0.2, "high": 0.7}, "units": [100]}, {"weight": 0.6, "units": [100]}]
    content = worked()
    content["consequences"] = [
        {key: value for key, value in content["consequences"][0].items() if key != "change"}
        | {"without": groups, "with": [100]}
    ]
    found = simulate(calculation(content), draws=100)
    assert np.ptp(found.net_present_value[0]) == pytest.approx(0, abs=1e-6)


def test_years_of_a_path_share_a_draw() -> None:
    """-60 ± 20 in each of two years, one participant, 1,000 kr., no discounting, s = 1: the sds add up.

    ± 20 is to the 5th and 95th percentile: sd 20 / 1.6449 = 12.159 days a year, 24.318 of both together, 24,318 kr.
    Drawn year by year they would be 17,195 kr.
    """
    content = worked() | {"discount_rate": 0, "horizon_years": 2}
    content["intervention"] = {"participants": [1], "costs": []}
    content["effect"] = {"success_rate": {"value": 1, "basis": "estimate"}}
    days = content["consequences"][0] | {"change": [{"value": -60, "low": -80, "high": -40}] * 2}
    content["consequences"] = [days | {"price": days["price"] | {"amount": 1000}}]
    found = simulate(calculation(content), draws=100_000)
    assert found.sd["total"] == pytest.approx(24_318, rel=0.02)


def test_the_observed_rate_is_drawn_less_the_counterfactual() -> None:
    """2 of 10, counterfactual 0.3: most draws of Beta(2.5, 8.5) are below it, and their net rate is 0, never less."""
    content = worked()
    content["effect"] = {
        "success_rate": {"observed": {"criterion": "own_home_at_end"}, "value": 0.3, "basis": "estimate"},
        "counterfactual": 0.3,
    }
    found = simulate(calculation(content, observed=observed(2, 10, 0.3)), draws=20_000)
    assert found.success_rate.min() == 0
    assert (found.success_rate == 0).mean() == pytest.approx(beta.cdf(0.3, 2.5, 8.5), abs=0.015)


def test_the_same_seed_gives_the_same_and_another_another() -> None:
    asked = calculation(HOUSING_FIRST)
    assert simulate(asked, 50, 3).mean == simulate(asked, 50, 3).mean
    assert simulate(asked, 50, 3).mean != simulate(asked, 50, 4).mean


def test_a_range_that_is_added_does_not_move_the_other_draws() -> None:
    """Two versions of a case are compared on the same draws of what they share."""
    one = simulate(calculation(worked(), BETA_RATE), 100)
    other = simulate(
        calculation(worked(), BETA_RATE, "consequences.support_hours.price.amount={value: 450, low: 400, high: 500}"),
        100,
    )
    assert one.success_rate.tolist() == other.success_rate.tolist()
    assert one.mean != other.mean


def test_without_a_range_every_draw_is_the_result() -> None:
    found = simulate(calculation(worked()), draws=20)
    assert found.mean["total"] == pytest.approx(133_289.86, abs=0.005)
    assert (found.sd["total"], found.evpi["total"]) == (pytest.approx(0, abs=1e-6), 0)
    assert found.balance_years == {6: 1.0, None: 0.0}


def test_balance_years_are_those_of_each_draw() -> None:
    """Every share is counted, and those never even are those with a net below zero."""
    found = simulate(calculation(worked(), BETA_RATE), draws=4000)
    assert sum(found.balance_years.values()) == pytest.approx(1)
    assert found.balance_years[None] == pytest.approx(1 - found.probability_positive["total"])


def test_bands_end_in_the_percentiles_of_the_result() -> None:
    found = simulate(calculation(worked(), BETA_RATE), draws=2000)
    for place, values in enumerate(found.percentiles.values()):
        assert found.cumulative_bands[place, :, -1] == pytest.approx([values[row] for row in ("total", *PAYERS)])
    assert (np.diff(found.cumulative_bands, axis=0) >= -1e-6).all()


DRAWN_TOO = (
    "discount_rate={value: 0.035, low: 0.02, high: 0.05}",
    "intervention.participants=[{value: 10, low: 8, high: 12}, 10]",
)


@pytest.mark.parametrize("sets", [(), DRAWN_TOO], ids=["as it is", "rate of interest and participants drawn too"])
def test_draws_taken_some_at_a_time_are_those_of_one_go(sets: tuple[str, ...]) -> None:
    """Two whole blocks and seven draws more: every year and payer in every draw, and in the last one by itself."""
    asked, many = calculation(HOUSING_FIRST, *sets), 2 * AT_A_TIME + 7
    found, at = simulate(asked, many, 3), asked.at(draw(asked.ranged, many, 3))
    rate, rolled = asked.success_rate(at), RollOut(asked.case, at)
    assert found.net_present_value[1:] == pytest.approx(rolled.net_present_value(rate), abs=1e-6)
    assert found.discounted_by_year[1:] == pytest.approx(rolled.discounted_by_year(rate), abs=1e-6)
    last = {address: float(values[-1]) for address, values in draw(asked.ranged, many, 3).items()}
    alone = RollOut(asked.case, asked.at(last)).net_present_value(asked.success_rate(asked.at(last)))
    assert found.net_present_value[1:, -1] == pytest.approx(alone[:, 0], abs=1e-6)


@pytest.mark.parametrize("draws", [1, 2, 21, 1000])
def test_percentiles_are_numpys(draws: int) -> None:
    values = np.random.default_rng(1).normal(0, 1e6, (4, 3, draws))
    assert percentiles(values) == pytest.approx(np.percentile(values, PERCENTILES, axis=2))


def test_a_range_that_no_distribution_has_stops_with_its_field() -> None:
    with pytest.raises(CaseError, match="effect.success_rate"):
        simulate(calculation(worked(), "effect.success_rate={value: 0.3, low: 0, high: 0.5, basis: estimate}"), 10)


def test_influence_of_a_sum_is_its_share_of_the_variance() -> None:
    """Two costs once, ± 300,000 and ± 100,000: the variances are 9 to 1, so they account for 0.9 and 0.1."""
    content = worked()
    content["intervention"] = {
        "participants": [10],
        "costs": [
            {
                "name": name,
                "amount": {"value": 0, "low": -size, "high": size},
                "per": "once",
                "year": 0,
                "basis": "estimate",
            }
            for name, size in (("a", 300_000), ("b", 100_000))
        ],
    }
    found = influences(calculation(content), count=1024)
    assert found["intervention.costs.a.amount"].first_order == pytest.approx(0.9, abs=0.03)
    assert found["intervention.costs.b.amount"].total == pytest.approx(0.1, abs=0.03)


def test_influence_of_nothing_and_of_one() -> None:
    assert influences(calculation(worked())) == {}
    (only,) = influences(calculation(worked(), BETA_RATE)).values()
    assert (only.first_order, only.total) == (1, 1)
