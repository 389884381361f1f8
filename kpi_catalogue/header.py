"""The header of a figure file: the YAML in its opening comment, read strictly."""

import datetime
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

TYPES = {"process": "Proces", "outcome": "Udbytte", "economy": "Økonomi", "structure": "Struktur"}
MEASURES = {
    "count": "antal, hvor svaret er ja, blandt de kendte",
    "share": "andel, hvor svaret er ja, blandt de kendte",
    "categories": "andel i hver kategori blandt de kendte",
    "counts": "antal i hver kategori blandt de kendte",
    "sum": "sum over de kendte",
    "mean": "gennemsnit over de kendte",
    "median": "median over de kendte",
    "ratio": "sum divideret med sum over dem, hvor begge er kendt",
    "per_distinct": "antal kendte divideret med antal forskellige",
    "year_to_date": "sum af månedernes tal fra januar til og med måneden",
}
UNITS = {
    "citizens": "borgere",
    "courses": "forløb",
    "nights": "døgn",
    "share": "andel",
    "days": "dage",
    "homes": "boliger",
    "hours": "timer",
    "kroner": "kr.",
    "cases": "sager",
    "ratio": "forhold",
    "score": "score fra 1 til 5",
    "percent": "procent",
    "courses_per_caseworker": "forløb pr. medarbejder",
}
WINDOWS = {
    "accumulated": "hele forløbet eller alt indtil nu; hver måned lægger kun lidt til",
    "standing": "det, der gælder, til noget nyt begynder eller slutter",
}
"""What a month's value rests on, where that is not a number of months: neighbouring months are nearly the same."""
DIRECTIONS = {
    "higher_is_better": "højere er bedre",
    "lower_is_better": "lavere er bedre",
    "neutral": "hverken højere eller lavere er i sig selv bedre",
}

HEADER = re.compile(r"\A/\* ---\n(.*?)^--- \*/\n(.*)\Z", re.DOTALL | re.MULTILINE)
FIGURE_REQUIRED = (
    "title_da",
    "definition_da",
    "type",
    "measure",
    "unit",
    "direction",
    "reads",
    "needs",
    "source",
    "limits_da",
    "changes",
    "examples",
)
FIGURE_OPTIONAL = ("parts", "codes", "category", "per", "audience", "window")
PART_FILE_REQUIRED = ("title_da", "definition_da", "measure", "unit", "reads", "needs", "limits_da", "examples")
PART_FILE_OPTIONAL = ("direction", "codes", "category", "per", "audience", "window")
PART_REQUIRED = ("title_da", "definition_da", "measure")
PART_OPTIONAL = ("unit", "direction", "value", "codes", "category", "per", "audience", "window")
EXAMPLE_REQUIRED = ("name_da", "given")
EXAMPLE_OPTIONAL = ("expect", "measured", "by", "where")


class FigureError(ValueError):
    """A figure file that cannot be used; the message is Danish and names file, field and remedy."""

    def __init__(self, path: Path, field: str, remedy: str) -> None:
        super().__init__(f"{path}: {field}: {remedy}")


