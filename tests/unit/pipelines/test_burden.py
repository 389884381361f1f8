"""What a figure costs and what it is used for, by hand; and the rule that proposes to retire it."""

from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from kpi_catalogue.figure import catalogue
from pipelines.burden import Burden, burden, field_seconds, kind_of, set_field_seconds, shares
from pipelines.figure_choices import START_SET, FigureChoice
from pipelines.figure_target import Target
from pipelines.figure_use import Use, Used, count_use, uses
from pipelines.retiring import Proposal, not_before_da, proposals
from pipelines.settings import Choices, Settings, SettingsError
from pipelines.store import opened

FIGURES = catalogue()
SECONDS = {"yes_no": 4, "one_of_some": 6, "scale": 8, "number": 6, "question": 12}
TODAY = date(2025, 9, 15)
AT = datetime(2025, 6, 15, 10, 30)


def cost(*which: str, on: Collection[str] | None = None, licence: bool = True, criterion: str = "effect_goal_met",
         followed: float = 0.0) -> Burden:  # fmt: skip
    """What figures cost beside those that are on; followed: the share of courses that WHO-5 follows."""
    off = tuple(sorted(set(FIGURES) - set(on))) if on is not None else ()
    choices = Choices(figures_off=off, ors_licence=licence, success_criterion=criterion)
    return burden(FIGURES, which, choices, SECONDS, {"WHO5": followed})


def fields(found: Burden) -> list[str]:
    return [each.field for each in found.costs]


@pytest.mark.parametrize(
    ("which", "needed", "per_month", "seconds"),
    [
        ("home_skills", ["home_skills"], 1, 8),
        ("income_basis", ["income"], 1, 6),
        ("evictions_averted", ["evictions_averted"], 1, 6),
        ("support_85", ["support_85", "support_85a"], 2, 8),
        ("loneliness", ["TILS"], 1, 12),
        ("citizens_included", [], 0, 0),
        ("icm_hours", [], 0, 0),
    ],
)
def test_what_only_one_figure_needs(which: str, needed: list[str], per_month: float, seconds: float) -> None:
    """T-ILS is three questions every third month: one a month, 12 seconds. Hours are asked in any case."""
    found = cost(which)
    assert fields(found) == needed
    assert (found.per_month, found.seconds) == pytest.approx((per_month, seconds))


def test_a_shared_field_counts_for_nobody_alone_but_for_those_that_share_it_together() -> None:
    """Housing is housing_situation's and housing_retention's."""
    assert fields(cost("housing_situation")) == fields(cost("housing_retention")) == []
    assert fields(cost("housing_situation", "housing_retention")) == ["housing"]
    assert fields(cost("housing_situation", on=START_SET)) == ["housing"]
    assert fields(cost("housing_retention", on=START_SET)) == []


def test_a_measurement_costs_a_third_a_month_and_only_where_it_does_not_follow_the_course() -> None:
    """WHO-5 has five questions: 5/3 a month; with three of four courses followed by it anyway a quarter of that: 5/12."""
    assert cost("low_wellbeing", on=START_SET).per_month == pytest.approx(5 / 3)
    quarter = cost("low_wellbeing", on=START_SET, followed=0.75)
    assert (quarter.per_month, quarter.seconds) == pytest.approx((5 / 12, 5))


def test_what_the_success_criterion_needs_and_what_has_no_licence_is_no_figures_burden() -> None:
    assert fields(cost("heard_understood", on=START_SET)) == ["ORS", "SRS"]
    assert fields(cost("heard_understood", on=START_SET, licence=False)) == []
    assert fields(cost("housing_situation", on=START_SET, criterion="own_home_at_end")) == []


def test_the_municipalitys_own_numbers_are_named_beside() -> None:
    found = cost("wait_home")
    assert found.costs == ()
    assert found.fields_da == "Ventedage til bolig (én gang om måneden for kommunen)"
    assert cost("collaboration_model").beside == {"courses.collaboration_model": "én gang pr. forløb"}


def test_every_field_has_a_kind_that_the_seconds_are_known_of() -> None:
    kinds = {name: kind_of(name) for name in ("housing", "support_85", "shelter_nights", "home_skills", "WHO5")}
    assert kinds == {"housing": "one_of_some", "support_85": "yes_no", "shelter_nights": "number", "home_skills": "scale",
                     "WHO5": "question"}  # fmt: skip
    assert shares([("WHO5", 3), ("ORS", 1)]) == {"WHO5": 0.75, "ORS": 0.25}
    assert shares([]) == {}


def test_the_seconds_are_our_estimate_until_the_municipality_writes_its_own(store_url: str) -> None:
    here = Settings(Path("home"), store_url, TODAY, Choices())
    assert field_seconds(here) == SECONDS
    own = {**SECONDS, "question": 20}
    set_field_seconds(here, own, reason="målt", who="lis", at=AT)
    assert field_seconds(here) == own
    for wrong, reason in ((-1, "x"), (601, "x"), (5, " ")):
        with pytest.raises(SettingsError):
            set_field_seconds(here, {**SECONDS, "scale": wrong}, reason=reason, who="lis", at=AT)
    assert field_seconds(here) == own


