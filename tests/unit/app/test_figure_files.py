"""Figures as files: the numbers are the page's, pictures have their words, and what is hidden is hidden, and why."""

import io
import re
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook
from pptx import Presentation

from app.report.figures_excel import figures_excel
from app.report.figures_pdf import figures_pdf
from app.report.figures_powerpoint import figures_powerpoint
from app.report.tables import table_file
from app.report.told_figures import Subject, hidden_da, stories
from tests.pdf_text import words
from tests.unit.app.figure_file_reading import (
    chart_values,
    excel_cells,
    number_rows,
    sheets_behind_charts,
    slide_words,
)

MARCH = date(2025, 3, 1)
OUTSIDE = Subject("Nøgletal: Udbytte", MARCH, "kommune 901", "outside", 5, date(2025, 4, 2))
TEAM = Subject("Nøgletal: Udbytte", MARCH, "kommune 901", "team", 5, date(2025, 4, 2))


def row(figure: str, month: str, value: float | None, n: int | None = 20, of: int | None = 25, status: str = "shown",
        part: str | None = None, by: str | None = None, group: str | None = None, category: str | None = None,
        ) -> dict[str, Any]:  # fmt: skip
    return {
        "figure": figure, "part": part, "month": month, "by": by, "group": group, "category": category, "value": value,
        "n": n, "population": of, "coverage": n / of if n is not None and of else None, "status": status,
    }  # fmt: skip


def told_beside(rows: list[dict[str, Any]]) -> str:
    """What the story of the figure says of its housing after six months."""
    return next(
        one.partition("forløbet")[2] for one in stories(rows, OUTSIDE)[0].sentences if "seks måneder efter" in one
    )


def hidden(figure: str, month: str, status: str = "too_few", **more: Any) -> dict[str, Any]:
    return row(figure, month, None, None, None, status, **more)


ROWS = [
    row("low_wellbeing", "2025-01", 9.0),
    hidden("low_wellbeing", "2025-02"),
    row("low_wellbeing", "2025-03", 12.0, 21),
    row("low_wellbeing", "2025-03", 7.0, 21, part="band", category="0-35"),
    row("occupation", "2025-02", 0.25),
    row("occupation", "2025-03", 1 / 3, 21, 24),
    hidden("loneliness", "2025-02"),
    hidden("loneliness", "2025-03", "protects_another"),
    row("low_wellbeing", "2025-03", 8.0, 11, 13, by="gender", group="female"),
    hidden("low_wellbeing", "2025-03", by="gender", group="male"),
    row("low_wellbeing", "2025-03", 5.0, by="team", group="=1+1"),
]


def test_excel_holds_the_numbers_of_the_rows_unrounded() -> None:
    """Every row in order: month a day, value, n, population, coverage as numbers; 21 of 24 is 0.875; a hidden one is blank."""
    file = figures_excel(OUTSIDE, ROWS)
    rows = number_rows(file)
    assert load_workbook(io.BytesIO(file))["Tal"]["C2"].number_format == "[$-406]mmmm yyyy"
    assert [(one["Værdi"], one["Kendte"], one["Population"], one["Dækning"]) for one in rows] == [
        (one["value"], one["n"], one["population"], one["coverage"]) for one in ROWS
    ]
    assert rows[5]["Dækning"] == 0.875
    assert rows[0]["Måned"] == datetime(2025, 1, 1)
    assert [rows[at]["Bemærkning"] for at in (0, 1, 7)] == [
        None,
        "Skjult for at beskytte små antal: så få er med i tallet, eller falder udenfor, at de kunne kendes.",
        "Skjult, så et andet, lille tal ikke kan regnes ud.",
    ]
    ends = [(one["Passer med fra"], one["Passer med til"]) for one in rows]
    assert ends[0] == pytest.approx((0.251, 0.662), abs=1e-3)
    assert [at for at, one in enumerate(ends) if None in one] == [1, 6, 7, 9]
    assert (rows[8]["Fordelt efter"], rows[8]["Gruppe"]) == ("køn", "Kvinde")


