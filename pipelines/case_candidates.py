"""The long list that cases are chosen from: candidates of a municipality, each rated on the five questions."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from pipelines.cpr import has_cpr
from pipelines.settings import Settings
from pipelines.store import engine_if_made, opened
from pipelines.store_connection import told_in_danish, writing
from pipelines.store_schema import metadata

QUESTIONS_DA = {
    "intervention": "Er det en afgrænset indsats?",
    "target_group": "Er målgruppen kendt?",
    "effect": "Kan virkningen måles?",
    "data": "Er der data?",
    "size": "Er den stor nok til at regne på?",
}
ANSWERS_DA = {"yes": "ja", "partly": "delvist", "no": "nej", "unknown": "ved ikke"}


class CandidateError(ValueError):
    """A candidate that cannot be put on the list; the message is Danish and says why."""


@dataclass(frozen=True)
class Candidate:
    """A candidate as it was last rated: an answer to each question, with who and when (UTC)."""

    municipality: str
    name: str
    answers: Mapping[str, str]
    note: str
    made_by: str
    made_at: datetime

    @property
    def in_favour(self) -> int:
        """How many of the five questions are answered yes."""
        return sum(answer == "yes" for answer in self.answers.values())


def rate_candidate(
    here: Settings, municipality: str, name: str, answers: Mapping[str, str], note: str, *, who: str, at: datetime
) -> None:
    """Put a candidate on the list, or rate it anew; the line before stays in the store. Raises CandidateError."""
    if not name.strip():
        raise CandidateError("Navn: Skriv, hvad indsatsen hedder.")
    if answers.keys() != QUESTIONS_DA.keys() or not set(answers.values()) <= ANSWERS_DA.keys():
        raise CandidateError("Svar på alle fem spørgsmål med ja, delvist, nej eller ved ikke.")
    if has_cpr(name) or has_cpr(note):
        raise CandidateError("Et felt indeholder et CPR-nummer. Skriv aldrig om enkelte borgere her.")
    row = {"municipality": municipality, "name": name.strip(), "answers": json.dumps(dict(answers)),
           "note": note.strip(), "made_by": who, "made_at": at}  # fmt: skip
    with opened(here.store_url) as engine, writing(engine) as connection:
        connection.execute(metadata().tables["case_candidates"].insert(), row)


def candidates(here: Settings, municipalities: Sequence[str]) -> list[Candidate]:
    """Every candidate of the municipalities as it was last rated, those with most in favour first."""
    engine = engine_if_made(here.store_url)
    if engine is None:
        return []
    table = metadata().tables["case_candidates"]
    asked = select(table).where(table.c.municipality.in_(municipalities)).order_by(table.c.id)
    with told_in_danish(engine.url), engine.connect() as connection:
        rows = list(connection.execute(asked))
    engine.dispose()
    newest = {(row.municipality, row.name.casefold()): row for row in rows}
    found = [
        Candidate(row.municipality, row.name, json.loads(row.answers), row.note, row.made_by, row.made_at)
        for row in newest.values()
    ]
    return sorted(found, key=lambda one: (-one.in_favour, one.name))
