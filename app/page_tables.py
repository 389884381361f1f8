"""What a page has in tables and lists, as tables to take along: the page's own frames and words, and nothing beside them."""

from collections.abc import Sequence

import pandas as pd

from app.figure_frames import SPREAD
from app.report.blocks import Grid
from app.shown import SPREAD_DA


def taken(caption: str, table: pd.DataFrame, note: str = "", numbers: bool = False) -> Grid:
    """A frame of texts as it is shown; a named index is its first column. numbers: whether the other columns hold numbers.

    Where it has the spread of shares of few, it is said what that is.
    """
    whole = table.reset_index() if table.index.name else table
    rows = tuple(tuple(map(str, row)) for row in whole.itertuples(index=False))
    said = "\n".join(filter(None, [note, SPREAD_DA if SPREAD in whole else ""]))
    return Grid(caption, tuple(map(str, whole.columns)) or (caption,), rows, numbers, said)


def listed(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], note: str = "") -> Grid:
    """Texts that stand as a list on the page."""
    return Grid(caption, tuple(heads), tuple(tuple(row) for row in rows), numbers=False, note=note)
