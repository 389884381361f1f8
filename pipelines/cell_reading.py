"""Cells read one by one by the rules that whole files are read by, and remembered: few rows need no database of their own.

There is one rule for numbers, dates and codes: the SQL of pipelines.cell_types. It is asked here for one cell at a time,
and what a cell comes to depends on nothing else.
"""

import functools
from datetime import date

import duckdb
import pyarrow as pa

from pipelines.cell_types import MACROS, bad_sql, rule_sql, storable_sql, typed_sql
from pipelines.schema import ARROW_TYPES, Contract, contracts

REMEMBERED = 20_000
Read = tuple[str | int | float | date | None, str | None, bool]
"""A cell in its column's type, the rule that it breaks by itself, and whether no other rule may build on it."""


@functools.lru_cache(maxsize=REMEMBERED)
def read_cell(table: str, name: str, text: str | None, kind: str, decimal: str | None) -> Read:
    """One cell, as text of a kind, read as its column's type."""
    column = contracts()[table].columns[name]
    sql = f"""
        with given as (select cast($1 as varchar) as {name}_text, cast($2 as varchar) as {name}_kind),
        valued as (select *, {typed_sql(column, decimal)} as {name}_value from given),
        ruled as (select *, {rule_sql(column, decimal)} as {name}_rule from valued)
        select {storable_sql(column)}, {name}_rule, {bad_sql(column)} from ruled"""
    with _rules().cursor() as cursor:
        value, rule, is_bad = cursor.execute(sql, [text, kind]).fetchall()[0]
    return value, rule, is_bad


@functools.cache
def _rules() -> duckdb.DuckDBPyConnection:
    """An empty database that knows the cell rules; asked through a cursor of its own each time."""
    connection = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    for statement in MACROS:
        connection.execute(statement).fetchall()
    return connection


def read_cells(contract: Contract, cells: pa.Table, decimal: str | None) -> pa.Table:
    """The cells of a few rows as a load has them: per column the typed cell, its text, its rule, and whether it is bad."""
    arrays = {name: cells[name] for name in ("id", "sheet", "row")}
    for name, column in contract.columns.items():
        given = zip(cells[f"{name}_text"].to_pylist(), cells[f"{name}_kind"].to_pylist(), strict=True)
        read = [read_cell(contract.name, name, text, kind, decimal) for text, kind in given]
        arrays[name] = pa.array([value for value, _, _ in read], ARROW_TYPES[column.type])
        arrays[f"{name}_text"] = cells[f"{name}_text"]
        arrays[f"{name}_rule"] = pa.array([rule for _, rule, _ in read], pa.string())
        arrays[f"{name}_bad"] = pa.array([is_bad for _, _, is_bad in read], pa.bool_())
    return pa.table(arrays)
