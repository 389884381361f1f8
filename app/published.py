"""The other door: protected cells only, for everyone outside the team."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pipelines.figures import figures
from pipelines.settings import Settings


def published_figures(
    here: Settings, month: date, months: int, ids: Sequence[str], by: str | None, municipality: str | None
) -> list[dict[str, Any]]:
    """Figures from the one fixed set of cells: a municipality or all of them, at most one breakdown, small numbers hidden."""
    where = {} if municipality is None else {"municipality": [municipality]}
    return figures(here, month, months, ids, by, where, audience="outside")
