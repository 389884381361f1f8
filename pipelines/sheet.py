"""One table as it was read: every cell as text, with what kind of cell it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.cpr import CPR_CANDIDATE, CPR_MASK, has_cpr, masked
from pipelines.fault import Fault, Place, fault

MOST_ROWS = 1_048_576
MOST_COLUMNS = 200
MOST_FAULTS_OF_A_KIND = 10_000


@dataclass(frozen=True)
class Sheet:
    """The cells of one CSV file or Excel sheet, one Arrow array per heading.

    `name` names the table (file stem or sheet name). `texts` are trimmed, null where blank. `kinds` is text, number
    (the text is then Danish, without grouping), date (DD-MM-YYYY), moment, time, boolean, formula, error, cpr, or
    unread (a cell of a row that could not be split). `is_whole` is false when rows could not be read. `theirs` are the
    headings of another system's extract by column of ours, where a mapping made this sheet.
    """

    file: str
    sheet: str | None
    name: str
    headings: Sequence[str] = ()
    heading_row: int = 1
    numbers: pa.Array = field(default_factory=lambda: pa.array([], pa.int64()))
    texts: Sequence[pa.Array] = ()
    kinds: Sequence[pa.Array] = ()
    faults: Sequence[Fault] = ()
    is_whole: bool = True
    theirs: Mapping[str, str] = field(default_factory=dict)

    def place(self, row: int | None = None, column: str | None = None, heading: str | None = None) -> Place:
        """A place in this sheet; a heading of ours stands behind the one of theirs that it was made of."""
        theirs = self.theirs.get(column or "")
        return Place(self.file, self.sheet, row, column, f"{theirs} → {heading}" if theirs and heading else heading)


def trimmed(texts: pa.Array) -> pa.Array:
    """The texts without surrounding space, null where nothing is left."""
    stripped = pc.utf8_trim_whitespace(texts)
    return pc.if_else(pc.equal(stripped, ""), pa.scalar(None, pa.string()), stripped)


def without_cpr(texts: pa.Array, kinds: pa.Array) -> tuple[pa.Array, pa.Array, list[int]]:
    """The cells with every CPR number masked, and the places of those that held one.

    A numeric cell of nine digits counts as ten: Excel drops a leading zero.
    """
    if texts.null_count == len(texts):
        return texts, kinds, []
    padded = pc.if_else(
        pc.and_(pc.equal(kinds, "number"), pc.equal(pc.utf8_length(texts), 9)), pc.utf8_lpad(texts, 10, "0"), texts
    )
    candidates = pc.indices_nonzero(pc.fill_null(pc.match_substring_regex(padded, CPR_CANDIDATE), False))
    found = [place for place in candidates.to_pylist() if has_cpr(padded[place].as_py())]
    if not found:
        return texts, kinds, found
    is_cpr = pc.is_in(pa.array(range(len(texts)), pa.int64()), pa.array(found, pa.int64()))
    return pc.if_else(is_cpr, CPR_MASK, texts), pc.if_else(is_cpr, "cpr", kinds), found


def limited(faults: Sequence[Fault], place: Place) -> list[Fault]:
    """The faults of one kind in one column; beyond ten thousand, the rest are counted in one fault."""
    if len(faults) <= MOST_FAULTS_OF_A_KIND:
        return list(faults)
    rest = f"{len(faults) - MOST_FAULTS_OF_A_KIND} andre rækker har samme fejl. Ret dem på samme måde."
    first = faults[0]
    message = f"{masked(place.in_words())}: {rest}"
    summary = Fault(first.file, first.sheet, None, first.column, None, first.rule, message)
    return [*faults[:MOST_FAULTS_OF_A_KIND], summary]


def cpr_faults(sheet: Sheet, column: str | None, heading: str | None, found: Sequence[int]) -> list[Fault]:
    """A fault for each cell of one column that held a CPR number."""
    rows = (sheet.numbers[place].as_py() for place in found)
    faults = [fault(sheet.place(row, column, heading), "cpr", CPR_MASK) for row in rows]
    return limited(faults, sheet.place(None, column, heading))
