"""What the page Forventning says, and what it sends to be stored."""

from datetime import date

import pytest

from app.course_frames import other_scores_table, who5_table
from app.expecting_frames import (
    all_scores,
    calibration_da,
    calibration_rows,
    changed,
    period_da,
    score_da,
    suggestion_da,
    told,
    typed,
)
from pipelines.course_reading import CourseHead
from pipelines.course_view import Measured
from pipelines.expecting import Calibration, Suggestion
from pipelines.expecting_help import ExpectingHelp, PeriodHelp, ScoreHelp
from pipelines.registering import Conflict, ReasonNeeded, Refused, Registered

FOUND = Suggestion(2, "ended", 8, 20.5, 27.25, 30.0)
NONE = Suggestion(3, "none", 4, None, None, None)
HEAD = CourseHead("F-1", "B-1", "CTI", "WHO5", None, date(2025, 1, 15), None)
HELP = ExpectingHelp(
    HEAD, "901", [PeriodHelp(2, date(2025, 4, 1), FOUND, 20.0), PeriodHelp(3, None, NONE, None)],
    [ScoreHelp(date(2025, 7, 31), 7, FOUND, 64.0, 50.0)], [(date(2025, 1, 31), 40.0)],
)  # fmt: skip


def test_a_suggestion_says_what_it_rests_on_and_none_says_why() -> None:
    assert suggestion_da(FOUND) == (
        "Forslag 27,3 timer; den midterste halvdel ligger fra 20,5 til 30,0 (8 egne afsluttede forløb)."
    )
    assert suggestion_da(NONE) == "Intet forslag: der er under 5 forløb at gå ud fra."
    assert "teamets forløb i gang" in suggestion_da(Suggestion(1, "running", 5, 1.0, 2.0, 3.0))


def test_periods_and_scores_in_words() -> None:
    assert [period_da(one, "CTI") for one in HELP.periods] == ["Fase 2 (fra april 2025)", "Fase 3"]
    assert period_da(PeriodHelp(4, date(2025, 4, 1), NONE, None), "ICM") == "Måned 4 (april 2025)"
    assert score_da(HELP.scores[0]).startswith("31-07-2025 (måned 7). Forslag 27,3 point siden første måling")


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (20.0, "20"), (7.5, "7,5"), (1234.5, "1234,5"), (27.25, "27,25")]
)
def test_a_number_stands_as_one_types_it(value: float | None, text: str) -> None:
    """No point between thousands: 1.234 would be refused as ambiguous."""
    assert typed(value) == text


def test_only_what_is_new_is_sent() -> None:
    """20 is what is expected already, blank says nothing; 25 and a first estimate are new."""
    assert changed(HELP, {2: "20", 3: " "}) == {}
    assert changed(HELP, {2: "25", 3: "10"}) == {2: "25", 3: "10"}


def test_a_new_set_of_scores_keeps_the_points_that_have_passed() -> None:
    """The newest set applies as a whole, so the point of January goes along."""
    assert all_scores(HELP, {date(2025, 7, 31): "60", date(2025, 10, 31): " "}) == {
        date(2025, 1, 31): "40",
        date(2025, 7, 31): "60",
    }


def test_what_came_of_saving_is_told() -> None:
    assert told(Registered(7, 12)) == (True, "Forventningen er gemt. Den tidligere er bevaret.")
    assert told(Registered(None, 12))[0]
    assert not told(Conflict((), 3))[0]
    assert not told(ReasonNeeded((date(2025, 1, 1),)))[0]
    assert not told(Refused(()))[0]


def test_calibration_in_rows_and_words() -> None:
    """A fifth off of 8 periods by average at first; a tenth at last by what was fitted to the citizen."""
    found = {
        "first_by_basis": [Calibration("average", 8, 0.2, 1.1)],
        "last_by_basis": [Calibration("individual", 8, 0.1, 1.0)],
    }
    rows = calibration_rows(found, "basis")
    assert list(rows["shown"]) == ["20 %", "10 %"]
    assert "første skøn: 20 % ved siden af (8 perioder)" in calibration_da(rows)
    assert "average" not in calibration_da(rows)


def test_who5_answers_show_how_they_move_and_unknown_answers_are_empty() -> None:
    """2 to 3 is +1, 2 to 2 is 0, 3 to 1 is -2; a measurement with only its score has no answers."""
    measured = [
        Measured("WHO5", date(2025, 1, 31), (2, 2, 3, 1, 1), 36),
        Measured("WHO5", date(2025, 4, 30), (3, 2, 1, 1, 1), 32),
        Measured("WHO5", date(2025, 7, 31), (), 44),
        Measured("ORS", date(2025, 1, 31), (), 20.0),
        Measured("ORS", date(2025, 4, 30), (), 17.5),
    ]
    table = who5_table(measured)
    assert list(table.iloc[1])[:5] == ["30-04-2025", "32 (−4)", "3 (+1)", "2 (0)", "1 (−2)"]
    assert list(table.iloc[2])[1:] == ["44 (+12)", "", "", "", "", ""]
    assert list(other_scores_table(measured)["Siden sidst"]) == ["", "−2,5"]
