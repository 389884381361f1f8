"""A few rows are checked by shortcuts: read from memory, and asked once instead of rule by rule. The answers are the same."""

from collections.abc import Mapping
from datetime import date
from functools import cache

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.checking import FEW_ROWS
from pipelines.contract import Checked, check_rows
from pipelines.schema import Column, contracts

TODAY = date(2025, 6, 15)
Rows = dict[str, list[dict[str, str | None]]]
STORED: Rows = {
    "citizens": [
        {"citizen_id": name, "municipality": "901", "target_group": "homeless", "referred_on": "2024-12-01"}
        for name in ("b1", "b2")
    ],
    "courses": [
        {"course_id": "f1", "citizen_id": "b1", "method": "CTI", "started_on": "2025-01-15", "ended_on": "2025-04-20",
         "end_reason": "completed", "caseworker": "anne", "progression_measure": "WHO5"},
        {"course_id": "f2", "citizen_id": "b2", "method": "ICM", "contact_on": "2025-03-05", "caseworker": "bo",
         "progression_measure": "ORS"},
    ],
    "time_use": [{"course_id": "f1", "month": "2025-02", "caseworker": "anne", "hours": "7,5"}],
    "measurements": [
        {"course_id": "f1", "measured_on": "2025-02-20", "instrument": "WHO5", "kind": "actual", "score": "52"}
    ],
    "expected_time": [{"course_id": "f2", "period": "4", "hours": "9", "estimated_on": "2025-03-06", "basis": "average"}],
}  # fmt: skip
DAYS = ["2025-01-15", "20-02-2025", "2025-04-20", "2025-05-02", "2025-12-01", "31-02-2025", "i går"]
MONTHS = ["2025-01", "02-2025", "2025-05", "2025-07", "2023-09", "13-2025"]
NUMBERS = ["0", "1", "3", "4", "5", "7,5", "19.9", "32", "52", "100", "-1", "1.234", "3,25", "mange"]
NAMES = {"citizen_id": ["b1", "b2", "b9", "b 9"], "course_id": ["f1", "f2", "f9", "æ"], "municipality": ["901", "90"],
         "field": ["hours", "housing", "WHO5", "x"], "rate": ["shelter_night", "x"]}  # fmt: skip
SPOILT = ["010180-1234", "  ", "=1+1"]


def cells(column: Column) -> st.SearchStrategy[str | None]:
    """What may be typed in a column: mostly what fits it, now and then what does not."""
    pools = {"date": DAYS, "month": MONTHS, "integer": NUMBERS, "decimal": NUMBERS}
    pool = NAMES.get(column.name) or [*column.codes, *column.codes.values()] or pools.get(column.type, ["anne", "Nord"])
    fitting = st.sampled_from(pool)
    common = [fitting] * 8 if column.required else [fitting] * 4 + [st.none()] * 5
    return st.one_of(*common, st.sampled_from([*pool, *SPOILT]))


GOOD: Rows = {
    "citizens": [{"citizen_id": "b1", "municipality": "901", "team": "Nord", "target_group": "homeless",
                  "referred_on": "2024-12-15", "birth_year": "1980"}],
    "courses": [{"course_id": "f1", "citizen_id": "b1", "method": "CTI", "started_on": "15-01-2025",
                 "ended_on": "30-04-2025", "end_reason": "moved", "caseworker": "bo", "progression_measure": "WHO5"},
                {"course_id": "f3", "citizen_id": "b1", "method": "ICM", "started_on": "02-05-2025", "caseworker": "bo",
                 "progression_measure": "ORS"}],
    "expected_time": [{"course_id": "f1", "period": "2", "hours": "12", "estimated_on": "2025-01-15", "basis": "average"}],
    "time_use": [{"course_id": "f1", "month": "2025-03", "caseworker": "bo", "hours": "4,5"},
                 {"course_id": "f2", "month": "2025-05", "caseworker": "bo", "hours": "0"}],
    "measurements": [{"course_id": "f1", "measured_on": "2025-03-20", "instrument": "WHO5", "kind": "actual",
                      "item_1": "3", "item_2": "2", "item_3": "3", "item_4": "1", "item_5": "0"},
                     {"course_id": "f1", "measured_on": "2025-04-15", "instrument": "ORS", "kind": "expected",
                      "score": "25,5"}],
    "monthly_status": [{"citizen_id": "b1", "month": "2025-03", "housing": "Egen bolig", "shelter_nights": "3",
                        "support_85a": "yes", "home_skills": "4"}],
    "missing_reasons": [{"course_id": "f1", "month": "2025-03", "field": "income", "reason": "declined"}],
    "rates": [{"municipality": "901", "rate": "shelter_night", "valid_from": "2025-01-01", "amount": "100"}],
}  # fmt: skip


@st.composite
def loads(draw: st.DrawFn) -> Rows:
    """Some of the good tables, with up to three cells spoilt, and now and then a row that is there twice."""
    chosen = draw(st.lists(st.sampled_from(sorted(GOOD)), min_size=1, max_size=4, unique=True))
    rows = {name: [dict(row) for row in GOOD[name]] for name in chosen}
    for _ in range(draw(st.integers(0, 3))):
        name = draw(st.sampled_from(chosen))
        column = draw(st.sampled_from(list(contracts()[name].columns.values())))
        draw(st.sampled_from(rows[name]))[column.name] = draw(cells(column))
    if draw(st.integers(0, 5)) == 0:
        twice = draw(st.sampled_from(chosen))
        rows[twice].append(dict(rows[twice][0]))
    return rows


@cache
def stored() -> Mapping[str, pa.Table]:
    return check_rows(STORED, today=TODAY).tables


def both(rows: Rows, decimal: str | None = None) -> tuple[Checked, Checked]:
    """The rows checked by the shortcuts, and by every question one by one."""
    short = check_rows(rows, today=TODAY, stored=stored(), decimal=decimal)
    return short, check_rows(rows, today=TODAY, stored=stored(), decimal=decimal, shortcuts=False)


@settings(max_examples=40)
@given(loads(), st.sampled_from([None, "comma", "point"]))
def test_the_shortcuts_find_the_same_faults_and_the_same_tables(rows: Rows, decimal: str | None) -> None:
    short, whole = both(rows, decimal)
    assert short.faults == whole.faults
    assert short.tables == whole.tables


def test_the_good_rows_are_good_so_that_both_answers_are_met() -> None:
    """Nothing is wrong, and each table has its rows: the shortcut's yes is tried as well as its no."""
    assert both(GOOD)[0].faults == []
    assert {name: table.num_rows for name, table in both(GOOD)[0].tables.items()} == {
        n: len(r) for n, r in GOOD.items()
    }


def test_more_rows_than_are_read_one_by_one_come_to_the_same() -> None:
    """One row beyond the limit, a third of them with a number of nights that no month has."""
    days = [f"{year}-{month:02}" for year in range(2020, 2025) for month in range(1, 13)][: FEW_ROWS + 1]
    rows = {"monthly_status": [
        {"citizen_id": "b1", "month": day, "shelter_nights": "40" if at % 3 else "4"} for at, day in enumerate(days)
    ]}  # fmt: skip
    short, whole = both(rows)
    assert len(short.faults) == 2 * (FEW_ROWS + 1) // 3
    assert short.faults == whole.faults
