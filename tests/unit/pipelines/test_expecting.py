"""Help to expect, by hand: every sum stands in the test's docstring."""

import itertools
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from pipelines.build import build_from_files
from pipelines.contract import check
from pipelines.double_bottom_line import later_month
from pipelines.expecting import (
    Guess,
    Lived,
    calibration,
    expected_score,
    period_hours,
    quartiles,
    score_changes,
    score_suggestions,
    suggestions,
)
from pipelines.expecting_reading import guesses, lived_courses
from pipelines.settings import Choices, Settings
from pipelines.warehouse import open_warehouse
from tests.hand_courses import write_hand_courses

START = date(2024, 1, 1)


def lived(name: str, *hours: float | None, method: str = "ICM", team: str | None = "Havn", ended: bool = True) -> Lived:
    """A course from January 2024 whose last month is the last one given; None is a month without time."""
    registered = {later_month(START, i): Fraction(str(h)) for i, h in enumerate(hours) if h is not None}
    return Lived(name, method, team, "WHO5", START, later_month(START, len(hours) - 1), ended, registered, [])


FIVE = [lived(f"f{hours}", hours) for hours in (4, 6, 8, 10, 20)]


def test_the_suggestion_is_the_median_and_the_quartiles_of_own_ended_courses() -> None:
    """4, 6, 8, 10, 20 in month 1: median 8, quartiles 6 and 10 (the second and fourth of five), n 5."""
    found = suggestions(FIVE, "ICM", None, [1])[0]
    assert (found.source, found.n, found.lower, found.median, found.upper) == ("ended", 5, 6, 8, 10)


def test_quartiles_lie_on_straight_lines_between_the_values() -> None:
    """1, 2, 3, 10: places 0.75, 1.5 and 2.25 of 0-3 give 1.75, 2.5 and 3 + 0.25 x 7 = 4.75."""
    assert quartiles([Fraction(v) for v in (10, 1, 3, 2)]) == (1.75, 2.5, 4.75)


def test_below_five_ended_courses_the_teams_running_ones_are_asked() -> None:
    """Four ended; five running in Havn (1-5: median 3), and one in another team, which is not asked."""
    running = [lived(f"r{hours}", hours, ended=False) for hours in (1, 2, 3, 4, 5)]
    elsewhere = lived("other", 100, team="By", ended=False)
    found = suggestions([*FIVE[:4], *running, elsewhere], "ICM", "Havn", [1])[0]
    assert (found.source, found.n, found.median) == ("running", 5, 3)


def test_with_too_few_of_either_nothing_is_suggested() -> None:
    """Four ended, four running; and a course without a team has no team's courses to ask."""
    few = [*FIVE[:4], *(lived(f"r{hours}", hours, ended=False) for hours in (1, 2, 3, 4))]
    teamless = [lived(f"t{i}", 1, team=None, ended=False) for i in range(6)]
    for courses, team in ((few, "Havn"), (teamless, None)):
        found = suggestions(courses, "ICM", team, [1])[0]
        assert (found.source, found.median) == ("none", None)


def test_another_method_and_the_course_itself_are_no_guide() -> None:
    assert suggestions(FIVE, "ACT", "Havn", [1])[0].source == "none"
    assert suggestions(FIVE, "ICM", "Havn", [1], but="f8")[0].source == "none"


def test_a_cti_phase_counts_only_when_it_is_lived_and_registered_whole() -> None:
    """Seven months, the fifth unknown: phase 1 is 1 + 2 + 3 = 6, phase 2 has a gap, phase 3 is not lived to its end."""
    assert period_hours(lived("a", 1, 2, 3, 4, None, 6, 7, method="CTI")) == {1: 6}


def test_phase_3_goes_on_after_month_nine() -> None:
    """Eleven months of 1: phase 3 is months 7-11, 5 hours; with month 10 unknown it does not count."""
    assert period_hours(lived("a", *[1] * 11, method="CTI")) == {1: 3, 2: 3, 3: 5}
    assert period_hours(lived("a", *[1] * 9, None, 1, method="CTI")) == {1: 3, 2: 3}


def test_an_icm_month_counts_when_it_has_time_and_is_over() -> None:
    """Months 1 and 3; the month under way is beyond the last whole one and does not count."""
    assert period_hours(lived("a", 5, None, 7)) == {1: 5, 3: 7}
    under_way = replace(lived("a", 5, 6, ended=False), last_month=START)
    assert period_hours(under_way) == {1: 5}


def scored(*scores: tuple[int, int]) -> Lived:
    return replace(lived("s", 1, 1, 1, 1, 1, 1), scores=[(month, Fraction(score)) for month, score in scores])


def test_progression_is_suggested_as_the_change_since_the_first_score() -> None:
    """40 in month 1, 52 in month 4 and 60 in month 5: month 4 is the later of them, 20; month 7 is not measured."""
    assert score_changes(scored((1, 40), (4, 52), (5, 60)), [4, 7]) == {4: 20}


