"""The administrator's two pages, run without a browser on a small store: a role given and taken, a choice made."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipelines import users
from pipelines.choices import with_stored_choices
from pipelines.settings import settings
from pipelines.users import Granted
from tests.unit.app.door_world import AT, make

pytestmark = pytest.mark.once

MAIN = str(Path(__file__).parents[3] / "app" / "main.py")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    here = make(tmp_path / "home")
    users.add(here.store_url, "chef", "chef@eksempel.dk")
    users.grant(here.store_url, "chef", Granted("administrator", "901"), who="drift", at=AT)
    monkeypatch.setenv("BUNDLINJE_HOME", str(here.home))
    monkeypatch.setenv("BUNDLINJE_STORE", here.store_url)
    monkeypatch.setenv("BUNDLINJE_TODAY", "2025-06-15")
    return here.store_url


def opened(page: str | None = None) -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=60)
    app.query_params["hvem"] = "chef"
    app.run()
    if page:
        app.switch_page(page).run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception


def roles_of(store: str, name: str) -> tuple[Granted, ...]:
    return next(user.grants for user in users.users(store) if user.user_name == name)


def test_a_user_is_made_given_a_role_and_closed(store: str) -> None:
    app = opened()
    assert app.title[0].value == "Brugere"
    app.text_input[0].set_value("dora")
    app.text_input[1].set_value("dora@eksempel.dk")
    press(app, "Opret bruger")
    assert "dora er oprettet" in app.success[0].value
    app.selectbox(key="giv").set_value("dora").run()
    press(app, "Giv rollen")
    assert roles_of(store, "dora") == (Granted("caseworker", "901"),)
    app.selectbox(key="luk").set_value("dora").run()
    press(app, "Luk brugeren")
    assert users.user_by_login(store, "dora@eksempel.dk") is None


def test_a_cpr_number_as_user_name_is_refused_and_not_repeated(store: str) -> None:
    app = opened()
    app.text_input[0].set_value("010190-1234")
    app.text_input[1].set_value("x@eksempel.dk")
    press(app, "Opret bruger")
    assert "cpr-nummer" in app.error[0].value
    assert "010190" not in app.error[0].value
    assert len(users.users(store)) == 3


def test_no_citizen_stands_on_the_administrators_pages(store: str) -> None:
    for page in (None, "views/indstillinger.py"):
        app = opened(page)
        told = " ".join(str(element.value) for element in [*app.markdown, *app.dataframe, *app.table])
        assert "B-own" not in told
        assert "F-own" not in told


def test_the_erasure_period_is_asked_for_until_it_is_chosen(store: str) -> None:
    app = opened("views/indstillinger.py")
    assert "Slettefristen er ikke valgt" in app.warning[0].value
    app.text_input[0].set_value("24,5")
    app.text_input[1].set_value("besluttet")
    press(app, "Gem valget")
    assert "helt tal" in app.error[0].value
    app.text_input[0].set_value("24")
    press(app, "Gem valget")
    assert with_stored_choices(settings()).choices.erase_after_months == 24
    assert not app.warning


def test_the_limit_of_a_question_is_chosen_in_per_cent(store: str) -> None:
    """Shown as 80 % until it is chosen; 0 and 100 would make a rule ask never or always, and half a per cent is no whole one."""
    app = opened("views/indstillinger.py")
    label = "Ledelse spørger til registreringen under"
    assert app.table[0].value.loc[label, "I dag"] == "80 %"
    app.selectbox(key="valg").set_value("ask_registration_below").run()
    app.text_input[1].set_value("besluttet")
    for wrong in ("0", "100", "79,5", "alt"):
        app.text_input[0].set_value(wrong)
        press(app, "Gem valget")
        assert "1 til 99" in app.error[0].value, wrong
    app.text_input[0].set_value("90 %")
    press(app, "Gem valget")
    assert with_stored_choices(settings()).choices.ask_registration_below == 0.9
    assert app.table[0].value.loc[label, "I dag"] == "90 %"
