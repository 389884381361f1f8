"""When registrations were made: in time, or after the end of the month that follows theirs.

What counts is when the row first stood in the store; a later correction makes nothing late. Rows of a file count from
the day it was loaded, and are counted apart: when they were written, only those who wrote them know.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from pipelines.double_bottom_line import later_month
from pipelines.due import month_end
from pipelines.store import engine_if_made
from pipelines.store_connection import told_in_danish
from pipelines.store_schema import metadata

ENTRY_TABLES = ("time_use", "monthly_status", "measurements")


@dataclass(frozen=True, slots=True)
class Entry:
    """One registration, the month it is for and when (UTC) it first came in; typed: in the app, not from a file."""

    table: str
    citizen_id: str
    month: date
    entered_at: datetime
    typed: bool

    @property
    def is_late(self) -> bool:
        """Whether it came after the end of the month that follows its own."""
        return self.entered_at.date() > month_end(later_month(self.month, 1))


@dataclass(frozen=True)
class Lateness:
    """How many registrations of a month came in time and how many late, typed and from files."""

    typed_in_time: int = 0
    typed_late: int = 0
    loaded_in_time: int = 0
    loaded_late: int = 0


def entries(store_url: str, citizens: Collection[str]) -> list[Entry]:
    """The first coming of every registration of the citizens that still stands in the history; expected scores are none."""
    engine = engine_if_made(store_url)
    if engine is None:
        return []
    history, loads = metadata().tables["history"], metadata().tables["loads"]
    first = (
        select(history.c.table_name, history.c.row_key, history.c.citizen_id, func.min(history.c.id).label("id"))
        .where(history.c.operation == "insert", history.c.table_name.in_(ENTRY_TABLES))
        .group_by(history.c.table_name, history.c.row_key, history.c.citizen_id)
        .subquery()
    )
    query = (
        select(first.c.table_name, first.c.row_key, first.c.citizen_id, history.c.changed_at, loads.c.files)
        .join(history, history.c.id == first.c.id)
        .join(loads, loads.c.id == history.c.load_id)
    )
    with told_in_danish(engine.url), engine.connect() as connection:
        rows = connection.execute(query).all()
    engine.dispose()
    return [
        Entry(row.table_name, row.citizen_id, month, row.changed_at, not json.loads(row.files))
        for row in rows
        if row.citizen_id in citizens and (month := _month(json.loads(row.row_key))) is not None
    ]


def _month(key: dict[str, str | None]) -> date | None:
    """The month a registration is for; None for an expected score, which is for no month that has to be registered."""
    if key.get("kind") == "expected":
        return None
    day = key.get("month") or key.get("measured_on")
    return date.fromisoformat(day).replace(day=1) if day else None


def lateness(found: Iterable[Entry], first: date, last: date) -> dict[date, Lateness]:
    """Month by month, for the months that have a registration."""
    counts: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for entry in (entry for entry in found if first <= entry.month <= last):
        way, when = ("typed" if entry.typed else "loaded"), ("late" if entry.is_late else "in_time")
        counts[entry.month][f"{way}_{when}"] += 1
    return {month: Lateness(**counts[month]) for month in sorted(counts)}
