"""The interval of a small share: Jeffreys, as Brown, Cai and DasGupta (2001) give it, and where there is none."""

from math import asin, pi, sqrt
from typing import Any

import pytest

from kpi_catalogue.figure import catalogue
from pipelines.small_share import interval, small_share

FIGURES = catalogue()
NIGHTS, WELLBEING, OCCUPATION = FIGURES["shelter_nights"], FIGURES["low_wellbeing"], FIGURES["occupation"]


def row(value: float | None, n: int | None, status: str = "shown", figure: str = "occupation") -> dict[str, Any]:
    """A row of `figures`; population and coverage are there, and may not matter."""
    return {"figure": figure, "value": value, "n": n, "population": 38, "coverage": 0.5, "status": status}


def below(p: float, k: int, n: int) -> float:
    """The mass of Beta(k + 1/2, n - k + 1/2) below p, summed in 100 000 slices (x = u^2 takes the edge at 0 away)."""
    slices = 100_000

    def mass(upper: float) -> float:
        width = sqrt(upper) / slices
        middles = [(at + 0.5) * width for at in range(slices)]
        return sum(2 * u ** (2 * k) * (1 - u * u) ** (n - k - 0.5) for u in middles) * width

    return mass(p) / mass(1.0)


@pytest.mark.parametrize(("k", "n"), [(1, 10), (5, 10), (7, 31)])
def test_the_interval_of_a_small_share_is_jeffreys(k: int, n: int) -> None:
    """A fortieth of Beta(k + 1/2, n - k + 1/2) lies below it and a fortieth above, of a share and of a count alike."""
    found = interval(k / n, n, FIGURES["occupation"].part(None))
    assert found is not None
    assert (below(found[0], k, n), below(found[1], k, n)) == pytest.approx((0.025, 0.975), abs=2e-4)
    assert interval(float(k), n, WELLBEING.part(None)) == found


def test_with_none_it_begins_at_0_and_with_all_it_ends_at_1() -> None:
    """Brown, Cai and DasGupta (2001): the closed ends of the Jeffreys interval; the other end is 0.217 and 0.783 for 10."""
    part = FIGURES["occupation"].part(None)
    assert interval(0.0, 10, part) == pytest.approx((0, 0.217), abs=5e-4)
    assert interval(1.0, 10, part) == pytest.approx((0.783, 1), abs=5e-4)


def test_there_is_no_interval_of_what_is_no_share() -> None:
    assert interval(12.0, 10, NIGHTS.part(None)) is None
    assert interval(3.0, 3, FIGURES["citizens_included"].part(None)) is None
    assert interval(0.5, 0, FIGURES["occupation"].part(None)) is None


def test_one_of_two_by_hand() -> None:
    """Beta(3/2, 3/2) is the half circle: F(p) = 2/pi x (asin sqrt(p) - (1 - 2p) sqrt(p(1 - p))).

    At 0.0608: asin sqrt(0.0608) = 0.2492, less 0.8784 x 0.2390 = 0.2099, leaves 0.0393; x 2/pi = 0.0250. The other end
    mirrors it: 0.9392.
    """
    found = interval(1.0, 2, WELLBEING.part(None))
    assert found == pytest.approx((0.0608, 0.9392), abs=1e-4)
    for end, mass in zip(found or (), (0.025, 0.975), strict=True):
        assert 2 / pi * (asin(sqrt(end)) - (1 - 2 * end) * sqrt(end * (1 - end))) == pytest.approx(mass, abs=1e-9)


@pytest.mark.parametrize(("n", "is_told"), [(99, True), (100, False)])
def test_below_a_hundred_known_it_is_told(n: int, is_told: bool) -> None:
    assert (small_share(row(0.5, n), OCCUPATION.part(None)) is not None) == is_told


@pytest.mark.parametrize("status", ["too_few", "protects_another", "no_data", "not_applicable"])
def test_what_is_hidden_has_no_interval(status: str) -> None:
    """Not even where a value or an n were left in the row by mistake."""
    assert small_share(row(0.5, 10, status), OCCUPATION.part(None)) is None
    assert small_share(row(None, None, status), OCCUPATION.part(None)) is None
    assert small_share(row(None, 10), OCCUPATION.part(None)) is None
    assert small_share(row(0.5, None), OCCUPATION.part(None)) is None


def test_it_tells_nothing_but_what_stands_beside_it() -> None:
    """The value and n that are shown decide it: the population, the coverage and the group may be anything."""
    told = small_share(row(0.5, 10), OCCUPATION.part(None))
    other = row(0.5, 10) | {"population": 11, "coverage": 10 / 11, "group": "Nord", "month": "2025-03"}
    assert small_share(other, OCCUPATION.part(None)) == told == interval(0.5, 10, OCCUPATION.part(None))


def test_our_own_registrations_are_counted_not_sampled() -> None:
    rate = FIGURES["registration_rate"].part(None)
    assert small_share(row(0.5, 10, figure="registration_rate"), rate) is None
