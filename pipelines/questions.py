"""The questions that the management can ask this month, drawn from protected data by the rules of questions.yaml.

A rule says when in words, how important it is, and what to ask; the condition itself is a function here of the same name.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pipelines.case_months import CaseMonth
from pipelines.danish import chosen_percent, number
from pipelines.danish import month as danish_month
from pipelines.goal_standing import Judged
from pipelines.moved import FigureTrend
from pipelines.settings import Choices
from pipelines.strict_yaml import read_strict_yaml
from pipelines.trend_text import flagged_da, trial_da
from som_engine.causes import CAUSES_DA

FILE = Path(__file__).with_suffix(".yaml")
MOST, LONGEST = 3, 90
WAYS_DA = {"high": "højere", "low": "lavere"}


@dataclass(frozen=True)
class Rule:
    """When a question is asked, in words; the lowest priority is asked first; page is where the answer lies.

    limit: the limit in force, for a rule that has one; it stands in the words.
    """

    id: str
    priority: int
    when_da: str
    question_da: str
    page: str
    limit: float | None = None


@dataclass(frozen=True)
class Facts:
    """What is known of a month, of protected figures alone. registered: the registration rate, None where unknown.

    silent: figures that are on and that nobody registered anything to. written: a figure's value as text.
    """

    month: date
    trends: Sequence[FigureTrend]
    goals: Sequence[Judged]
    cases: Sequence[CaseMonth]
    registered: float | None
    silent: Sequence[str]
    titles: Mapping[str, str]
    written: Callable[[FigureTrend, float], str]


@dataclass(frozen=True)
class Question:
    """A question with the rule that asked it, and the page that has the answer with what its address carries."""

    rule: Rule
    text_da: str
    carries: Mapping[str, str]


@dataclass(frozen=True)
class _Found:
    """Something a rule asks about: how far it is from what is usual, what it is about, its words, and the address."""

    about: str
    words: Mapping[str, str]
    carries: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    size: float = 0.0


def rules(choices: Choices) -> tuple[Rule, ...]:
    """The rules of the file beside this one with the limits that the municipality has chosen, the first to ask first."""
    found = [_in_force(Rule(**{**given, "limit": None}), given.get("limit"), choices) for given in _as_written()]
    return tuple(sorted(found, key=lambda rule: rule.priority))


@cache
def _as_written() -> Sequence[Mapping[str, Any]]:
    return tuple(read_strict_yaml(FILE))


def _in_force(rule: Rule, choice: str | None, choices: Choices) -> Rule:
    if choice is None:
        return rule
    limit = float(getattr(choices, choice))
    return replace(rule, limit=limit, when_da=rule.when_da.format(limit=chosen_percent(limit)))


def questions(facts: Facts, by: Iterable[Rule], most: int = MOST) -> list[Question]:
    """The questions of the month by the rules in their order; fewer than most where the data ask fewer."""
    left = [(rule, _largest_first(CONDITIONS[rule.id](facts, rule.limit or 0.0))) for rule in by]
    asked: dict[str, Question] = {}
    while any(found for _, found in left):
        for rule, found in left:
            one = _next(found, asked)
            if one:
                asked[one.about] = Question(rule, rule.question_da.format(**one.words), one.carries)
    return list(asked.values())[:most]


def _next(found: list[_Found], asked: Collection[str]) -> _Found | None:
    """The rule's next, taken from the list; what is asked about already is passed over."""
    while found:
        one = found.pop(0)
        if one.about not in asked:
            return one
    return None


def _largest_first(found: Iterable[_Found]) -> list[_Found]:
    """Those that lie farthest out first; equal ones as they came."""
    return sorted(found, key=lambda one: -one.size)


def _registration_low(facts: Facts, limit: float) -> list[_Found]:
    if facts.registered is None or facts.registered >= limit:
        return []
    words = {"share": _beside(facts.registered, limit), "month": danish_month(facts.month)}
    return [_Found("registration_rate", words, {"tal": facts.titles["registration_rate"]}, limit - facts.registered)]


def _of_figures(facts: Facts, variations: Sequence[str]) -> list[_Found]:
    """The figures that moved so."""
    return [_figure(facts, one) for one in facts.trends if one.variation in variations]


def _figure(facts: Facts, one: FigureTrend) -> _Found:
    title, aim = facts.titles[one.figure.id], one.trend.aim.value
    category = one.figure.part(None).codes.get(one.category, one.category) if one.category else None
    words = {
        "figure": f"{title}: {category}" if category else title,
        "level": flagged_da(one.trend, lambda value: facts.written(one, value)),
        "way": WAYS_DA.get(str(one.variation), ""),
        "trial": trial_da(one.trend),
        "target": "" if aim is None else facts.written(one, aim),
    }
    return _Found(one.figure.id, words, {"tal": title}, one.distance)


