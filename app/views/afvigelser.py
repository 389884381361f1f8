"""Tekster om afvigelser: what is said of a deviation or a sign, and from when; written by the project lead."""

from typing import Any

import streamlit as st

from app.components import purpose, view
from app.deviation_form import CELL_DA, LIMITS_DA, with_cell, with_limits, with_signal, words
from app.registry import deviations
from pipelines.danish import moment
from pipelines.settings import SettingsError

purpose(
    "Tekster om afvigelser",
    "Hvad siges der om en afvigelse, og hvornår er den et tegn? Teksterne er oplæg til en snak.",
)
visit = view().visit
now = deviations.document(visit)


def save(changed: dict[str, Any], reason: str) -> None:
    """Keep the new version, or say what is wrong with it."""
    try:
        deviations.change_texts(visit, changed, reason)
    except SettingsError as refused:
        st.error(refused.args[0])
        return
    st.success("Gemt. Det gælder fra nu af, og den tidligere udgave er bevaret.")


cells, signals, limits = st.tabs(["De ni aflæsninger", "Tegn", "Grænser"])
with cells:
    cell = st.selectbox("Aflæsning", list(CELL_DA), format_func=CELL_DA.__getitem__)
    with st.form("celle"):
        sentence = st.text_area("Sætning", now["cells"][cell]["sentence"], key=f"celle-{cell}")
        questions = st.text_area(
            "Spørgsmål, ét på hver linje", "\n".join(map(words, now["cells"][cell]["questions"])), key=f"spørg-{cell}"
        )
        reason = st.text_input("Hvorfor ændres det?", key="celle-hvorfor")
        if st.form_submit_button("Gem teksten"):
            save(with_cell(now, cell, sentence, questions), reason)
with signals:
    code = st.selectbox("Tegn", list(now["signals"]), format_func=lambda name: now["signals"][name]["title"])
    text = now["signals"][code]
    with st.form("tegn"):
        typed = {
            "title": st.text_input("Kort navn", text["title"], key=f"navn-{code}"),
            "sentence": st.text_area("Sætning", text["sentence"], key=f"sætning-{code}"),
            "rule": st.text_area("Regel", text["rule"], key=f"regel-{code}"),
            "questions": st.text_area("Spørgsmål, ét på hver linje", "\n".join(text["questions"]), key=f"spm-{code}"),
        }
        st.caption("Navne i { } er tal, som udfyldes for hvert forløb. De skal blive stående, hvor tallet skal stå.")
        reason = st.text_input("Hvorfor ændres det?", key="tegn-hvorfor")
        if st.form_submit_button("Gem tegnet"):
            save(with_signal(now, code, typed), reason)
with limits, st.form("grænser"):
    numbers = {
        name: st.number_input(label, 1, 100, int(now["limits"][name]), key=f"grænse-{name}")
        for name, label in LIMITS_DA.items()
    }
    reason = st.text_input("Hvorfor ændres det?", key="grænse-hvorfor")
    if st.form_submit_button("Gem grænserne"):
        save(with_limits(now, numbers), reason)
st.markdown("## Tidligere udgaver")
made = deviations.history(visit)
for each in made:
    st.markdown(f"- {moment(each.set_at)} · {each.set_by}: {each.reason}")
if not made:
    st.caption("Der er kun programmets egne tekster.")
