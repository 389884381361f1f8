"""What figures are used for, counted by month without a word on who: views, meetings and reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import func, insert, select

from pipelines.double_bottom_line import later_month
from pipelines.store import engine_if_made, opened
from pipelines.store_connection import told_in_danish, writing
from pipelines.store_schema import metadata

Kind = Literal["view", "meeting", "report"]
KINDS_DA: dict[Kind, str] = {"view": "set", "meeting": "på møde", "report": "i rapport"}
MONTHS_OF_USE = 6


@dataclass(frozen=True)
class Use:
    """How often each kind of use has happened."""

    view: int = 0
    meeting: int = 0
    report: int = 0

    @property
    def total(self) -> int:
        """All of it together."""
        return self.view + self.meeting + self.report


@dataclass(frozen=True)
class Used:
    """The use of figures in a stretch of months; counted_since: the first month anything was ever counted in."""

    by_figure: dict[str, Use]
    counted_since: date | None

    def of(self, figure: str) -> Use:
        """The use of one figure."""
        return self.by_figure.get(figure, Use())


def count_use(store: str, figures: Iterable[str], kind: Kind, today: date) -> None:
    """Count that each of the figures was used once; only the month is kept."""
    lines = [{"figure": name, "kind": kind, "month": today.replace(day=1)} for name in figures]
    if lines:
        with opened(store) as engine, writing(engine) as connection:
            connection.execute(insert(metadata().tables["figure_use"]), lines)


def uses(store: str, today: date, months: int = MONTHS_OF_USE) -> Used:
    """The use in the last months, today's month the last of them."""
    engine = engine_if_made(store)
    if engine is None:
        return Used({}, None)
    table, first = metadata().tables["figure_use"], later_month(today.replace(day=1), 1 - months)
    grouped = select(table.c.figure, table.c.kind, func.count().label("times")).where(
        table.c.month >= first, table.c.month <= today
    )
    with told_in_danish(engine.url), engine.connect() as connection:
        rows = connection.execute(grouped.group_by(table.c.figure, table.c.kind)).all()
        since = connection.execute(select(func.min(table.c.month))).scalar()
    engine.dispose()
    counted: dict[str, dict[str, int]] = {}
    for row in rows:
        counted.setdefault(row.figure, {})[row.kind] = row.times
    return Used({name: Use(**kinds) for name, kinds in counted.items()}, since)
