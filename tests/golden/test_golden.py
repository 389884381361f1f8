"""The sample data's numbers, kept from the slow computation: the pipeline says them, and so does the computation."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.build import build_from_files
from pipelines.contract import check
from pipelines.figures import figures
from pipelines.settings import Choices, Settings
from tests.golden.write_golden import MONTHS, golden_path, month_as_text, read_golden, sample_world
from tests.oracle.compare import differences
from tests.oracle.figures import BREAKDOWNS
from tests.oracle.months import first_day, month_from

TODAY = date(2025, 12, 31)
AGAIN = "If the sample data or a definition changed on purpose: python -m tests.golden.write_golden"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The sample data as a warehouse."""
    folder = tmp_path_factory.mktemp("golden")
    sample_world(folder / "csv")
    checked = check(sorted((folder / "csv").glob("*.csv")), today=TODAY)
    assert checked.faults == []
    settings = Settings(folder, f"sqlite:///{folder / 'store.db'}", TODAY, Choices())
    build_from_files(settings, checked)
    return settings


def agreed(found: Sequence[str]) -> None:
    """Fail with the first differences."""
    lines = "\n".join(found[:25])
    assert not found, f"{len(found)} differences\n{lines}"


@pytest.mark.parametrize("by", [None, *BREAKDOWNS])
@pytest.mark.parametrize("month", MONTHS)
def test_the_pipeline_says_the_golden_numbers(home: Settings, month: str, by: str | None) -> None:
    """Every figure and part of the sample data, alone and by each breakdown."""
    said: list[dict[str, Any]] = figures(home, first_day(month_from(month)), by=by, audience="team")
    agreed(differences(read_golden(month, by), said))


def test_the_golden_numbers_are_what_the_slow_computation_says(tmp_path: Path) -> None:
    """Nobody edited the files by hand, and neither the sample data nor a definition has moved since."""
    world = sample_world(tmp_path)
    for month in MONTHS:
        assert golden_path(month).read_text(encoding="utf-8") == month_as_text(world, month), AGAIN
