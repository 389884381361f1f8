"""What a figure's page says of the decisions that were made on it, for those who work with the citizens."""

import streamlit as st

from app.components import View
from app.figure_meeting_frames import decisions_table
from app.registry import figure_meeting
from app.rights import WITH_CITIZENS
from kpi_catalogue.figure import Figure


def decisions_on(seen: View, figure: Figure) -> None:
    """The decisions of the user's own teams about the figure, newest first; nothing for others, or where there is none."""
    if not seen.visit.user.has(*WITH_CITIZENS):
        return
    about = [one for one in figure_meeting.notes(seen.visit) if one.written.figure == figure.id]
    table = decisions_table(about, {figure.id: figure.title_da}, seen.here.today)
    if len(table):
        st.header("Beslutninger om tallet")
        st.dataframe(table.drop(columns="Nøgletal"), hide_index=True, width="stretch")
        st.page_link("views/talmoede.py", label="Møde om nøgletal", icon=":material/arrow_forward:")
