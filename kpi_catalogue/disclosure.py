"""The only gate for anyone outside the team: which cells of the fixed set are shown, and what they then say."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Literal

from kpi_catalogue.closing import Closing
from kpi_catalogue.links import (
    BUNDLES,
    CATEGORIES,
    GROUP_OF,
    NEAR,
    OWN_N_PER_CATEGORY,
    POPULATION,
    ROLLING,
    SECRET_REST,
    STARTED,
    WITHIN,
    Bundle,
    Key,
    above,
    bundle_of,
    leaders,
    near,
)
from kpi_catalogue.measure import Cell
from kpi_catalogue.places import KNOWN, REST, TOP, Numbers, Place, is_ambiguous
from kpi_catalogue.telling import is_for_the_team, is_told, withheld

LOWEST_LIMIT = 3
Status = Literal["shown", "too_few", "protects_another", "no_data", "not_applicable"]
Table = dict[Place, list[Cell]]


@dataclass(frozen=True)
class ScopedCell:
    """A cell of the fixed set and the municipality it was measured in; None is all of them together."""

    municipality: str | None
    cell: Cell


@dataclass(frozen=True)
class Row:
    """A published number: value, n, population and coverage (0-1) are None where hidden or absent."""

    figure: str
    part: str | None
    month: date
    by: str | None
    group: str | None
    category: str | None
    value: float | None
    n: int | None
    population: int | None
    coverage: float | None
    status: Status
    municipality: str | None = None


def open_rows(cells: Sequence[Cell]) -> list[Row]:
    """The cells as the team sees them: nothing is hidden."""
    return [_row(cell, None, _plain_status(cell)) for cell in cells]


def protect(cells: Sequence[ScopedCell], limit: int, peopled: Set[str] | None = None) -> list[Row]:
    """The cells as anyone outside the team may see them, in the same order.

    cells: every cell of the figures and of their families, in all linked months, for all municipalities together and
    each of them, whole and by each published breakdown; they are protected together. limit: counts of 1 to limit-1 are
    hidden. peopled: the municipalities that anybody is in, in these months or in others; when there is one it is all of
    them. Without it they are those of the cells. Raises ValueError for a limit below 3 and a breakdown by caseworker.
    """
    if limit < LOWEST_LIMIT:
        raise ValueError(f"Grænsen er {limit}. Den skal være mindst {LOWEST_LIMIT}.")
    if any(scoped.cell.by == "caseworker" for scoped in cells):
        raise ValueError("Uden for teamet vises nøgletal aldrig pr. medarbejder.")
    published = [_withheld(one) if is_for_the_team(_key(one.cell), one.cell.by) else one for one in cells]
    gate = _Gate(published, limit, peopled)
    told = (one if is_told(_key(one.cell), one.cell.by) else _withheld(one) for one in published)
    return list(dict.fromkeys(gate.row(one) for one in told))


def family(figure_id: str) -> frozenset[str]:
    """The figures that must be measured with a figure before it can be protected; itself among them."""
    parts = {part for bundle in BUNDLES for part in (*bundle.parts, *bundle.after)}
    linked = {key for bundle in BUNDLES for key in (*bundle.parts, *bundle.after) if _touches(bundle, figure_id)}
    names = {POPULATION[key] for key in POPULATION if key[0] == figure_id or key in linked & parts}
    while not (more := {upper for name in names for upper in above(name)}) <= names:
        names |= more
    names |= {other for name in names for other in near(name)}
    names |= {part for part, (whole, *_) in GROUP_OF.items() if whole in names}
    return frozenset({figure_id, *(key[0] for key in linked), *(leaders(name)[0][0] for name in names)})


def linked_months(figure_id: str, month: date) -> list[date]:
    """The months in which a figure and its family must be protected together with a month, which is the last of them."""
    if any(key[0] == figure_id for key in ROLLING):
        return [_months_before(month, back) for back in range(11, -1, -1)]
    if any(bundle.since_january and _touches(bundle, figure_id) for bundle in BUNDLES):
        return [date(month.year, number, 1) for number in range(1, month.month + 1)]
    return [month]


def _touches(bundle: Bundle, figure_id: str) -> bool:
    return any(key[0] == figure_id for key in (*bundle.parts, *bundle.after))


def _months_before(month: date, back: int) -> date:
    year, number = divmod(month.year * 12 + month.month - 1 - back, 12)
    return date(year, number + 1, 1)


def _key(cell: Cell) -> Key:
    return (cell.figure, cell.part)


def _withheld(scoped: ScopedCell) -> ScopedCell:
    return replace(scoped, cell=withheld(scoped.cell))


class _Gate:
    """Decides population by population and bundle by bundle which places are closed and which cells are hidden."""

    def __init__(self, cells: Sequence[ScopedCell], limit: int, peopled: Set[str] | None) -> None:
        self.limit = limit
        named = peopled
        if named is None:
            named = {one.municipality for one in cells if one.municipality is not None and one.cell.population}
        self.only = next(iter(named)) if len(named) == 1 else None
        self.tables: dict[tuple[Key, date], Table] = defaultdict(lambda: defaultdict(list))
        for scoped in cells:
            if scoped.cell.kind != "municipality" and not scoped.cell.not_applicable:
                found = self.tables[_key(scoped.cell), scoped.cell.month][self.place(scoped)]
                if scoped.cell not in found:
                    found.append(scoped.cell)
        self.populations: dict[tuple[str, date], set[Place]] = {}
        self.closed: dict[tuple[Key, date, str | None], set[Place]] = {}
        self.hidden_at_top: dict[tuple[Key, date], frozenset[str]] = {}
        for key, month in sorted(self.tables, key=lambda one: (one[1], _late(one[0]), one[0][0], one[0][1] or "")):
            self._decide(bundle_of(key), month)

    def place(self, scoped: ScopedCell) -> Place:
        """Where a cell belongs; when there is only one municipality, it is all of them."""
        within = None if scoped.municipality == self.only else scoped.municipality
        return Place(within, scoped.cell.by, scoped.cell.group)

    def row(self, scoped: ScopedCell) -> Row:
        """What is published of a cell."""
        cell, place = scoped.cell, self.place(scoped)
        status = _plain_status(cell)
        if cell.kind == "municipality" or cell.not_applicable:
            return _row(cell, scoped.municipality, status)
        if status == "shown" and self._is_hidden(cell, place):
            is_few = self._is_few(cell) or self._is_beside_few(cell, place)
            return _row(cell, scoped.municipality, "too_few" if is_few else "protects_another")
        return _row(cell, scoped.municipality, status, self._is_population_told(_key(cell), cell.month, place))

    def _is_population_told(self, key: Key, month: date, place: Place) -> bool:
        """Not where the population is closed, nor where a figure is that says how many they are."""
        leaders = [self._leader(name, month) for name in NEAR] if POPULATION.get(key) in NEAR else []
        closed = [self.closed[leader, month, None] for leader in leaders if leader]
        return not any(place in places for places in (self._closed_population(key, month), *closed))

    def _is_hidden(self, cell: Cell, place: Place) -> bool:
        key = _key(cell)
        lane = cell.category if key in OWN_N_PER_CATEGORY else None
        if place in self.closed[key, cell.month, lane]:
            return True
        return place == TOP and cell.category in self.hidden_at_top.get((key, cell.month), ())

    def _is_few(self, cell: Cell) -> bool:
        """Whether a cell is hidden for its own sake: few known, few counted, few not counted, or one citizen dominates."""
        counts = [cell.n, cell.persons]
        if cell.count is not None:
            counts += [cell.count, cell.n - cell.count]
        return any(0 < count < self.limit for count in counts) or (cell.largest or 0.0) > 0.5

    def _is_beside_few(self, cell: Cell, place: Place) -> bool:
        """Whether a cell is hidden for the sake of the few who are in the population above its own and not in it."""
        own = POPULATION.get(_key(cell), "")
        is_secret = own in SECRET_REST and self._uppers(own, cell.month)
        above = self._above(own, cell.month, place) if is_secret else cell.population
        return 0 < above - cell.population < self.limit

    def _closed_population(self, key: Key, month: date) -> set[Place]:
        """Places whose population is few, or would give away another's."""
        own = POPULATION.get(key, "/".join(filter(None, key)))
        if (own, month) not in self.populations:
            tables = self._people(own, key, month)
            numbers = {place: self._population(tables, place, month) for place in set().union(*tables.values())}
            rising = (
                sorted(tables, reverse=True)
                if key in OWN_N_PER_CATEGORY
                else [one for one in near(own) if one in tables]
            )
            pairs = [(KNOWN + lower, KNOWN + upper) for lower, upper in pairwise(rising)]
            uppers = self._uppers(own, month)
            unseen = set().union(*(self._closed_population(upper, month) for upper in uppers)) if uppers else None
            closed = Closing(numbers, self.limit, rising=pairs, unseen=unseen, many_figures=own in NEAR).close(
                {place for name, table in tables.items() for place in self._closed_group(name, month, table)}
            )
            self.populations |= {(name, month): closed for name in near(own)}
        return self.populations[own, month]

    def _people(self, own: str, key: Key, month: date) -> dict[str, dict[Place, int]]:
        """How many are in each place of a population and those near it: what the first part that rests on it tells."""
        if key in OWN_N_PER_CATEGORY:
            cells = [(place, cell) for place, here in self.tables[key, month].items() for cell in here]
            codes = {cell.category for _, cell in cells}
            return {
                f"{own}/{code}": {place: cell.population for place, cell in cells if cell.category == code}
                for code in codes
            }
        if key not in POPULATION:
            return {own: self._first_population(key, month)}
        leaders = {name: self._leader(name, month) for name in near(own)}
        return {name: self._first_population(leader, month) for name, leader in leaders.items() if leader}

    def _leader(self, name: str, month: date) -> Key | None:
        return next((key for key in leaders(name) if (key, month) in self.tables), None)

    def _uppers(self, name: str, month: date) -> list[Key]:
        """The parts that tell how many are in the populations that this one is part of; none when one of them is not told."""
        together = near(name)
        uppers = {upper: None for one in together for upper in WITHIN.get(one, ()) if upper not in together}
        found = [self._leader(upper, month) for upper in uppers]
        return [] if None in found else [upper for upper in found if upper]

    def _above(self, name: str, month: date, place: Place) -> int:
        """How many are in the populations that this one is part of, together; 0 when nothing tells."""
        return sum(self._first_population(upper, month).get(place, 0) for upper in self._uppers(name, month))

    def _first_population(self, key: Key, month: date) -> dict[Place, int]:
        return {place: cells[0].population for place, cells in self.tables[key, month].items()}

    def _population(self, tables: Mapping[str, Mapping[Place, int]], place: Place, month: date) -> Numbers:
        people = {name: table.get(place, 0) for name, table in tables.items()}
        few = any(0 < count < self.limit for count in people.values())
        few = few or any(self._is_rest_told(name, place, table) for name, table in tables.items())
        counts = {KNOWN + name: count for name, count in people.items()}
        above = max((self._above(name, month, place) for name in people), default=0)
        told = {name for name in people if name in SECRET_REST and self._uppers(name, month)}
        rest = {REST + name: above - people[name] for name in told}
        few = few or any(0 < count < self.limit for count in rest.values())
        return Numbers(counts, rest, few, above)

    def _is_rest_told(self, name: str, place: Place, people: Mapping[Place, int]) -> bool:
        """Whether a group is a category of another figure, too, and all but a few belong to it."""
        own, total = people.get(place, 0), people.get(place._replace(by=None, group=None), 0)
        return (name, place.by) in CATEGORIES.values() and 0 < total - own < self.limit and own > 0

    def _closed_group(self, name: str, month: date, table: Iterable[Place]) -> set[Place]:
        """Places of a population that is part of others, or one group of another's breakdown, where the other is closed."""
        if name in SECRET_REST and (uppers := self._uppers(name, month)):
            return set(table) & self._closed_population(uppers[0], month)
        if name in STARTED and (uppers := self._uppers(name, month)):
            return set(table) & self._closed_population(uppers[0], month)
        if name not in GROUP_OF:
            return set()
        other, by, group = GROUP_OF[name]
        leader = self._leader(other, month)
        closed = self._closed_population(leader, month) if leader else set(table)
        same = {place.municipality for place in closed if (place.by, place.group) == (by, group)}
        return {place for place in table if place.municipality in same and place.by in (None, by)}

    def _decide(self, bundle: Bundle, month: date) -> None:
        """Close the places of a bundle in a month, once; a part with its own n per category one category at a time."""
        if (bundle.parts[0], month, None) in self.closed or not any(
            (key, month) in self.tables for key in bundle.parts
        ):
            return
        keys = [key for key in bundle.parts if (key, month) in self.tables]
        lanes: list[str | None] = [None]
        if keys[0] in OWN_N_PER_CATEGORY:
            lanes += sorted(
                {cell.category for cells in self.tables[keys[0], month].values() for cell in cells if cell.category}
            )
        unseen = {place for key in keys for place in self._closed_population(key, month)}
        first = unseen | self._closed_after(bundle, month) | self._closed_scopes(keys[0], month)
        for lane in lanes:
            table = self._together(keys, month, lane)
            hidden = self._hidden_at_top(keys[0], month, table.get(TOP, [])) if self._may_split(keys, first) else None
            self.hidden_at_top[keys[0], month] = hidden or frozenset()
            top = {TOP} if hidden is None and self._closed_groups(keys[0], month) else set()
            numbers = {place: self._numbers(cells, place == TOP and bool(hidden)) for place, cells in table.items()}
            names = frozenset(f"{keys[0][0]}/{keys[0][1]}/{category}" for category in hidden or ())
            seen_apart = keys[0] in OWN_N_PER_CATEGORY and lane is None
            closing = Closing(numbers, self.limit, names, unseen=None if seen_apart else unseen)
            closed = closing.close(first | top)
            while keys[0] in CATEGORIES and not (below := _below(closed, numbers)) <= closed:
                closed = closing.close(closed | below)
            for key in keys:
                self.closed[key, month, lane] = closed

    def _closed_scopes(self, key: Key, month: date) -> set[Place]:
        """The municipalities of which a group is closed that is a category of this part."""
        groups = self._closed_groups(key, month)
        return {place._replace(by=None, group=None) for place in groups if place.municipality}

    def _together(self, keys: Sequence[Key], month: date, lane: str | None) -> Table:
        table: Table = defaultdict(list)
        for key in keys:
            for place, cells in self.tables[key, month].items():
                table[place] += [cell for cell in cells if lane is None or cell.category == lane]
        return table

    def _numbers(self, cells: Sequence[Cell], is_partial: bool) -> Numbers:
        """What a place's cells let out, by name; a place some of whose categories are hidden is not closed for them."""
        counts: dict[str, int] = {}
        amounts: dict[str, float] = {}
        for cell in cells:
            name = f"{cell.figure}/{cell.part}/{cell.category}"
            lane = cell.category if _key(cell) in OWN_N_PER_CATEGORY else None
            counts[f"{KNOWN}{cell.figure}/{cell.part}/{lane}"] = cell.n
            if cell.count is not None:
                counts |= {name: cell.count, REST + name: cell.n - cell.count}
            elif cell.value is not None:
                amounts[name] = cell.value
        few = not is_partial and any(self._is_few(cell) for cell in cells if cell.n)
        return Numbers(counts, amounts, few, max((cell.population for cell in cells), default=0))

    def _may_split(self, keys: Sequence[Key], first: set[Place]) -> bool:
        """Whether single categories may be hidden at the top instead of the whole place: no other part counts on them."""
        return TOP not in first and len(keys) == 1 and not bundle_of(keys[0]).after

    def _hidden_at_top(self, key: Key, month: date, cells: Sequence[Cell]) -> frozenset[str] | None:
        """The categories that are few, with as many beside as it takes; None when hiding some is not enough."""
        counted = {cell.category: cell for cell in cells if cell.category is not None and cell.count is not None}
        if any(0 < count < self.limit for cell in cells for count in (cell.n, cell.persons)):
            return None
        hidden = {name for name, cell in counted.items() if self._is_few(cell)}
        hidden |= {str(place.group) for place in self._closed_groups(key, month) if place.municipality is None}
        while hidden and not is_ambiguous([counted[name].count or 0 for name in hidden], self.limit):
            left = [name for name, cell in counted.items() if name not in hidden and cell.count]
            if not left:
                return None
            hidden.add(min(left, key=lambda name: (counted[name].count or 0, name)))
        return frozenset(hidden)

    def _closed_groups(self, key: Key, month: date) -> set[Place]:
        """The closed groups of the population that are the categories of this part."""
        if key not in CATEGORIES:
            return set()
        return {place for place in self._closed_population(key, month) if place.by == CATEGORIES[key][1]}

    def _closed_after(self, bundle: Bundle, month: date) -> set[Place]:
        """Where the parts that this one would give away are closed, in the months it sums."""
        months = [month]
        if bundle.since_january:
            months = [date(month.year, number, 1) for number in range(1, month.month + 1)]
        if bundle.parts[0] in ROLLING:
            months = [_months_before(month, back) for back in range(12)]
        found: set[Place] = set()
        for key in bundle.after:
            for one in months:
                if (key, one) in self.tables:
                    self._decide(bundle_of(key), one)
                    found |= self.closed[key, one, None]
                elif len(months) > 1:
                    found |= {place for part in bundle.parts for place in self.tables[part, month]}
        return found


def _below(closed: Set[Place], places: Iterable[Place]) -> set[Place]:
    """The places within the closed ones: another figure may tell what a closed whole is made up of."""
    scopes = {place.municipality for place in closed if place.by is None}
    return {place for place in places if place.municipality in scopes or None in scopes}


def _late(key: Key) -> int:
    """Parts that follow others are decided after them."""
    return 1 if bundle_of(key).after else 0


def _plain_status(cell: Cell) -> Status:
    if cell.not_applicable:
        return "not_applicable"
    return "no_data" if cell.n == 0 or cell.value is None else "shown"


def _row(cell: Cell, municipality: str | None, status: Status, with_population: bool = True) -> Row:
    """A row with everything its status lets out."""
    told = status in ("shown", "no_data")
    population = cell.population if told and with_population else None
    return Row(
        cell.figure, cell.part, cell.month, cell.by, cell.group, cell.category,
        value=cell.value if status == "shown" else None,
        n=cell.n if told else None,
        population=population,
        coverage=cell.n / population if population else None,
        status=status,
        municipality=municipality,
    )  # fmt: skip
