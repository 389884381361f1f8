"""The monthly overview: one set of protected files per municipality, and a letter with them that is ready to send.

It counts as no use of its figures: it holds every figure that is on, and is made whether anybody asks or not, so that after
three months no figure could be proposed to be retired any more (pipelines/retiring.py: at most two uses in six months).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from app.report.figures_excel import figures_excel
from app.report.figures_pdf import figures_pdf
from app.report.figures_powerpoint import figures_powerpoint
from app.report.told_figures import Subject, hidden_da
from kpi_catalogue.figure import Figure
from pipelines import warehouse
from pipelines.danish import month as danish_month
from pipelines.figure_choices import called_here
from pipelines.figures import WrongUseError, figures
from pipelines.settings import Settings
from pipelines.warehouse import open_warehouse

MONTHS = 12
KINDS = {
    ".xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".pptx": ("application", "vnd.openxmlformats-officedocument.presentationml.presentation"),
    ".pdf": ("application", "pdf"),
}
LETTER_DA = """Hej

Her er overblikket over nøgletal for {scope} i {month}: en PDF at læse, en PowerPoint at vise og en Excel at regne videre i.

{hidden}

Hvad hvert tal betyder, hvad det hviler på, og hvad det ikke siger, står i filerne.
"""


@dataclass(frozen=True)
class Overview:
    """The files of one municipality by name, the letter among them."""

    municipality: str
    files: dict[str, bytes]


def overviews(here: Settings, month: date) -> list[Overview]:
    """An overview for every municipality there are figures of; always protected, whoever runs it."""
    known = called_here(here)
    ids = [name for name in known if name not in here.choices.figures_off]
    if not ids:
        raise WrongUseError("Alle nøgletal er slået fra. Vælg mindst ét på siden Vælg nøgletal.")
    return [_overview(here, month, municipality, ids, known) for municipality in municipalities(here)]


def municipalities(here: Settings) -> list[str]:
    """The municipalities of the warehouse, in the order of their codes."""
    with open_warehouse(here.home) as connection:
        return warehouse.municipalities(connection)


def write_overviews(here: Settings, month: date, folder: Path) -> list[Path]:
    """Every file of every overview in the folder; what was there under the same name is replaced."""
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for overview in overviews(here, month):
            for name, content in overview.files.items():
                (folder / name).write_bytes(content)
                written.append(folder / name)
    except OSError:
        raise WrongUseError(f"Der kan ikke skrives i {folder}. Angiv en mappe, du må skrive i.") from None
    return written


def _overview(here: Settings, month: date, municipality: str, ids: Sequence[str], known: dict[str, Figure]) -> Overview:
    rows = figures(here, month, MONTHS, ids, None, {"municipality": [municipality]}, audience="outside")
    subject = Subject(
        "Overblik over nøgletal", month, f"kommune {municipality}", "outside", here.choices.disclosure_limit, here.today,
        known,
    )  # fmt: skip
    name = f"overblik-{municipality}-{month:%Y-%m}"
    files = {
        f"{name}.xlsx": figures_excel(subject, rows),
        f"{name}.pptx": figures_powerpoint(subject, rows),
        f"{name}.pdf": figures_pdf(subject, rows),
    }
    return Overview(municipality, files | {f"{name}.eml": _letter(subject, rows, files)})


def _letter(subject: Subject, rows: Sequence[dict[str, Any]], files: dict[str, bytes]) -> bytes:
    """An unsent letter with the files, which a mail program opens; to whom, the sender fills in."""
    letter = EmailMessage()
    letter["Subject"] = f"{subject.title}: {subject.scope_da}, {danish_month(subject.month)}"
    letter["X-Unsent"] = "1"
    letter.set_content(
        LETTER_DA.format(
            scope=subject.scope_da, month=danish_month(subject.month), hidden=" ".join(hidden_da(rows, subject))
        )
    )
    for name, content in files.items():
        kind, detail = KINDS[Path(name).suffix]
        letter.add_attachment(content, maintype=kind, subtype=detail, filename=name)
    return bytes(letter)
