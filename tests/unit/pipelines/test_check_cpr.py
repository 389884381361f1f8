"""No CPR number comes in anywhere, and none is ever shown."""

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.contract import check, faults_as_json, faults_as_text
from pipelines.cpr import CPR_MASK, has_cpr, masked
from pipelines.fault import faults_as_csv
from tests.checked import CITIZENS, COURSES, GOOD, TODAY, checked, where

HEADING, ROW = CITIZENS.splitlines()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("010190-1234", True),
        ("0101901234", True),
        ("010190 1234", True),
        ("010190\u20111234", True),
        ("Anna (010190-1234) ringede", True),
        ("290200-1234", True),
        ("290201-1234", False),
        ("310490-1234", False),
        ("320190-1234", False),
        ("011390-1234", False),
        ("000190-1234", False),
        ("1010190-1234", False),
        ("010190-12345", False),
        ("010190--1234", True),
        ("01019-01234", False),
        ("tlf. 12345678", False),
        ("999999 0101 og 010190 1234", True),
        ("2025-01-01 12", False),
    ],
)
def test_ten_digits_whose_first_six_are_a_date(text: str, found: bool) -> None:
    """29 February needs a leap year in some century; the check digit is not tested, for new numbers lack it."""
    assert has_cpr(text) is found
    assert (CPR_MASK in masked(text)) is found


@given(st.dates(), st.integers(0, 9999), st.sampled_from(["", "-", " "]), st.text(max_size=5), st.text(max_size=5))
def test_every_number_of_every_day_is_found_and_masked(day, serial, join, before, after) -> None:
    if before[-1:].isdigit() or after[:1].isdigit():
        before, after = before + "x", "x" + after
    number = f"{day:%d%m}{day.year % 100:02}{join}{serial:04}"
    assert has_cpr(before + number + after)
    assert number not in masked(before + number + after)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CITIZENS.replace("b1", "010190-1234"), [(2, "citizen_id", "cpr")]),
        (CITIZENS.replace("Nord", "Anna 0101901234 Nord"), [(2, "team", "cpr")]),
        (CITIZENS.replace("1980", "0101901234"), [(2, "birth_year", "cpr")]),
        (CITIZENS.replace("female", "010190 1234"), [(2, "gender", "cpr")]),
        (CITIZENS.replace("2025-01-02", "010190-1234"), [(2, "referred_on", "cpr")]),
        (CITIZENS.replace("team", "010190-1234"), [(1, CPR_MASK, "cpr")]),
        (CITIZENS.replace("team", "noter").replace("Nord", "010190-1234"),
         [(1, "noter", "unknown_column"), (2, "noter", "cpr")]),
        (CITIZENS + "b2;901;010190-1234\n", [(3, None, "ragged_row"), (3, "team", "cpr")]),
        (CITIZENS + "b2;901;;;;at_risk;2025-01-02;010190-1234\n", [(3, None, "ragged_row"), (3, None, "cpr")]),
        (CITIZENS.replace("b1", "990190-1234"), []),
    ],
)  # fmt: skip
def test_a_number_anywhere_is_a_fault_and_is_nowhere_in_the_answer(
    tmp_path: Path, text: str, expected: list[tuple[int | None, str | None, str]]
) -> None:
    given = checked(tmp_path, {"citizens": text})
    assert where(given) == expected
    for shown in (faults_as_text(given.faults), faults_as_json(given.faults), faults_as_csv(given.faults)):
        assert "1234" not in shown
    assert all(found.value == CPR_MASK for found in given.faults if found.rule == "cpr")


def test_other_faults_that_name_the_number_mask_it(tmp_path: Path) -> None:
    """The same number as a citizen twice, as the parent of a course, and as a name of a sheet."""
    text = f"{HEADING}\n{ROW}\n{ROW}\n".replace("b1", "0101901234")
    given = checked(tmp_path, {"citizens": text, "courses": COURSES.replace("b1", "0101901234")})
    assert {found.rule for found in given.faults} == {"cpr"}
    assert "1234" not in faults_as_json(given.faults)


def test_excel_numbers_that_lost_a_zero_and_names_of_sheets(tmp_path: Path) -> None:
    """0101901234 typed into a number cell is 101901234; 9 digits that give no date are a number."""
    workbook = openpyxl.Workbook()
    citizens = workbook.active
    citizens.title = "Borgere"
    citizens.append([*HEADING.split(";"), 101901234])
    citizens.append([101901234, "901", 3112901234, 990901234, None, "homeless", "2025-01-02"])
    workbook.create_sheet("010190-1234").append(["x"])
    workbook.save(tmp_path / "book.xlsx")
    found = check([tmp_path / "book.xlsx"], today=TODAY).faults
    assert [(each.row, each.column, each.rule) for each in found] == [
        (1, CPR_MASK, "cpr"), (2, "citizen_id", "cpr"), (2, "team", "cpr"), (2, "birth_year", "birth_year_in_future"),
        (None, None, "unknown_table"),
    ]  # fmt: skip
    assert "1234" not in faults_as_json(found[:3])
    assert found[-1].sheet == CPR_MASK
    assert "1234" not in found[-1].message


def test_a_phone_number_and_a_long_id_are_no_cpr_numbers(tmp_path: Path) -> None:
    assert where(checked(tmp_path, {**GOOD, "citizens": CITIZENS.replace("Nord", "tlf. 33 92 33 80")})) == []


@pytest.mark.parametrize(
    "typed", ["010190 - 1234", "01 01 90 1234", "01-01-90-1234", "010190  1234", "010190–1234", "01 01 90 - 1234"]
)
def test_a_number_is_found_however_it_is_spaced(typed: str) -> None:
    """Dashes and spaces may stand between day, month, year and the last four."""
    assert has_cpr(f"talt med {typed} i dag")
    assert masked(typed) == CPR_MASK
