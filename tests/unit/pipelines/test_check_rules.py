"""The rules over several fields, one table of rows each: exactly these places, exactly these rules."""

from pathlib import Path

import pytest

from tests.checked import CITIZENS, COURSES, GOOD, Where, checked, where

COURSE_HEAD = COURSES.splitlines()[0] + "\n"
TIME = "course_id;month;caseworker;hours\n"
MEASURE = "course_id;measured_on;estimated_on;instrument;kind;item_1;item_2;item_3;item_4;item_5;score\n"
STATUS = "citizen_id;month;shelter_nights;support_85a\n"


def course(*fields: str) -> str:
    """A course of b1 by anne: id, method, contact_on, started_on, ended_on, end_reason."""
    name, method, *rest = fields
    return ";".join([name, "b1", method, *rest, "anne", "WHO5"]) + "\n"


COURSE_CASES = [
    (course("a", "CTI", "", "2025-01-02", "", ""), []),
    (course("a", "CTI", "", "2025-01-01", "", ""), [(2, "started_on", "start_before_referral")]),
    (course("a", "CTI", "2025-01-02", "2025-01-02", "", ""), []),
    (course("a", "CTI", "2025-01-01", "2025-01-02", "", ""), [(2, "contact_on", "contact_before_referral")]),
    (course("a", "CTI", "2025-01-03", "2025-01-02", "", ""), [(2, "contact_on", "contact_after_start")]),
    (course("a", "CTI", "2025-01-03", "", "", ""), []),
    (course("a", "CTI", "2025-01-03", "", "2025-01-02", "moved"), []),
    (course("a", "CTI", "", "", "", ""), [(2, "started_on", "start_required")]),
    (course("a", "CTI", "", "x", "", ""), [(2, "started_on", "date")]),
    (course("a", "CTI", "", "2025-02-02", "2025-02-02", "died"), []),
    (course("a", "CTI", "", "2025-02-02", "2025-02-01", "died"), [(2, "ended_on", "end_before_start")]),
    (course("a", "CTI", "", "2025-02-02", "2025-02-02", ""), [(2, "end_reason", "end_reason_required")]),
    (course("a", "CTI", "", "2025-02-02", "", "other"), [(2, "end_reason", "end_reason_without_end")]),
    (course("a", "CTI", "", "2025-02-02", "x", "other"), [(2, "ended_on", "date")]),
    (course("a", "CTI", "", "2030-02-02", "", ""), []),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), COURSE_CASES)
def test_dates_of_a_course(tmp_path: Path, rows: str, expected: list[Where]) -> None:
    """The citizen is referred on 2 January 2025."""
    assert where(checked(tmp_path, {"citizens": CITIZENS, "courses": COURSE_HEAD + rows})) == expected


OVERLAPS = [
    (("2025-02-10", "2025-04-05"), ("2025-04-20", ""), None),
    (("2025-02-10", "2025-04-20"), ("2025-04-05", ""), None),
    (("2025-02-10", "2025-05-01"), ("2025-04-30", ""), 3),
    (("2025-02-10", ""), ("2025-04-05", ""), 3),
    (("2025-04-05", ""), ("2025-02-10", ""), 2),
    (("2025-02-03", "2025-02-10"), ("2025-02-05", "2025-02-20"), None),
    (("2025-02-03", "2025-02-10"), ("2025-02-05", "2025-09-20"), None),
    (("2025-02-03", "2025-03-10"), ("2025-02-05", "2025-03-20"), 3),
    (("2025-02-10", "2025-06-05"), ("2025-03-01", "2025-04-01"), 3),
]


@pytest.mark.parametrize(("first", "second", "row"), OVERLAPS)
def test_courses_share_at_most_the_month_in_which_one_ends_and_the_next_starts(
    tmp_path: Path, first: tuple[str, str], second: tuple[str, str], row: int | None
) -> None:
    """An unended course followed by another overlaps; the one that starts later has the fault."""
    rows = [course(name, "ICM", "", start, end, "moved" if end else "")
            for name, (start, end) in zip("ab", (first, second), strict=True)]  # fmt: skip
    expected = [] if row is None else [(row, "started_on", "courses_overlap")]
    assert where(checked(tmp_path, {"citizens": CITIZENS, "courses": COURSE_HEAD + "".join(rows)})) == expected


