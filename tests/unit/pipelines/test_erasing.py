"""A citizen is erased from every table, every column and every file, and nothing but that it happened is left."""

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, text

from pipelines.access_log import Access, accesses, add_accesses
from pipelines.build import build_from_store, freshen
from pipelines.difference_store import record
from pipelines.differences import Difference
from pipelines.drafts import Draft, keep_draft
from pipelines.erasing import ErasureError, due, erase, erase_due, erased_da
from pipelines.loading import load
from pipelines.meetings import agree, agreements, call_meeting, discussed, happened, put_on_list
from pipelines.registering import citizen_rows, register, undo
from pipelines.settings import Choices, Settings
from pipelines.store import open_store, opened, stored_tables
from pipelines.store_schema import metadata
from pipelines.warehouse import open_warehouse
from tests.postgres import fresh_database
from tests.sending import COURSE, keep, send

TODAY, AT = date(2025, 6, 15), datetime(2025, 6, 15, 11, 0)
GONE, STAYS = "B-unik-777", "B-anden-888"
TRACES = (
    GONE,
    "F-unik-777",
    "F-flyttet-777",
    "unik-worker",
    "Unikt Team",
    "unik-tidligere",
    "377.25",
    "377,25",
    "1977",
    "unik aftale",
    "unik-opfølger",
    "unik-mødeleder",
)
"""Ids, and values that only this citizen has: now, earlier, in a draft, in a course taken away again, at a meeting."""
MEETING_TABLES = ("meeting_courses", "agreements", "agreement_events")


def people(name: str, team: str, year: str) -> dict[str, str]:
    return {"citizen_id": name, "municipality": "901", "team": team, "birth_year": year, "target_group": "homeless",
            "referred_on": "2025-01-02"}  # fmt: skip


