"""A home of ten citizens of one caseworker with November registered and December to do; five are due for WHO-5."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import text

from pipelines import loading
from pipelines.build import build_from_store
from pipelines.settings import Choices, Settings
from pipelines.store import opened
from pipelines.users import add_from_file
from tests.app.serving import ROOT
from tests.app.toured import everybody_but_one_has_taken_the_tour
from tests.stores import store_at

WHO = "sagsbehandler-01"
TODAY = date(2026, 1, 15)
DECEMBER = date(2025, 12, 1)
COLLEAGUE = "sagsbehandler-02"
STATUS = {
    "month": "2025-11", "housing": "own_home", "income": "benefit", "occupation": "none", "shelter_nights": "0",
    "support_85": "no", "support_85a": "yes", "substance_treatment": "no", "evictions_averted": "0", "home_skills": "3",
    "finances": "3", "stable_lifestyle": "2", "mental_difficulties": "4", "substance_problem": "2",
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """One installation, served."""

    home: Path
    address: str

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the store answers."""
        with opened(store_at(self.home)) as store, store.connect() as connection:
            return [tuple(row) for row in connection.execute(text(sql))]


def own_month_home(home: Path, citizens: int = 10) -> Path:
    """Citizens B-01 ... with a CTI course each; the odd ones are in course month 7 in December, where WHO-5 is due.

    The figure of loneliness is off, so that T-ILS is not asked.
    """
    home.mkdir(parents=True, exist_ok=True)
    choices = {"banner": "Alle tal og borgere her er opdigtede.", "figures_off": ["loneliness"]}
    (home / "settings.yaml").write_text(yaml.safe_dump(choices, allow_unicode=True), encoding="utf-8")
    rows: dict[str, list[dict[str, str | None]]] = {
        "citizens": [], "courses": [], "expected_time": [], "time_use": [], "measurements": [], "monthly_status": []
    }  # fmt: skip
    for number in range(1, citizens + 1):
        for table, row in _citizen(number):
            rows[table].append(row)
    url = store_at(home)
    at = datetime(2025, 12, 1, 8, tzinfo=UTC)
    result = loading.load_rows(url, rows, today=TODAY, who="import", source="Opdigtede data", at=at)
    if result.faults:
        raise RuntimeError(loading.format_load(result))
    add_from_file(url, ROOT / "sample_data" / "users.yaml", who="import", at=at)
    build_from_store(Settings(home, url, TODAY, Choices(figures_off=("loneliness",))))
    everybody_but_one_has_taken_the_tour(home)
    return home


def _citizen(number: int) -> list[tuple[str, dict[str, str | None]]]:
    citizen, course = f"B-{number:02}", f"F-{number:02}"
    started = "10-06-2025" if number % 2 else "10-07-2025"
    status = STATUS | {"citizen_id": citizen}
    return [
        ("citizens", {"citizen_id": citizen, "municipality": "901", "team": "Team Nord", "target_group": "homeless",
                      "referred_on": "01-06-2025"}),
        ("courses", {"course_id": course, "citizen_id": citizen, "method": "CTI", "started_on": started,
                     "caseworker": WHO, "progression_measure": "WHO5"}),
        *(("expected_time", {"course_id": course, "period": str(phase), "hours": "30", "estimated_on": started,
                             "basis": "average"}) for phase in (1, 2, 3)),
        ("time_use", {"course_id": course, "month": "2025-11", "caseworker": WHO, "hours": "6,5"}),
        ("measurements", {"course_id": course, "measured_on": "15-09-2025" if number % 2 else "15-10-2025",
                          "instrument": "WHO5", "kind": "actual", "score": "48"}),
        ("monthly_status", status),
    ]  # fmt: skip
