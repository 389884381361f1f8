"""Figures as PowerPoint: one slide per figure with a native chart that can be edited, its text and its alternative text."""

import io
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.text import PP_ALIGN
from pptx.util import Inches, Length, Pt

from app import shown
from app.charts import ACCENT, INK
from app.report.blocks import Grid
from app.report.slide_tables import WIDTH, TableSlide, slides_of, text_height
from app.report.told_figures import HIDDEN, SILENT_DA, FigureRow, Point, Story, Subject, hidden_da, stories, why_silent
from pipelines.danish import day

WIDE, HIGH = Inches(13.333), Inches(7.5)
TITLE_ONLY = 5
CHART = (Inches(0.5), Inches(1.25), Inches(8.3), Inches(4.9))
BESIDE = (Inches(9.0), Inches(1.25), Inches(3.9), Inches(4.9))
BENEATH = (Inches(0.5), Inches(6.25), Inches(12.4), Inches(0.65))
FOOT = (Inches(0.5), Inches(6.95), Inches(12.4), Inches(0.4))
WHOLE = (Inches(0.5), Inches(1.4), Inches(12.4), Inches(5.2))
LEFT = (Inches(0.5), Inches(1.4), Inches(6.1), Inches(5.2))
RIGHT = (Inches(6.8), Inches(1.4), Inches(6.1), Inches(5.2))
TABLE_LEFT, TABLE_TOP = Inches(0.5), Inches(1.3)
Where = tuple[Length, Length, Length, Length]
BESIDE_SIZES = (16, 14, 12, 10)
SILENT_LINES = 10
HEAD_FILL, ROW_FILL = "#e3e8ec", "#f8f9fa"
HIGH_SHARE = 0.8
"""Above this the axis would be drawn to more than 100 %."""
MOST_LABELS = 16
"""With more bars than this the labels are set smaller."""


def figures_powerpoint(subject: Subject, rows: Sequence[FigureRow], tables: Sequence[Grid] = ()) -> bytes:
    """The presentation: what it is about and what is hidden, the page's own tables, then a slide per figure."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDE, HIGH
    deck.core_properties.title = f"{subject.title}. {subject.subtitle}"
    deck.core_properties.author = "Bundlinje"
    deck.core_properties.language = "da-DK"
    _about(deck, subject, rows)
    for part in (part for table in tables for part in slides_of(table)):
        _table_slide(deck, part, subject)
    told = stories(rows, subject)
    for story in (story for story in told if not story.is_silent):
        _slide(deck, story, subject)
    _silent(deck, [story for story in told if story.is_silent])
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _about(deck: Any, subject: Subject, rows: Sequence[FigureRow]) -> None:
    slide = _titled(deck, subject.title)
    lines = [f"{name}: {text}" for name, text in subject.about()]
    _text(slide, WHOLE, [*lines, *hidden_da(rows, subject)], 18)


def _silent(deck: Any, told: Sequence[Story]) -> None:
    """The figures with nothing to show, and why; twenty on a slide, in two columns."""
    lines = [f"{story.heading}: {why_silent(story.points)}" for story in told]
    for first in range(0, len(lines), 2 * SILENT_LINES):
        slide = _titled(deck, SILENT_DA)
        _text(slide, LEFT, lines[first : first + SILENT_LINES], 14)
        if more := lines[first + SILENT_LINES : first + 2 * SILENT_LINES]:
            _text(slide, RIGHT, more, 14)


def _table_slide(deck: Any, part: TableSlide, subject: Subject) -> None:
    """A piece of a table that fits, its note under it."""
    table, high = part.table, sum(part.heights)
    slide = _titled(deck, table.caption)
    if table.rows:
        where = (TABLE_LEFT, TABLE_TOP, Inches(WIDTH), Inches(high))
        frame = slide.shapes.add_table(len(part.heights), len(part.widths), *where)
        frame.name = table.caption
        frame._element.nvGraphicFramePr.cNvPr.set("descr", f"Tabel, {table.caption}")
        _fill(frame.table, part)
    if table.note:
        beneath = (TABLE_LEFT, Inches(TABLE_TOP.inches + high), Inches(WIDTH), Inches(part.note_height))
        _text(slide, beneath, table.note.splitlines(), part.points)
    _foot(slide, subject)


def _fill(drawn: Any, part: TableSlide) -> None:
    for column, inches in zip(drawn.columns, part.widths, strict=True):
        column.width = Inches(inches)
    for at, (row, inches) in enumerate(zip(drawn.rows, part.heights, strict=True)):
        row.height = Inches(inches)
        for place, (cell, text) in enumerate(zip(row.cells, (part.table.heads, *part.table.rows)[at], strict=True)):
            cell.text_frame.text = text
            cell.fill.solid()
            cell.fill.fore_color.rgb = _colour(ROW_FILL if at else HEAD_FILL)
            for paragraph in cell.text_frame.paragraphs:
                paragraph.alignment = PP_ALIGN.RIGHT if part.table.numbers and place else PP_ALIGN.LEFT
            _letters(cell.text_frame, part.points, bold=at == 0)


def _foot(slide: Any, subject: Subject, source: str = "") -> None:
    audience = "kun for teamet" if subject.audience == "team" else "små tal er skjult"
    _text(slide, FOOT, [f"{subject.subtitle}. {audience.capitalize()}.{source}"], 10)


def _slide(deck: Any, story: Story, subject: Subject) -> None:
    slide = _titled(deck, story.heading)
    if story.has_picture:
        _chart(slide, story)
    where = BESIDE if story.has_picture else WHOLE
    _text(slide, where, story.sentences, _fitting(story.sentences, where))
    _text(slide, BENEATH, [story.part.definition_da], 11)
    _foot(slide, subject, f" Kilde: {story.figure.source}")
    slide.notes_slide.notes_text_frame.text = "\n".join(_notes(story))


def _fitting(sentences: Sequence[str], where: Where) -> int:
    """The largest letters with which the sentences stay within their box, a third of a line between them."""
    wide, high = where[2].inches, where[3].inches
    room = {points: text_height(sentences, wide, points) + len(sentences) * 6 / 72 for points in BESIDE_SIZES}
    return next((points for points in BESIDE_SIZES if room[points] <= high), BESIDE_SIZES[-1])


def _notes(story: Story) -> list[str]:
    changes = [f"{day(on)}: {note}" for on, note in story.figure.changes]
    return [f"Betyder: {story.part.definition_da}", f"Forbehold: {story.part.limits_da}",
            f"Kilde: {story.figure.source}", *changes, story.alt]  # fmt: skip


def _titled(deck: Any, title: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = Inches(0.5), Inches(0.3), Inches(12.4), Inches(0.85)
    shape.text_frame.text = title
    shape.text_frame.word_wrap = True
    shape.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    _letters(shape.text_frame, 28, bold=True)
    return slide


def _text(slide: Any, where: Where, lines: Sequence[str], size: int) -> None:
    frame = slide.shapes.add_textbox(*where).text_frame
    frame.word_wrap = True
    for at, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.text = line
        paragraph.space_after = Pt(6)
    _letters(frame, size)


def _letters(frame: Any, size: int, bold: bool = False) -> None:
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(size), bold
            run.font.color.rgb = _colour(INK)
            run._r.get_or_add_rPr().set("lang", "da-DK")


def _chart(slide: Any, story: Story) -> None:
    """The story's points as a chart with its own sheet; a hidden value is a gap with its word in the label."""
    data = CategoryChartData(number_format=_number_format(story))
    data.categories = [_label(point) for point in story.points]
    data.add_series(story.heading, [point.value for point in story.points])
    kind = XL_CHART_TYPE.LINE_MARKERS if story.kind == "line" else XL_CHART_TYPE.BAR_CLUSTERED
    frame = slide.shapes.add_chart(kind, *CHART, data)
    frame.name = story.heading
    frame._element.nvGraphicFramePr.cNvPr.set("descr", story.alt)
    _dress(frame.chart, story)


