"""Forventning: what is expected of a course in time and progression, with the help of own courses."""

import streamlit as st

from app import expecting_parts, labels
from app.components import purpose, view
from app.registry import courses, expecting

purpose("Forventning", "Hvor meget tid og hvilken trivsel venter I? Et skøn kan altid laves om; de tidligere bevares.")
seen = view()
choices = {choice.course_id: choice for choice in courses.courses(seen.visit, None) if choice.ended_on is None}
if st.query_params.get("id") in choices:
    st.session_state["ventet"] = st.query_params.pop("id")
course_id = st.selectbox(
    "Borger og forløb", list(choices), format_func=lambda name: labels.course_da(choices[name]), key="ventet"
)
time, progression, calibration = st.tabs(["Tid", "Trivsel", "Hvor godt har I ramt?"])
if course_id is None:
    st.info("Der er ingen forløb i gang at vælge.")
else:
    with time:
        months = expecting_parts.months_ahead(choices[course_id].method)
        opened = expecting.help_to_expect(seen.visit, course_id, months)
        expecting_parts.time(seen.visit, opened, course_id)
    with progression:
        expecting_parts.progression(seen.visit, expecting.help_to_expect(seen.visit, course_id, 12), course_id)
with calibration:
    expecting_parts.calibration(seen.visit)
