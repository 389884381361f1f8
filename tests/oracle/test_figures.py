"""A few key figures on a few rows each, with the sum in words."""

from pathlib import Path
from typing import Any

import pytest

from tests.oracle.citizen_figures import shared_nights
from tests.oracle.figures import FIGURES, figures_of
from tests.oracle.months import month_from
from tests.oracle.tables import world_of
from tests.oracle.world import World

COURSES = (
    "course_id,citizen_id,method,contact_on,started_on,ended_on,end_reason,caseworker,progression_measure,"
    "collaboration_model,effect_goal_met\n"
)


def people(names: str) -> str:
    """Citizens of 901, referred on 1 December 2024."""
    lines = [f"{name},901,,homeless,2024-12-01" for name in names.split()]
    return "\n".join(["citizen_id,municipality,birth_year,target_group,referred_on", *lines])


def one(
    world: World,
    month: str,
    figure: str,
    part: str | None = None,
    category: str | None = None,
    by: str | None = None,
    group: str | None = None,
    where: dict[str, list[str]] | None = None,
) -> tuple[Any, ...]:
    """value, n, population and status of one row."""
    rows = [
        row
        for row in figures_of(world, month_from(month), by, where or {})
        if (row["figure"], row["part"], row["category"], row["group"]) == (figure, part, category, group)
    ]
    assert len(rows) == 1
    return rows[0]["value"], rows[0]["n"], rows[0]["population"], rows[0]["status"]


def test_all_figures_are_here() -> None:
    """22 of the municipalities' own, citizens_included, and 16 of ours."""
    assert len(FIGURES) == 39


def test_wellbeing_at_the_limit_and_too_old(tmp_path: Path) -> None:
    """50 can not be scored in steps of 4: 48 counts, 52 does not, a score of November is too old in March."""
    world = world_of(
        tmp_path,
        citizens=people("a b c d"),
        courses=COURSES + "\n".join(f"f{who},{who},CTI,,2024-12-05,,,anne,WHO5,," for who in "abcd"),
        measurements="""course_id,measured_on,instrument,kind,score
            fa,2024-12-31,WHO5,actual,48
            fb,2025-03-31,WHO5,actual,52
            fc,2024-11-30,WHO5,actual,20
            fd,2025-04-01,WHO5,actual,20""",
    )
    assert one(world, "2025-03", "low_wellbeing") == (1, 2, 4, "shown")
    assert one(world, "2025-03", "low_wellbeing", "band", "36-50") == (1, 2, 4, "shown")
    assert one(world, "2025-03", "low_wellbeing", "band", "0-35") == (0, 2, 4, "shown")


def test_on_the_same_day_the_course_started_last_gives_the_score(tmp_path: Path) -> None:
    """Both scored on 31 March: f2 began on the 10th, f1 in January. ORS 25,0 is not above 25."""
    world = world_of(
        tmp_path,
        citizens=people("a"),
        courses=COURSES + "f1,a,CTI,,2025-01-05,2025-03-31,changed_method,anne,ORS,,\nf2,a,ICM,,2025-03-10,,,bo,ORS,,",
        measurements="""course_id,measured_on,instrument,kind,score
            f1,2025-03-31,ORS,actual,30
            f2,2025-03-31,ORS,actual,25""",
    )
    assert one(world, "2025-03", "heard_understood") == (0, 1, 1, "shown")
    assert one(world, "2025-03", "by_method", category="ICM") == (1, 1, 1, "shown")
    assert one(world, "2025-03", "by_method", category="CTI") == (0, 1, 1, "shown")
    assert one(world, "2025-03", "method_change") == (1, 1, 1, "shown")
    assert one(world, "2025-03", "caseload") == (1, 2, 2, "shown")


def test_housing_now_before_and_after(tmp_path: Path) -> None:
    """f1 (January-March) leads to f2 (April): before = the newest of October-December = without_home.

    Own home registered in March is still known in May, not in June. f3 ended in February: after three months own_home.
    """
    world = world_of(
        tmp_path,
        citizens=people("a b"),
        courses=COURSES + "f1,a,CTI,,2025-01-05,2025-03-31,changed_method,anne,ORS,,\nf2,a,ICM,,2025-04-30,,,bo,ORS,,\n"
        "f3,b,CTI,,2024-12-05,2025-02-28,completed,bo,ORS,,",
        monthly_status="""citizen_id,month,housing
            a,2024-09,own_home
            a,2024-11,without_home
            a,2025-01,placed
            a,2025-03,own_home
            b,2025-04,own_home""",
    )
    assert one(world, "2025-05", "housing_situation", None, "own_home") == (1, 1, 1, "shown")
    assert one(world, "2025-06", "housing_situation", None, "own_home") == (None, 0, 1, "no_data")
    assert one(world, "2025-05", "housing_situation", "before", "without_home") == (1, 1, 1, "shown")
    assert one(world, "2025-04", "housing_situation", "after_3") == (None, 0, 0, "no_data")
    assert one(world, "2025-05", "housing_situation", "after_3", "own_home") == (1, 1, 1, "shown")