def _dress(chart: Any, story: Story) -> None:
    chart.has_legend, chart.has_title = False, False
    chart.font.size = Pt(12)
    values = chart.value_axis
    values.minimum_scale = 0 if all((point.value or 0) >= 0 for point in story.points) else None
    values.maximum_scale = _highest(story)
    values.major_gridlines.format.line.color.rgb = RGBColor(0xE3, 0xE8, 0xEC)
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = _number_format(story), False
    if story.kind == "line":
        _dress_line(chart)
    else:
        _dress_bars(chart, small=len(story.points) > MOST_LABELS)
    told = chart.plots[0].data_labels
    told.show_value, told.number_format_is_linked = True, True
    told.position = XL_LABEL_POSITION.ABOVE if story.kind == "line" else XL_LABEL_POSITION.OUTSIDE_END
    told.font.size = Pt(8 if len(story.points) > MOST_LABELS else 11)


def _highest(story: Story) -> float | None:
    """Where the axis ends: no share is above 100 %; otherwise, and for small shares, where the program that draws ends it."""
    highest = max((point.value or 0 for point in story.points), default=0)
    return max(1.0, highest) if shown.is_percent(story.part) and highest > HIGH_SHARE else None


def _dress_line(chart: Any) -> None:
    series = chart.plots[0].series[0]
    series.smooth = False
    series.format.line.color.rgb = _colour(ACCENT)
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = _colour(ACCENT)
    chart.plots[0].has_data_labels = True


def _dress_bars(chart: Any, small: bool) -> None:
    """The first group at the top, and no scale: every bar has its number."""
    series = chart.plots[0].series[0]
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = _colour(ACCENT)
    chart.plots[0].gap_width = 45
    chart.plots[0].has_data_labels = True
    chart.category_axis.reverse_order = True
    chart.category_axis.tick_labels.font.size = Pt(9 if small else 12)
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE


def _label(point: Point) -> str:
    return f"{point.label} ({point.shown})" if point.status in HIDDEN else point.label


def _number_format(story: Story) -> str:
    if shown.is_percent(story.part):
        return "0 %"
    is_whole = all(point.value is None or float(point.value).is_integer() for point in story.points)
    return "#,##0" if is_whole or story.part.unit == "kroner" else "#,##0.0"


def _colour(hexadecimal: str) -> RGBColor:
    return RGBColor.from_string(hexadecimal.removeprefix("#").upper())
