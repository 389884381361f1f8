"""One citizen's registrations: saved by themselves, merged, refused, undone; on SQLite and on PostgreSQL."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from pipelines.loading import load_rows
from pipelines.registering import (
    Conflict,
    NotTheirsError,
    Outcome,
    ReasonNeeded,
    Refused,
    Registered,
    citizen_rows,
    register,
    undo,
)
from pipelines.store import assignments, open_store, stored_tables
from tests.sending import CITIZEN, COURSE, EXPECTED, HOURS, keep, send

TODAY, AT = date(2025, 6, 15), datetime(2025, 6, 15, 11, 0)
MAY = {"citizen_id": "b1", "month": "2025-05"}


@pytest.fixture
def store(store_url: str, tmp_path: Path) -> str:
    """Citizen b1 with course f1 and 7,5 hours in February; and b2 with f2, who is somebody else."""
    other = [{**CITIZEN, "citizen_id": "b2"}], [{**COURSE, "course_id": "f2", "citizen_id": "b2"}]
    keep(store_url, send(tmp_path / "a", citizens=[CITIZEN, *other[0]], courses=[COURSE, *other[1]], time_use=[HOURS]))
    return store_url


def save(url: str, rows: dict[str, list[dict[str, str]]], who: str = "åse", **more: Any) -> Outcome:
    """Save as from the app; based on what stands now unless another version is given."""
    given = {"based_on": citizen_rows(url, "b1").version, "reason": None, "today": TODAY} | more
    return register(url, "b1", rows, who=who, source="Min måned", at=AT, **given)


def status(url: str, **fields: str) -> dict[str, list[dict[str, str]]]:
    return {"monthly_status": [{**MAY, **fields}]}


def may(url: str) -> dict[str, Any] | None:
    found = citizen_rows(url, "b1").find("monthly_status", month=date(2025, 5, 1))
    return None if found is None else {name: value for name, value in found.values.items() if value is not None}


def history(url: str) -> list[tuple]:
    engine = open_store(url)
    query = "select table_name, operation, changed_by, source, reason, citizen_id from history where id > 5 order by id"
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return found


def test_a_row_is_stored_with_its_version_and_the_origin_of_its_fields(store: str) -> None:
    """Nights first, then housing by Bo: each field has its own origin, and hours have the extract's."""
    first = save(store, status(store, shelter_nights="3"))
    second = save(store, status(store, housing="own_home"), who="bo")
    assert isinstance(first, Registered)
    assert isinstance(second, Registered)
    now = citizen_rows(store, "b1")
    row = now.find("monthly_status", month=date(2025, 5, 1))
    assert row is not None
    assert (row.values["shelter_nights"], row.values["housing"]) == (3, "own_home")
    assert (row.version, now.version) == (second.version, second.version)
    by = {name: (origin.changed_by, origin.source) for name, origin in row.origins.items()}
    assert by["shelter_nights"] == ("åse", "Min måned")
    assert by["housing"] == ("bo", "Min måned")
    assert "income" not in by
    hours = now.find("time_use", course_id="f1")
    assert hours is not None
    assert hours.origins["hours"].source == "fagsystem"
    assert set(now.rows["courses"][0].values.values()) & {"f2", "b2"} == set()


def test_a_save_and_a_load_write_the_same_rows_and_history(store: str) -> None:
    """The same rows by the fast path and by a load afterwards: nothing new, so keys and values agree exactly."""
    rows = {
        "time_use": [{"course_id": "f1", "month": "05-2025", "caseworker": 'Å "ø" \\', "hours": "7,125"}],
        "measurements": [
            {"course_id": "f1", "instrument": "ORS", "kind": "actual", "measured_on": "02-05-2025", "score": "20,1"},
        ],
        "missing_reasons": [{"course_id": "f1", "month": "2025-05", "field": "hours", "reason": "declined"}],
    }
    assert isinstance(save(store, rows), Registered)
    again = load_rows(store, rows, today=TODAY, who="x", source="x", at=AT)
    assert (again.faults, again.load_id) == ([], None)
    rows["time_use"][0]["hours"] = "8"
    changed = load_rows(store, rows, today=TODAY, who="x", source="x", at=AT)
    assert changed.counts["time_use"].changed == 1
    assert len({version.row_key for version in citizen_rows(store, "b1").history if version.table == "time_use"}) == 2


