"""Open figures for those who work with the citizens: of the courses within the user's own reach, and no others."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.registry import door
from app.rights import WITH_CITIZENS, Visit, reaches, require
from pipelines.figures import figures
from pipelines.warehouse import municipalities, open_warehouse

ALL_WITH_FIGURES = (*sorted(WITH_CITIZENS), "economist", "management")

TAKEN_DA = "Nøgletal i en fil"


def team_figures(
    visit: Visit, month: date, months: int, ids: Sequence[str], by: str | None, where: Mapping[str, Sequence[str]]
) -> list[dict[str, Any]]:
    """Open figures of what the user reaches, none where none are named; a team's numbers are counted, so no citizen is logged."""
    require(visit, *WITH_CITIZENS)
    reach = [{name: value for name, value in vars(stretch).items() if value is not None} for stretch in reaches(visit)]
    return figures(visit.here, month, months, ids, by, where, audience="team", reach=reach) if ids else []


def figures_to_take(
    visit: Visit, month: date, months: int, ids: Sequence[str], by: str | None, where: Mapping[str, Sequence[str]]
) -> list[dict[str, Any]]:
    """The same to take along in a file, which the access log says: open figures leave the program."""
    rows = team_figures(visit, month, months, ids, by, where)
    door.note(visit, "exported", [None], TAKEN_DA)
    return rows


def filter_values(visit: Visit) -> dict[str, list[str]]:
    """What there is to choose between: every municipality with protected figures, or those and teams within reach."""
    require(visit, *ALL_WITH_FIGURES)
    if visit.user.has(*WITH_CITIZENS):
        places = door.reached(visit)
        teams = {team for place in places for team in place.teams if team is not None}
        return {"municipality": sorted({place.municipality for place in places}), "team": sorted(teams)}
    with open_warehouse(visit.here.home) as connection:
        return {"municipality": municipalities(connection), "team": []}
