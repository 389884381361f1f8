"""What the pages of a case's result share: the case in the address, calculated, or the page stopped with the reason."""

import streamlit as st

from app import case_study
from app.case_pages import case_in_address, case_links
from app.case_study import Study
from app.components import View, purpose
from app.rights import NotAllowedError
from pipelines.settings import now
from pipelines.store_connection import StoreError
from som_engine.danish import PAYERS_DA
from som_engine.errors import FaultyInputError


def begin(title: str, sentence: str, file: str) -> str:
    """The page's head and the links between the case's pages; the id of the case."""
    case_id = case_in_address()
    purpose(title, sentence)
    case_links(case_id, file)
    return case_id


def study_or_stop(seen: View, case_id: str) -> Study:
    """The case calculated for the month looked at; stops the page with the reason when that cannot be."""
    try:
        found = case_study.study(seen.visit, case_id, seen.month, now())
    except (NotAllowedError, StoreError) as error:
        st.error(str(error))
        st.stop()
    except FaultyInputError as error:
        st.error("Beregningen kan ikke regnes, før dette er rettet:")
        for fault in error.faults:
            st.markdown(f"- {fault}")
        st.stop()
    st.header(found.case.title)
    return found


def payer_choice(key: str) -> str:
    """Whose result a picture shows."""
    chosen = st.segmented_control(
        "Vis for", list(PAYERS_DA), format_func=PAYERS_DA.__getitem__, default="total", key=key, required=True
    )
    return str(chosen or "total")
