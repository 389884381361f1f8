"""Shared by all tests."""

import fcntl
import functools
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from streamlit.components.v2 import manifest_scanner

from tests import stores
from tests.app.serving import sample_home
from tests.app.toured import everybody_but_one_has_taken_the_tour

# compiled once and not in every process: there are many, and each would spend seconds on it
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# stores and warehouses lie in memory where there is room: files by the thousand cost a fifth of the processor's time
MEMORY, ROOM = Path("/dev/shm"), 8 * 2**30
if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
# these machines are shared and noisy: how long one example takes says nothing
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")
# every page tried without a browser would look through all installed packages again for components, which we have none of
manifest_scanner.scan_component_manifests = functools.cache(manifest_scanner.scan_component_manifests)


def pytest_addoption(parser: pytest.Parser) -> None:
    """--store postgresql runs the tests that use a store once more, on PostgreSQL, and no others."""
    parser.addoption("--store", choices=("sqlite", "postgresql"), default="sqlite", help="where stores lie")


def pytest_configure(config: pytest.Config) -> None:
    stores.begin(config)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["store_server"] = stores.handed_on()


def pytest_unconfigure(config: pytest.Config) -> None:
    stores.end(config)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chosen = list(stores.chosen(config, items))
    kept = set(chosen)
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = chosen


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return stores.has_nothing(config, collection_path) or None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    stores.turn(item)


@pytest.fixture(autouse=True)
def no_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads the installation of whoever runs it."""
    for name in [name for name in os.environ if name.startswith("BUNDLINJE_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def made_sample(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The sample's home that nobody serves or changes, made by the first process of the run that asks."""
    base = tmp_path_factory.getbasetemp()
    made = (base if worker_id == "master" else base.parent) / "sample" / "home"
    made.parent.mkdir(exist_ok=True)
    with stores.for_all(), (made.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made.parent / "is-made").exists():
            sample_home(made)
            everybody_but_one_has_taken_the_tour(made)
            (made.parent / "is-made").touch()
    return made
