"""A month through the door: what is typed is kept, saved, held against what others saved, and taken back."""

import re
from datetime import date
from pathlib import Path

import pytest

from app.month_form import fields_of
from app.month_work import Work, save, settle
from app.registry import imports, month, people
from app.registry.month import Clash, Refused, Saved
from app.registry.people import Done, Undecided
from app.rights import Visit
from pipelines.citizen_rows import citizen_rows
from pipelines.drafts import DraftError
from pipelines.settings import Settings
from pipelines.store import read_store
from tests.stores import copy_home, store_at
from tests.unit.app.door_world import OWN, make, visit

pytestmark = pytest.mark.store

MAY, FEBRUARY = date(2025, 5, 1), date(2025, 2, 1)
COURSE = OWN.replace("B-", "F-")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make(tmp_path_factory.mktemp("month") / "home")


@pytest.fixture
def here(made: Settings, tmp_path: Path) -> Settings:
    """A copy of the world's store for each test."""
    home = copy_home(made.home, tmp_path / "home")
    return Settings(home, store_at(home), made.today, made.choices)


def typed(visitor: Visit, on: date, **texts: str) -> month.Opened:
    """The course opened, with these typed into their fields, and opened again as after a closed tab."""
    opened = month.open_month(visitor, COURSE, on)
    for field, text in texts.items():
        month.keep_draft(visitor, opened, field, text)
    return month.open_month(visitor, COURSE, on)


def status(here: Settings, on: date) -> dict[str, object]:
    row = citizen_rows(here.store_url, OWN).find("monthly_status", citizen_id=OWN, month=on)
    return row.values if row else {}


def version(here: Settings, citizen: str = OWN) -> int:
    return citizen_rows(here.store_url, citizen).version


def test_what_is_typed_is_offered_again_and_saved_once(here: Settings) -> None:
    """7,5 typed, the tab closed, opened again: the draft is there; saved: it is registered and no draft is left."""
    anne = visit(here, "caseworker")
    opened = typed(anne, MAY, hours="7,5", shelter_nights="0")
    assert (opened.drafts["hours"].text, bool(opened.drafts_from)) == ("7,5", True)
    assert isinstance(month.save_month(anne, opened, ""), Saved)
    again = month.open_month(anne, COURSE, MAY)
    assert again.hours is not None
    assert (again.hours["hours"], status(here, MAY)["shelter_nights"], dict(again.drafts)) == (7.5, 0, {})


def test_two_on_one_course_see_each_other_and_history_holds_both(here: Settings) -> None:
    """Anne opens; the lead saves 4 nights; Anne's 9 is not stored until she has seen the 4 and chosen."""
    anne, lead = visit(here, "caseworker"), visit(here, "project_lead")
    opened = typed(anne, MAY, shelter_nights="9")
    assert isinstance(month.save_month(lead, typed(lead, MAY, shelter_nights="4"), ""), Saved)
    clash = month.save_month(anne, opened, "")
    assert isinstance(clash, Clash)
    assert [(each.field, each.theirs, each.mine) for each in clash.fields] == [("shelter_nights", "4", "9")]
    assert status(here, MAY)["shelter_nights"] == 4
    now = month.open_month(anne, COURSE, MAY)
    month.keep_draft(anne, now, "shelter_nights", "9")
    assert isinstance(month.save_month(anne, month.open_month(anne, COURSE, MAY), ""), Saved)
    history = [v.new for v in citizen_rows(here.store_url, OWN).history if v.table == "monthly_status" and v.new]
    assert [row["shelter_nights"] for row in history if row["month"] == "2025-05-01"] == [4, 9]


def test_what_is_saved_over_a_colleagues_value_is_held_against_that_value(here: Settings) -> None:
    """Anne's 9 meets the lead's 4; while she looks at the 4, the lead writes 5: "mine" meets the 5, and then it is hers."""
    anne, lead = visit(here, "caseworker"), visit(here, "project_lead")
    work = Work(anne, MAY, whole_team=False, opened=typed(anne, MAY, shelter_nights="9"))
    seen = []
    for nights in ("4", "5"):
        assert isinstance(month.save_month(lead, typed(lead, MAY, shelter_nights=nights), ""), Saved)
        save(work) if not seen else settle(work, "mine")
        assert isinstance(work.result, Clash)
        seen.append([(each.theirs, each.mine) for each in work.result.fields])
    assert seen == [[("4", "9")], [("5", "9")]]
    assert status(here, MAY)["shelter_nights"] == 5
    settle(work, "mine")
    assert status(here, MAY)["shelter_nights"] == 9


