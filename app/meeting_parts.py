"""The parts of a team meeting's page: choosing the meeting, its list, one course after another, and the agreements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from app.day_field import day_field
from app.overview_frames import place_da, reading_da, signs_da
from app.registry import meeting
from app.rights import Visit
from pipelines.danish import day as danish_day
from pipelines.danish_entry import Entry
from pipelines.deviation_texts import DeviationTexts
from pipelines.meetings import Agreement, Listed, Meeting, MeetingError
from pipelines.names_in_text import name_like
from pipelines.overview import OverviewLine

NEXT_MEETING = timedelta(days=7)
TALK_ABOUT = 3
"""The turns of the overview (0-2) that are proposed for the list."""


def team_da(team: meeting.Team) -> str:
    """A team in words."""
    return f"{team[0]} {team[1]}" if team[1] else f"{team[0]}, hele kommunen"


def choose(visit: Visit) -> Meeting:
    """The meeting to work with: an earlier one or a new one. Until one is chosen the page says how, and ends here."""
    if "moede_valgt" in st.session_state:
        st.session_state["moede"] = st.session_state.pop("moede_valgt")
    held = meeting.meetings(visit)
    names = {one.meeting_id: f"{danish_day(one.held_on)} · {team_da((one.municipality, one.team))}" for one in held}
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    chosen = left.selectbox(
        "Møde", list(names), format_func=names.__getitem__, index=0 if names else None, placeholder="intet møde endnu",
        key="moede",
    )  # fmt: skip
    with right.popover("Nyt møde", icon=":material/add:", width="stretch"), st.form("nyt", border=False):
        teams = meeting.teams(visit)
        team = st.selectbox("Team", teams, format_func=team_da)
        on = day_field("Dato", visit.here.today, "moede_dag")
        if st.form_submit_button("Hold mødet") and team:
            if isinstance(on.value, date):
                st.session_state["moede_valgt"] = meeting.call(visit, team, on.value)
                st.rerun()
            st.error(on.problem)
    found = next((one for one in held if one.meeting_id == chosen), None)
    if found is None:
        st.info("Der er ikke holdt noget møde endnu. Begynd med Nyt møde.")
        st.stop()
    return found


def make_list(visit: Visit, held: Meeting, lines: Sequence[OverviewLine], listed: Sequence[Listed]) -> None:
    """Put courses on the list; those with something to talk about are proposed."""
    there = {one.course_id for one in listed}
    own = {line.course.head.course_id: line for line in lines if _is_of(line, held)}
    proposed = [name for name, line in own.items() if line.turn < TALK_ABOUT and name not in there]
    with st.expander("Vælg, hvad I vil tale om", expanded=not listed), st.form("liste", border=False):
        st.caption("Foreslået er de forløb, der har noget at tale om. Tag væk, eller tilføj.")
        chosen = st.multiselect(
            "Forløb", [name for name in own if name not in there], default=proposed,
            format_func=lambda name: f"{own[name].course.head.citizen_id} · {place_da(own[name])}", placeholder="vælg",
        )  # fmt: skip
        if st.form_submit_button("Sæt på listen"):
            meeting.put_on_list(visit, held.meeting_id, chosen)
            st.rerun()


def _is_of(line: OverviewLine, held: Meeting) -> bool:
    return line.course.municipality == held.municipality and held.team in (None, line.course.team)


@dataclass(frozen=True)
class Around:
    """What every course of a meeting's page needs: who looks, which meeting, the texts, who may follow up, and today."""

    visit: Visit
    held: Meeting
    texts: DeviationTexts
    names: Sequence[str]
    today: date


def one_course(around: Around, listed: Listed, line: OverviewLine | None, agreed: Sequence[Agreement]) -> None:
    """One course of the meeting: what there is to talk about, what was agreed before, and what is agreed now."""
    with st.container(border=True):
        ticked = " ✓" if listed.is_discussed else ""
        st.markdown(f"## {listed.citizen_id}{ticked}")
        if line:
            said = "; ".join([*signs_da(line, around.texts), reading_da(line)])
            st.markdown(f"{place_da(line)} · {line.course.caseworker}  \n{said}")
        else:
            st.markdown("Forløbet er ikke længere aktivt.")
        st.page_link("views/borger.py", label="Åbn forløbet", icon=":material/arrow_forward:",
                     query_params={"id": listed.course_id})  # fmt: skip
        for agreement in agreed:
            one_agreement(around.visit, agreement, around.today)
        agree(around, listed)
        buttons(around.visit, around.held, listed)


