"""The access log in the store: who looked at, listed, changed, exported or deleted which citizen when. Never what."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, and_, insert, or_, select

from pipelines.store import opened
from pipelines.store_connection import told_in_danish, writing
from pipelines.store_schema import metadata

Action = Literal["looked_at", "listed", "changed", "exported", "deleted"]
ACTIONS_DA: dict[Action, str] = {
    "looked_at": "Set",
    "listed": "Vist på en liste",
    "changed": "Ændret",
    "exported": "Udleveret",
    "deleted": "Slettet",
}


@dataclass(frozen=True)
class Access:
    """One line of the log: at is UTC, role as the user had it then; citizen_id is None for what is about no citizen."""

    at: datetime
    user_name: str
    role: str
    action: Action
    citizen_id: str | None
    subject: str


def add_accesses(store: Engine | str, accesses: Iterable[Access]) -> None:
    """Add lines to the log, all in one transaction."""
    lines = [asdict(access) for access in accesses]
    if lines:
        with opened(store) as engine, writing(engine) as connection:
            write_accesses(connection, lines)


def write_accesses(connection: Connection, lines: list[dict[str, object]]) -> None:
    """The same within a transaction that has more to do."""
    connection.execute(insert(metadata().tables["access_log"]), lines)


def accesses(
    store: Engine | str,
    *,
    citizen_id: str | None = None,
    user_name: str | None = None,
    municipalities: Collection[str] | None = None,
    limit: int | None = 1000,
) -> list[Access]:
    """The newest lines, newest first; only a citizen's, a user's own, or some municipalities' where that is asked for.

    A municipality's lines are those about its citizens, and those about no citizen by people with a role there.
    """
    log = metadata().tables["access_log"]
    query = select(*(log.c[name] for name in Access.__dataclass_fields__)).order_by(log.c.id.desc()).limit(limit)
    if citizen_id is not None:
        query = query.where(log.c.citizen_id == citizen_id)
    if user_name is not None:
        query = query.where(log.c.user_name == user_name)
    if municipalities is not None:
        query = query.where(_within(municipalities))
    return [Access(**row._mapping) for row in _rows(store, query)]


def citizens_with_accesses(store: Engine | str, municipalities: Collection[str]) -> list[str]:
    """The citizens of some municipalities whom there are lines about."""
    log = metadata().tables["access_log"]
    query = select(log.c.citizen_id).where(log.c.citizen_id.is_not(None), _within(municipalities)).distinct()
    return sorted(row[0] for row in _rows(store, query))


def _within(municipalities: Collection[str]) -> ColumnElement[bool]:
    log, people, roles = (metadata().tables[name] for name in ("access_log", "citizens", "grants"))
    there = select(people.c.citizen_id).where(people.c.municipality.in_(sorted(municipalities)))
    staff = select(roles.c.user_name).where(roles.c.municipality.in_(sorted(municipalities)))
    return or_(log.c.citizen_id.in_(there), and_(log.c.citizen_id.is_(None), log.c.user_name.in_(staff)))


def _rows(store: Engine | str, query: Select[Any]) -> Sequence[Row[Any]]:
    with opened(store) as engine, told_in_danish(engine.url), engine.connect() as connection:
        return connection.execute(query).all()
