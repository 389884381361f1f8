"""The files of every page that gives its tables along, made by its own button: they say what the page says, no more, no less."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from app import maturity_door, shown
from app.export_section import MADE
from app.figure_files import Asked, FigureFiles, figure_files
from app.registry import figure_meeting, log, meeting
from app.rights import Grant, NotAllowedError, Role, User, Visit
from pipelines.assessments import Given
from pipelines.danish import month as danish_month
from pipelines.figure_notes import Written
from pipelines.figure_use import uses
from pipelines.users import Granted, add, grant
from tests.pdf_text import words
from tests.properties.exit_world import LIMIT, MAY, TODAY, World, made
from tests.properties.exits import MAIN, _texts
from tests.unit.app.figure_file_reading import number_rows, page_sheets, slide_tables
from tests.unit.pipelines.test_maturity import ALL

pytestmark = pytest.mark.once
AT = datetime(2025, 6, 1, 12)
WHOLE, TEAM = ("901", None), ("901", "901 A")
SECRET, OWN_NOTE, DECIDED = "Kun hele kommunen ser dette", "=1+1 er et regnestykke", "Spørg til WHO-5 ved hvert møde"
PAGES = {
    "ledelse.py": ("lis", {"municipality": "901"}),
    "maal.py": ("lis", {"municipality": "901"}),
    "talmoede.py": ("lis", {"maaned": "2025-01"}),
    "modenhed.py": ("ledelse", {"kommune": "901"}),
    "andre_kommuner.py": ("lis", {"kommune": "901"}),
}
"""Each page that gives its tables along, who opens it, and what the address says."""
WORD = {why: shown.NO_VALUE_DA[status] for status, why in shown.NO_VALUE_WHY_DA.items()}
"""The word that stands for a number, by why there is none."""
PROTECTED = {
    ("ledelse.py", "lis"),
    ("maal.py", "anne"),
    ("modenhed.py", "lis"),
    ("andre_kommuner.py", "lis"),
}
"""Pages that show protected figures alone to somebody; anne works with citizens, lis leads the project.

What the management gets is walked by tests/properties/test_exit_walk.py.
"""


@dataclass(frozen=True)
class Opened:
    """A page as somebody opened it, and the files that its button made."""

    page: AppTest
    files: FigureFiles

    @property
    def told(self) -> str:
        """Everything the page shows, as it is read."""
        return plain("\n".join(_texts(self.page.main)))

    @property
    def frames(self) -> list[list[list[str]]]:
        """Every table of the page, with its head; a named index is its first column."""
        found = [one.value for one in (*self.page.dataframe, *self.page.table)]
        whole = [frame.reset_index() if frame.index.name else frame for frame in found]
        return [[list(map(str, frame.columns)), *frame.astype(str).to_numpy().tolist()] for frame in whole]


def plain(text: str) -> str:
    """Without the signs of Markdown and the breaks of lines."""
    return " ".join(re.sub(r"\\(?=[\W_])|\*\*", "", text).split())


def visit(world: World, name: str, *grants: Grant) -> Visit:
    return Visit(world.here, User(name, grants))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The installation with somebody who leads and somebody who works, two meetings, and self-assessments of 901."""
    found = made(tmp_path_factory.mktemp("pages") / "home")
    people: dict[str, tuple[Role, str | None]] = {"lis": ("project_lead", None), "anne": ("caseworker", "901 A")}
    for name, (role, team) in people.items():
        add(found.here.store_url, name, f"{name}@eksempel.dk")
        grant(found.here.store_url, name, Granted(role, "901", team), who="drift", at=AT)
    lead = visit(found, "lis", Grant("project_lead", "901"))
    team, whole = (meeting.call(lead, place, date(2025, 6, 3 + at)) for at, place in enumerate((TEAM, WHOLE)))
    figure_meeting.write_down(lead, team, Written(OWN_NOTE))
    for held in (team, whole):
        figure_meeting.write_down(lead, held, Written(DECIDED, "low_wellbeing", "lis", date(2025, 7, 1)))
    figure_meeting.write_down(lead, whole, Written(SECRET, None, "lis", date(2025, 7, 1)))
    for day, who, data in ((5, "all", 10), (9, "all", 90), (9, "managers", 60)):
        answers = ALL | {"data_access": data}
        maturity_door.keep(
            lead, Given("901", "maturity", date(2025, 5, day), who, answers, None, f"Drøftet den {day}.")
        )
    maturity_door.keep(lead, Given("901", "situation", date(2025, 5, 9), "all", {"data": 6.5}, "before", ""))
    return found


