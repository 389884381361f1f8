"""A shared case: what is in it and what is not, and that it reads back to the same result; what is wrong is refused."""

import copy
import json
from datetime import date
from typing import Any

import pytest

from pipelines.experience import experience_text, read_experience
from som_engine.errors import CaseError
from som_engine.net_result import net_result
from tests.unit.som_engine.cases import HOUSING_FIRST, KNOWLEDGE, checked, small, worked

ON = date(2026, 1, 15)


def shared(content: dict[str, Any], rate: float = 0.3) -> str:
    return experience_text(content, net_result(checked(content), rate), ON)


@pytest.mark.parametrize("content", [worked(), HOUSING_FIRST], ids=["worked", "housing_first"])
def test_it_reads_back_to_the_same_result(content: dict[str, Any]) -> None:
    found = read_experience(shared(content), KNOWLEDGE)
    assert found.exported_on == ON
    assert found.success_rate == 0.3
    again = net_result(found.case, 0.3).net_present_value
    assert again == pytest.approx(dict(found.net_present_value))
    assert again == pytest.approx(net_result(checked(content), 0.3).net_present_value)


def test_it_has_no_municipality_notes_answers_or_key_of_committees() -> None:
    content = copy.deepcopy(HOUSING_FIRST) | {
        "reflections": {"use.decision": "Det har Anne sagt"},
        "committees": {"costs": {"Socialudvalget": 1}},
    }
    content["intervention"]["cost_checklist"] = {"audit": "Hos Birgit"}
    content["consequences"][0]["note"] = "Fra Carls regneark"
    content["effect"]["counterfactual"]["note"] = "Fra Dorte"
    content["effect"]["success_rate"]["note"] = "Fra Erik"
    text = shared(content)
    for word in ('901"', "Anne", "Birgit", "Carl", "Dorte", "Erik", "Socialudvalget", "60 procent er flyttet"):
        assert word not in text


def test_a_price_of_the_knowledge_base_is_written_out_with_its_source() -> None:
    """The other municipality need not have our prices: 1,469 a day in 2015, paid by the state."""
    content = small({"change": [-1], "price_ref": "prison_day"}, price_year=2015)
    (member,) = json.loads(shared(content))["case"]["consequences"]
    assert member["price"]["amount"] == 1469
    assert member["price"]["shares"] == {"state": 1}
    assert member["price"]["source"].startswith("http")
    assert "price_ref" not in member
    refunded = small({"without": [5], "with": [1], "price_ref": "shelter_110_day"}, price_year=2023, base_year=2023)
    (member,) = json.loads(shared(refunded))["case"]["consequences"]
    assert member["price"]["refund"] == "sel_110"
    ladder = small({"without": [5], "with": [1], "price_ref": "cash_benefit_week"}, price_year=2023, base_year=2023)
    (member,) = json.loads(shared(ladder))["case"]["consequences"]
    assert member["price"]["ladder"] == "income_support_ladder"


def test_a_civil_registration_number_is_neither_written_nor_read() -> None:
    with pytest.raises(CaseError, match="CPR-nummer"):
        shared(worked() | {"title": "Som 010190-1234 sagde"})
    text = shared(worked()).replace("Regneeksempel", "010190-1234")
    with pytest.raises(CaseError, match="CPR-nummer"):
        read_experience(text, KNOWLEDGE)


def broken(**changed: Any) -> str:
    return json.dumps(json.loads(shared(worked())) | changed)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "ikke JSON"),
        ("[]", "Her skal stå felter"),
        (broken(format="andet"), "bundlinje-erfaring"),
        (broken(edition=2), "edition"),
        (broken(exported_on="snart"), "exported_on"),
        (broken(navn="x"), "Feltet findes ikke her"),
        (broken(result={"success_rate": 2, "net_present_value": {}, "participants": []}), "fra 0 til 1"),
        (
            broken(result={"success_rate": 0.3, "net_present_value": {"total": "NaN"}, "participants": []}),
            "Skriv et tal",
        ),
        (broken(case={"case": "delt"}), "horizon_years: mangler"),
    ],
)
def test_what_breaks_the_schema_is_refused(text: str, said: str) -> None:
    with pytest.raises(CaseError, match=said):
        read_experience(text, KNOWLEDGE)
