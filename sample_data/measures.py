"""From a course's plan to its measurements: what was expected, and what the citizen answered."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from sample_data.months import add_months, last_day_of, month_number, month_of
from sample_data.plans import CitizenPlan, CoursePlan, housing_in
from sample_data.records import Measurement
from sample_data.scales import SCALES, typed

MEASURED_EVERY = 3
CTI_MEASURED_LAST = 9
PLANNED_MONTHS = {"CTI": 9, "ICM": 12, "ACT": 12}
HOUSING_SHIFT = {"own_home": 0.4, "without_home": -0.8}
SCORE_NOISE = 0.35
RESCORED_BY = 0.8
MADE_ON_WRITTEN = 0.5
STEADY_BASE, STEADY_GAIN = 0.4, 0.7
STEADY_DAY = 20

Line = Sequence[tuple[date, float]]


def measurements(citizen: CitizenPlan, plan: CoursePlan, rng: Random) -> list[Measurement]:
    """Expected and actual measurements of a course; none before it has started."""
    if plan.course.started_on is None:
        return []
    line = _expected_line(plan, plan.course.started_on, rng)
    days = measured_days(plan, plan.course.started_on, rng)
    scores = _scores(citizen, plan, line, days, rng)
    rows = _expected(plan, line, rng) + _rescored(plan, line, rng)
    for day, score in zip(days, scores, strict=True):
        rows.append(_actual(plan, plan.course.progression_measure, day, score, rng))
    for instrument in plan.also_measured:
        for index, day in enumerate(days):
            rows.append(_actual(plan, instrument, day, _own_level(instrument, index, rng), rng))
    return rows


def due_numbers(method: str, last: int) -> list[int]:
    """The course months in which a measurement is due: 1, 4, 7, 10 ..., for CTI the ninth too."""
    due = set(range(1, last + 1, MEASURED_EVERY))
    return sorted(due | ({CTI_MEASURED_LAST} if method == "CTI" and last >= CTI_MEASURED_LAST else set()))


def measured_days(plan: CoursePlan, started_on: date, rng: Random) -> list[date]:
    """The days on which the citizen was measured: one in each month due, without those missed."""
    numbers = due_numbers(plan.course.method, month_number(started_on, plan.last_day))
    return [_measured_day(plan, started_on, number, rng) for number in numbers if number not in plan.skipped_scores]


def _measured_day(plan: CoursePlan, started_on: date, number: int, rng: Random) -> date:
    month = add_months(month_of(started_on), number - 1)
    first, last = max(month, started_on), min(last_day_of(month), plan.last_day)
    if plan.steady:
        return min(max(month.replace(day=STEADY_DAY), first), last)
    return first + timedelta(days=rng.randint(0, (last - first).days))


def at(line: Line, day: date) -> float:
    """The expected score read off the line; before the first point its first score, after the last its last."""
    for (since, low), (until, high) in pairwise(line):
        if since <= day < until:
            return low + (high - low) * (day - since).days / (until - since).days
    return line[0][1] if day < line[0][0] else line[-1][1]


def _expected_line(plan: CoursePlan, started_on: date, rng: Random) -> Line:
    """The expectation as points in time; also where the worker wrote none down, for the scores follow it."""
    scale = SCALES[plan.course.progression_measure]
    chance = (rng.random(), rng.random())
    place = (STEADY_BASE, STEADY_GAIN) if plan.steady else chance
    base = scale.base[0] + place[0] * (scale.base[1] - scale.base[0])
    gain = scale.gain[0] + place[1] * (scale.gain[1] - scale.gain[0])
    first = max(started_on, add_months(month_of(started_on), plan.expected_from_month - 1))
    last = last_day_of(add_months(month_of(started_on), PLANNED_MONTHS[plan.course.method] - 1))
    steps = max(plan.expected_points, 2) - 1
    days = [first + timedelta(days=(last - first).days * step // steps) for step in range(steps + 1)]
    return [(day, scale.score(scale.nearest(base + gain * step / steps))) for step, day in enumerate(days)]


def _expected(plan: CoursePlan, line: Line, rng: Random) -> list[Measurement]:
    made_on = plan.course.started_on if rng.random() < MADE_ON_WRITTEN else None
    points = line if plan.expected_points else ()
    instrument = plan.course.progression_measure
    return [_row(plan, instrument, "expected", (day, made_on), score, rng) for day, score in points]


def _rescored(plan: CoursePlan, line: Line, rng: Random) -> list[Measurement]:
    """A second set of expected scores, made in mid-course: the whole line anew, its later points moved."""
    if plan.rescored_in is None or plan.course.started_on is None or not plan.expected_points:
        return []
    made_on = add_months(month_of(plan.course.started_on), plan.rescored_in - 1).replace(day=16)
    if made_on > plan.last_day:
        return []
    instrument = plan.course.progression_measure
    moved = RESCORED_BY * SCALES[instrument].limit * (1 if plan.score_gap > 0 else -1)
    points = [(day, score + moved if day > made_on else score) for day, score in line]
    return [_row(plan, instrument, "expected", (day, made_on), score, rng) for day, score in points]


def _scores(citizen: CitizenPlan, plan: CoursePlan, line: Line, days: Sequence[date], rng: Random) -> list[float]:
    """The actual scores: the expectation, the growing gap to it, the housing of the month and some noise."""
    if plan.scores:
        return list(plan.scores[: len(days)])
    limit = SCALES[plan.course.progression_measure].limit
    scores = []
    for index, day in enumerate(days):
        gap = plan.score_gap * (index + 1) / len(days)
        moved = HOUSING_SHIFT.get(housing_in(citizen, month_of(day)), 0.0) + rng.gauss(0, SCORE_NOISE)
        scores.append(at(line, day) + limit * (gap if plan.steady else gap + moved))
    return scores


def _own_level(instrument: str, index: int, rng: Random) -> float:
    """A score of an instrument measured beside the professional goal; it moves a little each time."""
    scale = SCALES[instrument]
    return rng.uniform(*scale.base) + index * rng.uniform(*scale.gain) / MEASURED_EVERY


def _actual(plan: CoursePlan, instrument: str, day: date, score: float, rng: Random) -> Measurement:
    return _row(plan, instrument, "actual", (day, None), score, rng)


def _row(
    plan: CoursePlan, instrument: str, kind: str, days: tuple[date, date | None], score: float, rng: Random
) -> Measurement:
    return Measurement(plan.course.course_id, days[0], days[1], instrument, kind, **typed(instrument, score, rng))
