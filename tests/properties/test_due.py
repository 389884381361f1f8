"""What is due, against a slow second computation that walks a citizen's life month by month and counts on fingers."""

from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.asked import Asked
from pipelines.due import Course, course_month, registered

FIRST, MONTHS = date(2023, 1, 1), 48
STATUS = ("housing", "income", "shelter_nights", "support_85a", "evictions_averted")
ENDS = ("completed", "changed_method", "dropped_out", "moved", "died", "other")
REASONS = ("no_contact", "declined", "not_relevant", "later")


def months() -> list[date]:
    return [date(FIRST.year + place // 12, place % 12 + 1, 1) for place in range(MONTHS)]


def steps(day: date, month: date) -> int:
    """How many calendar months lie from the day's month to the month, counted one by one."""
    at, count = day.replace(day=1), 0
    while at < month:
        at, count = (at + timedelta(days=32)).replace(day=1), count + 1
    while at > month:
        at, count = (at - timedelta(days=1)).replace(day=1), count - 1
    return count


@st.composite
def courses(draw: st.DrawFn) -> list[Course]:
    """One to three courses of a citizen, one after the other, often meeting in a month, some still in contact."""
    found: list[Course] = []
    begins = FIRST + timedelta(days=draw(st.integers(0, 300)))
    for number in range(draw(st.integers(1, 3))):
        contact = begins if draw(st.booleans()) else None
        started = begins + timedelta(days=draw(st.sampled_from((0, 1, 27, 40)))) if contact else begins
        only_contact = contact is not None and draw(st.integers(0, 4)) == 0
        runs_on = number == 2 or draw(st.integers(0, 3)) == 0
        ended = None if runs_on else started + timedelta(days=draw(st.sampled_from((0, 1, 20, 59, 91, 200, 290, 400))))
        reason = None if ended is None else draw(st.sampled_from(ENDS))
        method, measure = draw(st.sampled_from(("CTI", "ICM", "ACT"))), draw(st.sampled_from(("WHO5", "ORS")))
        found.append(Course(f"F-{number}", method, measure, contact, None if only_contact else started, ended, reason))
        if ended is None:
            break
        begins = ended + timedelta(days=draw(st.sampled_from((0, 1, 2, 31, 75, 150))))
    return found


@st.composite
def what_is_asked(draw: st.DrawFn) -> Asked:
    status = tuple(field for field in STATUS if draw(st.booleans()))
    follow_up = frozenset(field for field in ("housing", "shelter_nights") if field in status or draw(st.booleans()))
    licensed = draw(st.booleans())
    instruments = tuple(code for code in ("WHO5", "ORS", "TILS") if (licensed or code != "ORS") and draw(st.booleans()))
    progression = frozenset({"WHO5", "TILS", "ORS", "SRS"} if licensed else {"WHO5", "TILS"})
    return Asked(status, follow_up, instruments, progression, MappingProxyType({}))


@st.composite
def rows_of(draw: st.DrawFn, citizens_courses: list[Course]) -> dict[str, list[dict[str, Any]]]:
    month = st.sampled_from(months())
    course = st.sampled_from([course.course_id for course in citizens_courses])
    day = st.dates(FIRST, date(2026, 12, 31))
    field = st.sampled_from([*STATUS, "hours", "WHO5", "ORS"])
    value = st.sampled_from([None, 0, 1])
    many = {"max_size": 12}
    return {
        "time_use": draw(st.lists(st.fixed_dictionaries({"course_id": course, "month": month}), **many)),
        "monthly_status": draw(
            st.lists(
                st.fixed_dictionaries({"month": month, **dict.fromkeys(STATUS, value)}),
                unique_by=lambda row: row["month"],
                **many,
            )
        ),
        "measurements": draw(
            st.lists(
                st.fixed_dictionaries(
                    {
                        "course_id": course,
                        "instrument": st.sampled_from(["WHO5", "ORS", "TILS"]),
                        "kind": st.sampled_from(["actual", "actual", "expected"]),
                        "measured_on": day,
                    }
                ),
                **many,
            )
        ),
        "expected_time": draw(
            st.lists(
                st.fixed_dictionaries({"course_id": course, "period": st.integers(1, 9), "estimated_on": day}), **many
            )
        ),
        "missing_reasons": draw(
            st.lists(
                st.fixed_dictionaries(
                    {"course_id": course, "month": month, "field": field, "reason": st.sampled_from([None, *REASONS])}
                ),
                unique_by=lambda row: (row["course_id"], row["month"], row["field"]),
                **many,
            )
        ),
    }


def is_active(course: Course, month: date) -> bool:
    """A day of the month lies within the course, or the course lies within the month."""
    return (
        course.started_on is not None
        and steps(course.started_on, month) >= 0
        and (course.ended_on is None or steps(course.ended_on, month) <= 0)
    )


def slow_due(citizens_courses: list[Course], asked: Asked, month: date) -> set[tuple[str, str]]:
    """Every (course, field) due in the month, rule by rule as key-figures.md and the issue have them."""
    found: set[tuple[str, str]] = set()
    active = sorted(
        (c for c in citizens_courses if is_active(c, month)), key=lambda c: (c.started_on or FIRST, c.course_id)
    )
    for course in active:
        assert course.started_on is not None
        number = steps(course.started_on, month) + 1
        found.add((course.course_id, "hours"))
        if number in ({1, 4, 7} if course.method == "CTI" else set(range(1, 99))):
            found.add((course.course_id, "expected_time"))
        if number in {1, 4, 7, 10, *range(13, 99, 3)} | ({9} if course.method == "CTI" else set()):
            if course.progression_measure in asked.progression:
                found.add((course.course_id, course.progression_measure))
            if course is active[-1]:
                found |= {(course.course_id, code) for code in asked.instruments}
    if active:
        monthly = {field for field in asked.status if field != "support_85a" or month >= date(2023, 10, 1)}
        found |= {(active[-1].course_id, field) for field in monthly}
    after = slow_follow_up(citizens_courses, asked, month)
    if after:
        owner = active[-1].course_id if active else max(course_id for course_id, _ in after)
        found |= {(owner, field) for _, field in after}
    return found


def slow_follow_up(citizens_courses: list[Course], asked: Asked, month: date) -> set[tuple[str, str]]:
    """What each course's follow-up asks of the month; nothing after the citizen is dead or gone."""
    begun = [c for c in citizens_courses if c.started_on is not None and steps(c.started_on, month) >= 0]
    if not begun or (begun[-1].end_reason in ("died", "moved") and not is_active(begun[-1], month)):
        return set()
    found = set()
    for course in begun:
        over = not is_active(course, month)
        if over and course.end_reason in ("died", "moved", "changed_method"):
            continue
        since = steps(course.ended_on, month) if course.ended_on else 0
        wanted = {"shelter_nights"} if 1 <= since <= 6 else set()
        if since in (3, 6, 12) or steps(course.started_on or FIRST, month) == 12:
            wanted.add("housing")
        found |= {(course.course_id, field) for field in wanted & asked.follow_up}
    return found


def is_registered(course_id: str, field: str, month: date, course: Course, rows: dict[str, Any]) -> bool:
    """Whether the thing is there, by looking at every row."""
    if field == "hours":
        return any(row["course_id"] == course_id and row["month"] == month for row in rows["time_use"])
    if field in STATUS:
        return any(row["month"] == month and row[field] is not None for row in rows["monthly_status"])
    if field == "expected_time":
        number = steps(course.started_on or FIRST, month) + 1
        period = -(-number // 3) if course.method == "CTI" else number
        last = 3 * period if course.method == "CTI" else number
        return any(
            row["course_id"] == course_id
            and row["period"] == period
            and steps(course.started_on or FIRST, row["estimated_on"].replace(day=1)) + 1 <= last
            for row in rows["expected_time"]
        )
    return any(
        row["course_id"] == course_id
        and row["instrument"] == field
        and row["kind"] == "actual"
        and 0 <= steps(month, row["measured_on"].replace(day=1)) <= 1
        for row in rows["measurements"]
    )


def slow_state(item_done: bool, reason: str | None, today: date, in_time_months: int, month: date) -> str:
    late = steps(month, today.replace(day=1)) > in_time_months
    if item_done:
        return "done"
    if reason in ("no_contact", "declined", "not_relevant") or (reason == "later" and not late):
        return "explained"
    return "late" if late else "missing"


@pytest.mark.timeout(120)
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_due_thing_and_its_state_agrees_with_the_slow_computation(data: st.DataObject) -> None:
    citizens_courses, asked = data.draw(courses()), data.draw(what_is_asked())
    rows = data.draw(rows_of(citizens_courses))
    today = data.draw(st.dates(date(2023, 2, 1), date(2026, 12, 31)))
    known = registered(rows)
    reasons = {(row["course_id"], row["month"], row["field"]): row["reason"] for row in rows["missing_reasons"]}
    for month in months():
        fast: dict[tuple[str, str], str] = {}
        for course in citizens_courses:
            for item in course_month(course, month, citizens_courses, known, asked, today).items:
                assert (course.course_id, item.field) not in fast, "the same thing twice"
                fast[course.course_id, item.field] = item.state
        slow = {}
        for course_id, field in slow_due(citizens_courses, asked, month):
            course = next(course for course in citizens_courses if course.course_id == course_id)
            in_time = {"expected_time": 2 if course.method == "CTI" else 0}.get(field, 1)
            done = is_registered(course_id, field, month, course, rows)
            slow[course_id, field] = slow_state(done, reasons.get((course_id, month, field)), today, in_time, month)
        assert fast == slow, month


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_measurement_is_open_the_month_after_only_while_it_is_open(data: st.DataObject) -> None:
    """What May still asks of April is exactly what April has open and May does not ask itself, while the course runs."""
    citizens_courses, asked = data.draw(courses()), data.draw(what_is_asked())
    known, today = registered(data.draw(rows_of(citizens_courses))), date(2025, 1, 15)
    for course in citizens_courses:
        looked = [course_month(course, month, citizens_courses, known, asked, today) for month in months()]
        for before, now in zip(looked, looked[1:], strict=False):
            asks_itself = {item.field for item in now.items}
            still = [i for i in before.items if i.kind == "measurement" and i.is_open and i.field not in asks_itself]
            assert list(now.open_before) == (still if now.stage == "active" else [])


def test_the_counting_on_fingers() -> None:
    assert [steps(date(2024, 12, 31), date(2025, month, 1)) for month in (1, 2, 12)] == [1, 2, 12]
    assert steps(date(2025, 3, 1), date(2024, 12, 1)) == -3
