"""Erasure of a citizen: the only door past the triggers, and nothing left behind but that an erasure happened."""

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Engine,
    Table,
    cast,
    delete,
    event,
    exists,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from pipelines import build, warehouse
from pipelines.cpr import has_cpr
from pipelines.double_bottom_line import later_month
from pipelines.settings import Settings
from pipelines.store import opened
from pipelines.store_connection import address, fold_log, told_in_danish, writing
from pipelines.store_reading import COPIES
from pipelines.store_schema import metadata

LONGEST_REASON = 200
DUE_REASON = "Fristen er udløbet"


class ErasureError(ValueError):
    """An erasure that is not carried out; the message is Danish and says why."""


@dataclass(frozen=True)
class Erased:
    """What an erasure removed: rows by table, and files in the data folder that still name the citizen."""

    rows: dict[str, int]
    left: tuple[Path, ...]


def erase(here: Settings, citizen_id: str, *, reason: str, who: str, at: datetime) -> Erased:
    """Remove everything about a citizen from the store and from what is derived of it, and log that it happened.

    Raises ErasureError for a citizen who is not there, or a reason that is missing or names the citizen.
    """
    _refuse_reason(reason, [citizen_id])
    with opened(here.store_url) as engine:
        with _forgetting(engine), writing(engine) as connection:
            courses = _courses_of(connection, citizen_id)
            _refuse_reason(reason, courses)
            rows = _remove(connection, citizen_id, courses)
            if not any(rows.values()):
                raise ErasureError("Der er ikke registreret noget om den borger. Intet er slettet.")
            _log(connection, reason, who, at)
        _compact(engine)
        _forget_derived(here, engine)
    return Erased(rows, files_naming(here.home, [citizen_id, *courses], here.store_url))


def erase_due(here: Settings, *, who: str, at: datetime) -> list[Erased]:
    """Erase every citizen whose period is over. Raises ErasureError until the municipality has chosen the period."""
    return [erase(here, citizen_id, reason=DUE_REASON, who=who, at=at) for citizen_id in due(here)]


def due(here: Settings) -> list[str]:
    """The citizens whose last course ended, or who were referred and never had one, more than the period ago.

    A citizen with a running course is not due. Raises ErasureError until the period is chosen.
    """
    months = here.choices.erase_after_months
    if months is None:
        raise ErasureError(
            "Kommunen har ikke valgt, hvornår borgere slettes. Sæt erase_after_months i settings.yaml eller i appen."
        )
    people, courses = metadata().tables["citizens"], metadata().tables["courses"]
    running = exists().where(courses.c.citizen_id == people.c.citizen_id, courses.c.ended_on.is_(None))
    last = select(func.max(courses.c.ended_on)).where(courses.c.citizen_id == people.c.citizen_id).scalar_subquery()
    query = select(people.c.citizen_id, func.coalesce(last, people.c.referred_on).label("last")).where(~running)
    with opened(here.store_url) as engine, told_in_danish(engine.url), engine.connect() as connection:
        found = [(row.citizen_id, _day(row.last)) for row in connection.execute(query)]
    return sorted(name for name, day in found if _over(day, months, here.today))


def _day(value: Any) -> date:
    """SQLite gives a day that was worked out as text."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def _over(day: date, months: int, today: date) -> bool:
    """Whether so many whole months lie between the day's month and today's."""
    return later_month(day.replace(day=1), months) < today.replace(day=1)


def _refuse_reason(reason: str, names: Sequence[str]) -> None:
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise ErasureError(f"Skriv en grund på højst {LONGEST_REASON} tegn, fx: borgeren har bedt om det.")
    if any(name.casefold() in reason.casefold() for name in names) or has_cpr(reason):
        raise ErasureError("Grunden må ikke nævne borgeren: den bliver stående i loggen. Skriv den om.")


def _courses_of(connection: Connection, citizen_id: str) -> list[str]:
    """The citizen's courses, also those that were taken away again or moved to another citizen by mistake."""
    courses, history = metadata().tables["courses"], metadata().tables["history"]
    now = connection.execute(select(courses.c.course_id).where(courses.c.citizen_id == citizen_id)).scalars()
    own = history.c.table_name == "courses", history.c.citizen_id == citizen_id
    keys = connection.execute(select(history.c.row_key).where(*own).distinct()).scalars()
    before = {json.loads(key)["course_id"] for key in keys}
    others = connection.execute(select(courses.c.course_id).where(courses.c.citizen_id != citizen_id)).scalars()
    return sorted((set(now) | before) - set(others))


def _remove(connection: Connection, citizen_id: str, courses: Sequence[str]) -> dict[str, int]:
    """Every row that is about the citizen or one of the courses, children before parents; how many by table."""
    removed = {}
    for table in reversed(metadata().sorted_tables):
        about = _about(table, citizen_id, courses, connection.dialect.name)
        if about is not None:
            with _past_triggers(connection, table):
                removed[table.name] = connection.execute(delete(table).where(about)).rowcount
    _mask_files(connection, [citizen_id, *courses])
    return removed


def _about(table: Table, citizen_id: str, courses: Sequence[str], dialect: str) -> ColumnElement[bool] | None:
    """Which rows of a table are about the citizen; None for a table that is about nobody."""
    named = {"citizen_id": [citizen_id], "course_id": list(courses)}
    conditions = [table.c[name].in_(ids) for name, ids in named.items() if name in table.c]
    if "row_key" in table.c:
        versions = [table.c[name] for name in ("row_key", "old", "new") if name in table.c]
        conditions += [_said(one, name, dialect).in_(ids) for one in versions for name, ids in named.items()]
    return or_(*conditions) if conditions else None


