"""Read YAML and JSON strictly, and walk what was read with a path at hand for every fault."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from som_engine.errors import Fault


class _StrictLoader(yaml.SafeLoader):
    """A YAML loader that remembers every key given twice."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.duplicates: list[Fault] = []

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key_node.value in seen:
                self.duplicates.append(_duplicate(key_node.value, f"linje {key_node.start_mark.line + 1}"))
            seen.add(key_node.value)
        return super().construct_mapping(node, deep)


def _duplicate(key: str, place: str) -> Fault:
    return Fault(place, key, "Feltet står to gange samme sted. Behold kun det ene.")


def read_document(path: Path) -> tuple[Any, list[Fault]]:
    """The content of a YAML file, or of a JSON file by its name, and the faults of the text itself."""
    text, faults = read_text(path)
    return (None, faults) if text is None else document_of(text, path)


def read_text(path: Path) -> tuple[str | None, list[Fault]]:
    """The text of a file, or why it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig"), []
    except UnicodeDecodeError:
        return None, [Fault("", path.name, "Filen er ikke gemt som UTF-8. Gem den igen som UTF-8.")]
    except OSError:
        return None, [Fault("", path.name, "Filen findes ikke eller kan ikke åbnes. Ret stien.")]


def document_of(text: str, path: Path) -> tuple[Any, list[Fault]]:
    """What the text of a file says; see read_document."""
    return _read_json(text) if path.suffix.lower() == ".json" else read_yaml(text)


def read_yaml(text: str) -> tuple[Any, list[Fault]]:
    """The content of a YAML text and its faults: what is no YAML, and keys given twice."""
    try:
        loader = _StrictLoader(text)
        return loader.get_single_data(), loader.duplicates
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        remedy = "Det er ikke gyldig YAML. Se efter indrykning, kolon og anførselstegn."
        return None, [_no_document(text, mark.line + 1 if mark else 1, remedy)]


def _read_json(text: str) -> tuple[Any, list[Fault]]:
    duplicates: list[Fault] = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in found]
        duplicates.extend(_duplicate(name, "JSON") for name in dict.fromkeys(names) if names.count(name) > 1)
        return dict(found)

    try:
        return json.loads(text, object_pairs_hook=pairs), duplicates
    except (ValueError, RecursionError) as error:
        remedy = "Det er ikke gyldig JSON. Se efter komma, klammer og anførselstegn."
        return None, [_no_document(text, getattr(error, "lineno", 1), remedy)]


def _no_document(text: str, line: int, remedy: str) -> Fault:
    """The line near which a text stops being a document; an empty one is told by the line before."""
    lines = text.splitlines() or [""]
    at = min(line, len(lines))
    return Fault(f"linje {at}", shown(lines[at - 1].strip()), remedy)


class Node:
    """A value in a document, its path, and the list that all faults of the document go to."""

    def __init__(self, value: Any, path: str, faults: list[Fault]) -> None:
        self.value = value
        self.path = path
        self.faults = faults

    def __getitem__(self, key: str) -> "Node":
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return Node(value, f"{self.path}.{key}" if self.path else key, self.faults)

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and self.value.get(key) is not None

    def refuse(self, allowed: str) -> None:
        """Record that this value is missing or not allowed, and what would be right (Danish)."""
        self.faults.append(Fault(self.path, None if self.value is None else shown(self.value), allowed))

    def mapping(self, known: Sequence[str], required: Sequence[str] = ()) -> bool:
        """Whether this is a mapping; records every unknown field and every required one that is missing."""
        if not isinstance(self.value, dict):
            self.refuse(f"Her skal stå felter: {', '.join(known)}.")
            return False
        for key in self.value:
            if key not in known:
                self[str(key)].unknown(str(key), known)
        for key in required:
            if key not in self:
                self[key].refuse("Feltet skal udfyldes.")
        return True

    def unknown(self, key: str, known: Sequence[str]) -> None:
        """Record that this field does not exist here."""
        self.faults.append(Fault(self.path, key, f"Feltet findes ikke her. Mulige felter: {', '.join(known)}."))

    def members(self) -> list["Node"]:
        """The members of a list, each with its id or name in the path, or its number where it has none."""
        if not isinstance(self.value, list):
            self.refuse("Her skal stå en liste.")
            return []
        names = [f"{self.path}.{member_name(value, at)}" for at, value in enumerate(self.value)]
        return [Node(value, name, self.faults) for value, name in zip(self.value, names, strict=True)]

    def text(self) -> str:
        """A text that is not empty."""
        if not isinstance(self.value, str) or not self.value.strip():
            self.refuse("Skriv en tekst; tal og datoer, der skal læses som tekst, sættes i anførselstegn.")
            return ""
        return self.value

    def optional_text(self) -> str | None:
        """A text, or None where the field is left out."""
        return None if self.value is None else self.text()

    def choice(self, codes: Sequence[str]) -> str:
        """One of the codes."""
        if self.value not in codes:
            self.refuse(f"Vælg en af {', '.join(codes)}.")
            return codes[0]
        return str(self.value)

    def choices(self, codes: Sequence[str]) -> tuple[str, ...]:
        """A list of codes, each once; a field left out is the empty list."""
        if self.value is None:
            return ()
        return tuple(dict.fromkeys(member.choice(codes) for member in self.members()))

    def flag(self, default: bool) -> bool:
        """true or false, or the default where the field is left out."""
        if self.value is None:
            return default
        if not isinstance(self.value, bool):
            self.refuse("Skriv true eller false.")
        return bool(self.value)

    def integer(self, minimum: int, maximum: int, otherwise: int) -> int:
        """A whole number from minimum to maximum; `otherwise` goes on in place of a faulty one."""
        whole = isinstance(self.value, int) and not isinstance(self.value, bool)
        if not whole or not minimum <= self.value <= maximum:
            self.refuse(f"Skriv et helt tal fra {minimum} til {maximum}.")
            return otherwise
        return int(self.value)

    def day(self) -> date:
        """A calendar date, written 2026-04-01."""
        if type(self.value) is not date:
            self.refuse("Skriv en dato, fx 2026-04-01.")
            return date.min
        return self.value


def member_name(value: Any, position: int) -> str:
    """What a member of a list is called in a path: its id, else its name, else its number."""
    if isinstance(value, dict):
        for key in ("id", "name"):
            if isinstance(value.get(key), str) and value[key]:
                return str(value[key])
    return str(position)


LARGEST = 1e15


def is_number(value: Any) -> bool:
    """Whether this is a number (true and false are not) that is neither infinite nor beyond all kroner there are."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST


def shown(value: Any) -> str:
    """A value as a fault shows it: short, on one line."""
    text = ", ".join(str(key) for key in value) if isinstance(value, dict) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
