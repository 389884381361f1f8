"""The monthly rerun: every case with its own rate and the observed one; a broken one does not stop the others."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.rerun import Rerun, rerun, rerun_as_json, rerun_as_text
from pipelines.warehouse import WarehouseError
from tests.unit.pipelines.success_warehouse import MARCH, Row, row, write_warehouse
from tests.unit.som_engine.cases import HOUSING_FIRST, WORKED
from tests.unit.som_engine.test_knowledge import PRICE, put

HALF = [row(f"c{at}", "success" if at % 2 else "failure") for at in range(24)]


def rerun_of(home: Path, rows: list[Row], **cases: dict[str, Any] | str) -> list[Rerun]:
    settings = write_warehouse(home, rows)
    (home / "cases").mkdir()
    for name, content in cases.items():
        text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
        (home / "cases" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return rerun(settings, MARCH)


def test_own_and_observed_side_by_side(tmp_path: Path) -> None:
    """12 of 24, counterfactual 0.1: net 0.4 gives 3,912,395.03 beside 1,300,500.52 at the case's own 0.25."""
    (found,) = rerun_of(tmp_path, HALF, housing_first=HOUSING_FIRST)
    assert found.own is not None
    assert found.with_observed is not None
    assert found.own.net_present_value["total"] == pytest.approx(1_300_500.52, abs=0.005)
    assert found.with_observed.net_present_value["total"] == pytest.approx(3_912_395.03, abs=0.005)
    assert found.used is found.with_observed


def test_too_few_leave_the_cases_own_result(tmp_path: Path) -> None:
    (found,) = rerun_of(tmp_path, HALF[:4], housing_first=HOUSING_FIRST)
    assert found.with_observed is None
    assert found.used is found.own
    assert found.observed is not None
    assert found.observed.assessed == 4


def test_a_case_that_does_not_ask_is_not_observed(tmp_path: Path) -> None:
    (found,) = rerun_of(tmp_path, HALF, worked=WORKED)
    assert (found.observed, found.with_observed) == (None, None)
    assert found.own is not None


def test_a_broken_case_is_told_and_the_others_run(tmp_path: Path) -> None:
    neither = HOUSING_FIRST | {"effect": {"success_rate": {"observed": {"criterion": "ors_gain"}}}}
    broken, no_rate, good = rerun_of(tmp_path, HALF, a="case: [", b=neither, c=HOUSING_FIRST)
    assert "gyldig YAML" in broken.faults[0]
    assert "der skal 5 til" in no_rate.faults[0]
    assert (good.faults, good.own is None) == ((), False)


def test_own_prices_are_read_and_a_broken_one_is_told(tmp_path: Path) -> None:
    content = WORKED | {"price_year": 2020, "consequences": [dict(WORKED["consequences"][0])]}
    del content["consequences"][0]["price"]
    content["consequences"][0]["price_ref"] = "own_day"
    put(tmp_path / "good" / "knowledge", "prices/own_day.yaml", PRICE)
    put(tmp_path / "bad" / "knowledge", "prices/own_day.yaml", "title_da: x")
    assert rerun_of(tmp_path / "good", [], own=content)[0].faults == ()
    assert "own_day.yaml" in rerun_of(tmp_path / "bad", [], own=content)[0].faults[0]


def test_json(tmp_path: Path) -> None:
    broken, good = json.loads(rerun_as_json(rerun_of(tmp_path, HALF, a="[]", b=HOUSING_FIRST)))
    assert (broken["file"], broken["case"], broken["own_result"]) == ("a.yaml", None, None)
    assert broken["faults"]
    assert (good["case"], good["month"], good["used"]) == ("housing-first-901", "2025-03", "observed")
    assert good["observed"]["net_rate"] == pytest.approx(0.4)
    assert good["own_result"]["success_rate"]["used"] == 0.25
    assert good["own_result"]["success_rate"]["whence"] == "case"
    assert good["observed_result"]["success_rate"]["used"] == pytest.approx(0.4)


def test_text(tmp_path: Path) -> None:
    said = rerun_as_text(rerun_of(tmp_path, HALF, a="[]", b=HOUSING_FIRST))
    for words in ("a.yaml: kan ikke regnes", "marts 2025", "1.300.500,52", "3.912.395,03", "Sagens egen succesrate"):
        assert words in said


def test_no_cases(tmp_path: Path) -> None:
    assert "ingen sager" in rerun_as_text(rerun(write_warehouse(tmp_path, []), MARCH))


def test_no_warehouse(tmp_path: Path) -> None:
    settings = write_warehouse(tmp_path, [])
    (tmp_path / "warehouse" / "current").unlink()
    with pytest.raises(WarehouseError):
        rerun(settings, MARCH)
