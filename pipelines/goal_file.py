"""Targets and the goal hierarchy from a YAML file, as a municipality has decided them: all of it or nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kpi_catalogue.figure import catalogue
from pipelines.figure_choices import FigureChoice, checked_reason, choose_figure, figure_choices
from pipelines.figure_target import Target, read_target
from pipelines.goals import check_goals, document_in_force, set_goals
from pipelines.settings import Settings, SettingsError
from pipelines.strict_yaml import read_strict_yaml

LEFT_OUT: Mapping[str, Any] = {"deadline": None, "part": None, "category": None}
"""What a target need not say."""
SHAPE_DA = (
    "filen skal have reason, theory, goals (text, subgoals: text, criteria: text, figure, target) og eventuelt targets "
    "(nøgletal: value, direction, since, deadline). Se sample_data/goals.yaml."
)


def load_goals(here: Settings, path: Path, *, who: str, at: datetime) -> str:
    """Set the targets and the hierarchy of a file; what happened, in Danish. What holds already is no new decision.

    Raises SettingsError or StrictYamlError, and has then changed nothing.
    """
    given = read_strict_yaml(path)
    try:
        reason, document = given["reason"], _document(given)
        checked_reason(here, reason)
        check_goals(here, document)
        targets = {name: _target(name, one) for name, one in (given.get("targets") or {}).items()}
    except (LookupError, TypeError, AttributeError):
        raise SettingsError(f"{path}: {SHAPE_DA}") from None
    except SettingsError as refused:
        raise SettingsError(f"{path}: {refused}") from None
    before = document_in_force(here)
    changed = _set_targets(here, targets, reason, who, at)
    if document != before:
        set_goals(here, document, based_on=before, reason=reason, who=who, at=at)
    return f"Mål: {changed} nye mål på nøgletal, målhierarkiet er {'nyt' if document != before else 'uændret'}."


def _document(given: Mapping[str, Any]) -> dict[str, Any]:
    """The hierarchy as the store keeps it: every target complete, days as texts."""
    return {
        "theory": given["theory"],
        "goals": [
            {"text": goal["text"], "subgoals": [
                {"text": subgoal["text"], "criteria": [
                    {"text": one["text"], "figure": one["figure"], "target": _written(one.get("target"))}
                    for one in subgoal["criteria"]
                ]}
                for subgoal in goal["subgoals"]
            ]}
            for goal in given["goals"]
        ],
    }  # fmt: skip


def _written(target: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if target is None:
        return None
    days = {name: value.isoformat() for name, value in target.items() if isinstance(value, date)}
    return {**LEFT_OUT, **target, **days}


def _target(name: str, given: Mapping[str, Any]) -> Target:
    figure = catalogue().get(name)
    if figure is None:
        raise SettingsError(f'nøgletallet "{name}" findes ikke.')
    target = read_target(_written(given), figure)
    if target is None:
        raise SettingsError(f"{figure.title_da}: skriv et mål, eller fjern linjen.")
    return target


def _set_targets(here: Settings, targets: Mapping[str, Target], reason: str, who: str, at: datetime) -> int:
    """Keep the targets that are new; a figure's name and scores stay as they are."""
    chosen = figure_choices(here)
    new = {name: target for name, target in targets.items() if chosen.get(name, FigureChoice()).target != target}
    for name, target in new.items():
        choice = replace(chosen.get(name, FigureChoice()), target=target)
        choose_figure(here, name, choice, reason=reason, who=who, at=at)
    return len(new)
