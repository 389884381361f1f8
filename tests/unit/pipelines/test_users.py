"""Who may sign in and with which roles, in a real store."""

from datetime import datetime
from pathlib import Path

import pytest

from pipelines.users import (
    Granted,
    StoredUser,
    UsersError,
    add,
    add_from_file,
    deactivate,
    grant,
    revoke,
    user_by_login,
    users,
)

AT = datetime(2025, 6, 15, 10, 30)
NORD = Granted("caseworker", "901", "Nord")
FILE = """
- user_name: anne
  login: anne@eksempel.dk
  grants:
    - {role: caseworker, municipality: "901", team: Nord}
    - {role: auditor, municipality: "901"}
- user_name: bo
  login: bo@eksempel.dk
"""


def decide(deed: object, url: str, user_name: str, granted: Granted) -> None:
    deed(url, user_name, granted, who="admin", at=AT)  # type: ignore[operator]


def test_a_user_has_the_roles_that_stand(store_url: str) -> None:
    """Granted, granted again, revoked, granted: the last decision counts; login is found in any case of letters."""
    add(store_url, "anne", "Anne@eksempel.dk")
    for deed in (grant, grant, revoke, grant):
        decide(deed, store_url, "anne", NORD)
    decide(grant, store_url, "anne", Granted("auditor", "902"))
    decide(revoke, store_url, "anne", Granted("auditor", "902"))
    anne = StoredUser("anne", "Anne@eksempel.dk", True, (NORD,))
    assert users(store_url) == [anne]
    assert user_by_login(store_url, " anne@EKSEMPEL.dk") == anne
    assert user_by_login(store_url, "bo@eksempel.dk") is None


def test_a_deactivated_user_does_not_sign_in_and_may_come_back(store_url: str) -> None:
    add(store_url, "anne", "a@x")
    decide(grant, store_url, "anne", NORD)
    deactivate(store_url, "anne")
    assert user_by_login(store_url, "a@x") is None
    assert not users(store_url)[0].active
    add(store_url, "anne", "a@x")
    assert user_by_login(store_url, "a@x") == StoredUser("anne", "a@x", True, (NORD,))


def test_a_file_adds_and_the_second_time_changes_nothing(store_url: str, tmp_path: Path) -> None:
    path = tmp_path / "users.yaml"
    path.write_text(FILE, encoding="utf-8")
    assert add_from_file(store_url, path, who="drift", at=AT) == "Brugere: 2 nye, 2 nye roller, 2 i alt."
    before = users(store_url)
    assert before[0].grants == (Granted("auditor", "901"), NORD)
    assert add_from_file(store_url, path, who="drift", at=AT) == "Brugere: 0 nye, 0 nye roller, 2 i alt."
    assert users(store_url) == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("user_name: anne", "liste af brugere"),
        ("- anne", "mangler felterne login, user_name"),
        ("- {user_name: anne}", "login mangler"),
        ("- {user_name: anne, login: a, navn: A}", "navn kendes ikke"),
        ("- {user_name: anne, login: 3}", "login skal være en tekst"),
        ("- {user_name: 010190-1234, login: a}", "cpr-nummer"),
        ("- {user_name: a, login: a, grants: [{role: boss, municipality: '901'}]}", "boss er ikke en rolle"),
        ("- {user_name: a, login: a, grants: [{role: auditor, municipality: 901}]}", "tre cifre i anførselstegn"),
        ("- {user_name: a, login: x}\n- {user_name: b, login: X}", "hører allerede til brugeren a"),
        ("- {user_name: a, login: x}\n- {user_name: a, login: y}", "findes med login x"),
    ],
)
def test_a_file_with_anything_else_is_refused_whole(tmp_path: Path, text: str, said: str) -> None:
    path, url = tmp_path / "users.yaml", f"sqlite:///{tmp_path / 'store.db'}"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsersError, match=said) as refused:
        add_from_file(url, path, who="drift", at=AT)
    assert "1234" not in str(refused.value)
    assert users(url) == []


def test_nobody_decides_about_a_user_who_is_not_there(store_url: str) -> None:
    for deed in (grant, revoke):
        with pytest.raises(UsersError, match="findes ikke"):
            decide(deed, store_url, "nobody", NORD)
    with pytest.raises(UsersError, match="findes ikke"):
        deactivate(store_url, "nobody")
