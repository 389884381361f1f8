"""What is protected once is kept beside its warehouse, read again, and gone with it."""

import json
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from pipelines.build import build_from_store
from pipelines.figures import figures
from pipelines.settings import Choices, Settings
from pipelines.warehouse import remove_all, remove_earlier
from tests.unit.app.door_world import make

pytestmark = pytest.mark.store
FEBRUARY, IDS = date(2025, 2, 1), ["citizens_included", "low_wellbeing"]


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return make(tmp_path / "home")


def kept(here: Settings) -> list[Path]:
    return sorted((here.home / "warehouse").glob("*.published"))


def test_the_second_answer_is_the_first_and_comes_from_the_file(here: Settings) -> None:
    """The answer is the same; a mark put into the kept rows is seen, so they are what was read."""
    first = figures(here, FEBRUARY, 2, IDS)
    assert figures(here, FEBRUARY, 2, IDS) == first
    with sqlite3.connect(kept(here)[0]) as file:
        [(rows,)] = file.execute(
            "select rows from published where figure = 'citizens_included' and month = '2025-02-01'"
        ).fetchall()
        marked = [[*row[:10], "no_data", row[11]] for row in json.loads(rows)]
        file.execute(
            "update published set rows = ? where figure = 'citizens_included' and month = '2025-02-01'",
            [json.dumps(marked)],
        )
    file.close()
    again = figures(here, FEBRUARY, 2, IDS)
    changed = [row for row, before in zip(again, first, strict=True) if row != before]
    assert {(row["figure"], row["month"], row["status"]) for row in changed} == {
        ("citizens_included", "2025-02", "no_data")
    }


def test_months_kept_at_different_times_are_what_one_question_answers(here: Settings) -> None:
    """January, then February of one figure, then both of both: the same rows in the same order as asked all at once."""
    figures(here, date(2025, 1, 1), 1, IDS[:1])
    figures(here, FEBRUARY, 1, IDS[1:], "team")
    pieced = [figures(here, FEBRUARY, 2, IDS, by) for by in (None, "team", "municipality")]
    kept(here)[0].unlink()
    assert pieced == [figures(here, FEBRUARY, 2, IDS, by) for by in (None, "team", "municipality")]


def test_another_limit_is_protected_anew(here: Settings) -> None:
    """901's three citizens are too few below 5; below 3 they are not, and at most hidden for 902's one."""
    lower = Settings(here.home, here.store_url, here.today, Choices(disclosure_limit=3))
    where = {"municipality": ["901"]}
    for settings, is_few in ((here, True), (lower, False), (here, True), (lower, False)):
        assert (figures(settings, FEBRUARY, 1, IDS[:1], None, where)[0]["status"] == "too_few") is is_few


def test_a_new_build_and_an_erasure_leave_nothing_kept(here: Settings) -> None:
    for clear in (lambda: build_from_store(here), lambda: remove_earlier(here.home), lambda: remove_all(here.home)):
        figures(here, FEBRUARY, 1, IDS[:1])
        assert len(kept(here)) == 1
        clear()
        assert kept(here) == []


def test_a_file_that_cannot_be_read_is_passed_over(here: Settings) -> None:
    first = figures(here, FEBRUARY, 1, IDS[:1])
    kept(here)[0].write_bytes(b"not a database, but long enough to be taken for one" * 40)
    assert figures(here, FEBRUARY, 1, IDS[:1]) == first


def test_a_municipality_that_nobody_is_in_has_its_rows(here: Settings) -> None:
    figures(here, FEBRUARY, 1, IDS[:1])
    [unknown, *_] = figures(here, FEBRUARY, 1, IDS[:1], None, {"municipality": ["999"]})
    assert (unknown["status"], unknown["n"]) == ("no_data", 0)
