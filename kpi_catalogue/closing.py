"""Which places to close so that no closed place's numbers can be worked out from the places that stay open.

A place is all citizens, a municipality, or a group of a breakdown within either. Groups make up their scope, and
municipalities make up all. A closed place shows nothing of the parts at hand.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

SURE = 1e-9
MANY = 10**6
REST = "rest of "
"""A count's name with this before it is the number of those known who are not in the count."""


class Place(NamedTuple):
    """Where a number belongs: municipality None is all of them, by and group None is the whole scope."""

    municipality: str | None
    by: str | None
    group: str | None


@dataclass(frozen=True)
class Numbers:
    """What a place would let out: whole counts by name, amounts by name, and whether it is closed for its own sake."""

    counts: Mapping[str, int]
    amounts: Mapping[str, float] = field(default_factory=dict)
    few: bool = False
    population: int = MANY

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
    for place in sorted(set(places), key=_order):
        if place.by is not None:
            found.setdefault((Place(place.municipality, None, None), place.by), []).append(place)
        if place.municipality is not None:
            found.setdefault((Place(None, place.by, place.group), "municipality"), []).append(place)
    return [Sum(total, tuple(members)) for (total, _), members in found.items()]


def _order(place: Place) -> tuple[str, str, str]:
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


class Closing:
    """Closes places until nothing closed can be worked out; open_counts names what a total lets out."""

    def __init__(
        self, numbers: Mapping[Place, Numbers], limit: int, hidden_at_top: frozenset[str] = frozenset()
    ) -> None:
        self.numbers = numbers
        self.limit = limit
        self.hidden_at_top = hidden_at_top
        self.sums = sums(numbers)
        self.closed: set[Place] = set()

    def close(self, first: Iterable[Place]) -> set[Place]:
        """The first places, those that are few, and every further place that must be closed for their sake."""
        self.closed = {place for place in first if place in self.numbers}
        self.closed |= {place for place, numbers in self.numbers.items() if numbers.few}
        while self._close_sums() or self._close_narrow() or self._close_determined():
            pass
        return self.closed

    def _close_sums(self) -> bool:
        before = len(self.closed)
        for one in self.sums:
            while (more := self._needed(one)) is not None:
                self.closed.add(more)
        return len(self.closed) > before

    def _needed(self, one: Sum) -> Place | None:
        """One more place to close for this sum, or None when it gives nothing away."""
        members = [place for place in one.members if not self.numbers[place].empty]
        closed = [place for place in members if place in self.closed]
        candidates = self._candidates(member for member in members if member not in self.closed)
        if one.total in self.closed or one.total not in self.numbers:
            return candidates[0] if members and not closed and one.total in self.closed and candidates else None
        told = self._told_by(one, closed, candidates)
        if told is None:
            return None
        useful = [place for place in candidates if self._amount(place, told)]
        return (useful or candidates or [one.total])[0]

    def _told_by(self, one: Sum, closed: Sequence[Place], candidates: Sequence[Place]) -> str | None:
        """The first number that the total gives away of its closed members, or keeps too little room for."""
        hidden = self.hidden_at_top if one.total == TOP else frozenset()
        for name in hidden:
            if not any(self._amount(place, name) for place in closed) and any(
                self._amount(p, name) for p in candidates
            ):
                return name
        if not closed:
            return None
        for name in self.numbers[one.total].counts:
            values = [self.numbers[place].counts.get(name, 0) for place in closed]
            if name.removeprefix(REST) not in hidden and not is_ambiguous(values, self.limit):
                return name
        for name in self.numbers[one.total].amounts:
            if sum(self._amount(place, name) != 0 for place in closed) == 1:
                return name
        return None

    def _amount(self, place: Place, name: str) -> float:
        numbers = self.numbers[place]
        return numbers.counts.get(name, numbers.amounts.get(name, 0))

    def _candidates(self, places: Iterable[Place]) -> list[Place]:
        """Those that cost the least come first: groups before municipalities, the smallest first."""
        return sorted(places, key=lambda place: (max(self.numbers[place].counts.values()), _order(place)))

    def _close_narrow(self) -> bool:
        """Close one more place beside one whose number is given away by how much all others can be; False when there is none."""
        ranges = Ranges(self.numbers, self.closed, self.limit, self.hidden_at_top)
        ranges.narrow(self.sums)
        return any(self._close_beside(place) for place in ranges.single())

    def _close_determined(self) -> bool:
        """Close one more place beside one that all sums together give away; False when there is none."""
        closed = sorted((place for place in self.closed if not self.numbers[place].empty), key=_order)
        column = {place: at for at, place in enumerate(closed)}
        rows = [one for one in self.sums if any(place in column for place in (one.total, *one.members))]
        if not rows:
            return False
        matrix = np.zeros((len(rows), len(closed)))
        for at, one in enumerate(rows):
            for place, sign in ((one.total, -1), *((member, 1) for member in one.members)):
                if place in column:
                    matrix[at, column[place]] += sign
        free = _free_columns(matrix)
        return any(self._close_beside(place) for place, is_free in zip(closed, free, strict=True) if not is_free)

    def _close_beside(self, place: Place) -> bool:
        beside = {
            other for one in self.sums if place in (one.total, *one.members) for other in (one.total, *one.members)
        }
        open_ones = [other for other in beside if other not in self.closed and other in self.numbers]
        candidates = self._candidates(other for other in open_ones if not self.numbers[other].empty)
        self.closed.update(candidates[:1])
        return bool(candidates)


