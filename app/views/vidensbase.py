"""The knowledge base: target groups, consequences, prices, rules and studies, each with source, date and evidence."""

import streamlit as st

from app import knowledge_door, knowledge_frames
from app.cases import WRITERS
from app.components import purpose, visit
from app.knowledge_forms import file_form, index_form, price_form
from app.rights import NotAllowedError

looked = visit()
purpose(
    "Vidensbase", "Hvad der vides om priser, regler, konsekvenser og virkninger, hvert tal med kilde, dato og grundlag."
)
try:
    found, broken = knowledge_door.knowledge(looked)
    own = knowledge_door.own_files(looked)
except NotAllowedError as error:
    st.error(str(error))
    st.stop()
for fault in broken:
    st.error(f"Jeres egne filer kan ikke læses, så kun de fælles vises: {fault}")
writes = looked.user.has(*WRITERS) and not broken
prices, consequences, groups, rules, studies, index, import_ = st.tabs(
    ["Priser", "Konsekvenser", "Målgrupper", "Regler", "Undersøgelser", "Nettoprisindeks", "Indlæs egne"]
)
with prices:
    table = knowledge_frames.price_table(found, own, looked.here.today)
    old = int((table["Status"] == "gammel: find en nyere").sum())
    if old:
        st.warning(f"{old} priser er sidst set at gælde for mere end et år siden. Find en nyere, før de bruges.")
    st.dataframe(table, hide_index=True, width="stretch")
    if writes:
        price_form(looked, found)
with consequences:
    st.dataframe(knowledge_frames.consequence_table(found), hide_index=True, width="stretch")
    st.caption(
        "Forslag til, hvad det er værd at se på. Hvor meget der ændrer sig, finder I selv; det skrives som forbrug uden og med."
    )
with groups:
    st.dataframe(knowledge_frames.group_table(found), hide_index=True, width="stretch")
with rules:
    st.dataframe(knowledge_frames.rule_table(found), hide_index=True, width="stretch")
    st.caption("I en beregning gælder den nyeste regel ved begyndelsen af konsekvensens år.")
with studies:
    st.dataframe(knowledge_frames.study_table(found, own), hide_index=True, width="stretch")
    st.caption("Til sammenligning. Ingen undersøgelse går ind i en beregning af sig selv.")
with index:
    table = knowledge_frames.index_table(found)
    if table.empty:
        st.info(
            "Tabellen er tom: Skriv Danmarks Statistiks nettoprisindeks ind. Det bruges kun, når priser er fra forskellige år."
        )
    else:
        st.dataframe(table, hide_index=True)
    if writes:
        index_form(looked)
with import_:
    if writes:
        file_form(looked)
    else:
        st.info("Kun en økonom kan lægge egne tal ind.", icon=":material/lock:")
