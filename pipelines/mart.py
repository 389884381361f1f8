"""A mart is one SQL file: its YAML header says what one row is, the SQL says how it comes about."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Annotated, Any

import duckdb
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from kpi_catalogue.examples import read_table
from kpi_catalogue.header import FigureError, read_header
from pipelines.scratch import scratch

MARTS = Path(__file__).parent / "marts"
TYPES = "varchar|date|integer|double|boolean|decimal\\(5,1\\)"
Types = Mapping[str, Mapping[str, str]]


class MartError(ValueError):
    """A mart file that cannot be used; the message is Danish and names file, field and remedy."""


class Part(BaseModel):
    """A piece of a header: fixed fields, no others."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Column(Part):
    """A column of a mart; type as DuckDB writes it, in lower case."""

    type: str = Field(pattern=f"^({TYPES})$")
    label_da: str = Field(min_length=1)


class Check(Part):
    """What must never be found in the finished mart: SQL that returns no row."""

    name_da: str = Field(min_length=1)
    sql: str = Field(min_length=1)


class Example(Part):
    """A rule shown on a few rows: the tables that go in, and what comes out, of the rows that `where` chooses."""

    name_da: str = Field(min_length=1)
    given: dict[str, str]
    where: str = "true"
    expect: str


class Mart(Part):
    """One mart: the fields of its header, and its SQL.

    grain: what one row stands for. key: its columns, unique and never null. reads: the tables of staging and the marts
    that the SQL reads; a mart's own name is the staging table behind it.
    """

    name: str
    title_da: str = Field(min_length=1)
    grain: str = Field(min_length=1)
    key: Annotated[tuple[str, ...], Field(min_length=1)]
    reads: Annotated[tuple[str, ...], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]
    columns: Annotated[dict[str, Column], Field(min_length=1)]
    checks: tuple[Check, ...] = ()
    examples: Annotated[tuple[Example, ...], Field(min_length=1)]
    sql: str

    @property
    def types(self) -> dict[str, str]:
        """The type of every column, in order."""
        return {name: column.type for name, column in self.columns.items()}


@cache
def marts(folder: Path = MARTS) -> tuple[Mart, ...]:
    """Every mart, each after those it reads."""
    known = {path.stem: read_mart(path) for path in sorted(folder.glob("*.sql"))}
    before = {name: [other for other in mart.reads if other in known and other != name] for name, mart in known.items()}
    try:
        return tuple(known[name] for name in TopologicalSorter(before).static_order())
    except CycleError as error:
        raise MartError(f"{folder}: {' læser '.join(error.args[1])}, så ingen af dem kan bygges først.") from None


def read_mart(path: Path) -> Mart:
    """One mart file; raises MartError for a header that is not as it should be."""
    try:
        fields, sql = read_header(path)
        mart = Mart.model_validate({**fields, "name": path.stem, "sql": sql})
    except FigureError as error:
        raise MartError(str(error)) from None
    except ValidationError as error:
        raise MartError(_refusal(path, error)) from None
    for name in mart.key:
        if name not in mart.columns:
            raise MartError(f"{path}: key: {name} er ikke en af kolonnerne. Ret key eller columns.")
    return mart


def _refusal(path: Path, error: ValidationError) -> str:
    """The first fault of a header, with what would be right."""
    fault = error.errors()[0]
    field = ".".join(str(step) for step in fault["loc"])
    remedies = {
        "extra_forbidden": "feltet findes ikke. Slet det, eller ret navnet.",
        "missing": "feltet mangler. Skriv det i hovedet.",
        "string_pattern_mismatch": f'"{fault["input"]}" findes ikke. Vælg mellem {TYPES.replace("|", ", ")}.',
    }
    return f"{path}: {field}: {remedies.get(fault['type'], 'værdien kan ikke bruges. Se de andre filer i mappen.')}"


def run_example(mart: Mart, example: Example, types: Types) -> list[str]:
    """What the mart gives that the example does not expect, and the other way round; empty when they agree.

    types: the columns of every table that a mart may read. A table not given is empty, a column not given null.
    """
    names = [name.strip() for name in example.expect.strip().splitlines()[0].split("|")]
    wanted = [[_value(cell, mart.types[name]) for name, cell in row.items()] for row in read_table(example.expect)]
    with scratch() as connection:
        for table in mart.reads:
            _fill(connection, table, types[table], example.given.get(table))
        found = connection.execute(f"select {', '.join(names)} from ({mart.sql}) where {example.where}").fetchall()
    unknown = [f"given: {table} er ikke i reads" for table in example.given if table not in mart.reads]
    return unknown + _difference(names, found, wanted)


def _fill(connection: duckdb.DuckDBPyConnection, table: str, types: Mapping[str, str], text: str | None) -> None:
    """One table of an example, with all the columns it has in the warehouse."""
    columns = ", ".join(f"{name} {type_}" for name, type_ in types.items())
    connection.execute(f"create temp table {table} ({columns})").fetchall()
    for row in read_table(text) if text else []:
        marks = ", ".join("?" for _ in row)
        values = [_value(cell, types[name]) for name, cell in row.items()]
        connection.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", values).fetchall()


def _value(cell: str | None, type_: str) -> Any:
    """A cell as its column's type; 2025-03 in a date column is the month's first day."""
    if cell is None:
        return None
    if type_ == "date":
        return date.fromisoformat(f"{cell}-01" if re.fullmatch(r"\d{4}-\d{2}", cell) else cell)
    if type_ == "boolean":
        return {"true": True, "false": False}[cell]
    return {"varchar": str, "integer": int}.get(type_, float)(cell)


def _difference(names: Sequence[str], found: Iterable[Sequence[Any]], wanted: Iterable[Sequence[Any]]) -> list[str]:
    """The rows of one side only, floats compared without their last digits."""
    left = Counter(tuple(map(_comparable, row)) for row in found)
    right = Counter(tuple(map(_comparable, row)) for row in wanted)
    sides = {"ikke ventet": left - right, "mangler": right - left}
    return [
        f"{side}: {', '.join(f'{name} {value}' for name, value in zip(names, row, strict=True))}"
        for side, rows in sides.items()
        for row in sorted(rows.elements(), key=str)
    ]


def _comparable(value: Any) -> Any:
    return round(float(value), 9) if isinstance(value, float | Decimal) else value
