"""How much hidden numbers can be at least and at most, and which of them can only be what they are."""

from collections.abc import Mapping, Sequence, Set
from copy import copy

import numpy as np
from scipy.sparse import block_diag, csr_array, vstack

from kpi_catalogue.floors import Floor, floors
from kpi_catalogue.other_worlds import Unknowns, only_one
from kpi_catalogue.places import EVERYBODY, KNOWN, REST, TOP, Numbers, Place, Sum, in_order

MANY = 10**6
ANY = 1000
NONE = np.zeros(0, int)


class Table:
    """Every number of every place: places down, the names of their counts across.

    many_figures: whether the numbers are a population's that many figures tell of.
    differs: the numbers of which it has been seen that they could be others; that stays so when more places are closed,
    since every world that was possible before still is. Its last column is any amount that adds up.
    """

    def __init__(
        self,
        numbers: Mapping[Place, Numbers],
        sums: Sequence[Sum],
        limit: int,
        hidden_at_top: Set[str],
        rising: Sequence[tuple[str, str]],
        unseen: Set[Place] | None,
        many_figures: bool,
    ) -> None:
        self.places = sorted(numbers, key=in_order)
        self.at = {place: at for at, place in enumerate(self.places)}
        self.names = sorted({name for place in self.places for name in numbers[place].counts} | {EVERYBODY})
        self.known = np.array([name.startswith(KNOWN) for name in self.names])
        known = [name for name in self.names if name.startswith(KNOWN)]
        pairs = rising if unseen is None else [(name, EVERYBODY) for name in known]
        self.rising = [(self.names.index(lower), self.names.index(upper)) for lower, upper in pairs]
        counts = [{EVERYBODY: numbers[place].population, **numbers[place].counts} for place in self.places]
        self.value = np.array([[own.get(name, 0) for name in self.names] for own in counts])
        self.few = self.value < limit
        self.least = np.where(self.few, 1, limit)
        self.most = np.where(self.few, limit - 1, MANY)
        self.unseen = [place in (unseen or ()) for place in self.places]
        self.hidden_at_top = [name.removeprefix(REST) in hidden_at_top for name in self.names]
        self.lines = [
            (self.at[one.total], [self.at[place] for place in one.members]) for one in sums if one.total in self.at
        ]
        self.floors = self._floors(sums, limit) if many_figures else []
        self._sums_of: dict[int, csr_array] = {}
        self.differs = np.zeros((len(self.places), len(self.names) + 1), bool)

    def _floors(self, sums: Sequence[Sum], limit: int) -> list[tuple[int, Floor]]:
        """The floors of every name, each with the column of the name."""
        people = [dict(zip(self.places, column, strict=True)) for column in self.value.T.tolist()]
        names = enumerate(self.names)
        return [(at, floor) for at, name in names if name != EVERYBODY for floor in floors(people[at], sums, limit)]

    def unsure(self) -> "Table":
        """The same for a reader who knows of a few only that they are somebody: few may be those who count."""
        other = copy(self)
        other.most, other.differs = np.full_like(self.most, MANY), np.zeros_like(self.differs)
        return other

    def sums_of(self, tables: int) -> csr_array:
        """A line per sum in so many tables beside each other: the members less their total."""
        if tables not in self._sums_of:
            lines = np.zeros((len(self.lines), len(self.places)))
            for line, (total, members) in zip(lines, self.lines, strict=True):
                line[members], line[total] = 1, -1
            self._sums_of[tables] = csr_array(block_diag([csr_array(lines)] * tables, format="csr"))
        return self._sums_of[tables]

    def hidden(self, closed: Set[Place]) -> np.ndarray:
        """Which numbers are hidden when these places are closed."""
        hidden = np.array([[place in closed] * len(self.names) for place in self.places])
        if TOP in self.at:
            hidden[self.at[TOP]] |= self.hidden_at_top
        hidden[:, self.names.index(EVERYBODY)] = self.unseen
        return hidden


