"""Every fault of a case: the path of the field, the value, what is allowed, and all of them at once."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from som_engine.case import check_case, read_case
from som_engine.danish import short_number
from som_engine.errors import CaseError
from tests.unit.som_engine.cases import HOUSING_FIRST, KNOWLEDGE, checked, small, worked

Change = Callable[[dict[str, Any]], None]
BETA = {"beta": [6, 14]}


def at(path: str, value: Any) -> Change:
    """Put a value into the worked example by keys and positions; ... takes the field away."""

    def change(content: dict[str, Any]) -> None:
        *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
        holder: Any = content
        for step in way:
            holder = holder[step]
        if value is ...:
            del holder[last]
        else:
            holder[last] = value

    return change


FAULTS = {
    # what is put in, then the path and the words of the one fault
    "not a text": (at("case", 7), 'case: "7"', "anførselstegn"),
    "missing field": (at("horizon_years", ...), "horizon_years: mangler", "udfyldes"),
    "unknown field": (at("horison", 4), 'horison: "horison"', "horizon_years"),
    "horizon too short": (at("horizon_years", 0), 'horizon_years: "0"', "fra 1 til 30"),
    "horizon too long": (at("horizon_years", 31), 'horizon_years: "31"', "fra 1 til 30"),
    "horizon no whole number": (at("horizon_years", 4.5), 'horizon_years: "4.5"', "helt tal"),
    "lag": (at("timing/lag", 31), 'timing.lag: "31"', "fra 0 til 30"),
    "flag": (at("timing/discount_costs", "ja"), 'timing.discount_costs: "ja"', "true eller false"),
    "rate in per cent": (at("discount_rate", 3.5), 'discount_rate: "3.5"', "0.63"),
    "base year": (at("base_year", "2025"), 'base_year: "2025"', "helt tal"),
    "no participants": (at("intervention/participants", []), "intervention.participants", "mindst ét"),
    "participants no list": (at("intervention/participants", 10), 'intervention.participants: "10"', "liste"),
    "negative participants": (at("intervention/participants/1", -1), 'intervention.participants.1: "-1"', "0 eller"),
    "cost without amount": (at("intervention/costs/0/amount", ...), "costs.Opstart.amount: mangler", "udfyldes"),
    "per": (at("intervention/costs/0/per", "month"), 'costs.Opstart.per: "month"', "once, year, participant"),
    "once without year": (at("intervention/costs/0/year", ...), "costs.Opstart.year: mangler", "0 til 6"),
    "once after the end": (at("intervention/costs/0/year", 7), 'costs.Opstart.year: "7"', "0 til 6"),
    "once in a calendar year": (at("intervention/costs/0/year", 2025), 'costs.Opstart.year: "2025"', "år 0 er 2025"),
    "year of a yearly cost": (at("intervention/costs/2/year", 1), 'Sparet indsats.year: "1"', "per: once"),
    "cost without basis": (at("intervention/costs/0/basis", ...), "costs.Opstart.basis: mangler", "udfyldes"),
    "unknown basis": (at("intervention/costs/0/basis", "guess"), 'basis: "guess"', "double_bottom_line"),
    "shares of a cost": (at("intervention/costs/2/shares", {"municipality": 0.9}), "Sparet indsats.shares", "0,9"),
    "two costs of one name": (at("intervention/costs/1/name", "Opstart"), 'Opstart.name: "Opstart"', "hver sit"),
    "eligible share alone": (at("intervention/costs/1/eligible_share", 0.5), "eligible_share", "sel_85a"),
    "refund without eligible share": (at("intervention/costs/1/refund", "sel_85a"), "eligible_share: mangler", "§ 110"),
    "refund of days on a cost": (at("intervention/costs/1/refund", "sel_110"), 'refund: "sel_110"', "sel_85a"),
    "no success rate": (at("effect/success_rate", ...), "effect.success_rate: mangler", "udfyldes"),
    "rate above 1": (at("effect/success_rate/value", 30), 'effect.success_rate.value: "30"', "fra 0 til 1"),
    "rate without value": (at("effect/success_rate", {"basis": "estimate"}), "success_rate.value: mangler", "udfyldes"),
    "criterion": (at("effect/success_rate/observed", {"criterion": "happy"}), 'criterion: "happy"', "ors_gain"),
    "no criterion": (at("effect/success_rate/observed", {"methods": []}), "observed.criterion: mangler", "udfyldes"),
    "method": (
        at("effect/success_rate/observed", {"criterion": "ors_gain", "methods": ["HF"]}),
        'methods.0: "HF"',
        "CTI",
    ),
    "course group": (
        at("effect/success_rate/observed", {"criterion": "ors_gain", "target_groups": ["young"]}),
        '"young"',
        "at_risk",
    ),
    "counterfactual": (at("effect/counterfactual", 1.1), 'effect.counterfactual: "1.1"', "fra 0 til 1"),
    "counterfactual method": (
        at("effect/counterfactual", {"value": 0.1, "method": "gut"}),
        'counterfactual.method: "gut"',
        "shadow_visitation",
    ),
    "area": (at("consequences/0/main_area", "housing"), 'shelter_days.main_area: "housing"', "social_services"),
    "no price": (at("consequences/0/price", ...), "shelter_days.price: mangler", "price_ref"),
    "both prices": (at("consequences/0/price_ref", "prison_day"), "shelter_days.price", "enten"),
    "unknown price": (
        at(
            "consequences/1",
            {
                "id": "x",
                "name": "X",
                "main_area": "other",
                "unit": "day",
                "basis": "estimate",
                "change": [1],
                "price_ref": "prison_days",
            },
        ),
        'x.price_ref: "prison_days"',
        "Nærmeste: prison_day",
    ),
    "price without year": (at("consequences/0/price/price_year", ...), "price.price_year: mangler", "udfyldes"),
    "nobody pays": (at("consequences/0/price/shares", ...), "price.shares/refund/ladder: mangler", "præcis én"),
    "paid twice": (at("consequences/0/price/refund", "sel_110"), "shares, refund", "præcis én"),
    "shares": (at("consequences/0/price/shares", {"municipality": 0.5}), "municipality 0,5", "1 tilsammen"),
    "unknown payer": (
        at("consequences/1/price/shares", {"regions": 1}),
        'price.shares.regions: "regions"',
        "municipality",
    ),
    "negative share": (at("consequences/0/price/shares/state", -0.5), 'shares.state: "-0.5"', "fra 0 til 1"),
    "refund needs paths": (
        at("consequences/0/price", {"amount": 1, "price_year": 2025, "refund": "sel_110"}),
        'shelter_days.change: "change"',
        "både without og with",
    ),
    "ladder needs paths": (
        at("consequences/0/price", {"amount": 1, "price_year": 2025, "ladder": "income_support_ladder"}),
        "shelter_days.change",
        "både without",
    ),
    "support refund on a price": (
        at("consequences/0/price", {"amount": 1, "price_year": 2025, "refund": "sel_85a"}),
        'price.refund: "sel_85a"',
        "eligible_share",
    ),
    "unknown rule": (
        at("consequences/0/price", {"amount": 1, "price_year": 2025, "refund": "sel_109"}),
        'price.refund: "sel_109"',
        "sel_110",
    ),
    "change and paths": (at("consequences/0/without", [1]), '"change, without"', "enten change eller"),
    "only one path": (
        at(
            "consequences/0",
            {
                "id": "x",
                "name": "X",
                "main_area": "other",
                "unit": "day",
                "basis": "estimate",
                "without": [1],
                "price": {"amount": 1, "price_year": 2025, "shares": {"state": 1}},
            },
        ),
        'x.change: "without"',
        "både without og with",
    ),
    "neither": (at("consequences/0/change", ...), "shelter_days.change: mangler", "enten change eller"),
    "a year that is no number": (at("consequences/0/change/2", "n/a"), 'shelter_days.change.2: "n/a"', "tal"),
    "infinite": (at("consequences/0/price/amount", float("inf")), 'price.amount: "inf"', "tal"),
    "beyond all kroner": (at("consequences/0/price/amount", 10**400), 'price.amount: "1000', "tal"),
    "yes is no number": (at("consequences/0/price/amount", True), 'price.amount: "True"', "tal"),
    "danish decimals": (at("consequences/0/price/amount", "1.500,00"), 'price.amount: "1.500,00"', "1500.5"),
    "two consequences of one id": (at("consequences/1/id", "shelter_days"), 'id: "shelter_days"', "hver sit"),
    "below the range": (
        at("consequences/0/price/amount", {"value": 1, "low": 2, "high": 3}),
        'amount.value: "1"',
        "2 til 3",
    ),
    "above the range": (
        at("consequences/0/price/amount", {"value": 4, "low": 2, "high": 3}),
        'amount.value: "4"',
        "2 til 3",
    ),
    "half a range": (at("consequences/0/price/amount", {"value": 4, "low": 2}), "amount.high: mangler", "begge"),
    "beta of kroner": (
        at("consequences/0/price/amount", {"value": 4, "distribution": BETA}),
        "distribution",
        "low og high",
    ),
    "beta and range": (
        at("effect/success_rate", {"value": 0.3, "low": 0.1, "high": 0.5, "distribution": BETA, "basis": "estimate"}),
        "success_rate.distribution",
        "enten",
    ),
    "beta of nothing": (
        at("effect/success_rate", {"value": 0.3, "distribution": {"beta": [0, 1]}, "basis": "estimate"}),
        "beta",
        "over 0",
    ),
    "another distribution": (
        at("effect/success_rate", {"value": 0.3, "distribution": {"normal": [0, 1]}, "basis": "estimate"}),
        'distribution.normal: "normal"',
        "beta",
    ),
    "municipality as a number": (at("municipality", 901), 'municipality: "901"', "anførselstegn"),
}


@pytest.mark.parametrize(("change", "path", "words"), FAULTS.values(), ids=FAULTS)
def test_each_fault_is_found_and_said(change: Change, path: str, words: str) -> None:
    content = worked()
    change(content)
    with pytest.raises(CaseError) as raised:
        checked(content)
    said = [str(fault) for fault in raised.value.faults]
    assert [line for line in said if path in line and words in line], said


@pytest.mark.parametrize(("weights", "total"), [([0.4, 0.5], "0,9"), ([0.7, 0.4], "1,1")])
def test_weights_sum_to_one(weights: list[float], total: str) -> None:
    content = {**HOUSING_FIRST, "consequences": [dict(HOUSING_FIRST["consequences"][0])]}
    content["consequences"][0]["without"] = [{"weight": weight, "units": [1]} for weight in weights]
    with pytest.raises(CaseError, match=rf"shelter_days.without: .*tilsammen; her giver de {re.escape(total)}"):
        checked(content)


def test_numbers_in_the_words_of_a_fault_are_danish() -> None:
    """Not 1.2e+06 and 2.5e+06: the municipality reads 1.200.000 and 2.500.000,5."""
    amount = {"value": 1_000_000, "low": 1_200_000, "high": 2_500_000.5}
    with pytest.raises(CaseError, match=r"her fra 1\.200\.000 til 2\.500\.000,5\."):
        checked(small({"change": [-1], "price": {"amount": amount, "price_year": 2027, "shares": {"state": 1}}}))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1_234_567, "1.234.567"),
        (0.05, "0,05"),
        (12.5, "12,5"),
        (0.1 + 0.2, "0,3"),
        (100, "100"),
        (-0.0, "0"),
        (10.0, "10"),
    ],
)
def test_a_short_number_has_no_more_decimals_than_it_takes(value: float, said: str) -> None:
    assert short_number(value) == said


def test_use_is_never_negative() -> None:
    content = {**HOUSING_FIRST, "consequences": [dict(HOUSING_FIRST["consequences"][1])]}
    content["consequences"][0]["with"] = [52, -1]
    with pytest.raises(CaseError, match=r'with.1: "-1" kan ikke bruges. Skriv et tal på 0'):
        checked(content)


def test_all_faults_at_once() -> None:
    """Four things wrong give four faults, and nothing that only follows from them."""
    content = worked() | {"horizon_years": 0, "price_year": "nu"}
    content["consequences"][0]["basis"] = "guess"
    content["intervention"]["costs"][1]["per"] = "month"
    with pytest.raises(CaseError) as raised:
        checked(content)
    assert {fault.path for fault in raised.value.faults} == {
        "horizon_years",
        "price_year",
        "consequences.shelter_days.basis",
        "intervention.costs.Drift pr. borger.per",
    }


@pytest.mark.parametrize("content", [None, [], "en sag", 7, {}])
def test_what_is_no_case_at_all(content: Any) -> None:
    with pytest.raises(CaseError):
        check_case(content, KNOWLEDGE)


TEXTS = {
    "key twice": ("case: a\ncase: b\n", 'linje 2: "case" kan ikke bruges. Feltet står to gange'),
    "no yaml": ("case: [a\n", "gyldig YAML"),
    "tab": ("case:\n\t- a\n", "gyldig YAML"),
    "empty": ("", "mangler"),
    "line of the fault": ("case: a\ntitle: [b\n", 'linje 2: "title: [b" kan ikke bruges'),
    "bad date": ("case: 2025-13-45\n", "gyldig YAML"),
}


@pytest.mark.parametrize(("text", "said"), TEXTS.values(), ids=TEXTS)
def test_broken_files(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CaseError, match=re.escape(said)):
        read_case(tmp_path / "case.yaml", KNOWLEDGE)


@pytest.mark.parametrize(("text", "said"), [('{"case": "a", "case": "b"}', "to gange"), ('{"case": ', "gyldig JSON")])
def test_broken_json(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "case.json").write_text(text, encoding="utf-8")
    with pytest.raises(CaseError, match=said):
        read_case(tmp_path / "case.json", KNOWLEDGE)


def test_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_bytes("title: Sør".encode("latin-1"))
    with pytest.raises(CaseError, match="UTF-8"):
        read_case(tmp_path / "case.yaml", KNOWLEDGE)


def test_what_lies_beyond_the_horizon_is_a_warning_and_does_not_count() -> None:
    """A fifth year of the worked example with a horizon of four."""
    content = worked()
    content["consequences"][0]["change"] += [-1000]
    found = checked(content)
    said = "consequences.shelter_days.change: 5 tal, men horisonten er 4 år. De sidste 1 tæller ikke."
    assert found.warnings == (said,)
    assert found.consequences[0].with_success[0].units == checked(worked()).consequences[0].with_success[0].units


def test_a_rate_without_a_basis_is_a_warning() -> None:
    content = worked()
    content["effect"]["success_rate"] = 0.3
    assert "basis mangler" in checked(content).warnings[0]


def test_ranges_are_kept() -> None:
    """A number with low and high, and one with a distribution, are read with their addresses."""
    content = worked()
    content["effect"]["success_rate"]["distribution"] = BETA
    content["consequences"][0]["price"]["amount"] = {"value": 1500, "low": 1300, "high": 1700}
    found = checked(content)
    amount, rate = found.consequences[0].price.amount, found.effect.own_rate
    assert (amount.value, amount.low, amount.high) == (1500, 1300, 1700)
    assert amount.address == "consequences.shelter_days.price.amount"
    assert rate is not None
    assert (rate.value, rate.beta) == (0.3, (6, 14))


def test_a_bare_number_equals_its_value() -> None:
    content = worked()
    content["consequences"][0]["price"]["amount"] = {"value": 1500}
    content["intervention"]["participants"] = [{"value": 10}, 10, 10.0]
    assert checked(content).consequences == checked(worked()).consequences
    assert [number.value for number in checked(content).participants] == [10, 10, 10]


@pytest.mark.parametrize(("base_year", "rate"), [(2020, 0.04), (2021, 0.04), (2022, 0.035), (2025, 0.035)])
def test_the_discount_rate_is_dated(base_year: int, rate: float) -> None:
    """3.5 per cent from 7 January 2021, so not yet at the start of that year."""
    content = worked() | {"base_year": base_year}
    del content["discount_rate"]
    assert checked(content).discount_rate.value == rate


def test_the_default_rate_beyond_its_years_is_a_warning() -> None:
    content = worked() | {"horizon_years": 30}
    content["intervention"]["participants"] = [1] * 7
    del content["discount_rate"]
    assert "år 0-35" in checked(content).warnings[0]


@pytest.mark.parametrize("timing", [None, {}, {"discount_costs": False}])
def test_the_lag_is_a_year_unless_said(timing: dict[str, Any] | None) -> None:
    found = checked(worked() | {"timing": timing})
    assert (found.lag, found.discount_costs) == (1, timing != {"discount_costs": False})
