"""Citizens written by hand, so that every reading, signal and awkward registration is there whatever the seed.

They come first in their municipality's numbering; the list stands in README.md.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sample_data.months import FIRST_MONTH, LAST_MONTH, add_months, month_of
from sample_data.plans import CitizenPlan, CoursePlan
from sample_data.profiles import PROFILES, caseworker_of, team_of
from sample_data.records import Citizen, Course

UNDER_TIME, OVER_TIME = 0.55, 1.55
UNDER_GAP, OVER_GAP = -1.8, 1.8
BIRTH_YEARS = {"901": 1998, "902": 2004, "903": 1979, "904": 2001, "905": 2000}
MANY_NIGHTS = 28
REFERRED_BEFORE_DAYS = 14
FOLLOW_UP_MONTHS = 12
BY_CODE = {profile.municipality: profile for profile in PROFILES}

COURSE_FIELDS = {
    "contact_on",
    "ended_on",
    "end_reason",
    "progression_measure",
    "collaboration_model",
    "effect_goal_met",
}
CITIZEN_FIELDS = {"target_group", "gender", "birth_year", "team", "referred_on"}


def _course(method: str, started_on: date | None, **changes: Any) -> CoursePlan:
    """A course without chance, to be given its citizen; changes are fields of the course or of its plan."""
    fields: dict[str, Any] = {
        "contact_on": None,
        "ended_on": None,
        "end_reason": None,
        "progression_measure": "WHO5",
        "collaboration_model": "no",
        "effect_goal_met": None,
    }
    fields |= {name: value for name, value in changes.items() if name in COURSE_FIELDS}
    course = Course(course_id="", citizen_id="", method=method, started_on=started_on, caseworker="", **fields)
    how = {name: value for name, value in changes.items() if name not in COURSE_FIELDS}
    return CoursePlan(course=course, **{"steady": True} | how)


def _citizen(municipality: str, number: int, *courses: CoursePlan, **changes: Any) -> CitizenPlan:
    """A citizen without chance: an own home from the month of the start, unless changed; no course yet is possible."""
    citizen = _person(municipality, number, courses)
    citizen = replace(citizen, **{name: value for name, value in changes.items() if name in CITIZEN_FIELDS})
    before = "without_home" if citizen.target_group == "homeless" else "own_temporary_home"
    home = courses[0].course.started_on if courses else None
    plan = CitizenPlan(
        citizen=citizen,
        courses=tuple(_placed(citizen, course, turn) for turn, course in enumerate(courses)),
        housing=((FIRST_MONTH, before), *(((month_of(home), "own_home"),) if home else ())),
        shelter_nights=0,
        status_from=month_of(citizen.referred_on),
        status_to=_status_to(courses[-1].course) if courses else FIRST_MONTH,
        unregistered=BY_CODE[municipality].unregistered,
        steady=True,
    )
    return replace(plan, **{name: value for name, value in changes.items() if name not in CITIZEN_FIELDS})


def _person(municipality: str, number: int, courses: Sequence[CoursePlan]) -> Citizen:
    begins = [plan.course.contact_on or plan.course.started_on or LAST_MONTH for plan in courses]
    return Citizen(
        citizen_id=f"B-{municipality}-{number:03}",
        municipality=municipality,
        team=team_of(BY_CODE[municipality], number).name,
        birth_year=BIRTH_YEARS[municipality] - number % 4,
        gender="female" if number % 2 else "male",
        target_group="homeless",
        referred_on=min(begins, default=LAST_MONTH) - timedelta(days=REFERRED_BEFORE_DAYS),
    )


def _status_to(course: Course) -> date:
    """A year's follow-up after an ended course; none after a death or a move."""
    if course.ended_on is None:
        return LAST_MONTH
    follow_up = 0 if course.end_reason in ("died", "moved") or course.started_on is None else FOLLOW_UP_MONTHS
    return min(LAST_MONTH, add_months(month_of(course.ended_on), follow_up))


def _placed(citizen: Citizen, plan: CoursePlan, turn: int) -> CoursePlan:
    """The course with its citizen's ids and a caseworker of the team."""
    number = int(citizen.citizen_id[-3:])
    caseworker = caseworker_of(BY_CODE[citizen.municipality], number, turn)
    course_id = f"{citizen.citizen_id.replace('B', 'F', 1)}-{turn + 1}"
    return replace(
        plan, course=replace(plan.course, course_id=course_id, citizen_id=citizen.citizen_id, caseworker=caseworker)
    )


