"""The other door: protected cells only, for everyone outside the team."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from app.rights import Visit, require
from pipelines.figures import figures, figures_kept, figures_of_months


def require_published(visit: Visit) -> None:
    """Raise NotAllowedError for roles that see no figures at all."""
    require(visit, "economist", "management", "caseworker", "project_lead")


def published_figures(
    visit: Visit, month: date, months: int, ids: Sequence[str], by: str | None, municipality: str | None
) -> list[dict[str, Any]]:
    """Figures from the one fixed set of cells: a municipality or all of them, at most one breakdown, small numbers hidden.

    None where none are named.
    """
    require_published(visit)
    where = {} if municipality is None else {"municipality": [municipality]}
    return figures(visit.here, month, months, ids, by, where, audience="outside") if ids else []


def published_months(
    visit: Visit, months: Sequence[date], ids: Sequence[str], municipality: str | None
) -> list[dict[str, Any]]:
    """The same of some months that need not follow each other, without a breakdown."""
    require_published(visit)
    return figures_of_months(visit.here, months, ids, municipality)


def published_already(
    visit: Visit, asked: Mapping[str, Collection[date]], municipality: str | None
) -> list[dict[str, Any]]:
    """The same of figures with their months, of those that nobody has to wait for."""
    require_published(visit)
    return figures_kept(visit.here, asked, municipality)
