"""The municipality's own prices, index values and estimates, written into its own folder of the knowledge base.

An old value is never edited: a new one is added beside it, with its own year, evidence, source and day. A file of ours is
copied the first time something is added to it, and the municipality's copy then takes its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from pipelines.case_files import write_whole
from pipelines.cpr import has_cpr
from som_engine.document import Node, read_document
from som_engine.errors import Fault, KnowledgeError
from som_engine.knowledge import SHIPPED
from som_engine.knowledge_records import read_effect_study, read_index, read_price_record

INDEX = "net_price_index"


@dataclass(frozen=True)
class OwnPrice:
    """A price of one year. title_da, unit, main_area and payer are needed where the price is new (payer: kind, value)."""

    id: str
    value: float
    price_year: int
    evidence: str
    source: str
    still_valid_on: date
    title_da: str | None = None
    unit: str | None = None
    main_area: str | None = None
    payer: tuple[str, Any] | None = None
    note_da: str | None = None


@dataclass(frozen=True)
class OwnIndex:
    """The net price index of one year."""

    year: int
    value: float
    source: str
    still_valid_on: date


@dataclass(frozen=True)
class OwnEffect:
    """One number of a study of the municipality's own, or of one it has read."""

    id: str
    title_da: str
    method: str
    target_group_da: str
    name_da: str
    value: float
    unit: str
    on: date
    evidence: str
    source: str
    still_valid_on: date


Own = OwnPrice | OwnIndex | OwnEffect


def add_own(home: Path, added: Sequence[Own]) -> list[Path]:
    """Write all of it, or nothing; the files written. Raises KnowledgeError with every fault, by file and field."""
    contents: dict[str, dict[str, Any]] = {}
    for one in added:
        place = _place(one)
        contents[place] = contents.get(place) or _content(home, place)
        _add(contents[place], one)
    for place, content in contents.items():
        _check(place, content)
    written = []
    for place, content in contents.items():
        path = home / "knowledge" / place
        write_whole(path, yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110))
        written.append(path)
    return written


def _place(one: Own) -> str:
    if isinstance(one, OwnIndex):
        return f"indices/{INDEX}.yaml"
    name = "".join(letter for letter in one.id.lower() if letter.isascii() and (letter.isalnum() or letter == "_"))
    if name != one.id or not name:
        raise KnowledgeError(one.id, [Fault("navn", one.id, "Brug små bogstaver a-z, tal og _, fx egen_doegnpris.")])
    return f"{'prices' if isinstance(one, OwnPrice) else 'effects'}/{name}.yaml"


def _content(home: Path, place: str) -> dict[str, Any]:
    """What stands in the municipality's own file, else in ours, else nothing yet."""
    for path in (home / "knowledge" / place, SHIPPED / place):
        if path.exists():
            content, faults = read_document(path)
            if faults or not isinstance(content, dict):
                raise KnowledgeError(str(path), faults)
            return content
    return {}


def _add(content: dict[str, Any], one: Own) -> None:
    """Put one value beside those that are there."""
    proof = {"source": one.source, "still_valid_on": one.still_valid_on}
    if isinstance(one, OwnIndex):
        content["values"].append({"year": one.year, "value": one.value, "evidence": "measured", **proof})
    elif isinstance(one, OwnEffect):
        content.setdefault("title_da", one.title_da)
        content.setdefault("method", one.method)
        content.setdefault("target_group_da", one.target_group_da)
        result = {
            "name_da": one.name_da,
            "value": one.value,
            "unit": one.unit,
            "date": one.on,
            "evidence": one.evidence,
        }
        content.setdefault("results", []).append(result | proof)
    else:
        _add_price(content, one, proof)


def _add_price(content: dict[str, Any], one: OwnPrice, proof: dict[str, Any]) -> None:
    for field in ("title_da", "unit", "main_area"):
        if getattr(one, field) is not None:
            content.setdefault(field, getattr(one, field))
    if one.payer is not None:
        for field in ("shares", "refund", "ladder"):
            content.pop(field, None)
        content[one.payer[0]] = one.payer[1]
    content.pop("fill_in_da", None)
    value = {"value": one.value, "price_year": one.price_year, "evidence": one.evidence} | proof
    content["values"] = [*content.get("values", []), value | ({"note_da": one.note_da} if one.note_da else {})]


def _check(place: str, content: dict[str, Any]) -> None:
    """Read the content as the knowledge base will; KnowledgeError with every fault."""
    faults: list[Fault] = []
    node, name = Node(content, "", faults), Path(place).stem
    if place.startswith("prices/"):
        read_price_record(node, name)
    elif place.startswith("effects/"):
        read_effect_study(node, name)
    else:
        read_index(node, name)
    if has_cpr(yaml.safe_dump(content, allow_unicode=True)):
        faults.append(Fault("", None, "Et felt indeholder et CPR-nummer. Skriv aldrig om enkelte borgere her."))
    if faults:
        raise KnowledgeError(place, faults)
