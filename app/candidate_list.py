"""The list that cases are chosen from, at the bottom of SØM: who may see it, rate a candidate, and how it is shown."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import pandas as pd
import streamlit as st

from app.cases import READERS
from app.rights import NotAllowedError, Role, Visit, require
from pipelines.case_candidates import (
    ANSWERS_DA,
    QUESTIONS_DA,
    Candidate,
    CandidateError,
    candidates,
    rate_candidate,
)
from pipelines.danish import moment_day
from pipelines.settings import now
from pipelines.store_connection import StoreError

RATERS: tuple[Role, ...] = ("project_lead", "economist")


def listed(visit: Visit) -> list[Candidate]:
    """The candidates of the municipalities where the user works with SØM."""
    require(visit, *READERS)
    return candidates(visit.here, _places(visit, READERS))


def rate(visit: Visit, municipality: str, name: str, answers: Mapping[str, str], note: str, at: datetime) -> None:
    """Put a candidate of an own municipality on the list, or rate it anew."""
    if municipality not in _places(visit, RATERS):
        raise NotAllowedError("Kun en projektleder eller økonom i kommunen kan vurdere forslag til beregninger.")
    rate_candidate(visit.here, municipality, name, answers, note, who=visit.user.name, at=at)


def _places(visit: Visit, roles: Sequence[Role]) -> list[str]:
    return sorted(
        {str(grant.municipality) for grant in visit.user.grants if grant.role in roles and grant.municipality}
    )


def candidate_table(found: Sequence[Candidate]) -> pd.DataFrame:
    """A row per candidate: its answers, how many are yes, and who said so."""
    return pd.DataFrame(
        [
            {
                "Forslag": one.name,
                "Kommune": one.municipality,
                **{asked: ANSWERS_DA[one.answers[code]] for code, asked in QUESTIONS_DA.items()},
                "Ja": f"{one.in_favour} af {len(QUESTIONS_DA)}",
                "Note": one.note,
                "Vurderet": f"{moment_day(one.made_at)} af {one.made_by}",
            }
            for one in found
        ]
    )


def candidate_section(visit: Visit) -> None:
    """The list, and a form for those who may rate."""
    st.header("Hvad er værd at regne på?")
    found = listed(visit)
    if found:
        st.dataframe(candidate_table(found), hide_index=True, width="stretch")
    else:
        st.caption("Skriv de indsatser op, der kunne regnes på, og vurder dem på fem spørgsmål, før I vælger.")
    places = _places(visit, RATERS)
    if places:
        with st.expander("Skriv et forslag op, eller vurder et igen"):
            _form(visit, places)


def _form(visit: Visit, places: Sequence[str]) -> None:
    with st.form("forslag", clear_on_submit=False, enter_to_submit=False):
        left, right = st.columns([3, 1])
        name, place = left.text_input("Indsats"), right.selectbox("I kommune", places)
        answers = {
            code: st.radio(asked, list(ANSWERS_DA), format_func=ANSWERS_DA.__getitem__, index=3, horizontal=True)
            for code, asked in QUESTIONS_DA.items()
        }
        note = st.text_input("Bemærkning")
        sent = st.form_submit_button("Gem vurderingen")
    if not sent:
        return
    try:
        rate(visit, place, name, {code: str(answer) for code, answer in answers.items()}, note, now())
    except (CandidateError, NotAllowedError, StoreError) as error:
        st.error(str(error))
        return
    st.rerun()
