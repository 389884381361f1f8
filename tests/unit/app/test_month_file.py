"""A month's workbook comes back through the app: own courses only, the five tables only, and logged as changed."""

from pathlib import Path

import pytest

from app.registry import completeness, door, month_file
from app.registry.completeness import Looked
from app.rights import NotAllowedError
from pipelines.access_log import accesses
from pipelines.settings import Settings
from pipelines.store import stored_tables
from tests.unit.app.door_cases import MARCH
from tests.unit.app.door_world import COLLEAGUES, FOREIGN, OTHER_TEAMS, OWN, make, visit

pytestmark = pytest.mark.store


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    door._seen.clear()
    return make(tmp_path / "home")


def hours_of(*courses: str) -> tuple[str, bytes]:
    lines = "".join(f"{course};2025-03;anne;5\n" for course in courses)
    return "time_use.csv", f"course_id;month;caseworker;hours\n{lines}".encode()


def test_a_caseworker_loads_a_month_and_it_is_logged(here: Settings) -> None:
    told = month_file.load_month_file(visit(here, "caseworker"), hours_of("F-own"))
    assert "1 nye" in told or "1 ny" in told
    newest = accesses(here.store_url, citizen_id=OWN)[0]
    assert (newest.user_name, newest.action, newest.subject) == ("anne", "changed", "Månedens skabelon")


def test_a_course_out_of_reach_is_a_fault_and_nothing_is_stored(here: Settings) -> None:
    """Own and a foreign course in one file: all or nothing, and the foreign one is as if it did not exist."""
    before = stored_tables(here.store_url)["time_use"].num_rows
    faults = month_file.check_month_file(visit(here, "caseworker"), hours_of("F-own", "F-otherteam")).faults
    assert [(fault.row, fault.column) for fault in faults] == [(3, "course_id")]
    month_file.load_month_file(visit(here, "caseworker"), hours_of("F-own", "F-foreign"))
    assert stored_tables(here.store_url)["time_use"].num_rows == before


def test_a_month_changes_no_citizen_and_no_course(here: Settings) -> None:
    citizens = f"citizen_id;municipality;target_group;referred_on\n{OWN};902;homeless;2025-01-02\n"
    with pytest.raises(NotAllowedError, match="kan ikke ændre Borgere. Intet er gemt"):
        month_file.check_month_file(visit(here, "caseworker"), ("citizens.csv", citizens.encode()))
    with pytest.raises(NotAllowedError):
        month_file.load_month_file(visit(here, "caseworker"), ("citizens.csv", citizens.encode()))
    assert {row["municipality"] for row in stored_tables(here.store_url)["citizens"].to_pylist()} == {"901", "902"}


def test_the_own_courses_alone_or_the_teams(here: Settings) -> None:
    """Anne sees Nord's two citizens; her own when she asks for those; the lead can look at Syd alone."""

    def seen(role: str, looked: Looked) -> set[str]:
        answer = completeness.completeness(visit(here, role), MARCH, MARCH, looked)  # type: ignore[arg-type]
        return {line.citizen_id for line in answer.lines}

    assert seen("caseworker", Looked()) == {OWN, COLLEAGUES}
    assert seen("caseworker", Looked(own=True)) == {OWN}
    assert seen("project_lead", Looked()) == {OWN, COLLEAGUES, OTHER_TEAMS}
    assert seen("project_lead", Looked(team="Syd")) == {OTHER_TEAMS}
    assert seen("project_lead", Looked(municipality="902")) == set()


def test_what_is_taken_along_is_logged_as_handed_out(here: Settings) -> None:
    left = completeness.missing(visit(here, "caseworker"), MARCH, MARCH, Looked(own=True))
    assert {one.citizen_id for one in left} == {OWN}
    assert [(each.action, each.citizen_id) for each in accesses(here.store_url)[:1]] == [("exported", OWN)]
    assert not [each for each in accesses(here.store_url, citizen_id=FOREIGN) if each.user_name == "anne"]


def test_the_caseworkers_to_make_a_month_for_are_those_within_reach(here: Settings) -> None:
    assert month_file.caseworkers(visit(here, "caseworker")) == ["anne", "bo"]
    assert month_file.caseworkers(visit(here, "project_lead")) == ["anne", "bo", "cecilie"]
