"""The part of Data ind that takes in another system's extract: which mapping, the files, what was understood, load."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from app import report
from app.components import fault_table
from app.registry import imports
from app.registry.imports import MappingChoice
from app.rights import NotAllowedError, Visit
from pipelines.fault import Fault
from pipelines.mapping import MappingError
from pipelines.strict_yaml import StrictYamlError

SHOWN_AT_ONCE = 50
MEND_DA = "skal rettes i udtrækket eller i mappingen, før det kan indlæses."
OWN_DA = "Bundlinjes egne tabeller (skabelonen eller CSV)"


def choose_source(looked: Visit) -> MappingChoice | None:
    """Where the files come from: our own tables (None), or a system that there is a mapping for."""
    found = {choice.name: choice for choice in imports.mappings(looked)}
    names = {None: OWN_DA} | {name: f"{choice.source} (mappingen {name})" for name, choice in found.items()}
    picked = st.selectbox("Filerne kommer fra", list(names), format_func=names.__getitem__)
    return found[picked] if picked else None


def show(looked: Visit, choice: MappingChoice) -> None:
    """Take in an extract by the mapping: everything that is wrong, or what there is, and then load."""
    if choice.problem:
        st.error(choice.problem, icon=":material/error:")
        return
    st.caption(choice.about_da)
    files = st.file_uploader("Udtræk", type=["csv", "txt", "xlsx", "json"], accept_multiple_files=True)
    key = None
    if choice.needs_keys:
        key = st.file_uploader("Nøglefil", type=["csv"], help="Fra systemets id til jeres pseudonym. Den gemmes ikke.")
    if not files or (choice.needs_keys and key is None):
        return
    given = ([(file.name, file.getvalue()) for file in files], choice.name, (key.name, key.getvalue()) if key else None)
    try:
        _check_and_load(looked, *given)
    except (NotAllowedError, MappingError, StrictYamlError) as error:
        st.error(error.args[0], icon=":material/error:")


def _check_and_load(looked: Visit, uploads: Sequence[Any], mapping: str, key: Any) -> None:
    found = imports.check_extract(looked, uploads, mapping, key)
    if found.faults:
        fault_list(found.faults, MEND_DA)
        return
    st.success(_lines(found.told), icon=":material/check_circle:")
    if st.button("Indlæs", type="primary", icon=":material/upload:", key="indlaes-udtraek"):
        result = imports.load_extract(looked, uploads, mapping, key)
        if result.faults:
            fault_list(result.faults, MEND_DA)
            return
        st.success(_lines(result.told), icon=":material/check_circle:")
        st.page_link("views/forskelle.py", label="Se forskellene", icon=":material/compare_arrows:")


def fault_list(faults: Sequence[Fault], mend_da: str) -> None:
    """All faults: how many and where to mend them, the first ones, and all of them to download."""
    st.error(f"{len(faults)} fejl {mend_da} Intet er gemt.", icon=":material/error:")
    table = fault_table(faults)
    st.table(table[["Fejl"]].head(SHOWN_AT_ONCE))
    if len(table) > SHOWN_AT_ONCE:
        st.caption(f"Her vises de første {SHOWN_AT_ONCE}; hent fejllisten for at se dem alle.")
    file = report.table_file(table)
    st.download_button("Hent fejllisten", file, "fejl.xlsx", on_click="ignore", icon=":material/download:")


def _lines(text: str) -> str:
    """Lines that stay lines in Markdown."""
    return text.replace("\n", "  \n")
