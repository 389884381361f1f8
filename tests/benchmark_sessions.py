"""How the app holds up with many at once: python -m tests.benchmark_sessions [SESSIONS].

Each visitor opens Min måned on a course of their own, fills in the hours, leaves the field (a draft is kept) and saves.
One visitor alone, then all of them in the same instant, then all of them within half a minute, against one served app.
"""

import asyncio
import random
import statistics
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import text
from streamlit.proto.WidgetStates_pb2 import WidgetState

from pipelines.store import opened
from tests.app.serving import sample_home, served
from tests.app.session_client import Visitor
from tests.stores import store_at

MONTH = "2025-12"
SPREAD_SECONDS = 30
Times = tuple[float, float, float]
RUNNING = """
    select course_id, caseworker from courses
    where ended_on is null and started_on < '2025-06-01' order by course_id
"""
HOURS = "select course_id, hours from time_use where month = '2025-12-01'"


async def visit(address: str, course: str, caseworker: str, hours: str, wait: float) -> Times:
    """The seconds until the form can be used, until a field that was left is kept, and until the save is answered."""
    await asyncio.sleep(wait)
    query = urlencode({"hvem": caseworker, "maaned": MONTH, "forloeb": course})
    async with Visitor(address, "min_maaned", query) as visitor:
        usable = await visitor.run()
        field = visitor.widget("text_input", lambda each: each.label.startswith("Timer") and not each.disabled)
        typed = WidgetState(id=field.id, string_value=hours)
        kept = await visitor.run(typed)
        button = visitor.widget("button", lambda each: each.label == "Gem og næste")
        saved = await visitor.run(typed, WidgetState(id=button.id, trigger_value=True))
    return usable, kept, saved


async def together(address: str, courses: list[tuple[str, str]], hours: str, spread: float) -> list[Times]:
    """All of them, each beginning some time within the spread."""
    chance = random.Random(1)
    waits = [chance.uniform(0, spread) for _ in courses]
    return await asyncio.gather(
        *(visit(address, *course, hours, wait) for course, wait in zip(courses, waits, strict=True))
    )


def told(name: str, times: list[Times]) -> str:
    """Median and 95th percentile of each of the three."""
    parts = []
    for what, seconds in zip(("usable", "draft kept", "saved"), zip(*times, strict=True), strict=True):
        ordered = sorted(seconds)
        parts.append(f"{what} {statistics.median(ordered):.2f}/{ordered[int(0.95 * (len(ordered) - 1))]:.2f} s")
    return f"{name}: {', '.join(parts)} (median/p95)"


def main(sessions: int) -> None:
    """Print the times, and stop with an error unless every save is in the store."""
    with tempfile.TemporaryDirectory() as folder:
        home = sample_home(Path(folder) / "home")
        with opened(store_at(home)) as engine, engine.connect() as connection:
            courses = [(row.course_id, row.caseworker) for row in connection.execute(text(RUNNING))][:sessions]
        with served(home) as address:
            asyncio.run(together(address, courses[:1], "1,25", 0))
            print(told("1 session", [asyncio.run(together(address, courses[:1], f"{n},5", 0))[0] for n in range(2, 7)]))
            print(told(f"{len(courses)} in the same instant", asyncio.run(together(address, courses, "7,25", 0))))
            spread = asyncio.run(together(address, courses, "8,75", SPREAD_SECONDS))
            print(told(f"{len(courses)} within {SPREAD_SECONDS} s", spread))
        with opened(store_at(home)) as engine, engine.connect() as connection:
            stored = {row.course_id for row in connection.execute(text(HOURS)) if row.hours == 8.75}
    lost = [course for course, _ in courses if course not in stored]
    if lost:
        raise SystemExit(f"{len(lost)} of {len(courses)} saves are not in the store")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
