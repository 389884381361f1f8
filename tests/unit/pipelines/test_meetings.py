"""Team meetings in a real store: lists, agreements, and what becomes of them at the next meeting."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pipelines.meetings import (
    MeetingError,
    agree,
    agreements,
    call_meeting,
    discussed,
    happened,
    meetings,
    on_the_list,
    put_on_list,
    take_off_list,
)
from pipelines.names_in_text import name_like
from pipelines.store import open_store

AT = datetime(2026, 1, 15, 9, 30)
DOER = {"who": "anne", "at": AT}
FIRST, NEXT = date(2026, 1, 15), date(2026, 1, 22)
F1, F2 = ("F-1", "B-1"), ("F-2", "B-2")


def held(url: str, day: date = FIRST) -> int:
    return call_meeting(url, "901", "Nord", day, **DOER)


def agreed(url: str, meeting: int, text: str = "Ring til boligforeningen", on: date = NEXT) -> None:
    agree(url, meeting, F1, text, "bo", on, **DOER)


def test_a_team_has_one_meeting_a_day(store_url: str) -> None:
    """The same team and day is the same meeting; another team's is another; the newest is first."""
    first = held(store_url)
    assert held(store_url) == first
    other = call_meeting(store_url, "901", None, FIRST, **DOER)
    later = held(store_url, NEXT)
    assert [one.meeting_id for one in meetings(store_url)] == [later, other, first]


def at_the_same_moment(*doings: Callable[[], object]) -> list[object]:
    """Everybody does it at once; what came of each."""
    together = Barrier(len(doings))

    def after_the_others_are_ready(doing: Callable[[], object]) -> object:
        together.wait()
        return doing()

    with ThreadPoolExecutor(len(doings)) as people:
        return list(people.map(after_the_others_are_ready, doings))


def test_people_who_call_a_meeting_at_the_same_moment_have_one(store_url: str) -> None:
    """Eight people, the same team and day, several days over: one meeting a day and everybody is in it."""
    open_store(store_url).dispose()
    for day in (FIRST, NEXT, date(2026, 1, 29)):
        assert len(set(at_the_same_moment(*[lambda day=day: held(store_url, day)] * 8))) == 1  # type: ignore[misc]
    assert len(meetings(store_url)) == 3


def test_a_course_put_on_the_list_by_two_at_once_stands_there_once(store_url: str) -> None:
    """Eight put it there at once: one line in the table, so that nothing said of it later is put back."""
    meeting = held(store_url)
    at_the_same_moment(*[lambda: put_on_list(store_url, meeting, [F1, F2], **DOER)] * 8)
    engine = open_store(store_url)
    with engine.connect() as connection:
        lines = connection.execute(text("select count(*) from meeting_courses")).scalar_one()
    engine.dispose()
    assert lines == 2


def test_the_list_keeps_its_order_and_what_was_talked_about(store_url: str) -> None:
    meeting = held(store_url)
    put_on_list(store_url, meeting, [F1, F2], **DOER)
    discussed(store_url, meeting, F1, **DOER)
    put_on_list(store_url, meeting, [F1], **DOER)
    assert [(one.course_id, one.is_discussed) for one in on_the_list(store_url, meeting)] == [
        ("F-1", True),
        ("F-2", False),
    ]
    take_off_list(store_url, meeting, F1, **DOER)
    put_on_list(store_url, meeting, [F1], **DOER)
    assert [(one.course_id, one.is_discussed) for one in on_the_list(store_url, meeting)] == [
        ("F-2", False),
        ("F-1", False),
    ]


def test_what_was_agreed_is_seen_again_at_the_next_meeting(store_url: str) -> None:
    """Agreed on the 15th; talked about on the 22nd: seen then, once, however often it is said."""
    first, later = held(store_url), held(store_url, NEXT)
    agreed(store_url, first)
    for _ in range(2):
        discussed(store_url, later, F1, **DOER)
    found = agreements(store_url, ["F-1"])[0]
    assert (found.text, found.follow_up_by, found.agreed_on, found.seen_on) == (
        "Ring til boligforeningen",
        "bo",
        FIRST,
        (NEXT,),
    )
    assert agreements(store_url, ["F-2"]) == []


def test_an_agreement_is_not_seen_again_at_its_own_meeting_nor_when_done(store_url: str) -> None:
    first, later = held(store_url), held(store_url, NEXT)
    agreed(store_url, first)
    discussed(store_url, first, F1, **DOER)
    happened(store_url, agreements(store_url, ["F-1"])[0], "done", **DOER)
    discussed(store_url, later, F1, **DOER)
    assert agreements(store_url, ["F-1"])[0].seen_on == ()


