"""A course laid out for its picture."""

from datetime import date

import pandas as pd

from app import charts
from app.picture import Original, months_table, picture, scores_table, spoken
from pipelines.course_life import HousingMonth, Mark
from pipelines.course_reading import CourseHead
from pipelines.double_bottom_line import double_bottom_line
from pipelines.settings import Choices
from tests.unit.pipelines.test_double_bottom_line import WORKED

HEAD = CourseHead("F-1", "B-1", "CTI", "WHO5", date(2024, 12, 5), date(2025, 1, 15), None)
LINE = double_bottom_line(WORKED, Choices())
HOUSING = [HousingMonth(date(2025, month, 1), "without_home" if month < 3 else "own_home") for month in (1, 2, 3, 4)]


def drawn(by_phase: bool = False):  # type: ignore[no-untyped-def]
    return picture(LINE, HEAD, [Mark(date(2025, 4, 2), "estimate", "")], HOUSING, by_phase)


def test_bars_stand_side_by_side_within_their_month() -> None:
    """Nine months, two bars each; April's expected bar ends where its actual one begins, both inside April."""
    bars = drawn().bars
    april = bars[(bars["left"] >= "2025-04-01") & (bars["left"] < "2025-05-01")]
    assert len(bars) == 18
    assert list(april["series"]) == ["forventet tid", "faktisk tid"]
    assert april["right"].iloc[0] == april["left"].iloc[1]
    assert april["right"].max() < pd.Timestamp(2025, 5, 1)
    assert list(april["shown"]) == ["61,1 %", "40,0 %"]


def test_a_phase_is_one_wide_pair_of_bars() -> None:
    bars = drawn(by_phase=True).bars
    assert len(bars) == 6
    assert bars["left"].min() > pd.Timestamp(2025, 1, 1)
    assert list(bars["pct"].dropna().round(2)) == [50, 25, 83.33, 65, 100]


def test_the_contact_phase_and_three_phases_are_shaded_in_order() -> None:
    phases = drawn().phases
    assert list(phases["label"]) == ["kontakt", "fase 1", "fase 2", "fase 3"]
    assert list(phases["left"])[1:] == list(phases["right"])[:-1]
    assert phases["left"].iloc[0] == pd.Timestamp(2024, 12, 1)


def test_housing_is_stretches_and_unknown_months_stay_unknown() -> None:
    """December unknown, January-February without home, March-April own home, May-September unknown."""
    housing = drawn().housing
    assert list(housing["code"]) == ["unknown", "without_home", "own_home", "unknown"]
    assert list(housing["left"].dt.month) == [12, 1, 3, 5]


def test_lines_have_no_point_where_there_is_no_score() -> None:
    lines = drawn().lines
    assert list(lines[lines["series"] == "faktisk trivsel"]["score"]) == [36]
    assert len(lines[lines["series"] == "forventet trivsel"]) == 3


def test_the_chart_is_valid_and_danish() -> None:
    """The whole picture goes through the chart's schema; numbers and months are Danish."""
    parts = drawn()
    spec = charts.double_bottom_line(
        parts.bars, parts.lines, parts.phases, parts.marks, parts.housing, parts.original, "WHO5"
    ).to_dict()
    assert spec["config"]["locale"]["number"]["decimal"] == ","
    assert spec["config"]["locale"]["time"]["months"][2] == "marts"


def test_close_marks_do_not_write_over_each_other() -> None:
    """Three marks within a month stand on three lines; one three months later is on the first again."""
    days = (date(2025, 1, 15), date(2025, 1, 30), date(2025, 2, 10), date(2025, 5, 20))
    marks = picture(LINE, HEAD, [Mark(day, "estimate", "") for day in days], HOUSING, False).marks
    assert list(marks["level"]) == [0, 1, 2, 0]


def test_what_was_expected_at_first_is_drawn_where_it_has_changed() -> None:
    """50 % by the end of March stands on 1 April; unchanged, nothing is drawn."""
    original = Original({date(2025, 3, 1): 50.0}, [(date(2025, 9, 30), 60.0)])
    rows = picture(LINE, HEAD, [], HOUSING, False, original).original
    assert list(rows["date"]) == [pd.Timestamp(2025, 4, 1), pd.Timestamp(2025, 9, 30)]
    assert list(rows["shown"]) == ["50,0 %", "60,0"]
    assert drawn().original.empty


def test_the_tables_say_the_same_and_gaps_are_empty() -> None:
    table = months_table(LINE)
    assert list(table["Måned"])[:2] == ["januar 2025", "februar 2025"]
    assert table["Faktisk i alt, %"].iloc[3] == "40,0"
    assert table["Faktisk i alt, %"].iloc[8] == ""
    assert list(scores_table(LINE)["Dato"]) == ["31-01-2025", "30-04-2025", "30-09-2025"]


def test_the_picture_is_told_in_words() -> None:
    said = spoken(LINE, HEAD)
    assert "65,0 %" in said
    assert "36,0" in said
