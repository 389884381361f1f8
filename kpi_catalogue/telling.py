"""What nobody outside the team is told of, however many there are: breakdowns that give others away."""

from dataclasses import replace

from kpi_catalogue.links import GROUP_OF, ONLY_GROWING, POPULATION, TEAM_ONLY, TOLD_BY_METHOD
from kpi_catalogue.measure import Cell


def is_for_the_team(cell: Cell) -> bool:
    """Parts that name caseworkers; and breakdowns of a population that is itself a group of another's breakdown.

    Their groups would be two breakdowns at once: an ICM course by gender is a course by method and gender. And those whose
    months tell each other.
    """
    key = (cell.figure, cell.part)
    _, by, _ = GROUP_OF.get(POPULATION.get(key, ""), (None, cell.by, None))
    return key in TEAM_ONLY or cell.by not in (None, by) or (cell.by is not None and key in ONLY_GROWING)


def is_told(cell: Cell) -> bool:
    """Not the breakdowns that decide what is closed and are told nobody: those of a rolling year, but for the method."""
    return cell.by in (None, "method") or (cell.figure, cell.part) not in TOLD_BY_METHOD


def withheld(cell: Cell) -> Cell:
    """A cell that nobody is told of, reduced to what says so."""
    empty = replace(cell, category=None, value=None, n=0, population=0, count=None, persons=0, largest=None)
    return replace(empty, not_applicable=True)
