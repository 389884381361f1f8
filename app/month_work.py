"""What the page Min måned holds between two clicks, and what its buttons do. Reads and writes through app.registry.month.

An opened course is read once, when it is opened: what others save meanwhile is found when this one is saved.
"""

from dataclasses import dataclass, field, replace
from datetime import date

import streamlit as st

from app import month_form
from app.month_form import Field, Opened
from app.registry import month as door
from app.registry.month import Clash, Line, Refused, Saved
from app.rights import Visit
from pipelines.drafts import DraftError

_KEY = "min_maaned_arbejde"


@dataclass
class Work:
    """One visitor's work on one month: the list, the opened course, what came of the last save, and what may be undone.

    opening counts how often a form was opened, so that no widget of one citizen ever holds what was typed of another.
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

    @property
    def fields(self) -> list[Field]:
        """The fields of the opened course."""
        return month_form.fields_of(self.opened) if self.opened else []

    @property
    def prefix(self) -> str:
        """The beginning of every widget's key in the opened form."""
        course = self.opened.course["course_id"] if self.opened else ""
        return f"{course}-{self.month:%Y-%m}-{self.opening}"


def work_on(visit: Visit, month: date, *, whole_team: bool) -> Work:
    """The visitor's work on the month; begun anew when the month, the visitor or the list looked at is another."""
    work = st.session_state.get(_KEY)
    if work is None or (work.visit.user, work.month, work.whole_team) != (visit.user, month, whole_team):
        work = Work(visit, month, whole_team)
        st.session_state[_KEY] = work
        refresh(work)
        open_next(work, None)
    work.visit = visit
    return work


def refresh(work: Work) -> None:
    """Read the list anew."""
    work.lines = door.month_lines(work.visit, work.month, whole_team=work.whole_team)


def open_course(work: Work, course_id: str) -> None:
    """Open a course, as it is registered now and with what was typed and not saved."""
    work.opened = door.open_month(work.visit, course_id, work.month)
    work.opening += 1
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


def keep(work: Work, name: str, text: str) -> None:
    """Keep what was typed into a field, in the store and in the opened form."""
    if work.opened is None:
        return
    try:
        kept = door.keep_draft(work.visit, work.opened, name, text)
    except DraftError as error:
        work.result = Refused((error.args[0],))
        return
    work.opened = replace(work.opened, drafts={**work.opened.drafts, name: kept})


def confirm(work: Work) -> None:
    """Type every offered value into its field."""
    _type(work, month_form.to_confirm(work.fields))


def give_reason(work: Work, key: str) -> None:
    """Give one reason for everything that is due and blank."""
    _type(work, month_form.to_explain(work.fields, key))


def _type(work: Work, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        keep(work, name, text)
        st.session_state[f"{work.prefix}.{name}"] = text


def save(work: Work) -> None:
    """Save the opened form and go on to the next; stay with what is wrong, or with what somebody else changed."""
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


def settle(work: Work, *, mine: bool) -> None:
    """After somebody else's change: keep what was typed here over it, or take the other's value."""
    if work.opened is None or not isinstance(work.result, Clash):
        return
    names = [each.field for each in work.result.fields]
    typed = {name: draft.text for name, draft in work.opened.drafts.items()}
    if not mine:
        door.drop_drafts(work.visit, work.opened, names)
    open_course(work, work.opened.course["course_id"])
    if mine:
        for name in typed:
            keep(work, name, typed[name])
