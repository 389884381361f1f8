"""The parts of a course's page: head, picture, what the numbers say, and the tabs. Shows what course_view found."""

import streamlit as st

from app import charts, course_charts, labels
from app.components import View
from app.course_form import ACTIONS
from app.course_frames import (
    WHO5_SOURCE_DA,
    estimates_table,
    life_courses,
    life_da,
    life_housing,
    life_scores,
    next_da,
    other_scores_table,
    who5_table,
)
from app.picture import months_table, scores_table, spoken
from pipelines.course_life import HousingMonth
from pipelines.course_view import CourseView, Measured
from pipelines.danish import day as danish_day
from pipelines.danish import number
from pipelines.double_bottom_line import DoubleBottomLine

ORIGINAL_DA = (
    "&emsp;<span style='white-space: nowrap'><span style='color: #b3261e'>┈□┈</span> oprindelig forventning</span>"
)


def head(view: CourseView) -> None:
    """Who, which method, where in the course, and what is next."""
    st.header(labels.head_da(view.head))
    told = [f"Medarbejder: {view.caseworker}", f"Næste måling: {next_da(view)}", f"Set pr. {danish_day(view.day)}"]
    st.caption(" · ".join(told))


def double_bottom_line(view: CourseView, line: DoubleBottomLine) -> None:
    """The picture, and beside it what the numbers say."""
    by_phase = (
        bool(line.phases)
        and st.segmented_control("Søjler", ["pr. måned", "pr. fase"], default="pr. måned", required=True) == "pr. fase"
    )
    wide, narrow = st.columns([3, 1])
    with wide:
        changed = view.original_pct or view.original_scores
        st.html(charts.LEGEND_DA + (ORIGINAL_DA if changed else ""))
        st.altair_chart(
            course_charts.double_bottom_line(view, line, by_phase),
            width="stretch",
            theme=None,
            alt=spoken(line, view.head),
        )
    with narrow:
        what_it_says(view)


def what_it_says(view: CourseView) -> None:
    """One sentence, its rule and its questions; then each sign in the same way."""
    st.markdown("### Hvad siger tallene?")
    if view.text and view.line:
        st.markdown(view.text.sentence)
        for question in view.text.questions:
            st.markdown(f"- {question}")
        st.caption(view.line.deviation.rule)
    for sign in view.signals:
        st.markdown(f"**{sign.sentence}**")
        for question in sign.questions:
            st.markdown(f"- {question}")
        st.caption(sign.rule)
    if view.needs_another_method:
        st.info(
            "Tiden løber over, og trivslen ligger under det forventede. Kan borgeren have brug for ICM i stedet for CTI? "
            "Begge billeder bevares.",
            icon=":material/help:",
        )
        st.page_link("views/nyt_forloeb.py", label="Skift til ICM", icon=":material/swap_horiz:",
                     query_params={"handling": ACTIONS["change_method"].title})  # fmt: skip


def contact_phase(view: CourseView) -> None:
    """A course still in its contact phase: its days, its hours and the months with time."""
    contact = view.contact
    if contact is None:
        st.info("Forløbet er endnu ikke begyndt på den dag, du ser på.")
        return
    st.markdown("Forløbet er i den kontaktskabende fase. Tid og trivsel sammenlignes først, når forløbet er startet.")
    days, hours, months = st.columns(3)
    days.metric("Dage indtil nu", str(contact.days))
    hours.metric("Timer indtil nu", "ikke registreret" if contact.hours is None else number(contact.hours))
    months.metric("Måneder med kontakt (tid)", f"{contact.months_with_time} af {contact.months}")
    st.caption("Antallet af kontakter registreres ikke for sig. En måned med registreret tid er en måned med kontakt.")


def tabs(seen: View, view: CourseView, line: DoubleBottomLine) -> None:
    """The course month by month, its measurements, and what was expected when."""
    months, scores, expected = st.tabs(["Forløb, måned for måned", "Målinger", "Forventet før og nu"])
    months.dataframe(months_table(line), hide_index=True, width="stretch", placeholder="")
    with scores:
        measurements(view, line)
    expected.dataframe(estimates_table(view.estimates, view.head.method), hide_index=True, width="stretch")
    if not view.estimates:
        expected.caption("Der er ikke lagt en forventning om tid ind endnu.")


def measurements(view: CourseView, line: DoubleBottomLine) -> None:
    """Expected against actual, the answers to WHO-5 and how they move, and other instruments."""
    st.dataframe(scores_table(line), hide_index=True, width="stretch", placeholder="")
    answers, others = who5_table(view.measured), other_scores_table(view.measured)
    if len(answers):
        st.markdown("**WHO-5, svar for svar**")
        st.dataframe(answers, hide_index=True, width="stretch", placeholder="")
        st.caption(WHO5_SOURCE_DA)
    if len(others):
        st.dataframe(others, hide_index=True, width="stretch", placeholder="")


def life(view: CourseView, scores: list[tuple[str, Measured]], housing: list[HousingMonth]) -> None:
    """A citizen with several courses, as one line of life."""
    st.markdown("### Borgerens forløb på én linje")
    chart = course_charts.life(
        life_courses(view.life, view.day), life_scores(scores), life_housing(housing, view.life, view.day)
    )
    st.altair_chart(chart, width="stretch", theme=None, alt=life_da(view.life))
    st.caption(life_da(view.life))
