"""The administrator gives and takes rights in own municipalities only, never to themselves, and chooses with a reason."""

from datetime import date, datetime
from pathlib import Path

import pytest

from app.choice_texts import TEXTS, value_da, whole_number
from app.registry import choosing, users
from app.rights import Grant, NotAllowedError, User, Visit
from pipelines import users as stored
from pipelines.access_log import accesses
from pipelines.choices import with_stored_choices
from pipelines.settings import Choices, Settings, SettingsError
from pipelines.users import Granted
from tests.stores import store_at

pytestmark = pytest.mark.store

AT = datetime(2026, 1, 1)
LEAD = Granted("project_lead", "901")


@pytest.fixture
def boss(tmp_path: Path) -> Visit:
    """The administrator of 901, beside anne of 901, bo of 902, and carl of both."""
    here = Settings(tmp_path, store_at(tmp_path), date(2026, 1, 15), Choices())
    for name, municipalities in {
        "chef": ["901"],
        "anne": ["901"],
        "bo": ["902"],
        "carl": ["901", "902"],
        "ny": [],
    }.items():
        stored.add(here.store_url, name, f"{name}@eksempel.dk")
        for code in municipalities:
            stored.grant(here.store_url, name, Granted("caseworker", code), who="drift", at=AT)
    return Visit(here, User("chef", (Grant("administrator", "901"),)))


def roles_of(boss: Visit, name: str) -> tuple[Granted, ...]:
    return next(user.grants for user in stored.users(boss.here.store_url) if user.user_name == name)


def test_only_own_municipalities_users_are_listed_with_the_roles_they_have_there(boss: Visit) -> None:
    """bo of 902 is not there, carl's role in 902 is not told, ny without any role is there to be given one."""
    listed = {user.user_name: user.grants for user in users.listed(boss)}
    assert set(listed) == {"chef", "anne", "carl", "ny"}
    assert listed["carl"] == (Granted("caseworker", "901"),)


def test_a_role_is_given_and_taken_and_both_stand_in_the_log(boss: Visit) -> None:
    users.grant(boss, "ny", LEAD)
    assert roles_of(boss, "ny") == (LEAD,)
    users.revoke(boss, "ny", LEAD)
    assert roles_of(boss, "ny") == ()
    lines = accesses(boss.here.store_url, user_name="chef", limit=None)
    assert [(line.action, line.citizen_id, line.subject) for line in lines] == [("changed", None, "Brugere")] * 2


def test_no_role_is_given_in_a_municipality_of_somebody_elses(boss: Visit) -> None:
    for change in (users.grant, users.revoke):
        with pytest.raises(NotAllowedError, match="902"):
            change(boss, "carl", Granted("caseworker", "902"))
    assert Granted("caseworker", "902") in roles_of(boss, "carl")


def test_nobody_gives_rights_to_themselves_nor_locks_themselves_out(boss: Visit) -> None:
    """An administrator sees no citizen; one who could make themselves project lead would."""
    for change in (
        lambda: users.grant(boss, "chef", LEAD),
        lambda: users.grant(boss, " chef ", LEAD),
        lambda: users.deactivate(boss, "chef"),
        lambda: users.add(boss, "chef", "x@eksempel.dk"),
    ):
        with pytest.raises(NotAllowedError, match="din egen bruger"):
            change()
    assert LEAD not in roles_of(boss, "chef")


def test_a_user_with_roles_elsewhere_is_not_closed_from_here(boss: Visit) -> None:
    for name in ("bo", "carl"):
        with pytest.raises(NotAllowedError, match="andre kommuner"):
            users.deactivate(boss, name)
    users.deactivate(boss, "anne")
    assert stored.user_by_login(boss.here.store_url, "anne@eksempel.dk") is None
    users.add(boss, "anne", "anne@eksempel.dk")
    assert stored.user_by_login(boss.here.store_url, "anne@eksempel.dk") is not None


def test_the_teams_to_choose_between_are_the_municipalitys_own(boss: Visit) -> None:
    stored.grant(boss.here.store_url, "anne", Granted("caseworker", "901", "Nord"), who="drift", at=AT)
    stored.grant(boss.here.store_url, "bo", Granted("caseworker", "902", "Vest"), who="drift", at=AT)
    assert users.known_teams(boss) == {"901": ["Nord"]}


def test_a_choice_is_made_with_a_reason_and_holds(boss: Visit) -> None:
    choosing.choose(boss, "erase_after_months", 24, "besluttet i januar")
    assert with_stored_choices(boss.here).choices.erase_after_months == 24
    with pytest.raises(SettingsError, match="begrundelse"):
        choosing.choose(boss, "erase_after_months", 36, " ")
    with pytest.raises(SettingsError, match="mindst 3"):
        choosing.choose(boss, "disclosure_limit", 2, "flere tal")
    assert [(made.value, made.set_by) for made in choosing.made(boss)] == [(24, "chef")]


def test_what_is_not_chosen_in_the_app_is_refused(boss: Visit) -> None:
    with pytest.raises(ValueError, match="banner"):
        choosing.choose(boss, "banner", "hej", "fordi")


def test_every_choice_has_its_words() -> None:
    assert set(TEXTS) == set(choosing.MAY_CHOOSE)
    default = Choices()
    assert {name: value_da(name, getattr(default, name), {}) for name in TEXTS} == {
        "erase_after_months": "ikke valgt", "session_hours": "8", "caseworkers_see": "hele teamets borgere",
        "project_leads_see": "kommunens borgere", "ors_licence": "nej", "disclosure_limit": "5", "figures_off": "ingen",
        "ask_registration_below": "80 %", "ask_result_fell": "10 %", "ask_estimates_above": "50 %",
    }  # fmt: skip
    assert value_da("session_hours", 7.5, {}) == "7,5"


@pytest.mark.parametrize(
    ("text", "number"), [("24", 24), (" 5 ", 5), ("12,5", None), ("12.5", None), ("", None), ("-3", None)]
)
def test_a_whole_number_is_read_or_refused_never_guessed(text: str, number: int | None) -> None:
    assert whole_number(text) == number
