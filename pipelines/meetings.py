"""Team meetings in the store: which courses are on the list, what was agreed, and what became of it. Only added to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Engine, Row, insert, select

from pipelines.cpr import has_cpr
from pipelines.danish import day as danish_day
from pipelines.store import opened
from pipelines.store_connection import told_in_danish, writing
from pipelines.store_schema import metadata

LONGEST = 500
Store = Engine | str


class MeetingError(ValueError):
    """A meeting or an agreement that cannot be kept; the message is Danish, says the remedy and repeats no text."""


@dataclass(frozen=True)
class Meeting:
    """One team's meeting; team None is the whole municipality's."""

    meeting_id: int
    municipality: str
    team: str | None
    held_on: date
    called_by: str


@dataclass(frozen=True)
class Listed:
    """A course on a meeting's list, in the order in which it was put there."""

    course_id: str
    citizen_id: str
    is_discussed: bool


@dataclass(frozen=True)
class Agreement:
    """What was agreed of a course: follow_up_on is the newest day set; seen_on are the meetings that saw it again."""

    agreement_id: int
    meeting_id: int
    agreed_on: date
    course_id: str
    citizen_id: str
    text: str
    follow_up_by: str
    follow_up_on: date
    is_done: bool
    seen_on: tuple[date, ...]

    def is_past(self, day: date) -> bool:
        """Whether its day has gone by without it being done."""
        return not self.is_done and self.follow_up_on < day


def call_meeting(store: Store, municipality: str, team: str | None, held_on: date, *, who: str, at: datetime) -> int:
    """The number of the team's meeting on a day; the one that is there already, or a new one."""
    table = metadata().tables["meetings"]
    line = {"municipality": municipality, "team": team, "held_on": held_on, "called_by": who, "called_at": at}
    with opened(store) as engine, writing(engine) as connection:
        for meeting in _meetings(connection):
            if (meeting.municipality, meeting.team, meeting.held_on) == (municipality, team, held_on):
                return meeting.meeting_id
        return int(connection.execute(insert(table).returning(table.c.id), line).scalar_one())


def meetings(store: Store) -> list[Meeting]:
    """Every meeting, the newest first."""
    with opened(store) as engine, told_in_danish(engine.url), engine.connect() as connection:
        return _meetings(connection)


def meeting(store: Store, meeting_id: int) -> Meeting:
    """The meeting with this number. Raises MeetingError."""
    with opened(store) as engine, told_in_danish(engine.url), engine.connect() as connection:
        return _meeting(connection, meeting_id)


def _meeting(connection: Connection, meeting_id: int) -> Meeting:
    for found in _meetings(connection):
        if found.meeting_id == meeting_id:
            return found
    raise MeetingError("Mødet findes ikke. Vælg et møde på listen.")


def _meetings(connection: Connection) -> list[Meeting]:
    table = metadata().tables["meetings"]
    rows = connection.execute(select(table).order_by(table.c.held_on.desc(), table.c.id.desc()))
    return [Meeting(row.id, row.municipality, row.team, row.held_on, row.called_by) for row in rows]


def put_on_list(store: Store, meeting_id: int, courses: Iterable[tuple[str, str]], *, who: str, at: datetime) -> None:
    """Put courses (course and citizen) on the list, after those that are there; one that is there stays as it is."""
    with opened(store) as engine, writing(engine) as connection:
        there = _listed(connection, meeting_id)
        new = [(one, citizen) for one, citizen in courses if one not in there]
        _add(connection, meeting_id, new, "added", who, at)


def take_off_list(store: Store, meeting_id: int, course: tuple[str, str], *, who: str, at: datetime) -> None:
    """Take a course off the list; what was agreed of it stays."""
    with opened(store) as engine, writing(engine) as connection:
        _add(connection, meeting_id, [course], "removed", who, at)


def discussed(store: Store, meeting_id: int, course: tuple[str, str], *, who: str, at: datetime) -> None:
    """The course has been talked about at the meeting, and its open agreements from before have been seen again."""
    with opened(store) as engine, writing(engine) as connection:
        held_on = _add(connection, meeting_id, [course], "discussed", who, at).held_on
        for agreement in _agreements(connection, [course[0]]):
            if not agreement.is_done and agreement.meeting_id != meeting_id and held_on not in agreement.seen_on:
                _note(connection, agreement, "seen", meeting_id, None, who, at)


def on_the_list(store: Store, meeting_id: int) -> list[Listed]:
    """The courses of a meeting, in order."""
    with opened(store) as engine, told_in_danish(engine.url), engine.connect() as connection:
        return list(_listed(connection, meeting_id).values())


def _listed(connection: Connection, meeting_id: int) -> dict[str, Listed]:
    table = metadata().tables["meeting_courses"]
    found: dict[str, Listed] = {}
    for row in connection.execute(select(table).where(table.c.meeting_id == meeting_id).order_by(table.c.id)):
        if row.event == "removed":
            found.pop(row.course_id, None)
        else:
            found[row.course_id] = Listed(row.course_id, row.citizen_id, row.event == "discussed")
    return found


