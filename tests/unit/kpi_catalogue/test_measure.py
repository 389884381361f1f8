"""What all figures share when citizens become numbers, on small marts made for each rule."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import duckdb
import pytest

from kpi_catalogue.figure import Figure, catalogue
from kpi_catalogue.measure import Cell, measure, measure_set
from pipelines.mart import marts

FIGURES = catalogue()
MARCH = date(2025, 3, 1)
SCOPE = {
    "municipality": "901",
    "team": "Nord",
    "method": "CTI",
    "caseworker": "anne",
    "age_group": "31-49",
    "gender": "male",
    "target_group": "homeless",
}


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """Empty marts."""
    with duckdb.connect() as opened:
        for mart in marts():
            columns = ", ".join(f"{name} {type_}" for name, type_ in mart.types.items())
            opened.execute(f"create table {mart.name} ({columns})").fetchall()
        yield opened


def put(connection: duckdb.DuckDBPyConnection, mart: str, **values: Any) -> None:
    """One row, in March 2025 and in the same scope unless something else is said."""
    columns = {row[0] for row in connection.execute(f"describe {mart}").fetchall()}
    row = {name: value for name, value in {"month": MARCH, **SCOPE, **values}.items() if name in columns}
    marks = ", ".join("?" for _ in row)
    connection.execute(f"insert into {mart} ({', '.join(row)}) values ({marks})", list(row.values())).fetchall()


def citizens(connection: duckdb.DuckDBPyConnection, **columns: list[Any]) -> None:
    """Citizens c0, c1, ... of March, one for each value."""
    for number, values in enumerate(zip(*columns.values(), strict=True)):
        put(connection, "citizen_month", citizen_id=f"c{number}", **dict(zip(columns, values, strict=True)))


def only(cells: list[Cell]) -> Cell:
    assert len(cells) == 1
    return cells[0]


def with_measure(figure: Figure, **changes: Any) -> Figure:
    """The figure itself measured in another way, without its other parts."""
    return replace(figure, parts=(replace(figure.parts[0], **changes),))


def test_count_is_the_true_among_the_known(connection: duckdb.DuckDBPyConnection) -> None:
    """Three of four known have at most 50: 3 of n 4 in a population of 5."""
    citizens(connection, who5=[20, 40, 50, 52, None])
    cell = only(measure(connection, FIGURES["low_wellbeing"], [MARCH], parts=[None]))
    assert (cell.value, cell.n, cell.population, cell.count, cell.persons) == (3, 4, 5, 3, 4)
    assert (cell.largest, cell.kind, cell.not_applicable) == (None, "citizen", False)


def test_share_leaves_the_unknown_out_of_the_denominator(connection: duckdb.DuckDBPyConnection) -> None:
    """One of two known is at work: 1/2, not 1/3."""
    citizens(connection, occupation=["employment", "none", None])
    cell = only(measure(connection, FIGURES["occupation"], [MARCH]))
    assert (cell.value, cell.n, cell.population, cell.count) == (0.5, 2, 3, 1)


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_a_figure_nobody_is_in_has_one_row(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Empty marts: one row per part, category null, value null, n 0."""
    cells = measure(connection, FIGURES[name], [MARCH])
    assert [cell.part for cell in cells] == [part.name for part in FIGURES[name].parts]
    for cell in cells:
        assert (cell.category, cell.value, cell.n, cell.population, cell.count, cell.persons) == (
            None,
            None,
            0,
            0,
            None,
            0,
        )


def test_nobody_known_is_null_for_counts_and_sums(connection: duckdb.DuckDBPyConnection) -> None:
    """One citizen, nothing registered: null and not 0, with population 1."""
    citizens(connection, who5=[None])
    for name in ("low_wellbeing", "shelter_nights", "occupation", "ors_gain"):
        cell = measure(connection, FIGURES[name], [MARCH], parts=[None])[0]
        assert (cell.value, cell.n, cell.population, cell.count, cell.largest) == (None, 0, 1, None, None)


