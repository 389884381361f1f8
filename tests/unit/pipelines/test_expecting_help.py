"""Help to expect one course, on the courses by hand and on the sample data."""

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from pipelines.build import build_from_files
from pipelines.contract import check
from pipelines.expecting_help import expecting_help
from pipelines.settings import Choices, Settings
from pipelines.warehouse import open_warehouse
from tests.hand_courses import write_hand_courses
from tests.sample import TODAY, built_sample

LAST = date(2025, 8, 31)


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("hand")
    checked = check([write_hand_courses(folder / "csv")], today=LAST)
    build_from_files(Settings(folder, "sqlite://", LAST, Choices()), checked)
    with open_warehouse(folder) as connection:
        yield connection


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_warehouse(built_sample(tmp_path_factory.mktemp("help")).home) as connection:
        yield connection


def test_only_phases_that_are_not_over_are_asked(by_hand: duckdb.DuckDBPyConnection) -> None:
    """H-00 from January: phase 2 is over after 30 June; what is expected now stands beside, and its first month."""
    asked = {day: expecting_help(by_hand, "H-00", day).periods for day in (date(2025, 6, 30), date(2025, 7, 1))}
    assert [[one.period for one in found] for found in asked.values()] == [[2, 3], [3]]
    assert [(one.now, one.first_month) for one in asked[date(2025, 6, 30)]] == [
        (20, date(2025, 4, 1)),
        (10, date(2025, 7, 1)),
    ]


def test_so_many_months_ahead_as_one_likes(by_hand: duckdb.DuckDBPyConnection) -> None:
    """H-07 from February, in its fifth month in June: months 5, 6 and 7; none is expected yet."""
    found = expecting_help(by_hand, "H-07", date(2025, 6, 30), months=3).periods
    assert [(one.period, one.first_month, one.now) for one in found] == [
        (5, date(2025, 6, 1), None),
        (6, date(2025, 7, 1), None),
        (7, date(2025, 8, 1), None),
    ]


def test_the_measurements_ahead_and_the_points_passed(by_hand: duckdb.DuckDBPyConnection) -> None:
    """H-00 on 30 June: months 7 (July) and 9 (September), then 10 and 13 and 16; 40 on 31 January has passed.

    On 31 July the line from 40 (31 January) to 64 (30 September) is at 40 + 24 x 181/242.
    """
    found = expecting_help(by_hand, "H-00", date(2025, 6, 30))
    assert [one.month for one in found.scores] == [7, 9, 10, 13, 16]
    assert found.scores[0].measured_on == date(2025, 7, 31)
    assert found.scores[0].now == pytest.approx(40 + 24 * 181 / 242)
    assert found.passed_scores == [(date(2025, 1, 31), 40)]


def test_with_too_few_own_courses_nothing_is_suggested(by_hand: duckdb.DuckDBPyConnection) -> None:
    found = expecting_help(by_hand, "H-00", date(2025, 6, 30))
    assert {one.suggestion.source for one in found.periods} == {"none"}
    assert {one.suggested for one in found.scores} == {None}


def test_own_ended_courses_suggest_hours_and_scores(sample: duckdb.DuckDBPyConnection) -> None:
    """F-901-001-1 in month 8: phase 3 from 901's ended CTI courses, and month 9 from its first score of 36."""
    found = expecting_help(sample, "F-901-001-1", TODAY)
    assert [(one.period, one.suggestion.source) for one in found.periods] == [(3, "ended")]
    assert found.periods[0].suggestion.n >= 5
    ninth = next(one for one in found.scores if one.month == 9)
    assert ninth.suggestion.median is not None
    assert ninth.suggested == round((36 + ninth.suggestion.median) / 4) * 4


def test_a_course_in_its_contact_phase_can_be_expected_from_its_first_period(sample: duckdb.DuckDBPyConnection) -> None:
    found = expecting_help(sample, "F-902-009-1", TODAY, months=2)
    assert [(one.period, one.first_month) for one in found.periods] == [(1, None), (2, None)]
    assert found.scores == []