class Ranges:
    """How much every hidden number can be, when of each it is known whether it is 0, few or more."""

    def __init__(self, table: Table, closed: Set[Place]) -> None:
        self.table, self.known, self.few, self.places = table, table.known, table.few, table.places
        self.secret = table.hidden(closed) & (table.value > 0)
        self.low = np.where(self.secret, table.least, table.value)
        self.high = np.where(self.secret, table.most, table.value)
        if table.lines:
            self._narrow()

    def _narrow(self) -> None:
        """What the sums leave of the ranges, taken together until nothing changes."""
        low, high, table = self.low, self.high, self.table
        total = np.array([total for total, _ in table.lines])
        member = np.concatenate([members for _, members in table.lines])
        line = np.repeat(np.arange(len(total)), [len(members) for _, members in table.lines])
        starts = np.flatnonzero(np.diff(line, prepend=-1))
        overlap = np.add.reduceat(table.value[member], starts, axis=0) - table.value[total]
        size = -1
        while size != (size := int((high - low).sum())):
            least, most = low[member], high[member]
            least_in_all, most_in_all = (np.add.reduceat(each, starts, axis=0) for each in (least, most))
            np.maximum.at(low, total, least_in_all - overlap)
            np.minimum.at(high, total, most_in_all - overlap)
            np.maximum.at(low, member, (low[total] + overlap - most_in_all)[line] + most)
            np.minimum.at(high, member, (high[total] + overlap - least_in_all)[line] + least)
            for lower, upper in table.rising:
                low[:, upper] = np.maximum(low[:, upper], low[:, lower])
                high[:, lower] = np.minimum(high[:, lower], high[:, upper])
            for column, floor in table.floors:
                self._stand_on(floor, low[:, column], high[:, column])

    def _stand_on(self, floor: Floor, low: np.ndarray, high: np.ndarray) -> None:
        """What a floor leaves of the ranges of one name."""
        total, without = self.table.at[floor.total], [self.table.at[place] for place in floor.without]
        low[total] = max(low[total], floor.least + low[without].sum())
        high[without] = np.minimum(high[without], low[without] + high[total] - floor.least - low[without].sum())

    def only(self) -> list[int]:
        """The row of a place whose few known can only be what they are, or where an amount that adds up can only be."""
        table, names, which = self.table, *self._alike()
        firsts = names[np.unique(which, return_index=True)[1]][:-1]
        told = np.stack([table.value, self.low, self.high, self.few])[:, :, firsts].swapaxes(1, 2)
        amount = np.outer([0.5, 0, 1, 1], self.secret.any(axis=1)) * [[ANY], [ANY], [ANY], [1]]
        value, low, high, few = np.append(told, amount[:, None], axis=1)
        seen = np.stack([table.differs[:, names[which == one]].all(axis=1) for one in range(len(value))])
        asked = (few > 0) & ~seen & (low < high)
        if not asked.any():
            return []
        rising, least = self._rising(dict(zip(names.tolist(), which.tolist(), strict=True)))
        unknowns = Unknowns(value.ravel(), low.ravel(), high.ravel(), table.sums_of(len(value)), rising, least)
        found, moved = only_one(unknowns, asked.ravel())
        table.differs[:, names] |= moved.reshape(len(value), -1)[which].T
        return [] if found is None else [found % len(self.places)]

    def _alike(self) -> tuple[np.ndarray, np.ndarray]:
        """The names of numbers known, and amounts last; and for each which one of those that look alike it is."""
        known = np.flatnonzero(self.known)
        looks = [tuple(np.concatenate([of[:, at] for of in (self.table.value, self.low, self.high)])) for at in known]
        found = {look: at for at, look in enumerate(sorted(set(looks)))}
        which = [found[look] for look in looks]
        return np.append(known, len(self.table.names)), np.append(which, len(found))

    def _rising(self, column: Mapping[int, int]) -> tuple[csr_array, np.ndarray]:
        """Lines with the least that each is: a name less one never above it, place by place, and the floors."""
        table, size, width = self.table, len(self.places), (max(column.values()) + 1) * len(self.places)
        pairs = sorted(
            {(column[lower], column[upper]) for lower, upper in table.rising} - {(at, at) for at in column.values()}
        )
        lower, upper = (np.array(ends, int) for ends in zip(*pairs, strict=True)) if pairs else (NONE, NONE)
        lines, places = np.arange(len(pairs) * size), np.tile(np.arange(size), len(pairs))
        columns = np.concatenate([np.repeat(end, size) * size + places for end in (upper, lower)])
        weights = np.repeat([1.0, -1.0], len(lines))
        rising = csr_array((weights, (np.tile(lines, 2), columns)), shape=(len(lines), width))
        stood = dict.fromkeys((column[at], one) for at, one in table.floors)
        terms = [
            (line, at * size + table.at[place], 1.0 if place == one.total else -1.0)
            for line, (at, one) in enumerate(stood)
            for place in (one.total, *one.without)
        ]
        where = ([line for line, _, _ in terms], [at for _, at, _ in terms])
        floor = csr_array(([weight for *_, weight in terms], where), shape=(len(stood), width))
        return vstack([rising, floor], format="csr"), np.array([0] * len(lines) + [one.least for _, one in stood])
