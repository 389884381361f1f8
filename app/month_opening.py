"""A citizen's registered rows laid out as the list and the form of a month. No Streamlit, no database."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from app.month_form import Draft, Opened
from pipelines.asked import Asked
from pipelines.citizen_rows import CitizenRows, StoredRow
from pipelines.danish import moment
from pipelines.danish_entry import hours_da
from pipelines.double_bottom_line import later_month, month_number
from pipelines.drafts import Draft as KeptDraft
from pipelines.due import Course, CourseMonth, course_month, registered
from pipelines.due_item import EXPECTED_TIME, Item
from pipelines.origins import origin_da
from pipelines.registrations import course_of

FORM_SOURCE = "Skema"
Rows = Mapping[str, Sequence[StoredRow]]


def courses_of(rows: Rows) -> list[Course]:
    """The citizen's courses."""
    return [course_of(row.values) for row in rows["courses"]]


def due_of(rows: Rows, course_id: str, month: date, asked: Asked, today: date) -> CourseMonth:
    """What is due for one of the citizen's courses in the month."""
    courses = courses_of(rows)
    known = registered({table: [row.values for row in found] for table, found in rows.items()})
    return course_month(_named(courses, course_id), month, courses, known, asked, today)


def _named(courses: Iterable[Course], course_id: str) -> Course:
    return next(course for course in courses if course.course_id == course_id)


def where_da(course: Course, month: date) -> str:
    """Where in its life a course is in the month: fase 2, måned 5; kontaktfase; afsluttet 31-12-2025."""
    if course.ended_on and course.ended_on < month:
        return f"afsluttet {course.ended_on:%d-%m-%Y}"
    if course.started_on is None or course.started_on.replace(day=1) > month:
        return "kontaktfase"
    number = month_number(course.started_on, month)
    phase = f"fase {min(3, (number + 2) // 3)}, " if course.method == "CTI" else ""
    return f"{phase}måned {number}"


MISSING_DA = {
    "hours": "timer", "status": "status", "follow_up": "opfølgning", "phase_estimate": "forventning",
    "month_estimate": "forventning",
}  # fmt: skip


def missing_da(due: CourseMonth) -> str:
    """What a course still lacks in the month, in a few words: mangler: timer, status, WHO-5; and whether it is late."""
    open_items = due.unfinished
    if not open_items:
        return "færdig" if due.items else "intet at registrere"
    words = dict.fromkeys(MISSING_DA.get(item.kind, item.label_da) for item in open_items)
    late = " (for sent)" if all(item.state == "late" for item in open_items) else ""
    return f"mangler {', '.join(words)}{late}"


def opened_of(
    citizen: CitizenRows, due: CourseMonth, caseworker: str, kept: Sequence[KeptDraft], today: date
) -> Opened:
    """The course and month as the form needs it; `kept` are the user's own drafts of it."""
    rows = citizen.rows
    course = next(row for row in rows["courses"] if row.values["course_id"] == due.course_id)
    hours = _one(rows, "time_use", course_id=due.course_id, month=due.month, caseworker=caseworker)
    status = _one(rows, "monthly_status", citizen_id=course.values["citizen_id"], month=due.month)
    measured = {
        item.field: found
        for item in (*due.items, *due.open_before)
        if item.kind == "measurement" and (found := _measured(rows, due.course_id, item))
    }
    estimate = _estimate(rows, due)
    origins = {"hours": _hours_of_others(rows, due, caseworker)} | _origins(hours, status, measured, estimate)
    return Opened(
        course=course.values, month=due.month, due=due, caseworker=caseworker,
        hours=hours.values if hours else None, status=status.values if status else None,
        measurements={name: row.values for name, row in measured.items()},
        estimate=estimate.values if estimate else None,
        drafts={draft.field: Draft(draft.text, draft.based_on) for draft in kept},
        drafts_from=moment(max(draft.saved_at for draft in kept)) if kept else "",
        origins=origins, version=citizen.version, today=today,
    )  # fmt: skip


def _one(rows: Rows, table: str, **wanted: Any) -> StoredRow | None:
    return next(
        (row for row in rows.get(table, ()) if all(row.values[name] == value for name, value in wanted.items())), None
    )


def _measured(rows: Rows, course_id: str, item: Item) -> StoredRow | None:
    """The newest actual measurement of the instrument in the due month or the month after."""
    end = later_month(item.month, 2)
    found = [
        row
        for row in rows.get("measurements", ())
        if (row.values["course_id"], row.values["instrument"], row.values["kind"]) == (course_id, item.field, "actual")
        and item.month <= row.values["measured_on"] < end
    ]
    return max(found, key=lambda row: row.values["measured_on"], default=None)


def _estimate(rows: Rows, due: CourseMonth) -> StoredRow | None:
    """The estimate of the period that is due, the newest one."""
    period = next((item.period for item in due.items if item.field == EXPECTED_TIME), None)
    found = [
        row
        for row in rows.get("expected_time", ())
        if (row.values["course_id"], row.values["period"]) == (due.course_id, period)
    ]
    return max(found, key=lambda row: row.values["estimated_on"], default=None)


def _hours_of_others(rows: Rows, due: CourseMonth, caseworker: str) -> str:
    """What other caseworkers have registered on the course in the month: each has hours of their own."""
    others = [
        f"{row.values['caseworker']} {hours_da(row.values['hours'])}"
        for row in rows.get("time_use", ())
        if (row.values["course_id"], row.values["month"]) == (due.course_id, due.month)
        and row.values["caseworker"] != caseworker
    ]
    return f"andres timer: {', '.join(others)}" if others else ""


def _of_fields(
    hours: StoredRow | None, status: StoredRow | None, measured: Mapping[str, StoredRow], estimate: StoredRow | None
) -> list[tuple[str, str, StoredRow]]:
    """(field of the form, column, row) of everything that is registered."""
    found = [("hours", "hours", hours)] if hours else []
    found += [(name, name, status) for name in status.values] if status else []
    found += [(f"{code}.{name}", name, row) for code, row in measured.items() for name in row.values]
    found += [(f"{EXPECTED_TIME}.{name}", name, estimate) for name in estimate.values] if estimate else []
    return found


def _origins(*of: Any) -> dict[str, str]:
    """From where and when each value is, for those that did not come from the form itself."""
    return {
        field: origin_da(row.origins[column], typed=False)
        for field, column, row in _of_fields(*of)
        if column in row.origins and row.origins[column].source != FORM_SOURCE
    }
