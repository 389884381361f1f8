"""The agenda of a meeting about key figures: what changed in the month, by one rule that is told with it.

Where a figure's trend can be read, the trend decides: it is on the agenda when the month is more than chance. Where it
cannot, a figure is on it when its value moved since the month before by at least ten percentage points (a share), or by at
least a fifth (all others), a count or a sum by at least two as well, so that one citizen is no news, and rests on at least
five in both months. One that had a value the month before and has none now is on it too. What moved away from the wanted
direction comes first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from kpi_catalogue.figure import Figure, Part
from pipelines.double_bottom_line import later_month
from pipelines.figure_target import Target
from pipelines.moved import FigureTrend, figure_trends
from pipelines.trends import Aim

SHARE_MOVES, OTHERS_MOVE, FEWEST_MOVE, RESTS_ON = 0.10, 0.20, 2, 5
SHARES, NUMBERS = ("share", "categories"), ("count", "sum")
RULE_DA = (
    "På dagsordenen er tal, hvis udvikling viser mere end tilfældige udsving, efter de samme regler som på tallets egen side. "
    "Kan udviklingen ikke læses, er tallet med, når det siden måneden før har flyttet sig mindst 10 procentpoint (andele) eller "
    "mindst en femtedel (alle andre; antal og summer mindst 2) og hviler på mindst 5 i begge måneder; det kan være tilfældigt. "
    "Tal, der fandtes måneden før, men mangler nu, er også med. Det, der går den forkerte vej, står først."
)
_SMALL = 1e-9
NO_TARGETS: Mapping[str, Target | None] = MappingProxyType({})
Cell = Mapping[str, Any]


@dataclass(frozen=True)
class AgendaItem:
    """A figure (or one of its categories) that changed. is_worse: it moved away from the wanted direction.

    trend: what says so, more than chance; None where the trend cannot be read and only the two months are compared.
    """

    figure: str
    category: str | None
    before: Cell
    now: Cell
    is_worse: bool
    trend: FigureTrend | None = None

    @property
    def is_missing(self) -> bool:
        """Whether there was a number the month before and none now."""
        return self.now["value"] is None


def agenda(
    rows: Iterable[Cell], figures: Mapping[str, Figure], month: date, targets: Mapping[str, Target | None] = NO_TARGETS
) -> list[AgendaItem]:
    """What changed in the month, of rows of `figures` without a breakdown: three years of them, or at least two months."""
    own = [row for row in rows if row["part"] is None and row["month"] <= f"{month:%Y-%m}"]
    cells = {(row["figure"], row["category"], row["month"]): row for row in own}
    this, last = f"{month:%Y-%m}", f"{later_month(month, -1):%Y-%m}"
    ranked = []
    for one in figure_trends(own, figures, targets, month):
        name, category = one.figure.id, one.category
        now, before = cells.get((name, category, this)), cells.get((name, category, last))
        if now and before:
            ranked += _ranked(one, before, now)
    ranked.sort(key=lambda one: (not one[1].is_worse, one[1].trend is None, one[1].is_missing, -one[0], one[1].figure))
    return [item for _, item in ranked]


def _ranked(one: FigureTrend, before: Cell, now: Cell) -> list[tuple[float, AgendaItem]]:
    """The figure with how far it moved; nothing where it is not on the agenda."""
    figure, part = one.figure, one.figure.part(None)
    if one.is_read:
        is_few = part.query.kind != "municipality" and (now["n"] or 0) < RESTS_ON
        item = AgendaItem(figure.id, one.category, before, now, one.is_worse, one)
        return [(one.distance, item)] if one.has_moved and not is_few else []
    size = _size(before, now, part)
    if size is None:
        return []
    return [(size, AgendaItem(figure.id, one.category, before, now, _is_worse(before, now, one.trend.aim)))]


def _size(before: Cell, now: Cell, part: Part) -> float | None:
    """How far it moved, as a multiple of what puts it on the agenda; None when it is not on it."""
    if before["value"] is None:
        return None
    if now["value"] is None:
        return 1.0 if now["status"] == "no_data" else None
    if min(before["n"] or 0, now["n"] or 0) < RESTS_ON:
        return None
    moved = abs(now["value"] - before["value"])
    enough = SHARE_MOVES if part.measure in SHARES else OTHERS_MOVE * abs(before["value"])
    enough = max(enough, FEWEST_MOVE) if part.measure in NUMBERS else enough
    if moved <= _SMALL or moved < enough - _SMALL:
        return None
    return moved / enough if enough else float("inf")


def _is_worse(before: Cell, now: Cell, aim: Aim) -> bool:
    """Whether it moved away from the municipality's own target's direction, or the figure's where there is none."""
    if now["value"] is None:
        return False
    fell = now["value"] < before["value"]
    return (aim.direction == "higher_is_better" and fell) or (aim.direction == "lower_is_better" and not fell)
