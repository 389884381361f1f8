"""What the warehouse is given of self-assessments: the totals that count in the key figure."""

import json
from datetime import date
from typing import Any

import pyarrow as pa

from pipelines.maturity import scores
from pipelines.store_reading import Query

COUNTED = "all"
"""Whose self-assessment is the municipality's own: the common one; those of a group are for comparison."""
TOTALS = pa.schema({"municipality": pa.string(), "made_on": pa.date32(), "total": pa.float64()})
ASSESSMENTS = Query(
    "select id, municipality, made_on, respondents, answers, withdraws from self_assessments "
    "where kind = 'maturity' order by id",
    pa.schema(
        {
            "id": pa.int64(),
            "municipality": pa.string(),
            "made_on": pa.date32(),
            "respondents": pa.string(),
            "answers": pa.string(),
            "withdraws": pa.int64(),
        }
    ),
)


def maturity_totals(stored: pa.Table) -> pa.Table:
    """One row per municipality and day with a common self-assessment whose total is known; of a day the last written."""
    rows = stored.to_pylist()
    withdrawn = {row["withdraws"] for row in rows}
    totals: dict[tuple[str, date], float | None] = {}
    for row in rows:
        if row["respondents"] == COUNTED and row["withdraws"] is None and row["id"] not in withdrawn:
            totals[row["municipality"], row["made_on"]] = scores(json.loads(row["answers"])).total
    known: list[dict[str, Any]] = [
        {"municipality": municipality, "made_on": made_on, "total": total}
        for (municipality, made_on), total in totals.items()
        if total is not None
    ]
    return pa.Table.from_pylist(known, schema=TOTALS)
