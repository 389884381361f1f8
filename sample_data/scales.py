"""The four instruments, and how a score is typed: by item, as a total, or both."""

from dataclasses import dataclass
from random import Random

WHO5_BY_ITEMS, WHO5_BY_BOTH = 0.65, 0.2
LICENSED_BY_ITEMS = 0.6
ITEM_CELLS = ("item_1", "item_2", "item_3", "item_4", "item_5")
SHUFFLES_PER_ITEM = 2


@dataclass(frozen=True)
class Scale:
    """An instrument: what a step of the sum is worth, the limit of a deviation, base and gain of an expectation."""

    items: int
    item_min: int
    item_max: int
    unit: float
    limit: float
    base: tuple[float, float]
    gain: tuple[float, float]

    def nearest(self, score: float) -> int:
        """The nearest sum of items (ORS and SRS in tenths) that the instrument can give."""
        return max(self.items * self.item_min, min(self.items * self.item_max, round(score / self.unit)))

    def score(self, total: int) -> float:
        """The score of a sum of items: WHO-5 in steps of 4, ORS and SRS with one decimal."""
        return total / 10 if self.unit < 1 else total * int(self.unit)


SCALES = {
    "WHO5": Scale(items=5, item_min=0, item_max=5, unit=4, limit=10, base=(32, 44), gain=(12, 28)),
    "ORS": Scale(items=4, item_min=0, item_max=100, unit=0.1, limit=5, base=(15, 21), gain=(5, 11)),
    "SRS": Scale(items=4, item_min=0, item_max=100, unit=0.1, limit=5, base=(29, 38), gain=(0, 2)),
    "TILS": Scale(items=3, item_min=1, item_max=3, unit=1, limit=2, base=(4, 8), gain=(-2, 0)),
}


def typed(instrument: str, score: float, rng: Random) -> dict[str, float | None]:
    """The five item cells and the score cell of a score: by item, as a total, or both."""
    scale = SCALES[instrument]
    total = scale.nearest(score)
    shown = _shown(instrument, rng)
    items = [] if shown == "score" else split(total, scale, rng)
    cells: list[float | None] = [item / 10 if scale.unit < 1 else item for item in items]
    cells += [None] * (len(ITEM_CELLS) - len(cells))
    return dict(zip(ITEM_CELLS, cells, strict=True)) | {"score": None if shown == "items" else scale.score(total)}


def _shown(instrument: str, rng: Random) -> str:
    """How the worker types it: WHO-5 and T-ILS mostly by item, ORS and SRS often as the total only."""
    place = rng.random()
    if instrument in ("ORS", "SRS"):
        return "items" if place < LICENSED_BY_ITEMS else "score"
    return "items" if place < WHO5_BY_ITEMS else "both" if place < WHO5_BY_ITEMS + WHO5_BY_BOTH else "score"


def split(total: int, scale: Scale, rng: Random) -> list[int]:
    """Items that sum to the total: an even share each, then a little moved from one to another."""
    items = [total // scale.items + (index < total % scale.items) for index in range(scale.items)]
    for _ in range(SHUFFLES_PER_ITEM * scale.items):
        giver, taker = rng.sample(range(scale.items), 2)
        room = min(items[giver] - scale.item_min, scale.item_max - items[taker], max(1, scale.item_max // 8))
        moved = rng.randint(0, max(0, room))
        items[giver] -= moved
        items[taker] += moved
    return items