def test_the_contact_phase_is_not_the_course(tmp_path: Path) -> None:
    """A contact phase within another course overlaps nothing; nor do the courses of two citizens."""
    rows = course("a", "CTI", "", "2025-02-03", "2025-04-10", "changed_method")
    rows += course("b", "ICM", "2025-02-05", "2025-04-20", "", "") + course("c", "ACT", "2025-02-05", "", "", "")
    assert where(checked(tmp_path, {"citizens": CITIZENS, "courses": COURSE_HEAD + rows})) == []
    other = CITIZENS + "b2;901;;;;at_risk;2025-01-02\n"
    two = course("a", "CTI", "", "2025-02-03", "", "")
    two += course("b", "ICM", "", "2025-03-03", "", "").replace("b1", "b2")
    assert where(checked(tmp_path, {"citizens": other, "courses": COURSE_HEAD + two})) == []


@pytest.mark.parametrize(
    ("method", "period", "expected"),
    [("CTI", 3, []), ("CTI", 4, [(2, "period", "period_of_method")]), ("ICM", 4, []), ("ACT", 40, [])],
)
def test_periods_of_a_method(tmp_path: Path, method: str, period: int, expected: list[Where]) -> None:
    expected_time = f"course_id;period;hours;estimated_on;basis\nk1;{period};1;2030-01-01;average\n"
    tables = {**GOOD, "courses": COURSES.replace("CTI", method), "expected_time": expected_time}
    assert where(checked(tmp_path, tables)) == expected


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        ("2024-12", [(2, "month", "month_outside_course")]),
        ("2025-01", []),
        ("2025-05", []),
        ("2025-06", [(2, "month", "month_outside_course")]),
        ("2025-07", [(2, "month", "month_in_future"), (2, "month", "month_outside_course")]),
    ],
)
def test_time_lies_within_the_course(tmp_path: Path, month: str, expected: list[Where]) -> None:
    """k1: contact from 10 January, started 3 February, ended 20 May; today is 15 June 2025."""
    assert where(checked(tmp_path, {**GOOD, "time_use": TIME + f"k1;{month};anne;1\n"})) == expected


def test_time_of_a_running_course_is_not_in_the_future(tmp_path: Path) -> None:
    running = COURSES.replace("2025-05-20;completed", ";")
    tables = {**GOOD, "courses": running, "time_use": TIME + "k1;2025-06;anne;1\nk1;2025-07;anne;1\n"}
    assert where(checked(tmp_path, tables)) == [(3, "month", "month_in_future")]


def test_a_course_that_ends_on_the_first_has_that_month(tmp_path: Path) -> None:
    ended = COURSES.replace("2025-05-20", "2025-05-01")
    assert where(checked(tmp_path, {**GOOD, "courses": ended, "time_use": TIME + "k1;2025-05;anne;1\n"})) == []


MEASUREMENTS = [
    ("2025-03-03;;WHO5;actual;5;5;5;5;5;", []),
    ("2025-03-03;;WHO5;actual;5;5;5;5;5;100", []),
    ("2025-03-03;;WHO5;actual;;;;;;52", []),
    ("2025-03-03;;WHO5;actual;5;5;5;5;5;96", [(2, "score", "score_disagrees")]),
    ("2025-03-03;;WHO5;actual;;;;;;50", [(2, "score", "score_value")]),
    ("2025-03-03;;WHO5;actual;;;;;;104", [(2, "score", "score_value")]),
    ("2025-03-03;;WHO5;actual;;;;;;", [(2, "score", "score_missing")]),
    ("2025-03-03;;WHO5;actual;6;5;5;5;5;", [(2, "item_1", "item_value")]),
    ("2025-03-03;;WHO5;actual;2,5;5;5;5;5;", [(2, "item_1", "item_value")]),
    ("2025-03-03;;WHO5;actual;x;5;5;5;5;80", [(2, "item_1", "number")]),
    ("2025-03-03;;WHO5;actual;5;;5;5;5;80", [(2, "item_2", "item_missing")]),
    ("2025-03-03;;WHO5;actual;5;;;5;5;", [(2, "item_2", "item_missing"), (2, "item_3", "item_missing")]),
    ("2025-03-03;;WHO5;actual;5;5;5;5;;", [(2, "item_5", "item_missing")]),
    ("2025-03-03;;WHO5;actual;0;5;5;5;5;100", [(2, "score", "score_disagrees")]),
    ("2025-03-03;;ORS;actual;10;0;7,5;7.6;;25,1", []),
    ("2025-03-03;;ORS;actual;0,1;0,2;0,3;0,1;;0,7", []),
    ("2025-03-03;;ORS;actual;10,1;7,55;0;0;1;", [
        (2, "item_1", "item_value"), (2, "item_2", "item_value"), (2, "item_5", "item_unused")]),
    ("2025-03-03;;ORS;actual;;;;;;40", []),
    ("2025-03-03;;ORS;actual;;;;;;40,1", [(2, "score", "score_value")]),
    ("2025-03-03;;ORS;actual;;;;;;25,25", [(2, "score", "score_value")]),
    ("2025-03-03;;SRS;actual;9;9;9;9;;35,9", [(2, "score", "score_disagrees")]),
    ("2025-03-03;;TILS;actual;1;2;3;;;6", []),
    ("2025-03-03;;TILS;actual;0;2;4;1;1;6", [
        (2, "item_1", "item_value"), (2, "item_3", "item_value"), (2, "item_4", "item_unused"),
        (2, "item_5", "item_unused")]),
    ("2025-03-03;;TILS;actual;;;;;;2", [(2, "score", "score_value")]),
    ("2025-03-03;;TILS;actual;;;;;;9", []),
    ("2025-03-03;;XYZ;actual;9;9;9;9;9;9", [(2, "instrument", "code")]),
    ("2025-02-02;;WHO5;actual;;;;;;52", [(2, "measured_on", "measured_outside_course")]),
    ("2025-02-03;;WHO5;actual;;;;;;52", []),
    ("2025-05-20;;WHO5;actual;;;;;;52", []),
    ("2025-05-21;;WHO5;actual;;;;;;52", [(2, "measured_on", "measured_outside_course")]),
    ("2025-06-16;;WHO5;actual;;;;;;52", [
        (2, "measured_on", "measured_in_future"), (2, "measured_on", "measured_outside_course")]),
    ("2026-03-03;;WHO5;expected;;;;;;52", []),
    ("2026-03-03;2027-01-01;ORS;expected;;;;;;30", []),
    ("2025-03-03;2025-02-03;WHO5;actual;;;;;;52", [(2, "estimated_on", "estimate_of_actual")]),
    ("2025-03-03;;SRS;expected;;;;;;30", [(2, "kind", "expected_instrument")]),
    ("2025-03-03;;TILS;expected;;;;;;3", [(2, "kind", "expected_instrument")]),
]  # fmt: skip


