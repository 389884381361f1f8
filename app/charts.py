"""Charts: frame in, Altair chart out. Readable without colour: expected is outlined or dashed, actual is filled or solid."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

EXPECTED = "#b3261e"
EXPECTED_FILL = "#fbe4e1"
ACTUAL = "#c25400"
ACTUAL_INK = "#7a3500"
ACCENT = "#1f5673"
INK = "#1b2730"
MUTED = "#56636d"
HOUSING_SHADES = {
    "own_home": "#1f5673",
    "own_temporary_home": "#5f93b0",
    "placed": "#9cbccd",
    "service_act_housing": "#c9d9e2",
    "without_home": "#ffffff",
    "unknown": "#f7f8f9",
}
STRIP = 0.13
"""The part of the picture's height, below the zero line, that the housing strip has."""
MARK_LEVELS = 3
"""How many lines the words of the marks have, so that close marks do not write over each other."""
LEGEND_DA = "&emsp;".join(
    f"<span style='white-space: nowrap'><span style='color: {color}'>{mark}</span> {name}</span>"
    for color, mark, name in (
        (EXPECTED, "□", "forventet tid"),
        (ACTUAL, "■", "faktisk tid"),
        (EXPECTED, "┄◆┄", "forventet trivsel"),
        (ACTUAL_INK, "━●━", "faktisk trivsel"),
    )
)
"""What the picture's marks mean, as HTML: outlined or dashed is expected, filled or solid is actual."""
MONTHS = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
Drawn = alt.Chart | alt.LayerChart | alt.FacetChart | alt.VConcatChart
LOCALE = alt.Locale(
    number=alt.NumberLocale(decimal=",", thousands=".", grouping=[3], currency=["", " kr."]),
    time=alt.TimeLocale(
        dateTime="%A den %d. %B %Y %X",
        date="%d-%m-%Y",
        time="%H:%M:%S",
        periods=["", ""],
        days=["søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"],
        shortDays=["søn", "man", "tir", "ons", "tor", "fre", "lør"],
        months=[
            "januar",
            "februar",
            "marts",
            "april",
            "maj",
            "juni",
            "juli",
            "august",
            "september",
            "oktober",
            "november",
            "december",
        ],
        shortMonths=MONTHS,
    ),
)


def danish(chart: Drawn) -> Any:
    """Danish numbers and months, quiet axes, text dark enough to read."""
    return (
        chart.configure(locale=LOCALE, font="system-ui, 'DejaVu Sans', sans-serif")
        .configure_axis(labelColor=INK, titleColor=INK, gridColor="#e3e8ec", domainColor="#9aa5ad", labelFontSize=12)
        .configure_legend(labelColor=INK, titleColor=INK, labelFontSize=12, labelLimit=420, orient="bottom")
        .configure_view(stroke=None)
    )


def month_axis(months: int) -> alt.Axis:
    """Months as jan 2025, thinned so that they never overlap."""
    return alt.Axis(
        format="%b %Y", labelAngle=0, labelOverlap="greedy", labelSeparation=8, tickCount=min(months, 12), grid=False
    )


def trend(points: pd.DataFrame, unit: str, percent: bool) -> Any:
    """A figure's months as a line with points; months without a value leave a gap. Columns: month, value, shown."""
    y = alt.Y("value:Q", title=unit, axis=alt.Axis(format=".0%" if percent else ",.10~g"), scale=alt.Scale(zero=True))
    x = alt.X("month:T", title=None, axis=month_axis(len(points)))
    tooltip = [alt.Tooltip("month:T", title="måned", format="%B %Y"), alt.Tooltip("shown:N", title="værdi"), "n:Q"]
    line = (
        alt.Chart(points).mark_line(color=ACCENT, strokeWidth=2.5, invalid="break-paths-show-domains").encode(x=x, y=y)
    )
    dots = alt.Chart(points).mark_point(color=ACCENT, filled=True, size=55, opacity=1).encode(x=x, y=y, tooltip=tooltip)
    return danish(alt.layer(line, dots).properties(height=260))


