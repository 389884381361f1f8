"""The overview laid out: words, filters, cells, points, and the list that a screen reader reads."""

from dataclasses import replace
from datetime import date

import pytest

from app.course_charts import nine_cells
from app.overview_frames import Filters, cells, place_da, place_kind, points, reading_da, spoken, summary_da
from app.overview_table import table
from pipelines.course_reading import CourseHead
from pipelines.deviation_texts import default_texts
from pipelines.double_bottom_line import Deviation
from pipelines.overview import ActiveCourse, OverviewLine, cell_counts
from pipelines.settings import Choices
from pipelines.signals import Signal

CHOICES = Choices()
HEAD = CourseHead("F-1", "B-1", "CTI", "WHO5", None, date(2025, 1, 15), None)
LINE = OverviewLine(
    ActiveCourse(HEAD, "901", "Nord", "anne"), 2, 5, None, 61.1, 40.0, ((date(2025, 4, 30), 36.0),), 48.8, "own_home",
    date(2025, 5, 1), Deviation("as", "under", 0.78, -12.8, "as/under", "fordi"), (), 1,
)  # fmt: skip
GREY = replace(
    LINE, course=ActiveCourse(replace(HEAD, course_id="F-2", citizen_id="B-2", method="ICM"), "901", "Nord", "bo"), phase=None,
    month=14, deviation=Deviation(None, None, None, None, None, "Der er kun én måned."), expected_pct=None, actual_pct=None,
    scores=(), expected_score=None, housing=None, newest_month=None,
)  # fmt: skip
CONTACT = replace(LINE, month=None, phase=None, contact_days=12, deviation=GREY.deviation)


def test_the_line_says_where_the_course_is_and_what_the_numbers_say() -> None:
    assert [place_da(one) for one in (LINE, GREY, CONTACT)] == [
        "CTI, fase 2, måned 5",
        "ICM, måned 14",
        "CTI, kontaktfase, dag 12",
    ]
    assert reading_da(LINE) == "tid som forventet, trivsel under"
    assert reading_da(GREY) == "Der er kun én måned."


@pytest.mark.parametrize(
    ("month", "phase", "kind"),
    [(None, None, "kontaktfase"), (9, 3, "fase 3"), (10, 3, "over måned 9"), (6, None, "måned 1-6"),
     (7, None, "måned 7-12"), (13, None, "måned 13 og senere")],
)  # fmt: skip
def test_one_can_filter_by_where_a_course_is(month: int | None, phase: int | None, kind: str) -> None:
    line = replace(LINE, month=month, phase=phase)
    assert place_kind(line) == kind
    assert Filters(places=[kind]).holds(line)
    assert not Filters(places=["andet"]).holds(line)


def test_filters_narrow_together_and_nothing_chosen_is_all() -> None:
    assert [Filters(methods=["CTI"], caseworkers=["anne"]).holds(one) for one in (LINE, GREY)] == [True, False]
    assert not Filters(methods=["CTI"], caseworkers=["bo"]).holds(LINE)
    assert Filters().holds(GREY)


def test_the_summary_and_the_picture_in_words() -> None:
    """Two courses, one readable, as/under."""
    assert summary_da([LINE, GREY]) == "2 forløb · 1 kan vurderes · 1 kan endnu ikke vurderes"
    assert "1 med tid som forventet og trivsel under" in spoken([LINE, GREY], cell_counts([LINE, GREY]))


def test_every_point_lies_in_its_own_cell_and_grey_ones_in_none() -> None:
    """-12.8 of a limit of 10 is 1.28 below; time 0.78 is in the middle column; ORS is held against its own limit."""
    found = points([LINE, GREY], CHOICES)
    assert list(found["course_id"]) == ["F-1"]
    cell = cells(cell_counts([LINE]), CHOICES)
    x, y = found["x"].iloc[0], found["y"].iloc[0]
    inside = cell[(cell["left"] <= x) & (x < cell["right"]) & (cell["low"] <= y) & (y < cell["high"])]
    assert list(inside["label"]) == ["tid som\ntrivsel under\n1"]
    ors = replace(LINE, course=ActiveCourse(replace(HEAD, instrument="ORS"), "901", None, "anne"))
    assert points([ors], CHOICES)["y"].iloc[0] == pytest.approx(-12.8 / 5)


def test_a_course_far_out_stands_on_the_edge() -> None:
    far = replace(LINE, deviation=Deviation("over", "over", 7.0, 80.0, "over/over", ""))
    assert list(points([far], CHOICES)[["x", "y"]].iloc[0]) == [2.0, 3.0]


def test_the_nine_cells_cover_the_picture_and_the_chart_is_valid() -> None:
    """9 cells whose areas add up to the whole: 2 wide, 6 high."""
    found = cells(cell_counts([LINE]), CHOICES)
    assert len(found) == 9
    assert ((found["right"] - found["left"]) * (found["high"] - found["low"])).sum() == pytest.approx(12)
    spec = nine_cells(found, points([LINE], CHOICES), 0.75, 1.25).to_dict()
    assert [one["name"] for one in spec["params"]] == ["course"]


def test_the_list_has_headings_links_and_words_for_its_drawings() -> None:
    """Each row's course is a link that keeps who looks and the month; each drawing has its words; unknown is said."""
    sign = Signal("who5_low", "", "", (), {})
    shown = table([replace(LINE, signals=(sign,)), GREY], default_texts(), {"maaned": "maj 2025"})
    assert "<th scope='col'>Borger</th>" in shown
    assert "href='borger?maaned=maj+2025&amp;id=F-1'" in shown
    assert "alt=''><small>40 % brugt, 61 % forventet</small>" in shown
    assert "alt='1 målinger, senest WHO-5 36'" in shown
    assert "WHO-5 er lav for første gang" in shown
    assert "intet skøn" in shown
    assert "ikke målt" in shown
    assert "ikke registreret" in shown


def test_what_somebody_wrote_is_shown_as_text() -> None:
    worker = replace(LINE, course=ActiveCourse(HEAD, "901", "Nord", "<b>anne</b>"))
    assert "<b>anne</b>" not in table([worker], default_texts(), {})
