"""The log book: every change of a case, who made it, when, from what to what, and why; nobody can edit it."""

import streamlit as st

from app import cases
from app.case_frames import log_table, version_names
from app.case_pages import case_in_address, case_links, refuse
from app.components import purpose, visit
from app.report.tables import table_file
from app.rights import NotAllowedError
from pipelines.settings import now
from pipelines.store_connection import StoreError

looked = visit()
case_id = case_in_address()
try:
    version = cases.opened(looked, case_id, now())
    lines = cases.log_book(looked, case_id, now())
    versions = cases.versions(looked, case_id, now())
except (NotAllowedError, StoreError) as error:
    refuse(error)
purpose(
    "Logbog",
    "Hvert valg i beregningen: hvem, hvornår, hvilket felt, før, efter og hvorfor. Den kan ikke rettes bagefter.",
)
case_links(case_id, "som_logbog.py")
names = version_names(versions)
st.header(f"{len(names)} {'version' if len(names) == 1 else 'versioner'}")
for number in names:
    st.markdown(f"- {names[number]}")
table = log_table(lines, version.content)
st.dataframe(table, hide_index=True, width="stretch")
st.download_button("Hent logbogen som Excel", table_file(table), f"logbog-{case_id}.xlsx", on_click="ignore")
