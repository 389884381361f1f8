"""The pages of one case and the way between them."""

from typing import NoReturn

import streamlit as st

PAGES = (
    ("som_case.py", "Trin", "format_list_numbered"),
    ("som_resultat.py", "Resultat", "payments"),
    ("som_usikkerhed.py", "Usikkerhed", "tornado"),
    ("som_overvaagning.py", "Overvågning", "monitoring"),
    ("som_sammenlign.py", "Sammenlign", "compare_arrows"),
    ("som_logbog.py", "Logbog", "history"),
    ("som_rapport.py", "Rapport", "description"),
)
"""The pages of a case, in order; a new one is one line here and one in the menu (hidden)."""


def case_in_address() -> str:
    """The case that the address names; sends the reader to the list where there is none."""
    case_id = str(st.query_params.get("sag") or st.session_state.get("sag") or "")
    if not case_id:
        st.title("Ingen beregning valgt")
        st.info("Vælg en beregning på listen.")
        st.page_link("views/som.py", label="Til listen", icon=":material/arrow_back:")
        st.stop()
    st.session_state["sag"] = case_id
    st.query_params["sag"] = case_id
    return case_id


def case_links(case_id: str, here: str) -> None:
    """The links between the pages of a case; `here` is the file of the page looked at."""
    with st.container(horizontal=True, gap="small"):
        st.page_link("views/som.py", label="Alle beregninger", icon=":material/arrow_back:")
        for file, title, icon in PAGES:
            st.page_link(
                f"views/{file}", label=title, icon=f":material/{icon}:", query_params={"sag": case_id},
                disabled=file == here,
            )  # fmt: skip


def refuse(error: Exception) -> NoReturn:
    """The page of a case that cannot be shown: why, and the way to the list."""
    st.title("Beregningen kan ikke vises")
    st.error(str(error))
    st.page_link("views/som.py", label="Til listen", icon=":material/arrow_back:")
    st.stop()
