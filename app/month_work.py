"""What the page Min måned holds between two clicks, and what its buttons do. Reads and writes through app.registry.month.

An opened course is read once, when it is opened: what others save meanwhile is found when this one is saved.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

import streamlit as st

from app import month_form, taking_in
from app.month_form import Draft, Field, Opened
from app.registry import imports
from app.registry import month as door
from app.registry.month import Clash, Line, Refused, Saved
from app.rights import Visit
from pipelines.drafts import DraftError

_KEY = "min_maaned_arbejde"


@dataclass(frozen=True)
class Asked:
    """A button that was pressed: in which opened form (None: in none), what it does, and to what."""

    opening: int | None
    action: Callable[..., None]
    more: tuple[str, ...]


@dataclass
class Work:
    """One visitor's work on one month: the list, the opened course, what came of the last save, and what may be undone.

    opening counts how often a form was opened, so that no widget of one citizen ever holds what was typed of another.
    filled counts how often something else has filled a field of it: each time it becomes a new widget, for the browser
    goes on sending what stood in the old one until it has been told. answered counts the saves asked for in the form.
    table: the courses of the table while it is shown, as they were read for it; table_turn counts how often it was drawn
    anew, for the same reason; said: what came of saving it.
    """

    visit: Visit
    month: date
    whole_team: bool
    lines: list[Line] = field(default_factory=list)
    opened: Opened | None = None
    opening: int = 0
    result: Saved | Clash | Refused | None = None
    saved: Saved | None = None
    reason: str = ""
    filled: dict[str, int] = field(default_factory=dict)
    differences: int = 0
    answered: int = 0
    table: dict[str, Opened] = field(default_factory=dict)
    table_turn: int = 0
    said: list[str] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    one_at_a_time: threading.RLock = field(default_factory=threading.RLock)

    @property
    def fields(self) -> list[Field]:
        """The fields of the opened course."""
        return month_form.fields_of(self.opened) if self.opened else []

    @property
    def prefix(self) -> str:
        """The beginning of every widget's key in the opened form."""
        course = self.opened.course["course_id"] if self.opened else ""
        return f"{course}-{self.month:%Y-%m}-{self.opening}"

    def widget(self, name: str) -> str:
        """The key of a field's widget in the opened form."""
        return f"{self.prefix}.{name}.{self.filled.get(name, 0)}"


def work_on(visit: Visit, month: date, *, whole_team: bool, course_id: str | None = None) -> Work:
    """The visitor's work on the month; begun anew when the month, the visitor or the list looked at is another.

    course_id: the course to open, if it is on the list.
    """
    work = st.session_state.get(_KEY)
    if work is None or (work.visit.user, work.month, work.whole_team) != (visit.user, month, whole_team):
        work = Work(visit, month, whole_team)
        st.session_state[_KEY] = work
        refresh(work)
        open_next(work, None)
    work.visit = visit
    do_asked(work)
    if course_id in {line.course_id for line in work.lines}:
        open_course(work, str(course_id))
    return work


def refresh(work: Work) -> None:
    """Read the list anew, and the table with it the next time it is shown."""
    work.lines = door.month_lines(work.visit, work.month, whole_team=work.whole_team)
    work.differences = imports.differences_waiting(work.visit)
    draw_table_anew(work)


def draw_table_anew(work: Work) -> None:
    """Let the table show what stands in the store and in the drafts now."""
    work.table = {}
    work.table_turn += 1


def open_course(work: Work, course_id: str) -> None:
    """Open a course, as it is registered now and with what was typed and not saved."""
    work.opened = door.open_month(work.visit, course_id, work.month)
    work.opening += 1
    work.filled = {}
    work.result, work.reason = None, ""


def open_next(work: Work, after: str | None) -> None:
    """Open the next course that lacks something, from the one after the given and around; else stay."""
    ids = [line.course_id for line in work.lines]
    start = ids.index(after) + 1 if after in ids else 0
    turned = [*work.lines[start:], *work.lines[:start]]
    following = next((line for line in turned if line.due.unfinished and line.course_id != after), None)
    first = following or next(iter(turned), None) if after is None else following
    if first is not None:
        open_course(work, first.course_id)
    elif after is not None:
        open_course(work, after)


