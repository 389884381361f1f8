"""Charts of courses beside each other: the 3 x 3 of time and progression, a citizen's life, and how good guesses were."""

from typing import Any

import altair as alt
import pandas as pd

from app import charts
from app.charts import ACCENT, EXPECTED, HOUSING_SHADES, INK, MUTED, danish, month_axis
from app.picture import Original, picture
from pipelines.course_view import CourseView
from pipelines.double_bottom_line import DoubleBottomLine

TIME_EDGE, SCORE_EDGE = 2.0, 3.0
"""Where the 3 x 3 ends; a course further out stands on the edge."""
CELL_SHADES = ("#ffffff", "#eef3f6")
CLICKED = "course"


def double_bottom_line(view: CourseView, line: DoubleBottomLine, by_phase: bool) -> Any:
    """The picture of one course, with every mark and with what was expected at first."""
    original = Original(view.original_pct, view.original_scores)
    drawn = picture(line, view.head, view.marks, view.housing, by_phase, original)
    return charts.double_bottom_line(
        drawn.bars, drawn.lines, drawn.phases, drawn.marks, drawn.housing, drawn.original, view.head.instrument
    )


def nine_cells(cells: pd.DataFrame, points: pd.DataFrame, under: float, over: float) -> Any:
    """Time against progression, a point per course, its shape by method; a click chooses the course.

    cells: left, right, low, high, label, shade. points: course_id, citizen, method, x, y, time, score. x is
    the ratio of time; y the difference of the score in limits (1 is as far as "as expected" goes).
    """
    x = alt.Scale(domain=[0, TIME_EDGE], nice=False)
    y = alt.Scale(domain=[-SCORE_EDGE, SCORE_EDGE], nice=False)
    return danish(alt.layer(_cells(cells, x, y, under, over), _points(points, x, y)).properties(height=540))


def _cells(cells: pd.DataFrame, x: alt.Scale, y: alt.Scale, under: float, over: float) -> Any:
    base = alt.Chart(cells)
    x_axis = alt.Axis(values=[0, 0.5, under, 1, over, 1.5, 2], format=".2~f", grid=False)
    y_axis = alt.Axis(labels=False, ticks=False, grid=False)
    area = base.mark_rect(stroke="#9aa5ad", strokeWidth=0.8).encode(
        x=alt.X("left:Q", scale=x, title="tid: faktisk i forhold til forventet (1 = som forventet)", axis=x_axis),
        x2="right:Q",
        y=alt.Y("low:Q", scale=y, title="trivsel: under – som – over forventet", axis=y_axis),
        y2="high:Q",
        color=alt.Color("shade:N", scale=None),
    )
    label = base.mark_text(align="left", baseline="top", dx=5, dy=5, color=MUTED, fontSize=12, lineBreak="\n").encode(
        x=alt.X("left:Q", scale=x), y=alt.Y("high:Q", scale=y), text="label:N"
    )
    return alt.layer(area, label)


def _points(points: pd.DataFrame, x: alt.Scale, y: alt.Scale) -> Any:
    methods, shapes = ["CTI", "ICM", "ACT"], ["circle", "square", "triangle-up"]
    return (
        alt.Chart(points)
        .mark_point(size=110, filled=False, strokeWidth=2, color=ACCENT, opacity=0.9, fill="#ffffff")
        .encode(
            x=alt.X("x:Q", scale=x),
            y=alt.Y("y:Q", scale=y),
            shape=alt.Shape(
                "method:N",
                scale=alt.Scale(domain=methods, range=shapes),
                legend=alt.Legend(title=None, orient="bottom"),
            ),
            tooltip=[
                alt.Tooltip("citizen:N", title="borger"),
                alt.Tooltip("method:N", title="metode"),
                alt.Tooltip("time:N", title="tid"),
                alt.Tooltip("score:N", title="trivsel"),
            ],
        )
        .add_params(alt.selection_point(name=CLICKED, fields=["course_id"], on="click"))
    )


