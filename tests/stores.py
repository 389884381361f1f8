"""Where the stores of a test run lie: SQLite files, or databases on one PostgreSQL server (pytest --store postgresql).

A test asks `store_at(folder)` for the store of an installation in a folder and wears a mark. `store`: it runs a second time
on PostgreSQL. `once`: it is about pages and files, whose doors to the store run on both in tests of their own; it counts
before `store`. A test in the browser needs no mark. Tests of the fixture `store_url` have both in one run.
"""

import contextlib
import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.postgres import MADE, running_server, say

ENDS = pytest.StashKey[contextlib.ExitStack]()


@dataclass
class _Run:
    """What holds for the run: its PostgreSQL server, if it has one, and the test that is being run."""

    server: str | None = None
    test: pytest.Item | None = None


_run = _Run()


def store_at(home: Path) -> str:
    """The address of the store of an installation in the folder; on PostgreSQL a database with an empty store."""
    if _run.test is not None and not any(any(_run.test.iter_markers(name)) for name in ("store", "once", "browser")):
        raise AssertionError(f"{_run.test.nodeid} uses a store: give it the mark `store`")
    if _run.server is None:
        return f"sqlite:///{home.absolute() / 'store.db'}"
    with contextlib.suppress(psycopg.errors.DuplicateDatabase):
        say(_run.server, f"create database {_database(home)} template {MADE}")
    return _run.server + _database(home)


def copy_home(made: Path, home: Path) -> Path:
    """Another installation like the one made, store and all; nobody may be using that one meanwhile."""
    shutil.copytree(made, home)
    if _run.server is not None:
        say(_run.server, f"create database {_database(home)} template {_database(made)}")
    return home


@contextlib.contextmanager
def for_all() -> Iterator[None]:
    """What is made here is for several tests, so that no single one must wear the mark."""
    test, _run.test = _run.test, None
    try:
        yield
    finally:
        _run.test = test


def _database(home: Path) -> str:
    return f"home_{hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:24]}"


def begin(config: pytest.Config) -> None:
    """Start the run's server, or take the one that the run's first process has started."""
    given = getattr(config, "workerinput", None)
    if given is not None:
        _run.server = given["store_server"]
    elif config.getoption("--store") == "postgresql":
        ends = config.stash[ENDS] = contextlib.ExitStack()
        _run.server = ends.enter_context(running_server())


def handed_on() -> str | None:
    """The address of the run's server, for its other processes."""
    return _run.server


def end(config: pytest.Config) -> None:
    """Stop what this process has started."""
    if ENDS in config.stash:
        config.stash[ENDS].close()


def turn(item: pytest.Item) -> None:
    """Remember which test is being run."""
    _run.test = item


def chosen(config: pytest.Config, items: list[pytest.Item]) -> Iterator[pytest.Item]:
    """The tests of this run: on PostgreSQL those that use a store and do not already run on both."""
    for item in items:
        has_both = not {"store_url", "unmade_store_url"}.isdisjoint(getattr(item, "fixturenames", ()))
        once = any(item.iter_markers("once"))
        if config.getoption("--store") == "sqlite" or (any(item.iter_markers("store")) and not has_both and not once):
            yield item


def has_nothing(config: pytest.Config, path: Path) -> bool:
    """A file of tests of which none would be chosen: no need to read it."""
    if config.getoption("--store") == "sqlite" or not path.match("test_*.py"):
        return False
    return "mark.store" not in path.read_text(encoding="utf-8")
