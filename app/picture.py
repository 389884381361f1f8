"""A course's double bottom line laid out as frames for the picture: what stands where on the time axis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from app.charts import MARK_LEVELS
from app.labels import END_REASON_DA, HOUSING_DA, METHOD_DA
from pipelines.course_life import HousingMonth, Mark
from pipelines.course_reading import CourseHead
from pipelines.danish import month as danish_month
from pipelines.danish import number
from pipelines.double_bottom_line import DoubleBottomLine, Period, later_month

SHADES = ("#eef3f6", "#e1eaef", "#d3dfe7")
CONTACT_SHADE = "#f6f1e7"
CLOSE_DAYS = 75


@dataclass(frozen=True)
class Picture:
    """The six frames that charts.double_bottom_line takes."""

    bars: pd.DataFrame
    lines: pd.DataFrame
    phases: pd.DataFrame
    marks: pd.DataFrame
    housing: pd.DataFrame
    original: pd.DataFrame


@dataclass(frozen=True)
class Original:
    """What was expected at first, where that has changed: accumulated per cent by month, and scores by day."""

    pct: Mapping[date, float]
    scores: Sequence[tuple[date, float]]


UNCHANGED = Original({}, ())


def picture(
    line: DoubleBottomLine,
    head: CourseHead,
    marks: Sequence[Mark],
    housing: Sequence[HousingMonth],
    by_phase: bool,
    original: Original = UNCHANGED,
) -> Picture:
    """Lay a course out on its months; by_phase draws a CTI course's bars per phase instead of per month."""
    return Picture(
        _bars(line.phases if by_phase else line.periods, 3 if by_phase else 1),
        _lines(line),
        _phases(line, head),
        _marks(marks),
        housing_runs(housing, first_day(line, head), line.periods[-1].month),
        _original(original),
    )


def _marks(marks: Sequence[Mark]) -> pd.DataFrame:
    """The marks in order; level moves the words of one that is close to the one before a line down."""
    rows, level = [], 0
    for place, mark in enumerate(marks):
        close = place > 0 and (mark.date - marks[place - 1].date).days < CLOSE_DAYS
        level = (level + 1) % MARK_LEVELS if close else 0
        rows.append({"date": pd.Timestamp(mark.date), "label": mark_label(mark), "level": level})
    return pd.DataFrame(rows, columns=["date", "label", "level"])


def _original(original: Original) -> pd.DataFrame:
    """The first expectation at the end of each month, and its scores on their days."""
    rows = [
        {"series": "oprindelig forventet tid", "date": pd.Timestamp(later_month(month, 1)), "pct": pct, "score": None,
         "shown": f"{number(pct)} %"}
        for month, pct in original.pct.items()
    ] + [
        {"series": "oprindelig forventet trivsel", "date": pd.Timestamp(on), "pct": None, "score": score,
         "shown": number(score)}
        for on, score in original.scores
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["series", "date", "pct", "score", "shown"])


def first_day(line: DoubleBottomLine, head: CourseHead) -> date:
    """Where the picture begins: the contact phase's month, else the start month."""
    begun = head.contact_on or head.started_on
    return min(begun.replace(day=1), line.periods[0].month) if begun else line.periods[0].month


def mark_label(mark: Mark) -> str:
    """A mark in Danish."""
    texts = {
        "contact": "første kontakt",
        "start": "start",
        "end": f"slut: {END_REASON_DA.get(mark.detail, mark.detail)}",
        "estimate": "nyt skøn",
        "method": f"skift til {METHOD_DA.get(mark.detail, mark.detail)}",
    }
    return texts[mark.what]


def _bars(periods: Sequence[Period], months: int) -> pd.DataFrame:
    """Two bars side by side per period, expected on the left; a period's bar covers its months."""
    rows = []
    for row in periods:
        left = pd.Timestamp(later_month(row.month, 1 - months))
        width = (pd.Timestamp(later_month(row.month, 1)) - left) / 10
        label = danish_month(row.month) if months == 1 else f"fase {row.period}"
        both = (("forventet tid", row.accumulated_expected_pct, 1), ("faktisk tid", row.accumulated_actual_pct, 5))
        rows += [
            {"series": series, "left": left + start * width, "right": left + (start + 4) * width, "pct": pct,
             "period": label, "shown": "" if pct is None else f"{number(pct)} %"}
            for series, pct, start in both
        ]  # fmt: skip
    return pd.DataFrame(rows)


