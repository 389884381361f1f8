"""Cells that break a rule by themselves: exactly these places, exactly these rules."""

from pathlib import Path

import pytest

from tests.checked import CITIZENS, COURSES, GOOD, Where, checked, where

STATUS = "citizen_id;month;shelter_nights;evictions_averted;home_skills;housing\n"
MARKET = "municipality;month;wait_days_home;wait_days_allocation\n"
HOMES = "municipality;month;rent_band;size_band;homes\n"
RATES = "municipality;rate;valid_from;amount\n"
CASES = [
    ("rates", RATES + "901;caseworker_hour;2025-01-01;425,50\n", []),
    ("rates", RATES + "901;caseworker_hour;2025-01-01;0\n", [(2, "amount", "range")]),
    ("rates", RATES + "901;caseworker_hour;2025-01-01;-1\n", [(2, "amount", "range")]),
    ("rates", RATES + "901;caseworker_hour;2025-01-01;\n", [(2, "amount", "required")]),
    ("rates", RATES + "901;night;2025-02-30;x\n",
     [(2, "rate", "code"), (2, "valid_from", "date"), (2, "amount", "number")]),
    ("rates", RATES + "\n901;shelter_night;2025-01-01;1\n\n\n901;shelter_night;2025-1-2;1\n",
     [(6, "valid_from", "date")]),
    ("rates", RATES + "90;Herbergsdøgn;31-12-2025;1,0\n1234;MEDARBEJDERTIME;31-12-2025;1.0\n",
     [(2, "municipality", "municipality"), (3, "municipality", "municipality")]),
    ("rates", RATES + f"901;shelter_night;2025-01-01;{10**16}\n", [(2, "amount", "range")]),
    ("rates", RATES + f"901;shelter_night;2025-01-01;1{'0' * 400}\n", [(2, "amount", "range")]),
    ("housing_market", MARKET + "901;2025-03;0;\n901;04-2025;;12,25\n", []),
    ("housing_market", MARKET + "901;2025-13;-1;\n901;2025-03-01;;1\n",
     [(2, "month", "month"), (2, "wait_days_home", "range"), (3, "month", "month")]),
    ("vacant_homes", HOMES + "901;2025-03;3500_5000;40_60;0\n901;2025-03;Under 3.500 kr.;OVER 80 M²;2.0\n", []),
    ("vacant_homes", HOMES + "901;2025-03;3500_5000;40_60;1,5\n901;2025-03;3500;40-60;-1\n",
     [(2, "homes", "integer"), (3, "rent_band", "code"), (3, "size_band", "code"), (3, "homes", "range")]),
    ("monthly_status", STATUS + "b1;2025-03;;;;\n", []),
    ("monthly_status", STATUS + "b1;2025-03;0;20;5;without_home\nb1;2025-04;0;0;i høj grad;Egen bolig\n", []),
    ("monthly_status", STATUS + "b1;2025-03;-1;21;6;hus\nb1;2025-04;1,5;1.000;0;Own_home\n",
     [(2, "housing", "code"), (2, "shelter_nights", "range"), (2, "evictions_averted", "range"),
      (2, "home_skills", "range"), (3, "housing", "code"), (3, "shelter_nights", "integer"),
      (3, "evictions_averted", "ambiguous_number"), (3, "home_skills", "range")]),
    ("citizens", CITIZENS + "b 2;901;;1899;;at_risk;2025-01-02\n;901;;2026;Andet;;\n" + "x" * 41
     + ";901;;2025;;homeless;02-01-2025\n",
     [(3, "citizen_id", "identifier"), (3, "birth_year", "range"), (4, "citizen_id", "required"),
      (4, "birth_year", "birth_year_in_future"), (4, "target_group", "required"), (4, "referred_on", "required"),
      (5, "citizen_id", "identifier")]),
    ("courses", COURSES.replace("CTI", "cti").replace("WHO5", "SRS"),
     [(2, "method", "code"), (2, "progression_measure", "code")]),
    ("expected_time", "course_id;period;hours;estimated_on;basis\nk1;1;2000;2025-02-01;average\n"
     "k1;0;2000,1;2025-02-01;guess\n",
     [(3, "period", "range"), (3, "hours", "range"), (3, "basis", "code")]),
    ("time_use", "course_id;month;caseworker;hours\nk1;2025-03;anne;400\nk1;2025-04;anne;400,5\nk1;2025-05;;7:30\n",
     [(3, "hours", "range"), (4, "caseworker", "required"), (4, "hours", "number")]),
]  # fmt: skip


