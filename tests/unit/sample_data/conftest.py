"""The sample written once per seed, and read back from its files."""

from pathlib import Path

import pytest

from sample_data.generate import DEFAULT_SEED, main
from tests.unit.sample_data.reading import Tables, read_tables

SEEDS = (DEFAULT_SEED, 1, 2)


@pytest.fixture(scope="session", params=SEEDS, ids=lambda seed: f"seed-{seed}")
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the ten CSV files of a seed."""
    path = tmp_path_factory.mktemp("sample") / "csv"
    assert main([str(path), "--seed", str(request.param)]) == 0
    return path


@pytest.fixture(scope="session")
def tables(folder: Path) -> Tables:
    """The rows of the files."""
    return read_tables(folder)