def _lines(line: DoubleBottomLine) -> pd.DataFrame:
    """Expected and actual progression as one row per series and day; a day without the value has no row."""
    rows = [
        {"series": series, "date": pd.Timestamp(point.date), "score": score, "shown": number(score)}
        for point in line.progression
        for series, score in (("forventet trivsel", point.expected), ("faktisk trivsel", point.actual))
        if score is not None
    ]
    return pd.DataFrame(rows, columns=["series", "date", "score", "shown"])


def _phases(line: DoubleBottomLine, head: CourseHead) -> pd.DataFrame:
    """The shaded stretches: contact phase, CTI phases (the last to the end of the picture), or the one ICM/ACT stretch."""
    end = later_month(line.periods[-1].month, 1)
    start = line.periods[0].month
    stretches = [(start, end, f"{head.method}", SHADES[0])]
    if line.phases:
        edges = [start, later_month(start, 3), later_month(start, 6), max(end, later_month(start, 9))]
        stretches = [(edges[i], edges[i + 1], f"fase {i + 1}", SHADES[i]) for i in range(3)]
    if first_day(line, head) < start:
        stretches.insert(0, (first_day(line, head), start, "kontakt", CONTACT_SHADE))
    return pd.DataFrame(
        [_stretch(left, right) | {"label": text, "shade": shade} for left, right, text, shade in stretches]
    )


def _stretch(left: date, right: date) -> dict[str, pd.Timestamp]:
    middle = left + timedelta(days=(right - left).days // 2)
    return {"left": pd.Timestamp(left), "right": pd.Timestamp(right), "middle": pd.Timestamp(middle)}


def housing_runs(months: Sequence[HousingMonth], first: date, last: date) -> pd.DataFrame:
    """Known housing as stretches of equal months; unknown months are a stretch of their own."""
    known = {row.month: row.housing for row in months}
    runs: list[list[date | str | None]] = []
    month = first
    while month <= last:
        code = known.get(month)
        if runs and runs[-1][2] == code:
            runs[-1][1] = later_month(month, 1)
        else:
            runs.append([month, later_month(month, 1), code])
        month = later_month(month, 1)
    return pd.DataFrame([_stretch(left, right) | _housing_look(code, left, right) for left, right, code in runs])  # type: ignore[arg-type]


def _housing_look(code: str | None, left: date, right: date) -> dict[str, str]:
    """Colour, ink and a label short enough for the stretch."""
    label = HOUSING_DA.get(code or "", "ukendt")
    room = (right - left).days // 30
    short = label if room >= 4 else label.split()[0] if room >= 2 else ""
    ink = "#ffffff" if code in ("own_home", "own_temporary_home") else "#1b2730"
    return {"code": code or "unknown", "label": short, "ink": ink, "full": label}


def months_table(line: DoubleBottomLine) -> pd.DataFrame:
    """The picture's numbers as a table, a row a month, unknown as an empty cell."""
    return pd.DataFrame(
        [
            {
                "Måned": danish_month(row.month),
                "Fase" if line.phases else "Nr.": str(row.period),
                "Forventet, timer": _shown(row.expected_hours),
                "Faktisk, timer": _shown(row.actual_hours),
                "Forventet i alt, %": _shown(row.accumulated_expected_pct),
                "Faktisk i alt, %": _shown(row.accumulated_actual_pct),
            }
            for row in line.periods
        ]
    )


def scores_table(line: DoubleBottomLine) -> pd.DataFrame:
    """The progression's numbers as a table, a row a day."""
    return pd.DataFrame(
        [
            {"Dato": f"{p.date:%d-%m-%Y}", "Forventet": _shown(p.expected), "Faktisk": _shown(p.actual)}
            for p in line.progression
        ],
        columns=["Dato", "Forventet", "Faktisk"],
    )


def _shown(value: float | None) -> str:
    return "" if value is None else number(value)


def spoken(line: DoubleBottomLine, head: CourseHead) -> str:
    """The picture in words, for those who do not see it."""
    told = [row for row in line.periods if row.accumulated_actual_pct is not None]
    time = f"Faktisk tid {number(told[-1].accumulated_actual_pct or 0)} % af den forventede i alt." if told else ""
    scores = [p for p in line.progression if p.actual is not None]
    score = (
        f"Seneste måling {number(scores[-1].actual or 0)} den {scores[-1].date:%d-%m-%Y}."
        if scores
        else "Ingen målinger."
    )
    return f"Dobbelt bundlinje for forløb {head.course_id}, {METHOD_DA[head.method]}. {time} {score} Tallene står i tabellen."
