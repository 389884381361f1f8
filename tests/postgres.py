"""A real PostgreSQL server for the tests, on loopback in a temporary folder, and a fresh store on either database."""

import atexit
import functools
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from pipelines.store import open_store

MISSING = "missing system package: postgresql"
USER = "bundlinje"
NOTHING, MADE = "template1", "store_as_made"
"""What a new database is like: nothing in it, or an empty store up to date (making each anew takes ten times as long)."""


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a running server without a database name: postgresql://user:password@127.0.0.1:port/."""
    if _programs() is None:
        pytest.skip(MISSING)
    with running_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a store that nobody has used yet, on SQLite and on PostgreSQL."""
    yield from _store(request, tmp_path, MADE)


@pytest.fixture(params=["sqlite", "postgresql"])
def unmade_store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a store that nobody has made yet, for tests of making one."""
    yield from _store(request, tmp_path, NOTHING)


def _store(request: pytest.FixtureRequest, tmp_path: Path, like: str) -> Iterator[str]:
    if request.param == "sqlite":
        file = tmp_path / "home" / "store.db"
        if like == MADE:
            file.parent.mkdir()
            shutil.copy(_made_file(), file)
        yield f"sqlite:///{file}"
        return
    with fresh_database(request.getfixturevalue("postgres_server"), like) as url:
        yield url


@functools.cache
def _made_file() -> Path:
    """An empty store up to date, made once in a process."""
    folder = tempfile.TemporaryDirectory(prefix="bundlinje-store-")
    atexit.register(folder.cleanup)
    file = Path(folder.name) / "store.db"
    open_store(f"sqlite:///{file}").dispose()
    return file


@contextmanager
def running_server() -> Iterator[str]:
    """A server of our own until the block ends; an error of usage where none is installed."""
    programs = _programs()
    if programs is None:
        raise pytest.UsageError(MISSING)
    with _running(programs) as server:
        say(server, f"create database {MADE}")
        open_store(server + MADE).dispose()
        yield server


@contextmanager
def fresh_database(server: str, like: str = MADE) -> Iterator[str]:
    """A database on the server with an empty store, or like another one; dropped again afterwards."""
    name = f"store_{secrets.token_hex(6)}"
    say(server, f"create database {name} template {like}")
    try:
        yield f"{server}{name}"
    finally:
        say(server, f"drop database {name} with (force)")


def say(server: str, statement: str) -> None:
    """One statement to the server itself."""
    with psycopg.connect(f"{server}postgres", autocommit=True) as connection:
        connection.execute(statement)


def _programs() -> Path | None:
    """The folder of the newest installed server's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def _running(programs: Path) -> Iterator[str]:
    password = secrets.token_hex(16)
    folder = Path(tempfile.mkdtemp(prefix="bundlinje-postgres-"))
    try:
        _make_cluster(programs, folder, password)
        port = _free_port()
        settings = ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}", "-c", "fsync=off"]
        command = [programs / "postgres", "-D", folder / "data", "-p", str(port), *settings]
        log = (folder / "log").open("w")
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **_as_somebody_else())
        address = f"postgresql://{USER}:{password}@127.0.0.1:{port}/"
        try:
            _wait_for(address)
            yield address
        finally:
            server.send_signal(signal.SIGINT)  # closes its clients, then itself
            server.wait(timeout=30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make_cluster(programs: Path, folder: Path, password: str) -> None:
    (folder / "password").write_text(password)
    if os.getuid() == 0:
        for path in (folder, folder / "password"):
            shutil.chown(path, *_somebody())
    options = ["--auth=password", f"--pwfile={folder / 'password'}", f"--username={USER}"]
    command = [programs / "initdb", "-D", folder / "data", *options, "--encoding=UTF8", "--locale=C", "--no-sync"]
    subprocess.run(command, check=True, capture_output=True, cwd="/", **_as_somebody_else())


def _somebody() -> tuple[int, int]:
    """The user and group that the server runs as when we are root, which it refuses to run as."""
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return entry.pw_uid, entry.pw_gid
    pytest.skip("no user postgres or nobody to run the database server as")


def _as_somebody_else() -> dict[str, object]:
    if os.getuid() != 0:
        return {}
    user, group = _somebody()
    return {"user": user, "group": group, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(server: str) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(f"{server}postgres", connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
