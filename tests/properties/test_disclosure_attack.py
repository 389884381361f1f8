"""Nobody can work out a hidden small number from what is published, and the attacker who tries finds planted leaks."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kpi_catalogue.disclosure import Row, ScopedCell, family, linked_months, open_rows, protect
from kpi_catalogue.figure import catalogue
from kpi_catalogue.measure import measure_set
from pipelines.protected import PUBLISHED_BREAKDOWNS
from pipelines.warehouse import municipalities, open_warehouse
from tests.properties.attacker import worked_out
from tests.properties.disclosure_worlds import (
    ANSWERS,
    BANDS,
    GROUPS,
    HOUSING,
    MONTH,
    MONTHS,
    YEAR,
    Member,
    counted,
    ended,
    everywhere,
    many_figures,
    random_cells,
    running,
)
from tests.properties.files_given import through_csv, through_files

LIMIT = 5
AT_A_TIME = 25
WORLDS = 250
A_YEAR = [date(2024 + number // 12, number % 12 + 1, 1) for number in range(9, 21)]


STILL_TOLD = {215}
"""Worlds of which the statuses of the three §85 counts tell a small number, with the limit 3, as decision 6 says."""


@pytest.mark.parametrize("first", range(0, WORLDS, AT_A_TIME))
def test_nothing_hidden_can_be_worked_out(first: int) -> None:
    """250 random worlds, 200 with the usual limit and 50 with the lowest; attacked are the files made of the rows, read back.

    Workbooks for every fourth world, CSV for the others: they hold the same (the next test).
    """
    for seed in sorted(set(range(first, first + AT_A_TIME)) - STILL_TOLD):
        assert worked_out_in_a_world(seed) == [], f"seed {seed}"


@pytest.mark.xfail(strict=True, reason="decision 6 names this world as not covered; one that is mended leaves the set")
@pytest.mark.parametrize("seed", sorted(STILL_TOLD))
def test_a_world_whose_statuses_still_tell_a_small_number(seed: int) -> None:
    assert worked_out_in_a_world(seed) == []


def worked_out_in_a_world(seed: int) -> list[Any]:
    """What the attacker finds in a random world, from the files made of it."""
    cells, limit = random_cells(seed), 3 if seed % 5 == 0 else LIMIT
    rows = protect(cells, limit)
    return worked_out(through_csv(rows) if seed % 4 else through_files(rows, MONTH, limit), cells, limit)


@pytest.mark.parametrize("first", range(0, 40, 20))
def test_nothing_hidden_can_be_worked_out_from_many_figures_together(first: int) -> None:
    """40 random worlds of four families each, with figures that are part of another."""
    for seed in range(first, first + 20):
        cells, limit = many_figures(seed), 3 if seed % 5 == 0 else LIMIT
        assert worked_out(through_csv(protect(cells, limit)), cells, limit) == [], f"seed {seed}"


@pytest.mark.parametrize("seed", range(6))
def test_the_files_hold_the_rows_and_nothing_else(seed: int) -> None:
    """What is read back from workbooks and CSV is what the gate let out, row for row."""
    rows = protect(random_cells(seed), LIMIT)
    assert sorted(through_files(rows, MONTH, LIMIT), key=repr) == sorted(rows, key=repr)
    assert sorted(through_csv(rows), key=repr) == sorted(rows, key=repr)


def of_one_month() -> list[str]:
    """A figure of every family that is protected month by month."""
    families = {frozenset(family(name)): name for name in sorted(catalogue(), reverse=True)}
    return sorted(name for name in families.values() if linked_months(name, MONTH) == [MONTH])


TOLD_BEFORE = [
    ("completion", date(2025, 12, 1)),
    ("completion", date(2024, 4, 1)),
    ("evictions_averted", date(2024, 1, 1)),
    ("evictions_averted", date(2025, 6, 1)),
    ("finances", date(2025, 10, 1)),
    ("heard_understood", date(2024, 1, 1)),
]
"""Where the attacker once found something: what few may mean, groups of one of which nobody is known, a closed total, and
how many there are beside nobody known.

