"""The result of every monthly rerun of a case, stored with the inputs it rests on, and with why it changed since the last."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from pipelines.case_files import content_of
from pipelines.case_store import Version, keep_knowledge, kept_knowledge, version_of, versions
from pipelines.observe import observed_as_json
from pipelines.rerun import Rerun
from pipelines.settings import Settings
from pipelines.store import engine_if_made, opened
from pipelines.store_connection import told_in_danish, writing
from pipelines.store_schema import metadata
from som_engine.case import Case, check_case
from som_engine.causes import Run, change
from som_engine.document import Node
from som_engine.errors import CaseError, FaultyInputError
from som_engine.net_result import NetResult
from som_engine.observed_inputs import check_inputs, inputs_as_json, with_observed
from som_engine.result_text import as_json
from som_engine.success import RateUsed
from som_engine.uncertain_input import Calculation
from som_engine.uncertainty import simulate


@dataclass(frozen=True)
class StoredResult:
    """One rerun of a case in a month; `inputs` is what was observed to the month.

    `result` is in the shape of `calculate`, with `simulation` (how sure it is) and `change` (since the stored month before:
    since, before, after, causes; None where there is none, or it cannot be calculated any more).
    """

    case_id: str
    month: date
    run_at: datetime
    run_by: str
    version: int
    knowledge_id: int
    success_rate: float
    whence: str
    participants: float
    inputs: dict[str, Any]
    result: dict[str, Any]


def store_results(here: Settings, results: Sequence[Rerun], who: str, at: datetime) -> int:
    """Store what was calculated, each with the version of the case it was calculated from; how many there were."""
    rows = [
        _row(version, run, run.used, run.rate, _change(here, version.case_id, run)) | {"run_by": who, "run_at": at}
        for version, run in [(version_of(here, Path(run.file).stem, run.text, at), run) for run in results]
        if run.used is not None and run.rate is not None
    ]
    with opened(here.store_url) as engine, writing(engine) as connection:
        knowledge = keep_knowledge(connection, here)
        if rows:
            connection.execute(
                metadata().tables["case_results"].insert(), [row | {"knowledge_id": knowledge} for row in rows]
            )
    return len(rows)


def _row(
    version: Version, run: Rerun, used: NetResult, rate: RateUsed, changed: dict[str, Any] | None
) -> dict[str, Any]:
    observed = observed_as_json(run.observed) if run.observed else None
    participants = [number.value for number in used.case.participants]
    return {
        "version_id": version.id,
        "case_id": version.case_id,
        "month": run.month,
        "success_rate": used.success_rate,
        "whence": rate.whence,
        "participants": sum(participants),
        "inputs": json.dumps(
            {"observed": observed, "participants": participants, "inputs": inputs_as_json(run.inputs)},
            ensure_ascii=False,
        ),
        "result": json.dumps(
            as_json(used, rate) | {"simulation": _spread(used, rate), "change": changed}, ensure_ascii=False
        ),
    }


def _change(here: Settings, case_id: str, run: Rerun) -> dict[str, Any] | None:
    """Why the result differs from the newest stored month before, by cause."""
    earlier = [one for one in results(here, case_id) if one.month < run.month]
    if not earlier or run.used is None:
        return None
    numbers = {version.version: version for version in versions(here, case_id)}
    try:
        before = Run(case_of(here, numbers[earlier[-1].version], earlier[-1]), earlier[-1].success_rate)
    except FaultyInputError:
        return None
    found = change(before, Run(run.used.case, run.used.success_rate))
    return {"since": f"{earlier[-1].month:%Y-%m}", "before": found.before, "after": found.after,
            "causes": dict(found.causes)}  # fmt: skip


def case_of(here: Settings, version: Version, stored: StoredResult) -> Case:
    """The case that a result was calculated from: its version, its day's knowledge base, and what was observed then.

    Raises FaultyInputError when an old version cannot be read any more.
    """
    planned = check_case(version.content, kept_knowledge(here, stored.knowledge_id), file=version.case_id)
    return with_observed(planned, check_inputs(Node(stored.inputs.get("inputs"), "inputs", [])))


def _spread(used: NetResult, rate: RateUsed) -> dict[str, Any]:
    """How sure the result is: the share of drawn calculations above zero and the percentiles, by total and payers."""
    drawn = simulate(Calculation(used.case, rate))
    return {
        "draws": drawn.draws,
        "seed": drawn.seed,
        "probability_positive": drawn.probability_positive,
        "percentiles": drawn.percentiles,
    }


def results(here: Settings, case_id: str) -> list[StoredResult]:
    """The newest rerun of each month, oldest month first."""
    newest = {one.month: one for one, _ in _runs(here) if one.case_id == case_id}
    return [one for _, one in sorted(newest.items())]


def results_beside(here: Settings, case_id: str) -> list[StoredResult]:
    """Every rerun of a case and of all that count the same municipality's courses, also those that a later one replaced."""
    runs = [(one, _municipality_of(text)) for one, text in _runs(here)]
    own = {place for one, place in runs if one.case_id == case_id}
    return [one for one, place in runs if place in own or place is None or None in own]


def _municipality_of(text: str) -> Any:
    """The municipality that a version of a case says, None for all of them or where it cannot be read."""
    try:
        return content_of(text).get("municipality")
    except CaseError:
        return None


def _runs(here: Settings) -> list[tuple[StoredResult, str]]:
    """Every stored rerun in the order they were made, with the text of its version."""
    table, made = metadata().tables["case_results"], metadata().tables["case_versions"]
    engine = engine_if_made(here.store_url)
    if engine is None:
        return []
    query = (
        select(table, made.c.version, made.c.content).join(made, made.c.id == table.c.version_id).order_by(table.c.id)
    )
    with told_in_danish(engine.url), engine.connect() as connection:
        rows = list(connection.execute(query))
    engine.dispose()
    return [
        (
            StoredResult(
                row.case_id, row.month, row.run_at, row.run_by, row.version, row.knowledge_id, row.success_rate,
                row.whence, row.participants, json.loads(row.inputs), json.loads(row.result),
            ),
            row.content,
        )
        for row in rows
    ]  # fmt: skip
