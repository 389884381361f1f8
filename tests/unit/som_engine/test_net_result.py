"""What is always true of a net result, on random cases, and the conventions each pinned by a sum of its own."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from som_engine.net_result import break_even, net_result
from som_engine.number import PAYERS
from tests.unit.som_engine import slow
from tests.unit.som_engine.cases import checked, npv, result, small

EDGE_DAYS = [0, 1, 89, 90, 91, 120, 121, 300]
days = st.sampled_from(EDGE_DAYS) | st.integers(0, 366)
kroner = st.sampled_from([0, 1, 1500]) | st.integers(-5000, 5000)
weeks = st.sampled_from([0, 4, 26, 52]) | st.integers(0, 52)
halves = st.sampled_from([0, 0.25, 0.5, 1])


def two_shares(first: str, second: str) -> st.SearchStrategy[dict[str, float]]:
    return halves.map(lambda share: {first: share, second: 1 - share})


shares = two_shares("municipality", "state") | two_shares("region", "municipality")


def path(units: st.SearchStrategy[int]) -> st.SearchStrategy[Any]:
    one = st.lists(units, max_size=4)
    grouped = st.tuples(halves, one, one).map(
        lambda drawn: [{"weight": drawn[0], "units": drawn[1]}, {"weight": 1 - drawn[0], "units": drawn[2]}]
    )
    return one | grouped


def priced(amount: int, **payer: Any) -> dict[str, Any]:
    return {"price": {"amount": amount, "price_year": 2025, **payer}}


fixed = st.builds(
    lambda amount, paid, change: priced(amount, shares=paid) | {"change": change},
    kroner, shares, st.lists(st.integers(-50, 50), max_size=5),
)  # fmt: skip
refunded = st.builds(
    lambda amount, without, with_: priced(amount, refund="sel_110") | {"without": without, "with": with_},
    kroner, path(days), path(days),
)  # fmt: skip
on_the_ladder = st.builds(
    lambda amount, without, with_, before: priced(amount, ladder="income_support_ladder")
    | {"without": without, "with": with_, "weeks_before": before},
    kroner, path(weeks), path(weeks), st.integers(0, 60),
)  # fmt: skip


@st.composite
def costs(draw: st.DrawFn, years: int) -> dict[str, Any]:
    cost: dict[str, Any] = {"amount": draw(kroner), "per": draw(st.sampled_from(["once", "year", "participant"]))}
    if cost["per"] == "once":
        cost["year"] = draw(st.integers(0, years - 1))
    if draw(st.booleans()):
        return cost | {"refund": "sel_85a", "eligible_share": draw(halves)}
    return cost | draw(st.just({}) | shares.map(lambda paid: {"shares": paid}))


@st.composite
def random_case(draw: st.DrawFn) -> dict[str, Any]:
    participants = draw(st.lists(st.integers(0, 20), min_size=1, max_size=3))
    horizon, lag = draw(st.integers(1, 4)), draw(st.integers(0, 1))
    drawn_costs = draw(st.lists(costs(len(participants) + lag + horizon - 1), max_size=3))
    consequences = draw(st.lists(fixed | refunded | on_the_ladder, max_size=3))
    about = {"main_area": "other", "unit": "day", "basis": "estimate"}
    return {
        "case": "random", "base_year": draw(st.integers(2021, 2027)), "price_year": 2025, "horizon_years": horizon,
        "discount_rate": draw(st.sampled_from([0, 0.035, 0.04])),
        "timing": {"lag": lag, "discount_costs": draw(st.booleans())},
        "intervention": {
            "participants": participants,
            "costs": [{"name": f"c{at}", "basis": "estimate"} | cost for at, cost in enumerate(drawn_costs)],
        },
        "effect": {"success_rate": {"value": draw(st.sampled_from([0, 0.3, 1])), "basis": "estimate"}},
        "consequences": [
            {"id": f"q{at}", "name": f"q{at}"} | about | consequence for at, consequence in enumerate(consequences)
        ],
    }  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(random_case())
def test_the_slow_way_agrees(content: dict[str, Any]) -> None:
    """Fractions, one payer, cohort, year and week at a time."""
    rate = content["effect"]["success_rate"]["value"]
    assert npv(content) == pytest.approx(slow.net_present_value(content, rate), abs=1e-5)


@settings(max_examples=100, deadline=None)
@given(random_case())
def test_every_total_is_a_sum_of_lines(content: dict[str, Any]) -> None:
    found = result(content)
    lines = found.lines
    assert found.net_present_value["total"] == pytest.approx(sum(line.discounted for line in lines), abs=1e-5)
    assert found.undiscounted["total"] == pytest.approx(sum(line.kroner for line in lines), abs=1e-5)
    for payer in PAYERS:
        own = [line.discounted for line in lines if line.payer == payer]
        assert found.net_present_value[payer] == pytest.approx(sum(own), abs=1e-5)
    for totals in (found.net_present_value, found.undiscounted, found.pv_cost, found.pv_gain, found.first_four_years):
        assert totals["total"] == pytest.approx(sum(totals[payer] for payer in PAYERS), abs=1e-5)
    net = {payer: found.pv_gain[payer] - found.pv_cost[payer] for payer in PAYERS}
    assert net == pytest.approx({payer: found.net_present_value[payer] for payer in PAYERS}, abs=1e-5)


@settings(max_examples=100, deadline=None)
@given(random_case())
def test_the_years_sum_to_the_result(content: dict[str, Any]) -> None:
    found = result(content)
    years = found.by_year
    assert [row.t for row in years] == list(range(found.case.years))
    assert years[-1].cumulative == pytest.approx(found.net_present_value["total"], abs=1e-5)
    assert sum(row.net for row in years) == pytest.approx(found.undiscounted["total"], abs=1e-5)
    assert sum(found.by_consequence.values()) == pytest.approx(found.pv_gain["total"], abs=1e-5)
    assert sum(found.by_main_area.values()) == pytest.approx(found.pv_gain["total"], abs=1e-5)
    first = sum(row.discounted for row in years if row.t <= 3)
    assert found.first_four_years["total"] == pytest.approx(first, abs=1e-5)


@settings(max_examples=100, deadline=None)
@given(random_case(), st.floats(0, 1))
def test_the_result_is_linear_in_the_success_rate(content: dict[str, Any], rate: float) -> None:
    case = checked(content)
    none, some, all_ = (net_result(case, at).net_present_value["total"] for at in (0.0, rate, 1.0))
    assert some == pytest.approx(none + rate * (all_ - none), abs=1e-4)


@settings(max_examples=100, deadline=None)
@given(random_case())
def test_the_break_even_rate_gives_zero(content: dict[str, Any]) -> None:
    """Where it lies from 0 to 1 and the costs are costs, the net result at it is nothing."""
    found = result(content)
    for payer, rate in found.break_even_success_rate.items():
        if rate is not None and found.pv_cost[payer] > 0:
            assert 0 <= rate <= 1
            assert net_result(found.case, rate).net_present_value[payer] == pytest.approx(0, abs=1e-4)


@settings(max_examples=100, deadline=None)
@given(random_case())
def test_the_balance_year_is_the_first_that_stays(content: dict[str, Any]) -> None:
    """By the definition: from it on never below nothing, and the year before it was, if there is one."""
    found = result(content)
    running = [row.cumulative for row in found.by_year]
    year = found.balance_year
    if year is None:
        assert running[-1] < 0
    else:
        assert min(running[year:]) >= -1e-5
        assert year == 0 or running[year - 1] < 0


@pytest.mark.parametrize(
    ("cost", "gain", "rate"),
    [(100, 400, 0.25), (400, 400, 1.0), (401, 400, None), (0, 400, 0), (-5, 400, 0), (100, 0, None), (-5, 0, None),
     (100, -400, None)],
)  # fmt: skip
def test_break_even(cost: float, gain: float, rate: float | None) -> None:
    """Cost over gain; no gain: none, also when the costs are saved; above 1: none."""
    assert break_even(cost, gain) == rate


def paying(amount: float, change: list[float], cost: float, **case: Any) -> dict[str, Any]:
    content = small(
        {"change": change, "price": {"amount": amount, "price_year": 2027, "shares": {"municipality": 1}}},
        horizon_years=len(change), **case,
    )  # fmt: skip
    content["intervention"]["costs"] = [{"name": "c", "amount": cost, "per": "once", "year": 0, "basis": "estimate"}]
    return content


def test_break_even_exists_when_nobody_succeeds() -> None:
    """Cost 50, gain at full success 100: 0.5, also at s = 0."""
    assert result(paying(100, [-1], 50), "effect.success_rate=0").break_even_success_rate["total"] == 0.5


def test_who_cannot_break_even_is_told_from_who_gains_nothing() -> None:
    """Cost 150 of the municipality and gain 100 of it: above 1. The state neither pays nor gains."""
    found = result(paying(100, [-1], 150))
    assert found.break_even_success_rate == {"total": None, "municipality": None, "region": None, "state": None}
    assert found.cannot_break_even == ("total", "municipality")


@pytest.mark.parametrize(
    ("change", "cost", "year"),
    [([-1, 0], 100, 0), ([-1, -1], 150, 1), ([-2, 2, -2], 100, 2), ([-1, 0], 150, None), ([0, 0], 0, 0)],
)
def test_balance_year(change: list[float], cost: float, year: int | None) -> None:
    """Price 100. The third: +100, -100, +100 - not the first year, for it did not stay."""
    assert result(paying(100, change, cost)).balance_year == year


def test_discounting() -> None:
    """At 25 per cent: a gain of 125 in year 1 is worth 100, of 625 in year 4 256; so do costs, unless told not to."""
    found = npv(paying(125, [0, -1], 0), "discount_rate=0.25")
    assert found["total"] == 100
    late = paying(1, [0, 0, 0, 0, -625], 0)
    late["intervention"]["costs"][0] |= {"amount": 125, "year": 1}
    assert npv(late, "discount_rate=0.25")["total"] == pytest.approx(256 - 100)
    assert npv(late, "discount_rate=0.25", "timing.discount_costs=false")["total"] == pytest.approx(256 - 125)


@pytest.mark.parametrize(("lag", "gains"), [(0, [10, 26, 12, 0]), (1, [0, 10, 26, 12])])
def test_the_lag_moves_every_cohort(lag: int, gains: list[float]) -> None:
    """Cohorts of 1 and 2 who save 10 and 6: 10, 6 + 20, 12 from year `lag` on."""
    content = paying(1, [-10, -6], 0, timing={"lag": lag})
    content["intervention"]["participants"] = [1, 2]
    found = [row.gain["municipality"] for row in result(content).by_year]
    assert found == gains[: 3 + lag]


def test_a_saved_cost_is_a_negative_cost() -> None:
    """-50 per operating year in two years, and 30 once in year 1: -50, -20."""
    content = paying(1, [0], 0)
    content["intervention"] = {
        "participants": [1, 1],
        "costs": [
            {"name": "saved", "amount": -50, "per": "year", "basis": "estimate"},
            {"name": "once", "amount": 30, "per": "once", "year": 1, "basis": "estimate"},
        ],
    }
    assert [row.cost for row in result(content).by_year] == [-50, -20]


def test_no_participants_has_no_result_per_participant() -> None:
    assert result(paying(1, [-1], 5), "intervention.participants=[0]").per_participant["total"] is None


def test_lines_say_year_payer_and_what() -> None:
    """One line per cost or consequence, payer and year; a cost is negative."""
    lines = result(paying(100, [-1], 40)).lines
    told = [(line.year, line.payer, line.kind, line.what, line.kroner) for line in lines if line.kroner]
    assert told == [(2027, "municipality", "cost", "c", -40), (2027, "municipality", "gain", "it", 100)]
