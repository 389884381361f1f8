"""The files: the same bytes for the same seed, ten of them, in the shape of the contract."""

import time
from collections import Counter
from pathlib import Path

import pytest

from sample_data.generate import main
from tests.unit.sample_data.reading import Tables

NAMES = [
    "citizens.csv",
    "courses.csv",
    "expected_time.csv",
    "housing_market.csv",
    "measurements.csv",
    "missing_reasons.csv",
    "monthly_status.csv",
    "rates.csv",
    "time_use.csv",
    "vacant_homes.csv",
]


def _bytes(folder: Path, *arguments: str) -> dict[str, bytes]:
    assert main([str(folder), *arguments]) == 0
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two runs with seed 7 are equal byte for byte; seed 8 differs."""
    first, second = _bytes(tmp_path / "a", "--seed", "7"), _bytes(tmp_path / "b", "--seed", "7")
    assert sorted(first) == NAMES
    assert first == second
    assert first["citizens.csv"] != _bytes(tmp_path / "c", "--seed", "8")["citizens.csv"]


def test_it_is_quick_and_says_where_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Under two seconds, and one Danish line with the folder."""
    before = time.perf_counter()
    main([str(tmp_path / "csv")])
    assert time.perf_counter() - before < 2
    assert capsys.readouterr().out == f"Skrev 10 filer med opdigtede data i {tmp_path / 'csv'}\n"


def test_five_municipalities_of_the_sizes_of_the_project(tables: Tables) -> None:
    """52 + 45 + 11 + 19 + 38 = 165 citizens, homeless and at risk in each."""
    sizes = Counter(row["municipality"] for row in tables["citizens"])
    assert sizes == {"901": 52, "902": 45, "903": 11, "904": 19, "905": 38}
    groups = {(row["municipality"], row["target_group"]) for row in tables["citizens"]}
    assert {code for code, group in groups if group == "homeless"} == set(sizes)
    assert {code for code, group in groups if group == "at_risk"} >= set(sizes) - {"903"}


def test_the_target_groups_are_those_of_the_project(tables: Tables) -> None:
    """902 works with the young up to 24 years, 903 with ICM only, 901 with grown-ups too and a little ACT."""
    of = {row["citizen_id"]: row for row in tables["citizens"]}
    methods = {(of[row["citizen_id"]]["municipality"], row["method"]) for row in tables["courses"]}
    assert {method for code, method in methods if code == "903"} == {"ICM"}
    assert {("901", "CTI"), ("901", "ICM"), ("901", "ACT"), ("902", "CTI"), ("904", "CTI"), ("905", "ICM")} <= methods
    ages = {
        code: [int(row["referred_on"][:4]) - int(row["birth_year"]) for row in of.values() if row["birth_year"] and
               row["municipality"] == code]
        for code in ("901", "902")
    }  # fmt: skip
    assert max(ages["902"]) <= 24
    assert max(ages["901"]) > 49


def test_thirty_months(tables: Tables) -> None:
    """The first and last month registered for are July 2023 and December 2025."""
    months = sorted({row["month"] for row in tables["monthly_status"] + tables["vacant_homes"]})
    assert (months[0], months[-1], len(months)) == ("2023-07", "2025-12", 30)
    assert max(row["month"] for row in tables["time_use"]) == "2025-12"