def test_a_save_is_taken_back_and_not_when_somebody_changed_it_since(here: Settings) -> None:
    anne, lead = visit(here, "caseworker"), visit(here, "project_lead")
    saved = month.save_month(anne, typed(anne, MAY, shelter_nights="9"), "")
    assert isinstance(saved, Saved)
    assert month.undo_save(anne, saved) is None
    assert status(here, MAY) == {}
    saved = month.save_month(anne, typed(anne, MAY, shelter_nights="9"), "")
    assert isinstance(saved, Saved)
    assert isinstance(month.save_month(lead, typed(lead, MAY, shelter_nights="4"), ""), Saved)
    assert isinstance(month.undo_save(anne, saved), Refused)
    assert status(here, MAY)["shelter_nights"] == 4


def test_an_earlier_month_is_corrected_with_a_reason_only(here: Settings) -> None:
    """February is registered with 3 nights; in June it is earlier than the month now due."""
    anne = visit(here, "caseworker")
    opened = typed(anne, FEBRUARY, shelter_nights="5")
    assert month.save_month(anne, opened, " ") == Refused(("Skriv, hvorfor en tidligere måned rettes.",))
    assert isinstance(month.save_month(anne, opened, "Herberget sendte en ny liste"), Saved)
    reasons = [v.origin.reason for v in citizen_rows(here.store_url, OWN).history]
    assert reasons[-1] == "Herberget sendte en ny liste"


def test_a_reason_is_taken_back_and_the_field_is_due_again(here: Settings) -> None:
    """No contact, saved: the hours are explained; cleared and saved: they are missing again, and history has both."""
    anne = visit(here, "caseworker")
    states = []
    for text in ("k", ""):
        assert isinstance(month.save_month(anne, typed(anne, MAY, hours=text), ""), Saved)
        again = month.open_month(anne, COURSE, MAY)
        states.append(next(item.state for item in again.due.items if item.field == "hours"))
    assert states == ["explained", "missing"]
    history = [v.new for v in citizen_rows(here.store_url, OWN).history if v.table == "missing_reasons"]
    assert [row and row["reason"] for row in history] == ["no_contact", None]


def test_what_cannot_be_understood_is_refused_and_stays_as_a_draft(here: Settings) -> None:
    anne = visit(here, "caseworker")
    refused = month.save_month(anne, typed(anne, MAY, hours="7,5,2"), "")
    assert refused == Refused(('Timer: "7,5,2" er ikke et tal. Skriv fx 7,5.',))
    assert month.open_month(anne, COURSE, MAY).drafts["hours"].text == "7,5,2"


def test_a_cpr_number_is_not_kept_even_as_a_draft(here: Settings) -> None:
    anne = visit(here, "caseworker")
    with pytest.raises(DraftError):
        typed(anne, MAY, hours="010190-1234")
    assert dict(month.open_month(anne, COURSE, MAY).drafts) == {}


def test_a_change_of_method_is_one_step_and_keeps_both_courses(here: Settings) -> None:
    """CTI ends the day before as changed_method, ICM begins on the day, with the same caseworker and measure."""
    anne = visit(here, "caseworker")
    done = people.change_method(anne, COURSE, "02-06-2025", "ICM", {"course_id": "F-2"}, based_on=version(here))
    assert isinstance(done, Done)
    old, new = (citizen_rows(here.store_url, OWN).find("courses", course_id=name) for name in (COURSE, "F-2"))
    assert old is not None
    assert new is not None
    assert (old.values["ended_on"], old.values["end_reason"]) == (date(2025, 6, 1), "changed_method")
    assert (new.values["started_on"], new.values["method"]) == (date(2025, 6, 2), "ICM")
    assert new.values["caseworker"] == old.values["caseworker"]


