"""How long it takes to protect a year of five municipalities: python -m tests.benchmark_protected.

Against counting the same cells unprotected: all cold, all again from what is kept, and after one citizen's month has
been registered and the warehouse built anew.
"""

import csv
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from kpi_catalogue.figure import catalogue
from kpi_catalogue.measure import measure_set
from pipelines import loading
from pipelines.build import build_from_store
from pipelines.figures import figures
from pipelines.kept_rows import kept_file
from pipelines.protected import PUBLISHED_BREAKDOWNS, protect_ahead
from pipelines.settings import Settings
from pipelines.warehouse import open_warehouse
from tests.sample import built_sample

DELIMITER = ";"
LAST = date(2025, 12, 1)
MONTHS = [date(2025, number, 1) for number in range(1, 13)]


def seconds(work: Callable[[], object]) -> float:
    """Of the processor, so that what else the machine does counts least."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def counted(here: Settings) -> None:
    """Every cell of the fixed set, unprotected."""
    with open_warehouse(here.home) as warehouse, warehouse.cursor() as connection:
        codes = [None, "901", "902", "903", "904", "905"]
        for figure in catalogue().values():
            measure_set(connection, figure, MONTHS, (None, *PUBLISHED_BREAKDOWNS), codes)


def load(here: Settings, folder: Path) -> None:
    """Into the store, and a new warehouse."""
    stored = loading.load(here.store_url, [folder], today=here.today, who="benchmark", source="benchmark",
                          decimal=None, at=datetime(2026, 1, 15, 12, 0))  # fmt: skip
    if stored.faults:
        raise RuntimeError(stored.faults[0].message)
    build_from_store(here)


def change(here: Settings, folder: Path) -> None:
    """The December of the first citizen who is registered, with another number of nights."""
    with (here.home / "csv" / "monthly_status.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter=DELIMITER)
        row = next(row for row in rows if row["month"] == "2025-12")
    row["shelter_nights"] = "7" if row["shelter_nights"] != "7" else "8"
    folder.mkdir()
    with (folder / "monthly_status.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row), delimiter=DELIMITER)
        writer.writeheader()
        writer.writerow(row)
    load(here, folder)


def main() -> None:
    """Print the times and their ratios to counting."""
    home = Path(tempfile.mkdtemp()) / "home"
    try:
        here = built_sample(home)
        load(here, home / "csv")
        count = seconds(lambda: counted(here))
        cold = seconds(lambda: protect_ahead(here))
        warm = seconds(lambda: figures(here, LAST, 12))
        change(here, home / "more")
        outcomes = [name for name, figure in catalogue().items() if figure.type == "outcome"]
        page = seconds(lambda: figures(here, LAST, 2, outcomes))
        after = seconds(lambda: protect_ahead(here))
        size = kept_file(home / "warehouse").stat().st_size
    finally:
        shutil.rmtree(home.parent)
    told = {"counting a year": count, "protecting it cold": cold, "reading it again": warm,
            "a page after one change": page, "the rest of the year after that": after}  # fmt: skip
    print(
        "; ".join(f"{name} {taken:.1f} s (ratio {taken / count:.1f})" for name, taken in told.items()),
        f"; {size} bytes",
    )


if __name__ == "__main__":
    main()
