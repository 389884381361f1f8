"""The page for the citizen: the numbers calculated by hand, plain words, no signs, one page, accessible."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import duckdb
import pytest

from app import course_charts
from app.report.course_pdf import course_pdf, plain_words
from pipelines.build import build_from_files
from pipelines.contract import check
from pipelines.course_view import CourseView, course_view
from pipelines.danish import number
from pipelines.deviation_texts import default_texts
from pipelines.double_bottom_line import later_month
from pipelines.settings import Choices, Settings
from pipelines.warehouse import open_warehouse
from tests.hand_courses import HandCourse, hand_courses, write_hand_courses
from tests.pdf_text import pages, words

LAST = date(2025, 8, 31)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("hand")
    checked = check([write_hand_courses(folder / "csv")], today=LAST)
    build_from_files(Settings(folder, "sqlite://", LAST, Choices()), checked)
    with open_warehouse(folder) as connection:
        yield connection


def seen(warehouse: duckdb.DuckDBPyConnection, one: HandCourse) -> CourseView:
    return course_view(warehouse, one.course_id, one.on, Choices(), default_texts())


def pdf_of(view: CourseView) -> bytes:
    assert view.line is not None
    return course_pdf(view, view.line, course_charts.double_bottom_line(view, view.line, False))


@pytest.mark.parametrize("one", hand_courses(), ids=lambda one: one.given["about"])
def test_the_pdf_has_the_numbers_calculated_by_hand(warehouse: duckdb.DuckDBPyConnection, one: HandCourse) -> None:
    """Every accumulated per cent of the file stands in the table, month by month; all on one page, tagged as PDF/UA-1."""
    made = pdf_of(seen(warehouse, one))
    said = words(made)
    shown = [line for line in said.split("\n") if line]
    for expected, actual in zip(one.pct("expected"), one.pct("actual"), strict=True):
        for value in (expected, actual):
            assert value is None or number(value) in shown
    assert said.count("%") >= 2
    assert one.given["total"] is None or f"af de {number(one.given['total'])} timer" in said.replace("\n", " ")
    assert pages(made) == 1
    assert b"pdfuaid:part" in made
    assert re.search(rb"/Alt ?\(|/Alt ?<", made)


def test_a_long_course_is_one_page_too_and_says_what_is_left_out(warehouse: duckdb.DuckDBPyConnection) -> None:
    """H-10 looked at after 40 months: the 24 first are left out, and so it says."""
    long = replace(seen(warehouse, next(one for one in hand_courses() if one.course_id == "H-10")))
    assert long.line is not None
    rows = [replace(long.line.periods[-1], month=later_month(date(2024, 9, 1), place)) for place in range(40)]
    view = replace(long, line=replace(long.line, periods=rows, progression=list(long.line.progression) * 9))
    made = pdf_of(view)
    assert pages(made) == 1
    assert "De første 24 måneder er udeladt her." in words(made).replace("\n", " ")


def test_the_citizen_is_told_no_sign_and_no_question(warehouse: duckdb.DuckDBPyConnection) -> None:
    """H-10 is under and past month nine: the page says neither."""
    view = seen(warehouse, next(one for one in hand_courses() if one.course_id == "H-10"))
    assert view.signals
    said = words(pdf_of(view)).replace("\n", " ")
    assert view.text is not None
    for hidden in (view.text.sentence, *view.text.questions, *(sign.sentence for sign in view.signals), "anne"):
        assert hidden not in said


def test_plain_words(warehouse: duckdb.DuckDBPyConnection) -> None:
    """H-08: 55 of 60 hours; WHO-5 72 in August after 36 in January. H-04: 15 hours, none agreed."""
    by_name = {one.course_id: seen(warehouse, one) for one in hand_courses()}
    told = plain_words(by_name["H-08"], by_name["H-08"].line)  # type: ignore[arg-type]
    assert told[0] == "Vi har brugt 55,0 af de 60,0 timer, vi regner med i alt."
    assert told[1] == "Din trivsel er 72 af 100 (15-08-2025). Den første gang var den 36 (31-01-2025)."
    assert "15,0 timer sammen" in plain_words(by_name["H-04"], by_name["H-04"].line)[0]  # type: ignore[arg-type]
    assert "14,5 af 40" in plain_words(by_name["H-09"], by_name["H-09"].line)[1]  # type: ignore[arg-type]
