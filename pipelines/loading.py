"""Files into the store of record: checked, compared with what is there, and stored all or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from pipelines import danish
from pipelines.changes import Changes, changes
from pipelines.contract import Checked, check, check_rows
from pipelines.cpr import masked
from pipelines.fault import Fault, faults_as_text
from pipelines.schema import contracts
from pipelines.store import Counts, Stored, opened, read_store
from pipelines.store_connection import writing
from pipelines.store_writing import Origin, Row, last_load, utc, write


@dataclass(frozen=True)
class LoadResult:
    """What came of a load: its faults, or per table how many rows were new, changed or there already.

    load_id is None when nothing was stored, because of faults or because nothing was new.
    """

    faults: list[Fault]
    counts: dict[str, Counts]
    load_id: int | None


@dataclass(frozen=True)
class _Plan:
    """What a load would do to the store as it was after load number `after`."""

    faults: list[Fault]
    changes: dict[str, Changes]
    after: int

    @property
    def counts(self) -> dict[str, Counts]:
        return {name: Counts(table.new, table.changed, table.unchanged) for name, table in self.changes.items()}

    @property
    def rows(self) -> dict[str, list[Row]]:
        """What is written, table by table."""
        return {name: table.rows.to_pylist() for name, table in self.changes.items()}

    @property
    def does_nothing(self) -> bool:
        return not any(table.rows.num_rows for table in self.changes.values())


def load(
    store: Engine | str,
    paths: Sequence[Path],
    *,
    today: date,
    who: str,
    source: str,
    at: datetime,
    decimal: str | None = None,
) -> LoadResult:
    """Check files against the store and keep them: all rows with their history, or nothing when there is a fault.

    The same key replaces the earlier row, which stays in the history; rows that are there already change nothing.
    Raises StoreError if the store cannot be used.
    """
    by = origin(who, source, paths, at, today)
    return store_checked(store, lambda stored: check(paths, today=today, decimal=decimal, stored=stored.tables), by)


def load_rows(
    store: Engine | str,
    rows: Mapping[str, Sequence[Mapping[str, str | None]]],
    *,
    today: date,
    who: str,
    source: str,
    at: datetime,
) -> LoadResult:
    """The same for rows that were typed in, as text by table and column."""

    def checked_against(stored: Stored) -> Checked:
        return check_rows(rows, today=today, source=source, stored=stored.tables)

    return store_checked(store, checked_against, origin(who, source, [], at, today))


def origin(who: str, source: str, paths: Sequence[Path], at: datetime, today: date) -> Origin:
    """Where a load comes from, as the log keeps it: without CPR numbers, in UTC, holding from today's month."""
    return Origin(who, masked(source), _file_names(paths), utc(at), today.replace(day=1))


def store_checked(
    store: Engine | str,
    checked_against: Callable[[Stored], Checked],
    origin: Origin,
    beside: Callable[[Connection], None] | None = None,
) -> LoadResult:
    """Keep the rows that `checked_against` finds faultless against the store.

    Checks before it takes the writers' turn, and once more with the turn if another load landed meanwhile. beside: what
    else is written when there is no fault, just before the rows and in the same transaction; what it raises stops all.
    """
    url = store if isinstance(store, str) else store.url.render_as_string(hide_password=False)
    plan = _plan(read_store(url), checked_against)
    if plan.faults or (plan.does_nothing and beside is None):
        return LoadResult(plan.faults, plan.counts, None)
    with opened(store) as engine, writing(engine) as connection:
        if last_load(connection) != plan.after:
            plan = _plan(read_store(url), checked_against)
        if beside is not None and not plan.faults:
            beside(connection)
        load_id = None if plan.does_nothing else write(connection, plan.rows, plan.counts, origin)
    return LoadResult(plan.faults, plan.counts, load_id)


def _plan(stored: Stored, checked_against: Callable[[Stored], Checked]) -> _Plan:
    checked = checked_against(stored)
    differing = {} if checked.faults else changes(checked.tables, stored.tables)
    return _Plan(checked.faults, differing, stored.last_load)


def _file_names(paths: Sequence[Path]) -> list[str]:
    """The files, also those of a folder, without where they lay; a name may hold a CPR number, which is masked."""
    files = [sorted(path.glob("*.[cCxX]*")) if path.is_dir() else [path] for path in paths]
    return [masked(file.name) for found in files for file in found]


def format_load(result: LoadResult) -> str:
    """The result in Danish: the faults, or what was stored table by table."""
    if result.faults:
        return faults_as_text(result.faults)
    if result.load_id is None:
        return _nothing_new(sum(counts.unchanged for counts in result.counts.values()))
    lines = [_table_line(contracts()[name].label_da, counts) for name, counts in result.counts.items()]
    return "\n".join([f"Indlæst som nr. {result.load_id}.", *lines])


def _nothing_new(rows: int) -> str:
    if rows == 0:
        return "Intet nyt: der var ingen rækker."
    if rows == 1:
        return "Intet nyt: rækken var der i forvejen."
    return f"Intet nyt: alle {danish.number(rows, 0)} rækker var der i forvejen."


def _table_line(label: str, counts: Counts) -> str:
    words = (("ny", "nye"), ("ændret", "ændrede"), ("uændret", "uændrede"))
    numbers = (counts.new, counts.changed, counts.unchanged)
    parts = (f"{danish.number(number, 0)} {word[number != 1]}" for number, word in zip(numbers, words, strict=True))
    return f"{label}: {', '.join(parts)}"
