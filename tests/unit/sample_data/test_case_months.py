"""The sample's stored months: once, seen by the management where nothing is observed, and the change by cause by hand."""

from datetime import date, datetime

import pytest

from app.case_study import case_months
from pipelines.case_results import results
from pipelines.settings import Settings
from sample_data.case_months import CASES, DECEMBER, NOVEMBER, store_months
from tests.unit.app.door_world import make, visit

AT = datetime(2026, 1, 15, 9)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = make(tmp_path_factory.mktemp("months") / "home")
    store_months(made)
    return made


@pytest.mark.store
def test_both_months_of_every_case_are_stored_once_and_the_home_has_the_cases_of_today(here: Settings) -> None:
    kept = here.home / "cases" / "startbolig-901.yaml"
    kept.write_text(kept.read_text(encoding="utf-8") + "# rettet\n", encoding="utf-8")
    assert store_months(here) == 0
    assert kept.read_text(encoding="utf-8").endswith("# rettet\n")
    for path in CASES.glob("*.yaml"):
        assert [one.month for one in results(here, path.stem)] == [NOVEMBER, DECEMBER]
        assert (
            (here.home / "cases" / path.name).read_text(encoding="utf-8").startswith(path.read_text(encoding="utf-8"))
        )


@pytest.mark.store
def test_the_management_sees_payers_chance_both_horizons_and_the_change_by_cause(here: Settings) -> None:
    """Support of 98.000 for 112.000 kr. saves 14.000 x 12 x (1 + 1/1,035) = 330.318,84; the rate of 0,35 for 0,38 costs 3/38 of

    gains of 6.549.611,43 = 517.074,59; together -186.755,75. Nothing is observed, so there is nobody to hide.
    """
    found = {one.case_id: one for one in case_months(visit(here, "management"), "901", DECEMBER, AT)}
    case = found["startbolig-901"]
    assert (case.month, case.is_withheld) == (DECEMBER, False)
    assert set(case.chance) == set(case.net) == set(case.four_years) == {"total", "municipality", "region", "state"}
    assert 0.5 < case.chance["municipality"] < case.chance["total"] < 1.0
    assert case.four_years["municipality"] < 0 < case.net["municipality"]
    assert case.change is not None
    assert case.change.since == date(2025, 11, 1)
    told = {name: round(by["total"], 2) for name, by in case.change.causes.items() if round(by["total"])}
    assert told == {"costs": 330_318.84, "success_rate": -517_074.59}