def category_lines(points: pd.DataFrame, order: Sequence[str], percent: bool) -> Any:
    """A figure with categories over the months, one line each, told apart by dash as well as colour."""
    y = alt.Y("value:Q", title=None, axis=alt.Axis(format=".0%" if percent else ",.10~g"), scale=alt.Scale(zero=True))
    x = alt.X("month:T", title=None, axis=month_axis(points["month"].nunique()))
    label = alt.Color("label:N", sort=list(order), title=None, legend=alt.Legend(columns=2, labelLimit=320))
    dash = alt.StrokeDash("label:N", sort=list(order), title=None)
    tooltip = [
        alt.Tooltip("month:T", title="måned", format="%B %Y"),
        alt.Tooltip("label:N", title=""),
        alt.Tooltip("shown:N", title="værdi"),
    ]
    chart = (
        alt.Chart(points)
        .mark_line(point=True, strokeWidth=2)
        .encode(x=x, y=y, color=label, strokeDash=dash, tooltip=tooltip)
    )
    return danish(chart.properties(height=300))


def bars(rows: pd.DataFrame, percent: bool) -> Any:
    """Groups or categories as horizontal bars with their value written at the end. Columns: label, value, shown (low, high).

    A row without a value has no bar and no number in the chart, but its word where a bar would begin. From low to high, where
    a row has them, goes a rule: what shares so few agree with.
    """
    if "high" in rows and rows["high"].notna().any():
        rows = rows.assign(end=rows[["value", "high"]].max(axis=1))
    known, without = rows[rows["value"].notna()], rows[rows["value"].isna()]
    y = alt.Y("label:N", sort=list(rows["label"]), title=None, axis=alt.Axis(labelLimit=220, ticks=False, domain=False))
    x = alt.X("value:Q", title=None, axis=alt.Axis(format=".0%" if percent else ",.10~g", tickCount=5))
    tooltip = [alt.Tooltip("label:N", title=""), alt.Tooltip("shown:N", title="værdi")]
    bar = alt.Chart(known).mark_bar(color=ACCENT, height={"band": 0.7}).encode(x=x, y=y, tooltip=tooltip)
    words: dict[str, Any] = {"align": "left", "dx": 4, "color": INK, "fontSize": 12}
    at = x if "end" not in rows else alt.X("end:Q")
    text = alt.Chart(known).mark_text(**words).encode(x=at, y=y, text="shown:N", tooltip=tooltip)
    word = alt.Chart(without).mark_text(**words).encode(x=alt.datum(0), y=y, text="shown:N", tooltip=tooltip)
    rules = _spread_rules(known, y) if "end" in rows else []
    return danish(alt.layer(bar, *rules, text, word).properties(height=max(60, 28 * len(rows))))


def _spread_rules(known: pd.DataFrame, y: alt.Y) -> list[alt.Chart]:
    """A dark rule with an edge at both ends, on a white one so that it is seen on the bar and beside it, also in grey."""
    spread = alt.Chart(known[known["low"].notna()])
    x, x2 = alt.X("low:Q"), alt.X2("high:Q")
    ends = [spread.mark_tick(color=INK, thickness=2, height=10).encode(x=f"{end}:Q", y=y) for end in ("low", "high")]
    return [
        spread.mark_rule(color="#ffffff", strokeWidth=5, opacity=1).encode(x=x, x2=x2, y=y),
        spread.mark_rule(color=INK, strokeWidth=1.5, opacity=1).encode(x=x, x2=x2, y=y),
        *ends,
    ]


def double_bottom_line(
    bars_: pd.DataFrame,
    lines: pd.DataFrame,
    phases: pd.DataFrame,
    marks: pd.DataFrame,
    housing: pd.DataFrame,
    original: pd.DataFrame,
    instrument: str,
) -> Any:
    """The picture: accumulated time as bars, progression as lines, phases shaded, marks above, housing as a strip beneath.

    bars_: series (forventet | faktisk), left, right, pct, shown. lines: series, date, score, shown. phases: left, right,
    middle, label, shade. marks: date, label, level. housing: left, right, middle, code, label. original: series, date,
    pct, score, shown: what was expected at first, where that has changed. Times are days.
    """
    days = pd.concat([phases["left"], phases["right"]])
    x = alt.Scale(domain=[days.min().isoformat(), days.max().isoformat()])
    top = 1.14 * max(100.0, bars_["pct"].max(skipna=True) if bars_["pct"].notna().any() else 0.0)
    layers = [
        _shading(phases, x),
        _time_bars(bars_, x, top),
        _strip(housing, x, top),
        _marks(marks, x),
        *_original(original, x, top, 100 if instrument == "WHO5" else 40),
        _progression(lines, x, instrument),
    ]
    return danish(alt.layer(*layers).resolve_scale(y="independent", color="independent").properties(height=400))


