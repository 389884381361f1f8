"""What else is told of the citizens a case counts: what a case must not be subtracted from outside the team."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.published import published_months
from app.rights import Visit
from pipelines.case_protecting import Counts, counts_of
from pipelines.case_results import StoredResult, results_beside
from pipelines.warehouse import WarehouseError

RATE, STARTED = "success_rate", "contact_phase"
DECEMBER = 12


def told_beside(visit: Visit, case_id: str, stored: Sequence[StoredResult], content: Mapping[str, Any]
                ) -> dict[date, list[Counts]]:  # fmt: skip
    """By month, the counts of other questions by the case's criterion, of the published success rate, and who started."""
    municipality = content.get("municipality")
    criteria = {one.month: _criterion(one) for one in stored}
    told: dict[date, list[Counts]] = {month: [] for month in criteria}
    for other in results_beside(visit.here, case_id):
        if other.month in told and _criterion(other) in (criteria[other.month], None):
            told[other.month].append(counts_of(other))
    for month, criterion in criteria.items():
        if criterion == visit.here.choices.success_criterion:
            told[month] += [_counts(row) for row in _published(visit, RATE, [month], municipality)]
    for one in stored:
        decembers = _decembers(one, content.get("base_year"))
        told[one.month] += started(_published(visit, STARTED, list(decembers), municipality), decembers)
    return told


def started(rows: Sequence[Mapping[str, Any]], decembers: Mapping[date, int]) -> list[Counts]:
    """What the courses started in the year up to December tell of a case's participants; decembers: of which of its years."""
    years = {f"{month:%Y-%m}": t for month, t in decembers.items()}
    return [{f"participants {years[row['month']]}": row["population"]} for row in rows if row["population"] is not None]


def _decembers(stored: StoredResult, first_year: object) -> dict[date, int]:
    """The last months of the case's years that are over, each with the number of its year, where participants are observed.

    None of a case without a year to begin in.
    """
    if not isinstance(first_year, int):
        return {}
    years = range(len((stored.inputs.get("inputs") or {}).get("participants", [])))
    ends = {date(first_year + t, DECEMBER, 1): t for t in years}
    return {month: t for month, t in ends.items() if month <= stored.month}


def _criterion(stored: StoredResult) -> str | None:
    return (stored.inputs.get("observed") or {}).get("criterion")


def _published(visit: Visit, figure: str, months: Sequence[date], municipality: str | None) -> list[Mapping[str, Any]]:
    """The figure where it is shown; nothing where nothing is built."""
    try:
        rows = published_months(visit, months, [figure], municipality) if months else []
    except WarehouseError:
        return []
    return [row for row in rows if row["part"] is None and row["status"] == "shown"]


def _counts(row: Mapping[str, object]) -> dict[str, int]:
    assessed, rate = int(str(row["n"])), float(str(row["value"]))
    successes = round(rate * assessed)
    return {"assessed": assessed, "successes": successes, "failures": assessed - successes}
