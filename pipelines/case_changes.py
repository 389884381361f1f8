"""Every field that differs between two versions of a case."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from som_engine.document import member_name

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


def changes(old: Any, new: Any, place: Place = ()) -> Iterator[Change]:
    """Every field that differs, members of a list known by their id or name; the order of members is no change."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*old, *new]):
            yield from changes(old.get(key), new.get(key), (*place, str(key)))
    elif _has_names(old) and _has_names(new):
        before, after = by_name(old), by_name(new)
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


def by_name(members: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The members of a list by the id or name they are known by."""
    return {member_name(member, at): member for at, member in enumerate(members)}
