"""Completeness by hand on a small store, and against the key figure on the sample data."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

import pytest

from kpi_catalogue.figure import catalogue
from pipelines.asked import Asked, asked
from pipelines.build import build_from_store
from pipelines.completeness import (
    Count,
    Line,
    Rate,
    by_caseworker,
    by_field,
    by_month,
    completeness,
    lines,
    measurement_calendar,
    reasons,
    registration_rates,
    to_mend,
)
from pipelines.due import Course, registered
from pipelines.figures import figures
from pipelines.loading import load
from pipelines.registrations import CitizenRows, citizens_rows, in_force
from pipelines.settings import Choices, Settings
from pipelines.store import read_store
from sample_data.generate import main
from tests.sending import CITIZEN, COURSE, HOURS, TODAY, keep, send
from tests.stores import store_at

ASKED = Asked(("housing", "income"), frozenset(), (), frozenset({"WHO5"}), MappingProxyType({}))
FEBRUARY, MARCH, APRIL = date(2025, 2, 1), date(2025, 3, 1), date(2025, 4, 1)
STATUS = {"citizen_id": "b1", "month": FEBRUARY, "housing": "own_home"}
REASON = {"course_id": "f1", "month": MARCH, "field": "income", "reason": "declined"}
CTI = Course("f1", "CTI", "WHO5", None, date(2025, 1, 15), None, None)
ROWS = CitizenRows(
    "b1",
    "901",
    [(None, "Nord")],
    (CTI,),
    {"f1": [(None, "åse"), (MARCH, "bo")]},
    registered(
        {
            "time_use": [{"course_id": "f1", "month": FEBRUARY}],
            "monthly_status": [STATUS],
            "missing_reasons": [REASON],
        }
    ),
)
"""One CTI course from January 2025: hours and half a status for February, a reason in March, from when bo has it."""


@pytest.fixture
def found() -> list[Line]:
    return lines([ROWS], FEBRUARY, APRIL, ASKED, TODAY)


def test_the_rows_of_a_citizen_are_read_from_the_store(store_url: str, tmp_path: Path) -> None:
    sent = send(
        tmp_path / "a",
        citizens=[{**CITIZEN, "team": "Nord"}, {**CITIZEN, "citizen_id": "b2"}],
        courses=[COURSE],
        time_use=[HOURS],
        monthly_status=[{**STATUS, "month": "2025-02"}],
        missing_reasons=[{**REASON, "month": "2025-03"}],
    )
    assert not keep(store_url, sent).faults
    keep(store_url, send(tmp_path / "b", courses=[{**COURSE, "caseworker": "bo"}]), today=date(2025, 3, 9))
    assert citizens_rows(read_store(store_url)) == [ROWS]


def test_completeness_counts_only_what_was_due(found: list[Line]) -> None:
    """February: 3 due, hours and housing done. March: 3 due, income explained. April: 3, WHO-5 (to 31 May) and
    phase 2's expected time (to 30 June). On 15 June all but that last is late: 2 done, 1 explained, 1 missing of 11."""
    assert by_month(found) == {
        FEBRUARY: Count(done=2, late=1),
        MARCH: Count(explained=1, late=2),
        APRIL: Count(missing=1, late=4),
    }
    assert completeness(found) == Count(done=2, explained=1, missing=1, late=7)
    assert completeness(found).share == 3 / 11


def test_fields_stand_in_the_order_of_the_form(found: list[Line]) -> None:
    assert by_field(found) == {
        "hours": Count(done=1, late=2),
        "housing": Count(done=1, late=2),
        "income": Count(explained=1, late=2),
        "WHO5": Count(late=1),
        "expected_time": Count(missing=1),
    }


def test_a_caseworker_has_the_months_in_which_the_course_was_theirs(found: list[Line]) -> None:
    assert by_caseworker(found) == {
        "bo": Count(explained=1, missing=1, late=6),
        "åse": Count(done=2, late=1),
    }
    assert {line.team for line in found} == {"Nord"}


def test_the_registration_rate_needs_hours_and_a_status(found: list[Line]) -> None:
    assert registration_rates(found) == {FEBRUARY: Rate(1, 1), MARCH: Rate(0, 1), APRIL: Rate(0, 1)}


