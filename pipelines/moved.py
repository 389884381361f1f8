"""Which figures have moved more than chance, read together: what the agenda of a meeting and the management look at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kpi_catalogue.figure import Figure, Part
from kpi_catalogue.trend import ENOUGH_POINTS, Variation
from pipelines.double_bottom_line import later_month
from pipelines.figure_target import Target
from pipelines.trends import LONGEST_WINDOW, READ_MONTHS, Aim, Cell, Trend, trend_of

BETTER = {"at_least": "higher_is_better", "at_most": "lower_is_better"}


@dataclass(frozen=True)
class FigureTrend:
    """A figure (or one of its categories) with its trend up to the month looked at.

    A verdict on an older month, because this one is hidden or unknown, is none here: it is no news.
    """

    figure: Figure
    category: str | None
    trend: Trend
    month: date

    @property
    def variation(self) -> Variation | None:
        """What the rules say of the month; None where they say nothing of it."""
        return self.trend.reading.variation if self.trend.is_of(self.month) else None

    @property
    def is_read(self) -> bool:
        """Whether the rules say anything at all of the month."""
        return self.variation is not None

    @property
    def has_moved(self) -> bool:
        """Whether the month is more than chance explains."""
        return self.variation not in (None, "common")

    @property
    def is_worse(self) -> bool:
        """Whether it moved away from what is wanted."""
        return self.variation == "concern"

    @property
    def distance(self) -> float:
        """How far the newest month read lies from the mean, 1 at the limit; 0 where nothing is read."""
        if not self.is_read:
            return 0.0
        last = self.trend.reading.points[-1]
        limit = last.high if last.is_high else last.low
        reach = abs(limit - last.mean)
        return abs(last.value - last.mean) / reach if reach else 0.0


def aim_of(part: Part, category: str | None, target: Target | None) -> Aim | None:
    """The figure's own target as an aim of this part and category; None where it is about something else."""
    if target is None or (target.part, target.category) != (part.name, category):
        return None
    return Aim(BETTER[target.direction], target.value)


def figure_trends(
    rows: Iterable[Cell], figures: Mapping[str, Figure], targets: Mapping[str, Target | None], month: date
) -> list[FigureTrend]:
    """Every figure and category of the rows, in the rows' order; only the figures themselves, not their other parts."""
    by_place: dict[tuple[str, str | None], list[Cell]] = {}
    for row in rows:
        if row["part"] is None and row["figure"] in figures:
            by_place.setdefault((row["figure"], row["category"]), []).append(row)
    return [
        _read(figures[name], category, cells, targets.get(name), month) for (name, category), cells in by_place.items()
    ]


def _read(
    figure: Figure, category: str | None, cells: Sequence[Cell], target: Target | None, month: date
) -> FigureTrend:
    part = figure.part(None)
    trend = trend_of(cells, figure, part, category, aim_of(part, category, target))
    return FigureTrend(figure, category, trend, month)


def is_headline(row: Cell, targets: Mapping[str, Target | None]) -> bool:
    """Whether a row is a figure's own total, or the category that there is a target for; the others would crowd it out."""
    target = targets.get(row["figure"])
    return row["category"] is None or (target is not None and (target.part, target.category) == (None, row["category"]))


def moved(found: Iterable[FigureTrend]) -> list[FigureTrend]:
    """Those that moved: the worse ones first, then what is neither better nor worse, each by how far it lies from its mean."""
    turn = {"concern": 0, "high": 1, "low": 1, "improvement": 2}
    flagged = [one for one in found if one.has_moved]
    return sorted(flagged, key=lambda one: (turn[str(one.variation)], -one.distance))


def months_read(part: Part, month: date) -> list[date]:
    """The months that reading a part up to a month needs, oldest first; none where it is never read.

    At most twelve, and none that shares a registration with the next.
    """
    window = part.window
    if not isinstance(window, int) or window > LONGEST_WINDOW:
        return []
    back = range(0, min(READ_MONTHS, ENOUGH_POINTS * window), window)
    return sorted(later_month(month, -months) for months in back)
