"""A load uses a database that an earlier one has emptied: nothing of the earlier one is left, alone or side by side."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from pipelines.checking import tables_asked
from pipelines.contract import Checked, check_rows
from pipelines.schema import contracts
from tests.sending import CITIZEN, TODAY

STATUS = {"citizen_id": "b1", "month": "2025-03", "shelter_nights": "3"}


def status_of(citizen: str, nights: str = "3") -> Checked:
    return check_rows({"monthly_status": [{**STATUS, "citizen_id": citizen, "shelter_nights": nights}]}, today=TODAY)


def test_the_citizen_of_an_earlier_load_is_unknown_to_the_next() -> None:
    """b1 is known in the load that brings it, and an unknown reference in the one after."""
    both = {"citizens": [{name: str(value) for name, value in CITIZEN.items()}], "monthly_status": [STATUS]}
    assert check_rows(both, today=TODAY).faults == []
    assert [fault.rule for fault in status_of("b1").faults] == ["unknown_reference"]


def test_loads_at_the_same_time_see_their_own_rows_alone() -> None:
    """24 loads by 6 threads, each with its own impossible number of nights: each is told its own."""
    with ThreadPoolExecutor(6) as threads:
        told = list(threads.map(lambda at: status_of(f"b{at}", str(100 + at)).faults, range(24)))
    for at, faults in enumerate(told):
        assert {fault.value for fault in faults} == {f"b{at}", str(100 + at)}


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"rates"}, {"rates"}),
        ({"monthly_status"}, {"monthly_status", "citizens"}),
        ({"courses"}, {"courses", "citizens", "time_use", "measurements", "expected_time"}),
    ],
)
def test_only_the_tables_that_the_rules_look_at_are_made(given: set[str], asked: set[str]) -> None:
    assert tables_asked(given) >= given
    assert tables_asked(given) <= asked
    assert tables_asked(contracts()) == set(contracts())
