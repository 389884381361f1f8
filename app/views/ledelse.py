"""Ledelse: a month on one page for the management, with the questions that the data raise, ready to print."""

import streamlit as st

from app import management_parts
from app.components import purpose, view
from app.figure_data import filter_values
from app.management import management
from app.management_frames import page_of
from pipelines.settings import now
from pipelines.store_connection import StoreError

purpose(
    "Ledelse",
    "Måneden på én side: hvad der har flyttet sig, om målene nås, hvad det koster og giver, og hvad I kan spørge om.",
)
management_parts.print_style()
seen = view()
municipality = management_parts.municipality_choice(seen, filter_values(seen)["municipality"])
drawn = st.empty()
drawn.markdown("Henter tallene ...")
try:
    found = management(seen, municipality, now())
except StoreError as error:
    drawn.error(str(error))
    st.stop()
page = page_of(found, seen.here.choices.disclosure_limit)
with drawn.container():
    st.markdown(f"**{page.subtitle}**")
    management_parts.questions(found, page)
    left, right = st.columns(2, gap="large")
    with left:
        management_parts.moved(found, page)
        management_parts.registration(found, page)
    with right:
        management_parts.goals(found, page)
    management_parts.investment(page)
    st.caption(page.hidden_note)
management_parts.count_uses(seen, page)
management_parts.file_section(seen, found, page)
