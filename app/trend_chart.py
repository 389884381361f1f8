"""A trend as a chart: limits, mean and target as lines of their own kind, flagged months by shape, breaks as upright lines."""

from collections.abc import Callable
from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from app.charts import ACCENT, INK, MUTED, danish, month_axis
from kpi_catalogue.trend import Observation, Point
from pipelines.danish import month as danish_month
from pipelines.trends import Trend

ORDINARY, HIGH, LOW, UNREAD = "almindelig", "usædvanligt høj", "usædvanligt lav", "ikke læst"
SHAPES = {ORDINARY: "circle", HIGH: "triangle-up", LOW: "triangle-down", UNREAD: "cross"}
LINES = {"gennemsnit": [1, 0], "grænser for almindelige udsving": [2, 3], "mål": [9, 4]}
Written = Callable[[float], str]


def month_frame(trend: Trend, written: Written) -> pd.DataFrame:
    """A row per month: month, value, shown, n, kind (what its shape says)."""
    points = {point.month: point for point in trend.reading.points}
    found = [
        {"month": pd.Timestamp(seen.month), "value": seen.value, "shown": _shown(seen, written), "n": seen.n,
         "kind": _kind(points.get(seen.month))}
        for seen in trend.series
    ]  # fmt: skip
    return pd.DataFrame(found, columns=["month", "value", "shown", "n", "kind"]).astype({"value": "float64"})


def line_frame(trend: Trend) -> pd.DataFrame:
    """The lines behind the months: month, line, piece, value. A limit below nothing is drawn at nothing."""
    found = [
        {"month": pd.Timestamp(point.month), "line": line, "piece": piece, "value": max(0.0, value)}
        for point in trend.reading.points
        for line, piece, value in (
            ("gennemsnit", "mean", point.mean),
            ("grænser for almindelige udsving", "low", point.low),
            ("grænser for almindelige udsving", "high", point.high),
        )
    ]
    if trend.aim.value is not None and trend.series:
        ends = (trend.series[0].month, trend.series[-1].month)
        found += [{"month": pd.Timestamp(end), "line": "mål", "piece": "aim", "value": trend.aim.value} for end in ends]
    return pd.DataFrame(found, columns=["month", "line", "piece", "value"]).astype({"value": "float64"})


def break_frame(trend: Trend) -> pd.DataFrame:
    """The months in which the definition changed: month, note."""
    found = [
        {"month": pd.Timestamp(on.replace(day=1)), "note": f"ny definition {on:%d-%m-%Y}"} for on, _ in trend.breaks
    ]
    return pd.DataFrame(found, columns=["month", "note"])


def _kind(point: Point | None) -> str:
    if point is None:
        return UNREAD
    if not point.rules:
        return ORDINARY
    return HIGH if point.is_high else LOW


def _shown(seen: Observation, written: Written) -> str:
    return "" if seen.value is None else written(seen.value)


def trend_chart(trend: Trend, written: Written, unit: str, percent: bool) -> Any:
    """The chart; readable without colour."""
    months = month_frame(trend, written)
    layers = [_months_line(months, unit, percent), _behind(line_frame(trend)), _dots(months)]
    breaks = break_frame(trend)
    if len(breaks):
        layers.append(_breaks(breaks))
    return danish(alt.layer(*layers).resolve_scale(strokeDash="independent").properties(height=300))


def _x(months: int = 36) -> alt.X:
    return alt.X("month:T", title=None, axis=month_axis(months))


def _months_line(months: pd.DataFrame, unit: str, percent: bool) -> Any:
    axis = alt.Axis(format=".0%" if percent else ",.10~g")
    y = alt.Y("value:Q", title=unit, axis=axis, scale=alt.Scale(zero=True))
    line = alt.Chart(months).mark_line(color=ACCENT, strokeWidth=2, invalid="break-paths-show-domains")
    return line.encode(x=_x(len(months)), y=y)


def _behind(lines: pd.DataFrame) -> Any:
    there = {line: dash for line, dash in LINES.items() if (lines["line"] == line).any()}
    dash = alt.StrokeDash(
        "line:N", title=None, scale=alt.Scale(domain=list(there), range=list(there.values())),
        legend=alt.Legend(symbolType="stroke", symbolStrokeColor=INK, columns=2, orient="top"),
    )  # fmt: skip
    return (
        alt.Chart(lines)
        .mark_line(color=MUTED, strokeWidth=1.5)
        .encode(x=_x(), y="value:Q", detail="piece:N", strokeDash=dash)
    )


def _dots(months: pd.DataFrame) -> Any:
    shape = alt.Shape(
        "kind:N", title=None, scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values())),
        legend=alt.Legend(columns=2, symbolStrokeColor=INK),
    )  # fmt: skip
    size = alt.condition(f"datum.kind == '{HIGH}' || datum.kind == '{LOW}'", alt.value(150), alt.value(45))
    tooltip = [
        alt.Tooltip("month:T", title="måned", format="%B %Y"),
        alt.Tooltip("shown:N", title="værdi"),
        alt.Tooltip("n:Q", title="kendte"),
        alt.Tooltip("kind:N", title="aflæsning"),
    ]
    dots = alt.Chart(months).mark_point(color=INK, fill=ACCENT, opacity=1, strokeWidth=1.2)
    return dots.encode(x=_x(), y="value:Q", shape=shape, size=size, tooltip=tooltip)


def _breaks(breaks: pd.DataFrame) -> Any:
    base = alt.Chart(breaks).encode(x=_x())
    text = base.mark_text(align="left", dx=4, baseline="top", color=INK, fontSize=11).encode(
        y=alt.value(2), text="note:N"
    )
    return alt.layer(base.mark_rule(color=INK, strokeWidth=1.5), text)


def alt_text(trend: Trend, title: str, sentences: list[str]) -> str:
    """The chart for those who cannot see it: what it is, the months it has, and the same sentences as beside it."""
    known: list[date] = [seen.month for seen in trend.series if seen.value is not None]
    when = f"{danish_month(known[0])} til {danish_month(known[-1])}" if known else "ingen måneder med tal"
    return f"{title}, {when}. {' '.join(sentences)}"
