"""A fault in a load: where it is, which rule it breaks, and what the sender should do."""

import difflib
import functools
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pipelines.cpr import masked
from pipelines.export import safe_csv
from pipelines.schema import Column
from pipelines.strict_yaml import read_strict_yaml

SHOWN_CHARACTERS = 60
_KEPT_CHARACTERS = 500


@dataclass(frozen=True)
class Fault:
    """One fault: `row` counts the header as 1 and is None for a fault of the whole file or sheet."""

    file: str
    sheet: str | None
    row: int | None
    column: str | None
    value: str | None
    rule: str
    message: str


@dataclass(frozen=True)
class Place:
    """Where a fault is: the path given, the sheet (None for CSV), the row, and the column's code and heading."""

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    heading: str | None = None

    def in_words(self) -> str:
        """The place as the sender finds it, e.g. Ark "Tidsforbrug", række 12, kolonne "Timer"."""
        words = [f'Ark "{self.sheet}"' if self.sheet is not None else f'Fil "{Path(self.file).name}"']
        if self.row is not None:
            words.append(f"række {self.row}")
        if self.heading is not None:
            words.append(f'kolonne "{shortened(self.heading)}"')
        return ", ".join(words)


@dataclass(frozen=True)
class RuleText:
    """What a rule means in the data dictionary, and what its fault says to the sender."""

    means_da: str
    says_da: str


@functools.cache
def rule_texts() -> Mapping[str, RuleText]:
    """The rules that do not belong to one table, by rule code."""
    given = read_strict_yaml(Path(__file__).parent / "fault_texts.yaml")
    return {rule: RuleText(**texts) for rule, texts in given.items()}


def fault(place: Place, rule: str, value: str | None = None, /, **shown: object) -> Fault:
    """A fault of one of the general rules; `shown` fills the blanks of its text."""
    return worded_fault(place, rule, rule_texts()[rule].says_da, value, shown)


def worded_fault(place: Place, rule: str, says_da: str, value: str | None, shown: Mapping[str, object]) -> Fault:
    """A fault whose text comes with it. A CPR number is masked in everything but the path given."""
    words = {name: masked(shortened(str(content), 300)) for name, content in shown.items()}
    problem = says_da.format(value=quoted(value), **words)
    column = None if place.column is None else masked(shortened(place.column))
    sheet = None if place.sheet is None else masked(place.sheet)
    kept = None if value is None else masked(value)[:_KEPT_CHARACTERS]
    return Fault(place.file, sheet, place.row, column, kept, rule, f"{masked(place.in_words())}: {problem}")


def quoted(value: str | None) -> str:
    """A value as a message shows it: masked, on one line, shortened, in quotation marks."""
    return '""' if value is None else f'"{shortened(masked(value))}"'


def shortened(text: str, most: int = SHOWN_CHARACTERS) -> str:
    """The text on one line without control characters, at most `most` characters."""
    line = text if text.isprintable() else "".join(" " if _is_control(mark) else mark for mark in text[: 4 * most])
    return line if len(line) <= most else line[: most - 1] + "…"


def _is_control(mark: str) -> bool:
    return unicodedata.category(mark).startswith("C") or mark in "\u2028\u2029"


def nearest(text: str, known: Iterable[str]) -> str | None:
    """The known name that looks most like the text, or None when none looks like it; case does not count."""
    by_folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(text[:SHOWN_CHARACTERS].casefold(), list(by_folded), n=1, cutoff=0.5)
    return by_folded[close[0]] if close else None


def did_you_mean(name: str | None) -> str:
    """The hint that ends a message about an unknown name; empty when nothing is near."""
    return "" if name is None else f' Mente du "{name}"?'


def danish_integer(number: int) -> str:
    """12345 as 12.345."""
    return f"{number:,}".replace(",", ".")


def range_in_words(column: Column) -> str:
    """The numbers a column may hold: "fra 0 til 400", "fra 0 og op", "over 0"."""
    if column.above is not None:
        return f"over {column.above:.0f}"
    if column.min is None:
        return "på højst en billiard"
    return f"fra {column.min:.0f} " + ("og op" if column.max is None else f"til {column.max:.0f}")


def faults_as_text(faults: Sequence[Fault]) -> str:
    """All faults as lines for a terminal, under their file when there is more than one, and how many there are."""
    if not faults:
        return "Ingen fejl."
    files = list(dict.fromkeys(found.file for found in faults))
    lines: list[str] = []
    for file in files:
        lines += [f"{file}:"] if len(files) > 1 else []
        lines += [found.message for found in faults if found.file == file]
    how_many = "1 fejl" if len(faults) == 1 else f"{danish_integer(len(faults))} fejl"
    return "\n".join([*lines, f"{how_many}. Intet er indlæst."])


def faults_as_json(faults: Sequence[Fault]) -> str:
    """All faults as a JSON list of objects with the fields of Fault."""
    return json.dumps([asdict(found) for found in faults], ensure_ascii=False, indent=2)


def faults_as_csv(faults: Sequence[Fault]) -> str:
    """All faults as CSV with Danish headings, safe to open in a spreadsheet."""
    headings = ("Fil", "Ark", "Række", "Kolonne", "Værdi", "Regel", "Besked")
    rows = ([f.file, f.sheet, f.row, f.column, f.value, f.rule, f.message] for f in faults)
    return safe_csv(headings, rows)
