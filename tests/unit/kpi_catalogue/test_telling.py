"""What nobody outside the team is told of: breakdowns that give others away, however many there are."""

from datetime import date

import pytest

from kpi_catalogue.disclosure import ScopedCell, protect
from kpi_catalogue.figure import catalogue
from kpi_catalogue.links import BUNDLES, ONLY_GROWING, ROLLING, TOLD_BY_METHOD, Key
from kpi_catalogue.measure import Cell

OTHERWISE: dict[Key, str] = {
    ("housing_retention", None): "who is active in the month: nobody knows who comes and goes",
    ("shelter_cost", "municipality"): "nights of the month alone; the year before it only says who pays",
    ("shelter_cost", "state"): "nights of the month alone; the year before it only says who pays",
    (
        "success_rate",
        None,
    ): "a course may be replaced by another and leave it, so nobody knows who came",
    ("time_ratio", None): "courses active in the month",
}
"""Parts that look back a year or longer and are told by every breakdown all the same, and why."""


def test_every_part_that_looks_back_a_year_is_thought_of() -> None:
    """A new one must be told by method alone, or be protected with the months it sums, or stand above with a reason."""
    long = {
        (figure.id, part.name)
        for figure in catalogue().values()
        for part in figure.parts
        if part.window == "accumulated" or (isinstance(part.window, int) and part.window >= 12)
    }
    summed = {key for bundle in BUNDLES if bundle.since_january for key in bundle.parts}
    assert long == TOLD_BY_METHOD | ROLLING | ONLY_GROWING | summed | set(OTHERWISE)


def ended(by: str | None, group: str | None, n: int) -> ScopedCell:
    return ScopedCell(
        "901",
        Cell("course_cost", None, date(2025, 3, 1), by, group, None, 1000.0, n, n, None, n, 1 / n, "course", False),
    )


@pytest.mark.parametrize(("by", "group", "status"), [("method", "ICM", "shown"), ("team", "901 A", "not_applicable")])
def test_a_rolling_year_is_told_whole_and_by_method(by: str, group: str, status: str) -> None:
    """Twenty ended courses, all of one group: the method is told, the team is not."""
    rows = protect([ended(None, None, 20), ended(by, group, 20)], 5)
    assert [(row.by, row.status, row.n) for row in rows] == [
        (None, "shown", 20),
        (by, status, 20 if status == "shown" else None),
    ]


def test_what_is_not_told_still_decides_what_is_closed() -> None:
    """Teams of 5 and 1: the whole of 6 would tell what is left of the 1, so it is closed though no team is told."""
    rows = protect([ended(None, None, 6), ended("team", "901 A", 5), ended("team", "901 B", 1)], 5)
    assert [(row.group, row.status) for row in rows] == [
        (None, "protects_another"),
        ("901 A", "not_applicable"),
        ("901 B", "not_applicable"),
    ]
