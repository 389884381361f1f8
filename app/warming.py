"""A quick first page and cheap reruns: all is imported before anyone comes, and the collector is told to leave it alone.

Streamlit collects all garbage after every run; what is frozen is not looked through again: a run costs a third or less.
"""

import contextlib
import gc
from collections.abc import AsyncIterator
from typing import Any

_warm: set[str] = set()
"""What has been frozen: the server itself while it runs, and each page that has run in it."""


@contextlib.asynccontextmanager
async def warm(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """The server's life: what the pages use is imported before the first of them is asked for."""
    import altair  # noqa: F401
    import duckdb  # noqa: F401
    import openpyxl  # noqa: F401
    import pyarrow  # noqa: F401
    import scipy.optimize
    import scipy.stats  # noqa: F401

    from app import figure_data, navigation, picture, report, som_frames  # noqa: F401

    _freeze()
    _warm.add("server")
    try:
        yield {}
    finally:
        _warm.clear()
        gc.unfreeze()


def after_first_run(address: str) -> None:
    """Freeze what a page brought along, the first time that page has run in a server and never again."""
    if _warm and address not in _warm:
        _warm.add(address)
        _freeze()


def _freeze() -> None:
    gc.collect()
    gc.freeze()
