"""What is observed takes the place of the plan only where the case asks, and only as far as it is known."""

import json
from pathlib import Path
from typing import Any

import pytest

from som_engine.__main__ import main
from som_engine.errors import CaseError
from som_engine.observed_inputs import CourseCost, ObservedInputs, observed_inputs_da, with_observed
from tests.unit.som_engine.cases import checked, worked

COST = CourseCost(70_000, 60_000, 80_000, 9)


def asking() -> dict[str, Any]:
    content = worked()
    content["intervention"]["participants"] = {"observed": "courses_started", "value": [10, 10, 10]}
    content["intervention"]["costs"][1]["amount"] = {"observed": "caseworker_hours", "value": 90_000}
    return content


def people(seen: ObservedInputs, *sets: str) -> list[float]:
    return [number.value for number in with_observed(checked(asking(), *sets), seen).participants]


def test_finished_years_are_as_they_were_and_the_rest_is_planned() -> None:
    assert people(ObservedInputs((7, 12), 2, None)) == [7, 12, 10]


def test_the_year_running_is_no_lower_than_so_far() -> None:
    assert people(ObservedInputs((7, 3), 1, None)) == [7, 10, 10]
    assert people(ObservedInputs((7, 13), 1, None)) == [7, 13, 10]


def test_the_cost_comes_with_its_interval_and_its_basis() -> None:
    (_, cost, saved) = with_observed(checked(asking()), ObservedInputs((), 0, COST)).costs
    assert (cost.amount.value, cost.amount.low, cost.amount.high, cost.basis) == (
        70_000,
        60_000,
        80_000,
        "double_bottom_line",
    )
    assert saved.amount.value == -150_000


def test_a_case_that_does_not_ask_is_left_alone() -> None:
    case = checked(worked())
    assert with_observed(case, ObservedInputs((1, 1, 1), 3, COST)) == case
    assert with_observed(case, None) is case


def test_set_takes_the_place_of_what_is_observed() -> None:
    """--set a number for the cost: it is no longer asked for."""
    case = checked(asking(), "intervention.costs.Drift pr. borger.amount=50000", "intervention.participants=[5]")
    found = with_observed(case, ObservedInputs((7,), 1, COST))
    assert [cost.amount.value for cost in found.costs][1] == 50_000
    assert [number.value for number in found.participants] == [5]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("intervention.participants={observed: guessed, value: [1]}", "Vælg en af courses_started"),
        ("intervention.participants={observed: courses_started}", "participants.value: mangler"),
        ("intervention.participants={observed: courses_started, value: []}", "mindst ét"),
        ("intervention.costs.Opstart.amount={observed: caseworker_hours, value: 1}", "per: participant"),
        ("intervention.costs.Drift pr. borger.amount={observed: hours, value: 1}", "Vælg en af caseworker_hours"),
        ("intervention.costs.Drift pr. borger.amount={observed: caseworker_hours}", "amount.value: mangler"),
    ],
)
def test_what_may_not_be_asked_for(change: str, said: str) -> None:
    with pytest.raises(CaseError, match=said):
        checked(worked(), change)


PRIOR = (
    "{criterion: own_home_at_end, prior: {study: cti_own_home_2013, result: Fik egen bolig i forløbet, citizens: 8}}"
)


def test_a_prior_is_a_share_of_a_study_and_a_number_of_citizens() -> None:
    rate = f"effect.success_rate={{observed: {PRIOR}, value: 0.3, basis: estimate}}"
    asked = checked(worked(), rate).effect.asked
    assert asked is not None
    assert asked.prior is not None
    assert (asked.prior.mean, asked.prior.citizens) == (0.22, 8)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("cti_own_home_2013", "unknown", "Vælg et studie fra vidensbasen"),
        ("Fik egen bolig i forløbet", "noget andet", "en andel: Beholdt egen bolig"),
        ("citizens: 8", "citizens: 0", "hvor mange borgere"),
    ],
)
def test_a_prior_that_is_none(old: str, new: str, said: str) -> None:
    rate = f"effect.success_rate={{observed: {PRIOR.replace(old, new)}, value: 0.3, basis: estimate}}"
    with pytest.raises(CaseError, match=said):
        checked(worked(), rate)


def test_the_command_takes_it_from_the_observed_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """5 participants in year 0 in place of 10: the cost of year 0 is 200,000 + 5 x 70,000 - 150,000 = 400,000."""
    case = tmp_path / "case.json"
    case.write_text(json.dumps(asking()), encoding="utf-8")
    seen = {"enough": False, "assessed": 0,
            "inputs": {"participants": [5], "finished": 1,
                       "cost": {"mean": 70000, "low": 60000, "high": 80000, "courses": 9}}}  # fmt: skip
    observed = tmp_path / "observed.json"
    observed.write_text(json.dumps(seen), encoding="utf-8")
    assert main(["calculate", str(case), "--observed", str(observed), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["by_year"][0]["cost"] == 400_000
    seen["inputs"]["cost"]["mean"] = "meget"  # type: ignore[index]
    observed.write_text(json.dumps(seen), encoding="utf-8")
    assert main(["calculate", str(case), "--observed", str(observed)]) == 1
    assert "inputs.cost.mean" in capsys.readouterr().err


def test_it_is_told_in_danish() -> None:
    said = observed_inputs_da(checked(asking()), ObservedInputs((7, 3), 1, COST))
    assert said == (
        "Deltagere, der er begyndt: 7 i 2025, 3 i 2026 indtil nu.",
        "Omkostning pr. deltager: 70.000 kr. (60.000-80.000) ud fra 9 afsluttede forløbs timer.",
    )
    assert "for få" in observed_inputs_da(checked(asking()), ObservedInputs((), 0, None))[0]
