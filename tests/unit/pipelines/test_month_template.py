"""The month's workbook: written with a row for what is open, filled in, checked and loaded; what is left alone is not."""

from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from pipelines.asked import Asked
from pipelines.contract import check
from pipelines.loading import LoadResult
from pipelines.month_template import NothingDueError, ReadyRow, ready_rows, write_month_template
from pipelines.prefilled import PREFILLED_SHEET
from pipelines.registrations import CitizenRows, citizens_rows
from pipelines.schema import contracts
from pipelines.store import read_store, stored_tables
from tests.sending import AT, CITIZEN, COURSE, TODAY, Row, keep, send
from tests.stores import copy_home, store_at

pytestmark = pytest.mark.store

APRIL, MAY = date(2025, 4, 1), date(2025, 5, 1)
ASKED = Asked(
    ("housing", "home_skills", "shelter_nights"),
    frozenset({"housing", "shelter_nights"}),
    (),
    frozenset({"WHO5"}),
    MappingProxyType({"income": "intet nøgletal bruger det"}),
)
MARCH_STATUS: Row = {"citizen_id": "b1", "month": "2025-03", "housing": "own_home", "home_skills": "3"}
APRIL_STATUS: Row = {"citizen_id": "b1", "month": "2025-04", "shelter_nights": "2"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CTI course from January 2025 with åse; status of March, and April's nights already registered. And bo's course."""
    folder = tmp_path_factory.mktemp("made")
    other = {**COURSE, "course_id": "f2", "citizen_id": "b2", "caseworker": "bo", "started_on": "2025-04-02"}
    sent = send(
        folder / "sent",
        citizens=[CITIZEN, {**CITIZEN, "citizen_id": "b2"}],
        courses=[COURSE, other],
        monthly_status=[MARCH_STATUS | {"shelter_nights": ""}, APRIL_STATUS | {"housing": "", "home_skills": ""}],
    )
    assert not keep(store_at(folder), sent).faults
    return folder


@pytest.fixture
def url(made: Path, tmp_path: Path) -> str:
    """A store of its own with what is made above."""
    home = copy_home(made, tmp_path / "home")
    return store_at(home)


def citizens(url: str) -> list[CitizenRows]:
    return citizens_rows(read_store(url))


def month_file(url: str, tmp_path: Path, month: date = APRIL) -> Path:
    path = tmp_path / "maaned.xlsx"
    write_month_template(path, citizens(url), month, "åse", ASKED, TODAY, AT)
    return path


def sheet_rows(book: Workbook, table: str) -> list[dict[str, object]]:
    """The filled rows of a table's sheet, by column name."""
    contract = contracts()[table]
    rows = book[contract.sheet_da].iter_rows(min_row=2, values_only=True)
    named = [dict(zip(contract.columns, row, strict=False)) for row in rows]
    return [{name: value for name, value in row.items() if value is not None} for row in named if any(row)]


def fill(path: Path, table: str, row: int, **values: object) -> None:
    book = openpyxl.load_workbook(path)
    sheet, columns = book[contracts()[table].sheet_da], list(contracts()[table].columns)
    for name, value in values.items():
        sheet.cell(row, columns.index(name) + 1, value)
    book.save(path)


def test_a_row_is_ready_for_all_that_is_open_and_for_nobody_elses(url: str) -> None:
    """April is month 4: hours, the rest of the status, WHO-5 and the expected time of phase 2 (to 30 June)."""
    rows = ready_rows(citizens(url), APRIL, "åse", ASKED, TODAY)
    assert [(row.table, row.values) for row in rows] == [
        ("time_use", {"course_id": "f1", "month": APRIL, "caseworker": "åse"}),
        ("monthly_status", {"citizen_id": "b1", "month": APRIL, "shelter_nights": 2}),
        ("measurements", {"course_id": "f1", "instrument": "WHO5", "kind": "actual"}),
        ("expected_time", {"course_id": "f1", "period": 2}),
    ]
    assert rows[1].due == {"housing", "home_skills"}


def test_a_month_that_lacks_nothing_has_no_row_and_the_contact_phase_has_one_for_hours(
    url: str, tmp_path: Path
) -> None:
    assert ready_rows(citizens(url), APRIL, "ingen", ASKED, TODAY) == []
    contact = {**COURSE, "course_id": "f3", "citizen_id": "b3", "contact_on": "2025-04-10", "started_on": "2025-05-20"}
    keep(
        url,
        send(tmp_path / "c", citizens=[{**CITIZEN, "citizen_id": "b3"}], courses=[{**contact, "caseworker": "eva"}]),
    )
    assert ready_rows(citizens(url), APRIL, "eva", ASKED, TODAY) == [
        ReadyRow("time_use", {"course_id": "f3", "month": APRIL, "caseworker": "eva"}, frozenset({"hours"}), {})
    ]


def test_a_carried_value_is_a_note_and_never_a_value(url: str, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(month_file(url, tmp_path))
    assert sheet_rows(book, "monthly_status") == [
        {"citizen_id": "b1", "month": datetime(2025, 4, 1), "shelter_nights": 2}
    ]
    sheet, columns = book["Månedsstatus"], list(contracts()["monthly_status"].columns)
    assert sheet.cell(2, columns.index("housing") + 1).comment.text == (
        "Sidst registreret: Egen bolig (marts 2025). Skriv det, der gælder i april 2025."
    )
    assert "3, i nogen grad" in sheet.cell(2, columns.index("home_skills") + 1).comment.text
    assert sheet.column_dimensions[sheet.cell(1, columns.index("income") + 1).column_letter].hidden
    assert book[PREFILLED_SHEET].sheet_state == "hidden"


def test_a_workbook_that_nobody_wrote_in_registers_nothing(url: str, tmp_path: Path) -> None:
    before = {name: table.to_pylist() for name, table in stored_tables(url).items()}
    result = keep_file(url, month_file(url, tmp_path))
    assert (result.faults, result.load_id) == ([], None)
    assert {name: table.to_pylist() for name, table in stored_tables(url).items()} == before


def keep_file(url: str, path: Path) -> LoadResult:
    return keep(url, path, today=TODAY, who="åse", at=AT)


def test_what_is_written_is_stored_and_the_rows_left_alone_are_not(url: str, tmp_path: Path) -> None:
    """Hours 7,5 and housing are written; the measurement and the expected time are left for another day."""
    path = month_file(url, tmp_path)
    fill(path, "time_use", 2, hours=7.5)
    fill(path, "monthly_status", 2, housing="Uden bolig")
    assert keep_file(url, path).faults == []
    tables = {name: table.to_pylist() for name, table in stored_tables(url).items()}
    assert tables["time_use"] == [{"course_id": "f1", "month": APRIL, "caseworker": "åse", "hours": 7.5}]
    april = next(row for row in tables["monthly_status"] if row["month"] == APRIL)
    assert {name: value for name, value in april.items() if value is not None} == {
        "citizen_id": "b1", "month": APRIL, "housing": "without_home", "shelter_nights": 2,
    }  # fmt: skip
    assert (tables["measurements"], tables["expected_time"]) == ([], [])
    assert {row.table for row in ready_rows(citizens(url), APRIL, "åse", ASKED, TODAY)} == {
        "monthly_status",
        "measurements",
        "expected_time",
    }


def test_a_row_left_alone_does_not_undo_what_was_registered_meanwhile(url: str, tmp_path: Path) -> None:
    """The workbook has April's nights as 2; in the app they become 3; the workbook comes back with hours only."""
    path = month_file(url, tmp_path)
    keep(url, send(tmp_path / "app", monthly_status=[APRIL_STATUS | {"shelter_nights": "3"}]))
    fill(path, "time_use", 2, hours=4)
    assert keep_file(url, path).faults == []
    april = next(row for row in stored_tables(url)["monthly_status"].to_pylist() if row["month"] == APRIL)
    assert april["shelter_nights"] == 3


def test_a_fault_names_sheet_row_and_column(url: str, tmp_path: Path) -> None:
    """A measurement with a date and no score, and hours that are no number."""
    path = month_file(url, tmp_path)
    fill(path, "time_use", 2, hours="7,5,2")
    fill(path, "measurements", 2, measured_on=date(2025, 4, 9))
    faults = check([path], today=TODAY, stored=stored_tables(url)).faults
    assert [(fault.sheet, fault.row, fault.column) for fault in faults] == [
        ("Tidsforbrug", 2, "hours"),
        ("Målinger", 2, "score"),
    ]
    assert '"7,5,2"' in faults[0].message


def test_a_changed_key_is_a_row_of_its_own(url: str, tmp_path: Path) -> None:
    """Whoever rubs out the month has touched the row: it is checked, and the empty month is a fault."""
    path = month_file(url, tmp_path)
    book = openpyxl.load_workbook(path)
    book["Månedsstatus"]["B2"] = None
    book.save(path)
    faults = check([path], today=TODAY, stored=stored_tables(url)).faults
    assert [(fault.sheet, fault.row, fault.column) for fault in faults] == [("Månedsstatus", 2, "month")]


def test_rows_may_be_moved_and_columns_too(url: str, tmp_path: Path) -> None:
    path = month_file(url, tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book["Tidsforbrug"]
    sheet.move_range("A2:D2", rows=5)
    sheet.insert_cols(1)
    for row in range(1, 8):
        sheet.cell(row, 1, sheet.cell(row, 5).value)
        sheet.cell(row, 5).value = None
    book.save(path)
    assert [sheet.cell(1, at).value for at in range(1, 5)] == ["Timer", "Forløbs-id", "Måned", "Medarbejder"]
    assert keep_file(url, path).load_id is None


def test_a_month_to_come_and_nothing_open_are_said(url: str, tmp_path: Path) -> None:
    with pytest.raises(NothingDueError, match="juli 2025 er ikke begyndt"):
        month_file(url, tmp_path, date(2025, 7, 1))
    with pytest.raises(NothingDueError, match="åse har intet, der mangler, i december 2024"):
        month_file(url, tmp_path, date(2024, 12, 1))


def test_a_name_that_looks_like_a_formula_stays_a_text(url: str, tmp_path: Path) -> None:
    keep(url, send(tmp_path / "b", courses=[{**COURSE, "caseworker": "=1+1"}]), today=date(2025, 1, 20))
    path = tmp_path / "formel.xlsx"
    write_month_template(path, citizens(url), APRIL, "=1+1", ASKED, TODAY, AT)
    cell = openpyxl.load_workbook(path)["Tidsforbrug"]["C2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
