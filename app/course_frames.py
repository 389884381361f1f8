"""A course's history, expectations and life as tables and frames: what the tabs of the page Borger show."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from app.labels import METHOD_DA, codes
from app.picture import housing_runs
from pipelines.course_life import CourseChoice, HousingMonth
from pipelines.course_view import CourseView, Measured, PeriodEstimates
from pipelines.danish import day as danish_day
from pipelines.danish import month as danish_month
from pipelines.danish import number
from pipelines.double_bottom_line import later_month

BASIS_DA = codes("expected_time", "basis")
INSTRUMENT_DA = {"WHO5": "WHO-5", "ORS": "ORS", "SRS": "SRS", "TILS": "T-ILS"}
HIGHEST = {"WHO5": 100, "ORS": 40}
WHO5_ITEMS_DA = ("glad og i godt humør", "rolig og afslappet", "aktiv og energisk", "frisk og udhvilet", "interesseret")
WHO5_SOURCE_DA = (
    "WHO-5 Trivselsindeks, WHO 1998. Hvert svar er fra 0 (på intet tidspunkt) til 5 (hele tiden) i de sidste to uger. "
    "Tallet i parentes er, hvor meget svaret har flyttet sig siden målingen før."
)


def who5_table(measured: Sequence[Measured]) -> pd.DataFrame:
    """Every WHO-5 with its answers and how far each has moved since the measurement before; empty where unknown."""
    rows, before = [], None
    for one in [each for each in measured if each.instrument == "WHO5"]:
        moved = [_moved(item, before.items[place] if before and before.items else None)
                 for place, item in enumerate(one.items)] or [""] * 5  # fmt: skip
        score = _moved(one.score, before.score if before else None)
        rows.append(
            {"Dato": danish_day(one.measured_on), "Score": score, **dict(zip(WHO5_ITEMS_DA, moved, strict=True))}
        )
        before = one
    return pd.DataFrame(rows, columns=["Dato", "Score", *WHO5_ITEMS_DA])


def _moved(value: float, before: float | None) -> str:
    """A value and its movement: 4 (+1)."""
    if before is None or value == before:
        return number(value, 0) if before is None else f"{number(value, 0)} (0)"
    return f"{number(value, 0)} ({'+' if value > before else '−'}{number(abs(value - before), 0)})"


def other_scores_table(measured: Sequence[Measured]) -> pd.DataFrame:
    """Every measurement by another instrument than WHO-5, with its movement."""
    rows = []
    before: dict[str, float] = {}
    for one in [each for each in measured if each.instrument != "WHO5"]:
        change = one.score - before[one.instrument] if one.instrument in before else None
        shown = "" if change is None else f"{'+' if change > 0 else '−' if change < 0 else ''}{number(abs(change))}"
        rows.append(
            {"Instrument": INSTRUMENT_DA[one.instrument], "Dato": danish_day(one.measured_on),
             "Score": number(one.score), "Siden sidst": shown}
        )  # fmt: skip
        before[one.instrument] = one.score
    return pd.DataFrame(rows, columns=["Instrument", "Dato", "Score", "Siden sidst"])


def estimates_table(estimates: Sequence[PeriodEstimates], method: str) -> pd.DataFrame:
    """The first and the newest estimate of each period."""
    period = "Fase" if method == "CTI" else "Måned nr."
    return pd.DataFrame(
        [
            {
                period: str(one.period),
                "Første skøn, timer": number(one.first_hours),
                "Skønnet": danish_day(one.first_on),
                "Gælder nu, timer": number(one.newest_hours),
                "Senest skønnet": danish_day(one.newest_on),
                "Grundlag": BASIS_DA[one.newest_basis],
            }
            for one in estimates
        ],
        columns=[
            period, "Første skøn, timer", "Skønnet", "Gælder nu, timer", "Senest skønnet", "Grundlag",
        ],
    )  # fmt: skip


def life_courses(life: Sequence[CourseChoice], day: date) -> pd.DataFrame:
    """A citizen's courses on one line, the contact phase included; one that still runs reaches to the day."""
    rows = []
    for one in life:
        begun = one.contact_on or one.started_on
        if begun is None or begun > day:
            continue
        right = min(one.ended_on or day, day)
        rows.append(
            {"left": pd.Timestamp(begun), "right": pd.Timestamp(max(right, begun)),
             "middle": pd.Timestamp(begun) + (pd.Timestamp(right) - pd.Timestamp(begun)) / 2, "label": METHOD_DA[one.method]}
        )  # fmt: skip
    return pd.DataFrame(rows, columns=["left", "right", "middle", "label"])


def life_scores(scores: Sequence[tuple[str, Measured]]) -> pd.DataFrame:
    """Scores of WHO-5 and ORS as part of their scale, with the course they were measured on."""
    rows = [
        {"course_id": course_id, "instrument": INSTRUMENT_DA[one.instrument], "date": pd.Timestamp(one.measured_on),
         "part": one.score / HIGHEST[one.instrument], "shown": number(one.score)}
        for course_id, one in scores
        if one.instrument in HIGHEST
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["course_id", "instrument", "date", "part", "shown"])


def life_housing(months: Sequence[HousingMonth], life: Sequence[CourseChoice], day: date) -> pd.DataFrame:
    """Known housing from the first course on, as stretches."""
    begun = min((each for one in life if (each := one.contact_on or one.started_on)), default=day)
    return housing_runs(months, begun.replace(day=1), day.replace(day=1))


def life_da(life: Sequence[CourseChoice]) -> str:
    """The courses in words."""
    told = []
    for one in life:
        begun = one.contact_on or one.started_on
        until = f"til {danish_day(one.ended_on)}" if one.ended_on else "og i gang"
        told.append(f"{METHOD_DA[one.method]} fra {danish_day(begun) if begun else 'ukendt'} {until}")
    return "; derefter ".join(told) + "."


def next_da(view: CourseView) -> str:
    """When the next measurement is, in words."""
    if view.head.started_on is None:
        return "når forløbet er startet"
    if view.next_measurement is None:
        return "ingen flere målinger"
    latest = later_month(view.next_measurement, 1)
    return f"{danish_month(view.next_measurement)} (senest {danish_month(latest)})"
