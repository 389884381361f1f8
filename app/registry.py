"""The person-level door: every read and write of registrations by the app goes through here."""

import getpass
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipelines import build, contract, loading, store
from pipelines.course import course_double_bottom_line, course_head
from pipelines.course_life import CourseChoice, HousingMonth, Mark, course_choices, housing_months, marks
from pipelines.course_reading import CourseHead
from pipelines.double_bottom_line import DoubleBottomLine, later_month
from pipelines.figures import figures
from pipelines.settings import Settings
from pipelines.warehouse import open_warehouse

Upload = tuple[str, bytes]


def team_figures(
    here: Settings, month: date, months: int, ids: Sequence[str], by: str | None, where: Mapping[str, Sequence[str]]
) -> list[dict[str, Any]]:
    """Open figures for the team that works with the citizens."""
    return figures(here, month, months, ids, by, where, audience="team")


def filter_values(here: Settings) -> dict[str, list[str]]:
    """The municipalities and teams there are to choose between."""
    with open_warehouse(here.home) as connection, connection.cursor() as cursor:
        found = cursor.execute("select distinct municipality, team from marts.referred_month order by all").fetchall()
    return {
        "municipality": sorted({row[0] for row in found}),
        "team": sorted({row[1] for row in found if row[1] is not None}),
    }


def courses(here: Settings, municipality: str | None) -> list[CourseChoice]:
    """The courses to choose between, running ones first."""
    with open_warehouse(here.home) as connection:
        return course_choices(connection, municipality)


def course_page(
    here: Settings, course_id: str, on: date | None
) -> tuple[CourseHead, DoubleBottomLine, list[Mark], list[HousingMonth]]:
    """Everything the page Borger shows of one course on a day."""
    with open_warehouse(here.home) as connection:
        head = course_head(connection, course_id)
        line = course_double_bottom_line(connection, course_id, on, here.today, here.choices)
        begun = head.contact_on or head.started_on or here.today
        last = line.periods[-1].month if line.periods else here.today.replace(day=1)
        housing = housing_months(connection, head.citizen_id, begun.replace(day=1), last)
        return head, line, marks(connection, head), housing


def check_upload(here: Settings, uploads: Sequence[Upload], decimal: str | None) -> contract.Checked:
    """All faults of uploaded files, checked against what is stored; nothing is stored."""
    with TemporaryDirectory() as folder:
        paths = _written(Path(folder), uploads)
        checked = contract.check(paths, today=here.today, decimal=decimal, stored=store.stored_tables(here.store_url))
    return replace(checked, faults=[_named(fault) for fault in checked.faults])


def load_upload(here: Settings, uploads: Sequence[Upload], decimal: str | None) -> str:
    """Store uploaded files, all or nothing, and build the warehouse anew; what happened, in Danish."""
    with TemporaryDirectory() as folder:
        result = loading.load(
            here.store_url,
            _written(Path(folder), uploads),
            today=here.today,
            who=getpass.getuser(),
            source=", ".join(name for name, _ in uploads),
            decimal=decimal,
            at=datetime.now(UTC).replace(tzinfo=None),
        )
    if not result.faults:
        build.build_from_store(here)
    return loading.format_load(result)


def loads(here: Settings) -> list[store.LoadEntry]:
    """What was loaded when, by whom and from where, newest first."""
    return store.loads(here.store_url)


def _written(folder: Path, uploads: Sequence[Upload]) -> list[Path]:
    """The uploads as files under their own names; a name that occurs twice keeps both."""
    paths = []
    for place, (name, content) in enumerate(uploads):
        target = folder / str(place) / Path(name).name
        target.parent.mkdir()
        target.write_bytes(content)
        paths.append(target)
    return paths


def _named(fault: contract.Fault) -> contract.Fault:
    """The fault with the file's own name instead of where it lay while it was checked."""
    return replace(fault, file=Path(fault.file).name, message=fault.message.replace(fault.file, Path(fault.file).name))


def day_looked_at(here: Settings, month: date, course: CourseChoice) -> date:
    """The last day of the month looked at, or today or the course's end where that comes first."""
    day = min(later_month(month, 1) - timedelta(days=1), here.today)
    return min(day, course.ended_on) if course.ended_on else day
