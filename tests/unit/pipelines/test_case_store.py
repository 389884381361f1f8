"""Versions, log book and results of cases, on SQLite and on PostgreSQL, and the file that is the current case."""

import copy
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.case_files import case_path, new_case_id
from pipelines.case_results import results, store_results
from pipelines.case_store import (
    FOUND_DA,
    OUTSIDE_DA,
    CaseConflictError,
    current,
    kept_case,
    kept_knowledge,
    log_book,
    save,
    versions,
)
from pipelines.rerun import rerun
from pipelines.settings import Choices, Settings
from som_engine.errors import CaseError
from som_engine.net_result import net_result
from tests.stores import store_at
from tests.unit.app.door_world import make
from tests.unit.pipelines.success_warehouse import MARCH, row, write_warehouse
from tests.unit.som_engine.cases import HOUSING_FIRST, worked
from tests.unit.som_engine.test_knowledge import PRICE, put

pytestmark = pytest.mark.store

AT, LATER = datetime(2025, 4, 1, 9), datetime(2025, 4, 2, 9)


def installation(home: Path, store_url: str = "") -> Settings:
    home.mkdir(exist_ok=True)
    return Settings(home, store_url or store_at(home), date(2025, 4, 15), Choices())


def saved(here: Settings, content: dict[str, Any], based_on: int = 0, reason: str = "ny", at: datetime = AT) -> int:
    return save(here, "sag", content, based_on=based_on, reason=reason, who="erik", at=at).version


def test_a_change_is_a_version_with_reason_and_a_line_for_each_field(store_url: str, tmp_path: Path) -> None:
    """Version 1 is the case, version 2 changes two fields: two lines, newest first, with both values."""
    here = installation(tmp_path, store_url)
    content = worked()
    assert saved(here, content) == 1
    content["consequences"][0]["price"]["amount"] = 1800
    content["effect"]["success_rate"]["value"] = 0.4
    assert saved(here, content, 1, "Ny takst", LATER) == 2
    assert [(found.version, found.reason, found.made_by, found.outside) for found in versions(here, "sag")] == [
        (2, "Ny takst", "erik", False),
        (1, "ny", "erik", False),
    ]
    lines = [line for line in log_book(here, "sag") if line.version == 2]
    assert [(line.field, line.old, line.new, line.why, line.who, line.at) for line in lines] == [
        ("consequences.shelter_days.price.amount", 1500, 1800, "Ny takst", "erik", LATER),
        ("effect.success_rate.value", 0.3, 0.4, "Ny takst", "erik", LATER),
    ]
    assert yaml.safe_load(case_path(tmp_path, "sag").read_text(encoding="utf-8")) == content


def test_nothing_changed_is_no_version(tmp_path: Path) -> None:
    here = installation(tmp_path)
    saved(here, worked())
    assert saved(here, worked(), 1) == 1


def test_a_file_changed_by_hand_becomes_a_version_of_nobody(tmp_path: Path) -> None:
    here = installation(tmp_path)
    saved(here, worked())
    path = case_path(tmp_path, "sag")
    path.write_text(path.read_text(encoding="utf-8").replace("amount: 1500\n", "amount: 1600\n"), encoding="utf-8")
    found = current(here, "sag", LATER)
    assert (found.version, found.reason, found.made_by, found.outside) == (2, OUTSIDE_DA, "ukendt", True)
    assert [(line.old, line.new) for line in log_book(here, "sag") if line.version == 2] == [(1500, 1600)]
    assert current(here, "sag", LATER).version == 2


def test_a_file_that_was_put_there_is_found(tmp_path: Path) -> None:
    here = installation(tmp_path)
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "sag.yaml").write_text("case: [", encoding="utf-8")
    found = current(here, "sag", AT)
    assert (found.version, found.reason) == (1, FOUND_DA)
    assert [line.field for line in log_book(here, "sag")] == ["filen"]


def test_two_who_save_at_once_do_not_overwrite_each_other(store_url: str, tmp_path: Path) -> None:
    here = installation(tmp_path, store_url)
    saved(here, worked())
    saved(here, worked() | {"horizon_years": 3}, 1)
    with pytest.raises(CaseConflictError, match=r"gemt af erik \(01-04-2025 11:00\)"):
        saved(here, worked() | {"horizon_years": 2}, 1)
    assert current(here, "sag", LATER).content["horizon_years"] == 3


def test_a_hand_written_change_is_not_overwritten_by_a_save(tmp_path: Path) -> None:
    here = installation(tmp_path)
    saved(here, worked())
    path = case_path(tmp_path, "sag")
    path.write_text(path.read_text(encoding="utf-8").replace("amount: 1500\n", "amount: 1600\n"), encoding="utf-8")
    with pytest.raises(CaseConflictError):
        saved(here, worked() | {"horizon_years": 3}, 1)
    assert "1600" in path.read_text(encoding="utf-8")


def test_a_case_that_cannot_be_calculated_is_not_saved(tmp_path: Path) -> None:
    here = installation(tmp_path)
    with pytest.raises(CaseError, match="horizon_years"):
        saved(here, worked() | {"horizon_years": 0})
    assert not case_path(tmp_path, "sag").exists()
    assert versions(here, "sag") == []