class Ranges:
    """How much every closed number can be at least and at most, when of each it is known whether it is 0, few or more."""

    def __init__(
        self, numbers: Mapping[Place, Numbers], closed: Iterable[Place], limit: int, hidden_at_top: frozenset[str]
    ) -> None:
        self.places = sorted(numbers, key=_order)
        self.at = {place: at for at, place in enumerate(self.places)}
        self.names = sorted({name for place in self.places for name in numbers[place].counts})
        value = np.array([[numbers[place].counts.get(name, 0) for name in self.names] for place in self.places])
        most = np.array([[numbers[place].population] for place in self.places])
        self.secret = np.array([[place in closed] for place in self.places]) & (value > 0)
        if TOP in self.at:
            partly = np.array([name.removeprefix(REST) in hidden_at_top for name in self.names], bool)
            self.secret[self.at[TOP]] |= partly & (value[self.at[TOP]] > 0)
        few = value < limit
        self.low = np.where(self.secret, np.where(few, 1, limit), value)
        self.high = np.where(self.secret, np.minimum(np.where(few, limit - 1, MANY), most), value)

    def narrow(self, sums: Iterable[Sum]) -> None:
        """What the sums leave of the ranges, taken together until nothing changes."""
        lines = [(self.at[one.total], [self.at[place] for place in one.members]) for one in sums if one.total in self.at]
        size = -1
        while size != (size := int((self.high - self.low).sum())):
            for total, members in lines:
                low, high = self.low[members], self.high[members]
                self.low[total] = np.maximum(self.low[total], low.sum(axis=0))
                self.high[total] = np.minimum(self.high[total], high.sum(axis=0))
                self.low[members] = np.maximum(low, self.low[total] - high.sum(axis=0) + high)
                self.high[members] = np.minimum(high, self.high[total] - low.sum(axis=0) + low)

    def single(self) -> list[Place]:
        """The places of which a secret number can only be what it is."""
        told = (self.secret & (self.low == self.high)).any(axis=1)
        return [place for place, is_told in zip(self.places, told, strict=True) if is_told]


def _free_columns(matrix: np.ndarray) -> np.ndarray:
    """Whether each unknown can take more than one value in matrix @ x = b: it has a part in the null space."""
    _, sizes, rows = np.linalg.svd(matrix)
    rank = int((sizes > SURE * max(matrix.shape) * (sizes[0] if sizes.size else 1)).sum())
    return np.abs(rows[rank:]).max(axis=0, initial=0.0) > 1e-7
