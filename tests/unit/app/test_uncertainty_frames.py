"""The pages' tables of uncertainty hold the engine's numbers, and what a reader types is read strictly."""

import pytest

from app.study_scenarios import Chosen, calculated, read_scenario, read_values, single_inputs, with_one_more
from app.uncertainty_frames import (
    break_even_table,
    grid_rows,
    point_row,
    scenario_table,
    tornado_rows,
    tornado_table,
    worth_table,
    zero_rows,
)
from som_engine.one_way import at_values, break_even_of, grid, levers, one_way
from som_engine.uncertainty import influences, value_of_each_input
from tests.unit.som_engine.cases import npv, result, worked
from tests.unit.som_engine.test_uncertainty import BETA_RATE, calculation


def test_the_tornado_has_two_rows_per_input_and_is_whole_in_the_table() -> None:
    swings = one_way(calculation(worked()))
    rows, table = tornado_rows(swings), tornado_table(swings)
    assert len(rows) == 24
    assert list(rows["name"][:2]) == ["Drift pr. borger: beløb"] * 2
    assert len(table) == len(swings) == 14
    price = table.set_index("Input").loc["Døgn på herberg: pris"]
    assert (price["Lav"], price["I alt ved høj"], price["Spænd"]) == ("1.200", "498.126", "20 % ned og op")


def test_the_grid_covers_the_axes_and_the_zero_line_stays_inside() -> None:
    found = grid(calculation(worked()), 5)
    cells = grid_rows(found, "municipality")
    assert len(cells) == 25
    assert (cells["right"] - cells["left"]).round(6).nunique() == 1
    assert cells["net"].iloc[0] == pytest.approx(found.net_present_value[1, 0, 0])
    zeros = zero_rows(found, "total")
    assert zeros.loc[2, "rate"] == pytest.approx(0.284057, abs=5e-7)
    assert (zero_rows(found, "municipality")["rate"] <= found.success_rates[-1]).all()
    assert point_row(found, calculation(worked())).loc[0, "cost"] == 90_000


def test_break_even_in_words() -> None:
    asked = calculation(worked())
    named = levers(asked.case)
    turns = {name: break_even_of(asked, lever) for name, lever in named.items()}
    table = break_even_table(result(worked()), turns, named).set_index("Går i nul ved")
    assert table.loc["Succesrate (mindst)", "I alt"] == "28,41 %"
    assert table.loc["Omkostning pr. deltager", "I alt"] == "højst 94.597"
    assert table.loc["Omkostning pr. deltager", "Region"] == "altid"


def test_what_knowing_is_worth_comes_largest_first() -> None:
    asked = calculation(
        worked(), BETA_RATE, "consequences.support_hours.price.amount={value: 450, low: 400, high: 500}"
    )
    table = worth_table(asked, value_of_each_input(asked), influences(asked))
    assert list(table["Usikkert tal"]) == ["Succesrate", "Timer med bostøtte: pris"]
    assert table.loc[0, "Værdi af at kende det, i alt"] == "270.427"
    assert table.loc[1, "Andel af usikkerheden"] in ("0 %", "1 %")


@pytest.mark.parametrize(
    ("typed", "values"),
    [("0,1; 0,3", [0.1, 0.3]), ("1.500", [1500]), ("-2", [-2]), ("", []), ("0.1", None), ("1,5,2", None), ("x", None)],
)
def test_values_are_read_as_danish_numbers(typed: str, values: list[float] | None) -> None:
    """A point parts thousands, so 0.1 is none."""
    assert read_values(typed) == values


@pytest.mark.parametrize(
    ("typed", "made"),
    [
        (("Lav", "10", "1", "1"), Chosen("Lav", 0.1, 1, 1)),
        (("Dyr", "", "1,2", "1"), Chosen("Dyr", None, 1.2, 1)),
        (("", "10", "1", "1"), None),
        (("Umulig", "101", "1", "1"), None),
        (("Negativ", "", "-1", "1"), None),
        (("To", "10; 20", "1", "1"), None),
        (("Tom", "", "", "1"), None),
    ],
)
def test_a_scenario_is_read_strictly(typed: tuple[str, str, str, str], made: Chosen | None) -> None:
    assert read_scenario(*typed) == made


@pytest.mark.parametrize(
    ("address", "typed", "value"),
    [
        ("consequences.shelter_days.price.amount", "1.800", 1800),
        ("discount_rate", "4", 0.04),
        ("discount_rate", "101", None),
        ("consequences.shelter_days.price.amount", "", None),
        ("consequences.shelter_days.price.amount", "1; 2", None),
    ],
)
def test_one_more_number_of_a_scenario(address: str, typed: str, value: float | None) -> None:
    """A share is typed in per cent; a number without a value, or with one it cannot have, makes no scenario."""
    plain, other = Chosen("Dyr", None, 1, 1), single_inputs(calculation(worked()))[address]
    made = with_one_more(plain, other, typed)
    assert made == (None if value is None else Chosen("Dyr", None, 1, 1, (address, value)))
    assert with_one_more(plain, None, "") == plain
    assert with_one_more(plain, None, "5") is None
    assert with_one_more(None, other, typed) is None


def test_a_scenario_with_one_more_number_is_the_case_recalculated() -> None:
    """Shelter price 1,800 with s at 50 %: 1,805,330.24 + 0.2 x 1,824,178.986 x 0.5 / 0.3."""
    chosen = Chosen("Dyr", 0.5, 1, 1, ("consequences.shelter_days.price.amount", 1800))
    found = calculated(calculation(worked()), chosen)
    assert found.net_present_value["total"] == pytest.approx(1_805_330.24 + 0.2 * 1_824_178.986 * 0.5 / 0.3, abs=0.01)


def test_scenarios_and_chosen_values_are_the_case_recalculated() -> None:
    """s at 10 %: -1,538,750.52; costs + 10 %: -104,187.21; participants doubled as the case with 20."""
    asked = calculation(worked())
    low, dear, many = (
        calculated(asked, chosen)
        for chosen in (Chosen("Lav", 0.1, 1, 1), Chosen("Dyr", None, 1.1, 1), Chosen("Mange", None, 1, 2))
    )
    assert low.net_present_value["total"] == pytest.approx(-1_538_750.52, abs=0.005)
    assert dear.net_present_value["total"] == pytest.approx(-104_187.21, abs=0.005)
    twice = npv(worked(), "intervention.participants=[20, 20, 20]")
    assert many.net_present_value == pytest.approx(twice)
    assert scenario_table([low]).loc[0, "I alt"] == "-1.538.751"
    rates = at_values(asked, "effect.success_rate", [0.1, 0.5])
    assert [net["total"] for net in rates] == pytest.approx([-1_538_750.52, 1_805_330.24], abs=0.005)
    (dearer,) = at_values(asked, "consequences.shelter_days.price.amount", [1800])
    assert dearer["total"] == pytest.approx(498_125.66, abs=0.005)
