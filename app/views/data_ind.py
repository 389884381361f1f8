"""Data ind: drop files, see every fault, load when there are none; template, and what was loaded when."""

import pandas as pd
import streamlit as st

from app import import_section, report
from app.components import purpose, visit
from app.registry import data_in
from app.rights import NotAllowedError
from pipelines.contract import contracts

purpose("Data ind", "Læg registreringer ind fra Excel eller CSV. Er der fejl, ser du dem alle, og intet gemmes.")
looked = visit()


def own_tables() -> None:
    """Our own tables: every fault, or what the files hold and a button that stores them."""
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
            return
        if checked.faults:
            import_section.fault_list(checked.faults, "skal rettes i filerne, før de kan indlæses.")
        else:
            names = {name: contract.label_da for name, contract in contracts().items()}
            understood = {names[name]: table.num_rows for name, table in checked.tables.items() if table.num_rows}
            st.success("Ingen fejl. Filerne indeholder:", icon=":material/check_circle:")
            st.table(pd.DataFrame({"Tabel": understood.keys(), "Rækker": understood.values()}).set_index("Tabel"))
            if st.button("Indlæs", type="primary", icon=":material/upload:"):
                st.success(data_in.load_upload(looked, uploads, decimal))


source = import_section.choose_source(looked)
if source is None:
    own_tables()
else:
    import_section.show(looked, source)

st.header("Skabelon")
st.download_button(
    "Hent Excel-skabelonen",
    report.template_bytes(),
    "bundlinje-skabelon.xlsx",
    on_click="ignore",
    icon=":material/download:",
)
st.header("Indlæst")
loads = data_in.loads(looked)
if loads:
    st.dataframe(report.loads_table(loads), hide_index=True, width="stretch", placeholder="")
else:
    st.markdown("Der er ikke indlæst noget endnu.")
