"""Another system's extract by a declared mapping: what is understood, and every way it may be wrong."""

import copy
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipelines.day_forms import day_of
from pipelines.importing import understood
from tests.extracting import HOURS_MAPPING, STATUS_MAPPING, base, come_of, extract, faults_of, hours, mapping_of
from tests.sending import TODAY

HEAD = "Sag;Dato;Udfører;Minutter\n"
STATUS_HEAD = "Borger;Måned;Bolig;Døgn\n"


def changed(declared: dict[str, Any], **table: Any) -> dict[str, Any]:
    """The mapping with other fields on its only table."""
    other = copy.deepcopy(declared)
    other["tables"][0] |= table
    return other


def test_minutes_of_a_month_become_hours_of_that_month(tmp_path: Path) -> None:
    """90 + 45,5 minutes in February are 135,5 / 60 = 2,258333 hours; 60 minutes in March are 1 hour."""
    text = HEAD + "f1;03-02-2025;åse;90\nf1;27-02-2025;åse;45,5\nf1;01-03-2025;åse;60\n"
    result = come_of(tmp_path, HOURS_MAPPING, text)
    assert result.checked.faults == []
    assert hours(result) == [("f1", date(2025, 2, 1), 2.258333), ("f1", date(2025, 3, 1), 1.0)]
    assert result.read == {"time_use": 2}


