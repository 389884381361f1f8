"""Registrations written out in a test: each table as the text of its CSV file, indented as the test likes."""

from pathlib import Path

from tests.oracle.world import World, open_world


def write_tables(folder: Path, **tables: str) -> Path:
    """A folder with the given tables."""
    for name, text in tables.items():
        lines = [line.strip() for line in text.strip().splitlines()]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def world_of(folder: Path, **tables: str) -> World:
    """The world of the given tables."""
    return open_world(write_tables(folder, **tables))
