"""Ordinary citizens, drawn by chance from a municipality's profile: who they are, their courses and their housing."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from sample_data.journeys import draw_course, draw_next_course
from sample_data.months import FIRST_MONTH, LAST_MONTH, add_months, month_number, month_of, months_between
from sample_data.plans import CitizenPlan, CoursePlan, housing_in
from sample_data.profiles import Profile, team_of
from sample_data.records import Citizen

FIRST_REFERRAL, LAST_REFERRAL = date(2023, 7, 3), date(2025, 11, 20)
BLANK = 0.02
OTHER_GENDER = 0.02
MOST_COURSES = 3

HOMELESS_BEFORE = {"without_home": 0.64, "own_temporary_home": 0.24, "placed": 0.05, "service_act_housing": 0.07}
AT_RISK_BEFORE = {"own_temporary_home": 0.4, "placed": 0.2, "own_home": 0.25, "service_act_housing": 0.15}
PLACED_UNTIL_AGE = 23
GETS_HOME = {"CTI": 0.8, "ICM": 0.68, "ACT": 0.5}
HOME_AFTER_MONTHS = {"CTI": (0, 3), "ICM": (1, 9), "ACT": (2, 10)}
LOSES_HOME = 0.09
LOST_AFTER_MONTHS = (3, 10)
REGAINS_HOME = 0.5
REGAINED_AFTER_MONTHS = (2, 5)
USES_SHELTER = {"young": 0.35, "adult": 0.7}
SHELTER_FROM_AGE = 18
ADULT_FROM_AGE = 25
USUAL_NIGHTS = (12, 30)

STATUS_BEFORE_REFERRAL = (0, 3)
LATE_REGISTRATION = 0.08
LATE_BY_MONTHS = 2
LONG_GAP = 0.1
LONG_GAP_MONTHS = (3, 5)
FOLLOW_UP = {"completed": (0, 3, 6, 12, 12, 12), "dropped_out": (0, 0, 1, 3), "other": (0, 3), "changed_method": (0, 3)}
FOLLOW_UP_IN_BREAK = 3

GOAL_BLANK = 0.12
GOAL_MET = {("completed", True): 0.76, ("completed", False): 0.3}
GOAL_MET_OTHERWISE = 0.15


def draw_citizen(profile: Profile, number: int, rng: Random) -> CitizenPlan:
    """A citizen with everything that chance decides about the course of events."""
    citizen = _person(profile, number, rng)
    courses = [draw_course(profile, citizen, number, rng)]
    while len(courses) < MOST_COURSES:
        following = draw_next_course(profile, courses, number, rng)
        if following is None:
            break
        courses.append(following)
    return _with_goals(planned(profile, citizen, tuple(courses), rng), rng)


def planned(profile: Profile, citizen: Citizen, courses: tuple[CoursePlan, ...], rng: Random) -> CitizenPlan:
    """The citizen with housing, shelter use and the months for which a status is registered."""
    status_from, status_to = _status_window(citizen, courses, rng)
    return CitizenPlan(
        citizen=citizen,
        courses=courses,
        housing=_housing(citizen, courses, rng),
        shelter_nights=_usual_nights(citizen, rng),
        status_from=status_from,
        status_to=status_to,
        status_gaps=_long_gap(status_from, rng) | _breaks(courses),
        unregistered=profile.unregistered,
    )


def _person(profile: Profile, number: int, rng: Random) -> Citizen:
    days = (LAST_REFERRAL - FIRST_REFERRAL).days
    referred_on = FIRST_REFERRAL + timedelta(days=rng.randint(0, days))
    low, high, _ = rng.choices(profile.ages, [weight for *_, weight in profile.ages])[0]
    age = rng.randint(low, high)
    gender = "male" if rng.random() < profile.male else "female"
    return Citizen(
        citizen_id=f"B-{profile.municipality}-{number:03}",
        municipality=profile.municipality,
        team=None if rng.random() < BLANK else team_of(profile, number).name,
        birth_year=None if rng.random() < BLANK else referred_on.year - age,
        gender=None if rng.random() < BLANK else "other" if rng.random() < OTHER_GENDER else gender,
        target_group="at_risk" if rng.random() < profile.at_risk else "homeless",
        referred_on=referred_on,
    )


def _age(citizen: Citizen) -> int:
    """The age at referral; an unknown birth year counts as a grown-up's."""
    return citizen.referred_on.year - citizen.birth_year if citizen.birth_year else ADULT_FROM_AGE


