"""The tour of a first visit: its steps are open to their role, it is shown once, closed for good, and can be read again."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.navigation import MENU
from app.page_help import WHY_DA
from app.rights import ROLES_DA, Grant, User
from app.tour import CLOSE_KEY, role_of, tours
from pipelines import users
from pipelines.choices import decisions, with_stored_choices
from pipelines.settings import Choices, Settings
from pipelines.tours import see_tour, tours_seen
from pipelines.users import Granted
from tests.stores import store_at
from tests.unit.app.door_world import AT, make

MAIN = str(Path(__file__).parents[3] / "app" / "main.py")
PLACES = {place.address: place for place in MENU}


def test_every_role_has_a_tour_of_three_to_five_steps() -> None:
    assert set(tours()) == set(ROLES_DA)
    assert all(3 <= len(steps) <= 5 for steps in tours().values())


@pytest.mark.parametrize("role", ROLES_DA)
def test_every_step_is_a_sentence_about_a_page_that_the_role_has(role: str) -> None:
    for step in tours()[role]:
        assert step.page in PLACES, step.page
        assert role in PLACES[step.page].roles, step.page
        assert (Path(MAIN).parent / "views" / PLACES[step.page].file).exists()
        assert step.text_da[0].isupper()
        assert step.text_da.endswith(".")
        assert 6 <= len(step.text_da.split()) <= 30


def test_a_user_of_two_roles_gets_the_tour_of_where_they_begin() -> None:
    both = User("lis", (Grant("auditor", "901"), Grant("project_lead", "901")))
    assert role_of(both) == "project_lead"
    assert role_of(User("ny", ())) is None


@pytest.mark.store
def test_it_is_noted_once_for_each_user_and_role(tmp_path: Path) -> None:
    here = Settings(tmp_path, store_at(tmp_path), date(2026, 1, 15), Choices())
    assert tours_seen(here, "lis") == frozenset()
    for _ in range(2):
        see_tour(here, "lis", "auditor", AT)
    see_tour(here, "bo", "management", AT)
    assert (tours_seen(here, "lis"), tours_seen(here, "bo")) == ({"auditor"}, {"management"})
    assert len(decisions(here.store_url)) == 2
    assert with_stored_choices(here).choices == here.choices


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A store with a user who audits, and nobody has taken the tour."""
    made = make(tmp_path / "home")
    users.add(made.store_url, "rev", "rev@eksempel.dk")
    users.grant(made.store_url, "rev", Granted("auditor", "901"), who="drift", at=AT)
    for name, value in (("HOME", str(made.home)), ("STORE", made.store_url), ("TODAY", "2025-06-15")):
        monkeypatch.setenv(f"BUNDLINJE_{name}", value)
    return made


def opened(page: str | None = None) -> AppTest:
    """A session of its own, as the auditor."""
    app = AppTest.from_file(MAIN, default_timeout=60)
    app.query_params["hvem"] = "rev"
    app.run()
    if page:
        app.switch_page(page).run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return "\n".join(text.value for text in app.main.markdown)


FIRST_STEP = tours()["auditor"][0].text_da


@pytest.mark.store
def test_it_is_shown_until_it_is_closed_and_never_again(here: Settings) -> None:
    """On the first page and no other; closed in one session it is gone in the next, and stands on Hjælp."""
    assert FIRST_STEP in said(opened())
    assert "kort rundtur" not in said(opened("views/hjaelp.py"))
    app = opened()
    (close,) = [button for button in app.button if button.label == "Luk rundturen"]
    assert close.proto.shortcut.lower() == CLOSE_KEY.lower()
    close.click().run()
    assert FIRST_STEP not in said(app)
    assert FIRST_STEP not in said(opened())
    helped = said(opened("views/hjaelp.py"))
    assert FIRST_STEP in helped
    assert WHY_DA in helped
    assert tours_seen(here, "rev") == {"auditor"}
