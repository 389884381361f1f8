"""Participants and cost per participant as they are registered, in place of the case's own where the case asks for it.

In the case: `participants: {observed: courses_started, value: [20, 20]}` and, for a cost per participant,
`amount: {observed: caseworker_hours, value: 80000}`. The value is the plan; it holds until something is observed.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from som_engine.case import Case
from som_engine.cost import Cost
from som_engine.document import Node, is_number, read_document
from som_engine.errors import ObservedError
from som_engine.number import Number


@dataclass(frozen=True)
class CourseCost:
    """Kroner of caseworkers' hours per ended course: the mean, its 90 % interval, and how many courses it rests on."""

    mean: float
    low: float
    high: float
    courses: int


@dataclass(frozen=True)
class ObservedInputs:
    """What is observed to a month: courses started in each operating year begun, the first `finished` of them over.

    participants is empty and cost None where the case does not ask, or too little is registered.
    """

    participants: tuple[int, ...]
    finished: int
    cost: CourseCost | None


def asks_for_inputs(case: Case) -> bool:
    """Whether the case wants its participants or a cost from what is registered."""
    return case.participants_observed or any(cost.observed for cost in case.costs)


def with_observed(case: Case, seen: ObservedInputs | None) -> Case:
    """The case with what is observed: finished years as they were, the year running no lower than so far, then the plan."""
    if seen is None:
        return case
    participants = case.participants
    if case.participants_observed:
        participants = tuple(_started(planned, t, seen) for t, planned in enumerate(case.participants))
    return replace(case, participants=participants, costs=tuple(_costing(cost, seen.cost) for cost in case.costs))


def _started(planned: Number, t: int, seen: ObservedInputs) -> Number:
    """The participants of an operating year."""
    if t >= len(seen.participants):
        return planned
    started = float(seen.participants[t])
    if t < seen.finished:
        return Number(started, planned.address, limits=planned.limits)
    return planned if planned.value >= started else Number(started, planned.address, limits=planned.limits)


def _costing(cost: Cost, seen: CourseCost | None) -> Cost:
    if seen is None or not cost.observed:
        return cost
    amount = Number(seen.mean, cost.amount.address, seen.low, seen.high, limits=cost.amount.limits)
    return replace(cost, amount=amount, basis="double_bottom_line")


def inputs_as_json(seen: ObservedInputs | None) -> dict[str, Any] | None:
    """What is observed, as `observe` writes it."""
    return asdict(seen) if seen else None


def read_observed_inputs(path: Path) -> ObservedInputs | None:
    """The observed inputs in a file that `observe --format json` wrote, if it has any; raises ObservedError."""
    content, faults = read_document(path)
    node = Node(content, "", list(faults))
    seen = check_inputs(node["inputs"])
    if node.faults:
        raise ObservedError(str(path), node.faults)
    return seen


def check_inputs(node: Node) -> ObservedInputs | None:
    """The same read again; faults go to the document's list."""
    if node.value is None or not node.mapping(("participants", "finished", "cost")):
        return None
    counts = [member.integer(0, 10**6, 0) for member in node["participants"].members()]
    finished = node["finished"].integer(0, len(counts), 0)
    return ObservedInputs(tuple(counts), finished, _course_cost(node["cost"]))


def _course_cost(node: Node) -> CourseCost | None:
    fields = ("mean", "low", "high", "courses")
    if node.value is None or not node.mapping(fields, required=fields):
        return None
    mean, low, high = (_kroner(node[field]) for field in fields[:3])
    return CourseCost(mean, low, high, node["courses"].integer(1, 10**6, 1))


def _kroner(node: Node) -> float:
    if not is_number(node.value):
        node.refuse("Skriv et beløb i kroner.")
        return 0.0
    return float(node.value)


def observed_inputs_da(case: Case, seen: ObservedInputs | None) -> Sequence[str]:
    """What is observed and how it is used, in sentences."""
    if seen is None:
        return ()
    years = [
        f"{started} i {case.base_year + t}{'' if t < seen.finished else ' indtil nu'}"
        for t, started in enumerate(seen.participants)
    ]
    said = [f"Deltagere, der er begyndt: {', '.join(years)}."] if years else []
    if any(cost.observed for cost in case.costs):
        said.append(_cost_da(seen.cost))
    return tuple(said)


def _cost_da(cost: CourseCost | None) -> str:
    if cost is None:
        return "Omkostning pr. deltager: for få afsluttede forløb med tid og takst, så sagens eget beløb bruges."
    amounts = (f"{amount:,.0f}".replace(",", ".") for amount in (cost.mean, cost.low, cost.high))
    mean, low, high = amounts
    return f"Omkostning pr. deltager: {mean} kr. ({low}-{high}) ud fra {cost.courses} afsluttede forløbs timer."
