"""The result report of a case: the steps, inputs with basis and source, results, sensitivity, the citizens, the limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.case_frames import ROWS_DA, version_names
from app.case_words import spoken
from app.cases import Calculated
from app.report.blocks import Block, Grid, Heading, Points, Report, Text
from app.report.som_inputs import step_blocks
from app.report.som_results import basis_blocks, result_blocks, sensitivity_blocks
from pipelines.case_candidates import ANSWERS_DA, QUESTIONS_DA, Candidate
from pipelines.case_store import Version
from pipelines.danish import day, moment_day, number
from pipelines.danish import month as danish_month
from som_engine.danish import percent
from som_engine.net_result import NetResult
from som_engine.result_text import LIMITS_DA
from som_engine.success import RateUsed
from som_engine.uncertain_input import Calculation
from som_engine.uncertainty import simulate
from som_engine.uncertainty_text import spoken_chance

NO_CANDIDATES_DA = (
    "Der er ikke skrevet forslag op, som beregningen er valgt iblandt. Det gøres nederst på siden SØM, hvor hvert forslag "
    "vurderes på fem spørgsmål."
)
NO_OUTCOMES_DA = (
    "Der er ingen nøgletal for borgerne i måneden, eller de er for små til at blive vist. Læg borgernes udbytte ved siden af "
    "kronerne, før der besluttes noget."
)


@dataclass(frozen=True)
class Told:
    """Everything a report is made of; `outcomes` are protected key figures as (name, value), never open ones.

    `candidates` are what the municipality has thought of calculating, the best rated first.
    """

    content: Mapping[str, Any]
    calculated: Calculated
    versions: Sequence[Version]
    outcomes: Sequence[tuple[str, str]]
    month: date
    today: date
    group_names: Mapping[str, str]
    candidates: Sequence[Candidate] = ()


def som_report(told: Told) -> Report:
    """The report; the case must be one that can be calculated."""
    result, rate = told.calculated.result, told.calculated.rate
    if result is None or rate is None:
        raise ValueError("a case with faults has no report")
    newest = told.versions[0]
    subtitle = (
        f"Version {newest.version} af {moment_day(newest.made_at)}. Tal til og med {danish_month(told.month)}. "
        f"Rapporten er lavet {day(told.today)}."
    )
    return Report(result.case.title, subtitle, list(_blocks(told, result, rate)))


def _blocks(told: Told, result: NetResult, rate: RateUsed) -> list[Block]:
    simulation = simulate(Calculation(result.case, rate))
    return [
        Heading("Resultatet kort"),
        Text(spoken_chance(simulation), strong=True),
        _short(result),
        *basis_blocks(told.calculated, result, rate),
        Heading("Hvorfor netop denne beregning"),
        *_candidates(told.candidates),
        Heading("De syv trin"),
        *step_blocks(told.group_names, result.case, rate),
        Heading("Resultater"),
        *result_blocks(result),
        Heading("Følsomhed"),
        *sensitivity_blocks(result.case, rate, simulation),
        Heading("Borgernes udbytte"),
        *_outcomes(told),
        Heading("Forbehold"),
        *_limits(told, result),
        Heading("Versioner"),
        Points(tuple(version_names(told.versions).values())),
    ]


def _candidates(found: Sequence[Candidate]) -> list[Block]:
    """The long list that the case was chosen from, rated on the five questions."""
    if not found:
        return [Text(NO_CANDIDATES_DA)]
    rows = tuple(
        (one.name, *(ANSWERS_DA[one.answers[code]] for code in QUESTIONS_DA), f"{one.in_favour} af {len(QUESTIONS_DA)}",
         one.note or "–")
        for one in found
    )  # fmt: skip
    heads = ("Forslag", *QUESTIONS_DA.values(), "Ja", "Bemærkning")
    return [Grid("Forslag til beregninger, vurderet på fem spørgsmål", heads, rows, numbers=False)]


def _short(result: NetResult) -> Grid:
    rows: list[tuple[str, Mapping[str, float | None]]] = [
        ("Nettoresultat (nutidsværdi), kr.", {**result.net_present_value}),
        ("Heraf de første fire år, kr.", {**result.first_four_years}),
        ("Pr. deltager, kr.", result.per_participant),
    ]
    cells = [(name, *(_kroner(values[row]) for row in ROWS_DA)) for name, values in rows]
    even = ("Går i nul ved en succesrate på", *(_break_even(result, row) for row in ROWS_DA))
    return Grid("Nettoresultatet for hver aktør", ("", *ROWS_DA.values()), (*cells, even))


def _kroner(value: float | None) -> str:
    return "–" if value is None else number(value, 0)


def _break_even(result: NetResult, row: str) -> str:
    rate = result.break_even_success_rate[row]
    if rate is not None:
        return percent(rate, 1)
    return "kan ikke gå i nul" if row in result.cannot_break_even else "ingen gevinst"


def _outcomes(told: Told) -> list[Block]:
    """The citizens beside the money: what is observed, as far as it may be shown, and protected key figures."""
    seen = told.calculated.observed
    blocks: list[Block] = []
    if seen is not None and seen.rate is not None:
        low, high = (percent(end, 0) for end in seen.interval_90)
        blocks.append(
            Text(
                f"{seen.successes} af {seen.assessed} vurderede borgere har nået målet ({percent(seen.rate, 0)}; med 90 "
                f"procents sikkerhed mellem {low} og {high}). {seen.not_yet} er ikke nået dertil, og {seen.missing} mangler."
            )
        )
    if told.outcomes:
        heads = ("Nøgletal", danish_month(told.month))
        blocks.append(Grid("Nøgletal for borgerne (små tal er skjult)", heads, tuple(told.outcomes)))
    return blocks or [Text(NO_OUTCOMES_DA)]


def _limits(told: Told, result: NetResult) -> list[Block]:
    said = spoken(told.calculated.advice)
    warned = [*result.case.warnings, *said]
    limits: list[Block] = [Text(" ".join(LIMITS_DA.split()))]
    if warned:
        return [Text("Det her bør læseren vide om beregningen:"), Points(tuple(warned)), *limits]
    return limits
