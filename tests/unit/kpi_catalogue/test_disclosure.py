"""The gate out of the team, rule by rule, on cells made by hand."""

import random
from collections.abc import Sequence
from datetime import date

import pytest

from kpi_catalogue.disclosure import Row, ScopedCell, _Gate, family, linked_months, open_rows, protect
from kpi_catalogue.links import LEADER, POPULATION, leaders
from kpi_catalogue.measure import Cell
from kpi_catalogue.places import is_ambiguous

MONTH = date(2025, 3, 1)


def cell(
    n: int, count: int | None = None, *, figure: str = "loneliness", part: str | None = None, by: str | None = None,
    group: str | None = None, category: str | None = None, population: int | None = None, persons: int | None = None,
    largest: float | None = None, value: float | None = None, kind: str = "citizen", month: date = MONTH,
) -> Cell:  # fmt: skip
    """A cell with so many known and counted; population and persons are n unless said."""
    shown = value if value is not None else None if count is None else float(count)
    people = n if population is None else population
    return Cell(figure, part, month, by, group, category, shown, n, people, count, n if persons is None else persons,
                largest, kind, False)  # type: ignore[arg-type] # fmt: skip


def published(cells: Sequence[Cell], limit: int = 5, municipality: str | None = None) -> list[Row]:
    return protect([ScopedCell(municipality, one) for one in cells], limit)


def statuses(cells: Sequence[Cell], limit: int = 5) -> list[str]:
    return [row.status for row in published(cells, limit)]


@pytest.mark.parametrize(
    ("one", "status"),
    [
        (cell(4, 2), "too_few"),
        (cell(5, 0), "shown"),
        (cell(20, 4), "too_few"),
        (cell(20, 5), "shown"),
        (cell(20, 0), "shown"),
        (cell(20, 16), "too_few"),
        (cell(20, 15), "shown"),
        (cell(20, 20), "shown"),
        (cell(20, 10, persons=4), "too_few"),
        (cell(4, value=9.0, largest=0.2, persons=20), "too_few"),
        (cell(20, value=100.0, largest=0.51), "too_few"),
        (cell(20, value=100.0, largest=0.5), "shown"),
        (cell(1, value=61.0, kind="municipality"), "shown"),
    ],
)
def test_what_is_hidden_for_its_own_sake(one: Cell, status: str) -> None:
    """n, the count, and n minus the count of 1-4; 1-4 citizens; one citizen with more than half. Never municipalities."""
    assert statuses([one]) == [status]


def test_the_limit_is_a_setting_from_three_up() -> None:
    assert statuses([cell(20, 3)], limit=3) == ["shown"]
    assert statuses([cell(20, 2)], limit=3) == ["too_few"]
    with pytest.raises(ValueError, match="mindst 3"):
        published([cell(20, 2)], limit=2)


def test_hidden_is_null_and_never_zero() -> None:
    """A hidden row lets out nothing but where it is and why."""
    [row] = published([cell(20, 3)])
    assert (row.value, row.n, row.population, row.coverage) == (None, None, None, None)


def test_a_population_of_few_is_not_told_where_nobody_is_known() -> None:
    assert [(row.status, row.n, row.population) for row in published([cell(0, population=3)])] == [("no_data", 0, None)]
    assert [(row.status, row.n, row.population) for row in published([cell(0, population=8)])] == [("no_data", 0, 8)]


def test_the_smallest_other_category_hides_a_small_one() -> None:
    """10 + 7 + 3 = 20: 3 is few, and 20 - 10 - 7 would tell it, so 7 goes too; 10 stays."""
    counts = {"own_home": 10, "placed": 7, "without_home": 3}
    cells = [cell(20, n, figure="housing_situation", category=code, value=n / 20) for code, n in counts.items()]
    assert statuses(cells) == ["shown", "protects_another", "too_few"]


