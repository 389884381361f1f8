"""What every step begins and ends with: what it is about, what to be careful with, and the questions to talk over."""

from collections.abc import Sequence

import streamlit as st

from app.case_fields import Fields, Holder
from app.case_words import spoken
from som_engine.advice import Advice
from som_engine.steps import Step


def heading(step: Step, advice: Sequence[Advice]) -> None:
    """The step's title and purpose, and the advice that belongs to it."""
    st.header(step.title_da)
    st.markdown(step.about_da)
    said = spoken([found for found in advice if found.step == step.id])
    if said:
        st.warning("\n".join(f"- {text}" for text in said), icon=":material/lightbulb:")


def reflect(step: Step, content: Holder, fields: Fields) -> None:
    """The step's questions, each with room for the answer that the two of you agree on."""
    answers: Holder = content.setdefault("reflections", {})
    done = sum(step.key(question) in answers for question in step.questions)
    with st.expander(f"Spørgsmål at tale om ({done} af {len(step.questions)} besvaret)"):
        for question in step.questions:
            fields.text(question.text_da, answers, step.key(question), tall=True)
    if not answers:
        del content["reflections"]
