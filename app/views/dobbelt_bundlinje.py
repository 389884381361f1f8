"""Dobbelt bundlinje: the team's active courses, sorted by what there is to talk about, and the 3 x 3 of them."""

import streamlit as st

from app import course_charts, overview_frames, overview_table
from app.components import purpose, view
from app.overview_frames import Filters
from app.registry import deviations, overview
from pipelines.overview import SORT_DA, cell_counts

PLACES = ("kontaktfase", "fase 1", "fase 2", "fase 3", "over måned 9", "måned 1-6", "måned 7-12", "måned 13 og senere")
KEPT = ("hvem", "maaned")

purpose(
    "Dobbelt bundlinje",
    "Hvilke forløb er der noget at tale om? Et tegn er et oplæg til en snak, aldrig en dom over borger eller medarbejder.",
)
seen = view()
every = overview.team_overview(seen.visit, seen.month)
texts = deviations.texts(seen.visit)
method, place, worker = st.columns(3)
chosen = Filters(
    method.multiselect("Metode", sorted({line.course.head.method for line in every}), placeholder="alle"),
    place.multiselect("Fase eller måned", [one for one in PLACES if one in {overview_frames.place_kind(line) for line in every}],
                      placeholder="alle"),
    worker.multiselect("Medarbejder", sorted({line.course.caseworker for line in every}), placeholder="alle"),
)  # fmt: skip
lines = [line for line in every if chosen.holds(line)]
counts = cell_counts(lines)
st.markdown(f"**{overview_frames.summary_da(lines)}**")
if not lines:
    st.info("Der er ingen aktive forløb at vise. Vælg en anden måned, eller fjern et filter.")
    st.stop()

choices = seen.here.choices
shown_as = st.segmented_control(
    "Vis som", ["Liste", "Tid mod trivsel"], default="Liste", required=True, key="vis", bind="query-params"
)
if shown_as == "Liste":
    st.html(
        overview_table.table(lines, texts, {name: st.query_params[name] for name in KEPT if name in st.query_params})
    )
    st.caption(SORT_DA)
    st.stop()
points = overview_frames.points(lines, choices)
chart = course_charts.nine_cells(overview_frames.cells(counts, choices), points, choices.time_under, choices.time_over)
clicked = st.altair_chart(
    chart, width="stretch", theme=None, key="nine", on_select="rerun", alt=overview_frames.spoken(lines, counts)
)
st.caption(
    "Hvert punkt er et forløb. Klik på et punkt for at åbne det. Et punkt på kanten kan ligge længere ude. "
    f"{counts[None]} forløb kan endnu ikke vurderes og står kun på listen."
)
opened = clicked.get("selection", {}).get(course_charts.CLICKED, [])
if opened:
    st.switch_page("views/borger.py", query_params={"id": opened[0]["course_id"]})
