"""Paths into JSON: a.b, a[0], a[name=value], and a[] for every item of a list."""

import re
from typing import Any

_STEP = re.compile(r"(?P<name>[^.\[\]]+)(?P<picks>(\[[^\]]*\])*)(\.|$)")
_PICK = re.compile(r"\[([^\]]*)\]")


class ManyValuesError(ValueError):
    """A path that leads to several values, or to something that is no single value."""


def steps(path: str) -> list[tuple[str, list[str]]] | None:
    """The path as names with what is picked of each, or None when it is no path."""
    found, at = [], 0
    while at < len(path):
        step = _STEP.match(path, at)
        if step is None:
            return None
        found.append((step["name"], _PICK.findall(step["picks"])))
        at = step.end()
    return found or None


def items_at(content: Any, path: str) -> list[Any] | None:
    """The items of the list that a path like entry[].resource leads to, or None when there is no such list."""
    found = [content]
    for name, picks in steps(path) or [("", [])]:
        found = [item.get(name) if isinstance(item, dict) else None for item in found]
        if picks and not all(isinstance(each, list) for each in found):
            return None
        if picks:
            found = [item for each in found for item in each]
    return found


def value_at(item: Any, path: str) -> Any:
    """The one value a path leads to, None where there is none.

    A step without a pick passes through a list of one. Raises ManyValuesError where it would have to choose.
    """
    found = item
    for name, picks in steps(path) or []:
        found = _single(found)
        found = found.get(name) if isinstance(found, dict) else None
        for pick in picks:
            found = _picked(found, pick)
    found = _single(found)
    if isinstance(found, dict):
        raise ManyValuesError(path)
    return found


def _single(found: Any) -> Any:
    if not isinstance(found, list):
        return found
    if len(found) > 1:
        raise ManyValuesError(str(len(found)))
    return found[0] if found else None


def _picked(found: Any, pick: str) -> Any:
    """One element of a list, by its number or by the value of one of its fields."""
    if not isinstance(found, list):
        return None
    if pick.isdigit():
        return found[int(pick)] if int(pick) < len(found) else None
    name, _, wanted = pick.partition("=")
    return [each for each in found if isinstance(each, dict) and str(each.get(name)) == wanted]
