"""A course drawn by chance: contact, start, end, how it goes and how well it is registered."""

from datetime import date, timedelta
from random import Random
from typing import TypedDict

from sample_data.measures import due_numbers
from sample_data.months import LAST_DAY, add_months, last_day_of, month_of
from sample_data.plans import CoursePlan
from sample_data.profiles import Profile, caseworker_of
from sample_data.records import Citizen, Course

CONTACT_PHASE = {"at_risk": 0.6, "homeless": 0.4}
CONTACT_AFTER_DAYS = (3, 20)
STARTED_AFTER_CONTACT_DAYS = (18, 75)
STARTED_AFTER_REFERRAL_DAYS = (7, 45)
LAST_START = LAST_DAY - timedelta(days=10)

CTI_ENDS = {"completed": 0.62, "changed_method": 0.11, "dropped_out": 0.13, "moved": 0.05, "died": 0.02, "other": 0.07}
ICM_ENDS = {"completed": 0.5, "dropped_out": 0.25, "moved": 0.1, "died": 0.05, "other": 0.1}
ICM_RUNS_ON = 0.5
ICM_MONTHS = (9, 22)
CTI_CHANGED_IN = (5, 9)
CTI_BROKEN_IN = (2, 7)
CTI_COMPLETED_IN = 9
CTI_OVER_TIME = 0.18
CTI_OVER_TIME_MONTHS = (1, 3)
CHANGED_AFTER_DAYS = (1, 20)
RETURNS = 0.1
RETURNED_AFTER_DAYS = (110, 230)

TIME_READINGS = {"under": (0.45, 0.66), "as": (0.88, 1.12), "over": (1.4, 1.75)}
TIME_SHARES = {"under": 0.3, "as": 0.5, "over": 0.2}
GAP_READINGS = {"under": (-2.4, -1.3), "as": (-0.6, 0.6), "over": (1.3, 2.2)}
GAP_SHARES = {"under": 0.22, "as": 0.5, "over": 0.28}

NO_ESTIMATE = 0.05
ESTIMATE_DELAY_DAYS = (0, 10)
OTHER_BASIS = 0.3
BASES = ("average", "experience", "individual")
REESTIMATED = 0.25
REESTIMATED_IN = (3, 8)
NO_EXPECTED_SCORE = 0.05
RESCORED = 0.1
LATE_TIME = 0.06
TIME_GAP = 0.05
SCORE_MISSED = 0.14
NEVER_MEASURED = 0.03
ALSO_WHO5, ALSO_ORS = 0.4, 0.2
IN_COLLABORATION = 0.45
COLLABORATION_BLANK = 0.05
LONGEST_COURSE = 40


class Quality(TypedDict):
    """What of a course is registered, and how."""

    skipped_time: frozenset[int]
    skipped_scores: frozenset[int]
    also_measured: tuple[str, ...]


def draw_course(profile: Profile, citizen: Citizen, number: int, rng: Random) -> CoursePlan:
    """The citizen's first course; one that began too late to have started is still in its contact phase."""
    contact_on = citizen.referred_on + timedelta(days=rng.randint(*CONTACT_AFTER_DAYS))
    has_contact = rng.random() < CONTACT_PHASE[citizen.target_group]
    waits = STARTED_AFTER_CONTACT_DAYS if has_contact else STARTED_AFTER_REFERRAL_DAYS
    started_on = (contact_on if has_contact else citizen.referred_on) + timedelta(days=rng.randint(*waits))
    course_id = f"{_course_stem(citizen.citizen_id)}-1"
    if started_on > LAST_START:
        return _plan(profile, _course(profile, course_id, number, contact_on, None, rng=rng), rng)
    course = _course(profile, course_id, number, contact_on if has_contact else None, started_on, rng=rng)
    return _plan(profile, course, rng)


def draw_next_course(profile: Profile, courses: list[CoursePlan], number: int, rng: Random) -> CoursePlan | None:
    """The course that follows: ICM after a changed method, or a return after a break; mostly none."""
    last = courses[-1].course
    changed, returns = last.end_reason == "changed_method", rng.random() < RETURNS
    waits = CHANGED_AFTER_DAYS if changed else RETURNED_AFTER_DAYS
    may_return = last.started_on and last.end_reason in ("completed", "dropped_out") and returns
    if last.ended_on is None or not (changed or may_return):
        return None
    started_on = last.ended_on + timedelta(days=rng.randint(*waits))
    if started_on > LAST_START:
        return None
    course_id = f"{_course_stem(last.citizen_id)}-{len(courses) + 1}"
    method = "ICM" if changed else None
    return _plan(profile, _course(profile, course_id, number, None, started_on, method, len(courses), rng=rng), rng)