def test_a_course_first_measured_in_its_third_month_or_later_has_no_change() -> None:
    assert score_changes(scored((3, 40), (4, 52)), [4]) == {}
    assert score_changes(scored((2, 40), (4, 52)), [4]) == {4: 12}


def test_progression_asks_only_courses_with_the_same_instrument() -> None:
    """Changes of 4, 8, 12, 16, 20: median 12; of ORS there is none."""
    courses = [replace(scored((1, 40), (4, 40 + change)), course_id=f"s{change}") for change in (4, 8, 12, 16, 20)]
    assert score_suggestions(courses, "ICM", None, "WHO5", [4])[0].median == 12
    assert score_suggestions(courses, "ICM", None, "ORS", [4])[0].source == "none"


@pytest.mark.parametrize(
    ("first", "change", "instrument", "expected"),
    [
        (44, 9.0, "WHO5", 52),
        (44, 11.0, "WHO5", 56),
        (96, 12, "WHO5", 100),
        (4, -12, "WHO5", 0),
        (20, 3.26, "ORS", 23.3),
    ],
)
def test_an_expected_score_stays_on_the_scale(first: int, change: float, instrument: str, expected: float) -> None:
    """WHO-5 in steps of 4 (53 is nearest to 52, 55 to 56) within 0-100; ORS in tenths."""
    assert expected_score(Fraction(first), change, instrument) == expected


COURSES = itertools.count(1)


def guess(
    first: int, last: int, actual: int, basis: str = "average", year: int = 2024, course: str | None = None
) -> Guess:
    """Of a course of its own unless one is said."""
    name = course or f"F-{next(COURSES)}"
    return Guess(name, date(year, 6, 1), Fraction(first), basis, Fraction(last), "individual", Fraction(actual))


def test_calibration_holds_first_and_last_estimates_against_what_it_took() -> None:
    """First 10, 10, 20, 10, 10 against 15, 8, 20, 10, 15: off 50, 20, 0, 0, 50 %, median 20; ratios 1.5, 0.8, 1, 1, 1.5,
    median 1. Last 15, 10, 20, 10, 10: off 0, 20, 0, 0, 50 %, median 0; ratios 1, 0.8, 1, 1, 1.5, median 1."""
    found = calibration([guess(10, 15, 15), guess(10, 10, 8), guess(20, 20, 20), guess(10, 10, 10), guess(10, 10, 15)])
    first, last = found["first_by_basis"][0], found["last_by_basis"][0]
    assert (first.group, first.n, first.off, first.ratio) == ("average", 5, 0.2, 1)
    assert (last.group, last.n, last.off, last.ratio) == ("individual", 5, 0, 1)


def test_calibration_by_year_shows_whether_one_guesses_better() -> None:
    """2024: 10 against 15 in five courses; 2025: 10 against 11 in five others."""
    guesses = [guess(10, 10, actual, year=year) for year, actual in ((2024, 15), (2025, 11)) for _ in range(5)]
    assert [(one.group, one.off) for one in calibration(guesses)["first_by_year"]] == [("2024", 0.5), ("2025", 0.1)]


def test_a_group_of_fewer_than_five_courses_is_not_told() -> None:
    """Eight periods of four courses: nothing in any group; a ninth period of a fifth course, and all nine count."""
    of_four = [guess(10, 10, 15, course=f"F-{place % 4}") for place in range(8)]
    assert set(map(len, calibration(of_four).values())) == {0}
    of_five = calibration([*of_four, guess(10, 10, 15, course="F-4")])
    assert [one.n for groups in of_five.values() for one in groups] == [9, 9, 9, 9]


def test_an_estimate_of_nothing_cannot_be_off_by_a_share() -> None:
    assert calibration([guess(0, 0, 5)])["first_by_basis"] == []


def test_lived_courses_and_guesses_are_read_from_the_warehouse(tmp_path: Path) -> None:
    """Of the courses by hand only H-06 has ended (16 May): phase 1, estimated 24, took 5 + 8 + 7 = 20; phase 2 is not whole."""
    today = date(2025, 8, 31)
    folder = write_hand_courses(tmp_path / "csv")
    here = Settings(tmp_path, "sqlite://", today, Choices())
    build_from_files(here, check([folder], today=today))
    with open_warehouse(tmp_path) as connection:
        courses = lived_courses(connection, "901", today)
        assert guesses(connection, courses) == [
            Guess("H-06", date(2025, 3, 1), Fraction(24), "individual", Fraction(24), "individual", Fraction(20))
        ]
        assert lived_courses(connection, "902", today) == []
        before = lived_courses(connection, "901", date(2025, 5, 15))
    by_name = {course.course_id: course for course in courses}
    assert (by_name["H-06"].is_ended, by_name["H-06"].last_month) == (True, date(2025, 5, 1))
    assert (by_name["H-00"].is_ended, by_name["H-00"].last_month) == (False, date(2025, 8, 1))
    assert [course.is_ended for course in before if course.course_id == "H-06"] == [False]
