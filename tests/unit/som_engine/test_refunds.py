"""Who pays: each rule pinned by a sum that can be done in the head."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from som_engine.knowledge import refund_versions
from som_engine.number import value_of
from som_engine.refunds import DayRefund, Ladder, SupportRefund, in_force
from tests.unit.som_engine import slow
from tests.unit.som_engine.cases import KNOWLEDGE, npv, result, small

LADDER = KNOWLEDGE.rules["income_support_ladder"]
SHELTER = KNOWLEDGE.rules["sel_110"]
SUPPORT = KNOWLEDGE.rules["sel_85a"]
assert isinstance(LADDER, Ladder)
assert isinstance(SHELTER, DayRefund)
assert isinstance(SUPPORT, SupportRefund)


def shelter(without: list[Any], with_success: list[Any] | None = None, price: float = 1500) -> dict[str, Any]:
    return {
        "without": without,
        "with": with_success or [0],
        "price": {"amount": price, "price_year": 2027, "refund": "sel_110"},
    }


def weeks(without: list[Any], with_success: list[Any], **more: Any) -> dict[str, Any]:
    price = {"amount": 1000, "price_year": 2027, "ladder": "income_support_ladder"}
    return {"unit": "week", "without": without, "with": with_success, "price": price} | more


def test_the_check_of_section_110() -> None:
    """D = 200, p = 1500, N = 90: in all 300,000; state 1500 x 0.5 x 90 = 67,500; municipality 232,500."""
    assert npv(small(shelter([200]))) == {"total": 300_000, "municipality": 232_500, "region": 0, "state": 67_500}


@pytest.mark.parametrize(("year", "state"), [(2022, 100), (2023, 100), (2024, 60), (2026, 60), (2027, 45)])
def test_the_rule_is_the_newest_at_the_start_of_the_year(year: int, state: float) -> None:
    """200 days: half of all to 2023 (the limit began in October), then half of 120, and of 90 from 2027."""
    found = npv(small(shelter([200], price=1), base_year=year, price_year=2027))
    assert found["state"] == state
    assert found["total"] == 200


def test_cohorts_cross_a_change_of_rule() -> None:
    """Two cohorts from 2025, lag 1: the first has its first year in 2026 (120 days), the second in 2027 (90)."""
    content = small(shelter([200], price=1), base_year=2025, timing={"lag": 1})
    content["intervention"]["participants"] = [1, 1]
    assert [(row.year, row.gain["state"]) for row in result(content).by_year] == [(2025, 0), (2026, 60), (2027, 45)]


def test_saved_days_above_the_limit_save_the_state_nothing() -> None:
    """200 to 100 days: the state pays 45 both before and after, so the municipality saves all 100."""
    found = npv(small(shelter([200], [100], price=1)))
    assert (found["municipality"], found["state"]) == (100, 0)


def test_groups_are_split_each_by_itself() -> None:
    """0.4 use 300 days and 0.6 none: the state pays 0.4 x 45 = 18, not half of min(120, 90) = 45."""
    groups = [{"weight": 0.4, "units": [300]}, {"weight": 0.6, "units": [0]}]
    uneven, even = result(small(shelter(groups, price=1))), result(small(shelter([120], price=1)))
    assert uneven.net_present_value == pytest.approx({"total": 120, "municipality": 102, "region": 0, "state": 18})
    assert even.net_present_value["state"] == 45
    assert (uneven.assuming_equal_use, even.assuming_equal_use) == (("it",), ("it",))
    both = shelter(groups, [{"weight": 1, "units": [0]}, {"weight": 0, "units": [0]}])
    assert result(small(both)).assuming_equal_use == ()


def test_the_averages_of_the_ladder() -> None:
    """(4 x 0.8 + 22 x 0.4 + 26 x 0.3) / 52 = 38.08 %; with 52 weeks more at 0.2: 29.04 %."""
    one_year = npv(small(weeks([52], [0], weeks_before=0)))
    assert one_year["state"] / one_year["total"] == pytest.approx(0.380769, abs=5e-7)
    two_years = npv(small(weeks([52, 52], [0, 0], weeks_before=0), horizon_years=2))
    assert two_years["state"] / two_years["total"] == pytest.approx(0.290385, abs=5e-7)


@pytest.mark.parametrize("name", ["income_support_ladder", "income_support", True])
def test_what_the_ladder_may_be_called(name: str | bool) -> None:
    price = {"amount": 1000, "price_year": 2027, "ladder": name}
    assert npv(small(weeks([10], [0], price=price)))["state"] == 2000


def test_weeks_before_default_to_a_year() -> None:
    """After 52 weeks the state pays 20 %."""
    assert npv(small(weeks([10], [0])))["state"] == 10 * 1000 * 0.2


def test_the_weeks_of_each_path_run_on_by_themselves() -> None:
    """With success 2 weeks in year 1; year 2 of that path is weeks 3-6: 2 x 0.8 + 2 x 0.4 = 2.4 of 4."""
    content = small(weeks([0, 0], [2, 4], weeks_before=0), horizon_years=2)
    assert [row.gain["state"] for row in result(content).by_year] == pytest.approx([-1600, -2400])


@given(st.integers(0, 120), st.integers(0, 60))
def test_the_ladder_week_by_week(before: int, used: int) -> None:
    """Bands and weeks counted one at a time agree."""
    assert isinstance(LADDER, Ladder)
    paid = LADDER.paid(used, before, date(2027, 1, 1), value_of)
    state = sum((slow.ladder_share(before + week) for week in range(1, used + 1)), Fraction(0))
    assert paid["state"] == pytest.approx(float(state))
    assert paid["municipality"] + paid["state"] == pytest.approx(used)


def support(base_year: int, **cost: Any) -> dict[str, Any]:
    about = {"name": "Støtte", "amount": 1000, "per": "participant", "refund": "sel_85a", "basis": "estimate"}
    content = small({"change": [0], "price": {"amount": 1, "price_year": 2027, "shares": {"state": 1}}})
    content["intervention"] = {"participants": [10, 0, 0], "costs": [about | cost]}
    return content | {"base_year": base_year}


@pytest.mark.parametrize(("year", "state"), [(2023, 0), (2024, 3000), (2027, 3000)])
def test_support_is_refunded_for_those_eligible(year: int, state: float) -> None:
    """10 x 1000 x 0.5 x 0.6 = 3000 to the state, from the first whole year of the rule."""
    found = result(support(year, eligible_share=0.6)).pv_cost
    assert found == pytest.approx({"total": 10_000, "municipality": 10_000 - state, "region": 0, "state": state})


def test_support_is_refunded_in_a_cohorts_first_two_years() -> None:
    """A cost in the year after the last cohort is refunded; the year after that it is not."""
    assert isinstance(SUPPORT, SupportRefund)
    shares = [SUPPORT.shares(1.0, age, date(2027, 1, 1)).get("state", 0) for age in (0, 1, 2)]
    assert shares == [0.5, 0.5, 0]
    late = support(2027, eligible_share=1, per="once", year=4)
    late["intervention"]["participants"] = [10, 10, 10]
    late |= {"horizon_years": 3}
    assert result(late).pv_cost["state"] == 0
    late["intervention"]["costs"][0]["year"] = 3
    assert result(late).pv_cost["state"] == 500


def test_versions_to_list() -> None:
    """What the warehouse reads: from when, which share, how many days."""
    found = [(version.valid_from, version.share, version.max_days_per_year) for version in refund_versions()]
    expected = [(date.min, 0.5, None), (date(2023, 10, 1), 0.5, 120), (date(2026, 4, 1), 0.5, 90)]
    assert found == expected


def test_before_the_first_version_there_is_no_rule() -> None:
    assert isinstance(SUPPORT, SupportRefund)
    assert in_force(SUPPORT.versions, date(2023, 9, 30)) is None
    assert in_force(SUPPORT.versions, date(2023, 10, 1)) is not None
