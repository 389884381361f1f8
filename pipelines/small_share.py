"""How far chance alone reaches where a share rests on few: one interval, told wherever such a share is shown."""

from collections.abc import Mapping
from typing import Any

from scipy.special import betaincinv

from kpi_catalogue.figure import Part
from pipelines.trends import chart_of

FEW = 100
"""From so many known on the interval of a share is narrow and only takes up room."""
CONFIDENCE = 0.95
EXACT = frozenset({"registration_rate", "on_time"})
"""Shares of our own registrations: every course is counted, and nothing of it is left to chance."""


def small_share(row: Mapping[str, Any], part: Part) -> tuple[float, float] | None:
    """The interval of the share in a row of `figures`, or of a count's share of the known; None where there is none to tell.

    It follows from the value and n of the row alone, both shown beside it: it tells nothing that they do not, and a hidden
    row, which has neither, has no interval.
    """
    value, n = row["value"], row["n"]
    if row["status"] != "shown" or value is None or not n or n >= FEW or row["figure"] in EXACT:
        return None
    return interval(value, n, part)


def interval(value: float, n: int, part: Part) -> tuple[float, float] | None:
    """The 95 % interval of a share (Jeffreys: the middle of Beta(k + 1/2, n - k + 1/2)); None for what is no share.

    value is the share, or for a count how many of the n. With none the interval begins at 0, with all it ends at 1.
    """
    chart = chart_of(part)
    if chart not in ("share", "count") or n <= 0:
        return None
    k = round(value * n) if chart == "share" else round(value)
    if not 0 <= k <= n or part.window == "standing":
        return None
    tail = (1 - CONFIDENCE) / 2
    low = 0.0 if k == 0 else float(betaincinv(k + 0.5, n - k + 0.5, tail))
    return low, 1.0 if k == n else float(betaincinv(k + 0.5, n - k + 0.5, 1 - tail))
