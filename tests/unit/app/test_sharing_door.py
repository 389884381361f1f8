"""Andre kommuner: who sees, gives and takes in; own numbers are the published ones."""

from datetime import date
from pathlib import Path

import pytest

from app import sharing_door
from app.rights import ROLES_DA, Grant, NotAllowedError, Role, User, Visit
from app.sharing_frames import comparison_bars, comparison_table
from kpi_catalogue.figure import catalogue
from pipelines.access_log import accesses
from pipelines.assessments import Given, keep
from pipelines.build import build_from_store
from pipelines.figures import WrongUseError, figures_of_months
from pipelines.maturity import form
from pipelines.settings import Choices, Settings
from pipelines.shared_comparing import Asked
from pipelines.shared_figures import SharedFileError
from pipelines.shared_store import taken_in
from tests.sample import TODAY
from tests.stores import store_at
from tests.unit.app.door_world import AT, make, visit
from tests.unit.pipelines.shared_file import shared_file

pytestmark = pytest.mark.once
FEBRUARY = date(2025, 2, 1)
ALL_BUT_ONE = tuple(name for name in catalogue() if name != "occupation")
"""Figures that are off are not given away, and need no protecting."""
STATEMENTS = [statement.id for statement in form().statements]
ASKED = Asked("occupation", None, None, "2025-02")


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return make(tmp_path / "home")


@pytest.mark.parametrize("role", ROLES_DA)
def test_each_role_sees_gives_and_takes_in_what_it_may(here: Settings, role: Role) -> None:
    """Readers compare; project lead and management give and take in; the others reach nothing, and nothing is kept."""
    who = visit(here, role, figures_off=ALL_BUT_ONE)
    reading = {
        "municipalities": lambda: sharing_door.municipalities(who),
        "taken_in": lambda: sharing_door.taken_in(who),
        "others": lambda: sharing_door.others(who, "901"),
        "first_told": lambda: sharing_door.first_told(who, "901", ["occupation"], FEBRUARY),
        "comparison": lambda: sharing_door.comparison(who, "901", ASKED, ["902"]),
    }
    for ask in reading.values():
        if role in sharing_door.READERS:
            ask()
        else:
            with pytest.raises(NotAllowedError):
                ask()
    if role in sharing_door.SHARERS:
        assert sharing_door.take_in(who, shared_file(municipality="906")).municipality == "906"
        with pytest.raises(WrongUseError, match="ingen tal"):
            sharing_door.shared_file(who, "901", FEBRUARY)
        return
    for ask in (lambda: sharing_door.take_in(who, shared_file(municipality="906")),
                lambda: sharing_door.shared_file(who, "901", FEBRUARY)):  # fmt: skip
        with pytest.raises(NotAllowedError):
            ask()
    assert taken_in(here.store_url) == []


def test_a_foreign_municipality_is_not_given_away(here: Settings) -> None:
    manager = visit(here, "management")
    for ask in (lambda: sharing_door.shared_file(manager, "902", FEBRUARY), lambda: sharing_door.others(manager, "902"),
                lambda: sharing_door.comparison(manager, "902", ASKED, ["901"])):  # fmt: skip
        with pytest.raises(NotAllowedError):
            ask()


def test_a_role_in_one_municipality_gives_nothing_away_of_another(here: Settings) -> None:
    """Project lead in 901 and economist in 902: 902 is theirs to read, and its file is not theirs to give."""
    here = visit(here, "project_lead", figures_off=ALL_BUT_ONE).here
    both = Visit(here, User("anne", (Grant("project_lead", "901"), Grant("economist", "902"))))
    assert sharing_door.municipalities(both) == ["901", "902"]
    assert [sharing_door.may_share(both, code) for code in ("901", "902")] == [True, False]
    with pytest.raises(NotAllowedError):
        sharing_door.shared_file(both, "902", FEBRUARY)
    with pytest.raises(WrongUseError, match="ingen tal"):
        sharing_door.shared_file(both, "901", FEBRUARY)