def _housing(citizen: Citizen, courses: tuple[CoursePlan, ...], rng: Random) -> tuple[tuple[date, str], ...]:
    """The housing before, the own home that most get, and now and then its loss and a new one."""
    shares = dict(HOMELESS_BEFORE if citizen.target_group == "homeless" else AT_RISK_BEFORE)
    if _age(citizen) >= PLACED_UNTIL_AGE:
        shares.pop("placed")
    path = [(FIRST_MONTH, rng.choices(list(shares), list(shares.values()))[0])]
    first = courses[0].course
    if first.started_on is None or rng.random() >= GETS_HOME[first.method]:
        return tuple(path)
    home = add_months(month_of(first.started_on), rng.randint(*HOME_AFTER_MONTHS[first.method]))
    path.append((home, "own_home"))
    if rng.random() < LOSES_HOME:
        lost = add_months(home, rng.randint(*LOST_AFTER_MONTHS))
        path.append((lost, "without_home"))
        if rng.random() < REGAINS_HOME:
            path.append((add_months(lost, rng.randint(*REGAINED_AFTER_MONTHS)), "own_home"))
    return tuple(path)


def _usual_nights(citizen: Citizen, rng: Random) -> int:
    """Nights a month at a shelter while without a home; many, the young above all, never use one."""
    share = USES_SHELTER["adult" if _age(citizen) >= ADULT_FROM_AGE else "young"]
    uses = citizen.target_group == "homeless" and _age(citizen) >= SHELTER_FROM_AGE and rng.random() < share
    return rng.randint(*USUAL_NIGHTS) if uses else 0


def _status_window(citizen: Citizen, courses: tuple[CoursePlan, ...], rng: Random) -> tuple[date, date]:
    """From a little before referral (or late) to the follow-up after the last course."""
    first, last = courses[0].course, courses[-1].course
    status_from = max(FIRST_MONTH, add_months(month_of(citizen.referred_on), -rng.randint(*STATUS_BEFORE_REFERRAL)))
    if first.started_on and rng.random() < LATE_REGISTRATION:
        status_from = min(LAST_MONTH, add_months(month_of(first.started_on), LATE_BY_MONTHS))
    if last.ended_on is None:
        return status_from, LAST_MONTH
    follow_up = rng.choice(FOLLOW_UP.get(last.end_reason or "", (0,)))
    return status_from, min(LAST_MONTH, add_months(month_of(last.ended_on), follow_up))


def _long_gap(status_from: date, rng: Random) -> frozenset[date]:
    """Some months in a row in which nobody registered, longer than a value is carried forward."""
    begins = add_months(status_from, rng.randint(3, 12))
    length = rng.randint(*LONG_GAP_MONTHS)
    return frozenset(add_months(begins, step) for step in range(length)) if rng.random() < LONG_GAP else frozenset()


def _breaks(courses: tuple[CoursePlan, ...]) -> frozenset[date]:
    """The months between two courses when the follow-up of the first is over."""
    months: set[date] = set()
    for before, after in zip(courses, courses[1:], strict=False):
        if before.course.ended_on and after.course.started_on:
            ended, starts = month_of(before.course.ended_on), month_of(after.course.started_on)
            between = months_between(add_months(ended, 1), add_months(starts, -1))
            months |= {month for month in between if month_number(ended, month) > FOLLOW_UP_IN_BREAK + 1}
    return frozenset(months)


def _with_goals(plan: CitizenPlan, rng: Random) -> CitizenPlan:
    """The caseworkers' own assessment of the ended courses; some never make one."""
    judged = [replace(course.course, effect_goal_met=_goal(plan, course, rng)) for course in plan.courses]
    pairs = zip(plan.courses, judged, strict=True)
    return replace(plan, courses=tuple(replace(course, course=row) for course, row in pairs))


def _goal(plan: CitizenPlan, course: CoursePlan, rng: Random) -> str | None:
    reason, ended_on, blank, draw = course.course.end_reason, course.course.ended_on, rng.random(), rng.random()
    if ended_on is None or course.course.started_on is None or reason in ("died", "moved") or blank < GOAL_BLANK:
        return None
    housed = housing_in(plan, month_of(ended_on)) == "own_home"
    return "yes" if draw < GOAL_MET.get((reason or "", housed), GOAL_MET_OTHERWISE) else "no"
