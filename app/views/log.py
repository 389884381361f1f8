"""Log: the auditor searches who has seen whom and hands out a citizen's own log; everyone sees the own look-ups."""

import pandas as pd
import streamlit as st

from app import report
from app.components import purpose, visit
from app.registry import log

purpose("Log", "Hvem har set, vist, ændret, udleveret eller slettet oplysninger om hvem, og hvornår. Aldrig hvilke.")
looked = visit()
auditor = looked.user.has("auditor")
if auditor:
    everyone, citizen, own = st.tabs(["Alle", "Én borger", "Mine opslag"])
    with everyone:
        table = report.accesses_table(log.newest(looked))
        st.dataframe(table, hide_index=True, width="stretch", placeholder="")
        st.caption(f"De nyeste {log.SHOWN} linjer. Klokken er dansk tid.")
    with citizen:
        chosen = st.selectbox("Borger", log.citizens(looked), index=None, placeholder="vælg borger")
        if chosen:
            table = report.accesses_table(log.of_citizen(looked, chosen))
            st.dataframe(table, hide_index=True, width="stretch", placeholder="")
            names = st.toggle("Tag medarbejdernes brugernavne med", help="Uden dem står rollen i stedet.")
            if st.button("Lav udskrift til borgeren", icon=":material/description:"):
                lines = log.for_the_citizen(looked, chosen, names)
                excel, csv = st.columns(2)
                excel.download_button(
                    "Hent som Excel", report.table_file(pd.DataFrame(lines)), "log.xlsx", on_click="ignore"
                )
                csv.download_button("Hent som CSV", report.lines_csv(lines), "log.csv", "text/csv", on_click="ignore")
else:
    (own,) = st.tabs(["Mine opslag"])
with own:
    st.dataframe(report.accesses_table(log.own(looked)), hide_index=True, width="stretch", placeholder="")