def test_the_smallest_other_group_hides_a_small_one() -> None:
    """30 = 3 + 9 + 18: the group of 3 would be 30 - 9 - 18."""
    groups = {"female": 18, "male": 9, "other": 3}
    cells = [cell(30, 0), *(cell(n, 0, by="gender", group=name) for name, n in groups.items())]
    assert statuses(cells) == ["shown", "shown", "protects_another", "too_few"]


def test_two_small_groups_that_their_sum_gives_away_need_a_third() -> None:
    """1 + 1 = 2 can only be 1 and 1, so one more group is closed."""
    groups = {"female": 18, "male": 10, "other": 1, "unknown": 1}
    cells = [cell(30, 0), *(cell(n, 0, by="gender", group=name) for name, n in groups.items())]
    assert statuses(cells) == ["shown", "shown", "protects_another", "too_few", "too_few"]


def test_a_neighbouring_municipality_is_hidden_with_a_small_one() -> None:
    """30 in all = 20 + 7 + 3."""
    cells = [ScopedCell(None, cell(30, 0))]
    cells += [ScopedCell(code, cell(n, 0)) for code, n in (("901", 20), ("902", 7), ("903", 3))]
    assert [row.status for row in protect(cells, 5)] == ["shown", "shown", "protects_another", "too_few"]


def test_a_single_municipality_is_the_same_as_all() -> None:
    counts = {"own_home": 10, "placed": 7, "without_home": 3}
    one = [cell(20, n, figure="housing_situation", category=code, value=n / 20) for code, n in counts.items()]
    rows = protect([ScopedCell(code, each) for code in (None, "901") for each in one], 5)
    assert [row.status for row in rows] == ["shown", "protects_another", "too_few"] * 2


def test_a_group_too_small_in_one_figure_is_closed_in_every_figure_of_its_population() -> None:
    """Three of 'other' are active: no figure of active citizens tells how many the other groups are beside them."""
    groups = {"female": 18, "male": 9, "other": 3}
    cells = [cell(30, 30, figure="citizens_included")]
    cells += [cell(n, n, figure="citizens_included", by="gender", group=name) for name, n in groups.items()]
    cells += [cell(25, 12, population=30)]
    cells += [cell(max(0, n - 2), 0, by="gender", group=name, population=n) for name, n in groups.items()]
    found = {(row.figure, row.group): row for row in published(cells)}
    for figure in ("citizens_included", "loneliness"):
        assert found[figure, "male"].population is None
        assert found[figure, "female"].population == 18


def test_bands_are_closed_where_their_figure_is() -> None:
    """Three in low well-being: the two lower bands would add up to them."""
    bands = {"0-35": 0, "36-50": 3, "51-100": 17}
    cells = [cell(20, 3, figure="low_wellbeing")]
    cells += [cell(20, n, figure="low_wellbeing", part="band", category=name) for name, n in bands.items()]
    assert "shown" not in statuses(cells)


def test_a_sum_since_january_is_closed_from_the_first_closed_month_on() -> None:
    """February rests on 3 citizens: January-February minus January would tell it, and so would every later sum."""
    months = [date(2025, number, 1) for number in (1, 2, 3)]
    known = (20, 3, 20)
    cells = [
        cell(n, value=9.0, largest=0.2, figure="evictions_averted", month=m) for n, m in zip(known, months, strict=True)
    ]
    cells += [
        cell(n, value=9.0 * at, largest=0.2, figure="evictions_averted", part="year_to_date", month=m, persons=20)
        for at, (n, m) in enumerate(zip(known, months, strict=True), start=1)
    ]
    assert statuses(cells)[:4] == ["shown", "too_few", "shown", "shown"]
    assert "shown" not in statuses(cells)[4:]


def test_no_caseworker_leaves_the_team() -> None:
    with pytest.raises(ValueError, match="pr. medarbejder"):
        published([cell(20, 10, by="caseworker", group="anne")])
    part = [cell(9, 9, figure="caseload", part="per_caseworker", category=name) for name in ("anne", "bo")]
    [row] = published(part)
    assert (row.status, row.category, row.value) == ("not_applicable", None, None)


