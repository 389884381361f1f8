"""The marts against a slow computation by plain loops, straight from the definitions, on invented awkward people."""

import calendar
import random
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipelines.build import build_from_files, empty_tables
from pipelines.contract import Checked
from pipelines.settings import Choices, Settings
from pipelines.warehouse import open_warehouse

Row = dict[str, Any]
FIRST, MONTHS, TODAY = date(2023, 6, 1), 40, date(2026, 9, 10)
HOMES = ("own_home", "without_home", "placed", None, None)


def later(month: date, by: int) -> date:
    return date(month.year + (month.month - 1 + by) // 12, (month.month - 1 + by) % 12 + 1, 1)


def month_end(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def apart(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


SPINE = [later(FIRST, number) for number in range(MONTHS)]


class People:
    """Some citizens with courses in a row, gaps in everything, and changed estimates."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.tables: dict[str, list[Row]] = defaultdict(list)
        for number in range(12):
            self._citizen(f"c{number}")
        for rate, amount in (("caseworker_hour", 400.0), ("shelter_night", 1500.0)):
            for valid_from in (later(FIRST, self.chance.randrange(6)) + timedelta(days=14), date(2025, 1, 1)):
                self.tables["rates"].append(
                    {"municipality": "901", "rate": rate, "valid_from": valid_from, "amount": amount + valid_from.day}
                )

    def _citizen(self, citizen: str) -> None:
        self.tables["citizens"].append(
            {"citizen_id": citizen, "municipality": "901", "target_group": "homeless", "referred_on": FIRST}
        )
        month = later(FIRST, self.chance.randrange(6))
        for number in range(self.chance.randrange(1, 4)):
            length = self.chance.randrange(1, 14)
            self._course(citizen, f"{citizen}-{9 - number}", month, length)
            month = later(month, length - 1 + self.chance.choice((0, 1, 2, 3)))
        for month in SPINE:
            if self.chance.random() < 0.8:
                self.tables["monthly_status"].append(
                    {
                        "citizen_id": citizen,
                        "month": month,
                        "housing": self.chance.choice(HOMES),
                        "finances": self.chance.choice((None, 1, 4)),
                        "shelter_nights": self.chance.choice((0, 12, 28, 28, 28, None)),
                    }
                )

    def _course(self, citizen: str, course: str, month: date, length: int) -> None:
        started_on = month + timedelta(days=self.chance.randrange(14, 28))
        last = later(month, length - 1)
        ended_on = month_end(last)
        method = self.chance.choice(("CTI", "ICM"))
        self.tables["courses"].append(
            {
                "course_id": course,
                "citizen_id": citizen,
                "method": method,
                "started_on": started_on,
                "ended_on": ended_on,
                "end_reason": "completed",
                "caseworker": "eva",
                "progression_measure": "WHO5",
            }
        )
        for number in range(-1, length):
            if self.chance.random() < 0.7:
                self.tables["time_use"].append(
                    {
                        "course_id": course,
                        "month": later(month, number),
                        "caseworker": "eva",
                        "hours": self.chance.randrange(60) / 4,
                    }
                )
            if number >= 0 and self.chance.random() < 0.5:
                day = max(started_on, later(month, number) + timedelta(days=self.chance.randrange(28)))
                self.tables["measurements"].append(
                    {
                        "course_id": course,
                        "instrument": "WHO5",
                        "kind": "actual",
                        "measured_on": day,
                        "score": 4.0 * self.chance.randrange(26),
                    }
                )
        for period in range(1, 4 if method == "CTI" else length + 3):
            for delay in sorted(self.chance.sample(range(-20, 400), 3)):
                self.tables["expected_time"].append(
                    {
                        "course_id": course,
                        "period": period,
                        "hours": float(self.chance.randrange(3, 60)),
                        "estimated_on": started_on + timedelta(days=delay),
                        "basis": "average",
                    }
                )

    def checked(self) -> Checked:
        """As canonical tables; a second measurement on one day is left out."""
        once = {(row["course_id"], row["measured_on"]): row for row in self.tables["measurements"]}
        self.tables["measurements"] = list(once.values())
        empty = empty_tables()
        return Checked({name: pa.Table.from_pylist(self.tables[name], schema=empty[name].schema) for name in empty}, [])


@pytest.fixture(scope="module", params=[1, 2, 3])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[People, Path]:
    people, home = People(request.param), tmp_path_factory.mktemp("home")
    build_from_files(Settings(home, "", TODAY, Choices()), people.checked())
    return people, home


def rows(home: Path, sql: str) -> list[Row]:
    with open_warehouse(home) as connection, connection.cursor() as cursor:
        return cursor.execute(sql).df().astype(object).where(lambda frame: frame.notna(), None).to_dict("records")


def current(people: People, citizen: str, month: date) -> Row | None:
    active = [
        row
        for row in people.tables["courses"]
        if row["citizen_id"] == citizen and row["started_on"].replace(day=1) <= month <= row["ended_on"].replace(day=1)
    ]
    return max(active, key=lambda row: (row["started_on"], row["course_id"]), default=None)


def known(people: People, citizen: str, month: date, field: str) -> Any:
    """The newest answer of the month and the two before."""
    for back in (0, 1, 2):
        for row in people.tables["monthly_status"]:
            if row["citizen_id"] == citizen and row["month"] == later(month, -back) and row[field] is not None:
                return row[field]
    return None


def own_nights(people: People, citizen: str) -> dict[date, int | None]:
    own = [row for row in people.tables["monthly_status"] if row["citizen_id"] == citizen]
    return {row["month"]: row["shelter_nights"] for row in own}


def refunded(nights: dict[date, int | None]) -> dict[date, int]:
    """Month by month: how many nights the state shares, a running year after the other, a night at a time."""
    answer, start, used, cap = {}, None, 0, 0
    for month in sorted(nights):
        count = nights[month] or 0
        if month >= date(2023, 10, 1) and count and (start is None or apart(start, month) >= 12):
            start, used, cap = month, 0, 90 if month >= date(2026, 4, 1) else 120
        answer[month] = 0
        for _ in range(count):
            if month < date(2023, 10, 1) or used < cap:
                answer[month] += 1
                used += month >= date(2023, 10, 1)
    return answer


def rate(people: People, name: str, month: date) -> float | None:
    valid = [row for row in people.tables["rates"] if row["rate"] == name and row["valid_from"] <= month]
    return max(valid, key=lambda row: row["valid_from"])["amount"] if valid else None


def scores(people: People, courses: set[str], month: date) -> list[Row]:
    found = [row for row in people.tables["measurements"] if row["course_id"] in courses]
    return sorted((row for row in found if row["measured_on"] <= month_end(month)), key=lambda row: row["measured_on"])


def test_citizen_months(built: tuple[People, Path]) -> None:
    people, home = built
    found = {(row["citizen_id"], row["month"].date()): row for row in rows(home, "select * from citizen_month")}
    wanted = {}
    for citizen in (row["citizen_id"] for row in people.tables["citizens"]):
        for month in SPINE:
            if course := current(people, citizen, month):
                wanted[citizen, month] = slow_citizen_month(people, citizen, month, course)
    assert set(found) == set(wanted)
    for key, row in wanted.items():
        assert {name: found[key][name] for name in row} == row, key


def slow_citizen_month(people: People, citizen: str, month: date, course: Row) -> Row:
    nights = own_nights(people, citizen)
    six = [nights.get(later(month, -back)) for back in range(6)]
    price = rate(people, "shelter_night", month)
    now = nights.get(month)
    cost = None if now is None or price is None else now * price
    mine = {row["course_id"]: row["started_on"] for row in people.tables["courses"] if row["citizen_id"] == citizen}
    seen = [row for row in scores(people, set(mine), month) if apart(row["measured_on"], month) <= 3]
    newest = max(seen, key=lambda row: (row["measured_on"], mine[row["course_id"]], row["course_id"]), default=None)
    own = scores(people, {course["course_id"]}, month)
    counts = len(own) >= 2 and apart(own[-1]["measured_on"], month) <= 3
    return {
        "course_id": course["course_id"],
        "housing": known(people, citizen, month, "housing"),
        "finances": known(people, citizen, month, "finances"),
        "shelter_nights": now,
        "shelter_nights_6": None if None in six else sum(six),
        "had_own_home": "own_home" in [known(people, citizen, later(month, -back), "housing") for back in range(1, 13)],
        "who5": newest["score"] if newest else None,
        "who5_change": own[-1]["score"] - own[0]["score"] if counts else None,
        "housing_before": slow_housing_before(people, citizen, course),
        "shelter_cost": cost,
        "shelter_cost_state": None if cost is None else refunded(nights)[month] * 0.5 * price,
    }


def slow_housing_before(people: People, citizen: str, course: Row) -> str | None:
    """Walk back through the citizen's courses as long as each began in the end month of the one before, or the next."""
    own_courses = [row for row in people.tables["courses"] if row["citizen_id"] == citizen]
    earlier = sorted(own_courses, key=lambda row: row["started_on"])
    place = earlier.index(course)
    while place and apart(earlier[place - 1]["ended_on"], earlier[place]["started_on"]) <= 1:
        place -= 1
    start = earlier[place]["started_on"].replace(day=1)
    before = known(people, citizen, later(start, -1), "housing")
    own = [r["housing"] for r in people.tables["monthly_status"] if r["citizen_id"] == citizen and r["month"] == start]
    return before or (own[0] if own else None)


def test_course_months(built: tuple[People, Path]) -> None:
    people, home = built
    found = {(row["course_id"], row["month"].date()): row for row in rows(home, "select * from course_month")}
    for course in people.tables["courses"]:
        for month in SPINE[SPINE.index(course["started_on"].replace(day=1)) :]:
            row = found.pop((course["course_id"], month))
            compared = (row["actual_hours_compared"], row["expected_hours_compared"])
            assert compared == slow_compared(people, course, month), (course, month)
            assert row["cost"] == slow_cost(people, course, month), (course, month)
    assert found == {}


def slow_compared(people: People, course: Row, month: date) -> Any:
    """Both sums over the months to this one with time and an estimate, as of the month's last day."""
    start = course["started_on"].replace(day=1)
    actual, expected = [], []
    for row in people.tables["time_use"]:
        if row["course_id"] == course["course_id"] and start <= row["month"] <= month:
            hours = slow_estimate(people, course, apart(start, row["month"]) + 1, month_end(month))
            if hours is not None:
                actual.append(row["hours"])
                expected.append(hours)
    return pytest.approx((sum(actual), sum(expected))) if actual else (None, None)


def slow_estimate(people: People, course: Row, number: int, day: date) -> float | None:
    is_cti = course["method"] == "CTI"
    period = (number + 2) // 3 if is_cti else number
    last = month_end(later(course["started_on"].replace(day=1), (3 * period if is_cti else period) - 1))
    made = [
        row
        for row in people.tables["expected_time"]
        if row["course_id"] == course["course_id"] and row["period"] == period and row["estimated_on"] <= min(day, last)
    ]
    if not made:
        return None
    return max(made, key=lambda row: row["estimated_on"])["hours"] / (3 if is_cti else 1)


def slow_cost(people: People, course: Row, month: date) -> float | None:
    spent = [row for row in people.tables["time_use"] if row["course_id"] == course["course_id"]]
    rates = [rate(people, "caseworker_hour", row["month"]) for row in spent]
    if month < course["ended_on"].replace(day=1) or not spent or None in rates:
        return None
    return pytest.approx(sum(row["hours"] * (price or 0) for row, price in zip(spent, rates, strict=True)))


def test_the_invented_people_are_awkward_enough(built: tuple[People, Path]) -> None:
    """Nights beyond the cap, running years after the first, replaced estimates, chained courses: each occurs."""
    _, home = built
    for sql in (
        "select 1 from shelter_month where refunded_nights < nights and refunded_nights > 0",
        "select 1 from shelter_month group by citizen_id having count(distinct running_year_start) > 1",
        "select 1 from expected_hours where superseded_on is not null",
        "select 1 from course where chain_start_month < start_month",
        "select 1 from citizen_month where shelter_nights_6 is not null",
        "select 1 from citizen_month where who5_change is not null",
        "select 1 from course_month where cost is not null",
    ):
        assert rows(home, sql), sql
