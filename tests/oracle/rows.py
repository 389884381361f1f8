"""Reads a folder of registrations as CSV straight into plain rows, by the rules of the canonical format.

Nothing is checked here: the folder is taken to be without faults. Numbers become fractions, so every sum is exact.
"""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.oracle.months import month_from, month_of

Row = dict[str, Any]

DATES = {"referred_on", "contact_on", "started_on", "ended_on", "estimated_on", "measured_on", "valid_from"}
MONTHS = {"month"}
WHOLE = {
    "birth_year",
    "period",
    "shelter_nights",
    "evictions_averted",
    "homes",
    "home_skills",
    "finances",
    "stable_lifestyle",
    "mental_difficulties",
    "substance_problem",
}
NUMBERS = {"hours", "score", "amount", "wait_days_home", "wait_days_allocation"} | {f"item_{i}" for i in range(1, 6)}
YES_NO = {"collaboration_model", "effect_goal_met", "support_85", "support_85a", "substance_treatment"}
TABLES = (
    "citizens",
    "courses",
    "expected_time",
    "time_use",
    "measurements",
    "monthly_status",
    "housing_market",
    "vacant_homes",
    "rates",
)


@dataclass(frozen=True)
class Registrations:
    """The nine tables as lists of rows; blank is None."""

    citizens: list[Row]
    courses: list[Row]
    expected_time: list[Row]
    time_use: list[Row]
    measurements: list[Row]
    monthly_status: list[Row]
    housing_market: list[Row]
    vacant_homes: list[Row]
    rates: list[Row]


def read(folder: Path) -> Registrations:
    """Every table of the folder; a table without a file has no rows."""
    tables = {name: read_table(folder / f"{name}.csv") for name in TABLES}
    for row in tables["measurements"]:
        row["score"] = score_of(row)
    start = {course["course_id"]: course.get("started_on") for course in tables["courses"]}
    for row in tables["measurements"]:
        if row["kind"] == "expected" and row.get("estimated_on") is None:
            row["estimated_on"] = start[row["course_id"]]
    for row in tables["courses"]:
        row["start_month"] = month_of(row["started_on"]) if row.get("started_on") else None
        row["end_month"] = month_of(row["ended_on"]) if row.get("ended_on") else None
    return Registrations(**tables)


def read_table(path: Path) -> list[Row]:
    """The rows of one CSV file: UTF-8 with or without BOM, separated by ; or ,."""
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8-sig")
    separator = ";" if ";" in text.split("\n", 1)[0] else ","
    lines = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    return [{name.strip(): value_of(name.strip(), cell) for name, cell in line.items()} for line in lines]


def value_of(column: str, cell: str | None) -> Any:
    """A cell by what its column holds; blank is None, yes is True."""
    text = (cell or "").strip()
    if text == "":
        return None
    if column in DATES:
        return date_of(text)
    if column in MONTHS:
        return month_from(text)
    if column in WHOLE:
        return int(number_of(text))
    if column in NUMBERS:
        return number_of(text)
    if column in YES_NO:
        return {"yes": True, "no": False}[text]
    return text


def date_of(text: str) -> date:
    """2025-01-31 or 31-01-2025."""
    first, middle, last = (int(part) for part in text.split("-"))
    return date(first, middle, last) if first > 999 else date(last, middle, first)


def number_of(text: str) -> Fraction:
    """7,5 and 7.5 are seven and a half, 1.234,5 is 1234.5; 1.234 could be either and is refused."""
    if "," in text:
        return Fraction(text.replace(".", "").replace(",", "."))
    if re.fullmatch(r"[+-]?\d+\.\d{3}", text):
        raise ValueError(f"{text} is either a thousand or a decimal")
    if text.count(".") > 1:
        return Fraction(text.replace(".", ""))
    return Fraction(text)


def score_of(measurement: Row) -> Fraction:
    """The score as given, else from the items: WHO5 is four times their sum, the others the sum."""
    if measurement.get("score") is not None:
        return measurement["score"]
    items = [measurement[f"item_{i}"] for i in range(1, 6) if measurement.get(f"item_{i}") is not None]
    return sum(items) * (4 if measurement["instrument"] == "WHO5" else 1)
