"""Forskelle: where an import says something else than what is written, field by field, to choose between."""

import streamlit as st

from app.components import purpose, visit
from app.difference_text import by_row, field_da, origins_da, row_da, values_da
from app.registry import imports
from pipelines.difference_store import Choice, Chosen, OpenDifference, corrected

ROWS_AT_ONCE = 20
purpose(
    "Forskelle",
    "Et andet system siger noget andet end det, der er skrevet her. Intet er ændret. Vælg, hvad der skal gælde.",
)
looked = visit()


def choice_of(found: OpenDifference) -> Chosen | None:
    """One difference with its two values; None until one is chosen."""
    mine, theirs = values_da(found)
    told: dict[Choice, str] = {"mine": f"Behold: {mine}", "theirs": f"Brug: {theirs}"}
    picked = st.radio(
        field_da(found),
        list(told),
        format_func=told.__getitem__,
        captions=origins_da(found),
        index=None,
        key=f"forskel-{found.id}",
    )
    return Chosen(found.id, found.mine, picked) if picked else None


for message in st.session_state.pop("forskelle-fejl", []):
    st.error(message, icon=":material/error:")
if st.session_state.pop("forskelle-gemt", False):
    st.success("Dit valg er gemt.", icon=":material/check_circle:")

found = imports.differences(looked)
if not found:
    st.info("Der er ingen forskelle at vælge imellem.", icon=":material/check_circle:")
    st.stop()
sources = list(dict.fromkeys(each.source for each in found))
source = st.segmented_control("Kilde", sources, default=sources[0], required=True) if len(sources) > 1 else sources[0]
own = [each for each in found if each.source == source]
ours, theirs, _ = st.columns([1, 1, 1])
if ours.button("Vælg vores alle steder", width="stretch", help="Du kan stadig ændre de enkelte, før du gemmer."):
    st.session_state.update({f"forskel-{each.id}": "mine" for each in own})
if theirs.button("Vælg kildens alle steder", width="stretch", help="Du kan stadig ændre de enkelte, før du gemmer."):
    st.session_state.update({f"forskel-{each.id}": "theirs" for each in own})

rows = list(by_row(own).values())
st.caption(f"{len(own)} {'felt' if len(own) == 1 else 'felter'} fra {source}.")
chosen: list[Chosen] = []
for row in rows[:ROWS_AT_ONCE]:
    with st.container(border=True):
        st.markdown(f"**{row_da(row[0])}**")
        chosen += [choice for each in row if (choice := choice_of(each)) is not None]
if len(rows) > ROWS_AT_ONCE:
    st.caption(f"Her vises de første {ROWS_AT_ONCE} af {len(rows)} rækker. Resten kommer, når du har valgt for dem.")
taken = {choice.id for choice in chosen if choice.choice == "theirs"}
earlier = any(corrected(each, looked.here.today) for each in own if each.id in taken)
reason = st.text_input("Hvorfor rettes en tidligere måned?", key="forskelle-grund") if earlier else ""
label = f"Gem {len(chosen)} valg" if chosen else "Gem valg"
if st.button(label, key="gem-valg", type="primary", disabled=not chosen, icon=":material/save:"):
    faults = imports.choose(looked, chosen, reason)
    st.session_state["forskelle-fejl"], st.session_state["forskelle-gemt"] = faults, not faults
    st.rerun()
