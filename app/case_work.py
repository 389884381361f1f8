"""The case somebody is working on: a copy in the session, until it is saved as a version with a reason."""

import copy
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from app import cases
from app.case_fields import Fields
from app.rights import Visit
from pipelines.case_changes import Change, changes
from pipelines.case_store import Version
from pipelines.settings import now

KEY = "arbejdskopi"


@dataclass
class Work:
    """A working copy: the version it was opened at, what it says now, and the round its fields are drawn in.

    A new round draws every field anew from the copy; it begins when members are added or taken away.
    """

    case_id: str
    version: Version
    content: dict[str, Any]
    disabled: bool
    round: int = 0
    problems: list[str] = field(default_factory=list)

    def fields(self) -> Fields:
        """The fields of this round."""
        return Fields(f"{self.case_id}:{self.version.id}:{self.round}", self.disabled, self.problems)

    @property
    def unsaved(self) -> list[Change]:
        """What differs from the version it was opened at."""
        return list(changes(self.version.content, self.content))

    def anew(self) -> None:
        """Draw every field anew in the next run, and run."""
        self.round += 1
        st.rerun()


def work_on(visit: Visit, case_id: str) -> Work:
    """The working copy of a case; a copy without changes follows what others save."""
    newest = cases.opened(visit, case_id, now())
    kept: Work | None = st.session_state.get(KEY)
    if kept is None or kept.case_id != case_id or (kept.version.id != newest.id and not kept.unsaved):
        kept = Work(case_id, newest, copy.deepcopy(newest.content), not cases.may_write(visit, newest.content))
        st.session_state[KEY] = kept
    kept.problems.clear()
    return kept


def let_go() -> None:
    """Forget the working copy; the next look opens the case as it is saved."""
    st.session_state.pop(KEY, None)
