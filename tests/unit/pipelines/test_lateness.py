"""Which registrations came in time, by the history of a real store."""

from datetime import date, datetime
from pathlib import Path

import pytest

from pipelines.lateness import Entry, Lateness, entries, lateness
from pipelines.loading import load_rows
from tests.sending import CITIZEN, COURSE, EXPECTED, HOURS, TODAY, keep, send

MARCH = date(2025, 3, 1)


@pytest.mark.parametrize(
    ("entered_at", "is_late"), [(datetime(2025, 4, 30, 23, 59), False), (datetime(2025, 5, 1, 0, 0), True)]
)
def test_late_is_after_the_end_of_the_month_that_follows(entered_at: datetime, is_late: bool) -> None:
    assert Entry("time_use", "b1", MARCH, entered_at, True).is_late == is_late


def test_a_file_counts_from_the_day_it_was_loaded(store_url: str, tmp_path: Path) -> None:
    """February's hours and status on 15 April (late since 1 April), the measurement of March on the same day in time;
    an expected score is no registration of a month."""
    score = {**EXPECTED, "kind": "actual", "measured_on": "2025-03-20"}
    sent = send(
        tmp_path / "a",
        citizens=[CITIZEN],
        courses=[COURSE],
        time_use=[HOURS],
        measurements=[score, EXPECTED],
        monthly_status=[{"citizen_id": "b1", "month": "2025-02", "housing": "own_home"}],
    )
    assert not keep(store_url, sent, at=datetime(2025, 4, 15, 9)).faults
    found = entries(store_url, {"b1"})
    assert {(entry.table, entry.month, entry.typed) for entry in found} == {
        ("time_use", date(2025, 2, 1), False),
        ("monthly_status", date(2025, 2, 1), False),
        ("measurements", MARCH, False),
    }
    assert lateness(found, date(2025, 1, 1), MARCH) == {
        date(2025, 2, 1): Lateness(loaded_late=2),
        MARCH: Lateness(loaded_in_time=1),
    }
    assert lateness(found, MARCH, MARCH) == {MARCH: Lateness(loaded_in_time=1)}
    assert entries(store_url, {"b2"}) == []


def test_a_correction_makes_nothing_late(store_url: str, tmp_path: Path) -> None:
    keep(
        store_url, send(tmp_path / "a", citizens=[CITIZEN], courses=[COURSE], time_use=[HOURS]), at=datetime(2025, 3, 2)
    )
    keep(store_url, send(tmp_path / "b", time_use=[{**HOURS, "hours": "9"}]), at=datetime(2025, 6, 2))
    assert [(entry.month, entry.is_late) for entry in entries(store_url, {"b1"})] == [(date(2025, 2, 1), False)]


def test_what_is_typed_is_counted_apart(store_url: str, tmp_path: Path) -> None:
    """March's hours typed on 1 May, one day late; April's on the same day."""
    keep(store_url, send(tmp_path / "a", citizens=[CITIZEN], courses=[COURSE]))
    typed = [{**HOURS, "month": "2025-03"}, {**HOURS, "month": "2025-04"}]
    at = datetime(2025, 5, 1, 8)
    assert not load_rows(store_url, {"time_use": typed}, today=TODAY, who="anne", source="appen", at=at).faults
    assert lateness(entries(store_url, {"b1"}), MARCH, date(2025, 4, 1)) == {
        MARCH: Lateness(typed_late=1),
        date(2025, 4, 1): Lateness(typed_in_time=1),
    }


def test_without_a_store_there_are_no_entries(tmp_path: Path) -> None:
    assert entries(f"sqlite:///{tmp_path / 'none.db'}", {"b1"}) == []
    assert not (tmp_path / "none.db").exists()
