"""The double bottom line of one course: expected against actual time, and expected against actual progression.

Pure arithmetic on one course's registrations as of a day. Hours and scores are counted as fractions, so that a limit
such as 0,75 is met exactly and not nearly. Source: dobbelt bundlinje in the 2021 collection of experience.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from pipelines.danish import day as danish_day
from pipelines.danish import number
from pipelines.settings import Choices


@dataclass(frozen=True)
class Estimate:
    """What is expected of one calendar month: the period's hours, and this month's part of them."""

    month: date
    period: int
    period_hours: Fraction
    month_hours: Fraction


@dataclass(frozen=True)
class CourseFacts:
    """One started course as it was registered on the day looked at; nothing later than that day is in it."""

    course_id: str
    method: str
    instrument: str
    start_month: date
    end_month: date | None
    day: date
    estimates: Sequence[Estimate]
    hours: dict[date, Fraction]
    expected_scores: Sequence[tuple[date, Fraction]]
    actual_scores: Sequence[tuple[date, Fraction]]


@dataclass(frozen=True)
class Period:
    """One calendar month or one CTI phase: hours (None = not registered or not estimated) and accumulated per cent."""

    month: date
    period: int
    expected_hours: float | None
    actual_hours: float | None
    accumulated_expected_pct: float | None
    accumulated_actual_pct: float | None


@dataclass(frozen=True)
class ScorePoint:
    """A day with an actual score, an expected one, or both; expected is read off the line between its points."""

    date: date
    expected: float | None
    actual: float | None


@dataclass(frozen=True)
class Deviation:
    """How time and progression compare with what was expected; all None, with the reason in rule, when too little is known."""

    time: str | None
    progression: str | None
    time_ratio: float | None
    progression_difference: float | None
    cell: str | None
    rule: str


@dataclass(frozen=True)
class DoubleBottomLine:
    """One course on one day; total_expected in hours, None without an estimate."""

    course_id: str
    method: str
    total_expected: float | None
    periods: Sequence[Period]
    phases: Sequence[Period]
    progression: Sequence[ScorePoint]
    deviation: Deviation


def double_bottom_line(course: CourseFacts, choices: Choices) -> DoubleBottomLine:
    """The picture's numbers for one course on the day looked at."""
    total = total_expected(course.estimates)
    return DoubleBottomLine(
        course.course_id,
        course.method,
        _float(total),
        _months(course, total),
        _phases(course, total) if course.method == "CTI" else [],
        progression(course),
        deviation(course, choices),
    )


def total_expected(estimates: Sequence[Estimate]) -> Fraction | None:
    """The hours of every period that has an estimate, added up once per period."""
    by_period = {estimate.period: estimate.period_hours for estimate in estimates}
    return sum(by_period.values(), Fraction(0)) if by_period else None


def accumulated_pct(hours_by_period: Sequence[Fraction | None], total: Fraction | None) -> list[float | None]:
    """Running sum of hours as a percentage of the course's total expected hours; a gap adds nothing."""
    running = itertools.accumulate((hours or Fraction(0) for hours in hours_by_period), initial=Fraction(0))
    return [float(100 * hours / total) if total else None for hours in itertools.islice(running, 1, None)]


def month_number(start_month: date, month: date) -> int:
    """The calendar month of the start is month 1."""
    return 12 * (month.year - start_month.year) + month.month - start_month.month + 1


def later_month(month: date, by: int) -> date:
    """The first day of the calendar month so many months later."""
    years, index = divmod(month.month - 1 + by, 12)
    return date(month.year + years, index + 1, 1)


