"""The numbers of people, courses, cases, homes and nights that somebody can read on a page or in a file, wherever they stand."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from docx import Document
from openpyxl import load_workbook

from app.shown import COUNTED
from kpi_catalogue.figure import catalogue
from kpi_catalogue.header import UNITS
from tests.app.sent import Sent
from tests.pdf_text import words
from tests.unit.app.figure_file_reading import (
    chart_values,
    excel_cells,
    sheets_behind_charts,
    slide_tables,
    slide_words,
)

NUMBER = r"(?<![\d.,\-−])(\d{1,3}(?:\.\d{3})+|\d+)"
THINGS = re.compile(rf"{NUMBER} (?:borgere?|forløb|sag|sager|boliger?|døgn|kendte?|personer?|mennesker)\b")
KNOWN = re.compile(rf"{NUMBER} af {NUMBER} (?:er )?kendte?\b")
RESTS = re.compile(rf"[Hh]viler på {NUMBER}(?![\d\\\-])")
COUNT_HEADS = {"n", "kendte", "population", "known", "borgere", "forløb", "sager", "boliger", "døgn"}
"""Columns of bare numbers that count."""
COUNT_UNITS = {UNITS[unit] for unit in COUNTED}
NOT_TOLD = ("for få", "skjult")
"""What a chart says of a number that nobody may see; a value beside it would tell it all the same."""


def of_page(sent: Sent) -> set[int]:
    """Of everything that was sent to a page: its words, its tables, and its charts with their data."""
    found = [of_text(text) for text in sent.texts]
    found += [of_frame(frame) for frame in (*sent.tables, *(one for text in sent.texts for one in _inline(text)))]
    return set().union(*found)


def of_file(path: Path) -> set[int]:
    """Of everything in a file, by its kind; a kind that is not known here is an error."""
    return OF_KIND[path.suffix](path.read_bytes())


def of_text(text: str) -> set[int]:
    """A number with the word for what it counts, 20 af 28 kendt and hviler på 28; not 1-4 borgere, the rule. Attributes too."""
    bare = re.sub(r"<[^>]*>|\*\*", " ", text)
    plain = f"{' '.join(text.split())}\n{' '.join(bare.split())}"
    found = [*THINGS.findall(plain), *RESTS.findall(plain), *(one for pair in KNOWN.findall(plain) for one in pair)]
    return {int(one.replace(".", "")) for one in found}


def of_frame(frame: pd.DataFrame) -> set[int]:
    """The bare numbers of the columns that count, a chart's values where they count, and what the cells say in words."""
    rows = [{str(head): value for head, value in row.items()} for row in frame.reset_index().to_dict("records")]
    return set().union(*map(_of_row, rows))


def _of_row(row: Mapping[str, Any]) -> set[int]:
    bare = [value for head, value in row.items() if head.lower() in COUNT_HEADS]
    if "value" in row and _counts(str(row.get("shown", ""))):
        bare.append(row["value"])
    if row.get("Enhed") in COUNT_UNITS:
        bare.append(row.get("Værdi"))
    return _whole(bare).union(*(of_text(value) for value in row.values() if isinstance(value, str)))


def _counts(shown: str) -> bool:
    return shown in NOT_TOLD or bool(of_text(shown))


def _whole(values: Iterable[Any]) -> set[int]:
    """Those that are numbers, also as text; a missing one is none."""
    texts = [str(value).removesuffix(".0").replace(".", "") for value in values]
    return {int(text) for text in texts if text.isdecimal()}


def _inline(text: str) -> Iterator[pd.DataFrame]:
    """The data that stand within the description of a chart."""
    if text.startswith("{"):
        for values in _lists(json.loads(text)):
            yield pd.DataFrame(values)


def _lists(spec: Any) -> Iterator[list[dict[str, Any]]]:
    inner = spec.values() if isinstance(spec, dict) else spec if isinstance(spec, list) else ()
    if isinstance(spec, list) and spec and all(isinstance(one, dict) for one in spec):
        yield spec
    for one in inner:
        yield from _lists(one)


@cache
def _counted() -> dict[tuple[str, str | None], str]:
    """The title of every figure and part whose value counts."""
    return {(name, part.name): part.title_da for name, figure in catalogue().items() for part in figure.parts
            if part.unit in COUNTED and part.measure not in ("share", "categories")}  # fmt: skip


def _of_rows(rows: Iterable[Mapping[str, Any]]) -> set[int]:
    """Rows as the commands tell them."""
    found: set[int] = set()
    for row in rows:
        value = row["value"] if (row["figure"], row["part"] or None) in _counted() else None
        found |= _whole((row["n"], row.get("population"), value))
    return found


def _of_table(lines: Iterable[Iterable[Any]]) -> set[int]:
    """Lines under their heads."""
    heads, *rows = (tuple(line) for line in lines)
    return set().union(*(_of_row({str(head): value for head, value in zip(heads, row, strict=True)}) for row in rows))


def _of_excel(content: bytes) -> set[int]:
    """Every cell, and every table under its heads: in the first line, or in the second under a caption."""
    found = of_text("\n".join(map(str, excel_cells(content))))
    for sheet in load_workbook(io.BytesIO(content)):
        lines = list(sheet.iter_rows(values_only=True))
        found = found.union(*(_of_table(lines[first:]) for first in (0, 1) if len(lines) > first))
    return found


def _of_powerpoint(content: bytes) -> set[int]:
    """The words of the slides, their tables, and the charts, as they are drawn and in the sheets behind them."""
    found = of_text(slide_words(content) + "\n" + "\n".join(map(str, sheets_behind_charts(content))))
    found = found.union(*(_of_table(rows) for _, rows in slide_tables(content)))
    drawn = [(heading, [value for _, value in points]) for heading, points in chart_values(content)]
    return found.union(*(_whole(values) for heading, values in [*drawn, *_behind(content)] if _is_counted(heading)))


def _behind(content: bytes) -> Iterator[tuple[str, list[Any]]]:
    """The heading and the values of every sheet behind a chart."""
    with zipfile.ZipFile(io.BytesIO(content)) as inside:
        books = [inside.read(name) for name in inside.namelist() if name.endswith(".xlsx")]
    for book in books:
        head, *values = (row[1] for row in load_workbook(io.BytesIO(book)).active.iter_rows(values_only=True))
        yield str(head), values


def _is_counted(heading: str) -> bool:
    return any(heading == title or heading.startswith(f"{title} efter ") for title in _counted().values())


def _of_pdf(content: bytes) -> set[int]:
    """Its words, and those of its pictures for whoever does not see them."""
    spoken = [bytes.fromhex(found.decode()).decode("utf-16") for found in re.findall(rb"/Alt<([0-9A-F]+)>", content)]
    return of_text("\n".join([words(content), *spoken]))


def _of_word(content: bytes) -> set[int]:
    document = Document(io.BytesIO(content))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    return of_text("\n".join(paragraph.text for paragraph in document.paragraphs)).union(*map(_of_table, tables))


def _of_csv(content: bytes) -> set[int]:
    return _of_rows(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def _of_json(content: bytes) -> set[int]:
    """A file of shared figures; a case has no row."""
    return _of_rows(json.loads(content).get("rows", ()))


OF_KIND = {".xlsx": _of_excel, ".pptx": _of_powerpoint, ".pdf": _of_pdf, ".docx": _of_word, ".csv": _of_csv,
           ".json": _of_json}  # fmt: skip
