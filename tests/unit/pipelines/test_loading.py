"""Loads into a real store, on SQLite and on PostgreSQL."""

import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select

from pipelines.loading import LoadResult, format_load, load, load_rows
from pipelines.store import Counts, loads, open_store, stored_tables
from pipelines.store_schema import metadata
from tests.sending import AT, CITIZEN, COURSE, EXPECTED, HOURS, TODAY, keep, send


def history(url: str) -> list[dict]:
    """Every line of the history, oldest first, with the JSON read."""
    table = metadata().tables["history"]
    engine = open_store(url)
    with engine.connect() as connection:
        lines = [dict(row._mapping) for row in connection.execute(select(table).order_by(table.c.id))]
    engine.dispose()
    return [line | {name: json.loads(line[name] or "null") for name in ("row_key", "old", "new")} for line in lines]


def everything(url: str) -> dict[str, list[dict]]:
    """All that the store holds, to compare before and after."""
    tables = {name: table.to_pylist() for name, table in stored_tables(url).items()}
    return tables | {"history": history(url), "loads": [vars(entry) for entry in loads(url)]}


def test_a_load_stores_its_rows(store_url: str, tmp_path: Path) -> None:
    """One citizen, one course, one month: three new rows, in canonical types, blank is null."""
    result = keep(store_url, send(tmp_path / "a", citizens=[CITIZEN], courses=[COURSE], time_use=[HOURS]))
    one_new = Counts(new=1, changed=0, unchanged=0)
    assert result == LoadResult([], {"citizens": one_new, "courses": one_new, "time_use": one_new}, load_id=1)
    tables = stored_tables(store_url)
    assert tables["time_use"].to_pylist() == [
        {"course_id": "f1", "month": date(2025, 2, 1), "caseworker": "åse", "hours": 7.5}
    ]
    assert tables["courses"].to_pylist()[0]["ended_on"] is None
    assert [tables[name].num_rows for name in tables] == [1, 1, 0, 1, 0, 0, 0, 0, 0, 0]


def test_the_same_file_twice_changes_nothing_and_says_so(store_url: str, tmp_path: Path) -> None:
    sent = send(tmp_path / "a", citizens=[CITIZEN], courses=[COURSE], time_use=[HOURS], measurements=[EXPECTED])
    keep(store_url, sent)
    before = everything(store_url)
    again = keep(store_url, sent, who="bo", at=AT + timedelta(days=1))
    assert again.load_id is None
    assert again.counts["measurements"] == Counts(new=0, changed=0, unchanged=1)
    assert format_load(again) == "Intet nyt: alle 4 rækker var der i forvejen."
    assert everything(store_url) == before


def test_a_changed_row_replaces_and_the_earlier_version_stays(store_url: str, tmp_path: Path) -> None:
    """7,5 hours become 9; the history says what, when, by whom, from where, and from which month."""
    keep(store_url, send(tmp_path / "a", citizens=[CITIZEN], courses=[COURSE], time_use=[HOURS]))
    later = [{**HOURS, "hours": "9"}, {**HOURS, "month": "2025-03"}]
    result = keep(store_url, send(tmp_path / "b", time_use=later), who="bo", today=date(2025, 7, 31))
    assert result.counts == {"time_use": Counts(new=1, changed=1, unchanged=0)}
    assert [row["hours"] for row in stored_tables(store_url)["time_use"].to_pylist()] == [9.0, 7.5]
    (first,) = [line for line in history(store_url) if line["table_name"] == "time_use" and line["load_id"] == 1]
    assert (first["operation"], first["old"], first["effective_month"]) == ("insert", None, None)
    (change,) = [line for line in history(store_url) if line["operation"] == "update"]
    assert change["row_key"] == {"course_id": "f1", "month": "2025-02-01", "caseworker": "åse"}
    assert change["old"] == change["row_key"] | {"hours": 7.5}
    assert change["new"] == change["row_key"] | {"hours": 9.0}
    assert change["effective_month"] == date(2025, 7, 1)
    assert (change["load_id"], change["changed_by"], change["source"]) == (2, "bo", "fagsystem")
    assert change["changed_at"] == AT