def period_of(course: CourseFacts, month: date) -> int:
    """CTI: the phase (months after the ninth belong to phase 3); otherwise the month number."""
    ordinal = month_number(course.start_month, month)
    return min(3, -(-ordinal // 3)) if course.method == "CTI" else ordinal


def _months(course: CourseFacts, total: Fraction | None) -> list[Period]:
    """One row per calendar month from the start to the day's month or the last expected one, whichever is later."""
    day_month = course.day.replace(day=1)
    last = max([day_month, *(estimate.month for estimate in course.estimates)])
    months = [later_month(course.start_month, i) for i in range(month_number(course.start_month, last))]
    by_month = {estimate.month: estimate.month_hours for estimate in course.estimates}
    expected = [by_month.get(month) for month in months]
    actual = [course.hours.get(month) for month in months]
    return _rows(months, [period_of(course, month) for month in months], expected, actual, total, day_month)


def _phases(course: CourseFacts, total: Fraction | None) -> list[Period]:
    """The three CTI phases, each at its last month; phase 3 holds the hours after the ninth month too."""
    day_month = course.day.replace(day=1)
    by_period = {estimate.period: estimate.period_hours for estimate in course.estimates}
    actual = [_sum(h for month, h in course.hours.items() if period_of(course, month) == phase) for phase in (1, 2, 3)]
    expected = [by_period.get(phase) for phase in (1, 2, 3)]
    begun = [later_month(course.start_month, 3 * phase - 3) for phase in (1, 2, 3)]
    rows = _rows(begun, [1, 2, 3], expected, actual, total, day_month)
    return [replace(row, month=later_month(row.month, 2)) for row in rows]


def _rows(
    months: Sequence[date],
    periods: Sequence[int],
    expected: Sequence[Fraction | None],
    actual: Sequence[Fraction | None],
    total: Fraction | None,
    day_month: date,
) -> list[Period]:
    """Put the columns together; what is accumulated of actual hours is not said of months after the day's."""
    accumulated = zip(accumulated_pct(expected, total), accumulated_pct(actual, total), strict=True)
    return [
        Period(month, period, _float(hours_expected), _float(hours), pct_expected, pct if month <= day_month else None)
        for month, period, hours_expected, hours, (pct_expected, pct) in zip(
            months, periods, expected, actual, accumulated, strict=True
        )
    ]


def read_off(points: Sequence[tuple[date, Fraction]], day: date) -> Fraction | None:
    """The expected score on a day: straight lines between the points, nothing before the first, the last held after."""
    if not points or day < points[0][0]:
        return None
    for (left, low), (right, high) in itertools.pairwise(points):
        if left <= day <= right:
            return low + (high - low) * Fraction((day - left).days, (right - left).days)
    return points[-1][1]


def progression(course: CourseFacts) -> list[ScorePoint]:
    """Every day with an expected or an actual score of the course's progression measure, in order."""
    actual = dict(course.actual_scores)
    days = sorted({day for day, _ in course.expected_scores} | set(actual))
    return [ScorePoint(day, _float(read_off(course.expected_scores, day)), _float(actual.get(day))) for day in days]


def compared_hours(course: CourseFacts) -> tuple[int, Fraction, Fraction]:
    """Months with both registered time and an estimate, to the day: their number, actual hours and expected hours."""
    by_month = {estimate.month: estimate.month_hours for estimate in course.estimates}
    months = [month for month in course.hours if month in by_month]
    return (
        len(months),
        sum((course.hours[m] for m in months), Fraction(0)),
        sum((by_month[m] for m in months), Fraction(0)),
    )


def months_without_time(course: CourseFacts) -> tuple[int, int]:
    """Of the course's months before the day's month: how many lack time, and how many there are."""
    day_month = course.day.replace(day=1)
    stop = min(day_month, later_month(course.end_month, 1)) if course.end_month else day_month
    months = [later_month(course.start_month, i) for i in range(max(0, month_number(course.start_month, stop) - 1))]
    return sum(month not in course.hours for month in months), len(months)


def deviation(course: CourseFacts, choices: Choices) -> Deviation:
    """Read the newest score and the hours to the day against the limits, or say why nothing is said."""
    months, actual, expected = compared_hours(course)
    ratio = actual / expected if expected else None
    difference = _difference(course)
    reason = _too_little(course, months, ratio, difference)
    if reason or ratio is None or difference is None:
        return Deviation(None, None, _float(ratio), _float(difference), None, reason or "")
    limit = _exact(choices.who5_deviation if course.instrument == "WHO5" else choices.ors_deviation)
    time = _against(ratio, _exact(choices.time_under), _exact(choices.time_over))
    scores = _against(difference, -limit, limit)
    rule = _rule(course.actual_scores[-1][0], actual, expected, ratio, difference, limit, choices)
    return Deviation(time, scores, float(ratio), float(difference), f"{time}/{scores}", rule)


def _difference(course: CourseFacts) -> Fraction | None:
    if not course.actual_scores:
        return None
    day, score = course.actual_scores[-1]
    expected = read_off(course.expected_scores, day)
    return None if expected is None else score - expected


def _too_little(course: CourseFacts, months: int, ratio: Fraction | None, difference: Fraction | None) -> str | None:
    """Why nothing can be said yet, in Danish; None when enough is known."""
    lacking, before = months_without_time(course)
    if not course.estimates:
        return "Der er ikke lagt en forventning om tid ind endnu."
    if months < 2:
        return "Der er færre end to måneder med både registreret tid og forventet tid."
    if before and 3 * lacking >= before:
        return f"Der mangler tid i {lacking} af {before} måneder; en tredjedel eller mere er for meget."
    if ratio is None:
        return "Den forventede tid er 0 timer."
    if difference is None:
        return "Der er endnu ingen måling, der kan holdes op mod en forventet."
    return None


def _against(value: Fraction, low: Fraction, high: Fraction) -> str:
    return "under" if value < low else "over" if value > high else "as"


def _rule(
    measured_on: date,
    actual: Fraction,
    expected: Fraction,
    ratio: Fraction,
    difference: Fraction,
    limit: Fraction,
    choices: Choices,
) -> str:
    hours, hoped, times = number(float(actual)), number(float(expected)), number(float(ratio), 2)
    return (
        f"Tid: {hours} timer mod {hoped} forventede er {times} gange det forventede "
        f"(som forventet fra {number(choices.time_under, 2)} til {number(choices.time_over, 2)}). "
        f"Trivsel: seneste måling ({danish_day(measured_on)}) ligger {_beside(difference)} den forventede "
        f"(som forventet inden for {number(float(limit))})."
    )


def _beside(difference: Fraction) -> str:
    """How far a score is from the expected one, in words."""
    points = number(abs(float(difference)))
    return "på" if points == "0,0" else f"{points} point {'over' if difference > 0 else 'under'}"


def _exact(value: float) -> Fraction:
    return Fraction(str(value))


def _sum(values: Iterable[Fraction]) -> Fraction | None:
    registered = list(values)
    return sum(registered, Fraction(0)) if registered else None


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