def test_reasons_are_counted(found: list[Line]) -> None:
    assert reasons(found) == {("declined", "income"): 1}


def test_what_is_left_says_whose_which_month_and_how(found: list[Line]) -> None:
    left = to_mend(found)
    assert [(one.item.month, one.item.field) for one in left] == [
        (FEBRUARY, "income"), (MARCH, "hours"), (MARCH, "housing"), (APRIL, "hours"), (APRIL, "housing"),
        (APRIL, "income"), (APRIL, "WHO5"), (APRIL, "expected_time"),
    ]  # fmt: skip
    assert all(one.item.mend_da for one in left)
    assert left[2].item.mend_da == 'Bekræft "Egen bolig" fra februar 2025, eller skriv det, der gælder i marts 2025.'


def test_no_month_outside_the_range_and_none_when_it_is_empty() -> None:
    assert [line.month for line in lines([ROWS], MARCH, MARCH, ASKED, TODAY)] == [MARCH]
    assert lines([ROWS], APRIL, MARCH, ASKED, TODAY) == []
    assert completeness([]).share is None


def test_the_calendar_holds_the_measurements_of_three_months() -> None:
    """Started in January: month 7 is July, month 9 September. From June: July only; from July: July and September."""
    june = measurement_calendar([ROWS], ASKED, date(2025, 6, 15))
    assert [(one.course_id, one.month, one.deadline, one.instruments) for one in june] == [
        ("f1", date(2025, 7, 1), date(2025, 8, 31), ("WHO5",))
    ]
    july = measurement_calendar([ROWS], ASKED, date(2025, 7, 15))
    assert [one.month for one in july] == [date(2025, 7, 1), date(2025, 9, 1)]


def test_a_course_that_has_ended_or_been_measured_is_not_in_the_calendar() -> None:
    """Started in March: month 4 is June. Looked at on 15 June."""
    score = {"course_id": "f1", "measured_on": date(2025, 6, 10), "instrument": "WHO5", "kind": "actual"}
    march = replace(CTI, started_on=MARCH)
    unmeasured = replace(ROWS, courses=(march,))
    assert [one.month for one in measurement_calendar([unmeasured], ASKED, TODAY)] == [date(2025, 6, 1)]
    measured = replace(unmeasured, known=registered({"measurements": [score]}))
    assert measurement_calendar([measured], ASKED, TODAY) == []
    over = replace(march, ended_on=date(2025, 6, 14), end_reason="completed")
    assert measurement_calendar([replace(ROWS, courses=(over,))], ASKED, TODAY) == []


def test_the_value_in_force() -> None:
    held = [(None, "åse"), (MARCH, "bo")]
    assert [in_force(held, month) for month in (FEBRUARY, MARCH, APRIL)] == ["åse", "bo", "bo"]
    assert in_force([(MARCH, "bo")], FEBRUARY) == "bo"
    assert in_force([], MARCH) is None


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("sample")
    main([str(folder / "csv")])
    here = Settings(folder, store_at(folder), date(2026, 1, 15), Choices())
    at = datetime(2026, 1, 15, 12)
    assert not load(here.store_url, [folder / "csv"], today=here.today, who="anne", source="prøve", at=at).faults
    build_from_store(here)
    return here


@pytest.mark.store
def test_the_registration_rate_is_the_key_figure(sample: Settings) -> None:
    """Course by course counted here, by SQL there: the same share of the same courses in every month of 2025."""
    every = asked(catalogue(), (), "effect_goal_met", ors_licence=True)
    citizens = citizens_rows(read_store(sample.store_url))
    rates = registration_rates(lines(citizens, date(2025, 1, 1), date(2025, 12, 1), every, sample.today))
    rows = figures(sample, date(2025, 12, 1), 12, ["registration_rate"], None, {}, audience="team")
    figure = {row["month"]: (row["value"], row["population"]) for row in rows if row["part"] is None}
    assert {f"{month:%Y-%m}": (rate.share, rate.active) for month, rate in rates.items()} == {
        month: (pytest.approx(value), population) for month, (value, population) in figure.items()
    }
    assert len(figure) == 12
