"""The team's overview: every active course within the user's reach, a line each."""

from datetime import date

from app import shown
from app.registry import door
from app.rights import WITH_CITIZENS, Visit, require
from pipelines.deviation_choice import texts_in_force
from pipelines.overview import OverviewLine, active_courses, overview
from pipelines.warehouse import open_warehouse


def team_overview(visit: Visit, month: date) -> list[OverviewLine]:
    """The active courses on the last day of the month (today at the latest), sorted by what there is to talk about."""
    require(visit, *WITH_CITIZENS)
    reached = {place.course_id for place in door.reached(visit)}
    day = shown.day_looked_at(month, visit.here.today, None)
    with open_warehouse(visit.here.home) as connection:
        courses = [one for one in active_courses(connection, day) if one.head.course_id in reached]
        lines = overview(connection, courses, day, visit.here.choices, texts_in_force(visit.here))
    door.note(visit, "listed", [line.course.head.citizen_id for line in lines], "Dobbelt bundlinje")
    return lines
