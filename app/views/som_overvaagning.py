"""Overvågning: the result month by month, why it changed, and what the next citizen would change."""

import streamlit as st

from app import case_study, study_charts, study_frames, uncertainty_frames
from app.components import chart_and_table, number_table, view
from app.study_page import begin, payer_choice, study_or_stop
from pipelines.danish import month as danish_month
from pipelines.settings import now
from som_engine.causes import change
from som_engine.danish import PAYERS_DA
from som_engine.errors import FaultyInputError
from som_engine.more_citizens import next_citizen
from som_engine.uncertainty import simulate

seen = view()
case_id = begin(
    "Overvågning", "Hvordan resultatet har udviklet sig måned for måned, og hvorfor.", "som_overvaagning.py"
)  # fmt: skip
found = study_or_stop(seen, case_id)
try:
    series = case_study.series(seen.visit, case_id, now())
except FaultyInputError as error:
    st.error(str(error))
    st.stop()
months = [one for one in series.months if one.stored.month <= seen.month]
if series.left_out:
    st.info(
        f"{series.left_out} måneder vises kun for teamet for at beskytte små antal i tallene eller i ændringen fra måned til "
        "måned.",
        icon=":material/lock:",
    )
if not months and not series.left_out:
    st.info("Ingen måneder er genberegnet endnu. Brug Genberegn på listen, eller kør python -m pipelines rerun.")
if months:
    st.header("Måned for måned")
    payer = payer_choice("maaned_aktoer")
    chart_and_table(
        study_charts.months(uncertainty_frames.month_rows(months, payer)),
        uncertainty_frames.month_table(months),
        f"Nettoresultat for {PAYERS_DA[payer].lower()} måned for måned, med ni af ti beregninger som bjælke.",
    )
    st.caption(
        "Punktet er resultatet, som det blev gemt. Bjælken viser, hvor ni af ti beregninger ligger, når de usikre tal trækkes "
        "tilfældigt."
    )
if len(months) > 1:
    st.header("Hvorfor er det ændret?")
    names = {danish_month(one.stored.month): one for one in months}
    listed = list(names)
    left, right = st.columns(2)
    first = left.selectbox("Fra", listed[:-1], index=len(listed) - 2, key="fra_maaned")
    later = listed[listed.index(first) + 1 :]
    last = right.selectbox("Til", later, index=len(later) - 1, key=f"til_maaned:{first}")
    moved = change(names[first].run, names[last].run)
    st.markdown(f"**{uncertainty_frames.causes_sentence(moved, first, last)}**")
    if len(months) > 2 and (first, last) != (listed[0], listed[-1]):
        whole = change(months[0].run, months[-1].run)
        st.markdown(uncertainty_frames.causes_sentence(whole, listed[0], listed[-1]))
    chart_and_table(
        study_charts.waterfall(uncertainty_frames.waterfall_rows(moved, first, last)),
        uncertainty_frames.causes_table(moved, first, last),
        f"Fra resultatet i {first} til {last}: en søjle for hver årsag. Årsagerne giver tilsammen forskellen.",
    )
    st.caption(
        "Hver årsag er gennemsnittet af, hvad den betyder, i enhver rækkefølge af årsagerne (Shapley). Derfor går de op."
    )
ahead = next_citizen(found.calculation)
if ahead:
    st.header("Hvad hvis den næste borger lykkes?")
    chances = {"Nu": simulate(found.calculation), "Næste borger lykkes": simulate(ahead.after_success),
               "Næste borger lykkes ikke": simulate(ahead.after_failure)}  # fmt: skip
    number_table(study_frames.next_table(found, ahead, chances).set_index("Hvad hvis"))
