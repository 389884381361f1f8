"""Mål: why the effort is believed to work, what it is to reach, and where each criterion stands; the project lead edits."""

import streamlit as st

from app import figure_door, goal_door
from app.components import figures_by_id, purpose, view
from app.export_section import export_section
from app.figure_data import TREND_MONTHS, filter_values
from app.figure_files import Asked
from app.goal_data import is_open, judged_goals
from app.goal_form import edit
from app.goal_tree import goal_table, kept_of, tree_html
from app.page_tables import taken
from pipelines.danish import moment
from pipelines.danish import month as danish_month
from pipelines.goal_standing import counted_da
from pipelines.number_words import hidden_why_da

purpose("Mål", "Fra forandringsteori til nøgletal: hvad indsatsen skal nå, og om den er på vej derhen.")
seen = view()
figures, titles, goals = figures_by_id(), figure_door.titles(seen.visit), goal_door.goals(seen.visit)
municipality = st.selectbox("Kommune", filter_values(seen)["municipality"], index=None, placeholder="alle",
                            key="municipality", bind="query-params")  # fmt: skip
drawn = st.empty()
drawn.markdown("Henter tallene ...")
judged = judged_goals(seen, municipality)
table = goal_table(goals, judged, titles, figures)
counted = f"{danish_month(seen.month).capitalize()}: {counted_da(judged)}"
rule = (
    f"For få data: tallet hviler på færre end {seen.here.choices.disclosure_limit}, eller under halvdelen er kendt. "
    f"Skjult: tallet vises ikke, {hidden_why_da(seen.here.choices.disclosure_limit)}. "
    "Før fristen regnes der med en lige vej fra den måned, målet blev sat. Uden for teamet bygger status kun på beskyttede tal."
)
with drawn.container():
    st.markdown(f"**{counted}**")
    st.html(tree_html(goals, judged, titles, figures, kept_of(st.query_params)))
    st.caption(f"● på sporet · ▲ ikke på sporet · ○ for få data eller skjult. {rule}")
    with st.expander("Vis som tabel"):
        st.dataframe(table, hide_index=True, width="stretch", placeholder="")
if seen.visit.user.has("project_lead"):
    edit(seen, figures, titles)
with st.expander("Tidligere udgaver"):
    made = goal_door.history(seen.visit)
    st.markdown("\n".join(f"- {moment(one.set_at)} · {one.set_by}: {one.reason}" for one in made) or "Ingen endnu.")
said = "\n".join([f"Forandringsteori: {goals.theory or '(ikke skrevet endnu)'}", counted, rule])
export_section(seen, Asked(
    "Mål", seen.month, TREND_MONTHS, tuple(dict.fromkeys(one.figure for one in judged)),
    where={} if municipality is None else {"municipality": [municipality]},
    tables=(taken("Mål og succeskriterier", table, said),), is_protected=not is_open(seen), name="maal",
))  # fmt: skip
