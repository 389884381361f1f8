"""What surrounds a course on its picture: housing month by month, and the days on which something changed."""

from dataclasses import dataclass
from datetime import date

import duckdb

from pipelines.course_reading import CourseHead, rows_of


@dataclass(frozen=True)
class Mark:
    """A day worth a line on the picture: what is contact, start, end, estimate or method; detail is a code or blank."""

    date: date
    what: str
    detail: str


@dataclass(frozen=True)
class HousingMonth:
    """Known housing in a month (carried forward at most two months); None is unknown."""

    month: date
    housing: str | None


@dataclass(frozen=True)
class CourseChoice:
    """One line of a list of courses to choose from."""

    course_id: str
    citizen_id: str
    municipality: str
    team: str | None
    method: str
    started_on: date | None
    ended_on: date | None
    contact_on: date | None


_CHOICES = """
    select course_id, citizen_id, municipality, team, method, started_on, ended_on, contact_on
    from staging.courses
    join staging.citizens using (citizen_id)
"""


def course_choices(connection: duckdb.DuckDBPyConnection, municipality: str | None = None) -> list[CourseChoice]:
    """Every registered course, running ones first, then by citizen and start."""
    query = f"""
        {_CHOICES}
        where ? is null or municipality = ?
        order by ended_on is not null, citizen_id, started_on, course_id
    """
    return [CourseChoice(*row) for row in rows_of(connection, query, [municipality, municipality])]


def course_choices_of(connection: duckdb.DuckDBPyConnection, citizen_id: str) -> list[CourseChoice]:
    """A citizen's courses, one after another."""
    query = f"{_CHOICES} where citizen_id = ? order by coalesce(contact_on, started_on), course_id"
    return [CourseChoice(*row) for row in rows_of(connection, query, [citizen_id])]


def housing_months(
    connection: duckdb.DuckDBPyConnection, citizen_id: str, first: date, last: date
) -> list[HousingMonth]:
    """Known housing of a citizen for every month of a stretch that has one."""
    rows = rows_of(
        connection,
        """
        select month, housing
        from marts.status_month
        where citizen_id = ? and month between ? and ?
        order by month
        """,
        [citizen_id, first, last],
    )
    return [HousingMonth(*row) for row in rows]


def marks(connection: duckdb.DuckDBPyConnection, head: CourseHead) -> list[Mark]:
    """The course's contact phase, its start, new estimates after the first, and its end.

    A course that ended because the method was changed has the change in place of its end: what the citizen's next course
    is called, whenever that one starts.
    """
    found = [Mark(head.started_on, "start", "")] if head.started_on else []
    if head.contact_on:
        found.append(Mark(head.contact_on, "contact", ""))
    if head.ended_on:
        found.append(_end(connection, head.course_id, head.ended_on))
    found += [Mark(day, "estimate", "") for day in _later_estimates(connection, head.course_id)]
    return sorted(found, key=lambda mark: (mark.date, mark.what))


def _end(connection: duckdb.DuckDBPyConnection, course_id: str, ended_on: date) -> Mark:
    """The end with its reason, or the method it was changed to where that is known."""
    rows = rows_of(
        connection,
        """
        select end_reason, if(next_method <> method, next_method, null)
        from staging.courses
        left join (select course_id, next_method from marts.course) using (course_id)
        where course_id = ?
        """,
        [course_id],
    )
    reason, next_method = rows[0]
    return (
        Mark(ended_on, "method", next_method)
        if reason == "changed_method" and next_method
        else Mark(ended_on, "end", reason)
    )


def _later_estimates(connection: duckdb.DuckDBPyConnection, course_id: str) -> list[date]:
    """The days after the first on which expected time was estimated anew."""
    rows = rows_of(
        connection,
        "select distinct estimated_on from staging.expected_time where course_id = ? order by estimated_on",
        [course_id],
    )
    return [row[0] for row in rows[1:]]
