"""The door to what is chosen of figures: everybody with figures reads it, the project lead chooses; no citizen is behind it."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.navigation import ALL_WITH_FIGURES
from app.rights import Visit, require
from kpi_catalogue.figure import Figure, catalogue
from pipelines import burden, figure_choices, figure_use
from pipelines.burden import Burden
from pipelines.figure_choices import Change, FigureChoice
from pipelines.figure_use import Kind, Use, Used
from pipelines.goals import goals_in_force
from pipelines.retiring import Proposal, proposals
from pipelines.settings import now


@dataclass(frozen=True)
class Weighed:
    """A figure as the project lead weighs it: what it is called, whether it is on, what it costs and what it is used for."""

    figure: Figure
    title: str
    is_on: bool
    choice: FigureChoice
    burden: Burden
    use: Use
    has_goal: bool


@dataclass(frozen=True)
class Weighing:
    """Every figure weighed, what is proposed to be retired, and since when use has been counted."""

    figures: tuple[Weighed, ...]
    proposed: tuple[Proposal, ...]
    used: Used


def choices(visit: Visit) -> dict[str, FigureChoice]:
    """What the municipality has chosen of its figures: label, target, scores."""
    require(visit, *ALL_WITH_FIGURES)
    return figure_choices.figure_choices(visit.here)


def titles(visit: Visit) -> dict[str, str]:
    """What every figure is called here."""
    chosen = choices(visit)
    return {name: figure_choices.title_of(figure, chosen, visit.here) for name, figure in catalogue().items()}


def figures_here(visit: Visit) -> dict[str, Figure]:
    """The catalogue with every figure called what it is called here."""
    require(visit, *ALL_WITH_FIGURES)
    return figure_choices.called_here(visit.here)


def choose(visit: Visit, name: str, choice: FigureChoice, reason: str) -> None:
    """Keep a new choice of a figure. Raises SettingsError for one that cannot be used, or no reason."""
    require(visit, "project_lead")
    figure_choices.choose_figure(visit.here, name, choice, reason=reason, who=visit.user.name, at=now())


def switch(visit: Visit, name: str, is_on: bool, reason: str) -> None:
    """Turn a figure on or off; off, nobody is asked for what only it needs. Raises SettingsError."""
    require(visit, "project_lead")
    figure_choices.switch_figure(visit.here, name, is_on=is_on, reason=reason, who=visit.user.name, at=now())


def use_start_set(visit: Visit, reason: str) -> None:
    """Turn on the eight of the start set and turn off the rest. Raises SettingsError."""
    require(visit, "project_lead")
    figure_choices.use_start_set(visit.here, reason=reason, who=visit.user.name, at=now())


def history(visit: Visit) -> list[Change]:
    """Every decision about figures, the newest first."""
    require(visit, *ALL_WITH_FIGURES)
    return figure_choices.history(visit.here)


def seconds(visit: Visit) -> dict[str, float]:
    """The seconds a field of each kind is taken to last."""
    require(visit, "project_lead")
    return burden.field_seconds(visit.here)


def set_seconds(visit: Visit, given: Mapping[str, float], reason: str) -> None:
    """Keep the municipality's own seconds. Raises SettingsError."""
    require(visit, "project_lead")
    burden.set_field_seconds(visit.here, given, reason=reason, who=visit.user.name, at=now())


def count(visit: Visit, names: list[str], kind: Kind) -> None:
    """Count that figures were looked at, talked about at a meeting or put in a report; never by whom."""
    require(visit, *ALL_WITH_FIGURES)
    figure_use.count_use(visit.here.store_url, names, kind, visit.here.today)


def weighing(visit: Visit) -> Weighing:
    """Every figure with its burden beside its use, and what could be done without."""
    require(visit, "project_lead")
    here, known, chosen = visit.here, catalogue(), choices(visit)
    lasting, followed = burden.field_seconds(here), burden.followed_shares(here)
    used = figure_use.uses(here.store_url, here.today)
    aimed_at = {one.figure for _, one in goals_in_force(here).criteria()}
    weighed = tuple(
        Weighed(
            figure,
            figure_choices.title_of(figure, chosen, here),
            name not in here.choices.figures_off,
            chosen.get(name, FigureChoice()),
            burden.burden(known, [name], here.choices, lasting, followed),
            used.of(name),
            name in aimed_at,
        )
        for name, figure in known.items()
    )
    on = {one.figure.id: one.figure for one in weighed if one.is_on}
    found = proposals(
        on,
        chosen,
        aimed_at,
        used,
        lambda which: burden.burden(known, which, here.choices, lasting, followed),
        here.today,
    )
    return Weighing(weighed, tuple(found), used)