def test_a_new_citizen_begins_in_the_contact_phase_and_starts_later(here: Settings) -> None:
    anne = visit(here, "caseworker")
    citizen = {"citizen_id": "B-77", "municipality": "901", "team": "Nord", "target_group": "homeless",
               "referred_on": "02-01-2025"}  # fmt: skip
    course = {"course_id": "B-77-1", "method": "CTI", "contact_on": "10-01-2025", "started_on": "",
              "progression_measure": "WHO5", "caseworker": "anne"}  # fmt: skip
    assert isinstance(people.new_citizen(anne, citizen, course), Done)
    on = {"based_on": version(here, "B-77")}
    assert isinstance(people.start_course(anne, "B-77-1", "10-03-2025", **on), Done)
    assert isinstance(people.end_course(anne, "B-77-1", "01-03-2025", "moved", "", **on), Undecided)
    assert isinstance(people.end_course(anne, "B-77-1", "01-06-2025", "completed", "yes", **on), Done)
    row = citizen_rows(here.store_url, "B-77").find("courses", course_id="B-77-1")
    assert row is not None
    assert (row.values["contact_on"], row.values["effect_goal_met"]) == (date(2025, 1, 10), "yes")


@pytest.mark.parametrize("name", ["Anne", "010190-1234"])
def test_a_name_or_a_cpr_number_is_no_pseudonym(here: Settings, name: str) -> None:
    """Refused behind the page too; the number is not repeated."""
    citizen = {"citizen_id": name, "municipality": "901", "team": "Nord", "target_group": "homeless",
               "referred_on": "02-01-2025"}  # fmt: skip
    course = {"course_id": "B-78-1", "method": "CTI", "started_on": "10-01-2025", "progression_measure": "WHO5",
              "caseworker": "anne"}  # fmt: skip
    refused = people.new_citizen(visit(here, "caseworker"), citizen, course)
    assert isinstance(refused, Undecided)
    assert "010190" not in repr(refused)


def test_another_caseworker_has_the_course_from_the_month_that_is_said(here: Settings) -> None:
    """Said in June: from August. Until then the course is hers too; a month before its beginning is refused."""
    anne = visit(here, "caseworker")
    assert isinstance(people.change_caseworker(anne, COURSE, "bo", "08-2025", based_on=version(here)), Done)
    assigned = read_store(here.store_url).assignments.to_pylist()
    assert [(row["caseworker"], row["effective_month"]) for row in assigned if row["course_id"] == COURSE] == [
        ("anne", None), ("bo", date(2025, 8, 1))
    ]  # fmt: skip
    for month_said, words in (
        ("01-2015", "tidligst"),
        ("08-2027", "senest"),
        ("august", "ikke en måned"),
        ("", "måned"),
    ):
        refused = people.change_caseworker(anne, COURSE, "bo", month_said, based_on=version(here))
        assert isinstance(refused, Undecided)
        assert words in refused.lines[0]


def test_every_registered_field_says_where_it_comes_from(here: Settings) -> None:
    """Loaded from a file: fra its source and day. Typed over in the form: nothing is said, for it is one's own."""
    anne = visit(here, "caseworker")
    before = {each.name: each for each in fields_of(month.open_month(anne, COURSE, FEBRUARY))}
    for name in ("hours", "shelter_nights"):
        assert re.fullmatch(r"fra .+ \d\d-\d\d-\d{4}", before[name].says), before[name].says
    assert isinstance(month.save_month(anne, typed(anne, FEBRUARY, hours="8"), "glemt besøg"), Saved)
    after = {each.name: each for each in fields_of(month.open_month(anne, COURSE, FEBRUARY))}
    assert (after["hours"].says, after["shelter_nights"].says) == ("", before["shelter_nights"].says)


def test_as_many_differences_wait_as_the_page_shows(here: Settings) -> None:
    """Two in her team; the number alone names nobody and is not in the log."""
    anne = visit(here, "caseworker")
    assert imports.differences_waiting(anne) == 2
    assert len(imports.differences(anne)) == 2
