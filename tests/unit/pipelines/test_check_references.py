"""Rows that belong together: keys, parents, and what the store already has."""

from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.contract import check, check_rows
from tests.checked import CITIZENS, COURSES, GOOD, TODAY, checked, stored_from, where, write

TIME = "course_id;month;caseworker;hours\n"
MEASURE = "course_id;measured_on;estimated_on;instrument;kind;score\n"
EXPECTED = "course_id;period;hours;estimated_on;basis\n"
HOURS_AND_SCORE = {
    **GOOD,
    "time_use": TIME + "k1;2025-01;anne;1\nk1;2025-05;anne;2\n",
    "measurements": MEASURE + "k1;2025-02-03;;WHO5;actual;40\nk1;2025-05-20;;WHO5;actual;52\n",
    "expected_time": EXPECTED + "k1;3;10;2025-02-03;average\n",
}


def test_a_key_stands_once(tmp_path: Path) -> None:
    time_use = TIME + "k1;2025-03;anne;1\nk1;2025-03;bo;1\nk1;03-2025; anne;2\n"
    given = checked(tmp_path, {**GOOD, "time_use": time_use})
    assert where(given) == [(4, "course_id", "duplicate")]
    assert '"k1 03-2025 anne" står også i række 2' in given.faults[0].message


def test_a_key_stands_once_over_all_paths(tmp_path: Path) -> None:
    """The same citizen in two folders; a file given twice is read once."""
    first, second = write(tmp_path / "one", GOOD), write(tmp_path / "two", {"citizens": CITIZENS})
    given = check([first, second, first / "citizens.csv"], today=TODAY)
    assert [(found.file, found.row, found.rule) for found in given.faults] == [
        (str(second / "citizens.csv"), 2, "duplicate")
    ]
    assert 'Fil "citizens.csv", række 2' in given.faults[0].message


@pytest.mark.parametrize(
    ("rows", "rules"),
    [
        ("k1;2025-03-03;;WHO5;expected;40\nk1;2025-03-03;2025-02-10;WHO5;expected;44\n", []),
        ("k1;2025-03-03;;WHO5;expected;40\nk1;2025-03-03;;WHO5;expected;44\n", ["duplicate"]),
        ("k1;2025-03-03;;WHO5;expected;40\nk1;2025-03-03;2025-02-03;WHO5;expected;44\n", ["duplicate"]),
        ("k1;2025-03-03;;WHO5;expected;40\nk1;2025-03-03;;WHO5;actual;44\n", []),
        ("k1;2025-03-03;;WHO5;actual;40\nk1;2025-03-03;;WHO5;Faktisk;44\n", ["duplicate"]),
    ],
)
def test_a_blank_estimate_is_the_start_of_the_course(tmp_path: Path, rows: str, rules: list[str]) -> None:
    """k1 started on 3 February 2025."""
    given = checked(tmp_path, {**GOOD, "measurements": MEASURE + rows})
    assert [found.rule for found in given.faults] == rules


def test_a_reference_is_found_in_the_load_or_the_store(tmp_path: Path) -> None:
    lonely = {"courses": COURSES}
    assert where(checked(tmp_path / "a", lonely)) == [(2, "citizen_id", "unknown_reference")]
    assert where(checked(tmp_path / "b", lonely, stored={"citizens": None})) == [(2, "citizen_id", "unknown_reference")]
    stored = stored_from(tmp_path, {"citizens": CITIZENS})
    assert where(checked(tmp_path / "c", lonely, stored=stored)) == []


@pytest.mark.parametrize(
    "faulty",
    [
        CITIZENS.replace("901", "90"),
        CITIZENS.replace("b1", "b 1"),
        CITIZENS.replace("b1;901", "b1;901;one too many"),
        CITIZENS.replace("homeless", ""),
    ],
)
def test_a_faulty_parent_row_is_enough_to_report(tmp_path: Path, faulty: str) -> None:
    courses = COURSES.replace("b1", "b 1") if "b 1" in faulty else COURSES
    given = checked(tmp_path, {"citizens": faulty, "courses": courses})
    assert {found.file for found in given.faults} == {str(tmp_path / "citizens.csv")}


@pytest.mark.parametrize(
    "unreadable",
    [b"\xff\xfe\x00", "Borger-id;Køn\nb1;Mand\n".encode("latin-1"), b"", b'citizen_id;team\n"b1;x\n',
     b"municipality;target_group;referred_on\n901;homeless;2025-01-01\n"],
)  # fmt: skip
def test_an_unreadable_parent_table_is_enough_to_report(tmp_path: Path, unreadable: bytes) -> None:
    write(tmp_path, {"courses": COURSES})
    (tmp_path / "citizens.csv").write_bytes(unreadable)
    given = check([tmp_path], today=TODAY)
    assert {found.file for found in given.faults} == {str(tmp_path / "citizens.csv")}


