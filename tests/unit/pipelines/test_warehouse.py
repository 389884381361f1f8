"""The warehouse's files: a reader always finds a whole warehouse, whatever builders do."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from pipelines.warehouse import WarehouseError, only_builder, open_warehouse, publish, warehouse_path

ROWS = 200_000
BUILD = f"""
import sys
from pathlib import Path
from pipelines.warehouse import only_builder, publish
def fill(connection):
    connection.execute("begin").fetchall()
    connection.execute("create table main.one as select range as n from range({ROWS})").fetchall()
    connection.execute("create table main.two as select range as n from range({ROWS})").fetchall()
    connection.execute("commit").fetchall()
for _ in range(int(sys.argv[2])):
    with only_builder(Path(sys.argv[1])) as folder:
        publish(folder, fill)
"""


def fill_with(number: int) -> Callable[[duckdb.DuckDBPyConnection], object]:
    """A warehouse of one number."""
    return lambda connection: connection.execute(f"create table main.one as select {number} as n").fetchall()


def build(home: Path, number: int) -> Path:
    with only_builder(home) as folder:
        return publish(folder, fill_with(number))


def numbers(connection: duckdb.DuckDBPyConnection) -> list[tuple[int]]:
    with connection.cursor() as cursor:
        return cursor.execute("select n from one").fetchall()


def read(home: Path) -> list[tuple[int]]:
    with open_warehouse(home) as connection:
        return numbers(connection)


def files(home: Path) -> set[str]:
    return {path.name for path in (home / "warehouse").glob("warehouse_*")}


def started_builder(home: Path, times: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", BUILD, str(home), str(times)], cwd=Path(__file__).parents[3])


def test_nothing_built_yet_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match=r"Der er intet datavarehus endnu. Kør: python -m pipelines build"):
        open_warehouse(tmp_path)


def test_readers_cannot_write(tmp_path: Path) -> None:
    build(tmp_path, 1)
    with open_warehouse(tmp_path) as connection, pytest.raises(duckdb.InvalidInputException):
        connection.execute("create table main.three (n integer)")


def test_pointer_is_a_small_file_with_the_name(tmp_path: Path) -> None:
    path = build(tmp_path, 1)
    assert (tmp_path / "warehouse" / "current").read_text(encoding="utf-8") == path.name
    assert warehouse_path(tmp_path) == path


def test_only_the_owner_may_look_into_the_folder(tmp_path: Path) -> None:
    build(tmp_path, 1)
    assert (tmp_path / "warehouse").stat().st_mode & 0o077 == 0


def test_file_can_be_read_by_duckdb_1_5(tmp_path: Path) -> None:
    build(tmp_path, 1)
    with open_warehouse(tmp_path) as connection:
        tags = connection.execute("select tags from duckdb_databases() where not internal").fetchall()[0][0]
    assert "v1.5.0" in tags["storage_version"]


def test_reader_keeps_its_warehouse_while_new_ones_land(tmp_path: Path) -> None:
    """Open at 1; 2, 3 and 4 land and 1 is removed: the open reader still sees 1, a new one 4."""
    build(tmp_path, 1)
    with open_warehouse(tmp_path) as connection:
        for number in (2, 3, 4):
            build(tmp_path, number)
        assert numbers(connection) == [(1,)]
        assert read(tmp_path) == [(4,)]


def test_the_two_newest_stay(tmp_path: Path) -> None:
    paths = [build(tmp_path, number) for number in range(4)]
    assert files(tmp_path) == {paths[2].name, paths[3].name}


def test_pointer_is_read_again_when_its_file_has_gone(tmp_path: Path) -> None:
    """The pointer is a pipe that says the old name and, before the reader has it all, is replaced by the new one."""
    new = build(tmp_path, 2)
    current = tmp_path / "warehouse" / "current"
    kept = current.rename(current.with_name("kept"))
    os.mkfifo(current)

    def switch() -> None:
        with current.open("w", encoding="utf-8") as pipe:
            pipe.write("warehouse_gone.duckdb")
            os.replace(kept, current)

    switching = threading.Thread(target=switch)
    switching.start()
    assert read(tmp_path) == [(2,)]
    switching.join(timeout=10)
    assert warehouse_path(tmp_path) == new


def test_pointer_to_nothing_says_what_to_do(tmp_path: Path) -> None:
    build(tmp_path, 1).unlink()
    with pytest.raises(WarehouseError, match="findes ikke længere. Kør: python -m pipelines build"):
        open_warehouse(tmp_path)


def test_file_that_is_no_warehouse_says_what_to_do(tmp_path: Path) -> None:
    build(tmp_path, 1).write_bytes(b"not a database at all" * 1000)
    with pytest.raises(WarehouseError, match="kan ikke læses. Kør: python -m pipelines build"):
        open_warehouse(tmp_path)


def test_failed_build_changes_nothing(tmp_path: Path) -> None:
    before = build(tmp_path, 1)
    with only_builder(tmp_path) as folder, pytest.raises(duckdb.ParserException):
        publish(folder, lambda connection: connection.execute("this is not sql").fetchall())
    assert read(tmp_path) == [(1,)]
    assert files(tmp_path) == {before.name}


def test_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "warehouse").write_text("in the way", encoding="utf-8")
    with pytest.raises(WarehouseError, match="Der kan ikke skrives i"), only_builder(tmp_path):
        pass


def test_builds_take_turns(tmp_path: Path) -> None:
    """The second waits until the first has let go, so what it reads inside is never older."""
    order = []

    def second() -> None:
        with only_builder(tmp_path):
            order.append("second in")

    with only_builder(tmp_path):
        waiting = threading.Thread(target=second)
        waiting.start()
        time.sleep(0.3)
        order.append("first out")
    waiting.join(timeout=10)
    assert order == ["first out", "second in"]


def test_killed_builds_leave_the_warehouse_whole(tmp_path: Path) -> None:
    """Builders killed at twelve moments: the pointer always names a whole warehouse, and the next build cleans up."""
    build(tmp_path, 1)
    for tenths in range(12):
        builder = started_builder(tmp_path, 1000)
        time.sleep(0.25 + tenths / 40)
        os.kill(builder.pid, signal.SIGKILL)
        builder.wait()
        with open_warehouse(tmp_path) as connection:
            counts = connection.execute("select count(*) from one").fetchall()
        assert counts in ([(1,)], [(ROWS,)])
    paths = [build(tmp_path, 2), build(tmp_path, 3)]
    assert files(tmp_path) == {path.name for path in paths}


def test_concurrent_builders_and_a_reader_do_not_hurt_each_other(tmp_path: Path) -> None:
    """Three processes build ten times each while this one reads: every read finds both tables whole."""
    build(tmp_path, 1)
    builders = [started_builder(tmp_path, 10) for _ in range(3)]
    while any(builder.poll() is None for builder in builders):
        with open_warehouse(tmp_path) as connection:
            assert connection.execute("select count(*) from one").fetchall() in ([(1,)], [(ROWS,)])
        time.sleep(0.01)
    assert [builder.returncode for builder in builders] == [0, 0, 0]
    assert len(files(tmp_path)) == 2