def course(name: str, citizen: str, worker: str) -> dict[str, object]:
    return {**COURSE, "course_id": name, "citizen_id": citizen, "caseworker": worker}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The installation that every test has a copy of, on SQLite and on PostgreSQL."""
    home = tmp_path_factory.mktemp("made") / "home"
    if request.param == "sqlite":
        yield filled(Settings(home, f"sqlite:///{home / 'store.db'}", TODAY, Choices()), home.parent)
        return
    with fresh_database(request.getfixturevalue("postgres_server")) as url:
        yield filled(Settings(home, url, TODAY, Choices()), home.parent)


@pytest.fixture
def here(made: Settings, tmp_path: Path) -> Iterator[Settings]:
    home = shutil.copytree(made.home, tmp_path / "home")
    if made.store_url.startswith("sqlite"):
        yield replace(made, home=home, store_url=f"sqlite:///{home / 'store.db'}")
        return
    server, _, like = made.store_url.rpartition("/")
    with fresh_database(f"{server}/", like) as url:
        yield replace(made, home=home, store_url=url)


def filled(here: Settings, folder: Path) -> Settings:
    """Two citizens with hours, changes, drafts, log lines and a warehouse; one of them leaves traces everywhere."""
    url = here.store_url
    for name, worker in (("a", "unik-tidligere"), (GONE, "unik-worker")):
        keep(url, send(
            folder / name,
            citizens=[people(GONE, "Unikt Team", "1977"), people(STAYS, "Nord", "1980")],
            courses=[course("F-unik-777", GONE, worker), course("F-anden-888", STAYS, "bo")],
            time_use=[{"course_id": name, "month": "2025-02", "caseworker": "bo", "hours": hours}
                      for name, hours in (("F-unik-777", "377,25"), ("F-anden-888", "8"))],
        ))  # fmt: skip
        build_from_store(here)
    save_and_undo_a_course(url)
    for citizen, name in ((GONE, "F-unik-777"), (STAYS, "F-anden-888")):
        register_all_else(url, folder / f"mere-{citizen}", citizen, name)
    for citizen, name, typed in ((GONE, "F-unik-777", "377,25"), (STAYS, "F-anden-888", "9")):
        keep_draft(url, Draft("bo", citizen, name, date(2025, 5, 1), "hours", typed, 1, AT))
        add_accesses(url, [Access(AT, "bo", "caseworker", "looked_at", citizen, "Borger")])
    hold_meetings(url, (("F-unik-777", GONE), "unik aftale", "unik-opfølger", "unik-mødeleder"))
    hold_meetings(url, (("F-anden-888", STAYS), "ring til banken", "bo", "bo"))
    return here


def register_all_else(url: str, folder: Path, citizen: str, course_id: str) -> None:
    """A line in every other table about a citizen, from a source that is named after them; and what it disagrees about."""
    month, on = {"month": "2025-03"}, {"course_id": course_id}
    sent = send(
        folder,
        monthly_status=[{"citizen_id": citizen, **month, "housing": "own_home"}],
        measurements=[{**on, "instrument": "WHO5", "kind": "actual", "measured_on": "2025-03-20", "score": "52"}],
        expected_time=[{**on, "period": "1", "hours": "9", "estimated_on": "2025-01-15", "basis": "average"}],
        missing_reasons=[{**on, **month, "field": "income", "reason": "declined"}],
    )
    assert load(url, [sent], today=TODAY, who="bo", source=f"udtræk {citizen}", at=AT).faults == []
    key = f'{{"course_id":"{course_id}"}}'
    engine = open_store(url)
    found = Difference("courses", key, citizen, "method", "CTI", "ICM", None)
    record(engine, [found], set(), source="Fagsystem", who="bo", at=AT)
    engine.dispose()


def hold_meetings(url: str, one: tuple[tuple[str, str], str, str, str]) -> None:
    """A course on the list of two meetings; agreed at the first; seen, moved and done after the second."""
    course, agreed, follow_up_by, who = one
    by: dict[str, Any] = {"who": who, "at": AT}
    first, second = (call_meeting(url, "901", None, date(2025, 6, day), who="bo", at=AT) for day in (1, 8))
    for meeting in (first, second):
        put_on_list(url, meeting, [course], **by)
    agree(url, first, course, agreed, follow_up_by, date(2025, 6, 8), **by)
    discussed(url, second, course, **by)
    agreement = agreements(url, [course[0]])[0]
    happened(url, agreement, "moved", moved_to=date(2025, 6, 20), **by)
    happened(url, agreement, "done", **by)


def save_and_undo_a_course(url: str) -> None:
    version = citizen_rows(url, GONE).version
    rows: dict[str, Any] = {"courses": [{**COURSE, "course_id": "F-flyttet-777", "citizen_id": GONE, "method": "ICM",
                                         "started_on": "", "contact_on": "2025-05-01", "caseworker": "unik-worker"}]}  # fmt: skip
    by: dict[str, Any] = {"who": "bo", "today": TODAY, "at": AT}
    saved = register(url, GONE, rows, based_on=version, source="App", reason=None, **by)
    undo(url, GONE, saved.load_id, **by)  # type: ignore[union-attr, arg-type]


def everything(url: str) -> dict[str, list[str]]:
    """Every row of every table there is, as text, whoever made the table."""
    engine = open_store(url)
    found, there = {}, MetaData()
    there.reflect(engine)
    with engine.connect() as connection:
        for name in there.tables:
            found[name] = [str(tuple(row)) for row in connection.execute(text(f"select * from {name}"))]
    engine.dispose()
    return found


def rid_of(where: Settings) -> str:
    return erased_da([erase(where, GONE, reason="borgeren har bedt om det", who="drift", at=AT)])


def test_no_table_column_or_file_has_a_trace_left(here: Settings, tmp_path: Path) -> None:
    """Before, every trace stands somewhere; after, none in any row of any table and in no byte of any file."""
    before = everything(here.store_url)
    assert [trace for trace in TRACES if trace not in str(before)] == []
    about = [table.name for table in metadata().sorted_tables if {"citizen_id", "course_id"} & set(table.c.keys())]
    assert [name for name in (*about, "loads") if "unik-777" not in str(before[name])] == []
    rid_of(here)
    after = everything(here.store_url)
    assert {name: row for name, rows in after.items() for row in rows for trace in TRACES if trace in row} == {}
    for path in (path for path in here.home.rglob("*") if path.is_file()):
        content = path.read_bytes()
        assert [trace for trace in TRACES if trace.encode() in content] == [], path


def test_the_write_ahead_log_is_emptied_while_the_app_is_open(tmp_path: Path) -> None:
    """The last connection to close folds SQLite's log into the file; while the app has one, the erasure must."""
    url = f"sqlite:///{tmp_path / 'store.db'}"
    keep(url, send(tmp_path / "a", citizens=[people(GONE, "Unikt Team", "1977")]))
    with sqlite3.connect(tmp_path / "store.db") as app:
        app.execute("select * from citizens").fetchall()
        erase(Settings(tmp_path, url, TODAY, Choices()), GONE, reason="frist", who="drift", at=AT)
        left = b"".join(path.read_bytes() for path in tmp_path.glob("store.db*"))
    app.close()
    assert [trace for trace in (GONE, "Unikt Team") if trace.encode() in left] == []


