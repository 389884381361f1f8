"""The observed success rate, and which rate a calculation uses."""

import json
from pathlib import Path
from typing import Any

import pytest
from scipy.stats import beta

from som_engine.errors import CaseError, ObservedError
from som_engine.success import (
    ObservedRate,
    bounds,
    credible_interval,
    informed_prior,
    net_rate,
    observed_warnings,
    rate_used,
    read_observed,
)
from tests.unit.som_engine.cases import HOUSING_FIRST, checked, worked


def test_the_interval_is_of_a_beta_with_a_half_added() -> None:
    """7 of 20: the 5th and 95th percentile of Beta(7.5, 13.5)."""
    assert credible_interval(7, 13) == pytest.approx((beta.ppf(0.05, 7.5, 13.5), beta.ppf(0.95, 7.5, 13.5)))


def test_a_prior_counts_as_so_many_citizens() -> None:
    """Mean 0.6 as 10 citizens, and 7 of 20: Beta(6 + 7, 4 + 13)."""
    expected = (beta.ppf(0.05, 13, 17), beta.ppf(0.95, 13, 17))
    assert credible_interval(7, 13, informed_prior(0.6, 10)) == pytest.approx(expected)


@pytest.mark.parametrize(("mean", "citizens"), [(-0.1, 5), (1.1, 5), (0.5, 0)])
def test_a_prior_that_is_none(mean: float, citizens: float) -> None:
    with pytest.raises(ValueError, match="prior"):
        informed_prior(mean, citizens)


def test_bounds() -> None:
    """3 of 5 and 2 missing: 3/7 and 5/7; nobody due has none."""
    assert bounds(3, 5, 2) == (3 / 7, 5 / 7)
    assert bounds(0, 0, 0) is None


@pytest.mark.parametrize(("observed", "counterfactual", "net"), [(0.5, 0.1, 0.4), (0.1, 0.3, 0), (0.2, 0, 0.2)])
def test_the_net_rate_is_never_negative(observed: float, counterfactual: float, net: float) -> None:
    assert net_rate(observed, counterfactual) == net


def seen(net: float | None = 0.4, *, enough: bool = True) -> ObservedRate:
    return ObservedRate("housing-first-901", "2025-12", 20 if enough else 4, 0.5, 0.1, net, enough)


def test_the_observed_rate_is_used_when_there_is_enough() -> None:
    found = rate_used(checked(HOUSING_FIRST), seen())
    assert (found.used, found.whence, found.own_value) == (0.4, "observed", 0.25)


def test_too_few_and_the_case_has_its_own() -> None:
    """Four assessed: the case's own value counts, and the observed one is still in view."""
    found = rate_used(checked(HOUSING_FIRST), seen(enough=False))
    assert (found.used, found.whence) == (0.25, "case")
    assert found.observed is not None
    assert found.observed.net_rate == 0.4


@pytest.mark.parametrize("observed", [None, seen(enough=False), seen(None, enough=False)])
def test_neither_stops_with_a_message(observed: ObservedRate | None) -> None:
    content = worked()
    content["effect"]["success_rate"] = {"observed": {"criterion": "ors_gain"}}
    with pytest.raises(CaseError, match="vurderede borgere, og der skal 5 til"):
        rate_used(checked(content), observed)


def test_a_rate_of_its_own_is_net_already() -> None:
    """The counterfactual is taken from an observed rate only."""
    assert rate_used(checked(worked(), "effect.counterfactual.value=0.1")).used == 0.30


def test_another_counterfactual_than_the_observed_is_a_warning() -> None:
    case = checked(HOUSING_FIRST, "effect.counterfactual.value=0.2")
    assert observed_warnings(checked(HOUSING_FIRST), seen()) == []
    assert observed_warnings(case, None) == []
    assert "Sagen har 0,2" in observed_warnings(case, seen())[0]
    content = {**HOUSING_FIRST, "effect": {"success_rate": HOUSING_FIRST["effect"]["success_rate"]}}
    assert (
        "Sagen har intet, og den observerede nettorate er regnet med 0,1."
        in observed_warnings(checked(content), seen())[0]
    )
    gross = ObservedRate("housing-first-901", "2025-12", 20, 0.5, None, None, True)
    assert observed_warnings(case, gross) == []


def observed_file(folder: Path, **fields: Any) -> Path:
    content = {"case": "housing-first-901", "month": "2025-12", "assessed": 20, "rate": 0.5, "counterfactual": 0.1}
    path = folder / "observed.json"
    path.write_text(json.dumps(content | {"net_rate": 0.4, "enough": True} | fields), encoding="utf-8")
    return path


def test_the_observed_file(tmp_path: Path) -> None:
    assert read_observed(observed_file(tmp_path), checked(HOUSING_FIRST)) == seen()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"case": "another"}, "anden sag"),
        ({"enough": "ja"}, "true eller false"),
        ({"net_rate": None}, "net_rate: mangler"),
        ({"net_rate": 40}, 'net_rate: "40"'),
        ({"rate": "halvdelen"}, 'rate: "halvdelen"'),
    ],
)
def test_an_observed_file_that_does_not_fit(tmp_path: Path, fields: dict[str, Any], said: str) -> None:
    with pytest.raises(ObservedError, match=said):
        read_observed(observed_file(tmp_path, **fields), checked(HOUSING_FIRST))


@pytest.mark.parametrize("text", ["[]", "{", "7", '{"enough": true, "enough": false}'])
def test_an_observed_file_that_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "observed.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ObservedError):
        read_observed(path, checked(HOUSING_FIRST))
