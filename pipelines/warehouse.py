"""The warehouse as files: a new one for every build, a pointer to the newest, and readers that only read."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
"""Nothing is ever fetched from the network."""
BUILD_CONFIG = CONFIG | {"storage_compatibility_version": "v1.5.0", "threads": "1"}
"""A file that DuckDB 1.5 reads too, and one thread, so that sums of decimals come out the same every time."""
KEPT = "published.db"
"""The file of protected rows beside the warehouses; it outlives a build and goes with an erasure."""
TRIES = 5
REMEDY_DA = "Kør: python -m pipelines build, eller bed driften om det."
UNWRITABLE_DA = "Der kan ikke skrives i {folder}. Se, om der er plads på disken, og om Bundlinje må skrive i mappen."


class WarehouseError(Exception):
    """The warehouse cannot be read or built; the message is Danish and says what to do."""


def open_warehouse(home: Path) -> duckdb.DuckDBPyConnection:
    """The current warehouse, to read from; marts need no schema before their name, on any cursor.

    Take one cursor per unit of work and fetch all of it. Raises WarehouseError when nothing is built.
    """
    for _ in range(TRIES):
        path = warehouse_path(home)
        try:
            return duckdb.connect(path, read_only=True, config=CONFIG)
        except duckdb.Error:
            if path.exists():
                raise WarehouseError(f"Datavarehuset {path.name} kan ikke læses. {REMEDY_DA}") from None
    raise WarehouseError(f"Datavarehuset {path.name} findes ikke længere. {REMEDY_DA}")


def municipalities(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Every municipality of the warehouse, by its code."""
    with connection.cursor() as cursor:
        found = cursor.execute("select distinct municipality from marts.municipality_month order by all").fetchall()
    return [row[0] for row in found]


def warehouse_path(home: Path) -> Path:
    """The file that the pointer names now; a new name for every build. Raises WarehouseError when nothing is built."""
    folder = home / "warehouse"
    try:
        name = (folder / "current").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise WarehouseError(f"Der er intet datavarehus endnu. {REMEDY_DA}") from None
    return folder / name


@contextmanager
def only_builder(home: Path) -> Iterator[Path]:
    """The warehouse's folder, for one build at a time; a second waits, and a killed one lets go."""
    folder = home / "warehouse"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (folder / "building").open("w")
    except OSError:
        raise WarehouseError(UNWRITABLE_DA.format(folder=folder)) from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def publish(folder: Path, fill: Callable[[duckdb.DuckDBPyConnection], object]) -> Path:
    """Fill a new warehouse file and point to it; only within only_builder.

    Leaves the pointer alone when fill raises. The warehouse before stays for those who are about to open it.
    """
    before = _pointed_to(folder)
    _remove_all_but(folder, before)
    path = folder / f"warehouse_{datetime.now(UTC):%Y%m%dT%H%M%S%f}_{os.getpid()}.duckdb"
    try:
        with duckdb.connect(path, config=BUILD_CONFIG) as connection:
            fill(connection)
        _point_to(path)
    except BaseException as error:
        _remove_all_but(folder, before)
        if isinstance(error, OSError | duckdb.IOException):
            raise WarehouseError(UNWRITABLE_DA.format(folder=folder)) from error
        raise
    return path


def remove_earlier(home: Path) -> None:
    """Delete every warehouse but the current one, at once, and what has been kept of them."""
    with only_builder(home) as folder:
        (folder / KEPT).unlink(missing_ok=True)
        _remove_all_but(folder, _pointed_to(folder))


def remove_all(home: Path) -> None:
    """Delete every warehouse, the pointer and what has been kept: nothing is shown until one is built."""
    with only_builder(home) as folder:
        (folder / KEPT).unlink(missing_ok=True)
        (folder / "current").unlink(missing_ok=True)
        _remove_all_but(folder, None)


def _pointed_to(folder: Path) -> str | None:
    pointer = folder / "current"
    return pointer.read_text(encoding="utf-8").strip() if pointer.exists() else None


def _remove_all_but(folder: Path, name: str | None) -> None:
    """Older warehouses, and what a killed build left; an open file stays for its reader."""
    for path in folder.glob("warehouse_*"):
        if path.name != name:
            path.unlink(missing_ok=True)


def _point_to(path: Path) -> None:
    """Switch the pointer in one step: a reader sees the name before or this one, never half a name."""
    fresh = path.with_name("current.new")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(path.name)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path.with_name("current"))
