"""The observed success rate and its interval, by hand and against scipy."""

from pathlib import Path
from typing import Any

import pytest
from scipy.stats import beta

from tests.oracle.months import month_from
from tests.oracle.observe import beta_quantile, observe_in
from tests.oracle.tables import world_of
from tests.oracle.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """a: CTI then ICM; b: ended in January without a night after; c: one of the six months missing; d: moved."""
    nights = [f"b,2025-{month:02d},0" for month in range(2, 8)] + [f"c,2025-{month:02d},0" for month in range(3, 8)]
    return world_of(
        tmp_path,
        citizens="""citizen_id,municipality,target_group,referred_on
            a,901,homeless,2024-01-01
            b,901,at_risk,2024-01-01
            c,902,homeless,2024-01-01
            d,901,homeless,2024-01-01""",
        courses="""course_id,citizen_id,method,contact_on,started_on,ended_on,end_reason,effect_goal_met
            a1,a,CTI,,2024-01-31,2025-01-31,changed_method,no
            a2,a,ICM,,2025-02-01,,,
            b,b,CTI,,2024-02-01,2025-01-15,completed,
            c,c,CTI,,2024-03-01,2025-01-31,completed,yes
            d,d,ACT,,2024-03-01,2025-01-31,moved,yes""",
        monthly_status="\n".join(["citizen_id,month,shelter_nights", *nights]),
    )


def counts(world: World, criterion: str, month: str, **case: Any) -> tuple[int, ...]:
    """successes, assessed, not_yet, missing, excluded."""
    found = observe_in(world, criterion, month_from(month), **case)
    return tuple(found[name] for name in ("successes", "assessed", "not_yet", "missing", "excluded"))


def test_effect_goal_met(world: World) -> None:
    """a1 is replaced and d moved: 2 excluded; a2 runs; b is missing; c is a success. In CTI alone a1 is a failure."""
    assert counts(world, "effect_goal_met", "2025-02") == (1, 1, 1, 1, 2)
    assert counts(world, "effect_goal_met", "2025-02", methods=["CTI"]) == (1, 2, 0, 1, 0)
    assert counts(world, "effect_goal_met", "2025-01") == (1, 2, 0, 1, 1)
    in_902 = counts(world, "effect_goal_met", "2025-02", municipality="902", target_groups=["homeless"])
    assert in_902 == (1, 1, 0, 0, 0)


def test_no_shelter_for_six_months(world: World) -> None:
    """In June the sixth month has not come: a2, b and c are not yet. In July b is a success and c is missing."""
    assert counts(world, "no_shelter_6", "2025-06") == (0, 0, 3, 0, 2)
    assert counts(world, "no_shelter_6", "2025-07") == (1, 1, 1, 1, 2)


def test_rate_bounds_and_enough(world: World) -> None:
    """One success, one missing: rate 1, bounds 1/2 and 2/2; fewer than 5 is not enough."""
    found = observe_in(world, "no_shelter_6", month_from("2025-07"))
    assert (found["rate"], found["bounds"], found["enough"]) == (1, [0.5, 1], False)
    assert found["interval_90"] == pytest.approx(list(beta.ppf([0.05, 0.95], 1.5, 0.5)), abs=1e-12)


@pytest.mark.parametrize("good", [0, 1, 7, 40])
@pytest.mark.parametrize("bad", [0, 1, 7, 40])
def test_the_interval_against_scipy(good: int, bad: int) -> None:
    """Halving on the continued fraction gives what scipy gives."""
    for p in (0.05, 0.95):
        assert beta_quantile(p, 0.5 + good, 0.5 + bad) == pytest.approx(beta.ppf(p, 0.5 + good, 0.5 + bad), abs=1e-12)
