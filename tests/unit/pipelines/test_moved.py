"""Several figures' trends read together: which have moved, in which order, and which months that takes. By hand."""

from datetime import date
from typing import Any

import pytest

from kpi_catalogue.figure import catalogue
from pipelines.double_bottom_line import later_month
from pipelines.figure_target import Target
from pipelines.moved import FigureTrend, figure_trends, is_headline, months_read, moved

FIGURES = catalogue()
LAST = date(2025, 12, 1)


def rows(figure: str, *values: float | None, n: int = 20, **more: Any) -> list[dict[str, Any]]:
    """The months up to December 2025."""
    return [
        {"figure": figure, "part": None, "month": f"{later_month(LAST, 1 - len(values) + at):%Y-%m}", "category": None,
         "value": value, "n": None if value is None else n} | more
        for at, value in enumerate(values)
    ]  # fmt: skip


def read(*series: list[dict[str, Any]], **targets: Target) -> list[FigureTrend]:
    return figure_trends([row for one in series for row in one], FIGURES, targets, LAST)


STEADY = (10.0, 12.0) * 6
"""Mean 11 and moving ranges of 2: limits 11 -+ 5.32 until something is added."""


def test_what_moved_comes_with_the_worse_first_and_the_farthest_of_them() -> None:
    """Nights 30 after twelve of 10 and 12: mean 12.46, limit 17.78, 17.54/5.32 = 3.30 reaches: worse.

    Wait 60 after the same: mean 14.77, limit 20.09, 45.23/5.32 = 8.50: worse, and farther. Hours (neutral) up 30; nights of
    2 (better). Homes steady: not there.
    """
    found = read(
        rows("icm_hours", *STEADY, 30), rows("shelter_nights", *STEADY, 30), rows("wait_home", *STEADY, 60),
        rows("wait_allocation", *STEADY, 0.5), rows("shelter_cost", *STEADY, 11),
    )  # fmt: skip
    assert [(one.figure.id, one.trend.reading.variation) for one in moved(found)] == [
        ("wait_home", "concern"), ("shelter_nights", "concern"), ("icm_hours", "high"), ("wait_allocation", "improvement"),
    ]  # fmt: skip
    assert [round(one.distance, 2) for one in moved(found)[:2]] == [8.5, 3.3]
    assert [one.is_worse for one in moved(found)] == [True, True, False, False]


def test_the_distance_is_to_the_limit_on_the_side_it_lies() -> None:
    """Cases 1 twelve times, then 6: mean 18/13 = 1.385, up to 1.385 + 3 x 1.177 = 4.915, down to 0: 4.615/3.530 = 1.307."""
    (found,) = read(rows("evictions_averted", *[1.0] * 12, 6.0))
    assert found.distance == pytest.approx(1.307, abs=0.001)


@pytest.mark.parametrize("values", [(10, 12, 10, 12, 30), (None,) * 13])
def test_fewer_than_six_months_or_none_move_nothing(values: tuple[float | None, ...]) -> None:
    (found,) = read(rows("shelter_nights", *values))
    assert (found.is_read, found.has_moved, found.distance) == (False, False, 0.0)


def test_five_points_say_nothing_and_the_sixth_does() -> None:
    """Four of 10 and 12 by turns, then 60: five months are too few. With two more before: mean (44+22+60)/7 = 18,

    ranges 2 2 2 2 2 and 48, of which 48 is more than 3.267 times their mean 9.67 and is left out: limit 18 + 5.32 = 23.32.
    """
    assert moved(read(rows("shelter_nights", 10, 12, 10, 12, 60))) == []
    assert [one.figure.id for one in moved(read(rows("shelter_nights", 10, 12, 10, 12, 10, 12, 60)))] == [
        "shelter_nights"
    ]