def _target_out_of_reach(facts: Facts, _: float) -> list[_Found]:
    """A target whose way is followed so far is not called out of reach beside the goal that says so, nor by trial limits."""
    on_track = {one.figure for one in facts.goals if one.standing.state == "on_track"}
    read = [one for one in facts.trends if one.variation == "common" and one.figure.id not in on_track]
    return [
        _figure(facts, one) for one in read if one.trend.reading.assurance == "fails" and not one.trend.reading.is_trial
    ]


def _result_fell(facts: Facts, limit: float) -> list[_Found]:
    found = []
    for case in facts.cases:
        change = case.change
        if change is None or case.month != facts.month:
            continue
        fell = change.before["total"] - change.after["total"]
        share = fell / abs(change.before["total"]) if change.before["total"] else float("inf")
        if fell > 0 and share >= limit:
            cause = min(change.causes, key=lambda name: change.causes[name]["total"])
            words = {"case": case.title, "amount": _kroner(fell), "since": danish_month(change.since),
                     "cause": CAUSES_DA[cause].lower()}  # fmt: skip
            found.append(_Found(case.case_id, words, {"sag": case.case_id}, share))
    return found


def _goal_off_track(facts: Facts, _: float) -> list[_Found]:
    off = [one for one in facts.goals if one.standing.state == "off_track"]
    return [_Found(one.figure, _criterion(one), size=_behind(one)) for one in off]


def _criterion(one: Judged) -> dict[str, str]:
    return {"criterion": shortened(one.text), "why": one.standing.why_da}


def _behind(one: Judged) -> float:
    """How far a criterion is from where it should be now, as a share of that."""
    value, required = one.standing.value, one.standing.required
    return abs(value - required) / abs(required) if value is not None and required else 0.0


def _goals_unknown(facts: Facts, _: float) -> list[_Found]:
    """What is hidden is not asked about, for registering more does not show it; nor what has no target or is off."""
    unknown = [one for one in facts.goals if one.standing.lack == "data"]
    if not unknown:
        return []
    counts = {"count": str(len(unknown)), "total": str(len(facts.goals))}
    return [_Found("goals", counts | _criterion(unknown[0]))]


def _not_rerun(facts: Facts, _: float) -> list[_Found]:
    late = [case for case in facts.cases if case.month != facts.month and not case.is_withheld]
    return [_about_case(case, {"month": danish_month(facts.month)}) for case in late]


def _mostly_estimates(facts: Facts, limit: float) -> list[_Found]:
    return [
        _about_case(case, {"share": _beside(case.on_estimates, limit)}, case.on_estimates)
        for case in facts.cases
        if case.on_estimates is not None and case.on_estimates > limit
    ]


def _others_gain(facts: Facts, _: float) -> list[_Found]:
    return [
        _about_case(case, {"amount": _kroner(case.four_years["municipality"])}, -case.four_years["municipality"])
        for case in facts.cases
        if case.net and case.net["total"] > 0 > case.four_years["municipality"]
    ]


def _about_case(case: CaseMonth, words: Mapping[str, str], size: float = 0.0) -> _Found:
    return _Found(case.case_id, {"case": case.title, **words}, {"sag": case.case_id}, size)


def _nobody_registers(facts: Facts, _: float) -> list[_Found]:
    month = danish_month(facts.month)
    return [_Found(name, {"figure": facts.titles[name], "month": month}, {"tal": facts.titles[name]})
            for name in facts.silent]  # fmt: skip


def _no_goals(facts: Facts, _: float) -> list[_Found]:
    return [] if facts.goals else [_Found("goals", {})]


def shortened(text: str, longest: int = LONGEST) -> str:
    """A text that the municipality has written, short enough for one page: cut at a word."""
    if len(text) <= longest:
        return text
    return f"{text[:longest].rpartition(' ')[0] or text[:longest]} …"


def _percent(share: float) -> str:
    return f"{number(100 * share, 0)} %"


def _beside(share: float, limit: float) -> str:
    """A share in whole per cent, with a decimal where it would otherwise be written as the limit it is beyond."""
    return f"{number(100 * share, 1)} %" if _percent(share) == _percent(limit) else _percent(share)


def _kroner(amount: float) -> str:
    return number(amount, 0)


Condition = Callable[[Facts, float], list[_Found]]
CONDITIONS: Mapping[str, Condition] = MappingProxyType(
    {
        "registration_low": _registration_low,
        "figure_worse": lambda facts, _: _of_figures(facts, ["concern"]),
        "result_fell": _result_fell,
        "goal_off_track": _goal_off_track,
        "target_out_of_reach": _target_out_of_reach,
        "figure_changed": lambda facts, _: _of_figures(facts, ["high", "low"]),
        "goals_unknown": _goals_unknown,
        "not_rerun": _not_rerun,
        "mostly_estimates": _mostly_estimates,
        "others_gain": _others_gain,
        "nobody_registers": _nobody_registers,
        "no_goals": _no_goals,
        "figure_better": lambda facts, _: _of_figures(facts, ["improvement"]),
    }
)
"""A rule's condition by the rule's id: what it asks about in a month, and nothing where there is nothing to ask."""
