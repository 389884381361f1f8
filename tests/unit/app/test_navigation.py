"""Which pages each role has, as pages.md's table says, and where each begins."""

import pytest

from app.navigation import FIRST, MENU, first_of, places_of
from app.rights import ROLES_DA, Grant, Role, User

WITHOUT_CITIZENS: list[Role] = ["economist", "management", "administrator", "auditor"]


def user(*roles: Role) -> User:
    return User("nogen", tuple(Grant(role, "901") for role in roles))


@pytest.mark.parametrize("role", WITHOUT_CITIZENS)
def test_roles_without_citizens_have_no_page_with_citizens(role: Role) -> None:
    assert not {place.address for place in places_of(user(role))} & {"borger", "data-ind"}


def test_a_user_with_two_roles_has_the_pages_of_both() -> None:
    """An economist has SØM, a caseworker has Borger; somebody who is both has both."""
    both = {place.address for place in places_of(user("caseworker", "economist"))}
    assert {"som", "borger"} <= both


def test_nobody_without_a_role_has_a_page() -> None:
    assert places_of(user()) == []
    assert first_of(user()) is None


def test_the_first_page_is_one_of_the_users_own_and_stands_in_the_menu() -> None:
    for role in ROLES_DA:
        first = first_of(user(role))
        assert first is None or (first in places_of(user(role)) and not first.hidden)
    assert first_of(user("economist")).address == "som"  # type: ignore[union-attr]


def test_every_page_has_an_address_of_its_own_and_every_role_a_first_page() -> None:
    assert len({place.address for place in MENU}) == len({place.file for place in MENU}) == len(MENU)
    assert set(FIRST) == set(ROLES_DA)