def keep(work: Work, opened: Opened, name: str, text: str) -> None:
    """Keep what was typed into a field of the course it was typed on, also when another has been opened since."""
    kept = _kept(work, opened, name, text)
    now = work.opened
    if kept and now and (now.course["course_id"], now.month) == (opened.course["course_id"], opened.month):
        work.opened = replace(now, drafts={**now.drafts, name: kept})
    if kept and opened.course["course_id"] in work.table:
        draw_table_anew(work)


def keep_in_table(work: Work, course_id: str, name: str, text: str) -> None:
    """Keep what was typed into a cell of the table; the form shows it too where it is about the same course."""
    opened = work.table[course_id]
    kept = _kept(work, opened, name, text)
    if kept is None:
        return
    work.table[course_id] = replace(opened, drafts={**opened.drafts, name: kept})
    work.said = []
    if work.opened and work.opened.course["course_id"] == course_id:
        work.opened = replace(work.opened, drafts={**work.opened.drafts, name: kept})
        work.filled[name] = work.filled.get(name, 0) + 1


def _kept(work: Work, opened: Opened, name: str, text: str) -> Draft | None:
    try:
        return door.keep_draft(work.visit, opened, name, text)
    except DraftError as error:
        work.result = Refused((f"{opened.course['citizen_id']}: {error.args[0]}",))
        return None


def ask(work: Work, opening: int | None, action: Callable[..., None], *more: str) -> None:
    """A button was pressed: do_asked does it when all that came with the press is taken in, also if the page is left.

    opening: the form the button stands in, None for a button outside it.
    """
    work.asked.append(Asked(opening, action, more))
    taking_in.afterwards(lambda: do_asked(work))


def do_asked(work: Work) -> None:
    """First keep what stands on the screen, then do what was asked for, saving last.

    A field and a button, or two buttons, that are used in quick succession come as one, in an order of their own: what was
    typed and confirmed before Gem was pressed is part of what is saved. A second press, sent before the next form was
    there, is not meant for that one.
    """
    with work.one_at_a_time:
        _take_in(work)
        while work.asked:
            asked = min(work.asked, key=lambda each: each.action is save)
            work.asked.remove(asked)
            if asked.opening in (None, work.opening):
                asked.action(work, *asked.more)


def _take_in(work: Work) -> None:
    for each in work.fields:
        key = work.widget(each.name)
        text = (st.session_state[key] or "") if key in st.session_state else each.shown
        if work.opened and text != each.shown:
            keep(work, work.opened, each.name, text)


def confirm(work: Work) -> None:
    """Type every offered value into its field."""
    _type(work, month_form.to_confirm(work.fields))


def give_reason(work: Work, key: str) -> None:
    """Give one reason for everything that is due and blank."""
    _type(work, month_form.to_explain(work.fields, key))


def _type(work: Work, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        if work.opened:
            keep(work, work.opened, name, text)
        work.filled[name] = work.filled.get(name, 0) + 1


def save(work: Work) -> None:
    """Save the opened form and go on to the next; stay with what is wrong, or with what somebody else changed."""
    work.answered += 1
    if work.opened is None:
        return
    course_id = work.opened.course["course_id"]
    if not month_form.is_changed(work.fields):
        open_next(work, course_id)
        return
    result = door.save_month(work.visit, work.opened, work.reason)
    if isinstance(result, Saved):
        work.saved = result
        refresh(work)
        open_next(work, course_id)
    work.result = result


def undo(work: Work) -> None:
    """Take the last save back, and open its course again."""
    if work.saved is None:
        return
    refused = door.undo_save(work.visit, work.saved)
    undone, work.saved = work.saved, None
    refresh(work)
    open_course(work, undone.course_id)
    work.result = refused or undone


def drop_drafts(work: Work) -> None:
    """Forget what was typed and not saved in the opened course."""
    if work.opened:
        door.drop_drafts(work.visit, work.opened)
        refresh(work)
        open_course(work, work.opened.course["course_id"])


def settle(work: Work, whose: str) -> None:
    """After somebody else's change: save what was typed here over it ("mine"), or take the other's value ("theirs")."""
    if work.opened is None or not isinstance(work.result, Clash):
        return
    names, seen = [each.field for each in work.result.fields], work.result.version
    typed = {name: draft.text for name, draft in work.opened.drafts.items()}
    if whose != "mine":
        door.drop_drafts(work.visit, work.opened, names)
    open_course(work, work.opened.course["course_id"])
    if whose == "mine":
        work.opened = replace(work.opened, version=seen)
        for name in typed:
            keep(work, work.opened, name, typed[name])
        save(work)
