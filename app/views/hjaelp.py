"""Hjælp: what measuring here is for, the tour of the first visit, and what each of the user's pages is for."""

import streamlit as st

from app import tour
from app.components import purpose, visit
from app.navigation import places_of
from app.page_help import WHY_DA, purposes
from app.rights import ROLES_DA

purpose("Hjælp", "Hvad der måles for, hvor du begynder, og hvad dine sider er til.")
looked = visit()
st.markdown(WHY_DA)
role = tour.role_of(looked.user)
if role is not None:
    st.header(f"Rundtur: {ROLES_DA[role]}")
    tour.steps(role)
st.header("Dine sider")
for place in places_of(looked.user):
    if not place.hidden:
        st.markdown(f"**{place.title}:** {purposes()[place.address]}")
