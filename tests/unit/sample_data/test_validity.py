"""The sample holds every rule of the registrations; checked by hand, and by the contract itself."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.unit.sample_data.reading import PARTS, Tables, day, end_of, number, score_of

KEYS = {
    "citizens": ("citizen_id",),
    "courses": ("course_id",),
    "expected_time": ("course_id", "period", "estimated_on"),
    "time_use": ("course_id", "month", "caseworker"),
    "measurements": ("course_id", "instrument", "kind", "measured_on", "estimated_on"),
    "monthly_status": ("citizen_id", "month"),
    "housing_market": ("municipality", "month"),
    "vacant_homes": ("municipality", "month", "rent_band", "size_band"),
    "rates": ("municipality", "rate", "valid_from"),
}
TODAY = date(2026, 1, 15)


def _is_cpr(digits: str) -> bool:
    try:
        date(2000 + int(digits[4:6]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return False
    return True


def test_the_contract_finds_no_fault(folder: Path) -> None:
    """The same check that a municipality's own files meet."""
    contract = pytest.importorskip("pipelines.contract")
    assert contract.check([folder], today=TODAY).faults == []


def test_keys_are_unique(tables: Tables) -> None:
    """No two rows of a table have the same key."""
    for name, key in KEYS.items():
        counts = Counter(tuple(row[column] for column in key) for row in tables[name])
        assert [found for found, count in counts.items() if count > 1] == [], name


def test_no_cell_looks_like_a_cpr_number(tables: Tables) -> None:
    """Ten digits whose first six are a calendar date, with or without a dash."""
    cells = [cell for rows in tables.values() for row in rows for cell in row.values()]
    found = [match[1] for cell in cells for match in re.finditer(r"(?<!\d)(\d{6})[- ]?\d{4}(?!\d)", cell)]
    assert not [digits for digits in found if _is_cpr(digits)]


def test_rows_belong_to_somebody(tables: Tables) -> None:
    """Every course has its citizen, every row of a course its course."""
    citizens = {row["citizen_id"] for row in tables["citizens"]}
    courses = {row["course_id"] for row in tables["courses"]}
    assert {row["citizen_id"] for row in tables["courses"] + tables["monthly_status"]} <= citizens
    assert {
        row["course_id"] for name in ("expected_time", "time_use", "measurements") for row in tables[name]
    } <= courses


def test_a_course_runs_forward(tables: Tables) -> None:
    """referred_on <= contact_on <= started_on <= ended_on, and an end has a reason and nothing else has."""
    referred = {row["citizen_id"]: row["referred_on"] for row in tables["citizens"]}
    for row in tables["courses"]:
        days = [referred[row["citizen_id"]], row["contact_on"], row["started_on"], row["ended_on"]]
        written = [text for text in days if text]
        assert written == sorted(written), row
        assert bool(row["ended_on"]) == bool(row["end_reason"])
        assert row["started_on"] or row["contact_on"]
        assert not row["ended_on"] or row["ended_on"] <= "2025-12-31"


def test_courses_of_a_citizen_follow_each_other(tables: Tables) -> None:
    """The next one starts in the month in which the one before ended, or later."""
    for before, after in zip(tables["courses"], tables["courses"][1:], strict=False):
        if before["citizen_id"] == after["citizen_id"]:
            assert before["ended_on"]
            assert before["ended_on"][:7] <= after["started_on"][:7]


def test_time_is_registered_within_the_course(tables: Tables) -> None:
    """From the month of contact or start to the month of the end; 0-400 hours."""
    courses = {row["course_id"]: row for row in tables["courses"]}
    for row in tables["time_use"]:
        course = courses[row["course_id"]]
        first = (course["contact_on"] or course["started_on"])[:7]
        assert first <= row["month"] <= (course["ended_on"] or "2025-12-31")[:7], row
        assert 0 <= number(row["hours"]) <= 400


def test_measurements_hold_their_scale(tables: Tables) -> None:
    """All items or none; both agree; WHO5 in steps of 4; actual ones within the course."""
    courses = {row["course_id"]: row for row in tables["courses"]}
    ranges = {"WHO5": (0, 100), "ORS": (0, 40), "SRS": (0, 40), "TILS": (3, 9)}
    for row in tables["measurements"]:
        course, instrument = courses[row["course_id"]], row["instrument"]
        filled = [index for index in range(1, 6) if row[f"item_{index}"]]
        assert filled in ([], list(range(1, PARTS[instrument] + 1))), row
        given, derived = row["score"], score_of(row | {"score": ""}) if filled else None
        assert given or filled
        assert derived is None or not given or number(given) == derived
        assert ranges[instrument][0] <= score_of(row) <= ranges[instrument][1]
        assert instrument != "WHO5" or score_of(row) % 4 == 0
        if row["kind"] == "actual":
            assert day(course["started_on"]) <= day(row["measured_on"]) <= end_of(course)
            assert not row["estimated_on"]
        else:
            assert instrument in ("WHO5", "ORS")


def test_periods_fit_the_method(tables: Tables) -> None:
    """CTI has phases 1-3, ICM and ACT month numbers from 1."""
    method = {row["course_id"]: row["method"] for row in tables["courses"]}
    periods = [(method[row["course_id"]], int(row["period"])) for row in tables["expected_time"]]
    assert {period for name, period in periods if name == "CTI"} == {1, 2, 3}
    assert min(period for name, period in periods if name != "CTI") == 1


def test_status_within_its_ranges(tables: Tables) -> None:
    """Nights fit the month, 85 a is blank before October 2023, judgements are 1-5."""
    for row in tables["monthly_status"]:
        month = day(row["month"])
        days = (date(month.year + month.month // 12, month.month % 12 + 1, 1) - month).days
        assert 0 <= int(row["shelter_nights"] or 0) <= days
        assert row["month"] >= "2023-10" or not row["support_85a"]
        judged = ("home_skills", "finances", "stable_lifestyle", "mental_difficulties", "substance_problem")
        assert {row[field] for field in judged} <= set("12345") | {""}
