"""Which places to close so that no closed place's numbers can be worked out from the places that stay open.

A place is all citizens, a municipality, or a group of a breakdown within either. Groups make up their scope, and
municipalities make up all. A closed place shows nothing of the parts at hand.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

MANY = 10**6
SURE = 1e-6
KNOWN = "n of "
"""A count's name begins with this when it is the number known."""
EVERYBODY = KNOWN + "population"
RANDOM_AIMS = 4
ANY = 1000
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

    population: how many there are, known or not; least: counts that are known from elsewhere to be at
    least so many.
    """

    counts: Mapping[str, int]
    amounts: Mapping[str, float] = field(default_factory=dict)
    few: bool = False
    population: int = 0
    least: Mapping[str, int] = field(default_factory=dict)

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
    """Closes places until nothing closed can be worked out.

    hidden_at_top: counts that are hidden at the top though it is open; rising: pairs of numbers known, the first never
    above the second; unseen: the places where the population is hidden, None when it is the population that is counted.
    """

    def __init__(
        self,
        numbers: Mapping[Place, Numbers],
        limit: int,
        hidden_at_top: frozenset[str] = frozenset(),
        rising: Sequence[tuple[str, str]] = (),
        unseen: set[Place] | None = None,
    ) -> None:
        self.numbers = numbers
        self.limit = limit
        self.hidden_at_top = hidden_at_top
        self.rising = rising
        self.unseen = unseen
        self.sums = sums(numbers)
        self.closed: set[Place] = set()

    def close(self, first: Iterable[Place]) -> set[Place]:
        """The first places, those that are few, and every further place that must be closed for their sake."""
        self.closed = {place for place in first if place in self.numbers}
        self.closed |= {place for place, numbers in self.numbers.items() if numbers.few}
        while self._close_sums() or self._close_told():
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

    def _close_told(self) -> bool:
        """Close one more place for one that all sums together give away; False when there is none."""
        ranges = self._ranges(self.closed)
        told = ranges.known & ranges.secret & ranges.few & (ranges.low == ranges.high)
        if told.any():
            anyway = self._ranges(self.numbers)
            told &= anyway.low < anyway.high
        found = np.flatnonzero(told.any(axis=1))
        return any(self._close_near(ranges.places[at]) for at in (found if found.size else ranges.only()))

    def _ranges(self, closed: Iterable[Place]) -> "Ranges":
        ranges = Ranges(self, set(closed))
        ranges.narrow(self.sums)
        return ranges

    def _close_near(self, place: Place) -> bool:
        """Close the smallest open place that shares a sum with this one, or else with those that do, and so on."""
        reached, near = set[Place](), {place}
        while near > reached:
            reached = near
            lines = [{one.total, *one.members} & set(self.numbers) for one in self.sums]
            near = reached.union(*(line for line in lines if line & reached))
            open_ones = (other for other in near - self.closed if not self.numbers[other].empty)
            if candidates := self._candidates(open_ones):
                self.closed.add(candidates[0])
                return True
        return False


class Ranges:
    """How much every closed number can be at least and at most, when of each it is known whether it is 0, few or more."""

    def __init__(self, closing: Closing, closed: set[Place]) -> None:
        numbers, limit, unseen = closing.numbers, closing.limit, closing.unseen
        self.places = sorted(numbers, key=_order)
        self.at = {place: at for at, place in enumerate(self.places)}
        self.names = sorted({name for place in self.places for name in numbers[place].counts} | {EVERYBODY})
        known = [name for name in self.names if name.startswith(KNOWN)]
        rising = closing.rising if unseen is None else [(name, EVERYBODY) for name in known]
        self.rising = [(self.names.index(lower), self.names.index(upper)) for lower, upper in rising]
        counts = [{EVERYBODY: numbers[place].population, **numbers[place].counts} for place in self.places]
        self.value = value = np.array([[own.get(name, 0) for name in self.names] for own in counts])
        hidden = np.array([[place in closed] * len(self.names) for place in self.places])
        if TOP in self.at:
            hidden[self.at[TOP]] |= [name.removeprefix(REST) in closing.hidden_at_top for name in self.names]
        hidden[:, self.names.index(EVERYBODY)] = [place in (unseen or ()) for place in self.places]
        self.secret = hidden & (value > 0)
        self.known = np.array([name in known for name in self.names])
        least = np.array([[numbers[place].least.get(name, 1) for name in self.names] for place in self.places])
        self.few = value < limit
        self.low = np.where(self.secret, np.maximum(np.where(self.few, 1, limit), least), value)
        self.high = np.where(self.secret, np.where(self.few, limit - 1, MANY), value)

    def narrow(self, sums: Iterable[Sum]) -> None:
        """What the sums leave of the ranges, taken together until nothing changes."""
        self.lines = [
            (self.at[one.total], [self.at[place] for place in one.members]) for one in sums if one.total in self.at
        ]
        overlap = [self.value[members].sum(axis=0) - self.value[total] for total, members in self.lines]
        size = -1
        while size != (size := int((self.high - self.low).sum())):
            for (total, members), over in zip(self.lines, overlap, strict=True):
                low, high = self.low[members], self.high[members]
                self.low[total] = np.maximum(self.low[total], low.sum(axis=0) - over)
                self.high[total] = np.minimum(self.high[total], high.sum(axis=0) - over)
                self.low[members] = np.maximum(low, self.low[total] + over - high.sum(axis=0) + high)
                self.high[members] = np.minimum(high, self.high[total] + over - low.sum(axis=0) + low)
            for lower, upper in self.rising:
                self.low[:, upper] = np.maximum(self.low[:, upper], self.low[:, lower])
                self.high[:, lower] = np.minimum(self.high[:, lower], self.high[:, upper])

    def only(self) -> list[int]:
        """The row of a place whose few known can only be what they are, or where an amount that adds up can only be."""
        known = [at for at, name in enumerate(self.names) if name.startswith(KNOWN)]
        told = np.stack([self.value, self.low, self.high, self.few])[:, :, known]
        tables, which = np.unique(told, axis=2, return_inverse=True)
        amount = np.outer([0.5, 0, 1, 1], self.secret.any(axis=1)) * [[ANY], [ANY], [ANY], [1]]
        tables = np.append(tables, amount[:, :, None], axis=2)
        size = len(self.places)
        lines = np.zeros((len(self.lines), size))
        for line, (total, members) in zip(lines, self.lines, strict=True):
            line[members], line[total] = 1, -1
        steps = np.zeros((len(self.rising), tables.shape[2]))
        for step, (lower, upper) in zip(steps, self.rising, strict=True):
            step[which[known.index(upper)]] += 1
            step[which[known.index(lower)]] -= 1
        found = _only_one(
            np.kron(np.eye(len(steps.T)), lines), np.kron(steps, np.eye(size)), *(table.T.ravel() for table in tables)
        )
        return [] if found is None else [found % size]


def _only_one(
    equal: np.ndarray, rising: np.ndarray, value: np.ndarray, low: np.ndarray, high: np.ndarray, few: np.ndarray
) -> int | None:
    """The first few that are the same in all whole numbers between low and high that fit the lines; None if all differ.

    equal: lines that add up as the values do; rising: lines that add up to 0 or more. Each aim is solved for numbers far
    in its direction: first a few random aims, then each number by itself.
    """
    unknown = np.flatnonzero(low < high)
    left = few[unknown] > 0
    if not left.any():
        return None
    lines, rest = np.vstack([equal, rising])[:, unknown], equal[:, unknown] @ value[unknown]
    fits = LinearConstraint(
        lines, [*rest, *-(rising @ (value * (low == high)))], [*rest, *np.full(len(rising), np.inf)]
    )
    aims = list(np.random.default_rng(0).uniform(-1, 1, (RANDOM_AIMS, len(unknown))))
    for at in (None, *range(len(unknown))):
        if at is not None:
            aims = [np.eye(len(unknown))[at] * sign for sign in (-1, 1)] if left[at] else []
        for aim in aims:
            world = _fitting(aim, fits, Bounds(low[unknown], high[unknown]))
            left &= np.abs(world - value[unknown]) < 0.5
        if at is not None and left[at]:
            return int(unknown[at])
    return None


def _fitting(aim: np.ndarray, fits: LinearConstraint, within: Bounds) -> np.ndarray:
    """Whole numbers far in the direction of the aim; whole from the start in most cases, which is faster."""
    world = milp(aim, constraints=fits, bounds=within).x
    if np.abs(world - np.round(world)).max() > SURE:
        world = milp(aim, constraints=fits, bounds=within, integrality=np.ones(len(aim))).x
    return np.asarray(world)
