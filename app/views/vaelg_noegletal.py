"""Vælg nøgletal: few and relevant figures, each with its burden beside its use; the project lead chooses."""

import streamlit as st

from app import figure_door
from app.components import purpose, view
from app.figure_choice_forms import change_own, choose_seconds, switch, take_start_set
from app.figure_choice_frames import change_table, counted_da, weighed_table
from app.figure_chooser import choose_figure
from app.goal_tree import kept_of
from pipelines.danish import number
from pipelines.figure_choices import CREAM_HELP_DA
from pipelines.retiring import RULE_DA, not_before_da

FIRST_SHOWN = 5
purpose(
    "Vælg nøgletal",
    "Få og relevante tal. Se, hvad hvert nøgletal koster dem, der registrerer, og hvad det bliver brugt til.",
)
seen = view()
weighing = figure_door.weighing(seen.visit)
titles = {one.figure.id: one.title for one in weighing.figures}
on = [one for one in weighing.figures if one.is_on]
st.markdown(f"**{len(on)} af {len(weighing.figures)} nøgletal er slået til.** {counted_da(weighing.used)}")
with st.container(border=True):
    st.markdown("**Forslag: det kan undværes**")
    lines = [f"- **{titles[proposal.figure]}**: {proposal.why_da}" for proposal in weighing.proposed]
    if lines:
        st.markdown("\n".join(lines[:FIRST_SHOWN]))
    if lines[FIRST_SHOWN:]:
        with st.expander(f"{len(lines) - FIRST_SHOWN} forslag mere"):
            st.markdown("\n".join(lines[FIRST_SHOWN:]))
    if not weighing.proposed:
        st.markdown("Reglen foreslår ikke noget slået fra.")
    if early := not_before_da(weighing.used, seen.here.today):
        st.markdown(early)
    st.caption(RULE_DA)
st.dataframe(weighed_table(weighing, kept_of(st.query_params)), hide_index=True, width="stretch", placeholder="", column_config={
    "Nøgletal": st.column_config.TextColumn(width=230),
    "Definition": st.column_config.LinkColumn(display_text="Om tallet")})  # fmt: skip
st.caption(CREAM_HELP_DA)
seconds = figure_door.seconds(seen.visit)
st.caption(
    "Sek. og Svar er pr. borger pr. måned. Felter, svar og sekunder er det, der ikke ville blive spurgt om uden netop det "
    "nøgletal; felter, som flere nøgletal "
    "bruger, tæller derfor ikke med hos nogen af dem. Skemaer måles hver tredje måned, så en tredjedel tæller pr. måned, og "
    f"kun på forløb, der ikke følges med skemaet alligevel. Sekunderne er et skøn (fx {number(seconds['question'], 0)} pr. "
    "spørgsmål), ikke en måling."
)
st.header("Ret et nøgletal")
name = choose_figure(titles)
chosen = next(one for one in weighing.figures if one.figure.id == name)
st.markdown(chosen.figure.definition_da)
switch(seen, chosen)
change_own(seen, chosen)
st.header("Startsæt")
take_start_set(seen, titles)
st.header("Sekunder pr. felt")
choose_seconds(seen, seconds)
with st.expander("Tidligere valg"):
    made = figure_door.history(seen.visit)
    if made:
        st.dataframe(change_table(made, titles), hide_index=True, width="stretch", placeholder="")
    else:
        st.markdown("Der er ikke valgt noget endnu: alle nøgletal er slået til.")
