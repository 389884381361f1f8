"""The Excel template for one caseworker's month: a row ready for everything that is open, to fill in offline.

What is already registered of a row stands in it; a value carried over from earlier months stands only as a note on the
cell, since nobody has registered it for this month.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from kpi_catalogue.figure import catalogue
from pipelines.asked import Asked, asked_by
from pipelines.danish import month as danish_month
from pipelines.due import CourseMonth, course_month
from pipelines.due_item import HOURS, Item, value_label
from pipelines.prefilled import PREFILLED_SHEET
from pipelines.registrations import CitizenRows, citizens_rows
from pipelines.schema import Contract, contracts
from pipelines.settings import Settings
from pipelines.store import read_store
from pipelines.store_writing import utc
from pipelines.template import FORMATS, template_workbook

_NOT_DUE = PatternFill("solid", fgColor="FFE9EDF0")
_GUIDE = (
    "Skabelonen har en række klar til alt det, der mangler for dine borgere i måneden. Skriv kun i de tomme felter.",
    "En række, du ikke skriver noget i, indlæses ikke. Grå felter skal ikke udfyldes denne måned.",
    "En note på et felt viser, hvad der sidst var registreret. Det gælder først for måneden, når du skriver det selv.",
    "Mangler noget med god grund, så skriv det i arket Manglende.",
)
_ESTIMATES = ("phase_estimate", "month_estimate")
Values = Mapping[str, object]


class NothingDueError(LookupError):
    """Nobody has anything open by that name in that month; the message is Danish and says what to look at."""


@dataclass(frozen=True)
class ReadyRow:
    """One row to fill in: its table, what stands in it beforehand, what is due in it, and a note for some columns."""

    table: str
    values: Values
    due: frozenset[str]
    notes: Mapping[str, str]


def write_month_template(
    path: Path, citizens: Iterable[CitizenRows], month: date, caseworker: str, asked: Asked, today: date, at: datetime
) -> None:
    """Write the caseworker's month, as the citizens were read at a moment (UTC).

    Raises NothingDueError where there is no row to fill in.
    """
    if month > today:
        raise NothingDueError(f"{danish_month(month)} er ikke begyndt endnu. Vælg en måned til og med denne.")
    rows = ready_rows(citizens, month, caseworker, asked, today)
    if not rows:
        raise NothingDueError(
            f"{caseworker} har intet, der mangler, i {danish_month(month)}. Tjek måneden og brugernavnet."
        )
    workbook = template_workbook()
    _guide(workbook.worksheets[0], month, caseworker)
    for contract in contracts().values():
        _fill(workbook[contract.sheet_da], contract, [row for row in rows if row.table == contract.name])
    _hide_unasked(workbook[contracts()["monthly_status"].sheet_da], asked, rows)
    _write_given(workbook, rows, at)
    workbook.active = list(contracts()).index(rows[0].table) + 1
    workbook.save(path)


def write_month_file(here: Settings, path: Path, month: date, caseworker: str, at: datetime) -> None:
    """The same from what the store holds now, by the municipality's own choices."""
    asked = asked_by(here.choices, catalogue())
    citizens = citizens_rows(read_store(here.store_url))
    write_month_template(path, citizens, month, caseworker, asked, here.today, at)


def ready_rows(
    citizens: Iterable[CitizenRows], month: date, caseworker: str, asked: Asked, today: date
) -> list[ReadyRow]:
    """Every row to fill in for the courses that are the caseworker's in the month: hours first, then as the tables come."""
    found = [
        row
        for citizen in citizens
        for course in citizen.courses
        if citizen.caseworker(course.course_id, month) == caseworker
        for row in _rows(citizen, course_month(course, month, citizen.courses, citizen.known, asked, today), caseworker)
    ]
    order = ["time_use", "monthly_status", "measurements", "expected_time"]
    return sorted(found, key=lambda row: order.index(row.table))


def _rows(citizen: CitizenRows, due: CourseMonth, caseworker: str) -> Iterator[ReadyRow]:
    key: Values = {"course_id": due.course_id}
    still_open = due.unfinished
    if any(item.field == HOURS for item in still_open) or _wants_contact_hours(citizen, due):
        values = {**key, "month": due.month, "caseworker": caseworker}
        yield ReadyRow("time_use", values, frozenset({HOURS}), {})
    status = [item for item in still_open if item.kind in ("status", "follow_up")]
    if status:
        yield _status_row(citizen, due.month, status)
    for item in still_open:
        if item.kind == "measurement":
            values = {**key, "instrument": item.field, "kind": "actual"}
            yield ReadyRow("measurements", values, frozenset(contracts()["measurements"].columns), {})
        if item.kind in _ESTIMATES and item.state == "missing":
            values = {**key, "period": item.period}
            yield ReadyRow("expected_time", values, frozenset(contracts()["expected_time"].columns), {})