def _course_stem(citizen_id: str) -> str:
    return citizen_id.replace("B-", "F-", 1)


def _course(
    profile: Profile,
    course_id: str,
    number: int,
    contact_on: date | None,
    started_on: date | None,
    method: str | None = None,
    turn: int = 0,
    *,
    rng: Random,
) -> Course:
    chosen = method or rng.choices(list(profile.methods), list(profile.methods.values()))[0]
    ended_on, end_reason = _end(chosen, started_on, rng) if started_on else (None, None)
    collaboration = "yes" if rng.random() < IN_COLLABORATION else "no"
    return Course(
        course_id=course_id,
        citizen_id=course_id[:-2].replace("F-", "B-", 1),
        method=chosen,
        contact_on=contact_on,
        started_on=started_on,
        ended_on=ended_on,
        end_reason=end_reason,
        caseworker=caseworker_of(profile, number, turn),
        progression_measure="ORS" if rng.random() < profile.ors else "WHO5",
        collaboration_model=None if rng.random() < COLLABORATION_BLANK else collaboration,
        effect_goal_met=None,
    )


def _end(method: str, started_on: date, rng: Random) -> tuple[date | None, str | None]:
    """When and why the course ends; blank when that lies after the sample's last day."""
    if method != "CTI" and rng.random() < ICM_RUNS_ON:
        return None, None
    reasons = CTI_ENDS if method == "CTI" else ICM_ENDS
    reason = rng.choices(list(reasons), list(reasons.values()))[0]
    month = add_months(month_of(started_on), _end_number(method, reason, rng) - 1)
    ended_on = month + timedelta(days=rng.randint(4, last_day_of(month).day - 1))
    return (ended_on, reason) if ended_on <= LAST_DAY else (None, None)


def _end_number(method: str, reason: str, rng: Random) -> int:
    """The course month in which it ends."""
    if method != "CTI":
        return rng.randint(*ICM_MONTHS)
    if reason == "completed":
        return CTI_COMPLETED_IN + (rng.randint(*CTI_OVER_TIME_MONTHS) if rng.random() < CTI_OVER_TIME else 0)
    return rng.randint(*(CTI_CHANGED_IN if reason == "changed_method" else CTI_BROKEN_IN))


def _plan(profile: Profile, course: Course, rng: Random) -> CoursePlan:
    """How the course goes against what was expected, and what of it is registered."""
    time_reading = rng.choices(list(TIME_SHARES), list(TIME_SHARES.values()))[0]
    gap_reading = rng.choices(list(GAP_SHARES), list(GAP_SHARES.values()))[0]
    return CoursePlan(
        course=course,
        time_factor=rng.uniform(*TIME_READINGS[time_reading]),
        score_gap=rng.uniform(*GAP_READINGS[gap_reading]),
        estimate="none" if rng.random() < NO_ESTIMATE else "rolling" if rng.random() < profile.rolling else "whole",
        basis=rng.choice(BASES) if rng.random() < OTHER_BASIS else profile.basis,
        estimate_delay_days=rng.randint(*ESTIMATE_DELAY_DAYS),
        reestimated_in=rng.randint(*REESTIMATED_IN) if rng.random() < REESTIMATED else None,
        expected_points=0 if rng.random() < NO_EXPECTED_SCORE else rng.randint(2, 4),
        rescored_in=rng.randint(*REESTIMATED_IN) if rng.random() < RESCORED else None,
        stand_in=_stand_in(profile, course),
        **_quality(profile, course, rng),
    )


def _quality(profile: Profile, course: Course, rng: Random) -> Quality:
    numbers = range(1, LONGEST_COURSE)
    late = {1, 2} if rng.random() < LATE_TIME else set()
    missed = 1.0 if rng.random() < NEVER_MEASURED else SCORE_MISSED
    is_ors = course.progression_measure == "ORS"
    other = ("WHO5", ALSO_WHO5) if is_ors else ("ORS", ALSO_ORS if profile.srs else 0.0)
    chances = [other, ("SRS", 1.0 if profile.srs and is_ors else 0.0), ("TILS", profile.tils)]
    return Quality(
        skipped_time=frozenset(late | {number for number in numbers if rng.random() < TIME_GAP}),
        skipped_scores=frozenset(number for number in due_numbers("CTI", LONGEST_COURSE) if rng.random() < missed),
        also_measured=tuple(name for name, share in chances if rng.random() < share),
    )


def _stand_in(profile: Profile, course: Course) -> str | None:
    """A colleague in the same team who helps now and then."""
    teams = (*profile.teams, *((profile.small_team,) if profile.small_team else ()))
    mates = [worker for team in teams if course.caseworker in team.caseworkers for worker in team.caseworkers]
    return next((worker for worker in mates if worker != course.caseworker), None)
