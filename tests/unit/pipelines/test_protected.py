"""What is protected once is kept beside the warehouses, taken over where nothing has changed, and gone with an erasure."""

import json
import sqlite3
import zlib
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from kpi_catalogue.figure import catalogue
from pipelines import protected
from pipelines.build import build_from_store
from pipelines.figures import figures
from pipelines.kept_rows import VERSIONS, kept_file
from pipelines.protected import protect_ahead, protected_rows, protected_set
from pipelines.settings import Choices, Settings
from pipelines.warehouse import open_warehouse, remove_all, remove_earlier
from tests.sending import AT, keep, send
from tests.unit.app.door_world import make

pytestmark = pytest.mark.store
JANUARY, FEBRUARY = date(2025, 1, 1), date(2025, 2, 1)
IDS = ["citizens_included", "low_wellbeing"]
ROWS = "select rowid, rows from protected where figure = ? and month = ?"


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return make(tmp_path / "home")


def kept(here: Settings) -> Path:
    return kept_file(here.home / "warehouse")


def mark(here: Settings, figure: str, month: date) -> None:
    """Write no_data in what is kept, so that whoever reads it is caught doing so."""
    with closing(sqlite3.connect(kept(here))) as file, file:
        for number, rows in file.execute(ROWS, [figure, month.isoformat()]).fetchall():
            marked = [[*row[:10], "no_data", row[11]] for row in json.loads(zlib.decompress(rows))]
            file.execute(
                "update protected set rows = ? where rowid = ?", [zlib.compress(json.dumps(marked).encode()), number]
            )


def statuses(here: Settings, month: date, months: int = 1) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for row in figures(here, month, months, IDS):
        found.setdefault((row["figure"], row["month"]), set()).add(row["status"])
    return found


def another_home(here: Settings, citizen: str, month: str) -> None:
    """A citizen registered without a home in a month, and a new warehouse."""
    status = {"citizen_id": citizen, "month": month, "housing": "without_home", "shelter_nights": "3"}
    folder = send(here.home / f"{citizen}-{month}", monthly_status=[status])
    assert not keep(here.store_url, folder, today=here.today, at=AT + timedelta(days=int(month[5:]))).faults
    build_from_store(here)


def test_the_second_answer_is_the_first_and_comes_from_the_file(here: Settings) -> None:
    """The answer is the same; a mark put into the kept rows is seen, so they are what was read."""
    first = figures(here, FEBRUARY, 2, IDS)
    assert figures(here, FEBRUARY, 2, IDS) == first
    mark(here, "citizens_included", FEBRUARY)
    again = figures(here, FEBRUARY, 2, IDS)
    changed = [row for row, before in zip(again, first, strict=True) if row != before]
    assert {(row["figure"], row["month"], row["status"]) for row in changed} == {
        ("citizens_included", "2025-02", "no_data")
    }


def test_months_kept_at_different_times_are_what_one_question_answers(here: Settings) -> None:
    """January, then February of one figure, then both of both: the same rows in the same order as asked all at once."""
    figures(here, JANUARY, 1, IDS[:1])
    figures(here, FEBRUARY, 1, IDS[1:], "team")
    pieced = [figures(here, FEBRUARY, 2, IDS, by) for by in (None, "team", "municipality")]
    kept(here).unlink()
    assert pieced == [figures(here, FEBRUARY, 2, IDS, by) for by in (None, "team", "municipality")]


def test_another_limit_is_protected_anew(here: Settings) -> None:
    """901's three citizens are too few below 5; below 3 they are not, and at most hidden for 902's one."""
    lower = Settings(here.home, here.store_url, here.today, Choices(disclosure_limit=3))
    where = {"municipality": ["901"]}
    for settings, is_few in ((here, True), (lower, False), (here, True), (lower, False)):
        assert (figures(settings, FEBRUARY, 1, IDS[:1], None, where)[0]["status"] == "too_few") is is_few


def test_a_build_takes_over_what_rests_on_the_same_and_nothing_else(here: Settings) -> None:
    """A status in April reaches no figure of January and February; one in February reaches what is known of that month.

    Of February it is the housing of one citizen: his citizens are counted as before, his housing is not.
    """
    ids = ["citizens_included", "housing_situation"]
    figures(here, FEBRUARY, 2, ids)
    mark(here, "citizens_included", FEBRUARY)
    mark(here, "housing_situation", FEBRUARY)
    another_home(here, "B-own", "2025-04")
    assert {row["status"] for row in figures(here, FEBRUARY, 1, ids)} == {"no_data"}
    another_home(here, "B-own", "2025-02")
    after = {name: {row["status"] for row in figures(here, FEBRUARY, 1, [name])} for name in ids}
    assert after["citizens_included"] == {"no_data"}
    assert "too_few" in after["housing_situation"]