And one figure that is part of another: 11 CTI courses ended and 10 could be completed, so the few who changed were one.
"""


@pytest.mark.parametrize(
    ("name", "month"),
    [*((name, MONTH) for name in of_one_month()), *(("caseload", one) for one in A_YEAR), *TOLD_BEFORE],
)
def test_nothing_hidden_in_the_sample_data_can_be_worked_out(made_sample: Path, name: str, month: date) -> None:
    """Five municipalities and every published breakdown in one month, with the figures that are protected together.

    Every family in one month, and who has which method, which most other figures rest on, in the months of a year.
    """
    cells = measured(made_sample, sorted(family(name)), [month])
    assert worked_out(through_files(protect(cells, LIMIT), month, LIMIT), cells, LIMIT) == []


@cache
def whole_month(home: Path, month: date) -> tuple[list[ScopedCell], list[Row]]:
    """The cells, and the rows that are given of them: of the earlier months the figures that are summed."""
    cells = measured(home, sorted(catalogue()), [month])
    earlier = sorted(
        {one for name in catalogue() for one in linked_months(name, month) if date(2024, 1, 1) <= one < month}
    )
    summed = [name for name in catalogue() if len(linked_months(name, date(2025, 12, 1))) > 1]
    cells += measured(home, sorted(frozenset().union(*map(family, summed))), earlier)
    rows = protect(cells, LIMIT)
    assert {row.figure for row in rows} == set(catalogue())
    return cells, [row for row in rows if row.month == month or row.figure in summed]


@pytest.mark.parametrize(
    ("month", "by"),
    [
        (date(2024, 4, 1), "team"),
        (date(2024, 6, 1), "method"),
        (date(2024, 7, 1), "method"),
        (date(2025, 12, 1), "method"),
        (date(2025, 12, 1), "gender"),
    ],
)
def test_a_whole_month_in_one_hand_tells_nothing_hidden(made_sample: Path, month: date, by: str) -> None:
    """Every figure and part, all municipalities and each, whole and by a breakdown, and the months of the running sums.

    Protected as they are published: with every breakdown. In June and July 2024 courses started told of those active.
    """
    cells, rows = whole_month(made_sample, month)
    seen = [row for row in rows if row.by in (None, by)]
    assert {row.by for row in seen} == {None, by}
    assert worked_out(seen, [one for one in cells if one.cell.by in (None, by)], LIMIT, near=True) == []


@pytest.mark.parametrize(("name", "month"), [("evictions_averted", MONTH), ("registration_rate", date(2025, 12, 1))])
def test_the_months_of_a_running_sum_do_not_give_each_other_away(made_sample: Path, name: str, month: date) -> None:
    """All the months that a sum is made of, each as it is published, in the hands of one attacker; he knows what adds up."""
    months = linked_months(name, month)
    cells = measured(made_sample, sorted(family(name)), months)
    rows = [row for row in protect(cells, LIMIT) if row.figure == name]
    assert len(months) > 2
    assert {row.month for row in rows} == set(months)
    told = [row for row in rows if row.part is None or row.month == month]
    known = [one for one in cells if one.cell.figure == name and (one.cell.part is None or one.cell.month == month)]
    assert worked_out(told, known, LIMIT) == []


def test_the_months_of_a_number_that_only_grows_do_not_give_each_other_away(made_sample: Path) -> None:
    """Everybody ever referred: all 24 months in the hands of one attacker who knows that nobody leaves that number.

    By gender 279 small numbers followed, so outside the team it has no breakdown.
    """
    months = [date(2024 + at // 12, at % 12 + 1, 1) for at in range(24)]
    cells = [one for one in measured(made_sample, ["citizens_included"], months) if one.cell.part == "referred_to_date"]
    rows = protect(cells, LIMIT)
    assert {row.municipality for row in rows if row.status == "shown"} >= {None, "901"}
    assert {row.by for row in rows if row.status != "not_applicable"} == {None}
    assert worked_out(rows, cells, LIMIT) == []


def test_attacker_finds_what_two_months_of_a_number_that_only_grows_tell() -> None:
    """Nine of whom the four women are hidden, and next month ten, five of each: one came, so the women were four."""
    cells, rows = [], []
    for month, women in ((MONTHS[0], 4), (MONTHS[1], 5)):
        count = counted("citizens_included", "referred_to_date", "count", month=month, pick=lambda _: True)
        here = everywhere(members(female=[1] * women, male=[1] * 5), count)
        cells += here
        rows += protect([replace(one, cell=replace(one.cell, part=None)) for one in here], LIMIT)
    given = [replace(row, part="referred_to_date") for row in rows]
    assert {value for _, value in worked_out(given, cells, LIMIT)} == {4}


def test_every_figure_that_sums_other_months_is_attacked_over_them() -> None:
    """A figure's months are protected together if a part of it is a sum of them; the others stand for themselves."""
    summed = {name for name in catalogue() if len(linked_months(name, date(2025, 12, 1))) > 1}
    assert summed == {"evictions_averted", "registration_rate"}


