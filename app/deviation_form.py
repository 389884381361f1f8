"""The texts of deviations as a form: what stands where, and the document that what is typed makes. No Streamlit."""

import copy
from collections.abc import Mapping
from typing import Any

from app.overview_frames import READINGS, SCORE_DA, TIME_DA

LIMITS_DA = {
    "months_without_time": "Hele måneder uden tid",
    "who5_fall": "Fald i WHO-5, point",
    "who5_low": "WHO-5 er lav ved",
    "ors_fall": "Fald i ORS, point",
}
CELL_DA = {f"{time}/{score}": f"{TIME_DA[time]}, {SCORE_DA[score]}" for time in READINGS for score in READINGS}


def with_limits(document: Mapping[str, Any], typed: Mapping[str, float]) -> dict[str, Any]:
    """The texts with other limits; a whole number stays whole."""
    changed = copy.deepcopy(dict(document))
    changed["limits"] = {name: int(value) if float(value).is_integer() else value for name, value in typed.items()}
    return changed


def with_cell(document: Mapping[str, Any], cell: str, sentence: str, questions: str) -> dict[str, Any]:
    """The texts with another sentence and other questions of a cell; a question that stays keeps when it is asked."""
    changed = copy.deepcopy(dict(document))
    before = {words(one): one for one in changed["cells"][cell]["questions"]}
    lines = [line.strip() for line in questions.splitlines() if line.strip()]
    changed["cells"][cell] = {"sentence": sentence, "questions": [before.get(line, line) for line in lines]}
    return changed


def with_signal(document: Mapping[str, Any], code: str, typed: Mapping[str, str]) -> dict[str, Any]:
    """The texts with another title, sentence, rule and other questions of a sign."""
    changed = copy.deepcopy(dict(document))
    lines = [line.strip() for line in typed["questions"].splitlines() if line.strip()]
    changed["signals"][code] = {**typed, "questions": lines}
    return changed


def words(question: str | Mapping[str, str]) -> str:
    """A question's text, whether or not it says when it is asked."""
    return question if isinstance(question, str) else question["text"]
