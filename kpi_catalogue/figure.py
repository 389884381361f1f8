"""A key figure is one file: read it, check it, and hand it on as data."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from kpi_catalogue import header
from kpi_catalogue.header import FigureError
from kpi_catalogue.query import IDENTIFIERS, SCOPE, STEERING, Query, parse

CATALOGUE = Path(__file__).parent

__all__ = ["CATALOGUE", "Example", "Figure", "FigureError", "Part", "catalogue"]


@dataclass(frozen=True)
class Part:
    """One thing that is measured; name is None for the figure itself. value, per and category name query columns.

    window: how many months' registrations one month's value rests on, or one of header.WINDOWS; None: nobody has said.
    """

    name: str | None
    title_da: str
    definition_da: str
    limits_da: str
    measure: str
    unit: str
    direction: str
    value: str
    per: str | None
    category: str | None
    codes: Mapping[str, str]
    team_only: bool
    needs: tuple[str, ...]
    query: Query
    window: int | str | None


@dataclass(frozen=True)
class Example:
    """Rows given, and what the query of this file (part is None: the figure's own) or the measure must make of them."""

    path: Path
    part: str | None
    name_da: str
    given: Mapping[str, str]
    expect: str | None
    measured: str | None
    by: str | None
    where: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Figure:
    """A key figure with its parts (the first is the figure itself) and the examples that hold it."""

    id: str
    path: Path
    title_da: str
    definition_da: str
    type: str
    source: str
    limits_da: str
    reads: tuple[str, ...]
    needs: tuple[str, ...]
    changes: tuple[tuple[datetime.date, str], ...]
    parts: tuple[Part, ...]
    examples: tuple[Example, ...]

    def part(self, name: str | None) -> Part:
        """The part of that name; None is the figure itself."""
        return next(part for part in self.parts if part.name == name)


def catalogue(folder: Path = CATALOGUE) -> dict[str, Figure]:
    """Every figure by its id, in the order of types (process, outcome, economy, structure) and names.

    Raises FigureError for the first file that cannot be used. The program's own files are read once in its life.
    """
    return dict(_own()) if folder == CATALOGUE else _read(folder)


@cache
def _own() -> dict[str, Figure]:
    return _read(CATALOGUE)


def _read(folder: Path) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    with duckdb.connect() as connection:
        for kind in header.TYPES:
            paths = sorted((folder / kind).glob("*.sql"))
            for path in (path for path in paths if "." not in path.stem):
                _refuse_second(path, figures)
                figures[path.stem] = _read_figure(path, connection)
            _refuse_orphans(paths)
    return figures


def _refuse_second(path: Path, figures: Mapping[str, Figure]) -> None:
    if path.stem in figures:
        raise FigureError(path, "filnavn", f"nøgletallet findes også i {figures[path.stem].path}. Slet den ene fil.")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", path.stem):
        raise FigureError(path, "filnavn", "brug små bogstaver a-z, tal og _, fx low_wellbeing.sql.")


def _refuse_orphans(paths: list[Path]) -> None:
    owners = {path.stem for path in paths}
    for path in paths:
        owner, _, name = path.stem.partition(".")
        if name and owner not in owners:
            raise FigureError(path, "filnavn", f"delen hører til {owner}.sql, som ikke findes i mappen.")


def _read_figure(path: Path, connection: duckdb.DuckDBPyConnection) -> Figure:
    """The figure of a file, with the parts that have files of their own."""
    fields, sql = header.read_header(path)
    header.check_fields(path, "", fields, header.FIGURE_REQUIRED, header.FIGURE_OPTIONAL)
    if fields["type"] != path.parent.name:
        raise FigureError(path, "type", f'"{fields["type"]}" passer ikke til mappen. Flyt filen, eller ret feltet.')
    query = _query(path, fields, sql, connection)
    parts = [_part(path, None, fields, fields, query), *_inner_parts(path, fields, query)]
    _check_columns(path, query, parts)
    examples = _examples(path, None, fields, query)
    _check_covered(path, parts, examples)
    for beside in sorted(path.parent.glob(f"{path.stem}.*.sql"), key=lambda found: (len(found.stem), found.stem)):
        part, more = _read_part_file(beside, fields, connection)
        parts.append(part)
        examples += more
    return _figure(path, fields, parts, examples)


def _figure(path: Path, fields: Mapping[str, Any], parts: list[Part], examples: list[Example]) -> Figure:
    names = [part.name for part in parts]
    for name in names:
        if names.count(name) > 1:
            raise FigureError(path, "parts", f"delen {name} findes også som en fil for sig. Slet den ene.")
    plain = {name: fields[name].strip() for name in ("title_da", "definition_da", "type", "source", "limits_da")}
    changes = tuple((change["on"], change["note_da"]) for change in fields["changes"])
    reads = tuple(sorted({table for part in parts for table in part.query.reads}))
    needs = tuple(dict.fromkeys(field for part in parts for field in part.needs))
    return Figure(
        id=path.stem,
        path=path,
        reads=reads,
        needs=needs,
        changes=changes,
        parts=tuple(parts),
        examples=tuple(examples),
        **plain,
    )


def _read_part_file(
    path: Path,
    owner: Mapping[str, Any],
    connection: duckdb.DuckDBPyConnection,
) -> tuple[Part, list[Example]]:
    """A part with another population, which says itself what it reads, needs and shows."""
    fields, sql = header.read_header(path)
    header.check_fields(path, "", fields, header.PART_FILE_REQUIRED, header.PART_FILE_OPTIONAL)
    name = path.stem.partition(".")[2]
    query = _query(path, fields, sql, connection)
    part = _part(path, name, {"value": "value", **fields}, {**owner, **fields}, query)
    examples = _examples(path, name, fields, query)
    _check_columns(path, query, [part])
    _check_covered(path, [part], examples)
    return part, examples


def _inner_parts(path: Path, fields: Mapping[str, Any], query: Query) -> list[Part]:
    """The parts that the header lists, each one column of the figure's own query."""
    parts = []
    for name, given in fields.get("parts", {}).items():
        header.check_fields(path, f"parts.{name}.", given, header.PART_REQUIRED, header.PART_OPTIONAL)
        parts.append(_part(path, name, given, fields, query))
    return parts


def _part(path: Path, name: str | None, given: Mapping[str, Any], owner: Mapping[str, Any], query: Query) -> Part:
    """One part; unit, direction, limits and needs are the owner's where the part says nothing else."""
    measure = given["measure"]
    at = f"parts.{name}." if name else ""
    if (measure in ("categories", "counts")) and "codes" not in given:
        raise FigureError(path, f"{at}codes", f"measure {measure} kræver codes: hver kode med sin danske tekst.")
    if (measure == "ratio") != ("per" in given):
        raise FigureError(path, f"{at}per", "feltet hører til measure ratio, og kun dertil: kolonnen at dividere med.")
    return Part(
        name=name,
        title_da=given["title_da"].strip(),
        definition_da=given["definition_da"].strip(),
        limits_da=owner["limits_da"].strip(),
        measure=measure,
        unit=given.get("unit", owner["unit"]),
        direction=given.get("direction", owner["direction"]),
        per=given.get("per"),
        category=given.get("category"),
        value=given.get("value", f"value_{name}" if name else "value"),
        codes=given.get("codes", {}),
        team_only="audience" in given,
        needs=tuple(owner["needs"]),
        query=query,
        window=given.get("window", owner.get("window")),
    )


def _query(path: Path, fields: Mapping[str, Any], sql: str, connection: duckdb.DuckDBPyConnection) -> Query:
    try:
        query = parse(sql, connection)
    except ValueError as error:
        raise FigureError(path, "SQL", str(error)) from None
    named = [fields["reads"]] if isinstance(fields["reads"], str) else fields["reads"]
    if sorted(named) != list(query.reads):
        raise FigureError(path, "reads", f"SQL-sætningen læser {', '.join(query.reads)}. Skriv netop det i reads.")
    return query


def _check_columns(path: Path, query: Query, parts: list[Part]) -> None:
    """The columns every query has, those its parts name, and no others."""
    named = {column for part in parts for column in (part.value, part.per, part.category) if column}
    required = {"month", *IDENTIFIERS[query.kind], *named}
    if query.kind == "municipality":
        required.add("municipality")
    for column in sorted(required - set(query.columns)):
        raise FigureError(path, "SQL", f"kolonnen {column} mangler i den sidste select. Tilføj den.")
    for column in query.columns:
        if query.columns.count(column) > 1:
            raise FigureError(path, "SQL", f"kolonnen {column} står to gange i den sidste select. Slet den ene.")
        if column not in required.union(SCOPE, STEERING):
            raise FigureError(path, "SQL", f"kolonnen {column} bruges ikke. Slet den, eller nævn den i parts.")


def _examples(path: Path, part: str | None, fields: Mapping[str, Any], query: Query) -> list[Example]:
    examples = []
    for number, given in enumerate(fields["examples"], start=1):
        at = f"examples.{number}."
        header.check_fields(path, at, given, header.EXAMPLE_REQUIRED, header.EXAMPLE_OPTIONAL)
        if "expect" not in given and "measured" not in given:
            raise FigureError(path, f"{at}expect", "skriv, hvad der skal komme ud: expect, measured eller begge.")
        where = {column: tuple(values) for column, values in given.get("where", {}).items()}
        examples.append(
            Example(
                path,
                part,
                given["name_da"],
                _given(path, at, given["given"], query),
                given.get("expect"),
                given.get("measured"),
                given.get("by"),
                where,
            )
        )
    return examples


def _given(path: Path, at: str, given: str | dict[str, str], query: Query) -> dict[str, str]:
    if isinstance(given, dict):
        return given
    if len(query.reads) > 1:
        raise FigureError(path, f"{at}given", f"skriv, hvilken tabel rækkerne hører til: {', '.join(query.reads)}.")
    return {query.reads[0]: given}


def _check_covered(path: Path, parts: list[Part], examples: list[Example]) -> None:
    """Every part stands in an example: its own column in expect, or its name in measured."""
    expected = {name for example in examples for name in _heading(example.expect)}
    measured = {name for example in examples for name in _measured_parts(example)}
    values = [part.value for part in parts]
    for part in parts:
        shown = part.value in expected and values.count(part.value) == 1
        if not shown and part.name not in measured:
            raise FigureError(path, "examples", f"intet eksempel viser {part.name or 'nøgletallet selv'}. Tilføj et.")


def _measured_parts(example: Example) -> set[str | None]:
    """The parts whose cells the example shows; a blank part, or no column part, is the file's own."""
    lines = [[cell.strip() for cell in line.split("|")] for line in (example.measured or "").strip().splitlines()]
    if not lines or lines[0][0] != "part":
        return {example.part} if lines else set()
    return {row[0] or example.part for row in lines[1:]}


def _heading(table: str | None) -> list[str]:
    lines = (table or "").strip().splitlines()
    return [name.strip() for name in lines[0].split("|")] if lines else []