def test_nothing_new_is_no_load(store: str) -> None:
    saved = save(store, status(store, shelter_nights="3"))
    again = save(store, status(store, shelter_nights="3"))
    assert isinstance(saved, Registered)
    assert again == Registered(None, saved.version)


def test_faults_are_told_and_nothing_is_stored(store: str) -> None:
    refused = save(
        store, {"monthly_status": [{**MAY, "shelter_nights": "32"}, {**MAY, "month": "2025-04", "housing": "x"}]}
    )
    assert isinstance(refused, Refused)
    assert [(fault.row, fault.column, fault.rule) for fault in refused.faults] == [
        (2, "shelter_nights", "nights_of_month"),
        (3, "housing", "code"),
    ]
    assert history(store) == []


@pytest.mark.parametrize(
    "rows",
    [
        {"citizens": [{"citizen_id": "b2", "team": "x", "municipality": "901", "target_group": "homeless",
                       "referred_on": "2025-01-02"}]},
        {"housing_market": [{"municipality": "901", "month": "2025-05"}]},
        {"courses": [{"course_id": "f2", "citizen_id": "b1", "method": "ICM", "contact_on": "2025-05-01",
                      "caseworker": "x", "progression_measure": "ORS"}]},
    ],
)  # fmt: skip
def test_a_row_about_somebody_else_is_refused(store: str, rows: dict[str, list[dict[str, str]]]) -> None:
    """Another citizen, a municipality, and another citizen's course taken over."""
    before = stored_tables(store)
    with pytest.raises(NotTheirsError):
        save(store, rows)
    assert stored_tables(store) == before


def test_another_citizens_course_is_as_if_it_were_not_there(store: str) -> None:
    refused = save(store, {"time_use": [{**HOURS, "course_id": "f2"}]})  # type: ignore[dict-item]
    assert isinstance(refused, Refused)
    assert [fault.rule for fault in refused.faults] == ["unknown_reference"]


def test_the_later_save_sees_what_changed_since_it_opened(store: str) -> None:
    """Both open; Bo stores 3 nights; Åse's 5 is a conflict with both values, and hers stands once she has chosen."""
    save(store, status(store, shelter_nights="1"))
    opened = citizen_rows(store, "b1").version
    save(store, status(store, shelter_nights="3"), who="bo", reason="talt op")
    conflict = save(store, status(store, shelter_nights="5"), based_on=opened)
    assert isinstance(conflict, Conflict)
    (clash,) = conflict.clashes
    assert (clash.table, clash.field, clash.before, clash.now, clash.mine) == (
        "monthly_status",
        "shelter_nights",
        1,
        3,
        5,
    )
    assert (clash.changed_by, clash.changed_at, clash.source) == ("bo", AT, "Min måned")
    assert may(store) == {"citizen_id": "b1", "month": date(2025, 5, 1), "shelter_nights": 3}
    chosen = save(store, status(store, shelter_nights="5"), based_on=conflict.version)
    assert isinstance(chosen, Registered)
    assert [line[:3] for line in history(store)][-2:] == [
        ("monthly_status", "update", "bo"),
        ("monthly_status", "update", "åse"),
    ]


