"""Low and high are the 5th and 95th percentile of what is drawn, whatever the number is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from som_engine.danish import short_number
from som_engine.distribution import Beta, Fixed, LogNormal, Normal, distribution, fit_beta
from som_engine.errors import CaseError
from som_engine.number import ANY, NOT_NEGATIVE, SHARE, Number

Z = np.array([-1.6448536269514722, 1.6448536269514722])
SHARES = np.array([0.05, 0.95])


def ends(number: Number) -> object:
    return pytest.approx([float(value) for value in distribution(number).quantile(SHARES, Z)])


def test_above_zero_it_is_lognormal() -> None:
    """1,300 to 1,700: the middle of the draws is the geometric mean, sqrt(1300 x 1700) = 1486.6."""
    number = Number(1500, "p", 1300, 1700)
    assert isinstance(distribution(number), LogNormal)
    assert ends(number) == [1300, 1700]
    assert float(distribution(number).quantile(0.5, 0.0)) == pytest.approx(1486.607)


def test_from_zero_or_below_it_is_normal() -> None:
    """-60 to -20 is normal around -40; a number that may not be negative is cut at 0."""
    number = Number(-40, "p", -60, -20)
    assert isinstance(distribution(number), Normal)
    assert ends(number) == [-60, -20]
    cut = distribution(Number(10, "p", 0, 40, limits=NOT_NEGATIVE))
    assert cut.quantile(None, np.array([-3.0, 0.0])).tolist() == [0, 20]
    uncut = distribution(Number(10, "p", 0, 40, limits=ANY))
    assert uncut.quantile(None, -3.0) < 0


def test_a_share_is_a_beta_with_those_ends() -> None:
    number = Number(0.3, "p", 0.1, 0.6, limits=SHARE)
    shape = distribution(number)
    assert isinstance(shape, Beta)
    assert beta.cdf([0.1, 0.6], shape.a, shape.b) == pytest.approx([0.05, 0.95], abs=1e-6)


@settings(max_examples=100, deadline=None)
@given(st.floats(0.001, 0.99), st.floats(0.001, 0.99))
def test_every_two_ends_have_a_beta(one: float, other: float) -> None:
    low, high = sorted((one, other))
    if high - low < 0.002:
        return
    found = fit_beta(low, high)
    assert found is not None
    assert beta.cdf([low, high], *found) == pytest.approx([0.05, 0.95], abs=1e-5)


@pytest.mark.parametrize(("low", "high"), [(0, 0.4), (0.4, 1)])
def test_a_share_that_reaches_its_limit_has_none(low: float, high: float) -> None:
    """No beta has 0 or 1 as its 5th or 95th percentile; the fault names the field and both ends."""
    said = rf"effect\.success_rate\.low/high: .*{short_number(low)} og {short_number(high)}.* over 0 og high under 1"
    with pytest.raises(CaseError, match=said):
        distribution(Number(0.4, "effect.success_rate", low, high, limits=SHARE))


def test_without_a_range_it_is_what_it_is() -> None:
    assert distribution(Number(7, "p")) == Fixed(7)
    assert distribution(Number(7, "p", 7, 7)) == Fixed(7)
    assert distribution(Number(7, "p", 7, 7)).quantile(None, np.zeros(3)).tolist() == [7, 7, 7]
    assert distribution(Number(0.3, "p", beta=(6, 14), limits=SHARE)) == Beta(6, 14)
