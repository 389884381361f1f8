"""A small warehouse with the outcomes of courses, for the tests of what is observed."""

from datetime import date
from pathlib import Path

import duckdb

from pipelines.settings import Choices, Settings

MARCH = date(2025, 3, 1)
COLUMNS = "month date, course_id text, citizen_id text, municipality text, method text, target_group text, " \
    "criterion text, outcome text, replaced_by text"  # fmt: skip
Row = tuple[date, str, str, str, str, str, str, str, str | None]


def row(
    course: str, outcome: str, *, municipality: str = "901", method: str = "CTI", target_group: str = "homeless",
    replaced_by: str | None = None, criterion: str = "own_home_after_12", month: date = MARCH,
) -> Row:  # fmt: skip
    """One course in one month by one criterion."""
    return month, course, f"citizen of {course}", municipality, method, target_group, criterion, outcome, replaced_by


def write_warehouse(home: Path, rows: list[Row], chosen: str = "effect_goal_met") -> Settings:
    """A warehouse file with these outcomes, published as the current one."""
    folder = home / "warehouse"
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(folder / "warehouse_1.duckdb") as connection:
        connection.execute(f"create table success_month ({COLUMNS})").fetchall()
        for values in rows:
            connection.execute(f"insert into success_month values ({', '.join('?' * 9)})", values).fetchall()
        connection.execute("create table setting as select ? as success_criterion", [chosen]).fetchall()
    (folder / "current").write_text("warehouse_1.duckdb", encoding="utf-8")
    return Settings(home, f"sqlite:///{home / 'store.db'}", date(2025, 4, 15), Choices())
