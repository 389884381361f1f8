"""Courses: the list to choose from, and all that is shown of one."""

from dataclasses import replace
from datetime import date

from app.registry import door
from app.rights import WITH_CITIZENS, Visit, require
from pipelines.course_life import CourseChoice, HousingMonth, course_choices, housing_months
from pipelines.course_view import CourseView, Measured, measured_of
from pipelines.course_view import course_view as seen_course
from pipelines.deviation_choice import texts_in_force
from pipelines.warehouse import open_warehouse


def courses(visit: Visit, municipality: str | None) -> list[CourseChoice]:
    """The courses to choose between, running ones first."""
    require(visit, *WITH_CITIZENS)
    reached = {place.course_id for place in door.reached(visit)}
    with open_warehouse(visit.here.home) as connection:
        found = [choice for choice in course_choices(connection, municipality) if choice.course_id in reached]
    door.note(visit, "listed", [choice.citizen_id for choice in found], "Forløb")
    return found


def course_view(visit: Visit, course_id: str, day: date) -> CourseView:
    """Everything the page Borger shows of one course on a day."""
    place, here = door.reached_course(visit, course_id), visit.here
    door.note(visit, "looked_at", [place.citizen_id], "Borger")
    reached = {one.course_id for one in door.reached_citizen(visit, place.citizen_id)}
    with open_warehouse(here.home) as connection:
        found = seen_course(connection, course_id, day, here.choices, texts_in_force(here))
    return replace(found, life=[one for one in found.life if one.course_id in reached])


def course_to_give(visit: Visit, course_id: str, day: date) -> CourseView:
    """The same, to be taken out of the program and given to the citizen; the log says so."""
    found = course_view(visit, course_id, day)
    door.note(visit, "exported", [found.head.citizen_id], "Vis borgeren")
    return found


def citizen_life(visit: Visit, citizen_id: str, day: date) -> tuple[list[tuple[str, Measured]], list[HousingMonth]]:
    """What lies on a citizen's line of life to the day: measurements of the courses within reach, and known housing."""
    places = door.reached_citizen(visit, citizen_id)
    door.note(visit, "looked_at", [citizen_id], "Borger")
    with open_warehouse(visit.here.home) as connection:
        measured = [
            (place.course_id, one)
            for place in places
            if place.course_id is not None
            for one in measured_of(connection, place.course_id, day)
        ]
        return measured, housing_months(connection, citizen_id, date(day.year - 10, 1, 1), day)
