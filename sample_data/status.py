"""From a citizen's plan to the monthly status: housing, income, shelter nights, support and five judgements."""

from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any

from sample_data.months import last_day_of, month_number, month_of, months_between
from sample_data.plans import CitizenPlan, housing_in
from sample_data.records import MonthlyStatus

SUPPORT_85A_FROM = date(2023, 10, 1)
NEVER = 999
ROW_MISSING = 0.07
FIELD_BLANK = 0.04
INCOMES = {"benefit": 0.76, "student_grant": 0.1, "wage": 0.08, "other": 0.06}
WORKS_LATER = 0.3
WORKS_AFTER_MONTHS = (4, 14)
BOTH_SHARE = 0.2
STUDIES_ON_BENEFIT = 0.1
SUPPORTED_85 = 0.85
IN_TREATMENT = 0.25
EVICTION_AVERTED = 0.015
SHELTER_RELAPSE = 0.03
NIGHTS_NOISE = 4
GOOD_START, GOOD_RISE = (1.6, 3.2), (0.04, 0.12)
HARD_START, HARD_FALL = (2.4, 4.6), (0.02, 0.08)
OUTSIDE_COURSE_PACE = 0.2
JUDGEMENT_NOISE = 0.25
GOOD_FIELDS = ("home_skills", "finances", "stable_lifestyle")
HARD_FIELDS = ("mental_difficulties", "substance_problem")
OPTIONAL = (
    "housing",
    "income",
    "occupation",
    "shelter_nights",
    "support_85",
    "support_85a",
    "substance_treatment",
    "evictions_averted",
    *GOOD_FIELDS,
    *HARD_FIELDS,
)


@dataclass(frozen=True)
class Traits:
    """What marks a citizen over the whole time: first income, when work or study begins, treatment, judgements."""

    income: str
    later_income: str
    works_from: int
    both: bool
    studies: bool
    supported: bool
    treated_from: int
    treated_to: int
    levels: dict[str, tuple[float, float]]


def monthly_status(plan: CitizenPlan, rng: Random) -> list[MonthlyStatus]:
    """One row per month registered; a month left out and a blank cell are both unknown."""
    traits = _traits(rng)
    rows = []
    for month in months_between(plan.status_from, plan.status_to):
        row, missing = _status(plan, traits, month, rng), rng.random() < ROW_MISSING
        if month not in plan.status_gaps and (plan.steady or not missing):
            rows.append(_with_blanks(row, plan.unregistered, 0 if plan.steady else FIELD_BLANK, rng))
    return rows


def _traits(rng: Random) -> Traits:
    income = rng.choices(list(INCOMES), list(INCOMES.values()))[0]
    treated_from = rng.randint(1, 9) if rng.random() < IN_TREATMENT else NEVER
    good = {field: (rng.uniform(*GOOD_START), rng.uniform(*GOOD_RISE)) for field in GOOD_FIELDS}
    hard = {field: (rng.uniform(*HARD_START), -rng.uniform(*HARD_FALL)) for field in HARD_FIELDS}
    return Traits(
        income=income,
        later_income=rng.choice(("wage", "student_grant")),
        works_from=rng.randint(*WORKS_AFTER_MONTHS) if rng.random() < WORKS_LATER else NEVER,
        both=rng.random() < BOTH_SHARE,
        studies=rng.random() < STUDIES_ON_BENEFIT,
        supported=rng.random() < SUPPORTED_85,
        treated_from=treated_from,
        treated_to=treated_from + rng.randint(3, 10),
        levels=good | hard,
    )


def _status(plan: CitizenPlan, traits: Traits, month: date, rng: Random) -> MonthlyStatus:
    housing = housing_in(plan, month)
    number = _months_in_course(plan, month)
    income = traits.later_income if number >= traits.works_from else traits.income
    support_85, support_85a = _support(plan, traits, month, housing)
    return MonthlyStatus(
        citizen_id=plan.citizen.citizen_id,
        month=month,
        housing=housing,
        income=income,
        occupation=_occupation(income, traits),
        shelter_nights=_nights(plan, month, housing, rng),
        support_85=support_85,
        support_85a=support_85a,
        substance_treatment=_yes(traits.treated_from <= number < traits.treated_to),
        evictions_averted=int(housing == "own_home" and rng.random() < EVICTION_AVERTED),
        **_judgements(plan, traits, month, rng),
    )


def _months_in_course(plan: CitizenPlan, month: date) -> int:
    """Months with a running course up to this one; 0 before the first start."""
    started = [(course.course.started_on, course.last_day) for course in plan.courses if course.course.started_on]
    return sum(max(0, month_number(since, min(month, month_of(until)))) for since, until in started)


def _in_course(plan: CitizenPlan, month: date) -> bool:
    return any(
        course.course.started_on is not None and month_of(course.course.started_on) <= month <= course.last_day
        for course in plan.courses
    )


def _support(plan: CitizenPlan, traits: Traits, month: date, housing: str) -> tuple[str, str | None]:
    """Support by section 85, and from October 2023 by 85 a for those moved from homelessness to a home."""
    supported = traits.supported and _in_course(plan, month)
    if month < SUPPORT_85A_FROM:
        return _yes(supported), None
    by_85a = supported and plan.citizen.target_group == "homeless" and housing == "own_home"
    return _yes(supported and not by_85a), _yes(by_85a)


def _occupation(income: str, traits: Traits) -> str:
    if income == "wage":
        return "both" if traits.both else "employment"
    if income == "student_grant":
        return "both" if traits.both else "education"
    return "education" if traits.studies else "none"


def _nights(plan: CitizenPlan, month: date, housing: str, rng: Random) -> int:
    """Nights at a shelter: the usual number in a month without a home, now and then a few later."""
    if housing != "without_home":
        relapse = plan.shelter_nights and not plan.steady and rng.random() < SHELTER_RELAPSE
        return rng.randint(1, 6) if relapse else 0
    noise = 0 if plan.steady or not plan.shelter_nights else rng.randint(-NIGHTS_NOISE, NIGHTS_NOISE)
    return max(0, min(last_day_of(month).day, plan.shelter_nights + noise))


def _judgements(plan: CitizenPlan, traits: Traits, month: date, rng: Random) -> dict[str, int]:
    """The five judgements 1-5: the good ones rise and the hard ones fall slowly, less outside a course."""
    in_course = _months_in_course(plan, month)
    outside = max(0, month_number(plan.status_from, month) - in_course)
    pace = in_course + OUTSIDE_COURSE_PACE * outside
    return {
        field: max(1, min(5, round(start + change * pace + rng.gauss(0, JUDGEMENT_NOISE))))
        for field, (start, change) in traits.levels.items()
    }


def _with_blanks(row: MonthlyStatus, unregistered: frozenset[str], share: float, rng: Random) -> MonthlyStatus:
    blank: dict[str, Any] = {field: None for field in OPTIONAL if rng.random() < share or field in unregistered}
    return replace(row, **blank)


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"
