"""A new case: the few things that nothing can be calculated without; the rest comes in the seven steps."""

import streamlit as st

from app import cases
from app.case_entry import EntryError, path_of, share_of, year_of
from app.case_words import BASES_DA
from app.case_work import let_go
from app.components import purpose, visit
from app.rights import NotAllowedError
from pipelines.settings import now
from pipelines.store_connection import StoreError
from som_engine.errors import FaultyInputError

purpose("Ny beregning", "Skriv det, der skal til for at begynde. Omkostninger og konsekvenser kommer i de syv trin.")
looked = visit()
if not looked.user.has(*cases.WRITERS):
    st.warning("Kun en økonom kan begynde en beregning.", icon=":material/lock:")
    st.stop()
groups = {name: group.title_da for name, group in cases.knowledge_now(looked).target_groups.items()}
with st.form("ny", enter_to_submit=False):
    title = st.text_input("Titel")
    municipality = st.selectbox("Kommune", sorted(looked.user.municipalities))
    group = st.selectbox("Målgruppe", list(groups), format_func=groups.__getitem__)
    left, right = st.columns(2)
    year = left.text_input("Første driftsår (år 0)", value=str(looked.here.today.year))
    horizon = right.text_input("År med konsekvenser efter hver årgang (1-30)", value="4")
    participants = left.text_input("Deltagere i hvert driftsår", placeholder="10; 10; 10")
    rate = right.text_input(
        "Succesrate, procent netto", help="Hvor mange når målet på grund af indsatsen? Kan rettes i trin 4."
    )
    basis = st.selectbox(
        "Succesraten bygger på", list(BASES_DA), index=len(BASES_DA) - 1, format_func=BASES_DA.__getitem__
    )
    sent = st.form_submit_button("Begynd", type="primary")
if sent:
    try:
        content = {
            "title": title.strip() or "Beregning",
            "municipality": municipality,
            "target_group": group,
            "base_year": year_of(year),
            "price_year": year_of(year),
            "horizon_years": year_of(horizon),
            "intervention": {"participants": path_of(participants), "costs": []},
            "effect": {"success_rate": {"value": share_of(rate), "basis": basis}},
            "consequences": [],
        }
        made = cases.create(looked, content, now())
    except (EntryError, FaultyInputError, StoreError, NotAllowedError) as error:
        st.error(str(error))
        st.stop()
    let_go()
    st.session_state["sag"] = made.case_id
    st.switch_page("views/som_case.py", query_params={"sag": made.case_id})
