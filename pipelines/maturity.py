"""How mature a municipality finds itself: statements answered 0-100 %, parameters, scales, the total and its change.

A blank answer is unknown and never 0. A parameter without an answer is unknown; a total needs all the parameters, so that
two totals are always about the same thing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from statistics import fmean

from pipelines.danish import read_number
from pipelines.double_bottom_line import later_month
from pipelines.strict_yaml import read_strict_yaml

FILE = Path(__file__).with_suffix(".yaml")
MONTHS_BETWEEN = 6
HIGHEST, MOST_POINTS = 100, 10
Answers = Mapping[str, float]
"""Percent by statement; a statement that is not there was not answered."""


@dataclass(frozen=True)
class Statement:
    """One statement, of a parameter, and the scales in which its answer counts."""

    id: str
    parameter: str
    scales: tuple[str, ...]
    text_da: str


@dataclass(frozen=True)
class Theme:
    """One theme of the situation analysis, and what to think of when it is given points."""

    id: str
    label_da: str
    text_da: str


@dataclass(frozen=True)
class Form:
    """The self-assessment and the situation analysis: what is asked, and what everything is called."""

    scales: Mapping[str, str]
    parameters: Mapping[str, str]
    statements: tuple[Statement, ...]
    respondents: Mapping[str, str]
    themes: tuple[Theme, ...]
    stages: Mapping[str, str]


@dataclass(frozen=True)
class Scores:
    """What some answers come to in percent; None where it is unknown. by_scale has the total of each scale."""

    by_parameter: Mapping[str, float | None]
    by_scale: Mapping[str, float | None]
    total: float | None
    answered: int

    @property
    def unknown(self) -> tuple[str, ...]:
        """The parameters without an answer."""
        return tuple(name for name, score in self.by_parameter.items() if score is None)


@cache
def form() -> Form:
    """What is asked, as the file beside this one says."""
    given = read_strict_yaml(FILE)
    statements = tuple(
        Statement(name, parameter, tuple(asked["scales"]), asked["text_da"])
        for parameter, about in given["parameters"].items()
        for name, asked in about["statements"].items()
    )
    labels = {name: about["label_da"] for name, about in given["parameters"].items()}
    themes = tuple(Theme(name, about["label_da"], about["text_da"]) for name, about in given["themes"].items())
    return Form(given["scales"], labels, statements, given["respondents"], themes, given["stages"])


def scores(answers: Answers) -> Scores:
    """The mean of each parameter's answers, of each scale's, and of the parameters."""
    asked = form()
    by_parameter = parameter_scores(answers)
    by_scale = {scale: _mean_of_all(list(parameter_scores(answers, scale).values())) for scale in asked.scales}
    answered = sum(statement.id in answers for statement in asked.statements)
    return Scores(by_parameter, by_scale, _mean_of_all(list(by_parameter.values())), answered)


def parameter_scores(answers: Answers, scale: str | None = None) -> dict[str, float | None]:
    """The mean of the answers of each parameter; of one scale's statements alone where a scale is given."""
    found: dict[str, list[float]] = {name: [] for name in form().parameters}
    for statement in form().statements:
        if statement.id in answers and scale in (None, *statement.scales):
            found[statement.parameter].append(answers[statement.id])
    return {name: fmean(given) if given else None for name, given in found.items()}


def _mean_of_all(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known and len(known) == len(values) else None


def parameter_changes(before: Answers, now: Answers) -> dict[str, float | None]:
    """The change of each parameter in percentage points; None where not the same statements were answered both times."""
    earlier, later = parameter_scores(before), parameter_scores(now)
    changes: dict[str, float | None] = {}
    for name in form().parameters:
        old, new = earlier[name], later[name]
        same = _answered(before, name) == _answered(now, name)
        changes[name] = new - old if same and old is not None and new is not None else None
    return changes


def _answered(answers: Answers, parameter: str) -> set[str]:
    return {one.id for one in form().statements if one.parameter == parameter and one.id in answers}


def theme_changes(before: Answers, after: Answers) -> dict[str, float | None]:
    """The change of each theme's points; None where one of the two is not given."""
    both = before.keys() & after.keys()
    return {theme.id: after[theme.id] - before[theme.id] if theme.id in both else None for theme in form().themes}


def due_on(made_on: date) -> date:
    """The day half a year after a self-assessment: the same day of the month, or the month's last."""
    first = later_month(made_on.replace(day=1), MONTHS_BETWEEN)
    last = later_month(first, 1) - timedelta(days=1)
    return first.replace(day=min(made_on.day, last.day))


def read_answers(typed: Mapping[str, str], highest: float) -> tuple[dict[str, float], list[str]]:
    """What was typed as numbers, blank left out; and the names of the fields that are no number from 0 to highest."""
    answers: dict[str, float] = {}
    wrong = []
    for name, text in typed.items():
        cleaned = text.strip().removesuffix("%").strip()
        value = read_number(cleaned) if cleaned else None
        if value is not None and 0 <= value <= highest:
            answers[name] = float(value)
        elif cleaned:
            wrong.append(name)
    return answers, wrong
