"""What is observed of a SØM case to a month: the success rate of the courses it is about."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from pipelines import danish
from pipelines.observe_inputs import limits_of, observe_inputs
from som_engine.case import Case, read_case
from som_engine.danish import percent, short_number
from som_engine.errors import FaultyInputError
from som_engine.knowledge import load_knowledge
from som_engine.observed_inputs import ObservedInputs
from som_engine.success import (
    ENOUGH_ASSESSED,
    ObservedRate,
    bounds,
    credible_interval,
    informed_prior,
    net_rate,
)

CRITERIA_DA = {
    "effect_goal_met": "effektmålet er nået",
    "own_home_at_end": "egen bolig ved forløbets slutning",
    "own_home_after_12": "egen bolig 12 måneder efter start",
    "no_shelter_6": "ingen herbergsdøgn i seks måneder efter slutningen",
    "wellbeing_improved": "WHO-5 steget mindst 10",
    "ors_gain": "ORS steget mindst 5",
}


NOT_SAID_DA = "ikke angivet, så intet er trukket fra, og effekten kan være for stor"


class ObserveError(ValueError):
    """A case that cannot be observed; the message is Danish and says what to do."""


@dataclass(frozen=True)
class WithPrior:
    """The success rate when a study of the knowledge base counts as `citizens` with its mean (0-1), beside the flat one."""

    study: str
    mean: float
    citizens: float
    rate: float
    interval_90: tuple[float, float]


@dataclass(frozen=True)
class Observed:
    """The courses of a case by outcome, and their success rate.

    rate, bounds and net_rate are None where nobody is assessed (bounds: where nobody is due). interval_90 is from
    Beta(0.5 + successes, 0.5 + failures).
    """

    case: str
    month: date
    criterion: str
    successes: int
    assessed: int
    not_yet: int
    missing: int
    excluded: int
    rate: float | None
    interval_90: tuple[float, float]
    bounds: tuple[float, float] | None
    counterfactual: float | None
    net_rate: float | None
    enough: bool
    inputs: ObservedInputs | None = None
    prior: WithPrior | None = None

    def as_rate(self) -> ObservedRate:
        """The part of it that a calculation uses."""
        return ObservedRate(
            self.case,
            f"{self.month:%Y-%m}",
            self.assessed,
            self.rate,
            self.counterfactual,
            self.net_rate,
            self.enough,
            self.successes,
        )


def observe_file(
    connection: duckdb.DuckDBPyConnection, path: Path, month: date, knowledge: Path | None = None
) -> Observed:
    """What is observed of the case in a file; `knowledge` is the installation's own knowledge folder.

    Raises ObserveError with every fault of the case.
    """
    try:
        case = read_case(path, load_knowledge(knowledge))
    except FaultyInputError as error:
        raise ObserveError(str(error)) from None
    return observe(connection, case, month)


def observe(connection: duckdb.DuckDBPyConnection, case: Case, month: date, criterion: str | None = None) -> Observed:
    """Count the case's courses by outcome in a month (its first day): by the case's criterion, else the municipality's."""
    asked = case.effect.asked
    criterion = criterion or (asked.criterion if asked else _chosen_criterion(connection))
    outcomes = _outcomes(connection, case, criterion, month)
    count = {name: list(outcomes.values()).count(name) for name in OUTCOMES}
    assessed = count["success"] + count["failure"]
    rate = count["success"] / assessed if assessed else None
    counterfactual = case.effect.counterfactual.value if case.effect.counterfactual else None
    return Observed(
        case=case.id,
        month=month,
        criterion=criterion,
        successes=count["success"],
        assessed=assessed,
        not_yet=count["not_yet"],
        missing=count["missing"],
        excluded=count["excluded"],
        rate=rate,
        interval_90=credible_interval(count["success"], count["failure"]),
        bounds=bounds(count["success"], assessed, count["missing"]),
        counterfactual=counterfactual,
        net_rate=None if rate is None else net_rate(rate, counterfactual or 0.0),
        enough=assessed >= ENOUGH_ASSESSED,
        inputs=observe_inputs(connection, case, month),
        prior=_prior(case, count["success"], count["failure"]),
    )


def _prior(case: Case, successes: int, failures: int) -> WithPrior | None:
    """The rate and its interval when the study that the case names counts as some citizens too."""
    named = case.effect.asked.prior if case.effect.asked else None
    if named is None:
        return None
    prior = informed_prior(named.mean, named.citizens)
    a, b = prior.successes + successes, prior.failures + failures
    return WithPrior(
        named.study, named.mean, named.citizens, a / (a + b), credible_interval(successes, failures, prior)
    )


