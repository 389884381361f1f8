"""Further signs to talk about in a course, each with its rule and its numbers; pure, on what is known on a day.

A sign is a reason to talk, never a verdict: on the citizen, or on the worker. Sources: double-bottom-line in the 2021
collection of experience; WHO-5 change of 10 and 35 or less: the Danish Health Authority's guide to WHO-5.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from pipelines import due
from pipelines.contract import contracts
from pipelines.danish import day as danish_day
from pipelines.danish import month as danish_month
from pipelines.danish import number
from pipelines.deviation_texts import DeviationTexts
from pipelines.double_bottom_line import later_month, month_number

Score = tuple[date, Fraction]
WITHOUT_HOME = "without_home"
CTI_LAST_MONTH = 9
INSTRUMENT_DA = {"WHO5": "WHO-5", "ORS": "ORS"}
HOUSING_DA = contracts()["monthly_status"].columns["housing"].codes


@dataclass(frozen=True)
class SignalFacts:
    """What the signs of one course rest on; nothing later than the day.

    scores: actual scores of WHO5 and ORS on this course, oldest first; earlier_scores: those of the citizen's earlier
    courses. housing: the registered (not carried forward) housing of the citizen by month, oldest first.
    """

    method: str
    instrument: str
    contact_on: date | None
    started_on: date | None
    ended_on: date | None
    day: date
    months_with_time: frozenset[date]
    scores: Mapping[str, Sequence[Score]]
    earlier_scores: Mapping[str, Sequence[Score]]
    housing: Sequence[tuple[date, str]]


@dataclass(frozen=True)
class Signal:
    """One sign: its code, a plain sentence, the rule that gave it, open questions, and the numbers it rests on."""

    code: str
    sentence: str
    rule: str
    questions: tuple[str, ...]
    numbers: Mapping[str, float]


def signals(facts: SignalFacts, texts: DeviationTexts) -> list[Signal]:
    """Every sign of the course on the day, in the order of the texts."""
    found = {
        "housing_lost": _housing_lost(facts),
        "who5_fall": _fall(facts, "WHO5", texts.limits["who5_fall"]),
        "who5_low": _low_for_the_first_time(facts, texts.limits["who5_low"]),
        "ors_fall": _fall(facts, "ORS", texts.limits["ors_fall"]),
        "over_time": _over_time(facts),
        "no_time": _no_time(facts, int(texts.limits["months_without_time"])),
        "measurement_late": _late(facts),
        "measurement_due": _due_now(facts),
    }
    return [_signal(code, values, texts) for code, values in found.items() if values is not None]


def _signal(code: str, values: Mapping[str, object], texts: DeviationTexts) -> Signal:
    """Fill the sign's sentence and rule with its numbers and the limits, written as Danish readers write them."""
    text = texts.signals[code]
    words = {name: _shown(value) for name, value in {**texts.limits, **values}.items()}
    numbers = {name: float(value) for name, value in values.items() if isinstance(value, int | Fraction)}
    return Signal(code, text.sentence.format(**words), text.rule.format(**words), text.questions, numbers)


def _shown(value: object) -> str:
    if isinstance(value, date):
        return danish_day(value)
    if isinstance(value, int | float | Fraction):
        return number(float(value), 0 if float(value).is_integer() else 1)
    return str(value)


def _begun(facts: SignalFacts) -> date:
    return (facts.contact_on or facts.started_on or facts.day).replace(day=1)


def _no_time(facts: SignalFacts, months: int) -> dict[str, object] | None:
    """The newest whole months to the day, all inside the course, all without time; nor any in the month under way."""
    if facts.day.replace(day=1) in facts.months_with_time:
        return None
    last = later_month((facts.day + timedelta(days=1)).replace(day=1), -1)
    if facts.ended_on:
        last = min(last, facts.ended_on.replace(day=1))
    asked = [later_month(last, -back) for back in reversed(range(months))]
    if asked[0] < _begun(facts) or facts.months_with_time & set(asked):
        return None
    return {"first": danish_month(asked[0]), "last": danish_month(asked[-1]), "months": months}


def _fall(facts: SignalFacts, instrument: str, limit: float) -> dict[str, object] | None:
    """The newest score against the one before it on the course."""
    scores = facts.scores.get(instrument, ())
    if len(scores) < 2 or scores[-2][1] - scores[-1][1] < _exact(limit):
        return None
    (before_on, before), (on, score) = scores[-2:]
    return {"before_on": before_on, "before": before, "on": on, "score": score, "points": before - score}


def _low_for_the_first_time(facts: SignalFacts, limit: float) -> dict[str, object] | None:
    """The newest WHO-5 at or below the limit, and none of the citizen's earlier ones there."""
    own, lowest = facts.scores.get("WHO5", ()), _exact(limit)
    before = [*facts.earlier_scores.get("WHO5", ()), *own[:-1]]
    if not own or own[-1][1] > lowest or any(score <= lowest for _, score in before):
        return None
    return {"on": own[-1][0], "score": own[-1][1]}


def _over_time(facts: SignalFacts) -> dict[str, object] | None:
    if facts.method != "CTI" or facts.started_on is None or facts.ended_on:
        return None
    ordinal = month_number(facts.started_on.replace(day=1), facts.day.replace(day=1))
    return {"month": ordinal} if ordinal > CTI_LAST_MONTH else None


def _housing_lost(facts: SignalFacts) -> dict[str, object] | None:
    """Without a home at the newest registration, since a month of the course, and with one at the registration before."""
    runs = [(code, [month for month, _ in rows]) for code, rows in itertools.groupby(facts.housing, lambda row: row[1])]
    if len(runs) < 2 or runs[-1][0] != WITHOUT_HOME or runs[-1][1][0] < _begun(facts):
        return None
    return {
        "since": danish_month(runs[-1][1][0]),
        "before": danish_month(runs[-2][1][-1]),
        "was": HOUSING_DA[runs[-2][0]],
    }


def _late(facts: SignalFacts) -> dict[str, object] | None:
    """The newest month of measuring that is over, with the month after it, and no score in it or since."""
    return _unmeasured(facts, [month for month in _due(facts) if later_month(month, 1) < facts.day.replace(day=1)])


def _due_now(facts: SignalFacts) -> dict[str, object] | None:
    """A month of measuring that is this month or the one before, and no score in it or since."""
    return _unmeasured(facts, [month for month in _due(facts) if later_month(month, 1) >= facts.day.replace(day=1)])


def _due(facts: SignalFacts) -> list[date]:
    """The months of measuring of the course to the day, the oldest first."""
    if facts.started_on is None:
        return []
    course = due.Course("", facts.method, facts.instrument, facts.contact_on, facts.started_on, facts.ended_on, None)
    start = facts.started_on.replace(day=1)
    months = [later_month(start, place) for place in range(month_number(start, facts.day.replace(day=1)))]
    return [month for month in months if due.measurement_is_due(course, month)]


def _unmeasured(facts: SignalFacts, months: Sequence[date]) -> dict[str, object] | None:
    if not months or any(on >= months[-1] for on, _ in facts.scores.get(facts.instrument, ())):
        return None
    name = INSTRUMENT_DA[facts.instrument]
    return {"due": danish_month(months[-1]), "latest": danish_month(later_month(months[-1], 1)), "instrument": name}


def _exact(value: float) -> Fraction:
    return Fraction(str(value))
