"""Møde om nøgletal: what changed since last month, what the team notes and decides, and what became of it."""

import streamlit as st

from app import figure_meeting_parts as parts
from app import meeting_parts
from app.components import figures_by_id, purpose, view
from app.registry import figure_meeting

purpose(
    "Møde om nøgletal",
    "Tal om det, der har ændret sig, skriv, hvad I beslutter, og se næste gang, hvad der blev af det.",
)
seen = view()
held = meeting_parts.choose(seen.visit)

on = {name: figure for name, figure in figures_by_id().items() if name not in seen.here.choices.figures_off}
around = parts.Around(seen, held, on, seen.visit.user.has("project_lead"))
notes = figure_meeting.notes(seen.visit, (held.municipality, held.team))
parts.from_before(around, notes)
with st.spinner("Finder det, der har ændret sig ..."):
    items = parts.on_agenda(around)
if around.writes:
    parts.write_down(around, items)
parts.of_this_meeting(around, notes)
chosen = parts.show_agenda(around, items)
parts.decisions(around, notes)
if not around.writes:
    st.caption("Projektlederen skriver noter og beslutninger. Du kan læse dem her.")
parts.file_section(around, notes, items, chosen)