def test_categories_have_every_code_also_when_nobody_is_known(connection: duckdb.DuckDBPyConnection) -> None:
    """Five housing situations, all null over a population of 1; with one known 1, 0, 0, 0, 0."""
    citizens(connection, housing=[None])
    empty = measure(connection, FIGURES["housing_situation"], [MARCH], parts=[None])
    assert [(cell.value, cell.n, cell.population, cell.count) for cell in empty] == [(None, 0, 1, None)] * 5
    citizens(connection, housing=["own_home"])
    cells = measure(connection, FIGURES["housing_situation"], [MARCH], parts=[None])
    assert [cell.category for cell in cells] == list(FIGURES["housing_situation"].parts[0].codes)
    assert [cell.value for cell in cells] == [1, 0, 0, 0, 0]
    assert {(cell.n, cell.population, cell.persons) for cell in cells} == {(1, 2, 1)}


def test_a_value_outside_the_codes_is_refused(connection: duckdb.DuckDBPyConnection) -> None:
    """A housing situation that no code names would vanish from the rows, so it stops."""
    citizens(connection, housing=["castle"])
    with pytest.raises(ValueError, match='"castle" er ikke blandt koderne'):
        measure(connection, FIGURES["housing_situation"], [MARCH])


def test_sum_and_mean_know_the_largest_citizens_share(connection: duckdb.DuckDBPyConnection) -> None:
    """Nights 30, 10, 0: sum 40, mean 40/3, the largest has 30/40 of both."""
    citizens(connection, shelter_nights=[30, 10, 0, None])
    total, mean = measure(connection, FIGURES["shelter_nights"], [MARCH])
    assert (total.value, total.n, total.largest, total.count) == (40, 3, 0.75, None)
    assert (mean.value, mean.n, mean.largest) == (pytest.approx(40 / 3), 3, 0.75)


def test_nobody_has_a_share_of_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    """All nights 0: the sum is 0 and no citizen makes up a share of it."""
    citizens(connection, shelter_nights=[0, 0])
    cell = measure(connection, FIGURES["shelter_nights"], [MARCH])[0]
    assert (cell.value, cell.n, cell.largest) == (0, 2, None)


def test_a_citizens_courses_are_one_person(connection: duckdb.DuckDBPyConnection) -> None:
    """Hours 4 and 6 on two courses of a, 10 on one of b: mean 20/3, n 3 courses, 2 persons, a has half."""
    for course, citizen, hours in (("k1", "a", 4), ("k2", "a", 6), ("k3", "b", 10)):
        put(connection, "course_month", course_id=course, citizen_id=citizen, hours=hours, method="ICM", is_active=True)
    cell = only(measure(connection, FIGURES["icm_hours"], [MARCH]))
    assert (cell.value, cell.n, cell.persons, cell.largest, cell.kind) == (pytest.approx(20 / 3), 3, 2, 0.5, "course")


def test_absolute_values_decide_who_is_largest(connection: duckdb.DuckDBPyConnection) -> None:
    """Changes -30, 20, 10 sum to 0, and the largest is 30 of 60."""
    query = replace(FIGURES["wellbeing_gain"].parts[0].query, sql="select *, who5_change as value from citizen_month")
    figure = with_measure(FIGURES["wellbeing_gain"], measure="sum", query=query)
    citizens(connection, who5_change=[-30, 20, 10])
    cell = only(measure(connection, figure, [MARCH]))
    assert (cell.value, cell.largest) == (0, 0.5)


def test_median(connection: duckdb.DuckDBPyConnection) -> None:
    """The middle of 1, 2 and 90 is 2; of 1, 2, 3 and 90 it is 2.5."""
    figure = with_measure(FIGURES["shelter_nights"], measure="median")
    citizens(connection, shelter_nights=[1, 90, 2, None])
    assert only(measure(connection, figure, [MARCH])).value == 2
    put(connection, "citizen_month", citizen_id="x", shelter_nights=3)
    assert only(measure(connection, figure, [MARCH])).value == 2.5


