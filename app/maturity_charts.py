"""Charts of self-assessments: frame in, Altair chart out; series are told apart by shade, dash and name."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from app.charts import ACCENT, INK, danish

SHADES = [ACCENT, "#9cbccd", "#4a4a4a", "#c9d9e2"]
_PERCENT = alt.Scale(domain=[0, 100])
_AXIS = alt.Axis(labelExpr="datum.label + ' %'", tickCount=5)


def parameters(points: pd.DataFrame, order: Sequence[str], series: Sequence[str]) -> Any:
    """A group of bars per parameter, one bar per self-assessment. Columns: label, series, value, shown."""
    y = alt.Y("label:N", sort=list(order), title=None, axis=alt.Axis(labelLimit=220, ticks=False, domain=False))
    offset = alt.YOffset("series:N", sort=list(series))
    color = alt.Color("series:N", sort=list(series), title=None, legend=alt.Legend(columns=1),
                      scale=alt.Scale(domain=list(series), range=SHADES[: len(series)]))  # fmt: skip
    x = alt.X("value:Q", title=None, scale=_PERCENT, axis=_AXIS)
    tooltip = [alt.Tooltip("label:N", title=""), alt.Tooltip("series:N", title=""), alt.Tooltip("shown:N", title="")]
    base = alt.Chart(points).encode(y=y, yOffset=offset, tooltip=tooltip)
    text = base.mark_text(align="left", dx=4, color=INK, fontSize=11).encode(x=x, text="shown:N")
    bars = base.mark_bar(stroke=ACCENT, strokeWidth=0.6).encode(x=x, color=color)
    return danish(alt.layer(bars, text).properties(height=max(200, len(order) * (18 + 18 * len(series)))))


def over_time(points: pd.DataFrame, series: Sequence[str]) -> Any:
    """The total and both scales over the days of the common self-assessments. Columns: day, series, value, shown."""
    x = alt.X(
        "day:T", title=None, axis=alt.Axis(format="%b %Y", labelAngle=0, labelOverlap="greedy", tickCount=5, grid=False)
    )
    y = alt.Y("value:Q", title=None, scale=_PERCENT, axis=_AXIS)
    dash = alt.StrokeDash("series:N", sort=list(series), title=None, legend=alt.Legend(columns=1))
    color = alt.Color("series:N", sort=list(series), title=None, scale=alt.Scale(range=[ACCENT, "#5f93b0", "#4a4a4a"]))
    tooltip = [
        alt.Tooltip("day:T", title="dag", format="%d-%m-%Y"),
        alt.Tooltip("series:N", title=""),
        alt.Tooltip("shown:N", title="værdi"),
    ]
    chart = alt.Chart(points).mark_line(point=True, strokeWidth=2.2)
    return danish(chart.encode(x=x, y=y, color=color, strokeDash=dash, tooltip=tooltip).properties(height=240))
