"""The result of every monthly rerun of a case, stored with the inputs it rests on."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from pipelines.case_store import Version, current, keep_knowledge, versions
from pipelines.observe import observed_as_json
from pipelines.rerun import Rerun
from pipelines.settings import Settings
from pipelines.store import engine_if_made, opened
from pipelines.store_connection import told_in_danish, writing
from pipelines.store_schema import metadata
from som_engine.net_result import NetResult
from som_engine.observed_inputs import inputs_as_json
from som_engine.result_text import as_json
from som_engine.success import RateUsed
from som_engine.uncertain_input import Calculation
from som_engine.uncertainty import simulate


@dataclass(frozen=True)
class StoredResult:
    """One rerun of a case in a month; `result` is in the shape of `calculate`, `inputs` what was observed to the month."""

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
    """Store what was calculated, each with the version of the case it is of; how many there were."""
    kept = [(current(here, Path(run.file).stem, at), run) for run in results]
    with opened(here.store_url) as engine, writing(engine) as connection:
        rows = [
            _row(version, run, run.used, run.rate) | {"run_by": who, "run_at": at}
            for version, run in kept
            if run.used is not None and run.rate is not None
        ]
        knowledge = keep_knowledge(connection, here)
        if rows:
            connection.execute(
                metadata().tables["case_results"].insert(), [row | {"knowledge_id": knowledge} for row in rows]
            )
    return len(rows)


def _row(version: Version, run: Rerun, used: NetResult, rate: RateUsed) -> dict[str, Any]:
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
        "result": json.dumps(as_json(used, rate) | {"simulation": _spread(used, rate)}, ensure_ascii=False),
    }


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
    table = metadata().tables["case_results"]
    numbers = {version.id: version.version for version in versions(here, case_id)}
    engine = engine_if_made(here.store_url)
    if engine is None:
        return []
    with told_in_danish(engine.url), engine.connect() as connection:
        rows = list(connection.execute(select(table).where(table.c.case_id == case_id).order_by(table.c.id)))
    engine.dispose()
    newest = {row.month: row for row in rows}
    return [
        StoredResult(
            case_id, month, row.run_at, row.run_by, numbers[row.version_id], row.knowledge_id, row.success_rate,
            row.whence, row.participants, json.loads(row.inputs), json.loads(row.result),
        )
        for month, row in sorted(newest.items())
    ]  # fmt: skip