def test_ratio_is_over_those_with_both_known(connection: duckdb.DuckDBPyConnection) -> None:
    """(39 + 11) / (50 + 50) = 0.5; a course with one side only is unknown; nothing expected gives no ratio."""
    for course, actual, expected in (("k1", 39, 50), ("k2", 11, 50), ("k3", 7, None), ("k4", None, 9)):
        put(
            connection,
            "course_month",
            course_id=course,
            citizen_id=course,
            is_active=True,
            actual_hours_compared=actual,
            expected_hours_compared=expected,
        )
    cell = only(measure(connection, FIGURES["time_ratio"], [MARCH]))
    assert (cell.value, cell.n, cell.population, cell.persons) == (0.5, 2, 4, 2)
    connection.execute("update course_month set expected_hours_compared = 0").fetchall()
    cell = only(measure(connection, FIGURES["time_ratio"], [MARCH]))
    assert (cell.value, cell.n) == (None, 3)


def test_year_to_date_adds_months_and_rests_on_the_last(connection: duckdb.DuckDBPyConnection) -> None:
    """January 2, February 3, March 1: 6 in March, n 1 of 2 in March, 3 persons in the year, the largest has 3/6."""
    for month, citizen, cases in ((1, "a", 2), (2, "b", 3), (3, "c", 1), (3, "a", None)):
        put(connection, "citizen_month", month=date(2025, month, 1), citizen_id=citizen, evictions_averted=cases)
    put(connection, "citizen_month", month=date(2024, 12, 1), citizen_id="a", evictions_averted=9)
    cell = only(measure(connection, FIGURES["evictions_averted"], [MARCH], parts=["year_to_date"]))
    assert (cell.value, cell.n, cell.population, cell.persons, cell.largest) == (6, 1, 2, 3, 0.5)


def test_year_to_date_starts_anew_in_january(connection: duckdb.DuckDBPyConnection) -> None:
    """Asked for together, December 2024 has 4 + 1 and March 2025 has 2."""
    for year, month, cases in ((2024, 2, 4), (2024, 12, 1), (2025, 3, 2)):
        put(connection, "citizen_month", month=date(year, month, 1), citizen_id="a", evictions_averted=cases)
    cells = measure(connection, FIGURES["evictions_averted"], [date(2024, 12, 1), MARCH], parts=["year_to_date"])
    assert [cell.value for cell in cells] == [5, 2]


def test_a_replaced_course_is_left_out_of_its_own_place_only(connection: duckdb.DuckDBPyConnection) -> None:
    """Bo's k1 (CTI, a failure) is replaced by k2 (ICM), with a worker called CTI in March and with Bo in April.

    k1 counts under CTI and in Bo's March; in Bo's April, and in all, k2 counts instead, and is not assessed yet.
    """
    put(connection, "setting", success_criterion="effect_goal_met")
    course = {"citizen_id": "a", "criterion": "effect_goal_met"}
    for month, worker in ((3, "CTI"), (4, "bo")):
        put(
            connection,
            "success_month",
            **course,
            month=date(2025, month, 1),
            course_id="k1",
            caseworker="bo",
            outcome="failure",
            replaced_by="k2",
        )
        put(
            connection,
            "success_month",
            **course,
            month=date(2025, month, 1),
            course_id="k2",
            caseworker=worker,
            method="ICM",
            outcome="not_yet",
        )
    months = [MARCH, date(2025, 4, 1)]
    cells = measure_set(connection, FIGURES["success_rate"], months, (None, "method", "caseworker"), (None,))
    found = {(cell.by, cell.group, cell.month.month): cell.n for _, cell in cells if cell.population}
    assert found == {("method", "CTI", 3): 1, ("method", "CTI", 4): 1, ("caseworker", "bo", 3): 1}