def test_use_is_counted_by_month_and_nothing_else_is_kept(store_url: str) -> None:
    """Six months up to September are April to September: March's look is too old, but it is since when is counted."""
    url = store_url
    assert uses(url, TODAY) == Used({}, None)
    count_use(url, ["loneliness", "finances"], "view", date(2025, 4, 30))
    count_use(url, ["loneliness"], "meeting", TODAY)
    count_use(url, ["loneliness"], "view", TODAY)
    count_use(url, ["loneliness"], "report", date(2025, 3, 31))
    count_use(url, [], "view", TODAY)
    found = uses(url, TODAY)
    assert found.by_figure == {"loneliness": Use(view=2, meeting=1), "finances": Use(view=1)}
    assert (found.counted_since, found.of("loneliness").total, found.of("x").total) == (date(2025, 3, 1), 3, 0)
    with opened(url) as engine, engine.connect() as connection:
        rows = connection.execute(text("select * from figure_use"))
        columns, months = list(rows.keys()), {str(row.month) for row in rows}
    assert columns == ["id", "figure", "kind", "month"]
    assert months == {"2025-03-01", "2025-04-01", "2025-09-01"}


def proposed(
    *on: str, used: Used | None = None, chosen: dict[str, FigureChoice] | None = None, aimed_at: Collection[str] = ()
) -> list[Proposal]:
    since = used or Used({}, date(2025, 6, 1))
    return proposals({name: FIGURES[name] for name in on}, chosen or {}, aimed_at, since,
                     lambda which: cost(*which, on=on), TODAY)  # fmt: skip


def names(found: list[Proposal]) -> list[str]:
    return [one.figure for one in found]


def test_unused_figures_that_cost_something_are_proposed_the_costliest_first() -> None:
    """T-ILS 12 seconds, a scale 8; citizens_included costs nothing and stays."""
    found = proposed("citizens_included", "home_skills", "loneliness")
    assert names(found) == ["loneliness", "home_skills"]
    assert found[0].why_da == (
        "Ikke brugt på 6 måneder. Kun dette nøgletal kræver T-ILS, ca. 12 sekunder pr. borger pr. måned."
    )


@pytest.mark.parametrize(("times", "is_proposed"), [(2, True), (3, False)])
def test_used_twice_in_half_a_year_is_little_and_three_times_is_not(times: int, is_proposed: bool) -> None:
    used = Used({"home_skills": Use(view=times)}, date(2025, 6, 1))
    assert (names(proposed("home_skills", used=used)) == ["home_skills"]) is is_proposed


@pytest.mark.parametrize(("since", "is_proposed"), [(date(2025, 6, 1), True), (date(2025, 7, 1), False), (None, False)])
def test_use_must_have_been_counted_for_three_whole_months(since: date | None, is_proposed: bool) -> None:
    """June, July and August are three before September; from July there are two."""
    assert bool(proposed("home_skills", used=Used({}, since))) is is_proposed


@pytest.mark.parametrize(
    ("since", "today", "first"),
    [
        (date(2026, 1, 15), date(2026, 1, 15), "april 2026"),  # January, February and March are three whole months
        (date(2026, 1, 15), date(2026, 3, 31), "april 2026"),
        (date(2026, 1, 15), date(2026, 4, 1), ""),
        (date(2025, 11, 1), date(2026, 1, 15), "februar 2026"),
        (None, TODAY, ""),
    ],
)
def test_until_use_is_counted_for_three_months_it_is_said_when_it_will_be(
    since: date | None, today: date, first: str
) -> None:
    said = not_before_da(Used({}, since), today)
    assert said.endswith(f"tre hele måneder: {first}.") if first else said == ""


def test_what_a_goal_or_a_target_rests_on_is_never_proposed() -> None:
    target = FigureChoice(target=Target(5, "at_least", date(2025, 1, 1)), cream={"relevance": 1})
    assert names(proposed("home_skills", aimed_at=["home_skills"])) == []
    assert names(proposed("home_skills", chosen={"home_skills": target})) == []


def test_low_scores_are_a_reason_of_their_own_whatever_the_use() -> None:
    """(2 + 2) / 2 = 2 is under 2,5; (2 + 3) / 2 = 2,5 is not."""
    used = Used({"home_skills": Use(view=99)}, date(2025, 6, 1))
    low = FigureChoice(cream={"relevance": 2, "economy": 2})
    assert proposed("home_skills", used=used, chosen={"home_skills": low})[0].why_da == "CREAM er i snit 2,0."
    assert (
        proposed("home_skills", used=used, chosen={"home_skills": FigureChoice(cream={"relevance": 2, "economy": 3})})
        == []
    )


def test_a_field_that_only_unused_figures_share_counts_for_each_of_them() -> None:
    """WHO-5 is low_wellbeing's and wellbeing_gain's; on_time asks it of no course that it does not follow."""
    found = proposed("low_wellbeing", "wellbeing_gain", "on_time")
    assert names(found) == ["low_wellbeing", "wellbeing_gain"]
    assert "Kun nøgletal, der ikke bruges, kræver WHO-5" in found[0].why_da
    used = Used({"wellbeing_gain": Use(meeting=5)}, date(2025, 6, 1))
    assert proposed("low_wellbeing", "wellbeing_gain", used=used) == []
