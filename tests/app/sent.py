"""Everything the app sends to a page, whether the page shows it or not: words, tooltips, charts with their data, tables."""

import io
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pyarrow as pa
from google.protobuf.message import Message
from playwright.sync_api import Page
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class Sent:
    """What is sent from now on to a page that is not opened yet: its texts, and its tables of data."""

    def __init__(self, page: Page) -> None:
        self.texts: list[str] = []
        self.tables: list[pd.DataFrame] = []
        page.on("websocket", lambda socket: socket.on("framereceived", self._take))

    def forget(self) -> None:
        """Begin anew, before the page goes somewhere else."""
        self.texts, self.tables = [], []

    def _take(self, payload: str | bytes) -> None:
        message = ForwardMsg()
        message.ParseFromString(payload if isinstance(payload, bytes) else payload.encode())
        if message.WhichOneof("type") == "delta":
            for found in _values(message.delta):
                if isinstance(found, str):
                    self.texts.append(found)
                elif (table := _table(found)) is not None:
                    self.tables.append(table)

    @property
    def text(self) -> str:
        """Every word, and every cell of every table."""
        return "\n".join([*self.texts, *(table.to_csv(sep=" ") for table in self.tables)])


def _values(message: Message) -> Iterator[Any]:
    """Every text and every piece of bytes of a message and of those within it."""
    for field, value in message.ListFields():
        for one in value if field.is_repeated and not hasattr(value, "keys") else [value]:
            if isinstance(one, Message):
                yield from _values(one)
            elif isinstance(one, str | bytes):
                yield one


def _table(content: bytes) -> pd.DataFrame | None:
    try:
        with pa.ipc.open_stream(io.BytesIO(content)) as stream:
            return stream.read_all().to_pandas()
    except pa.ArrowInvalid:
        return None
