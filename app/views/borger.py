"""Borger: one course's double bottom line, as a picture and as a table."""

import streamlit as st

from app import charts, labels, shown
from app.components import purpose, view
from app.picture import months_table, picture, scores_table, spoken
from app.registry import courses
from pipelines.deviation_texts import default_texts, text_of

purpose("Borger", "Følges tid og trivsel ad, sådan som I forventede? Billedet er et oplæg til en snak, ikke en dom.")
seen = view()

choices = {choice.course_id: choice for choice in courses.courses(seen.visit, None)}
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

head, line, marks, housing = courses.course_page(
    seen.visit, course_id, shown.day_looked_at(seen.month, seen.here.today, choices[course_id].ended_on)
)
st.subheader(labels.head_da(head))
if not line.periods:
    st.info(line.deviation.rule)
    st.stop()
by_phase = (
    bool(line.phases)
    and st.segmented_control("Søjler", ["pr. måned", "pr. fase"], default="pr. måned", required=True) == "pr. fase"
)
drawn = picture(line, head, marks, housing, by_phase)
chart = charts.double_bottom_line(drawn.bars, drawn.lines, drawn.phases, drawn.marks, drawn.housing, head.instrument)
wide, narrow = st.columns([3, 1])
with wide:
    st.html(charts.LEGEND_DA)
    st.altair_chart(chart, width="stretch", theme=None, alt=spoken(line, head))
with narrow:
    st.markdown("#### Hvad siger tallene?")
    text = text_of(
        line.deviation, line.method, sum(p.accumulated_actual_pct is not None for p in line.periods), default_texts()
    )
    st.markdown(text.sentence)
    for question in text.questions:
        st.markdown(f"- {question}")
    st.caption(line.deviation.rule)
months, scores = st.tabs(["Forløb, måned for måned", "Målinger"])
months.dataframe(months_table(line), hide_index=True, width="stretch", placeholder="")
scores.dataframe(scores_table(line), hide_index=True, width="stretch", placeholder="")