def measured(home: Path, ids: Sequence[str], months: Sequence[date]) -> list[ScopedCell]:
    """Every cell of the figures in these months: the five municipalities and all, whole and by each published breakdown."""
    with open_warehouse(home) as warehouse, warehouse.cursor() as connection:
        codes = [None, *municipalities(connection)]
        return [
            ScopedCell(code, cell)
            for one in ids
            for code, cell in measure_set(connection, catalogue()[one], months, (None, *PUBLISHED_BREAKDOWNS), codes)
        ]


def members(by: str = "gender", **groups: Sequence[Any]) -> list[Member]:
    """The members of municipality 901, by group: a value for each, None when it is unknown."""
    values = [(group, value) for group, own in groups.items() for value in own]
    return [Member(number, {"municipality": "901", by: group}, value) for number, (group, value) in enumerate(values)]


def citizens(some: Sequence[Member]) -> list[ScopedCell]:
    return everywhere(some, counted("citizens_included", None, "count", pick=lambda _: True))


def groups_and_total() -> list[ScopedCell]:
    return citizens(members(female=[1] * 3, male=[1] * 12, other=[1] * 9))


def categories() -> list[ScopedCell]:
    homes = ["own_home"] * 10 + ["shelter"] * 7 + ["street"] * 3
    return everywhere(members("municipality", here=homes), counted("housing_situation", None, "categories", HOUSING))


def bands() -> list[ScopedCell]:
    some = members("municipality", here=["0-35"] * 3 + ["36-50"] * 9 + ["51-100"] * 8)
    main = counted("low_wellbeing", None, "count", pick=lambda band: band != "51-100")
    return [*everywhere(some, main), *everywhere(some, counted("low_wellbeing", "band", "counts", BANDS))]


def answers() -> list[ScopedCell]:
    some = members("municipality", here=["1"] * 19 + ["2"])
    return [
        *everywhere(some, counted("home_skills", None, "count", pick=lambda answer: answer in "45")),
        *everywhere(some, counted("home_skills", "distribution", "categories", ANSWERS)),
        *everywhere(some, counted("home_skills", "mean", "mean", pick=int)),
    ]


def neighbours() -> list[ScopedCell]:
    sizes = {"901": 3, "902": 14, "903": 20}
    codes = [code for code, size in sizes.items() for _ in range(size)]
    return citizens([Member(number, {"municipality": code}, True) for number, code in enumerate(codes)])


def unknown_in_a_small_group() -> list[ScopedCell]:
    some = members(female=[None] * 3, male=[True] * 6 + [False] * 6, other=[True] * 5 + [False] * 6)
    return [*citizens([replace(one, value=True) for one in some]),
            *everywhere(some, counted("collaboration_model", None, "count"))]  # fmt: skip


