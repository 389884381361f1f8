"""Indstillinger: what the municipality has chosen, and why; the administrator chooses, and the newest choice holds."""

from typing import Any

import pandas as pd
import streamlit as st

from app.choice_texts import TEXTS, ChoiceText, per_cent, value_da, whole_number
from app.components import figures_by_id, purpose, visit
from app.registry import choosing
from pipelines.danish import moment
from pipelines.settings import SettingsError

HOURS = [1, 2, 4, 6, 8, 10, 12, 24]
titles = {name: figure.title_da for name, figure in figures_by_id().items()}


def asked(text: ChoiceText, now: Any) -> Any:
    """The value chosen, asked in the way of its kind; an unreadable number is None."""
    if text.kind == "codes":
        codes = dict(text.codes or {})
        return st.radio("Ny værdi", list(codes), format_func=codes.__getitem__, index=list(codes).index(now))
    if text.kind == "yes":
        return st.checkbox("Kommunen har licens til ORS og SRS", value=now)
    if text.kind == "figures":
        return st.multiselect("Ny værdi", list(titles), default=[each for each in now if each in titles],
                              format_func=titles.__getitem__, placeholder="ingen")  # fmt: skip
    if text.kind == "hours":
        return st.selectbox("Ny værdi", HOURS, index=HOURS.index(now) if now in HOURS else None)
    if text.kind == "percent":
        return per_cent(st.text_input("Ny værdi (hele procent, 1-99)", value=f"{100 * now:.0f}"))
    return whole_number(st.text_input("Ny værdi (helt tal)", value="" if now is None else str(now)))


purpose("Indstillinger", "Hvad kommunen har valgt, og hvorfor. Et valg gælder fra næste klik.")
looked = visit()
choices = looked.here.choices
if choices.erase_after_months is None:
    st.warning("Slettefristen er ikke valgt. Vælg den, før I registrerer rigtige borgere.", icon=":material/delete:")
st.table(
    pd.DataFrame(
        [
            {"Valg": text.label, "I dag": value_da(name, getattr(choices, name), titles), "Betyder": text.meaning}
            for name, text in TEXTS.items()
        ]
    ).set_index("Valg")
)
st.header("Ret et valg")
name = st.selectbox("Valg", list(TEXTS), format_func=lambda each: TEXTS[each].label, key="valg", bind="query-params")
st.markdown(TEXTS[name].meaning)
value = asked(TEXTS[name], getattr(choices, name))
reason = st.text_input("Begrundelse", placeholder="fx besluttet på mødet 12-03-2026")
if st.button("Gem valget", type="primary", icon=":material/save:"):
    try:
        if value is None:
            fitting = " fra 1 til 99, fx 80" if TEXTS[name].kind == "percent" else ", fx 24"
            raise SettingsError(f"{TEXTS[name].label}: skriv et helt tal{fitting}.")
        choosing.choose(looked, name, value, reason)
    except SettingsError as error:
        st.error(error.args[0], icon=":material/error:")
    else:
        st.rerun()
st.header("Tidligere valg")
made = [
    {"Hvornår": moment(each.set_at), "Hvem": each.set_by, "Valg": TEXTS[each.name].label,
     "Værdi": value_da(each.name, each.value, titles), "Begrundelse": each.reason}
    for each in choosing.made(looked)
    if each.name in TEXTS
]  # fmt: skip
if made:
    st.dataframe(pd.DataFrame(made), hide_index=True, width="stretch", placeholder="")
else:
    st.markdown("Der er ikke valgt noget i appen endnu; det, der gælder, er standard eller står i settings.yaml.")
