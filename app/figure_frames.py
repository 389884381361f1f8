"""Rows of figures as the frames that charts take and the tables that people read."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from app import labels, shown
from kpi_catalogue.figure import Part
from pipelines.danish import month as danish_month
from pipelines.small_share import small_share

SPREAD = "Passer med"
NUMBERS = ("value", "low", "high")
Rows = Sequence[Mapping[str, Any]]


def trend_frame(rows: Rows, part: Part) -> pd.DataFrame:
    """A row per month and category: month, label, value, shown, n."""
    found = [
        {
            "month": pd.Timestamp(row["month"]),
            "label": shown.category_da(part, row["category"]),
            "value": row["value"],
            "shown": shown.value_da(row, part),
            "n": row["n"],
        }
        for row in rows
    ]
    return pd.DataFrame(found, columns=["month", "label", "value", "shown", "n"]).astype({"value": "float64"})


def trend_table(rows: Rows, part: Part) -> pd.DataFrame:
    """Months down, with the value in words and what it rests on."""
    found = [
        {
            "Måned": danish_month(pd.Timestamp(row["month"]).date()),
            **({"Kategori": shown.category_da(part, row["category"])} if part.codes else {}),
            **told_cells(row, part),
        }
        for row in rows
    ]
    return without_blank_spread(pd.DataFrame(found))


def told_cells(row: Mapping[str, Any], part: Part) -> dict[str, str]:
    """A row's value in words, what it rests on, and which shares so few agree with, by column."""
    return {
        "Værdi": shown.value_da(row, part),
        "Hviler på": shown.coverage_da(row, part),
        SPREAD: shown.spread_da(row, part),
    }


def without_blank_spread(table: pd.DataFrame) -> pd.DataFrame:
    """The table without the column of spreads where no row has one."""
    return table if SPREAD in table and (table[SPREAD] != "").any() else table.drop(columns=SPREAD, errors="ignore")


def breakdown_frame(rows: Rows, part: Part) -> pd.DataFrame:
    """A row per group and category: label, value, shown, low, high; a hidden or missing value has no bar but its word."""
    found = [
        {
            "label": _label(row, part),
            "value": row["value"],
            "shown": shown.value_da(row, part),
            **spread_ends(row, part),
        }
        for row in rows
    ]
    return pd.DataFrame(found, columns=["label", "value", "shown", "low", "high"]).astype(
        dict.fromkeys(NUMBERS, "float64")
    )


def spread_ends(row: Mapping[str, Any] | None, part: Part) -> dict[str, float | None]:
    """The ends of the rule on a bar that shows a small share; a count is counted and has none."""
    low, high = (row and shown.is_percent(part) and small_share(row, part)) or (None, None)
    return {"low": low, "high": high}


def breakdown_table(rows: Rows, part: Part) -> pd.DataFrame:
    """Groups down, with the value in words and what it rests on."""
    return without_blank_spread(pd.DataFrame([{"Gruppe": _label(row, part), **told_cells(row, part)} for row in rows]))


def _label(row: Mapping[str, Any], part: Part) -> str:
    group = labels.group_da(row["by"], row["group"])
    return f"{group}: {shown.category_da(part, row['category'])}" if row["category"] else group
