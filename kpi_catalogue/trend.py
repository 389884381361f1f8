"""Reading a trend: which changes of a figure are more than chance, by statistical process control.

The rules are those NHS England publishes as Making Data Count (implemented openly in NHSRplotthedots): a point outside
the process limits, seven in a row on one side of the mean, seven in a row rising or falling, two of three near a limit.
Limits of shares and counts of citizens come from the binomial distribution, of separate events from the Poisson, of
everything else from the moving range (XmR; 2.66 times its mean, outliers above 3.267 times it left out).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Literal

Chart = Literal["share", "count", "events", "individual"]
Rule = Literal["outside", "shift", "trend", "near_limit"]
Variation = Literal["improvement", "concern", "high", "low", "common"]
Assurance = Literal["passes", "fails", "hit_or_miss"]

FEWEST_POINTS = 6
"""Below this many known months nothing is said."""
ENOUGH_POINTS = 12
"""Below this many known months the limits are trial limits and are called so."""
RUN = 7
XMR, MOVING_RANGE_OUTLIER = 2.66, 3.267


@dataclass(frozen=True)
class Observation:
    """A month's value; None where it is unknown or hidden. n is how many it rests on (needed for shares and counts)."""

    month: date
    value: float | None
    n: int | None = None


@dataclass(frozen=True)
class Point:
    """A known month with its limits and the rules it breaks. way: 1 risen since the known month before, -1 fallen, 0 neither.

    A count rises when its share of the known does: more citizens known is no change of theirs.
    """

    month: date
    value: float
    mean: float
    low: float
    high: float
    rules: tuple[Rule, ...]
    way: int = 0

    @property
    def is_high(self) -> bool:
        """Whether it lies above the mean; on the mean itself, the side it runs to."""
        return self.value > self.mean or (self.value == self.mean and self.way > 0)


@dataclass(frozen=True)
class Reading:
    """What a series says about its latest known month; points are those since the last break.

    variation and assurance are None while there are too few points (or, for assurance, without target or direction).
    """

    points: tuple[Point, ...]
    variation: Variation | None
    assurance: Assurance | None
    is_trial: bool


def read_trend(
    series: Sequence[Observation],
    chart: Chart,
    direction: str = "neutral",
    target: float | None = None,
    breaks: Sequence[date] = (),
) -> Reading:
    """Read a monthly series, oldest first; a month in `breaks` begins anew, because definition or method changed."""
    start = max((day for day in breaks), default=date.min)
    since = [seen for seen in series if seen.month >= start.replace(day=1)]
    known = [seen for seen in since if seen.value is not None]
    if len(known) < FEWEST_POINTS:
        return Reading((), None, None, False)
    points = _points(since, known, chart)
    last = points[-1]
    return Reading(points, _variation(last, direction), _assurance(last, direction, target), len(known) < ENOUGH_POINTS)


def _points(since: Sequence[Observation], known: Sequence[Observation], chart: Chart) -> tuple[Point, ...]:
    limits = _limits(known, chart)
    ways = _ways(known, limits)
    broken = _broken_rules(known, limits, _places(since), ways)
    return tuple(
        Point(seen.month, _value(seen), limit.mean, limit.low, limit.high, rules, way)
        for seen, limit, rules, way in zip(known, limits, broken, ways, strict=True)
    )


def _value(seen: Observation) -> float:
    if seen.value is None:
        raise ValueError("a month without a value has no place among the known")
    return float(seen.value)


@dataclass(frozen=True)
class _Limits:
    """Mean and process limits of one month: reach from the mean, but never where the figure cannot be.

    What is near a limit follows the reach, for a limit that is cut off lies closer than chance goes. scale: how many a count
    is out of, 1 for everything else.
    """

    mean: float
    reach: float
    least: float = -math.inf
    most: float = math.inf
    scale: float = 1.0

    @property
    def low(self) -> float:
        return max(self.least, self.mean - self.reach)

    @property
    def high(self) -> float:
        return min(self.most, self.mean + self.reach)

    def side(self, value: float) -> int:
        """Which side of the mean a value lies on: 1 above, -1 below, 0 on it.

        A value as low (or high) as it can be lies on no side where chance often gives it, within a third of the reach: seven
        months without an eviction say nothing where there is one in ten months.
        """
        is_at_the_end = value in (self.least, self.most)
        return 0 if is_at_the_end and abs(value - self.mean) < self.reach / 3 else _sign(value - self.mean)


