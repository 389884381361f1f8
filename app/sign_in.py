"""Who is looking: the user behind the visit, or a page that says why nobody may come in.

With an OpenID Connect provider in the secrets, the user is whom the provider names, looked up in the store in every run.
Without one the app is in demo mode: one chooses whom to be, and it serves nothing but invented municipalities.
"""

import time
from dataclasses import dataclass
from typing import Any, Literal, NoReturn

import streamlit as st

from app.identity import Denial, Provider, login_of, provider_problems
from app.rights import ROLES_DA, Grant, User, Visit
from pipelines import users
from pipelines.invented import real_municipalities
from pipelines.settings import Settings

WHO = "hvem"
"""The key of demo mode's choice, in the session and in the address."""
DEMO_DA = "Demo uden login. Alle borgere og tal er opdigtede; kommunerne 901-905 findes ikke."
HOW_TO = "docs/how-to/login-openid-connect.md"


@dataclass(frozen=True)
class Refusal:
    """Why nobody may come in, and what to do about it; way: the button offered, or leaving at once."""

    title: str
    lines: tuple[str, ...]
    way: Literal["log_in", "log_out", "leave"] | None = None


REFUSALS: dict[Denial, Refusal] = {
    "not_signed_in": Refusal("Log ind", ("Log ind med det login, du bruger på arbejdet.",), "log_in"),
    "not_for_us": Refusal("Loginnet gælder ikke her", ("Det er udstedt til et andet system. Log ud og ind igen.",), "log_out"),
    "over": Refusal("Din session er udløbet", ("Log ind igen. Kladder, du ikke nåede at gemme, ligger klar.",), "leave"),
    "nameless": Refusal(
        "Dit login mangler en oplysning",
        ("Loginudbyderen sender ikke den oplysning, brugere kendes på. Bed dem, der driver systemet, om at se på login_claim.",),
        "log_out",
    ),
}  # fmt: skip


def auth_section() -> dict[str, Any]:
    """The provider's section of the secrets; empty where none is configured."""
    return dict(st.secrets["auth"]) if st.secrets.load_if_toml_exists() and "auth" in st.secrets else {}


def is_demo() -> bool:
    """Whether no provider is configured."""
    return not auth_section()


def entrance(here: Settings) -> User | Refusal:
    """The user who looks, or why nobody does; asked anew in every run, so that a role removed is gone at once."""
    auth = auth_section()
    if not auth:
        return _demo(here)
    problems = provider_problems(auth)
    if problems:
        return Refusal("Login er ikke sat rigtigt op", (*problems, f"Se {HOW_TO}."))
    own = dict(st.secrets.get("bundlinje", {}))
    provider = Provider(
        auth["client_id"], own.get("login_claim", "sub"), own.get("session_follows_token", True) is not False
    )
    login, denial = login_of(st.user.to_dict(), provider, here.choices.session_hours, time.time())
    return REFUSALS[denial] if denial else _known(here, login)


def refuse(refusal: Refusal) -> NoReturn:
    """The page that says why nobody may come in; nothing of the app's is run after it."""
    st.title(refusal.title)
    for line in refusal.lines:
        st.markdown(line)
    if refusal.way == "log_in":
        st.button("Log ind", on_click=st.login, type="primary", icon=":material/login:")
    elif refusal.way == "log_out":
        st.button("Log ud", on_click=st.logout, icon=":material/logout:")
    elif refusal.way == "leave":
        st.logout()
    st.stop()


def visitor(here: Settings) -> User:
    """The user who looks at the page; stops the page with what to do when there is none."""
    entered = entrance(here)
    if isinstance(entered, Refusal):
        refuse(entered)
    return entered


def visit(here: Settings) -> Visit:
    """The visit that every door of the app takes first."""
    return Visit(here, visitor(here))


def who_is_looking(here: Settings) -> None:
    """Demo mode's choice of whom to be, kept in the address; with a provider there is nothing to choose."""
    if is_demo() and not real_municipalities(here.store_url, here.home):
        names = [user.user_name for user in users.users(here.store_url) if user.active]
        st.selectbox("Hvem er du?", names, index=None, placeholder="vælg bruger", key=WHO, bind="query-params")


def way_out() -> None:
    """The button that ends the session, where there is one to end."""
    if not is_demo():
        st.button("Log ud", on_click=st.logout, icon=":material/logout:")


def grants_da(user: User) -> str:
    """What a user may be and where, in words: Projektleder i 901, 902."""
    places: dict[str, list[str]] = {}
    for grant in user.grants:
        places.setdefault(ROLES_DA[grant.role], []).append(" ".join(filter(None, (grant.municipality, grant.team))))
    return "; ".join(f"{role} i {', '.join(where)}" for role, where in places.items()) or "Ingen rolle"


def _known(here: Settings, login: str) -> User | Refusal:
    """The active user with this login and a role; the login is told to whoever has it, so that they can pass it on."""
    found = users.user_by_login(here.store_url, login)
    if found is None or not (found.login == login or "@" in login):
        lines = ("Giv dette login til den, der administrerer brugere i Bundlinje:", f"`{login.replace('`', '')}`")
        return Refusal("Du har ikke adgang endnu", lines, "log_out")
    if not found.grants:
        line = "Du er oprettet, men har ingen rolle. Spørg den, der administrerer brugere."
        return Refusal("Du har ingen rolle", (line,), "log_out")
    return _user(found)


def _demo(here: Settings) -> User | Refusal:
    """In demo mode whoever is chosen, and only as long as nothing real lies in the installation."""
    if real_municipalities(here.store_url, here.home):
        lines = (
            "Her ligger data fra andre end de opdigtede kommuner 901-905, og der er ikke sat login op. Derfor vises intet.",
            f"Skriv loginudbyderens oplysninger i `.streamlit/secrets.toml`, og start igen. Se {HOW_TO}.",
        )
        return Refusal("Login mangler", lines)
    active = [_user(user) for user in users.users(here.store_url) if user.active]
    chosen = next((user for user in active if user.name == st.session_state.get(WHO)), None)
    if chosen:
        return chosen
    if not active:
        line = "Læg de opdigtede brugere ind: `python -m pipelines users sample_data/users.yaml`."
        return Refusal("Der er ingen brugere", (line,))
    names = "\n".join(f"- **{user.name}**: {grants_da(user)}" for user in active)
    return Refusal("Hvem er du?", (DEMO_DA, "Vælg i menuen, hvem du vil se appen som.", names))


def _user(stored: users.StoredUser) -> User:
    return User(stored.user_name, tuple(Grant(**vars(grant)) for grant in stored.grants))
