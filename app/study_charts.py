"""Pictures of a case's result, its uncertainty and its months: frame in, Altair chart out. All read in greyscale."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from app.charts import ACCENT, INK, MUTED, danish

LINE = 17
"""Letters that a bar's label has room for in a line."""
LIGHT, PALE = "#9cbccd", "#e9eff3"
SHADES = [ACCENT, "#8a4b08", "#5f93b0", MUTED]


def _kroner(field: str, title: str, **more: Any) -> alt.Y:
    return alt.Y(field, title=title, axis=alt.Axis(format=",.0f", tickCount=6), **more)


def _zero(axis: str = "y") -> Any:
    base = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=INK, strokeWidth=1)
    return base.encode(y="zero:Q") if axis == "y" else base.encode(x="zero:Q")


def cumulative_band(rows: pd.DataFrame) -> Any:
    """The net result up to each year: half of the draws in the dark band, nine of ten in the pale, and the calculation.

    Columns: year, low, quarter, middle, three_quarters, high, shown.
    """
    x = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap="greedy"))
    title = "akkumuleret netto, kr."
    base = alt.Chart(rows)
    wide = base.mark_area(color=PALE).encode(x=x, y=_kroner("low:Q", title), y2="high:Q")
    half = base.mark_area(color=LIGHT).encode(x=x, y=_kroner("quarter:Q", title), y2="three_quarters:Q")
    edge = base.mark_line(color=MUTED, strokeDash=[3, 3], strokeWidth=1)
    line = base.mark_line(color=ACCENT, strokeWidth=2.5, point=alt.OverlayMarkDef(color=ACCENT, size=50)).encode(
        x=x,
        y=_kroner("result:Q", title),
        tooltip=[alt.Tooltip("year:O", title="år"), alt.Tooltip("shown:N", title="kr.")],
    )
    edges = [edge.encode(x=x, y=_kroner(f"{end}:Q", title)) for end in ("low", "high")]
    return danish(alt.layer(wide, half, *edges, _zero(), line).properties(height=320))


def payer_years(rows: pd.DataFrame, order: Sequence[str]) -> Any:
    """Each payer's discounted net result year by year, told apart by dash and mark. Columns: year, payer, net, shown."""
    base = alt.Chart(rows).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap="greedy")),
        y=_kroner("net:Q", "netto i året, kr."),
        color=alt.Color("payer:N", sort=list(order), scale=alt.Scale(range=SHADES), title=None),
        tooltip=[
            alt.Tooltip("payer:N", title=""),
            alt.Tooltip("year:O", title="år"),
            alt.Tooltip("shown:N", title="kr."),
        ],
    )
    line = base.mark_line(strokeWidth=2.2).encode(strokeDash=alt.StrokeDash("payer:N", sort=list(order), title=None))
    mark = base.mark_point(size=60, filled=True, opacity=1).encode(
        shape=alt.Shape("payer:N", sort=list(order), title=None)
    )
    return danish(alt.layer(_zero(), line, mark).properties(height=300))


def kroner_bars(rows: pd.DataFrame) -> Any:
    """Amounts as horizontal bars, the negative ones to the left and outlined. Columns: label, value, shown."""
    y = alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=240, ticks=False, domain=False))
    base = alt.Chart(rows).encode(y=y)
    bar = base.mark_bar(height={"band": 0.65}, stroke=ACCENT).encode(
        x=alt.X("value:Q", title="kr.", axis=alt.Axis(format=",.0f", tickCount=5)),
        color=alt.condition("datum.value < 0", alt.value("#ffffff"), alt.value(ACCENT)),
        tooltip=[alt.Tooltip("label:N", title=""), alt.Tooltip("shown:N", title="kr.")],
    )
    return danish(alt.layer(_zero("x"), bar).properties(height=max(80, 34 * len(rows))))


def share_bars(rows: pd.DataFrame, order: Sequence[str]) -> Any:
    """Shares of costs (outlined) against shares of gains (filled), per payer. Columns: payer, what, share, shown."""
    y = alt.Y("payer:N", sort=list(order), title=None, axis=alt.Axis(ticks=False, domain=False))
    names = ["andel af omkostninger", "andel af gevinster"]
    scale = alt.Scale(domain=names, range=["#ffffff", ACCENT])
    base = alt.Chart(rows).encode(y=y, yOffset=alt.YOffset("what:N", sort=names))
    bar = base.mark_bar(stroke=ACCENT, strokeWidth=1.4).encode(
        x=alt.X("share:Q", title=None, axis=alt.Axis(format=".0%", tickCount=5)),
        fill=alt.Fill("what:N", scale=scale, title=None),
        tooltip=[
            alt.Tooltip("payer:N", title=""),
            alt.Tooltip("what:N", title=""),
            alt.Tooltip("shown:N", title="andel"),
        ],
    )
    return danish(bar.properties(height=190))


