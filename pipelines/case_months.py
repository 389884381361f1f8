"""What a case's stored monthly results say to somebody outside the team: the newest month, and why it changed since the last.

Nothing is calculated anew. `shown` are the months that tell of no few citizens (pipelines.case_protecting), `stored` all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.case_results import StoredResult

FIRST_DA = "Det er den første genberegning."
FEW_DA = "Ændringen er skjult for at beskytte små antal."
NOT_KEPT_DA = "Ændringen er ikke gemt. Genberegn måneden."
STALE_DA = "Måneden før er genberegnet siden. Genberegn måneden for at se ændringen."
SAME_KRONER = 0.5


@dataclass(frozen=True)
class MonthChange:
    """The net result before and after, and what each cause adds; by total and payer, as it was stored."""

    since: date
    before: Mapping[str, float]
    after: Mapping[str, float]
    causes: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class CaseMonth:
    """A case's newest result that may be shown; month is None, and the numbers empty, where there is none.

    chance: how likely the net result is above zero; empty where no number of the case is unsure. change is None where
    why_no_change_da says why. is_withheld: the month looked at is rerun, but rests on so few that it is not shown.
    on_estimates: the share of the kroner that are estimates.
    """

    case_id: str
    title: str
    month: date | None
    net: Mapping[str, float]
    four_years: Mapping[str, float]
    chance: Mapping[str, float]
    on_estimates: float | None
    change: MonthChange | None
    why_no_change_da: str
    is_withheld: bool


def case_month(
    case_id: str, title: str, stored: Sequence[StoredResult], shown: Sequence[StoredResult], month: date
) -> CaseMonth:
    """The case as its results to the month say."""
    until = [one for one in shown if one.month <= month]
    withheld = any(one.month == month for one in stored) and not any(one.month == month for one in until)
    if not until:
        return CaseMonth(case_id, title, None, {}, {}, {}, None, None, "", withheld)
    newest, before = until[-1], until[-2] if len(until) > 1 else None
    result = newest.result
    change, why_not = _change(newest, before, any(one.month < newest.month for one in stored))
    return CaseMonth(
        case_id, title, newest.month, result["net_present_value"], result["first_four_years"],
        _chance(result["simulation"]), result.get("share_on_estimates"), change, why_not, withheld,
    )  # fmt: skip


def _chance(drawn: Mapping[str, Any]) -> Mapping[str, float]:
    """How likely each net result is above zero; nothing where every draw was the same, for nobody said what is unsure."""
    ends = [drawn.get("percentiles", {}).get(end) for end in ("5", "95")]
    return {} if ends[0] is not None and ends[0] == ends[1] else dict(drawn["probability_positive"])


def _change(newest: StoredResult, before: StoredResult | None, has_earlier: bool) -> tuple[MonthChange | None, str]:
    """The change as it was stored with the newest month, or why it is not told."""
    kept = newest.result.get("change")
    if not has_earlier:
        return None, FIRST_DA
    if kept is None:
        return None, NOT_KEPT_DA
    since = date.fromisoformat(f"{kept['since']}-01")
    if before is None or before.month != since:
        return None, FEW_DA
    if abs(kept["before"]["total"] - before.result["net_present_value"]["total"]) > SAME_KRONER:
        return None, STALE_DA
    return MonthChange(since, kept["before"], kept["after"], kept["causes"]), ""