def test_excel_explains_itself_and_runs_no_formula() -> None:
    """Month, scope, audience and the rule; the definition, limits and source of each figure; a group =1+1 stays text."""
    cells = list(map(str, excel_cells(figures_excel(OUTSIDE, ROWS))))
    assert {"marts 2025", "kommune 901", "Uden for teamet. Små tal er skjult."} <= set(cells)
    assert any("højst 50" in cell for cell in cells)
    assert any("4 af filens 11 tal er skjult" in cell for cell in cells)
    group = load_workbook(io.BytesIO(figures_excel(OUTSIDE, ROWS)))["Tal"].cell(len(ROWS) + 1, 5)
    assert (group.value, group.data_type, group.quotePrefix) == ("=1+1", "s", True)
    log = load_workbook(io.BytesIO(table_file(pd.DataFrame({"Hvad": ["=1+1"], "Antal": [3]}))))["Sheet"]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in log[2]] == [("=1+1", "s", True), (3, "n", False)]


def test_every_sheet_is_printed_with_its_columns_beside_each_other_under_their_heads() -> None:
    book = load_workbook(io.BytesIO(figures_excel(OUTSIDE, ROWS)))
    assert [sheet.sheet_properties.pageSetUpPr.fitToPage for sheet in book] == [True, True, True]
    assert [sheet.page_setup.fitToHeight for sheet in book] == [0, 0, 0]
    assert [book[name].print_title_rows for name in ("Tal", "Definitioner")] == ["$1:$1", "$1:$1"]
    assert {cell.font.name for sheet in book for row in sheet.iter_rows() for cell in row} == {"Calibri"}


def test_what_is_hidden_is_counted_by_reason() -> None:
    """3 too few, 1 to protect another, of 11; the team's file hides nothing and says that it may not go further."""
    told = " ".join(hidden_da(ROWS, OUTSIDE))
    assert "4 af filens 11 tal er skjult" in told
    assert "3 er for få: de hviler på 1-4 borgere" in told
    assert "1 er skjult, så et andet" in told
    assert "ikke gives videre" in " ".join(hidden_da(ROWS, TEAM))


def test_a_story_per_figure_and_breakdown() -> None:
    """Wellbeing over three months with its band told beside, occupation over two, loneliness silent, then two breakdowns."""
    told = stories(ROWS, OUTSIDE)
    assert [(story.figure.id, story.kind, len(story.points), story.is_silent) for story in told] == [
        ("low_wellbeing", "line", 3, False), ("occupation", "line", 2, False), ("loneliness", "line", 2, True),
        ("low_wellbeing", "bars", 2, False), ("low_wellbeing", "bars", 1, False),
    ]  # fmt: skip
    first = " ".join(told[0].sentences)
    assert "Marts 2025: 12 borgere. 21 af 25 kendt." in first
    assert "0 til 35: 7 borgere (21 af 25 kendt)" in first
    assert "Ikke vist: februar 2025 (for få)." in first
    assert "Siden februar" not in first
    assert "Siden februar 2025: +8 procentpoint." in told[1].sentences
    cost = stories([row("course_cost", "2025-02", 41000.0), row("course_cost", "2025-03", 41642.0)], OUTSIDE)[0]
    assert "Marts 2025: 41.642 kr." in cost.sentences
    assert "Så få passer med 16-55 %." in told[1].sentences
    assert "Så få passer med: Kvinde 43-92 % af de kendte." in told[3].sentences


