"""A consequence fitted to its people: during the intervention, another person's, mixed groups, changed with a reason."""

from typing import Any

import pytest

from som_engine.errors import CaseError
from som_engine.split import NOT_SPLIT_DA, by_committee, by_person
from tests.unit.som_engine.cases import checked, npv, result, small, worked

PRICE = {"amount": 100, "price_year": 2027, "shares": {"municipality": 1}}


def one(**consequence: Any) -> dict[str, Any]:
    return small({"change": [-3, -1], "price": PRICE} | consequence, horizon_years=2)


def test_a_consequence_during_the_intervention_begins_at_once() -> None:
    """Lag 1, cohorts of 1 and 2, 3 and 1 units of 100: 300, 100 + 600, 200 from year 0; else from year 1."""
    case = one(during=True) | {"timing": {"lag": 1}}
    case["intervention"]["participants"] = [1, 2]
    assert [row.gain["municipality"] for row in result(case).by_year] == [300, 700, 200, 0]
    later = one() | {"timing": {"lag": 1}}
    later["intervention"]["participants"] = [1, 2]
    assert [row.gain["municipality"] for row in result(later).by_year] == [0, 300, 700, 200]


def test_the_rule_of_the_year_follows_a_consequence_during_the_intervention() -> None:
    """Year 2026 has N = 120, 2027 N = 90. 200 days saved of 200 at 1: during 2026 the state saves 60, in 2027 45."""
    days = {"without": [200], "with": [0], "price": {"amount": 1, "price_year": 2026, "refund": "sel_110"}}
    content = small(days, base_year=2026, price_year=2026, timing={"lag": 1})
    assert npv(content)["state"] == 45
    content["consequences"][0]["during"] = True
    assert npv(content)["state"] == 60


def test_whose_consequence_it_is() -> None:
    """The citizen's 400 and a child's 50 x 2 = 100."""
    content = one()
    content["consequences"].append(content["consequences"][0] | {"id": "child", "change": [-1], "person": "child"})
    assert by_person(result(content)) == {"citizen": 400, "child": 100}
    with pytest.raises(CaseError, match="citizen, child, parent"):
        checked(one(person="nabo"))


def mixed(**consequence: Any) -> dict[str, Any]:
    groups = [{"id": "homeless_adults", "weight": 0.75}, {"id": "homeless_youth", "weight": 0.25}]
    return one(**consequence) | {"target_groups": groups}


