"""What the store remembers: a history nobody can edit, and who had whom when."""

import sqlite3
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pipelines.access_log import Access, add_accesses
from pipelines.assessments import Given
from pipelines.assessments import keep as keep_assessment
from pipelines.case_candidates import QUESTIONS_DA, rate_candidate
from pipelines.case_results import store_results
from pipelines.case_store import save
from pipelines.choices import set_choice
from pipelines.difference_store import record
from pipelines.differences import Difference
from pipelines.figure_notes import Written, became, figure_notes, write_down
from pipelines.figure_use import count_use
from pipelines.meetings import call_meeting, meeting
from pipelines.rerun import rerun
from pipelines.settings import Choices, Settings
from pipelines.shared_store import take_in
from pipelines.store import assignments, open_store, team_assignments
from pipelines.store_schema import ADDED_TO_ONLY
from pipelines.users import Granted, add, grant
from tests.postgres import fresh_database
from tests.sending import AT, CITIZEN, COURSE, TODAY, keep, send
from tests.unit.pipelines.shared_file import shared_file
from tests.unit.pipelines.success_warehouse import MARCH, write_warehouse
from tests.unit.som_engine.cases import WORKED


def held(table: pa.Table) -> list[tuple]:
    """The rows as tuples."""
    return [tuple(row.values()) for row in table.to_pylist()]


def filled(url: str, folder: Path) -> None:
    """A line in every table that is only added to."""
    keep(url, send(folder, citizens=[CITIZEN], courses=[COURSE]))
    add(url, "anne", "anne@eksempel.dk")
    grant(url, "anne", Granted("auditor", "901"), who="drift", at=AT)
    add_accesses(url, [Access(AT, "anne", "auditor", "looked_at", "b1", "Borger")])
    here = Settings(folder, url, TODAY, Choices())
    set_choice(here, "session_hours", 4, reason="besluttet", who="drift", at=AT)
    engine = open_store(url)
    record(engine, [Difference("courses", "{}", "b1", "method", "CTI", "ICM", None)], set(), source="x", who="y", at=AT)
    engine.dispose()
    save(here, "sag", WORKED, based_on=0, reason="ny", who="erik", at=AT)
    write_warehouse(folder, [])
    store_results(here, rerun(here, MARCH), "erik", AT)
    rate_candidate(here, "901", "Boligstøtte", dict.fromkeys(QUESTIONS_DA, "yes"), "", who="erik", at=AT)
    count_use(url, ["low_wellbeing"], "view", TODAY)
    _talk_about_a_figure(url)
    take_in(url, shared_file(), own=["901"], who="lis", at=AT)


def _talk_about_a_figure(url: str) -> None:
    """A self-assessment, and a meeting about figures with a decision that was carried out."""
    given = Given("901", "situation", TODAY, "all", {"data": 4}, "before")
    keep_assessment(url, given, today=TODAY, who="lis", at=AT)
    held = meeting(url, call_meeting(url, "901", None, TODAY, who="lis", at=AT))
    decision = Written("Vi ser på det igen", "low_wellbeing", "anne", TODAY)
    write_down(url, held, decision, who="lis", at=AT)
    became(url, figure_notes(url, [held.meeting_id])[0], "done", who="lis", at=AT)


def test_what_is_only_added_to_is_neither_changed_nor_deleted(store_url: str, tmp_path: Path) -> None:
    """History, loads, grants, access log, choices and cases, by plain SQL: all rows, no row in particular, and one row."""
    filled(store_url, tmp_path / "a")
    engine = open_store(store_url)
    for table in ADDED_TO_ONLY:
        with engine.connect() as connection:
            before = connection.execute(text(f"select * from {table}")).all()
        for statement in (
            f"update {table} set id = id + 1",
            f"delete from {table}",
            f"delete from {table} where id = 1",
        ):
            with pytest.raises(DBAPIError, match="may only be added to"), engine.begin() as connection:
                connection.execute(text(statement))
        with engine.connect() as connection:
            assert connection.execute(text(f"select * from {table}")).all() == before != [], table
    engine.dispose()


def test_sqlite_refuses_to_replace_a_line(tmp_path: Path) -> None:
    """ "insert or replace" deletes a row without asking the delete trigger."""
    url = f"sqlite:///{tmp_path / 'store.db'}"
    filled(url, tmp_path / "a")
    with sqlite3.connect(tmp_path / "store.db") as connection:
        for table in ADDED_TO_ONLY:
            with pytest.raises(sqlite3.IntegrityError, match="may only be added to"):
                connection.execute(f"insert or replace into {table} select * from {table}")
    connection.close()