def one_agreement(visit: Visit, agreement: Agreement, today: date, who: bool = False) -> None:
    """What was agreed, who follows up and when, whether it is past its day, and what became of it."""
    past = " · **over datoen**" if agreement.is_past(today) else ""
    seen = f" · set igen {', '.join(map(danish_day, agreement.seen_on))}" if agreement.seen_on else ""
    done = " · gjort ✓" if agreement.is_done else ""
    left, right = st.columns([4, 1], vertical_alignment="center")
    about = f"{agreement.citizen_id}: " if who else ""
    left.markdown(
        f"{about}{escaped(agreement.text)}  \n{agreement.follow_up_by} følger op {danish_day(agreement.follow_up_on)}"
        f"{past}{done} · aftalt {danish_day(agreement.agreed_on)}{seen}"
    )
    key = f"{'alle' if who else 'et'}-{agreement.agreement_id}"
    if agreement.is_done:
        if right.button("Åbn igen", key=f"igen-{key}"):
            meeting.happened(visit, agreement.course_id, agreement.agreement_id, "reopened")
            st.rerun()
    else:
        if right.button("Gjort", key=f"gjort-{key}"):
            meeting.happened(visit, agreement.course_id, agreement.agreement_id, "done")
            st.rerun()
        with right.popover("Flyt"), st.form(f"flyt-{key}", border=False):
            move(visit, agreement, day_field("Ny dag", today + NEXT_MEETING, f"flyt-dag-{key}"))


def move(visit: Visit, agreement: Agreement, on: Entry) -> None:
    """Another day to follow an agreement up on; the first one stays in the history."""
    if not st.form_submit_button("Flyt aftalen"):
        return
    if not isinstance(on.value, date):
        st.error(on.problem)
        return
    try:
        meeting.happened(visit, agreement.course_id, agreement.agreement_id, "moved", on.value)
    except MeetingError as refused:
        st.error(refused.args[0])
        return
    st.rerun()


def escaped(text: str) -> str:
    """A text that somebody wrote, shown as it was written and never as Markdown."""
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()#+-.!|<>$~:^=" else sign for sign in text).replace("\n", "  \n")


def agree(around: Around, listed: Listed) -> None:
    """The form of a new agreement; a text that looks like a name is warned of once, and kept the second time."""
    visit, held, names = around.visit, around.held, list(around.names)
    key = f"aftale-{held.meeting_id}-{listed.course_id}"
    if st.session_state.get("moede_gemt") == key:
        del st.session_state["moede_gemt"]
        st.session_state[f"{key}-tekst"] = ""
        st.success("Aftalen er gemt.")
    with st.expander("Ny aftale"), st.form(key, border=False, clear_on_submit=False):
        text = st.text_area("Hvad aftalte I? Skriv ingen navne og cpr-numre.", key=f"{key}-tekst", height=80)
        by = st.selectbox("Hvem følger op?", names, index=names.index(visit.user.name), key=f"{key}-hvem")
        on = day_field("Hvornår?", held.held_on + NEXT_MEETING, f"{key}-dag")
        if st.form_submit_button("Gem aftalen"):
            if isinstance(on.value, date):
                save_agreement(visit, held, listed, key, (text, by, on.value))
            else:
                st.error(on.problem)


def save_agreement(visit: Visit, held: Meeting, listed: Listed, key: str, written: tuple[str, str, date]) -> None:
    """Keep the agreement, or say what is wrong with it."""
    text, by, on = written
    suspect = name_like(text)
    if suspect and st.session_state.get(f"{key}-advaret") != text:
        st.session_state[f"{key}-advaret"] = text
        st.warning(
            f"Det ligner et navn: {', '.join(suspect)}. Ret teksten, eller tryk Gem aftalen igen, hvis det ikke er et navn."
        )
        return
    try:
        meeting.agree(visit, held.meeting_id, listed.course_id, text, by, on)
    except MeetingError as refused:
        st.error(refused.args[0])
        return
    st.session_state.pop(f"{key}-advaret", None)
    st.session_state["moede_gemt"] = key
    st.rerun()


def buttons(visit: Visit, held: Meeting, listed: Listed) -> None:
    """Talked about, or off the list."""
    left, right = st.columns(2)
    if not listed.is_discussed and left.button("Talt om", key=f"talt-{listed.course_id}", icon=":material/check:"):
        meeting.discussed(visit, held.meeting_id, listed.course_id)
        st.rerun()
    if right.button("Tag af listen", key=f"af-{listed.course_id}"):
        meeting.take_off_list(visit, held.meeting_id, listed.course_id)
        st.rerun()


def others(visit: Visit, listed: Sequence[Listed], today: date) -> None:
    """Open agreements of courses that are not on the list, those past their day first."""
    there = {one.course_id for one in listed}
    rest = [one for one in meeting.open_agreements(visit) if one.course_id not in there]
    past = sum(one.is_past(today) for one in rest)
    st.markdown(f"## Øvrige åbne aftaler: {len(rest)}, heraf {past} over datoen")
    for agreement in rest:
        one_agreement(visit, agreement, today, who=True)