def cases_of_a_year() -> list[ScopedCell]:
    found, so_far = [], []
    for month, cases in zip(MONTHS, (9, 8, 1), strict=True):
        some = members("municipality", here=[1] * cases + [0] * (20 - cases))
        so_far += some
        found += everywhere(some, counted("evictions_averted", None, "sum", month=month))
        found += running(some, list(so_far), month)
    return found


def registered_in_a_year() -> list[ScopedCell]:
    """Twelve months of twenty courses, all registered but for three in the last; and the year they are."""
    here = [members("municipality", here=[True] * 20) for _ in YEAR[1:]]
    here.append(members("municipality", here=[True] * 17 + [False] * 3))
    months = [counted("registration_rate", None, "share", month=month, kind="course") for month in YEAR]
    found = [cell for some, count in zip(here, months, strict=True) for cell in everywhere(some, count)]
    year = counted("registration_rate", "year", "share", kind="course")
    return [*found, *everywhere([one for some in here for one in some], year)]


def methods() -> list[ScopedCell]:
    some = members("method", CTI=["CTI"] * 12, ICM=["ICM"] * 3, ACT=["ACT"] * 9)
    return [*citizens(some), *everywhere(some, counted("by_method", None, "counts", GROUPS["method"]))]


def ended_courses() -> list[ScopedCell]:
    """Of 12 ended CTI courses 11 could be completed and one changed method; of 20 ICM courses 14 could."""
    cti = ["completed"] * 6 + ["dropped_out"] * 5 + ["changed_method"]
    return ended(members("method", CTI=cti, ICM=["completed"] * 8 + ["dropped_out"] * 6 + ["died"] * 6))


LEAKS: dict[str, tuple[Callable[[], list[ScopedCell]], dict[str, Any]]] = {
    "a group, given away by the total": (groups_and_total, {"by": "gender", "group": "other"}),
    "a category": (categories, {"category": "shelter"}),
    "a band, given away by the main figure": (bands, {"part": "band", "category": "36-50"}),
    "the mean": (answers, {"part": "mean"}),
    "a neighbouring municipality": (neighbours, {"municipality": "902"}),
    "a population": (unknown_in_a_small_group, {"figure": "collaboration_model", "group": "female"}),
    "the year to date": (cases_of_a_year, {"part": "year_to_date", "month": MONTH}),
    "the year": (registered_in_a_year, {"part": "year", "month": MONTH}),
    "a category that is another figure's group": (methods, {"figure": "by_method", "category": "ACT", "by": None}),
    "those of one figure who are not in another": (ended_courses, {"figure": "completion", "group": "CTI"}),
}


@pytest.mark.parametrize("kind", LEAKS)
def test_attacker_finds_a_planted_leak(kind: str) -> None:
    """One more cell shown than the gate lets out, and something else can be worked out."""
    make, wanted = LEAKS[kind]
    cells = make()
    rows = protect(cells, LIMIT)
    assert worked_out(rows, cells, LIMIT) == []
    planted = [_opened(row, cells) if _is(row, wanted) else row for row in rows]
    assert planted != rows
    given = through_files(planted, MONTH, LIMIT)
    assert worked_out(given, cells, LIMIT)
    assert worked_out(given, cells, LIMIT, near=True)


def test_attacker_finds_a_count_that_a_status_and_two_figures_tell() -> None:
    """12 ended and 11 could be completed: at most one changed method, and too few says that somebody did."""
    cells = ended_courses()
    rows = [
        _opened(row, cells) if _is(row, {"figure": "completion", "group": "CTI"}) else row
        for row in protect(cells, LIMIT)
    ]
    found = {name[:2]: value for name, value in worked_out(rows, cells, LIMIT)}
    assert found["count", "method_change"] == 1


def _is(row: Row, wanted: dict[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in wanted.items())


def _opened(row: Row, cells: Sequence[ScopedCell]) -> Row:
    keys = ("figure", "part", "month", "by", "group", "category")
    found = next(one.cell for one in cells if one.municipality == row.municipality
                 and all(getattr(one.cell, key) == getattr(row, key) for key in keys))  # fmt: skip
    return replace(open_rows([found])[0], municipality=row.municipality)
