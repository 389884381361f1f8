"""The sample's CSV files read by hand: rows as text, and a slow reading of the double bottom line of a course."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

Row = dict[str, str]


class Tables(dict[str, list[Row]]):
    """The ten tables as rows of text."""

    @cached_property
    def _of_course(self) -> dict[tuple[str, str], list[Row]]:
        found = defaultdict(list)
        for name in ("expected_time", "time_use", "measurements"):
            for row in self[name]:
                found[name, row["course_id"]].append(row)
        return found

    def of(self, name: str, course: Row) -> list[Row]:
        """The table's rows of a course."""
        return self._of_course.get((name, course["course_id"]), [])


LIMITS = {"WHO5": 10.0, "ORS": 5.0}
PARTS = {"WHO5": 5, "ORS": 4, "SRS": 4, "TILS": 3}
LAST_DAY = date(2025, 12, 31)


def read_tables(folder: Path) -> Tables:
    """Every CSV file of the folder, as text."""
    tables = Tables()
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file, delimiter=";"))
    return tables


def number(text: str) -> float:
    """A number with decimal comma."""
    return float(text.replace(",", "."))


def day(text: str) -> date:
    """A date, or the first day of a month."""
    return date.fromisoformat(text if len(text) == 10 else f"{text}-01")


def score_of(row: Row) -> float:
    """The score given, or the sum of the items (WHO5 times 4)."""
    if row["score"]:
        return number(row["score"])
    items = [number(row[f"item_{index}"]) for index in range(1, PARTS[row["instrument"]] + 1)]
    return round(sum(items), 1) * (4 if row["instrument"] == "WHO5" else 1)


def course_month(course: Row, when: date) -> int:
    """The course month number of a day."""
    start = day(course["started_on"])
    return (when.year - start.year) * 12 + when.month - start.month + 1


@dataclass(frozen=True)
class Reading:
    """A course read at a day: the two readings (None when nothing is said), and why nothing is."""

    time: str | None
    progression: str | None
    ratio_months: int
    missing_before: int
    months_before: int
    has_estimate: bool
    difference: float | None


def end_of(course: Row) -> date:
    """The course's end, or the sample's last day."""
    return day(course["ended_on"]) if course["ended_on"] else LAST_DAY


def read_course(tables: Tables, course: Row, looked_at: date) -> Reading:
    """The two readings of a started course, with what they rest on."""
    hours = month_hours(tables, course)
    last = course_month(course, looked_at)
    expected = {month: expected_hours(tables, course, month, looked_at) for month in range(1, last + 1)}
    counted = [month for month in expected if month in hours and expected[month] is not None]
    ratio = sum(hours[m] for m in counted) / sum(expected[m] or 0 for m in counted) if counted else None
    difference = score_difference(tables, course, looked_at)
    missing = sum(month not in hours for month in range(1, last))
    said = len(counted) >= 2 and difference is not None and not (last > 1 and missing * 3 >= last - 1)
    limit = LIMITS[course["progression_measure"]]
    return Reading(
        time=read(ratio, 0.75, 1.25) if said else None,
        progression=read(difference, -limit, limit) if said else None,
        ratio_months=len(counted),
        missing_before=missing,
        months_before=last - 1,
        has_estimate=bool(tables.of("expected_time", course)),
        difference=difference,
    )


def read(value: float | None, low: float, high: float) -> str:
    """Under, as or over."""
    assert value is not None
    return "under" if value < low else "over" if value > high else "as"


def month_hours(tables: Tables, course: Row) -> dict[int, float]:
    """Hours registered per course month, contact phase left out."""
    hours: dict[int, float] = defaultdict(float)
    for row in tables.of("time_use", course):
        if course_month(course, day(row["month"])) >= 1:
            hours[course_month(course, day(row["month"]))] += number(row["hours"])
    return dict(hours)


def expected_hours(tables: Tables, course: Row, month: int, looked_at: date) -> float | None:
    """The month's expected hours by the newest estimate made in time; a CTI month is a third of its phase."""
    is_cti = course["method"] == "CTI"
    if is_cti and month > 9:
        return None
    period = -(-month // 3) if is_cti else month
    period_ends = first_of(course, (3 * period if is_cti else month) + 1) - timedelta(days=1)
    rows = [row for row in tables.of("expected_time", course) if int(row["period"]) == period]
    made = [row for row in rows if day(row["estimated_on"]) <= min(looked_at, period_ends)]
    newest = max(made, key=lambda row: row["estimated_on"], default=None)
    return None if newest is None else number(newest["hours"]) / (3 if is_cti else 1)


def first_of(course: Row, month: int) -> date:
    """The first day of a course month."""
    start = day(course["started_on"])
    index = start.year * 12 + start.month - 1 + month - 1
    return date(index // 12, index % 12 + 1, 1)


def score_difference(tables: Tables, course: Row, looked_at: date) -> float | None:
    """Actual minus expected at the newest score; None without a score or before the first expected date."""
    actual = actual_scores(tables, course, course["progression_measure"], looked_at)
    points = expected_points(tables, course, looked_at)
    if not actual or not points or actual[-1][0] < points[0][0]:
        return None
    when, score = actual[-1]
    for (since, low), (until, high) in zip(points, points[1:], strict=False):
        if since <= when < until:
            return score - (low + (high - low) * (when - since).days / (until - since).days)
    return score - points[-1][1]


def actual_scores(tables: Tables, course: Row, instrument: str, looked_at: date) -> list[tuple[date, float]]:
    """The actual scores of the instrument to the day, in order."""
    rows = tables.of("measurements", course)
    chosen = [row for row in rows if row["kind"] == "actual" and row["instrument"] == instrument]
    return sorted((day(row["measured_on"]), score_of(row)) for row in chosen if day(row["measured_on"]) <= looked_at)


def expected_points(tables: Tables, course: Row, looked_at: date) -> list[tuple[date, float]]:
    """The newest set of expected scores made by the day, in order."""
    rows = tables.of("measurements", course)
    sets = defaultdict(list)
    for row in rows:
        if row["kind"] == "expected":
            made_on = day(row["estimated_on"] or course["started_on"])
            sets[made_on].append((day(row["measured_on"]), score_of(row)))
    made = [made_on for made_on in sets if made_on <= looked_at]
    return sorted(sets[max(made)]) if made else []
