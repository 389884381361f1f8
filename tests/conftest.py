"""Shared by all tests."""

import os

import pytest


@pytest.fixture(autouse=True)
def no_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads the installation of whoever runs it."""
    for name in [name for name in os.environ if name.startswith("BUNDLINJE_")]:
        monkeypatch.delenv(name)
