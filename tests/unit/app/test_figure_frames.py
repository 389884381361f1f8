"""The breakdown of a figure: which bars have a rule for what so few agree with, and the table's words beside them."""

from typing import Any

import pandas as pd
import pytest

from app.figure_frames import breakdown_frame, breakdown_table
from kpi_catalogue.figure import catalogue


def row(figure: str, group: str, value: float | None, n: int | None, status: str = "shown") -> dict[str, Any]:
    return {"figure": figure, "part": None, "month": "2025-03", "by": "gender", "group": group, "category": None,
            "value": value, "n": n, "population": n, "coverage": None, "status": status}  # fmt: skip


def test_a_small_share_has_a_rule_and_what_is_hidden_or_large_has_none() -> None:
    """5 of 10 is 22.4 to 77.6 per cent by Jeffreys (test_small_share); a hidden row has no number at all."""
    part = catalogue()["occupation"].part(None)
    rows = [row("occupation", "female", 0.5, 10), row("occupation", "male", None, None, "too_few"),
            row("occupation", "other", 0.5, 100)]  # fmt: skip
    frame = breakdown_frame(rows, part)
    assert tuple(frame.loc[0, ["low", "high"]]) == pytest.approx((0.224, 0.776), abs=5e-4)
    assert frame.loc[1:, ["low", "high"]].isna().all(axis=None)
    assert pd.isna(frame.loc[1, "value"])
    assert list(breakdown_table(rows, part)["Passer med"]) == ["22-78 %", "", ""]


def test_a_count_is_counted_and_has_its_share_of_the_known_in_the_table_alone() -> None:
    part = catalogue()["low_wellbeing"].part(None)
    rows = [row("low_wellbeing", "female", 5.0, 10)]
    assert breakdown_frame(rows, part)[["low", "high"]].isna().all(axis=None)
    assert list(breakdown_table(rows, part)["Passer med"]) == ["22-78 % af de kendte"]


def test_a_table_without_small_shares_has_no_column_for_them() -> None:
    nights = catalogue()["shelter_nights"].part(None)
    assert "Passer med" not in breakdown_table([row("shelter_nights", "female", 12.0, 10)], nights)
    assert list(breakdown_table([], nights).columns) == []