def _wants_contact_hours(citizen: CitizenRows, due: CourseMonth) -> bool:
    """Hours of the contact phase are not due, but the row is there for whoever has some."""
    return HOURS in due.optional and (due.course_id, due.month) not in citizen.known.hours


def _status_row(citizen: CitizenRows, month: date, still_open: Sequence[Item]) -> ReadyRow:
    """The citizen's month as far as it is registered, since the row replaces the one there is."""
    registered = dict(citizen.known.status.get(month, {})) | {"citizen_id": citizen.citizen_id, "month": month}
    notes = {item.field: _note(item, month) for item in still_open if item.carried}
    return ReadyRow("monthly_status", registered, frozenset(item.field for item in still_open), notes)


def _note(item: Item, month: date) -> str:
    if item.carried is None:
        return ""
    column, value = contracts()["monthly_status"].columns[item.field], value_label(item.field, item.carried.value)
    shown = f"{item.carried.value}, {value}" if column.type == "integer" else value
    since = danish_month(item.carried.month)
    return f"Sidst registreret: {shown} ({since}). Skriv det, der gælder i {danish_month(month)}."


def _guide(sheet: Worksheet, month: date, caseworker: str) -> None:
    """The month's own lines on top of the template's guide."""
    sheet.insert_rows(2, len(_GUIDE) + 1)
    _put(sheet["A2"], f"{caseworker}, {danish_month(month)}", "@")
    for row, line in enumerate(_GUIDE, start=3):
        sheet.cell(row, 1, line)


def _fill(sheet: Worksheet, contract: Contract, rows: Sequence[ReadyRow]) -> None:
    for number, row in enumerate(rows, start=2):
        for at, column in enumerate(contract.columns.values(), start=1):
            cell = sheet.cell(number, at)
            if column.name in row.values:
                _put(cell, _as_cell(contract, column.name, row.values[column.name]), FORMATS[column.type])
            elif column.name not in row.due:
                cell.fill = _NOT_DUE
            if row.notes.get(column.name):
                cell.comment = Comment(row.notes[column.name], "Bundlinje", height=80, width=260)


def _as_cell(contract: Contract, column: str, value: object) -> object:
    """A code as the Danish word that stands in the list; everything else as it is."""
    known = contract.columns[column]
    return known.codes.get(str(value), value) if known.type == "code" else value


def _put(cell: Cell, value: object, number_format: str) -> None:
    """The value as a value: a text that looks like a formula stays a text."""
    cell.value = value
    cell.number_format = number_format
    if isinstance(value, str):
        cell.data_type = "s"


def _hide_unasked(sheet: Worksheet, asked: Asked, rows: Sequence[ReadyRow]) -> None:
    """The columns of fields that nobody asks for, unless something stands in one."""
    used = {name for row in rows if row.table == "monthly_status" for name in (*row.values, *row.due)}
    contract = contracts()["monthly_status"]
    for at, column in enumerate(contract.columns, start=1):
        if column in asked.left_out and column not in used:
            sheet.column_dimensions[sheet.cell(1, at).column_letter].hidden = True


def _write_given(workbook: Workbook, rows: Sequence[ReadyRow], at: datetime) -> None:
    """The rows as they are given, so that those nobody wrote in can be left out when the workbook comes back."""
    sheet = workbook.create_sheet(PREFILLED_SHEET)
    sheet.cell(1, 1, "Rækkerne, som de blev givet")
    _put(sheet.cell(1, 2), utc(at).isoformat(), "@")
    for number, row in enumerate(rows, start=2):
        contract = contracts()[row.table]
        _put(sheet.cell(number, 1), contract.sheet_da, "@")
        for place, (name, value) in enumerate((n, v) for n, v in row.values.items() if n in contract.columns):
            column = contract.columns[name]
            _put(sheet.cell(number, 2 + 2 * place), column.label_da, "@")
            _put(sheet.cell(number, 3 + 2 * place), _as_cell(contract, name, value), FORMATS[column.type])
    sheet.protection.sheet = True
    sheet.sheet_state = "hidden"
