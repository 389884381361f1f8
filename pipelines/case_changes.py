"""Two versions of a case input by input, and what each change does to the net result."""

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from som_engine.case import check_case
from som_engine.document import member_name
from som_engine.errors import CaseError
from som_engine.knowledge import Knowledge
from som_engine.net_result import net_result
from som_engine.success import ObservedRate, rate_used

PATH_FIELDS = ("change", "without", "with", "weeks_before")
PRICE_FIELDS = ("price", "price_ref")
WORDS_ONLY = ("title", "case", "reflections", "municipality")
Place = tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One field that differs: its place step by step, and both values (None where the field is not there)."""

    place: Place
    old: Any
    new: Any

    @property
    def field(self) -> str:
        """The place as an address."""
        return ".".join(self.place)


@dataclass(frozen=True)
class InputChange:
    """The changes of one input, and what it alone does to each payer's net result.

    effect is None where the input cannot be changed without the others; then it counts in the rest.
    """

    input: str
    changes: tuple[Change, ...]
    effect: Mapping[str, float] | None


@dataclass(frozen=True)
class Comparison:
    """Two versions by payer: both net results, each input's effect alone, and the rest, so that it all adds up."""

    before: Mapping[str, float]
    after: Mapping[str, float]
    inputs: tuple[InputChange, ...]
    rest: Mapping[str, float]


def changes(old: Any, new: Any, place: Place = ()) -> Iterator[Change]:
    """Every field that differs, members of a list known by their id or name; the order of members is no change."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*old, *new]):
            yield from changes(old.get(key), new.get(key), (*place, str(key)))
    elif _has_names(old) and _has_names(new):
        before, after = _by_name(old), _by_name(new)
        for name in dict.fromkeys([*before, *after]):
            yield from changes(before.get(name), after.get(name), (*place, name))
    elif old != new:
        yield Change(place, old, new)


def _has_names(value: Any) -> bool:
    """Whether this is a list of members that are told apart by id or name."""
    members = value if isinstance(value, list) else []
    names = [member_name(member, at) for at, member in enumerate(members)]
    named = all(isinstance(member, dict) and {"id", "name"} & member.keys() for member in members)
    return isinstance(value, list) and named and len(set(names)) == len(names)


def _by_name(members: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {member_name(member, at): member for at, member in enumerate(members)}


def compare(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    before: Knowledge,
    after: Knowledge,
    seen: ObservedRate | None = None,
) -> Comparison:
    """What each changed input does alone, from the old version, and what is left when they work together.

    Raises CaseError when either version cannot be calculated with its own knowledge.
    """
    first, last = _net(old, before, seen), _net(new, after, seen)
    inputs = [
        InputChange(name, tuple(found), _difference(first, _try(old, found, before, seen)))
        for name, found in _by_input(changes(old, new)).items()
    ]
    if before != after:
        inputs.append(InputChange("knowledge", (), _difference(first, _try(old, (), after, seen))))
    alone = [one.effect for one in inputs if one.effect is not None]
    rest = {payer: last[payer] - first[payer] - sum(effect[payer] for effect in alone) for payer in first}
    return Comparison(first, last, tuple(inputs), rest)


def _by_input(found: Iterable[Change]) -> dict[str, list[Change]]:
    """The changes that only make sense together, under the name of their input; words that move nothing are left out."""
    inputs: dict[str, list[Change]] = {}
    for change in found:
        if change.place[0] not in WORDS_ONLY and change.place[-1] not in ("note", "name", "source", "basis"):
            inputs.setdefault(_input(change.place), []).append(change)
    return inputs


def _input(place: Place) -> str:
    """The input that a field belongs to."""
    if place[0] == "consequences" and len(place) > 2:
        part = "path" if place[2] in PATH_FIELDS else "price" if place[2] in PRICE_FIELDS else place[2]
        return f"consequences.{place[1]}.{part}"
    if place[:2] == ("intervention", "costs"):
        return ".".join(place[:3])
    return ".".join(place[:2]) if place[0] in ("intervention", "effect", "timing", "consequences") else place[0]


def _try(
    old: Mapping[str, Any], found: Iterable[Change], knowledge: Knowledge, seen: ObservedRate | None
) -> dict[str, float] | None:
    """The net result with only these changes made, or None when they cannot stand alone."""
    content = copy.deepcopy(dict(old))
    for change in found:
        _put(content, change.place, change.new)
    try:
        return _net(content, knowledge, seen)
    except CaseError:
        return None


def _put(holder: Any, place: Place, value: Any) -> None:
    """Put a value where a change says, or take the field away where it is None."""
    for step in place[:-1]:
        holder = _by_name(holder)[step] if isinstance(holder, list) else holder.setdefault(step, {})
    last = place[-1]
    if isinstance(holder, list):
        kept = [member for member in holder if member_name(member, -1) != last]
        holder[:] = kept if value is None else [*kept, value]
    elif value is None:
        holder.pop(last, None)
    else:
        holder[last] = value


def _net(content: Mapping[str, Any], knowledge: Knowledge, seen: ObservedRate | None) -> dict[str, float]:
    case = check_case(dict(content), knowledge)
    return net_result(case, rate_used(case, seen).used).net_present_value


def _difference(before: Mapping[str, float], after: Mapping[str, float] | None) -> dict[str, float] | None:
    return None if after is None else {payer: after[payer] - before[payer] for payer in before}
