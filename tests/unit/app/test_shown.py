"""How figures are written for people."""

from datetime import date

import pytest

from app import shown
from kpi_catalogue.figure import catalogue

FIGURES = catalogue()


def row(
    value: float | None, status: str = "shown", n: int | None = 31, population: int | None = 38
) -> dict[str, object]:
    return {"value": value, "status": status, "n": n, "population": population}


@pytest.mark.parametrize(
    ("figure", "value", "said"),
    [
        ("low_wellbeing", 31.0, "31 borgere"),
        ("low_wellbeing", 1.0, "1 borger"),
        ("occupation", 0.634, "63 %"),
        ("shelter_cost", 1234567.89, "1.234.568 kr."),
        ("wait_home", 1234.56, "1.234,6 dage"),
        ("time_ratio", 0.777, "0,78"),
        ("evictions_averted", 0.0, "0 sager"),
    ],
)
def test_a_value_has_its_unit_in_danish(figure: str, value: float, said: str) -> None:
    assert shown.value_da(row(value), FIGURES[figure].part(None)) == said


@pytest.mark.parametrize("status", ["too_few", "protects_another", "no_data", "not_applicable"])
def test_no_value_is_a_word_and_never_a_number(status: str) -> None:
    """Hidden and unknown are never zero."""
    said = shown.value_da(row(None, status, None, None), FIGURES["low_wellbeing"].part(None))
    assert said
    assert not any(character.isdigit() for character in said)


def test_coverage_is_said_where_it_may_be() -> None:
    part = FIGURES["low_wellbeing"].part(None)
    assert shown.coverage_da(row(9.0), part) == "31 af 38 kendt"
    assert "små antal" in shown.coverage_da(row(None, "too_few", None, None), part)
    assert shown.coverage_da(row(None, "no_data", 0, 38), part) == "0 af 38 kendt"


def test_a_number_of_the_municipality_itself_does_not_rest_on_one_citizen() -> None:
    """Waiting days for a home are one number a municipality: n and population are 1, which is nobody."""
    assert shown.coverage_da(row(60.0, n=1, population=1), FIGURES["wait_home"].part(None)) == "kommunens eget tal"


@pytest.mark.parametrize(
    ("figure", "now", "before", "said"),
    [
        ("low_wellbeing", 9.0, 12.0, "-3"),
        ("low_wellbeing", 12.0, 9.0, "+3"),
        ("occupation", 0.5, 0.35, "+15 procentpoint"),
        ("icm_hours", 11.75, 11.5, "+0,3"),
        ("low_wellbeing", None, 9.0, None),
        ("low_wellbeing", 9.0, None, None),
    ],
)
def test_a_change_has_its_sign_and_needs_both_months(figure: str, now: float, before: float, said: str | None) -> None:
    assert shown.change_da(now, before, FIGURES[figure].part(None)) == said


def test_a_month_is_looked_at_on_its_last_day_unless_today_or_the_end_comes_first() -> None:
    march, today = date(2025, 3, 1), date(2025, 6, 15)
    assert shown.day_looked_at(march, today, None) == date(2025, 3, 31)
    assert shown.day_looked_at(march, today, date(2025, 3, 9)) == date(2025, 3, 9)
    assert shown.day_looked_at(date(2025, 6, 1), today, date(2025, 6, 20)) == today
