"""What is due by hand: one rule a test, with the months counted in the docstring."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest

from pipelines.asked import Asked
from pipelines.double_bottom_line import later_month
from pipelines.due import Course, CourseMonth, course_month, month_end, registered
from pipelines.due_item import Carried, Item

ASKED = Asked(
    status=("housing", "income", "shelter_nights", "support_85a"),
    follow_up=frozenset({"housing", "shelter_nights"}),
    instruments=("WHO5",),
    progression=frozenset({"WHO5", "ORS"}),
    left_out=MappingProxyType({}),
)
STATUS = ["housing", "income", "shelter_nights", "support_85a"]
COURSE = Course("F-1", "CTI", "WHO5", date(2024, 12, 3), date(2025, 1, 15), None, None)
NOTHING: Mapping[str, Sequence[Mapping[str, Any]]] = {}
TODAY = date(2025, 6, 10)
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def due(
    course: Course, month: str, rows: Rows = NOTHING, *, others: Sequence[Course] = (), today: date = TODAY,
    asked: Asked = ASKED,
) -> CourseMonth:  # fmt: skip
    """What is due for the course in the month, written 2025-03."""
    return course_month(course, at(month), [course, *others], registered(rows), asked, today)


def at(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def fields(found: CourseMonth, *states: str) -> list[str]:
    return [item.field for item in found.items if not states or item.state in states]


def item(found: CourseMonth, field: str) -> Item:
    return next(item for item in (*found.items, *found.open_before) if item.field == field)


def status(month: str, **values: object) -> Rows:
    return {"monthly_status": [{"citizen_id": "B-1", "month": at(month), **values}]}


def reason(month: str, field: str, why: str | None) -> Rows:
    return {"missing_reasons": [{"course_id": "F-1", "month": at(month), "field": field, "reason": why}]}


def measured(day: str, instrument: str = "WHO5", kind: str = "actual", course: str = "F-1") -> Rows:
    row = {"course_id": course, "instrument": instrument, "kind": kind, "measured_on": date.fromisoformat(day)}
    return {"measurements": [row]}


def ended(day: str, why: str = "completed", **changed: Any) -> Course:
    return replace(COURSE, ended_on=date.fromisoformat(day), end_reason=why, **changed)


def test_a_month_of_the_course_asks_for_hours_status_and_what_begins() -> None:
    """January is course month 1: hours, status, the first measurement, and phase 1 begins."""
    found = due(COURSE, "2025-01")
    assert found.stage == "active"
    assert fields(found) == ["hours", *STATUS, "WHO5", "expected_time"]
    assert fields(due(COURSE, "2025-02")) == ["hours", *STATUS]


def test_the_contact_phase_asks_for_nothing_but_takes_hours() -> None:
    """Contact from 3 December; the course starts in January."""
    found = due(COURSE, "2024-12")
    assert (found.stage, found.items, found.optional) == ("contact", (), ("hours",))
    assert due(COURSE, "2024-11").stage == "outside"
    given_up = Course("F-2", "CTI", "WHO5", date(2024, 12, 3), None, date(2025, 1, 31), "dropped_out")
    assert [due(given_up, month).stage for month in ("2025-01", "2025-02")] == ["contact", "outside"]


@pytest.mark.parametrize(
    ("method", "months"), [("CTI", [1, 4, 7, 9, 10, 13]), ("ICM", [1, 4, 7, 10, 13]), ("ACT", [1, 4, 7, 10, 13])]
)
def test_measurements_are_due_every_third_month_and_at_the_end_of_cti(method: str, months: list[int]) -> None:
    course = replace(COURSE, method=method)
    found = [n for n in range(1, 15) if "WHO5" in fields(due(course, f"{later_month(at('2025-01'), n - 1):%Y-%m}"))]
    assert found == months


def test_a_measurement_in_the_due_month_or_the_month_after_is_in_time() -> None:
    """Due in April (course month 4); in time to 31 May."""
    april = item(due(COURSE, "2025-04", measured("2025-05-31"), today=date(2025, 8, 1)), "WHO5")
    assert (april.state, april.deadline) == ("done", date(2025, 5, 31))
    for other in (measured("2025-03-31"), measured("2025-06-01"), measured("2025-04-02", kind="expected"),
                  measured("2025-04-02", "ORS"), measured("2025-04-02", course="F-0")):  # fmt: skip
        assert item(due(COURSE, "2025-04", other, today=date(2025, 6, 1)), "WHO5").state == "late"
        assert item(due(COURSE, "2025-04", other, today=date(2025, 5, 31)), "WHO5").state == "missing"


def test_a_measurement_not_taken_is_still_asked_the_month_after_and_counts_only_once() -> None:
    """Due in April: open in May, where nothing new is due; no longer in June."""
    may = due(COURSE, "2025-05")
    assert "WHO5" not in fields(may)
    assert [(item.field, item.month) for item in may.open_before] == [("WHO5", at("2025-04"))]
    assert may.unfinished[-1] == may.open_before[0]
    assert due(COURSE, "2025-05", measured("2025-05-02")).open_before == ()
    assert due(COURSE, "2025-06").open_before == ()
    assert due(COURSE, "2025-10").open_before == ()


def test_a_course_is_measured_by_its_own_measure_and_by_what_figures_need() -> None:
    ors = replace(COURSE, progression_measure="ORS")
    assert [code for code in fields(due(ors, "2025-01")) if code in ("ORS", "WHO5")] == ["ORS", "WHO5"]
    unlicensed = replace(ASKED, progression=frozenset({"WHO5"}), instruments=())
    assert not {"ORS", "WHO5"} & set(fields(due(ors, "2025-01", asked=unlicensed)))


def test_hours_are_done_whoever_registered_them_and_zero_is_a_registration() -> None:
    rows = {"time_use": [{"course_id": "F-1", "month": at("2025-02"), "caseworker": "bo", "hours": 0.0}]}
    assert item(due(COURSE, "2025-02", rows), "hours").state == "done"
    assert item(due(COURSE, "2025-03", rows), "hours").state == "late"


def test_status_fields_are_done_one_by_one_and_blank_is_not_registered() -> None:
    found = due(COURSE, "2025-02", status("2025-02", housing="own_home", shelter_nights=0, income=None))
    assert fields(found, "done") == ["housing", "shelter_nights"]
    assert fields(found, "late") == ["hours", "income", "support_85a"]


def test_support_85a_is_asked_from_october_2023() -> None:
    early = replace(COURSE, contact_on=None, started_on=date(2023, 8, 1))
    assert "support_85a" not in fields(due(early, "2023-09"))
    assert "support_85a" in fields(due(early, "2023-10"))


def test_a_month_is_late_after_the_end_of_the_month_that_follows() -> None:
    """April is in time to 31 May. The month that runs, and one to come, are due and not late."""
    assert item(due(COURSE, "2025-04", today=date(2025, 5, 31)), "hours").state == "missing"
    assert item(due(COURSE, "2025-04", today=date(2025, 6, 1)), "hours").state == "late"
    assert set(fields(due(COURSE, "2025-06"), "missing")) == set(fields(due(COURSE, "2025-06")))
    assert fields(due(COURSE, "2025-09"), "late") == []


def test_the_newest_value_of_the_two_months_before_is_offered_and_is_not_registered() -> None:
    """For March: January and February are within reach, December is not; counts of one month are never carried."""
    rows = {
        "monthly_status": [
            {"citizen_id": "B-1", "month": at("2025-01"), "housing": "placed", "income": "wage", "shelter_nights": 3},
            {"citizen_id": "B-1", "month": at("2025-02"), "housing": "own_home", "income": None},
        ]
    }
    march = due(COURSE, "2025-03", rows)
    assert item(march, "housing").carried == Carried("own_home", at("2025-02"))
    assert item(march, "income").carried == Carried("wage", at("2025-01"))
    assert item(march, "shelter_nights").carried is None
    assert fields(march, "done") == []
    assert item(due(COURSE, "2025-04", rows), "income").carried is None


def test_a_reason_explains_a_blank_and_a_value_is_stronger() -> None:
    assert item(due(COURSE, "2025-02", reason("2025-02", "income", "declined")), "income").state == "explained"
    assert item(due(COURSE, "2025-02", reason("2025-02", "income", "declined")), "income").reason == "declined"
    assert item(due(COURSE, "2025-02", reason("2025-02", "income", None)), "income").state == "late"
    both = {**reason("2025-02", "income", "declined"), **status("2025-02", income="wage")}
    assert (
        item(due(COURSE, "2025-02", both), "income").state,
        item(due(COURSE, "2025-02", both), "income").reason,
    ) == (
        "done",
        None,
    )


def test_will_come_later_explains_until_the_deadline() -> None:
    """February is in time to 31 March."""
    rows = reason("2025-02", "hours", "later")
    assert item(due(COURSE, "2025-02", rows, today=date(2025, 3, 31)), "hours").state == "explained"
    assert item(due(COURSE, "2025-02", rows, today=date(2025, 4, 1)), "hours").state == "late"


def estimate(period: int, day: str) -> Rows:
    row = {"course_id": "F-1", "period": period, "hours": 9.0, "estimated_on": date.fromisoformat(day)}
    return {"expected_time": [row, row | {"estimated_on": date(2030, 1, 1)}]}


def test_expected_time_is_due_when_a_cti_phase_begins_until_its_last_day() -> None:
    """Started in January: phase 2 is April-June, so an estimate of 30 June applies and one of 1 July does not."""
    months = [f"2025-{month:02}" for month in range(1, 13)]
    assert [month for month in months if "expected_time" in fields(due(COURSE, month))] == [
        "2025-01",
        "2025-04",
        "2025-07",
    ]
    april = item(due(COURSE, "2025-04"), "expected_time")
    assert (april.period, april.deadline, april.state) == (2, date(2025, 6, 30), "missing")
    assert item(due(COURSE, "2025-04", estimate(2, "2025-06-30")), "expected_time").state == "done"
    late = due(COURSE, "2025-04", estimate(2, "2025-07-01"), today=date(2025, 7, 1))
    assert item(late, "expected_time").state == "late"


def test_expected_time_is_due_in_every_icm_month() -> None:
    """May is course month 5, in time to 31 May."""
    icm = replace(COURSE, method="ICM")
    may = item(due(icm, "2025-05", estimate(4, "2025-01-15")), "expected_time")
    assert (may.kind, may.period, may.deadline, may.state) == ("month_estimate", 5, date(2025, 5, 31), "late")
    assert item(due(icm, "2025-05", estimate(5, "2025-05-31")), "expected_time").state == "done"


def test_after_the_end_nights_are_due_six_months_and_housing_in_months_3_6_and_12() -> None:
    """Ended in February 2025 after a start in January 2025, so start + 12 is January 2026 and end + 12 February 2026."""
    over = ended("2025-02-28")
    found = {number: fields(due(over, f"{later_month(at('2025-02'), number):%Y-%m}")) for number in range(1, 14)}
    nights, both, housing = ["shelter_nights"], ["housing", "shelter_nights"], ["housing"]
    assert found == {
        1: nights, 2: nights, 3: both, 4: nights, 5: nights, 6: both, 7: [], 8: [], 9: [], 10: [],
        11: housing, 12: housing, 13: [],
    }  # fmt: skip
    assert due(over, "2025-03").stage == "after"
    assert fields(due(over, "2025-02")) == ["hours", *STATUS]
    assert {item.kind for item in due(over, "2025-05").items} == {"follow_up"}


@pytest.mark.parametrize("why", ["changed_method", "died", "moved"])
def test_a_course_that_was_changed_or_left_is_not_followed_up(why: str) -> None:
    over = ended("2025-02-28", why)
    assert not [found for n in range(1, 14) for found in due(over, f"{later_month(at('2025-02'), n):%Y-%m}").items]


@pytest.mark.parametrize("why", ["dropped_out", "other"])
def test_whoever_drops_out_is_followed_up(why: str) -> None:
    assert fields(due(ended("2025-02-28", why), "2025-05")) == ["housing", "shelter_nights"]


def test_in_the_month_where_one_course_takes_over_the_status_is_asked_once() -> None:
    """CTI ends and ICM starts in March: both have hours; the later course has the status, and each its own measure."""
    cti = ended("2025-03-20", "changed_method", started_on=date(2024, 12, 5), contact_on=None)
    icm = Course("F-2", "ICM", "ORS", None, date(2025, 3, 21), None, None)
    assert fields(due(cti, "2025-03", others=[icm])) == ["hours", "WHO5", "expected_time"]
    assert fields(due(icm, "2025-03", others=[cti])) == ["hours", *STATUS, "ORS", "WHO5", "expected_time"]
    assert due(cti, "2025-04", others=[icm]).items == ()


def test_follow_up_is_asked_on_the_course_that_runs_and_only_once() -> None:
    """F-1 ended in February; F-2 started in April and ended in June: March on F-1, May and July on F-2, August too."""
    first = ended("2025-02-28")
    second = Course("F-2", "ICM", "WHO5", None, date(2025, 4, 2), date(2025, 6, 30), "completed")
    owners = {
        month: [
            c.course_id for c in (first, second) if "shelter_nights" in fields(due(c, month, others=[first, second]))
        ]
        for month in ("2025-03", "2025-05", "2025-07", "2025-08", "2025-12", "2026-01")
    }
    assert owners == {
        "2025-03": ["F-1"], "2025-05": ["F-2"], "2025-07": ["F-2"], "2025-08": ["F-2"], "2025-12": ["F-2"], "2026-01": [],
    }  # fmt: skip


def test_nobody_is_followed_up_after_death_or_moving_whichever_course_it_ended() -> None:
    """F-1 ended in February with follow-up to August; the citizen died in May, on F-2."""
    first = ended("2025-02-28")
    second = Course("F-2", "ICM", "WHO5", None, date(2025, 4, 2), date(2025, 5, 9), "died")
    assert fields(due(first, "2025-03", others=[second])) == ["shelter_nights"]
    for month in ("2025-06", "2025-08", "2026-01", "2026-02"):
        assert fields(due(first, month, others=[second])) == fields(due(second, month, others=[first])) == []


def test_a_criterion_asks_for_housing_12_months_after_the_start_of_a_course_that_still_runs() -> None:
    """Started in January 2025: January 2026 asks for housing though no figure does."""
    only_after = replace(ASKED, status=(), follow_up=frozenset({"housing"}))
    assert fields(due(COURSE, "2026-01", asked=only_after)) == ["hours", "housing", "WHO5"]
    assert fields(due(COURSE, "2025-12", asked=only_after)) == ["hours"]
    assert fields(due(ended("2025-02-28"), "2025-04", asked=only_after)) == []


def test_every_open_item_says_in_danish_how_to_mend_it() -> None:
    rows = {**status("2025-01", housing="own_home"), **reason("2025-02", "income", "declined")}
    february = due(COURSE, "2025-02", rows)
    assert item(february, "housing").mend_da == (
        'Bekræft "Egen bolig" fra januar 2025, eller skriv det, der gælder i februar 2025.'
    )
    assert item(february, "income").mend_da == ""
    assert item(february, "hours").mend_da == (
        "Skriv timerne for februar 2025; 0, hvis der ingen var. Eller angiv, hvorfor de mangler."
    )
    april = due(COURSE, "2025-04", today=date(2025, 5, 2))
    assert item(april, "WHO5").mend_da == (
        "Registrér en WHO-5-måling senest 31-05-2025, eller angiv, hvorfor den mangler."
    )
    assert item(april, "expected_time").mend_da == "Skriv de forventede timer for fase 2 senest 30-06-2025."
    assert item(due(ended("2025-02-28"), "2025-05"), "shelter_nights").mend_da == (
        "Udfyld Herbergsdøgn for maj 2025 (opfølgning efter forløbet), eller angiv, hvorfor det mangler."
    )


def test_what_is_past_says_what_can_still_be_done() -> None:
    late = due(COURSE, "2025-04", today=date(2025, 7, 1))
    assert item(late, "WHO5").mend_da.startswith("Ingen WHO-5-måling fra april 2025 eller måneden efter.")
    assert item(late, "expected_time").mend_da == (
        "Et skøn for fase 2 skulle være lavet senest 30-06-2025 og kan ikke laves bagefter. Lav det næste skøn i tide."
    )


def test_the_last_day_of_a_month() -> None:
    assert (month_end(at("2024-02")), month_end(at("2025-12"))) == (date(2024, 2, 29), date(2025, 12, 31))