def life(courses: pd.DataFrame, scores: pd.DataFrame, housing: pd.DataFrame) -> Any:
    """A citizen's courses one after another on one line, the scores above them, and housing beneath.

    courses: left, right, middle, label. scores: date, score, instrument, shown. housing: left, right, middle, code, label,
    ink, full.
    """
    parts = [
        *_stretches(courses.assign(code="course", ink=INK, full=courses["label"]), -0.34, -0.1, {"course": "#eef3f6"}),
        *_stretches(housing, -0.62, -0.42, HOUSING_SHADES),
        _scores(scores),
    ]
    return danish(alt.layer(*parts).resolve_scale(color="independent").properties(height=270))


def _stretches(rows: pd.DataFrame, low: float, high: float, shades: dict[str, str]) -> list[Any]:
    """Stretches of time in a band beneath the scores, each with its name written in it."""
    base = alt.Chart(rows.assign(low=low, high=high, text=(low + high) / 2)).encode(
        tooltip=[alt.Tooltip("full:N", title="")]
    )
    x = alt.X("left:T", title=None, axis=month_axis(12))
    color = alt.Color("code:N", legend=None, scale=alt.Scale(domain=list(shades), range=list(shades.values())))
    area = base.mark_rect(stroke="#9aa5ad", strokeWidth=1).encode(
        x=x, x2="right:T", y=_life_y("low"), y2="high:Q", color=color
    )
    text = base.mark_text(fontSize=12).encode(
        x="middle:T", y=_life_y("text"), text="label:N", color=alt.Color("ink:N", scale=None)
    )
    return [area, text]


def _life_y(field: str) -> alt.Y:
    """Scores from 0 to 1, and the room beneath for courses and housing."""
    axis = alt.Axis(values=[0, 0.5, 1], format=".0%", grid=True)
    return alt.Y(
        f"{field}:Q", title="trivsel, del af skalaen", scale=alt.Scale(domain=[-0.66, 1], nice=False), axis=axis
    )


def _scores(scores: pd.DataFrame) -> Any:
    """Scores as part of their scale, in the room above the courses; a dash and a shape per instrument."""
    names = ["WHO-5", "ORS"]
    base = alt.Chart(scores).encode(
        x="date:T",
        y=_life_y("part"),
        tooltip=[
            alt.Tooltip("instrument:N", title=""),
            alt.Tooltip("date:T", title="dato", format="%d-%m-%Y"),
            alt.Tooltip("shown:N", title="score"),
        ],
    )
    dash = alt.StrokeDash("instrument:N", scale=alt.Scale(domain=names, range=[[1, 0], [5, 3]]), title=None)
    shape = alt.Shape("instrument:N", scale=alt.Scale(domain=names, range=["circle", "square"]), title=None)
    line = base.mark_line(color=INK, strokeWidth=2).encode(strokeDash=dash, detail="course_id:N")
    return alt.layer(line, base.mark_point(color=INK, filled=True, size=50, opacity=1).encode(shape=shape))


def calibration(rows: pd.DataFrame) -> Any:
    """How far from what it took the first and the last estimates were, by group. Columns: group, off, which, shown."""
    names = ["første skøn", "seneste skøn"]
    y = alt.Y("group:N", title=None, sort=None, axis=alt.Axis(ticks=False, domain=False, labelLimit=200))
    x = alt.X("off:Q", title="ved siden af (median)", axis=alt.Axis(format=".0%"), scale=alt.Scale(zero=True))
    base = alt.Chart(rows).encode(y=y, yOffset=alt.YOffset("which:N", sort=names))
    bar = base.mark_bar(strokeWidth=1.4, stroke=EXPECTED).encode(
        x=x,
        fill=alt.Fill("which:N", title=None, scale=alt.Scale(domain=names, range=["#ffffff", "#e3a19c"])),
        tooltip=[alt.Tooltip("which:N", title=""), alt.Tooltip("shown:N", title="")],
    )
    text = base.mark_text(align="left", dx=4, fontSize=12, color=INK).encode(x=x, text="shown:N")
    return danish(alt.layer(bar, text).properties(height=max(90, 52 * rows["group"].nunique())))
