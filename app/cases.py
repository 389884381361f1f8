"""The door to SØM cases: who may see and change which, and everything the pages do with them.

Cases hold no citizens. What is observed of them counts few: the team sees it as it is now, everybody else as the stored
months tell it that may be shown (pipelines.case_protecting), so that neither another month nor another question tells the
difference of a citizen. A case belongs to its municipality; one without a municipality is everybody's who works with SØM.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.case_told import told_beside
from app.rights import WITH_CITIZENS, NotAllowedError, Role, Visit, require
from pipelines import case_store
from pipelines.case_comparing import Comparison, compare
from pipelines.case_files import case_path, case_paths, new_case_id
from pipelines.case_protecting import open_months
from pipelines.case_results import StoredResult, case_of, results, store_results
from pipelines.case_store import LogLine, Version
from pipelines.observe import Observed, observe, observed_again
from pipelines.observe_inputs import observe_inputs
from pipelines.rerun import Rerun, rerun
from pipelines.warehouse import WarehouseError, open_warehouse
from som_engine.advice import Advice, advice
from som_engine.case import Case, check_case
from som_engine.document import Node
from som_engine.errors import CaseError, Fault, FaultyInputError
from som_engine.knowledge import Knowledge, load_knowledge
from som_engine.net_result import NetResult, net_result
from som_engine.observed_inputs import ObservedInputs, asks_for_inputs, check_inputs, with_observed
from som_engine.success import RateUsed, rate_used
from som_engine.uncertain_input import Calculation
from som_engine.uncertainty import simulate

READERS: tuple[Role, ...] = ("economist", "project_lead", "management")
WRITERS: tuple[Role, ...] = ("economist",)


@dataclass(frozen=True)
class Calculated:
    """A case as it stands, saved or not: its result and advice, or the faults that stop it."""

    case: Case | None
    faults: tuple[Fault, ...]
    result: NetResult | None
    rate: RateUsed | None
    observed: Observed | None
    advice: tuple[Advice, ...]


@dataclass(frozen=True)
class Seen:
    """What is observed of a case and may be shown; `hidden` where something is observed and may not."""

    rate: Observed | None
    inputs: ObservedInputs | None
    hidden: bool


@dataclass(frozen=True)
class Listed:
    """One line of the list of cases: what it is called, how it calculates now, and when it was last rerun.

    chance is the share (0-1) of the drawn calculations with a net result above zero for all payers together; None where
    the case says of no number how uncertain it is.
    """

    case_id: str
    title: str
    calculated: Calculated
    last: StoredResult | None
    version: Version
    chance: float | None


def may_write(visit: Visit, content: Mapping[str, Any]) -> bool:
    """Whether the user may change the case."""
    return _has(visit, content, WRITERS)


def listed(visit: Visit, month: date, at: datetime) -> list[Listed]:
    """Every case the user may see, with its result for a month."""
    require(visit, *READERS)
    found = []
    for path in case_paths(visit.here.home):
        version = case_store.current(visit.here, path.stem, at)
        content = _content(version)
        if _has(visit, content, READERS):
            done = calculate(visit, path.stem, content, month)
            stored = results(visit.here, path.stem)
            title = str(content.get("title") or content.get("case") or path.stem)
            shown = shown_results(visit, path.stem, content, stored)
            last = shown[-1] if shown else None
            found.append(Listed(path.stem, title, done, last, version, _chance(done)))
    return found


def shown_results(
    visit: Visit, case_id: str, content: Mapping[str, Any], stored: Sequence[StoredResult], *, leaves: bool = False
) -> Sequence[StoredResult]:
    """Those of the stored months that the user may see; those that may be shown outside the team where it `leaves`."""
    _require(visit, content, READERS)
    place = content.get("municipality")
    if _works_with_citizens(visit, place) and not leaves:
        return stored
    limit = visit.here.choices.disclosure_limit
    return open_months(stored, limit, told_beside(visit, case_id, stored, content))


def readable(visit: Visit, at: datetime) -> list[tuple[str, dict[str, Any]]]:
    """The id and content of every case the user may see; nothing is calculated."""
    require(visit, *READERS)
    every = [
        (path.stem, _content(case_store.current(visit.here, path.stem, at))) for path in case_paths(visit.here.home)
    ]
    return [(case_id, content) for case_id, content in every if _has(visit, content, READERS)]


def _chance(done: Calculated) -> float | None:
    if done.case is None or done.rate is None:
        return None
    calculation = Calculation(done.case, done.rate)
    return simulate(calculation).probability_positive["total"] if calculation.ranged else None


def opened(visit: Visit, case_id: str, at: datetime) -> Version:
    """The case as it is now. Raises NotAllowedError for one that is not the user's, as for one that is not there."""
    require(visit, *READERS)
    if not case_path(visit.here.home, case_id).exists():
        raise NotAllowedError("Beregningen findes ikke, eller den er ikke din. Vælg en på listen.")
    version = case_store.current(visit.here, case_id, at)
    _require(visit, _content(version), READERS)
    return version


