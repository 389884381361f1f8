"""Self-assessments in the store: each one as it was made, only added to, and what the warehouse is given of them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, insert, select

from pipelines.maturity import HIGHEST, MOST_POINTS, form
from pipelines.own_words import citizens_and_courses, problem_of
from pipelines.store import Counts, engine_if_made, opened
from pipelines.store_connection import told_in_danish, writing
from pipelines.store_schema import metadata
from pipelines.store_writing import Origin, write

SOURCE_DA = {"maturity": "Modenhed", "situation": "Situationsanalyse"}


class AssessmentError(ValueError):
    """A self-assessment that cannot be kept; the message is Danish and says the remedy."""


@dataclass(frozen=True)
class Assessment:
    """A self-assessment that stands: percent by statement (maturity), or points by theme at a stage (situation)."""

    id: int
    municipality: str
    kind: str
    made_on: date
    respondents: str
    stage: str | None
    answers: Mapping[str, float]
    note: str
    made_by: str


@dataclass(frozen=True)
class Given:
    """A self-assessment to be kept; stage is filled for a situation analysis alone."""

    municipality: str
    kind: str
    made_on: date
    respondents: str
    answers: Mapping[str, float]
    stage: str | None = None
    note: str = ""


def assessments(store: str, kind: str) -> list[Assessment]:
    """Those that stand, oldest first; of the same day, in the order in which they were written."""
    engine = engine_if_made(store)
    if engine is None:
        return []
    table = metadata().tables["self_assessments"]
    with told_in_danish(engine.url), engine.connect() as connection:
        rows = connection.execute(select(table).order_by(table.c.made_on, table.c.id)).all()
    engine.dispose()
    return [_read(row) for row in _standing(rows) if row.kind == kind]


def _standing(rows: Iterable[Row[Any]]) -> list[Row[Any]]:
    kept = list(rows)
    withdrawn = {row.withdraws for row in kept}
    return [row for row in kept if row.withdraws is None and row.id not in withdrawn]


def _read(row: Row[Any]) -> Assessment:
    answers = json.loads(row.answers)
    return Assessment(row.id, row.municipality, row.kind, row.made_on, row.respondents, row.stage, answers, row.note,
                      row.made_by)  # fmt: skip


def keep(store: str, given: Given, *, today: date, who: str, at: datetime) -> int:
    """Write a self-assessment down, as a load of its own so that the warehouse is built anew; its number.

    Raises AssessmentError.
    """
    _check(given, today, citizens_and_courses(store))
    return _write(store, given, None, who, at)


def withdraw(store: str, made: Assessment, *, who: str, at: datetime) -> None:
    """Take back one that was written by mistake; it stays in the store and counts no more."""
    given = Given(made.municipality, made.kind, made.made_on, made.respondents, {}, made.stage)
    _write(store, given, made.id, who, at)


def _write(store: str, given: Given, withdraws: int | None, who: str, at: datetime) -> int:
    counts = {"self_assessments": Counts(int(withdraws is None), int(withdraws is not None), 0)}
    origin = Origin(who, SOURCE_DA[given.kind], [], at, at.date().replace(day=1))
    table = metadata().tables["self_assessments"]
    with opened(store) as engine, writing(engine) as connection:
        line = {
            "municipality": given.municipality, "kind": given.kind, "made_on": given.made_on,
            "respondents": given.respondents, "stage": given.stage, "note": given.note.strip(),
            "answers": json.dumps(dict(given.answers), sort_keys=True), "withdraws": withdraws,
            "load_id": write(connection, {}, counts, origin), "made_by": who, "made_at": at,
        }  # fmt: skip
        return int(connection.execute(insert(table).returning(table.c.id), line).scalar_one())


def _check(given: Given, today: date, named: frozenset[str]) -> None:
    asked, highest = _asked(given.kind)
    problems = (
        (not given.answers, "Svar på mindst ét udsagn. Et tomt felt er ukendt, ikke 0."),
        (not given.answers.keys() <= asked, "Et svar hører ikke til et udsagn. Hent siden igen."),
        (
            any(not 0 <= value <= highest for value in given.answers.values()),
            f"Et svar skal være fra 0 til {highest}.",
        ),
        (given.made_on > today, "Datoen ligger efter i dag. Vælg dagen for jeres møde."),
        (given.respondents not in form().respondents, "Vælg, hvem der har svaret."),
        ((given.stage in form().stages) != (given.kind == "situation"), "Vælg, om det er før eller efter."),
    )
    for is_wrong, message in problems:
        if is_wrong:
            raise AssessmentError(message)
    wrong = problem_of(given.note, named)
    if wrong:
        raise AssessmentError(wrong)


def _asked(kind: str) -> tuple[set[str], int]:
    if kind == "maturity":
        return {statement.id for statement in form().statements}, HIGHEST
    return {theme.id for theme in form().themes}, MOST_POINTS
