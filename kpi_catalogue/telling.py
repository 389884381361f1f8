"""What nobody outside the team is told of, however many there are: breakdowns that give others away."""

from dataclasses import replace

from kpi_catalogue.links import GROUP_OF, ONLY_GROWING, POPULATION, TEAM_ONLY, TOLD_BY_METHOD, Key
from kpi_catalogue.measure import Cell


def is_for_the_team(part: Key, by: str | None) -> bool:
    """Parts that name caseworkers; and breakdowns of a population that is itself a group of another's breakdown.

    Their groups would be two breakdowns at once: an ICM course by gender is a course by method and gender. And those whose
    months tell each other.
    """
    _, only, _ = GROUP_OF.get(POPULATION.get(part, ""), (None, by, None))
    return part in TEAM_ONLY or by not in (None, only) or (by is not None and part in ONLY_GROWING)


def is_told(part: Key, by: str | None) -> bool:
    """Whether anybody outside the team is told of a part by a breakdown (None: whole), if they are enough.

    Of those whose months tell each other, only whole and by method: their other breakdowns decide what is closed all the same.
    """
    return not is_for_the_team(part, by) and (by in (None, "method") or part not in TOLD_BY_METHOD)


def withheld(cell: Cell) -> Cell:
    """A cell that nobody is told of, reduced to what says so."""
    empty = replace(cell, category=None, value=None, n=0, population=0, count=None, persons=0, largest=None)
    return replace(empty, not_applicable=True)
