"""Figures as an accessible PDF: a picture with its words and a table for each, and what is hidden and why."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from app import charts, shown
from app.report.blocks import Block, Grid, Heading, Picture, Points, Report, Text
from app.report.pdf import pdf_file
from app.report.pictures import picture
from app.report.told_figures import (
    SILENT_DA,
    FigureRow,
    Story,
    Subject,
    hidden_da,
    label_da,
    month_of,
    stories,
    why_silent,
)
from pipelines.danish import month as danish_month


def figures_pdf(subject: Subject, rows: Sequence[FigureRow], tables: Sequence[Grid] = ()) -> bytes:
    """The document as a file (PDF/UA-1): what it is about, the page's own tables, then a section per figure."""
    blocks: list[Block] = [Heading("Om filen"), Points(tuple(f"{name}: {text}" for name, text in subject.about()))]
    blocks += [Points(tuple(hidden_da(rows, subject)))]
    blocks += [block for table in tables for block in (Heading(table.caption), table)]
    told = stories(rows, subject)
    blocks += [] if all(story.is_silent for story in told) else [Heading("Nøgletal")]
    for story in told:
        blocks += [] if story.is_silent else _blocks(story)
    if silent := [(story.heading, why_silent(story.points)) for story in told if story.is_silent]:
        blocks += [Heading(SILENT_DA), Grid(SILENT_DA, ("Nøgletal", "Hvorfor"), tuple(silent), numbers=False)]
    return pdf_file(Report(subject.title, subject.subtitle, blocks))


def _blocks(story: Story) -> list[Block]:
    part = story.part
    drawn = story_picture(story)
    told: list[Block] = [Heading(story.heading, 2), *([drawn] if drawn else [])]
    told += [*(Text(sentence) for sentence in story.sentences), _table(story)]
    return [*told, Text(f"Betyder: {part.definition_da}"), Text(f"Forbehold: {part.limits_da}"),
            Text(f"Kilde: {story.figure.source}")]  # fmt: skip


def story_picture(story: Story) -> Picture | None:
    """The story's chart as a picture; None when there is nothing to draw."""
    if not story.has_picture:
        return None
    return picture(_chart(story), story.heading, story.alt)


def _chart(story: Story) -> Any:
    percent = shown.is_percent(story.part)
    points = pd.DataFrame(
        [
            {"month": pd.Timestamp(point.month), "label": point.label, "value": point.value, "shown": point.shown,
             "n": None}
            for point in story.points
        ]
    ).astype({"value": "float64"})  # fmt: skip
    if story.kind == "line":
        return charts.trend(points, "" if percent else shown.unit_da(story.part), percent)
    return charts.bars(points, percent)


def _table(story: Story) -> Grid:
    """The points in words with what they rest on."""
    own = [row for row in story.rows if row["part"] == story.part.name]
    is_line = story.kind == "line"
    newest = max(point.month for point in story.points) if story.points else None
    rows = [row for row in own if is_line or month_of(row) == newest]
    lines = [
        (danish_month(month_of(row)) if is_line else label_da(row, story.part), shown.value_da(row, story.part),
         shown.coverage_da(row, story.part))
        for row in rows
    ]  # fmt: skip
    return Grid(story.heading, ("Måned" if is_line else "Gruppe", "Værdi", "Hviler på"), tuple(lines), numbers=False)
