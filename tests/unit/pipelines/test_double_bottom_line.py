"""The double bottom line by hand: every sum stands in the test's docstring."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from pipelines.double_bottom_line import CourseFacts, Estimate, deviation, double_bottom_line, later_month, read_off
from pipelines.settings import Choices

CHOICES = Choices()
START = date(2025, 1, 1)


def cti_estimates(*phase_hours: int | None) -> list[Estimate]:
    """Estimates of phases 1, 2, 3, each month a third; None is a phase without an estimate."""
    return [
        Estimate(later_month(START, 3 * phase + month), phase + 1, Fraction(hours), Fraction(hours, 3))
        for phase, hours in enumerate(phase_hours)
        if hours is not None
        for month in range(3)
    ]


def icm_estimates(*hours: int) -> list[Estimate]:
    return [Estimate(later_month(START, i), i + 1, Fraction(h), Fraction(h)) for i, h in enumerate(hours)]


def hours(*by_month: float | None) -> dict[date, Fraction]:
    """Hours of the months from January; None is a month without registration."""
    return {later_month(START, i): Fraction(str(h)) for i, h in enumerate(by_month) if h is not None}


WORKED = CourseFacts(
    "F-1", "CTI", "WHO5", START, None, date(2025, 6, 30), cti_estimates(30, 20, 10), hours(4, 6, 5, 9, 8, 7),
    [(date(2025, 1, 31), Fraction(40)), (date(2025, 9, 30), Fraction(64))], [(date(2025, 4, 30), Fraction(36))],
)  # fmt: skip


def test_the_worked_course() -> None:
    """E = 60; phases 30/60, 50/60, 60/60; 15/60 and 39/60; April (30 + 20/3)/60 and 24/60; 36 - (40 + 24 x 89/242)."""
    line = double_bottom_line(WORKED, CHOICES)
    assert line.total_expected == 60
    assert [p.accumulated_expected_pct for p in line.phases] == pytest.approx([50, 83.333333, 100])
    assert [p.accumulated_actual_pct for p in line.phases] == [25, 65, None]
    april = line.periods[3]
    assert (april.period, april.accumulated_expected_pct, april.accumulated_actual_pct) == (
        2,
        pytest.approx(61.111111),
        40,
    )
    assert len(line.periods) == 9
    assert line.deviation.progression_difference == pytest.approx(36 - (40 + 24 * 89 / 242))
    assert line.deviation.time_ratio == pytest.approx(39 / 50)
    assert line.deviation.cell == "as/under"


def test_months_after_the_ninth_belong_to_phase_3_without_expected_hours() -> None:
    """October and November are months 10 and 11: phase 3 holds 2 + 3 = 5 hours, no expected hours of their own."""
    late = replace(WORKED, day=date(2025, 11, 30), hours=hours(4, 6, 5, 9, 8, 7, None, None, None, 2, 3))
    line = double_bottom_line(late, CHOICES)
    assert [(p.period, p.expected_hours, p.actual_hours) for p in line.periods[9:]] == [(3, None, 2), (3, None, 3)]
    assert (line.phases[2].actual_hours, line.phases[2].accumulated_actual_pct) == (5, pytest.approx(100 * 44 / 60))
    assert line.deviation.time_ratio == pytest.approx(39 / 50)


def test_a_gap_adds_nothing_and_carries_on() -> None:
    """ICM 10 + 10 + 10 expected; February is not registered: 5/30, 5/30, 10/30."""
    course = replace(
        WORKED, method="ICM", estimates=icm_estimates(10, 10, 10), hours=hours(5, None, 5), day=date(2025, 3, 31)
    )
    line = double_bottom_line(course, CHOICES)
    assert [p.actual_hours for p in line.periods] == [5, None, 5]
    assert [p.accumulated_actual_pct for p in line.periods] == pytest.approx([100 / 6, 100 / 6, 100 / 3])
    assert line.phases == []


def test_over_a_hundred_per_cent_is_shown() -> None:
    """ICM 4 expected, 3 + 5 = 8 actual: 75 and 200 per cent."""
    course = replace(WORKED, method="ICM", estimates=icm_estimates(4), hours=hours(3, 5), day=date(2025, 2, 28))
    assert [p.accumulated_actual_pct for p in double_bottom_line(course, CHOICES).periods] == [75, 200]


@pytest.mark.parametrize("estimates", [[], icm_estimates(0, 0)])
def test_no_estimate_or_zero_gives_hours_but_no_percentages(estimates: list[Estimate]) -> None:
    course = replace(WORKED, method="ICM", estimates=estimates)
    line = double_bottom_line(course, CHOICES)
    assert {p.accumulated_expected_pct for p in line.periods} | {p.accumulated_actual_pct for p in line.periods} == {
        None
    }
    assert [p.actual_hours for p in line.periods[:2]] == [4, 6]
    assert line.deviation.cell is None


def test_accumulated_actual_is_not_said_after_the_days_month() -> None:
    """The day's month counts as whole; July to September are still to come."""
    line = double_bottom_line(replace(WORKED, day=date(2025, 6, 1)), CHOICES)
    assert [p.accumulated_actual_pct is None for p in line.periods] == [False] * 6 + [True] * 3


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 1, 30), None),
        (date(2025, 1, 31), Fraction(40)),
        (date(2025, 4, 30), 40 + Fraction(24 * 89, 242)),
        (date(2025, 9, 30), Fraction(64)),
        (date(2026, 9, 30), Fraction(64)),
    ],
)
def test_the_expected_line(day: date, expected: Fraction | None) -> None:
    """Nothing before the first point, straight between, the last held after."""
    assert read_off(WORKED.expected_scores, day) == expected


