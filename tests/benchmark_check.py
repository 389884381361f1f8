"""How long a check takes beside plainly reading the same file: python -m tests.benchmark_check [ROWS]."""

import csv
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from pipelines.contract import check

TODAY = date(2025, 6, 30)
MONTHS = [f"{year}-{month:02}" for year in (2023, 2024) for month in range(1, 13)]


def write_load(folder: Path, rows: int) -> None:
    """Citizens and courses from January 2023, and one row of time use per course and month."""
    courses = range(rows // len(MONTHS) + 1)
    _write(
        folder / "citizens.csv",
        ["citizen_id;municipality;target_group;referred_on"],
        (f"B{n};901;homeless;2022-12-01" for n in courses),
    )
    _write(
        folder / "courses.csv",
        ["course_id;citizen_id;method;started_on;caseworker;progression_measure"],
        (f"K{n};B{n};ICM;2023-01-01;anne;WHO5" for n in courses),
    )
    _write(
        folder / "time_use.csv",
        ["course_id;month;caseworker;hours"],
        [f"K{n};{month};anne;{n % 300},5" for n in courses for month in MONTHS][:rows],
    )


def _write(path: Path, heading: list[str], lines) -> None:
    path.write_text("\n".join([*heading, *lines]) + "\n", encoding="utf-8")


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def read_plainly(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file, delimiter=";"))


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as given:
        folder = Path(given)
        write_load(folder, rows)
        check([folder / "citizens.csv"], today=TODAY)
        plain = min(seconds(lambda: read_plainly(folder / "time_use.csv")) for _ in range(3))
        checked = min(seconds(lambda: check([folder], today=TODAY)) for _ in range(3))
        assert not check([folder], today=TODAY).faults
    print(f"{rows} rows: check {checked:.2f} s, plain reading {plain:.3f} s, ratio {checked / plain:.0f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