def test_year_to_date_of_a_group_follows_the_group(connection: duckdb.DuckDBPyConnection) -> None:
    """Anne has 2 in January (as Bo's) and 1 in March: Bo's group is in nobody's March, Anne's group has 1."""
    put(connection, "citizen_month", month=date(2025, 1, 1), citizen_id="a", caseworker="bo", evictions_averted=2)
    put(connection, "citizen_month", citizen_id="a", caseworker="anne", evictions_averted=1)
    cells = measure(connection, FIGURES["evictions_averted"], [MARCH], "caseworker", parts=["year_to_date"])
    assert [(cell.group, cell.value, cell.n, cell.population) for cell in cells] == [
        ("anne", 1, 1, 1),
        ("bo", None, 0, 0),
    ]


def test_where_is_or_within_a_column_and_and_between(connection: duckdb.DuckDBPyConnection) -> None:
    """Nord or Syd: 3; of them women: 1."""
    citizens(connection, team=["Nord", "Syd", "Syd", "Vest"], gender=["male", "male", "female", "female"])
    included = FIGURES["citizens_included"]
    either = only(measure(connection, included, [MARCH], None, {"team": ["Nord", "Syd"]}, [None]))
    women = only(measure(connection, included, [MARCH], None, {"team": ["Nord", "Syd"], "gender": ["female"]}, [None]))
    assert (either.value, women.value) == (3, 1)


def test_a_missing_column_gives_one_row_that_does_not_apply(connection: duckdb.DuckDBPyConnection) -> None:
    """Referred citizens have no method, municipalities no team: one row a month, whether filter or breakdown."""
    put(connection, "referred_month", citizen_id="a")
    put(connection, "municipality_month", wait_days_home=10)
    for name, part in (("citizens_included", "referred_to_date"), ("wait_home", None)):
        for asked in ({"by": "method"}, {"where": {"method": ["CTI"]}}):
            cells = measure(connection, FIGURES[name], [date(2025, 2, 1), MARCH], parts=[part], **asked)
            assert [(cell.month.month, cell.group, cell.value, cell.not_applicable) for cell in cells] == [
                (2, None, None, True),
                (3, None, None, True),
            ]


@pytest.mark.parametrize(
    ("by", "codes"),
    [
        ("method", ["CTI", "ICM", "ACT"]),
        ("age_group", ["0-17", "18-24", "25-30", "31-49", "50-64", "65+", "unknown"]),
        ("gender", ["female", "male", "other", "unknown"]),
        ("target_group", ["homeless", "at_risk"]),
    ],
)
def test_closed_breakdowns_have_every_group(connection: duckdb.DuckDBPyConnection, by: str, codes: list[str]) -> None:
    """One citizen: every group has its row, all but one with nobody in."""
    citizens(connection, who5=[40])
    cells = measure(connection, FIGURES["low_wellbeing"], [MARCH], by, parts=[None])
    assert [cell.group for cell in cells] == codes
    assert sorted(cell.population for cell in cells) == [0] * (len(codes) - 1) + [1]


def test_open_breakdowns_have_the_groups_of_the_warehouse(connection: duckdb.DuckDBPyConnection) -> None:
    """A team of an ended course and one of a referred citizen have rows too; under a filter only those within it."""
    put(connection, "course_month", citizen_id="a", month=date(2024, 1, 1), team="Syd")
    put(connection, "referred_month", citizen_id="b", team="Vest", municipality="902")
    citizens(connection, who5=[40])
    put(connection, "course_month", citizen_id="c0", team="Nord")
    by_team = measure(connection, FIGURES["low_wellbeing"], [MARCH], "team", parts=[None])
    assert [(cell.group, cell.population) for cell in by_team] == [("Nord", 1), ("Syd", 0), ("Vest", 0)]
    within = measure(connection, FIGURES["low_wellbeing"], [MARCH], "team", {"municipality": ["902"]}, [None])
    assert [(cell.group, cell.population) for cell in within] == [("Vest", 0)]
    by_method = measure(connection, FIGURES["low_wellbeing"], [MARCH], "team", {"method": ["CTI"]}, [None])
    assert [cell.group for cell in by_method] == ["Nord", "Syd"]


def test_a_breakdown_without_groups_has_one_row(connection: duckdb.DuckDBPyConnection) -> None:
    """No team anywhere: the figure is one that nobody is in."""
    cell = only(measure(connection, FIGURES["low_wellbeing"], [MARCH], "team", parts=[None]))
    assert (cell.by, cell.group, cell.population, cell.not_applicable) == ("team", None, 0, False)


