"""The file of protected rows beside the warehouses: what was published of which cells, so that it is protected once.

Rows lie under a name for the cells they were made of; a warehouse's figure and month point to one. The file is derived
and holds published rows only: it goes with an erasure, what no warehouse points to goes when newer rows come, and one
that cannot be read or written is passed over.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

import duckdb

from kpi_catalogue.disclosure import Row
from kpi_catalogue.figure import CATALOGUE
from pipelines.warehouse import KEPT

WAIT_SECONDS = 5
VERSIONS = 2
"""So many of the newest rows of a figure's month are kept even if no warehouse points to them."""
Place = tuple[str, date]
"""A figure and a month."""
Kept = dict[Place, list[Row]]
SCHEMA = (
    "create table if not exists protected (rules text, disclosure_limit integer, cells text, figure text, month text, "
    "rows blob, primary key (rules, disclosure_limit, cells, figure, month))",
    "create table if not exists published (warehouse text, rules text, disclosure_limit integer, figure text, month text, "
    "cells text, primary key (warehouse, rules, disclosure_limit, figure, month))",
)
FORGET = """
delete from protected
where not exists (
    select * from published
    where (published.rules, published.disclosure_limit, published.figure, published.month, published.cells)
        = (protected.rules, protected.disclosure_limit, protected.figure, protected.month, protected.cells)
) and rowid not in (
    select rowid from (
        select rowid, row_number() over (partition by figure, month order by rowid desc) as age from protected
    ) where age <= ?
)
"""


@dataclass(frozen=True)
class KeptRows:
    """What is kept for one warehouse under one limit and the rules in force; warehouse None (in memory) keeps nothing."""

    warehouse: Path | None
    limit: int

    @classmethod
    def beside(cls, connection: duckdb.DuckDBPyConnection, limit: int) -> "KeptRows":
        """What is kept for the connection's warehouse."""
        with connection.cursor() as cursor:
            found = cursor.execute(
                "select path from duckdb_databases() where database_name = current_database()"
            ).fetchall()
        return cls(Path(found[0][0]) if found and found[0][0] else None, limit)

    def published(self, ids: Sequence[str], months: Sequence[date]) -> Kept:
        """What the warehouse has published of these figures and months."""
        wanted = {(name, month) for name in ids for month in months}
        return {
            place: rows
            for place, rows in self._read(
                "select figure, month, rows from published join protected using (rules, disclosure_limit, figure, month, cells)"
                " where rules = ? and disclosure_limit = ? and warehouse = ?",
                [(*self._rules, self.warehouse.name if self.warehouse else "")],
                wanted,
            )
        }

    def of_equal_cells(self, marks: Mapping[Place, str]) -> Kept:
        """What was published of cells with these names, by whatever warehouse."""
        asked = [(*self._rules, mark, name, month.isoformat()) for (name, month), mark in marks.items()]
        return dict(
            self._read(
                "select figure, month, rows from protected"
                " where rules = ? and disclosure_limit = ? and cells = ? and figure = ? and month = ?",
                asked,
                set(marks),
            )
        )

    def keep(self, made: Mapping[Place, tuple[str, list[Row]]]) -> None:
        """Keep rows under the names of their cells; without a word where that cannot be, or the warehouse has gone."""
        if self.warehouse is None or not self.warehouse.exists():
            return
        folder, own = self.warehouse.parent, self.warehouse.name
        protected, published = [], []
        for (name, month), (mark, rows) in made.items():
            content = zlib.compress(
                json.dumps([list(vars(row).values()) for row in rows], default=date.isoformat).encode()
            )
            protected.append((*self._rules, mark, name, month.isoformat(), content))
            published.append((own, *self._rules, name, month.isoformat(), mark))
        try:
            with _opened(kept_file(folder)) as file:
                for statement in SCHEMA:
                    file.execute(statement)
                gone = {name for (name,) in file.execute("select distinct warehouse from published")}
                gone -= {path.name for path in folder.glob("warehouse_*")}
                file.executemany("delete from published where warehouse = ?", [(name,) for name in gone])
                file.executemany("insert or ignore into protected values (?, ?, ?, ?, ?, ?)", protected)
                file.executemany("insert or replace into published values (?, ?, ?, ?, ?, ?)", published)
                file.execute(FORGET, [VERSIONS])
        except sqlite3.Error:
            return

    @property
    def _rules(self) -> tuple[str, int]:
        return rules_in_force(), self.limit

    def _read(
        self, statement: str, asked: Sequence[tuple[object, ...]], wanted: set[Place]
    ) -> Iterator[tuple[Place, list[Row]]]:
        """The rows that the statement finds of what is wanted; none where the file is not there or cannot be read."""
        if self.warehouse is None or not kept_file(self.warehouse.parent).exists():
            return
        try:
            with _opened(kept_file(self.warehouse.parent)) as file:
                found = [line for values in asked for line in file.execute(statement, values)]
        except sqlite3.Error:
            return
        for figure, month, rows in found:
            place = (figure, date.fromisoformat(month))
            if place in wanted:
                yield place, [_row(values) for values in json.loads(zlib.decompress(rows))]


def kept_file(folder: Path) -> Path:
    """Where the rows of a folder of warehouses lie."""
    return folder / KEPT


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, timeout=WAIT_SECONDS)) as file, file:
        yield file


def _row(values: list[object]) -> Row:
    figure, part, month, *rest = values
    return Row(figure, part, date.fromisoformat(str(month)), *rest)  # type: ignore[arg-type]


@cache
def rules_in_force() -> str:
    """A name for the rules in force: it changes with any file of the catalogue, the protection among them."""
    told = sha256()
    for path in sorted([*CATALOGUE.rglob("*.sql"), *CATALOGUE.rglob("*.py")]):
        told.update(path.read_bytes())
    return told.hexdigest()[:16]
