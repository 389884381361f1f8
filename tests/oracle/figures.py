"""All key figures of a folder of registrations, slowly: python -m tests.oracle.figures FOLDER 2025-03 [BY]."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tests.oracle import citizen_figures as citizen
from tests.oracle import course_figures as course
from tests.oracle import structure_figures as structure
from tests.oracle.counting import Count, Member
from tests.oracle.months import month_from, text_of
from tests.oracle.part import Part
from tests.oracle.world import World, open_world

LIKERT = ("home_skills", "finances", "stable_lifestyle", "mental_difficulties", "substance_problem")
FIGURES: dict[str, Callable[[World, int], list[Part]]] = {
    "citizens_included": citizen.citizens_included,
    "support_85": citizen.support_85,
    "shelter_nights": citizen.shelter_nights,
    "housing_situation": citizen.housing_situation,
    "occupation": citizen.occupation,
    "income_basis": citizen.income_basis,
    "loneliness": citizen.loneliness,
    "substance_treatment": citizen.substance_treatment,
    "low_wellbeing": citizen.low_wellbeing,
    **{field: partial(citizen.likert, field=field) for field in LIKERT},
    "evictions_averted": citizen.evictions_averted,
    "wait_home": partial(structure.wait, field="wait_days_home"),
    "wait_allocation": partial(structure.wait, field="wait_days_allocation"),
    "vacant_homes": structure.vacant_homes,
    "by_method": citizen.by_method,
    "collaboration_model": citizen.collaboration_model,
    "heard_understood": citizen.heard_understood,
    "icm_hours": course.icm_hours,
    "cti_hours": course.cti_hours,
    "shelter_cost": citizen.shelter_cost,
    "course_cost": course.course_cost,
    "time_ratio": course.time_ratio,
    "success_rate": course.success_rate,
    "wellbeing_gain": citizen.wellbeing_gain,
    "ors_gain": citizen.ors_gain,
    "housing_retention": citizen.housing_retention,
    "sustained_exit": citizen.sustained_exit,
    "registration_rate": course.registration_rate,
    "on_time": course.on_time,
    "caseload": course.caseload,
    "waiting_to_start": course.waiting_to_start,
    "contact_phase": course.contact_phase,
    "method_change": course.method_change,
    "completion": course.completion,
    "maturity": structure.maturity,
}
CLOSED_GROUPS = {
    "method": ("CTI", "ICM", "ACT"),
    "age_group": ("0-17", "18-24", "25-30", "31-49", "50-64", "65+", "unknown"),
    "gender": ("female", "male", "other", "unknown"),
    "target_group": ("homeless", "at_risk"),
}
BREAKDOWNS = ("municipality", "team", "method", "caseworker", "age_group", "gender", "target_group")
Where = Mapping[str, Sequence[str]]


def figures(folder: Path, month: str, by: str | None = None, where: Where | None = None) -> list[dict[str, Any]]:
    """Every figure and part of a month (2025-03) for the team, as rows of `figures --format json`."""
    return figures_of(open_world(folder), month_from(month), by, where or {})


def figures_of(world: World, month: int, by: str | None, where: Where) -> list[dict[str, Any]]:
    """The same for a world that is already open."""
    return [
        {"figure": name, "part": part.name, "month": text_of(month), "by": by, **row}
        for name, parts in parts_of(world, month).items()
        for part in parts
        for row in rows_of(world, part, by, where)
    ]


def parts_of(world: World, month: int) -> dict[str, list[Part]]:
    """Every figure's parts in a month, worked out once."""
    if month not in world.answers:
        world.answers[month] = {name: figure(world, month) for name, figure in FIGURES.items()}
    return world.answers[month]


def rows_of(world: World, part: Part, by: str | None, where: Where) -> list[dict[str, Any]]:
    """One row, or one per category, for each group; one row alone when a column is lacking or there is no group."""
    if any(column not in part.columns for column in [*where, *([by] if by else [])]):
        return [row_of(None, None, status="not_applicable")]
    chosen = [one for one in part.members if all(one.scope[column] in values for column, values in where.items())]
    if by is None:
        return group_rows(part, None, chosen)
    return [
        row
        for group in groups(world, by, where) or [None]
        for row in group_rows(part, group, [one for one in chosen if one.scope[by] == group])
    ]


def group_rows(part: Part, group: str | None, members: Sequence[Member]) -> list[dict[str, Any]]:
    """The part's counts for a group; a group that nobody is in has one row."""
    counts = part.measure(members)
    if sum(one.population for one in counts) == 0:
        return [row_of(group, Count(None, None, 0, 0))]
    return [row_of(group, one) for one in counts]


def row_of(group: str | None, one: Count | None, status: str | None = None) -> dict[str, Any]:
    """A count in the shape of the command."""
    if one is None:
        empty = ("category", "value", "n", "population", "coverage")
        return {"group": group, **dict.fromkeys(empty), "status": status}
    return {
        "group": group,
        "category": one.category,
        "value": plain(one.value),
        "n": one.n,
        "population": one.population,
        "coverage": one.n / one.population if one.population else None,
        "status": "no_data" if one.value is None else "shown",
    }


def plain(value: Any) -> int | float | None:
    """Whole numbers stay whole; the rest become floats."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if value.denominator == 1 else float(value)


def groups(world: World, by: str, where: Where) -> list[Any]:
    """A closed list has all its codes; an open one the values that occur under the filter, whatever the age."""
    if by in CLOSED_GROUPS:
        return list(CLOSED_GROUPS[by])
    if by == "municipality":
        return [one for one in world.municipalities if one in where.get("municipality", (one,))]
    return sorted(
        {
            scope[by]
            for scope in occurring(world, by)
            if all(scope[column] in values for column, values in where.items() if column in scope)
        }
    )


def occurring(world: World, by: str) -> list[dict[str, str]]:
    """The citizens with their teams, or the started courses with their caseworkers (age, which moves, left out)."""
    if by == "team":
        scopes = [world.citizen_scope(citizen_id, 0) for citizen_id in world.citizens]
    else:
        scopes = [world.course_scope(one, 0) for one in world.courses]
    return [{column: value for column, value in scope.items() if column != "age_group"} for scope in scopes]


def main(folder: str, month: str, by: str | None = None) -> None:
    """Print the rows as JSON."""
    json.dump(figures(Path(folder), month, by), sys.stdout, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
