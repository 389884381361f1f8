"""Figures for the pages, through the door that the role has: the team's open ones or the published, protected ones."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from app import published
from app.components import View
from app.labels import BREAKDOWN_DA
from app.registry import team_figures
from app.rights import Visit
from kpi_catalogue.figure import Figure, Part
from kpi_catalogue.telling import is_told
from pipelines.double_bottom_line import later_month
from pipelines.moved import months_read
from pipelines.protected import PUBLISHED_BREAKDOWNS
from pipelines.settings import Settings
from pipelines.trends import READ_MONTHS

TREND_MONTHS = 12
"""A year: what is drawn outside the team, where each more month takes longer to protect, and taken along."""
PUBLISHED_MONTHS = 2
"""Cards outside the team show a month and its change: protecting a month takes longer than counting it."""
Rows = list[dict[str, Any]]


def card_rows(seen: View, ids: tuple[str, ...], where: Mapping[str, Sequence[str]]) -> dict[str, Rows]:
    """The months that a card shows of each figure, without a breakdown, by figure."""
    months = READ_MONTHS if seen.audience == "team" else PUBLISHED_MONTHS
    by_figure: dict[str, Rows] = defaultdict(list)
    for row in figure_rows(seen, ids, months, None, where):
        by_figure[row["figure"]].append(row)
    return by_figure


def figure_rows(
    seen: View, ids: tuple[str, ...], months: int, by: str | None, where: Mapping[str, Sequence[str]]
) -> Rows:
    """The rows the role may see; outside the team only the municipality is a filter."""
    if seen.audience == "team":
        frozen = tuple((name, tuple(values)) for name, values in where.items())
        return _team(seen.visit, seen.warehouse, seen.month, months, ids, by, frozen)
    return published_rows(seen, ids, months, by, where)


def breakdowns_told(seen: View, figure: Figure, part: Part) -> list[str]:
    """What a part may be broken down by for whoever looks: outside the team only what anybody there is told of."""
    if seen.audience == "team":
        return list(BREAKDOWN_DA)
    key = (figure.id, part.name)
    return ["municipality", *(by for by in PUBLISHED_BREAKDOWNS if is_told(key, by))]


def breakdowns_withheld(seen: View, figure: Figure, part: Part) -> bool:
    """Whether a breakdown of the part is for the team alone and whoever looks is outside it."""
    return seen.audience != "team" and len(breakdowns_told(seen, figure, part)) <= len(PUBLISHED_BREAKDOWNS)


def published_rows(
    seen: View, ids: tuple[str, ...], months: int, by: str | None, where: Mapping[str, Sequence[str]]
) -> Rows:
    """The protected rows of the municipality or of all of them, whoever asks."""
    municipality = next(iter(where.get("municipality", ())), None)
    published.require_published(seen.visit)
    return _published(seen.visit, seen.here, seen.warehouse, seen.month, months, ids, by, municipality)


def mark_rows(
    seen: View, figures: Sequence[Figure], where: Mapping[str, Sequence[str]], shown: Mapping[str, Rows]
) -> dict[str, Rows]:
    """The months that a card's mark is read from, by figure: for the team those the card has; outside the published ones.

    Outside nobody waits for a mark: a figure whose months are not protected yet has none.
    """
    if seen.audience == "team":
        return dict(shown)
    asked = tuple((figure.id, tuple(months_read(figure.part(None), seen.month))) for figure in figures)
    municipality = next(iter(where.get("municipality", ())), None)
    by_figure: dict[str, Rows] = {figure.id: [] for figure in figures}
    for row in _kept(seen.visit, seen.here, seen.warehouse, tuple(one for one in asked if one[1]), municipality):
        by_figure[row["figure"]].append(row)
    return by_figure


@st.cache_data(show_spinner=False, max_entries=100, ttl=600)
def _kept(
    _visit: Visit,
    here: Settings,
    warehouse: str,
    asked: tuple[tuple[str, tuple[date, ...]], ...],
    municipality: str | None,
) -> Rows:
    """What is protected already; asked for again after ten minutes, since it may be more by then."""
    return published.published_already(_visit, dict(asked), municipality)


def earlier_rows(seen: View, figure: Figure, part: Part, where: Mapping[str, Sequence[str]]) -> Rows:
    """Outside the team: the months before the year shown that the part's trend is read from. The team has them already."""
    if seen.audience == "team":
        return []
    before = later_month(seen.month, 1 - TREND_MONTHS)
    months = [month for month in months_read(part, seen.month) if month < before]
    municipality = next(iter(where.get("municipality", ())), None)
    return [row for row in published_of_months(seen, {figure.id: months}, municipality) if row["part"] == part.name]


def published_of_months(seen: View, asked: Mapping[str, Iterable[date]], municipality: str | None) -> Rows:
    """The protected rows of each figure in the months asked of it; figures with the same months are asked for together."""
    published.require_published(seen.visit)
    together: dict[tuple[date, ...], list[str]] = defaultdict(list)
    for name, months in asked.items():
        together[tuple(sorted(months))].append(name)
    return [
        row
        for months, ids in together.items()
        if months
        for row in _months(seen.visit, seen.here, seen.warehouse, months, tuple(ids), municipality)
    ]


@st.cache_data(show_spinner="Beskytter små tal ...", max_entries=500)
def _months(
    _visit: Visit,
    here: Settings,
    warehouse: str,
    months: tuple[date, ...],
    ids: tuple[str, ...],
    municipality: str | None,
) -> Rows:
    """As `_published`, of months that need not follow each other."""
    return published.published_months(_visit, months, ids, municipality)


@st.cache_data(show_spinner=False, max_entries=500, scope="session")
def _team(
    visit: Visit, warehouse: str, month: date, months: int, ids: tuple[str, ...], by: str | None,
    where: tuple[tuple[str, tuple[str, ...]], ...],
) -> Rows:  # fmt: skip
    """warehouse is part of the key: a new build is a new answer."""
    return team_figures.team_figures(visit, month, months, ids, by, dict(where))


@st.cache_data(show_spinner="Beskytter små tal ...", max_entries=500)
def _published(
    _visit: Visit,
    here: Settings,
    warehouse: str,
    month: date,
    months: int,
    ids: tuple[str, ...],
    by: str | None,
    municipality: str | None,
) -> Rows:
    """Protected figures are the same for everyone who may see them: whose visit it is, is no part of the key."""
    return published.published_figures(_visit, month, months, ids, by, municipality)


def filter_values(seen: View) -> dict[str, list[str]]:
    """The municipalities and teams there are to choose between."""
    return team_figures.filter_values(seen.visit)