def test_others_keep_everything_and_the_log_says_only_that_it_happened(here: Settings) -> None:
    before = everything(here.store_url)
    told = rid_of(here)
    after = everything(here.store_url)
    for name in ("citizens", "courses", "time_use", "drafts", *MEETING_TABLES):
        assert 0 < len(after[name]) < len(before[name]), name
        assert after[name] == [row for row in before[name] if "777" not in row]
    assert after["meetings"] == before["meetings"]
    assert [row for row in before["history"] if "anden-888" in row] == after["history"]
    newest = accesses(here.store_url)
    assert newest[0] == Access(AT, "drift", "administrator", "deleted", None, "Sletning: borgeren har bedt om det")
    assert [line.citizen_id for line in newest[1:]] == [STAYS]
    assert GONE not in told
    with open_warehouse(here.home) as warehouse:
        assert warehouse.execute("select citizen_id from staging.citizens").fetchall() == [(STAYS,)]
    assert freshen(here).exists()


def test_afterwards_plain_sql_is_refused_as_before(here: Settings) -> None:
    """The triggers are back, all of them, on both databases."""
    rid_of(here)
    engine = open_store(here.store_url)
    for table in ("history", "loads", "access_log", *MEETING_TABLES):
        with pytest.raises(Exception, match="may only be added to"), engine.begin() as connection:
            connection.execute(text(f"delete from {table}"))
    engine.dispose()


def test_an_erasure_that_fails_changes_nothing(here: Settings) -> None:
    """Unknown citizen, no reason, a reason that names the citizen or a person: refused, and all is as it was."""
    before = everything(here.store_url)
    for citizen, reason, said in (
        ("B-nobody", "frist", "ikke registreret noget"),
        (GONE, " ", "Skriv en grund"),
        (GONE, f"{GONE.lower()} bad om det", "ikke nævne borgeren"),
        (GONE, "010190-1234 bad om det", "ikke nævne borgeren"),
        (GONE, "forløbet f-unik-777 er slut", "ikke nævne borgeren"),
        (GONE, "f-flyttet-777 var en fejl", "ikke nævne borgeren"),
    ):
        with pytest.raises(ErasureError, match=said):
            erase(here, citizen, reason=reason, who="drift", at=AT)
    assert everything(here.store_url) == before


def one_of_each(url: str, folder: Path, *names: str) -> None:
    """A citizen and a course F... of each name, with hours."""
    keep(url, send(
        folder, citizens=[people(name, "Nord", "1980") for name in names],
        courses=[course(f"F{name}", name, "bo") for name in names],
        time_use=[{"course_id": f"F{name}", "month": "2025-02", "caseworker": "bo", "hours": "8"} for name in names],
    ))  # fmt: skip


