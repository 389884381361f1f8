"""The sample's SØM cases, calculated again in November and December 2025 as a municipality does month by month.

python -m sample_data.case_months puts the cases into the home and stores both months; the home must be built. In November one
of them is as it was then (earlier_cases). A home where it is done already is left as it is.
"""

import shutil
import sys
from datetime import date, datetime, time
from pathlib import Path

from pipelines.case_results import results, store_results
from pipelines.double_bottom_line import later_month
from pipelines.rerun import rerun
from pipelines.settings import Settings, settings

FOLDER = Path(__file__).parent
CASES, EARLIER = FOLDER / "cases", FOLDER / "earlier_cases"
NOVEMBER, DECEMBER = date(2025, 11, 1), date(2025, 12, 1)
WHO, CALCULATED_ON = "eksempeldata", 9


def store_months(here: Settings) -> int:
    """Calculate and store both months; how many results there are. Raises WarehouseError where nothing is built."""
    if any(results(here, path.stem) for path in EARLIER.glob("*.yaml")):
        return 0
    return sum(
        _store_month(here, month, from_) for month, from_ in ((NOVEMBER, (CASES, EARLIER)), (DECEMBER, (CASES,)))
    )


def _store_month(here: Settings, month: date, folders: tuple[Path, ...]) -> int:
    """The cases as they were in the month, calculated on a day of the month after."""
    (here.home / "cases").mkdir(exist_ok=True)
    for path in (path for folder in folders for path in sorted(folder.glob("*.yaml"))):
        shutil.copy(path, here.home / "cases")
    at = datetime.combine(later_month(month, 1).replace(day=CALCULATED_ON), time(9))
    return store_results(here, rerun(here, month), WHO, at)


def main() -> None:
    """Store them in the home of the environment."""
    sys.stdout.write(f"SØM: {store_months(settings())} månedsresultater af de opdigtede sager.\n")


if __name__ == "__main__":
    main()