def test_a_population_that_is_a_group_is_not_broken_down_once_more() -> None:
    """ICM courses by gender are courses by method and gender: whole and by method they may be shown, by gender not."""
    whole, method, gender = (
        cell(20, value=11.0, largest=0.1, figure="icm_hours", by=by, group=group)
        for by, group in ((None, None), ("method", "ICM"), ("gender", "female"))
    )
    everybody = [cell(20, 15, figure="caseload", by=by, group=group) for by, group in ((None, None), ("method", "ICM"))]
    rows = [row for row in published([whole, method, gender, *everybody]) if row.figure == "icm_hours"]
    assert [(row.by, row.status) for row in rows] == [
        (None, "shown"), ("method", "shown"), ("gender", "not_applicable")
    ]  # fmt: skip
    assert (rows[2].value, rows[2].n, rows[2].population) == (None, None, None)


def test_the_order_of_the_cells_does_not_matter() -> None:
    groups = {"female": 18, "male": 9, "other": 3, "unknown": 2}
    cells = [cell(32, 15), *(cell(n, n // 2, by="gender", group=name) for name, n in groups.items())]
    expected = set(published(cells))
    for seed in range(5):
        random.Random(seed).shuffle(cells)
        assert set(published(cells)) == expected


@pytest.mark.parametrize("figure", ["occupation", "caseload", "registration_rate", "evictions_averted"])
def test_a_family_holds_whatever_tells_of_its_population(figure: str) -> None:
    """How many are in ICM says how many a group has at least, so it is measured with citizens and courses wherever they are."""
    assert {"citizens_included", "caseload", "icm_hours"} <= family(figure)


def test_a_municipality_is_everybody_only_when_nobody_is_in_another_in_any_month() -> None:
    """902 is empty in this month: with 901 alone there is one place to close, with 902 peopled in others there are two."""
    few = [ScopedCell(code, cell(3, 2, population=3)) for code in (None, "901")]
    alone, beside = protect(few, 5), protect(few, 5, {"901", "902"})
    assert [row.status for row in alone] == [row.status for row in beside] == ["too_few", "too_few"]
    gates = [_Gate(few, 5, peopled) for peopled in (None, frozenset({"901", "902"}))]
    assert [gate.only for gate in gates] == ["901", None]


def test_a_figure_is_protected_alike_whatever_is_asked_with_it() -> None:
    """Its family decides: with more figures beside it, its rows stay as they are."""
    figures = ("citizens_included", "caseload", "low_wellbeing", "loneliness", "collaboration_model", "occupation")
    groups = {None: 32, "female": 18, "male": 9, "other": 3, "unknown": 2}
    cells = [
        cell(n - less, (n - less) // 2, figure=figure, by=name and "gender", group=name, population=n)
        for less, figure in (
            (0, figures[0]),
            (0, figures[1]),
            (1, figures[2]),
            (0, figures[3]),
            (1, figures[4]),
            (0, figures[5]),
        )
        for name, n in groups.items()
    ]
    everything = published(cells)
    for figure in figures:
        alone = published([one for one in cells if one.figure in family(figure)])
        assert [row for row in alone if row.figure == figure] == [row for row in everything if row.figure == figure]


def test_what_must_be_measured_together() -> None:
    """A figure comes with the leader of its population, and sums over months with their months."""
    assert {"citizens_included", "caseload"} <= family("low_wellbeing")
    assert {"shelter_nights", "shelter_cost"} <= family("shelter_cost")
    assert linked_months("loneliness", MONTH) == [MONTH]
    assert linked_months("evictions_averted", MONTH) == [date(2025, 1, 1), date(2025, 2, 1), MONTH]
    assert linked_months("registration_rate", MONTH)[0] == date(2024, 4, 1)


def test_inside_the_team_nothing_is_hidden() -> None:
    assert [(row.status, row.value, row.n) for row in open_rows([cell(3, 1)])] == [("shown", 1.0, 3)]


@pytest.mark.parametrize(
    ("values", "is_safe"),
    [([2, 3], True), ([1, 1], False), ([4, 4], False), ([1, 5], False), ([1, 6], True), ([3, 7], True), ([3], False),
     ([3, 0], False), ([0, 0], True), ([], True), ([1, 2, 1], True), ([5, 5], False)],
)  # fmt: skip
def test_room_in_a_sum(values: list[int], is_safe: bool) -> None:
    """2 + 3 = 5 could be 1 + 4; 1 + 1, 4 + 4 and 1 + 5 could be nothing else for one who knows which are few."""
    assert is_ambiguous(values, 5) == is_safe


def test_those_who_ended_and_could_not_complete_are_as_secret_as_those_counted() -> None:
    """Of 12 ended courses 11 could be completed: one left otherwise. Of 12 and 12 none did, of 20 and 14 six did."""

    def told(ended: int, could: int) -> list[str]:
        cost = cell(ended, figure="course_cost", value=1000.0, kind="course")
        return statuses([cost, cell(could, 6, figure="completion", kind="course")])

    assert told(12, 11) == ["shown", "too_few"]
    assert told(12, 12) == ["shown", "shown"]
    assert told(20, 14) == ["shown", "shown"]


def test_the_figures_of_a_population_within_another_are_protected_with_it() -> None:
    """Whoever asks for the part gets the whole measured too, and the leader is the one that is named."""
    assert family("completion") >= {"completion", "course_cost"}
    assert family("housing_retention") >= {"citizens_included"}
    assert [leaders(name)[0] for name in LEADER] == list(LEADER.values())
    assert set(LEADER) == {name for name in POPULATION.values() if list(POPULATION.values()).count(name) > 1}


def test_who_has_ended_a_phase_has_ended_those_before() -> None:
    """Phase 2: 5 women and 4 men and 2 others make 11. Phase 1: 6 women, and men, others and unknown make 7 of 13.

    Men and others are at least the 6 of phase 2, so the unknown would be 1: the women or the whole are closed, too.
    """
    groups = {"1": {"female": 6, "male": 4, "other": 2, "unknown": 1}, "2": {"female": 5, "male": 4, "other": 2}}
    cells = [
        cell(n, value=9.0, largest=0.2, figure="cti_hours", by=by, group=group, category=phase, kind="course")
        for phase, own in groups.items()
        for by, group, n in ((None, None, sum(own.values())), *(("gender", name, n) for name, n in own.items()))
    ]
    shown = {(row.category, row.group) for row in published(cells) if row.status == "shown"}
    assert not {("1", None), ("1", "female"), ("2", None), ("2", "female")} <= shown


def test_courses_started_are_not_told_where_those_active_are_hidden() -> None:
    """3 of 24 active courses are ACT, so CTI is hidden, too; nobody has ended, and 8 CTI courses started this year."""
    methods = {
        "caseload": (9, 12, 3),
        "contact_phase": (8, 12, 0),
        "waiting_to_start": (8, 12, 0),
        "course_cost": (0, 0, 0),
    }
    cells = [
        cell(n, value=9.0, largest=0.1, figure=figure, by=by, group=group, kind="course")
        for figure, ns in methods.items()
        for by, group, n in ((None, None, sum(ns)), *zip(["method"] * 3, ("CTI", "ICM", "ACT"), ns, strict=True))
    ]
    told = {(row.figure, row.group): row.status for row in published(cells)}
    assert [told["caseload", group] for group in (None, "CTI", "ICM", "ACT")] == [
        "shown", "protects_another", "shown", "too_few"]  # fmt: skip
    for figure in ("contact_phase", "waiting_to_start"):
        assert [told[figure, group] for group in ("CTI", "ACT")] == ["protects_another", "no_data"]
