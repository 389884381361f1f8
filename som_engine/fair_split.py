"""A change split on its causes, each weighed as the average over the orders in which the causes may come.

With a cause taken from after and the rest from before, a value moves; how much depends on what was changed before it.
The average over every order (Shapley) is the only split that treats causes alike, gives nothing to a cause that changes
nothing, and adds up to the whole change. The orders of many causes are too many; then some are taken, evenly chosen and
each with its reverse, and the parts add up all the same.
"""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from math import factorial

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
ALL_ORDERS_TO = 6
"""So many causes are split over all their orders (2^6 values)."""
MOST_VALUES = 200


def fair_split(causes: Sequence[str], value: Callable[[frozenset[str]], Array]) -> dict[str, Array]:
    """What each cause adds; `value` is the value with some of the causes changed. The parts sum to value(all) - value(none)."""
    known = cache(value)
    if len(causes) <= ALL_ORDERS_TO:
        return {cause: _over_all_orders(cause, causes, known) for cause in causes}
    parts = [_in_order(order, known) for order in some_orders(causes)]
    return {cause: np.asarray(np.mean([part[cause] for part in parts], axis=0)) for cause in causes}


def some_orders(causes: Sequence[str]) -> list[list[str]]:
    """Some orders and their reverses, turned so that causes take turns at coming first."""
    count = len(causes)
    turns = max(1, min(count, MOST_VALUES // (2 * count)))
    begun = [at * count // turns for at in range(turns)]
    orders = [[*causes[at:], *causes[:at]] for at in begun]
    return orders + [order[::-1] for order in orders]


def _in_order(order: Sequence[str], value: Callable[[frozenset[str]], Array]) -> dict[str, Array]:
    """What each cause adds to those before it."""
    taken = [frozenset(order[:size]) for size in range(len(order) + 1)]
    return {cause: value(now) - value(before) for cause, (before, now) in zip(order, pairwise(taken), strict=True)}


def _over_all_orders(cause: str, causes: Sequence[str], value: Callable[[frozenset[str]], Array]) -> Array:
    """The average over every order: each set of the others, weighed by how many orders put just those before."""
    count, others = len(causes), [other for other in causes if other != cause]
    added: Array = np.zeros(1)
    for mask in range(2 ** len(others)):
        taken = frozenset(other for at, other in enumerate(others) if mask >> at & 1)
        weight = factorial(len(taken)) * factorial(count - len(taken) - 1) / factorial(count)
        added = added + weight * (value(taken | {cause}) - value(taken))
    return added