@pytest.mark.once
def test_only_the_newest_versions_of_a_month_stay(here: Settings) -> None:
    """Five warehouses, each of other registrations of January, and nobody points to the first any more."""
    for citizen in ("B-own", "B-colleague", "B-otherteam", "B-foreign"):
        figures(here, JANUARY, 1, ["housing_situation"])
        another_home(here, citizen, "2025-01")
    figures(here, JANUARY, 1, ["housing_situation"])
    with closing(sqlite3.connect(kept(here))) as file:
        assert len(file.execute(ROWS, ["housing_situation", "2025-01-01"]).fetchall()) == VERSIONS


def test_an_erasure_leaves_nothing_kept(here: Settings) -> None:
    for clear in (lambda: remove_earlier(here.home), lambda: remove_all(here.home)):
        figures(here, FEBRUARY, 1, IDS[:1])
        assert kept(here).exists()
        clear()
        assert not kept(here).exists()


def test_what_is_asked_while_its_warehouse_goes_is_not_kept(here: Settings) -> None:
    """The warehouse is removed while a reader still has it open: the reader gets an answer, and nothing is written."""
    with open_warehouse(here.home) as connection:
        remove_all(here.home)
        assert protected_rows(connection, IDS[:1], [FEBRUARY], None, 5)
    assert not kept(here).exists()


def test_a_file_that_cannot_be_read_is_passed_over(here: Settings) -> None:
    first = figures(here, FEBRUARY, 1, IDS[:1])
    kept(here).write_bytes(b"not a database, but long enough to be taken for one" * 40)
    assert figures(here, FEBRUARY, 1, IDS[:1]) == first


def test_a_municipality_that_nobody_is_in_has_its_rows(here: Settings) -> None:
    figures(here, FEBRUARY, 1, IDS[:1])
    [unknown, *_] = figures(here, FEBRUARY, 1, IDS[:1], None, {"municipality": ["999"]})
    assert (unknown["status"], unknown["n"]) == ("no_data", 0)


@pytest.mark.once
def test_a_year_is_protected_ahead_and_nobody_waits_for_it_after(here: Settings) -> None:
    """Today is in June 2025 and the first month is January: the five whole months of every figure, marked and read back."""
    assert protect_ahead(here) == 5
    with closing(sqlite3.connect(kept(here))) as file:
        assert file.execute("select count(*) from published").fetchone() == (5 * len(catalogue()),)
    mark(here, "citizens_included", date(2025, 5, 1))
    assert statuses(here, date(2025, 5, 1), 5)["citizens_included", "2025-05"] == {"no_data"}


@pytest.mark.once
def test_the_earlier_months_that_a_trend_is_read_from_are_protected_ahead_too(
    here: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only May ahead: of figures read every month also January-April, of every third February, of every fourth January."""
    monkeypatch.setattr(protected, "AHEAD_MONTHS", 1)
    assert protect_ahead(here) == 1
    windows = [figure.part(None).window for figure in catalogue().values()]
    expected = len(windows) + 4 * windows.count(1) + windows.count(3) + windows.count(4)
    with closing(sqlite3.connect(kept(here))) as file:
        assert file.execute("select count(*) from published").fetchone() == (expected,)


@pytest.mark.once
def test_a_figure_is_the_same_whatever_is_asked_with_it(made_sample: Path) -> None:
    """Five municipalities: alone, and with others beside it, so that two files never tell of one month differently."""
    sample = Settings(made_sample, "sqlite://", date(2026, 1, 15), Choices())
    with open_warehouse(made_sample) as warehouse, warehouse.cursor() as connection:
        codes, month = [None, "901", "902", "903", "904", "905"], date(2025, 3, 1)
        limit = sample.choices.disclosure_limit
        several = ["occupation", "caseload", "icm_hours", "completion"]
        together = protected_set(connection, several, [month], codes, limit)
        for name in several[:2]:
            alone = protected_set(connection, [name], [month], codes, limit)
            assert alone == [row for row in together if row.figure == name], name