@pytest.mark.parametrize(("group", "gain"), [(None, 400), ("homeless_adults", 300), ("homeless_youth", 100)])
def test_a_groups_consequence_counts_by_its_weight(group: str | None, gain: float) -> None:
    """3 + 1 units of 100: 400 for everybody, 0.75 or 0.25 of it when only that group has it."""
    assert npv(mixed(target_group=group) if group else mixed())["total"] == gain


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ([{"id": "a", "weight": 0.5}, {"id": "b", "weight": 0.4}], "her giver de 0,9"),
        ([{"id": "a", "weight": 0.5}, {"id": "a", "weight": 0.5}], "to gange"),
        ([{"id": "a"}], "weight: mangler"),
    ],
)
def test_faults_of_mixed_groups(groups: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(CaseError, match=said):
        checked(one() | {"target_groups": groups})


def test_a_group_that_is_not_in_the_mix_is_a_fault() -> None:
    with pytest.raises(CaseError, match="homeless_adults, homeless_youth"):
        checked(mixed(target_group="other"))
    with pytest.raises(CaseError, match="target_groups mangler"):
        checked(one(target_group="homeless_youth"))


@pytest.mark.parametrize(
    ("adjustment", "gain"),
    [
        ({"kind": "kept"}, 400),
        ({"kind": "scaled", "factor": 0.5, "reason": "Halvdelen bruger det"}, 200),
        ({"kind": "replaced", "reason": "Egne tal"}, 400),
        ({"kind": "removed", "reason": "Passer ikke"}, 0),
    ],
)
def test_kept_scaled_replaced_and_removed(adjustment: dict[str, Any], gain: float) -> None:
    """3 + 1 units of 100, times 1, 0.5, 1 and 0."""
    assert npv(one(adjustment=adjustment))["total"] == gain


def test_scaling_a_refunded_path_scales_what_each_payer_saves() -> None:
    """200 days at 1 with N = 90: state 45, municipality 155; half of it 22.5 and 77.5."""
    content = small({
        "without": [200], "with": [0], "price": {"amount": 1, "price_year": 2027, "refund": "sel_110"},
        "adjustment": {"kind": "scaled", "factor": 0.5, "reason": "Halvdelen"},
    })  # fmt: skip
    assert npv(content) == {"total": 100, "municipality": 77.5, "region": 0, "state": 22.5}


@pytest.mark.parametrize(
    ("adjustment", "said"),
    [
        ({"kind": "removed"}, "adjustment.reason: mangler"),
        ({"kind": "scaled", "reason": "x"}, "adjustment.factor: mangler"),
        ({"kind": "removed", "reason": "x", "factor": 0.5}, "Kun kind: scaled"),
        ({"kind": "halved"}, "kept, scaled, replaced, removed"),
        ({"kind": "scaled", "reason": "x", "factor": -1}, "0 eller derover"),
    ],
)
def test_faults_of_an_adjustment(adjustment: dict[str, Any], said: str) -> None:
    with pytest.raises(CaseError, match=said):
        checked(one(adjustment=adjustment))


def test_a_factor_is_set_by_its_address() -> None:
    content = one(adjustment={"kind": "scaled", "factor": 0.5, "reason": "x"})
    assert npv(content, "consequences.it.adjustment.factor=0.25")["total"] == 100


KEY = {
    "costs": {"Socialudvalget": 1},
    "social_services": {"Socialudvalget": 0.8, "Økonomiudvalget": 0.2},
    "income_transfers": {"Beskæftigelsesudvalget": 1},
}


def test_committees_split_the_municipalitys_share() -> None:
    """Undiscounted, one cohort of 10 at s = 0.3: shelter 150 x 1,500 x 0.5 = 112,500; support -100 x 450 = -45,000;
    income 26 x 2,900 x 0.8 = 60,320; each times 3. Costs 950,000. 0.8 x 202,500 - 950,000 and 0.2 x 202,500."""
    content = worked() | {"committees": KEY, "discount_rate": 0}
    content["intervention"]["participants"] = [10]
    split = by_committee(result(content))
    assert split == pytest.approx(
        {"Socialudvalget": -788_000, "Økonomiudvalget": 40_500, "Beskæftigelsesudvalget": 180_960}
    )


def test_what_no_key_covers_is_said_and_the_committees_sum_to_the_municipality() -> None:
    found = result(worked() | {"committees": {"costs": {"Socialudvalget": 1}}})
    split = by_committee(found)
    assert NOT_SPLIT_DA in split
    assert sum(split.values()) == pytest.approx(found.net_present_value["municipality"])


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ({"costs": {"A": 0.5}}, "her giver de 0,5"),
        ({"costs": {}}, "udvalg og andele"),
        ({"skole": {"A": 1}}, "social_services"),
    ],
)
def test_faults_of_a_key(key: dict[str, Any], said: str) -> None:
    with pytest.raises(CaseError, match=said):
        checked(worked() | {"committees": key})


def test_reflections_and_the_cost_checklist_are_texts() -> None:
    content = worked() | {"reflections": {"intervention.what_it_is": "Støtte i egen bolig"}}
    content["intervention"]["cost_checklist"] = {"audit": "Med i opstart"}
    case = checked(content)
    assert case.reflections == {"intervention.what_it_is": "Støtte i egen bolig"}
    assert case.cost_checklist == {"audit": "Med i opstart"}
    content["intervention"]["cost_checklist"] = {"kaffe": "ja"}
    with pytest.raises(CaseError, match="economist"):
        checked(content)
