"""The double bottom line of one course at a day: python -m tests.oracle.course FOLDER COURSE_ID 2025-06-30."""

import json
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.oracle.expected_hours import compared, estimates, last_month_of, month_hours, period_of
from tests.oracle.months import month_of, text_of
from tests.oracle.rows import Row
from tests.oracle.world import World, open_world

TIME_UNDER, TIME_OVER = Fraction(3, 4), Fraction(5, 4)
SCORE_LIMIT = {"WHO5": 10, "ORS": 5}


def course(folder: Path, course_id: str, on: date) -> dict[str, Any]:
    """The same shape as `course --format json`."""
    return course_of(open_world(folder), course_id, on)


def course_of(world: World, course_id: str, on: date) -> dict[str, Any]:
    """The same for a world that is already open."""
    row = next(one for one in world.courses if one["course_id"] == course_id)
    by_period = estimates(world, row, on)
    whole = sum(by_period.values(), Fraction(0)) if by_period else None
    return {
        "course_id": course_id,
        "method": row["method"],
        "total_expected": plain(whole),
        "periods": periods(world, row, on, by_period, whole),
        "phases": phases(world, row, on, by_period, whole) if row["method"] == "CTI" else [],
        "progression": progression(world, row, on),
        "deviation": deviation(world, row, on),
    }


def periods(world: World, row: Row, on: date, by_period: dict[int, Fraction], whole: Fraction | None) -> list[Row]:
    """One row per calendar month, to the later of the day's month and the last month with an expectation."""
    last = max([month_of(on)] + [last_month_of(row, period) for period in by_period])
    found, expected_so_far, actual_so_far = [], Fraction(0), Fraction(0)
    for month in range(row["start_month"], last + 1):
        expected = month_hours(row, by_period, month)
        actual = world.hours(row["course_id"], month) if month <= month_of(on) else None
        expected_so_far += expected or 0
        actual_so_far += actual or 0
        found.append(
            {
                "month": text_of(month),
                "period": period_of(row, month),
                "expected_hours": plain(expected),
                "actual_hours": plain(actual),
                "accumulated_expected_pct": percent(expected_so_far, whole),
                "accumulated_actual_pct": percent(actual_so_far, whole) if month <= month_of(on) else None,
            }
        )
    return found


def phases(world: World, row: Row, on: date, by_period: dict[int, Fraction], whole: Fraction | None) -> list[Row]:
    """One row per CTI phase; a phase that begins after the day's month has no actual percentage yet."""
    found, expected_so_far, actual_so_far = [], Fraction(0), Fraction(0)
    for phase in (1, 2, 3):
        first = row["start_month"] + 3 * phase - 3
        last = month_of(on) if phase == 3 else min(first + 2, month_of(on))
        hours = [world.hours(row["course_id"], month) for month in range(first, last + 1)]
        known = [one for one in hours if one is not None]
        expected_so_far += by_period.get(phase) or 0
        actual_so_far += sum(known)
        found.append(
            {
                "period": phase,
                "expected_hours": plain(by_period.get(phase)),
                "actual_hours": plain(sum(known, Fraction(0))) if known else None,
                "accumulated_expected_pct": percent(expected_so_far, whole),
                "accumulated_actual_pct": percent(actual_so_far, whole) if first <= month_of(on) else None,
            }
        )
    return found


def expected_scores(world: World, row: Row, on: date) -> list[tuple[date, Fraction]]:
    """The newest set of expected scores made on or before the day, in the order of their dates."""
    own = [
        one
        for one in world.rows.measurements
        if one["course_id"] == row["course_id"]
        and one["kind"] == "expected"
        and one["instrument"] == row["progression_measure"]
        and one["estimated_on"] <= on
    ]
    if not own:
        return []
    newest = max(one["estimated_on"] for one in own)
    return sorted((one["measured_on"], one["score"]) for one in own if one["estimated_on"] == newest)


def actual_scores(world: World, row: Row, on: date) -> list[tuple[date, Fraction]]:
    """The actual scores of the course's own measure to the day."""
    return [one for one in world.scores_on(row["course_id"], row["progression_measure"]) if one[0] <= on]


def read_off(line: list[tuple[date, Fraction]], day: date) -> Fraction | None:
    """The straight line between the expected scores at a day: nothing before the first, the last one after it."""
    if not line or day < line[0][0]:
        return None
    for (begin, low), (end, high) in zip(line, line[1:], strict=False):
        if begin <= day <= end:
            return low + (high - low) * Fraction((day - begin).days, (end - begin).days)
    return line[-1][1]


def progression(world: World, row: Row, on: date) -> list[Row]:
    """Every date with an expected or an actual score."""
    line, actual = expected_scores(world, row, on), dict(actual_scores(world, row, on))
    days = sorted({day for day, _ in line} | set(actual))
    return [
        {"date": day.isoformat(), "expected": plain(read_off(line, day)), "actual": plain(actual.get(day))}
        for day in days
    ]


def deviation(world: World, row: Row, on: date) -> Row:
    """Time and progression against what was expected, and whether there is enough to say anything."""
    pairs = compared(world, row, on)
    actual, expected = sum(a for a, _ in pairs), sum(e for _, e in pairs)
    ratio = actual / expected if pairs and expected else None
    difference = score_difference(world, row, on)
    time = progress = None
    if len(pairs) >= 2 and ratio is not None and difference is not None and not time_lacks(world, row, on):
        time = "under" if ratio < TIME_UNDER else "over" if ratio > TIME_OVER else "as"
        limit = SCORE_LIMIT[row["progression_measure"]]
        progress = "under" if difference < -limit else "over" if difference > limit else "as"
    return {
        "time": time,
        "progression": progress,
        "time_ratio": plain(ratio),
        "progression_difference": plain(difference),
        "cell": f"{time}/{progress}" if time else None,
    }


def score_difference(world: World, row: Row, on: date) -> Fraction | None:
    """Actual minus expected at the newest actual score."""
    actual = actual_scores(world, row, on)
    if not actual:
        return None
    expected = read_off(expected_scores(world, row, on), actual[-1][0])
    return None if expected is None else actual[-1][1] - expected


def time_lacks(world: World, row: Row, on: date) -> bool:
    """Whether a third or more of the course's months before the day's month lack time."""
    end = month_of(on) - 1 if row["end_month"] is None else min(month_of(on) - 1, row["end_month"])
    hours = [world.hours(row["course_id"], month) for month in range(row["start_month"], end + 1)]
    return bool(hours) and 3 * hours.count(None) >= len(hours)


def percent(part: Fraction, whole: Fraction | None) -> float | None:
    """Null without anything expected."""
    return float(100 * part / whole) if whole else None


def plain(number: Fraction | None) -> float | None:
    """A float for JSON."""
    return None if number is None else float(number)


def main(folder: str, course_id: str, on: str) -> None:
    """Print the course as JSON."""
    json.dump(course(Path(folder), course_id, date.fromisoformat(on)), sys.stdout, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
