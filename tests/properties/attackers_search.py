"""Other worlds near the truth, where they are easy to find.

A world that fits everything proves that its numbers could be others; when none is seen nothing is proved, and the number
is sought exactly (attacker.py).
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

from tests.properties.attackers_solver import Solver
from tests.properties.attackers_statuses import CHOICES
from tests.properties.attackers_system import Name, System

NEAR, FAR = 1.0, 10.0
"""How much other than it is a number may be near the truth: by one at first, then by more than what few can be."""
Around = tuple[np.ndarray, float]


class Search:
    """What is the same in all the worlds seen, of the numbers somebody is after."""

    def __init__(self, system: System, solver: Solver, truth: Mapping[Name, float], draw: random.Random) -> None:
        self.system, self.solver, self.draw = system, solver, draw
        self.names = list(system.at)
        self.truth = np.array([truth.get(name, 0) for name in self.names], float)
        self.left: dict[Name, int] = {}

    def look_for(self, aims: Sequence[Name]) -> list[Name]:
        """Those that are the same in every world seen near the truth; that proves nothing of them."""
        self.left = {name: self.system.at[name] for name in aims if not self.solver.known[self.system.at[name]]}
        self._look_around()
        return [name for name in aims if name in self.left or self.solver.known[self.system.at[name]]]

    def _look_around(self) -> None:
        for free, box in neighbourhoods(self.solver, self.names):
            before = len(self.left) + 1
            while before > (before := len(self.left)) and self._seen(free, box):
                pass

    def _seen(self, free: np.ndarray, box: float) -> bool:
        """Whether a look at a neighbourhood shows enough for another."""
        numbers = [number for number in self.left.values() if free[number]]
        if not numbers:
            return False
        aim = np.zeros(len(self.truth))
        aim[numbers] = [self.draw.uniform(0.5, 1) * self.draw.choice((-1, 1)) for _ in numbers]
        world = self.solver.look(self.truth, free, aim, box)
        if world is None:
            return False
        assert self.solver.fits(world), "a world that does not fit"
        other = np.abs(world - self.truth) >= 0.5
        self.left = {name: number for name, number in self.left.items() if not other[number]}
        return len(numbers) * 0.9 > sum(free[number] for number in self.left.values())


def neighbourhoods(solver: Solver, names: Sequence[Name]) -> Iterator[Around]:
    """Numbers that are free to be others while the rest is what it is, small neighbourhoods first.

    A figure by itself; a month and what hangs on it; a breakdown; everything of the last month; two municipalities with all.
    """
    unknown = ~solver.known
    plain = [name[1:] if name[0] in CHOICES else name for name in names]
    figure = np.array(
        [str(name[1]).partition(".")[0].partition(" ")[0] if name[0] != "population" else "" for name in plain]
    )
    month, place = np.array([str(name[3]) for name in plain]), [name[4] for name in plain]
    code, by = (np.array([str(each[at]) for each in place]) for at in (0, 1))
    months, codes = sorted(set(month)), sorted(set(code) - {"None"})
    for one in sorted(set(figure)):
        yield unknown & (figure == one), 3 * FAR
    for one in months[:-1]:
        yield solver.beside(unknown & (month == one)), NEAR
    now = unknown & (month == months[-1])
    for box in (NEAR, FAR):
        for one in sorted(set(by)):
            yield now & (by == one), box
    yield solver.beside(now), NEAR
    for pair in combinations(codes, 2):
        for box in (NEAR, FAR):
            yield now & np.isin(code, (*pair, "None")), box
