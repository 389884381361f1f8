"""Somebody outside the team who wants the hidden numbers and has nothing but the published rows: the search.

A number is worked out when no other whole number fits everything that is known (attackers_knowledge.py).
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kpi_catalogue.disclosure import Row, ScopedCell
from tests.properties.attackers_knowledge import (
    CAME,
    COST,
    applies,
    crowded,
    is_few,
    names_of,
    read,
    truths,
    where_of,
)
from tests.properties.attackers_nesting import LEFT
from tests.properties.attackers_search import Search
from tests.properties.attackers_solver import Solver
from tests.properties.attackers_statuses import CHOICES, chosen
from tests.properties.attackers_system import MOST, Name, System


def worked_out(
    rows: Sequence[Row], cells: Sequence[ScopedCell], limit: int, seed: int = 0, *, near: bool = False
) -> list[tuple[Name, float]]:
    """The small numbers behind hidden cells that can only be what they are.

    Not those that the statuses alone tell, as the rule demands them: four in all and somebody in each of four groups. Nor
    the counts that they tell whoever sees otherwise that it is the count that is few.

    near: whether worlds near the truth are looked at first, which pays where there are very many numbers.
    """
    truth = truths(cells, rows)
    few_citizens = crowded(cells, truth, limit)
    system = read(rows, limit, few_citizens)
    truth |= _choices(system, truth, limit)
    _check_fits(system, truth)
    aims = _aims(rows, system, truth, limit)
    if near:
        aims = _not_seen_to_differ(system, aims, truth, random.Random(seed))
    found = _only_one(system, aims, truth, random.Random(seed))
    if not found:
        return []
    bare = read([_without_numbers(row, limit) for row in rows], limit, few_citizens)
    known = truth | _choices(bare, truth, limit)
    inevitable = set(_only_one(bare, found, known, random.Random(seed)))
    counts = [name for name in found if name[0] in ("count", "rest") and name not in inevitable]
    inevitable |= set(_same(bare, _pinned(bare, known), counts, known, random.Random(seed)))
    counted = {name[3:] for name in inevitable if name[0] == "population"}
    left = [name for name in found if name not in inevitable and not (name[3:] in counted and _is_all(name, truth))]
    return [(name, truth[name]) for name in left]


def _is_all(name: Name, truth: Mapping[Name, float]) -> bool:
    """Whether a number is everybody known: those known, or their count or rest when the other is zero."""
    other = {"count": "rest", "rest": "count"}.get(str(name[0]))
    return name[0] == "n" or (other is not None and truth[other, *name[1:]] == 0)


def _choices(system: System, truth: Mapping[Name, float], limit: int) -> dict[Name, float]:
    return {name: chosen(name, truth, limit) for name in system.at if name[0] in CHOICES}


def _without_numbers(row: Row, limit: int) -> Row:
    """A row as if everything were closed: it still says nobody known, few, or enough."""
    closed = "too_few" if is_few(row, limit) else "protects_another"
    status = closed if row.status == "shown" else row.status
    population = row.population if row.population == 0 else None
    return replace(row, status=status, value=None, n=None, population=population, coverage=None)


def _check_fits(system: System, truth: Mapping[Name, float]) -> None:
    """The truth must be possible: otherwise the attacker misunderstands a definition. Who came when is in no cell."""
    values = [0.0] * len(system.low)
    names = {number: name for name, number in system.at.items()}
    known = {name: number for name, number in system.at.items() if name[0] != CAME}
    for name, number in known.items():
        values[number] = truth[name]
        assert system.low[number] - 1e-6 <= truth[name] <= system.high[number] + 1e-6, (name, truth[name])
    for terms, low, high in system.lines:
        if any(names[number][0] == CAME for number in terms):
            continue
        total = sum(weight * values[number] for number, weight in terms.items())
        assert low - 1e-4 <= total <= high + 1e-4, {
            names[number]: (values[number], weight) for number, weight in terms.items()
        }


def _aims(rows: Sequence[Row], system: System, truth: Mapping[Name, float], limit: int) -> list[Name]:
    """Small counts and the sums behind cells that are too few, and small populations wherever they are hidden."""
    codes = {row.municipality for row in rows if row.municipality is not None and applies(row)}
    aims: dict[Name, None] = {}
    for row in rows:
        if not applies(row):
            continue
        names = names_of(row, where_of(row, codes))
        if row.population is None and 0 < truth[names["population"]] < limit:
            aims[names["population"]] = None
        if row.status == "too_few":
            small = [names[what] for what in ("n", "count", "rest") if what in names and 0 < truth[names[what]] < limit]
            aims |= dict.fromkeys(small)
            if "sum" in names and truth[names["sum"]] > 0 and names["sum"][1] not in COST:
                aims[names["sum"]] = None
    aims |= {name: None for name in system.at if name[0] == LEFT and 0 < truth[name] < limit}
    return list(aims)


def _not_seen_to_differ(
    system: System, aims: Sequence[Name], truth: Mapping[Name, float], draw: random.Random
) -> list[Name]:
    """Those that are the same in every world seen near the truth, whether or not the same numbers are few in it."""
    for solver in (_pinned(system, truth), Solver(system, {})):
        aims = Search(system, solver, truth, draw).look_for(aims)
    return list(aims)


def _only_one(system: System, aims: Sequence[Name], truth: Mapping[Name, float], draw: random.Random) -> list[Name]:
    """Those of the numbers that have one possible value.

    First among the worlds where the same numbers are few as truly are, which are the easiest to find; what is the same in
    all of those is sought in all there are, first where few others are few than truly are.
    """
    left = _same(system, _pinned(system, truth), aims, truth, draw)
    return _same(system, Solver(system, {}), left, truth, draw, tries=0)


def _pinned(system: System, truth: Mapping[Name, float]) -> Solver:
    """The system of a reader who knows of each number whether it is few."""
    return Solver(system, {number: truth[name] for name, number in system.at.items() if name[0] in CHOICES})


def _same(system: System, solver: Solver, aims: Sequence[Name], truth: Mapping[Name, float], draw: random.Random,
          tries: int = 6) -> list[Name]:  # fmt: skip
    """Those that are the same in all worlds: a few solves rule out most, the rest get two each."""
    found = [name for name in aims if solver.known[system.at[name]]]
    left = {name: system.at[name] for name in aims if not solver.known[system.at[name]]}
    for _ in range(tries):
        if not left:
            break
        aim = {number: draw.uniform(0.5, 1) * draw.choice((-1, 1)) for number in left.values()}
        left = _still(left, solver.solve(aim, {}, left.values()), truth)
    usual = {number: 2 * truth[name] - 1 for name, number in system.at.items() if name[0] in CHOICES}
    while left:
        name, number = next(iter(left.items()))
        step = 1.0 if system.whole[number] else 0.6
        world = solver.solve(usual, {number: (truth[name] + step, MOST)}, [number])
        if world is None:
            world = solver.solve(usual, {number: (0.0, truth[name] - step)}, [number])
        if world is None:
            left.pop(name)
            found.append(name)
        else:
            left = _still(left, world, truth)
    return found


def _still(left: Mapping[Name, int], world: Mapping[int, float] | None, truth: Mapping[Name, float]) -> dict[Name, int]:
    """Those of the numbers that are in this world what they truly are."""
    assert world is not None, "nothing fits, not even the truth"
    return {name: number for name, number in left.items() if abs(world.get(number, truth[name]) - truth[name]) < 0.5}
