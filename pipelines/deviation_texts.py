"""What each cell of time and progression and each further sign says, its limits and its questions; data, not code.

The texts of the file beside this one hold until a project lead writes others, which are read just as strictly.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.cpr import has_cpr
from pipelines.double_bottom_line import Deviation
from pipelines.settings import SettingsError
from pipelines.strict_yaml import read_strict_yaml

FILE = Path(__file__).with_suffix(".yaml")
WHEN = {"first_three_months": "kun i de første tre måneder", "cti": "kun i CTI"}
LONGEST = 300


@dataclass(frozen=True)
class Question:
    """One open question; when says in which courses it is asked (None: in every one)."""

    text: str
    when: str | None = None


@dataclass(frozen=True)
class CellText:
    """One plain sentence about what the numbers of a cell say, and one or two open questions."""

    sentence: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class SignalText:
    """A further sign: a short title, its sentence and its rule with places for numbers, and open questions."""

    title: str
    sentence: str
    rule: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class DeviationTexts:
    """Everything that is said of deviations: limits by name, the nine cells (time first: as/under), the signs."""

    limits: Mapping[str, float]
    cells: Mapping[str, CellText]
    signals: Mapping[str, SignalText]


@dataclass(frozen=True)
class DeviationText:
    """What is said of one course."""

    sentence: str
    questions: tuple[str, ...]


@cache
def default_texts() -> DeviationTexts:
    """The texts that the program comes with."""
    return read_texts(default_document())


@cache
def default_document() -> dict[str, Any]:
    """The same as they are written, to be edited."""
    document: dict[str, Any] = read_strict_yaml(FILE)
    return document


def read_texts(given: object) -> DeviationTexts:
    """The texts of a document of the same shape as the file; raises SettingsError for anything else."""
    document = _named(given, {"limits", "cells", "signals"}, "teksterne")
    pattern = default_document()
    limits = _named(document["limits"], set(pattern["limits"]), "limits")
    cells = _named(document["cells"], set(pattern["cells"]), "cells")
    signals = _named(document["signals"], set(pattern["signals"]), "signals")
    return DeviationTexts(
        {name: _limit(value, f"limits.{name}") for name, value in limits.items()},
        {name: _cell(text, f"cells.{name}") for name, text in cells.items()},
        {
            name: _signal(signals[name], f"signals.{name}", pattern["signals"][name], set(limits))
            for name in pattern["signals"]
        },
    )


def _named(given: object, names: set[str], where: str) -> dict[str, Any]:
    """A mapping with exactly these names."""
    if not isinstance(given, dict):
        raise SettingsError(f"{where}: skal bestå af {', '.join(sorted(names))}.")
    for wrong, what in ((set(given) - names, "kendes ikke"), (names - set(given), "mangler")):
        if wrong:
            raise SettingsError(f"{where}: {', '.join(sorted(map(str, wrong)))} {what}.")
    return given


def _limit(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value <= 0:
        raise SettingsError(f"{where}: skal være et tal over 0.")
    if where == "limits.months_without_time" and value not in range(1, 13):
        raise SettingsError(f"{where}: skal være et helt antal måneder fra 1 til 12.")
    return value


def _cell(given: object, where: str) -> CellText:
    text = _named(given, {"sentence", "questions"}, where)
    questions = tuple(_question(one, where) for one in _listed(text["questions"], where))
    if not 1 <= len(questions) <= 3:
        raise SettingsError(f"{where}: skal have et til tre spørgsmål.")
    return CellText(_sentence(text["sentence"], f"{where}.sentence"), questions)


def _question(given: object, where: str) -> Question:
    if isinstance(given, str):
        return Question(_sentence(given, f"{where}.questions"))
    both = _named(given, {"text", "when"}, f"{where}.questions")
    if both["when"] not in WHEN:
        raise SettingsError(f"{where}.questions: when skal være en af {', '.join(WHEN)}.")
    return Question(_sentence(both["text"], f"{where}.questions"), both["when"])


def _signal(given: object, where: str, pattern: Mapping[str, Any], limits: set[str]) -> SignalText:
    """A sign whose sentence and rule ask for no number that the sign does not have."""
    text = _named(given, {"title", "sentence", "rule", "questions"}, where)
    known = limits | _places(pattern["sentence"])
    for name in ("sentence", "rule"):
        unknown = _places(_sentence(text[name], f"{where}.{name}", braces=True)) - known
        if unknown:
            raise SettingsError(
                f"{where}.{name}: {{{sorted(unknown)[0]}}} kendes ikke. Vælg mellem {', '.join(sorted(known))}."
            )
    questions = tuple(_sentence(one, f"{where}.questions") for one in _listed(text["questions"], where))
    return SignalText(_sentence(text["title"], f"{where}.title"), text["sentence"], text["rule"], questions)


def _places(text: str) -> set[str]:
    """The names in braces."""
    return set(re.findall(r"\{(\w+)\}", text))


def _listed(given: object, where: str) -> list[object]:
    if not isinstance(given, list):
        raise SettingsError(f"{where}.questions: skal være en liste af spørgsmål.")
    return given


def _sentence(given: object, where: str, *, braces: bool = False) -> str:
    """A text that somebody can read; braces only around a single name, and only where numbers are filled in."""
    if not isinstance(given, str) or not given.strip():
        raise SettingsError(f"{where}: skal være en tekst.")
    if len(given) > LONGEST:
        raise SettingsError(f"{where}: er over {LONGEST} tegn. Skriv den kortere.")
    if has_cpr(given):
        raise SettingsError(f"{where}: ligner et cpr-nummer, som aldrig må stå her.")
    if re.search(r"[{}]", re.sub(r"\{\w+\}", "", given) if braces else given):
        raise SettingsError(f"{where}: {{ og }} må kun stå om navnet på et tal, fx {{points}}.")
    return given


def text_of(deviation: Deviation, method: str, month: int, texts: DeviationTexts) -> DeviationText:
    """The cell's text, with the questions that are asked in such a month (1 = the first) of a course of the method."""
    if deviation.cell is None:
        return DeviationText("Der er endnu for lidt at sammenligne.", ())
    cell = texts.cells[deviation.cell]
    asked = {None: True, "cti": method == "CTI", "first_three_months": month <= 3}
    return DeviationText(cell.sentence, tuple(one.text for one in cell.questions if asked[one.when]))
