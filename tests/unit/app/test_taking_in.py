"""A request of the browser is taken in whole: its press is heard and its text kept, whatever comes behind it."""

from collections.abc import Iterator
from typing import Any

import pytest
from streamlit import config
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner import StopException
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.safe_session_state import SafeSessionState as Patched

from app import taking_in

TEXT, PRESS = "$$ID-1-text", "$$ID-2-press"


@pytest.fixture(autouse=True)
def whole() -> Iterator[None]:
    before = Patched.on_script_will_rerun
    taking_in.take_in_whole()
    ThreadState.initialize()
    yield
    Patched.on_script_will_rerun = before  # type: ignore[method-assign]


def stop() -> None:
    """The next request waits: Streamlit breaks off wherever it looks."""
    raise StopException


def session(**callbacks: Any) -> SafeSessionState:
    """A session with a text field and a button, and the next request waiting."""
    state = SessionState()
    for widget, kind in ((TEXT, "string_value"), (PRESS, "trigger_value")):
        state._new_widget_state.set_widget_metadata(
            WidgetMetadata(
                id=widget, deserializer=lambda value: value, serializer=lambda value: value, value_type=kind,  # type: ignore[arg-type]
                callback=callbacks[widget.rsplit("-")[-1]],
            )
        )  # fmt: skip
    return SafeSessionState(state, stop)


def sent() -> WidgetStates:
    """Press first, text second: the browser sends them in an order of its own."""
    return WidgetStates(widgets=[WidgetState(id=PRESS, trigger_value=True), WidgetState(id=TEXT, string_value="7,5")])


def test_a_press_and_a_text_are_heard_though_the_next_request_waits() -> None:
    """Both callbacks look at the session, as they do; neither is broken off, and the next look afterwards is."""
    heard: list[Any] = []
    here: SafeSessionState
    here = session(text=lambda: heard.append(here[TEXT]), press=lambda: heard.append(("pressed", here[TEXT])))
    here.on_script_will_rerun(sent())
    assert heard == [("pressed", "7,5"), "7,5"]
    with pytest.raises(StopException):
        here[TEXT]


def test_what_a_press_asks_for_afterwards_comes_behind_every_text() -> None:
    """The button's callback comes first and asks; what it asked for is done when the text has been kept too."""
    done: list[str] = []
    here = session(text=lambda: done.append("kept"), press=lambda: taking_in.afterwards(lambda: done.append("saved")))
    here.on_script_will_rerun(sent())
    assert done == ["kept", "saved"]


def test_nothing_is_left_over_for_the_next_request() -> None:
    """Asked for outside of a request it is not done by the next; a callback that fails leaves the session as it was."""
    done: list[str] = []

    def fails() -> None:
        raise ValueError("x")

    taking_in.afterwards(lambda: done.append("stale"))
    here = session(text=fails, press=lambda: taking_in.afterwards(lambda: done.append("saved")))
    with pytest.raises(ValueError, match="x"):
        here.on_script_will_rerun(sent())
    with pytest.raises(StopException):
        here[TEXT]
    again = session(text=lambda: None, press=lambda: None)
    again.on_script_will_rerun(sent())
    assert done == []


def test_requests_that_wait_are_put_together() -> None:
    """Read from the repository's own file, as the server does: with it on, a waiting press would be thrown away."""
    assert config.get_option("runner.fastReruns") is False
