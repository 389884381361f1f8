"""What was expected of a course's months, as known on a day, and how much of it has been compared with time used."""

from datetime import date
from fractions import Fraction

from tests.oracle.months import last_day, month_of
from tests.oracle.rows import Row
from tests.oracle.world import World


def period_of(course: Row, month: int) -> int:
    """CTI: the phase, where months after the ninth belong to phase 3; ICM and ACT: the month number."""
    number = month - course["start_month"] + 1
    return min(3, (number + 2) // 3) if course["method"] == "CTI" else number


def last_month_of(course: Row, period: int) -> int:
    """The last calendar month of a period: three months to a CTI phase, one to an ICM or ACT month."""
    return course["start_month"] + (3 * period if course["method"] == "CTI" else period) - 1


def estimates(world: World, course: Row, day: date) -> dict[int, Fraction]:
    """period -> its newest estimate on or before the day, of those made no later than the period's last day."""
    newest: dict[int, tuple[date, Fraction]] = {}
    for row in world.rows.expected_time:
        if row["course_id"] != course["course_id"] or row["estimated_on"] > day:
            continue
        if row["estimated_on"] > last_day(last_month_of(course, row["period"])):
            continue
        if row["period"] not in newest or row["estimated_on"] > newest[row["period"]][0]:
            newest[row["period"]] = (row["estimated_on"], row["hours"])
    return {period: hours for period, (_, hours) in newest.items()}


def month_hours(course: Row, by_period: dict[int, Fraction], month: int) -> Fraction | None:
    """A CTI month's expected hours are a third of its phase's, and none after month nine."""
    if course["method"] == "CTI" and month > course["start_month"] + 8:
        return None
    hours = by_period.get(period_of(course, month))
    if hours is None:
        return None
    return hours / 3 if course["method"] == "CTI" else hours


def compared(world: World, course: Row, day: date) -> list[tuple[Fraction, Fraction]]:
    """(actual, expected) of each month to the day whose time is registered and whose period has an estimate."""
    by_period = estimates(world, course, day)
    pairs = [
        (world.hours(course["course_id"], month), month_hours(course, by_period, month))
        for month in range(course["start_month"], month_of(day) + 1)
    ]
    return [(actual, expected) for actual, expected in pairs if actual is not None and expected is not None]
