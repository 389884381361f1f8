"""One figure of several municipalities beside each other: where each is from, and what makes it not the same. No ranking."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kpi_catalogue.figure import catalogue
from pipelines.danish import day, number
from pipelines.figure_definition import rests_on_own_rates
from pipelines.shared_figures import SharedFigures

DIFFERENT_COVERAGE = 0.2
"""Two shares of known this far apart are called different."""
LOW_COVERAGE = 0.5
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """A figure, a part, a category and a month (2025-03)."""

    figure: str
    part: str | None
    category: str | None
    month: str


@dataclass(frozen=True)
class Line:
    """A municipality's number: its row (None: it has none of that month), where it is from, and what to know about it."""

    municipality: str
    row: Row | None
    made_on: date
    warnings: tuple[str, ...]


def compared(asked: Asked, own: SharedFigures, others: Iterable[SharedFigures]) -> list[Line]:
    """The own municipality first, then the others in the order given; never in the order of their numbers."""
    mine = _row(own, asked)
    return [Line(own.municipality, mine, own.made_on, _low(mine)), *(
        Line(other.municipality, _row(other, asked), other.made_on, (*_differences(asked, own, other), *_low(_row(other, asked))))
        for other in others
    )]  # fmt: skip


def _row(shared: SharedFigures, asked: Asked) -> Row | None:
    return shared.rows.get((asked.figure, asked.part, asked.month, asked.category))


def _differences(asked: Asked, own: SharedFigures, other: SharedFigures) -> Sequence[str]:
    """What makes the other's number another number than the own."""
    if asked.figure not in other.definitions:
        return ["Nøgletallet er ikke med i filen."]
    found = []
    (mine, my_day), (theirs, their_day) = own.definitions[asked.figure], other.definitions[asked.figure]
    if mine != theirs:
        found.append(
            f"Anden definition: deres er sidst ændret {day(their_day)}, jeres {day(my_day)}. Tallene kan ikke sammenlignes."
        )
    row, own_row = _row(other, asked), _row(own, asked)
    if row is None:
        found.append("Måneden er ikke med i filen. Bed om en ny fil.")
    coverage, own_coverage = (one["coverage"] if one else None for one in (row, own_row))
    if coverage is not None and own_coverage is not None and abs(coverage - own_coverage) >= DIFFERENT_COVERAGE:
        found.append(f"Anden dækning: {_percent(coverage)} er kendt hos dem, {_percent(own_coverage)} hos jer.")
    if other.limit != own.limit:
        found.append(f"Anden grænse for små tal: {other.limit} hos dem, {own.limit} hos jer.")
    figure = catalogue().get(asked.figure)
    if figure is not None and rests_on_own_rates(figure):
        found.append("Regnet med hver kommunes egne takster.")
    return found


def _low(row: Row | None) -> tuple[str, ...]:
    if row is None or row["coverage"] is None or row["coverage"] >= LOW_COVERAGE:
        return ()
    return (f"Kun {_percent(row['coverage'])} er kendt.",)


def _percent(share: float) -> str:
    return f"{number(100 * share, 0)} %"