def test_cti_hours_per_phase(tmp_path: Path) -> None:
    """fa: phase 1 = 4 + 6 = 10, fb has no time in it. Phase 3 of fa: 2 in month 9 and 3 in month 10 = 5."""
    world = world_of(
        tmp_path,
        citizens=people("a b"),
        courses=COURSES + "fa,a,CTI,2024-12-05,2025-01-05,,,anne,ORS,,\nfb,b,CTI,,2025-01-05,2025-03-01,other,bo,ORS,,",
        time_use="""course_id,month,caseworker,hours
            fa,2024-12,anne,50
            fa,2025-01,anne,4
            fa,2025-01,bo,6
            fa,2025-09,anne,2
            fa,2025-10,anne,3""",
    )
    assert one(world, "2025-03", "cti_hours", None, "1") == (10, 1, 2, "shown")
    assert one(world, "2025-02", "cti_hours") == (None, 0, 0, "no_data")
    assert one(world, "2025-09", "cti_hours", None, "3") == (2, 1, 1, "shown")
    assert one(world, "2025-10", "cti_hours", None, "3") == (5, 1, 1, "shown")
    assert one(world, "2025-10", "cti_hours", None, "2") == (None, 0, 1, "no_data")


def test_time_ratio_and_costs(tmp_path: Path) -> None:
    """January-February: 4 + 6 used of 2 x 30/3 = 20 expected: 0,5. Rates: 10 h x 100 + 10 h x 200 = 3000 per course."""
    world = world_of(
        tmp_path,
        citizens=people("a b"),
        courses=COURSES + "fa,a,CTI,,2025-01-05,,,anne,ORS,,\nfb,b,ICM,2024-12-05,2025-01-05,2025-01-31,other,bo,ORS,,",
        expected_time="""course_id,period,hours,estimated_on,basis
            fa,1,30,2025-02-28,average
            fa,2,30,2025-03-01,average""",
        time_use="""course_id,month,caseworker,hours
            fa,2025-01,anne,4
            fa,2025-02,anne,6
            fb,2024-12,bo,10
            fb,2025-01,bo,10""",
        rates="""municipality,rate,valid_from,amount
            901,caseworker_hour,2024-12-01,100
            901,caseworker_hour,2024-12-02,200""",
    )
    assert one(world, "2025-02", "time_ratio") == (0.5, 1, 1, "shown")
    assert one(world, "2025-01", "time_ratio") == (None, 0, 2, "no_data")
    assert one(world, "2025-02", "course_cost") == (3000, 1, 1, "shown")


def test_the_state_shares_the_first_nights_of_a_running_year(tmp_path: Path) -> None:
    """Before the reform all 31. From October 2023 31+30+31+28 = 120: October-January all but January's last 3 nights.

    The next year begins in the first month with nights from October 2024 on: November 2024.
    """
    world = world_of(
        tmp_path,
        citizens=people("a"),
        courses=COURSES + "f,a,CTI,,2023-01-05,,,anne,ORS,,",
        monthly_status="""citizen_id,month,shelter_nights
            a,2023-09,30
            a,2023-10,31
            a,2023-11,30
            a,2023-12,31
            a,2024-01,31
            a,2024-02,20
            a,2024-10,0
            a,2024-11,7""",
        rates="""municipality,rate,valid_from,amount
            901,shelter_night,2023-01-01,1000""",
    )
    nights = [
        shared_nights(world, "a", month_from(month))
        for month in ("2023-09", "2023-10", "2023-11", "2023-12", "2024-01", "2024-02", "2024-10", "2024-11")
    ]
    assert nights == [30, 31, 30, 31, 28, 0, 0, 7]
    assert one(world, "2024-01", "shelter_cost") == (31000, 1, 1, "shown")
    assert one(world, "2024-01", "shelter_cost", "state") == (14000, 1, 1, "shown")
    assert one(world, "2024-01", "shelter_cost", "municipality") == (17000, 1, 1, "shown")


