"""The worked course of the double bottom line, by hand."""

from datetime import date
from pathlib import Path

import pytest

from tests.oracle.course import course_of
from tests.oracle.tables import world_of
from tests.oracle.world import World


@pytest.fixture
def worked(tmp_path: Path) -> World:
    """CTI from 15 January 2025, expected 30 / 20 / 10 hours, actual 4, 6, 5, 9, 8, 7 in January-June."""
    return world_of(
        tmp_path,
        citizens="""citizen_id,municipality,target_group,referred_on
            b,901,homeless,2025-01-02""",
        courses="""course_id,citizen_id,method,contact_on,started_on,ended_on,end_reason,caseworker,progression_measure
            f,b,CTI,,2025-01-15,,,anne,WHO5""",
        expected_time="""course_id,period,hours,estimated_on,basis
            f,1,30,2025-01-15,average
            f,2,20,2025-01-15,average
            f,3,10,2025-01-15,average
            f,1,99,2025-04-01,individual
            f,3,99,2025-07-01,individual""",
        time_use="""course_id,month,caseworker,hours
            f,2025-01,anne,4
            f,2025-02,anne,6
            f,2025-03,anne,5
            f,2025-04,anne,9
            f,2025-05,anne,8
            f,2025-06,anne,7""",
        measurements="""course_id,measured_on,estimated_on,instrument,kind,score
            f,2025-01-31,,WHO5,expected,40
            f,2025-09-30,,WHO5,expected,64
            f,2025-04-30,,WHO5,actual,36""",
    )


def test_the_worked_course(worked: World) -> None:
    """E = 60 (the estimate for phase 1 made after 31 March, and that of July, do not count).

    Phases: 30/60, 50/60, 60/60 expected; 15/60 and 39/60 actual. April: (30 + 20/3)/60 = 61.11 %, 24/60 = 40 %.
    30 April: 40 + 24 x 89/242 = 48.83, deviation -12.83. Time 39/50 = 0.78.
    """
    found = course_of(worked, "f", date(2025, 6, 30))
    assert found["total_expected"] == 60
    assert [one["accumulated_expected_pct"] for one in found["phases"]] == pytest.approx([50, 250 / 3, 100])
    assert [one["accumulated_actual_pct"] for one in found["phases"]] == [25, 65, None]
    assert len(found["periods"]) == 9
    april = found["periods"][3]
    assert (april["month"], april["period"]) == ("2025-04", 2)
    assert april["accumulated_expected_pct"] == pytest.approx(61.1111, abs=1e-4)
    assert april["accumulated_actual_pct"] == 40
    assert found["periods"][6]["accumulated_actual_pct"] is None
    assert found["deviation"]["time_ratio"] == 0.78
    assert found["deviation"]["progression_difference"] == pytest.approx(-12.83, abs=0.005)
    assert found["deviation"]["cell"] == "as/under"
    assert [one["date"] for one in found["progression"]] == ["2025-01-31", "2025-04-30", "2025-09-30"]


def test_scores_and_estimates_after_the_day_do_not_count(worked: World) -> None:
    """On 29 April there is no actual score yet, so nothing is said; (4+6+5+9)/(30 + 20/3) = 24 / 36.67."""
    found = course_of(worked, "f", date(2025, 4, 29))
    assert found["deviation"]["cell"] is None
    assert found["deviation"]["time_ratio"] == pytest.approx(24 / (30 + 20 / 3))
    assert [one["date"] for one in found["progression"]] == ["2025-01-31", "2025-09-30"]


def test_nothing_is_expected_before_the_estimate(worked: World) -> None:
    """On 14 January nothing is estimated: no total, no percentages."""
    found = course_of(worked, "f", date(2025, 1, 14))
    assert found["total_expected"] is None
    assert [one["accumulated_expected_pct"] for one in found["periods"]] == [None]
