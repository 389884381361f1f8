"""The form of a month: what it asks, what it offers, and what saving it would register."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app import month_form
from app.month_form import Draft, Opened, fields_of, rows_to_save
from pipelines.asked import Asked
from pipelines.due import Course, course_month, registered

MONTH, TODAY = date(2025, 4, 1), date(2025, 5, 5)
ASKED = Asked(
    status=("housing", "shelter_nights", "home_skills"),
    follow_up=frozenset({"housing", "shelter_nights"}),
    instruments=(),
    progression=frozenset({"WHO5"}),
    left_out={},
)
COURSE: dict[str, Any] = {
    "course_id": "F-1", "citizen_id": "B-1", "method": "CTI", "progression_measure": "WHO5", "contact_on": None,
    "started_on": date(2025, 1, 10), "ended_on": None, "end_reason": None, "caseworker": "a",
}  # fmt: skip
MARCH = {"citizen_id": "B-1", "month": date(2025, 3, 1), "housing": "own_home", "shelter_nights": 0, "home_skills": 4}


def opened(drafts: dict[str, str] | None = None, month: date = MONTH, **more: Any) -> Opened:
    """Course month 4 of a CTI course that started in January: hours, status, WHO-5 and the second phase's estimate."""
    course = Course(**{name: COURSE[name] for name in Course.__dataclass_fields__})
    rows = {"monthly_status": [MARCH], **more.pop("rows", {})}
    due = course_month(course, month, [course], registered(rows), ASKED, TODAY)
    blank = Opened(COURSE, month, due, "a", None, None, {}, None, {}, "", {}, 7, TODAY)
    return replace(blank, drafts={name: Draft(text) for name, text in (drafts or {}).items()}, **more)


def test_the_fields_come_in_the_order_of_work() -> None:
    """Hours, then status as it is asked, then the five answers and their day, then the estimate of the phase that begins."""
    names = [each.name for each in fields_of(opened())]
    assert names[:4] == ["hours", "housing", "shelter_nights", "home_skills"]
    assert names[4:10] == [*(f"WHO5.item_{place}" for place in range(1, 6)), "WHO5.measured_on"]
    assert names[10:] == ["expected_time.hours", "expected_time.basis"]


def test_last_months_value_is_offered_and_is_nothing_until_confirmed() -> None:
    """Own home and skills 4 are offered from March; shelter nights belong to one month and are never carried over."""
    fields = fields_of(opened())
    assert month_form.to_confirm(fields) == {"housing": "own_home", "home_skills": "4"}
    offered = [(month_form.carried_da(each), month_form.carried_from_da(each)) for each in fields if each.carried]
    assert offered == [("Egen bolig", "som i marts"), ("i høj grad", "som i marts")]
    assert rows_to_save(opened({"hours": "7,5"}), fields_of(opened({"hours": "7,5"}))) == {
        "time_use": [{"course_id": "F-1", "month": "2025-04", "caseworker": "a", "hours": "7,5"}]
    }


def test_confirmed_values_are_saved_with_what_was_typed() -> None:
    here = opened({"housing": "own_home", "home_skills": "4", "shelter_nights": "0"})
    assert rows_to_save(here, fields_of(here)) == {
        "monthly_status": [
            {"citizen_id": "B-1", "month": "2025-04", "housing": "own_home", "home_skills": "4", "shelter_nights": "0"}
        ]
    }


def test_only_what_is_typed_is_sent() -> None:
    """What is left out keeps what is registered: a housing that a colleague changed meanwhile is not sent back."""
    status = {"month": MONTH, "citizen_id": "B-1", "housing": "without_home", "shelter_nights": 12, "home_skills": None}
    here = opened({"shelter_nights": "13"}, status=status, rows={"monthly_status": [status]})
    assert rows_to_save(here, fields_of(here)) == {
        "monthly_status": [{"citizen_id": "B-1", "month": "2025-04", "shelter_nights": "13"}]
    }


def test_five_answers_are_one_measurement_on_the_last_day_of_the_month() -> None:
    """4+3+3+2+4 = 16, times 4 = 64; no day typed, so the one offered: the month's last, for today is in May."""
    here = opened({f"WHO5.item_{place}": answer for place, answer in enumerate("43324", 1)})
    fields = fields_of(here)
    assert month_form.score_da(fields, "WHO5") == "= 64"
    (row,) = rows_to_save(here, fields)["measurements"]
    assert (row["instrument"], row["kind"], row["measured_on"]) == ("WHO5", "actual", "30-04-2025")
    assert [row[f"item_{place}"] for place in range(1, 6)] == list("43324")


@pytest.mark.parametrize(
    ("key", "reason"), [("k", "no_contact"), ("v", "declined"), ("i", "not_relevant"), ("S", "later")]
)
def test_one_key_says_why_a_field_is_blank(key: str, reason: str) -> None:
    """The field itself stays unknown: no hours are registered, only why they are missing."""
    here = opened({"hours": key, "WHO5.item_1": key})
    row = {"course_id": "F-1", "month": "2025-04", "reason": reason}
    assert rows_to_save(here, fields_of(here)) == {
        "missing_reasons": [row | {"field": "hours"}, row | {"field": "WHO5"}],
    }


