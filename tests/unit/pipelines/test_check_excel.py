"""Excel workbooks: cells are what they are, and what Excel could not calculate is a fault."""

import datetime
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from pipelines.contract import Checked, check
from pipelines.reading_excel import number_as_text
from tests.checked import CITIZENS, COURSES, GOOD, TODAY, checked, where

Rows = list[list[object]]
TIME = ["course_id", "month", "caseworker", "hours"]


def rows_of(text: str) -> Rows:
    return [[field or None for field in line.split(";")] for line in text.splitlines()]


def workbook(path: Path, sheets: dict[str, Rows]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def time_use(folder: Path, *rows: list[object], decimal: str | None = None) -> Checked:
    sheets = {"citizens": rows_of(CITIZENS), "Forløb": rows_of(COURSES), "Tidsforbrug": [TIME, *rows]}
    return check([workbook(folder / "book.xlsx", sheets)], today=TODAY, decimal=decimal)


def test_a_workbook_is_the_same_as_its_csv_files(tmp_path: Path) -> None:
    hours = [["k1", datetime.date(2025, 3, 14), "anne", 7.5], ["k1", "04-2025", "anne", "1.234,5"[2:]]]
    from_excel = time_use(tmp_path, *hours)
    text = ";".join(TIME) + "\nk1;2025-03;anne;7,5\nk1;2025-04;anne;234,5\n"
    assert from_excel.faults == []
    assert from_excel.tables == checked(tmp_path / "csv", {**GOOD, "time_use": text}).tables


def test_a_fault_names_the_sheet_the_row_and_the_danish_heading(tmp_path: Path) -> None:
    found = time_use(tmp_path, *[[None]] * 10, ["k1", "2025-03", "anne", "7.5.2"]).faults[0]
    assert found.message == 'Ark "Tidsforbrug", række 12, kolonne "Timer": "7.5.2" er ikke et tal. Skriv fx 7,5.'
    assert (found.sheet, found.row, found.column, found.value) == ("Tidsforbrug", 12, "hours", "7.5.2")


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (1.234, 1.234),
        (0.1 + 0.2, 0.3),
        (0, 0.0),
        (400, 400.0),
        ("1.234", "ambiguous_number"),
        (datetime.date(2025, 5, 7), "number"),
        (datetime.time(7, 30), "number"),
        (datetime.timedelta(hours=30), "number"),
        (True, "number"),
        (None, "required"),
        ("  ", "required"),
        ("=1+1", "formula"),
        (1e20, "range"),
    ],
)
def test_a_numeric_cell_is_its_number(tmp_path: Path, hours: object, expected: float | str) -> None:
    given = time_use(tmp_path, ["k1", "2025-03", "anne", hours])
    if isinstance(expected, str):
        assert where(given) == [(2, "hours", expected)]
    else:
        assert given.tables["time_use"]["hours"].to_pylist() == [expected]


@pytest.mark.parametrize(
    ("month", "rule"),
    [
        (datetime.date(2025, 3, 31), None),
        (datetime.datetime(2025, 3, 31, 13, 45), None),
        ("03-2025", None),
        ("31-03-2025", "month"),
        (45000, "month"),
        (datetime.date(2025, 7, 1), "month_in_future"),
    ],
)
def test_a_date_in_a_month_column_means_its_month(tmp_path: Path, month: object, rule: str | None) -> None:
    found = time_use(tmp_path, ["k1", month, "anne", 1]).faults
    assert [each.rule for each in found][:1] == ([] if rule is None else [rule])


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("citizen_id", datetime.date(2025, 1, 2), "cell_type"),
        ("citizen_id", 17, None),
        ("municipality", 259, None),
        ("municipality", 85, "municipality"),
        ("team", True, "cell_type"),
        ("gender", True, "code"),
        ("gender", 1, "code"),
        ("birth_year", 1980.0, None),
        ("birth_year", 1980.5, "integer"),
        ("referred_on", datetime.date(2025, 1, 2), None),
        ("referred_on", datetime.datetime(2025, 1, 2, 8, 30), "date"),
        ("referred_on", 45000, "date"),
    ],
)
def test_a_cell_of_the_wrong_kind(tmp_path: Path, column: str, value: object, rule: str | None) -> None:
    heading, row = rows_of(CITIZENS)
    row[heading.index(column)] = value
    given = check([workbook(tmp_path / "book.xlsx", {"Borgere": [heading, row]})], today=TODAY)
    assert where(given) == ([] if rule is None else [(2, column, rule)])


