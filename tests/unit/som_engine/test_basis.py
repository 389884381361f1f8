"""What a result rests on."""

import pytest

from som_engine.basis import basis_overview, share_on_estimates
from som_engine.net_result import net_result
from som_engine.success import RateUsed
from tests.unit.som_engine.cases import HOUSING_FIRST, checked, result, small

OWN = RateUsed(0.25, "case", 0.25, None)
OBSERVED = RateUsed(0.4, "observed", 0.25, None)


def test_the_five_columns() -> None:
    """Other departments and the double bottom line; an observed rate is the intervention's own data."""
    case = checked(HOUSING_FIRST)
    yes = {column for column, used in basis_overview(case, OWN).items() if used}
    assert yes == {"other_departments", "double_bottom_line"}
    assert basis_overview(case, OBSERVED)["intervention_data"] is True


@pytest.mark.parametrize(
    ("rate_basis", "cost_basis", "share"),
    [("estimate", "estimate", 1), ("key_figures", "estimate", 0.25), ("estimate", "key_figures", 0.75)],
)
def test_the_share_on_estimates(rate_basis: str, cost_basis: str, share: float) -> None:
    """Cost 100 and gain 300 by standard values: a rate that is an estimate makes the gain one."""
    content = small(
        {"change": [-3], "price": {"amount": 100, "price_year": 2027, "shares": {"state": 1}}, "basis": "som_standard"}
    )
    cost = {"name": "c", "amount": 100, "per": "once", "year": 0, "basis": cost_basis}
    content["intervention"]["costs"] = [cost]
    content["effect"]["success_rate"]["basis"] = rate_basis
    assert share_on_estimates(result(content), RateUsed(1, "case", 1, None)) == share


def test_an_observed_rate_is_no_estimate() -> None:
    """Only the cost of 300,000 and the psychiatric bed days rest on estimates then."""
    case = checked(HOUSING_FIRST)
    estimated = share_on_estimates(net_result(case, 0.4), OBSERVED)
    assert estimated is not None
    assert estimated < 0.1
    assert (share_on_estimates(net_result(case, 0.4), OWN) or 0) > 0.5


def test_nothing_rests_on_nothing() -> None:
    content = small({"change": [0], "price": {"amount": 1, "price_year": 2027, "shares": {"state": 1}}})
    assert share_on_estimates(result(content), OWN) is None