@pytest.mark.parametrize(
    ("actual", "cell"),
    [((7.4, 7.5), "under"), ((7.5, 7.5), "as"), ((12.5, 12.5), "as"), ((12.5, 12.6), "over")],
)
def test_the_limits_of_time_belong_to_as_expected(actual: tuple[float, float], cell: str) -> None:
    """Expected 10 + 10: 14.9/20 is under 0.75, 15/20 is not; 25/20 is not over 1.25, 25.1/20 is."""
    course = replace(WORKED, method="ICM", estimates=icm_estimates(10, 10), hours=hours(*actual), day=date(2025, 2, 28),
                     actual_scores=[(date(2025, 2, 1), Fraction(40))])  # fmt: skip
    assert deviation(course, CHOICES).time == cell


@pytest.mark.parametrize(
    ("instrument", "score", "cell"),
    [("WHO5", 29, "under"), ("WHO5", 30, "as"), ("WHO5", 50, "as"), ("WHO5", 51, "over"),
     ("ORS", Fraction("34.9"), "under"), ("ORS", 35, "as"), ("ORS", 45, "as"), ("ORS", Fraction("45.1"), "over")],
)  # fmt: skip
def test_the_limits_of_progression_belong_to_as_expected(instrument: str, score: Fraction, cell: str) -> None:
    """Expected 40: WHO-5 as expected from 30 to 50, ORS (had its scale room for it) from 35 to 45."""
    course = replace(WORKED, instrument=instrument, actual_scores=[(date(2025, 1, 31), Fraction(score))])
    assert deviation(course, CHOICES).progression == cell


def test_only_the_newest_score_is_read() -> None:
    """First 20 (under), then 40 on the line's 40.27: as."""
    course = replace(WORKED, actual_scores=[(date(2025, 1, 31), Fraction(20)), (date(2025, 2, 3), Fraction(40))])
    assert deviation(course, CHOICES).progression == "as"


def test_limits_are_settings() -> None:
    """39/50 = 0.78 is under when under begins at 0.8."""
    assert deviation(WORKED, replace(CHOICES, time_under=0.8)).time == "under"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"estimates": []}, "forventning"),
        ({"hours": hours(4), "day": date(2025, 1, 31)}, "færre end to"),
        ({"estimates": icm_estimates(0, 0), "method": "ICM", "day": date(2025, 2, 28)}, "0 timer"),
        ({"actual_scores": []}, "måling"),
        ({"actual_scores": [(date(2025, 1, 15), Fraction(36))]}, "måling"),
        ({"hours": hours(4, 6, 5, None, None, 7, 1), "day": date(2025, 7, 31)}, "mangler tid i 2 af 6"),
    ],
)
def test_nothing_is_said_of_too_little_and_why(change: dict, why: str) -> None:  # type: ignore[type-arg]
    """No estimate; one month; zero expected; no score; a score before the first expected; 2 of 6 months without time."""
    said = deviation(replace(WORKED, **change), CHOICES)
    assert (said.time, said.progression, said.cell) == (None, None, None)
    assert why in said.rule


def test_less_than_a_third_of_the_months_may_lack_time() -> None:
    """One of six months before July lacks time: 33 of 43.33 hours; the day's own month is not asked for."""
    course = replace(WORKED, hours=hours(4, 6, 5, None, 9, 9), day=date(2025, 7, 31))
    assert deviation(course, CHOICES).cell == "as/under"


def test_months_after_the_end_do_not_lack_time() -> None:
    """Ended in June with all six months registered; looked at in December."""
    course = replace(WORKED, end_month=date(2025, 6, 1), day=date(2025, 12, 31))
    assert deviation(course, CHOICES).cell == "as/under"
