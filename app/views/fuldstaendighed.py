"""Fuldstændighed: what should have been registered, what is missing and how to mend it; rate, reasons, measurements."""

from datetime import date

import streamlit as st

from app import completeness_page as page
from app.components import purpose, visit
from app.registry.completeness import completeness

purpose(
    "Fuldstændighed",
    "Hvad der skulle være registreret, hvad der mangler, og hvordan det rettes. Kun det, der skulle være der, tæller med.",
)
looker = visit()
month = date.fromisoformat(st.session_state["maaned"] + "-01")
count, looked = page.choose(looker)
months = page.looked_months(month, count)
found = completeness(looker, *months, looked)
page.headline(found, month)
missing, over_time, fields, calendar, excel = st.tabs(
    ["Det mangler", "Over tid", "Felter og grunde", "Målekalender", "Excel"]
)
with missing:
    page.missing_tab(found, page.take(looker, months, looked))
with over_time:
    page.time_tab(found)
with fields:
    page.fields_tab(looker, found)
with calendar:
    page.calendar_tab(found)
with excel:
    page.excel_tab(looker, month)
