"""Every further sign at its limit; the rule stands in the test's docstring."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from pipelines.deviation_texts import default_texts
from pipelines.signals import SignalFacts, signals

TEXTS = default_texts()
QUIET = SignalFacts(
    method="ICM",
    instrument="WHO5",
    contact_on=None,
    started_on=date(2025, 1, 31),
    ended_on=None,
    day=date(2025, 6, 30),
    months_with_time=frozenset(date(2025, month, 1) for month in range(1, 7)),
    scores={"WHO5": [(date(2025, 1, 31), Fraction(48)), (date(2025, 4, 30), Fraction(52))]},
    earlier_scores={},
    housing=[(date(2025, 1, 1), "without_home"), (date(2025, 2, 1), "own_home")],
)


def codes(**changes: Any) -> list[str]:
    return [signal.code for signal in signals(replace(QUIET, **changes), TEXTS)]


def who5(*scores: int) -> dict[str, list[tuple[date, Fraction]]]:
    """WHO-5 on the last of January, April and June."""
    days = (date(2025, 1, 31), date(2025, 4, 30), date(2025, 6, 30))
    return {"WHO5": [(day, Fraction(score)) for day, score in zip(days, scores, strict=False)]}


def time_in(*months: int) -> frozenset[date]:
    return frozenset(date(2025, month, 1) for month in months)


def test_a_course_on_its_way_has_no_sign() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    ("months", "day", "expected"),
    [
        (time_in(1, 2, 3, 4), date(2025, 6, 30), ["no_time"]),
        (time_in(1, 2, 3, 4), date(2025, 6, 29), []),
        (time_in(1, 2, 3, 4, 5), date(2025, 6, 30), []),
        (time_in(1, 2, 3, 4), date(2025, 7, 15), ["no_time"]),
        (time_in(1, 2, 3, 4, 7), date(2025, 7, 15), []),
        (frozenset(), date(2025, 2, 28), ["no_time"]),
        (frozenset(), date(2025, 2, 27), []),
    ],
)
def test_two_whole_months_without_time(months: frozenset[date], day: date, expected: list[str]) -> None:
    """May and June lack time: a sign on the last day of June, not the day before; none when July has time.

    The course begins in January: on 28 February it has two whole months, on the 27th one.
    """
    found = codes(months_with_time=months, day=day, scores=who5(48, 52, 52) if day.month > 3 else who5(48))
    assert [code for code in found if code != "measurement_due"] == expected


def test_the_contact_phase_asks_for_time_too() -> None:
    """Contact from 5 April, no time in April and May, looked at on 31 May; not started, so no measurement is due."""
    in_contact = {"contact_on": date(2025, 4, 5), "started_on": None, "scores": {}, "months_with_time": frozenset()}
    assert codes(**in_contact, day=date(2025, 5, 31)) == ["no_time"]
    assert codes(**in_contact, day=date(2025, 5, 30)) == []


def test_months_after_the_end_lack_no_time() -> None:
    """Ended 10 April with time to April; looked at in June."""
    assert codes(months_with_time=time_in(1, 2, 3, 4), ended_on=date(2025, 4, 10)) == []


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ((60, 51), []),
        ((60, 50), ["who5_fall"]),
        ((60, 48, 52), []),
        ((68, 60, 56), []),
        ((60, 60, 48), ["who5_fall"]),
        ((40,), []),
    ],
)
def test_who5_down_ten_or_more_since_the_one_before(scores: tuple[int, ...], expected: list[str]) -> None:
    """60 to 51 is 9 down, 60 to 50 is 10; once it has risen again (48 to 52) the fall is no longer the newest; 68 to 60
    to 56 is 12 in all, but 4 since the one before."""
    assert codes(scores=who5(*scores), day=date(2025, 4, 30) if len(scores) < 3 else QUIET.day) in (
        expected,
        [*expected, "measurement_due"],
    )


@pytest.mark.parametrize(
    ("scores", "earlier", "expected"),
    [
        ((44, 36), (), False),
        ((44, 35), (), True),
        ((36, 28), (), True),
        ((35, 32), (), False),
        ((32,), (), True),
        ((44, 32), (30,), False),
        ((44, 32), (40,), True),
        ((), (30,), False),
    ],
)
def test_who5_35_or_less_for_the_first_time(scores: tuple[int, ...], earlier: tuple[int, ...], expected: bool) -> None:
    """36 is not, 35 is; 35 before means it is not the first time, on an earlier course of the citizen too."""
    before = {"WHO5": [(date(2024, 5, 1), Fraction(score)) for score in earlier]}
    assert ("who5_low" in codes(scores=who5(*scores), earlier_scores=before)) == expected


@pytest.mark.parametrize(("newest", "expected"), [("20.1", False), ("20.0", True)])
def test_ors_down_five_or_more(newest: str, expected: bool) -> None:
    """25.0 to 20.1 is 4.9 down; to 20.0 exactly 5."""
    ors = [(date(2025, 1, 31), Fraction("25.0")), (date(2025, 4, 30), Fraction(newest))]
    assert ("ors_fall" in codes(instrument="ORS", scores={"ORS": ors})) == expected


@pytest.mark.parametrize(
    ("method", "day", "ended_on", "expected"),
    [
        ("CTI", date(2025, 9, 30), None, False),
        ("CTI", date(2025, 10, 1), None, True),
        ("ICM", date(2025, 10, 1), None, False),
        ("CTI", date(2025, 10, 1), date(2025, 9, 30), False),
    ],
)
def test_cti_past_month_nine(method: str, day: date, ended_on: date | None, expected: bool) -> None:
    """Started 31 January: September is month nine, October the tenth."""
    assert ("over_time" in codes(method=method, day=day, ended_on=ended_on)) == expected


@pytest.mark.parametrize(
    ("housing", "expected"),
    [
        ([(2, "own_home"), (5, "without_home")], True),
        ([(2, "own_temporary_home"), (5, "without_home"), (6, "without_home")], True),
        ([(2, "own_home"), (5, "without_home"), (6, "service_act_housing")], False),
        ([(2, "without_home"), (3, "without_home")], False),
        ([(2, "own_home"), (3, "own_temporary_home")], False),
        ([], False),
    ],
)
def test_housing_lost(housing: list[tuple[int, str]], expected: bool) -> None:
    """From any home to without a home, for as long as that is the newest registration."""
    rows = [(date(2025, month, 1), code) for month, code in housing]
    assert ("housing_lost" in codes(housing=rows)) == expected


def test_a_home_lost_before_the_course_is_not_its_sign() -> None:
    """Home in November 2024, without one since December; the course began on 31 January 2025."""
    assert codes(housing=[(date(2024, 11, 1), "own_home"), (date(2024, 12, 1), "without_home")]) == []


@pytest.mark.parametrize(
    ("day", "measured", "expected"),
    [
        (date(2025, 4, 1), (1,), ["measurement_due"]),
        (date(2025, 5, 31), (1,), ["measurement_due"]),
        (date(2025, 6, 1), (1,), ["measurement_late"]),
        (date(2025, 6, 1), (1, 6), []),
        (date(2025, 5, 31), (1, 4), []),
        (date(2025, 3, 31), (1,), []),
        (date(2025, 7, 1), (1,), ["measurement_late", "measurement_due"]),
    ],
)
def test_a_measurement_is_due_then_late(day: date, measured: tuple[int, ...], expected: list[str]) -> None:
    """Course months 1, 4, 7: April is due in April and May, late from June until it is measured; July is due too."""
    scores = {"WHO5": [(date(2025, month, 28), Fraction(48)) for month in measured]}
    time = time_in(*range(1, 8))
    assert codes(day=day, scores=scores, months_with_time=time) == expected


def test_cti_is_measured_in_month_nine_too() -> None:
    """September is month nine of a course from January; an ICM course is not asked until October."""
    scores = {"WHO5": [(date(2025, 7, 1), Fraction(48))]}
    time = time_in(*range(1, 10))
    asked = {m: codes(method=m, day=date(2025, 9, 1), scores=scores, months_with_time=time) for m in ("CTI", "ICM")}
    assert asked == {"CTI": ["measurement_due"], "ICM": []}


def test_a_sign_says_its_numbers_its_rule_and_that_it_is_no_diagnosis() -> None:
    """60 on 30 April, 32 on 30 June: 28 points down, and 35 or less for the first time."""
    fall, low = signals(replace(QUIET, scores=who5(48, 60, 32)), TEXTS)
    assert fall.sentence == "WHO-5 er faldet 28 point: fra 60 (30-04-2025) til 32 (30-06-2025)."
    assert fall.rule == "Vises, når WHO-5 er faldet 10 point eller mere siden målingen før."
    assert (fall.numbers["points"], fall.numbers["score"]) == (28, 32)
    assert "Tal med borgeren" in low.sentence
    assert "ikke en diagnose" in low.sentence


def test_the_limits_are_data() -> None:
    """A fall of 8 is a sign when the limit is 8, and the rule says so."""
    milder = replace(TEXTS, limits={**TEXTS.limits, "who5_fall": 8})
    found = signals(replace(QUIET, scores=who5(60, 52, 44)), milder)
    assert [(one.code, "8 point" in one.rule) for one in found] == [("who5_fall", True)]