def knowledge_now(visit: Visit) -> Knowledge:
    """The knowledge base as it is now, with the installation's own files; KnowledgeError when one of them is broken."""
    require(visit, *READERS)
    local = visit.here.home / "knowledge"
    return _knowledge(local, tuple(sorted((path, path.stat().st_mtime_ns) for path in local.rglob("*.yaml"))))


@lru_cache(maxsize=8)
def _knowledge(local: Path, seen: tuple[tuple[Path, int], ...]) -> Knowledge:
    return load_knowledge(local)


def calculate(
    visit: Visit, case_id: str, content: Mapping[str, Any], month: date, *, leaves: bool = False
) -> Calculated:
    """The case as it stands, with what is observed to a month where it asks for it and the user may see it.

    What `leaves` the program (a report, a shared file) holds no small counts, whoever makes it.
    """
    _require(visit, content, READERS)
    try:
        knowledge = knowledge_now(visit)
        planned = check_case(dict(content), knowledge)
        seen = observed(visit, case_id, planned, month, leaves=leaves)
        case = with_observed(planned, seen.inputs)
        rate = rate_used(case, seen.rate.as_rate() if seen.rate else None)
    except FaultyInputError as error:
        return Calculated(None, error.faults, None, None, None, ())
    result = net_result(case, rate.used)
    return Calculated(case, (), result, rate, seen.rate, advice(case, knowledge, visit.here.today))


def observed(visit: Visit, case_id: str, case: Case, month: date, *, leaves: bool = False) -> Seen:
    """What is observed of the case where it asks: now for the team, else in the newest stored month that may be shown."""
    _require(visit, {"municipality": case.municipality}, READERS)
    if case.effect.asked is None and not asks_for_inputs(case):
        return Seen(None, None, False)
    if leaves or not works_with_citizens(visit, case):
        return _published(visit, case_id, case, month)
    try:
        with open_warehouse(visit.here.home) as connection:
            rate = observe(connection, case, month) if case.effect.asked else None
            inputs = observe_inputs(connection, case, month)
    except WarehouseError:
        return Seen(None, None, False)
    return Seen(rate, inputs, False)


def _published(visit: Visit, case_id: str, case: Case, month: date) -> Seen:
    """What the newest open month tells, where it was asked the same as the case asks now."""
    content = {"municipality": case.municipality}
    shown = shown_results(visit, case_id, content, results(visit.here, case_id), leaves=True)
    found = next((one for one in reversed(shown) if one.month <= month), None)
    if found is None:
        return Seen(None, None, True)
    made = {version.version: version for version in case_store.versions(visit.here, case_id)}
    then = case_of(visit.here, made[found.version], found)
    if _question(then) != _question(case):
        return Seen(None, None, True)
    seen = found.inputs.get("observed")
    inputs = check_inputs(Node(found.inputs.get("inputs"), "inputs", []))
    return Seen(observed_again(seen) if seen else None, inputs, False)


