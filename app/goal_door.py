"""The door to the goal hierarchy: everybody with figures reads it, the project lead writes it."""

from collections.abc import Mapping
from typing import Any

from app.navigation import ALL_WITH_FIGURES
from app.rights import Visit, require
from pipelines.choices import Decision
from pipelines.goals import Goals, document_in_force, goal_history, goals_in_force, set_goals
from pipelines.settings import now


def goals(visit: Visit) -> Goals:
    """The hierarchy in force."""
    require(visit, *ALL_WITH_FIGURES)
    return goals_in_force(visit.here)


def document(visit: Visit) -> Mapping[str, Any]:
    """The same as it is written, to be edited."""
    require(visit, "project_lead")
    return document_in_force(visit.here)


def change(visit: Visit, written: Mapping[str, Any], based_on: Mapping[str, Any], reason: str) -> None:
    """Write a new version. Raises SettingsError for one that cannot be used, or that another's came before."""
    require(visit, "project_lead")
    moment = now()
    set_goals(visit.here, written, based_on=based_on, reason=reason, who=visit.user.name, at=moment)


def history(visit: Visit) -> list[Decision]:
    """Every version, the newest first, with reason, who and when."""
    require(visit, *ALL_WITH_FIGURES)
    return goal_history(visit.here)
