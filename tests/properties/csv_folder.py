"""Drawn registrations as a folder of CSV files, in one of the accepted styles: separator, decimal sign, dates, BOM."""

import csv
import random
from datetime import date
from pathlib import Path
from typing import Any

from tests.oracle.months import text_of
from tests.properties.random_registrations import Drawn

COLUMNS = {
    "citizens": "citizen_id municipality team birth_year gender target_group referred_on",
    "courses": "course_id citizen_id method contact_on started_on ended_on end_reason caseworker progression_measure "
    "collaboration_model effect_goal_met",
    "expected_time": "course_id period hours estimated_on basis",
    "time_use": "course_id month caseworker hours",
    "measurements": "course_id measured_on estimated_on instrument kind item_1 item_2 item_3 item_4 item_5 score",
    "monthly_status": "citizen_id month housing income occupation shelter_nights support_85 support_85a "
    "substance_treatment evictions_averted home_skills finances stable_lifestyle "
    "mental_difficulties substance_problem",
    "housing_market": "municipality month wait_days_home wait_days_allocation",
    "vacant_homes": "municipality month rent_band size_band homes",
    "rates": "municipality rate valid_from amount",
}


def write_csv(folder: Path, drawn: Drawn) -> None:
    """One file per table, in one of the accepted styles; an empty table may lack its file."""
    rng = random.Random(drawn.seed + 1)
    separator, decimal, danish = rng.choice(";,"), rng.choice(",."), rng.choice((True, False))
    encoding = rng.choice(("utf-8", "utf-8-sig"))
    folder.mkdir(parents=True, exist_ok=True)
    for name, columns in COLUMNS.items():
        if drawn.tables[name] or rng.random() < 0.5:
            with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
                lines = csv.DictWriter(file, columns.split(), delimiter=separator, restval="")
                lines.writeheader()
                lines.writerows(
                    {column: cell(column, value, decimal, danish) for column, value in row.items()}
                    for row in drawn.tables[name]
                )


def cell(column: str, value: Any, decimal: str, danish: bool) -> str:
    """A value as the style writes it."""
    if value is None:
        return ""
    if column == "month":
        year, month = text_of(value).split("-")
        return f"{month}-{year}" if danish else f"{year}-{month}"
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y") if danish else value.isoformat()
    return str(value).replace(".", decimal) if isinstance(value, float) else str(value)
