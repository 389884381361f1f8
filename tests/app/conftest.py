"""The app on the sample data, made once per worker."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.app.browser import browser, chromium
from tests.app.serving import sample_home, served


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_home(tmp_path_factory.mktemp("sample") / "home")


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
