"""The two cases of the sample data against their hand calculations, to the øre."""

import pytest

from som_engine.net_result import net_result
from tests.unit.som_engine import slow
from tests.unit.som_engine.cases import HOUSING_FIRST, WORKED, checked, npv, result, worked

BY_YEAR = [
    # t, cost, municipality, region, state, net, discounted, cumulative
    (0, 950_000, 0, 0, 0, -950_000, -950_000.00, -950_000.00),
    (1, 750_000, 108_840, 60_000, 141_960, -439_200, -424_347.83, -1_374_347.83),
    (2, 750_000, 200_100, 108_000, 242_400, -199_500, -186_235.38, -1_560_583.21),
    (3, 0, 296_280, 144_000, 323_820, 764_100, 689_174.42, -871_408.79),
    (4, 0, 274_620, 108_000, 240_780, 623_400, 543_257.08, -328_151.70),
    (5, 0, 183_360, 60_000, 140_340, 383_700, 323_065.10, -5_086.60),
    (6, 0, 87_180, 24_000, 58_920, 170_100, 138_376.46, 133_289.86),
]
HOUSING_FIRST_BY_YEAR = [
    (0, 1_700_000, 0, 0, 0, -1_700_000, -1_700_000.00, -1_700_000.00),
    (1, 1_400_000, 709_200, 60_000, 64_800, -566_000, -546_859.90, -2_246_859.90),
    (2, 0, 1_384_400, 100_000, 158_600, 1_643_000, 1_533_758.08, -713_101.82),
    (3, 0, 1_151_400, 60_000, 321_600, 1_533_000, 1_382_678.17, 669_576.35),
    (4, 0, 506_200, 20_000, 197_800, 724_000, 630_924.17, 1_300_500.52),
]


def to_the_oere(value: float) -> object:
    return pytest.approx(value, abs=0.005)


@pytest.mark.parametrize(
    ("content", "rows"), [(WORKED, BY_YEAR), (HOUSING_FIRST, HOUSING_FIRST_BY_YEAR)], ids=["worked", "housing first"]
)
def test_every_year_and_payer(content: dict, rows: list[tuple]) -> None:  # type: ignore[type-arg]
    """The tables of the hand calculations; years run to operating years + lag + horizon - 2."""
    found = result(content).by_year
    assert len(found) == len(rows)
    for row, (t, cost, municipality, region, state, net, discounted, cumulative) in zip(found, rows, strict=True):
        assert (row.t, row.year) == (t, 2025 + t)
        gain = {"municipality": municipality, "region": region, "state": state}
        assert row.gain == pytest.approx(gain, abs=0.005)
        assert [row.cost, row.net] == pytest.approx([cost, net], abs=0.005)
        assert [row.discounted, row.cumulative] == pytest.approx([discounted, cumulative], abs=0.006)


def test_worked_example_in_total() -> None:
    """133,289.86 = -1,350,967.56 + 452,828.09 + 1,031,429.33; per participant / 30; undiscounted the nets summed."""
    found = result(WORKED)
    expected = {"total": 133_289.86, "municipality": -1_350_967.56, "region": 452_828.09, "state": 1_031_429.33}
    assert found.net_present_value == pytest.approx(expected, abs=0.005)
    assert found.pv_cost == pytest.approx(
        {"total": 2_374_770.71, "municipality": 2_374_770.71, "region": 0, "state": 0}
    )
    assert found.per_participant["total"] == to_the_oere(4_443.00)
    assert found.undiscounted["total"] == to_the_oere(352_600)
    assert found.first_four_years["total"] == to_the_oere(-871_408.79)
    assert found.pv_gain["total"] == to_the_oere(133_289.86 + 2_374_770.71)
    assert found.balance_year == 6


def test_worked_example_breaks_even() -> None:
    """total 28.4057 %, municipality 69.5867 %; the region and the state pay nothing and gain at once: 0."""
    found = result(WORKED).break_even_success_rate
    assert found == pytest.approx({"total": 0.284057, "municipality": 0.695867, "region": 0, "state": 0}, abs=5e-7)


ONE_WAY = {
    "effect.success_rate=0.1": -1_538_750.52,
    "effect.success_rate=0.5": 1_805_330.24,
    "consequences.shelter_days.price.amount=1800": 498_125.66,
    "timing.discount_costs=false": 58_060.57,
    "timing.lag=0": 221_071.98,
    "discount_rate=0.04": 105_216.33,
}


@pytest.mark.parametrize(("change", "expected"), ONE_WAY.items())
def test_one_change_at_a_time(change: str, expected: float) -> None:
    assert npv(worked(), change)["total"] == to_the_oere(expected)


def test_all_costs_ten_per_cent_dearer() -> None:
    """-104,187.21: the costs of 2,374,770.71 grow by 237,477.07."""
    costs = "intervention.costs"
    dearer = [f"{costs}.Opstart.amount=220000", f"{costs}.Drift pr. borger.amount=99000"]
    found = npv(worked(), *dearer, f"{costs}.Sparet indsats.amount=-165000")
    assert found["total"] == to_the_oere(-104_187.21)


def test_main_areas_and_consequences_sum_to_the_gain() -> None:
    """Social services hold shelter days and support hours: 1,824,178.99 - 365,645.71."""
    found = result(WORKED)
    assert found.by_main_area["social_services"] == to_the_oere(1_824_178.986 - 365_645.705)
    assert sum(found.by_main_area.values()) == pytest.approx(found.pv_gain["total"])
    assert sum(found.by_consequence.values()) == pytest.approx(found.pv_gain["total"])


def test_housing_first_in_total() -> None:
    """1,300,500.52; break-even 3,052,657.00 / (4,353,157.52 / 0.25); with the observed net rate 0.4: 3,912,395.03."""
    found = result(HOUSING_FIRST)
    expected = {"total": 1_300_500.52, "municipality": 1_348_301.60, "region": 222_867.49, "state": -270_668.58}
    assert found.net_present_value == pytest.approx(expected, abs=0.006)
    assert found.break_even_success_rate["total"] == pytest.approx(3_052_657.00 / (4_353_157.52 / 0.25))
    assert found.balance_year == 3
    assert net_result(found.case, 0.4).net_present_value["total"] == to_the_oere(3_912_395.03)


@pytest.mark.parametrize("content", [WORKED, HOUSING_FIRST], ids=["worked", "housing first"])
@pytest.mark.parametrize("changes", [(), ("timing.lag=0",), ("timing.discount_costs=false", "discount_rate=0.04")])
def test_the_slow_way_agrees(content: dict, changes: tuple[str, ...]) -> None:  # type: ignore[type-arg]
    case = checked(content, *changes)
    plain = content | {"timing": {"lag": case.lag, "discount_costs": case.discount_costs}}
    plain["discount_rate"] = case.discount_rate.value
    for rate in ("0", "0.3", "1"):
        found = net_result(case, float(rate)).net_present_value
        assert found == pytest.approx(slow.net_present_value(plain, rate), abs=1e-6)