def test_municipality_figures_rest_on_municipalities(connection: duckdb.DuckDBPyConnection) -> None:
    """Waits 100 and 50, one unknown: mean 75 of 2 of 3, about no citizen."""
    for municipality, days in (("901", 100), ("902", 50), ("903", None)):
        put(connection, "municipality_month", municipality=municipality, wait_days_home=days)
    cell = only(measure(connection, FIGURES["wait_home"], [MARCH]))
    assert (cell.value, cell.n, cell.population, cell.persons, cell.largest, cell.kind) == (
        75,
        2,
        3,
        0,
        None,
        "municipality",
    )
    cells = measure(connection, FIGURES["wait_home"], [MARCH], "municipality")
    assert [(cell.group, cell.value) for cell in cells] == [("901", 100), ("902", 50), ("903", None)]


def test_months_are_answered_in_the_order_asked(connection: duckdb.DuckDBPyConnection) -> None:
    """March has one citizen, February none, both have a row; a year later nobody."""
    citizens(connection, who5=[40])
    months = [MARCH, date(2025, 2, 1), date(2026, 3, 1)]
    cells = measure(connection, FIGURES["low_wellbeing"], months, parts=[None])
    assert [(cell.month, cell.population) for cell in cells] == list(zip(months, [1, 0, 0], strict=True))
    assert measure(connection, FIGURES["low_wellbeing"], []) == []


def test_a_wrong_question_is_refused(connection: duckdb.DuckDBPyConnection) -> None:
    """A column that is no scope, and a day that is no month."""
    with pytest.raises(ValueError, match="birth_year kan der ikke deles op på"):
        measure(connection, FIGURES["occupation"], [MARCH], "birth_year")
    with pytest.raises(ValueError, match="who5 kan der ikke deles op på"):
        measure(connection, FIGURES["occupation"], [MARCH], None, {"who5": ["40"]})
    with pytest.raises(ValueError, match="ikke den første"):
        measure(connection, FIGURES["occupation"], [date(2025, 3, 2)])


@pytest.mark.parametrize(
    "name",
    [
        "citizens_included",
        "by_method",
        "evictions_averted",
        "housing_situation",
        "success_rate",
        "icm_hours",
        "course_cost",
        "caseload",
        "wait_home",
    ],
)
def test_a_set_is_what_each_question_answers(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Every municipality and breakdown in one go gives the same cells in the same order as one at a time."""
    for number in range(12):
        scope = {
            "municipality": f"90{number % 2 + 1}",
            "team": ("Nord", "Syd", "unknown")[number % 3],
            "method": ("CTI", "ICM", "ACT")[number % 3],
            "citizen_id": f"c{number}",
            "course_id": f"k{number}",
        }
        put(connection, "citizen_month", **scope, who5=number * 4, shelter_nights=number, evictions_averted=number % 3)
        put(
            connection,
            "course_month",
            **scope,
            is_active=True,
            hours=number / 7,
            cost=number / 3,
            months_since_end=number,
        )
        put(connection, "referred_month", **scope)
        put(
            connection,
            "success_month",
            **scope,
            criterion="effect_goal_met",
            outcome="success",
            replaced_by=f"k{number + 2}" if number % 4 == 0 else None,
        )
        put(connection, "municipality_month", municipality=f"90{number}", wait_days_home=number)
    put(connection, "setting", success_criterion="effect_goal_met")
    breakdowns, municipalities = (None, "team", "method"), (None, "901", "999")
    one_by_one = [
        (municipality, cell)
        for municipality in municipalities
        for by in breakdowns
        for cell in measure(connection, FIGURES[name], [MARCH], by, within(municipality))
    ]
    assert measure_set(connection, FIGURES[name], [MARCH], breakdowns, municipalities) == one_by_one


def within(municipality: str | None) -> dict[str, list[str]]:
    return {"municipality": [municipality]} if municipality else {}
