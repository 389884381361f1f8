"""The parts of the page Møde om nøgletal: the agenda, what is written down, what was decided before, and the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from app import figure_door
from app import figure_meeting_frames as frames
from app.components import View, number_table
from app.export_section import export_section
from app.figure_data import TREND_MONTHS, figure_rows
from app.figure_files import Asked
from app.figure_frames import SPREAD
from app.figure_use_page import count_once
from app.labels import BREAKDOWN_DA
from app.meeting_parts import escaped, team_da
from app.name_warning import warned_of_a_name
from app.page_tables import taken
from app.registry import figure_meeting, meeting
from app.report.blocks import Grid
from app.shown import SPREAD_DA
from kpi_catalogue.figure import Figure
from pipelines.agenda import RULE_DA, AgendaItem, agenda
from pipelines.danish import day as danish_day
from pipelines.figure_notes import FigureNote, Written
from pipelines.meetings import Meeting, MeetingError
from pipelines.trends import READ_MONTHS

NEXT_MEETING = timedelta(days=28)
BREAKDOWNS = ("team", "method", "age_group", "gender", "target_group")
FIRST_ITEMS = 8


@dataclass(frozen=True)
class Around:
    """Who looks, at which meeting, which figures there are, and whether the user writes or only reads."""

    seen: View
    held: Meeting
    figures: Mapping[str, Figure]
    writes: bool

    @property
    def where(self) -> dict[str, list[str]]:
        """The meeting's own team: its numbers are the ones talked about."""
        team = {} if self.held.team is None else {"team": [self.held.team]}
        return {"municipality": [self.held.municipality]} | team


def on_agenda(around: Around) -> list[AgendaItem]:
    """What changed in the month, for the meeting's team; that they are on a meeting is counted as the figures' use."""
    rows = figure_rows(around.seen, tuple(around.figures), READ_MONTHS, None, around.where)
    chosen = figure_door.choices(around.seen.visit)
    targets = {name: choice.target for name, choice in chosen.items()}
    items = agenda(rows, around.figures, around.seen.month, targets)
    for name in dict.fromkeys(item.figure for item in items[:FIRST_ITEMS]):
        count_once(around.seen, name, "meeting")
    return items


def show_agenda(around: Around, items: Sequence[AgendaItem]) -> list[Grid]:
    """What changed, one box each, the first ones open to the eye and the rest behind a fold; the breakdowns chosen."""
    st.header(f"Dagsorden: {len(items)} tal har ændret sig")
    st.caption(RULE_DA)
    chosen = [_one_item(around, item) for item in items[:FIRST_ITEMS]]
    if items[FIRST_ITEMS:]:
        with st.expander(f"Vis {len(items) - FIRST_ITEMS} mere"):
            chosen += [_one_item(around, item) for item in items[FIRST_ITEMS:]]
    return [table for table in chosen if table]


def _one_item(around: Around, item: AgendaItem) -> Grid | None:
    """The number's box; the table of the breakdown that is chosen in it."""
    figure = around.figures[item.figure]
    with st.container(border=True):
        st.markdown(f"**{frames.title_da(item, figure)}**", help=figure.definition_da)
        st.markdown(frames.moved_da(item, figure))
        left, right = st.columns([2, 1], vertical_alignment="bottom")
        by = left.selectbox("Del op efter", BREAKDOWNS, index=None, format_func=BREAKDOWN_DA.__getitem__,
                            placeholder="ikke delt op", key=f"del-{item.figure}-{item.category}")  # fmt: skip
        right.page_link("views/om_noegletal.py", label="Se udviklingen", icon=":material/arrow_forward:",
                        query_params={"tal": figure.id, "municipality": around.held.municipality})  # fmt: skip
        if by is None:
            return None
        rows = figure_rows(around.seen, (item.figure,), 1, by, around.where)
        table = frames.groups_table(rows, figure, by, item.category)
        number_table(table.set_index(table.columns[0]))
        if SPREAD in table:
            st.caption(SPREAD_DA)
        return taken(f"{frames.title_da(item, figure)} efter {BREAKDOWN_DA[by]}", table)


def write_down(around: Around, items: Sequence[AgendaItem]) -> None:
    """The form of a note or a decision; what is on the agenda stands first among the figures."""
    first = list(dict.fromkeys(item.figure for item in items))
    order = [*first, *(name for name in around.figures if name not in first)]
    names = meeting.who_may_follow_up(around.seen.visit, around.held.meeting_id)
    saved = st.session_state.pop("talmoede_gemt", None)
    if saved:
        st.session_state["talmoede-tekst"] = ""
    with st.expander("Skriv en note eller en beslutning", icon=":material/edit:", expanded=bool(saved)):
        if saved:
            st.success(saved)
        kind = st.radio("Hvad er det?", ["Beslutning", "Note"], horizontal=True, key="talmoede-slags")
        with st.form("talmoede", border=False):
            figure = st.selectbox("Nøgletal", order, index=None, placeholder=frames.NO_FIGURE_DA,
                                  format_func=lambda name: around.figures[name].title_da)  # fmt: skip
            text = st.text_area("Hvad talte I om? Skriv ingen navne, cpr-numre eller enkelte borgere.",
                                key="talmoede-tekst", height=80)  # fmt: skip
            by: str | None = None
            on: object = None
            if kind == "Beslutning":
                by = st.selectbox("Hvem følger op?", names, index=names.index(around.seen.visit.user.name))
                on = st.date_input("Hvornår?", around.held.held_on + NEXT_MEETING, format="DD-MM-YYYY")
            if st.form_submit_button("Gem"):
                day = on if isinstance(on, date) else None
                _save(around, Written(text, figure, by if day else None, day))


