"""What stored reruns say to somebody outside the team: the newest month shown, and why it changed; by hand."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.case_months import FEW_DA, FIRST_DA, NOT_KEPT_DA, STALE_DA, CaseMonth, case_month
from pipelines.case_results import StoredResult, results, store_results
from pipelines.case_store import save
from pipelines.rerun import rerun
from pipelines.settings import Choices, Settings
from som_engine.causes import CAUSES_DA
from tests.stores import store_at
from tests.unit.pipelines.success_warehouse import MARCH, row, write_warehouse
from tests.unit.som_engine.cases import HOUSING_FIRST, worked

AT = datetime(2025, 4, 1, 9)
JANUARY, FEBRUARY, APRIL = date(2025, 1, 1), date(2025, 2, 1), date(2025, 4, 1)


def stored(month: date, net: float, since: str | None = None, before: float = 0.0) -> StoredResult:
    result: dict[str, Any] = {
        "net_present_value": {"total": net}, "first_four_years": {"total": net - 1}, "share_on_estimates": 0.6,
        "simulation": {"probability_positive": {"total": 0.7}},
    }  # fmt: skip
    if since:
        cause = {"success_rate": {"total": net - before}}
        result["change"] = {"since": since, "before": {"total": before}, "after": {"total": net}, "causes": cause}
    return StoredResult("sag", month, AT, "erik", 1, 1, 0.4, "observed", 20, {}, result)


ROWS = [stored(JANUARY, 100), stored(FEBRUARY, 80, "2025-01", 100), stored(MARCH, 90, "2025-02", 80)]


def seen(shown: list[StoredResult], month: date = MARCH, rows: list[StoredResult] | None = None) -> CaseMonth:
    return case_month("sag", "Sag", ROWS if rows is None else rows, shown, month)


def test_the_newest_month_with_the_change_that_was_stored_with_it() -> None:
    """March: 90, four years 89, 70 of 100, up 10 since February because of the success rate."""
    found = seen(ROWS)
    assert (found.month, found.net["total"], found.four_years["total"], found.chance["total"]) == (MARCH, 90, 89, 0.7)
    assert found.on_estimates == 0.6
    assert found.change is not None
    assert (found.change.since, dict(found.change.causes)) == (FEBRUARY, {"success_rate": {"total": 10}})
    assert (found.why_no_change_da, found.is_withheld) == ("", False)
    february = seen(ROWS, FEBRUARY)
    assert february.change is not None
    assert (february.month, february.change.causes["success_rate"]["total"]) == (FEBRUARY, -20)


@pytest.mark.store
def test_a_case_that_says_of_nothing_how_unsure_it_is_has_no_chance(tmp_path: Path) -> None:
    """Every draw of the worked example is its result; 100 of 100 would be read as certainty. Housing First has ranges."""
    home = tmp_path / "home"
    write_warehouse(home, [])
    here = Settings(home, store_at(home), date(2025, 4, 15), Choices())
    for name, content in (("sag", worked()), ("usikker", HOUSING_FIRST)):
        save(here, name, content, based_on=0, reason="ny", who="erik", at=AT)
    store_results(here, rerun(here, MARCH), "erik", AT)
    known = {name: results(here, name) for name in ("sag", "usikker")}
    certain, unsure = (case_month(name, "Sag", rows, rows, MARCH) for name, rows in known.items())
    assert (certain.month, certain.chance) == (MARCH, {})
    assert set(unsure.chance) == {"total", "municipality", "region", "state"}


def test_a_month_that_is_not_rerun_shows_the_one_before_and_is_not_withheld() -> None:
    found = seen(ROWS, APRIL)
    assert (found.month, found.is_withheld) == (MARCH, False)


def test_a_month_of_few_is_withheld_and_its_change_told_to_nobody() -> None:
    """March hidden: February stands, and it is said. February hidden: March stands, its change since February does not."""
    found = seen(ROWS[:2])
    assert (found.month, found.is_withheld) == (FEBRUARY, True)
    without = seen([ROWS[0], ROWS[2]])
    assert (without.month, without.change, without.why_no_change_da) == (MARCH, None, FEW_DA)
    nothing = seen([])
    assert (nothing.month, dict(nothing.net), nothing.change, nothing.is_withheld) == (None, {}, None, True)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (ROWS[:1], FIRST_DA),
        ([ROWS[0], stored(FEBRUARY, 80)], NOT_KEPT_DA),  # stored by an earlier version of the program
        ([stored(JANUARY, 101), ROWS[1]], STALE_DA),  # January was rerun after February
    ],
)
def test_no_change_says_why(rows: list[StoredResult], why: str) -> None:
    found = seen(rows, FEBRUARY, rows)
    assert (found.change, found.why_no_change_da) == (None, why)


def test_a_case_without_reruns_has_no_numbers() -> None:
    assert (seen([], MARCH, []).month, seen([], MARCH, []).is_withheld) == (None, False)


@pytest.mark.store
def test_a_rerun_keeps_why_the_result_changed_and_the_causes_add_up(tmp_path: Path) -> None:
    """February 12 of 24 (net 0.4 after the counterfactual 0.1), March 18 of 24 (0.65): all of the change is the rate's."""
    here = Settings(tmp_path, store_at(tmp_path), date(2025, 4, 15), Choices())
    rows = [row(f"f{at}", "success" if at < 12 else "failure", month=FEBRUARY) for at in range(24)]
    rows += [row(f"m{at}", "success" if at < 18 else "failure", month=MARCH) for at in range(24)]
    write_warehouse(tmp_path, rows)
    save(here, "sag", HOUSING_FIRST, based_on=0, reason="ny", who="erik", at=AT)
    for month in (FEBRUARY, MARCH):
        store_results(here, rerun(here, month), "erik", AT)
    first, second = results(here, "sag")
    assert first.result["change"] is None
    change = second.result["change"]
    assert set(change["causes"]) == set(CAUSES_DA)
    assert change["since"] == "2025-02"
    for payer in ("total", "municipality", "region", "state"):
        told = sum(cause[payer] for cause in change["causes"].values())
        assert told == pytest.approx(change["after"][payer] - change["before"][payer], abs=0.01)
        assert change["after"][payer] == pytest.approx(second.result["net_present_value"][payer], abs=0.01)
    assert change["causes"]["success_rate"]["total"] == pytest.approx(
        second.result["net_present_value"]["total"] - first.result["net_present_value"]["total"], abs=0.01
    )
    assert case_month("sag", "Sag", [first, second], [first, second], MARCH).change is not None
