"""Help to expect: what own courses of the same method took, and how good the guesses were. Pure, on registered hours.

A period counts for a course only when the course lived all of it and time is registered in every month of it: unknown
is not zero. At least five courses stand behind every suggestion; below that nothing is suggested.
"""

import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from pipelines.double_bottom_line import later_month, month_number

FEWEST = 5
"""So many courses stand behind every number: fewer are no guide, and as these are shown to caseworkers of the whole
municipality, a median of few could be read as what one citizen took. Courses are counted, since one has many periods."""
Source = Literal["ended", "running", "none"]
WHO5_STEP, ORS_STEP = Fraction(4), Fraction(1, 10)
HIGHEST = {"WHO5": 100, "ORS": 40}


@dataclass(frozen=True)
class Lived:
    """One course as far as it is lived: hours of the months with time; last_month is the last whole one of the course.

    scores: (course month number, score) of the course's own instrument, oldest first.
    """

    course_id: str
    method: str
    team: str | None
    instrument: str
    start_month: date
    last_month: date
    is_ended: bool
    hours: Mapping[date, Fraction]
    scores: Sequence[tuple[int, Fraction]]


@dataclass(frozen=True)
class Suggestion:
    """What own courses took in a period: quartiles of n courses; all None, source none, where there are too few."""

    period: int
    source: Source
    n: int
    lower: float | None
    median: float | None
    upper: float | None


@dataclass(frozen=True)
class Guess:
    """One period of a course that was estimated and then lived: the first estimate, the last that held, what it took."""

    course_id: str
    ends_on: date
    first_hours: Fraction
    first_basis: str
    last_hours: Fraction
    last_basis: str
    actual: Fraction


@dataclass(frozen=True)
class Calibration:
    """How far a group of guesses was from what it took, as shares of the estimate; n periods of at least FEWEST courses.

    off: median of the distance, whichever way. ratio: median of actual over estimated (above 1: guessed too low).
    """

    group: str
    n: int
    off: float
    ratio: float


def suggestions(
    courses: Iterable[Lived], method: str, team: str | None, periods: Sequence[int], but: str = ""
) -> list[Suggestion]:
    """Per period (CTI phase, else month number): own ended courses, else the team's running ones, else none.

    `but` is the course that asks; it is no guide to itself.
    """
    same = [course for course in courses if course.method == method and course.course_id != but]
    ended = _by_period(period_hours(course) for course in same if course.is_ended)
    running = _by_period(
        period_hours(course) for course in same if not course.is_ended and team is not None and course.team == team
    )
    return [_suggestion(period, ended.get(period, []), running.get(period, [])) for period in periods]


def score_suggestions(
    courses: Iterable[Lived], method: str, team: str | None, instrument: str, months: Sequence[int], but: str = ""
) -> list[Suggestion]:
    """Per course month of measuring: how far own courses had come from their first score, chosen as for hours."""
    same = [
        course
        for course in courses
        if course.method == method and course.instrument == instrument and course.course_id != but
    ]
    ended = _by_period(score_changes(course, months) for course in same if course.is_ended)
    running = _by_period(
        score_changes(course, months)
        for course in same
        if not course.is_ended and team is not None and course.team == team
    )
    return [_suggestion(month, ended.get(month, []), running.get(month, [])) for month in months]


def expected_score(first: Fraction, change: float, instrument: str) -> float:
    """A first score moved by a change, on the instrument's scale and in its steps."""
    step = WHO5_STEP if instrument == "WHO5" else ORS_STEP
    moved = min(max(first + Fraction(str(change)), Fraction(0)), Fraction(HIGHEST[instrument]))
    return float(round(moved / step) * step)


def period_hours(course: Lived) -> dict[int, Fraction]:
    """Hours of every period that the course has lived and registered whole; CTI phase 3 goes on after month nine."""
    lived = month_number(course.start_month, course.last_month)
    by_month = {month_number(course.start_month, month): hours for month, hours in course.hours.items()}
    if course.method != "CTI":
        return {number: hours for number, hours in by_month.items() if 1 <= number <= lived}
    found = {}
    for phase in (1, 2, 3):
        months = range(3 * phase - 2, (max(lived, 9) if phase == 3 else 3 * phase) + 1)
        if lived >= months[-1] and all(month in by_month for month in months):
            found[phase] = sum((by_month[month] for month in months), Fraction(0))
    return found


def score_changes(course: Lived, months: Sequence[int]) -> dict[int, Fraction]:
    """Score at each month of measuring (in it, or in the one after) minus the course's first score."""
    if not course.scores or course.scores[0][0] > 2:
        return {}
    first_month, first = course.scores[0]
    later = {
        month: [score for number, score in course.scores if number in (month, month + 1) and number > first_month]
        for month in months
    }
    return {month: scores[-1] - first for month, scores in later.items() if scores}


def _by_period(courses: Iterable[Mapping[int, Fraction]]) -> dict[int, list[Fraction]]:
    found: dict[int, list[Fraction]] = defaultdict(list)
    for course in courses:
        for period, value in course.items():
            found[period].append(value)
    return found


def _suggestion(period: int, ended: Sequence[Fraction], running: Sequence[Fraction]) -> Suggestion:
    if len(ended) >= FEWEST:
        return Suggestion(period, "ended", len(ended), *quartiles(ended))
    if len(running) >= FEWEST:
        return Suggestion(period, "running", len(running), *quartiles(running))
    return Suggestion(period, "none", len(ended), None, None, None)


def quartiles(values: Sequence[Fraction]) -> tuple[float, float, float]:
    """Lower quartile, median and upper quartile, straight lines between the values in order (two or more)."""
    lower, middle, upper = statistics.quantiles(values, n=4, method="inclusive")
    return float(lower), float(middle), float(upper)


def calibration(guesses: Iterable[Guess]) -> dict[str, list[Calibration]]:
    """Estimates against what it took: first and last estimates by their basis, and both by the year the period ended.

    A group with fewer than FEWEST courses is left out.
    """
    known = [guess for guess in guesses if guess.first_hours > 0 and guess.last_hours > 0]
    return {
        "first_by_basis": _grouped(known, lambda guess: guess.first_basis, lambda guess: guess.first_hours),
        "last_by_basis": _grouped(known, lambda guess: guess.last_basis, lambda guess: guess.last_hours),
        "first_by_year": _grouped(known, lambda guess: str(guess.ends_on.year), lambda guess: guess.first_hours),
        "last_by_year": _grouped(known, lambda guess: str(guess.ends_on.year), lambda guess: guess.last_hours),
    }


def _grouped(
    guesses: Sequence[Guess], group: Callable[[Guess], str], estimate: Callable[[Guess], Fraction]
) -> list[Calibration]:
    groups: dict[str, list[Guess]] = defaultdict(list)
    for guess in guesses:
        groups[group(guess)].append(guess)
    enough = sorted(name for name, own in groups.items() if len({one.course_id for one in own}) >= FEWEST)
    return [_calibration(name, [(one.actual, estimate(one)) for one in groups[name]]) for name in enough]


def _calibration(name: str, pairs: Sequence[tuple[Fraction, Fraction]]) -> Calibration:
    off = statistics.median(abs(actual - expected) / expected for actual, expected in pairs)
    ratio = statistics.median(actual / expected for actual, expected in pairs)
    return Calibration(name, len(pairs), float(off), float(ratio))


def period_end(course: Lived, period: int) -> date:
    """The first day of the last month of a period, for the year it belongs to."""
    return later_month(course.start_month, 3 * period - 1 if course.method == "CTI" else period - 1)
