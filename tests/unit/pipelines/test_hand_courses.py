"""Eleven courses by hand: `course` and the slow independent computation both arrive at the numbers of the file."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.build import build_from_files
from pipelines.contract import check
from pipelines.course import course_as_json, course_double_bottom_line
from pipelines.settings import Choices, Settings
from pipelines.warehouse import open_warehouse
from tests.hand_courses import HandCourse, hand_courses, write_hand_courses
from tests.oracle.course import course_of
from tests.oracle.world import World, open_world

TODAY = date(2025, 8, 31)
COURSES = hand_courses()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_hand_courses(tmp_path_factory.mktemp("hand") / "csv")


@pytest.fixture(scope="module")
def here(folder: Path) -> Settings:
    settings = Settings(folder.parent, "sqlite://", TODAY, Choices())
    build_from_files(settings, check([folder], today=TODAY))
    return settings


@pytest.fixture(scope="module")
def world(folder: Path) -> World:
    return open_world(folder)


def by_command(here: Settings, one: HandCourse) -> dict[str, Any]:
    with open_warehouse(here.home) as connection:
        line = course_double_bottom_line(connection, one.course_id, one.on, here.today, here.choices)
    return json.loads(course_as_json(line))


def agrees(found: dict[str, Any], one: HandCourse) -> None:
    """Total, months, phases and reading are those of the file."""
    assert found["total_expected"] == one.given["total"]
    for column, name in (("accumulated_expected_pct", "expected"), ("accumulated_actual_pct", "actual")):
        assert [row[column] for row in found["periods"]] == pytest.approx(one.pct(name)), name
    phases = [(row["accumulated_expected_pct"], row["accumulated_actual_pct"]) for row in found["phases"]]
    assert len(phases) == len(one.phases)
    for row, expected in zip(phases, one.phases, strict=True):
        assert row == pytest.approx(expected)
    deviation = found["deviation"]
    assert deviation["time_ratio"] == pytest.approx(one.time_ratio)
    assert deviation["progression_difference"] == pytest.approx(one.difference)
    assert deviation["cell"] == one.given["cell"]


@pytest.mark.parametrize("one", COURSES, ids=lambda one: one.given["about"])
def test_the_command_says_what_was_calculated_by_hand(here: Settings, one: HandCourse) -> None:
    agrees(by_command(here, one), one)


@pytest.mark.parametrize("one", COURSES, ids=lambda one: one.given["about"])
def test_the_independent_computation_agrees(world: World, one: HandCourse) -> None:
    agrees(course_of(world, one.course_id, one.on), one)


def test_an_expected_score_is_not_read_off_before_its_first_date(here: Settings) -> None:
    """H-08: 36 on 31 January has nothing expected; 72 on 15 August is held against the last, 60."""
    one = next(one for one in COURSES if one.course_id == "H-08")
    points = [(p["date"], p["expected"], p["actual"]) for p in by_command(here, one)["progression"]]
    assert points == [
        ("2025-01-31", None, 36),
        ("2025-03-01", 48, None),
        ("2025-06-01", 60, None),
        ("2025-08-15", 60, 72),
    ]