def test_a_hidden_month_is_unknown_and_a_month_without_a_row_too() -> None:
    """Seven months on one side of the mean are a run; with one of them hidden, or not there, they are none."""
    low, high = [10.0] * 7, [20.0] * 7
    (run,) = read(rows("shelter_nights", *low, *high))
    assert run.trend.reading.points[-1].rules[-1] == "shift"
    hidden = rows("shelter_nights", *low, *high)
    hidden[10] |= {"value": None, "n": None}
    missing = [row for at, row in enumerate(rows("shelter_nights", *low, *high)) if at != 10]
    for series in (hidden, missing):
        (found,) = read(series)
        assert "shift" not in found.trend.reading.points[-1].rules
        assert len(found.trend.reading.points) == 13


def test_a_month_that_is_hidden_has_not_moved_by_an_older_one() -> None:
    """30 nights in October, far above the limit; November and December are hidden: October is no news in December."""
    (found,) = read(rows("shelter_nights", *STEADY, 30, None, None))
    assert found.trend.reading.variation == "concern"
    assert (found.is_read, found.has_moved, found.is_worse, found.distance) == (False, False, False, 0.0)
    assert moved([found]) == []
    assert (found.trend.is_of(date(2025, 10, 1)), found.trend.is_of(LAST)) == (True, False)


def test_only_totals_and_the_category_with_a_target_are_headlines() -> None:
    own = Target(0.6, "at_least", date(2025, 1, 1), None, None, "own_home")
    places = [("housing_situation", "own_home"), ("housing_situation", "placed"), ("shelter_nights", None)]
    kept = [at for at in places if is_headline({"figure": at[0], "category": at[1]}, {"housing_situation": own})]
    assert kept == [places[0], places[2]]
    assert not is_headline({"figure": "housing_situation", "category": "own_home"}, {})


def test_the_target_of_a_figure_gives_a_category_its_direction() -> None:
    """A share of people in own home has no direction until at least 60 % is wanted; then a fall is worse.

    Window 3: six months read, 0.9 of 20 five times and then 0.1: mean 92/120 = 0.7667, low 0.7667 - 0.2837 = 0.483.
    """
    values = [value for at in range(6) for value in (0.5, 0.5, 0.1 if at == 5 else 0.9)]
    series = rows("housing_situation", *values, category="own_home")
    assert [one.trend.reading.variation for one in read(series)] == ["low"]
    target = Target(0.6, "at_least", date(2025, 1, 1), None, None, "own_home")
    assert [one.trend.reading.variation for one in read(series, housing_situation=target)] == ["concern"]


def test_parts_and_figures_that_are_off_are_passed_over() -> None:
    series = rows("shelter_nights", *STEADY, 30, part="mean")
    assert read(series) == []
    assert figure_trends(rows("shelter_nights", *STEADY, 30), {}, {}, LAST) == []


@pytest.mark.parametrize(
    ("figure", "count", "first"),
    [
        ("shelter_nights", 12, date(2025, 1, 1)),  # window 1
        ("occupation", 12, date(2023, 3, 1)),  # window 3: December, September ... 33 months back
        ("low_wellbeing", 9, date(2023, 4, 1)),  # window 4: 32 months back is the last within three years
        ("sustained_exit", 6, date(2023, 6, 1)),  # window 6
        ("completion", 0, None),  # a rolling year is never read
        ("caseload", 0, None),  # what stands
    ],
)
def test_only_months_that_share_nothing_are_asked_for(figure: str, count: int, first: date | None) -> None:
    months = months_read(FIGURES[figure].part(None), LAST)
    assert len(months) == count
    assert (months[0] if months else None) == first
    assert not months or months[-1] == LAST


def test_the_months_that_are_asked_for_say_what_all_months_say() -> None:
    """Window 3, 36 months of which every third is a jump at last: the twelve asked for give the same points."""
    values = [0.5 + 0.01 * (at % 5) for at in range(35)] + [0.05]
    every = rows("occupation", *values)
    wanted = {f"{month:%Y-%m}" for month in months_read(FIGURES["occupation"].part(None), LAST)}
    (whole,), (few,) = read(every), read([row for row in every if row["month"] in wanted])
    assert whole.trend.reading == few.trend.reading
    assert whole.has_moved
