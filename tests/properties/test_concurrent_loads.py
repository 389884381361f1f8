"""Several processes at one store: nothing is lost, nothing is half, and nobody meets a lock."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from pipelines.store import loads, open_store, read_store
from tests.sending import CITIZEN, COURSE, HOURS, TODAY, Row, keep, send

ROOT = Path(__file__).parents[2]

LOADING = """
import sys
from pathlib import Path
from tests.sending import keep
for folder in sys.argv[2:]:
    result = keep(sys.argv[1], Path(folder), who=folder)
    assert not result.faults, result.faults
"""
READING = """
import sys
import time
from pipelines.store import read_store
while True:
    stored = read_store(sys.argv[1])
    hours = stored.tables["time_use"].group_by("course_id").aggregate([("hours", "count")]).to_pylist()
    assert all(row["hours_count"] % 5 == 0 for row in hours), hours
    assert stored.assignments.num_rows >= stored.tables["courses"].num_rows
    print(stored.last_load, flush=True)
    time.sleep(0.05)
"""


@contextmanager
def running(program: str, *arguments: object, **environment: str) -> Iterator[subprocess.Popen]:
    """A Python process of its own, killed at the end if it still runs."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def ended_well(process: subprocess.Popen) -> None:
    """The process came to its end without a word on stderr."""
    _, said = process.communicate(timeout=120)
    assert (said, process.returncode) == ("", 0)


def five_months(course: str, hours: str = "1") -> list[Row]:
    """Hours of a course in February to June."""
    return [{**HOURS, "course_id": course, "month": f"2025-0{month}", "hours": hours} for month in range(2, 7)]


def own_citizen(name: str) -> dict[str, list[Row]]:
    """A citizen with a course and five months of hours, whose keys nobody else has."""
    return {
        "citizens": [{**CITIZEN, "citizen_id": name}],
        "courses": [{**COURSE, "citizen_id": name, "course_id": name}],
        "time_use": five_months(name),
    }


def versions(url: str, table: str) -> dict[str, list[tuple[dict | None, dict]]]:
    """For every row, its changes in the order they were stored, as (old, new)."""
    engine = open_store(url)
    found: dict[str, list[tuple[dict | None, dict]]] = {}
    with engine.connect() as connection:
        query = text("select row_key, old, new from history where table_name = :name order by id")
        for key, old, new in connection.execute(query, {"name": table}):
            found.setdefault(key, []).append((json.loads(old or "null"), json.loads(new)))
    engine.dispose()
    return found


KILLED = """
import os, signal, sys, threading
from pathlib import Path
from sqlalchemy import event
from pipelines.loading import load
from pipelines.store import open_store
from tests.sending import AT, TODAY

url, folder, moment = sys.argv[1:]
engine = open_store(url)

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def before(connection, cursor, statement, *_):
    if statement.lower().startswith("insert into time_use"):
        if moment == "before the rows":
            die()
        if moment == "during the rows":
            threading.Timer(0.05, die).start()

event.listen(engine, "before_cursor_execute", before)
if moment == "before the commit":
    event.listen(engine, "commit", die)
load(engine, [Path(folder)], today=TODAY, who="anne", source="test", at=AT)
die()
"""


def test_two_load_their_own_while_one_reads_and_one_builds(unmade_store_url: str, tmp_path: Path) -> None:
    """2 x 4 loads of one citizen each, at the same time: all 8 citizens, 40 months and 8 lines of the log are there."""
    folders = [[send(tmp_path / f"{who}{n}", **own_citizen(f"{who}{n}")) for n in range(4)] for who in ("a", "b")]
    home = {"BUNDLINJE_HOME": str(tmp_path), "BUNDLINJE_STORE": unmade_store_url, "BUNDLINJE_TODAY": TODAY.isoformat()}
    build = "import sys; from pipelines.__main__ import main; sys.exit(main(['build']))"
    with running(READING, unmade_store_url) as reader:
        with (
            running(LOADING, unmade_store_url, *folders[0]) as first,
            running(LOADING, unmade_store_url, *folders[1]) as second,
        ):
            with running(build, **home) as builder:
                ended_well(builder)
            ended_well(first)
            ended_well(second)
        assert reader.poll() is None
    stored = read_store(unmade_store_url)
    assert (stored.tables["citizens"].num_rows, stored.tables["time_use"].num_rows, stored.last_load) == (8, 40, 8)
    assert {entry.loaded_by for entry in loads(unmade_store_url)} == {
        str(folder) for both in folders for folder in both
    }


def test_two_load_the_same_rows_at_the_same_time(store_url: str, tmp_path: Path) -> None:
    """The rows are those of the load that came last, and every version begins where the one before it ended."""
    keep(store_url, send(tmp_path / "start", **own_citizen("f")))
    folders = [
        [send(tmp_path / f"{who}{n}", time_use=five_months("f", f"{number}{n},5")) for n in range(4)]
        for number, who in enumerate(("a", "b"), start=1)
    ]
    with running(LOADING, store_url, *folders[0]) as first, running(LOADING, store_url, *folders[1]) as second:
        ended_well(first)
        ended_well(second)
    stored, changed = read_store(store_url), versions(store_url, "time_use")
    assert stored.last_load == 9
    for changes in changed.values():
        assert len(changes) == 9
        assert [old for old, _ in changes] == [None, *(new for _, new in changes[:-1])]
    last = {changes[-1][1]["hours"] for changes in changed.values()}
    assert last == set(stored.tables["time_use"]["hours"].to_pylist())
    assert len(last) == 1


def test_the_same_file_from_two_at_once_is_stored_once(store_url: str, tmp_path: Path) -> None:
    """Whoever comes second is checked again, finds nothing new, and leaves no line."""
    sent = send(tmp_path / "a", **own_citizen("f"))
    with running(LOADING, store_url, sent) as first, running(LOADING, store_url, sent) as second:
        ended_well(first)
        ended_well(second)
    assert read_store(store_url).last_load == 1
    assert {len(changes) for changes in versions(store_url, "time_use").values()} == {1}


@pytest.mark.parametrize("moment", ["before the rows", "during the rows", "before the commit", "after"])
def test_a_load_that_is_killed_leaves_the_store_whole(store_url: str, tmp_path: Path, moment: str) -> None:
    """kill -9 in the middle of a load of 20.000 rows: all of it is there or none, and the next load works."""
    keep(store_url, send(tmp_path / "a", **own_citizen("f")))
    rows = [{**HOURS, "course_id": "f", "caseworker": f"w{number}"} for number in range(20_000)]
    many = send(tmp_path / "many", time_use=rows)
    with running(KILLED, store_url, many, moment) as process:
        assert process.wait(timeout=120) == -signal.SIGKILL
    stored = read_store(store_url)
    found = {"rows": stored.tables["time_use"].num_rows, "loads": stored.last_load}
    none_or_all = [{"rows": 5, "loads": 1}, {"rows": 20_005, "loads": 2}]
    assert found in {"after": none_or_all[1:], "during the rows": none_or_all}.get(moment, none_or_all[:1])
    assert len(versions(store_url, "time_use")) == found["rows"]
    if store_url.startswith("sqlite"):
        with closing(sqlite3.connect(store_url.removeprefix("sqlite:///"))) as file:
            assert file.execute("pragma integrity_check").fetchall() == [("ok",)]
    keep(store_url, many)
    assert read_store(store_url).tables["time_use"].num_rows == 20_005
