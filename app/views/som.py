"""SØM: every case with its net result, and the way into it or to a new one."""

import streamlit as st

from app import cases
from app.candidate_list import candidate_section
from app.case_list import WIDTHS, list_rows
from app.components import purpose, view
from app.rights import NotAllowedError
from pipelines.danish import month as danish_month
from pipelines.settings import now
from pipelines.store_connection import StoreError

purpose(
    "SØM",
    "Hvad indsatserne betyder for budgetterne i kommune, region og stat. Vælg en beregning, eller begynd på en ny.",
)
seen = view()
try:
    found = cases.listed(seen.visit, seen.month, now())
except (StoreError, NotAllowedError) as error:
    st.error(str(error))
    st.stop()
for one, row in zip(found, list_rows(found), strict=True):
    with st.container(border=True):
        st.page_link(
            "views/som_case.py",
            label=f"**{one.title}**",
            icon=":material/arrow_forward:",
            query_params={"sag": one.case_id},
        )
        with st.container(horizontal=True, gap="small"):
            for name, value in row.items():
                st.markdown(f":small[{name}]  \n:small[**{value}**]", width=WIDTHS[name])
if not found:
    st.info("Der er ingen beregninger endnu.")
else:
    st.caption(
        "Nutidsværdi med den succesrate, der bruges. Over nul: hvor mange af 100 beregninger der giver et positivt resultat "
        "for det offentlige samlet, når de usikre tal trækkes tilfældigt. Næste skridt er det første trin med noget at tage "
        "stilling til."
    )
if seen.visit.user.has(*cases.WRITERS):
    left, right = st.columns(2)
    left.page_link("views/som_ny.py", label="Ny beregning", icon=":material/add:")
    if found and right.button(f"Genberegn alle med tal til og med {danish_month(seen.month)}"):
        done = cases.rerun_month(seen.visit, seen.month, now())
        st.success(
            f"{done} {'beregning' if done == 1 else 'beregninger'} er genberegnet og gemt for {danish_month(seen.month)}."
        )
candidate_section(seen.visit)