@pytest.mark.parametrize(("table", "text", "expected"), CASES)
def test_cells(tmp_path: Path, table: str, text: str, expected: list[Where]) -> None:
    assert where(checked(tmp_path, {**GOOD, table: text})) == expected


@pytest.mark.parametrize(
    ("hours", "decimal", "expected"),
    [
        ("7,5", None, 7.5),
        ("7.5", None, 7.5),
        ("7.5", "comma", 7.5),
        ("7,5", "point", 7.5),
        ("1.234,5", None, 1234.5),
        ("1.234,5", "point", 1234.5),
        ("1.234", None, "ambiguous_number"),
        ("1.234", "point", 1.234),
        ("1.234", "comma", 1234.0),
        ("0.123", "point", 0.123),
        ("0.123", "comma", "number"),
        ("0.123", None, "ambiguous_number"),
        ("1,234", None, 1.234),
        ("1.2345", "comma", 1.2345),
        ("12.34,5", None, "number"),
        ("1,234.5", None, "number"),
        ("7.5.2", None, "number"),
        ("1 000", None, "number"),
        ("1e2", None, "number"),
        ("+5", None, "number"),
        (",5", None, "number"),
        ("5,", None, "number"),
        ("nan", None, "number"),
        ("٣", None, "number"),
    ],
)
def test_numbers_are_read_as_written_and_only_one_form_is_ambiguous(
    tmp_path: Path, hours: str, decimal: str | None, expected: float | str
) -> None:
    text = f'course_id;period;hours;estimated_on;basis\nk1;1;"{hours}";2025-02-01;average\n'
    given = checked(tmp_path, {**GOOD, "expected_time": text}, decimal=decimal)
    if isinstance(expected, str):
        assert where(given) == [(2, "hours", expected)]
    else:
        assert given.tables["expected_time"]["hours"].to_pylist() == [expected]


def test_a_fault_tells_the_sender_what_to_do(tmp_path: Path) -> None:
    time_use = "course_id;month;caseworker;hours\nk1;2025-03;anne;7.5.2\n"
    (found,) = checked(tmp_path, {**GOOD, "time_use": time_use}).faults
    assert found.message == 'Fil "time_use.csv", række 2, kolonne "Timer": "7.5.2" er ikke et tal. Skriv fx 7,5.'
    assert (found.file, found.sheet, found.value) == (str(tmp_path / "time_use.csv"), None, "7.5.2")


def test_an_unknown_code_names_the_nearest(tmp_path: Path) -> None:
    (found,) = checked(tmp_path, {**GOOD, "courses": COURSES.replace("completed", "Gennemfort")}).faults
    assert 'Mente du "Gennemført"?' in found.message


def test_surrounding_space_does_not_count_and_blank_is_unknown(tmp_path: Path) -> None:
    text = CITIZENS + " b2 ; 901;\u00a0; ; Mand ;at_risk; 02-01-2025 \n"
    rows = checked(tmp_path, {"citizens": text}).tables["citizens"].to_pylist()
    assert (rows[1]["citizen_id"], rows[1]["team"], rows[1]["birth_year"], rows[1]["gender"]) == (
        "b2", None, None, "male",
    )  # fmt: skip


def test_the_decimal_sign_is_point_or_comma(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="semikolon"):
        checked(tmp_path, GOOD, decimal="semikolon")
