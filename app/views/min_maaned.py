"""Min måned: the caseworker's courses, what is due, and one short form at a time."""

import streamlit as st

from app import month_grid, month_page, month_sheet
from app.components import purpose, visit
from app.month_work import work_on

purpose("Min måned", "Registrér tid og status for dine borgere. Det, der er gemt, er gemt; resten ligger som kladde.")
st.html(month_sheet.STYLE)
visitor, month = visit(), month_page.month_looked_at()
course = month_page.course_asked_for(visitor, month)
work = work_on(visitor, month, whole_team=month_page.whole_team(), course_id=course)
month_page.progress(work)
month_page.differences(work)
if not work.lines:
    month_page.nothing_here()
    st.stop()
if month_page.as_grid():
    month_grid.grid(work)
form, courses = st.columns([3, 1], gap="medium")
with form:
    # a place of its own, so that an answer moves no field that is being typed in; numbered, so that the browser knows it
    with st.container(gap=None, key=f"svar-{work.answered}"):
        month_page.result_of_last(work)
    month_page.form(work)
with courses:
    month_page.course_list(work)
    month_page.in_excel(work)
