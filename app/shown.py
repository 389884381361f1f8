"""How a figure's number is written for people: unit, decimals, and plain words where there is no number."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from kpi_catalogue.figure import Figure, Part
from kpi_catalogue.header import UNITS
from pipelines.danish import number
from pipelines.double_bottom_line import later_month
from pipelines.number_words import HIDDEN, NO_VALUE_WHY_DA, rests_on_da
from pipelines.small_share import small_share

NO_VALUE_DA = {
    "too_few": "for få",
    "protects_another": "skjult",
    "no_data": "ingen data",
    "not_applicable": "–",
}
COUNTED = ("citizens", "courses", "nights", "homes", "cases")
SINGULAR = {"borgere": "borger", "sager": "sag", "boliger": "bolig", "dage": "dag", "timer": "time"}
PERCENT_MEASURES = ("share", "categories")
SPREAD_DA = (
    "Så få siger ikke en andel præcist. Spændet er de andele, de passer med: det er lavet, så det fanger den rigtige andel "
    "19 ud af 20 gange."
)


def is_percent(part: Part) -> bool:
    """Whether the part's value is a share 0-1 that is written as per cent."""
    return part.measure in PERCENT_MEASURES


def value_da(row: Mapping[str, Any], part: Part) -> str:
    """The value of a row with its unit, or why there is none, in a word or two."""
    if row["value"] is None:
        return NO_VALUE_DA[row["status"]]
    return amount_da(row["value"], part)


def amount_da(value: float, part: Part) -> str:
    """A value with its unit."""
    if is_percent(part):
        return f"{number(100 * value, 0)} %"
    unit = (
        ""
        if part.unit in ("ratio", "score", "courses_per_caseworker")
        else SINGULAR.get(UNITS[part.unit], UNITS[part.unit])
        if value == 1
        else UNITS[part.unit]
    )
    decimals = 0 if part.unit == "kroner" or (part.unit in COUNTED and float(value).is_integer()) else 1
    return f"{number(value, 2 if part.unit == 'ratio' else decimals)} {unit}".strip()


def change_da(now: float | None, before: float | None, part: Part) -> str | None:
    """The change since the month before, with its sign; None when either month has no value."""
    if now is None or before is None:
        return None
    change = now - before
    if abs(change) < (0.005 if is_percent(part) else 0.05 if part.unit != "ratio" else 0.005):
        return "uændret"
    sign = "+" if change > 0 else ""
    if is_percent(part):
        return f"{sign}{number(100 * change, 0)} procentpoint"
    whole = part.unit == "kroner" or float(change).is_integer()
    return f"{sign}{number(change, 0 if whole else 2 if part.unit == 'ratio' else 1)}"


def coverage_da(row: Mapping[str, Any], part: Part) -> str:
    """What the number rests on: 31 af 38 kendt."""
    if row["status"] in (*HIDDEN, "not_applicable") or row["population"] is None:
        return NO_VALUE_WHY_DA[row["status"]] if row["value"] is None else ""
    return rests_on_da(row, part)


def spread_da(row: Mapping[str, Any], part: Part) -> str:
    """What shares so few agree with: 32-71 %, for a count as a share of the known; blank where there is nothing to tell."""
    found = small_share(row, part)
    if found is None:
        return ""
    low, high = (number(100 * end, 0) for end in found)
    return f"{low}-{high} %{'' if is_percent(part) else ' af de kendte'}"


def category_da(part: Part, category: str | None) -> str:
    """A category in Danish, by the figure's own labels."""
    return "" if category is None else part.codes.get(category, category)


def part_title(figure: Figure, name: str | None) -> str:
    """The title of the figure or of one of its parts."""
    return figure.part(name).title_da


def unit_da(part: Part) -> str:
    """The unit in Danish."""
    return UNITS[part.unit]


def day_looked_at(month: date, today: date, ended_on: date | None) -> date:
    """The last day of the month looked at, or today or the course's end where that comes first."""
    day = min(later_month(month, 1) - timedelta(days=1), today)
    return min(day, ended_on) if ended_on else day
