"""From members (one per citizen, course or municipality, value None where unknown) to what a figure says of them."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from tests.oracle.world import Scope


class Member(NamedTuple):
    """One of the population: where it belongs, its value (None = unknown), and what else its figure needs."""

    scope: Scope
    value: Any
    tag: Any = None


class Count(NamedTuple):
    """One number: its category (None for a single number), value (None = no data), n and population."""

    category: str | None
    value: Any
    n: int
    population: int


Measure = Callable[[Sequence[Member]], list[Count]]


def known(members: Sequence[Member]) -> list[Any]:
    """The values that are known."""
    return [member.value for member in members if member.value is not None]


def single(members: Sequence[Member], of: Callable[[list[Any]], Any]) -> list[Count]:
    """One number over the known values; null when nobody is known."""
    values = known(members)
    return [Count(None, of(values) if values else None, len(values), len(members))]


def count(members: Sequence[Member]) -> list[Count]:
    """How many are true."""
    return single(members, lambda values: sum(1 for value in values if value))


def share(members: Sequence[Member]) -> list[Count]:
    """The part of the known that is true."""
    return single(members, lambda values: Fraction(sum(1 for value in values if value), len(values)))


def total(members: Sequence[Member]) -> list[Count]:
    """The sum of the known."""
    return single(members, sum)


def mean(members: Sequence[Member]) -> list[Count]:
    """The plain mean of the known."""
    return single(members, lambda values: Fraction(sum(values)) / len(values))


def ratio(members: Sequence[Member]) -> list[Count]:
    """Values are pairs: the sum of the first over the sum of the second; null when the second is 0."""
    return single(members, lambda pairs: _over(sum(a for a, _ in pairs), sum(b for _, b in pairs)))


def _over(above: Any, below: Any) -> Fraction | None:
    return Fraction(above) / below if below else None


def per_distinct(members: Sequence[Member]) -> list[Count]:
    """Members per distinct value."""
    return single(members, lambda values: Fraction(len(values), len(set(values))))


def numbers(codes: Sequence[Any]) -> Measure:
    """How many have each code, 0 included."""

    def measure(members: Sequence[Member]) -> list[Count]:
        values = known(members)
        return [
            Count(str(code), sum(1 for value in values if value == code) if values else None, len(values), len(members))
            for code in codes
        ]

    return measure


def shares(codes: Sequence[Any]) -> Measure:
    """The part of the known that has each code, 0 included."""

    def measure(members: Sequence[Member]) -> list[Count]:
        return [
            one if one.value is None else one._replace(value=Fraction(one.value, one.n))
            for one in numbers(codes)(members)
        ]

    return measure


def by_tag(categories: Sequence[str], measure: Measure) -> Measure:
    """The same number for each category, over the members tagged with it."""

    def per_category(members: Sequence[Member]) -> list[Count]:
        return [
            one._replace(category=category)
            for category in categories
            for one in measure([member for member in members if member.tag == category])
        ]

    return per_category


def numbers_seen(members: Sequence[Member]) -> list[Count]:
    """How many have each value that occurs among them; each number rests on its own members only."""
    values = known(members)
    return [Count(str(one), values.count(one), values.count(one), values.count(one)) for one in sorted(set(values))]
