"""The goal hierarchy: theory of change -> goal -> subgoal -> criterion -> figure with its target; data with its history."""

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from kpi_catalogue.figure import Figure, catalogue
from pipelines.choices import PLACE_DA, Decision, decisions
from pipelines.cpr import has_cpr
from pipelines.figure_choices import checked_reason
from pipelines.figure_target import Target, read_target, written_target
from pipelines.own_words import citizens_and_courses, problem_of
from pipelines.settings import Settings, SettingsError
from pipelines.store import opened
from pipelines.store_connection import writing
from pipelines.store_schema import metadata

NAME = "goals"
LONGEST, LONGEST_THEORY = 400, 4000
EMPTY: Mapping[str, Any] = {"theory": "", "goals": []}
BELOW = ("goals", "subgoals", "criteria")
"""What stands below the theory, below a goal and below a subgoal."""
KINDS_DA = ("Forandringsteori", "Mål", "Delmål", "Succeskriterium")
Path = tuple[int, ...]
"""Where something stands: () is the theory, (0,) the first goal, (0, 1) its second subgoal, (0, 1, 0) a criterion."""


@dataclass(frozen=True)
class Criterion:
    """What success is known by: a figure, and its own target, or (None) the one the figure has."""

    text: str
    figure: str
    target: Target | None


@dataclass(frozen=True)
class Subgoal:
    """A step on the way to a goal."""

    text: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class Goal:
    """What is to be reached."""

    text: str
    subgoals: tuple[Subgoal, ...]


@dataclass(frozen=True)
class Goals:
    """A municipality's hierarchy; theory is why the effort is believed to lead to the goals."""

    theory: str
    goals: tuple[Goal, ...]

    def criteria(self) -> Iterator[tuple[Path, Criterion]]:
        """Every criterion with where it stands, in order."""
        for first, goal in enumerate(self.goals):
            for second, subgoal in enumerate(goal.subgoals):
                for third, criterion in enumerate(subgoal.criteria):
                    yield (first, second, third), criterion


def read_goals(document: Mapping[str, Any]) -> Goals:
    """A hierarchy as it is written. Raises SettingsError for one that cannot be used."""
    figures = catalogue()
    goals = [
        Goal(_text(goal), tuple(Subgoal(_text(one), _criteria(one["criteria"], figures)) for one in goal["subgoals"]))
        for goal in document["goals"]
    ]
    if not isinstance(document["theory"], str) or has_cpr(document["theory"]):
        raise SettingsError(f"{PLACE_DA}: forandringsteorien må ikke ligne et sted et cpr-nummer.")
    return Goals(document["theory"], tuple(goals))


def check_goals(here: Settings, document: Mapping[str, Any]) -> None:
    """Raise SettingsError for a hierarchy that cannot be used, or that names a citizen or a course."""
    read_goals(document)
    named = citizens_and_courses(here.store_url)
    texts = [(KINDS_DA[0], document["theory"]), *((KINDS_DA[len(path)], text) for path, text in places(document))]
    for kind, text in texts:
        wrong = problem_of(text, named, LONGEST_THEORY)
        if wrong:
            raise SettingsError(f"{PLACE_DA}: {kind}: {wrong}")


def document_in_force(here: Settings) -> Mapping[str, Any]:
    """The hierarchy as it is written now; empty until the municipality has written one."""
    for made in goal_history(here):
        try:
            read_goals(made.value)
        except (SettingsError, LookupError):
            continue
        found: Mapping[str, Any] = made.value
        return found
    return EMPTY


def goals_in_force(here: Settings) -> Goals:
    """The same, read. A version that an earlier program wrote and this one cannot use is passed over."""
    return read_goals(document_in_force(here))


def goal_history(here: Settings) -> list[Decision]:
    """Every version, the newest first, with reason, who and when."""
    return [made for made in decisions(here.store_url) if made.name == NAME]


def set_goals(
    here: Settings, document: Mapping[str, Any], *, based_on: Mapping[str, Any], reason: str, who: str, at: datetime
) -> None:
    """Write a new version. Raises SettingsError for one that cannot be used, or where somebody wrote another meanwhile."""
    check_goals(here, document)
    checked_reason(here, reason)
    line = {"name": NAME, "value": json.dumps(document), "reason": reason.strip(), "set_by": who, "set_at": at}
    with opened(here.store_url) as engine, writing(engine) as connection:
        if document_in_force(here) != based_on:
            raise SettingsError("En anden har ændret målene, siden siden blev vist. Se dem, og ret igen.")
        connection.execute(insert(metadata().tables["choices"]), line)


def at(document: Mapping[str, Any], path: Path) -> Any:
    """What stands at a place in the document."""
    found = document
    for below, place in zip(BELOW, path, strict=False):
        found = found[below][place]
    return found


def places(document: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Every place below the theory with its text, in the tree's order."""

    def walk(found: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, str]]:
        for place, one in enumerate(found.get(BELOW[len(path)], ())) if len(path) < len(BELOW) else ():
            yield (*path, place), one["text"]
            yield from walk(one, (*path, place))

    return walk(document, ())


def with_theory(document: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The hierarchy with another theory of change."""
    return {**copy.deepcopy(dict(document)), "theory": text.strip()}


def with_text(document: Mapping[str, Any], path: Path, text: str) -> dict[str, Any]:
    """The hierarchy with another text at a place."""
    return _changed(document, lambda new: at(new, path).update(text=text.strip()))


def with_new(document: Mapping[str, Any], above: Path, text: str) -> dict[str, Any]:
    """The hierarchy with a new goal (above is ()) or subgoal last below a place."""
    below = BELOW[len(above)]
    new = {"text": text.strip(), BELOW[len(above) + 1]: []}
    return _changed(document, lambda changed: at(changed, above)[below].append(new))


def with_criterion(document: Mapping[str, Any], path: Path, criterion: Criterion) -> dict[str, Any]:
    """The hierarchy with a criterion last below a subgoal, or in the place of the one that the path names."""
    written = {"text": criterion.text.strip(), "figure": criterion.figure, "target": written_target(criterion.target)}

    def change(changed: dict[str, Any]) -> None:
        criteria = at(changed, path[:2])["criteria"]
        where = slice(path[2], path[2] + 1) if len(path) > 2 else slice(len(criteria), None)
        criteria[where] = [written]

    return _changed(document, change)


def without(document: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """The hierarchy without a place and what stands below it; the version before keeps it."""
    return _changed(document, lambda changed: at(changed, path[:-1])[BELOW[len(path) - 1]].pop(path[-1]))


def _changed(document: Mapping[str, Any], change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    changed = copy.deepcopy(dict(document))
    change(changed)
    return changed


def _text(written: Mapping[str, Any]) -> str:
    text = written["text"]
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST or has_cpr(text):
        raise SettingsError(f"{PLACE_DA}: skriv en tekst på højst {LONGEST} tegn, uden cpr-numre.")
    return text


def _criteria(written: list[Mapping[str, Any]], figures: Mapping[str, Figure]) -> tuple[Criterion, ...]:
    found = []
    for one in written:
        if one["figure"] not in figures:
            raise SettingsError(f'{PLACE_DA}: nøgletallet "{one["figure"]}" findes ikke.')
        found.append(Criterion(_text(one), one["figure"], read_target(one["target"], figures[one["figure"]])))
    return tuple(found)
