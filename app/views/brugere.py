"""Brugere: who may sign in and with which roles; the administrator gives and takes them, and sees no citizen."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from app.components import purpose, visit
from app.registry import users
from app.rights import ROLES_DA, WITH_CITIZENS, NotAllowedError, Role
from pipelines.users import Granted, UsersError

TOLD = "brugere_told"
WHOLE = "hele kommunen"


def role_da(granted: Granted) -> str:
    """Projektleder, 901 Team Nord."""
    roles: dict[str, str] = dict(ROLES_DA.items())
    return f"{roles[granted.role]}, {granted.municipality} {granted.team or WHOLE}"


def do(change: Callable[[], object], told: str) -> None:
    """Make a change and draw the page anew, or say why not."""
    try:
        change()
    except (UsersError, NotAllowedError) as error:
        st.error(str(error), icon=":material/error:")
    else:
        st.session_state[TOLD] = told
        st.rerun()


purpose("Brugere", "Hvem må logge ind, og hvad må de? En rolle, du fjerner, er væk ved brugerens næste klik.")
looked = visit()
listed = users.listed(looked)
if TOLD in st.session_state:
    st.success(st.session_state.pop(TOLD), icon=":material/check_circle:")
rows = [
    {"Bruger": user.user_name, "Login": user.login, "Kan logge ind": "ja" if user.active else "nej",
     "Roller": "; ".join(map(role_da, user.grants)) or "ingen"}
    for user in listed
]  # fmt: skip
st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", placeholder="")
names = [user.user_name for user in listed]
new, give, take, close = st.tabs(["Opret", "Giv en rolle", "Fjern en rolle", "Luk"])
with new:
    st.markdown("Brugernavnet står som medarbejder på forløbene og må ikke være et navn eller et cpr-nummer.")
    user_name = st.text_input("Brugernavn", placeholder="fx sagsbehandler-19")
    login = st.text_input("Login", help="Det, loginudbyderen kalder brugeren; siden viser det til den, der afvises.")
    if st.button("Opret bruger", icon=":material/person_add:"):
        do(partial(users.add, looked, user_name, login), f"{user_name.strip()} er oprettet. Giv nu en rolle.")
with give:
    teams = users.known_teams(looked)
    who = st.selectbox("Bruger", names, index=None, placeholder="vælg bruger", key="giv")
    roles: dict[Role, str] = ROLES_DA
    role: Role = st.selectbox("Rolle", list(roles), format_func=roles.__getitem__)
    municipality = st.selectbox("Kommune", list(teams))
    team = (
        st.selectbox("Team", [WHOLE, *teams[municipality]], accept_new_options=True) if role in WITH_CITIZENS else WHOLE
    )
    if st.button("Giv rollen", disabled=who is None, icon=":material/add:") and who:
        given = Granted(role, municipality, None if team == WHOLE else team)
        do(partial(users.grant, looked, who, given), f"{who} har fået rollen.")
with take:
    held = [(user.user_name, granted) for user in listed for granted in user.grants]
    taken = st.selectbox(
        "Rolle", held, index=None, format_func=lambda each: f"{each[0]}: {role_da(each[1])}", placeholder="vælg rolle"
    )
    if st.button("Fjern rollen", disabled=taken is None, icon=":material/remove:") and taken:
        do(partial(users.revoke, looked, *taken), "Rollen er fjernet.")
with close:
    st.markdown("Brugeren kan ikke længere logge ind. Det, brugeren har registreret, bliver stående.")
    active = [user.user_name for user in listed if user.active]
    closed = st.selectbox("Bruger", active, index=None, placeholder="vælg bruger", key="luk")
    if st.button("Luk brugeren", disabled=closed is None, icon=":material/block:") and closed:
        do(partial(users.deactivate, looked, closed), f"{closed} kan ikke længere logge ind.")