def observe_by_criteria(connection: duckdb.DuckDBPyConnection, case: Case, month: date) -> list[Observed]:
    """The case by each of the six criteria, to be seen beside the one it asks for."""
    return [observe(connection, case, month, criterion) for criterion in CRITERIA_DA]


OUTCOMES = ("success", "failure", "missing", "not_yet", "excluded")


def _chosen_criterion(connection: duckdb.DuckDBPyConnection) -> str:
    """The success criterion that the municipality has chosen."""
    with connection.cursor() as cursor:
        rows = cursor.execute("select success_criterion from setting").fetchall()
    return str(rows[0][0])


def _outcomes(connection: duckdb.DuckDBPyConnection, case: Case, criterion: str, month: date) -> dict[str, str]:
    """Each course of the case and its outcome; a course replaced by another course of the case is excluded."""
    limits, values = limits_of(case, "success_month")
    sql = f"select course_id, outcome, replaced_by from success_month where month = ? and criterion = ?{limits}"
    with connection.cursor() as cursor:
        rows = cursor.execute(sql, [month, criterion, *values]).fetchall()
    courses = {course_id for course_id, _, _ in rows}
    return {course_id: "excluded" if replaced_by in courses else outcome for course_id, outcome, replaced_by in rows}


def observed_as_json(observed: Observed) -> dict[str, Any]:
    """The observed values as the `observe` command writes them; the month as 2025-03, shares from 0 to 1.

    `inputs` and `prior` are there only where the case asks for them.
    """
    beside = {"inputs": observed.inputs, "prior": observed.prior}
    left_out = [name for name, value in beside.items() if value is None]
    fields = {name: value for name, value in asdict(observed).items() if name not in left_out}
    return fields | {"month": f"{observed.month:%Y-%m}"}


def observed_again(stored: Mapping[str, Any]) -> Observed:
    """The observed values that `observed_as_json` wrote, without what the case asks beside the rate (`inputs`)."""
    prior = stored.get("prior")
    fields = {name: value for name, value in stored.items() if name not in ("inputs", "prior")}
    pairs = {name: None if fields[name] is None else tuple(fields[name]) for name in ("interval_90", "bounds")}
    year, month = map(int, stored["month"].split("-"))
    known = None if prior is None else WithPrior(**(prior | {"interval_90": tuple(prior["interval_90"])}))
    return Observed(**(fields | pairs | {"month": date(year, month, 1), "prior": known}))


def observe_as_json(observed: Observed) -> str:
    """The same as text."""
    return json.dumps(observed_as_json(observed), ensure_ascii=False, indent=2)


def observe_as_text(observed: Observed) -> str:
    """What is observed, in Danish, with what the rate rests on."""
    return "\n".join(
        [
            f"{observed.case}, {danish.month(observed.month)}",
            f"Succes: {CRITERIA_DA[observed.criterion]} ({observed.criterion})",
            f"Vurderet {observed.assessed}, heraf {observed.successes} med succes. Endnu ikke {observed.not_yet}, "
            f"mangler {observed.missing}, ikke med {observed.excluded}.",
            *_rate_lines(observed),
        ]
    )


def _rate_lines(observed: Observed) -> list[str]:
    if observed.rate is None or observed.net_rate is None or observed.bounds is None:
        return ["Ingen er vurderet endnu. Sagens egen succesrate bruges."]
    low, high = (percent(end, 1) for end in observed.interval_90)
    worst, best = (percent(end, 1) for end in observed.bounds)
    given = observed.counterfactual
    counterfactual = NOT_SAID_DA if given is None else percent(given, 1)
    used = (
        "Den kan bruges i beregningen."
        if observed.enough
        else (f"Færre end {ENOUGH_ASSESSED} er vurderet, så sagens egen succesrate bruges.")
    )
    return [
        f"Observeret succesrate {percent(observed.rate, 1)}, med 90 procents sikkerhed mellem {low} og {high}.",
        f"Hvis alle manglende er uden succes: {worst}; hvis alle er med succes: {best}.",
        f"Kontrafaktisk: {counterfactual}. Nettorate: {percent(observed.net_rate, 1)}. {used}",
        *prior_lines(observed),
    ]


def prior_lines(observed: Observed) -> list[str]:
    """The rate with the study counted in, where the case names one; it is shown, not used."""
    prior = observed.prior
    if prior is None:
        return []
    low, high = (percent(end, 1) for end in prior.interval_90)
    return [
        f"Tæller {prior.study} ({percent(prior.mean, 0)}) som {short_number(prior.citizens)} borgere, er raten "
        f"{percent(prior.rate, 1)}, mellem {low} og {high}. Det vises; beregningen bruger kun jeres egne."
    ]
