"""Two versions field by field."""

from typing import Any

from pipelines.case_changes import changes


def fields(old: Any, new: Any) -> list[tuple[str, Any, Any]]:
    return [(one.field, one.old, one.new) for one in changes(old, new)]


def test_members_are_known_by_name_and_their_order_is_no_change() -> None:
    old = {"costs": [{"name": "a", "amount": 1}, {"name": "b", "amount": 2}], "years": [1, 2]}
    new = {"costs": [{"name": "b", "amount": 3}, {"name": "c", "amount": 4}], "years": [1, 3], "lag": 0}
    assert fields(old, new) == [
        ("costs.a", {"name": "a", "amount": 1}, None),
        ("costs.b.amount", 2, 3),
        ("costs.c", None, {"name": "c", "amount": 4}),
        ("years", [1, 2], [1, 3]),
        ("lag", None, 0),
    ]
    assert fields(old, {**old, "costs": list(reversed(old["costs"]))}) == []
