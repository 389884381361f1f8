"""Two versions of a case, or two cases, input by input: what each change does to the net result, so that it adds up."""

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.case_changes import Change, Place, by_name, changes
from som_engine.case import check_case
from som_engine.document import member_name
from som_engine.errors import CaseError
from som_engine.fair_split import fair_split
from som_engine.knowledge import Knowledge
from som_engine.net_result import net_result
from som_engine.number import PAYERS
from som_engine.success import rate_used

PATH_FIELDS = ("change", "without", "with", "weeks_before")
PRICE_FIELDS = ("price", "price_ref")
WORDS_ONLY = ("title", "case", "reflections", "municipality")
WORDS_INSIDE = ("note", "name", "source", "basis", "goal")
KNOWLEDGE = "knowledge"
"""The input that a change of the knowledge base is."""
ROWS = ("total", *PAYERS)
Found = Mapping[str, Sequence[Change]]


@dataclass(frozen=True)
class InputChange:
    """The changes of one input, or of inputs that can only change together, and the part of each payer's change."""

    inputs: tuple[str, ...]
    changes: tuple[Change, ...]
    effect: Mapping[str, float]


@dataclass(frozen=True)
class Comparison:
    """Two versions by total and payer: before + the sum of the inputs' effects = after."""

    before: Mapping[str, float]
    after: Mapping[str, float]
    inputs: tuple[InputChange, ...]


@dataclass(frozen=True)
class _Pair:
    """The old version, everything that changed by input, and the knowledge base of each day."""

    old: Mapping[str, Any]
    found: Found
    before: Knowledge
    after: Knowledge

    def net(self, inputs: Iterable[str]) -> NDArray[np.float64]:
        """The net result with only these inputs changed: total and payers; CaseError when they cannot stand so."""
        content, names = copy.deepcopy(dict(self.old)), set(inputs)
        for change in (change for name in self.found if name in names for change in self.found[name]):
            _put(content, change.place, change.new)
        case = check_case(content, self.after if KNOWLEDGE in names else self.before)
        values = net_result(case, rate_used(case).used).net_present_value
        return np.array([values[row] for row in ROWS])

    def stands(self, inputs: Iterable[str]) -> bool:
        """Whether the case can be calculated with only these inputs changed."""
        try:
            self.net(inputs)
        except CaseError:
            return False
        return True


def compare(old: Mapping[str, Any], new: Mapping[str, Any], before: Knowledge, after: Knowledge) -> Comparison:
    """The change in net result split fairly on the inputs that differ, each version with its own knowledge base.

    Raises CaseError when either version cannot be calculated.
    """
    found = _by_input(changes(old, new)) | ({KNOWLEDGE: []} if before != after else {})
    pair = _Pair(old, found, before, after)
    first, last = pair.net(()), pair.net(found)
    return Comparison(_by_row(first), _by_row(last), _split(pair))


def _split(pair: _Pair) -> tuple[InputChange, ...]:
    """The effect of each input; those that cannot change alone are taken together, as few at a time as will do."""
    for players in _ways(pair):
        named = {" ".join(inputs): inputs for inputs in players}
        try:
            parts = fair_split(list(named), partial(_net_with, pair, named))
        except CaseError:
            continue
        return tuple(
            InputChange(inputs, tuple(_all(pair.found[one] for one in inputs)), _by_row(parts[name]))
            for name, inputs in named.items()
        )
    return ()


def _net_with(pair: _Pair, named: Mapping[str, Sequence[str]], taken: frozenset[str]) -> NDArray[np.float64]:
    return pair.net(_all(named[one] for one in taken))


def _ways(pair: _Pair) -> Iterator[list[tuple[str, ...]]]:
    """Ways of putting inputs together, the finest first; with all together nothing can stand in the way."""
    bound = [one for one in pair.found if not (pair.stands([one]) and pair.stands(set(pair.found) - {one}))]
    free = [(one,) for one in pair.found if one not in bound]
    owners: dict[str, list[str]] = {}
    for one in bound:
        owners.setdefault(".".join(one.split(".")[:2]), []).append(one)
    yield [*free, *(tuple(inputs) for inputs in owners.values())]
    if bound:
        yield [*free, tuple(bound)]
        yield [tuple(pair.found)]


def _all(lists: Iterable[Sequence[Any]]) -> list[Any]:
    return [one for some in lists for one in some]


def _by_input(found: Iterable[Change]) -> dict[str, list[Change]]:
    """The changes that only make sense together, under the name of their input; words that move nothing are left out."""
    inputs: dict[str, list[Change]] = {}
    for change in found:
        if not _is_words(change):
            inputs.setdefault(_input(change.place), []).append(change)
    return inputs


def _is_words(change: Change) -> bool:
    """Whether only a text changed that moves nothing; a consequence or cost that is called as such a text is no text."""
    whole = isinstance(change.old, dict) or isinstance(change.new, dict)
    return change.place[0] in WORDS_ONLY or (change.place[-1] in WORDS_INSIDE and not whole)


def _input(place: Place) -> str:
    """The input that a field belongs to."""
    if place[0] == "consequences" and len(place) > 2:
        part = "path" if place[2] in PATH_FIELDS else "price" if place[2] in PRICE_FIELDS else place[2]
        return f"consequences.{place[1]}.{part}"
    if place[:2] == ("intervention", "costs"):
        return ".".join(place[:3])
    return ".".join(place[:2]) if place[0] in ("intervention", "effect", "timing", "consequences") else place[0]


def _put(holder: Any, place: Place, value: Any) -> None:
    """Put a value where a change says, or take the field away where it is None."""
    for step in place[:-1]:
        holder = by_name(holder)[step] if isinstance(holder, list) else holder.setdefault(step, {})
    last = place[-1]
    if isinstance(holder, list):
        kept = [member for member in holder if member_name(member, -1) != last]
        holder[:] = kept if value is None else [*kept, value]
    elif value is None:
        holder.pop(last, None)
    else:
        holder[last] = value


def _by_row(values: NDArray[np.float64]) -> dict[str, float]:
    return {row: float(value) for row, value in zip(ROWS, values, strict=True)}
