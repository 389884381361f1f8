"""The overview on the sample data: what sample_data/README.md promises of each course is what its line says."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import duckdb
import pytest

from pipelines.course import course_double_bottom_line
from pipelines.deviation_texts import default_texts
from pipelines.double_bottom_line import Deviation
from pipelines.overview import (
    SORT_DA,
    TURNS_DA,
    ActiveCourse,
    OverviewLine,
    active_courses,
    cell_counts,
    overview,
    turn_of,
)
from pipelines.settings import Choices, Settings
from pipelines.warehouse import open_warehouse
from tests.sample import TODAY, built_sample

READINGS = {
    "F-901-001-1": "as/as",
    "F-901-002-1": "under/under",
    "F-901-003-1": "under/as",
    "F-902-001-1": "as/under",
    "F-902-002-1": "as/over",
    "F-902-003-1": "over/as",
    "F-905-001-1": "over/under",
}
READINGS_AT_THE_END = {
    "F-901-004-1": ("under/over", date(2025, 5, 28)),
    "F-905-002-1": ("over/over", date(2024, 11, 29)),
}
GREY = {
    "F-901-005-1": "færre end to måneder",
    "F-901-006-1": "ingen måling, der kan holdes op",
    "F-904-002-1": "ingen måling, der kan holdes op",
    "F-904-003-1": "ingen måling, der kan holdes op",
    "F-902-004-1": "mangler tid i 4 af 9",
    "F-905-003-1": "ikke lagt en forventning",
}
SIGNS = {
    "F-902-005-1": "no_time",
    "F-904-001-1": "measurement_late",
    "F-901-007-1": "who5_fall",
    "F-902-006-1": "who5_low",
    "F-902-007-1": "ors_fall",
    "F-905-004-1": "over_time",
    "F-901-008-1": "housing_lost",
}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return built_sample(tmp_path_factory.mktemp("overview"))


@pytest.fixture(scope="module")
def warehouse(here: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_warehouse(here.home) as connection:
        yield connection


def lines_on(warehouse: duckdb.DuckDBPyConnection, day: date) -> dict[str, OverviewLine]:
    found = overview(warehouse, active_courses(warehouse, day), day, Choices(), default_texts())
    return {line.course.head.course_id: line for line in found}


@pytest.fixture(scope="module")
def lines(warehouse: duckdb.DuckDBPyConnection) -> dict[str, OverviewLine]:
    return lines_on(warehouse, TODAY)


def test_each_of_the_nine_cells(lines: dict[str, OverviewLine], warehouse: duckdb.DuckDBPyConnection) -> None:
    """Seven running courses today, and two ended ones on their last day."""
    assert {name: lines[name].deviation.cell for name in READINGS} == READINGS
    for name, (cell, day) in READINGS_AT_THE_END.items():
        assert lines_on(warehouse, day)[name].deviation.cell == cell
    assert len({*READINGS.values(), *(cell for cell, _ in READINGS_AT_THE_END.values())}) == 9


@pytest.mark.parametrize("name", GREY)
def test_grey_with_its_reason(lines: dict[str, OverviewLine], name: str) -> None:
    assert lines[name].deviation.cell is None
    assert GREY[name] in lines[name].deviation.rule


@pytest.mark.parametrize("name", SIGNS)
def test_each_further_sign_has_its_course(lines: dict[str, OverviewLine], name: str) -> None:
    assert SIGNS[name] in [sign.code for sign in lines[name].signals]


def test_only_few_courses_have_a_sign_about_the_citizen(lines: dict[str, OverviewLine]) -> None:
    """A sign that most courses had would say nothing: of the quiet first course, none."""
    assert lines["F-901-001-1"].signals == ()
    assert sum(line.turn == 0 for line in lines.values()) < len(lines) / 5


def test_the_overview_says_what_the_command_says(
    lines: dict[str, OverviewLine], warehouse: duckdb.DuckDBPyConnection
) -> None:
    """Every started course: the same reading and the same per cents as `course` on the same day."""
    compared = 0
    for name, line in lines.items():
        alone = course_double_bottom_line(warehouse, name, TODAY, TODAY, Choices())
        if not alone.periods:
            continue
        compared += 1
        month = next(row for row in alone.periods if row.month == TODAY.replace(day=1))
        assert line.deviation == alone.deviation
        assert (line.expected_pct, line.actual_pct) == (month.accumulated_expected_pct, month.accumulated_actual_pct)
    assert compared > 80


def test_it_is_sorted_by_what_there_is_to_talk_about(lines: dict[str, OverviewLine]) -> None:
    """Signs about the citizen first, courses on their way last; every turn stands in the sentence on the page."""
    turns = [line.turn for line in lines.values()]
    assert turns == sorted(turns)
    assert set(turns) == set(range(len(TURNS_DA)))
    assert all(turn in SORT_DA for turn in TURNS_DA)


@pytest.mark.parametrize(
    ("cell", "codes", "turn"),
    [
        ("as/as", ["who5_low"], 0),
        (None, ["housing_lost"], 0),
        ("as/under", ["no_time"], 1),
        ("over/as", [], 2),
        ("as/over", [], 2),
        ("as/as", ["over_time"], 2),
        ("as/as", ["measurement_late"], 3),
        (None, ["no_time"], 3),
        (None, ["measurement_due"], 4),
        ("as/as", ["measurement_due"], 5),
    ],
)
def test_what_there_is_to_talk_about(cell: str | None, codes: list[str], turn: int) -> None:
    time, progression = cell.split("/") if cell else (None, None)
    assert turn_of(Deviation(time, progression, None, None, cell, ""), codes) == turn


def test_a_course_in_its_contact_phase_has_a_line_of_its_own(lines: dict[str, OverviewLine]) -> None:
    """F-902-009-1: contact from 24 November, today is day 8 + 31 + 15 - 1 = 53."""
    line = lines["F-902-009-1"]
    assert (line.month, line.phase, line.contact_days, line.deviation.cell) == (None, None, 53, None)
    assert "kontaktskabende" in line.deviation.rule


def test_phase_and_month(lines: dict[str, OverviewLine]) -> None:
    """CTI from 8 January 2025 is in month 13, phase 3; ICM from 4 November 2024 in month 15 without phases."""
    assert (lines["F-905-004-1"].phase, lines["F-905-004-1"].month) == (3, 13)
    assert (lines["F-902-003-1"].phase, lines["F-902-003-1"].month) == (None, 15)


def test_a_day_knows_nothing_of_what_comes_later(warehouse: duckdb.DuckDBPyConnection) -> None:
    """F-901-001-1: contact on 22 April 2025, started 3 June: at the end of May it is in its contact phase, day 9 + 31 = 40."""
    line = lines_on(warehouse, date(2025, 5, 31))["F-901-001-1"]
    assert (line.month, line.contact_days, line.scores) == (None, 40, ())
    assert "F-901-001-1" not in lines_on(warehouse, date(2025, 4, 21))


def test_an_ended_course_is_gone_the_day_after(warehouse: duckdb.DuckDBPyConnection) -> None:
    days = [date(2025, 5, 28), date(2025, 5, 29)]
    assert ["F-901-004-1" in lines_on(warehouse, day) for day in days] == [True, False]


def test_the_cells_add_up_to_the_courses(lines: dict[str, OverviewLine]) -> None:
    counts = cell_counts(lines.values())
    assert sum(counts.values()) == len(lines)
    assert counts["over/under"] == Counter(line.deviation.cell for line in lines.values())["over/under"]
    assert counts["no/such"] == 0


def test_only_the_courses_asked_for_are_read(warehouse: duckdb.DuckDBPyConnection) -> None:
    one: list[ActiveCourse] = [c for c in active_courses(warehouse, TODAY) if c.head.course_id == "F-901-007-1"]
    assert [line.course.head.course_id for line in overview(warehouse, one, TODAY, Choices(), default_texts())] == [
        "F-901-007-1"
    ]
    assert overview(warehouse, [], TODAY, Choices(), default_texts()) == []


def test_limits_are_the_municipalitys(warehouse: duckdb.DuckDBPyConnection) -> None:
    """With a limit of 0.01 no course is under in time."""
    choices = replace(Choices(), time_under=0.01)
    found = overview(warehouse, active_courses(warehouse, TODAY), TODAY, choices, default_texts())
    assert not [line for line in found if line.deviation.time == "under"]