@pytest.fixture(autouse=True)
def inside(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The pages are the world's."""
    for name, value in (("HOME", world.here.home), ("STORE", world.here.store_url), ("TODAY", TODAY)):
        monkeypatch.setenv(f"BUNDLINJE_{name}", str(value))
    st.cache_data.clear()
    yield
    st.cache_data.clear()


def opened(name: str, who: str, address: dict[str, str], **chosen: str) -> Opened:
    """chosen: what is chosen on the page before the files are made, by key."""
    app = AppTest.from_file(MAIN, default_timeout=240)
    for key, value in {"hvem": who, **address}.items():
        app.query_params[key] = value
    app.switch_page("views/hjaelp.py").run()
    app.switch_page(f"views/{name}").run()
    for key, value in chosen.items():
        app.session_state[key] = value
        app.run()
    next(button for button in app.button if button.label == "Lav filer").click().run()
    assert not app.exception, app.exception
    return Opened(app, app.session_state[MADE][1])


@cache
def opened_once(name: str) -> Opened:
    """A page of the list: what is only read is opened once."""
    return opened(name, *PAGES[name])


@pytest.mark.parametrize("name", PAGES)
def test_the_workbook_has_the_pages_tables_and_nothing_that_the_page_does_not_say(name: str) -> None:
    """Every table of the page is a sheet, head and all, and every line of every sheet stands on the page."""
    seen = opened_once(name)
    sheets = page_sheets(seen.files.excel)
    assert seen.frames
    for frame in seen.frames:
        assert any([*rows, []][1 : 2 + len(frame)] == [*as_read(frame), []] for rows in sheets.values()), frame
    lines = {line for rows in sheets.values() for row in rows[2:] for cell in row for line in cell.splitlines()}
    assert len(lines) > 3
    assert [line for line in lines if plain(line.removeprefix("Forandringsteori: ")) not in seen.told] == []


def as_read(frame: list[list[str]]) -> list[list[str]]:
    """As a sheet is read: without its empty cells."""
    return [[cell for cell in row if cell] for row in frame]


@pytest.mark.parametrize(
    ("who", "title", "some"),
    [
        ("ledelse", "Borgere i indsatsen", {("17 borgere", "17 af 17 kendt"), ("28 borgere", "28 af 28 kendt")}),
        ("ledelse", "Borgere i mistrivsel (WHO-5)", {("10 borgere", "28 af 28 kendt")}),
        ("lis", "Borgere i mistrivsel (WHO-5)", {("6 borgere", "17 af 17 kendt"), ("1 borger", "3 af 3 kendt")}),
        ("lis", "Registreringsgrad", {("0 %", "28 af 28 kendt")}),
    ],
)
def test_the_workbook_has_every_number_of_the_page_of_a_figure(
    who: str, title: str, some: set[tuple[str, str]]
) -> None:
    """Trend and breakdown: value, what it rests on, spread and why hidden, worked out from the workbook's numbers.

    The workbook has a year, of which every month and group stands on the page. By hand: 28 citizens of 901, 17 with CTI, of
    whom 6 are low, 3 with ICM, of whom 1 is.
    """
    seen = opened("om_noegletal.py", who, {"municipality": "901", "tal": title}, efter="method")
    page = dict(told_rows(seen))
    rows = [row for row in number_rows(seen.files.excel) if row["Del"] is None]
    groups = [row[0] for head, *own in seen.frames for row in own if head[0] == "Gruppe"]
    assert [row["Gruppe"] for row in rows] == [None] * 12 + groups
    for row in rows:
        assert page[row["Gruppe"] or danish_month(row["Måned"].date())] == as_told(row)
        assert row["Dækning"] == (row["Kendte"] / row["Population"] if row["Population"] else None)
    assert some <= {as_told(row)[:2] for row in rows}


def told_rows(seen: Opened) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every line of the page's tables of figures: its month or group, and the cells that tell its number."""
    for head, *rows in seen.frames:
        if head[0] in ("Måned", "Gruppe"):
            yield from ((row[0], (*row[1:3], row[3] if len(head) > 3 else "")) for row in rows)


def as_told(row: dict[str, Any]) -> tuple[str, str, str]:
    """What a page says of a line of the workbook: the value, what it rests on, and which shares so few agree with."""
    is_share, ends = row["Enhed"] == "andel", (row["Passer med fra"], row["Passer med til"])
    spread = "" if None in ends else f"{ends[0]:.0%}-{ends[1]:.0%}".replace("%", "", 1).replace("%", " %")
    spread += " af de kendte" if spread and not is_share else ""
    rests_on = f"{row['Kendte']} af {row['Population']} kendt" if row["Kendte"] is not None else row["Bemærkning"]
    if row["Værdi"] is None:
        return WORD[row["Bemærkning"]], rests_on, spread
    unit = "borger" if row["Værdi"] == 1 else row["Enhed"]
    return f"{row['Værdi']:.0%}".replace("%", " %") if is_share else f"{row['Værdi']:.0f} {unit}", rests_on, spread


def test_the_workbook_has_every_number_of_the_cards() -> None:
    """Nøgletal: the newest month of each card, by its title: 28 citizens, of 28."""
    seen = opened("noegletal.py", "ledelse", {"municipality": "901"})
    rows = [row for row in number_rows(seen.files.excel) if row["Måned"].date() == MAY and row["Del"] is None]
    rows.sort(key=lambda row: row["Nøgletal"])
    assert [one.value for one in seen.page.metric] == [as_told(row)[0] for row in rows] == ["28 borgere"]
    assert all(as_told(row)[1] in seen.told for row in rows)


@pytest.mark.parametrize("name", PAGES)
def test_slides_and_document_have_the_same_tables_as_the_workbook(name: str) -> None:
    """Every cell of every sheet, in the same order, on the slides and in the document; the note is no table."""
    files = opened_once(name).files
    sheets = [[cell for row in rows[1:] for cell in row] for rows in page_sheets(files.excel).values()]
    on_slides = [plain(cell) for _, rows in slide_tables(files.powerpoint) for row in rows for cell in row]
    document = re.sub(r"\s", "", words(files.pdf))
    cells = [cell for sheet in sheets for cell in sheet if "\n" not in cell]
    assert [cell for cell in cells if re.sub(r"\s", "", cell) not in document] == []
    wanted = iter(plain(cell) for sheet in sheets for cell in sheet)
    assert all(cell in wanted for cell in on_slides if cell)


@pytest.mark.parametrize(("name", "who"), sorted(PROTECTED))
def test_a_page_of_protected_figures_gives_protected_files_to_everybody(world: World, name: str, who: str) -> None:
    """903 has 15 citizens, hidden outside the team, and 901's 28 are told: to a project lead of 901 as to the management."""
    address = {"kommune": "901"} if name in ("modenhed.py", "andre_kommuner.py") else {"municipality": "901"}
    before = len(log.own(visit(world, who, Grant("project_lead", "901"))))
    files = opened(name, who, address).files
    assert files.name.endswith("-beskyttet")
    rows = number_rows(files.excel)
    told = [row[count] for row in rows for count in ("Kendte", "Population") if row[count] is not None]
    assert all(count == 0 or count >= LIMIT for count in told)
    assert any(count >= LIMIT for count in told) or (name == "modenhed.py" and not rows)
    assert [line.action for line in log.own(visit(world, who, Grant("project_lead", "901")))][before:].count(
        "exported"
    ) == 0


def test_goals_of_a_project_lead_are_open_as_on_the_page_and_the_log_says_so(world: World) -> None:
    """The guard of the test above: lis's file of Mål is the team's, its name says 901, and that it was taken is written down."""
    lead = visit(world, "lis", Grant("project_lead", "901"))
    before = [line.action for line in log.own(lead)].count("exported")
    files = opened("maal.py", "lis", {}).files
    assert files.name == "maal-901-2025-05-team"
    assert [line.action for line in log.own(lead)].count("exported") > before


def test_a_meetings_file_has_what_its_reader_sees_and_nothing_of_another_teams(world: World) -> None:
    """Anne of the team gets its note, as text and not as a sum; what all of the municipality wrote is not hers."""
    files = opened("talmoede.py", "anne", {}).files
    assert files.name == "talmoede-901-egne-901-a-2025-05-team"
    cells = [cell for rows in page_sheets(files.excel).values() for row in rows for cell in row]
    assert OWN_NOTE in cells
    assert SECRET not in cells
    assert DECIDED in cells
    assert OWN_NOTE in words(files.pdf)
    mine = opened("talmoede.py", "lis", {}).files
    assert SECRET in [cell for rows in page_sheets(mine.excel).values() for row in rows for cell in row]


def test_a_page_whose_files_are_made_has_used_its_figures_in_a_report(world: World) -> None:
    before = uses(world.here.store_url, TODAY).of("low_wellbeing").report
    opened("maal.py", "ledelse", {"municipality": "901"})
    assert uses(world.here.store_url, TODAY).of("low_wellbeing").report == before + 1


def test_files_of_no_figure_hold_no_figure(world: World) -> None:
    """No figure asked for is none, not all of the catalogue; those without figures get no file of it either."""
    asked = Asked("Møde", MAY, 2, (), where={"municipality": ["901"]})
    for who in (world.manager, visit(world, "lis", Grant("project_lead", "901"))):
        for each in (asked, replace(asked, is_protected=True)):
            assert number_rows(figure_files(who, each).excel) == []
    for role in ("administrator", "auditor"):
        with pytest.raises(NotAllowedError):
            figure_files(visit(world, "x", Grant(role, "901")), asked)
