"""A municipality's protected figures as a file for other municipalities: made, and read with every fault at once.

The file holds what is published and nothing else: one municipality, no breakdown, no citizen, no free text. Its shape is
shared_figures.schema.json, which anybody can check against; what a schema cannot say is checked beside it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from kpi_catalogue.disclosure import LOWEST_LIMIT
from kpi_catalogue.figure import Figure, catalogue
from pipelines.cpr import has_cpr
from pipelines.danish import month as danish_month
from pipelines.figure_definition import definition_of
from pipelines.figures import WrongUseError, figures
from pipelines.settings import Settings

FORMAT, VERSION = "bundlinje-delte-noegletal", 1
MONTHS = 12
SCHEMA = Path(__file__).with_name("shared_figures.schema.json")
ROW = ("figure", "part", "month", "category", "value", "n", "coverage", "status")
NAMED = 20
"""So many faults are told of one file."""
AGAIN_DA = "Bed kommunen om at lave filen igen i Bundlinje."
HOLDS_DA = {
    "additionalProperties": "har et felt, der ikke må være der",
    "pattern": "er ikke skrevet rigtigt",
    "const": "passer ikke",
    "enum": "er ikke en af mulighederne",
    "type": "er af en forkert slags",
    "anyOf": "er ikke skrevet rigtigt",
    "minimum": "er for lille",
    "maximum": "er for stor",
    "minItems": "er tom",
    "maxItems": "er for lang",
    "uniqueItems": "nævner det samme to gange",
}


FIELDS_DA = {
    "format": "filens slags",
    "version": "filens udgave",
    "municipality": "kommunens kode",
    "made_on": "dagen, filen er lavet",
    "limit": "grænsen for små tal",
    "months": "månederne",
    "figures": "nøgletallene",
    "rows": "tallene",
    "id": "navnet",
    "definition": "mærket for definitionen",
    "changed_on": "dagen for sidste ændring",
    "figure": "nøgletallet",
    "part": "delen",
    "month": "måneden",
    "category": "kategorien",
    "value": "værdien",
    "n": "antallet, det hviler på",
    "coverage": "dækningen",
    "status": "om det er vist eller skjult",
}
NUMBERED_DA = {"månederne": "måned", "nøgletallene": "nøgletal", "tallene": "tal"}
PER_HEAD = ("sum", "mean", "median", "ratio", "per_distinct")
"""Measures whose value is no number of people."""


@dataclass(frozen=True)
class SharedFigures:
    """What a municipality has shared: its rows by figure, part, month and category, and the definitions behind them.

    definitions: fingerprint and the day of the last change, by figure.
    """

    municipality: str
    made_on: date
    limit: int
    months: tuple[str, ...]
    definitions: Mapping[str, tuple[str, date]]
    rows: Mapping[tuple[str, str | None, str, str | None], Mapping[str, Any]]


class SharedFileError(ValueError):
    """A file of figures that cannot be taken in; Danish, a line per fault with where, what and what to do."""


def share(here: Settings, municipality: str, month: date, months: int = MONTHS) -> str:
    """The published figures of a municipality as the file, for the months up to a month.

    Raises WrongUseError for a municipality without figures, and SharedFileError rather than let a small number out.
    """
    ids = [name for name in catalogue() if name not in here.choices.figures_off]
    document = _document(here, municipality, month, months, ids)
    if not any(row["status"] == "shown" for row in document["rows"]):
        raise WrongUseError(
            f"Kommune {municipality} har ingen tal, der må gives videre i de måneder. Vælg en anden måned."
        )
    text = json.dumps(document, ensure_ascii=False, indent=1)
    read_shared(text)
    return text


def shared_here(here: Settings, municipality: str, month: date, figure: str) -> SharedFigures:
    """What a municipality of this installation would share of one figure and month."""
    return read_shared(json.dumps(_document(here, municipality, month, 1, [figure])))


def _document(here: Settings, municipality: str, month: date, months: int, ids: Sequence[str]) -> dict[str, Any]:
    told = figures(here, month, months, ids, None, {"municipality": [municipality]}, audience="outside")
    rows = [{key: row[key] for key in ROW} for row in told if row["status"] != "not_applicable"]
    known = catalogue()
    return {
        "format": FORMAT,
        "version": VERSION,
        "municipality": municipality,
        "made_on": here.today.isoformat(),
        "limit": here.choices.disclosure_limit,
        "months": sorted({row["month"] for row in told}),
        "figures": [
            {"id": name, "definition": definition_of(known[name], here.choices, here.home / "knowledge"),
             "changed_on": changed_on(known[name]).isoformat()}
            for name in ids
        ],
        "rows": rows,
    }  # fmt: skip


def changed_on(figure: Figure) -> date:
    """The day a figure's definition was last changed."""
    return max(on for on, _ in figure.changes)


