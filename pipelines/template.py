"""The Excel registration template, made from the contracts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.fault import range_in_words
from pipelines.reading_excel import OWN_SHEETS
from pipelines.schema import Column, Contract, contracts

TEMPLATE_VERSION = "1"
_LAST_ROW = 20_000
_ERROR_CHARACTERS = 225
FORMATS = {"text": "@", "code": "@", "integer": "0", "decimal": "General", "date": "dd-mm-yyyy", "month": "mm-yyyy"}
_REQUIRED = PatternFill("solid", fgColor="FF1F4E79")
_OPTIONAL = PatternFill("solid", fgColor="FF5B7C99")
_HEADING = Font(bold=True, color="FFFFFFFF")
_GUIDE = (
    "Et ark pr. tabel. Udfyld kun de ark, I bruger; et ark med overskrifter og uden rækker er i orden.",
    "Mørke overskrifter er påkrævede. Hold musen over en overskrift for at se, hvad kolonnen betyder.",
    "Et tomt felt betyder, at det ikke er registreret. Det er ikke det samme som 0 eller nej.",
    "Tal skrives 7,5. Datoer skrives 31-12-2025. Måneder skrives 03-2025.",
    "Skriv aldrig et cpr-nummer, heller ikke i fritekst. Brug jeres eget pseudonym.",
    "Samme nøgle må kun stå én gang. Indlæses den igen, erstatter den nye række den gamle, og den gamle gemmes.",
    "Flere felter kan kun afprøves ved indlæsningen. Alle fejl vises da på én gang med ark, række og kolonne.",
)


@dataclass(frozen=True)
class _Check:
    """What Excel itself holds a column to, and what it says when the cell is something else."""

    type: str
    error_da: str
    lower: str
    upper: str | None = None
    operator: str | None = None

    def validation(self) -> DataValidation:
        """The check as Excel has it; a blank cell is always in order."""
        return DataValidation(
            type=self.type,
            operator=self.operator,
            formula1=self.lower,
            formula2=self.upper,
            allow_blank=True,
            showErrorMessage=True,
            errorTitle="Kan ikke registreres",
            error=self.error_da[:_ERROR_CHARACTERS],
        )


def write_template(path: Path) -> None:
    """Write the template, with no rows filled in."""
    template_workbook().save(path)


def template_workbook() -> Workbook:
    """The template: a guide, a sheet per table with headings and checks, and the hidden lists of choices."""
    workbook = Workbook()
    guide = workbook.active
    guide.title = OWN_SHEETS[0]
    _write_guide(guide)
    for contract in contracts().values():
        _write_table(workbook.create_sheet(contract.sheet_da), contract)
    _write_codes(workbook)
    workbook.defined_names["skabelon_version"] = DefinedName("skabelon_version", attr_text=f'"{TEMPLATE_VERSION}"')
    workbook.active = 1
    return workbook


def _write_guide(sheet: Worksheet) -> None:
    lines = ["Registrering i Bundlinje", "", *_GUIDE, ""]
    lines += [f"{contract.sheet_da}: {contract.grain_da}" for contract in contracts().values()]
    for row, line in enumerate(lines, start=1):
        cell = sheet.cell(row, 1, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = Font(bold=True, size=16)
    sheet.column_dimensions["A"].width = 110
    sheet.protection.sheet = True


def _write_table(sheet: Worksheet, contract: Contract) -> None:
    for at, column in enumerate(contract.columns.values(), start=1):
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = max(14, len(column.label_da) + 3)
        sheet.column_dimensions[letter].number_format = FORMATS[column.type]
        _write_heading(sheet, at, column)
        check = _check(contract, column)
        if check is not None:
            validation = check.validation()
            validation.add(f"{letter}2:{letter}{_LAST_ROW}")
            sheet.add_data_validation(validation)
    sheet.freeze_panes = "B2"


def _write_heading(sheet: Worksheet, at: int, column: Column) -> None:
    cell = sheet.cell(1, at, column.label_da)
    cell.font = _HEADING
    cell.fill = _REQUIRED if column.required else _OPTIONAL
    cell.number_format = "@"
    need = "Påkrævet. " if column.required else ""
    cell.comment = Comment(need + _help(column), "Bundlinje", height=110, width=280)


def _help(column: Column) -> str:
    """The column's help; the levels of a scale are spelled out, since its cells hold the number."""
    if column.type != "integer" or not column.codes:
        return column.help_da
    return f"{column.help_da}\n" + "\n".join(f"{code}: {label}" for code, label in column.codes.items())


def _check(contract: Contract, column: Column) -> _Check | None:
    """What Excel can check of a column while it is typed; None for text and for what needs other fields."""
    if column.type == "code":
        labels = ", ".join(column.codes.values())
        return _Check("list", f"Vælg fra listen: {labels}.", f"={code_list_name(contract, column)}")
    if column.type in ("date", "month"):
        example = "en dato, fx 31-12-2025" if column.type == "date" else "en måned, fx 03-2025"
        return _Check("date", f"Skriv {example}.", "1", operator="greaterThanOrEqual")
    return None if column.type == "text" else _number_check(column)


def _number_check(column: Column) -> _Check | None:
    kind, words = ("whole", "et helt tal") if column.type == "integer" else ("decimal", "et tal")
    error = f"Skriv {words} {range_in_words(column)}."
    if column.above is not None:
        return _Check(kind, error, f"{column.above:g}", operator="greaterThan")
    if column.min is None:
        return None
    if column.max is None:
        return _Check(kind, error, f"{column.min:g}", operator="greaterThanOrEqual")
    return _Check(kind, error, f"{column.min:g}", f"{column.max:g}", "between")


def code_list_name(contract: Contract, column: Column) -> str:
    """The named range that holds the Danish labels of a column's codes."""
    return f"koder_{contract.name}_{column.name}"


def _coded() -> Iterator[tuple[Contract, Column]]:
    for contract in contracts().values():
        for column in contract.columns.values():
            if column.type == "code":
                yield contract, column


def _write_codes(workbook: Workbook) -> None:
    """The lists of choices, one column each, on a hidden and protected sheet, every list a named range."""
    sheet = workbook.create_sheet(OWN_SHEETS[1])
    for at, (contract, column) in enumerate(_coded(), start=1):
        name, letter = code_list_name(contract, column), get_column_letter(at)
        sheet.cell(1, at, name)
        for row, label in enumerate(column.codes.values(), start=2):
            cell = sheet.cell(row, at, label)
            cell.number_format = "@"
            cell.protection = Protection(locked=True)
        reference = f"{OWN_SHEETS[1]}!${letter}$2:${letter}${len(column.codes) + 1}"
        workbook.defined_names[name] = DefinedName(name, attr_text=reference)
    sheet.protection.sheet = True
    sheet.sheet_state = "hidden"
