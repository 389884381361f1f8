"""The current case of each calculation: one YAML file in BUNDLINJE_HOME/cases, written whole or not at all."""

import os
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from som_engine.document import read_document, read_yaml
from som_engine.errors import CaseError

CASE_SUFFIXES = (".yaml", ".yml", ".json")
NO_NAME = "beregning"
LONGEST_NAME = 60


def case_paths(home: Path) -> list[Path]:
    """The files of all cases, by name."""
    return sorted(path for path in (home / "cases").glob("*") if path.suffix in CASE_SUFFIXES)


def case_path(home: Path, case_id: str) -> Path:
    """Where the case of an id lies, or would lie as YAML; an id is the file's name without its ending."""
    found = [path for path in case_paths(home) if path.stem == case_id]
    return found[0] if found else home / "cases" / f"{case_id}.yaml"


def new_case_id(home: Path, title: str) -> str:
    """A name for the file of a new case, from its title, that no other case has."""
    plain = title.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:LONGEST_NAME] or NO_NAME
    taken = {path.stem for path in case_paths(home)}
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(one for one in numbered if one not in taken)


def as_text(content: Mapping[str, Any], path: Path) -> str:
    """A case as the text of its file: YAML with the fields in their order. JSON is YAML too, and stays readable as it."""
    if path.suffix == ".json":
        return yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False, default_flow_style=True, width=10**6)
    return yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False, width=110)


def content_of(text: str) -> dict[str, Any]:
    """A case's content from the text of a stored version; raises CaseError when it is no YAML."""
    content, faults = read_yaml(text)
    if faults or not isinstance(content, dict):
        raise CaseError("sagen", faults)
    return content


def read_content(path: Path) -> dict[str, Any]:
    """A case's content from its file; raises CaseError when it is neither YAML nor JSON."""
    content, faults = read_document(path)
    if faults or not isinstance(content, dict):
        raise CaseError(str(path), faults)
    return content


def write_whole(path: Path, text: str) -> None:
    """Put the text where the file stands in one step: a reader sees the old text or the new, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