def test_fields_that_the_saver_did_not_touch_keep_what_others_wrote(store: str) -> None:
    """Åse's form holds housing and nights as she opened them and a new income; Bo has moved the housing meanwhile."""
    save(store, status(store, housing="own_home", shelter_nights="1"))
    opened = citizen_rows(store, "b1").version
    save(store, status(store, housing="without_home"), who="bo")
    saved = save(store, status(store, housing="own_home", shelter_nights="1", income="wage"), based_on=opened)
    assert isinstance(saved, Registered)
    assert may(store) == {"citizen_id": "b1", "month": date(2025, 5, 1), "housing": "without_home",
                          "shelter_nights": 1, "income": "wage"}  # fmt: skip


def test_the_same_row_added_by_two_is_a_conflict_unless_it_says_the_same(store: str) -> None:
    opened = citizen_rows(store, "b1").version
    save(store, status(store, shelter_nights="3"), who="bo")
    assert isinstance(save(store, status(store, shelter_nights="4"), based_on=opened), Conflict)
    assert isinstance(save(store, status(store, shelter_nights="3", income="wage"), based_on=opened), Registered)


def test_correcting_an_earlier_month_asks_for_a_reason(store: str) -> None:
    """In June, May is due: May is corrected freely, February's hours not; filling in a blank of February is free."""
    hours = {"time_use": [{"course_id": "f1", "month": "2025-02", "caseworker": "åse", "hours": "9"}]}
    assert save(store, hours) == ReasonNeeded((date(2025, 2, 1),))
    assert isinstance(save(store, hours, reason="talt forkert"), Registered)
    assert history(store) == [("time_use", "update", "åse", "Min måned", "talt forkert", "b1")]
    assert isinstance(
        save(store, {"monthly_status": [{"citizen_id": "b1", "month": "2025-02", "income": "wage"}]}), Registered
    )
    for nights in ("1", "2"):
        assert isinstance(save(store, status(store, shelter_nights=nights)), Registered)


def test_a_row_is_taken_away_and_the_history_keeps_it(store: str) -> None:
    """The hours turn up, so the reason for their being blank goes; and a course with hours cannot go unseen."""
    reason = {"course_id": "f1", "month": "2025-05", "field": "hours"}
    save(store, {"missing_reasons": [{**reason, "reason": "later"}]})
    hours = {"time_use": [{"course_id": "f1", "month": "2025-05", "caseworker": "åse", "hours": "4"}]}
    assert isinstance(save(store, hours, removing={"missing_reasons": [reason]}), Registered)
    assert citizen_rows(store, "b1").rows["missing_reasons"] == []
    assert [line[:2] for line in history(store)] == [
        ("missing_reasons", "insert"),
        ("time_use", "insert"),
        ("missing_reasons", "delete"),
    ]


def test_the_last_own_save_is_undone_and_the_undo_is_history(store: str) -> None:
    """3 nights and 4 hours, then 5 nights; undone one by one: 3 nights, then neither row; and forth again."""
    hours = {"time_use": [{"course_id": "f1", "month": "2025-05", "caseworker": "åse", "hours": "4"}]}
    both = save(store, status(store, shelter_nights="3") | hours)
    last = save(store, status(store, shelter_nights="5"))
    for outcome in (last, both):
        assert isinstance(outcome, Registered)
        undone = undo(store, "b1", outcome.load_id or 0, who="åse", today=TODAY, at=AT)
        assert isinstance(undone, Registered)
    assert may(store) is None
    assert len(citizen_rows(store, "b1").rows["time_use"]) == 1
    assert [line[1] for line in history(store)] == ["insert", "insert", "update", "update", "delete", "delete"]
    redone = undo(store, "b1", undone.load_id or 0, who="åse", today=TODAY, at=AT)
    assert isinstance(redone, Registered)
    assert may(store) == {"citizen_id": "b1", "month": date(2025, 5, 1), "shelter_nights": 3}


