"""The fixed set of protected cells, kept beside the warehouse it was counted in, since protecting takes longer than counting.

The file is derived: it is deleted with its warehouse, and whatever a later version of the rules would decide otherwise is
decided anew. It holds published rows only.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

import duckdb

from kpi_catalogue.disclosure import Row, ScopedCell, family, linked_months, protect
from kpi_catalogue.figure import CATALOGUE, catalogue
from kpi_catalogue.measure import measure_set

PUBLISHED_BREAKDOWNS = ("team", "method", "age_group", "gender", "target_group")
KEPT_AS = ".published"
"""The ending of the file beside a warehouse."""
WAIT_SECONDS = 5
Kept = dict[tuple[str, date], list[Row]]


def protected_rows(
    connection: duckdb.DuckDBPyConnection, ids: Sequence[str], months: Sequence[date], scope: str | None, limit: int
) -> list[Row]:
    """The protected rows of these figures and months, every municipality and breakdown; protected once per build.

    scope: a municipality that must be among them even if nobody is in it.
    """
    municipalities = _municipalities(connection)
    if scope not in municipalities:
        return protected_set(connection, ids, months, [*municipalities, scope], limit)
    beside = _beside(connection)
    kept = _read(beside, ids, months, limit)
    left_ids = [name for name in ids if any((name, month) not in kept for month in months)]
    left_months = [month for month in months if any((name, month) not in kept for name in left_ids)]
    if left_ids:
        found = protected_set(connection, left_ids, left_months, municipalities, limit)
        made = {(name, month): [r for r in found if (r.figure, r.month) == (name, month)]
                for name in left_ids for month in left_months}  # fmt: skip
        _write(beside, {place: rows for place, rows in made.items() if place not in kept}, limit)
        kept = made | kept
    return _in_order([row for name in ids for month in months for row in kept[name, month]], ids)


def protected_set(
    connection: duckdb.DuckDBPyConnection,
    ids: Sequence[str],
    months: Sequence[date],
    municipalities: Sequence[str | None],
    limit: int,
) -> list[Row]:
    """The fixed set of cells of these figures, protected together with everything they could be worked out from."""
    known = catalogue()
    together = {relative for name in ids for relative in family(name)}
    linked = {name: sorted({m for month in months for m in linked_months(name, month)}) for name in together}
    cells = [
        ScopedCell(municipality, cell)
        for name in known
        if name in together
        for municipality, cell in measure_set(
            connection, known[name], linked[name], (None, *PUBLISHED_BREAKDOWNS), municipalities
        )
    ]
    rows = [row for row in protect(cells, limit) if row.figure in ids and row.month in months]
    return _in_order(rows, ids)


def _in_order(rows: Iterable[Row], ids: Sequence[str]) -> list[Row]:
    """Figures as they were asked for, each part by part, month by month."""
    known = catalogue()
    order = {key: at for at, key in enumerate((name, part.name) for name in ids for part in known[name].parts)}
    return sorted(rows, key=lambda row: (order[row.figure, row.part], row.month))


def _municipalities(connection: duckdb.DuckDBPyConnection) -> list[str | None]:
    """None for all of them together, and each one there is."""
    with connection.cursor() as cursor:
        known = cursor.execute("select distinct municipality from marts.municipality_month order by all").fetchall()
    return [None, *(row[0] for row in known)]


def _beside(connection: duckdb.DuckDBPyConnection) -> Path | None:
    """The warehouse's file of kept rows; None for a warehouse in memory."""
    with connection.cursor() as cursor:
        found = cursor.execute(
            "select path from duckdb_databases() where database_name = current_database()"
        ).fetchall()
    return Path(found[0][0]).with_suffix(KEPT_AS) if found and found[0][0] else None


@contextmanager
def _opened(beside: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(beside, timeout=WAIT_SECONDS)) as file, file:
        yield file


def _read(beside: Path | None, ids: Sequence[str], months: Sequence[date], limit: int) -> Kept:
    """What is kept of these; nothing where the file is not there or cannot be read."""
    if beside is None or not beside.exists():
        return {}
    kept: Kept = {}
    try:
        with _opened(beside) as file:
            for figure, month, rows in file.execute(
                "select figure, month, rows from published where rules = ? and disclosure_limit = ?", (_rules(), limit)
            ):
                place = (figure, date.fromisoformat(month))
                if figure in ids and place[1] in months:
                    kept[place] = [_row(values) for values in json.loads(rows)]
    except sqlite3.Error:
        return {}
    return kept


def _write(beside: Path | None, made: Kept, limit: int) -> None:
    """Keep the rows; without a word where the file cannot be written, or the warehouse has gone meanwhile."""
    if beside is None or not beside.with_suffix(".duckdb").exists():
        return
    lines = [
        (_rules(), limit, figure, month.isoformat(), json.dumps([astuple(row) for row in rows], default=date.isoformat))
        for (figure, month), rows in made.items()
    ]
    try:
        with _opened(beside) as file:
            file.execute(
                "create table if not exists published (rules text, disclosure_limit integer, figure text, month text, "
                "rows text, primary key (rules, disclosure_limit, figure, month))"
            )
            file.executemany("insert or ignore into published values (?, ?, ?, ?, ?)", lines)
    except sqlite3.Error:
        return


def _row(values: list[object]) -> Row:
    figure, part, month, *rest = values
    return Row(figure, part, date.fromisoformat(str(month)), *rest)  # type: ignore[arg-type]


@cache
def _rules() -> str:
    """A name for the rules in force: it changes with any file of the catalogue, the protection among them."""
    told = sha256()
    for path in sorted([*CATALOGUE.rglob("*.sql"), *CATALOGUE.rglob("*.py")]):
        told.update(path.read_bytes())
    return told.hexdigest()[:16]
