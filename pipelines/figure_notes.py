"""What a team's meeting wrote down about key figures: notes, and decisions with who follows up and when. Only added to.

The meetings are those of pipelines.meetings: a team may talk about courses and about figures on the same day.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, insert, select

from pipelines.danish import day as danish_day
from pipelines.meetings import Meeting, MeetingError
from pipelines.own_words import citizens_and_courses, problem_of
from pipelines.store import opened
from pipelines.store_connection import told_in_danish, writing
from pipelines.store_schema import metadata


@dataclass(frozen=True)
class Written:
    """Something to be written down; a decision has who follows up and when, a note has neither."""

    text: str
    figure: str | None = None
    follow_up_by: str | None = None
    follow_up_on: date | None = None

    @property
    def is_decision(self) -> bool:
        """Whether somebody is to follow it up."""
        return self.follow_up_on is not None


@dataclass(frozen=True)
class FigureNote:
    """A note or decision as it stands: follow_up_on is the newest day set; seen_on are the meetings that saw it again."""

    note_id: int
    meeting_id: int
    made_on: date
    written: Written
    is_done: bool
    seen_on: tuple[date, ...]

    @property
    def is_open(self) -> bool:
        """Whether it is a decision that waits to be followed up."""
        return self.written.is_decision and not self.is_done

    def is_past(self, day: date) -> bool:
        """Whether its day has gone by without it being done."""
        return self.is_open and self.written.follow_up_on is not None and self.written.follow_up_on < day


def write_down(store: str, held: Meeting, written: Written, *, who: str, at: datetime) -> int:
    """Keep a note or a decision of a meeting; its number. Raises MeetingError."""
    _check(written, held, citizens_and_courses(store))
    table = metadata().tables["figure_notes"]
    line = {
        "meeting_id": held.meeting_id, "figure": written.figure, "kind": "decision" if written.is_decision else "note",
        "text": written.text.strip(), "follow_up_by": written.follow_up_by, "follow_up_on": written.follow_up_on,
        "made_by": who, "made_at": at,
    }  # fmt: skip
    with opened(store) as engine, writing(engine) as connection:
        return int(connection.execute(insert(table).returning(table.c.id), line).scalar_one())


def _check(written: Written, held: Meeting, named: frozenset[str]) -> None:
    by, on = written.follow_up_by, written.follow_up_on
    problems = (
        (not written.text.strip(), "Skriv, hvad I talte om eller besluttede."),
        ((by is None) != (on is None), "En beslutning har både en, der følger op, og en dag."),
        (by is not None and not by.strip(), "Vælg, hvem der følger op."),
        (
            on is not None and on < held.held_on,
            f"Opfølgningen ligger før mødet den {danish_day(held.held_on)}. Vælg en senere dag.",
        ),
    )
    for is_wrong, message in problems:
        if is_wrong:
            raise MeetingError(message)
    wrong = problem_of(written.text, named)
    if wrong:
        raise MeetingError(wrong)


def became(
    store: str, note: FigureNote, event: str, *, held: Meeting | None = None, moved_to: date | None = None, who: str,
    at: datetime,
) -> None:  # fmt: skip
    """Note what became of a decision: seen at a meeting, done, reopened, or moved to another day. Raises MeetingError."""
    if not note.written.is_decision:
        raise MeetingError("En note følges ikke op. Skriv en beslutning i stedet.")
    if event == "moved" and (moved_to is None or moved_to < note.made_on):
        raise MeetingError("Vælg en dag efter det møde, hvor I besluttede det.")
    line = {"note_id": note.note_id, "meeting_id": held.meeting_id if held else None, "event": event,
            "moved_to": moved_to, "done_by": who, "done_at": at}  # fmt: skip
    with opened(store) as engine, writing(engine) as connection:
        connection.execute(insert(metadata().tables["figure_note_events"]), line)


def figure_notes(store: str, meeting_ids: Collection[int]) -> list[FigureNote]:
    """What those meetings wrote down: open decisions first, the one to be followed up first at the top; notes last."""
    tables = metadata().tables
    made, events, held = tables["figure_notes"], tables["figure_note_events"], tables["meetings"]
    rows = select(made, held.c.held_on).join(held, held.c.id == made.c.meeting_id).order_by(made.c.id)
    after = select(events, held.c.held_on).join(held, held.c.id == events.c.meeting_id, isouter=True)
    with opened(store) as engine, told_in_danish(engine.url), engine.connect() as connection:
        found = [row for row in connection.execute(rows) if row.meeting_id in meeting_ids]
        later = connection.execute(after.order_by(events.c.id)).all()
    read = [_note(row, [event for event in later if event.note_id == row.id]) for row in found]
    return sorted(read, key=_turn)


def _turn(note: FigureNote) -> tuple[bool, bool, date, int]:
    return not note.is_open, not note.written.is_decision, note.written.follow_up_on or date.max, note.note_id


def _note(row: Row[Any], events: Sequence[Row[Any]]) -> FigureNote:
    """The note as the newest of its events leave it."""
    turns = [event.event for event in events if event.event in ("done", "reopened")]
    day = [row.follow_up_on, *(event.moved_to for event in events if event.event == "moved")][-1]
    seen = dict.fromkeys(event.held_on for event in events if event.event == "seen")
    written = Written(row.text, row.figure, row.follow_up_by, day)
    return FigureNote(row.id, row.meeting_id, row.held_on, written, turns[-1:] == ["done"], tuple(seen))
