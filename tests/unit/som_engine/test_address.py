"""Changing single fields by their address."""

from typing import Any

import pytest

from som_engine.address import addresses
from som_engine.case import FIELDS
from som_engine.errors import AddressError, CaseError
from tests.unit.som_engine.cases import HOUSING_FIRST, checked, npv, worked


def own(*sets: str, content: dict[str, Any] | None = None) -> Any:
    return checked(content or worked(), *sets)


def test_members_by_id_name_and_number() -> None:
    """The same price by the consequence's id, its name and its number; a cost's name may hold spaces and points."""
    for member in ("shelter_days", "Døgn på herberg", "0"):
        assert own(f"consequences.{member}.price.amount=1800").consequences[0].price.amount.value == 1800
    assert own("intervention.costs.Drift pr. borger.amount=1").costs[1].amount.value == 1
    assert own("intervention.participants.2=12").participants[2].value == 12
    assert own("consequences.shelter_days.change.0=-10").consequences[0].with_success[0].units[0].value == -10


def test_the_longest_name_wins() -> None:
    """A cost called "Drift" beside one called "Drift.2"."""
    content = worked()
    content["intervention"]["costs"][0]["name"], content["intervention"]["costs"][1]["name"] = "Drift", "Drift.2"
    found = own("intervention.costs.Drift.2.amount=7", content=content)
    assert [cost.amount.value for cost in found.costs] == [200000, 7, -150000]


def test_a_number_takes_the_range_away_and_keeps_the_basis() -> None:
    content = worked()
    content["effect"]["success_rate"] |= {"low": 0.2, "high": 0.4}
    effect = own("effect.success_rate=0.1", content=content).effect
    assert (effect.own_rate.value, effect.own_rate.low, effect.basis) == (0.1, None, "estimate")


def test_the_value_alone_keeps_the_range() -> None:
    content = worked()
    content["effect"]["success_rate"] |= {"low": 0.2, "high": 0.4}
    rate = own("effect.success_rate.value=0.25", content=content).effect.own_rate
    assert (rate.value, rate.low) == (0.25, 0.2)
    with pytest.raises(CaseError, match=r"0,2 til 0,4"):
        own("effect.success_rate.value=0.1", content=content)


def test_what_is_asked_observed_stays_when_the_rate_is_set() -> None:
    effect = own("effect.success_rate=0.1", content=HOUSING_FIRST).effect
    assert (effect.own_rate.value, effect.asked.criterion) == (0.1, "own_home_after_12")


def test_a_bare_number_has_a_value_and_may_get_a_range() -> None:
    address = "consequences.shelter_days.price.amount"
    amount = own(f"{address}.value=9", f"{address}.low=8", f"{address}.high=10").consequences[0].price.amount
    assert (amount.value, amount.low, amount.high) == (9, 8, 10)


def test_known_fields_that_are_left_out_may_be_set() -> None:
    content = worked()
    del content["timing"], content["discount_rate"]
    assert npv(content, "timing.lag=0", "discount_rate=0.035") == npv(worked(), "timing.lag=0")
    assert own("effect.counterfactual.value=0.1").effect.counterfactual.value == 0.1


def test_the_value_may_be_any_yaml() -> None:
    assert own("timing.discount_costs=false").discount_costs is False
    assert [number.value for number in own("intervention.participants=[5, 6]").participants] == [5, 6]
    assert own("effect.success_rate={value: 0.3, low: 0.1, high: 0.6}").effect.own_rate.high == 0.6


def test_the_case_given_is_not_changed() -> None:
    content = worked()
    own("effect.success_rate=0.1", content=content)
    assert content == worked()


NEAREST = {
    "consequences.shelter_day.price.amount": "consequences.shelter_days.price.amount",
    "effect.succes_rate": "effect.success_rate",
    "horison_years": "horizon_years",
    "timing.delay": "timing.lag",
    "intervention.costs.Opstrat.amount": "intervention.costs.Opstart.amount",
    "consequences.shelter_days.price.amount.middle": "consequences.shelter_days.price.amount",
}


@pytest.mark.parametrize(("wrong", "nearest"), NEAREST.items())
def test_an_unknown_address_names_the_nearest(wrong: str, nearest: str) -> None:
    with pytest.raises(AddressError, match=f'"{wrong}" findes ikke i sagen. Nærmeste: {nearest}'):
        own(f"{wrong}=1")


@pytest.mark.parametrize("wrong", ["effect.success_rate", "horizon_years=[1", ""])
def test_what_is_no_assignment(wrong: str) -> None:
    with pytest.raises(AddressError, match="felt=værdi"):
        own(wrong)


def test_every_address_can_be_set() -> None:
    """What is offered as nearest exists: each address is found again when set to what it already is."""
    for address in addresses(worked(), FIELDS):
        try:
            own(f"{address}=1")
        except CaseError:
            continue
