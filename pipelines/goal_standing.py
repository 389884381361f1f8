"""Where every criterion of the goal hierarchy stands in a month, from whatever cells the asker may see. No database."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kpi_catalogue.figure import Figure, Part
from pipelines.figure_choices import FigureChoice
from pipelines.figure_target import HIDDEN_STATE_DA, STATES_DA, Standing, Target, standing
from pipelines.goals import Goals, Path

OFF_DA = "Nøgletallet er slået fra."
NO_TARGET_DA = "Der er ikke sat et mål på nøgletallet."
Amount = Callable[[float, Part], str]
Wanted = tuple[str, date]


@dataclass(frozen=True)
class Judged:
    """A criterion with the target that holds for it (None: there is none) and where it stands."""

    path: Path
    text: str
    figure: str
    target: Target | None
    standing: Standing


def targets(goals: Goals, chosen: Mapping[str, FigureChoice]) -> dict[Path, Target | None]:
    """The target that holds for each criterion: its own, else the one that the figure has."""
    followed = {name: choice.target for name, choice in chosen.items()}
    return {path: one.target or followed.get(one.figure) for path, one in goals.criteria()}


def aims(goals: Goals, chosen: Mapping[str, FigureChoice]) -> dict[str, Target]:
    """The target that each figure is read against: its own, else that of the first criterion which has one."""
    found: dict[str, Target] = {name: choice.target for name, choice in chosen.items() if choice.target}
    for _, one in goals.criteria():
        if one.target:
            found.setdefault(one.figure, one.target)
    return found


def wanted(goals: Goals, chosen: Mapping[str, FigureChoice], month: date) -> set[Wanted]:
    """The figures and months that judging the hierarchy in a month needs: the month, and where each way began."""
    found, held = set[Wanted](), targets(goals, chosen)
    for path, one in goals.criteria():
        if (target := held[path]) is not None:
            found |= {(one.figure, month), (one.figure, min(target.since, month))}
    return found


def judged(
    goals: Goals, chosen: Mapping[str, FigureChoice], off: Collection[str], figures: Mapping[str, Figure],
    rows: Iterable[Mapping[str, Any]], month: date, limit: int, amount: Amount,
) -> list[Judged]:  # fmt: skip
    """Every criterion in the tree's order. rows: figures without a breakdown, of all that is `wanted`."""
    cells = {(row["figure"], row["part"], row["category"], row["month"]): row for row in rows}
    held = targets(goals, chosen)

    def stands(name: str, target: Target | None) -> Standing:
        if name in off or target is None:
            return Standing("not_enough", OFF_DA if name in off else NO_TARGET_DA)
        part = figures[name].part(target.part)
        now, before = (
            cells.get((name, target.part, target.category, f"{when:%Y-%m}")) for when in (month, target.since)
        )
        return standing(target, part, now, before, month, limit, lambda value: amount(value, part))

    return [
        Judged(path, one.text, one.figure, held[path], stands(one.figure, held[path])) for path, one in goals.criteria()
    ]


def counted_da(found: Iterable[Judged]) -> str:
    """How many criteria there are in each state: 2 på sporet · 1 ikke på sporet · 0 for få data; hidden ones where any are."""
    words = [one.standing.state_da for one in found]
    hidden = [HIDDEN_STATE_DA] if HIDDEN_STATE_DA in words else []
    return " · ".join(f"{words.count(word)} {word}" for word in (*STATES_DA.values(), *hidden))
