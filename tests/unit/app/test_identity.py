"""Which sign-ins are worth something: for us, still holding, and with a name."""

from typing import Any

import pytest

from app.identity import Provider, login_of, provider_problems

NOW = 1_000_000.0
GOOD = {"is_logged_in": True, "aud": "os", "sub": "anne", "iat": NOW - 60, "exp": NOW + 3600}
OURS = Provider("os")
WHOLE = {
    "redirect_uri": "https://x/oauth2callback", "cookie_secret": "t" * 32, "client_id": "a", "client_secret": "b",
    "server_metadata_url": "https://y",
}  # fmt: skip


def judged(provider: Provider = OURS, hours: float = 8, **changed: Any) -> tuple[str, str | None]:
    return login_of(
        {name: value for name, value in (GOOD | changed).items() if value is not None}, provider, hours, NOW
    )


def test_a_good_token_names_its_login() -> None:
    assert judged() == ("anne", None)
    assert judged(sub=" anne ") == ("anne", None)
    assert judged(Provider("os", "oid"), oid="1f-2") == ("1f-2", None)


@pytest.mark.parametrize("changed", [{"is_logged_in": False}, {"is_logged_in": None}])
def test_whoever_is_not_signed_in_has_no_login(changed: dict[str, Any]) -> None:
    assert judged(**changed) == ("", "not_signed_in")


@pytest.mark.parametrize(
    "changed",
    [{"aud": "andre"}, {"aud": None}, {"aud": []}, {"aud": ["andre"]}, {"aud": ["os", "andre"]}, {"aud": 7},
     {"aud": ["os", "andre"], "azp": "andre"}, {"aud": "andre", "azp": "os"}, {"aud": "osteklokke"}],
)  # fmt: skip
def test_a_token_for_somebody_else_is_none_of_ours(changed: dict[str, Any]) -> None:
    assert judged(**changed) == ("", "not_for_us")


def test_we_may_be_one_of_several_audiences_when_the_token_was_issued_to_us() -> None:
    assert judged(aud=["os"]) == ("anne", None)
    assert judged(aud=["andre", "os"], azp="os") == ("anne", None)


@pytest.mark.parametrize(
    "changed",
    [{"exp": NOW}, {"exp": NOW - 1}, {"exp": None}, {"iat": None}, {"iat": "i dag"}, {"exp": True},
     {"iat": NOW - 8 * 3600, "exp": NOW + 99}, {"iat": NOW + 301}],
)  # fmt: skip
def test_what_has_run_out_or_has_no_time_is_over(changed: dict[str, Any]) -> None:
    """At the second of exp and at eight hours to the second it is over; a token from the future is nobody's."""
    assert judged(**changed) == ("", "over")


def test_a_session_lasts_as_long_as_it_is_set_to() -> None:
    """Issued 3 hours ago: over with 3 hours, not with 3.1. Not following the token, exp no longer ends it; 8 hours do."""
    assert judged(hours=3, iat=NOW - 3 * 3600) == ("", "over")
    assert judged(hours=3.1, iat=NOW - 3 * 3600) == ("anne", None)
    loose = Provider("os", follow_token=False)
    assert judged(loose, exp=NOW - 1) == ("anne", None)
    assert judged(loose, exp=NOW - 1, iat=NOW - 8 * 3600) == ("", "over")


@pytest.mark.parametrize("changed", [{"sub": None}, {"sub": " "}, {"sub": 7}])
def test_a_token_without_the_claim_names_nobody(changed: dict[str, Any]) -> None:
    assert judged(**changed) == ("", "nameless")


def test_an_unverified_email_names_nobody() -> None:
    """Some providers let people write whatever address they like; unless it is said to be verified it proves nothing."""
    by_email = Provider("os", "email")
    for said in ({"email_verified": False}, {"email_verified": "false"}, {"email_verified": None}, {}):
        assert judged(by_email, email="a@b.dk", **said) == ("", "nameless")
    assert judged(by_email, email="a@b.dk", email_verified=True) == ("a@b.dk", None)


@pytest.mark.parametrize("claim", ["oid", "preferred_username", "sub"])
def test_other_claims_need_no_verified_email(claim: str) -> None:
    """Entra ID sends oid and preferred_username, and never says whether an address is verified."""
    assert judged(Provider("os", claim), **{claim: "a@b.dk"}, email="a@b.dk") == ("a@b.dk", None)


def test_a_provider_that_is_half_configured_is_told_what_is_missing() -> None:
    assert provider_problems(WHOLE) == []
    assert provider_problems(WHOLE | {"client_id": ""}) == ["[auth] client_id mangler."]
    assert provider_problems(WHOLE | {"client_secret": "SKRIV-HER"}) == ["[auth] client_secret mangler."]
    assert "32" in provider_problems(WHOLE | {"cookie_secret": "kort"})[0]
    assert len(provider_problems({})) == 5