def test_done_reopened_and_moved(store_url: str) -> None:
    """Past its day on the 23rd while open; not when done; reopened and moved to the 30th, past on the 31st."""
    agreed(store_url, held(store_url))

    def now() -> tuple[bool, bool, date]:
        one = agreements(store_url, ["F-1"])[0]
        return one.is_done, one.is_past(date(2026, 1, 23)), one.follow_up_on

    assert now() == (False, True, NEXT)
    assert not agreements(store_url, ["F-1"])[0].is_past(NEXT)
    happened(store_url, agreements(store_url, ["F-1"])[0], "done", **DOER)
    assert now() == (True, False, NEXT)
    happened(store_url, agreements(store_url, ["F-1"])[0], "reopened", **DOER)
    happened(store_url, agreements(store_url, ["F-1"])[0], "moved", moved_to=date(2026, 1, 30), **DOER)
    assert now() == (False, False, date(2026, 1, 30))
    assert agreements(store_url, ["F-1"])[0].is_past(date(2026, 1, 31))


def test_what_is_to_be_followed_up_first_stands_first_and_done_ones_last(store_url: str) -> None:
    meeting = held(store_url)
    for text_, day in (("tredje", date(2026, 3, 1)), ("først", date(2026, 2, 1)), ("gjort", date(2026, 1, 16))):
        agreed(store_url, meeting, text_, day)
    done = next(one for one in agreements(store_url, ["F-1"]) if one.text == "gjort")
    happened(store_url, done, "done", **DOER)
    assert [one.text for one in agreements(store_url, ["F-1"])] == ["først", "tredje", "gjort"]


@pytest.mark.parametrize(
    ("words", "by", "on", "said"),
    [
        (" ", "bo", NEXT, "Skriv, hvad I aftalte"),
        ("x" * 501, "bo", NEXT, "over 500 tegn"),
        ("Ring om 010190-1234", "bo", NEXT, "cpr-nummer"),
        ("Ring om 01 01 90 1234", "bo", NEXT, "cpr-nummer"),
        ("Ring", " ", NEXT, "hvem der følger op"),
        ("Ring", "bo", date(2026, 1, 14), "før mødet den 15-01-2026"),
    ],
)
def test_an_agreement_that_cannot_be_kept_is_refused(store_url: str, words: str, by: str, on: date, said: str) -> None:
    meeting = held(store_url)
    with pytest.raises(MeetingError) as refused:
        agree(store_url, meeting, F1, words, by, on, **DOER)
    assert said in str(refused.value)
    assert "010190" not in str(refused.value)
    assert agreements(store_url, ["F-1"]) == []


def test_a_meeting_that_is_not_there_and_a_day_before_the_agreement_are_refused(store_url: str) -> None:
    meeting = held(store_url)
    agreed(store_url, meeting)
    with pytest.raises(MeetingError, match="findes ikke"):
        agreed(store_url, 99)
    with pytest.raises(MeetingError, match="findes ikke"):
        put_on_list(store_url, 99, [F1], **DOER)
    with pytest.raises(MeetingError, match="Vælg en dag"):
        happened(store_url, agreements(store_url, ["F-1"])[0], "moved", moved_to=date(2026, 1, 1), **DOER)


def test_nothing_of_a_meeting_is_ever_changed(store_url: str) -> None:
    """Every one of the four tables refuses to be changed or emptied."""
    meeting = held(store_url)
    put_on_list(store_url, meeting, [F1], **DOER)
    agreed(store_url, meeting)
    happened(store_url, agreements(store_url, ["F-1"])[0], "done", **DOER)
    engine = open_store(store_url)
    changes = {"meetings": "team", "meeting_courses": "event", "agreements": "text", "agreement_events": "event"}
    for table, column in changes.items():
        for statement in (f"update {table} set {column} = 'x'", f"delete from {table}"):
            with pytest.raises(DBAPIError, match="may only be added to"), engine.begin() as connection:
                connection.execute(text(statement))
    engine.dispose()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Ring til boligforeningen. Spørg om depositum.", []),
        ("Tal med Fatima om økonomi", ["Fatima"]),
        ("Mette ringer", ["Mette"]),
        ("Ring til Ødegaard i morgen", ["Ødegaard"]),
        ("Aftal CTI-møde; WHO-5 måles", []),
        ("Kontakt Jobcenter og Kommunen", []),
        ("1) Ring. 2) Skriv", []),
        ("– Ring\n– Skriv til Anne-Grethe og Anne-Grethe", ["Anne-Grethe"]),
    ],
)
def test_what_looks_like_a_name(words: str, found: list[str]) -> None:
    """A capital inside a sentence, or a common first name anywhere; abbreviations and sentence starts are not names."""
    assert name_like(words) == found
