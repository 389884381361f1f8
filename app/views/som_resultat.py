"""Resultat: what a case does to the budgets, with its own success rate and with the observed one side by side."""

from pathlib import Path

import streamlit as st

from app import cases, charts
from app.case_pages import case_in_address, case_links
from app.case_work import now
from app.components import chart_and_table, number_table, purpose, view
from app.rights import NotAllowedError
from app.som_frames import (
    by_payer_table,
    by_year_table,
    cumulative_frame,
    interval_da,
    limits_da,
    rate_da,
    results_of,
    seen_by,
    spoken_result,
)  # fmt: skip
from pipelines.rerun import rerun
from pipelines.store_connection import StoreError

seen = view()
case_id = case_in_address()
purpose(
    "Resultat",
    "Hvad indsatsen betyder for budgetterne i kommune, region og stat, regnet om med det, I har registreret.",
)
case_links(case_id, "som_resultat.py")
try:
    cases.opened(seen.visit, case_id, now())
except (NotAllowedError, StoreError) as error:
    st.error(str(error))
    st.stop()
run = next(seen_by(run, seen.audience) for run in rerun(seen.here, seen.month) if Path(run.file).stem == case_id)
if run.case is None:
    st.error("Beregningen kan ikke regnes, før dette er rettet:")
    for fault in run.faults:
        st.markdown(f"- {fault}")
    st.stop()

results = results_of(run)
if run.used is None:
    st.warning(rate_da(run))
    st.stop()
st.markdown(f"**{spoken_result(run)}**")
for warning in run.case.warnings:
    st.warning(warning)
st.subheader("Resultatet for hver aktør")
number_table(by_payer_table(results, run.used).set_index("Aktør"))
st.caption(
    "Kroner i nutidsværdi; netto er gevinst minus omkostning. Gevinst og de første fire år er med den succesrate, der bruges. "
    "Går i nul ved: den succesrate, hvor gevinst og omkostning er lige store."
)
st.markdown(interval_da(run))

st.subheader("År for år")
chart_and_table(
    charts.net_by_year(cumulative_frame(results)),
    by_year_table(run.used),
    "Akkumuleret nettoresultat år for år. Tallene står i tabellen.",
)
st.subheader("Hvad tallene hviler på, og hvad de ikke kan sige")
for line in limits_da(run):
    st.markdown(f"- {line}")
