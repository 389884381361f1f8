"""How long the overview of 200 active courses and one course's page take: python -m tests.benchmark_overview.

Against an empty page: what every page does first, which is to ask the settings, the user's reach and the warehouse.
"""

import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from app.registry import courses, door, overview
from app.rights import Grant, User, Visit
from pipelines import build, loading
from pipelines.choices import with_stored_choices
from pipelines.double_bottom_line import later_month
from pipelines.settings import Choices, Settings

TODAY = date(2025, 6, 30)
COURSES = 200
MONTHS = 12
START = date(2024, 7, 1)


def write(folder: Path) -> None:
    """200 courses begun a year ago: an estimate, hours, a status each month, four measurements and three expected."""
    lines: dict[str, list[str]] = {
        "citizens": ["citizen_id,municipality,team,target_group,referred_on"],
        "courses": ["course_id,citizen_id,method,started_on,caseworker,progression_measure"],
        "expected_time": ["course_id,period,hours,estimated_on,basis"],
        "time_use": ["course_id,month,caseworker,hours"],
        "monthly_status": ["citizen_id,month,housing"],
        "measurements": ["course_id,measured_on,instrument,kind,score"],
    }
    months = [later_month(START, place) for place in range(MONTHS)]
    for n in range(COURSES):
        lines["citizens"].append(f"B{n},901,Nord,homeless,2024-06-01")
        lines["courses"].append(f"F{n},B{n},{'CTI' if n % 2 else 'ICM'},2024-07-01,anne,WHO5")
        periods = range(1, 4) if n % 2 else range(1, MONTHS + 1)
        lines["expected_time"] += [f"F{n},{period},{8 + n % 7},2024-07-01,average" for period in periods]
        lines["time_use"] += [f"F{n},{month:%Y-%m},anne,{2 + (n + at) % 9}" for at, month in enumerate(months)]
        lines["monthly_status"] += [f"B{n},{month:%Y-%m},own_home" for month in months]
        for at in (0, 3, 6, 9):
            lines["measurements"].append(
                f"F{n},{later_month(START, at):%Y-%m}-20,WHO5,actual,{32 + 4 * ((n + at) % 10)}"
            )
        for at in (0, 6, 11):
            lines["measurements"].append(
                f"F{n},{later_month(START, at):%Y-%m}-25,WHO5,expected,{40 + 2 * (at // 6) * 4}"
            )
    folder.mkdir(parents=True)
    for name, rows in lines.items():
        (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def made(home: Path) -> Settings:
    """An installation with those courses, built."""
    here = Settings(home, f"sqlite:///{home / 'store.db'}", TODAY, Choices())
    write(home / "csv")
    at = datetime(2025, 6, 30, 12, 0)
    result = loading.load(
        here.store_url, [home / "csv"], today=TODAY, who="benchmark", source="benchmark", decimal=None, at=at
    )
    if result.faults:
        raise RuntimeError(result.faults[0].message)
    build.build_from_store(here)
    return here


def seconds(work: Callable[[], object]) -> float:
    """The best of five, so that what else the machine does counts least."""
    return min(_once(work) for _ in range(5))


def _once(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    """Print the three times and their ratios."""
    home = Path(tempfile.mkdtemp()) / "home"
    try:
        visit = Visit(made(home), User("lead", (Grant("project_lead", "901"),)))

        def empty_page() -> None:
            with_stored_choices(visit.here)
            build.freshen(visit.here)
            door.reached(visit)

        empty = seconds(empty_page)
        whole = seconds(lambda: overview.team_overview(visit, TODAY.replace(day=1)))
        one = seconds(lambda: courses.course_view(visit, "F7", TODAY))
        assert len(overview.team_overview(visit, TODAY.replace(day=1))) == COURSES
    finally:
        shutil.rmtree(home.parent)
    print(f"empty page {1000 * empty:.0f} ms; overview of {COURSES} {1000 * whole:.0f} ms (ratio {whole / empty:.1f}); "
          f"one course {1000 * one:.0f} ms (ratio {one / empty:.1f})")  # fmt: skip


if __name__ == "__main__":
    main()
