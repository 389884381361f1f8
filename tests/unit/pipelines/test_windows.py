"""The months a figure says its value rests on are true: without all that is older, the value is the same."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kpi_catalogue.figure import catalogue
from pipelines.build import build_from_files
from pipelines.contract import check
from pipelines.figures import figures
from pipelines.settings import Choices, Settings
from sample_data.generate import main

TODAY, MONTH = date(2026, 1, 15), date(2025, 9, 1)
DATED = {
    "time_use": "month", "monthly_status": "month", "housing_market": "month", "vacant_homes": "month",
    "measurements": "measured_on",
}  # fmt: skip
SINCE_THE_FIRST = {"wellbeing_gain", "ors_gain"}
"""They hold the latest score against the course's first, which is older; the four months are those of the latest."""


def write(source: Path, target: Path, oldest: date) -> None:
    """The registrations of municipality 903 from a month on; who is in which course is kept whole."""
    target.mkdir()
    for path in source.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.DictReader(file, delimiter=";"))
        column = DATED.get(path.stem)
        kept = [line for line in lines if "903" in "".join(map(str, line.values()))]
        kept = [line for line in kept if column is None or as_day(line[column]) >= oldest]
        with (target / path.name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(lines[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(kept)


def as_day(text: str) -> date:
    if "-" in text and len(text.split("-")[0]) == 2:
        day, month, year = text.split("-")
        return date(int(year), int(month), int(day))
    return date.fromisoformat(text if len(text) > 7 else f"{text}-01")


def values(folder: Path, ids: list[str]) -> list[dict[str, Any]]:
    here = Settings(folder, f"sqlite:///{folder / 'store.db'}", TODAY, Choices())
    checked = check([folder / "csv"], today=TODAY)
    assert not checked.faults, checked.faults[0].message
    build_from_files(here, checked)
    return figures(here, MONTH, 1, ids, audience="team")


def months_back(months: int) -> date:
    number = MONTH.year * 12 + MONTH.month - months
    return date(number // 12, number % 12 + 1, 1)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("windows")
    main([str(folder)])
    return folder


@pytest.fixture(scope="module")
def whole(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[Any, ...], Any]:
    folder = tmp_path_factory.mktemp("whole")
    write(sample, folder / "csv", date(2000, 1, 1))
    return {key(row): row["value"] for row in values(folder, list(catalogue()))}


def key(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["figure"], row["part"], row["category"]


@pytest.mark.parametrize("window", [1, 3, 4, 6])
def test_nothing_older_than_the_window_is_in_the_value(
    sample: Path, whole: dict[tuple[Any, ...], Any], tmp_path: Path, window: int
) -> None:
    """M is September 2025; with a window of 3 all before July is taken away, and no value of such a figure moves."""
    parts = {
        (name, part.name)
        for name, figure in catalogue().items()
        for part in figure.parts
        if part.window == window and name not in SINCE_THE_FIRST
    }
    write(sample, tmp_path / "csv", months_back(window))
    found = {
        key(row): row["value"]
        for row in values(tmp_path, sorted({name for name, _ in parts}))
        if (row["figure"], row["part"]) in parts
    }
    assert found == {place: whole[place] for place in found}
    assert any(value for value in found.values())