def test_a_value_that_becomes_blank_is_a_change(store_url: str, tmp_path: Path) -> None:
    keep(store_url, send(tmp_path / "a", citizens=[{**CITIZEN, "team": "nord"}]))
    result = keep(store_url, send(tmp_path / "b", citizens=[{**CITIZEN, "team": ""}]))
    assert result.counts == {"citizens": Counts(new=0, changed=1, unchanged=0)}
    assert stored_tables(store_url)["citizens"]["team"].to_pylist() == [None]


def test_a_fault_in_the_last_table_stores_nothing(store_url: str, tmp_path: Path) -> None:
    """All or nothing: the good rows before the fault are not kept either."""
    keep(store_url, send(tmp_path / "a", citizens=[CITIZEN], courses=[COURSE]))
    before = everything(store_url)
    rate = {"municipality": "901", "rate": "shelter_night", "valid_from": "2025-01-01", "amount": "mange"}
    other = {**CITIZEN, "citizen_id": "b2"}
    result = keep(store_url, send(tmp_path / "b", citizens=[other], time_use=[HOURS], rates=[rate]))
    assert [fault.row for fault in result.faults] == [2]
    assert (result.counts, result.load_id) == ({}, None)
    assert everything(store_url) == before


def test_a_failing_load_leaves_every_byte(tmp_path: Path) -> None:
    """The SQLite file and its folder are the same before and after."""
    url = f"sqlite:///{tmp_path / 'home' / 'store.db'}"
    keep(url, send(tmp_path / "a", citizens=[CITIZEN], courses=[COURSE]))
    before = {path.name: path.read_bytes() for path in (tmp_path / "home").iterdir()}
    assert list(before) == ["store.db"]
    assert keep(url, send(tmp_path / "b", time_use=[{**HOURS, "hours": "x"}])).faults
    assert {path.name: path.read_bytes() for path in (tmp_path / "home").iterdir()} == before


def test_a_failing_load_makes_no_store(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'home' / 'store.db'}"
    assert keep(url, send(tmp_path / "a", citizens=[CITIZEN], time_use=[{**HOURS, "hours": "x"}])).faults
    assert not (tmp_path / "home").exists()


def test_children_may_come_after_their_parents_in_another_load(store_url: str, tmp_path: Path) -> None:
    keep(store_url, send(tmp_path / "a", citizens=[CITIZEN], courses=[COURSE]))
    assert keep(store_url, send(tmp_path / "b", time_use=[HOURS])).load_id == 2


def test_a_blank_estimate_day_is_one_key(store_url: str, tmp_path: Path) -> None:
    """Blank twice is one row; another estimate day is another row."""
    keep(store_url, send(tmp_path / "a", citizens=[CITIZEN], courses=[COURSE], measurements=[EXPECTED]))
    changed = keep(store_url, send(tmp_path / "b", measurements=[{**EXPECTED, "score": "60"}]))
    assert changed.counts == {"measurements": Counts(new=0, changed=1, unchanged=0)}
    new = keep(store_url, send(tmp_path / "c", measurements=[{**EXPECTED, "estimated_on": "2025-03-01"}]))
    assert new.counts == {"measurements": Counts(new=1, changed=0, unchanged=0)}
    rows = stored_tables(store_url)["measurements"].select(["estimated_on", "score"]).to_pylist()
    assert rows == [{"estimated_on": None, "score": 60.0}, {"estimated_on": date(2025, 3, 1), "score": 52.0}]


@pytest.mark.parametrize(("first", "then"), [("", "2025-01-15"), ("2025-01-15", "")])
def test_a_blank_estimate_day_is_the_day_the_course_started(
    store_url: str, tmp_path: Path, first: str, then: str
) -> None:
    """Blank and 15 January, when the course started, are the same key, whichever came first."""
    expected = {**EXPECTED, "estimated_on": first}
    keep(store_url, send(tmp_path / "a", citizens=[CITIZEN], courses=[COURSE], measurements=[expected]))
    same = keep(store_url, send(tmp_path / "b", measurements=[{**expected, "estimated_on": then}]))
    assert same.counts == {"measurements": Counts(new=0, changed=0, unchanged=1)}
    changed = keep(store_url, send(tmp_path / "c", measurements=[{**expected, "estimated_on": then, "score": "60"}]))
    assert changed.counts == {"measurements": Counts(new=0, changed=1, unchanged=0)}
    assert stored_tables(store_url)["measurements"]["score"].to_pylist() == [60.0]


