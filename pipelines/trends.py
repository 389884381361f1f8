"""A figure's months as a trend that may be read: which chart, which months, which breaks, or why nothing can be said.

Two neighbouring months that rest on the same registrations say the same thing twice, and a run of such months is no sign
of anything. So only months far enough apart to share none are read (the part's `window`); where that leaves too few in
three years, nothing is read and the reason is given. Rows are those of `figures`: a hidden value is an unknown one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import dropwhile
from typing import Any

from kpi_catalogue.figure import Figure, Part
from kpi_catalogue.header import WINDOWS
from kpi_catalogue.trend import FEWEST_POINTS, Chart, Observation, Reading, read_trend
from pipelines.double_bottom_line import later_month

READ_MONTHS = 36
"""How many months are looked back over where they can be had."""
LONGEST_WINDOW = 6
"""Above this, three years hold too few months that share no registrations."""
COUNTED = {"count": "count", "counts": "count", "share": "share", "categories": "share"}
EVENTS = "cases"
Cell = Mapping[str, Any]


@dataclass(frozen=True)
class Aim:
    """What a figure is to reach and which way is better; value None: no target."""

    direction: str
    value: float | None = None


@dataclass(frozen=True)
class Trend:
    """A series with its reading. every: months between two that are read; why_not_da: why there is no verdict, else None.

    breaks: the months within the series in which the definition changed, and what changed.
    """

    series: tuple[Observation, ...]
    reading: Reading
    every: int
    aim: Aim
    breaks: tuple[tuple[date, str], ...]
    why_not_da: str | None

    def is_of(self, month: date) -> bool:
        """Whether there is a verdict and it is on this month: where the month is hidden or unknown, it is on an older one."""
        return self.reading.variation is not None and self.reading.points[-1].month == month


def trend_of(
    rows: Iterable[Cell], figure: Figure, part: Part, category: str | None = None, aim: Aim | None = None
) -> Trend:
    """Read the months of a figure's part (and category); rows of other parts and categories are passed over.

    A month without a row between the first and the last is an unknown one: no run goes through it.
    """
    cells = [
        Observation(date.fromisoformat(f"{row['month']}-01"), row["value"], row["n"])
        for row in rows
        if row["part"] == part.name and row["category"] == category
    ]
    series = tuple(dropwhile(lambda seen: seen.value is None, _month_by_month(cells)))
    aim = aim or Aim(part.direction if category is None else "neutral")
    breaks = _breaks(figure, series)
    why_not = _why_never(part)
    every = part.window if isinstance(part.window, int) and why_not is None else 1
    read = apart(series, every) if why_not is None else ()
    reading = read_trend(read, chart_of(part), aim.direction, aim.value, [on for on, _ in breaks])
    if why_not is None and reading.variation is None:
        why_not = _too_few(read, every, breaks)
    return Trend(series, reading, every, aim, breaks, why_not)


def _month_by_month(cells: Sequence[Observation]) -> Iterator[Observation]:
    """The months in their order, every one from the first to the last."""
    known = {seen.month: seen for seen in cells}
    month = min(known, default=date.max)
    while month <= max(known, default=date.min):
        yield known.get(month, Observation(month, None))
        month = later_month(month, 1)


def chart_of(part: Part) -> Chart:
    """The chart a part's measure asks for: shares and counts of citizens, separate events, or whatever else is measured."""
    if part.measure == "sum" and part.unit == EVENTS:
        return "events"
    kinds: dict[str, Chart] = {"count": "count", "share": "share"}
    return kinds.get(COUNTED.get(part.measure, ""), "individual")


def apart(series: Sequence[Observation], every: int) -> tuple[Observation, ...]:
    """Every so many months, counted back from the newest with a value, so that no two share a registration."""
    newest = max((place for place, seen in enumerate(series) if seen.value is not None), default=len(series) - 1)
    return tuple(series[place] for place in range(newest % every, newest + 1, every)) if series else ()


def _breaks(figure: Figure, series: Sequence[Observation]) -> tuple[tuple[date, str], ...]:
    """The figure's changes after the first that lie within the series."""
    if not series:
        return ()
    later = sorted(figure.changes)[1:]
    return tuple((on, note) for on, note in later if series[0].month < on.replace(day=1) <= series[-1].month)


def _why_never(part: Part) -> str | None:
    window = part.window
    if window is None:
        return "Definitionen siger ikke, hvor mange måneders registreringer tallet hviler på."
    if isinstance(window, str):
        return (
            f"Tallet hviler på {WINDOWS[window]}. Måneder ved siden af hinanden er derfor næsten ens. Se på ændringen."
        )
    if window > LONGEST_WINDOW:
        return (
            f"Hver måneds tal hviler på {window} måneders registreringer, så måneder ved siden af hinanden er næsten ens. "
            "Sammenlign med det samme tal for et år siden."
        )
    return None


def _too_few(read: Sequence[Observation], every: int, breaks: Sequence[tuple[date, str]]) -> str:
    start = max((on.replace(day=1) for on, _ in breaks), default=date.min)
    known = sum(seen.value is not None and seen.month >= start for seen in read)
    which = "måneder" if every == 1 else f"måneder med {every} måneders mellemrum"
    since = " siden definitionen blev ændret" if breaks else ""
    return f"Der er {known} {which} med et tal{since}. Der skal mindst {FEWEST_POINTS} til, før udviklingen kan læses."
