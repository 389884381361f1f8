"""The parts of the page Forventning: time, progression, and how good the guesses have been."""

import streamlit as st

from app import course_charts
from app.course_frames import BASIS_DA
from app.expecting_frames import (
    all_scores,
    calibration_da,
    calibration_rows,
    calibration_table,
    changed,
    instrument_da,
    period_da,
    score_da,
    suggestion_da,
    told,
    typed,
)
from app.registry import expecting
from app.registry.expecting import Expecting
from app.rights import Visit
from pipelines.danish import month as danish_month
from pipelines.expecting import FEWEST
from pipelines.registering import Outcome

TAKE_OVER = "F2"


def months_ahead(method: str) -> int:
    """How far ahead one wants to expect; a CTI course is always its three phases."""
    if method == "CTI":
        return 12
    return int(st.select_slider("Hvor mange måneder frem?", list(range(1, 13)), 12, key="frem"))


def time(visit: Visit, opened: Expecting, course_id: str) -> None:
    """Hours per period: what is expected now, the suggestion, and a field; the suggestions are taken over with one key."""
    periods, method = opened.help.periods, opened.help.head.method
    seen_version(opened, course_id)
    key = f"timer-{course_id}"
    if not periods:
        st.info("Alle faser er forbi. Et skøn, der laves efter en periodes sidste dag, tæller ikke.")
        return
    has_any = any(one.suggestion.median is not None for one in periods)
    if st.button("Brug forslagene", shortcut=TAKE_OVER, disabled=not has_any, key=f"{key}-brug"):
        for one in periods:
            if one.suggestion.median is not None:
                st.session_state[f"{key}-{one.period}"] = typed(one.suggestion.median)
        st.session_state[f"{key}-grundlag"] = "average"
    with st.form(key):
        written = {}
        for one in periods:
            written[one.period] = st.text_input(
                f"{period_da(one, method)}, timer", typed(one.now), key=f"{key}-{one.period}",
                help="Skriv fx 7,5.",
            )  # fmt: skip
            st.caption(suggestion_da(one.suggestion))
        basis = st.selectbox(
            "Hvad bygger skønnet på?", list(BASIS_DA), format_func=BASIS_DA.__getitem__, key=f"{key}-grundlag"
        )
        if st.form_submit_button("Gem skønnet over tid"):
            new = changed(opened.help, written)
            seen = seen_version(opened, course_id)
            say(visit, expecting.estimate(visit, course_id, new, str(basis), seen) if new else None, course_id)


def progression(visit: Visit, opened: Expecting, course_id: str) -> None:
    """The expected score at each measurement ahead, with the same help."""
    scores, key = opened.help.scores, f"score-{course_id}"
    if not scores:
        st.info("Der er ingen målinger forude. Et forløb i kontaktfasen kan først ventes noget af, når det er startet.")
        return
    has_any = any(one.suggested is not None for one in scores)
    if st.button("Brug forslagene til trivsel", disabled=not has_any, key=f"{key}-brug"):
        for one in scores:
            if one.suggested is not None:
                st.session_state[f"{key}-{one.measured_on}"] = typed(one.suggested)
    with st.form(key):
        st.markdown(f"Hvilken score på {instrument_da(opened.help)} venter I på de dage, hvor der skal måles?")
        written = {}
        for one in scores:
            written[one.measured_on] = st.text_input(
                f"{one.measured_on:%d-%m-%Y}", "", key=f"{key}-{one.measured_on}",
                placeholder="" if one.now is None else f"nu ventes {typed(one.now)}",
            )  # fmt: skip
            st.caption(score_da(one))
        if st.form_submit_button("Gem den ventede trivsel"):
            new = all_scores(opened.help, written) if any(text.strip() for text in written.values()) else {}
            instrument = opened.help.head.instrument
            seen = seen_version(opened, course_id)
            say(visit, expecting.expect_scores(visit, course_id, new, instrument, seen) if new else None, course_id)


def seen_version(opened: Expecting, course_id: str) -> int:
    """The version of the citizen that the fields were shown on, so that what others change meanwhile is noticed."""
    return int(st.session_state.setdefault(f"set-{course_id}", opened.version))


def say(visit: Visit, outcome: Outcome | None, course_id: str) -> None:
    """What came of saving; from then on the newest version is the one seen."""
    st.session_state.pop(f"set-{course_id}", None)
    if outcome is None:
        st.info("Der er ikke skrevet noget nyt.")
        return
    is_stored, words = told(outcome)
    (st.success if is_stored else st.error)(words)
    if is_stored:
        st.caption(f"Den ses på siden Borger, når måneden er {danish_month(visit.here.today)}.")


def calibration(visit: Visit) -> None:
    """Estimates of ended courses against what they took, by basis and over time."""
    for municipality, found in expecting.calibrations(visit).items():
        st.markdown(f"## Kommune {municipality}")
        for by, heading in (("basis", "Efter hvad skønnet bygger på"), ("year", "Efter år: rammer I bedre med tiden?")):
            rows = calibration_rows(found, by)
            st.markdown(f"**{heading}**")
            if rows.empty:
                st.info(f"Der er endnu ikke {FEWEST} afsluttede forløb med et skøn i nogen gruppe.")
                continue
            st.altair_chart(course_charts.calibration(rows), width="stretch", theme=None, alt=calibration_da(rows))
            st.dataframe(calibration_table(rows), hide_index=True, width="stretch")
    st.caption(
        "Kun perioder, som et afsluttet forløb har levet helt, og hvor tiden er registreret i hver måned. Over 1 i forhold "
        "til skønnet betyder, at der gik mere tid, end I regnede med. Tallene siger ikke, hvem der skønnede. "
        f"Grupper med færre end {FEWEST} forløb vises ikke."
    )
