"""Where a course lies when rights are asked about: its municipality, its teams and its caseworkers, as of now."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, Row, select

from pipelines.store import opened
from pipelines.store_connection import told_in_danish
from pipelines.store_schema import metadata

Earlier = dict[str, set[str]]


@dataclass(frozen=True)
class CoursePlace:
    """A citizen's course, or (course_id None) a citizen without any.

    teams and caseworkers: those registered, and while a change is registered for a month to come, the ones before it.
    """

    course_id: str | None
    citizen_id: str
    municipality: str
    teams: frozenset[str | None]
    caseworkers: frozenset[str]


def course_places(store: Engine | str, today: date, *, citizen_id: str | None = None) -> list[CoursePlace]:
    """Every course, and every citizen without one, by citizen and course; or those of one citizen."""
    with opened(store) as engine, told_in_danish(engine.url), engine.connect() as connection:
        earlier = _still_in_force(connection, today)
        return [_place(row, earlier) for row in connection.execute(_query(citizen_id))]


def _query(citizen_id: str | None) -> Any:
    citizens, courses = metadata().tables["citizens"], metadata().tables["courses"]
    query = (
        select(
            courses.c.course_id, citizens.c.citizen_id, citizens.c.municipality, citizens.c.team, courses.c.caseworker
        )
        .select_from(citizens.outerjoin(courses, courses.c.citizen_id == citizens.c.citizen_id))
        .order_by(citizens.c.citizen_id, courses.c.course_id)
    )
    return query if citizen_id is None else query.where(citizens.c.citizen_id == citizen_id)


def _place(row: Row[Any], earlier: dict[str, Earlier]) -> CoursePlace:
    teams = {row.team} | earlier["citizens"].get(row.citizen_id, set())
    caseworkers = {row.caseworker} - {None} | earlier["courses"].get(row.course_id, set())
    return CoursePlace(row.course_id, row.citizen_id, row.municipality, frozenset(teams), frozenset(caseworkers))


def _still_in_force(connection: Connection, today: date) -> dict[str, Earlier]:
    """The teams of citizens and the caseworkers of courses that a change will replace in a month to come."""
    history = metadata().tables["history"]
    coming = select(history.c.table_name, history.c.old).where(
        history.c.table_name.in_(["citizens", "courses"]),
        history.c.operation == "update",
        history.c.effective_month > today.replace(day=1),
    )
    return _by_owner(json.loads(row.old) | {"table": row.table_name} for row in connection.execute(coming))


def _by_owner(versions: Iterable[dict[str, Any]]) -> dict[str, Earlier]:
    found: dict[str, Earlier] = {"citizens": defaultdict(set), "courses": defaultdict(set)}
    for version in versions:
        if version["table"] == "citizens":
            found["citizens"][version["citizen_id"]].add(version["team"])
        else:
            found["courses"][version["course_id"]].add(version["caseworker"])
    return found