def test_formulas_without_a_value_and_error_cells(tmp_path: Path) -> None:
    """A row with nothing but a formula is a row too; an error that Excel calculated is shown."""
    sheets = {"Tidsforbrug": [TIME, ["k1", "2025-03", "anne", "=1/0"], [None], ["=A2"]]}
    path = workbook(tmp_path / "book.xlsx", {**sheets, "Borgere": rows_of(CITIZENS), "Forløb": rows_of(COURSES)})
    found = check([path], today=TODAY).faults
    assert [(each.row, each.column, each.rule) for each in found] == [
        (2, "hours", "formula"), (4, "course_id", "formula"), (4, "month", "required"), (4, "caseworker", "required"),
        (4, "hours", "required"),
    ]  # fmt: skip
    assert "gem filen i Excel" in found[0].message
    calculated = _with_part(path, b"<f>1/0</f><v></v>", b"<f>1/0</f><v>#DIV/0!</v>", b'r="D2"', b'r="D2" t="e"')
    (error, *_) = check([calculated], today=TODAY).faults
    assert (error.row, error.column, error.rule, error.value) == (2, "hours", "cell_error", "#DIV/0!")


def test_a_formula_with_its_value_is_its_value(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx", {"Takster": [["municipality", "rate", "valid_from", "amount"],
                                                          ["901", "shelter_night", "2025-01-01", "=5*2"]]})  # fmt: skip
    given = check([_with_part(path, b"<f>5*2</f><v></v>", b"<f>5*2</f><v>10</v>")], today=TODAY)
    assert given.tables["rates"]["amount"].to_pylist() == [10.0]


def _with_part(path: Path, *replacements: bytes) -> Path:
    """The workbook with its first sheet's XML changed: old, new, old, new ..."""
    changed = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name).replace(
                b" />", b"/>"
            )  # lxml and the standard library end a tag each in its way
            if name.startswith("xl/worksheets/sheet1"):
                for old, new in zip(replacements[::2], replacements[1::2], strict=True):
                    assert old in content
                    content = content.replace(old, new)
            target.writestr(name, content)
    return changed


def test_names_of_sheets(tmp_path: Path) -> None:
    """Code or Danish name; an untouched Ark1 and the template's own sheets are passed over; the rest are faults."""
    given = check([workbook(tmp_path / "a.xlsx", {"Borgere": rows_of(CITIZENS), "courses": rows_of(COURSES), "Ark1": [],
                                                  "Vejledning": [["x"]], "Koder": [["x"]]})], today=TODAY)  # fmt: skip
    assert given.faults == []
    path = workbook(tmp_path / "b.xlsx", {"Borgerne": [["x"]], "Ark1": [["x"]], "rates": []})
    found = check([path], today=TODAY).faults
    assert [(each.sheet, each.rule) for each in found] == [
        ("Borgerne", "unknown_table"), ("Ark1", "unknown_table"), ("rates", "file_empty"),
    ]  # fmt: skip
    assert 'Mente du "Borgere"?' in found[0].message


def test_blank_rows_are_counted_and_blank_columns_passed_over(tmp_path: Path) -> None:
    heading: list[object] = ["municipality", "rate", None, "valid_from", "amount", None]
    path = workbook(tmp_path / "a.xlsx", {"rates": [heading, [None], ["901", "x", None, "2025-01-01", 1]]})
    assert where(check([path], today=TODAY)) == [(3, "rate", "code")]