def test_postgresql_refuses_to_empty_the_history(postgres_server: str, tmp_path: Path) -> None:
    with fresh_database(postgres_server) as url:
        keep(url, send(tmp_path / "a", citizens=[CITIZEN]))
        engine = open_store(url)
        for table in (*ADDED_TO_ONLY, "history, loads"):
            with pytest.raises(DBAPIError, match="may only be added to"), engine.begin() as connection:
                connection.execute(text(f"truncate {table} cascade"))
        engine.dispose()


def test_who_had_the_course_when(store_url: str, tmp_path: Path) -> None:
    """Åse from the beginning, Bo from March; in March Bo, then Cecilie: the last one of a month counts."""
    keep(store_url, send(tmp_path / "a", citizens=[CITIZEN], courses=[COURSE]), today=date(2025, 1, 20))
    for folder, worker, day in (("b", "bo", date(2025, 3, 3)), ("c", "cecilie", date(2025, 3, 31)), ("d", "bo", TODAY)):
        keep(store_url, send(tmp_path / folder, courses=[{**COURSE, "caseworker": worker}]), today=day)
    march, june = date(2025, 3, 1), date(2025, 6, 1)
    assert held(assignments(store_url)) == [("f1", None, "åse"), ("f1", march, "cecilie"), ("f1", june, "bo")]


def test_a_change_of_something_else_is_no_new_caseworker(store_url: str, tmp_path: Path) -> None:
    keep(store_url, send(tmp_path / "a", citizens=[CITIZEN], courses=[COURSE]))
    keep(store_url, send(tmp_path / "b", courses=[{**COURSE, "progression_measure": "ORS"}]))
    assert held(assignments(store_url)) == [("f1", None, "åse")]


def test_a_change_of_something_else_does_not_move_the_caseworkers(store_url: str, tmp_path: Path) -> None:
    """Bo from June; a correction with the clock set to April names him too, and he still has it from June only."""
    keep(store_url, send(tmp_path / "a", citizens=[CITIZEN], courses=[COURSE]))
    by_bo = {**COURSE, "caseworker": "bo"}
    keep(store_url, send(tmp_path / "b", courses=[by_bo]))
    keep(store_url, send(tmp_path / "c", courses=[{**by_bo, "progression_measure": "ORS"}]), today=date(2025, 4, 9))
    assert held(assignments(store_url)) == [("f1", None, "åse"), ("f1", date(2025, 6, 1), "bo")]


def test_a_change_taken_back_in_the_same_month_never_was(store_url: str, tmp_path: Path) -> None:
    keep(store_url, send(tmp_path / "a", citizens=[CITIZEN], courses=[COURSE]))
    keep(store_url, send(tmp_path / "b", courses=[{**COURSE, "caseworker": "bo"}]))
    keep(store_url, send(tmp_path / "c", courses=[COURSE]))
    assert held(assignments(store_url)) == [("f1", None, "åse")]


def test_a_change_registered_later_for_an_earlier_month_takes_over(store_url: str, tmp_path: Path) -> None:
    """Bo from June; then, with the clock set to April, Cecilie: she has it from April and still has it in June."""
    keep(store_url, send(tmp_path / "a", citizens=[CITIZEN], courses=[COURSE]))
    keep(store_url, send(tmp_path / "b", courses=[{**COURSE, "caseworker": "bo"}]))
    keep(store_url, send(tmp_path / "c", courses=[{**COURSE, "caseworker": "cecilie"}]), today=date(2025, 4, 9))
    assert held(assignments(store_url)) == [("f1", None, "åse"), ("f1", date(2025, 4, 1), "cecilie")]


def test_a_citizen_without_a_team_gets_one_and_loses_it(store_url: str, tmp_path: Path) -> None:
    for folder, team, day in (("a", "", date(2025, 2, 1)), ("b", "nord", date(2025, 4, 30)), ("c", "", TODAY)):
        keep(store_url, send(tmp_path / folder, citizens=[{**CITIZEN, "team": team}]), today=day)
    expected = [("b1", None, None), ("b1", date(2025, 4, 1), "nord"), ("b1", date(2025, 6, 1), None)]
    assert held(team_assignments(store_url)) == expected
