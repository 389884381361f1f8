"""A load in an in-memory DuckDB: cells read as their types, then every rule asked as a query.

`loaded.<table>` has id, sheet and row, and per column of the contract: the typed cell, <column>_text, <column>_rule
and <column>_bad. `kept.<table>` is what the store has and the load does not replace; `combined.<table>` is both,
one row per key.
"""

import functools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.cell_reading import read_cells
from pipelines.cell_types import MACROS, bad_sql, rule_sql, storable_sql, typed_sql
from pipelines.headings import TableCells
from pipelines.schema import Column, Contract, Rule, contracts

Found = tuple[Any, ...]
View = tuple[str, str]
"""What a rule names: kept or combined, and the table."""
SCHEMAS = ("combined", "kept", "loaded", "given")
FEW_ROWS = 50
"""A table of so few rows is read cell by cell, from memory where the same cell was read before."""
_idle: list[duckdb.DuckDBPyConnection] = []
"""Databases that earlier loads have left as they were: making one takes longer than checking a citizen's month."""


def _idle_connection() -> duckdb.DuckDBPyConnection:
    """A database of its own with macros, empty schemas and lookups; nobody else has it until it is given back."""
    try:
        return _idle.pop()
    except IndexError:
        connection = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    for statement in [*MACROS, *(f"create schema {schema}" for schema in (*SCHEMAS, "lookup"))]:
        connection.execute(statement).fetchall()
    for contract in contracts().values():
        for name, lookup in contract.lookups.items():
            connection.register("arriving", pa.Table.from_pylist(lookup.rows))
            connection.execute(f"create table lookup.{name} as select * from arriving").fetchall()
            connection.unregister("arriving")
    return connection


