"""What the browser sends is taken in whole: no press of a button and no typed text is lost to the request after it.

Streamlit breaks a run off when the next request comes, and does so even before the run has looked at what its own request
brought: the press in it is then gone, for a browser tells of a press once only. With runner.fastReruns off (see
.streamlit/config.toml) waiting requests are put together with their presses kept, and with this the one that is being
taken in, callbacks and all, is finished before the next is looked at. The drawing that follows is broken off as before.
"""

import threading
from collections.abc import Callable
from functools import wraps
from typing import Any

from streamlit.runtime.state.safe_session_state import SafeSessionState

_streamlits_own = SafeSessionState.on_script_will_rerun


class _Run(threading.local):
    """What the callbacks of the request that this thread is taking in have asked for afterwards; None in between."""

    waiting: list[Callable[[], None]] | None = None


_run = _Run()


def take_in_whole() -> None:
    """From now on in this process; doing it again changes nothing."""
    SafeSessionState.on_script_will_rerun = _whole(_streamlits_own)  # type: ignore[method-assign]


def afterwards(act: Callable[[], None]) -> None:
    """Asked by a callback: do this when every callback of the request has been called, in whatever order they came."""
    if _run.waiting is not None:
        _run.waiting.append(act)


def _whole(take_in: Callable[..., None]) -> Callable[..., None]:
    @wraps(take_in)
    def without_breaking_off(session: SafeSessionState, *given: Any, **more: Any) -> None:
        look_for_the_next = session._yield_callback
        object.__setattr__(session, "_yield_callback", _not_now)
        _run.waiting = waiting = list[Callable[[], None]]()
        try:
            take_in(session, *given, **more)
            for act in waiting:
                act()
        finally:
            _run.waiting = None
            object.__setattr__(session, "_yield_callback", look_for_the_next)

    return without_breaking_off


def _not_now() -> None:
    """Where Streamlit would break off for the next request."""
