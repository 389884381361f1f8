"""Shares of costs and gains, and contributions that leave nobody with a loss as far as the gains reach."""

import pytest
from hypothesis import given, settings

from som_engine.net_result import NetResult
from som_engine.payers import settlement
from tests.unit.som_engine.cases import WORKED, result, worked
from tests.unit.som_engine.test_net_result import random_case


def test_the_worked_example() -> None:
    """The municipality lacks 1,350,967.56; region and state have 1,484,257.42 and give 0.91020 of it each.

    1,350,967.56 / 1,484,257.42 = 0.910198: the region 412,163.14, the state 938,804.42.
    """
    found = {share.payer: share for share in settlement(result(WORKED)).shares}
    assert found["municipality"].receives == pytest.approx(1_350_967.56, abs=0.01)
    assert found["region"].gives == pytest.approx(452_828.09 * 1_350_967.56 / 1_484_257.42, abs=0.05)
    assert found["state"].gives == pytest.approx(938_804.4, abs=1)
    assert [found[payer].of_costs for payer in ("municipality", "region", "state")] == [1, 0, 0]
    assert sum(share.of_gains or 0 for share in found.values()) == pytest.approx(1)
    assert found["state"].of_gains == pytest.approx(1_031_429.33 / 2_508_060.57)


def test_a_loss_that_the_gains_cannot_cover() -> None:
    """s at 10 %: the total is -1,538,750.52, which is left when region and state have given all they gain."""
    found = settlement(result(worked(), "effect.success_rate=0.1"))
    assert found.left == pytest.approx(1_538_750.52, abs=0.01)
    assert {share.payer: share.gives for share in found.shares}["region"] == pytest.approx(150_942.70, abs=0.01)


@settings(max_examples=100, deadline=None)
@given(random_case())
def test_after_it_nobody_loses_where_the_total_pays(content: dict) -> None:  # type: ignore[type-arg]
    found: NetResult = result(content)
    settled = settlement(found)
    after = {
        share.payer: found.net_present_value[share.payer] + share.receives - share.gives for share in settled.shares
    }
    assert sum(after.values()) == pytest.approx(found.net_present_value["total"], abs=1e-4)
    assert min(after.values()) >= -1e-4 or settled.left > 0
    assert settled.left == pytest.approx(max(0.0, -found.net_present_value["total"]), abs=1e-4)
