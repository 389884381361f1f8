"""Rows of figures as the frames that charts take and the tables that people read."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from app import labels, shown
from kpi_catalogue.figure import Part
from pipelines.danish import month as danish_month

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
    return pd.DataFrame(
        [
            {
                "Måned": danish_month(pd.Timestamp(row["month"]).date()),
                **({"Kategori": shown.category_da(part, row["category"])} if part.codes else {}),
                "Værdi": shown.value_da(row, part),
                "Hviler på": shown.coverage_da(row),
            }
            for row in rows
        ]
    )


def breakdown_frame(rows: Rows, part: Part) -> pd.DataFrame:
    """A row per group and category: label, value, shown; a hidden or missing value has no bar but its word."""
    found = [
        {
            "label": _label(row, part),
            "value": row["value"],
            "shown": shown.value_da(row, part),
        }
        for row in rows
    ]
    return pd.DataFrame(found, columns=["label", "value", "shown"]).astype({"value": "float64"})


def breakdown_table(rows: Rows, part: Part) -> pd.DataFrame:
    """Groups down, with the value in words and what it rests on."""
    return pd.DataFrame(
        [
            {"Gruppe": _label(row, part), "Værdi": shown.value_da(row, part), "Hviler på": shown.coverage_da(row)}
            for row in rows
        ]
    )


def _label(row: Mapping[str, Any], part: Part) -> str:
    group = labels.group_da(row["by"], row["group"])
    return f"{group}: {shown.category_da(part, row['category'])}" if row["category"] else group