def _save(around: Around, written: Written) -> None:
    """Keep it, or say what is wrong with it; a name is warned of once."""
    if warned_of_a_name("talmoede", written.text):
        return
    try:
        figure_meeting.write_down(around.seen.visit, around.held.meeting_id, written)
    except MeetingError as refused:
        st.error(refused.args[0])
        return
    st.session_state["talmoede_gemt"] = "Beslutningen er gemt." if written.is_decision else "Noten er gemt."
    st.rerun()


def from_before(around: Around, notes: Sequence[FigureNote]) -> None:
    """The open decisions of the team's earlier meetings, those past their day marked."""
    open_ones = _open_before(around, notes)
    past = sum(one.is_past(around.seen.here.today) for one in open_ones)
    word = "åben beslutning" if len(open_ones) == 1 else "åbne beslutninger"
    st.header(f"Fra tidligere møder: {len(open_ones)} {word}, heraf {past} over datoen")
    for note in open_ones:
        one_note(around, note)


def _open_before(around: Around, notes: Sequence[FigureNote]) -> list[FigureNote]:
    return [one for one in notes if one.is_open and one.meeting_id != around.held.meeting_id]


def of_this_meeting(around: Around, notes: Sequence[FigureNote]) -> None:
    """What this meeting wrote down."""
    own = [one for one in notes if one.meeting_id == around.held.meeting_id]
    if own:
        st.header("Skrevet på dette møde")
    for note in own:
        one_note(around, note)


def one_note(around: Around, note: FigureNote) -> None:
    """A note or a decision with what became of it, and the project lead's buttons."""
    titles = {name: figure.title_da for name, figure in around.figures.items()}
    standing = frames.standing_da(note, around.seen.here.today)
    mark = f"**{standing}**" if standing == "over datoen" else standing
    with st.container(border=True):
        st.markdown(
            f"{escaped(note.written.text)}  \n{frames.figure_da(note, titles)} · {mark} · {escaped(frames.follow_up_da(note))}"
        )
        if around.writes and note.written.is_decision:
            _buttons(around, note)


def _buttons(around: Around, note: FigureNote) -> None:
    if note.is_done:
        _button(around, note, st, "Åbn igen", "reopened")
        return
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    is_earlier = note.meeting_id != around.held.meeting_id
    if is_earlier and around.held.held_on not in note.seen_on:
        _button(around, note, left, "Set igen", "seen")
    _button(around, note, middle, "Gjort", "done")
    with right.popover("Flyt", width="stretch"), st.form(f"flyt-{note.note_id}", border=False):
        on = st.date_input("Ny dato", around.held.held_on + NEXT_MEETING, format="DD-MM-YYYY", key=f"ny-{note.note_id}")
        if st.form_submit_button("Flyt opfølgningen") and isinstance(on, date):
            _became(around, note, "moved", on)


def _button(around: Around, note: FigureNote, place: object, label: str, event: str) -> None:
    if place.button(label, key=f"{event}-{note.note_id}"):  # type: ignore[attr-defined]
        _became(around, note, event)


def _became(around: Around, note: FigureNote, event: str, moved_to: date | None = None) -> None:
    try:
        figure_meeting.became(around.seen.visit, around.held.meeting_id, note.note_id, event, moved_to)
    except MeetingError as refused:
        st.error(refused.args[0])
        return
    st.rerun()


def decisions(around: Around, notes: Sequence[FigureNote]) -> None:
    """Every decision made on data as one list."""
    titles = {name: figure.title_da for name, figure in around.figures.items()}
    table = frames.decisions_table(notes, titles, around.seen.here.today)
    st.header(f"Beslutninger truffet på data: {len(table)}")
    if len(table):
        st.dataframe(table, hide_index=True, width="stretch")


def file_section(
    around: Around, notes: Sequence[FigureNote], items: Sequence[AgendaItem], chosen: Sequence[Grid]
) -> None:
    """The meeting to take along: what was decided before and now, the agenda with its breakdowns, a year of its figures."""
    titles, today = {name: figure.title_da for name, figure in around.figures.items()}, around.seen.here.today
    own = [one for one in notes if one.meeting_id == around.held.meeting_id]
    tables = (
        taken("Fra tidligere møder", frames.notes_table(_open_before(around, notes), titles, today)),
        taken("Skrevet på dette møde", frames.notes_table(own, titles, today)),
        taken("Dagsorden", frames.agenda_table(items, around.figures), RULE_DA),
        *chosen,
        taken("Beslutninger truffet på data", frames.decisions_table(notes, titles, today)),
    )
    said = tuple(table for table in tables if table.rows or table.note)
    held = around.held
    title = f"Møde om nøgletal {danish_day(held.held_on)}, {team_da((held.municipality, held.team))}"
    ids = tuple(dict.fromkeys(item.figure for item in items))
    export_section(
        around.seen,
        Asked(title, around.seen.month, TREND_MONTHS, ids, where=around.where, tables=said, name="talmoede"),
    )
