"""Which figures a municipality has on, and what it calls, aims at and thinks of each: choices in the store, with history.

On and off is the choice figures_off, which what is asked of caseworkers follows. The rest is one line a figure; the
newest holds.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import insert

from kpi_catalogue.figure import Figure, catalogue
from pipelines.choices import PLACE_DA, Decision, decisions, set_choice, with_stored_choices
from pipelines.cpr import has_cpr
from pipelines.figure_target import Target, read_target, written_target
from pipelines.own_words import citizens_and_courses, problem_of
from pipelines.settings import Settings, SettingsError
from pipelines.store import opened
from pipelines.store_connection import writing
from pipelines.store_schema import metadata

NAME = "figure_choices"
LONGEST_LABEL = 80
CREAM_DA = {
    "accuracy": "Nøjagtighed",
    "relevance": "Relevans",
    "economy": "Omkostningseffektivitet",
    "adequacy": "Tilstrækkelighed",
    "objectivity": "Objektivitet",
}
CREAM_HELP_DA = (
    "CREAM er fem spørgsmål til, om et nøgletal er værd at have: er det nøjagtigt, siger det noget relevant, er det pengene "
    "værd, rækker det til at handle på, og er det objektivt? Det er jeres egen vurdering, 1 (lav) til 5 (høj)."
)
START_SET = (
    "citizens_included", "by_method", "housing_situation", "shelter_nights", "low_wellbeing", "cti_hours", "icm_hours",
    "wait_home",
)  # fmt: skip
"""Eight to begin with, of all four types; two fields a month and a measurement that follows most courses anyway."""


@dataclass(frozen=True)
class FigureChoice:
    """A municipality's own view of a figure; label "" is the catalogue's. cream: 1-5 for those that are scored."""

    label: str = ""
    target: Target | None = None
    cream: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def cream_mean(self) -> float | None:
        """The mean of the CREAM scores given; None where there is none."""
        return sum(self.cream.values()) / len(self.cream) if self.cream else None


@dataclass(frozen=True)
class Change:
    """One decision about one figure, in words."""

    at: datetime
    who: str
    figure: str
    what_da: str
    reason: str


def figure_choices(here: Settings) -> dict[str, FigureChoice]:
    """The newest choice of each figure that has one. What an earlier program wrote and this one cannot use is left out."""
    found: dict[str, FigureChoice] = {}
    figures = catalogue()
    for made in decisions(here.store_url):
        name = made.value["figure"] if made.name == NAME else None
        if name in figures and name not in found:
            try:
                found[name] = _read(made.value, figures[name])
            except SettingsError:
                continue
    return found


def title_of(figure: Figure, chosen: Mapping[str, FigureChoice], here: Settings) -> str:
    """What a figure is called here: the local label, else the one in settings.yaml, else the catalogue's."""
    own = chosen[figure.id].label if figure.id in chosen else ""
    usual = here.choices.heard_understood_label if figure.id == "heard_understood" else figure.title_da
    return own or usual


def called_here(here: Settings) -> dict[str, Figure]:
    """The catalogue with every figure called what it is called here."""
    chosen = figure_choices(here)
    return {name: _called(figure, title_of(figure, chosen, here)) for name, figure in catalogue().items()}


def _called(figure: Figure, title: str) -> Figure:
    parts = tuple(replace(part, title_da=title) if part.name is None else part for part in figure.parts)
    return replace(figure, title_da=title, parts=parts)


def choose_figure(here: Settings, name: str, choice: FigureChoice, *, reason: str, who: str, at: datetime) -> None:
    """Keep a new choice of a figure. Raises SettingsError for one that cannot be used, or no reason."""
    value = {
        "figure": name,
        "label": choice.label.strip(),
        "target": written_target(choice.target),
        "cream": dict(choice.cream),
    }
    _read(value, catalogue()[name])
    checked_reason(here, reason)
    wrong = problem_of(choice.label, citizens_and_courses(here.store_url))
    if wrong:
        raise SettingsError(f"{PLACE_DA}: navnet: {wrong}")
    line = {"name": NAME, "value": json.dumps(value), "reason": reason.strip(), "set_by": who, "set_at": at}
    with opened(here.store_url) as engine, writing(engine) as connection:
        connection.execute(insert(metadata().tables["choices"]), line)


def switch_figure(here: Settings, name: str, *, is_on: bool, reason: str, who: str, at: datetime) -> None:
    """Turn a figure on or off; what it alone needs is asked of nobody while it is off."""
    off = set(with_stored_choices(here).choices.figures_off)
    _set_off(here, off - {name} if is_on else off | {name}, reason, who, at)


def use_start_set(here: Settings, *, reason: str, who: str, at: datetime) -> None:
    """Turn the start set on and every other figure off."""
    _set_off(here, set(catalogue()) - set(START_SET), reason, who, at)


def history(here: Settings) -> list[Change]:
    """Every decision about figures, the newest first."""
    made = decisions(here.store_url)
    return [change for at, one in enumerate(made) for change in _changes(one, made[at + 1 :])]


def checked_reason(here: Settings, reason: str) -> None:
    """Raise SettingsError for a choice without a reason, or with a CPR number or a citizen's or course's number in it."""
    wrong = problem_of(reason, citizens_and_courses(here.store_url)) if reason.strip() else "Den mangler."
    if wrong:
        raise SettingsError(f"{PLACE_DA}: skriv en begrundelse, uden cpr-numre og borgeres numre. {wrong}")


def _set_off(here: Settings, off: Iterable[str], reason: str, who: str, at: datetime) -> None:
    checked_reason(here, reason)
    set_choice(here, "figures_off", sorted(off), reason=reason, who=who, at=at)


def _read(value: Mapping[str, Any], figure: Figure) -> FigureChoice:
    """A choice as it is written. Raises SettingsError."""
    label, cream = value["label"], value["cream"]
    if not isinstance(label, str) or len(label) > LONGEST_LABEL or has_cpr(label):
        raise SettingsError(f"{PLACE_DA}: navnet må højst være {LONGEST_LABEL} tegn og ikke ligne et cpr-nummer.")
    if set(cream) - set(CREAM_DA) or not all(score in range(1, 6) for score in cream.values()):
        raise SettingsError(f"{PLACE_DA}: en CREAM-score er et helt tal fra 1 til 5.")
    return FigureChoice(label, read_target(value["target"], figure), MappingProxyType(dict(cream)))


def _changes(made: Decision, earlier: Iterable[Decision]) -> list[Change]:
    """What one decision changed, figure by figure."""
    if made.name == NAME:
        return [Change(made.set_at, made.set_by, made.value["figure"], "navn, mål eller score", made.reason)]
    if made.name != "figures_off":
        return []
    before = next((set(one.value) for one in earlier if one.name == "figures_off"), set())
    words = dict.fromkeys(sorted(set(made.value) - before), "slået fra")
    words |= dict.fromkeys(sorted(before - set(made.value)), "slået til")
    return [Change(made.set_at, made.set_by, name, what, made.reason) for name, what in words.items()]
