"""Change single fields of a case by their address, as --set does: consequences.shelter_days.price.amount=1800."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from som_engine.document import is_number, member_name, read_yaml
from som_engine.errors import AddressError
from som_engine.number import RANGE_FIELDS

Fields = Mapping[str, Sequence[str]]
"""The fields a case may have, by the address of what holds them; a member of a list is written *."""


def apply_set(content: Any, assignment: str, fields: Fields) -> None:
    """Put a value into the content of a case, by an assignment `address=value` (the value as in YAML).

    A plain number in place of an uncertain one takes its range away and keeps its basis; in place of an observed amount
    it stands. Raises AddressError for an
    address that the case does not have, naming the nearest it has.
    """
    address, equals, text = assignment.partition("=")
    value, faults = read_yaml(text)
    if not equals or faults:
        raise AddressError(f'"{assignment}" kan ikke bruges. Skriv felt=værdi, fx effect.success_rate=0.1.')
    place = _find(content, address.strip(), fields)
    if place is None:
        near = get_close_matches(address, list(addresses(content, fields)), 1, 0.0)
        raise AddressError(f'"{address}" findes ikke i sagen. Nærmeste: {", ".join(near) or "intet"}.')
    holder, key = place
    holder[key] = _merged(holder[key] if isinstance(holder, list) else holder.get(key), value)


def _merged(old: Any, new: Any) -> Any:
    uncertain = isinstance(old, dict) and ("value" in old or "observed" in old)
    if not uncertain or not is_number(new):
        return new
    observed = ("observed",) if isinstance(old.get("observed"), str) else ()
    return {name: given for name, given in old.items() if name not in (*RANGE_FIELDS, *observed)} | {"value": new}


def _find(holder: Any, rest: str, fields: Fields, kind: str = "") -> tuple[Any, Any] | None:
    """The dict or list that holds the field, and its key there; a known field that is left out is found too."""
    names = _names(holder, fields, kind)
    fitting = [name for name in names if rest == name or rest.startswith(f"{name}.")]
    if not fitting:
        return None
    name = max(fitting, key=len)
    key = names[name]
    if rest == name:
        return holder, key
    child = _child(holder, key)
    member = "*" if isinstance(holder, list) else name
    return _find(child, rest[len(name) + 1 :], fields, f"{kind}.{member}" if kind else member)


def _names(holder: Any, fields: Fields, kind: str) -> dict[str, Any]:
    """What can be said next in an address, and the key it stands for."""
    if isinstance(holder, list):
        numbers = {str(at): at for at in range(len(holder))}
        return numbers | {name: at for at, value in enumerate(holder) for name in _member_names(value)}
    if isinstance(holder, dict):
        known = fields.get(kind, RANGE_FIELDS if "value" in holder else ())
        return {str(name): name for name in (*known, *holder)}
    return {}


def _member_names(value: Any) -> list[str]:
    named = isinstance(value, dict)
    return [value[key] for key in ("name", "id") if named and isinstance(value.get(key), str)]


def _child(holder: Any, key: Any) -> Any:
    """What a field holds; a field left out is begun, and a bare number becomes {value}."""
    child = holder[key] if isinstance(holder, list) else holder.get(key)
    if is_number(child):
        child = {"value": child}
    elif child is None:
        child = {}
    holder[key] = child
    return child


def addresses(content: Any, fields: Fields, kind: str = "", path: str = "") -> Iterator[str]:
    """Every address of a case, with the known fields that are left out."""
    if isinstance(content, list):
        children = [(member_name(value, at), "*", value) for at, value in enumerate(content)]
    else:
        children = [(name, name, content.get(key)) for name, key in _names(content, fields, kind).items()]
    for said, member, child in children:
        address = f"{path}.{said}" if path else said
        yield address
        yield from addresses(child, fields, f"{kind}.{member}" if kind else member, address)
