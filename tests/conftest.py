"""Shared by all tests."""

import os

import pytest
from hypothesis import HealthCheck, settings

# these machines are shared and noisy: how long one example takes says nothing
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


@pytest.fixture(autouse=True)
def no_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads the installation of whoever runs it."""
    for name in [name for name in os.environ if name.startswith("BUNDLINJE_")]:
        monkeypatch.delenv(name)