def tornado(rows: pd.DataFrame, base_value: float) -> Any:
    """What each input does at its low (outlined) and its high (filled), around the calculation. Columns: name, end, net, said."""
    shorter = "replace(datum.label, ': forbrug', ',')"
    lines = alt.Axis(labelExpr=shorter, labelFontSize=11, labelLimit=240, ticks=False, domain=False)
    y = alt.Y("name:N", sort=None, title=None, axis=lines)
    names = ["lav værdi", "høj værdi"]
    bar = (
        alt.Chart(rows.assign(base=base_value))
        .mark_bar(stroke=ACCENT, strokeWidth=1.2, height={"band": 0.65})
        .encode(
            y=y,
            x=alt.X("base:Q", title="nettoresultat i alt, kr.", axis=alt.Axis(format=",.0f", tickCount=6)),
            x2="net:Q",
            fill=alt.Fill("end:N", scale=alt.Scale(domain=names, range=["#ffffff", ACCENT]), title=None),
            tooltip=[alt.Tooltip("name:N", title=""), alt.Tooltip("end:N", title=""), alt.Tooltip("said:N", title="")],
        )
    )
    middle = alt.Chart(pd.DataFrame({"base": [base_value]})).mark_rule(color=INK).encode(x="base:Q")
    zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=INK, strokeDash=[4, 3]).encode(x="zero:Q")
    return danish(alt.layer(bar, middle, zero).properties(height=max(120, 27 * rows["name"].nunique())))


def grid(cells: pd.DataFrame, zeros: pd.DataFrame, now: pd.DataFrame, of: str) -> Any:
    """The net result by success rate and cost, darker the higher, with the zero line and the calculation's own point.

    cells: left, right, low, high, net. zeros: cost, rate. now: cost, rate.
    """
    x = alt.X("left:Q", title=of, scale=alt.Scale(zero=False, nice=False), axis=alt.Axis(format=",.0f", tickCount=5))
    y = alt.Y("low:Q", title="succesrate, netto", scale=alt.Scale(nice=False), axis=alt.Axis(format=".0%"))
    shades = alt.Scale(range=["#ffffff", "#9cbccd", "#1f5673"], interpolate="rgb")
    color = alt.Color(
        "net:Q",
        title="nettoresultat, kr.",
        scale=shades,
        legend=alt.Legend(format=",.0f", tickCount=4, gradientLength=240),
    )
    seam = alt.Stroke("net:Q", scale=shades, legend=None)
    area = (
        alt.Chart(cells).mark_rect(strokeWidth=1).encode(x=x, x2="right:Q", y=y, y2="high:Q", color=color, stroke=seam)
    )
    line = alt.Chart(zeros).mark_line(color=INK, strokeWidth=3).encode(x="cost:Q", y="rate:Q")
    words = alt.Chart(zeros.tail(1).assign(text="nul-linje")).mark_text(
        align="right", dy=-8, dx=-4, color=INK, fontWeight="bold"
    ).encode(x="cost:Q", y="rate:Q", text="text:N")  # fmt: skip
    point = alt.Chart(now).mark_point(shape="cross", size=140, color=INK, strokeWidth=2.5, filled=True).encode(
        x="cost:Q", y="rate:Q", tooltip=[alt.Tooltip("said:N", title="sagen")]
    )  # fmt: skip
    return danish(alt.layer(area, line, words, point).properties(height=360))


def in_lines(label: str) -> str:
    """A label in short lines: each part by itself, without the chapter that a place begins with."""
    parts = label.split(" › ")
    kept = parts[1:] if len(parts) > 2 else parts
    return "\n".join(line for part in kept for line in wrap(part, LINE))


def waterfall(rows: pd.DataFrame) -> Any:
    """From one result to another: the first and the last filled dark, each cause from where the one before left off.

    Columns: label, start, end, kind (resultat | op | ned), shown.
    """
    lines = alt.Axis(labelExpr="split(datum.label, '\\n')", labelAngle=0, labelLimit=130)
    x = alt.X("lines:N", sort=None, title=None, axis=lines)
    scale = alt.Scale(domain=["resultat", "op", "ned"], range=[ACCENT, LIGHT, "#ffffff"])
    base = alt.Chart(rows.assign(top=rows[["start", "end"]].max(axis=1), lines=rows["label"].map(in_lines)))
    bar = base.mark_bar(stroke=ACCENT, strokeWidth=1.4).encode(
        x=x,
        y=_kroner("start:Q", "nettoresultat i alt, kr."),
        y2="end:Q",
        fill=alt.Fill("kind:N", scale=scale, title=None),
        tooltip=[alt.Tooltip("label:N", title=""), alt.Tooltip("shown:N", title="kr.")],
    )
    text = base.mark_text(dy=-7, color=INK, fontSize=12).encode(x=x, y="top:Q", text="shown:N")
    return danish(alt.layer(_zero(), bar, text).properties(height=330))


def months(rows: pd.DataFrame) -> Any:
    """The net result month by month with nine of ten draws as a bar. Columns: month, low, high, net, shown."""
    axis = alt.Axis(format="%b %Y", labelAngle=0, labelOverlap="greedy", grid=False, tickCount="month")
    x = alt.X("month:T", title=None, axis=axis, scale=alt.Scale(padding=24))
    base = alt.Chart(rows)
    span = base.mark_rule(color=LIGHT, strokeWidth=7).encode(x=x, y=_kroner("low:Q", "nettoresultat, kr."), y2="high:Q")
    line = base.mark_line(color=ACCENT, strokeWidth=2).encode(x=x, y=_kroner("net:Q", "nettoresultat, kr."))
    dot = base.mark_point(color=ACCENT, filled=True, size=70, opacity=1).encode(
        x=x,
        y=_kroner("net:Q", "nettoresultat, kr."),
        tooltip=[alt.Tooltip("month:T", title="måned", format="%B %Y"), alt.Tooltip("shown:N", title="kr.")],
    )
    return danish(alt.layer(_zero(), span, line, dot).properties(height=300))
