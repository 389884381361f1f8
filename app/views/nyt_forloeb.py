"""Nyt forløb: a new citizen, a new course, and what happens to a course: start, new method, end, new caseworker."""

import streamlit as st

from app import course_page
from app.components import purpose, visit
from app.course_form import ACTIONS

purpose("Nyt forløb", "Opret en borger og et forløb, eller start, skift og afslut et forløb, der er i gang.")
visitor = visit()
name = st.selectbox(
    "Hvad vil du?", list(ACTIONS), format_func=lambda each: ACTIONS[each].title, key="handling", bind="query-params"
)
course = course_page.chosen_course(visitor) if ACTIONS[name].on_course else None
if ACTIONS[name].on_course and course is None:
    st.stop()
course_page.result_of_last(visitor)
course_page.form(visitor, name, course)
