"""Modenhed: how far the municipality finds itself with data and investments, over time and between groups."""

import streamlit as st

from app import maturity_door, maturity_page
from app.components import purpose, visit

purpose(
    "Modenhed",
    "Hvor langt I selv synes, I er med at bruge tal og tænke i investeringer. Svar hvert halve år, og tal om det, der rykker.",
)
seen = visit()
maturity_page.clear_form()
places = maturity_door.municipalities(seen)
chosen = st.selectbox("Kommune", places, key="kommune", bind="query-params") if len(places) > 1 else places[0]
around = maturity_page.Around(seen, str(chosen))
made = maturity_door.assessments(seen, around.municipality, "maturity")
stages = maturity_door.assessments(seen, around.municipality, "situation")
tables = maturity_page.how_it_stands(around, made)
tables += maturity_page.compare(made)
maturity_page.new_assessment(around)
tables += maturity_page.situation(around, stages)
tables += maturity_page.earlier(around, [*made, *stages])
st.caption(
    "Modenhed er jeres egen vurdering og ikke en måling. En parameter er gennemsnittet af sine svar, det samlede tal er "
    "gennemsnittet af de syv parametre. Nøgletallet Modenhed er den seneste fælles selvevaluering."
)
maturity_page.file_section(around, tables)
