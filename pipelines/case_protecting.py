"""What a case's stored months tell outside the team: only months in which no count, and no difference of two, tells of few."""

from collections.abc import Mapping, Sequence
from datetime import date

from pipelines.case_results import StoredResult

Counts = Mapping[str, int]
"""How many citizens stand behind each number, by what they are: successes, failures, missing, participants of a year."""
COUNTS = ("successes", "assessed", "missing", "not_yet", "excluded")


def open_months(
    stored: Sequence[StoredResult], limit: int, beside: Mapping[date, Sequence[Counts]]
) -> list[StoredResult]:
    """The months whose counts are 0 or at least the limit, as is every difference: to the months shown, and beside.

    beside: what others tell of the same courses in a month: other cases, earlier versions, the published success rate.
    """
    shown: list[StoredResult] = []
    for one in stored:
        counts = counts_of(one)
        others = [*map(counts_of, shown), *beside.get(one.month, ())]
        if not _few(counts, {}, limit) and not any(_few(counts, other, limit) for other in others):
            shown.append(one)
    return shown


def counts_of(stored: StoredResult) -> dict[str, int]:
    """How many citizens stand behind each number that the result was observed from."""
    rate, inputs = stored.inputs.get("observed") or {}, stored.inputs.get("inputs") or {}
    counts = {name: int(rate[name]) for name in COUNTS if name in rate}
    if {"successes", "assessed"} <= counts.keys():
        counts["failures"] = counts["assessed"] - counts["successes"]
    counts |= {f"participants {t}": count for t, count in enumerate(inputs.get("participants", []))}
    return counts | ({"courses": inputs["cost"]["courses"]} if inputs.get("cost") else {})


def _few(counts: Counts, others: Counts, limit: int) -> bool:
    """Whether a count differs from the same of the others by 1 to below the limit."""
    return any(0 < abs(count - others.get(name, 0)) < limit for name, count in counts.items())