def test_powerpoint_has_a_native_chart_with_its_numbers_and_words() -> None:
    """What the charts draw are the rows' values; a hidden point is a gap, never 0, and its word stands in the label."""
    file = figures_powerpoint(OUTSIDE, ROWS)
    charts = dict(chart_values(file)[:2])
    assert charts["Borgere i mistrivsel (WHO-5)"] == [
        ("januar 2025", 9), ("februar 2025 (for få)", None), ("marts 2025", 12),
    ]  # fmt: skip
    assert charts["I beskæftigelse og/eller uddannelse"] == [("februar 2025", 0.25), ("marts 2025", 1 / 3)]
    assert chart_values(file)[2][1] == [("Kvinde", 8), ("Mand (for få)", None)]
    numbers = [cell for cell in sheets_behind_charts(file) if isinstance(cell, int | float)]
    assert sorted(numbers) == sorted([9, 12, 0.25, 1 / 3, 8, 5])
    told = slide_words(file)
    for part in ("Kurve over måneder, Borgere i mistrivsel (WHO-5). januar 2025: 9 borgere; februar 2025: for få;",
                 "Forbehold:", "kommune 901", "højst 50", "Nøgletal uden tal i denne fil"):  # fmt: skip
        assert part in told


def test_pdf_holds_pictures_with_words_and_the_tables() -> None:
    """Four pictures (loneliness has nothing to draw), each with its words; the sentences and the table as text."""
    file = figures_pdf(OUTSIDE, ROWS)
    told = " ".join(words(file).split())
    assert len(re.findall(rb"/S ?/Figure", file)) == 4
    spoken = [bytes.fromhex(found.decode()).decode("utf-16") for found in re.findall(rb"/Alt<([0-9A-F]+)>", file)]
    assert [text.split(". ")[0] for text in spoken] == [
        "Kurve over måneder, Borgere i mistrivsel (WHO-5)", "Kurve over måneder, I beskæftigelse og/eller uddannelse",
        "Søjler, Borgere i mistrivsel (WHO-5) efter køn", "Søjler, Borgere i mistrivsel (WHO-5) efter team",
    ]  # fmt: skip
    assert "februar 2025: for få" in spoken[0]
    for part in ("12 borgere", "21 af 25 kendt", "4 af filens 11 tal er skjult", "kommune 901", "højst 50", "for få"):
        assert part in told, part


def test_what_is_told_beside_a_picture_says_what_it_rests_on() -> None:
    """Three quarters of 42 known: once where the categories rest on the same, beside each where they do not."""
    main = row("housing_situation", "2025-03", 0.2, 50, 60, category="own_home")
    later = [row("housing_situation", "2025-03", value, 42, 60, part="after_6", category=category)
             for category, value in (("own_home", 0.75), ("placed", 0.25))]  # fmt: skip
    assert told_beside([main, *later]) == " (42 af 60 kendt): Egen bolig: 75 %, Anbragt: 25 %."
    few = hidden("housing_situation", "2025-03", part="after_6", category="placed")
    assert told_beside([main, later[0], few]) == ": Egen bolig: 75 % (42 af 60 kendt), Anbragt: for få."


@pytest.mark.parametrize(("values", "end"), [((0.5, 0.95), 1.0), ((0.5, 1.0), 1.0), ((0.04, 0.12), None)])
def test_the_axis_of_shares_ends_at_100_per_cent(values: tuple[float, float], end: float | None) -> None:
    """Where a bar is high; small shares keep an axis of their size, and a count is never cut."""
    shares = [row("occupation", "2025-03", value, by="gender", group=group)
              for value, group in zip(values, ("female", "male"), strict=True)]  # fmt: skip
    counts = [row("low_wellbeing", "2025-03", 100 * value, by="gender", group="female") for value in values]
    axes = [shape.chart.value_axis for slide in Presentation(io.BytesIO(figures_powerpoint(OUTSIDE, [*shares, *counts]))).slides
            for shape in slide.shapes if shape.has_chart]  # fmt: skip
    assert [axis.maximum_scale for axis in axes] == [end, None]
    assert [axis.minimum_scale for axis in axes] == [0, 0]


@pytest.mark.parametrize("make", [figures_excel, figures_powerpoint, figures_pdf])
def test_a_file_of_nothing_can_be_made(make: Any) -> None:
    assert len(make(OUTSIDE, [])) > 1000
    assert len(make(OUTSIDE, [hidden("loneliness", "2025-03")])) > 1000