@pytest.mark.parametrize(("row", "expected"), MEASUREMENTS)
def test_measurements(tmp_path: Path, row: str, expected: list[Where]) -> None:
    """k1 runs from 3 February to 20 May; today is 15 June 2025."""
    assert where(checked(tmp_path, {**GOOD, "measurements": MEASURE + f"k1;{row}\n"})) == expected


def test_a_measurement_may_be_of_today(tmp_path: Path) -> None:
    running = COURSES.replace("2025-05-20;completed", ";")
    rows = "k1;2025-06-15;;WHO5;actual;;;;;;52\nk1;2025-06-16;;WHO5;actual;;;;;;52\n"
    given = checked(tmp_path, {**GOOD, "courses": running, "measurements": MEASURE + rows})
    assert where(given) == [(3, "measured_on", "measured_in_future")]


def test_the_score_is_derived_from_the_items(tmp_path: Path) -> None:
    """WHO5 (5+4+3+2+1) x 4 = 60; ORS 0,1+0,2+0,3+9,4 = 10,0 exactly; T-ILS 1+2+3 = 6."""
    rows = ("WHO5;actual;5;4;3;2;1;", "ORS;actual;0,1;0,2;0,3;9,4;;", "TILS;actual;1;2;3;;;")
    text = MEASURE + "".join(f"k1;2025-03-03;;{row}\n" for row in rows)
    scores = checked(tmp_path, {**GOOD, "measurements": text}).tables["measurements"]["score"].to_pylist()
    assert scores == [60.0, 10.0, 6.0]


def test_no_actual_measurement_in_a_course_that_has_not_started(tmp_path: Path) -> None:
    contact_only = COURSES.replace("2025-02-03;2025-05-20;completed", ";;")
    tables = {**GOOD, "courses": contact_only, "measurements": MEASURE + "k1;2025-03-03;;WHO5;actual;;;;;;52\n"}
    assert where(checked(tmp_path, tables)) == [(2, "measured_on", "measured_outside_course")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("2025-02;28;", []),
        ("2025-02;29;", [(2, "shelter_nights", "nights_of_month")]),
        ("2024-02;29;", []),
        ("2025-06;30;", []),
        ("2025-07;;", [(2, "month", "month_in_future")]),
        ("2023-10;;no", []),
        ("2023-09;;no", [(2, "support_85a", "support_85a_too_early")]),
        ("2023-09;;", []),
        ("1999-01;31;", []),
    ],
)
def test_monthly_status(tmp_path: Path, row: str, expected: list[Where]) -> None:
    assert where(checked(tmp_path, {**GOOD, "monthly_status": STATUS + f"b1;{row}\n"})) == expected