def _x(field: str, scale: alt.Scale) -> alt.X:
    return alt.X(field, scale=scale, title=None, axis=month_axis(12))


def _shading(phases: pd.DataFrame, x: alt.Scale) -> Drawn:
    base = alt.Chart(phases)
    none = alt.value(0)
    area = base.mark_rect().encode(x=_x("left:T", x), x2="right:T", color=alt.Color("shade:N", scale=None))
    label = base.mark_text(baseline="top", dy=4, color=MUTED, fontSize=12).encode(
        x=_x("middle:T", x), y=none, text="label:N"
    )
    return alt.layer(area, label)


def _time_bars(rows: pd.DataFrame, x: alt.Scale, top: float) -> Drawn:
    names = ["forventet tid", "faktisk tid"]
    y = alt.Y(
        "pct:Q",
        title="akkumuleret tid, % af forventet i alt",
        scale=_with_room_below(top),
        axis=alt.Axis(labelExpr="datum.label + ' %'", values=list(range(0, int(top) + 1, 20 if top < 250 else 100))),
    )
    fill = alt.Fill("series:N", scale=alt.Scale(domain=names, range=[EXPECTED_FILL, ACTUAL]), legend=None)
    stroke = alt.Stroke("series:N", scale=alt.Scale(domain=names, range=[EXPECTED, ACTUAL]), legend=None)
    tooltip = [
        alt.Tooltip("series:N", title=""),
        alt.Tooltip("period:N", title="periode"),
        alt.Tooltip("shown:N", title="i alt"),
    ]
    return (
        alt.Chart(rows.dropna(subset=["pct"]))
        .mark_bar(strokeWidth=1.6)
        .encode(x=_x("left:T", x), x2="right:T", y=y, y2=alt.Y2(datum=0), fill=fill, stroke=stroke, tooltip=tooltip)
    )


def _original(rows: pd.DataFrame, x: alt.Scale, top: float, highest: int) -> list[Drawn]:
    """What was expected at first: thin dotted lines, of time with squares and of progression with diamonds."""
    drawn: list[Drawn] = []
    for field, upper, shape in (("pct", top, "square"), ("score", highest, "diamond")):
        known = rows.dropna(subset=[field])
        y = alt.Y(f"{field}:Q", scale=_with_room_below(upper), axis=None)
        tooltip = [alt.Tooltip("series:N", title=""), alt.Tooltip("shown:N", title="værdi")]
        base = alt.Chart(known).encode(x=_x("date:T", x), y=y, tooltip=tooltip)
        line = base.mark_line(color=EXPECTED, strokeWidth=1.2, strokeDash=[1, 3])
        points = base.mark_point(color=EXPECTED, shape=shape, size=26, filled=False)
        drawn += [alt.layer(line, points)] if len(known) else []
    return drawn


def _with_room_below(top: float) -> alt.Scale:
    """From below zero, where the housing strip lies, to the top."""
    return alt.Scale(domain=[-STRIP * top, top], nice=False)