def read_shared(text: str) -> SharedFigures:
    """The figures of a file. Raises SharedFileError with every fault."""
    try:
        content = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError):
        raise SharedFileError(
            f"Filen kan ikke læses som JSON med hvert felt én gang og rigtige tal. {AGAIN_DA}"
        ) from None
    faults = [
        _said(error)
        for error in sorted(_validator().iter_errors(content), key=lambda error: list(map(str, error.path)))
    ]
    if not faults:
        faults = [*_beyond_schema(content), *_unprotected(content)]
    if faults:
        more = [f"... og {len(faults) - NAMED} fejl til."] if len(faults) > NAMED else []
        raise SharedFileError("\n".join([*faults[:NAMED], *more, "Intet er gemt."]))
    return SharedFigures(
        content["municipality"],
        date.fromisoformat(content["made_on"]),
        content["limit"],
        tuple(sorted(content["months"])),
        {one["id"]: (one["definition"], date.fromisoformat(one["changed_on"])) for one in content["figures"]},
        {_place(row): row for row in content["rows"]},
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a field stands twice")
    return dict(pairs)


def _no_number(text: str) -> float:
    raise ValueError(text)


def _finite(text: str) -> float:
    return float(text) if isfinite(float(text)) else _no_number(text)


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _said(error: ValidationError) -> str:
    """A breach of the schema in Danish: where it is and what is wrong, never the value itself."""
    where = _where(error.path) or "Filen"
    what = HOLDS_DA.get(str(error.validator), "er ikke, som det skal være")
    if error.validator == "required":
        missing = (name for name in error.validator_value if name not in error.instance)
        what = f"mangler {', '.join(FIELDS_DA.get(name, name) for name in missing)}"
    return f"{where} {what}. {AGAIN_DA}"


def _where(path: Iterable[str | int]) -> str:
    """Where in the file, in words: Tal nr. 3, dækningen."""
    said: list[str] = []
    for step in path:
        if isinstance(step, int):
            said[-1:] = [f"{NUMBERED_DA.get(said[-1], said[-1])} nr. {step + 1}"]
        else:
            said.append(FIELDS_DA.get(step, step))
    where = ", ".join(said)
    return where[:1].upper() + where[1:]


def _place(row: Mapping[str, Any]) -> tuple[str, str | None, str, str | None]:
    return (row["figure"], row["part"], row["month"], row["category"])


def _beyond_schema(content: Mapping[str, Any]) -> Iterator[str]:
    """Days that are none, rows twice or of what the file does not name, and anything that looks like a CPR number."""
    days = {"Dagen, filen er lavet": content["made_on"]}
    days |= {f"Nøgletallet {one['id']}, dagen for sidste ændring": one["changed_on"] for one in content["figures"]}
    for where in (where for where, day in days.items() if not _is_day(day)):
        yield f"{where}: datoen findes ikke. {AGAIN_DA}"
    named, seen = {one["id"] for one in content["figures"]}, set()
    if len(named) < len(content["figures"]):
        yield f"Nøgletallene: det samme nøgletal står to gange. {AGAIN_DA}"
    for number, row in enumerate(content["rows"], 1):
        place = _place(row)
        if place in seen:
            yield f"Tal nr. {number}: tallet står to gange. {AGAIN_DA}"
        seen.add(place)
        if row["figure"] not in named or row["month"] not in content["months"]:
            yield f"Tal nr. {number}: nøgletallet eller måneden står ikke i filens liste. {AGAIN_DA}"
        if any(has_cpr(str(text)) for text in place if text):
            yield f"Tal nr. {number}: ligner et cpr-nummer. Slet filen, og sig det til kommunen."


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _unprotected(content: Mapping[str, Any]) -> Iterator[str]:
    """Numbers that rest on few, count few, or leave few out: they should have been hidden before they were sent."""
    limit = max(LOWEST_LIMIT, content["limit"])
    for number, row in enumerate(content["rows"], 1):
        if row["status"] == "shown" and any(0 < count < limit for count in _counts(row)):
            month = danish_month(date.fromisoformat(f"{row['month']}-01"))
            yield (
                f"Tal nr. {number} ({row['figure']}, {month}): tallet hviler på færre end {limit} borgere og skulle have "
                "været skjult. Slet filen, og bed kommunen om en ny."
            )


def _counts(row: Mapping[str, Any]) -> list[int]:
    """The counts of people that a shown row tells: known, counted and not counted; none for figures about homes."""
    figure = catalogue().get(row["figure"])
    parts = {part.name: part for part in figure.parts} if figure else {}
    part = parts.get(row["part"])
    if part is not None and part.query.kind == "municipality":
        return []
    if part is None or part.measure in PER_HEAD:
        return [row["n"]]
    is_share = part.measure in ("share", "categories")
    counted = round(row["value"] * row["n"] if is_share else row["value"])
    return [row["n"], counted, row["n"] - counted]
