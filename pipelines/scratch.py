"""A DuckDB in memory for one question: making one takes longer than most questions, so a process makes only one."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb


@contextmanager
def scratch() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection of its own, which nobody else sees into: what it registers and its temporary tables go with it."""
    with _database().cursor() as connection:
        yield connection


@functools.cache
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
