"""How wide the columns of a table of texts are: no word is cut, and the long texts share what is left."""

from collections.abc import Sequence

from app.report.blocks import Grid

LONGEST_WORD, LONGEST_TEXT = 24, 150
"""A longer word is cut, and a longer text counts as this when the width is shared out."""
GAP, BOLD = 2.0, 1.35
"""What a column takes beside its text, in signs; and how much wider a word of its head is, which is bold."""


def natural(table: Grid) -> int:
    """How many signs wide the table would be if no text of it were broken."""
    return sum(max(map(len, column)) for column in _columns(table))


def shares(table: Grid, signs: float) -> list[float]:
    """The share of each column of a width of so many signs; together they are one."""
    least = [max(BOLD * _longest_word(column[:1]), _longest_word(column[1:])) + GAP for column in _columns(table)]
    most = [min(LONGEST_TEXT, max(map(len, column))) + GAP for column in _columns(table)]
    more = [max(1.0, whole - own) for own, whole in zip(least, most, strict=True)]
    left = max(0.0, signs - sum(least))
    widths = [own + left * extra / sum(more) for own, extra in zip(least, more, strict=True)]
    return [width / sum(widths) for width in widths]


def _longest_word(texts: Sequence[str]) -> int:
    return min(LONGEST_WORD, max(map(len, " ".join(texts).split()), default=1))


def _columns(table: Grid) -> list[tuple[str, ...]]:
    return list(zip(table.heads, *table.rows, strict=True))
