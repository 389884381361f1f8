"""Whole numbers that fit a system: narrowed first, then sought piece by piece of what hangs together."""

from collections.abc import Iterable, Mapping

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from tests.properties.attackers_system import SURE, System

ROUNDS = 30
SECONDS = 60
GLANCE = 8
"""So many seconds a look at worlds near the truth may take: it proves nothing when it finds none."""
CLOSE = 0.2
"""How near the farthest world in its direction a look must come."""
SLACK = 1e-4


class Solver:
    """The system without what is known, ready to be solved again and again.

    pinned: numbers that are taken to be what they are, beside those that are known.
    """

    def __init__(self, system: System, pinned: Mapping[int, float]) -> None:
        self.low, self.high = np.array(system.low, float), np.array(system.high, float)
        for number, value in pinned.items():
            self.low[number] = self.high[number] = value
        rows = [
            (at, number, weight)
            for at, (terms, _, _) in enumerate(system.lines)
            for number, weight in terms.items()
            if weight
        ]
        where = ([row for row, _, _ in rows], [number for _, number, _ in rows])
        self.matrix = csr_array(([weight for *_, weight in rows], where), shape=(len(system.lines), len(self.low)))
        self.least = np.array([one for _, one, _ in system.lines], float)
        self.most = np.array([one for _, _, one in system.lines], float)
        self.whole = np.array(system.whole, bool)
        self.first = self.low.copy(), self.high.copy()
        self._narrow()
        assert (self.low <= self.high + 1e-4).all(), "nothing fits, not even the truth"
        self.known = self.high - self.low < SURE
        free = csr_array(self.matrix * ~self.known)
        self.links = csr_array(abs(free).T @ abs(free))
        _, self.piece = connected_components(self.links, directed=False)

    @property
    def ranges(self) -> tuple[np.ndarray, np.ndarray]:
        """How much each number is at least and at most."""
        return self.low, self.high

    def _narrow(self) -> None:
        """What each line by itself leaves of its numbers, again and again."""
        line, number, weight = (each := self.matrix.tocoo()).row, each.col, each.data
        for _ in range(ROUNDS):
            ends = weight * self.low[number], weight * self.high[number]
            least, most = np.minimum(*ends), np.maximum(*ends)
            all_least, all_most = (np.bincount(line, each, len(self.least)) for each in (least, most))
            up, down = (self.most - all_least)[line] + least, (self.least - all_most)[line] + most
            bounds = np.sort(np.stack([up / weight, down / weight]), axis=0)
            before = (self.high - self.low).sum()
            np.maximum.at(self.low, number, self._ceil(bounds[0], number))
            np.minimum.at(self.high, number, -self._ceil(-bounds[1], number))
            if before - (self.high - self.low).sum() < SURE:
                break

    def _ceil(self, bound: np.ndarray, number: np.ndarray) -> np.ndarray:
        return np.where(self.whole[number], np.ceil(bound - 1e-5), bound - SURE)

    def beside(self, free: np.ndarray) -> np.ndarray:
        """These numbers and those that share a line with one of them."""
        return (self.links @ free.astype(float) > 0) & ~self.known | free

    def look(self, truth: np.ndarray, free: np.ndarray, aim: np.ndarray, box: float) -> np.ndarray | None:
        """A world near the truth, far in the direction of the aim; None when none is seen at a glance.

        Only the free numbers are other than they are, by no more than the box.
        """
        low, high = np.maximum(self.low - truth, -box), np.minimum(self.high - truth, box)
        options = {"mip_rel_gap": CLOSE, "time_limit": GLANCE}
        kept = np.flatnonzero(free & ~self.known)
        found = self._milp(aim, kept, truth, (np.minimum(low, 0), np.maximum(high, 0)), options)
        if found.x is None:
            return None
        world = truth.copy()
        world[kept] += np.where(self.whole[kept], np.round(found.x), found.x)
        return world

    def _milp(
        self,
        aim: np.ndarray,
        kept: np.ndarray,
        origin: np.ndarray,
        bounds: tuple[np.ndarray, np.ndarray],
        options: Mapping[str, float],
    ) -> OptimizeResult:
        """Steps away from the origin for some of the numbers."""
        matrix = csr_array(self.matrix[:, kept])
        used = np.diff(matrix.indptr) > 0
        there = (self.matrix @ origin)[used]
        lines = LinearConstraint(
            csr_array(matrix[used]), self.least[used] - there - SURE, self.most[used] - there + SURE
        )
        within, whole = Bounds(*(each[kept] for each in bounds)), self.whole[kept].astype(int)
        return milp(-aim[kept], constraints=lines, bounds=within, integrality=whole, options=dict(options))

    def fits(self, world: np.ndarray) -> bool:
        """Whether these numbers fit everything that was known at first."""
        low, high = self.first
        lines = self.matrix @ world
        return bool(
            (world >= low - SLACK).all() and (world <= high + SLACK).all()
            and (lines >= self.least - SLACK).all() and (lines <= self.most + SLACK).all()
        )  # fmt: skip

    def solve(
        self, aim: Mapping[int, float], bounds: Mapping[int, tuple[float, float]], near: Iterable[int]
    ) -> dict[int, float] | None:
        """Numbers of the pieces near some, far in the direction of the aim; None when none fit."""
        low, high = self.low.copy(), self.high.copy()
        for number, (least, most) in bounds.items():
            low[number], high[number] = max(low[number], least), min(high[number], most)
            if low[number] > high[number]:
                return None
        cost = np.zeros(len(low))
        cost[list(aim)] = list(aim.values())
        kept = np.flatnonzero(~self.known & np.isin(self.piece, self.piece[list(near)]))
        origin = np.where(self.known, self.low, 0.0)
        found = self._milp(cost, kept, origin, (low, high), {"mip_rel_gap": 1.0, "time_limit": SECONDS})
        assert found.x is not None or found.status == 2, f"undecided: {found.message}"
        return None if found.x is None else dict(zip(kept.tolist(), found.x.tolist(), strict=True))
