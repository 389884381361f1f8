"""How much hidden numbers can be at least and at most, and which of them can only be what they are."""

from collections.abc import Mapping, Sequence, Set
from copy import copy

import numpy as np
from scipy.sparse import block_diag, csr_array, eye_array, kron, lil_array, vstack

from kpi_catalogue.floors import Floor, floors
from kpi_catalogue.other_worlds import Unknowns, only_one
from kpi_catalogue.places import EVERYBODY, KNOWN, REST, TOP, Numbers, Place, Sum, in_order

MANY = 10**6
ANY = 1000


class Table:
    """Every number of every place: places down, the names of their counts across.

    many_figures: whether the numbers are a population's that many figures tell of.
    differs: the numbers of which it has been seen that they could be others; that stays so when more places are closed,
    since every world that was possible before still is. Its last column is any amount that adds up.
    inevitable: those that can only be what they are whatever is closed.
    counted: the names of those known, counted and left over that are looked at together.
    """

    counted: Sequence[tuple[int, int, int]] = ()

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
        pairs = [*rising, *((name, EVERYBODY) for name in self.names if unseen is not None and name.startswith(KNOWN))]
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
        self.inevitable = np.zeros_like(self.differs)

    def _floors(self, sums: Sequence[Sum], limit: int) -> list[tuple[int, Floor]]:
        """The floors of every name, each with the column of the name."""
        people = [dict(zip(self.places, column, strict=True)) for column in self.value.T.tolist()]
        names = enumerate(self.names)
        return [(at, floor) for at, name in names if name != EVERYBODY for floor in floors(people[at], sums, limit)]

    def anew(self) -> "Table":
        """The same, of which nothing has been seen yet."""
        other = copy(self)
        other.differs, other.inevitable = np.zeros_like(self.differs), np.zeros_like(self.differs)
        return other

    def unsure(self) -> "Table":
        """The same for a reader who knows of a few only that they are somebody: few may be those who count."""
        other = self.anew()
        other.most = np.full_like(self.most, MANY)
        other.counted = _counted(self.names)
        return other

    def learn(self, surer: "Table") -> None:
        """Take over what a surer reader has seen: his worlds are worlds of this one, unless this one ties numbers together."""
        free = -1 if self.counted else 0
        self.differs[:, free:] |= surer.differs[:, free:]

    @property
    def asked(self) -> np.ndarray:
        """The names of the numbers that are looked for: those known, and those that make them up."""
        asked = self.known.copy()
        asked[np.array(self.counted, int).ravel()] = True
        return asked

    @property
    def related(self) -> list[dict[int, float]]:
        """What is never below zero in any place: weights by name."""
        rising = [{lower: -1.0, upper: 1.0} for lower, upper in self.rising]
        counted = [{known: one, count: -one, rest: -one} for known, count, rest in self.counted for one in (1.0, -1.0)]
        return rising + counted

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
            for known, count, rest in table.counted:
                low[:, known] = np.maximum(low[:, known], low[:, count] + low[:, rest])
                high[:, known] = np.minimum(high[:, known], high[:, count] + high[:, rest])
                for one, other in ((count, rest), (rest, count)):
                    low[:, one] = np.maximum(low[:, one], low[:, known] - high[:, other])
                    high[:, one] = np.minimum(high[:, one], high[:, known] - low[:, other])
            for column, floor in table.floors:
                self._stand_on(floor, low[:, column], high[:, column])

    def _stand_on(self, floor: Floor, low: np.ndarray, high: np.ndarray) -> None:
        """What a floor leaves of the ranges of one name."""
        total, without = self.table.at[floor.total], [self.table.at[place] for place in floor.without]
        low[total] = max(low[total], floor.least + low[without].sum())
        high[without] = np.minimum(high[without], low[without] + high[total] - floor.least - low[without].sum())

    def only(self, anyway: "Ranges") -> list[int]:
        """The row of a place of which a few can only be what they are, or where an amount that adds up can only be.

        anyway: the ranges when everything is closed; what is only what it is there, too, nothing can hide.
        """
        while (found := self._search(self._asked())) is not None:
            row, names = found
            inevitable = [name for name in names if anyway.gives_away(row, name)]
            if len(inevitable) < len(names):
                return [row]
            self.table.inevitable[row, inevitable] = True
        return []

    def gives_away(self, row: int, name: int) -> bool:
        """Whether this number of a place can only be what it is."""
        asked = np.zeros_like(self.table.differs)
        asked[row, name] = True
        return not (asked & self._free()).any() or self._search(asked & self._asked()) is not None

    def _free(self) -> np.ndarray:
        """The numbers that the ranges leave open, and the amounts where something is hidden."""
        return np.column_stack([self.low < self.high, self.secret.any(axis=1)])

    def _asked(self) -> np.ndarray:
        """The small numbers that nothing shows yet to be able to be others."""
        few = np.column_stack([self.few & self.table.asked, np.ones(len(self.places), bool)])
        return few & self._free() & ~self.table.differs & ~self.table.inevitable

    def _search(self, asked: np.ndarray) -> tuple[int, np.ndarray] | None:
        """The row of a place with the names of numbers of it, of those asked about, that can only be what they are."""
        if not asked.any():
            return None
        table, which = self.table, self._alike()
        firsts = np.unique(which, return_index=True)[1][:-1]
        told = np.stack([table.value, self.low, self.high])[:, :, firsts].swapaxes(1, 2)
        amount = np.outer([0.5, 0, 1], self.secret.any(axis=1)) * [[ANY], [ANY], [ANY]]
        value, low, high = np.append(told, amount[:, None], axis=1)
        together = np.stack([asked[:, which == one].any(axis=1) for one in range(len(value))])
        rising, least = self._rising(which.tolist())
        unknowns = Unknowns(value.ravel(), low.ravel(), high.ravel(), table.sums_of(len(value)), rising, least)
        found, moved = only_one(unknowns, together.ravel())
        table.differs |= moved.reshape(len(value), -1)[which].T
        if found is None:
            return None
        one, row = divmod(found, len(self.places))
        return row, np.flatnonzero((which == one) & asked[row])

    def _alike(self) -> np.ndarray:
        """For each name of numbers, and amounts last, which one of those that look alike it is."""
        table, names = self.table, range(len(self.table.names))
        kinds = [name.startswith(KNOWN) + 2 * name.startswith(REST) for name in table.names]
        looks = [(kinds[at], *np.concatenate([of[:, at] for of in (table.value, self.low, self.high)])) for at in names]
        found = {look: at for at, look in enumerate(sorted(set(looks)))}
        return np.array([*(found[look] for look in looks), len(found)])

    def _rising(self, column: Sequence[int]) -> tuple[csr_array, np.ndarray]:
        """Lines with the least that each is: what holds between the names of a place, and the floors."""
        table, size, width = self.table, len(self.places), max(column) + 1
        related = np.zeros((len(table.related), width))
        for line, terms in zip(related, table.related, strict=True):
            for name, weight in terms.items():
                line[column[name]] += weight
        related = np.unique(related[related.any(axis=1)], axis=0)
        stood = dict.fromkeys((column[at], one) for at, one in table.floors)
        floor = lil_array((len(stood), width * size))
        for number, (at, one) in enumerate(stood):
            for place in (one.total, *one.without):
                floor[number, at * size + table.at[place]] = 1.0 if place == one.total else -1.0
        lines = vstack([kron(csr_array(related), eye_array(size)), floor], format="csr")
        return lines, np.array([0] * len(related) * size + [one.least for _, one in stood])


def _counted(names: Sequence[str]) -> list[tuple[int, int, int]]:
    """Those known, those counted of them, and the rest, of which the last two make up the first; not of categories."""
    at = {name: number for number, name in enumerate(names)}
    counts = [name for name in names if KNOWN + name in at and REST + name in at]
    return [(at[KNOWN + name], at[name], at[REST + name]) for name in counts]
