"""Somebody outside the team who wants the hidden numbers and has nothing but the published rows: the search.

A number is worked out when no other whole number fits everything that is known (attackers_knowledge.py).
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from kpi_catalogue.disclosure import Row, ScopedCell
from tests.properties.attackers_knowledge import (
    CAME,
    COST,
    MOST,
    Name,
    System,
    applies,
    names_of,
    read,
    truths,
    where_of,
)


def worked_out(rows: Sequence[Row], cells: Sequence[ScopedCell], limit: int, seed: int = 0) -> list[tuple[Name, float]]:
    """The small numbers behind hidden cells that can only be what they are.

    Not those that the statuses alone tell, as the rule demands them: four in all and somebody in each of four groups.
    """
    system, truth = read(rows, limit), truths(cells, rows)
    _check_fits(system, truth)
    found = _only_one(system, _aims(rows, system, truth, limit), truth, random.Random(seed))
    if not found:
        return []
    bare = read([_without_numbers(row) for row in rows], limit)
    inevitable = set(_only_one(bare, found, truth, random.Random(seed)))
    counted = {name[3:] for name in inevitable if name[0] == "population"}
    left = [name for name in found if name not in inevitable and not (name[0] == "n" and name[3:] in counted)]
    return [(name, truth[name]) for name in left]


def _without_numbers(row: Row) -> Row:
    """A row as if everything were closed: it still says nobody known, few, or enough."""
    status = "protects_another" if row.status == "shown" else row.status
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
    return list(aims)


class _Solver:
    """The system without what is known, ready to be solved again and again."""

    def __init__(self, system: System) -> None:
        low, high = np.array(system.low, float), np.array(system.high, float)
        rows = [
            (at, number, weight) for at, (terms, _, _) in enumerate(system.lines) for number, weight in terms.items()
        ]
        where = ([row for row, _, _ in rows], [number for _, number, _ in rows])
        matrix = csr_array(([weight for *_, weight in rows], where), shape=(len(system.lines), len(low)))
        self.known = low == high
        self.hidden = np.flatnonzero(~self.known)
        self.index = {int(number): at for at, number in enumerate(self.hidden)}
        rest = matrix @ np.where(self.known, low, 0.0)
        matrix = csr_array(matrix[:, self.hidden])
        used = np.diff(matrix.indptr) > 0
        least = np.array([one for _, one, _ in system.lines], float) - rest
        most = np.array([one for _, _, one in system.lines], float) - rest
        self.lines = LinearConstraint(csr_array(matrix[used]), least[used], most[used])
        self.low, self.high = low[self.hidden], high[self.hidden]
        self.whole = np.array(system.whole, int)[self.hidden]

    def solve(self, aim: Mapping[int, float], bounds: Mapping[int, tuple[float, float]]) -> np.ndarray | None:
        """Numbers that fit everything, far in the direction of the aim; None when none fit."""
        low, high, cost = self.low.copy(), self.high.copy(), np.zeros(len(self.low))
        for number, (least, most) in bounds.items():
            at = self.index[number]
            low[at], high[at] = max(low[at], least), min(high[at], most)
            if low[at] > high[at]:
                return None
        for number, weight in aim.items():
            cost[self.index[number]] = -weight
        found = milp(cost, constraints=self.lines, bounds=Bounds(low, high), integrality=self.whole,
                     options={"mip_rel_gap": 1.0, "time_limit": 10})  # fmt: skip
        assert found.x is not None or found.status == 2, f"undecided: {found.message}"
        return None if found.x is None else np.asarray(found.x)


def _only_one(system: System, aims: Sequence[Name], truth: Mapping[Name, float], draw: random.Random) -> list[Name]:
    """Those of the numbers that have one possible value: a few solves rule out most, the rest get two each."""
    solver = _Solver(system)
    found = [name for name in aims if solver.known[system.at[name]]]
    left = {name: system.at[name] for name in aims if not solver.known[system.at[name]]}
    for _ in range(6):
        if not left:
            break
        world = solver.solve({number: draw.uniform(0.5, 1) * draw.choice((-1, 1)) for number in left.values()}, {})
        left = _still(left, solver, world, truth)
    while left:
        name, number = next(iter(left.items()))
        step = 1.0 if system.whole[number] else 0.6
        world = solver.solve({}, {number: (truth[name] + step, MOST)})
        if world is None:
            world = solver.solve({}, {number: (0.0, truth[name] - step)})
        if world is None:
            left.pop(name)
            found.append(name)
        else:
            left = _still(left, solver, world, truth)
    return found


def _still(left: Mapping[Name, int], solver: _Solver, world: np.ndarray | None, truth: Mapping[Name, float],
           ) -> dict[Name, int]:  # fmt: skip
    """Those of the numbers that are in this world what they truly are."""
    assert world is not None, "nothing fits, not even the truth"
    return {name: number for name, number in left.items() if abs(world[solver.index[number]] - truth[name]) < 0.5}