class Load:
    """The tables of one load beside what is stored, ready to be asked. A context manager: leaving it takes all back.

    With `shortcuts` few rows are read cell by cell, and a table is asked once whether there is any fault in it before
    it is asked which. Without them every question is asked of every table; the answers are the same.
    """

    def __init__(self, today: date, decimal: str | None, *, shortcuts: bool = True) -> None:
        self._day = f"(select date '{today.isoformat()}' as today, date '{today:%Y-%m-01}' as month) as day"
        self._decimal = decimal
        self._shortcuts = shortcuts
        self._rows: dict[str, int] = {}
        self._read: dict[str, pa.Table] = {}
        self._registered: list[str] = []
        self._connection = _idle_connection()
        self._run("begin")

    def __enter__(self) -> "Load":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            self._connection.close()
            return
        self._run("rollback")
        for name in self._registered:
            self._connection.unregister(name)
        _idle.append(self._connection)

    def _run(self, sql: str) -> list[Found]:
        return self._connection.execute(sql).fetchall()

    def take(self, placed: Mapping[int, TableCells], stored: Mapping[str, pa.Table | None]) -> None:
        """Bring in the cells of every table, numbered by sheet, and what is stored."""
        given = {table.contract.name for table in placed.values()}
        views = frozenset[View]().union(*(_views_of(name) for name in given))
        for contract in [contract for name, contract in contracts().items() if name in tables_asked(given)]:
            own = [(number, table.cells) for number, table in placed.items() if table.contract.name == contract.name]
            if own:
                self._take_cells(contract, own)
            self._take_stored(contract, stored.get(contract.name))
            self._make_views(contract, views)

    def _take_arrow(self, name: str, table: pa.Table) -> None:
        self._connection.register("arriving", table)
        self._run(f"create table {name} as select * from arriving")
        self._connection.unregister("arriving")

    def _take_cells(self, contract: Contract, own: Sequence[tuple[int, pa.Table]]) -> None:
        by_sheet = [cells.append_column("sheet", pa.repeat(pa.scalar(number), len(cells))) for number, cells in own]
        cells = pa.concat_tables(by_sheet)
        cells = cells.append_column("id", pa.array(range(len(cells)), pa.int64()))
        self._rows[contract.name] = len(cells)
        if self._shortcuts and len(cells) <= FEW_ROWS:
            self._read[contract.name] = read_cells(contract, cells, self._decimal)
            self._take_arrow(f"loaded.{contract.name}", self._read[contract.name])
            return
        self._take_arrow(f"given.{contract.name}", cells)
        self._run(_loaded_sql(contract, self._decimal))

    def _take_stored(self, contract: Contract, stored: pa.Table | None) -> None:
        table = contract.arrow_schema().empty_table() if stored is None else _canonical(contract, stored)
        self._connection.register(f"stored_{contract.name}", table)
        self._registered.append(f"stored_{contract.name}")

    def _make_views(self, contract: Contract, views: Collection[View]) -> None:
        """What the rules name of the table; one that the load does not have is in both as it is stored."""
        is_given = contract.name in self._rows
        is_combined = ("combined", contract.name) in views
        if is_combined or ("kept", contract.name) in views:
            self._run(_kept_sql(contract, is_given=is_given))
        if is_combined:
            self._run(_combined_sql(contract) if is_given else _only_kept_sql(contract))

    def is_clean(self, contract: Contract) -> bool:
        """Whether no question about the table finds anything, asked in one.

        Never true where one of them finds something: a mark set by one of them only comes of a fault.
        """
        return self._shortcuts and not any(self._run(f"select {self._finds_any(contract)}")[0])

    def _finds_any(self, contract: Contract) -> str:
        """What is asked of each row by itself, then what is asked of several together."""
        joined = self._joined(contract)
        faults = [f"this.{name}_rule is not null" for name in contract.columns]
        faults += [
            f"this.{column} is not null and not this.{column}_bad and {parent.removesuffix('s')}.{column} is null"
            for column, parent in contract.parents().items()
        ]
        faults += [_is_broken(rule) for rule in contract.rules if not rule.also]
        answers = [f"(select bool_or({' or '.join(f'({each})' for each in faults)}) from {joined})"]
        if self._rows[contract.name] > 1:
            repeated = (
                f"select 1 from {joined} where {_usable(contract.key)} group by {_key(contract)} having count(*) > 1"
            )
            answers.append(f"exists ({repeated})")
        answers += [
            f"exists (from {joined} {rule.also} where {_is_broken(rule)})" for rule in contract.rules if rule.also
        ]
        return ", ".join(answers)

    def cell_faults(self, contract: Contract, column: Column) -> list[Found]:
        """(sheet, row, value, rule) of every cell of a column that breaks a rule by itself."""
        name = column.name
        return self._run(
            f"select sheet, row, {name}_text, {name}_rule from loaded.{contract.name} where {name}_rule is not null"
        )

    def duplicates(self, contract: Contract) -> list[Found]:
        """(sheet, row, value of the first key column, key, first sheet, first row) of every repeated key."""
        shown = ", ".join(f"this.{name}_text" for name in contract.key)
        return self._run(f"""
            with keyed as (
              select this.sheet, this.row, this.id, this.{contract.key[0]}_text as value,
                     concat_ws(' ', {shown}) as key_text,
                     first_value(this.sheet) over same as first_sheet, first_value(this.row) over same as first_row,
                     row_number() over same as number
              from {self._joined(contract)}
              where {_usable(contract.key)}
              window same as (partition by {_key(contract)} order by this.id)
            )
            select sheet, row, value, key_text, first_sheet, first_row from keyed where number > 1 order by id
        """)

    def unknown_references(self, contract: Contract, column: str, parent: str) -> list[Found]:
        """(sheet, row, value) of every reference to a row that neither the load nor the store has."""
        key = contracts()[parent].key[0]
        given = f"select {key}_text from loaded.{parent} where {key}_text is not null"
        return self._run(f"""
            select this.sheet, this.row, this.{column}
            from loaded.{contract.name} as this
            where this.{column} is not null and not this.{column}_bad
              {f"and this.{column} not in ({given})" if parent in self._rows else ""}
              and this.{column} not in (select {key} from stored_{parent} where {key} is not null)
        """)

    def broken(self, contract: Contract, rule: Rule) -> list[Found]:
        """(id, sheet, row, value, the values the message shows ...) of every row that breaks a rule."""
        shown = "".join(f", {sql}" for sql in rule.shows.values())
        one_each = "qualify row_number() over (partition by this.id) = 1" if rule.also else ""
        return self._run(f"""
            select this.id, this.sheet, this.row, this.{rule.column}_text {shown}
            from {self._joined(contract)} {rule.also}
            where {_is_broken(rule)}
            {one_each}
            order by this.id
        """)

    def mark(self, contract: Contract, columns: Sequence[str], ids: Sequence[int]) -> None:
        """Count the cells as faulty, so that no later rule builds on them."""
        own = [name for name in columns if name in contract.columns]
        if ids and own:
            marks = ", ".join(f"{name}_bad = true" for name in own)
            self._take_arrow("marked", pa.table({"id": pa.array(ids, pa.int64())}))
            self._run(f"update loaded.{contract.name} set {marks} where id in (select id from marked)")
            self._run("drop table marked")

    def canonical(self, contract: Contract) -> pa.Table:
        """The table's rows in the contract's columns and types, in the order given; asked where nothing is wrong."""
        is_derived = any(column.derived for column in contract.columns.values())
        if contract.name in self._read and not is_derived:
            return self._read[contract.name].select(list(contract.columns))
        columns = ", ".join(
            f"{column.derived or 'this.' + column.name} as {column.name}" for column in contract.columns.values()
        )
        found = self._connection.sql(f"select {columns} from {self._joined(contract)} order by this.id")
        return found.to_arrow_table().cast(contract.arrow_schema())

    def _joined(self, contract: Contract) -> str:
        """The rows as `this` with all that a rule may look at."""
        computed = "".join(f", {sql} as {name}" for name, sql in contract.computed.items())
        joins = [f"(select *{computed} from loaded.{contract.name}) as this", f"cross join {self._day}"]
        for column, parent in contract.parents().items():
            alias, key = parent.removesuffix("s"), contracts()[parent].key[0]
            joins.append(f"left join combined.{parent} as {alias} on {alias}.{key} = this.{column}")
        joins += [
            f"left join lookup.{name} on {name}.{lookup.by} = this.{lookup.by}"
            for name, lookup in contract.lookups.items()
        ]
        return " ".join(joins)


