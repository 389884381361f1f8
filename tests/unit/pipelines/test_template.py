"""The Excel template: what it holds, and that what is filled into it comes back as it was typed."""

import csv
import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.contract import check
from pipelines.schema import Column, Contract, contracts
from pipelines.template import TEMPLATE_VERSION, write_template
from sample_data.generate import main as generate

TODAY = datetime.date(2026, 1, 15)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "skabelon.xlsx"
    write_template(path)
    return path


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    generate([str(folder)])
    return folder


def filled(template: Path, sample: Path, *, labels: bool) -> Path:
    """The sample typed into the template: numbers and days as such, choices as codes or as their Danish labels."""
    book = openpyxl.load_workbook(template)
    for contract in contracts().values():
        with (sample / f"{contract.name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=";"))
        _fill(book[contract.sheet_da], contract, rows, labels)
    path = sample.parent / f"filled_{labels}.xlsx"
    book.save(path)
    return path


def _fill(sheet: Worksheet, contract: Contract, rows: list[dict[str, str]], labels: bool) -> None:
    for number, row in enumerate(rows, start=2):
        for at, column in enumerate(contract.columns.values(), start=1):
            if row.get(column.name):
                sheet.cell(number, at, typed(column, row[column.name], labels))


def typed(column: Column, text: str, labels: bool) -> object:
    if column.type == "month":
        return datetime.date.fromisoformat(f"{text}-01")
    if column.type == "date":
        return datetime.date.fromisoformat(text)
    if column.type in ("integer", "decimal"):
        return float(text.replace(",", "."))
    return column.codes[text] if labels and column.codes else text


def test_an_empty_template_is_nine_empty_tables(template: Path) -> None:
    given = check([template], today=TODAY)
    assert given.faults == []
    assert {name: table.num_rows for name, table in given.tables.items()} == dict.fromkeys(contracts(), 0)


@pytest.mark.parametrize("labels", [True, False])
def test_the_sample_in_the_template_is_the_sample(template: Path, sample: Path, labels: bool) -> None:
    from_excel = check([filled(template, sample, labels=labels)], today=TODAY)
    assert from_excel.faults == []
    assert from_excel.tables == check([sample], today=TODAY).tables


def test_headings_help_formats_and_frozen_panes(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    assert book.sheetnames == ["Vejledning", *(contract.sheet_da for contract in contracts().values()), "Koder"]
    for contract in contracts().values():
        sheet = book[contract.sheet_da]
        assert [cell.value for cell in sheet[1]] == [column.label_da for column in contract.columns.values()]
        assert all(column.help_da in cell.comment.text
                   for cell, column in zip(sheet[1], contract.columns.values(), strict=True))  # fmt: skip
        assert sheet.freeze_panes == "B2"
    citizens, hours = book["Borgere"].column_dimensions, book["Tidsforbrug"].column_dimensions
    assert (citizens["B"].number_format, citizens["G"].number_format) == ("@", "dd-mm-yyyy")
    assert hours["B"].number_format == "mm-yyyy"


def test_choices_come_from_named_ranges_on_a_hidden_protected_sheet(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    codes = book["Koder"]
    assert codes.sheet_state == "hidden"
    assert codes.protection.sheet
    coded = [(contract, column) for contract in contracts().values() for column in contract.columns.values()
             if column.type == "code"]  # fmt: skip
    for contract, column in coded:
        name = f"koder_{contract.name}_{column.name}"
        _, cells = next(book.defined_names[name].destinations)
        assert [cell[0].value for cell in codes[cells.replace("$", "")]] == list(column.codes.values())
        assert f"={name}" in {each.formula1 for each in book[contract.sheet_da].data_validations.dataValidation}


def test_numbers_and_days_are_held_to_their_limits_in_danish(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    (hours,) = [each for each in book["Tidsforbrug"].data_validations.dataValidation if each.type == "decimal"]
    assert (hours.operator, hours.formula1, hours.formula2) == ("between", "0", "400")
    assert hours.error == "Skriv et tal fra 0 til 400."
    (amount,) = [each for each in book["Takster"].data_validations.dataValidation if each.type == "decimal"]
    assert (amount.operator, amount.formula1) == ("greaterThan", "0")
    (month,) = [each for each in book["Tidsforbrug"].data_validations.dataValidation if each.type == "date"]
    assert month.error == "Skriv en måned, fx 03-2025."
    everywhere = [each for sheet in book for each in sheet.data_validations.dataValidation]
    assert all(each.showErrorMessage and each.allow_blank and len(each.error) <= 225 for each in everywhere)


def test_the_template_has_a_version(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    assert book.defined_names["skabelon_version"].attr_text == f'"{TEMPLATE_VERSION}"'