def test_rules_do_not_build_on_a_faulty_parent_cell(tmp_path: Path) -> None:
    """The course's start is no date, so nothing is said of the month outside it; its method is no method."""
    courses = COURSES.replace("2025-02-03", "i februar").replace("CTI", "XYZ")
    tables = {**GOOD, "courses": courses, "time_use": TIME + "k1;2023-01;anne;1\n",
              "expected_time": EXPECTED + "k1;9;1;2025-02-03;average\n"}  # fmt: skip
    assert where(checked(tmp_path, tables)) == [(2, "method", "code"), (2, "started_on", "date")]


def test_rules_do_not_build_on_a_cell_that_broke_another_rule(tmp_path: Path) -> None:
    """The course ends before it starts, or stands twice: nothing is said of the hours outside it."""
    april = TIME + "k1;2025-04;anne;1\n"
    backwards = {**GOOD, "courses": COURSES.replace("2025-05-20", "2025-02-01"), "time_use": april}
    assert where(checked(tmp_path / "a", backwards)) == [(2, "ended_on", "end_before_start")]
    twice = COURSES.replace("2025-05-20", "2025-03-20") + COURSES.splitlines()[1] + "\n"
    assert where(checked(tmp_path / "b", {**GOOD, "courses": twice, "time_use": april})) == [
        (3, "course_id", "duplicate")
    ]


def test_a_row_of_the_load_replaces_the_stored_one(tmp_path: Path) -> None:
    """Stored, b1 is referred on 2 January; in the load on 1 March, after the course starts."""
    stored = stored_from(tmp_path, GOOD)
    later = {**GOOD, "citizens": CITIZENS.replace("2025-01-02", "2025-03-01")}
    assert where(checked(tmp_path / "a", later, stored=stored)) == [
        (2, "contact_on", "contact_before_referral"), (2, "started_on", "start_before_referral"),
    ]  # fmt: skip
    assert where(checked(tmp_path / "b", {"citizens": later["citizens"]}, stored=stored)) == [
        (2, "referred_on", "stored_course_before_referral")
    ]
    same_day = CITIZENS.replace("2025-01-02", "2025-01-10") + "b2;901;;;;homeless;2025-03-01\n"
    assert where(checked(tmp_path / "c", {"citizens": same_day}, stored=stored)) == []


def test_a_course_overlaps_a_stored_one(tmp_path: Path) -> None:
    stored = stored_from(tmp_path, GOOD)
    second = COURSES.replace("k1", "k2").replace("2025-01-10;2025-02-03;2025-05-20;completed", ";2025-04-01;;")
    given = checked(tmp_path, {"courses": second}, stored=stored)
    assert where(given) == [(2, "started_on", "courses_overlap")]
    assert '"k1" (startet 03-02-2025, afsluttet 20-05-2025)' in given.faults[0].message
    moved = COURSES.replace("2025-05-20", "2025-04-20")
    assert where(checked(tmp_path, {"courses": moved + second.splitlines()[1] + "\n"}, stored=stored)) == []


def test_the_stored_course_may_be_the_later_one(tmp_path: Path) -> None:
    """Stored: k1 from 3 February to 20 May. A course from January without an end overlaps it; one to February not."""
    stored = stored_from(tmp_path, GOOD)
    head = COURSES.splitlines()[0]
    for end, rules in ((";", ["courses_overlap"]), ("2025-02-20;moved", []), ("2025-03-01;moved", ["courses_overlap"])):
        text = f"{head}\nk0;b1;ICM;;2025-01-02;{end};anne;ORS\n"
        given = checked(tmp_path / end, {"courses": text}, stored=stored)
        assert [found.rule for found in given.faults] == rules


def test_new_rows_are_held_against_the_stored_course(tmp_path: Path) -> None:
    stored = stored_from(tmp_path, GOOD)
    tables = {"time_use": TIME + "k1;2025-05;anne;1\nk1;2025-06;anne;1\n",
              "measurements": MEASURE + "k1;2025-05-20;;WHO5;actual;40\nk1;2025-05-21;;WHO5;actual;40\n"}  # fmt: skip
    assert where(checked(tmp_path, tables, stored=stored)) == [
        (3, "measured_on", "measured_outside_course"), (3, "month", "month_outside_course"),
    ]  # fmt: skip


