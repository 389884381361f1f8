"""A caseworker's month as an Excel workbook: out with a row for what is open, and in again with what was written."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from pyarrow import compute
from sqlalchemy import Engine

from app.registry import door
from app.rights import WITH_CITIZENS, NotAllowedError, Visit, require
from app.uploads import Upload, named, written
from kpi_catalogue.figure import catalogue
from pipelines import build, contract, loading, store
from pipelines.asked import asked_by
from pipelines.contract import contracts
from pipelines.cpr import masked
from pipelines.difference_store import record
from pipelines.month_template import write_month_template
from pipelines.registrations import CitizenRows, citizens_rows
from pipelines.taking_back import TakenBack, Workbook, disagree_da, taken_back

SUBJECT = "Månedens skabelon"
TABLES = ("time_use", "monthly_status", "measurements", "expected_time", "missing_reasons")
"""What a month's workbook may register; everything else of it has to be empty."""


@dataclass(frozen=True)
class TakenIn:
    """What came of a workbook, in Danish, and how many new differences there are to choose about."""

    told: str
    differences: int


def caseworkers(visit: Visit) -> list[str]:
    """The caseworkers of the courses within reach, the user first where the user is one."""
    require(visit, *WITH_CITIZENS)
    names = {name for place in door.reached(visit) for name in place.caseworkers}
    return sorted(names, key=lambda name: (name != visit.user.name, name))


def month_file(visit: Visit, month: date, caseworker: str) -> bytes:
    """The workbook for the caseworker's courses within reach. Raises NothingDueError where nothing is open."""
    require(visit, *WITH_CITIZENS)
    at = datetime.now(UTC)
    citizens = _reached(visit)
    asked = asked_by(visit.here.choices, catalogue())
    with TemporaryDirectory() as folder:
        path = Path(folder) / "skabelon.xlsx"
        write_month_template(path, citizens, month, caseworker, asked, visit.here.today, at)
        handed_out = path.read_bytes()
    theirs = [c.citizen_id for c in citizens if any(c.caseworker(f.course_id, month) == caseworker for f in c.courses)]
    door.note(visit, "exported", theirs, SUBJECT)
    return handed_out


def check_month_file(visit: Visit, upload: Upload) -> contract.Checked:
    """All faults of a workbook that came back, or the rows that are to be stored of it; nothing is stored.

    Raises NotAllowedError when it registers anything but hours, status, measurements, expected time and reasons.
    """
    require(visit, *WITH_CITIZENS)
    with TemporaryDirectory() as folder, store.opened(visit.here.store_url) as engine:
        (path,) = written(Path(folder), [upload])
        checked = _taken_back(visit, path, store.read_store(visit.here.store_url), engine).checked
    return replace(checked, faults=named(checked.faults))


def load_month_file(visit: Visit, upload: Upload) -> TakenIn:
    """Store what was written in the workbook, all or nothing.

    What somebody else has registered since it was handed out stays, and where the two disagree there is a difference to
    choose about.
    """
    require(visit, *WITH_CITIZENS)
    here = visit.here
    latest: list[TakenBack] = []
    with TemporaryDirectory() as folder, store.opened(here.store_url) as engine:
        (path,), at = written(Path(folder), [upload]), datetime.now(UTC)
        origin = loading.origin(visit.user.name, upload[0], [path], at, here.today)

        def checked_against(now: store.Stored) -> contract.Checked:
            latest.append(_taken_back(visit, path, now, engine))
            return latest[-1].checked

        result = loading.store_checked(engine, checked_against, origin)
        found = [] if result.faults else latest[-1].differences
        new = record(engine, found, set(), source=origin.source, who=visit.user.name, at=origin.at)
    if result.load_id is not None:
        door.note(visit, "changed", store.citizens_of_load(here.store_url, result.load_id), SUBJECT)
        build.freshen(here)
    told = loading.format_load(replace(result, faults=named(result.faults)))
    return TakenIn(told + disagree_da(new), new)


def _reached(visit: Visit) -> list[CitizenRows]:
    """The citizens with the courses that are within reach, and with every registration of theirs."""
    courses = {place.course_id for place in door.reached(visit)}
    everyone = citizens_rows(store.read_store(visit.here.store_url))
    return [
        replace(citizen, caseworkers={name: held for name, held in citizen.caseworkers.items() if name in courses})
        for citizen in everyone
        if any(course.course_id in courses for course in citizen.courses)
    ]


def _taken_back(visit: Visit, path: Path, stored: store.Stored, engine: Engine) -> TakenBack:
    """Checked against the citizens and courses within reach: a row about any other has no parent, which is a fault."""
    own = _within(visit, stored.tables)
    checked = contract.check([path], today=visit.here.today, stored=own)
    others = [
        contracts()[name].sheet_da for name, table in checked.tables.items() if table.num_rows and name not in TABLES
    ]
    if others:
        raise NotAllowedError(
            f"Månedens skabelon kan ikke ændre {' og '.join(others)}. Intet er gemt. Slet rækkerne i de ark."
        )
    if checked.faults:
        return TakenBack(checked, [])
    book = Workbook.brought_by(visit.user.name, [path]) or Workbook(visit.user.name, masked(path.name), None)
    return taken_back(checked, own, engine, book, visit.here.today)


def _within(visit: Visit, tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    places = door.reached(visit)
    own = {
        "course_id": pa.array([place.course_id for place in places if place.course_id is not None], pa.string()),
        "citizen_id": pa.array([place.citizen_id for place in places], pa.string()),
    }
    found = {}
    for name, table in tables.items():
        key = next((column for column in own if column in table.column_names), None)
        found[name] = table.filter(compute.is_in(table[key], value_set=own[key])) if key else table.slice(0, 0)
    return found
