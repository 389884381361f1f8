"""Differences between an import and what is written: kept in the store, listed, and chosen between."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Engine, func, select

from pipelines.citizen_rows import FieldOrigin, StoredRow
from pipelines.contract import Checked, check_rows
from pipelines.cpr import masked
from pipelines.differences import Difference, as_texts, typed
from pipelines.importing import Covered
from pipelines.loading import LoadResult, Origin, store_checked
from pipelines.merging import Change
from pipelines.origins import Standing, standing, standing_in
from pipelines.registering import canonical, corrected_months
from pipelines.schema import contracts
from pipelines.store_connection import writing
from pipelines.store_schema import metadata

Choice = Literal["mine", "theirs"]
Disputed = tuple[str, str, str, str]
"""A field of a row and the source that says something else: table, row key, field, source."""


class StaleChoiceError(ValueError):
    """A choice about something that has changed since it was shown; the message is Danish."""


class NoReasonError(ValueError):
    """Values of earlier months would be corrected, and nobody has said why; the message is Danish."""


@dataclass(frozen=True)
class OpenDifference:
    """A difference nobody has chosen about: what is stored now and by whom, what the source says and since when."""

    id: int
    table: str
    row_key: str
    citizen_id: str | None
    field: str
    mine: Any
    origin: FieldOrigin | None
    theirs: Any
    source: str
    found_at: datetime


@dataclass(frozen=True)
class Chosen:
    """One choice: which difference, what stood as mine when it was shown, and whose value it is to be."""

    id: int
    mine: Any
    choice: Choice


def record(
    store: Engine, found: Sequence[Difference], covered: Set[Covered], *, source: str, who: str, at: datetime
) -> int:
    """Write down what an import disagreed about, and that it no longer disputes other fields of the rows it covered.

    What stands open already, or was answered about the same value, is not asked again. Returns how many are new.
    """
    with writing(store) as connection:
        latest = _latest(connection, source=source)
        new = [each for each in found if _is_news(each, latest.get((each.table, each.row_key, each.field, source)))]
        disputed = {(each.table, each.row_key, each.field) for each in found}
        gone = [
            line
            for (table, row_key, field, _), line in latest.items()
            if line.event == "found"
            and (table, tuple(json.loads(row_key).values())) in covered
            and (table, row_key, field) not in disputed
        ]
        by = {"source": source, "done_by": who, "at": at}
        _add(connection, [_line(each) | by for each in new] + [_again(line) | by | {"event": "gone"} for line in gone])
    return len(new)


def _is_news(found: Difference, line: Any) -> bool:
    if line is None or line.event in ("gone", "taken"):
        return True
    same = json.loads(line.theirs) == found.theirs
    return not same or (line.event == "found" and json.loads(line.mine) != found.mine)


def _line(found: Difference) -> dict[str, Any]:
    place = {"table_name": found.table, "row_key": found.row_key, "field": found.field, "citizen_id": found.citizen_id}
    values = {"mine": json.dumps(found.mine), "theirs": json.dumps(found.theirs)}
    return {"event": "found"} | place | values


def _again(line: Any) -> dict[str, Any]:
    """The same line once more, to say what became of it."""
    return {name: value for name, value in line._mapping.items() if name != "id"}


def _add(connection: Connection, lines: list[dict[str, Any]]) -> None:
    if lines:
        connection.execute(metadata().tables["differences"].insert(), lines)


def _latest(connection: Connection, *, source: str | None = None) -> dict[Disputed, Any]:
    """The newest line of every field that was ever disputed, of one source or of all."""
    table = metadata().tables["differences"]
    newest = select(func.max(table.c.id)).group_by(table.c.table_name, table.c.row_key, table.c.field, table.c.source)
    query = select(table).where(table.c.id.in_(newest)).order_by(table.c.id)
    if source is not None:
        query = query.where(table.c.source == source)
    return {(line.table_name, line.row_key, line.field, line.source): line for line in connection.execute(query)}


def open_differences(store: Engine) -> list[OpenDifference]:
    """What there is to choose between, oldest first; what has been brought into agreement since is not there."""
    with store.connect() as connection:
        return _open_in(connection)


def _open_in(connection: Connection) -> list[OpenDifference]:
    """The same within a transaction that has more to do."""
    lines = [line for line in _latest(connection).values() if line.event == "found"]
    rows = standing_in(connection, _keys(lines))
    found = [_open(line, rows.get((line.table_name, line.row_key))) for line in lines]
    return [each for each in found if each is not None and each.mine != each.theirs]


def _keys(lines: Iterable[Any]) -> dict[str, list[str]]:
    keys: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        if line.row_key not in keys[line.table_name]:
            keys[line.table_name].append(line.row_key)
    return keys


def _open(line: Any, row: Standing | None) -> OpenDifference | None:
    """A line with the row as it stands; None where the row is no longer there."""
    if row is None or row.values is None:
        return None
    mine, origin = row.values.get(line.field), row.origins.get(line.field)
    return OpenDifference(
        line.id, line.table_name, line.row_key, line.citizen_id, line.field, mine, origin,
        json.loads(line.theirs), line.source, line.at,
    )  # fmt: skip


def corrected(found: OpenDifference, today: date) -> tuple[date, ...]:
    """The earlier month in which taking theirs would correct something known, for which a reason is asked; else none."""
    contract, key = contracts()[found.table], json.loads(found.row_key)
    before, after = (canonical(contract, {**key, found.field: value}) for value in (found.mine, found.theirs))
    return corrected_months([Change(found.table, StoredRow(found.table, found.row_key, 0, before, {}), after)], today)


def choose(
    store: Engine, choices: Sequence[Chosen], *, who: str, today: date, at: datetime, reason: str = ""
) -> LoadResult:
    """Keep mine or take theirs, all of the choices or none; what is taken in one go comes from one source.

    A value taken is checked by the contracts and stored as coming from its source, so that the source may change it
    again. Raises StaleChoiceError when a difference was settled, or its value changed, after it was shown, and
    NoReasonError without a reason for taking what corrects an earlier month.
    """
    with store.connect() as connection:
        shown = _as_shown(connection, choices)
    taken = [shown[chosen.id] for chosen in choices if chosen.choice == "theirs"]
    if not reason.strip() and any(corrected(each, today) for each in taken):
        raise NoReasonError("Skriv, hvorfor en tidligere måned rettes.")
    sources = list(dict.fromkeys(each.source for each in taken))
    if len(sources) > 1:
        raise ValueError("Vælg for én kilde ad gangen.")
    moment = at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at

    def settle(connection: Connection) -> None:
        _settle(connection, choices, {"done_by": who, "at": moment})

    if taken:
        why = masked(reason).strip() or None
        return _take(store, taken, Origin(who, sources[0], [], moment, today.replace(day=1), why), today, settle)
    with writing(store) as connection:
        settle(connection)
    return LoadResult([], {}, None)


def _as_shown(connection: Connection, choices: Sequence[Chosen]) -> dict[int, OpenDifference]:
    """The open differences, when those chosen about are as they were shown. Raises StaleChoiceError."""
    found = {each.id: each for each in _open_in(connection)}
    for chosen in choices:
        if chosen.id not in found or found[chosen.id].mine != chosen.mine:
            raise StaleChoiceError("Forskellen er ændret, siden siden blev vist. Se den nye liste, og vælg igen.")
    return found


def _settle(connection: Connection, choices: Sequence[Chosen], by: dict[str, Any]) -> None:
    """Write down what was chosen, held against what stands now, while nobody else writes."""
    _as_shown(connection, choices)
    ids = {chosen.id: {"mine": "kept", "theirs": "taken"}[chosen.choice] for chosen in choices}
    lines = [line for line in _latest(connection).values() if line.id in ids]
    _add(connection, [_again(line) | by | {"event": ids[line.id]} for line in lines])


def _take(
    store: Engine, taken: Sequence[OpenDifference], origin: Origin, today: date, settle: Callable[[Connection], None]
) -> LoadResult:
    """Store their values over the rows as they stand, through the same rules as everything else, and settle with it."""

    def checked_against(stored: Any) -> Checked:
        return check_rows(_rows(store, taken), today=today, source=origin.source, stored=stored.tables)

    return store_checked(store, checked_against, origin, beside=settle)


def _rows(store: Engine, taken: Sequence[OpenDifference]) -> Mapping[str, list[dict[str, str | None]]]:
    """The rows with the values taken, as text by table."""
    rows = standing(store, {each.table: [one.row_key for one in taken if one.table == each.table] for each in taken})
    values = {place: dict(row.values or {}) for place, row in rows.items()}
    for each in taken:
        values[each.table, each.row_key][each.field] = each.theirs
    texts: dict[str, list[dict[str, str | None]]] = defaultdict(list)
    for (table, _), row in values.items():
        columns = contracts()[table].columns
        given = {name: typed(columns[name], row.get(name)) for name in columns}
        texts[table].append(as_texts(contracts()[table], given))
    return texts
