"""What a figure's page says of the municipality's own choice of it, and the counting of its use."""

import streamlit as st

from app import figure_door
from app.components import View
from app.goal_tree import figure_target_da
from kpi_catalogue.figure import Figure
from pipelines.figure_choices import CREAM_DA
from pipelines.figure_use import Kind
from pipelines.store import StoreError


def own_choice(seen: View, figure: Figure) -> None:
    """The target, the scores, and whether it is off; nothing where the municipality has chosen nothing."""
    choice = figure_door.choices(seen.visit).get(figure.id)
    if figure.id in seen.here.choices.figures_off:
        st.info(
            "Nøgletallet er slået fra: der spørges ikke om felter for dets skyld.", icon=":material/visibility_off:"
        )
    if choice and choice.target:
        st.markdown(f"**Mål:** {figure_target_da(figure, choice)}")
    if choice and choice.cream:
        st.caption("CREAM: " + " · ".join(f"{CREAM_DA[name]} {score}" for name, score in choice.cream.items()))


def count_once(seen: View, figure: str, kind: Kind) -> None:
    """Count a use once a session and month: a page that is drawn again is the same look. A store in use goes first."""
    counted: set[tuple[str, Kind, str]] = st.session_state.setdefault("figure_use", set())
    this = (figure, kind, f"{seen.here.today:%Y-%m}")
    if this in counted:
        return
    counted.add(this)
    try:
        figure_door.count(seen.visit, [figure], kind)
    except StoreError:
        counted.discard(this)