class _StrictLoader(yaml.CSafeLoader):
    """YAML without repeated keys, where on, off, yes and no are words and only true and false are truths."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


def _mapping_once(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    for key in keys:
        if keys.count(key) > 1:
            raise yaml.constructor.ConstructorError(None, None, f"feltet {key} står to gange", node.start_mark)
    return loader.construct_mapping(node, deep=True)


_StrictLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), ["t", "f"])
_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_once)


def read_header(path: Path) -> tuple[dict[str, Any], str]:
    """The header's fields, unchecked, and the SQL behind it."""
    try:
        found = HEADER.match(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise FigureError(path, "filen", "den er ikke UTF-8. Gem den som UTF-8.") from None
    if not found:
        raise FigureError(path, "hoved", 'filen skal begynde med "/* ---" og YAML-hovedet slutte med "--- */".')
    try:
        fields = yaml.load(found[1], Loader=_StrictLoader)  # noqa: S506 (a safe loader)
    except yaml.YAMLError as error:
        problem = " ".join(str(error).split())
        raise FigureError(path, "hoved", f"YAML-hovedet kan ikke læses ({problem}). Ret linjen.") from None
    if not isinstance(fields, dict):
        raise FigureError(path, "hoved", "hovedet skal bestå af linjer som title_da: Borgere i mistrivsel.")
    return fields, found[2].strip().rstrip(";")


def check_fields(path: Path, at: str, fields: object, required: tuple[str, ...], optional: tuple[str, ...]) -> None:
    """Refuse an unknown or missing field and a value that its field does not allow; `at` is the place in the file."""
    if not isinstance(fields, dict):
        raise FigureError(path, at or "hoved", "her skal stå felter med hver sin værdi.")
    allowed = required + optional
    for name in fields:
        if name not in allowed:
            raise FigureError(path, f"{at}{name}", f"feltet findes ikke. Vælg mellem {', '.join(allowed)}.")
    for name in required:
        if fields.get(name) is None:
            raise FigureError(path, f"{at}{name}", "feltet mangler. Skriv det i hovedet.")
    for name, value in fields.items():
        remedy = CHECKS[name](value)
        if remedy:
            raise FigureError(path, f"{at}{name}", remedy)


def _text(value: object) -> str | None:
    return None if isinstance(value, str) and value.strip() else "skal være en tekst."


def _one_of(known: Mapping[str, str]) -> Callable[[object], str | None]:
    def check(value: object) -> str | None:
        if isinstance(value, str) and value in known:
            return None
        return f'"{value}" findes ikke. Vælg mellem {", ".join(known)}.'

    return check


def _names(value: object) -> str | None:
    names = [value] if isinstance(value, str) else value
    if isinstance(names, list) and names and all(isinstance(name, str) for name in names):
        return None
    return "skal være et navn eller en liste af navne."


def _needs(value: object) -> str | None:
    fields = value if isinstance(value, list) else [None]
    if all(isinstance(field, str) and re.fullmatch(r"[a-z_]+\.[A-Za-z0-9_]+", field) for field in fields):
        return None
    return "skal være en liste af tabel.kolonne, fx [monthly_status.housing]; [] når intet registreres."


def _window(value: object) -> str | None:
    is_months = isinstance(value, int) and not isinstance(value, bool) and value >= 1
    if is_months or (isinstance(value, str) and value in WINDOWS):
        return None
    return f"skal være et antal måneder, fx 3, eller et af ordene {', '.join(WINDOWS)}."


def _changes(value: object) -> str | None:
    entries = value if isinstance(value, list) and value else [None]
    for entry in entries:
        if not isinstance(entry, dict) or set(entry) != {"on", "note_da"} or _text(entry["note_da"]):
            return "skal være en liste af {on: 2026-11-22, note_da: hvad der blev ændret}."
        if not isinstance(entry["on"], datetime.date):
            return f'"{entry["on"]}" er ikke en dato. Skriv fx 2026-11-22.'
    return None


def _labels(value: object) -> str | None:
    if isinstance(value, dict) and value and not any(map(_text, (*value, *value.values()))):
        return None
    return 'skal være koder med hver sin danske tekst, fx own_home: Egen bolig. Sæt tal i gåseøjne, fx "1".'


def _tables(value: object) -> str | None:
    return _text(value) and _labels(value) and "skal være en tabel, eller tabelnavne med hver sin tabel."


def _mapping(value: object) -> str | None:
    return None if isinstance(value, dict) and value else "skal være navne med hver sin værdi."


def _sequence(value: object) -> str | None:
    return None if isinstance(value, list) and value else "skal have mindst et eksempel."


CHECKS: dict[str, Callable[[object], str | None]] = {
    **dict.fromkeys(
        (
            "title_da",
            "definition_da",
            "source",
            "limits_da",
            "name_da",
            "value",
            "category",
            "per",
            "expect",
            "measured",
            "by",
        ),
        _text,
    ),
    "type": _one_of(TYPES),
    "measure": _one_of(MEASURES),
    "unit": _one_of(UNITS),
    "direction": _one_of(DIRECTIONS),
    "audience": _one_of({"team": "kun teamet"}),
    "reads": _names,
    "needs": _needs,
    "changes": _changes,
    "window": _window,
    "codes": _labels,
    "given": _tables,
    "parts": _mapping,
    "where": _mapping,
    "examples": _sequence,
}
