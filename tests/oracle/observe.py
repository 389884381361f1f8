"""The observed success rate of the courses a case is about, with its interval and its bounds."""

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tests.oracle import success
from tests.oracle.months import month_from
from tests.oracle.rows import Row
from tests.oracle.world import World, open_world

ENOUGH = 5


def observe(
    folder: Path,
    criterion: str,
    month: str,
    methods: Sequence[str] = (),
    target_groups: Sequence[str] = (),
    municipality: str | None = None,
) -> dict[str, Any]:
    """What `observe --format json` says of the courses; an empty list means all."""
    return observe_in(open_world(folder), criterion, month_from(month), methods, target_groups, municipality)


def observe_in(
    world: World,
    criterion: str,
    month: int,
    methods: Sequence[str] = (),
    target_groups: Sequence[str] = (),
    municipality: str | None = None,
) -> dict[str, Any]:
    """The same for a world that is already open."""
    courses = [
        course
        for course in world.courses
        if course["start_month"] <= month and in_case(world, course, methods, target_groups, municipality)
    ]
    outcomes = outcomes_of(world, courses, criterion, month)
    good, bad, missing = (outcomes.count(one) for one in (success.SUCCESS, success.FAILURE, success.MISSING))
    assessed, due = good + bad, good + bad + missing
    return {
        "criterion": criterion,
        "successes": good,
        "assessed": assessed,
        "not_yet": outcomes.count(success.NOT_YET),
        "missing": missing,
        "excluded": outcomes.count(success.EXCLUDED),
        "rate": good / assessed if assessed else None,
        "interval_90": [beta_quantile(p, 0.5 + good, 0.5 + bad) for p in (0.05, 0.95)],
        "bounds": [good / due, (good + missing) / due] if due else None,
        "enough": assessed >= ENOUGH,
    }


def outcomes_of(world: World, courses: Sequence[Row], criterion: str, month: int) -> list[str]:
    """Each course's outcome; one that a later course of the case took over from is excluded."""
    ids = {course["course_id"] for course in courses}
    found = []
    for course in courses:
        follower = success.replaced_by(world, course, month)
        replaced = follower is not None and follower["course_id"] in ids
        found.append(success.EXCLUDED if replaced else success.outcome(world, course, criterion, month))
    return found


def in_case(
    world: World, course: Row, methods: Sequence[str], target_groups: Sequence[str], municipality: str | None
) -> bool:
    """Whether the case is about this course."""
    citizen = world.citizens[course["citizen_id"]]
    return (
        (not methods or course["method"] in methods)
        and (not target_groups or citizen["target_group"] in target_groups)
        and (municipality is None or citizen["municipality"] == municipality)
    )


@cache
def beta_quantile(p: float, a: float, b: float) -> float:
    """The value below which Beta(a, b) has probability p, by halving until a double cannot be halved."""
    low, high = 0.0, 1.0
    for _ in range(70):
        middle = (low + high) / 2
        if beta_below(middle, a, b) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def beta_below(x: float, a: float, b: float) -> float:
    """The probability that Beta(a, b) is below x (regularised incomplete beta, by its continued fraction)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1.0 - beta_below(1.0 - x, b, a)
    log_front = (
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x) - math.log(a)
    )
    fraction = 1.0
    for step in range(400, 0, -1):
        fraction = 1.0 + _coefficient(step, x, a, b) / fraction
    return math.exp(log_front) / fraction


def _coefficient(step: int, x: float, a: float, b: float) -> float:
    half = step // 2
    if step % 2 == 0:
        return half * (b - half) * x / ((a + step - 1) * (a + step))
    return -(a + half) * (a + b + half) * x / ((a + step - 1) * (a + step))
