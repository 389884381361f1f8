"""How long one citizen's save takes beside a bare SQLite insert of as many rows: python -m tests.benchmark_save.

A save is what the month's form asks for: checked by the contracts beside the citizen's other rows, held against what
others saved meanwhile, and written with history and log. The store holds 200 courses of a year each.
"""

import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from pipelines.registering import Registered, Rows, citizen_rows, register
from pipelines.settings import Settings
from tests.benchmark_overview import TODAY, made

SAVES = 40
CITIZEN, COURSE, MONTH = "B7", "F7", "2025-06"
AT = datetime(2025, 6, 30, 12, 0)
Pair = tuple[float, float]


def unchanged(turn: int) -> Rows:
    """The month of a citizen without measurement: hours and status."""
    return {
        "time_use": [{"course_id": COURSE, "month": MONTH, "caseworker": "anne", "hours": f"{turn % 40 / 4}".replace(".", ",")}],
        "monthly_status": [{"citizen_id": CITIZEN, "month": MONTH, "housing": "own_home", "income": "benefit",
                            "shelter_nights": f"{turn % 29}"}],
    }  # fmt: skip


def measured(turn: int) -> Rows:
    """The same with WHO-5, and a reason for what is missing."""
    items = {f"item_{number}": f"{(turn + number) % 6}" for number in range(1, 6)}
    who5 = {"course_id": COURSE, "instrument": "WHO5", "kind": "actual", "measured_on": "20-06-2025", **items}
    reason = {"course_id": COURSE, "month": MONTH, "field": "occupation", "reason": ("declined", "later")[turn % 2]}
    return {**unchanged(turn), "measurements": [who5], "missing_reasons": [reason]}


def timed(work: Callable[[int], object]) -> Pair:
    """The median of many turns, the first few left out: seconds on the clock, and of the processor."""
    turns = []
    for turn in range(SAVES + 5):
        begun, spent = time.perf_counter(), time.process_time()
        work(turn)
        turns.append((time.perf_counter() - begun, time.process_time() - spent))
    clock, processor = zip(*turns[5:], strict=True)
    return statistics.median(clock), statistics.median(processor)


def saves(here: Settings, rows: Callable[[int], Rows]) -> Pair:
    """What a save takes from the store's address on, as the app's door asks for it; what was seen is read beforehand."""
    seen = citizen_rows(here.store_url, CITIZEN).version

    def save(turn: int) -> None:
        nonlocal seen
        given = {"who": "anne", "source": "Min måned", "reason": None, "today": TODAY, "at": AT}
        outcome = register(here.store_url, CITIZEN, rows(turn), based_on=seen, **given)
        if not isinstance(outcome, Registered):
            raise RuntimeError("the save was not stored")
        seen = outcome.version

    return timed(save)


def bare_inserts(file: Path, rows: int) -> Pair:
    """As many rows into one table of a file of its own, written down as safely."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=full")
        connection.execute("create table saved (citizen text, month text, value real, at text)")

        def insert(turn: int) -> None:
            connection.execute("begin immediate")
            for _ in range(rows):
                connection.execute("insert into saved values (?, ?, ?, ?)", (CITIZEN, MONTH, turn, AT.isoformat()))
            connection.execute("commit")

        return timed(insert)


def main() -> None:
    """Print both kinds of save, each beside the bare insert."""
    home = Path(tempfile.mkdtemp()) / "home"
    try:
        here = made(home)
        for name, rows in (("hours and status", unchanged), ("with WHO-5 and a reason", measured)):
            count = sum(len(each) for each in rows(0).values())
            bare, whole = bare_inserts(home / f"bare{count}.db", count), saves(here, rows)
            print(
                f"{name}: {1000 * whole[0]:.0f} ms ({1000 * whole[1]:.0f} ms processor); bare insert of {count} rows "
                f"{1000 * bare[0]:.2f} ms ({1000 * bare[1]:.2f}); ratio {whole[0] / bare[0]:.0f}"
            )
    finally:
        shutil.rmtree(home.parent)


if __name__ == "__main__":
    main()