def _said(column: ColumnElement[Any], name: str, dialect: str) -> ColumnElement[Any]:
    """A value of a column of JSON, to be compared whole and letter for letter, which LIKE on SQLite does not."""
    if dialect == "postgresql":
        return cast(column, JSON)[name].as_string()
    return func.json_extract(column, f"$.{name}")


def _mask_files(connection: Connection, names: Sequence[str]) -> None:
    """A load's files and source may be named after the citizen; the load itself stays."""
    loads = metadata().tables["loads"]
    tokens = _tokens(names, _others(connection))
    with _past_triggers(connection, loads):
        for load in connection.execute(select(loads.c.id, loads.c.files, loads.c.source)).all():
            hidden = {name: _masked(getattr(load, name), names, tokens) for name in ("files", "source")}
            if hidden != {"files": load.files, "source": load.source}:
                connection.execute(update(loads).where(loads.c.id == load.id).values(hidden))


def _others(connection: Connection) -> list[str]:
    """The ids of everybody who is left; a name of theirs may hold one that goes: 12 in B-12."""
    columns = metadata().tables["citizens"].c.citizen_id, metadata().tables["courses"].c.course_id
    return [name for column in columns for name in connection.execute(select(column)).scalars()]


def _tokens(names: Sequence[str], others: Sequence[str]) -> re.Pattern[str]:
    """The names where they stand whole, and the longer ids of others that hold one of them.

    Letters and digits go on with a name. A hyphen does so only beside a bare number, as in a date: files are called
    eksport-B-014-2025.
    """
    longer = [other for other in others if any(name in other for name in names)]
    by_length = sorted({*names, *longer}, key=len, reverse=True)
    return re.compile("|".join(_whole(name) for name in by_length))


def _whole(name: str) -> str:
    goes_on = r"[\w-]" if name.isdigit() else r"[^\W_]"
    return f"(?<!{goes_on}){re.escape(name)}(?!{goes_on})"


def _masked(text_: str, names: Sequence[str], tokens: re.Pattern[str]) -> str:
    return tokens.sub(lambda found: "slettet" if found[0] in names else found[0], text_)


def _log(connection: Connection, reason: str, who: str, at: datetime) -> None:
    """That an erasure happened, when, by whom and why; not of whom."""
    line = {"at": at, "user_name": who, "role": "administrator", "action": "deleted", "citizen_id": None,
            "subject": f"Sletning: {reason.strip()}"}  # fmt: skip
    connection.execute(insert(metadata().tables["access_log"]), line)


@contextmanager
def _past_triggers(connection: Connection, table: Table) -> Iterator[None]:
    """Without the table's triggers for as long as the block lasts; within the transaction, so nobody else sees it."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"alter table {table.name} disable trigger user"))
        yield
        connection.execute(text(f"alter table {table.name} enable trigger user"))
        return
    query = text("select name, sql from sqlite_master where type = 'trigger' and tbl_name = :name order by name")
    triggers = connection.execute(query, {"name": table.name}).all()
    for trigger in triggers:
        connection.exec_driver_sql(f"drop trigger {trigger.name}")
    yield
    for trigger in triggers:
        connection.exec_driver_sql(trigger.sql)


@contextmanager
def _forgetting(engine: Engine) -> Iterator[None]:
    """SQLite writes zeros over what is deleted."""
    if engine.dialect.name != "sqlite":
        yield
        return

    def set_secure(connection: Any, _record: object) -> None:
        connection.execute("pragma secure_delete=on")

    event.listen(engine, "connect", set_secure)
    try:
        yield
    finally:
        event.remove(engine, "connect", set_secure)


def _compact(engine: Engine) -> None:
    """Rewrite the store without what was deleted, and empty the write-ahead log."""
    if engine.dialect.name == "sqlite":
        fold_log(engine, vacuum=True)
        return
    with told_in_danish(engine.url), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in metadata().sorted_tables:
            if {"citizen_id", "course_id"} & set(table.c.keys()) or table.name == "loads":
                connection.execute(text(f"vacuum (full) {table.name}"))


def _forget_derived(here: Settings, engine: Engine) -> None:
    """A new warehouse and no earlier one; where none can be built, none at all. No reader's copy of the store either."""
    if (here.home / "warehouse").exists():
        try:
            build.build_from_store(here)
        except warehouse.WarehouseError:
            warehouse.remove_all(here.home)
            raise
        warehouse.remove_earlier(here.home)
    if engine.dialect.name == "sqlite":
        for copy in Path(str(engine.url.database)).parent.glob(f"{COPIES}*"):
            shutil.rmtree(copy, ignore_errors=True)


def files_naming(home: Path, names: Sequence[str], store_url: str) -> tuple[Path, ...]:
    """The files in the data folder in which one of the names stands: delivered extracts, exports, notes.

    The store's own files are never opened here: closing one would drop the locks of this process (decision 8).
    """
    store = Path(str(address(store_url).database)).name
    sought = [name.encode() for name in names]
    return tuple(
        path
        for path in sorted(home.rglob("*"))
        if path.is_file() and not path.name.startswith(store) and any(name in path.read_bytes() for name in sought)
    )


def erased_da(erased: Sequence[Erased]) -> str:
    """What was erased, in Danish, without saying whom."""
    if not erased:
        return "Ingen borgere skal slettes nu."
    rows = sum(sum(each.rows.values()) for each in erased)
    lines = [f"Slettet: {len(erased)} {'borger' if len(erased) == 1 else 'borgere'}, {rows} rækker."]
    left = sorted({str(path) for each in erased for path in each.left})
    lines += [f"Filen {path} nævner stadig en slettet borger. Slet den, hvis den ikke skal bruges." for path in left]
    return "\n".join([*lines, "Husk sikkerhedskopier og filer uden for datamappen."])
