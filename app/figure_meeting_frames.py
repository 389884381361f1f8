"""A meeting about key figures in words and tables: what changed, what was decided, and what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from app import labels, shown
from app.figure_frames import told_cells, without_blank_spread
from kpi_catalogue.figure import Figure, Part
from pipelines.agenda import AgendaItem
from pipelines.danish import day as danish_day
from pipelines.figure_notes import FigureNote
from pipelines.trend_text import mark_da, reading_da
from pipelines.trends import Trend

UNREAD_DA = "Udviklingen kan ikke læses, så skiftet kan være tilfældigt."
NO_FIGURE_DA = "ikke om et bestemt tal"


def title_da(item: AgendaItem, figure: Figure) -> str:
    """The figure's name, with the category it is about."""
    category = shown.category_da(figure.part(None), item.category)
    return f"{figure.title_da}: {category}" if category else figure.title_da


def moved_da(item: AgendaItem, figure: Figure) -> str:
    """Why the figure is on the agenda, and what it rests on: its trend where that is read, else the two months compared."""
    part, rests_on = figure.part(None), shown.coverage_da(item.now, figure.part(None))
    before, now = (shown.value_da(row, part) for row in (item.before, item.now))
    if item.is_missing:
        return f"Tallet mangler denne måned; måneden før var det {before}  \n{rests_on}"
    if item.trend is not None:
        return f"{_trend_da(item.trend.trend, part)}  \nMåneden før: {before} · {rests_on}"
    way = ", den forkerte vej" if item.is_worse else ""
    return f"Fra {before} til {now}{way} · {rests_on}  \n{UNREAD_DA}"


def _trend_da(trend: Trend, part: Part) -> str:
    """What the trend says, in the words of the figure's own page."""
    return f"{mark_da(trend)}. {reading_da(trend, lambda value: shown.amount_da(value, part))[0]}"


def groups_table(rows: Iterable[Mapping[str, Any]], figure: Figure, by: str, category: str | None) -> pd.DataFrame:
    """A row per group of a breakdown: its value and what it rests on."""
    part = figure.part(None)
    kept = [row for row in rows if row["part"] is None and row["category"] == category]
    head = labels.BREAKDOWN_DA[by].capitalize()
    return without_blank_spread(
        pd.DataFrame([{head: labels.group_da(by, row["group"]), **told_cells(row, part)} for row in kept])
    )


def agenda_table(items: Sequence[AgendaItem], figures: Mapping[str, Figure]) -> pd.DataFrame:
    """The agenda as a table: a row per number, with what changed."""
    rows = [
        [title_da(item, figures[item.figure]), moved_da(item, figures[item.figure]).replace("  \n", "\n")]
        for item in items
    ]
    return pd.DataFrame(rows, columns=["Nøgletal", "Det, der har ændret sig"])


def notes_table(notes: Sequence[FigureNote], titles: Mapping[str, str], today: date) -> pd.DataFrame:
    """Notes and decisions as they stand on the page, a row each."""
    rows = [[one.written.text, figure_da(one, titles), standing_da(one, today), follow_up_da(one)] for one in notes]
    return pd.DataFrame(rows, columns=["Skrevet", "Nøgletal", "Status", "Opfølgning"])


def standing_da(note: FigureNote, today: date) -> str:
    """Where a decision stands: done, past its day, or open; nothing for a note."""
    if not note.written.is_decision:
        return "note"
    if note.is_done:
        return "gjort ✓"
    return "over datoen" if note.is_past(today) else "åben"


def follow_up_da(note: FigureNote) -> str:
    """Who follows up when, when it was decided and when it was seen again."""
    on = note.written.follow_up_on
    if on is None:
        return f"noteret {danish_day(note.made_on)}"
    seen = f" · set igen {', '.join(map(danish_day, note.seen_on))}" if note.seen_on else ""
    return f"{note.written.follow_up_by} følger op {danish_day(on)} · besluttet {danish_day(note.made_on)}{seen}"


def decisions_table(notes: Sequence[FigureNote], titles: Mapping[str, str], today: date) -> pd.DataFrame:
    """Every decision made on data, the newest first."""
    made = sorted((one for one in notes if one.written.is_decision), key=lambda one: (one.made_on, one.note_id))
    rows = [
        [danish_day(one.made_on), standing_da(one, today), one.written.text, figure_da(one, titles),
         one.written.follow_up_by, danish_day(one.written.follow_up_on) if one.written.follow_up_on else ""]
        for one in reversed(made)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["Besluttet", "Status", "Beslutning", "Nøgletal", "Følger op", "Senest"])


def figure_da(note: FigureNote, titles: Mapping[str, str]) -> str:
    """The name of the figure that something is about."""
    return NO_FIGURE_DA if note.written.figure is None else titles.get(note.written.figure, note.written.figure)
