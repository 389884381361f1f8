"""Two municipalities in a store and a warehouse, and a visitor of every role in the first of them."""

import atexit
import functools
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.rights import Grant, Role, User, Visit
from pipelines.access_log import Access, add_accesses
from pipelines.build import build_from_store
from pipelines.difference_store import record
from pipelines.differences import Difference
from pipelines.settings import Choices, Settings
from pipelines.store import opened
from pipelines.users import Granted, add, grant
from tests.sending import COURSE, keep, send
from tests.stores import copy_home, store_at

TODAY = date(2025, 6, 15)
AT = datetime(2025, 6, 1, 12, 0)
OWN, COLLEAGUES, OTHER_TEAMS, FOREIGN = "B-own", "B-colleague", "B-otherteam", "B-foreign"
"""Anne's own citizen, another of her team's, one of another team in 901, and one of 902."""
PLACES = {
    OWN: ("901", "Nord", "anne"),
    COLLEAGUES: ("901", "Nord", "bo"),
    OTHER_TEAMS: ("901", "Syd", "cecilie"),
    FOREIGN: ("902", "Vest", "dorte"),
}
ROLES: tuple[Role, ...] = ("caseworker", "project_lead", "economist", "management", "administrator", "auditor")


def make(home: Path) -> Settings:
    """The store with a citizen of each kind, each with a course F-..., hours and a status; and its warehouse."""
    copy_home(_made(), home)
    return Settings(home, store_at(home), TODAY, Choices())


@functools.cache
def _made() -> Path:
    """The installation that every other is a copy of, made once in a process."""
    folder = TemporaryDirectory(prefix="bundlinje-doors-")
    atexit.register(folder.cleanup)
    return _made_in(Path(folder.name) / "home").home


def _made_in(home: Path) -> Settings:
    here = Settings(home, store_at(home), TODAY, Choices())
    citizens, courses, hours, status = [], [], [], []
    for name, (municipality, team, worker) in PLACES.items():
        course = name.replace("B-", "F-")
        citizens.append(
            {"citizen_id": name, "municipality": municipality, "team": team, "target_group": "homeless",
             "referred_on": "2025-01-02"}
        )  # fmt: skip
        courses.append({**COURSE, "course_id": course, "citizen_id": name, "caseworker": worker})
        hours.append({"course_id": course, "month": "2025-02", "caseworker": worker, "hours": "7,5"})
        status.append({"citizen_id": name, "month": "2025-02", "housing": "own_home", "shelter_nights": "3"})
    tables = {"citizens": citizens, "courses": courses, "time_use": hours, "monthly_status": status}
    keep(here.store_url, send(home / "csv", **tables), today=TODAY)
    add(here.store_url, "anne", "anne@eksempel.dk")
    add(here.store_url, "bo", "bo@eksempel.dk")
    grant(here.store_url, "anne", Granted("caseworker", "901", "Nord"), who="drift", at=AT)
    add_accesses(here.store_url, [Access(AT, "x", "caseworker", "looked_at", name, "Borger") for name in PLACES])
    with opened(here.store_url) as engine:
        record(engine, [difference(name) for name in PLACES], set(), source="Fagsystem", who="drift", at=AT)
    build_from_store(here)
    return here


def difference(citizen: str) -> Difference:
    """Another system says 9 nights in February where 3 are written."""
    key = f'{{"citizen_id":"{citizen}","month":"2025-02-01"}}'
    return Difference("monthly_status", key, citizen, "shelter_nights", 3, 9, None)


def visit(here: Settings, role: Role, **choices: Any) -> Visit:
    """Anne in one role in 901, in team Nord where the role has teams; choices as in settings.yaml."""
    chosen = Settings(here.home, here.store_url, here.today, Choices(**choices)) if choices else here
    return Visit(chosen, User("anne", (Grant(role, "901", "Nord" if role == "caseworker" else None),)))
