"""Small loads for the tests of the store: rows into CSV files, files into a store."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from pipelines.loading import LoadResult, load

TODAY = date(2025, 6, 15)
AT = datetime(2025, 6, 15, 10, 30)
Row = Mapping[str, object]

CITIZEN: Row = {"citizen_id": "b1", "municipality": "901", "target_group": "homeless", "referred_on": "2025-01-02"}
COURSE: Row = {
    "course_id": "f1",
    "citizen_id": "b1",
    "method": "CTI",
    "started_on": "2025-01-15",
    "caseworker": "åse",
    "progression_measure": "WHO5",
}
HOURS: Row = {"course_id": "f1", "month": "2025-02", "caseworker": "åse", "hours": "7,5"}
EXPECTED: Row = {
    "course_id": "f1",
    "instrument": "WHO5",
    "kind": "expected",
    "measured_on": "2025-04-15",
    "estimated_on": "",
    "score": "52",
}


def send(folder: Path, **tables: Sequence[Row]) -> Path:
    """One CSV file per table in a new folder; a table's columns are those of its first row."""
    folder.mkdir(parents=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def keep(url: str, sent: Path, *, today: date = TODAY, who: str = "anne", at: datetime = AT) -> LoadResult:
    """Load a folder as the command line does."""
    return load(url, [sent], today=today, who=who, source="fagsystem", at=at)
