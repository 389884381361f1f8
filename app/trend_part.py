"""The trend on a figure's page and its mark on a card: rows in, sentences and chart out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from app import shown
from app.components import chart_and_table
from app.figure_frames import trend_table
from app.trend_chart import alt_text, trend_chart
from kpi_catalogue.figure import Figure, Part
from pipelines.figure_target import Target
from pipelines.moved import aim_of
from pipelines.trend_text import mark_da, reading_da
from pipelines.trends import trend_of

Rows = Sequence[Mapping[str, Any]]
HOW_DA = (
    "Et tegn på mere end tilfældige udsving er: et tal uden for grænserne, syv i træk på samme side af gennemsnittet, syv i "
    "træk samme vej, eller to af tre tæt på en grænse. Hvor et tal ofte er nul, er nul ikke en side. "
    "Kilde til reglerne: NHS England, Making Data Count."
)


def trend_section(figure: Figure, part: Part, rows: Rows, category: str | None, target: Target | None) -> None:
    """A figure's trend: what it says, the chart, the numbers, and how sure a small share is."""
    trend = trend_of(rows, figure, part, category, aim_of(part, category, target))
    said = reading_da(trend, lambda value: shown.amount_da(value, part))
    st.markdown(f"**{mark_da(trend)}.** {said[0]}" if trend.reading.variation else said[0])
    for sentence in [*said[1:], *small_share_da(rows, part, category)]:
        st.caption(sentence)
    percent = shown.is_percent(part)
    unit = "" if percent else shown.unit_da(part)
    chart = trend_chart(trend, lambda value: shown.amount_da(value, part), unit, percent)
    table = trend_table([row for row in rows if row["category"] == category], part)
    chart_and_table(chart, table, alt_text(trend, part.title_da, [f"{mark_da(trend)}.", *said]))
    for on, note in trend.breaks:
        st.caption(f"Ny definition {on:%d-%m-%Y}: {note}")
    st.caption(HOW_DA)


def card_mark(figure: Figure, rows: Iterable[Mapping[str, Any]], target: Target | None, month: date) -> str:
    """A card's mark; blank where there is no verdict on the month, and for a figure with categories, which has many trends."""
    part = figure.part(None)
    if part.codes:
        return ""
    trend = trend_of(rows, figure, part, aim=aim_of(part, None, target))
    return mark_da(trend) if trend.is_of(month) else ""


def small_share_da(rows: Rows, part: Part, category: str | None) -> list[str]:
    """How far chance alone reaches in the newest month; nothing for a hidden value, a large number, or what is no share."""
    newest = [row for row in rows if row["category"] == category][-1:]
    spreads = [(row["n"], shown.spread_da(row, part)) for row in newest]
    return [f"Tallet hviler på {n} kendte og passer med {told}. {shown.SPREAD_DA}" for n, told in spreads if told]