def test_an_id_that_differs_only_in_its_letters_case_is_another_citizen(store_url: str, tmp_path: Path) -> None:
    """b-1 is erased; B-1 keeps its three rows of history (citizen, course, hours) and its difference."""
    one_of_each(store_url, tmp_path / "a", "b-1", "B-1")
    keys = {name: f'{{"course_id":"F{name}"}}' for name in ("b-1", "B-1")}
    found = [Difference("courses", key, name, "method", "CTI", "ICM", None) for name, key in keys.items()]
    with opened(store_url) as engine:
        record(engine, found, set(), source="Fagsystem", who="drift", at=AT)
    erase(Settings(tmp_path, store_url, TODAY, Choices()), "b-1", reason="frist", who="drift", at=AT)
    left = everything(store_url)
    assert [sum("B-1" in row for row in left[name]) for name in ("history", "differences")] == [3, 1]
    assert "b-1" not in str(left)


def test_only_whole_ids_are_hidden_in_the_names_of_files(store_url: str, tmp_path: Path) -> None:
    """12 and B-014 go. A year, a date and the ids B-12 and B-014-9 of others stay as they are called."""
    one_of_each(store_url, tmp_path / "a", "12", "B-014", "B-12", "B-014-9")
    source = "12.csv, udtræk_2012, 2025-12-03, B-12_a; eksport-B-014-2025, B-0145, b-014, FB-014.xlsx, B-014-9"
    with opened(store_url) as engine:
        register(engine, "B-12", {"courses": [{"course_id": "FB-12", "method": "ICM"}]}, based_on=10**9, who="bo",
                 source=source, reason=None, today=TODAY, at=AT)  # fmt: skip
    for name in ("12", "B-014"):
        erase(Settings(tmp_path, store_url, TODAY, Choices()), name, reason="frist", who="drift", at=AT)
    hidden = "slettet.csv, udtræk_2012, 2025-12-03, B-12_a; eksport-slettet-2025, B-0145, b-014, slettet.xlsx, B-014-9"
    with opened(store_url) as engine, engine.connect() as connection:
        sources = connection.execute(text("select source from loads order by id")).scalars().all()
    assert sources[-1] == hidden


def test_delivered_files_that_name_the_citizen_are_told(here: Settings) -> None:
    """We do not delete what the municipality has put in the folder itself, but say where it lies."""
    (here.home / "udtræk.csv").write_text(f"citizen_id\n{GONE}\n", encoding="utf-8")
    assert f"Filen {here.home / 'udtræk.csv'} nævner stadig" in rid_of(here)


@pytest.mark.parametrize(
    ("ended", "months", "is_due"),
    [("2025-03-31", 2, True), ("2025-04-01", 2, False), ("2025-03-31", 3, False), ("", 1, False)],
)
def test_a_citizen_is_due_when_whole_months_have_passed(tmp_path: Path, ended: str, months: int, is_due: bool) -> None:
    """Ended in March, two months: April and May have passed in June. A running course is never due."""
    url = f"sqlite:///{tmp_path / 'home' / 'store.db'}"
    closed = {"ended_on": ended, "end_reason": "completed" if ended else ""}
    keep(url, send(tmp_path / "a", citizens=[people(GONE, "Nord", "1980")],
                   courses=[{**course("F-1", GONE, "bo"), **closed}]))  # fmt: skip
    here = Settings(tmp_path / "home", url, TODAY, Choices(erase_after_months=months))
    assert due(here) == ([GONE] if is_due else [])
    assert len(erase_due(here, who="drift", at=AT)) == is_due
    assert stored_tables(url)["citizens"].num_rows == (not is_due)


def test_without_a_chosen_period_nothing_is_erased_by_itself(tmp_path: Path) -> None:
    here = Settings(tmp_path, f"sqlite:///{tmp_path / 'store.db'}", TODAY, Choices())
    with pytest.raises(ErasureError, match="erase_after_months"):
        erase_due(here, who="drift", at=AT)
