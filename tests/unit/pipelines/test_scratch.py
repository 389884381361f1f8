"""One DuckDB for passing questions: what is asked by one is not there for another."""

from concurrent.futures import ThreadPoolExecutor

import duckdb
import pyarrow as pa
import pytest

from pipelines.scratch import scratch


def test_what_one_brings_along_is_its_own_and_goes_with_it() -> None:
    """Two at a time have tables of the same names, each its own; a third has none."""
    with scratch() as one, scratch() as other:
        for connection, number in ((one, 1), (other, 2)):
            connection.register("given", pa.table({"number": [number]}))
            connection.execute("create temp table kept as from given").fetchall()
        for connection, number in ((one, 1), (other, 2)):
            assert connection.execute("select * from kept, given").fetchall() == [(number, number)]
    with scratch() as third:
        for name in ("kept", "given"):
            with pytest.raises(duckdb.CatalogException):
                third.execute(f"from {name}").fetchall()


def test_many_threads_may_ask_at_once() -> None:
    def asked(number: int) -> int:
        with scratch() as connection:
            connection.register("given", pa.table({"number": [number]}))
            return int(connection.execute("select sum(number) from given").fetchall()[0][0])

    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(asked, range(60))) == list(range(60))
