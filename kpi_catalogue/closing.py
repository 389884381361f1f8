"""Which places to close so that no closed place's numbers can be worked out from the places that stay open.

A place is all citizens, a municipality, or a group of a breakdown within either. Groups make up their scope, and
municipalities make up all. A closed place shows nothing of the parts at hand.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np

from kpi_catalogue.places import REST, TOP, Numbers, Place, Sum, in_order, is_ambiguous, sums
from kpi_catalogue.ranges import Ranges, Table


class Closing:
    """Closes places until nothing closed can be worked out.

    hidden_at_top: counts that are hidden at the top though it is open; rising: pairs of numbers known, the first never
    above the second; unseen: the places where the population is hidden, None when it is the population that is counted;
    many_figures: whether it is a population that many figures tell of.
    """

    def __init__(
        self,
        numbers: Mapping[Place, Numbers],
        limit: int,
        hidden_at_top: frozenset[str] = frozenset(),
        rising: Sequence[tuple[str, str]] = (),
        unseen: set[Place] | None = None,
        many_figures: bool = False,
    ) -> None:
        self.numbers = numbers
        self.limit = limit
        self.hidden_at_top = hidden_at_top
        self.sums = sums(numbers)
        self.closed: set[Place] = set()
        self.table = Table(numbers, self.sums, limit, hidden_at_top, rising, unseen, many_figures)
        self.unsure = self.table.unsure()

    def close(self, first: Iterable[Place]) -> set[Place]:
        """The first places, those that are few, and every further place that must be closed for their sake."""
        before, self.closed = self.closed, {place for place in first if place in self.numbers}
        self.closed |= {place for place, numbers in self.numbers.items() if numbers.few}
        if not before <= self.closed:
            for table in (self.table, self.unsure):
                table.differs[:] = False
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
        if one.total not in self.numbers:
            return None
        if one.total in self.closed:
            return self._needed_for_total(one.total, closed, candidates)
        told = self._told_by(one, closed, candidates)
        if told is None:
            return None
        useful = [place for place in candidates if self._amount(place, told)]
        return (useful or candidates or [one.total])[0]

    def _needed_for_total(self, total: Place, closed: Sequence[Place], candidates: Sequence[Place]) -> Place | None:
        """A member to close for a closed total, of which the closed ones have nothing: then the open ones tell it."""
        if not closed:
            return next(iter(candidates), None)
        names = (name for name in self.numbers[total].counts if not any(self._amount(one, name) for one in closed))
        return next((place for name in names for place in candidates if self._amount(place, name)), None)

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
        return sorted(places, key=lambda place: (max(self.numbers[place].counts.values()), in_order(place)))

    def _close_told(self) -> bool:
        """Close one more place for one that all sums together give away; False when there is none.

        First to a reader who is told of each whether it is few. What statuses tell that one whatever is closed is kept from a
        second, who knows of a few only that they are somebody, and for whom those known, counted and left over are looked
        at together.
        """
        if any(self._close_near(place) for place in self._told(self.table, self._anyway)):
            return True
        self.unsure.learn(self.table)
        return any(self._close_near(place) for place in self._told(self.unsure, self._anyway_unsure))

    def _told(self, table: Table, anyway: Ranges) -> list[Place]:
        """The places that all sums give away and would not if everything were closed."""
        ranges = Ranges(table, self.closed)
        told = ranges.secret & ranges.few & (ranges.low == ranges.high) & (anyway.low < anyway.high)
        found = np.flatnonzero(told.any(axis=1))
        return [ranges.places[at] for at in (found if found.size else ranges.only(anyway))]

    @cached_property
    def _anyway(self) -> Ranges:
        """What is left of the ranges when everything is closed."""
        return Ranges(self.table.anew(), set(self.numbers))

    @cached_property
    def _anyway_unsure(self) -> Ranges:
        return Ranges(self.unsure.anew(), set(self.numbers))

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
