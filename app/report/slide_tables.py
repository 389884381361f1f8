"""A table cut into pieces that each fit a slide, in the largest letters that leave it whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from textwrap import wrap

from app.report.blocks import Grid
from app.report.columns import shares

WIDTH, HEIGHT = 12.4, 5.3
"""What a table and its note may take of a slide, in inches."""
SIZES = (16, 14, 12)
"""The letters, in points: the largest with which the table fits one slide, otherwise the smallest."""
WIDE = 0.58
"""How wide a letter is beside its height: as in the widest font that a slide is shown with."""
HIGH, AROUND, BESIDE = 1.25, 0.12, 0.2
"""How high a line is beside its letters; and the room above and below, and beside, a text, in inches."""
Row = tuple[str, ...]


@dataclass(frozen=True)
class TableSlide:
    """A piece of a table with the size of its letters, and in inches its columns and its rows, the head the first."""

    table: Grid
    points: int
    widths: tuple[float, ...]
    heights: tuple[float, ...]

    @property
    def note_height(self) -> float:
        """The room for what is said under the table."""
        return text_height([self.table.note], WIDTH, self.points) if self.table.note else 0


def slides_of(table: Grid) -> list[TableSlide]:
    """The table as one for each slide, numbered; what is said under it stands under the last, or alone where it must."""
    found: list[TableSlide] = []
    for points in SIZES:
        found = _cut(table, points)
        if len(found) == 1:
            break
    return found


def text_height(texts: Sequence[str], width: float, points: int) -> float:
    """How high some texts become under each other, in inches."""
    return points * HIGH / 72 * sum(len(_lines(text, width, points)) for text in texts) + AROUND


def _cut(table: Grid, points: int) -> list[TableSlide]:
    widths = tuple(WIDTH * share for share in shares(table, _signs(WIDTH, points)))
    room = HEIGHT - _row_height(table.heads, widths, points)
    parts: list[list[Row]] = [[]]
    left = room
    for row in _pieces(table, widths, points, room):
        high = _row_height(row, widths, points)
        if high > left and parts[-1]:
            parts, left = [*parts, []], room
        parts[-1].append(row)
        left -= high
    if parts[-1] and table.note and text_height([table.note], WIDTH, points) > left:
        parts.append([])
    return [_slide(table, rows, at, len(parts), points, widths) for at, rows in enumerate(parts, 1)]


def _slide(table: Grid, rows: Sequence[Row], at: int, of: int, points: int, widths: tuple[float, ...]) -> TableSlide:
    caption = f"{table.caption} ({at} af {of})" if of > 1 else table.caption
    own = replace(table, caption=caption, rows=tuple(rows), note=table.note if at == of else "")
    heights = [_row_height(row, widths, points) for row in (table.heads, *rows)] if rows else []
    return TableSlide(own, points, widths, tuple(heights))


def _pieces(table: Grid, widths: Sequence[float], points: int, room: float) -> Iterator[Row]:
    """The rows; one that is too high for a slide goes on in the next."""
    most = int((room - AROUND) / (points * HIGH / 72))
    for row in table.rows:
        cells = [_lines(text, width, points) for text, width in zip(row, widths, strict=True)]
        if max(map(len, cells)) <= most:
            yield row
            continue
        for first in range(0, max(map(len, cells)), most):
            yield tuple("\n".join(lines[first : first + most]) for lines in cells)


def _row_height(row: Row, widths: Sequence[float], points: int) -> float:
    """As high as its cell with the most lines."""
    return max(text_height([text], width, points) for text, width in zip(row, widths, strict=True))


def _signs(width: float, points: int) -> float:
    return width * 72 / (points * WIDE)


def _lines(text: str, width: float, points: int) -> list[str]:
    """The lines that a text takes in so many inches."""
    signs = int(_signs(width - BESIDE, points))
    return [line for part in text.splitlines() or [""] for line in wrap(part, signs) or [""]]
