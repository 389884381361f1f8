"""Consumption as the leaflet's two situations, the log book and the comparison as tables."""

from datetime import datetime
from typing import Any

import pytest

from app.case_charts import alt_text
from app.case_charts import consumption as drawn
from app.case_frames import (
    comparison_steps,
    comparison_table,
    consumption,
    consumption_table,
    log_table,
    situation_da,
    version_names,
)
from app.case_words import place_da, value_da
from app.study_charts import in_lines, waterfall
from app.uncertainty_frames import steps_between
from pipelines.case_comparing import Comparison, InputChange, compare
from pipelines.case_store import LogLine, Version
from tests.unit.som_engine.cases import HOUSING_FIRST, KNOWLEDGE, checked, small, worked

PRICE = {"amount": 100, "price_year": 2027, "shares": {"municipality": 1}}


def points(without: list[Any], with_success: list[Any], years: int = 3) -> Any:
    case = checked(small({"without": without, "with": with_success, "price": PRICE}, horizon_years=years))
    return consumption(case.consequences[0], years)


def test_a_falling_use_counts_from_the_counterfactual_not_from_year_to_year() -> None:
    """100, 100, 100 without and 60, 40, 30 with: -40, -60, -70, though the line itself falls by 20 and 10."""
    falling = points([100, 100, 100], [60, 40, 30])
    assert list(consumption_table(falling)["Forskel, der tæller"]) == ["-40,0", "-60,0", "-70,0"]
    assert "lavere end uden indsatsen" in situation_da(falling)


def test_a_use_that_rises_less_is_a_saving() -> None:
    """100, 140, 180 without and 100, 110, 120 with: 0, -30, -60, though the line rises."""
    rising = points([100, 140, 180], [100, 110, 120])
    assert list(consumption_table(rising)["Forskel, der tæller"]) == ["0,0", "-30,0", "-60,0"]
    assert "stiger, men mindre" in situation_da(rising)


def test_more_use_is_an_expense_and_no_difference_is_said() -> None:
    assert "en udgift" in situation_da(points([0, 0, 0], [10, 10, 10]))
    assert "ændrer intet" in situation_da(points([5], [5]))


def test_groups_are_weighed() -> None:
    """0.4 x 300 + 0.6 x 0 = 120; beyond the path nothing."""
    groups = [{"weight": 0.4, "units": [300]}, {"weight": 0.6, "units": [0]}]
    assert list(points(groups, [20], 2).query("series == 'uden indsatsen'")["units"]) == [120, 0]


def test_the_picture_has_its_numbers_in_words() -> None:
    found = points([100, 100, 90], [60, 40, 30])
    told = alt_text("Døgn på herberg", found, "døgn")
    for words in ("Døgn på herberg", "100 i år 1", "90 i år 3", "60 og 30", "tabellen"):
        assert words in told
    assert drawn(found, "døgn").to_dict()["layer"]
    told = alt_text("Kroner", points([1_200_000, 0, 2.5], [1000, 0, 0]), "kr.")
    assert "Uden indsatsen 1.200.000 i år 1 og 2,5 i år 3; når det lykkes 1.000 og 0." in told


def test_the_log_book_speaks_danish() -> None:
    line = LogLine(
        2, datetime(2025, 4, 2, 9), "erik", "consequences.shelter_days.price.amount", 1500, 1800.5, "Ny takst"
    )
    (shown,) = log_table([line], HOUSING_FIRST).to_dict("records")
    assert shown == {
        "Version": "2", "Hvornår": "02-04-2025 11:00", "Hvem": "erik",
        "Felt": "Konsekvenser › Døgn på herberg › Pris › Beløb", "Før": "1.500", "Efter": "1.800,5", "Hvorfor": "Ny takst",
    }  # fmt: skip


def test_a_consequence_that_is_called_as_a_field_keeps_its_own_name() -> None:
    names = {"goal": "Nætter på varmestue"}
    assert place_da("consequences.goal.price", names) == "Konsekvenser › Nætter på varmestue › Pris"
    assert place_da("effect.goal", names) == "Effekt › Effektmål"


def test_a_version_of_a_late_evening_has_the_danish_day() -> None:
    """22:30 UTC on 31 March is half past midnight on 1 April in Denmark."""
    made = Version(7, "sag", 3, "", "Ny takst", "erik", datetime(2025, 3, 31, 22, 30), False, 1)
    assert version_names([made]) == {3: "Version 3, 01-04-2025, erik: Ny takst"}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("effect.success_rate.value", 0.3, "0,3"),
        ("base_year", 2025, "2025"),
        ("consequences.a.basis", "estimate", "Skøn"),
        ("consequences.a.during", True, "ja"),
        ("consequences.a.without", [{"weight": 0.4, "units": [300, 200]}, {"weight": 0.6, "units": [0]}],
         "40 %: 300; 200 · 60 %: 0"),
        ("intervention.participants", [10, {"value": 10, "low": 8, "high": 12}], "10; 10 (8 til 12)"),
        ("x", None, "–"),
        ("price.shares", {"municipality": 0.5}, "Kommune 0,5"),
        ("effect.success_rate.observed.methods", ["CTI", "ICM"], "CTI, ICM"),
    ],
)  # fmt: skip
def test_values_in_words(field: str, value: Any, said: str) -> None:
    assert value_da(field, value) == said


def test_places_in_words() -> None:
    assert place_da("intervention.cost_checklist.audit") == "Indsats › Huskelisten › revision"


def test_the_bars_labels_are_short_lines_without_the_chapter() -> None:
    assert in_lines("Konsekvenser › Uger på kontanthjælp › Forbrug") == "Uger på\nkontanthjælp\nForbrug"
    assert in_lines("november 2025") == "november 2025"
    drawn_bars = waterfall(steps_between(("Fra", 1.0), [("A › B › C", 2.0)], ("Til", 3.0)))
    assert "A › B › C" in str(drawn_bars.to_dict())


def test_the_comparison_adds_up_on_screen() -> None:
    """Shelter price from 1,500 to 1,800: 498,125.66 - 133,289.86 = 364,835.80, half of it the municipality's."""
    new = worked()
    new["consequences"][0]["price"]["amount"] = 1800
    found, names = compare(worked(), new, KNOWLEDGE, KNOWLEDGE), {"shelter_days": "Døgn på herberg"}
    first, whole = comparison_table(found, names).to_dict("records")
    assert (first["Input"], first["Før"], first["Efter"]) == ("Konsekvenser › Døgn på herberg › Pris", "1.500", "1.800")
    assert (first["I alt"], first["Kommune"], first["Stat"]) == ("+364.836", "+182.418", "+182.418")
    assert whole["I alt"] == "+364.836"
    assert list(comparison_steps(found, names)["shown"]) == ["133.290", "364.836", "498.126"]


def test_the_bars_between_two_results_are_few_and_reach_from_one_to_the_other() -> None:
    """Eight inputs: the six that move most, the other two as one."""
    inputs = tuple(InputChange((f"consequences.{at}",), (), {"total": float(at)}) for at in range(1, 9))
    steps = comparison_steps(Comparison({"total": 10.0}, {"total": 46.0}, inputs), {})
    assert list(steps["label"])[1:3] == ["Konsekvenser › 8", "Konsekvenser › 7"]
    assert list(steps["label"])[-2:] == ["2 andre", "Til"]
    assert list(steps["end"])[-2:] == [46.0, 46.0]
