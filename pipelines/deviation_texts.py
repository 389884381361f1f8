"""What each cell of time and progression says in plain Danish, with questions to talk about; data, not code."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from pipelines.double_bottom_line import Deviation

FILE = Path(__file__).with_suffix(".yaml")


@dataclass(frozen=True)
class DeviationText:
    """One plain sentence about what the numbers say, and one or two open questions."""

    sentence: str
    questions: tuple[str, ...]


@cache
def deviation_texts() -> dict[str, DeviationText]:
    """The nine cells by name, time first: as/under."""
    given = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {cell: DeviationText(text["sentence"], tuple(text["questions"])) for cell, text in given.items()}


def text_of(deviation: Deviation) -> DeviationText:
    """The cell's text; where too little is known, that nothing is said yet."""
    if deviation.cell is None:
        return DeviationText("Der er endnu for lidt at sammenligne.", ())
    return deviation_texts()[deviation.cell]