ENDED = {"end_reason": "completed", "effect_goal_met": "yes"}

NINE_READINGS = (
    _citizen("901", 1, _course("CTI", date(2025, 6, 3), contact_on=date(2025, 4, 22))),
    _citizen(
        "901", 2, _course("CTI", date(2025, 10, 2), time_factor=UNDER_TIME, score_gap=UNDER_GAP), target_group="at_risk"
    ),
    _citizen("901", 3, _course("CTI", date(2025, 5, 5), time_factor=UNDER_TIME, basis="experience")),
    _citizen(
        "901",
        4,
        _course(
            "CTI",
            date(2024, 9, 3),
            ended_on=date(2025, 5, 28),
            **ENDED,
            time_factor=UNDER_TIME,
            score_gap=OVER_GAP,
            contact_on=date(2024, 8, 5),
            also_measured=("TILS",),
        ),
    ),
    _citizen("902", 1, _course("ICM", date(2025, 1, 6), progression_measure="ORS", score_gap=UNDER_GAP)),
    _citizen(
        "902",
        2,
        _course(
            "CTI",
            date(2025, 7, 1),
            progression_measure="ORS",
            score_gap=OVER_GAP,
            also_measured=("SRS",),
            contact_on=date(2025, 6, 2),
        ),
        target_group="at_risk",
    ),
    _citizen("902", 3, _course("ICM", date(2024, 11, 4), time_factor=OVER_TIME, basis="experience")),
    _citizen("905", 1, _course("CTI", date(2025, 6, 4), time_factor=OVER_TIME, score_gap=UNDER_GAP)),
    _citizen(
        "905",
        2,
        _course(
            "CTI", date(2024, 3, 4), ended_on=date(2024, 11, 29), **ENDED, time_factor=OVER_TIME, score_gap=OVER_GAP
        ),
    ),
)

NOTHING_TO_SAY = (
    _citizen("901", 5, _course("CTI", date(2025, 12, 8), contact_on=date(2025, 11, 3))),
    _citizen("901", 6, _course("CTI", date(2025, 5, 6), expected_points=0)),
    _citizen("902", 4, _course("ICM", date(2025, 4, 1), skipped_time=frozenset({2, 3, 5, 7}))),
    _citizen("905", 3, _course("ICM", date(2025, 3, 10), estimate="none")),
    _citizen("904", 2, _course("ICM", date(2025, 6, 16), expected_from_month=9)),
    _citizen(
        "904", 3, _course("CTI", date(2025, 7, 7), skipped_scores=frozenset({1, 4, 7, 9})), target_group="at_risk"
    ),
)

SIGNALS = (
    _citizen("902", 5, _course("ICM", date(2025, 3, 4), skipped_time=frozenset({9, 10}))),
    _citizen("904", 1, _course("CTI", date(2025, 6, 10), skipped_scores=frozenset({4, 7}))),
    _citizen("901", 7, _course("CTI", date(2025, 6, 2), scores=(56, 60, 44))),
    _citizen("902", 6, _course("CTI", date(2025, 6, 5), scores=(40, 40, 32)), target_group="at_risk"),
    _citizen("902", 7, _course("ICM", date(2025, 6, 12), progression_measure="ORS", scores=(25.0, 25.5, 19.0))),
    _citizen("905", 4, _course("CTI", date(2025, 1, 8), contact_on=date(2024, 12, 2), time_factor=1.15)),
    _citizen(
        "901",
        8,
        _course("ICM", date(2025, 2, 4)),
        housing=(
            (FIRST_MONTH, "own_temporary_home"),
            (date(2025, 3, 1), "own_home"),
            (date(2025, 12, 1), "without_home"),
        ),
    ),
)