def _limits(known: Sequence[Observation], chart: Chart) -> list[_Limits]:
    values = [_value(seen) for seen in known]
    sizes = [seen.n or 0 for seen in known]
    if chart == "share" and all(sizes):
        return _binomial(sum(v * n for v, n in zip(values, sizes, strict=True)) / sum(sizes), sizes, per_one=True)
    if chart == "count" and all(sizes) and any(v < n for v, n in zip(values, sizes, strict=True)):
        return _binomial(sum(values) / sum(sizes), sizes, per_one=False)
    if chart == "events":
        mean = fmean(values)
        return [_Limits(mean, 3 * math.sqrt(mean), least=0.0)] * len(values)
    return _individual(values, least=-math.inf if min(values) < 0 else 0.0)


def _binomial(share: float, sizes: Sequence[int], per_one: bool) -> list[_Limits]:
    """Limits of a share (or, not per_one, of the count) that narrow as more citizens are known."""
    limits = []
    for n in sizes:
        reach = 3 * math.sqrt(share * (1 - share) / n)
        scale = 1 if per_one else n
        limits.append(_Limits(share * scale, reach * scale, least=0.0, most=1.0 * scale, scale=scale))
    return limits


def _individual(values: Sequence[float], least: float) -> list[_Limits]:
    """The XmR chart; a moving range far above the rest (one jump) does not widen the limits.

    Where the rest is standstill the jumps are all the variation there is: without them every month would lie outside.
    """
    ranges = [abs(b - a) for a, b in zip(values, values[1:], strict=False)]
    typical = fmean(ranges)
    kept = [width for width in ranges if width < MOVING_RANGE_OUTLIER * typical] or ranges
    mean, reach = fmean(values), XMR * (fmean(kept) or typical)
    return [_Limits(mean, reach, least)] * len(values)


def _places(since: Sequence[Observation]) -> list[int]:
    """For each known month the number of its unbroken stretch: a month without a value ends a run."""
    stretch, places = 0, []
    for seen in since:
        if seen.value is None:
            stretch += 1
        else:
            places.append(stretch)
    return places


def _broken_rules(
    known: Sequence[Observation], limits: Sequence[_Limits], stretches: Sequence[int], ways: Sequence[int]
) -> list[tuple[Rule, ...]]:
    values = [_value(seen) for seen in known]
    sides = [limit.side(value) for value, limit in zip(values, limits, strict=True)]
    flagged: list[set[Rule]] = [set() for _ in values]
    for place, (value, limit) in enumerate(zip(values, limits, strict=True)):
        if not limit.low <= value <= limit.high:
            flagged[place].add("outside")
    for end in range(RUN, len(values) + 1):
        window = range(end - RUN, end)
        if len({stretches[i] for i in window}) == 1:
            _flag(flagged, window, "shift", _all_one_side([sides[i] for i in window]))
            _flag(flagged, window, "trend", _all_one_side([ways[i] for i in window][1:]))
    near = [_is_near(value, limit) for value, limit in zip(values, limits, strict=True)]
    for end in range(3, len(values) + 1):
        window = range(end - 3, end)
        together = len({stretches[i] for i in window}) == 1 and _all_one_side([sides[i] for i in window])
        _flag(flagged, [i for i in window if near[i]], "near_limit", together and sum(near[i] for i in window) >= 2)
    return [tuple(rule for rule in ("outside", "shift", "trend", "near_limit") if rule in found) for found in flagged]


def _ways(known: Sequence[Observation], limits: Sequence[_Limits]) -> list[int]:
    """Which way each month went from the known one before it; the first went neither."""
    levels = [_value(seen) / limit.scale for seen, limit in zip(known, limits, strict=True)]
    return [0, *(_sign(b - a) for a, b in zip(levels, levels[1:], strict=False))]


def _flag(flagged: list[set[Rule]], places: Sequence[int], rule: Rule, is_broken: bool) -> None:
    for place in places if is_broken else ():
        flagged[place].add(rule)


def _all_one_side(signs: Sequence[int]) -> bool:
    return signs[0] != 0 and len(set(signs)) == 1


def _is_near(value: float, limit: _Limits) -> bool:
    """Within the limits, in the outer third of the reach."""
    return limit.low <= value <= limit.high and abs(value - limit.mean) > 2 / 3 * limit.reach


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def _variation(last: Point, direction: str) -> Variation:
    if not last.rules:
        return "common"
    if direction == "neutral":
        return "high" if last.is_high else "low"
    return "improvement" if last.is_high == (direction == "higher_is_better") else "concern"


def _assurance(last: Point, direction: str, target: float | None) -> Assurance | None:
    """Whether chance alone could carry the figure over the target; a target outside the limits will not be crossed."""
    if target is None or direction == "neutral":
        return None
    if last.low <= target <= last.high:
        return "hit_or_miss"
    return "passes" if (target < last.low) == (direction == "higher_is_better") else "fails"
