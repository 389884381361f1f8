"""Courses: the list to choose from, and all that is shown of one."""

from datetime import date

from app.registry import door
from app.rights import WITH_CITIZENS, Visit, require
from pipelines.course import CourseHead, course_double_bottom_line, course_head
from pipelines.course_life import CourseChoice, HousingMonth, Mark, course_choices, housing_months, marks
from pipelines.double_bottom_line import DoubleBottomLine
from pipelines.warehouse import open_warehouse


def courses(visit: Visit, municipality: str | None) -> list[CourseChoice]:
    """The courses to choose between, running ones first."""
    require(visit, *WITH_CITIZENS)
    reached = {place.course_id for place in door.reached(visit)}
    with open_warehouse(visit.here.home) as connection:
        found = [choice for choice in course_choices(connection, municipality) if choice.course_id in reached]
    door.note(visit, "listed", [choice.citizen_id for choice in found], "Forløb")
    return found


def course_page(
    visit: Visit, course_id: str, on: date | None
) -> tuple[CourseHead, DoubleBottomLine, list[Mark], list[HousingMonth]]:
    """Everything the page Borger shows of one course on a day."""
    place, here = door.reached_course(visit, course_id), visit.here
    door.note(visit, "looked_at", [place.citizen_id], "Borger")
    with open_warehouse(here.home) as connection:
        head = course_head(connection, course_id)
        line = course_double_bottom_line(connection, course_id, on, here.today, here.choices)
        begun = head.contact_on or head.started_on or here.today
        last = line.periods[-1].month if line.periods else here.today.replace(day=1)
        housing = housing_months(connection, head.citizen_id, begun.replace(day=1), last)
        return head, line, marks(connection, head), housing
