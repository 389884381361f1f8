"""How many more citizens until the answer is safe, counted slowly from the rule, and what the next one changes."""

from typing import Any

import pytest
from scipy.stats import beta

from som_engine.more_citizens import more_citizens, next_citizen
from tests.unit.som_engine.cases import worked
from tests.unit.som_engine.test_uncertainty import calculation, observed

GAIN, COST = 8_360_201.8850, 2_374_770.7064
ZERO = COST / GAIN
PRICE_RANGE = "consequences.shelter_days.price.amount={value: 1500, low: 1400, high: 1600}"


def asking(counterfactual: float | None = None) -> dict[str, Any]:
    content = worked()
    content["effect"] = {
        "success_rate": {"observed": {"criterion": "own_home_at_end"}, "value": 0.3, "basis": "estimate"}
    }
    if counterfactual is not None:
        content["effect"]["counterfactual"] = counterfactual
    return content


def slowly(successes: int, assessed: int, zero: float) -> int | None:
    """The smallest m <= 500 for which P(rate > zero) is at least 0.9 or at most 0.1, by the rule, one m at a time."""
    rate = successes / assessed
    for more in range(max(0, 5 - assessed), 501):
        chance = beta.sf(zero, 0.5 + successes + more * rate, 0.5 + assessed - successes + more * (1 - rate))
        if chance >= 0.9 or chance <= 0.1:
            return more
    return None


@pytest.mark.parametrize(
    ("successes", "assessed"), [(4, 11), (7, 20), (1, 2), (3, 11), (2, 11), (10, 11), (57, 200), (14, 54)]
)
def test_it_is_the_rule_one_at_a_time(successes: int, assessed: int) -> None:
    """Where only the rate is uncertain the chance is 1 - I(s*): break-even 28.4057 % in total."""
    found = more_citizens(calculation(asking(), observed=observed(successes, assessed)))
    assert found is not None
    assert found.needed["total"] == slowly(successes, assessed, ZERO)
    now = beta.sf(ZERO, 0.5 + successes, 0.5 + assessed - successes)
    assert found.probability_now["total"] == pytest.approx(now)


def test_the_counterfactual_moves_the_turning_point() -> None:
    """The gross rate must pass 0.1 + 28.4057 %."""
    found = more_citizens(calculation(asking(0.1), observed=observed(5, 11, 0.1)))
    assert found is not None
    assert found.needed["total"] == slowly(5, 11, 0.1 + ZERO)


def test_payers_who_only_gain_are_safe_at_once() -> None:
    """The region pays nothing: its net is above zero at any rate above zero."""
    found = more_citizens(calculation(asking(), observed=observed(4, 11)))
    assert found is not None
    assert (found.probability_now["region"], found.needed["region"]) == (1, 0)


def test_other_ranges_make_it_less_sure() -> None:
    """A shelter price that moves the break-even needs at least as many citizens."""
    alone = more_citizens(calculation(asking(), observed=observed(5, 11)))
    wider = more_citizens(calculation(asking(), PRICE_RANGE, observed=observed(5, 11)))
    assert alone is not None
    assert wider is not None
    assert alone.needed["total"] is not None
    assert wider.needed["total"] is None or wider.needed["total"] >= alone.needed["total"]
    assert wider.probability_now["total"] == pytest.approx(alone.probability_now["total"], abs=0.03)


def test_few_assessed_need_at_least_enough() -> None:
    """2 of 2 is already 'safe' by the chance alone, but below five it is not used: three more."""
    found = more_citizens(calculation(asking(), observed=observed(2, 2)))
    assert found is not None
    assert found.needed["total"] == 3


def test_nobody_assessed_has_none() -> None:
    assert more_citizens(calculation(asking(), observed=observed(0, 0))) is None
    assert more_citizens(calculation(worked())) is None


def test_the_next_citizen() -> None:
    """4 of 11: a success makes it 5 of 12, a failure 4 of 12, each less the counterfactual of 0.1."""
    found = next_citizen(calculation(asking(0.1), observed=observed(4, 11, 0.1)))
    assert found is not None
    rates = (found.after_success.rate.used, found.after_failure.rate.used)
    assert rates == pytest.approx((5 / 12 - 0.1, 4 / 12 - 0.1))
    assert found.after_success.gross_rate.beta == (5.5, 7.5)
    assert found.after_failure.gross_rate.beta == (4.5, 8.5)


def test_the_fifth_citizen_brings_the_observed_rate_in_use() -> None:
    found = next_citizen(calculation(asking(), observed=observed(3, 4)))
    assert found is not None
    assert (found.after_success.rate.whence, found.after_success.rate.used) == ("observed", 0.8)
    first = next_citizen(calculation(asking(), observed=observed(0, 0)))
    assert first is not None
    assert first.after_success.rate.whence == "case"
