"""What a course's page shows beyond its numbers, on the courses by hand and on the sample data."""

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from pipelines.build import build_from_files
from pipelines.contract import check
from pipelines.course_life import Mark
from pipelines.course_view import CourseView, PeriodEstimates, course_view
from pipelines.deviation_texts import default_texts
from pipelines.settings import Choices, Settings
from pipelines.warehouse import open_warehouse
from tests.hand_courses import hand_courses, write_hand_courses
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
    with open_warehouse(built_sample(tmp_path_factory.mktemp("view")).home) as connection:
        yield connection


def view(warehouse: duckdb.DuckDBPyConnection, course_id: str, day: date) -> CourseView:
    return course_view(warehouse, course_id, day, Choices(), default_texts())


@pytest.mark.parametrize("one", hand_courses(), ids=lambda one: one.given["about"])
def test_the_page_has_the_numbers_calculated_by_hand(by_hand: duckdb.DuckDBPyConnection, one) -> None:
    line = view(by_hand, one.course_id, one.on).line
    assert line is not None
    assert line.total_expected == one.given["total"]
    assert [row.accumulated_expected_pct for row in line.periods] == pytest.approx(one.pct("expected"))
    assert [row.accumulated_actual_pct for row in line.periods] == pytest.approx(one.pct("actual"))
    assert line.deviation.cell == one.given["cell"]


def test_the_original_expectation_is_kept_beside_the_newest(by_hand: duckdb.DuckDBPyConnection) -> None:
    """H-02: phase 2 was 20 and became 32 on 10 May. Originally 10, 20, 30, then 20/3 a month: 30 + 40/3 by May, of E = 72."""
    seen = view(by_hand, "H-02", date(2025, 5, 31))
    assert seen.estimates[1] == PeriodEstimates(2, 20, date(2025, 1, 15), 32, date(2025, 5, 10), "individual")
    assert seen.original_pct[date(2025, 3, 1)] == pytest.approx(100 * 30 / 72)
    assert seen.original_pct[date(2025, 5, 1)] == pytest.approx(100 * (30 + 40 / 3) / 72)
    assert seen.original_pct[date(2025, 9, 1)] == pytest.approx(100 * 60 / 72)
    before = view(by_hand, "H-02", date(2025, 5, 9))
    assert (before.original_pct, before.estimates[1].newest_hours) == ({}, 20)


def test_the_day_before_an_end_does_not_know_of_it(by_hand: duckdb.DuckDBPyConnection) -> None:
    """H-06 ended on 16 May: its mark, and no measurement is next from then on; in month 4 there still was one."""
    ended, before = view(by_hand, "H-06", date(2025, 5, 16)), view(by_hand, "H-06", date(2025, 3, 15))
    assert [mark.what for mark in ended.marks] == ["start", "end"]
    assert [mark.what for mark in before.marks] == ["start"]
    assert (before.head.ended_on, before.next_measurement) == (None, date(2025, 4, 1))
    assert ended.next_measurement is None


def test_a_course_that_was_changed_to_another_method_says_to_which(sample: duckdb.DuckDBPyConnection) -> None:
    """F-901-009-1 (CTI) ended on 14 March 2025, the ICM course started on the 17th: the change stands on the CTI picture's
    last day, in March and ever after; the day before nobody knew; the ICM course has its own start."""
    changed = Mark(date(2025, 3, 14), "method", "ICM")
    assert view(sample, "F-901-009-1", date(2025, 3, 14)).marks[-1] == changed
    assert changed not in view(sample, "F-901-009-1", date(2025, 3, 13)).marks
    assert view(sample, "F-901-009-2", TODAY).marks[0].what == "start"
    assert "method" not in [mark.what for mark in view(sample, "F-901-004-1", date(2025, 5, 28)).marks]


def test_the_next_measurement(by_hand: duckdb.DuckDBPyConnection) -> None:
    """H-00 from January, measured in April: July is next, also on 31 August (open that month); after that October."""
    days = (date(2025, 6, 30), date(2025, 8, 31))
    assert [view(by_hand, "H-00", day).next_measurement for day in days] == [date(2025, 7, 1)] * 2


def test_cti_past_month_nine_with_progression_under_asks_for_another_method(
    by_hand: duckdb.DuckDBPyConnection,
) -> None:
    """H-10 is in month 11 and under; H-00 is under but in month 6 with time as expected; H-09 too."""
    asked = {one: view(by_hand, one, day).needs_another_method for one, day in
             (("H-10", date(2025, 7, 31)), ("H-00", date(2025, 6, 30)), ("H-09", date(2025, 5, 31)))}  # fmt: skip
    assert asked == {"H-10": True, "H-00": False, "H-09": False}


def test_time_over_and_progression_under_asks_for_another_method(sample: duckdb.DuckDBPyConnection) -> None:
    """F-905-001-1 is CTI, over in time and under in progression, in month 8."""
    assert view(sample, "F-905-001-1", TODAY).needs_another_method


def test_two_instruments_are_both_in_the_history(by_hand: duckdb.DuckDBPyConnection) -> None:
    measured = view(by_hand, "H-09", date(2025, 5, 31)).measured
    assert [(one.instrument, one.score) for one in measured] == [("ORS", 14.5), ("WHO5", 80)]


def test_a_course_in_its_contact_phase(sample: duckdb.DuckDBPyConnection) -> None:
    """F-902-009-1: contact on 24 November 2025; 7 + 31 + 15 = 53 days by 15 January, time in two of three months."""
    seen = view(sample, "F-902-009-1", TODAY)
    assert (seen.line, seen.text) == (None, None)
    assert seen.contact is not None
    assert (seen.contact.days, seen.contact.months_with_time, seen.contact.months) == (53, 2, 3)
    assert seen.contact.hours is not None
    assert seen.contact.hours > 0


def test_a_contact_phase_that_ended_stopped_counting(sample: duckdb.DuckDBPyConnection) -> None:
    """F-901-012-1: 7 October 2024 to 15 January 2025 is 25 + 30 + 31 + 15 = 101 days, a year later too."""
    seen = view(sample, "F-901-012-1", TODAY)
    assert seen.contact is not None
    assert (seen.contact.days, seen.contact.months) == (101, 4)


def test_a_citizen_with_two_courses_has_both_in_order(sample: duckdb.DuckDBPyConnection) -> None:
    seen = view(sample, "F-901-009-2", TODAY)
    assert [(one.course_id, one.method) for one in seen.life] == [("F-901-009-1", "CTI"), ("F-901-009-2", "ICM")]
    assert len(seen.original_scores) > 1


def test_who5_items_stand_where_they_were_answered(sample: duckdb.DuckDBPyConnection) -> None:
    """Each measurement has five items whose sum times four is the score, or none."""
    measured = view(sample, "F-901-001-1", TODAY).measured
    assert any(one.items for one in measured)
    assert all(len(one.items) == 5 and 4 * sum(one.items) == one.score for one in measured if one.items)
