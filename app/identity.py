"""What a sign-in is worth: whom the provider's claims name, and whether they are for us and still hold. No Streamlit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Denial = Literal["not_signed_in", "not_for_us", "over", "nameless"]
CLOCKS_DIFFER_SECONDS = 300
NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
COOKIE_SECRET_CHARACTERS = 32
PLACEHOLDER = "SKRIV"


@dataclass(frozen=True)
class Provider:
    """The installation's OpenID Connect provider, as far as judging its claims needs it.

    login_claim: the claim that is held up against a user's login. follow_token: whether a session ends with the token.
    """

    client_id: str
    login_claim: str = "sub"
    follow_token: bool = True


def provider_problems(auth: Mapping[str, Any]) -> list[str]:
    """What is missing or unsafe in the secrets' [auth] section, in Danish; empty when a sign-in may be tried."""
    missing = [name for name in NEEDED if not auth.get(name) or PLACEHOLDER in str(auth[name])]
    problems = [f"[auth] {name} mangler." for name in missing]
    if "cookie_secret" not in missing and len(str(auth["cookie_secret"])) < COOKIE_SECRET_CHARACTERS:
        problems.append(f"[auth] cookie_secret skal være mindst {COOKIE_SECRET_CHARACTERS} tilfældige tegn.")
    return problems


def login_of(
    claims: Mapping[str, Any], provider: Provider, session_hours: float, now: float
) -> tuple[str, Denial | None]:
    """The login that the claims name, or why they are not accepted; now is seconds since 1970.

    A session is over session_hours after the token was issued and, with follow_token, when the token itself runs out.
    A token without the times is one nobody can judge, and so it is over. An address that the provider does not say it has
    verified names nobody: whoever may write any address would be whom they like.
    """
    if not claims.get("is_logged_in"):
        return "", "not_signed_in"
    if not _is_for(claims, provider.client_id):
        return "", "not_for_us"
    if not _still_holds(claims, provider.follow_token, session_hours, now):
        return "", "over"
    login = claims.get(provider.login_claim)
    unproven = provider.login_claim == "email" and claims.get("email_verified") is not True
    return (login.strip(), None) if isinstance(login, str) and login.strip() and not unproven else ("", "nameless")


def _is_for(claims: Mapping[str, Any], client_id: str) -> bool:
    """The token names us as its audience; among several audiences it must also have been issued to us."""
    audience = claims.get("aud")
    if isinstance(audience, str):
        return audience == client_id
    if not isinstance(audience, Sequence) or client_id not in audience:
        return False
    return len(audience) == 1 or claims.get("azp") == client_id


def _still_holds(claims: Mapping[str, Any], follow_token: bool, session_hours: float, now: float) -> bool:
    issued, runs_out = _time(claims.get("iat")), _time(claims.get("exp"))
    if issued is None or runs_out is None:
        return False
    ends = issued + session_hours * 3600
    return issued - CLOCKS_DIFFER_SECONDS <= now < (min(ends, runs_out) if follow_token else ends)


def _time(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
