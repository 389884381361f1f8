"""The agenda of a meeting about key figures: what changed since the month before, by one rule that is told with it.

A figure is on it when its value moved by at least ten percentage points (a share), or by at least a fifth (all others),
a count or a sum by at least two as well, so that one citizen is no news, and rests on at least five in both months; or when
it had a value the month before and has none now. What moved away from the wanted direction comes first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kpi_catalogue.figure import Figure, Part
from pipelines.double_bottom_line import later_month

SHARE_MOVES, OTHERS_MOVE, FEWEST_MOVE, RESTS_ON = 0.10, 0.20, 2, 5
SHARES, NUMBERS = ("share", "categories"), ("count", "sum")
RULE_DA = (
    "På dagsordenen er tal, der siden måneden før har flyttet sig mindst 10 procentpoint (andele) eller mindst en femtedel "
    "(alle andre; antal og summer mindst 2) og hviler på mindst 5 i begge måneder, og tal, der manglede denne måned. "
    "Det, der går den forkerte vej, står først. Et enkelt skift kan være tilfældigt: se udviklingen på tallets egen side."
)
_SMALL = 1e-9
Cell = Mapping[str, Any]


@dataclass(frozen=True)
class AgendaItem:
    """A figure (or one of its categories) that changed. is_worse: it moved away from the wanted direction."""

    figure: str
    category: str | None
    before: Cell
    now: Cell
    is_worse: bool

    @property
    def is_missing(self) -> bool:
        """Whether there was a number the month before and none now."""
        return self.now["value"] is None


def agenda(rows: Iterable[Cell], figures: Mapping[str, Figure], month: date) -> list[AgendaItem]:
    """What changed in the month, of rows of `figures` of both months without a breakdown."""
    cells = {(row["figure"], row["category"], row["month"]): row for row in rows if row["part"] is None}
    this, last = f"{month:%Y-%m}", f"{later_month(month, -1):%Y-%m}"
    ranked = []
    for (name, category, when), now in cells.items():
        before = cells.get((name, category, last))
        if when == this and before and name in figures:
            size = _size(before, now, figures[name].part(None))
            if size is not None:
                ranked.append((size, AgendaItem(name, category, before, now, _is_worse(before, now, figures[name]))))
    ranked.sort(key=lambda one: (not one[1].is_worse, one[1].is_missing, -one[0], one[1].figure))
    return [item for _, item in ranked]


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


def _is_worse(before: Cell, now: Cell, figure: Figure) -> bool:
    direction = figure.part(None).direction
    if now["value"] is None or now["category"] is not None:
        return False
    fell = now["value"] < before["value"]
    return (direction == "higher_is_better" and fell) or (direction == "lower_is_better" and not fell)
