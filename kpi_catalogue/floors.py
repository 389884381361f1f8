"""What many figures of one population tell of how many they are, whichever figure it is.

A figure says of every group whether nobody, few or more of it are known. Where it knows nobody of some groups of one, and the
groups of another breakdown still hold their least, the scope without those groups cannot be fewer than that least.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from kpi_catalogue.places import Place, Sum


class Floor(NamedTuple):
    """The total without these groups of one is at least so many, and really no more."""

    total: Place
    without: tuple[Place, ...]
    least: int


def floors(people: Mapping[Place, int], every_sum: Sequence[Sum], limit: int) -> list[Floor]:
    """The floors that some figure may tell; those that leave more room tell less and are not looked at."""
    ways: dict[Place, list[list[Place]]] = {}
    for one in every_sum:
        if people.get(one.total):
            ways.setdefault(one.total, []).append([place for place in one.members if people[place]])
    found = dict[Floor, None]()
    for total, breakdowns in ways.items():
        for way in breakdowns:
            least = sum(_least(people, ways, place, limit) for place in way)
            for other in breakdowns:
                alone = [place for place in other if people[place] == 1] if other is not way else []
                found |= dict.fromkeys(
                    Floor(total, some, least) for some in combinations(alone, people[total] - least) if some
                )
    return list(found)


def _least(people: Mapping[Place, int], ways: Mapping[Place, list[list[Place]]], place: Place, limit: int) -> int:
    """What the statuses of a place and of its groups say that it is at least."""
    told = (sum(_told(people[member], limit) for member in way) for way in ways.get(place, []))
    return max([_told(people[place], limit), *told])


def _told(count: int, limit: int) -> int:
    return limit if count >= limit else 1