@pytest.mark.parametrize(("due", "name"), [("hours", "hours"), ("housing", "housing"), ("WHO5", "WHO5.item_1")])
def test_a_reason_stands_in_its_field_and_is_taken_back_by_clearing_it(due: str, name: str) -> None:
    """Registered as no contact: the key k is shown; cleared, the reason goes; left alone, nothing is."""
    row = {"course_id": "F-1", "month": MONTH, "field": due, "reason": "no_contact"}
    known = {"rows": {"missing_reasons": [row]}}
    alone = {each.name: each for each in fields_of(opened(**known))}
    assert (alone[name].shown, alone[name].is_changed) == ("k", False)
    assert [each.name for each in alone.values() if each.shown] == [name]
    here = opened({name: ""}, **known)
    cleared = next(each for each in fields_of(here) if each.name == name)
    assert (cleared.shown, cleared.reason, cleared.says) == ("", None, "årsagen er taget tilbage")
    key = {"course_id": "F-1", "month": "2025-04", "field": due}
    assert month_form.rows_to_remove(here, fields_of(here)) == {"missing_reasons": [key]}
    assert rows_to_save(here, fields_of(here)) == {}


def test_clearing_another_answer_than_the_first_takes_no_reason_back() -> None:
    row = {"course_id": "F-1", "month": MONTH, "field": "WHO5", "reason": "no_contact"}
    here = opened({"WHO5.item_2": "", "WHO5.measured_on": ""}, rows={"missing_reasons": [row]})
    assert not month_form.is_changed(fields_of(here))


def test_one_reason_for_everything_leaves_what_is_typed_alone() -> None:
    """One per due thing: a measurement has one reason, not five; an estimate has none."""
    fields = fields_of(opened({"hours": "7"}))
    assert month_form.to_explain(fields, "k") == dict.fromkeys(
        ["housing", "shelter_nights", "home_skills", "WHO5.item_1"], "k"
    )


def test_what_cannot_be_understood_is_told_by_field() -> None:
    fields = fields_of(opened({"hours": "7,5,2", "shelter_nights": "2,5"}))
    assert month_form.problems(fields) == [
        'Timer: "7,5,2" er ikke et tal. Skriv fx 7,5.',
        'Herbergsdøgn: "2,5" er ikke et helt tal. Skriv fx 4.',
    ]


def test_more_nights_than_the_month_has_days_are_told_in_the_field() -> None:
    """April has 30: 31 is a fault before anything is saved, and 30 is not."""
    told = [month_form.problems(fields_of(opened({"shelter_nights": nights}))) for nights in ("31", "30")]
    assert told == [
        ['Herbergsdøgn: "31" er flere døgn, end måneden har dage. Skriv et helt tal fra 0 til 30.'], []
    ]  # fmt: skip


def test_an_expectation_without_what_it_rests_on_is_a_fault_and_never_filled_in() -> None:
    """Hours typed, the basis blank: told, and with a basis it is saved. The basis alone is no expectation."""
    told = "Grundlag: vælg, hvad de forventede timer bygger på."
    for typed, problems in (
        ({"expected_time.hours": "30"}, [told]),
        ({"expected_time.hours": "30", "expected_time.basis": "average"}, []),
        ({"expected_time.basis": "average"}, []),
    ):
        here = opened(typed)
        fields = fields_of(here)
        assert month_form.problems(fields) == problems
        rows = rows_to_save(here, fields).get("expected_time", [])
        assert [row["hours"] for row in rows] == (["30"] if "expected_time.hours" in typed else [])


def test_emptied_hours_are_taken_away_and_never_zero() -> None:
    """Emptied, or replaced by a reason: the row goes, and the hours are unknown again."""
    known = {"rows": {"time_use": [{"course_id": "F-1", "month": MONTH}]}, "hours": {"hours": 7.5}}
    key = {"course_id": "F-1", "month": "2025-04", "caseworker": "a"}
    for typed in ("", "k"):
        here = opened({"hours": typed}, **known)
        assert month_form.rows_to_remove(here, fields_of(here)) == {"time_use": [key]}
        assert "time_use" not in rows_to_save(here, fields_of(here))


def test_a_measurement_that_gets_another_day_is_moved() -> None:
    """The day is in the key: without taking the first away there would be two measurements."""
    row = {"measured_on": date(2025, 4, 2), "score": 64, **{f"item_{n}": v for n, v in enumerate((4, 3, 3, 2, 4), 1)}}
    measured = {"course_id": "F-1", "instrument": "WHO5", "kind": "actual", "measured_on": date(2025, 4, 2)}
    here = opened({"WHO5.measured_on": "03-04-2025"}, measurements={"WHO5": row}, rows={"measurements": [measured]})
    (gone,) = month_form.rows_to_remove(here, fields_of(here))["measurements"]
    (kept,) = rows_to_save(here, fields_of(here))["measurements"]
    assert (gone["measured_on"], kept["measured_on"], kept["item_1"]) == ("02-04-2025", "03-04-2025", "4")


def test_only_changing_an_earlier_month_asks_for_a_reason() -> None:
    """In May, March is earlier and April is not; typing what was never registered is no correction."""
    hours = {"hours": 7.5}
    march = date(2025, 3, 1)
    late = opened({"hours": "8"}, month=march)
    changed = opened({"hours": "8"}, month=march, hours=hours)
    in_time = opened({"hours": "8"}, hours=hours)
    asked = [month_form.asks_reason(here, fields_of(here)) for here in (late, changed, in_time)]
    assert asked == [False, True, False]


def test_the_same_value_typed_again_is_no_change() -> None:
    here = opened({"hours": "7,5"}, hours={"hours": 7.5})
    assert not month_form.is_changed(fields_of(here))
    assert rows_to_save(here, fields_of(here)) == {}