def tables_asked(given: Collection[str]) -> frozenset[str]:
    """The tables that the rules of the given ones look at, beside themselves: parents, and those a rule names."""
    return frozenset(given).union(*({table for _, table in _views_of(name)} for name in given))


@functools.cache
def _views_of(name: str) -> frozenset[View]:
    contract = contracts()[name]
    sql = " ".join(
        [*contract.computed.values(), *(str(column.derived) for column in contract.columns.values())]
        + [f"{rule.when} {rule.also} {' '.join(rule.shows.values())}" for rule in contract.rules]
    )
    parents = {("combined", parent) for parent in contract.parents().values()}
    return frozenset(parents | {(schema, table) for schema, table in re.findall(r"\b(combined|kept)\.(\w+)", sql)})


def _canonical(contract: Contract, stored: pa.Table) -> pa.Table:
    """The stored rows with the contract's columns and types; a column the store lacks is null."""
    schema = contract.arrow_schema()
    arrays = [
        stored[field.name].cast(field.type) if field.name in stored.column_names else pa.nulls(len(stored), field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _loaded_sql(contract: Contract, decimal: str | None) -> str:
    columns = list(contract.columns.values())
    values = ", ".join(f"{typed_sql(column, decimal)} as {column.name}_value" for column in columns)
    rules = ", ".join(f"{rule_sql(column, decimal)} as {column.name}_rule" for column in columns)
    typed = ", ".join(
        f"{storable_sql(column)} as {column.name}, {column.name}_text, {column.name}_rule, "
        f"{bad_sql(column)} as {column.name}_bad"
        for column in columns
    )
    return f"""
        create table loaded.{contract.name} as
        with valued as (select *, {values} from given.{contract.name}),
             ruled as (select *, {rules} from valued)
        select id, sheet, row, {typed} from ruled
    """


def _kept_sql(contract: Contract, *, is_given: bool) -> str:
    if not is_given:
        return f"create view kept.{contract.name} as select * from stored_{contract.name}"
    same = " and ".join(f"old.{name} is not distinct from new.{name}" for name in contract.key)
    return f"""
        create view kept.{contract.name} as
        select * from stored_{contract.name} as old
        where not exists (select 1 from loaded.{contract.name} as new where {same})
    """


def _only_kept_sql(contract: Contract) -> str:
    columns = ", ".join(f"{name}, false as {name}_bad" for name in contract.columns)
    return f"create view combined.{contract.name} as select null::bigint as id, {columns} from kept.{contract.name}"


def _combined_sql(contract: Contract) -> str:
    """Both sources as one; of a key that the load repeats, the first row, all of it faulty."""
    names = list(contract.columns)
    loaded = ", ".join(f"{name}, ({name}_bad or count(*) over same > 1) as {name}_bad" for name in names)
    kept = ", ".join(f"{name}, false as {name}_bad" for name in names)
    key = ", ".join(contract.key)
    return f"""
        create view combined.{contract.name} as
        select id, {loaded} from loaded.{contract.name}
        window same as (partition by {key})
        qualify row_number() over (partition by {key} order by id) = 1
        union all
        select null, {kept} from kept.{contract.name}
    """


def _key(contract: Contract) -> str:
    """The key that two rows may not share, blanks among them counted as what they stand for."""
    return ", ".join(contract.key_as.get(name, f"this.{name}") for name in contract.key)


def _is_broken(rule: Rule) -> str:
    return f"{_usable(rule.needs)} and ({rule.when})"


def _usable(needs: Sequence[str]) -> str:
    """The cells a rule needs are there and free of faults: the row's own, and its parents' (course.started_on)."""
    return " and ".join(_conditions(needs)) or "true"


def _conditions(needs: Sequence[str]) -> Iterator[str]:
    for name in needs:
        alias, _, column = name.rpartition(".")
        if alias:
            key = contracts()[f"{alias}s"].key[0]
            yield f"{alias}.{key} is not null"
        yield f"not {alias or 'this'}.{column}_bad"
