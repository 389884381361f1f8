"""The fixed set of protected cells: what somebody outside the team may see, protected once and kept.

A figure's month is decided by the cells of its family and nothing else, so its rows are kept under those cells: a build
that changes nothing in them takes the rows over, and one that does has them protected anew. What is kept is derived and
holds published rows only (kept_rows.py).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

import duckdb

from kpi_catalogue.disclosure import Row, ScopedCell, family, linked_months, protect
from kpi_catalogue.figure import catalogue
from kpi_catalogue.measure import measure_set
from pipelines.double_bottom_line import later_month
from pipelines.kept_rows import Kept, KeptRows, Place
from pipelines.moved import months_read
from pipelines.settings import Settings
from pipelines.warehouse import municipalities, open_warehouse

PUBLISHED_BREAKDOWNS = ("team", "method", "age_group", "gender", "target_group")
AHEAD_MONTHS = 12
"""So many months up to the last whole one are protected before anybody asks: what pages and files outside the team show.

Of the figures whose trend is read at longer steps, the earlier months that it is read from, too.
"""
Tables = Mapping[Place, Sequence[ScopedCell]]


@dataclass(frozen=True)
class _Asked:
    """Figures and months, the municipalities they are of, those that anybody is in, and below what a count is few."""

    places: frozenset[Place]
    municipalities: Sequence[str | None]
    peopled: frozenset[str]
    limit: int


def protected_rows(
    connection: duckdb.DuckDBPyConnection, ids: Sequence[str], months: Sequence[date], scope: str | None, limit: int
) -> list[Row]:
    """The protected rows of these figures and months, every municipality and breakdown; protected once.

    scope: a municipality that must be among them even if nobody is in it.
    """
    municipalities = _municipalities(connection)
    if scope not in municipalities:
        return protected_set(connection, ids, months, [*municipalities, scope], limit)
    file = KeptRows.beside(connection, limit)
    kept = file.published(ids, months)
    missing = frozenset((name, month) for name in ids for month in months) - set(kept)
    if missing:
        kept |= _made(connection, _Asked(missing, municipalities, _peopled(connection), limit), file)
    return _in_order([row for name in ids for month in months for row in kept[name, month]], ids)


def kept_already(connection: duckdb.DuckDBPyConnection, asked: Mapping[str, Collection[date]], limit: int) -> list[Row]:
    """The protected rows of the figures of which every month asked is protected already; nothing is protected for it."""
    months = sorted({month for own in asked.values() for month in own})
    kept = KeptRows.beside(connection, limit).published(list(asked), months)
    whole = {name: sorted(own) for name, own in asked.items() if all((name, month) in kept for month in own)}
    return _in_order([row for name, own in whole.items() for month in own for row in kept[name, month]], list(whole))


def protect_ahead(here: Settings) -> int:
    """Protect the newest whole months of every figure, so that nobody waits for it later; how many months.

    A month in which nothing has changed since it was last protected costs a count and no more.
    """
    with open_warehouse(here.home) as warehouse, warehouse.cursor() as connection:
        first, last = connection.execute("select min(month), max(month) from marts.month_spine").fetchall()[0]
        newest = later_month(here.today.replace(day=1), -1)
        wanted = [later_month(newest, -back) for back in reversed(range(AHEAD_MONTHS))]
        months = [month for month in wanted if first is not None and first <= month <= last]
        if months:
            protected_rows(connection, list(catalogue()), months, None, here.choices.disclosure_limit)
            for ids, earlier in _earlier_months_read(newest, max(first, wanted[0])).items():
                there = [month for month in earlier if first <= month]
                protected_rows(connection, ids, there, None, here.choices.disclosure_limit)
    return len(months)


def _earlier_months_read(newest: date, before: date) -> dict[tuple[str, ...], list[date]]:
    """Figures with the months before a month that their trend is read from, those with the same months together."""
    together: dict[tuple[date, ...], list[str]] = {}
    for name, figure in catalogue().items():
        earlier = tuple(month for month in months_read(figure.part(None), newest) if month < before)
        together.setdefault(earlier, []).append(name)
    return {tuple(ids): list(months) for months, ids in together.items() if months}


def protected_set(
    connection: duckdb.DuckDBPyConnection,
    ids: Sequence[str],
    months: Sequence[date],
    municipalities: Sequence[str | None],
    limit: int,
) -> list[Row]:
    """The fixed set of cells of these figures, protected together with everything they could be worked out from."""
    wanted = frozenset((name, month) for name in ids for month in months)
    asked = _Asked(wanted, municipalities, _peopled(connection), limit)
    rows = _protected(_measured(connection, asked), asked)
    return _in_order([row for place in sorted(wanted) for row in rows[place]], ids)


def _made(connection: duckdb.DuckDBPyConnection, asked: _Asked, file: KeptRows) -> Kept:
    """The rows that this warehouse has none of yet: those that equal cells gave before, and the rest protected now."""
    tables = _measured(connection, asked)
    digests = {place: _digest(cells) for place, cells in tables.items()}
    marks = {place: _mark(place, digests, asked.peopled) for place in asked.places}
    found = file.of_equal_cells(marks)
    if left := asked.places - set(found):
        found |= _protected(tables, replace(asked, places=left))
    file.keep({place: (marks[place], found[place]) for place in asked.places})
    return found


def _needed(place: Place) -> list[Place]:
    """The figures and months that decide what is shown of a figure in a month."""
    name, month = place
    return [(one, linked) for linked in linked_months(name, month) for one in sorted(family(name))]


def _measured(connection: duckdb.DuckDBPyConnection, asked: _Asked) -> Tables:
    """The cells of all that decides what is asked, by figure and month."""
    months = dict[str, set[date]]()
    for name, month in {needed for place in asked.places for needed in _needed(place)}:
        months.setdefault(name, set()).add(month)
    found = dict[Place, list[ScopedCell]]()
    for name in [name for name in catalogue() if name in months]:
        for municipality, cell in measure_set(
            connection, catalogue()[name], sorted(months[name]), (None, *PUBLISHED_BREAKDOWNS), asked.municipalities
        ):
            found.setdefault((name, cell.month), []).append(ScopedCell(municipality, cell))
    return found


def _protected(tables: Tables, asked: _Asked) -> Kept:
    """The rows of what is asked, all protected in one go."""
    needed = {needed for place in asked.places for needed in _needed(place)}
    cells = [cell for place, own in tables.items() if place in needed for cell in own]
    found: Kept = {place: [] for place in asked.places}
    for row in protect(cells, asked.limit, asked.peopled):
        if (row.figure, row.month) in found:
            found[row.figure, row.month].append(row)
    return found


def _digest(cells: Iterable[ScopedCell]) -> bytes:
    told = sha256()
    for one in cells:
        told.update(repr((one.municipality, *vars(one.cell).values())).encode())
    return told.digest()


def _mark(place: Place, digests: Mapping[Place, bytes], peopled: Iterable[str]) -> str:
    """A name for all that decides a figure's month: equal cells, equal name."""
    told = sha256(repr(sorted(peopled)).encode())
    for name, month in _needed(place):
        told.update(f"{name} {month} ".encode() + digests[name, month])
    return told.hexdigest()


def _in_order(rows: Iterable[Row], ids: Sequence[str]) -> list[Row]:
    """Figures as they were asked for, each part by part, month by month."""
    known = catalogue()
    order = {key: at for at, key in enumerate((name, part.name) for name in ids for part in known[name].parts)}
    return sorted(rows, key=lambda row: (order[row.figure, row.part], row.month))


def _municipalities(connection: duckdb.DuckDBPyConnection) -> list[str | None]:
    """None for all of them together, and each one there is."""
    return [None, *municipalities(connection)]


def _peopled(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The municipalities that anybody has ever been in."""
    with connection.cursor() as cursor:
        found = cursor.execute("select distinct municipality from staging.citizens").fetchall()
    return frozenset(row[0] for row in found)
