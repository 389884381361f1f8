"""Tag tallene med: what a page of figures shows as Excel, PowerPoint, PDF and CSV, made when somebody asks."""

import streamlit as st

from app.components import View
from app.figure_files import Asked, FigureFiles, audience_of, figure_files
from pipelines.figures import WrongUseError

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
POWERPOINT = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PDF = "application/pdf"
MADE = "filer"
"""Where the files that were made last are, with what they were made of."""


def export_section(seen: View, asked: Asked) -> None:
    """A heading, a button that makes the files, and a button for each; what is hidden on the page is hidden in them.

    What was made last is kept for as long as the page shows the same.
    """
    st.header("Tag tallene med")
    key = (seen.visit.user, seen.warehouse, asked)
    if st.button("Lav filer", icon=":material/description:", help="Excel, PowerPoint, PDF og CSV af det, siden viser."):
        with st.spinner("Laver filerne ..."):
            try:
                st.session_state[MADE] = key, figure_files(seen.visit, asked)
            except WrongUseError as error:
                st.error(str(error))
    made_of, made = st.session_state.get(MADE, (None, None))
    if made_of == key and made is not None:
        _downloads(made)
    if audience_of(seen.visit, asked) == "team":
        st.caption("Filerne er til teamet: intet er skjult i dem. Giv dem ikke videre uden for teamet.")
    else:
        st.caption("Små tal er skjult i filerne, som de er det her.")


def _downloads(made: FigureFiles) -> None:
    with st.container(horizontal=True):
        for name, content, ending, kind in (
            ("Excel", made.excel, "xlsx", EXCEL), ("PowerPoint", made.powerpoint, "pptx", POWERPOINT),
            ("PDF", made.pdf, "pdf", PDF), ("CSV", made.csv, "csv", "text/csv"),
        ):  # fmt: skip
            st.download_button(
                f"Hent som {name}",
                content,
                f"{made.name}.{ending}",
                kind,
                on_click="ignore",
                icon=":material/download:",
            )
