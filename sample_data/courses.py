"""From a course's plan to its expected and actual time. The levels are invented, sensible and nothing more."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sample_data.months import LAST_DAY, add_months, last_day_of, month_number, month_of, months_between
from sample_data.plans import CoursePlan
from sample_data.records import ExpectedTime, MissingReason, TimeUse

CTI_PHASE_HOURS = (42.0, 27.0, 15.0)
CTI_WITHIN_PHASE = (1.1, 1.0, 0.9)
CTI_OVERTIME_HOURS = 3.5
CTI_MONTHS = 9
MONTH_HOURS = {"ICM": 12.0, "ACT": 18.0}
WAVE_SWING = 0.2
WAVE_MONTHS = 8
CONTACT_HOURS = (2.0, 6.0)
NOISE = 0.06
NO_CONTACT_MONTH = 0.02
STAND_IN_MONTH = 0.04
STAND_IN_SHARE = 0.3
EXPERIENCE_SPREAD = 0.1
INDIVIDUAL_FIT = 0.4
REESTIMATE_FIT = 0.6
REASONS = ("no_contact", "declined", "not_relevant", "later")
REASON_GIVEN = 0.6
BATCH = {("CTI", "whole"): 3, ("CTI", "rolling"): 1, ("steady", "whole"): 12, ("steady", "rolling"): 3}


@dataclass(frozen=True)
class Batch:
    """Estimates made on one day for some periods, as a multiple of the method's usual hours."""

    estimated_on: date
    periods: range
    basis: str
    level: float


def usual_hours(method: str, number: int, wave_start: int) -> float:
    """The method's usual hours in a course month: CTI falls over the phases, the others move in waves."""
    if method != "CTI":
        return MONTH_HOURS[method] * (1 + WAVE_SWING * math.sin(2 * math.pi * (number + wave_start) / WAVE_MONTHS))
    if number > CTI_MONTHS:
        return CTI_OVERTIME_HOURS
    return CTI_PHASE_HOURS[(number - 1) // 3] / 3 * CTI_WITHIN_PHASE[(number - 1) % 3]


def expected_time(plan: CoursePlan, rng: Random) -> list[ExpectedTime]:
    """The estimates of a course, earlier ones kept as history; none before the start or without an estimate."""
    if plan.course.started_on is None or plan.estimate == "none":
        return []
    first = [batch for batch in _batches(plan, plan.course.started_on, rng) if batch.estimated_on <= plan.last_day]
    batches = [*first, *_reestimate(plan, plan.course.started_on, first)]
    return [_estimate(plan, batch, period) for batch in batches for period in batch.periods]


def _batches(plan: CoursePlan, started_on: date, rng: Random) -> Iterator[Batch]:
    is_cti = plan.course.method == "CTI"
    step = BATCH["CTI" if is_cti else "steady", plan.estimate]
    months = 3 if is_cti else 1
    reached = math.ceil(month_number(started_on, plan.last_day) / months)
    for first in range(1, (min(reached, 3) if is_cti else reached) + 1, step):
        begins = add_months(month_of(started_on), (first - 1) * months)
        made_on = started_on + timedelta(days=plan.estimate_delay_days) if first == 1 else begins + timedelta(days=3)
        yield Batch(made_on, range(first, first + step), plan.basis, _level(plan, rng))


def _level(plan: CoursePlan, rng: Random) -> float:
    """How the worker estimates: the average, a hunch about it, or part of the way to what this citizen needs."""
    if plan.steady or plan.basis == "average":
        return 1.0
    if plan.basis == "individual":
        return 1 + INDIVIDUAL_FIT * (plan.time_factor - 1)
    return 1 + rng.uniform(-EXPERIENCE_SPREAD, EXPERIENCE_SPREAD)


def _reestimate(plan: CoursePlan, started_on: date, made: list[Batch]) -> list[Batch]:
    """A new estimate in mid-course for the periods not begun, nearer to what the citizen turned out to need."""
    if plan.reestimated_in is None or not made:
        return []
    made_on = add_months(month_of(started_on), plan.reestimated_in - 1).replace(day=15)
    reached = math.ceil(plan.reestimated_in / 3) if plan.course.method == "CTI" else plan.reestimated_in
    periods = range(reached + 1, made[-1].periods.stop)
    if made_on > plan.last_day or not periods:
        return []
    return [Batch(made_on, periods, "individual", 1 + REESTIMATE_FIT * (plan.time_factor - 1))]


def _estimate(plan: CoursePlan, batch: Batch, period: int) -> ExpectedTime:
    usual = CTI_PHASE_HOURS[period - 1] if plan.course.method == "CTI" else MONTH_HOURS[plan.course.method]
    hours = round(usual * batch.level * 2) / 2
    return ExpectedTime(plan.course.course_id, period, hours, batch.estimated_on, batch.basis)


def time_use(plan: CoursePlan, rng: Random) -> list[TimeUse]:
    """The hours registered month by month, contact phase first; a month left out is a gap."""
    wave_start = 0 if plan.steady else rng.randrange(WAVE_MONTHS)
    rows = _contact_time(plan, rng)
    if plan.course.started_on is None:
        return rows
    for month in months_between(plan.course.started_on, plan.last_day):
        number = month_number(plan.course.started_on, month)
        if number not in plan.skipped_time:
            hours = usual_hours(plan.course.method, number, wave_start) * plan.time_factor
            rows += _month_time(plan, month, hours if plan.steady else _with_chance(hours, rng), rng)
    return rows


def missing_reasons(plan: CoursePlan, rng: Random) -> list[MissingReason]:
    """Why the hours of a month are blank, in most of the gaps; in the others nobody has said."""
    if plan.course.started_on is None:
        return []
    numbered = {
        month_number(plan.course.started_on, month): month
        for month in months_between(plan.course.started_on, plan.last_day)
    }
    gaps = [numbered[number] for number in sorted(plan.skipped_time) if number in numbered]
    return [
        MissingReason(plan.course.course_id, month, "hours", rng.choice(REASONS))
        for month in gaps
        if rng.random() < REASON_GIVEN
    ]


def _contact_time(plan: CoursePlan, rng: Random) -> list[TimeUse]:
    course = plan.course
    if course.contact_on is None:
        return []
    last = last_day_of(add_months(month_of(course.started_on), -1)) if course.started_on else plan.last_day
    return [
        TimeUse(course.course_id, month, course.caseworker, _quarters(rng.uniform(*CONTACT_HOURS)))
        for month in months_between(course.contact_on, min(last, LAST_DAY))
    ]


def _with_chance(hours: float, rng: Random) -> float:
    """Hours with some noise; now and then a month in which the citizen was not met (0, which is registered)."""
    return 0.0 if rng.random() < NO_CONTACT_MONTH else hours * (1 + rng.uniform(-NOISE, NOISE))


def _month_time(plan: CoursePlan, month: date, hours: float, rng: Random) -> list[TimeUse]:
    own = TimeUse(plan.course.course_id, month, plan.course.caseworker, _quarters(hours))
    if plan.stand_in is None or hours == 0 or rng.random() >= STAND_IN_MONTH:
        return [own]
    helped = _quarters(hours * STAND_IN_SHARE)
    return [
        TimeUse(own.course_id, month, own.caseworker, own.hours - helped),
        TimeUse(own.course_id, month, plan.stand_in, helped),
    ]


def _quarters(hours: float) -> float:
    return round(hours * 4) / 4