@pytest.mark.parametrize("said", ["", "2025-02-01"])
def test_a_later_start_moves_the_blank_estimates_with_it(store_url: str, tmp_path: Path, said: str) -> None:
    """The course turns out to start on 1 February: that is now what blank means, and nothing is there twice."""
    keep(store_url, send(tmp_path / "a", citizens=[CITIZEN], courses=[COURSE], measurements=[EXPECTED]))
    later, expected = {**COURSE, "started_on": "2025-02-01"}, {**EXPECTED, "estimated_on": said}
    moved = send(tmp_path / "b", courses=[later], measurements=[expected])
    assert keep(store_url, moved).counts["measurements"] == Counts(new=0, changed=0, unchanged=1)


def test_the_log_says_what_was_loaded_when_by_whom_and_from_where(store_url: str, tmp_path: Path) -> None:
    """Newest first, moments in UTC: 12.30 in Danish summer time is 10.30. No values, no places, no CPR numbers."""
    first = send(tmp_path / "a", citizens=[CITIZEN], courses=[COURSE])
    files = [first / "citizens.csv", first / "courses.csv"]
    load(store_url, files, today=TODAY, who="anne", source="010190-1234", at=AT)
    summer = datetime(2025, 6, 15, 12, 30, tzinfo=timezone(timedelta(hours=2)))
    keep(store_url, send(tmp_path / "b", time_use=[HOURS]), who="bo", at=summer)
    newest, oldest = loads(store_url)
    assert (newest.id, newest.loaded_by, newest.source) == (2, "bo", "fagsystem")
    assert newest.loaded_at == datetime(2025, 6, 15, 10, 30)
    assert newest.counts == {"time_use": Counts(new=1, changed=0, unchanged=0)}
    assert newest.files == ["time_use.csv"]
    assert oldest.files == ["citizens.csv", "courses.csv"]
    assert oldest.source == "••••••-••••"


def test_a_load_into_an_open_store(store_url: str, tmp_path: Path) -> None:
    engine = open_store(store_url)
    sent = send(tmp_path / "a", citizens=[CITIZEN])
    result = load(engine, [sent], today=TODAY, who="anne", source="formular", at=AT)
    engine.dispose()
    assert result.load_id == 1
    assert stored_tables(store_url)["citizens"].num_rows == 1


def test_the_result_in_danish(store_url: str, tmp_path: Path) -> None:
    citizens = [{**CITIZEN, "citizen_id": f"b{number}"} for number in range(1200)]
    assert format_load(keep(store_url, send(tmp_path / "a", citizens=citizens))) == (
        "Indlæst som nr. 1.\nBorgere: 1.200 nye, 0 ændrede, 0 uændrede"
    )
    citizens[0] = {**citizens[0], "municipality": "902"}
    assert format_load(keep(store_url, send(tmp_path / "b", citizens=citizens))) == (
        "Indlæst som nr. 2.\nBorgere: 0 nye, 1 ændret, 1.199 uændrede"
    )
    assert format_load(LoadResult([], {"rates": Counts(0, 0, 0)}, None)) == "Intet nyt: der var ingen rækker."
    assert format_load(LoadResult([], {"rates": Counts(0, 0, 1)}, None)) == "Intet nyt: rækken var der i forvejen."


def test_faults_are_told_in_danish(store_url: str, tmp_path: Path) -> None:
    result = keep(store_url, send(tmp_path / "a", time_use=[{**HOURS, "hours": "x"}]))
    assert "Intet er indlæst." in format_load(result)


def test_typed_rows_are_stored_like_files(store_url: str) -> None:
    """A form says 7,5 as text; a fault in it stores nothing."""
    rows = {name: [{k: str(v) for k, v in row.items()}] for name, row in (("citizens", CITIZEN), ("courses", COURSE))}
    form = {"today": TODAY, "who": "anne", "source": "formular", "at": AT}
    assert load_rows(store_url, rows, **form).load_id == 1
    assert load_rows(store_url, {"time_use": [{**HOURS, "hours": "7,5 timer"}]}, **form).faults
    assert load_rows(store_url, {"time_use": [HOURS]}, **form).load_id == 2
    assert stored_tables(store_url)["time_use"]["hours"].to_pylist() == [7.5]
