"""A system of unknown whole numbers with lines between them: what somebody outside the team writes down."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

Name = tuple[Hashable, ...]
Where = tuple[str | None, str | None, str | None]
MOST = 100_000.0
SURE = 1e-6


@dataclass
class System:
    """Unknown numbers by name, each with bounds, and lines: weighted sums of them with bounds."""

    at: dict[Name, int] = field(default_factory=dict)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    lines: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def number(self, *name: Hashable, whole: bool = True) -> int:
        """The place of the number of that name, zero or more."""
        if name not in self.at:
            self.at[name] = len(self.low)
            self.low.append(0)
            self.high.append(MOST)
            self.whole.append(whole)
        return self.at[name]

    def pin(self, number: int, value: float) -> None:
        self.low[number] = self.high[number] = round(value) if self.whole[number] else value

    def at_least(self, number: int, value: float) -> None:
        self.low[number] = max(self.low[number], value)

    def at_most(self, number: int, value: float) -> None:
        self.high[number] = min(self.high[number], value)

    def line(self, total: int, parts: Mapping[int, float], low: float = 0, high: float = 0) -> None:
        """The weighted parts minus the total lie between low and high."""
        terms = defaultdict(float, parts)
        terms[total] -= 1
        self.lines.append((dict(terms), low, high))

    def equal(self, total: int, parts: Iterable[int]) -> None:
        self.line(total, dict.fromkeys(parts, 1.0))

    def not_above(self, number: int, other: int) -> None:
        self.line(number, {other: 1.0}, 0, np.inf)
