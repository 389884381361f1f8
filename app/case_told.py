"""What else is told of the citizens a case counts: what a case must not be subtracted from outside the team."""

from collections.abc import Mapping, Sequence
from datetime import date

from app.published import published_months
from app.rights import Visit
from pipelines.case_protecting import Counts, counts_of
from pipelines.case_results import StoredResult, results_beside
from pipelines.warehouse import WarehouseError

RATE = "success_rate"


def told_beside(visit: Visit, case_id: str, stored: Sequence[StoredResult], municipality: str | None
                ) -> dict[date, list[Counts]]:  # fmt: skip
    """By month, the counts of other questions by the case's criterion, and of the published success rate."""
    criteria = {one.month: _criterion(one) for one in stored}
    told: dict[date, list[Counts]] = {month: [] for month in criteria}
    for other in results_beside(visit.here, case_id):
        if other.month in told and _criterion(other) in (criteria[other.month], None):
            told[other.month].append(counts_of(other))
    for month, criterion in criteria.items():
        if criterion == visit.here.choices.success_criterion:
            told[month] += [_counts(row) for row in _published(visit, month, municipality)]
    return told


def _criterion(stored: StoredResult) -> str | None:
    return (stored.inputs.get("observed") or {}).get("criterion")


def _published(visit: Visit, month: date, municipality: str | None) -> list[Mapping[str, object]]:
    """The success rate where it is shown; nothing where nothing is built."""
    try:
        rows = published_months(visit, [month], [RATE], municipality)
    except WarehouseError:
        return []
    return [row for row in rows if row["part"] is None and row["status"] == "shown"]


def _counts(row: Mapping[str, object]) -> dict[str, int]:
    assessed, rate = int(str(row["n"])), float(str(row["value"]))
    successes = round(rate * assessed)
    return {"assessed": assessed, "successes": successes, "failures": assessed - successes}
