"""Figures for the pages, through the door that the role has: the team's open ones or the published, protected ones."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from app import published
from app.components import View
from app.registry import team_figures
from app.rights import Visit
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


def published_rows(
    seen: View, ids: tuple[str, ...], months: int, by: str | None, where: Mapping[str, Sequence[str]]
) -> Rows:
    """The protected rows of the municipality or of all of them, whoever asks."""
    municipality = next(iter(where.get("municipality", ())), None)
    published.require_published(seen.visit)
    return _published(seen.visit, seen.here, seen.warehouse, seen.month, months, ids, by, municipality)


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