def test_the_check_of_200_nights_under_the_cap_of_90(tmp_path: Path) -> None:
    """200 nights at 1,500 from April 2026: total 300,000; the state 0.5 x 90 x 1,500 = 67,500; the rest 232,500."""
    months = ("2026-04,30", "2026-05,31", "2026-06,30", "2026-07,31", "2026-08,31", "2026-09,30", "2026-10,17")
    world = world_of(
        tmp_path,
        citizens=people("a"),
        courses=COURSES + "f,a,CTI,,2025-01-05,,,anne,ORS,,",
        monthly_status="\n".join(["citizen_id,month,shelter_nights", *(f"a,{month}" for month in months)]),
        rates="municipality,rate,valid_from,amount\n901,shelter_night,2026-01-01,1500",
    )
    parts = {
        part: sum(one(world, month[:7], "shelter_cost", part)[0] for month in months)
        for part in (None, "state", "municipality")
    }
    assert parts == {None: 300_000, "state": 67_500, "municipality": 232_500}


def test_cases_averted_since_january(tmp_path: Path) -> None:
    """December 5 does not count; January 1 + 2, March 1 = 4; in February nobody is registered: null."""
    world = world_of(
        tmp_path,
        citizens=people("a b"),
        courses=COURSES + "fa,a,CTI,,2024-12-05,,,anne,ORS,,\nfb,b,CTI,,2024-12-05,2025-01-31,other,bo,ORS,,",
        monthly_status="""citizen_id,month,evictions_averted
            a,2024-12,5
            a,2025-01,1
            b,2025-01,2
            a,2025-03,1
            b,2025-03,9""",
    )
    assert one(world, "2025-03", "evictions_averted") == (1, 1, 1, "shown")
    assert one(world, "2025-03", "evictions_averted", "year_to_date") == (4, 1, 1, "shown")
    assert one(world, "2025-02", "evictions_averted", "year_to_date") == (None, 0, 1, "no_data")


def test_success_without_the_replaced_the_dead_and_the_running(tmp_path: Path) -> None:
    """a: CTI replaced by ICM (not counted), the ICM a success. b dead, c runs, d blank: 1 of 1, 1 missing.

    Among CTI courses alone a's CTI counts, by its own no: 0 of 1.
    """
    world = world_of(
        tmp_path,
        citizens=people("a b c d"),
        courses=COURSES
        + """
            a1,a,CTI,,2025-01-05,2025-02-05,changed_method,anne,ORS,,no
            a2,a,ICM,,2025-02-06,2025-03-05,completed,anne,ORS,,yes
            b,b,CTI,,2025-01-05,2025-02-05,died,anne,ORS,,no
            c,c,CTI,,2025-01-05,2025-04-05,completed,anne,ORS,,no
            d,d,CTI,,2025-01-05,2025-03-31,completed,anne,ORS,,""",
    )
    assert one(world, "2025-03", "success_rate") == (1, 1, 2, "shown")
    assert one(world, "2025-03", "success_rate", by="method", group="CTI") == (0, 1, 2, "shown")
    assert one(world, "2025-03", "success_rate", where={"method": ["CTI"]}) == (0, 1, 2, "shown")


def test_groups_and_columns_a_figure_lacks(tmp_path: Path) -> None:
    """Nobody is in ACT: one row without data. Waits have no gender; a band without a row is unknown, not 0."""
    world = world_of(
        tmp_path,
        citizens=people("a"),
        courses=COURSES + "fa,a,CTI,,2024-12-05,,,anne,ORS,,",
        vacant_homes="municipality,month,rent_band,size_band,homes\n901,2025-03,under_3500,under_40,0",
        housing_market="municipality,month,wait_days_home,wait_days_allocation\n901,2025-03,30,\n902,2025-03,60.5,",
    )
    assert one(world, "2025-03", "citizens_included", by="method", group="ACT") == (None, 0, 0, "no_data")
    assert one(world, "2025-03", "citizens_included", by="age_group", group="unknown") == (1, 1, 1, "shown")
    assert one(world, "2025-03", "wait_home") == (45.25, 2, 2, "shown")
    assert one(world, "2025-03", "wait_home", by="gender")[3] == "not_applicable"
    assert one(world, "2025-03", "citizens_included", "referred_to_date", by="method")[3] == "not_applicable"
    assert one(world, "2025-03", "vacant_homes", None, "under_3500/under_40") == (0, 1, 2, "shown")
    assert one(world, "2025-03", "vacant_homes", None, "over_7000/over_80") == (None, 0, 2, "no_data")


@pytest.mark.parametrize(("month", "either"), [("2023-09", (0, 1, 1, "shown")), ("2023-10", (None, 0, 1, "no_data"))])
def test_support_by_either_section(tmp_path: Path, month: str, either: tuple[Any, ...]) -> None:
    """A no to section 85 is a no to either until section 85 a comes in October 2023; then 85 a must be known too."""
    world = world_of(
        tmp_path,
        citizens=people("a"),
        courses=COURSES + "fa,a,CTI,,2023-01-05,,,anne,ORS,,",
        monthly_status="citizen_id,month,support_85,support_85a\na,2023-09,no,",
    )
    assert one(world, month, "support_85", "either") == either
