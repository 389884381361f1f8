"""Participants, cost per participant and nights on a shelter from the marts, each by a sum of its own."""

from datetime import date
from typing import Any

import duckdb
import pytest

from pipelines.observe_inputs import course_cost, mean_cost, observe_inputs, shelter_nights
from som_engine.case import Case, check_case
from som_engine.knowledge import load_knowledge
from tests.unit.som_engine.cases import worked

KNOWLEDGE = load_knowledge()
DECEMBER = date(2025, 12, 1)


def asking(**fields: Any) -> Case:
    """Two operating years from 2025 in municipality 901, participants and one cost from what is registered."""
    content = worked() | fields
    content["intervention"] = {
        "participants": {"observed": "courses_started", "value": [10, 10]},
        "costs": [
            {"name": "Støtte", "amount": {"observed": "caseworker_hours", "value": 80000}, "per": "participant",
             "basis": "estimate"}
        ],
    }  # fmt: skip
    content["effect"] = {
        "success_rate": {
            "observed": {"criterion": "own_home_at_end", "methods": ["CTI"]},
            "value": 0.3,
            "basis": "estimate",
        }
    }
    return check_case(content, KNOWLEDGE)


def month(text: str | None) -> date | None:
    return date.fromisoformat(f"{text}-01") if text else None


class Marts:
    """The marts that are read, a row at a time."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        self._run(
            "create table course (course_id text, citizen_id text, municipality text, method text, target_group text, "
            "start_month date, end_month date)"
        )
        self._run("create table time_month (course_id text, month date, amount double, is_before_start boolean)")
        self._run("create table shelter_month (citizen_id text, month date, nights integer)")

    def _run(self, sql: str, values: list[Any] | None = None) -> None:
        self.connection.execute(sql, values or []).fetchall()

    def course(
        self, name: str, start: str, end: str | None = None, municipality: str = "901", method: str = "CTI",
        citizen: str | None = None,
    ) -> None:  # fmt: skip
        row = [name, citizen or f"of {name}", municipality, method, "homeless", month(start), month(end)]
        self._run(f"insert into course values ({', '.join('?' * 7)})", row)

    def time(self, course: str, at: str, amount: float | None, before: bool = False) -> None:
        self._run("insert into time_month values (?, ?, ?, ?)", [course, month(at), amount, before])

    def nights(self, citizen: str, at: str, nights: int) -> None:
        self._run("insert into shelter_month values (?, ?, ?)", [citizen, month(at), nights])


@pytest.fixture
def marts() -> Marts:
    return Marts()


def test_participants_are_the_courses_started_in_each_operating_year(marts: Marts) -> None:
    """Two in 2025 and one in 2026 so far; another municipality, method and a start after the month stay out."""
    for name, start in (("a", "2025-02"), ("b", "2025-12"), ("c", "2026-01"), ("later", "2026-04")):
        marts.course(name, start)
    marts.course("elsewhere", "2025-03", municipality="902")
    marts.course("another", "2025-03", method="ACT")
    found = observe_inputs(marts.connection, asking(), date(2026, 3, 1))
    assert found is not None
    assert (found.participants, found.finished, found.cost) == ((2, 1), 1, None)


@pytest.mark.parametrize(
    ("at", "begun", "finished"), [("2024-11", 0, 0), ("2025-11", 1, 0), ("2025-12", 1, 1), ("2028-01", 2, 2)]
)
def test_a_year_is_over_with_its_december(marts: Marts, at: str, begun: int, finished: int) -> None:
    found = observe_inputs(marts.connection, asking(), month(at) or DECEMBER)
    assert found is not None
    assert (len(found.participants), found.finished) == (begun, finished)


def test_a_case_that_does_not_ask_is_not_observed(marts: Marts) -> None:
    assert observe_inputs(marts.connection, check_case(worked(), KNOWLEDGE), DECEMBER) is None


def five_courses(marts: Marts) -> None:
    """Five ended courses of four months at 100, 200, 300, 400 and 500 kr. a month."""
    for place in range(5):
        marts.course(f"k{place}", "2025-01", "2025-04")
        for at in ("2025-01", "2025-02", "2025-03", "2025-04"):
            marts.time(f"k{place}", at, 100.0 * (place + 1))


def test_cost_is_the_mean_of_ended_courses(marts: Marts) -> None:
    """400, 800, 1200, 1600, 2000: mean 1,200; sd 632.46 / sqrt 5 = 282.84, times 1.6449 is 465.23 to each side."""
    five_courses(marts)
    marts.course("running", "2025-01")
    marts.time("running", "2025-01", 99_999)
    marts.course("elsewhere", "2025-01", "2025-01", municipality="902")
    marts.time("elsewhere", "2025-01", 99_999)
    found = course_cost(marts.connection, asking(), DECEMBER)
    assert found is not None
    assert (found.mean, found.courses) == (1200, 5)
    assert [found.low, found.high] == pytest.approx([1200 - 465.23, 1200 + 465.23], abs=0.01)


def test_a_month_without_time_is_the_courses_average_month_and_not_zero(marts: Marts) -> None:
    """Four months, three registered at 600: 4 x 600 = 2,400; 50 before the start are added: 2,450. Mean of six: 1,408.33."""
    five_courses(marts)
    marts.course("gap", "2025-01", "2025-04")
    marts.time("gap", "2024-12", 50, before=True)
    for at in ("2025-01", "2025-02", "2025-04"):
        marts.time("gap", at, 600)
    found = course_cost(marts.connection, asking(), DECEMBER)
    assert found is not None
    assert (found.courses, found.mean) == (6, pytest.approx((6000 + 2450) / 6))


def test_too_little_time_or_no_rate_counts_for_nothing(marts: Marts) -> None:
    """Two months of four, and a month whose hourly rate is unknown: neither course is in."""
    five_courses(marts)
    marts.course("sparse", "2025-01", "2025-04")
    for at in ("2025-01", "2025-02"):
        marts.time("sparse", at, 9_999)
    marts.course("no rate", "2025-01", "2025-01")
    marts.time("no rate", "2025-01", None)
    found = course_cost(marts.connection, asking(), DECEMBER)
    assert found is not None
    assert (found.courses, found.mean) == (5, 1200)


def test_below_five_courses_there_is_no_cost() -> None:
    assert mean_cost([1.0] * 4) is None
    found = mean_cost([1.0] * 5)
    assert found is not None
    assert (found.mean, found.low, found.high) == (1, 1, 1)


def test_nights_before_and_after_the_start(marts: Marts) -> None:
    """One citizen: 10 and 20 nights in the two months before, 6 in the first month, 0 in the 13th: 180, 72, 0 a year."""
    marts.course("a", "2024-06", citizen="x")
    marts.course("next", "2025-06", citizen="x")
    for at, nights in (("2024-04", 10), ("2024-05", 20), ("2024-06", 6), ("2025-06", 0), ("2022-01", 99)):
        marts.nights("x", at, nights)
    marts.nights("nobody's", "2024-06", 31)
    found = {year.year: year for year in shelter_nights(marts.connection, asking(), DECEMBER)}
    assert [found[year].nights for year in (-1, 1, 2, 3)] == [180, 72, 0, None]
    assert (found[-1].citizens, found[-1].months) == (1, 2)
    early = {year.year: year for year in shelter_nights(marts.connection, asking(), date(2024, 6, 1))}
    assert early[2].nights is None
