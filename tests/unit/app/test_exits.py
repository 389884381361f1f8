"""Everything that leaves the program for people outside the team, opened and read: no citizen, and no number of few.

In the two municipalities of the test everybody is one of at most four, so no count of people may be anywhere.
"""

import re
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from app.figure_files import Asked, figure_files, told
from app.registry import log
from app.report.__main__ import main
from app.report.overview import overviews, write_overviews
from app.rights import NotAllowedError, Role
from kpi_catalogue.figure import catalogue
from pipelines.figure_use import uses
from pipelines.figures import WrongUseError
from pipelines.settings import Choices, Settings
from tests.pdf_text import words
from tests.unit.app.door_world import make, visit
from tests.unit.app.figure_file_reading import (
    chart_values,
    excel_cells,
    number_rows,
    sheets_behind_charts,
    slide_words,
)

pytestmark = pytest.mark.once
FEBRUARY = date(2025, 2, 1)
IDS = ("citizens_included", "shelter_nights")
IDENTIFIERS = re.compile(r"[BF]-(?:own|colleague|otherteam|foreign)|\b(?:anne|bo|cecilie|dorte)\b")
OUTSIDE: tuple[Role, ...] = ("economist", "management")


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = make(tmp_path_factory.mktemp("exits") / "home")
    off = tuple(name for name in catalogue() if name not in IDS)
    return Settings(made.home, made.store_url, made.today, Choices(figures_off=off))


def asked(**where: list[str]) -> Asked:
    return Asked("Nøgletal", FEBRUARY, 2, IDS, ("team", "method", "municipality"), where)


def numbers_in(excel: bytes, powerpoint: bytes) -> set[float]:
    """Every value, count and population that the files hold, the sheets behind the charts included."""
    columns = ("Værdi", "Kendte", "Population", "Dækning")
    found = {row[column] for row in number_rows(excel) for column in columns}
    found |= {value for _, points in chart_values(powerpoint) for _, value in points}
    found |= {cell for cell in sheets_behind_charts(powerpoint) if isinstance(cell, int | float)}
    return found - {None}


def texts_in(excel: bytes, powerpoint: bytes, pdf: bytes) -> str:
    return "\n".join([*map(str, excel_cells(excel)), slide_words(powerpoint), words(pdf)])


@pytest.mark.parametrize("role", OUTSIDE)
@pytest.mark.parametrize("where", [{}, {"municipality": ["901"]}, {"municipality": ["902"]}])
def test_files_for_those_outside_the_team_hold_nobody(here: Settings, role: Role, where: dict[str, list[str]]) -> None:
    """Three citizens in 901, one in 902: nothing but 0 may be told, and the files say that numbers are hidden."""
    files = figure_files(visit(here, role), asked(**where))
    assert numbers_in(files.excel, files.powerpoint) <= {0}
    told_words = texts_in(files.excel, files.powerpoint, files.pdf)
    assert not IDENTIFIERS.search(told_words)
    assert "Uden for teamet. Små tal er skjult." in told_words
    assert re.search(r"[1-9]\d* af filens \d+ tal er skjult", told_words)
    assert "beskyttet" in files.name
    assert not IDENTIFIERS.search(files.csv.decode("utf-8-sig"))


def test_the_same_file_for_the_team_holds_its_numbers_and_is_logged(here: Settings) -> None:
    """The guard of the test above: the team's own file says 3 citizens and 9 nights, and that it is taken is written down."""
    lead = visit(here, "project_lead")
    files = figure_files(lead, asked(municipality=["901"]))
    assert {3, 9} <= numbers_in(files.excel, files.powerpoint)
    assert "team" in files.name
    assert "Giv" not in files.name
    taken = [line for line in log.own(lead) if line.action == "exported"]
    assert taken
    assert taken[0].citizen_id is None


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_roles_without_figures_get_no_file(here: Settings, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        figure_files(visit(here, role), asked())


def test_those_outside_get_no_file_by_caseworker_or_of_a_filter(here: Settings) -> None:
    """A filter on a method changes nothing outside the team: the rows are those of the municipality."""
    manager = visit(here, "management")
    with pytest.raises(WrongUseError):
        figure_files(manager, Asked("Nøgletal", FEBRUARY, 1, IDS, ("caseworker",)))
    narrowed = told(manager, asked(municipality=["901"], method=["CTI"]))[1]
    assert narrowed == told(manager, asked(municipality=["901"]))[1]


def test_the_overview_of_every_municipality_is_protected_and_ready_to_mail(here: Settings, tmp_path: Path) -> None:
    """Four files each for 901 and 902; the letter carries the three others and says what is hidden.

    Nobody has used a figure because a command wrote them all.
    """
    used = uses(here.store_url, here.today)
    written = write_overviews(here, FEBRUARY, tmp_path)
    assert uses(here.store_url, here.today) == used
    assert [path.name for path in written] == [
        f"overblik-{code}-2025-02.{ending}" for code in ("901", "902") for ending in ("xlsx", "pptx", "pdf", "eml")
    ]
    for overview in overviews(here, FEBRUARY):
        excel, powerpoint, pdf, letter = overview.files.values()
        assert numbers_in(excel, powerpoint) <= {0}
        told_words = texts_in(excel, powerpoint, pdf)
        assert not IDENTIFIERS.search(told_words)
        assert f"kommune {overview.municipality}" in told_words
        mail = message_from_bytes(letter, policy=default)
        assert [part.get_filename() for part in mail.iter_attachments()] == list(overview.files)[:3]
        assert [part.get_content() for part in mail.iter_attachments()] == [excel, powerpoint, pdf]
        assert "tal er skjult" in mail.get_body().get_content()
        assert mail["To"] is None


def test_the_command_says_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["overview", "--month", "marts", "--out", "x"])
    assert ended.value.code == 2
    assert '"marts" er ikke en måned. Skriv fx 2025-03.' in capsys.readouterr().err