def test_an_undo_stops_where_others_have_gone_on(store: str) -> None:
    """Not another's save; not after a later change of the row; not a new course that somebody has put hours on."""
    saved = save(store, status(store, shelter_nights="3"))
    assert isinstance(saved, Registered)
    with pytest.raises(NotTheirsError):
        undo(store, "b1", saved.load_id or 0, who="bo", today=TODAY, at=AT)
    save(store, status(store, shelter_nights="4"), who="bo")
    later = undo(store, "b1", saved.load_id or 0, who="åse", today=TODAY, at=AT)
    assert isinstance(later, Conflict)
    assert [(clash.changed_by, clash.now["shelter_nights"]) for clash in later.clashes] == [("bo", 4)]
    course = {"course_id": "f9", "citizen_id": "b1", "method": "ICM", "contact_on": "2025-05-01", "caseworker": "åse",
              "progression_measure": "ORS"}  # fmt: skip
    new = save(store, {"courses": [course]})
    assert isinstance(new, Registered)
    save(store, {"time_use": [{"course_id": "f9", "month": "2025-05", "caseworker": "bo", "hours": "1"}]}, who="bo")
    built = undo(store, "b1", new.load_id or 0, who="åse", today=TODAY, at=AT)
    assert isinstance(built, Conflict)
    assert [clash.table for clash in built.clashes] == ["time_use"]


def test_a_change_of_caseworker_holds_from_the_month_that_is_said(store: str) -> None:
    """Bo from August, said in June: Åse has f1 until then; undone, she has it for good."""
    moved = save(store, {"courses": [{"course_id": "f1", "caseworker": "bo"}]}, effective_month=date(2025, 8, 20))
    held = [tuple(row.values()) for row in assignments(store).to_pylist() if row["course_id"] == "f1"]
    assert held == [("f1", None, "åse"), ("f1", date(2025, 8, 1), "bo")]
    assert isinstance(moved, Registered)
    undo(store, "b1", moved.load_id or 0, who="åse", today=TODAY, at=AT)
    assert [tuple(row.values()) for row in assignments(store).to_pylist()][0] == ("f1", None, "åse")


def test_a_course_that_was_undone_is_nobodys_and_may_come_again(store: str) -> None:
    course = {"course_id": "f9", "citizen_id": "b1", "method": "ICM", "contact_on": "2025-05-01", "caseworker": "åse",
              "progression_measure": "ORS"}  # fmt: skip
    new = save(store, {"courses": [course]})
    assert isinstance(new, Registered)
    undo(store, "b1", new.load_id or 0, who="åse", today=TODAY, at=AT)
    assert [row["course_id"] for row in assignments(store).to_pylist()] == ["f1", "f2"]
    save(store, {"courses": [{**course, "caseworker": "bo"}]})
    assert assignments(store).to_pylist()[-1] == {"course_id": "f9", "effective_month": None, "caseworker": "bo"}


def test_a_blank_day_of_estimate_is_the_courses_start(store: str) -> None:
    """Stored blank, typed as the day the course started: one row, as in a load."""
    save(store, {"measurements": [EXPECTED]})  # type: ignore[list-item]
    again = {**EXPECTED, "estimated_on": "2025-01-15", "score": "56"}
    assert isinstance(save(store, {"measurements": [again]}), Registered)  # type: ignore[list-item]
    (row,) = citizen_rows(store, "b1").rows["measurements"]
    assert (row.values["estimated_on"], row.values["score"]) == (None, 56)


def test_a_new_citizen_with_a_course_in_one_save(store_url: str) -> None:
    rows = {"citizens": [CITIZEN], "courses": [COURSE]}
    saved = register(store_url, "b1", rows, based_on=0, who="åse", source="Ny borger", reason=None, today=TODAY, at=AT)  # type: ignore[arg-type]
    assert isinstance(saved, Registered)
    assert [row.values["course_id"] for row in citizen_rows(store_url, "b1").rows["courses"]] == ["f1"]
    undo(store_url, "b1", saved.load_id or 0, who="åse", today=TODAY, at=AT)
    assert citizen_rows(store_url, "b1").rows["citizens"] == []
