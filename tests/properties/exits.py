"""Every way out for the management, page by page and format by format, and what it tells of May, read back from it."""

import functools
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from email import message_from_bytes
from email.policy import default
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from docx import Document
from streamlit.testing.v1 import AppTest

from app import labels, report_door, sharing_door
from app.components import View
from app.export_section import MADE
from app.figure_files import Asked, FigureFiles, figure_files
from app.management import management
from app.management_frames import page_of
from app.report.management_pdf import management_pdf
from app.report.overview import overviews
from app.report.pdf import pdf_file
from app.report.som_report import som_report
from app.report.word import word_file
from kpi_catalogue.disclosure import Row
from kpi_catalogue.figure import catalogue
from pipelines.figures import SHOWN_AS, WrongUseError, figures
from tests.pdf_text import words
from tests.properties.exit_world import AT, CASE, FIGURES, MAY, Key, World
from tests.properties.files_given import _read as excel_rows
from tests.unit.app.figure_file_reading import (
    chart_values,
    page_sheets,
    sheets_behind_charts,
    slide_tables,
    slide_words,
)

MAIN = str(Path(__file__).parents[2] / "app" / "main.py")
Told = dict[Key, Row]
Read = Callable[[World, str | None, str | None], Told]
"""The exit as it is of a municipality (None: all) and a breakdown of it (None: none), read."""
NUMBER = re.compile(r"(\d+) borgere?\b|(\d+)\.0\b|\b(\d+),00\b|\b(?:for få|skjult|ingen data)\b", re.IGNORECASE)


def told(
    figure: str, by: str | None, group: str | None, code: str | None, value: float | None, n: int | None = None
) -> Told:
    """A cell that was read: shown with a value, else hidden. Whoever is included is known, so that n is the value."""
    if value is None:
        return {}
    n = int(value) if figure == "citizens_included" else n
    row = Row(figure, None, MAY, by, group, None, float(value), n, n, 1.0 if n else None, "shown", code)
    return {(figure, by, group, code): row}


def from_rows(rows: Iterable[Mapping[str, Any]], code: str | None) -> Told:
    """Rows with the keys of `figures --format json`, of May."""
    found: Told = {}
    for row in rows:
        by_code = row.get("by") == "municipality"
        place = row["group"] if by_code else code
        if row["figure"] in FIGURES and row["part"] is None and row["month"] == "2025-05" and row["value"] is not None:
            by, group = (None, None) if by_code else (row.get("by"), row.get("group"))
            found |= told(row["figure"], by, group, place, float(row["value"]), row["n"])
    return found


def from_excel(file: bytes, code: str | None) -> Told:
    """The sheet Tal of a workbook."""
    rows = [row for row in excel_rows(file, code) if row.figure in FIGURES]
    return from_rows(({**vars(row), "month": f"{row.month:%Y-%m}"} for row in rows), code)


def from_text(text: str, by: str | None, code: str | None) -> Told:
    """What a text says after a figure's name: of May, or of each group of the breakdown."""
    flat, found = " ".join(text.split()), Told()
    titles = {name: catalogue()[name].title_da for name in FIGURES}
    for name, title in titles.items():
        for match in re.finditer(re.escape(title), flat):
            after = flat[match.end() : match.end() + 4000]
            after = after[
                : min(
                    (after.find(other) for other in titles.values() if other != title and other in after), default=None
                )
            ]
            groups = {code: label for code, label in labels.GROUPS_DA[by].items()} if by else {None: None}
            for group, label in groups.items():
                start = after.find(label) if label else max(after.lower().find("maj 2025"), 0)
                number = NUMBER.search(after, start) if start >= 0 else None
                value = next((one for one in number.groups() if one), None) if number else None
                if value is not None and number and number.start() - start < 250:
                    found |= told(name, by, group, code, float(value))
    return found


def from_goals(text: str, code: str | None) -> Told:
    """What is said of the goals, which are 30 of each figure: the value stands after the aim."""
    flat, found = " ".join(text.replace("\\", "").split()), Told()
    for name in FIGURES:
        title = re.escape(catalogue()[name].title_da)
        state = r"\W{0,40}(?:[^.]{0,60}\. |(?:ikke )?på sporet |for få data )?"
        value = re.search(rf"{title}: mindst 30 borgere{state}(\d+) borgere;", flat)
        found |= told(name, None, None, code, float(value[1]) if value else None)
    return found


def page(world: World, name: str, by: str | None = None, **address: str) -> str:
    """Everything a page shows the management, in its order, the data of its charts included; by: the breakdown chosen."""
    app = opened(name, **address)
    if by:
        app.session_state["efter"] = by
        app.run()
    assert not app.exception, app.exception
    return "\n".join(_texts(app.main))


def opened(name: str, **address: str) -> AppTest:
    """A page as the management opens it."""
    app = AppTest.from_file(MAIN, default_timeout=240)
    for key, value in {"hvem": "ledelse", **address}.items():
        app.query_params[key] = value
    app.switch_page("views/vidensbase.py").run()
    return app.switch_page(f"views/{name}").run()