def _progression(rows: pd.DataFrame, x: alt.Scale, instrument: str) -> Drawn:
    top = 100 if instrument == "WHO5" else 40
    names = ["forventet trivsel", "faktisk trivsel"]
    title = "WHO-5 (0-100)" if instrument == "WHO5" else "ORS (0-40)"
    axis = alt.Axis(orient="right", grid=False, values=list(range(0, top + 1, top // 5)))
    y = alt.Y("score:Q", title=title, scale=_with_room_below(top), axis=axis)
    color = alt.Color("series:N", scale=alt.Scale(domain=names, range=[EXPECTED, ACTUAL_INK]), legend=None)
    dash = alt.StrokeDash("series:N", scale=alt.Scale(domain=names, range=[[6, 4], [1, 0]]), legend=None)
    shape = alt.Shape("series:N", scale=alt.Scale(domain=names, range=["diamond", "circle"]), legend=None)
    tooltip = [
        alt.Tooltip("series:N", title=""),
        alt.Tooltip("date:T", title="dato", format="%d-%m-%Y"),
        alt.Tooltip("shown:N", title="score"),
    ]
    base = alt.Chart(rows).encode(x=_x("date:T", x), y=y, color=color, tooltip=tooltip)
    under = alt.Chart(rows).mark_line(strokeWidth=5.5, color="white").encode(x=_x("date:T", x), y=y, detail="series:N")
    return alt.layer(
        under,  # so that a line is seen on a bar of the same darkness
        base.mark_line(strokeWidth=2.5).encode(strokeDash=dash),
        base.mark_point(size=80, filled=True, opacity=1, stroke="white", strokeWidth=1).encode(shape=shape),
    )


def _marks(rows: pd.DataFrame, x: alt.Scale) -> Drawn:
    base = alt.Chart(rows).encode(
        x=_x("date:T", x),
        tooltip=[alt.Tooltip("label:N", title=""), alt.Tooltip("date:T", title="dato", format="%d-%m-%Y")],
    )
    rule = base.mark_rule(color=MUTED, strokeDash=[2, 3], strokeWidth=1.5)
    texts = [
        base.transform_filter(alt.datum.level == level)
        .mark_text(color=MUTED, fontSize=11, align="left", dx=4)
        .encode(y=alt.value(26 + 14 * level), text="label:N")
        for level in range(MARK_LEVELS)
    ]
    return alt.layer(rule, *texts)


def _strip(housing: pd.DataFrame, x: alt.Scale, top: float) -> Drawn:
    """The housing situation on a strip below the zero line, each stretch with its name written in it."""
    color = alt.Color(
        "code:N", scale=alt.Scale(domain=list(HOUSING_SHADES), range=list(HOUSING_SHADES.values())), legend=None
    )
    low, high = -0.85 * STRIP * top, -0.2 * STRIP * top
    y = alt.Y("low:Q", scale=_with_room_below(top), axis=None)
    tooltip = [alt.Tooltip("full:N", title="bolig"), alt.Tooltip("left:T", title="fra", format="%B %Y")]
    base = alt.Chart(housing.assign(low=low, high=high, text=(low + high) / 2)).encode(tooltip=tooltip)
    area = base.mark_rect(stroke="#9aa5ad", strokeWidth=0.8).encode(
        x=_x("left:T", x), x2="right:T", y=y, y2="high:Q", color=color
    )
    text = base.mark_text(fontSize=11).encode(
        x=_x("middle:T", x),
        y=alt.Y("text:Q", scale=_with_room_below(top), axis=None),
        text="label:N",
        color=alt.Color("ink:N", scale=None),
    )
    return alt.layer(area, text)


def net_by_year(rows: pd.DataFrame) -> Any:
    """Cumulative discounted net result in kroner, a line per calculation. Columns: t, year, cumulative, series, shown."""
    y = alt.Y("cumulative:Q", title="akkumuleret nettoresultat, kr.", axis=alt.Axis(format=",.0f"))
    x = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0))
    tooltip = [
        alt.Tooltip("series:N", title=""),
        alt.Tooltip("year:O", title="år"),
        alt.Tooltip("shown:N", title="kr."),
    ]
    zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=INK, strokeWidth=1).encode(y=alt.Y("zero:Q"))
    line = (
        alt.Chart(rows)
        .mark_line(point=alt.OverlayMarkDef(size=50), strokeWidth=2.5)
        .encode(
            x=x,
            y=y,
            tooltip=tooltip,
            color=alt.Color("series:N", scale=alt.Scale(range=[ACCENT, "#8a4b08"]), title=None),
            strokeDash=alt.StrokeDash("series:N", title=None),
        )
    )
    return danish(alt.layer(zero, line).properties(height=280))
