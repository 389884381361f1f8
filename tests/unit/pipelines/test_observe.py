"""The observed success rate of a case: which courses count, and what follows from the counts."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from scipy.stats import beta

from pipelines.observe import (
    Observed,
    ObserveError,
    observe,
    observe_as_json,
    observe_as_text,
    observe_by_criteria,
    observe_file,
)
from pipelines.warehouse import open_warehouse
from som_engine.case import check_case
from som_engine.knowledge import load_knowledge
from tests.unit.pipelines.success_warehouse import MARCH, Row, row, write_warehouse
from tests.unit.som_engine.cases import HOUSING_FIRST, WORKED

KNOWLEDGE = load_knowledge()
EVERY_OUTCOME = [
    *(row(f"s{at}", "success") for at in range(4)),
    *(row(f"f{at}", "failure") for at in range(2)),
    row("m1", "missing"),
    row("m2", "missing"),
    row("n1", "not_yet"),
    row("x1", "excluded"),
]


def case_of(observed: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    asked = {"criterion": "own_home_after_12"} if observed is None else observed
    effect = {"success_rate": {"observed": asked, "value": 0.25, "basis": "estimate"}}
    return HOUSING_FIRST | {"effect": effect} | fields


def seen(home: Path, rows: list[Row], content: dict[str, Any] | None = None, chosen: str = "ors_gain") -> Observed:
    settings = write_warehouse(home, rows, chosen)
    with open_warehouse(settings.home) as connection:
        return observe(connection, check_case(content or case_of(), KNOWLEDGE), MARCH)


def counts(observed: Observed) -> tuple[int, ...]:
    return observed.successes, observed.assessed, observed.not_yet, observed.missing, observed.excluded


def test_counts_rate_interval_and_bounds(tmp_path: Path) -> None:
    """4 of 6 assessed, 2 missing: rate 4/6, Beta(4.5, 2.5), bounds 4/8 and 6/8; 6 is enough."""
    found = seen(tmp_path, EVERY_OUTCOME)
    assert counts(found) == (4, 6, 1, 2, 1)
    assert found.rate == 4 / 6
    assert found.bounds == (4 / 8, 6 / 8)
    assert found.interval_90 == pytest.approx(tuple(beta.ppf([0.05, 0.95], 4.5, 2.5)))
    assert (found.enough, found.counterfactual, found.net_rate) == (True, None, 4 / 6)


@pytest.mark.parametrize(("assessed", "enough"), [(4, False), (5, True)])
def test_below_five_is_not_enough(tmp_path: Path, assessed: int, enough: bool) -> None:
    rows = [row("m", "missing"), *(row(f"s{at}", "success") for at in range(assessed))]
    assert seen(tmp_path, rows).enough is enough


@pytest.mark.parametrize(("counterfactual", "net"), [(0.1, 4 / 6 - 0.1), (0.9, 0)])
def test_the_counterfactual_is_taken_away(tmp_path: Path, counterfactual: float, net: float) -> None:
    content = case_of()
    content["effect"] = content["effect"] | {"counterfactual": counterfactual}
    assert seen(tmp_path, EVERY_OUTCOME, content).net_rate == net


def test_nobody_assessed_has_no_rate(tmp_path: Path) -> None:
    """One running course: no rate, no bounds, and an interval that says nothing is known."""
    found = seen(tmp_path, [row("n", "not_yet")])
    assert (found.rate, found.net_rate, found.bounds, found.enough) == (None, None, None, False)
    assert found.interval_90 == pytest.approx(tuple(beta.ppf([0.05, 0.95], 0.5, 0.5)))


def test_a_replaced_course_counts_only_where_the_next_is_not_in_the_case(tmp_path: Path) -> None:
    """CTI replaced by ICM: with both methods the CTI course is excluded; in CTI alone it is a failure."""
    rows = [row("cti", "failure", replaced_by="icm"), row("icm", "not_yet", method="ICM")]
    assert counts(seen(tmp_path / "both", rows)) == (0, 0, 1, 0, 1)
    alone = case_of({"criterion": "own_home_after_12", "methods": ["CTI"]})
    assert counts(seen(tmp_path / "alone", rows, alone)) == (0, 1, 0, 0, 0)


def test_only_the_cases_courses_count(tmp_path: Path) -> None:
    """Another municipality, method, target group, criterion and month stay out."""
    asked = {"criterion": "own_home_after_12", "methods": ["CTI", "ICM"], "target_groups": ["homeless"]}
    rows = [
        row("a", "success"),
        row("b", "failure", method="ICM"),
        row("c", "success", municipality="902"),
        row("d", "success", method="ACT"),
        row("e", "success", target_group="at_risk"),
        row("a", "failure", criterion="ors_gain"),
        row("a", "failure", month=MARCH.replace(month=2)),
    ]
    assert counts(seen(tmp_path, rows, case_of(asked)))[:2] == (1, 2)


def test_a_case_without_a_municipality_takes_all(tmp_path: Path) -> None:
    content = case_of()
    del content["municipality"]
    rows = [row("a", "success"), row("c", "success", municipality="902")]
    assert seen(tmp_path, rows, content).assessed == 2


def test_a_case_that_does_not_ask_gets_the_chosen_criterion(tmp_path: Path) -> None:
    """The worked example has a rate of its own; the municipality has chosen ors_gain."""
    rows = [row("a", "success"), row("a", "failure", criterion="ors_gain")]
    found = seen(tmp_path, rows, WORKED)
    assert (found.criterion, found.rate) == ("ors_gain", 0)


def test_json_has_its_shape(tmp_path: Path) -> None:
    found = json.loads(observe_as_json(seen(tmp_path, EVERY_OUTCOME)))
    assert list(found) == [
        "case", "month", "criterion", "successes", "assessed", "not_yet", "missing", "excluded", "rate",
        "interval_90", "bounds", "counterfactual", "net_rate", "enough",
    ]  # fmt: skip
    assert (found["case"], found["month"], found["bounds"]) == ("housing-first-901", "2025-03", [0.5, 0.75])
    assert (found["rate"], found["net_rate"], found["counterfactual"]) == (4 / 6, 4 / 6, None)
    assert found["interval_90"] == pytest.approx(list(beta.ppf([0.05, 0.95], 4.5, 2.5)), abs=1e-12)
    nobody = json.loads(observe_as_json(seen(tmp_path / "nobody", [row("n", "not_yet")])))
    assert [nobody[name] for name in ("rate", "bounds", "net_rate", "enough")] == [None, None, None, False]


def test_text_is_danish(tmp_path: Path) -> None:
    said = observe_as_text(seen(tmp_path, EVERY_OUTCOME))
    for words in (
        "marts 2025",
        "Vurderet 6, heraf 4 med succes",
        "66,7 %",
        "50,0 %; hvis",
        "ikke angivet, så intet er trukket fra",
    ):
        assert words in said
    assert "Ingen er vurderet endnu" in observe_as_text(seen(tmp_path / "none", [row("n", "not_yet")]))
    few = observe_as_text(seen(tmp_path / "few", [row("s", "success")]))
    assert "Færre end 5 er vurderet, så sagens egen succesrate bruges." in few


def test_a_broken_case_file_is_told(tmp_path: Path) -> None:
    settings = write_warehouse(tmp_path, EVERY_OUTCOME)
    path = tmp_path / "case.yaml"
    path.write_text(yaml.safe_dump(WORKED | {"horizon_years": 0}), encoding="utf-8")
    with open_warehouse(settings.home) as connection, pytest.raises(ObserveError, match="fra 1 til 30"):
        observe_file(connection, path, MARCH)


def test_a_study_counted_in_is_shown_beside(tmp_path: Path) -> None:
    """73 % as 10 citizens and 4 of 6: Beta(7.3 + 4, 2.7 + 2), mean 11.3 / 16; the rate used is still 4 of 6."""
    prior = {"study": "cti_own_home_2013", "result": "Beholdt egen bolig gennem forløbet", "citizens": 10}
    found = seen(tmp_path, EVERY_OUTCOME, case_of({"criterion": "own_home_after_12", "prior": prior}))
    assert found.prior is not None
    assert (found.prior.rate, found.rate) == (pytest.approx(11.3 / 16), 4 / 6)
    assert found.prior.interval_90 == pytest.approx(tuple(beta.ppf([0.05, 0.95], 11.3, 4.7)))
    assert json.loads(observe_as_json(found))["prior"]["citizens"] == 10
    assert "som 10 borgere, er raten 70,6 %" in observe_as_text(found)
    half = replace(found, prior=replace(found.prior, citizens=12.5))
    assert "som 12,5 borgere" in observe_as_text(half)


def test_every_criterion_beside_the_one_asked_for(tmp_path: Path) -> None:
    settings = write_warehouse(tmp_path, [row("a", "success"), row("a", "failure", criterion="ors_gain")])
    with open_warehouse(settings.home) as connection:
        found = observe_by_criteria(connection, check_case(case_of(), KNOWLEDGE), MARCH)
    rates = {one.criterion: one.rate for one in found}
    assert len(rates) == 6
    assert (rates["own_home_after_12"], rates["ors_gain"], rates["effect_goal_met"]) == (1, 0, None)