def files_made(world: World, name: str, **address: str) -> FigureFiles:
    """The files that a page makes when its button is pressed; made once for each world."""
    return _files_made(str(world.here.home), name, tuple(address.items()))


@cache
def _files_made(home: str, name: str, address: tuple[tuple[str, str], ...]) -> FigureFiles:
    """home: whose page it is, by the environment of the test."""
    app = opened(name, **dict(address))
    next(button for button in app.button if button.label == "Lav filer").click().run()
    assert not app.exception, app.exception
    made: FigureFiles = app.session_state[MADE][1]
    return made


def _texts(block: Any) -> Iterable[str]:
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from _texts(child)
        elif child.type in ("arrow_data_frame", "arrow_table"):
            yield child.value.to_csv(sep=" ")
        elif child.type == "metric":
            yield f"{child.value} {child.delta}"
        elif hasattr(child.proto, "datasets"):
            yield from (_frame(one.data.data) for one in child.proto.datasets)
        elif child.type == "html":
            yield re.sub(r"<[^>]+>", " ", child.proto.body)
        else:
            yield _value(child)


def _value(child: Any) -> str:
    value = getattr(child, "value", None)
    if isinstance(value, pd.DataFrame):
        return str(value.to_csv(sep=" "))
    return str(child.proto if value is None else value)


def _frame(content: bytes) -> str:
    with pa.ipc.open_stream(io.BytesIO(content)) as stream:
        frame = stream.read_all().to_pandas()
        return str(frame.to_csv(sep=" "))


@functools.cache
def _files(world: World, code: str | None, by: str | None) -> FigureFiles:
    where = {"municipality": [code]} if code else {}
    return figure_files(world.manager, Asked("Nøgletal", MAY, 2, FIGURES, (by,) if by else (), where))


def _slides(file: bytes) -> str:
    """Slides of figures with their words, the points of their charts, and the sheets behind them."""
    points = [f"{head} {label} {value or 'skjult'} borgere" for head, own in chart_values(file) for label, value in own]
    return "\n".join([slide_words(file, tables=False), *points, *map(str, sheets_behind_charts(file))]).replace(
        ".0 borgere", " borgere"
    )


def _command(world: World, kind: str, code: str | None, by: str | None) -> str:
    where = {"municipality": [code]} if code else {}
    return SHOWN_AS[kind](figures(world.here, MAY, 2, FIGURES, by, where))


def _csv(text: str, code: str | None) -> Told:
    head, *lines = [line.split(";") for line in text.lstrip("\ufeff").splitlines()]
    rows = [{name: value or None for name, value in zip(head, line, strict=True)} for line in lines]
    return from_rows(
        (
            {**row, "value": row["value"] and row["value"].replace(",", "."), "n": row["n"] and int(row["n"])}
            for row in rows
        ),
        code,
    )


def _shared(world: World, code: str | None, _: str | None) -> Told:
    try:
        content = json.loads(sharing_door.shared_file(world.manager, code or "901", MAY))
    except WrongUseError:
        return {}
    return from_rows(content["rows"], code)


@functools.cache
def _overviews(world: World) -> dict[str, Mapping[str, bytes]]:
    return {one.municipality: one.files for one in overviews(world.here, MAY)}


def _overview(world: World, code: str | None, ending: str) -> bytes:
    files = _overviews(world)[code or "901"]
    return next(content for name, content in files.items() if name.endswith(ending))


def _letter(world: World, code: str | None, _: str | None) -> Told:
    mail = message_from_bytes(_overview(world, code, "eml"), policy=default)
    return from_excel(next(mail.iter_attachments()).get_content(), code)


def _sheet(world: World, code: str | None, _: str | None) -> Told:
    found = management(View(world.manager, MAY, "exit"), code, AT)
    return from_goals(words(management_pdf(page_of(found, 5), world.here.today)), code)


