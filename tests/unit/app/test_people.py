"""Two on one course on the page Nyt forløb, what a blank leaves alone, and who may be a caseworker."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from app.registry import people
from app.registry.people import Done, Running, Undecided
from app.rights import Visit
from pipelines import users
from pipelines.citizen_rows import citizen_rows
from pipelines.registering import register
from pipelines.settings import Settings
from pipelines.users import Granted
from tests.stores import copy_home, store_at
from tests.unit.app.door_cases import NEW_COURSE
from tests.unit.app.door_world import AT, OWN, TODAY, make, visit

pytestmark = pytest.mark.store
COURSE = OWN.replace("B-", "F-")
MAIN = str(Path(__file__).parents[3] / "app" / "main.py")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make(tmp_path_factory.mktemp("people") / "home")


@pytest.fixture
def here(made: Settings, tmp_path: Path) -> Settings:
    home = copy_home(made.home, tmp_path / "home")
    return Settings(home, store_at(home), made.today, made.choices)


def opened(visitor: Visit) -> Running:
    return next(each for each in people.running_courses(visitor) if each.course_id == COURSE)


def colleague(here: Settings, **course: str) -> None:
    """Bo saves on the same course meanwhile."""
    register(here.store_url, OWN, {"courses": [{"course_id": COURSE, **course}]}, based_on=10**9, who="bo",
             source="App", reason=None, today=TODAY, at=AT)  # fmt: skip


def stored(here: Settings) -> dict[str, Any]:
    row = citizen_rows(here.store_url, OWN).find("courses", course_id=COURSE)
    return row.values if row else {}


@pytest.mark.parametrize(
    ("name", "texts", "others", "told"),
    [
        ("end", {"ended_on": "10-06-2025", "end_reason": "moved", "effect_goal_met": ""},
         {"ended_on": "2025-06-01", "end_reason": "completed"},
         ["Afsluttet den: bo har gemt 01-06-2025, efter du åbnede siden. Du har skrevet 10-06-2025.",
          "Afslutningsårsag: bo har gemt Gennemført, efter du åbnede siden. Du har skrevet Fraflyttet."]),
        ("start", {"started_on": "12-01-2025"}, {"started_on": "2025-01-16"},
         ["Startet den: bo har gemt 16-01-2025, efter du åbnede siden. Du har skrevet 12-01-2025."]),
        ("change_method", {"started_on": "02-06-2025", "method": "ICM", "course_id": "F-2", "progression_measure": ""},
         {"ended_on": "2025-05-20", "end_reason": "moved"},
         ["Afsluttet den: bo har gemt 20-05-2025, efter du åbnede siden. Du har skrevet 01-06-2025.",
          "Afslutningsårsag: bo har gemt Fraflyttet, efter du åbnede siden. Du har skrevet Skiftet metode."]),
        ("change_caseworker", {"caseworker": "bo", "month": "06-2025"}, {"caseworker": "cecilie"},
         ["Medarbejder: bo har gemt cecilie, efter du åbnede siden. Du har skrevet bo."]),
    ],
)  # fmt: skip
def test_what_a_colleague_did_since_the_page_opened_is_told_and_not_overwritten(
    here: Settings, name: Any, texts: dict[str, str], others: dict[str, str], told: list[str]
) -> None:
    """Told field by field, and nothing stored; saved once more on the version that was told, it holds."""
    lead = visit(here, "project_lead")
    course = opened(lead)
    colleague(here, **others)
    theirs = stored(here)
    clash = people.decide(lead, name, course, texts)
    assert isinstance(clash, Undecided)
    assert sorted(clash.lines[:-1]) == sorted(told)
    assert "Gem igen" in clash.lines[-1]
    assert stored(here) == theirs
    assert clash.version is not None
    again = Running(COURSE, OWN, "CTI", None, "anne", (), clash.version)
    assert isinstance(people.decide(lead, name, again, texts), Done)
    assert stored(here) != theirs


def test_what_is_left_blank_takes_nothing_away_that_is_known(here: Settings) -> None:
    """A colleague knows that the goal was met; whoever ends the course and leaves the goal blank has not said otherwise."""
    anne = visit(here, "caseworker")
    course = opened(anne)
    colleague(here, effect_goal_met="yes")
    for on in (course, opened(anne)):
        done = people.end_course(anne, COURSE, "10-06-2025", "moved", "", based_on=on.version)
        assert isinstance(done, Done)
        assert (stored(here)["effect_goal_met"], stored(here)["ended_on"]) == ("yes", date(2025, 6, 10))
        colleague(here, ended_on="", end_reason="")


def test_another_method_never_takes_the_id_of_a_course_that_is_there(here: Settings) -> None:
    anne = visit(here, "caseworker")
    on = opened(anne).version
    refused = people.change_method(anne, COURSE, "02-06-2025", "ICM", {"course_id": COURSE}, based_on=on)
    assert refused == Undecided([people.ID_TAKEN_DA])


def test_a_caseworker_is_a_user_of_the_place_or_has_courses_there(here: Settings) -> None:
    """bo and cecilie have courses in 901, dorte only in 902; the others have the role: eva in 902, frida in another team,
    gitte and hanne here, but hanne's user is closed."""
    granted = (("eva", "902", None), ("frida", "901", "Syd"), ("gitte", "901", "Nord"), ("hanne", "901", None))
    for name, municipality, team in granted:
        users.add(here.store_url, name, f"{name}@eksempel.dk")
        users.grant(here.store_url, name, Granted("caseworker", municipality, team), who="drift", at=AT)
    users.deactivate(here.store_url, "hanne")
    anne, taken = visit(here, "caseworker"), {}
    for name in ("annne", "Anne Jensen", "dorte", "eva", "frida", "hanne", "cecilie", "gitte", "bo"):
        version = citizen_rows(here.store_url, OWN).version
        taken[name] = people.change_caseworker(anne, COURSE, name, "08-2025", based_on=version)
    refused = [name for name, result in taken.items() if result == Undecided([people.NO_CASEWORKER_DA])]
    assert refused == ["annne", "Anne Jensen", "dorte", "eva", "frida", "hanne"]
    assert [name for name, result in taken.items() if isinstance(result, Done)] == ["cecilie", "gitte", "bo"]
    for name, is_known in (("hanne", False), ("bo", True)):
        new = people.new_course(anne, OWN, NEW_COURSE | {"caseworker": name})
        assert (new == Undecided([people.NO_CASEWORKER_DA])) is not is_known
        citizen = {"citizen_id": "B-79", "municipality": "901", "team": "Nord", "target_group": "homeless"}
        first = people.new_citizen(anne, citizen, NEW_COURSE | {"course_id": "B-79-1", "caseworker": name})
        assert (first == Undecided([people.NO_CASEWORKER_DA])) is not is_known


