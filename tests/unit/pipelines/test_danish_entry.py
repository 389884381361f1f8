"""What is typed means the same in a field as in a file, and is said back."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contract import check_rows
from pipelines.danish_entry import entry, exact_da, hours_da, typed_da


@pytest.mark.parametrize(
    ("typed", "value", "echo"),
    [
        ("7,5", 7.5, "forstået som 7 timer 30 min"),
        ("7.5", 7.5, "forstået som 7 timer 30 min"),
        (" 8 ", 8.0, "forstået som 8 timer"),
        ("7:30", 7.5, "forstået som 7 timer 30 min"),
        ("7:20", 7.33, "forstået som 7 timer 20 min (7,33)"),
        ("0:45", 0.75, "forstået som 45 min"),
        ("1", 1.0, "forstået som 1 time"),
        ("0", 0.0, "forstået som 0 timer"),
    ],
)
def test_hours_are_understood_and_said_back(typed: str, value: float, echo: str) -> None:
    """7:20 is 7 + 20/60 = 7.333..., kept as 7.33, so the decimals stand beside the minutes."""
    understood = entry("time_use", "hours", typed, "hours")
    assert (understood.value, understood.echo, understood.problem) == (value, echo, "")


def test_a_thousand_and_a_half_is_never_one_point_two() -> None:
    """1.234,5 hours are 1234 hours and 30 minutes where so many are allowed, and out of range where they are not."""
    assert entry("expected_time", "hours", "1.234,5", "hours").value == 1234.5
    assert entry("expected_time", "hours", "1.234,5", "hours").echo == "forstået som 1.234 timer 30 min"
    assert entry("time_use", "hours", "1.234,5", "hours").problem.endswith("Skriv et tal fra 0 til 400.")


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("7,5,2", '"7,5,2" er ikke et tal. Skriv fx 7,5.'),
        ("1.234", '"1.234" kan betyde to tal. Skriv 1234 eller 1,234.'),
        ("7:75", '"7:75" er ikke et tal. Skriv fx 7,5.'),
        ("010190-1234", "der står et cpr-nummer (••••••-••••). Slet det, og brug jeres eget pseudonym."),
    ],
)
def test_what_cannot_be_understood_is_a_fault_and_no_value(typed: str, problem: str) -> None:
    understood = entry("time_use", "hours", typed, "hours")
    assert (understood.value, understood.problem) == (None, problem)


def test_days_and_codes_are_understood() -> None:
    assert entry("courses", "started_on", "31-12-2025").value == date(2025, 12, 31)
    assert entry("courses", "started_on", "31-12-2025").echo == "forstået som onsdag 31. december 2025"
    assert entry("courses", "started_on", "31-02-2025").problem == '"31-02-2025" er ikke en dato. Skriv fx 31-12-2025.'
    assert entry("monthly_status", "housing", "egen bolig").value == "own_home"
    assert entry("monthly_status", "shelter_nights", "4", "døgn").echo == "forstået som 4 døgn"
    assert entry("monthly_status", "shelter_nights", "  ").text is None


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text("0123456789.,-: ", min_size=1, max_size=9), min_size=1, max_size=24))
def test_a_field_and_a_file_have_one_rule(texts: list[str]) -> None:
    """Whatever is typed, the field takes it when the file does, as the same number, and refuses it when the file does."""
    rows = [
        {"municipality": "901", "month": f"{2000 + place // 12}-{place % 12 + 1:02}", "wait_days_home": text}
        for place, text in enumerate(texts)
    ]
    checked = check_rows({"housing_market": rows}, today=date(2026, 1, 1))
    refused = {fault.row - 2 for fault in checked.faults if fault.row}
    entries = [entry("housing_market", "wait_days_home", text) for text in texts]
    assert {place for place, each in enumerate(entries) if each.problem} == refused
    if not refused:
        stored = sorted(checked.tables["housing_market"].to_pylist(), key=lambda row: row["month"])
        assert [row["wait_days_home"] for row in stored] == [each.value for each in entries]


@given(st.decimals(0, 10**9, places=3))
def test_a_stored_number_is_typed_again_as_itself(value: object) -> None:
    """What the form shows of a stored value means that value when it is saved again."""
    number = float(str(value))
    assert entry("rates", "amount", typed_da(number)).value == number or number == 0


def test_numbers_are_written_with_all_their_decimals() -> None:
    assert [exact_da(value) for value in (7.0, 7.25, 1234.5, 0.1 + 0.2, 0)] == ["7", "7,25", "1.234,5", "0,3", "0"]
    assert [hours_da(value) for value in (0.25, 0.333, 2)] == ["15 min", "20 min (0,333)", "2 timer"]
