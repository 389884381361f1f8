"""Borger: one course's double bottom line, what it says, and its history."""

import streamlit as st

from app import course_parts, labels, shown
from app.components import purpose, view
from app.registry import courses

purpose("Borger", "Følges tid og trivsel ad, sådan som I forventede? Billedet er et oplæg til en snak, ikke en dom.")
seen = view()

choices = {choice.course_id: choice for choice in courses.courses(seen.visit, None)}
if st.query_params.get("id") in choices:
    st.session_state["forloeb"] = st.query_params.pop("id")
municipalities = sorted({choice.municipality for choice in choices.values()})
left, right = st.columns([1, 3])
chosen_municipality = left.selectbox(
    "Kommune", municipalities, index=None, placeholder="alle", key="municipality", bind="query-params"
)
listed = [c.course_id for c in choices.values() if chosen_municipality in (None, c.municipality)]
course_id = right.selectbox(
    "Borger og forløb",
    listed,
    format_func=lambda name: labels.course_da(choices[name]),
    key="forloeb",
    bind="query-params",
)
if course_id is None:
    st.info("Der er ingen forløb at vælge.")
    st.stop()

day = shown.day_looked_at(seen.month, seen.here.today, choices[course_id].ended_on)
found = courses.course_view(seen.visit, course_id, day)
course_parts.head(found)
expect, show = st.columns(2)
expect.page_link(
    "views/forventning.py", label="Ny forventning", icon=":material/schedule:", query_params={"id": course_id}
)
if found.line:
    show.page_link(
        "views/vis_borgeren.py", label="Vis borgeren", icon=":material/visibility:", query_params={"id": course_id}
    )
if found.line is None:
    course_parts.contact_phase(found)
    if found.signals:
        course_parts.what_it_says(found)
else:
    course_parts.double_bottom_line(found, found.line)
    course_parts.tabs(seen, found, found.line)
if len(found.life) > 1:
    scores, housing = courses.citizen_life(seen.visit, found.head.citizen_id, day)
    course_parts.life(found, scores, housing)