def _question(case: Case) -> tuple[object, ...]:
    """What decides which courses are counted for the case."""
    wants_cost = any(cost.observed for cost in case.costs)
    return case.municipality, case.effect.asked, case.base_year, case.participants_observed, wants_cost


def works_with_citizens(visit: Visit, case: Case) -> bool:
    """Whether the user works with citizens in the municipality of the case, and so may see small counts of it."""
    return _works_with_citizens(visit, case.municipality)


def _works_with_citizens(visit: Visit, municipality: object) -> bool:
    return any(grant.role in WITH_CITIZENS and grant.municipality == municipality for grant in visit.user.grants)


def save(
    visit: Visit, case_id: str, content: Mapping[str, Any], *, based_on: int, reason: str, at: datetime
) -> Version:
    """Save a changed case as a new version; see case_store.save."""
    _require(visit, content, WRITERS)
    _require(visit, _content(opened(visit, case_id, at)), WRITERS)
    return case_store.save(visit.here, case_id, content, based_on=based_on, reason=reason, who=visit.user.name, at=at)


def create(visit: Visit, content: Mapping[str, Any], at: datetime) -> Version:
    """A new case, in a file named after its title."""
    _require(visit, content, WRITERS)
    case_id = new_case_id(visit.here.home, str(content["title"]))
    return case_store.save(
        visit.here, case_id, {"case": case_id, **content}, based_on=0, reason="Ny beregning", who=visit.user.name, at=at
    )  # fmt: skip


def versions(visit: Visit, case_id: str, at: datetime) -> list[Version]:
    """Every version of a case, newest first."""
    opened(visit, case_id, at)
    return case_store.versions(visit.here, case_id)


def log_book(visit: Visit, case_id: str, at: datetime) -> list[LogLine]:
    """The log book of a case, newest first."""
    opened(visit, case_id, at)
    return case_store.log_book(visit.here, case_id)


def reruns(visit: Visit, case_id: str, at: datetime) -> tuple[Sequence[StoredResult], int]:
    """The stored reruns of a case that the user may see, oldest month first, and how many are left out."""
    content = _content(opened(visit, case_id, at))
    stored = results(visit.here, case_id)
    shown = shown_results(visit, case_id, content, stored)
    return shown, len(stored) - len(shown)


def compared(visit: Visit, one: Version, other: Version) -> Comparison:
    """Two versions or two cases input by input, each calculated with the knowledge base of its own day."""
    for version in (one, other):
        _require(visit, _content(version), READERS)
    kept = [case_store.kept_knowledge(visit.here, version.knowledge_id) for version in (one, other)]
    return compare(one.content, other.content, kept[0], kept[1])


def rerun_month(visit: Visit, month: date, at: datetime) -> int:
    """Rerun the user's cases from what is observed to a month and store the results; how many there were."""
    require(visit, *WRITERS)
    mine = [run for run in rerun(visit.here, month) if _mine(visit, run)]
    return store_results(visit.here, mine, visit.user.name, at)


def _mine(visit: Visit, run: Rerun) -> bool:
    return run.case is not None and _has(visit, {"municipality": run.case.municipality}, WRITERS)


def _content(version: Version) -> dict[str, Any]:
    """The content of a version; an empty one where the file holds no case, so that it can be shown with its fault."""
    try:
        return version.content
    except CaseError:
        return {}


def _has(visit: Visit, content: Mapping[str, Any], roles: tuple[Role, ...]) -> bool:
    """Whether the user has one of the roles where the case belongs."""
    place = content.get("municipality")
    return any(grant.role in roles and place in (None, grant.municipality) for grant in visit.user.grants)


def _require(visit: Visit, content: Mapping[str, Any], roles: tuple[Role, ...]) -> None:
    require(visit, *roles)
    if not _has(visit, content, roles):
        raise NotAllowedError("Beregningen hører til en kommune, du ikke arbejder i. Vælg en på listen.")
