"""Whole numbers that fit the same sums: which hidden numbers could be others than they are."""

from dataclasses import dataclass

import numpy as np
import scipy  # its stats and optimize are slow to import: reached when they are used
from scipy.sparse import block_array, csr_array
from scipy.sparse.csgraph import connected_components

SURE = 1e-6
AS_IS = {"presolve": False}
"""Made simpler first, so small a question takes longer."""
MISSES = 1
"""So many random aims may show nothing new before each number is looked at by itself."""


@dataclass(frozen=True)
class Unknowns:
    """Numbers between low and high that are really `value`; equal @ them stays what it is, rising @ them is least or more."""

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    equal: csr_array
    rising: csr_array
    least: np.ndarray


def only_one(unknowns: Unknowns, asked: np.ndarray) -> tuple[int | None, np.ndarray]:
    """The first number asked about that is the same in all worlds that fit (None when none is), and those seen to differ.

    Each aim is solved for numbers far in its direction: first random aims, as long as they show something new, then each
    number by itself. Only what hangs together with the numbers asked about is looked at.
    """
    search = _Search(unknowns, asked)
    draw = np.random.default_rng(0)
    misses = 0
    while misses < MISSES and search.left.any():
        misses += not search.look(draw.uniform(0, 1, len(search.left)) * search.away())
    for at in np.flatnonzero(search.left):
        for sign in (1, -1):
            if search.left[at]:
                search.look(np.where(np.arange(len(search.left)) == at, sign * search.away(), 0.0))
        if search.left[at]:
            return int(search.kept[at]), search.all_moved(len(asked))
    return None, search.all_moved(len(asked))


class _Search:
    """The unknown numbers that hang together with those asked about, and what the worlds seen so far have shown."""

    def __init__(self, unknowns: Unknowns, asked: np.ndarray) -> None:
        free = unknowns.low < unknowns.high
        self.kept = np.flatnonzero(free & _together(unknowns, free, asked & free))
        self.left = asked[self.kept]
        self.moved = np.zeros(len(self.kept), bool)
        self.value = unknowns.value[self.kept]
        self.within = scipy.optimize.Bounds(unknowns.low[self.kept], unknowns.high[self.kept])
        equal, rising = unknowns.equal[:, self.kept], unknowns.rising[:, self.kept]
        equal, rest = equal[_used(equal)], (equal @ self.value)[_used(equal)]
        least = (unknowns.least - unknowns.rising @ np.where(free, 0, unknowns.value))[_used(rising)]
        rising = rising[_used(rising)]
        self.fits = scipy.optimize.LinearConstraint(
            block_array([[equal], [rising]], format="csc") if rising.shape[0] else equal.tocsc(),
            np.concatenate([rest, least]),
            np.concatenate([rest, np.full(len(least), np.inf)]),
        )

    def away(self) -> np.ndarray:
        """For each number left the direction in which it has most room, as an aim: the solver seeks the least."""
        down, up = self.value - self.within.lb, self.within.ub - self.value
        return np.where(down > up, 1, -1) * self.left

    def look(self, aim: np.ndarray) -> int:
        """Look at a world far in the direction of the aim; how many more of those asked about are seen to differ."""
        before = int(self.left.sum())
        self.moved |= np.abs(self._fitting(aim) - self.value) >= 0.5
        self.left &= ~self.moved
        return before - int(self.left.sum())

    def _fitting(self, aim: np.ndarray) -> np.ndarray:
        """Whole numbers far in the direction of the aim; whole from the start in most cases, which is faster."""
        world = scipy.optimize.milp(aim, constraints=self.fits, bounds=self.within, options=AS_IS).x
        if np.abs(world - np.round(world)).max() > SURE:
            world = scipy.optimize.milp(aim, constraints=self.fits, bounds=self.within, integrality=np.ones(len(aim))).x
        return np.asarray(world)

    def all_moved(self, size: int) -> np.ndarray:
        """Which of all the numbers are seen to differ."""
        moved = np.zeros(size, bool)
        moved[self.kept] = self.moved
        return moved


def _used(lines: csr_array) -> np.ndarray:
    return np.diff(lines.indptr) > 0


def _together(unknowns: Unknowns, free: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """The numbers that are in a line with one asked about, or with another of them, and so on."""
    lines = (
        block_array([[unknowns.equal], [unknowns.rising]], format="csr") if unknowns.rising.shape[0] else unknowns.equal
    )
    lines = lines * free
    _, piece = connected_components(block_array([[None, lines.T], [lines, None]], format="csr"), directed=False)
    return np.isin(piece[: len(free)], np.unique(piece[: len(free)][asked]))