def test_what_is_given_away_and_taken_in_stands_in_the_access_log(made_sample: Path, tmp_path: Path) -> None:
    """One line each, about no citizen; what was refused has no line."""
    store = store_at(tmp_path)
    lead = Visit(
        Settings(made_sample, store, TODAY, Choices(figures_off=ALL_BUT_ONE)),
        User("lis", (Grant("project_lead", "901"),)),
    )
    sharing_door.shared_file(lead, "901", date(2025, 12, 1))
    sharing_door.take_in(lead, shared_file(municipality="906"))
    with pytest.raises(SharedFileError):
        sharing_door.take_in(lead, shared_file(municipality="901"))
    told = [(line.user_name, line.role, line.action, line.citizen_id, line.subject) for line in accesses(store)]
    assert told == [
        ("lis", "project_lead", "changed", None, "Tal fra andre kommuner"),
        ("lis", "project_lead", "exported", None, "Tal til andre kommuner"),
    ]


def test_even_a_project_lead_compares_with_what_is_published(here: Settings) -> None:
    """901 has three citizens: hidden here too, though the lead's own page shows them; 906's file says 40 % of 20."""
    lead = visit(here, "project_lead")
    sharing_door.take_in(lead, shared_file(municipality="906"))
    assert sharing_door.others(lead, "901") == ["902", "906"]
    counted = Asked("citizens_included", None, None, "2025-02")
    assert {line.row["status"] for line in sharing_door.comparison(lead, "901", counted, ["902"]) if line.row} == {
        "too_few"
    }
    lines = sharing_door.comparison(lead, "901", ASKED, ["906", "902"])
    table = comparison_table(lines, catalogue()["occupation"].parts[0])
    assert list(table.index) == ["901", "906", "902"]
    assert list(table["Værdi"]) == ["ingen data", "40 %", "ingen data"]
    assert table.loc["906", "Hviler på"] == "20 kendte, 80 %"
    assert list(comparison_bars(lines, catalogue()["occupation"].parts[0])["label"]) == [
        "Kommune 901", "Kommune 906", "Kommune 902",
    ]  # fmt: skip


def test_a_file_about_a_municipality_that_is_here_is_refused(here: Settings) -> None:
    with pytest.raises(SharedFileError, match="sine egne tal her"):
        sharing_door.take_in(visit(here, "management"), shared_file(municipality="902"))
    assert taken_in(here.store_url) == []


def test_a_demo_without_login_takes_in_invented_municipalities_alone(here: Settings) -> None:
    """A real one's numbers would close the demo to everybody, as test_invented.py says; with login they are welcome."""
    lead = visit(here, "project_lead")
    with pytest.raises(SharedFileError, match="demo uden login"):
        sharing_door.take_in(lead, shared_file(municipality="906"), only_invented=True)
    assert taken_in(here.store_url) == []
    assert sharing_door.take_in(lead, shared_file(municipality="904"), only_invented=True).municipality == "904"
    assert sharing_door.take_in(lead, shared_file(municipality="906")).municipality == "906"


def test_the_page_opens_on_a_figure_that_has_a_number(here: Settings) -> None:
    """Three citizens: occupation and completion are hidden or unknown; how mature they find themselves is told."""
    who = visit(here, "project_lead")
    names = ["occupation", "completion", "maturity"]
    assert sharing_door.first_told(who, "901", names, FEBRUARY) == 0  # nothing is protected yet, and nobody waits
    keep(here.store_url, Given("901", "maturity", date(2025, 1, 15), "all", dict.fromkeys(STATEMENTS, 40.0)), today=TODAY,
         who="lis", at=AT)  # fmt: skip
    build_from_store(here)
    figures_of_months(here, [FEBRUARY], names, "901")
    assert sharing_door.first_told(who, "901", names, FEBRUARY) == 2
    assert sharing_door.first_told(who, "901", names[:2], FEBRUARY) == 0
