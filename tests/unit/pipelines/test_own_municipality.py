"""The second lock: on PostgreSQL a role of 901 reaches the rows of 901 alone, with whatever SQL and as the app's own role."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import create_engine, insert, select

from pipelines.build import build_from_store
from pipelines.erasing import erase
from pipelines.registering import Registered, citizen_rows, register, undo
from pipelines.settings import Choices, Settings
from pipelines.store import StoreError, loads, open_store, read_store
from pipelines.store_schema import ADDED_TO_ONLY, metadata
from tests.postgres import fresh_database
from tests.sending import AT, CITIZEN, COURSE, TODAY, keep, send

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to" / "flere-kommuner-i-en-database.md"
PASSWORD = "skriv-en-lang-kode"
DAY, OWN, THEIRS = date(2025, 3, 1), "901", "902"
ABOUT_SOMEBODY = {"citizen_id", "course_id", "municipality", "meeting_id", "note_id"}
FOR_ALL = {"shared_figures"}
"""Protected figures that municipalities have shared with each other: named by municipality, about nobody."""
BOUND = [
    table.name for table in metadata().sorted_tables
    if ABOUT_SOMEBODY & set(table.c.keys()) and table.name not in FOR_ALL
]  # fmt: skip
MEETINGS = ("meetings", "meeting_courses", "agreements", "agreement_events")


@dataclass(frozen=True)
class Locked:
    """A database of two municipalities: its owner's address, and that of the role of 901."""

    owner: str
    app: str

    def ask(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """One statement as the role of 901; what it answers, or how many rows it changed."""
        with psycopg.connect(self.app) as connection:
            done = connection.execute(statement, values)
            return done.fetchall() if done.description else [(done.rowcount,)]


def lines_of(code: str) -> dict[str, dict[str, Any]]:
    """One line about the municipality in every table that is about somebody."""
    citizen, course, number = f"b{code}", f"f{code}", 100_000 + int(code)
    about = {"citizen_id": citizen, "course_id": course}
    by = {"made_by": "x", "made_at": AT}
    key = {"row_key": f'{{"course_id":"{course}"}}', "table_name": "courses", "citizen_id": citizen}
    return {
        "citizens": {"citizen_id": citizen, "municipality": code, "target_group": "homeless", "referred_on": DAY},
        "courses": {**about, "method": "CTI", "started_on": DAY, "caseworker": "x", "progression_measure": "WHO5"},
        "expected_time": {"course_id": course, "period": 1, "hours": 5, "estimated_on": DAY, "basis": "average"},
        "time_use": {"course_id": course, "month": DAY, "caseworker": "x", "hours": 5},
        "measurements": {"course_id": course, "instrument": "WHO5", "kind": "actual", "measured_on": DAY, "score": 52,
                         "estimated_on_key": date.min},
        "monthly_status": {"citizen_id": citizen, "month": DAY, "housing": "own_home"},
        "missing_reasons": {"course_id": course, "month": DAY, "field": "hours", "reason": "later"},
        "housing_market": {"municipality": code, "month": DAY},
        "vacant_homes": {"municipality": code, "month": DAY, "rent_band": "low", "size_band": "small", "homes": 1},
        "rates": {"municipality": code, "rate": "shelter_night", "valid_from": DAY, "amount": 100},
        "loads": {"id": number, "loaded_at": AT, "loaded_by": "x", "source": "x", "files": "[]", "counts": "{}"},
        "history": {**key, "id": number, "load_id": number, "operation": "insert", "new": "{}", "changed_at": AT,
                    "changed_by": "x", "source": "x"},
        "users": {"user_name": f"u{code}", "login": f"u{code}", "active": True},
        "grants": {"id": number, "user_name": f"u{code}", "event": "granted", "role": "auditor", "municipality": code,
                   "decided_at": AT, "decided_by": "x"},
        "access_log": {"id": number, "at": AT, "user_name": "x", "role": "auditor", "action": "listed",
                       "citizen_id": citizen, "subject": "x"},
        "drafts": {**about, "user_name": "x", "month": DAY, "field": "hours", "text": "7", "saved_at": AT},
        "differences": {**key, "id": number, "event": "found", "field": "method", "source": "x", "mine": '"CTI"',
                        "theirs": '"ICM"', "at": AT, "done_by": "x"},
        "meetings": {"id": number, "municipality": code, "held_on": DAY, "called_by": "x", "called_at": AT},
        "meeting_courses": {**about, "id": number, "meeting_id": number, "event": "added", "done_by": "x", "done_at": AT},
        "agreements": {**about, **by, "id": number, "meeting_id": number, "text": "x", "follow_up_by": "x",
                       "follow_up_on": DAY},
        "agreement_events": {"id": number, "agreement_id": number, "citizen_id": citizen, "event": "done",
                             "done_by": "x", "done_at": AT},
        "self_assessments": {**by, "id": number, "municipality": code, "kind": "maturity", "made_on": DAY,
                             "respondents": "all", "answers": "{}", "note": "", "load_id": number},
        "case_candidates": {**by, "id": number, "municipality": code, "name": "x", "answers": "{}", "note": ""},
        "figure_notes": {**by, "id": number, "meeting_id": number, "kind": "note", "text": "x"},
        "figure_note_events": {"id": number, "note_id": number, "event": "seen", "done_by": "x", "done_at": AT},
    }  # fmt: skip


@pytest.fixture(scope="module")
def locked(postgres_server: str) -> Iterator[Locked]:
    with fresh_database(postgres_server) as owner:
        engine = open_store(owner)
        with engine.begin() as connection:
            for code in (OWN, THEIRS):
                for table in metadata().sorted_tables:
                    if table.name in lines_of(code):
                        connection.execute(insert(table), lines_of(code)[table.name])
        yield Locked(owner, opened_by_the_how_to(owner))


def opened_by_the_how_to(owner: str) -> str:
    """Run the how-to's statements for both municipalities; the address of 901's role. Roles outlive a database."""
    (statements,) = re.findall(r"```sql\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)
    both = ";".join(statements.replace(OWN, code) for code in (OWN, THEIRS))
    with psycopg.connect(owner, autocommit=True) as connection:
        for statement in filter(None, map(str.strip, both.split(";"))):
            with suppress(psycopg.errors.DuplicateObject):
                connection.execute(statement)
    return re.sub(r"//[^@]*@", f"//app_{OWN}:{PASSWORD}@", owner)


def stored(url: str, table: str) -> list[dict[str, Any]]:
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        found = [dict(row) for row in connection.execute(select(metadata().tables[table])).mappings()]
    engine.dispose()
    return found


def is_about(code: str, table: str, row: dict[str, Any]) -> bool:
    return lines_of(code)[table].items() <= row.items()


def test_every_table_about_somebody_is_tried_here() -> None:
    assert set(BOUND) <= set(lines_of(OWN))


@pytest.mark.parametrize("table", BOUND)
def test_plain_sql_reads_own_rows_and_no_others(locked: Locked, table: str) -> None:
    both = stored(locked.owner, table)
    assert [sum(is_about(code, table, row) for row in both) for code in (OWN, THEIRS)] == [1, 1]
    seen = stored(locked.app, table)
    assert [sum(is_about(code, table, row) for row in seen) for code in (OWN, THEIRS)] == [1, 0]


@pytest.mark.parametrize("table", BOUND)
def test_plain_sql_adds_changes_and_deletes_nothing_of_others(locked: Locked, table: str) -> None:
    """Their line once more under a new number, theirs changed and deleted, own rows given to them, all away at once."""
    before = stored(locked.owner, table)
    theirs = {name: value for name, value in lines_of(THEIRS)[table].items() if name != "id"}
    names, places = ", ".join(theirs), ", ".join(["%s"] * len(theirs))
    with pytest.raises(InsufficientPrivilege, match="row-level security"):
        locked.ask(f"insert into {table} ({names}) values ({places})", *theirs.values())
    if table in ADDED_TO_ONLY or table in MEETINGS:
        with pytest.raises(psycopg.errors.RaiseException, match="may only be added to"):
            locked.ask(f"delete from {table}")
    else:
        column = next(name for name in ("municipality", "citizen_id", "course_id") if name in theirs)
        where = f"where {column} = %s"
        assert locked.ask(f"update {table} set {column} = {column} {where}", theirs[column]) == [(0,)]
        assert locked.ask(f"delete from {table} {where}", theirs[column]) == [(0,)]
        with pytest.raises(InsufficientPrivilege, match="row-level security"):
            locked.ask(f"update {table} set {column} = %s", theirs[column])
    with pytest.raises(InsufficientPrivilege, match="permission denied"):
        locked.ask(f"truncate {table}")
    assert stored(locked.owner, table) == before


def test_no_one_talks_their_way_into_another_municipality(locked: Locked) -> None:
    """Neither by becoming the other role, nor by turning the lock off, nor by a setting."""
    for statement in (f"set role bundlinje_{THEIRS}", "alter table citizens disable row level security",
                      "drop policy own_municipality on citizens", "create role bundlinje_903"):  # fmt: skip
        with pytest.raises(psycopg.Error, match="does not exist|must be owner|permission denied"):
            locked.ask(statement)
    with psycopg.connect(locked.app) as connection:
        connection.execute("set row_security = off")
        with pytest.raises(InsufficientPrivilege):
            connection.execute("select * from citizens")


def test_an_installation_of_the_role_works_and_has_its_own_rows_alone(locked: Locked, tmp_path: Path) -> None:
    """It loads, registers, takes back, reads and builds; 902's citizen is not there for it, and cannot be loaded over."""
    new = {**CITIZEN, "citizen_id": "b-new", "municipality": OWN}
    course = {**COURSE, "course_id": "f-new", "citizen_id": "b-new"}
    assert keep(locked.app, send(tmp_path / "a", citizens=[new], courses=[course])).load_id is not None
    given = {"who": "anne", "source": "Min måned", "reason": None, "today": TODAY, "at": datetime(2025, 6, 15, 12)}
    hours = {"time_use": [{"course_id": "f-new", "month": "2025-05", "caseworker": "anne", "hours": "7,5"}]}
    seen = citizen_rows(locked.app, "b-new")
    saved = register(locked.app, "b-new", hours, based_on=seen.version, **given)  # type: ignore[arg-type]
    assert isinstance(saved, Registered)
    assert len(citizen_rows(locked.app, "b-new").history) == len(seen.history) + 1
    assert isinstance(undo(locked.app, "b-new", saved.load_id or 0, who="anne", today=TODAY, at=AT), Registered)
    assert {row["citizen_id"] for row in read_store(locked.app).tables["citizens"].to_pylist()} == {"b901", "b-new"}
    assert citizen_rows(locked.app, "b902").rows["citizens"] == []
    build_from_store(Settings(tmp_path / "home", locked.app, TODAY, Choices()))
    before = stored(locked.owner, "citizens"), len(loads(locked.owner))
    for citizen, code in (("b902", OWN), ("b-other", THEIRS)):
        folder = send(tmp_path / citizen, citizens=[{**CITIZEN, "citizen_id": citizen, "municipality": code}])
        with pytest.raises(StoreError):
            keep(locked.app, folder)
    assert (stored(locked.owner, "citizens"), len(loads(locked.owner))) == before


def test_only_the_owner_erases(locked: Locked, tmp_path: Path) -> None:
    here = Settings(tmp_path, locked.app, TODAY, Choices())
    with pytest.raises(StoreError):
        erase(here, "b901", reason="fristen", who="drift", at=AT)
    assert citizen_rows(locked.app, "b901").rows["citizens"] != []
