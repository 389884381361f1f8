"""What is true of a citizen or a course in a month: who is active, what is known, which score is the latest."""

from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.oracle.months import first_day, year_of
from tests.oracle.rows import Registrations, Row, read

Scope = dict[str, str]


class World:
    """The registrations of a folder and the judgements of the design on them, one question per method."""

    def __init__(self, registrations: Registrations) -> None:
        self.rows = registrations
        self.answers: dict[Any, Any] = {}

    # --- finding rows -------------------------------------------------------------------------------------------

    @cached_property
    def citizens(self) -> dict[str, Row]:
        """citizen_id -> the citizen."""
        return {row["citizen_id"]: row for row in self.rows.citizens}

    @cached_property
    def courses(self) -> list[Row]:
        """Every started course, in the order in which they began. One that never started counts in no figure."""
        started = [row for row in self.rows.courses if row["started_on"] is not None]
        return sorted(started, key=lambda row: (row["started_on"], row["course_id"]))

    @cached_property
    def _courses_of(self) -> dict[str, list[Row]]:
        return {one: [row for row in self.courses if row["citizen_id"] == one] for one in self.citizens}

    def courses_of(self, citizen_id: str) -> list[Row]:
        """The citizen's started courses, in the order in which they began."""
        return self._courses_of[citizen_id]

    @cached_property
    def _status_rows(self) -> dict[tuple[str, int], Row]:
        return {(row["citizen_id"], row["month"]): row for row in self.rows.monthly_status}

    def registered(self, citizen_id: str, month: int, field: str) -> Any:
        """What the month's own status row says of a field; None when it is blank or there is no row."""
        row = self._status_rows.get((citizen_id, month))
        return None if row is None else row.get(field)

    def has_status_row(self, citizen_id: str, month: int) -> bool:
        """Whether anything was registered for the citizen in the month, blank fields included."""
        return (citizen_id, month) in self._status_rows

    @cached_property
    def _time_rows(self) -> dict[str, dict[int, list[Fraction]]]:
        found: dict[str, dict[int, list[Fraction]]] = {}
        for row in self.rows.time_use:
            found.setdefault(row["course_id"], {}).setdefault(row["month"], []).append(row["hours"])
        return found

    def hours(self, course_id: str, month: int) -> Fraction | None:
        """Hours of all caseworkers on the course in the month; None when no time is registered."""
        rows = self._time_rows.get(course_id, {}).get(month)
        return None if rows is None else sum(rows, Fraction(0))

    def time_of(self, course_id: str) -> dict[int, Fraction]:
        """month -> hours, for every month with time registered on the course, the contact phase included."""
        return {month: sum(rows, Fraction(0)) for month, rows in self._time_rows.get(course_id, {}).items()}

    @cached_property
    def _scores_on(self) -> dict[tuple[str, str], list[tuple[date, Fraction]]]:
        found: dict[tuple[str, str], list[tuple[date, Fraction]]] = {}
        for row in self.rows.measurements:
            if row["kind"] == "actual":
                found.setdefault((row["course_id"], row["instrument"]), []).append((row["measured_on"], row["score"]))
        return {key: sorted(scores) for key, scores in found.items()}

    def scores_on(self, course_id: str, instrument: str) -> list[tuple[date, Fraction]]:
        """The actual scores on one course as (day, score), oldest first."""
        return self._scores_on.get((course_id, instrument), [])

    def rate(self, municipality: str, name: str, month: int) -> Fraction | None:
        """The newest rate on or before the month's first day."""
        known = [
            (row["valid_from"], row["amount"])
            for row in self.rows.rates
            if row["municipality"] == municipality and row["rate"] == name and row["valid_from"] <= first_day(month)
        ]
        return max(known)[1] if known else None

    @cached_property
    def municipalities(self) -> list[str]:
        """Every municipality seen: with citizens, a housing market, vacant homes or rates."""
        tables = (self.rows.citizens, self.rows.housing_market, self.rows.vacant_homes, self.rows.rates)
        return sorted({row["municipality"] for table in tables for row in table})

    # --- who is active ------------------------------------------------------------------------------------------

    def active_courses(self, month: int) -> list[Row]:
        """Started in or before the month, and not ended before it."""
        return [course for course in self.courses if is_active(course, month)]

    def current_course(self, citizen_id: str, month: int) -> Row | None:
        """The citizen's active course that started last (same day: the highest course_id)."""
        active = [course for course in self.courses_of(citizen_id) if is_active(course, month)]
        return active[-1] if active else None

    def active_citizens(self, month: int) -> list[tuple[str, Row]]:
        """Each active citizen with the current course."""
        found = [(one, self.current_course(one, month)) for one in sorted(self.citizens)]
        return [(one, course) for one, course in found if course is not None]

    def next_course(self, course: Row) -> Row | None:
        """The citizen's course that started next after this one."""
        own = self.courses_of(course["citizen_id"])
        place = own.index(course)
        return own[place + 1] if place + 1 < len(own) else None

    def chain_start_month(self, course: Row) -> int:
        """The start month of the first of the uninterrupted courses that lead to this one.

        A course leads to the next when the next starts in the month in which it ended or in the month after.
        """
        own = self.courses_of(course["citizen_id"])
        before = own[: own.index(course)]
        leading = [
            one
            for one in before
            if one["end_month"] is not None and course["start_month"] in (one["end_month"], one["end_month"] + 1)
        ]
        return min([course["start_month"]] + [self.chain_start_month(one) for one in leading])

    # --- what is known ------------------------------------------------------------------------------------------

    def newest(self, citizen_id: str, first: int, last: int, field: str) -> Any:
        """The newest non-blank value of a status field in the months first ... last."""
        for month in range(last, first - 1, -1):
            value = self.registered(citizen_id, month, field)
            if value is not None:
                return value
        return None

    def known(self, citizen_id: str, month: int, field: str) -> Any:
        """Known status: the newest non-blank value in M-2, M-1, M."""
        return self.newest(citizen_id, month - 2, month, field)

    def latest_score(self, citizen_id: str, month: int, instrument: str) -> Fraction | None:
        """The newest actual score in M-3 ... M on any course; on the same date that of the course started last."""
        found = [
            (day, place, score)
            for place, course in enumerate(self.courses_of(citizen_id))
            for day, score in self.scores_on(course["course_id"], instrument)
            if first_day(month - 3) <= day < first_day(month + 1)
        ]
        return max(found)[2] if found else None

    def score_change(self, course: Row, month: int, instrument: str) -> Fraction | None:
        """Latest minus first score on the course; None before two, or when the latest is older than M-3."""
        scores = [one for one in self.scores_on(course["course_id"], instrument) if one[0] < first_day(month + 1)]
        if len(scores) < 2 or scores[-1][0] < first_day(month - 3):
            return None
        return scores[-1][1] - scores[0][1]

    # --- the scope of a row -------------------------------------------------------------------------------------

    def citizen_scope(self, citizen_id: str, month: int) -> Scope:
        """The columns that a citizen has without a course; blank is the group unknown."""
        row = self.citizens[citizen_id]
        return {
            "municipality": row["municipality"],
            "team": row.get("team") or "unknown",
            "age_group": age_group(row.get("birth_year"), month),
            "gender": row.get("gender") or "unknown",
            "target_group": row["target_group"],
        }

    def course_scope(self, course: Row, month: int) -> Scope:
        """The citizen's columns and the course's own method and caseworker."""
        own = {"method": course["method"], "caseworker": course["caseworker"]}
        return self.citizen_scope(course["citizen_id"], month) | own


def open_world(folder: Path) -> World:
    """The world of a folder of CSV files."""
    return World(read(folder))


def is_active(course: Row, month: int) -> bool:
    """Started in or before the month, and ended_on blank or in or after it."""
    return course["start_month"] <= month and (course["end_month"] is None or course["end_month"] >= month)


def age_group(birth_year: int | None, month: int) -> str:
    """Municipal age is the month's year minus birth_year."""
    if birth_year is None:
        return "unknown"
    age = year_of(month) - birth_year
    for upper, name in ((17, "0-17"), (24, "18-24"), (30, "25-30"), (49, "31-49"), (64, "50-64")):
        if age <= upper:
            return name
    return "65+"
