"""Places and the whole numbers that are told of them: what adds up with what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

KNOWN = "n of "
"""A count's name begins with this when it is the number known."""
EVERYBODY = KNOWN + "population"
REST = "rest of "
"""A count's name with this before it is the number of those known who are not in the count."""


class Place(NamedTuple):
    """Where a number belongs: municipality None is all of them, by and group None is the whole scope."""

    municipality: str | None
    by: str | None
    group: str | None


@dataclass(frozen=True)
class Numbers:
    """What a place would let out: whole counts by name, amounts by name, and whether it is closed for its own sake.

    population: how many there are, known or not.
    """

    counts: Mapping[str, int]
    amounts: Mapping[str, float] = field(default_factory=dict)
    few: bool = False
    population: int = 0

    @property
    def empty(self) -> bool:
        """Nobody is known here, which everybody may know."""
        return not any(self.counts.values())


class Sum(NamedTuple):
    """A total and the places that make it up."""

    total: Place
    members: tuple[Place, ...]


TOP = Place(None, None, None)


def sums(places: Iterable[Place]) -> list[Sum]:
    """Every sum that holds between places: groups within a scope, and municipalities within all."""
    found: dict[tuple[Place, str], list[Place]] = {}
    for place in sorted(set(places), key=in_order):
        if place.by is not None:
            found.setdefault((Place(place.municipality, None, None), place.by), []).append(place)
        if place.municipality is not None:
            found.setdefault((Place(None, place.by, place.group), "municipality"), []).append(place)
    return [Sum(total, tuple(members)) for (total, _), members in found.items()]


def in_order(place: Place) -> tuple[str, str, str]:
    """Places by municipality, breakdown and group; the whole first."""
    return (place.municipality or "", place.by or "", place.group or "")


def is_ambiguous(values: Sequence[int], limit: int) -> bool:
    """Whether no one of these counts can be told from their sum, even if it is known of each whether it is 0, few or more.

    Few is 1 to limit-1. A count of 0 is no secret. Each can be from its least, or what the others at most leave over, to
    its most, or what the others at least leave over.
    """
    secret = [value for value in values if value]
    total = sum(secret)
    least = [1 if value < limit else limit for value in secret]
    most = [limit - 1 if value < limit else total for value in secret]
    return all(
        max(low, total - (sum(most) - high)) < min(high, total - (sum(least) - low))
        for low, high in zip(least, most, strict=True)
    )
