"""Resultat: what a case does to the budgets, how sure that is, and what it cannot say."""

import streamlit as st

from app import charts, study_charts, study_frames
from app.components import chart_and_table, figure_card, figures_by_id, number_table, view
from app.figure_data import card_rows
from app.som_frames import balance_sentence, basis_lines
from app.study_page import begin, payer_choice, study_or_stop
from pipelines.danish import month as danish_month
from pipelines.observe_inputs import NOT_COUNTERFACTUAL_DA
from som_engine.danish import PAYERS_DA
from som_engine.number import PAYERS
from som_engine.payers import settlement
from som_engine.uncertainty import simulate

OUTCOMES = ("housing_retention", "low_wellbeing", "sustained_exit")

seen = view()
case_id = begin(
    "Resultat", "Hvad indsatsen betyder for budgetterne i kommune, region og stat, og hvor sikkert det er.",
    "som_resultat.py",
)  # fmt: skip
found = study_or_stop(seen, case_id)
simulation = simulate(found.calculation)
st.markdown(f"**{study_frames.chance_sentence(found, simulation, danish_month(seen.month))}**")
for line in study_frames.rests_on(found) + study_frames.more_to_assess(found):
    st.markdown(f"- {line}")
for warning in found.case.warnings:
    st.warning(warning)

st.header("Resultatet for hver aktør")
number_table(study_frames.payer_table(found, simulation).set_index("Aktør"))
st.caption(
    "Netto er gevinst minus omkostning. Kroner i nutidsværdi: Senere år tæller lidt mindre end år 0. "
    + balance_sentence(found.result)
)

st.header("Hvornår betaler det sig?")
payer = payer_choice("resultat_aktoer")
rows = study_frames.cumulative_rows(found, simulation, payer)
chart_and_table(
    study_charts.cumulative_band(rows),
    study_frames.cumulative_table(rows),
    f"Akkumuleret nettoresultat for {PAYERS_DA[payer].lower()} år for år: beregningen som linje, halvdelen af "
    "beregningerne i det mørke bånd og ni af ti i det lyse. Tallene står i tabellen.",
)
st.caption(
    "Linjen er beregningen. Så er den gentaget 10.000 gange med de usikre tal trukket tilfældigt: Halvdelen ligger i det "
    "mørke bånd, ni af ti i det lyse."
)
balance = study_frames.balance_rows(found, simulation)
st.markdown("**Året, hvor det går i nul og bliver der, i 100 beregninger**")
chart_and_table(
    charts.bars(balance, percent=True),
    study_frames.balance_table(balance),
    "Søjler: andelen af beregninger efter balanceår.",
)

st.header("Aktør og år")
years = study_frames.payer_year_rows(found)
chart_and_table(
    study_charts.payer_years(years, [PAYERS_DA[row] for row in PAYERS]),
    study_frames.payer_year_table(years),
    "Nettoresultat i nutidsværdi for kommune, region og stat i hvert år. Tallene står i tabellen.",
)

st.header("Hvad pengene går til og kommer fra")
areas = study_frames.area_rows(found)
chart_and_table(
    study_charts.kroner_bars(areas), study_frames.area_table(areas), "Søjler: gevinst pr. hovedområde og omkostningen."
)

st.header("Hvem betaler, og hvem får gevinsten?")
settled = settlement(found.result)
chart_and_table(
    study_charts.share_bars(study_frames.share_rows(settled), [PAYERS_DA[row] for row in PAYERS]),
    study_frames.settlement_table(settled),
    "Søjler for hver aktør: andel af omkostningerne ved siden af andel af gevinsterne. Tallene står i tabellen.",
)
st.markdown(study_frames.settlement_sentence(settled))

st.header("Borgernes udbytte")
where = {"municipality": [found.case.municipality]} if found.case.municipality else {}
outcomes = card_rows(seen, OUTCOMES, where)
for column, name in zip(st.columns(len(OUTCOMES)), OUTCOMES, strict=True):
    with column:
        figure_card(figures_by_id()[name], outcomes.get(name, []), seen.month, where.get("municipality", []))

if found.criteria:
    st.header("Succes efter alle seks kriterier")
    number_table(study_frames.criteria_table(found).set_index("Kriterium"))
if found.nights:
    st.header("Døgn på herberg før og efter start")
    number_table(study_frames.nights_table(found).set_index("Periode"))
    st.caption(NOT_COUNTERFACTUAL_DA)

st.header("Hvad tallene ikke kan sige")
for line in basis_lines(found.result):
    st.markdown(f"- {line}")
