"""The goal hierarchy as a nested list that is a tree to look at and a list to read; no Streamlit.

The state is a shape and a word, never a colour alone.
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from types import MappingProxyType
from urllib.parse import urlencode

import pandas as pd

from app import shown
from kpi_catalogue.figure import Figure, Part
from pipelines.figure_choices import FigureChoice
from pipelines.figure_target import State, Target, target_da
from pipelines.goal_standing import Judged
from pipelines.goals import Goals, Path

SHAPES: dict[State, str] = {"on_track": "●", "off_track": "▲", "not_enough": "○"}
TREE_STYLE = """<style>
.goal-tree ul {list-style: none; margin: 0; padding-left: 1.1rem; border-left: 2px solid #9aa5ad;}
.goal-tree > ul {padding-left: 0; border-left: 0;}
.goal-tree li {margin: .45rem 0; padding-left: .7rem; position: relative;}
.goal-tree ul ul > li::before {content: ""; position: absolute; left: -1.1rem; top: .75rem; width: 1.5rem;
  border-top: 2px solid #9aa5ad;}
.goal-tree .kind {display: block; font-size: .8rem; color: #45525b;}
.goal-tree .box {display: inline-block; border: 1px solid #56636d; border-radius: 6px; padding: .35rem .6rem;
  background: #ffffff; max-width: 46rem; overflow-wrap: anywhere;}
.goal-tree .off_track {border-width: 3px;}
.goal-tree .not_enough {border-style: dashed;}
.goal-tree .why {display: block; font-size: .9rem; color: #33404a;}
</style>"""
Titles = Mapping[str, str]
NOTHING_KEPT: Mapping[str, str] = MappingProxyType({})
KEPT = ("hvem", "municipality", "maaned")


def tree_html(
    goals: Goals,
    judged: Sequence[Judged],
    titles: Titles,
    figures: Mapping[str, Figure],
    kept: Mapping[str, str] = NOTHING_KEPT,
) -> str:
    """The whole hierarchy: theory, goals, subgoals, and criteria with their figure, target, state and why."""
    found = {one.path: one for one in judged}
    shown_goals = [
        _item("Mål", goal.text, [
            _item("Delmål", subgoal.text, [
                _criterion(found[first, second, third], titles, figures, kept) for third, _ in enumerate(subgoal.criteria)
            ])
            for second, subgoal in enumerate(goal.subgoals)
        ])
        for first, goal in enumerate(goals.goals)
    ]  # fmt: skip
    theory = _item("Forandringsteori", goals.theory or "(ikke skrevet endnu)", shown_goals)
    return f"{TREE_STYLE}<div class='goal-tree' role='group' aria-label='Målhierarki'><ul>{theory}</ul></div>"


def _item(kind: str, text: str, below: Sequence[str]) -> str:
    under = f"<ul>{''.join(below)}</ul>" if below else ""
    return f"<li><div class='box'><span class='kind'>{kind}</span>{escape(text)}</div>{under}</li>"


def _criterion(one: Judged, titles: Titles, figures: Mapping[str, Figure], kept: Mapping[str, str]) -> str:
    state = one.standing.state
    return (
        f"<li><div class='box {state}'><span class='kind'>Succeskriterium</span>{escape(one.text)}"
        f"<br><strong>{SHAPES[state]} {one.standing.state_da}</strong>"
        f"<span class='why'><a href='{escape(about_address(titles[one.figure], kept))}' target='_self'>"
        f"{escape(measure_da(one, titles, figures))}</a></span>"
        f"<span class='why'>{escape(one.standing.why_da)}</span></div></li>"
    )


def about_address(title: str, kept: Mapping[str, str] = NOTHING_KEPT) -> str:
    """Where a figure's definition stands: its own page; kept: what goes along of the address one is at."""
    return f"om-tallet?{urlencode({**kept, 'tal': title})}"


def kept_of(address: Mapping[str, str]) -> dict[str, str]:
    """What a link to a figure's page keeps of the address: who looks (in the demonstration), the place and the month."""
    return {name: address[name] for name in KEPT if name in address}


def measure_da(one: Judged, titles: Titles, figures: Mapping[str, Figure]) -> str:
    """What a criterion is measured by, and its target: Boligsituation: Egen bolig mindst 60 % senest 31-12-2026."""
    if one.target is None:
        return titles[one.figure]
    part = figures[one.figure].part(one.target.part)
    name = titles[one.figure] if part.name is None else part.title_da
    return f"{name}: {_target_of(one.target, part)}"


def figure_target_da(figure: Figure, choice: FigureChoice | None) -> str:
    """A figure's own target in words; blank where there is none."""
    return _target_of(choice.target, figure.part(choice.target.part)) if choice and choice.target else ""


def _target_of(target: Target, part: Part) -> str:
    """Egen bolig mindst 60 % senest 31-12-2026."""
    category = f"{shown.category_da(part, target.category)} " if target.category else ""
    return category + target_da(target, lambda value: shown.amount_da(value, part))


def goal_table(goals: Goals, judged: Sequence[Judged], titles: Titles, figures: Mapping[str, Figure]) -> pd.DataFrame:
    """The same, a row a criterion, for those who would rather read."""

    def row(one: Judged) -> dict[str, str]:
        goal = goals.goals[one.path[0]]
        return {
            "Mål": goal.text,
            "Delmål": goal.subgoals[one.path[1]].text,
            "Succeskriterium": one.text,
            "Nøgletal og mål": measure_da(one, titles, figures),
            "Status": one.standing.state_da,
            "Hvorfor": one.standing.why_da,
        }

    columns = ["Mål", "Delmål", "Succeskriterium", "Nøgletal og mål", "Status", "Hvorfor"]
    return pd.DataFrame([row(one) for one in judged], columns=columns)


def place_da(path: Path, text: str, kinds: Sequence[str], short: Callable[[str], str] = lambda text: text[:60]) -> str:
    """A place in the hierarchy as one line to choose: 1.2 Delmål: Flere i egen bolig."""
    number = ".".join(str(place + 1) for place in path)
    return f"{number} {kinds[len(path)]}: {short(text)}" if path else kinds[0]
