"""What somebody outside the team has in hand when the rows come as files: the rows, read back from them."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from openpyxl import load_workbook

from app import labels, shown
from app.report.figures_excel import figures_excel
from app.report.told_figures import Subject
from kpi_catalogue.disclosure import Row
from kpi_catalogue.figure import Figure, catalogue
from pipelines.figures import as_csv, as_dict

BREAKDOWN_OF = {name: code for code, name in labels.BREAKDOWN_DA.items()}
STATUS_OF = {why: status for status, why in shown.NO_VALUE_WHY_DA.items()} | {None: "shown"}


def through_csv(rows: Sequence[Row]) -> list[Row]:
    """The rows as a CSV file per municipality and one for all of them tell them, and nothing else."""
    return [
        _line(line, municipality)
        for municipality, own in _by_municipality(rows)
        for line in csv.DictReader(io.StringIO(as_csv(own)), delimiter=";")
    ]


def _line(told: dict[str, str], municipality: str | None) -> Row:
    value, n, population, coverage = (
        float(told[key].replace(",", ".")) if told[key] else None for key in ("value", "n", "population", "coverage")
    )
    return Row(
        told["figure"], told["part"] or None, date.fromisoformat(f"{told['month']}-01"), told["by"] or None,
        told["group"] or None, told["category"] or None, value, n if n is None else int(n),
        population if population is None else int(population), coverage, told["status"],  # type: ignore[arg-type]
        municipality,
    )  # fmt: skip


def _by_municipality(rows: Sequence[Row]) -> list[tuple[str | None, list[dict[str, Any]]]]:
    codes = dict.fromkeys(row.municipality for row in rows)
    return [(code, [as_dict(row) for row in rows if row.municipality == code]) for code in codes]


def through_files(rows: Sequence[Row], month: date, limit: int) -> list[Row]:
    """The rows as a workbook per municipality and one for all of them tell them, and nothing else."""
    found = []
    for municipality, own in _by_municipality(rows):
        subject = Subject("Nøgletal", month, "prøve", "outside", limit, month, _catalogue())
        found += _read(figures_excel(subject, own), municipality)
    return found


@cache
def _catalogue() -> dict[str, Figure]:
    return catalogue()


def _read(file: bytes, municipality: str | None) -> list[Row]:
    heads, *lines = load_workbook(io.BytesIO(file), read_only=True)["Tal"].iter_rows(values_only=True)
    return [_row(dict(zip(heads, line, strict=True)), municipality) for line in lines]


def _row(told: dict[str, Any], municipality: str | None) -> Row:
    name, _, part_name = told["Id"].partition(".")
    part = _catalogue()[name].part(part_name or None)
    by = BREAKDOWN_OF.get(told["Fordelt efter"])
    groups = {label: code for code, label in labels.GROUPS_DA.get(by or "", {}).items()} | {"ukendt": "unknown"}
    categories = {label: code for code, label in part.codes.items()}
    group = None if told["Gruppe"] in (None, "i alt") else groups.get(told["Gruppe"], told["Gruppe"])
    category = None if told["Kategori"] is None else categories.get(told["Kategori"], told["Kategori"])
    return Row(
        name, part.name, told["Måned"].date(), by, group, category, value=told["Værdi"], n=told["Kendte"],
        population=told["Population"], coverage=told["Dækning"], status=STATUS_OF[told["Bemærkning"]],  # type: ignore[arg-type]
        municipality=municipality,
    )  # fmt: skip