@pytest.mark.parametrize(("written", "said"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp1252", "windows-1252")])
def test_letters_and_byte_order_mark(tmp_path: Path, written: str, said: str) -> None:
    """The worker is called åse, however the letters are written, when the mapping says how."""
    text = HEAD + "f1;03-02-2025;åse;60\n"
    result = come_of(tmp_path, HOURS_MAPPING, text, written=written, encoding=said)
    assert result.checked.tables["time_use"]["caseworker"].to_pylist() == ["åse"]


def test_the_wrong_encoding_is_a_fault_and_no_guess(tmp_path: Path) -> None:
    text = HEAD + "f1;03-02-2025;åse;60\n"
    found = come_of(tmp_path, HOURS_MAPPING, text, written="cp1252").checked.faults
    assert [fault.rule for fault in found] == ["encoding"]


@pytest.mark.parametrize(("separator", "mark"), [(";", ";"), (",", ","), ("tab", "\t")])
def test_the_separator_is_the_declared_one(tmp_path: Path, separator: str, mark: str) -> None:
    """Semicolons inside quotes belong to the text; a tab is read when the mapping says tab."""
    text = (HEAD + 'f1;03-02-2025;"å;b";60\n').replace(";", mark)
    result = come_of(tmp_path, HOURS_MAPPING, text, separator=separator)
    assert result.checked.tables["time_use"]["caseworker"].to_pylist() == [f"å{mark}b"]


def test_a_fault_names_their_file_row_and_column_and_ours(tmp_path: Path) -> None:
    """24.060 minutes are 401 hours: over the 400 a month may hold, in row 3 of their file."""
    text = HEAD + "f1;03-02-2025;åse;60\nf1;03-03-2025;åse;24060\n"
    [found] = come_of(tmp_path, HOURS_MAPPING, text).checked.faults
    assert (found.row, found.column, found.rule) == (3, "hours", "range")
    assert found.message.startswith('Fil "udtræk.csv", række 3, kolonne "Minutter → Timer": ')


def test_faults_of_mapping_and_contract_come_together(tmp_path: Path) -> None:
    """One row with an unknown code and too many nights, one with an unknown citizen: three faults in one go."""
    text = STATUS_HEAD + "b1;03-2025;Slot;99\nb7;03-2025;Gade;1\n"
    assert faults_of(tmp_path, STATUS_MAPPING, text) == [
        (2, "housing", "mapping_code"),
        (2, "shelter_nights", "nights_of_month"),
        (3, "citizen_id", "unknown_reference"),
    ]


def test_codes_with_other_spaces_and_letters_are_the_declared_code(tmp_path: Path) -> None:
    """Spaces in front, behind and doubled between, and capitals, do not make another code; ? is blank; skip leaves out."""
    rows = ["b1;01-2025; Egen  BOLIG ;1", "b1;02-2025;?;2", "b1;03-2025;afsluttet;3", "b1;04-2025;;4"]
    result = come_of(tmp_path, STATUS_MAPPING, STATUS_HEAD + "\n".join(rows))
    found = [(row["month"].month, row["housing"]) for row in result.checked.tables["monthly_status"].to_pylist()]
    assert found == [(1, "own_home"), (2, None), (4, None)]


def test_an_unknown_code_is_a_fault_with_the_nearest(tmp_path: Path) -> None:
    [found] = come_of(tmp_path, STATUS_MAPPING, STATUS_HEAD + "b1;03-2025;Egen bol;1\n").checked.faults
    assert (found.row, found.value, found.rule) == (2, "Egen bol", "mapping_code")
    assert 'Mente du "Egen bolig"?' in found.message


def test_a_date_of_another_form_is_refused(tmp_path: Path) -> None:
    """DD-MM-YY is ambiguous, and what is not exactly the declared form is never guessed at: rows 2-7."""
    days = ["03-02-25", "2025-02-03", "3-2-2025", "31-02-2025", "03/02/2025", "feb 2025"]
    text = HEAD + "".join(f"f1;{day};åse;60\n" for day in days)
    assert faults_of(tmp_path, HOURS_MAPPING, text) == [(row, "month", "mapping_date") for row in range(2, 8)]


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [
        ("20250203", "YYYYMMDD", date(2025, 2, 3)),
        ("03.02.2025", "DD.MM.YYYY", date(2025, 2, 3)),
        ("2025-02-03 14:30", "YYYY-MM-DD...", date(2025, 2, 3)),
        ("02-2025", "MM-YYYY", date(2025, 2, 1)),
        ("2025-01-09T23:30:00Z", "instant", date(2025, 1, 10)),
        ("2025-07-09T21:59:00Z", "instant", date(2025, 7, 9)),
        ("2025-07-09T22:00:00Z", "instant", date(2025, 7, 10)),
        ("2025-07-09T22:00:00", "instant", None),
        ("2025-07", "instant", None),
    ],
)
def test_declared_forms_of_days(text: str, form: str, day: date | None) -> None:
    """A moment belongs to the day it was in Denmark: 23:30 UTC in January is past midnight here."""
    assert day_of(text, form) == day


@pytest.mark.parametrize(
    ("number", "decimal", "thousands", "minutes"),
    [
        ("1.260", "comma", "point", 1260),
        ("1.260,5", "comma", "point", 1260.5),
        ("1,260.5", "point", "comma", 1260.5),
        ("1 260", "comma", "space", 1260),
        ("1\u00a0260", "comma", "space", 1260),
        ("1.260", "point", None, 1.26),
        ("90", "comma", "point", 90),
    ],
)
def test_numbers_are_read_by_the_declared_signs(
    tmp_path: Path, number: str, decimal: str, thousands: str | None, minutes: float
) -> None:
    """1.260 is a thousand two hundred and sixty, or one and a quarter: the mapping says which, nobody guesses."""
    text = HEAD + f'f1;03-02-2025;åse;"{number}"\n'
    result = come_of(tmp_path, HOURS_MAPPING, text, decimal=decimal, thousands=thousands)
    assert hours(result)[0][2] == pytest.approx(minutes / 60, abs=1e-6)


@pytest.mark.parametrize(
    ("number", "decimal", "thousands"),
    [
        ("1.260", "comma", None),
        ("12.60", "comma", "point"),
        ("7,5,2", "comma", None),
        ("7,5", "point", None),
        ("ca. 7", "comma", None),
    ],
)
def test_a_number_with_other_signs_is_a_fault(tmp_path: Path, number: str, decimal: str, thousands: str | None) -> None:
    text = HEAD + f'f1;03-02-2025;åse;"{number}"\n'
    assert faults_of(tmp_path, HOURS_MAPPING, text, decimal=decimal, thousands=thousands) == [
        (2, "hours", "mapping_number")
    ]


def test_a_column_that_is_not_declared_is_a_fault_until_it_is_ignored(tmp_path: Path) -> None:
    text = "Sag;Dato;Udfører;Minutter;Ny kolonne\nf1;03-02-2025;åse;60;x\n"
    assert faults_of(tmp_path, HOURS_MAPPING, text) == [(1, "Ny kolonne", "mapping_extra_column")]
    for ignores in (["ny  KOLONNE"], "others"):
        assert faults_of(tmp_path, HOURS_MAPPING | {"ignores": ignores}, text) == []


def test_a_missing_column_is_a_fault_with_the_nearest(tmp_path: Path) -> None:
    found = come_of(tmp_path, HOURS_MAPPING, "Sag;Dato;Udfører;Minuter\nf1;03-02-2025;åse;60\n").checked.faults
    assert {(fault.row, fault.column, fault.rule) for fault in found} == {
        (1, "Minuter", "mapping_extra_column"),
        (None, "Minutter", "mapping_missing_column"),
    }
    assert any('Mente du "Minuter"?' in fault.message for fault in found)


def test_a_doubled_column_is_a_fault(tmp_path: Path) -> None:
    text = "Sag;Dato;Udfører;Minutter;Minutter\nf1;03-02-2025;åse;60;61\n"
    assert faults_of(tmp_path, HOURS_MAPPING, text) == [(1, "Minutter", "mapping_duplicate_column")]


def test_duplicate_keys_are_a_fault_where_nothing_says_how_to_combine(tmp_path: Path) -> None:
    """Two rows of one citizen and month: row 3 repeats row 2."""
    text = STATUS_HEAD + "b1;03-2025;Gade;1\nb1;03-2025;Gade;2\n"
    [found] = come_of(tmp_path, STATUS_MAPPING, text).checked.faults
    assert (found.row, found.rule) == (3, "duplicate")
    assert "række 2" in found.message


def test_rows_that_become_one_agree_in_what_is_not_combined(tmp_path: Path) -> None:
    """Summed nights, but two housing situations in one month: nobody chooses one of them silently."""
    declared = copy.deepcopy(STATUS_MAPPING)
    declared["tables"][0]["columns"]["shelter_nights"] = {"from": "Døgn", "combine": "sum"}
    text = STATUS_HEAD + "b1;03-2025;Gade;1\nb1;03-2025;Egen bolig;2\n"
    assert faults_of(tmp_path, declared, text) == [(3, "housing", "mapping_differs")]


def test_the_first_and_the_latest_of_several_rows(tmp_path: Path) -> None:
    """By the day of the row and not by its place: 20 March is latest though it stands first; nights 2 + 3 = 5."""
    declared = copy.deepcopy(STATUS_MAPPING)
    columns = declared["tables"][0]["columns"]
    columns["month"] = {"from": "Dag", "date": "DD-MM-YYYY"}
    columns["housing"]["combine"] = "latest"
    columns["shelter_nights"] = {"from": "Døgn", "combine": "sum"}
    declared["tables"][0]["order_by"] = "Dag"
    text = "Borger;Dag;Bolig;Døgn\nb1;20-03-2025;Egen bolig;2\nb1;05-03-2025;Gade;3\n"
    [row] = come_of(tmp_path, declared, text).checked.tables["monthly_status"].to_pylist()
    assert (row["month"], row["housing"], row["shelter_nights"]) == (date(2025, 3, 1), "own_home", 5)
    columns["housing"]["combine"] = "first"
    [row] = come_of(tmp_path / "first", declared, text).checked.tables["monthly_status"].to_pylist()
    assert row["housing"] == "without_home"


def test_an_unknown_value_is_never_zero_in_a_sum(tmp_path: Path) -> None:
    """Two blank cells are unknown: the hours are missing, which the contract asks for, and not 0."""
    assert faults_of(tmp_path, HOURS_MAPPING, HEAD + "f1;03-02-2025;åse;\nf1;04-02-2025;åse;\n") == [
        (2, "hours", "required")
    ]


def test_an_empty_extract_with_headings_is_no_rows_and_one_without_is_a_fault(tmp_path: Path) -> None:
    result = come_of(tmp_path, HOURS_MAPPING, HEAD)
    assert (result.checked.faults, result.read) == ([], {"time_use": 0})
    (tmp_path / "empty").mkdir()
    assert faults_of(tmp_path / "empty", HOURS_MAPPING, "") == [(None, None, "file_empty")]


def test_a_read_column_with_cpr_numbers_is_refused_and_an_ignored_one_is_never_looked_at(tmp_path: Path) -> None:
    """010180-1234 is ten digits with a calendar date in front; it stands in no fault."""
    declared = HOURS_MAPPING | {"ignores": ["CPR"]}
    text = "Sag;Dato;Udfører;Minutter;CPR\nf1;03-02-2025;åse;60;010180-1234\n"
    assert faults_of(tmp_path, declared, text) == []
    columns = declared["tables"][0]["columns"] | {"course_id": "CPR"}
    [found] = come_of(tmp_path, changed(declared, columns=columns) | {"ignores": ["Sag"]}, text).checked.faults
    assert (found.row, found.rule) == (2, "mapping_cpr")
    assert "010180" not in str(found)


def test_filters_say_which_rows_count(tmp_path: Path) -> None:
    """Of four rows one is of another kind and one cancelled; 60 + 30 minutes are left, 1,5 hours."""
    declared = changed(HOURS_MAPPING, only={"Type": ["Direkte tid"]}, leave_out={"Status": ["Aflyst"]})
    lines = ["60;Direkte tid;", "30;direkte  tid;Holdt", "90;Kørsel;", "45;Direkte tid;Aflyst"]
    text = "Sag;Dato;Udfører;Minutter;Type;Status\n" + "\n".join(f"f1;03-02-2025;åse;{line}" for line in lines)
    assert hours(come_of(tmp_path, declared, text)) == [("f1", date(2025, 2, 1), 1.5)]


def test_rows_of_others_are_left_out_and_counted_when_the_mapping_says_so(tmp_path: Path) -> None:
    text = HEAD + "f1;03-02-2025;åse;60\nf8;03-02-2025;åse;60\nf9;03-02-2025;bo;60\n"
    assert [rule for _, _, rule in faults_of(tmp_path, HOURS_MAPPING, text)] == ["unknown_reference"] * 2
    result = come_of(tmp_path / "known", changed(HOURS_MAPPING, only_known=True), text)
    assert (len(hours(result)), result.left_out) == (1, 2)


def test_a_key_is_built_of_several_columns_and_constants(tmp_path: Path) -> None:
    declared = copy.deepcopy(HOURS_MAPPING)
    declared["tables"][0]["columns"] |= {
        "course_id": {"from": ["Sag", "Nr"], "between": ""},
        "caseworker": {"value": "fælles"},
    }
    text = "Sag;Nr;Dato;Minutter\nf;1;03-02-2025;60\n"
    result = come_of(tmp_path, declared, text)
    assert hours(result)[0][0] == "f1"
    assert result.checked.tables["time_use"]["caseworker"].to_pylist() == ["fælles"]


def test_a_workbook_is_read_by_its_sheet_with_dates_and_numbers_as_cells(tmp_path: Path) -> None:
    """A date cell is its day and a number cell its number, whatever forms are declared for texts."""
    book = openpyxl.Workbook()
    book.active.title = "Forside"
    sheet = book.create_sheet("Ydelser")
    sheet.append(["Sag", "Dato", "Udfører", "Minutter"])
    sheet.append(["f1", date(2025, 2, 3), "åse", 90.5])
    book.save(tmp_path / "udtræk.xlsx")
    mapping = mapping_of(tmp_path, changed(HOURS_MAPPING, sheet="ydelser"), kind="xlsx", separator=None)
    result = understood([tmp_path / "udtræk.xlsx"], mapping, {}, today=TODAY, stored=base(), store=None)
    assert hours(result) == [("f1", date(2025, 2, 1), 1.508333)]
    other = mapping_of(tmp_path, changed(HOURS_MAPPING, sheet="Andet"), kind="xlsx", separator=None)
    [found] = understood([tmp_path / "udtræk.xlsx"], other, {}, today=TODAY, stored={}, store=None).checked.faults
    assert found.rule == "mapping_missing_sheet"


def test_a_file_of_another_kind_and_a_missing_one_are_faults(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path, HOURS_MAPPING)
    path = extract(tmp_path, "{}", name="udtræk.json")
    for given, rule in ((path, "mapping_no_file"), (tmp_path / "nope.csv", "file_missing")):
        found = understood([given], mapping, {}, today=TODAY, stored={}, store=None).checked.faults
        assert [fault.rule for fault in found] == [rule]
    named = mapping_of(tmp_path, changed(HOURS_MAPPING, file="tid*.csv"))
    extract(tmp_path, HEAD)
    found = understood([tmp_path / "udtræk.csv"], named, {}, today=TODAY, stored={}, store=None).checked.faults
    assert [fault.rule for fault in found] == ["mapping_no_file"]