def test_a_version_calculates_the_same_when_prices_and_index_have_changed(tmp_path: Path) -> None:
    """100 kr. a day when it was stored, 250 today: the stored version still gives 100, by its own knowledge."""
    here = installation(tmp_path)
    put(tmp_path / "knowledge", "prices/own_day.yaml", PRICE)
    content = worked() | {"price_year": 2020, "base_year": 2021}
    content["intervention"] = {"participants": [1], "costs": []}
    first = {"id": "a", "name": "A", "main_area": "other", "unit": "day", "basis": "estimate", "change": [-1]}
    content |= {"consequences": [first | {"price_ref": "own_day"}], "discount_rate": 0}
    saved(here, content)
    put(tmp_path / "knowledge", "prices/own_day.yaml", {**PRICE, "values": [{**PRICE["values"][0], "value": 250}]})
    stored = versions(here, "sag")[0]
    assert net_result(kept_case(here, stored), 1.0).net_present_value["total"] == 100
    saved(here, content | {"horizon_years": 3}, 1)
    newest = versions(here, "sag")[0]
    assert net_result(kept_case(here, newest), 1.0).net_present_value["total"] == 250
    assert newest.knowledge_id != stored.knowledge_id


def test_the_knowledge_base_is_kept_once_for_each_state(tmp_path: Path) -> None:
    here = installation(tmp_path)
    saved(here, worked())
    saved(here, worked() | {"horizon_years": 3}, 1)
    first, second = versions(here, "sag")
    assert first.knowledge_id == second.knowledge_id
    assert kept_knowledge(here, first.knowledge_id).prices["prison_day"].values[0].value == 1469


def test_a_rerun_is_stored_with_its_inputs_and_the_newest_of_a_month_holds(store_url: str, tmp_path: Path) -> None:
    """12 of 24, counterfactual 0.1: rate 0.4, 3,912,395.03; run again on version 2, the later run counts."""
    home = tmp_path / "home"
    half = [row(f"c{at}", "success" if at % 2 else "failure") for at in range(24)]
    write_warehouse(home, half)
    here = installation(home, store_url)
    saved(here, HOUSING_FIRST)
    assert store_results(here, rerun(here, MARCH), "erik", AT) == 1
    (found,) = results(here, "sag")
    assert (found.month, found.version, found.whence, found.participants) == (MARCH, 1, "observed", 40)
    assert found.success_rate == pytest.approx(0.4)
    assert found.result["net_present_value"]["total"] == pytest.approx(3_912_395.03, abs=0.005)
    assert found.inputs["observed"]["assessed"] == 24
    spread = found.result["simulation"]["percentiles"]
    assert spread["5"]["total"] < spread["50"]["total"] < spread["95"]["total"]
    assert 0 < found.result["simulation"]["probability_positive"]["total"] <= 1
    content = copy.deepcopy(HOUSING_FIRST) | {"horizon_years": 2}
    saved(here, content, 1)
    store_results(here, rerun(here, MARCH), "erik", LATER)
    (found,) = results(here, "sag")
    assert (found.run_at, found.version) == (LATER, 2)


def test_a_rerun_is_of_the_version_it_was_calculated_from(tmp_path: Path) -> None:
    """3,912,395.03 is the first version's; somebody saves, or changes the file by hand, before the result is stored."""
    write_warehouse(tmp_path, [row(f"c{at}", "success" if at % 2 else "failure") for at in range(24)])
    here = installation(tmp_path)
    saved(here, HOUSING_FIRST)
    first = rerun(here, MARCH)
    saved(here, copy.deepcopy(HOUSING_FIRST) | {"horizon_years": 2}, 1)
    store_results(here, first, "erik", AT)
    (found,) = results(here, "sag")
    assert (found.version, round(found.result["net_present_value"]["total"], 2)) == (1, 3_912_395.03)
    path = case_path(tmp_path, "sag")
    path.write_text(
        path.read_text(encoding="utf-8").replace("horizon_years: 2\n", "horizon_years: 4\n"), encoding="utf-8"
    )
    by_hand = rerun(here, MARCH)
    path.write_text(
        path.read_text(encoding="utf-8").replace("horizon_years: 4\n", "horizon_years: 1\n"), encoding="utf-8"
    )
    store_results(here, by_hand, "erik", LATER)
    (found,) = results(here, "sag")
    stored = {version.version: version for version in versions(here, "sag")}[found.version]
    assert (stored.content["horizon_years"], stored.outside) == (4, True)
    assert current(here, "sag", LATER).content["horizon_years"] == 1


@pytest.mark.parametrize(
    ("changed", "reason", "field"),
    [
        ({}, "Efter 010190-1234", "begrundelse"),
        ({}, "Rettet efter b-own", "begrundelse"),
        ({"title": "B-own"}, "ny", "title"),
        ({"question": "Hvad gav F-foreign?"}, "ny", "question"),
    ],
)
def test_a_case_or_a_reason_that_names_a_citizen_is_not_kept(
    tmp_path: Path, changed: dict[str, str], reason: str, field: str
) -> None:
    """Management reads cases: a CPR number and the number of a citizen or course in the store are refused, with where."""
    here = make(tmp_path / "home")
    with pytest.raises(CaseError) as refused:
        saved(here, worked() | changed, reason=reason)
    assert [fault.path for fault in refused.value.faults] == [field]
    assert versions(here, "sag") == []


def test_a_new_case_gets_a_name_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    for name in ("housing-first-i-aeroe.yaml", "housing-first-i-aeroe-2.yaml"):
        (tmp_path / "cases" / name).touch()
    assert new_case_id(tmp_path, "Housing First i Ærø!") == "housing-first-i-aeroe-3"
    assert new_case_id(tmp_path, "???") == "beregning"
