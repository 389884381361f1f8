"""The goal hierarchy judged for whoever looks: open figures for a project lead of the municipality, protected for others."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app import figure_door, goal_door, shown
from app.components import View, figures_by_id
from app.figure_data import figure_rows, published_rows
from pipelines.goal_standing import Judged, judged, wanted


def judged_goals(seen: View, municipality: str | None) -> list[Judged]:
    """Every criterion with where it stands in the month looked at, in the tree's order."""
    goals, chosen = goal_door.goals(seen.visit), figure_door.choices(seen.visit)
    where = {} if municipality is None else {"municipality": [municipality]}
    rows = [
        row
        for name, month in sorted(wanted(goals, chosen, seen.month))
        for row in _rows(replace(seen, month=month), name, where)
    ]
    choices = seen.here.choices
    return judged(
        goals, chosen, choices.figures_off, figures_by_id(), rows, seen.month, choices.disclosure_limit, shown.amount_da
    )


def _rows(seen: View, name: str, where: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """A caseworker's open figures are of a team, and the goals are the municipality's: there the protected ones are read."""
    return (
        figure_rows(seen, (name,), 1, None, where) if is_open(seen) else published_rows(seen, (name,), 1, None, where)
    )


def is_open(seen: View) -> bool:
    """Whether the goals are judged by open figures: those of all of the municipality, which they are set for."""
    return seen.visit.user.has("project_lead") and seen.here.choices.project_leads_see == "municipality"
