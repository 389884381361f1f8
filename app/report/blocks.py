"""A report as a list of blocks, the same for Word and PDF: headings, texts, lists, tables and pictures."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a chapter."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Points:
    """A list of points."""

    points: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table with a head row; columns after the first that hold numbers are set to the right. note: what is said under it."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: bool = True
    note: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture (PNG) with its text and the words for those who do not see it."""

    png: bytes
    caption: str
    alt: str


Block = Heading | Text | Points | Grid | Picture


@dataclass(frozen=True)
class Report:
    """A whole report."""

    title: str
    subtitle: str
    blocks: Sequence[Block]
