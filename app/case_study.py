"""The door to a case as it is saved, calculated with what is observed: its uncertainty, and its months one after another.

Outside the team a calculation rests on the newest stored month that may be shown; where there is none, on the case's own
numbers, and the page says so.
"""

from dataclasses import dataclass
from datetime import date, datetime

from app import cases
from app.rights import Visit
from pipelines.case_months import CaseMonth, case_month
from pipelines.case_results import StoredResult, case_of, results
from pipelines.case_store import Version, versions
from pipelines.observe import Observed, observe_by_criteria
from pipelines.observe_inputs import NightYear, shelter_nights
from pipelines.warehouse import WarehouseError, open_warehouse
from som_engine.case import Case, check_case
from som_engine.causes import Run
from som_engine.document import Node
from som_engine.net_result import NetResult, net_result
from som_engine.observed_inputs import ObservedInputs, with_observed
from som_engine.success import ObservedRate, check_observed, rate_used
from som_engine.uncertain_input import Calculation
from som_engine.uncertainty import Simulation, simulate

SERIES_DRAWS = 2_000


@dataclass(frozen=True)
class Study:
    """A saved case calculated for a month; `hidden` where something is observed that the user may not see.

    `own` is the same case at its own success rate, None where it has none. The six criteria and the nights are there for
    the team only.
    """

    case_id: str
    calculation: Calculation
    result: NetResult
    own: NetResult | None
    observed: Observed | None
    inputs: ObservedInputs | None
    hidden: bool
    criteria: tuple[Observed, ...]
    nights: tuple[NightYear, ...]

    @property
    def case(self) -> Case:
        """The case, with participants and cost as observed where it asks for them."""
        return self.calculation.case


def study(visit: Visit, case_id: str, month: date, at: datetime) -> Study:
    """The case as it is saved. Raises NotAllowedError, and FaultyInputError when it cannot be calculated."""
    content = cases.opened(visit, case_id, at).content
    planned = check_case(content, cases.knowledge_now(visit), file=case_id)
    seen = cases.observed(visit, case_id, planned, month)
    case = with_observed(planned, seen.inputs)
    rate = rate_used(case, seen.rate.as_rate() if seen.rate else None, case_id)
    return Study(
        case_id,
        Calculation(case, rate),
        net_result(case, rate.used),
        net_result(case, rate.own_value) if rate.own_value is not None else None,
        seen.rate,
        seen.inputs,
        seen.hidden,
        *_of_the_team(visit, planned, month),
    )


def _of_the_team(visit: Visit, case: Case, month: date) -> tuple[tuple[Observed, ...], tuple[NightYear, ...]]:
    """All six criteria, and nights before and after, for those who work with the citizens of the case."""
    if not case.effect.asked or not cases.works_with_citizens(visit, case):
        return (), ()
    try:
        with open_warehouse(visit.here.home) as connection:
            nights = shelter_nights(connection, case, month)
            return tuple(observe_by_criteria(connection, case, month)), tuple(nights)
    except WarehouseError:
        return (), ()


@dataclass(frozen=True)
class MonthResult:
    """A stored rerun calculated again from its own version, knowledge and observations, drawn for its interval."""

    stored: StoredResult
    run: Run
    simulation: Simulation


@dataclass(frozen=True)
class Series:
    """The months that the user may see, oldest first, and how many are left out to protect small numbers."""

    months: tuple[MonthResult, ...]
    left_out: int


def series(visit: Visit, case_id: str, at: datetime) -> Series:
    """The monthly results of a case. Raises NotAllowedError, and FaultyInputError when an old version cannot be read."""
    shown, left_out = cases.reruns(visit, case_id, at)
    made = {version.version: version for version in versions(visit.here, case_id)}
    return Series(tuple(_again(visit, made[one.version], one) for one in shown), left_out)


def _again(visit: Visit, version: Version, stored: StoredResult) -> MonthResult:
    case = case_of(visit.here, version, stored)
    calculation = Calculation(case, rate_used(case, _rate(stored, case)))
    run = Run(case, stored.success_rate)
    return MonthResult(stored, run, simulate(calculation, SERIES_DRAWS))


def _rate(stored: StoredResult, case: Case) -> ObservedRate | None:
    seen = stored.inputs.get("observed")
    return check_observed(Node(seen, "observed", []), case) if seen else None


def case_months(visit: Visit, municipality: str | None, month: date, at: datetime) -> list[CaseMonth]:
    """Every case the user may see (of one municipality, or all) as its stored months say; nothing is calculated.

    Only months that tell of no few citizens, whoever asks: what is made of it leaves the team.
    """
    found = []
    for case_id, content in cases.readable(visit, at):
        if municipality in (None, content.get("municipality")):
            stored = results(visit.here, case_id)
            shown = cases.shown_results(visit, case_id, content, stored, leaves=True)
            title = str(content.get("title") or content.get("case") or case_id)
            found.append(case_month(case_id, title, stored, shown, month))
    return found
