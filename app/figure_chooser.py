"""The box that chooses a figure and stands in the address, whatever the municipality has called the figure since."""

from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kpi_catalogue.figure import catalogue

KEY = "tal"


def choose_figure(titles: Mapping[str, str], where: DeltaGenerator | None = None) -> str:
    """The id of the chosen figure; titles: what each is called here. An address that names no figure is told."""
    given = st.query_params.get(KEY)
    if given is not None and given not in titles.values():
        name = named(given)
        del st.query_params[KEY]
        if name in titles:
            st.session_state[KEY] = name
        else:
            st.warning("Adressen nævner et nøgletal, som ikke findes her. Vælg det nedenfor.")
    box = (where or st).selectbox
    return box("Nøgletal", list(titles), format_func=titles.__getitem__, key=KEY, bind="query-params")


def named(given: str) -> str | None:
    """The id of the figure with this id, or this title in the catalogue."""
    return next((name for name, figure in catalogue().items() if given in (name, figure.title_da)), None)
