"""Small loads for the tests of the contracts: text into CSV files, and what the check finds in them."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa

from pipelines.contract import Checked, check

TODAY = date(2025, 6, 15)
CITIZENS = """citizen_id;municipality;team;birth_year;gender;target_group;referred_on
b1;901;Nord;1980;female;homeless;2025-01-02
"""
COURSES = """course_id;citizen_id;method;contact_on;started_on;ended_on;end_reason;caseworker;progression_measure
k1;b1;CTI;2025-01-10;2025-02-03;2025-05-20;completed;anne;WHO5
"""
GOOD = {"citizens": CITIZENS, "courses": COURSES}
Where = tuple[int | None, str | None, str]


def write(folder: Path, tables: Mapping[str, str]) -> Path:
    """One CSV file per table."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    return folder


def checked(
    folder: Path,
    tables: Mapping[str, str],
    *,
    decimal: str | None = None,
    today: date = TODAY,
    stored: Mapping[str, pa.Table | None] | None = None,
) -> Checked:
    """What the check finds in these tables."""
    return check([write(folder, tables)], today=today, decimal=decimal, stored=stored)


def where(given: Checked) -> list[Where]:
    """The faults as (row, column, rule)."""
    return [(found.row, found.column, found.rule) for found in given.faults]


def stored_from(folder: Path, tables: Mapping[str, str]) -> dict[str, pa.Table]:
    """These tables as a store would have them."""
    given = checked(folder / "stored", tables)
    assert given.faults == []
    return given.tables
