"""Vis borgeren: one course in plain words and large, to look at together; nothing else, and no signs."""

import streamlit as st

from app import charts, course_charts, labels, shown
from app.components import view
from app.picture import months_table, spoken
from app.registry import courses
from app.report.course_pdf import course_pdf, plain_words

LARGE = "<style>[data-testid='stMain'] p {font-size: 1.35rem; line-height: 1.6;}</style>"

seen = view()
choices = {choice.course_id: choice for choice in courses.courses(seen.visit, None)}
course_id: str = st.query_params.get("id") or st.session_state.get("forloeb") or ""
if course_id not in choices:
    st.title("Vis borgeren")
    st.info("Vælg først et forløb på siden Borger.")
    st.stop()

day = shown.day_looked_at(seen.month, seen.here.today, choices[course_id].ended_on)
found = courses.course_view(seen.visit, course_id, day)
st.html(LARGE)
st.title(labels.head_da(found.head))
if found.line is None:
    st.info("Forløbet er endnu ikke startet, så der er ikke noget billede at vise.")
    st.stop()
for sentence in plain_words(found, found.line):
    st.markdown(sentence)
st.html(charts.LEGEND_DA)
chart = course_charts.double_bottom_line(found, found.line, False)
st.altair_chart(chart, width="stretch", theme=None, alt=spoken(found.line, found.head))


def to_give() -> bytes:
    """The same as one page of PDF; that it leaves the program is written in the log."""
    given = courses.course_to_give(seen.visit, course_id, day)
    return course_pdf(given, given.line, chart) if given.line else b""


st.download_button("Hent som PDF (én side)", to_give, f"forloeb-{course_id}.pdf", "application/pdf", on_click="ignore")
st.page_link(
    "views/borger.py", label="Tilbage til Borger", icon=":material/arrow_back:", query_params={"id": course_id}
)
with st.expander("Tallene som tabel"):
    st.dataframe(months_table(found.line), hide_index=True, width="stretch", placeholder="")
