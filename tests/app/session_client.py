"""A visitor of the served app without a browser: the web socket a browser would open, and what it would send on it."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

PATIENCE_SECONDS = 120


class Visitor:
    """One open page of the app: the widgets of its last run, and how long a run takes from asking to being drawn."""

    def __init__(self, address: str, page: str, query: str) -> None:
        self._address = address.replace("http://", "ws://", 1)
        self._page, self._query = page, query
        self._socket: ClientConnection | None = None
        self.elements: list[Any] = []

    async def __aenter__(self) -> "Visitor":
        url = f"{self._address}/_stcore/stream"
        self._socket = await connect(url, subprotocols=["streamlit"], max_size=None, open_timeout=PATIENCE_SECONDS)  # type: ignore[list-item]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def run(self, *changed: WidgetState) -> float:
        """Ask for the page with these widgets changed; the seconds until all of it has been sent."""
        if self._socket is None:
            raise RuntimeError("not connected")
        message = BackMsg()
        message.rerun_script.query_string = self._query
        message.rerun_script.page_name = self._page
        message.rerun_script.widget_states.widgets.extend(changed)
        begun, self.elements, started = time.perf_counter(), [], False
        await self._socket.send(message.SerializeToString())
        while True:
            sent = ForwardMsg.FromString(await self._socket.recv())  # type: ignore[arg-type]
            kind = sent.WhichOneof("type")
            if kind == "new_session":
                started, self.elements = True, []
            elif kind == "delta" and sent.delta.WhichOneof("type") == "new_element":
                self.elements.append(sent.delta.new_element)
            elif kind == "script_finished" and started and sent.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return time.perf_counter() - begun

    def widget(self, kind: str, fits: Callable[[Any], bool]) -> Any:
        """The first widget of the kind on the page that fits."""
        for element in self.elements:
            if element.WhichOneof("type") == kind and fits(getattr(element, kind)):
                return getattr(element, kind)
        raise LookupError(f"the page has no such {kind}")
