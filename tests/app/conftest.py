"""The app on the sample data, which is made once in a run and copied by whoever needs a home."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.app.browser import browser, chromium
from tests.app.serving import served
from tests.stores import copy_home


@pytest.fixture(scope="session")
def home(made_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_home(made_sample, tmp_path_factory.mktemp("served") / "home")


@pytest.fixture(scope="session")
def address(home: Path) -> Iterator[str]:
    with served(home) as where:
        yield where


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    if chromium() is None:
        pytest.skip("missing system package: chromium")
    with browser() as started:
        yield started
