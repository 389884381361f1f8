"""The examples in the headers, run: rows given, rows and numbers expected."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from math import isclose
from typing import Any

import duckdb

from kpi_catalogue.figure import Example, Figure
from kpi_catalogue.measure import measure

ColumnTypes = Mapping[str, Mapping[str, str]]
TRUTHS = {"true": True, "false": False}


class ExampleError(ValueError):
    """An example that does not hold, or cannot be read; the message is Danish and shows both sides."""


def run_examples(figure: Figure, column_types: ColumnTypes) -> list[str]:
    """Run every example of a figure; the faults found, none when all hold.

    column_types: DuckDB type of each column of each mart, as the marts' own headers say.
    """
    faults = []
    with duckdb.connect() as connection:
        for table, columns in column_types.items():
            listed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
            connection.execute(f"create table {table} ({listed})").fetchall()
        for example in figure.examples:
            connection.execute("begin").fetchall()
            try:
                _run(connection, figure, example, column_types)
            except (duckdb.Error, ValueError) as fault:
                faults.append(f"{example.path}: {example.name_da}: {fault}")
            connection.execute("rollback").fetchall()
    return faults


def _run(connection: duckdb.DuckDBPyConnection, figure: Figure, example: Example, types: ColumnTypes) -> None:
    for table, text in example.given.items():
        _insert(connection, table, text, types)
    if example.expect is not None:
        _compare_rows(connection, figure.part(example.part).query.sql, example.expect)
    if example.measured is not None:
        _compare_cells(connection, figure, example)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, text: str, types: ColumnTypes) -> None:
    """Put the rows of an ascii table into a mart; columns not given stay null."""
    if table not in types:
        raise ExampleError(f"der er ingen tabel {table}.")
    for row in read_table(text):
        for column in set(row).difference(types[table]):
            raise ExampleError(f"{table} har ingen kolonne {column}.")
        values = {column: _typed(value, types[table][column]) for column, value in row.items()}
        slots = ", ".join(f"cast(? as {types[table][column]})" for column in values)
        connection.execute(
            f"insert into {table} ({', '.join(values)}) values ({slots})", list(values.values())
        ).fetchall()


def read_table(text: str) -> list[dict[str, str | None]]:
    """Rows of a table written with | between the cells; an empty cell is null."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    heading, *rows = lines
    for row in rows:
        if len(row) != len(heading):
            raise ExampleError(f"rækken {' | '.join(row)} har {len(row)} felter; overskriften har {len(heading)}.")
    return [{name: cell or None for name, cell in zip(heading, row, strict=True)} for row in rows]


def _typed(value: str | None, kind: str) -> str | None:
    """A cell as DuckDB reads it: a month gets its first day."""
    return f"{value}-01" if value and kind.upper() == "DATE" and len(value) == 7 else value


def _compare_rows(connection: duckdb.DuckDBPyConnection, sql: str, expect: str) -> None:
    """The query's rows against those expected, in any order, on the columns expected."""
    wanted = read_table(expect)
    columns = [name.strip() for name in expect.strip().splitlines()[0].split("|")]
    found = connection.execute(f"select {', '.join(columns)} from ({sql})").fetchall()
    kinds = [row[1] for row in connection.execute(f"describe select {', '.join(columns)} from ({sql})").fetchall()]
    typed = []
    for row in wanted:
        cells = [_typed(value, kind) for value, kind in zip(row.values(), kinds, strict=True)]
        slots = ", ".join(f"cast(? as {kind})" for kind in kinds)
        typed += connection.execute(f"select {slots}", cells).fetchall()
    if sorted(map(str, found)) != sorted(map(str, typed)):
        raise ExampleError(f"ventede {sorted(map(str, typed))}, fik {sorted(map(str, found))}.")


def _compare_cells(connection: duckdb.DuckDBPyConnection, figure: Figure, example: Example) -> None:
    """The measured cells against those expected, in order, on the columns expected; months and parts as expected."""
    wanted = read_table(example.measured or "")
    months = sorted({_month(row["month"]) for row in wanted})
    parts = [row.get("part") or example.part for row in wanted]
    cells = measure(connection, figure, months, example.by, example.where, parts)
    found = [asdict(cell) for cell in cells]
    if len(found) != len(wanted) or not all(map(_matches, wanted, found)):
        shown = "\n  ".join(str({name: row[name] for name in wanted[0] if name in row}) for row in found)
        raise ExampleError(f"målt blev\n  {shown}")


def _month(text: str | None) -> date:
    if not text:
        raise ExampleError("measured skal have kolonnen month udfyldt i hver række.")
    return date.fromisoformat(f"{text}-01")


def _matches(wanted: Mapping[str, str | None], cell: Mapping[str, Any]) -> bool:
    return all(_same(value, found) for value, found in _pairs(wanted, cell))


def _pairs(wanted: Mapping[str, str | None], cell: Mapping[str, Any]) -> Iterator[tuple[str | None, Any]]:
    for name, value in wanted.items():
        if name not in cell:
            raise ExampleError(f"en målt celle har ingen {name}. Vælg mellem {', '.join(cell)}.")
        if name != "part" or value:
            yield value, cell[name]


def _same(wanted: str | None, found: Any) -> bool:
    """Whether a cell as written is the one found; numbers to nine decimals."""
    if wanted is None or found is None:
        return wanted is None and found is None
    if isinstance(found, bool):
        return TRUTHS.get(wanted) is found
    if isinstance(found, date):
        return f"{found:%Y-%m}" == wanted
    if isinstance(found, str):
        return found == wanted
    return isclose(float(wanted), found, abs_tol=1e-9)