def _report(world: World, kind: str) -> str:
    report = som_report(report_door.report_of(world.manager, CASE, MAY, AT))
    if kind == "pdf":
        return words(pdf_file(report))
    document = Document(io.BytesIO(word_file(report)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _on_page(name: str, **fixed: str) -> Read:
    """A page that takes the municipality from the address."""
    return lambda world, code, by: from_text(
        page(world, name, by, **({"municipality": code} if code else {}), **fixed), by, code
    )


def _beside(world: World, code: str | None, _: str | None) -> Told:
    text = page(world, "andre_kommuner.py", kommune="901", tal=catalogue()["citizens_included"].title_da)
    return _line_of(text, code)


def _line_of(text: str, code: str | None) -> Told:
    """A municipality's number among those beside each other."""
    value = re.search(rf"(?<!\d){code}\W+(\d+) borgere", " ".join(text.split()))
    return told("citizens_included", None, None, code, float(value[1]) if value else None)


def _rows(rows: Iterable[Iterable[str]]) -> str:
    return " ".join(cell for row in rows for cell in row)


TABLES: dict[str, Callable[[FigureFiles], str]] = {
    "excel": lambda made: " ".join(map(_rows, page_sheets(made.excel).values())),
    "powerpoint": lambda made: " ".join(_rows(rows) for _, rows in slide_tables(made.powerpoint)),
    "pdf": lambda made: _pdf_halves(made)[0],
}
"""The page's own tables in each kind of file, as text."""
PDF_FIGURES = re.compile(r"\n\d+\nNøgletal(?: uden tal i denne fil)?\n")
"""The heading that the figures of a document stand under, or those without a number."""


def _pdf_halves(made: FigureFiles) -> tuple[str, str]:
    """The page's tables, and its figures."""
    before, after = PDF_FIGURES.split(words(made.pdf), maxsplit=1)
    return before, after


GIVES_FILES: dict[str, tuple[str, Callable[[str, str | None], Told]]] = {
    "maal": ("municipality", from_goals),
    "ledelse": ("municipality", from_goals),
    "andre-kommuner": ("kommune", lambda text, code: _line_of(text, code)),
}
"""The management's pages that give their tables along: what says the municipality in the address, and how they are read."""


def _of_page(address: str, code: str | None, world: World) -> FigureFiles:
    chosen = {GIVES_FILES[address][0]: code or ""}
    title = {"tal": catalogue()["citizens_included"].title_da} if address == "andre-kommuner" else {}
    return files_made(world, f"{address.replace('-', '_')}.py", **chosen, **title)


def _table_exits(address: str) -> dict[str, Read]:
    """The page's tables in each kind of file; another municipality's line stands on 901's page too."""

    def exit_of(text: Callable[[FigureFiles], str]) -> Read:
        read = GIVES_FILES[address][1]
        return lambda world, code, _: read(text(_of_page(address, code, world)), code)

    return {f"table of {address} as {kind}": exit_of(text) for kind, text in TABLES.items()}


def _figure_exits(address: str) -> dict[str, Read]:
    """The figures that go along with the page's tables."""
    return {
        f"figures of {address} as excel": lambda world, code, _: from_excel(_of_page(address, code, world).excel, code),
        f"figures of {address} as powerpoint": lambda world, code, _: from_text(
            _slides(_of_page(address, code, world).powerpoint), None, code
        ),
        f"figures of {address} as pdf": lambda world, code, _: from_text(
            _pdf_halves(_of_page(address, code, world))[1], None, code
        ),
        f"figures of {address} as csv": lambda world, code, _: _csv(
            _of_page(address, code, world).csv.decode("utf-8"), code
        ),
    }


EXITS: dict[str, Read] = {
    "page noegletal": _on_page("noegletal.py"),
    "page om-tallet": _on_page("om_noegletal.py", tal=catalogue()["citizens_included"].title_da),
    "page maal": lambda world, code, _: from_goals(page(world, "maal.py", municipality=code or ""), code),
    "page ledelse": lambda world, code, _: from_goals(page(world, "ledelse.py", municipality=code or ""), code),
    "page andre-kommuner": _beside,
    "ledelse as pdf": _sheet,
    "figures as excel": lambda world, code, by: from_excel(_files(world, code, by).excel, code),
    "figures as powerpoint": lambda world, code, by: from_text(_slides(_files(world, code, by).powerpoint), by, code),
    "figures as pdf": lambda world, code, by: from_text(words(_files(world, code, by).pdf), by, code),
    "figures as csv": lambda world, code, by: _csv(_files(world, code, by).csv.decode("utf-8"), code),
    "overview as excel": lambda world, code, _: from_excel(_overview(world, code, "xlsx"), code),
    "overview as powerpoint": lambda world, code, _: from_text(_slides(_overview(world, code, "pptx")), None, code),
    "overview as pdf": lambda world, code, _: from_text(words(_overview(world, code, "pdf")), None, code),
    "overview as a letter": _letter,
    "command figures json": lambda world, code, by: from_rows(json.loads(_command(world, "json", code, by)), code),
    "command figures csv": lambda world, code, by: _csv(_command(world, "csv", code, by), code),
    "command figures table": lambda world, code, by: from_text(_command(world, "table", code, by), by, code),
    "shared file": _shared,
    "page som-resultat": lambda world, code, _: from_text(page(world, "som_resultat.py", sag=CASE), None, "903"),
    "report of a case as word": lambda world, code, _: from_text(_report(world, "word"), None, "903"),
    "report of a case as pdf": lambda world, code, _: from_text(_report(world, "pdf"), None, "903"),
    **{
        name: read
        for address in GIVES_FILES
        for name, read in (*_table_exits(address).items(), *_figure_exits(address).items())
    },
}
"""Every exit that tells figures; a new one that is not here is found by test_exit_walk.py."""
BY_GROUP = ("page om-tallet", "figures as excel", "figures as powerpoint", "figures as pdf", "figures as csv",
            "command figures json", "command figures csv", "command figures table")  # fmt: skip
"""Those that can be asked for a breakdown."""
OF_ONE_CASE = ("page som-resultat", "report of a case as word", "report of a case as pdf")
"""Those that tell of the case's own municipality, 903, alone."""
