"""Trends read by hand-made series; the sums stand with each."""

from datetime import date

import pytest

from kpi_catalogue.trend import Chart, Observation, Reading, read_trend


def months(*values: float | None, n: int | None = None) -> list[Observation]:
    return [Observation(date(2024 + place // 12, place % 12 + 1, 1), value, n) for place, value in enumerate(values)]


def rules(reading: Reading) -> list[tuple[str, ...]]:
    return [point.rules for point in reading.points]


STEADY = (10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 10, 12)
"""Mean 11, every moving range 2: limits 11 -+ 2.66 x 2 = 5.68 and 16.32, outer third beyond 7.4533 and 14.5467."""


def test_steady_variation_is_chance() -> None:
    reading = read_trend(months(*STEADY), "individual", "higher_is_better", target=5)
    assert (reading.points[-1].mean, reading.points[-1].low, reading.points[-1].high) == pytest.approx(
        (11, 5.68, 16.32)
    )
    assert (reading.variation, reading.assurance, reading.is_trial) == ("common", "passes", False)


@pytest.mark.parametrize(
    ("target", "direction", "expected"),
    [
        (5.67, "higher_is_better", "passes"),
        (5.69, "higher_is_better", "hit_or_miss"),
        (16.31, "higher_is_better", "hit_or_miss"),
        (16.33, "higher_is_better", "fails"),
        (16.33, "lower_is_better", "passes"),
        (5.67, "lower_is_better", "fails"),
        (5, "neutral", None),
        (None, "higher_is_better", None),
    ],
)
def test_a_target_is_held_against_the_limits(target: float | None, direction: str, expected: str | None) -> None:
    assert read_trend(months(*STEADY), "individual", direction, target).assurance == expected


def test_below_six_nothing_is_said_and_below_twelve_the_limits_are_trial() -> None:
    assert read_trend(months(*STEADY[:5]), "individual") == Reading((), None, None, False)
    assert read_trend(months(*STEADY[:6]), "individual").is_trial
    assert read_trend(months(*STEADY[:11]), "individual").is_trial
    assert read_trend(months(*STEADY[:5], None, None), "individual").variation is None


def test_one_jump_is_outside_and_does_not_widen_its_own_limits() -> None:
    """Ranges 11 x 2 and 18 (30 after 12): mean 40/12 = 3.333, 18 > 3.267 x 3.333 = 10.89 is left out, so 2 remains.

    Mean (132 + 30)/13 = 12.4615; upper limit 12.4615 + 5.32 = 17.7815 < 30.
    """
    reading = read_trend(months(*STEADY, 30), "individual", "lower_is_better")
    assert reading.points[-1].high == pytest.approx(162 / 13 + 5.32)
    assert reading.points[-1].rules == ("outside",)
    assert reading.variation == "concern"
    assert read_trend(months(*STEADY, 30), "individual", "higher_is_better").variation == "improvement"
    assert read_trend(months(*STEADY, 30), "individual").variation == "high"


def test_seven_on_one_side_are_a_shift_and_six_are_not() -> None:
    """Six low (9, 11 ...) and seven high: the mean lies between, every high one is flagged, no low one (six of them)."""
    reading = read_trend(months(9, 11, 9, 11, 9, 11, 13, 15, 13, 15, 13, 15, 13), "individual", "higher_is_better")
    assert rules(reading) == [()] * 6 + [("shift",)] * 7
    assert reading.variation == "improvement"


def test_a_month_without_a_value_ends_a_run() -> None:
    reading = read_trend(months(9, 11, 9, 11, 9, 11, 13, 15, 13, None, 15, 13, 15, 13), "individual")
    assert set(rules(reading)) == {()}


def test_seven_rising_or_falling_are_a_trend_and_six_are_not() -> None:
    falling = read_trend(months(*(float(value) for value in range(20, 12, -1))), "individual")
    assert all("trend" in found for found in rules(falling))
    seven = read_trend(months(12, 10, 11, 12, 13, 14, 15, 16, 10, 12, 10, 12), "individual")
    assert ["trend" in found for found in rules(seven)] == [False] + [True] * 7 + [False] * 4
    six = read_trend(months(12, 10, 11, 12, 13, 14, 15, 10, 12, 10, 12, 10), "individual")
    assert set(rules(six)) == {()}


def test_a_trend_that_crosses_the_mean_counts_for_the_side_it_runs_to() -> None:
    """Rises 8, 9 ... 14 round the mean 11 = (6 x 11 + 77)/13: the last is high, and only because it runs."""
    reading = read_trend(months(10, 12, 10, 12, 10, 12, 8, 9, 10, 11, 12, 13, 14), "individual", "higher_is_better")
    assert reading.points[-1].mean == pytest.approx(11)
    assert reading.points[-1].rules == ("trend",)
    assert reading.variation == "improvement"


def test_two_of_three_in_the_outer_third() -> None:
    """Shares of 36: mean (5 x 0.45 + 5 x 0.55 + 0.71 + 0.55 + 0.71)/13 = 0.53615; 3 x root(0.53615 x 0.46385/36) = 0.24935.

    The outer third lies above 0.53615 + 2/3 x 0.24935 = 0.70238 and the limit at 0.7855, so the two 0.71 are near it.
    """
    reading = read_trend(months(*[0.45, 0.55] * 5, 0.71, 0.55, 0.71, n=36), "share")
    assert rules(reading) == [()] * 10 + [("near_limit",), (), ("near_limit",)]
    apart = read_trend(months(*[0.45, 0.55] * 4, 0.71, 0.45, 0.55, 0.55, 0.71, n=36), "share")
    assert set(rules(apart)) == {()}
    across = read_trend(months(*[0.45, 0.55] * 5, 0.71, 0.45, 0.71, n=36), "share")
    assert set(rules(across)) == {()}


@pytest.mark.parametrize(
    ("series", "chart"),
    [
        # mean 12.5 / 13 = 0.9615, reach 3 x root(0.9615 x 0.0385 / 10) = 0.1824: cut off at 1, only 0.0385 = 0.6 sigma away
        (months(*[0.9, 1.0] * 5, 1.0, 1.0, 1.0, n=10), "share"),
        (months(*[9.0, 10.0] * 5, 10.0, 10.0, 10.0, n=10), "count"),
        # mean 12 / 14 = 0.857, reach 3 x root(0.857) = 2.777: cut off at 0, 0.9 sigma away
        (months(0, 2, 1, 0, 2, 1, 0, 2, 2, 1, 1, 0, 0, 0), "events"),
    ],
)
def test_a_limit_that_is_cut_off_is_not_near(series: list[Observation], chart: Chart) -> None:
    """All of 10, or no event, three times in a row: as far as the figure goes, and no more than chance."""
    assert set(rules(read_trend(series, chart))) == {()}


def test_the_limits_of_a_share_follow_how_many_are_known() -> None:
    """p = 0.5 over all: with n = 36 the limits are 0.5 -+ 3 x 0.5/6 = 0.25 and 0.75; with n = 9 they are 0 and 1."""
    series = [*months(*[0.5] * 11, n=36), Observation(date(2024, 12, 1), 0.5, 9)]
    reading = read_trend(series, "share")
    assert (reading.points[0].low, reading.points[0].high) == pytest.approx((0.25, 0.75))
    assert (reading.points[-1].low, reading.points[-1].high) == (0, 1)


def test_the_limits_of_a_count_of_citizens_are_the_shares_times_the_known() -> None:
    """18 of 36: 36 x (0.25, 0.75) = 9 and 27."""
    reading = read_trend(months(*[18.0] * 12, n=36), "count")
    assert (reading.points[0].mean, reading.points[0].low, reading.points[0].high) == pytest.approx((18, 9, 27))


def test_a_count_of_everybody_has_moving_range_limits() -> None:
    """Where the count is all of the known (citizens in the intervention) no share is at work; never below zero."""
    series = [Observation(date(2024, month, 1), value, int(value)) for month, value in enumerate((1, 3) * 6, start=1)]
    point = read_trend(series, "count").points[0]
    assert (point.mean, point.low, point.high) == pytest.approx((2, 0, 2 + 5.32))


def test_separate_events_have_poisson_limits() -> None:
    """Mean 4: 4 -+ 3 x 2 gives 0 (not -2) and 10."""
    point = read_trend(months(*[3.0, 5.0] * 6), "events").points[0]
    assert (point.mean, point.low, point.high) == pytest.approx((4, 0, 10))


def test_after_a_break_everything_begins_anew() -> None:
    series = months(*STEADY, *(value + 50 for value in STEADY))
    assert read_trend(series, "individual", breaks=[date(2025, 1, 1)]).points[0].mean == pytest.approx(61)
    assert read_trend(series, "individual", breaks=[date(2025, 9, 15)]).variation is None


def test_a_count_goes_the_way_its_share_goes() -> None:
    """21, 22 ... 27 of 40, 45 ... 70 known: more citizens every month, and a smaller share of them every month."""
    sizes = [40, 40, 40, 40, 40, 40, *range(40, 75, 5)]
    values = [20, 22, 20, 22, 20, 22, *range(21, 28)]
    series = [Observation(seen.month, seen.value, n) for seen, n in zip(months(*values), sizes, strict=True)]
    last = read_trend(series, "count", "lower_is_better").points[-1]
    assert (last.way, last.is_high) == (-1, False)
    assert "trend" in last.rules


def test_where_all_but_a_jump_stands_still_the_jump_is_the_variation() -> None:
    """Eleven of 0 with a 1 among them: both ranges of 1 are above 3.267 x 2/11, and the nine others are 0: no width at all.

    The mean range 2/11 is kept: limits 1/12 -+ 2.66 x 2/11 = -0.40, cut off at 0, and 0.567. The 1 is outside, no 0 is; and
    a 0 lies 0.083 from the mean, within 0.484/3.
    """
    reading = read_trend(months(*[0] * 4, 1, *[0] * 7), "individual")
    assert reading.points[-1].high == pytest.approx(1 / 12 + 2.66 * 2 / 11)
    assert rules(reading) == [()] * 4 + [("outside",)] + [()] * 7
    assert reading.variation == "common"


def test_nothing_is_no_run_where_nothing_is_usual() -> None:
    """Events: 1 in ten months, then seven without. Mean 0.1; 0 lies 0.1 from it, within a third of 3 x root(0.1) = 0.316.

    Where 2 is usual, 0 lies 1.17 below the mean (14 in twelve months) and beyond a root of it, 1.08: seven are a shift.
    """
    rare = read_trend(months(0, 0, 1, *[0] * 7), "events", "higher_is_better")
    assert (rare.points[-1].mean, rare.variation) == (pytest.approx(0.1), "common")
    often = read_trend(months(2, 3, 2, 4, 3, *[0] * 7), "events", "higher_is_better")
    assert (often.points[-1].mean, often.points[-1].rules) == (pytest.approx(14 / 12), ("shift",))


def test_on_the_mean_a_run_lies_on_the_side_it_runs_to() -> None:
    """5, 6 ... 11 after 14, 15 by turns: mean (3 x 14 + 3 x 15 + 56)/13 = 143/13 = 11, which the last one has just reached."""
    reading = read_trend(months(14, 15, 14, 15, 14, 15, 5, 6, 7, 8, 9, 10, 11), "individual", "higher_is_better")
    assert (reading.points[-1].value, reading.points[-1].mean) == (11, 11)
    assert reading.points[-1].rules == ("trend",)
    assert reading.variation == "improvement"