def _add(
    connection: Connection, meeting_id: int, courses: Sequence[tuple[str, str]], event: str, who: str, at: datetime
) -> Meeting:
    """Write a line for each of the courses; the meeting they were written for. Raises MeetingError."""
    held = _meeting(connection, meeting_id)
    lines = [
        {"meeting_id": meeting_id, "course_id": course_id, "citizen_id": citizen_id, "event": event, "done_by": who,
         "done_at": at}
        for course_id, citizen_id in courses
    ]  # fmt: skip
    if lines:
        connection.execute(insert(metadata().tables["meeting_courses"]), lines)
    return held


def agree(
    store: Store, meeting_id: int, course: tuple[str, str], text: str, follow_up_by: str, follow_up_on: date, *,
    who: str, at: datetime,
) -> None:  # fmt: skip
    """Write down what was agreed of a course, who follows it up and when. Raises MeetingError."""
    _check(text, follow_up_by, follow_up_on, meeting(store, meeting_id))
    line = {"meeting_id": meeting_id, "course_id": course[0], "citizen_id": course[1], "text": text.strip(),
            "follow_up_by": follow_up_by, "follow_up_on": follow_up_on, "made_by": who, "made_at": at}  # fmt: skip
    with opened(store) as engine, writing(engine) as connection:
        connection.execute(insert(metadata().tables["agreements"]), line)


def _check(text: str, follow_up_by: str, follow_up_on: date, held: Meeting) -> None:
    problems = (
        (not text.strip(), "Skriv, hvad I aftalte."),
        (len(text) > LONGEST, f"Aftalen er over {LONGEST} tegn. Skriv den kortere."),
        (has_cpr(text), "Aftalen ligner et sted et cpr-nummer, som aldrig må stå her. Slet det."),
        (not follow_up_by.strip(), "Vælg, hvem der følger op."),
        (
            follow_up_on < held.held_on,
            f"Opfølgningen ligger før mødet den {danish_day(held.held_on)}. Vælg en senere dag.",
        ),
    )
    for is_wrong, message in problems:
        if is_wrong:
            raise MeetingError(message)


def happened(
    store: Store, agreement: Agreement, event: str, *, moved_to: date | None = None, who: str, at: datetime
) -> None:
    """Note what became of an agreement: done, reopened, or moved to another day. Raises MeetingError."""
    if event == "moved" and (moved_to is None or moved_to < agreement.agreed_on):
        raise MeetingError("Vælg en dag efter det møde, hvor I aftalte det.")
    with opened(store) as engine, writing(engine) as connection:
        _note(connection, agreement, event, None, moved_to, who, at)


def _note(
    connection: Connection, agreement: Agreement, event: str, meeting_id: int | None, moved_to: date | None, who: str,
    at: datetime,
) -> None:  # fmt: skip
    line = {"agreement_id": agreement.agreement_id, "meeting_id": meeting_id, "citizen_id": agreement.citizen_id,
            "event": event, "moved_to": moved_to, "done_by": who, "done_at": at}  # fmt: skip
    connection.execute(insert(metadata().tables["agreement_events"]), line)


def agreements(store: Store, course_ids: Iterable[str]) -> list[Agreement]:
    """What was agreed of the courses, the one to be followed up first at the top, done ones last."""
    with opened(store) as engine, told_in_danish(engine.url), engine.connect() as connection:
        return _agreements(connection, course_ids)


def _agreements(connection: Connection, course_ids: Iterable[str]) -> list[Agreement]:
    tables = metadata().tables
    made, events, held = tables["agreements"], tables["agreement_events"], tables["meetings"]
    rows = select(made, held.c.held_on).join(held, held.c.id == made.c.meeting_id)
    after = select(events, held.c.held_on).join(held, held.c.id == events.c.meeting_id, isouter=True)
    wanted = set(course_ids)
    found = [row for row in connection.execute(rows) if row.course_id in wanted]
    later: dict[int, list[Row]] = {row.id: [] for row in found}
    for event in connection.execute(after.order_by(events.c.id)):
        if event.agreement_id in later:
            later[event.agreement_id].append(event)
    read = [_agreement(row, later[row.id]) for row in found]
    return sorted(read, key=lambda one: (one.is_done, one.follow_up_on, one.agreement_id))


def _agreement(row: Row, events: Sequence[Row]) -> Agreement:
    """The agreement as the newest of its events leave it."""
    turns = [event.event for event in events if event.event in ("done", "reopened")]
    moved = [event.moved_to for event in events if event.event == "moved"]
    return Agreement(
        row.id,
        row.meeting_id,
        row.held_on,
        row.course_id,
        row.citizen_id,
        row.text,
        row.follow_up_by,
        [row.follow_up_on, *moved][-1],
        turns[-1:] == ["done"],
        tuple(dict.fromkeys(event.held_on for event in events if event.event == "seen")),
    )
