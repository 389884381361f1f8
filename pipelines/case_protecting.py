"""What a case's stored months tell outside the team: only months in which no count, and no change of one, tells of few."""

from collections.abc import Mapping, Sequence
from datetime import date

from pipelines.case_results import StoredResult

COUNTS = ("successes", "assessed", "missing", "not_yet", "excluded")


def newest_open(stored: Sequence[StoredResult], limit: int, month: date) -> StoredResult | None:
    """The last of the months to this one that may be shown."""
    return next((one for one in reversed(open_months(stored, limit)) if one.month <= month), None)


def open_months(stored: Sequence[StoredResult], limit: int) -> list[StoredResult]:
    """The months where no count, and no change of a count since the month shown before, is from 1 to below the limit."""
    shown: list[StoredResult] = []
    before: Mapping[str, int] | None = None
    for one in stored:
        counts = _counts(one)
        changes = [abs(counts[name] - before.get(name, 0)) for name in counts] if before is not None else []
        if all(count == 0 or count >= limit for count in [*counts.values(), *changes]):
            shown.append(one)
            before = counts
    return shown


def _counts(stored: StoredResult) -> dict[str, int]:
    """How many citizens stand behind each number that the result was observed from."""
    rate, inputs = stored.inputs.get("observed") or {}, stored.inputs.get("inputs") or {}
    counts = {name: int(rate[name]) for name in COUNTS if name in rate}
    if {"successes", "assessed"} <= counts.keys():
        counts["failures"] = counts["assessed"] - counts["successes"]
    counts |= {f"participants {t}": count for t, count in enumerate(inputs.get("participants", []))}
    return counts | ({"courses": inputs["cost"]["courses"]} if inputs.get("cost") else {})
