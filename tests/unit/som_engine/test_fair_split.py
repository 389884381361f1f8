"""A change split on its causes: by hand, and what is true whatever the values are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from som_engine.fair_split import ALL_ORDERS_TO, MOST_VALUES, fair_split, some_orders


def test_two_causes_share_their_work_together_alike() -> None:
    """10 alone, 20 alone, 50 together: 10 or 50 - 20 = 30 (20 on average), and 20 or 50 - 10 = 40 (30 on average)."""
    values = {frozenset(): 0.0, frozenset("a"): 10.0, frozenset("b"): 20.0, frozenset("ab"): 50.0}
    found = fair_split("ab", lambda taken: np.array([values[taken]]))
    assert {name: part.tolist() for name, part in found.items()} == {"a": [20.0], "b": [30.0]}


def test_three_causes_are_weighed_by_their_orders() -> None:
    """The glove: a left (l) and either of two rights (r, s) are worth 6. l is last to matter in 4 of 6 orders: 4, 1, 1."""
    found = fair_split("lrs", lambda taken: np.array([6.0 if "l" in taken and len(taken) > 1 else 0.0]))
    assert {name: round(float(part[0]), 9) for name, part in found.items()} == {"l": 4.0, "r": 1.0, "s": 1.0}


@given(st.integers(1, 12), st.randoms(use_true_random=False))
def test_it_adds_up_and_what_changes_nothing_gets_nothing(count: int, drawn: object) -> None:
    """Any value of any set of causes, where the first cause never changes it."""
    names = [f"c{at}" for at in range(count)]
    known: dict[frozenset[str], float] = {}

    def value(taken: frozenset[str]) -> np.ndarray:
        return np.array([known.setdefault(taken - {"c0"}, drawn.uniform(-1e6, 1e6))])  # type: ignore[attr-defined]

    found = fair_split(names, value)
    moved = value(frozenset(names))[0] - value(frozenset())[0]
    assert sum(part[0] for part in found.values()) == pytest.approx(moved, abs=1e-6)
    assert found["c0"][0] == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("count", [ALL_ORDERS_TO + 1, 12, 40, 150])
def test_many_causes_are_tried_in_few_orders_each_with_its_reverse(count: int) -> None:
    orders = some_orders([str(at) for at in range(count)])
    assert all(sorted(order) == sorted(orders[0]) for order in orders)
    assert all(order[::-1] in orders for order in orders)
    assert len(orders) * count <= max(MOST_VALUES, 2 * count)
    assert len({tuple(order) for order in orders}) == len(orders)