@pytest.mark.parametrize("damage", ["truncated", "no workbook", "not xml", "doctype", "missing sheet", "bad sheet"])
def test_damaged_workbooks(tmp_path: Path, damage: str) -> None:
    path = workbook(tmp_path / "good.xlsx", {"rates": [["municipality"]]})
    broken = tmp_path / "broken.xlsx"
    changes = {
        "not xml": ("xl/workbook.xml", b"<workbook>"),
        "doctype": ("xl/workbook.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><workbook/>'),
        "bad sheet": ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row r='1'><c r='A1'><f>1</f>"),
    }
    skipped = {"no workbook": "xl/workbook.xml", "missing sheet": "xl/worksheets/sheet1.xml"}.get(damage)
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            if name != skipped:
                changed, content = changes.get(damage, ("", b""))
                target.writestr(name, content if name == changed else source.read(name))
    if damage == "truncated":
        broken.write_bytes(path.read_bytes()[:2000])
    found = check([broken], today=TODAY).faults
    assert [each.rule for each in found] == ["file_damaged"]


def test_a_cell_in_the_far_corner_is_not_laid_out(tmp_path: Path) -> None:
    """XFD1048576 is the last cell of a sheet: 17 billion cells from A1."""
    book = openpyxl.Workbook()
    book.active.title = "rates"
    book.active["A1"] = "municipality"
    book.active["XFD1048576"] = 1
    book.save(tmp_path / "far.xlsx")
    (found,) = check([tmp_path / "far.xlsx"], today=TODAY).faults
    assert found.rule == "too_many_cells"
    assert "1.048.576 rækker og 16.384 kolonner" in found.message


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        (b'r="D1"', b'r="D1048576"', ["missing_column"]),
        (b'r="D1"', b'r="D99999999999"', ["file_damaged"]),
        (b'<c r="D1"', b"<c", ["file_damaged"]),
        (b'r="D1"', b'x="<" r="D99999999"', ["file_damaged"]),
        (b'ref="A1:D2"', b'ref="A1:XFD1048576"', []),
        (b"<v>45658</v>", b"<v>-1e300</v>", ["date"]),
        (b"<v>45658</v>", b"<v>1e300</v>", ["date"]),
        (b"<v>45658</v>", b"<v>nan</v>", ["date"]),
    ],
)
def test_a_forged_sheet_cannot_end_the_process(tmp_path: Path, old: bytes, new: bytes, rules: list[str]) -> None:
    """Cells nowhere or far away, promises of size, days before time: a fault, or read as if nothing were said."""
    rows: Rows = [["municipality", "rate", "valid_from", "amount"],
                  ["901", "shelter_night", datetime.date(2025, 1, 1), 800]]  # fmt: skip
    forged = _with_part(workbook(tmp_path / "rates.xlsx", {"rates": rows}), old, new)
    found = [each.rule for each in check([forged], today=TODAY).faults]
    assert found[:1] == rules[:1]


def test_forged_counts_of_strings_cannot_end_the_process(tmp_path: Path) -> None:
    path = workbook(tmp_path / "rates.xlsx", {"rates": [["municipality", "rate", "valid_from", "amount"]]})
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="99999999999"></sst>'
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/sharedStrings.xml", strings)
    assert check([path], today=TODAY).faults == []


def test_too_many_columns(tmp_path: Path) -> None:
    path = workbook(tmp_path / "wide.xlsx", {"rates": [[f"x{n}" for n in range(201)]]})
    assert where(check([path], today=TODAY)) == [(None, None, "too_many_columns")]


def test_a_csv_file_renamed_is_not_a_workbook(tmp_path: Path) -> None:
    path = workbook(tmp_path / "rates.xlsx", {"rates": [["municipality"]]})
    shutil.copy(path, tmp_path / "rates.csv")
    assert where(check([tmp_path / "rates.csv"], today=TODAY)) == [(None, None, "file_damaged")]


@pytest.mark.parametrize(
    ("number", "text"),
    [(1.0, "1"), (-2.5, "-2,5"), (1e-7, "0,0000001"), (1234.567, "1234,567"), (1e21, "1" + "0" * 21), (25.1, "25,1")],
)
def test_numbers_as_text(number: float, text: str) -> None:
    assert number_as_text(number) == text
