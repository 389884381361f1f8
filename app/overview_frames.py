"""A team's overview laid out: its lines as words, the 3 x 3 as frames, and what can be filtered by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from app.course_charts import CELL_SHADES, SCORE_EDGE, TIME_EDGE
from app.labels import HOUSING_DA, METHOD_DA
from pipelines.danish import month as danish_month
from pipelines.danish import number
from pipelines.deviation_texts import DeviationTexts
from pipelines.overview import OverviewLine
from pipelines.settings import Choices

READINGS = ("under", "as", "over")
SHORT_DA = {"under": "under", "as": "som", "over": "over"}
TIME_DA = {"under": "mindre tid", "as": "tid som forventet", "over": "mere tid"}
SCORE_DA = {"under": "trivsel under", "as": "trivsel som forventet", "over": "trivsel over"}


@dataclass(frozen=True)
class Filters:
    """What the overview is narrowed to; empty is all."""

    methods: Sequence[str] = ()
    places: Sequence[str] = ()
    caseworkers: Sequence[str] = ()

    def holds(self, line: OverviewLine) -> bool:
        """Whether a line is within all of them."""
        asked = (
            (self.methods, line.course.head.method),
            (self.places, place_kind(line)),
            (self.caseworkers, line.course.caseworker),
        )
        return all(not chosen or value in chosen for chosen, value in asked)


def place_kind(line: OverviewLine) -> str:
    """Where a course is, as one can filter by: kontaktfase, fase 1-3, or the half year of an ICM or ACT course."""
    if line.month is None:
        return "kontaktfase"
    if line.phase is not None:
        return "over måned 9" if line.month > 9 else f"fase {line.phase}"
    return "måned 1-6" if line.month <= 6 else "måned 7-12" if line.month <= 12 else "måned 13 og senere"


def place_da(line: OverviewLine) -> str:
    """Where a course is: CTI fase 2, måned 5; or ICM måned 14; or its days in the contact phase."""
    method = METHOD_DA[line.course.head.method]
    if line.month is None:
        return f"{method}, kontaktfase, dag {line.contact_days}"
    return f"{method}, fase {line.phase}, måned {line.month}" if line.phase else f"{method}, måned {line.month}"


def reading_da(line: OverviewLine) -> str:
    """The cell in words, or why nothing is said."""
    deviation = line.deviation
    if deviation.time is None or deviation.progression is None:
        return deviation.rule
    if deviation.cell == "as/as":
        return "som forventet"
    return f"{TIME_DA[deviation.time]}, {SCORE_DA[deviation.progression]}"


def signs_da(line: OverviewLine, texts: DeviationTexts) -> list[str]:
    """The titles of the signs."""
    return [texts.signals[sign.code].title for sign in line.signals]


def summary_da(lines: Sequence[OverviewLine]) -> str:
    """14 forløb · 9 kan vurderes · 5 mangler data."""
    read = sum(line.deviation.cell is not None for line in lines)
    return f"{len(lines)} forløb · {read} kan vurderes · {len(lines) - read} kan endnu ikke vurderes"


def spoken(lines: Sequence[OverviewLine], counts: Mapping[str | None, int]) -> str:
    """The 3 x 3 in words."""
    told = [
        f"{counts[f'{time}/{score}']} med {TIME_DA[time]} og {SCORE_DA[score]}"
        for time in READINGS
        for score in READINGS
        if counts.get(f"{time}/{score}")
    ]
    return f"{summary_da(lines)}. {'; '.join(told)}. Hvert forløb står også på listen."


def cells(counts: Mapping[str | None, int], choices: Choices) -> pd.DataFrame:
    """The nine cells with their number of courses; the four corners and the middle are shaded alike."""
    edges = {
        "under": (0.0, choices.time_under),
        "as": (choices.time_under, choices.time_over),
        "over": (choices.time_over, TIME_EDGE),
    }
    heights = {"under": (-SCORE_EDGE, -1.0), "as": (-1.0, 1.0), "over": (1.0, SCORE_EDGE)}
    rows = []
    for time, (left, right) in edges.items():
        for score, (low, high) in heights.items():
            name = "som\nforventet" if time == score == "as" else f"tid {SHORT_DA[time]}\ntrivsel {SHORT_DA[score]}"
            rows.append(
                {"left": left, "right": right, "low": low, "high": high,
                 "label": f"{name}\n{counts.get(f'{time}/{score}', 0)}",
                 "shade": CELL_SHADES[(READINGS.index(time) + READINGS.index(score)) % 2]}
            )  # fmt: skip
    return pd.DataFrame(rows)


def points(lines: Sequence[OverviewLine], choices: Choices) -> pd.DataFrame:
    """One point per course that can be read, inside its own cell; those beyond the edge stand on it."""
    rows = []
    for line in lines:
        ratio, difference = line.deviation.time_ratio, line.deviation.progression_difference
        if line.deviation.cell is None or ratio is None or difference is None:
            continue
        limit = choices.who5_deviation if line.course.head.instrument == "WHO5" else choices.ors_deviation
        rows.append(
            {"course_id": line.course.head.course_id, "citizen": line.course.head.citizen_id,
             "method": line.course.head.method, "x": min(ratio, TIME_EDGE),
             "y": max(-SCORE_EDGE, min(difference / limit, SCORE_EDGE)),
             "time": f"{number(ratio, 2)} gange det forventede", "score": f"{_signed(difference)} point"}
        )  # fmt: skip
    return pd.DataFrame(rows, columns=["course_id", "citizen", "method", "x", "y", "time", "score"])


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{number(value)}"


def housing_da(line: OverviewLine) -> str:
    """The newest registered housing in words."""
    return HOUSING_DA.get(line.housing or "", "ikke registreret")


def newest_da(line: OverviewLine) -> str:
    """The newest month with anything registered."""
    return danish_month(line.newest_month) if line.newest_month else "intet endnu"