@pytest.mark.once
def test_the_page_tells_of_the_colleague_and_keeps_what_is_typed(
    here: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anne opens the end of her course and types; Bo ends it; her first Gem tells of it, her second one stores hers."""
    for name, value in (("HOME", str(here.home)), ("STORE", here.store_url), ("TODAY", "2025-06-15")):
        monkeypatch.setenv(f"BUNDLINJE_{name}", value)
    app = AppTest.from_file(MAIN, default_timeout=60)
    app.query_params["hvem"] = "anne"
    app.run()
    app.switch_page("views/nyt_forloeb.py").run()
    app.selectbox(key="handling").set_value("end").run()
    app.selectbox(key="forloeb").set_value(COURSE).run()
    app.text_input[0].set_value("10-06-2025").run()
    app.selectbox[2].set_value("moved").run()
    colleague(here, ended_on="2025-06-01", end_reason="moved")
    next(button for button in app.button if button.label == "Gem").click().run()
    assert "bo har gemt 01-06-2025" in app.error[0].value
    assert app.text_input[0].value == "10-06-2025"
    assert stored(here)["ended_on"] == date(2025, 6, 1)
    next(button for button in app.button if button.label == "Gem").click().run()
    assert not app.exception
    assert "afsluttet den 10-06-2025" in app.success[0].value
    assert stored(here)["ended_on"] == date(2025, 6, 10)
