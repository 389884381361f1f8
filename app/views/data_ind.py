"""Data ind: drop files, see every fault, load when there are none; template, and what was loaded when."""

import pandas as pd
import streamlit as st

from app import report
from app.components import fault_table, purpose, visit
from app.registry import data_in
from app.rights import NotAllowedError
from pipelines.contract import contracts

SHOWN_AT_ONCE = 50
purpose("Data ind", "Læg registreringer ind fra Excel eller CSV. Er der fejl, ser du dem alle, og intet gemmes.")
looked = visit()

uploaded = st.file_uploader(
    "Filer", type=["csv", "xlsx"], accept_multiple_files=True, help="CSV-filer eller en Excel-projektmappe"
)
meaning = {
    None: "Meld det som en fejl",
    "point": "1.234 er 1,234 (decimalpunktum)",
    "comma": "1.234 er et tusind to hundrede (tusindtal)",
}
decimal = st.selectbox("Hvis et tal kan læses på to måder", list(meaning), format_func=meaning.__getitem__)
if uploaded:
    uploads = [(file.name, file.getvalue()) for file in uploaded]
    try:
        checked = data_in.check_upload(looked, uploads, decimal)
    except NotAllowedError as error:
        st.error(error.args[0], icon=":material/lock:")
        st.stop()
    if checked.faults:
        st.error(
            f"{len(checked.faults)} fejl skal rettes i filerne, før de kan indlæses. Intet er gemt.",
            icon=":material/error:",
        )
        table = fault_table(checked.faults)
        st.table(table[["Fejl"]].head(SHOWN_AT_ONCE))
        if len(table) > SHOWN_AT_ONCE:
            st.caption(f"Her vises de første {SHOWN_AT_ONCE}; hent fejllisten for at se dem alle.")
        st.download_button(
            "Hent fejllisten", report.table_file(table), "fejl.xlsx", on_click="ignore", icon=":material/download:"
        )
    else:
        names = {name: contract.label_da for name, contract in contracts().items()}
        understood = {names[name]: table.num_rows for name, table in checked.tables.items() if table.num_rows}
        st.success("Ingen fejl. Filerne indeholder:", icon=":material/check_circle:")
        st.table(pd.DataFrame({"Tabel": understood.keys(), "Rækker": understood.values()}).set_index("Tabel"))
        if st.button("Indlæs", type="primary", icon=":material/upload:"):
            st.success(data_in.load_upload(looked, uploads, decimal))

st.subheader("Skabelon")
st.download_button(
    "Hent Excel-skabelonen",
    report.template_bytes(),
    "bundlinje-skabelon.xlsx",
    on_click="ignore",
    icon=":material/download:",
)
st.subheader("Indlæst")
loads = data_in.loads(looked)
if loads:
    st.dataframe(report.loads_table(loads), hide_index=True, width="stretch", placeholder="")
else:
    st.markdown("Der er ikke indlæst noget endnu.")
