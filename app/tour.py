"""The guided tour of a first visit: a few steps for the role, on the page it begins on, until it is closed by one key."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st

from app.navigation import FIRST, MENU, first_of
from app.rights import ROLES_DA, Role, User, Visit
from pipelines.settings import now
from pipelines.store import StoreError
from pipelines.strict_yaml import read_strict_yaml
from pipelines.tours import see_tour, tours_seen

FILE = Path(__file__).with_suffix(".yaml")
CLOSED = "rundtur_lukket"
CLOSE_KEY = "Escape"


@dataclass(frozen=True)
class Step:
    """One sentence about one page, named by its address."""

    page: str
    text_da: str


@cache
def tours() -> dict[str, tuple[Step, ...]]:
    """Every role's steps."""
    return {role: tuple(Step(**step) for step in steps) for role, steps in read_strict_yaml(FILE).items()}


def role_of(user: User) -> Role | None:
    """The role whose tour a user is offered: the one that decides where the user begins."""
    return next((role for role in FIRST if user.has(role)), None)


def offer(visit: Visit, address: str) -> None:
    """Show the tour on the page the user begins on, unless the user has closed it once; the store may be in use meanwhile."""
    role, first = role_of(visit.user), first_of(visit.user)
    if role is None or first is None or address not in ("", "start", first.address):
        return
    try:
        if st.session_state.get(CLOSED) == (visit.user.name, role) or role in tours_seen(visit.here, visit.user.name):
            return
        with st.container(border=True, key="rundtur"):
            st.markdown(f"**Velkommen til Bundlinje. En kort rundtur: {ROLES_DA[role]}**")
            steps(role)
            st.caption("Rundturen vises én gang. Den står altid på siden Hjælp.")
            st.button("Luk rundturen", shortcut=CLOSE_KEY, icon=":material/close:", on_click=_close, args=(visit, role))
    except StoreError:
        return


def steps(role: Role) -> None:
    """The steps as a list, each with the way to its page."""
    for number, step in enumerate(tours()[role], 1):
        place = next(place for place in MENU if place.address == step.page)
        st.markdown(f"{number}. {step.text_da}")
        st.page_link(f"views/{place.file}", label=place.title, icon=f":material/{place.icon}:")


def _close(visit: Visit, role: Role) -> None:
    """Close it for good; where the store is in use, for this session."""
    st.session_state[CLOSED] = (visit.user.name, role)
    try:
        see_tour(visit.here, visit.user.name, role, now())
    except StoreError:
        return
