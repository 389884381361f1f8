"""Andre kommuner: the own published figures beside other municipalities', on the same definitions; no ranking."""

import streamlit as st

from app import figure_door, sharing_door
from app.components import purpose, view
from app.sharing_section import give, receive, side_by_side, take_along
from pipelines.shared_comparing import Asked

purpose(
    "Andre kommuner",
    "Jeres beskyttede tal ved siden af andres, så I kan spørge dem, hvad de gør. Der er ingen rangliste.",
)
seen = view()
places = sharing_door.municipalities(seen.visit)
own = str(st.selectbox("Kommune", places, key="kommune", bind="query-params") if len(places) > 1 else places[0])
off = seen.here.choices.figures_off
catalogue = {name: one for name, one in figure_door.figures_here(seen.visit).items() if name not in off}
titles = {name: figure.title_da for name, figure in catalogue.items()}
codes = sharing_door.others(seen.visit, own)
if catalogue and codes:
    first = 0 if "tal" in st.session_state else sharing_door.first_told(seen.visit, own, list(titles), seen.month)
    chosen = st.selectbox("Nøgletal", list(titles), first, titles.__getitem__, key="tal", bind="query-params")
    figure, part = catalogue[chosen], catalogue[chosen].parts[0]
    category = st.selectbox("Kategori", list(part.codes), format_func=part.codes.__getitem__) if part.codes else None
    order = st.multiselect("Andre kommuner, i den rækkefølge de vises", codes, default=codes)
    lines = sharing_door.comparison(seen.visit, own, Asked(chosen, None, category, f"{seen.month:%Y-%m}"), order)
    take_along(seen, own, figure, category, side_by_side(figure, part, lines))
else:
    st.info("Der er ingen andre kommuner at se endnu. Bed en kommune om filen fra denne side, og læg den ind her.")
receive(seen.visit)
give(seen.visit, own, seen.month)