TURNS = (
    _citizen(
        "901",
        9,
        _course(
            "CTI",
            date(2024, 8, 6),
            ended_on=date(2025, 3, 14),
            end_reason="changed_method",
            effect_goal_met="no",
            contact_on=date(2024, 7, 1),
            time_factor=OVER_TIME,
            score_gap=UNDER_GAP,
            reestimated_in=5,
        ),
        _course("ICM", date(2025, 3, 17), reestimated_in=4, rescored_in=5),
    ),
    _citizen(
        "905",
        5,
        _course(
            "CTI", date(2024, 2, 5), ended_on=date(2024, 8, 30), end_reason="changed_method", time_factor=OVER_TIME
        ),
        _course("ICM", date(2024, 9, 9), score_gap=OVER_GAP, estimate_delay_days=30),
    ),
    _citizen(
        "902",
        8,
        _course(
            "CTI",
            date(2023, 8, 7),
            ended_on=date(2024, 3, 22),
            end_reason="dropped_out",
            effect_goal_met="no",
            time_factor=UNDER_TIME,
            score_gap=UNDER_GAP,
        ),
        _course("CTI", date(2024, 11, 11), ended_on=date(2025, 7, 31), **ENDED),
        target_group="at_risk",
        status_gaps=frozenset(date(2024, month, 1) for month in (6, 7, 8, 9, 10)),
    ),
    _citizen(
        "901",
        10,
        _course("ICM", date(2023, 12, 4), also_measured=("TILS",)),
        birth_year=1971,
        gender="male",
        shelter_nights=MANY_NIGHTS,
        referred_on=date(2023, 7, 10),
        housing=(
            (FIRST_MONTH, "without_home"),
            (date(2024, 7, 1), "own_temporary_home"),
            (date(2024, 9, 1), "own_home"),
        ),
    ),
    _citizen(
        "903",
        1,
        _course("ICM", date(2024, 1, 15), reestimated_in=7),
        shelter_nights=MANY_NIGHTS,
        referred_on=date(2023, 11, 1),
        housing=((FIRST_MONTH, "without_home"), (date(2025, 5, 1), "own_home")),
    ),
    _citizen("904", 4, _course("CTI", date(2024, 5, 6), ended_on=date(2024, 10, 18), end_reason="moved")),
    _citizen(
        "901", 11, _course("ICM", date(2024, 2, 1), ended_on=date(2025, 4, 9), end_reason="died"), birth_year=1957
    ),
    _citizen(
        "901",
        12,
        _course("CTI", None, contact_on=date(2024, 10, 7), ended_on=date(2025, 1, 15), end_reason="dropped_out"),
        target_group="at_risk",
    ),
    _citizen("902", 9, _course("ICM", None, contact_on=date(2025, 11, 24)), target_group="at_risk", birth_year=2009),
    _citizen("901", 13, _course("ACT", date(2024, 6, 3)), birth_year=1983),
    _citizen(
        "901", 14, _course("ACT", date(2025, 2, 10), time_factor=OVER_TIME), gender=None, birth_year=None, team=None
    ),
    _citizen(
        "905",
        6,
        _course("CTI", date(2025, 3, 3), ended_on=date(2025, 11, 28), **ENDED, skipped_time=frozenset({1, 2, 3})),
        status_from=date(2025, 6, 1),
    ),
    _citizen(
        "903",
        2,
        _course("ICM", date(2023, 9, 4), estimate="rolling", reestimated_in=13),
        status_gaps=frozenset(date(2024, month, 1) for month in (5, 6, 7, 8)),
        team=None,
    ),
    _citizen(
        "904",
        5,
        _course("ICM", date(2024, 1, 8), ended_on=date(2025, 3, 31), end_reason="other", effect_goal_met="no"),
        gender="other",
    ),
    _citizen(
        "902",
        10,
        _course("CTI", date(2023, 11, 6), ended_on=date(2024, 7, 26), **ENDED),
        gender="other",
        birth_year=2007,
    ),
    _citizen("905", 7, referred_on=date(2025, 12, 11)),
)

SCRIPTED = (*NINE_READINGS, *NOTHING_TO_SAY, *SIGNALS, *TURNS)


def scripted(municipality: str) -> list[CitizenPlan]:
    """The municipality's citizens written by hand, in the order of their numbers."""
    chosen = [plan for plan in SCRIPTED if plan.citizen.municipality == municipality]
    return sorted(chosen, key=lambda plan: plan.citizen.citizen_id)
