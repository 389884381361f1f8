"""Teammøde: what the team will talk about, one citizen after another, what is agreed, and what was agreed before."""

import streamlit as st

from app import meeting_parts
from app.components import purpose, view
from app.registry import deviations, meeting, overview

purpose("Teammøde", "Tal om forløbene ét efter ét, skriv, hvad I aftaler, og se det igen næste gang.")
seen = view()
held = meeting_parts.choose(seen.visit)

lines = overview.team_overview(seen.visit, seen.month)
by_course = {line.course.head.course_id: line for line in lines}
listed = meeting.on_the_list(seen.visit, held.meeting_id)
agreed = meeting.agreements_of_list(seen.visit, held.meeting_id)
names = meeting.who_may_follow_up(seen.visit, held.meeting_id)
around = meeting_parts.Around(seen.visit, held, deviations.texts(seen.visit), names, seen.here.today)
meeting_parts.make_list(seen.visit, held, lines, listed)
if listed:
    st.markdown(f"**{sum(one.is_discussed for one in listed)} af {len(listed)} forløb er talt om**")
for one in listed:
    meeting_parts.one_course(around, one, by_course.get(one.course_id), agreed[one.course_id])
meeting_parts.others(seen.visit, listed, seen.here.today)
