"""Who is looking: the user behind the visit, or a page that says why nobody may come in."""

from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import streamlit as st

from app.rights import ROLES_DA, Grant, User, Visit
from pipelines.settings import Settings
from pipelines.strict_yaml import read_strict_yaml

WHO = "hvem"
"""The key of demo mode's choice, in the session and in the address."""
SAMPLE_USERS = Path(__file__).parents[1] / "sample_data" / "users.yaml"


@dataclass(frozen=True)
class Refusal:
    """Why nobody may come in, and what to do about it."""

    title: str
    lines: tuple[str, ...]


def entrance(here: Settings) -> User | Refusal:
    """The user who looks, or why nobody does; asked anew in every run, so that a role removed is gone at once."""
    users = demo_users()
    chosen = users.get(st.session_state.get(WHO) or "")
    if chosen is None:
        names = tuple(f"- **{user.name}**: {grants_da(user)}" for user in users.values())
        return Refusal(
            "Hvem er du?", ("Appen kører uden login. Vælg i menuen, hvem du vil se den som.", "\n".join(names))
        )
    return chosen


def refuse(refusal: Refusal) -> NoReturn:
    """The page that says why nobody may come in; nothing of the app's is run after it."""
    st.title(refusal.title)
    for line in refusal.lines:
        st.markdown(line)
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


def demo_users() -> dict[str, User]:
    """The users that demo mode lets one be, by user name."""
    return {
        row["user"]: User(row["user"], tuple(Grant(**grant) for grant in row["grants"]))
        for row in read_strict_yaml(SAMPLE_USERS)
    }


def who_is_looking(here: Settings) -> None:
    """Demo mode's choice of whom to be, kept in the address."""
    st.selectbox("Hvem er du?", list(demo_users()), index=None, placeholder="vælg bruger", key=WHO, bind="query-params")


def grants_da(user: User) -> str:
    """What a user may be and where, in words: Projektleder i 901 og 902."""
    places: dict[str, list[str]] = {}
    for grant in user.grants:
        places.setdefault(ROLES_DA[grant.role], []).append(" ".join(filter(None, (grant.municipality, grant.team))))
    return "; ".join(f"{role} i {', '.join(where)}" for role, where in places.items()) or "Ingen rolle"