def test_typed_in_rows_are_checked_as_a_file_is(tmp_path: Path) -> None:
    stored = stored_from(tmp_path, GOOD)
    rows = [{"course_id": "k1", "month": "05-2025", "caseworker": "anne", "hours": "7,5"},
            {"course_id": "k9", "month": "2025-05", "caseworker": None, "hours": " "}]  # fmt: skip
    given = check_rows({"time_use": rows}, today=TODAY, stored=stored)
    assert where(given) == [
        (3, "course_id", "unknown_reference"), (3, "caseworker", "required"), (3, "hours", "required"),
    ]  # fmt: skip
    good = check_rows({"time_use": rows[:1]}, today=TODAY, stored=stored)
    assert good.tables["time_use"]["hours"].to_pylist() == [7.5]


@pytest.mark.parametrize(
    ("changed", "expected", "said"),
    [
        (COURSES, [], ""),
        (COURSES.replace("2025-05-20", "2025-05-19"), [(2, "ended_on", "stored_after_end")], "falder 1 allerede"),
        (COURSES.replace("2025-05-20", "2025-04-30"), [(2, "ended_on", "stored_after_end")], "falder 2 allerede"),
        (COURSES.replace("2025-01-10", ""), [(2, "started_on", "stored_before_start")], "falder 1 allerede"),
        (COURSES.replace("2025-02-03", "2025-02-04"), [(2, "started_on", "stored_before_start")], "falder 1 allerede"),
        (COURSES.replace("2025-02-03;2025-05-20;completed", ";;"), [(2, "started_on", "stored_before_start")],
         "falder 2 allerede"),
        (COURSES.replace("2025-02-03;2025-05-20", ";2025-04-30"),
         [(2, "started_on", "stored_before_start"), (2, "ended_on", "stored_after_end")], "allerede"),
        (COURSES.replace("CTI", "ACT"), [], ""),
    ],
)  # fmt: skip
def test_a_changed_course_keeps_what_is_stored_within_it(
    tmp_path: Path, changed: str, expected: list[tuple[int, str, str]], said: str
) -> None:
    """Stored: hours in January (contact) and May, scores on 3 February and 20 May."""
    given = checked(tmp_path, {"courses": changed}, stored=stored_from(tmp_path, HOURS_AND_SCORE))
    assert where(given) == expected
    assert all(said in found.message for found in given.faults)


def test_a_changed_method_keeps_the_stored_periods(tmp_path: Path) -> None:
    """Stored: an expectation for month 4 of an ICM course; CTI has three phases."""
    icm = COURSES.replace("CTI", "ICM")
    stored = stored_from(tmp_path, {**GOOD, "courses": icm, "expected_time": EXPECTED + "k1;4;10;2025-02-03;average\n"})
    assert where(checked(tmp_path, {"courses": COURSES}, stored=stored)) == [(2, "method", "stored_period_of_method")]


def test_what_the_load_replaces_no_longer_counts_as_stored(tmp_path: Path) -> None:
    """The May hours come again in the load and are reported there, once."""
    stored = stored_from(tmp_path, {**GOOD, "time_use": HOURS_AND_SCORE["time_use"]})
    shorter = COURSES.replace("2025-05-20", "2025-04-30")
    tables = {"courses": shorter, "time_use": TIME + "k1;2025-05;anne;3\n"}
    assert where(checked(tmp_path / "a", tables, stored=stored)) == [(2, "month", "month_outside_course")]
    scored = stored_from(tmp_path / "b", {**GOOD, "measurements": HOURS_AND_SCORE["measurements"]})
    again = {"courses": shorter, "measurements": MEASURE + "k1;2025-05-20;;WHO5;actual;56\n"}
    assert where(checked(tmp_path / "c", again, stored=scored)) == [(2, "measured_on", "measured_outside_course")]


def test_the_tables_come_out_in_the_contracts_types_and_order(tmp_path: Path) -> None:
    tables = checked(tmp_path, HOURS_AND_SCORE).tables
    assert list(tables) == ["citizens", "courses", "expected_time", "time_use", "measurements"]
    assert tables["measurements"].column_names[-2:] == ["item_5", "score"]
    assert tables["time_use"].schema.types == [pa.string(), pa.date32(), pa.string(), pa.float64()]
    assert tables["time_use"]["course_id"].to_pylist() == ["k1", "k1"]


def test_a_header_without_rows_is_an_empty_table(tmp_path: Path) -> None:
    given = checked(tmp_path, {"rates": "municipality;rate;valid_from;amount\n"})
    assert given.faults == []
    assert given.tables["rates"].num_rows == 0
