"""What comes on the agenda of a meeting about key figures, by hand, and what is written down there."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from kpi_catalogue.figure import catalogue
from pipelines.agenda import agenda
from pipelines.double_bottom_line import later_month
from pipelines.figure_notes import FigureNote, Written, became, figure_notes, write_down
from pipelines.figure_target import Target
from pipelines.meetings import Meeting, MeetingError, call_meeting, meeting
from tests.sending import keep, send

MARCH, AT = date(2025, 3, 1), datetime(2026, 1, 15, 9, 30)
DOER = {"who": "anne", "at": AT}
FIRST, NEXT = date(2026, 1, 15), date(2026, 2, 12)


def row(figure: str, month: str, value: float | None, n: int = 20, **more: Any) -> dict[str, Any]:
    status = "no_data" if value is None else "shown"
    return {
        "figure": figure,
        "part": None,
        "month": month,
        "category": None,
        "value": value,
        "n": n,
        "status": status,
    } | more


def on_it(before: float | None, now: float | None, figure: str = "completion", **more: Any) -> bool:
    rows = [row(figure, "2025-02", before, **more), row(figure, "2025-03", now, **more)]
    return bool(agenda(rows, catalogue(), MARCH))


@pytest.mark.parametrize(
    ("before", "now", "figure", "wanted"),
    [
        (0.50, 0.60, "completion", True),  # ten points, exactly
        (0.50, 0.59, "completion", False),  # nine
        (0.50, 0.40, "completion", True),  # down counts as well
        (10, 12, "loneliness", True),  # a fifth of 10 is 2
        (10, 11, "loneliness", False),
        (0, 2, "loneliness", True),  # from nothing to something
        (5, 6, "loneliness", False),  # a fifth, but one citizen alone
        (0, 0, "loneliness", False),
        (None, 0.9, "completion", False),  # nothing to compare with
        (0.5, None, "completion", True),  # the number is missing
        (None, None, "completion", False),
    ],
)
def test_what_moved_is_on_the_agenda(before: float | None, now: float | None, figure: str, wanted: bool) -> None:
    assert on_it(before, now, figure) is wanted


def test_few_citizens_hidden_cells_and_parts_are_not_on_the_agenda() -> None:
    assert not on_it(0.2, 0.8, n=4)
    assert on_it(0.2, 0.8, n=5)
    assert not on_it(0.2, 0.8, part="mean")
    hidden = [row("completion", "2025-02", 0.5), row("completion", "2025-03", None, status="too_few")]
    assert agenda(hidden, catalogue(), MARCH) == []


def test_what_went_the_wrong_way_comes_first_then_what_moved_most() -> None:
    """Completion down 12 points (1.2 x) is wrong; loneliness 10 to 6 (-40 %, 2 x) is right; a category has no direction."""
    rows = [
        row("loneliness", "2025-02", 10), row("loneliness", "2025-03", 6),
        row("completion", "2025-02", 0.62), row("completion", "2025-03", 0.50),
        row("income_basis", "2025-02", 0.1, category="kontanthjaelp"),
        row("income_basis", "2025-03", 0.4, category="kontanthjaelp"),
    ]  # fmt: skip
    found = agenda(rows, catalogue(), MARCH)
    assert [(one.figure, one.is_worse) for one in found] == [
        ("completion", True), ("income_basis", False), ("loneliness", False),
    ]  # fmt: skip


def series(figure: str, *values: float, **more: Any) -> list[dict[str, Any]]:
    """Months up to March 2025."""
    return [row(figure, f"{later_month(MARCH, 1 - len(values) + at):%Y-%m}", value, **more)
            for at, value in enumerate(values)]  # fmt: skip


SWINGING = (10.0, 20.0) * 6
"""Mean 15, moving ranges of 10: limits 15 -+ 26.6, so that 20 is nothing new."""


def test_where_the_trend_can_be_read_chance_is_not_on_the_agenda() -> None:
    """20 nights after 10 is a move of 100 %, and the seventh time in a year: chance. 60 is above the limit: worse, and why."""
    assert on_it(10, 20, "shelter_nights")
    assert agenda(series("shelter_nights", *SWINGING), catalogue(), MARCH) == []
    (found,) = agenda(series("shelter_nights", *SWINGING, 60), catalogue(), MARCH)
    assert (found.figure, found.is_worse, found.before["value"], found.now["value"]) == ("shelter_nights", True, 20, 60)
    assert found.trend is not None
    assert found.trend.trend.reading.points[-1].rules == ("outside",)


def test_a_small_move_that_is_more_than_chance_is_on_the_agenda() -> None:
    """Days of waiting 100 and 101 by turns, then 105 (a move of 4 %): mean 100.85, limit 103.5; one municipality is enough."""
    waits = series("wait_home", *(100.0, 101.0) * 6, 105, n=1)
    assert [(one.figure, one.is_worse) for one in agenda(waits, catalogue(), MARCH)] == [("wait_home", True)]
    assert agenda(series("shelter_nights", *(100.0, 101.0) * 6, 105, n=4), catalogue(), MARCH) == []


def test_a_target_says_which_way_is_wrong_and_months_after_are_not_read() -> None:
    """Hours have no direction of their own: at most 12 wanted, 60 is worse. Looked at in February there is no news."""
    hours = series("icm_hours", *(10.0, 12.0) * 6, 60)
    assert [one.is_worse for one in agenda(hours, catalogue(), MARCH)] == [False]
    most = Target(12, "at_most", date(2024, 1, 1))
    assert [one.is_worse for one in agenda(hours, catalogue(), MARCH, {"icm_hours": most})] == [True]
    assert agenda(hours, catalogue(), date(2025, 2, 1)) == []


def test_the_target_says_which_way_is_wrong_where_two_months_are_compared_too() -> None:
    """Two months of hours, 10 to 20: no direction of their own. At most 12 wanted, up is worse; at least 12, down is.

    Nights of shelter are better when few, but a municipality that wants at least 12 is told that fewer is worse.
    """
    most, least = (Target(12, way, date(2024, 1, 1)) for way in ("at_most", "at_least"))
    up, down = series("icm_hours", 10, 20), series("icm_hours", 20, 10)
    for rows, target, is_worse in ((up, None, False), (up, most, True), (down, most, False), (down, least, True)):
        assert [one.is_worse for one in agenda(rows, catalogue(), MARCH, {"icm_hours": target})] == [is_worse]
    nights = series("shelter_nights", 20, 10)
    assert [one.is_worse for one in agenda(nights, catalogue(), MARCH)] == [False]
    assert [one.is_worse for one in agenda(nights, catalogue(), MARCH, {"shelter_nights": least})] == [True]


def test_a_target_of_one_category_says_which_way_it_should_go() -> None:
    """Own home at least 60 %: 50 to 30 % is worse; placed, which have no target, are neither."""
    own = Target(0.6, "at_least", date(2024, 1, 1), None, None, "own_home")
    rows = [*series("housing_situation", 0.5, 0.3, category="own_home"),
            *series("housing_situation", 0.5, 0.7, category="placed")]  # fmt: skip
    found = agenda(rows, catalogue(), MARCH, {"housing_situation": own})
    assert {one.category: one.is_worse for one in found} == {"own_home": True, "placed": False}


def test_what_was_read_comes_before_what_was_only_compared() -> None:
    """Both worse: nights read from thirteen months, completion (a rolling year) from two."""
    rows = [
        *series("completion", 0.9, 0.4),
        *series("shelter_nights", *SWINGING, 60),
    ]
    assert [one.figure for one in agenda(rows, catalogue(), MARCH)] == ["shelter_nights", "completion"]


def test_a_number_that_is_missing_now_is_on_the_agenda_however_it_went_before() -> None:
    rows = [*series("shelter_nights", *SWINGING, 60)[:-1], row("shelter_nights", "2025-03", None)]
    (found,) = agenda(rows, catalogue(), MARCH)
    assert (found.is_missing, found.trend) == (True, None)


def held(url: str, day: date = FIRST) -> Meeting:
    return meeting(url, call_meeting(url, "901", "Nord", day, **DOER))


def one(url: str, held_at: Meeting) -> FigureNote:
    return figure_notes(url, {held_at.meeting_id})[0]


def test_a_decision_is_seen_again_moved_and_done_at_the_next_meeting(store_url: str) -> None:
    """Due on the 12th of February: past on the 13th; moved to the 1st of March it is not; done it never is."""
    first = held(store_url)
    write_down(store_url, first, Written("Ring tidligere efter visitation", "waiting_to_start", "bo", NEXT), **DOER)
    write_down(store_url, first, Written("Tallet steg, fordi to forløb begyndte"), **DOER)
    later = held(store_url, NEXT)
    assert [note.written.is_decision for note in figure_notes(store_url, {first.meeting_id})] == [True, False]
    assert figure_notes(store_url, {later.meeting_id}) == []
    assert (one(store_url, first).is_past(NEXT), one(store_url, first).is_past(date(2026, 2, 13))) == (False, True)
    became(store_url, one(store_url, first), "seen", held=later, **DOER)
    became(store_url, one(store_url, first), "moved", held=later, moved_to=date(2026, 3, 1), **DOER)
    note = one(store_url, first)
    assert (note.seen_on, note.written.follow_up_on, note.is_past(date(2026, 2, 13))) == (
        (NEXT,),
        date(2026, 3, 1),
        False,
    )
    became(store_url, note, "done", held=later, **DOER)
    done = next(note for note in figure_notes(store_url, {first.meeting_id}) if note.written.is_decision)
    assert (done.is_done, done.is_open, done.is_past(date(2027, 1, 1))) == (True, False, False)
    became(store_url, done, "reopened", held=later, **DOER)
    assert one(store_url, first).is_open


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (Written("  "), "besluttede"),
        (Written("Tal om 010190-1234"), "cpr-nummer"),
        (Written("x" * 501), "500 tegn"),
        (Written("Tal om b-1, som er flyttet"), "nævner en borger"),
        (Written("Ring", None, "bo", date(2026, 1, 14)), "før mødet"),
        (Written("Ring", None, None, NEXT), "både en, der følger op"),
        (Written("Ring", None, " ", NEXT), "hvem der følger op"),
    ],
)
def test_what_cannot_be_kept_is_refused(store_url: str, tmp_path: Path, written: Written, message: str) -> None:
    citizen = {"citizen_id": "B-1", "municipality": "901", "target_group": "homeless", "referred_on": "2025-01-02"}
    keep(store_url, send(tmp_path / "csv", citizens=[citizen]), today=FIRST)
    with pytest.raises(MeetingError, match=message):
        write_down(store_url, held(store_url), written, **DOER)
    assert figure_notes(store_url, {held(store_url).meeting_id}) == []


def test_a_note_is_not_followed_up_and_a_day_before_the_meeting_is_refused(store_url: str) -> None:
    first = held(store_url)
    write_down(store_url, first, Written("Talt om ventetid"), **DOER)
    with pytest.raises(MeetingError, match="En note følges ikke op"):
        became(store_url, one(store_url, first), "done", **DOER)
    write_down(store_url, first, Written("Ring", None, "bo", NEXT), **DOER)
    with pytest.raises(MeetingError, match="en dag efter"):
        became(store_url, one(store_url, first), "moved", moved_to=date(2026, 1, 1), **DOER)
