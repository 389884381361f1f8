"""A month's workbook comes back through the app: own courses only, the five tables only, and logged as changed."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.registry import completeness, data_in, door, imports, month_file
from app.registry.completeness import Looked
from app.rights import NotAllowedError
from pipelines.access_log import accesses
from pipelines.citizen_rows import citizen_rows
from pipelines.difference_store import Chosen
from pipelines.registering import Registered, Rows, register
from pipelines.schema import contracts
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
    told = month_file.load_month_file(visit(here, "caseworker"), hours_of("F-own")).told
    assert "1 nye" in told or "1 ny" in told
    newest = accesses(here.store_url, citizen_id=OWN)[0]
    assert (newest.user_name, newest.action, newest.subject) == ("anne", "changed", "Månedens skabelon")


def filled_in(handed_out: bytes, table: str = "monthly_status", **typed: object) -> tuple[str, bytes]:
    """The workbook with values typed into the first row of a table, by column."""
    book = load_workbook(io.BytesIO(handed_out))
    sheet = book[contracts()[table].sheet_da]
    for at, column in enumerate(contracts()[table].columns, start=1):
        if column in typed:
            sheet.cell(2, at).value = typed[column]
    back = io.BytesIO()
    book.save(back)
    return "2025-03-anne.xlsx", back.getvalue()


def colleague_types(here: Settings, **fields: str) -> None:
    """Bo registers March of Anne's citizen in the app."""
    bo_registers(here, {"monthly_status": [{"citizen_id": OWN, "month": "2025-03", **fields}]})


WHO5 = {"course_id": "F-own", "instrument": "WHO5", "kind": "actual"}


def colleague_measures(here: Settings, **answers: str) -> None:
    """Bo registers, or corrects, a WHO-5 of Anne's citizen in the app."""
    bo_registers(here, {"measurements": [WHO5 | {"measured_on": "2025-03-20"} | answers]})


def bo_registers(here: Settings, rows: Rows) -> None:
    seen = citizen_rows(here.store_url, OWN).version
    now = datetime.now(UTC).replace(tzinfo=None)
    saved = register(here.store_url, OWN, rows, based_on=seen, who="bo", source="Min måned", reason="prøve",
                     today=here.today, at=now)  # fmt: skip
    assert isinstance(saved, Registered)


def status_of_march(here: Settings) -> dict[str, object]:
    row = citizen_rows(here.store_url, OWN).find("monthly_status", citizen_id=OWN, month=MARCH)
    assert row is not None
    return {
        name: value for name, value in row.values.items() if value is not None and name not in ("citizen_id", "month")
    }


def test_what_a_colleague_typed_since_the_workbook_was_handed_out_is_not_overwritten(here: Settings) -> None:
    """Handed out with 2 nights; then Bo types housing, income and 9 nights; Anne's file says another housing and 2 nights.

    Her income is blank and her nights are as they were handed out, so Bo's stand without asking; the housing is asked
    about; her own new field is stored. Chosen hers, it becomes hers, and the same file once more asks nothing again.
    """
    anne = visit(here, "caseworker")
    colleague_types(here, shelter_nights="2")
    book = month_file.month_file(anne, MARCH, "anne")
    colleague_types(here, housing="without_home", income="wage", shelter_nights="9")
    upload = filled_in(book, housing="Egen bolig", finances=4)
    taken = month_file.load_month_file(anne, upload)
    theirs = {"housing": "without_home", "income": "wage", "shelter_nights": 9}
    assert (taken.differences, status_of_march(here)) == (1, theirs | {"finances": 4})
    assert "1 felt er ændret i Bundlinje, siden filen blev hentet" in taken.told
    (asked,) = [each for each in imports.differences(anne) if each.field == "housing"]
    assert (asked.mine, asked.theirs, asked.source) == ("without_home", "own_home", upload[0])
    assert asked.origin is not None
    assert asked.origin.changed_by == "bo"
    assert imports.choose(anne, [Chosen(asked.id, asked.mine, "theirs")], "Talt med Bo") == []
    assert status_of_march(here)["housing"] == "own_home"
    assert month_file.load_month_file(anne, upload).differences == 0


def test_the_project_lead_brings_a_workbook_in_among_the_files(here: Settings) -> None:
    """On the page Data ind as well: Bo's income since stands, and her other income is asked about."""
    lead = visit(here, "project_lead")
    book = month_file.month_file(lead, MARCH, "anne")
    colleague_types(here, income="wage")
    told = data_in.load_upload(lead, [filled_in(book, income="SU", finances=4)], None)
    assert "1 felt er ændret i Bundlinje" in told
    assert status_of_march(here) == {"income": "wage", "finances": 4}
    assert [each.theirs for each in imports.differences(lead) if each.field == "income"] == ["student_grant"]


def test_what_stands_as_it_was_handed_out_may_be_corrected_in_the_workbook(here: Settings) -> None:
    """2 nights before the workbook, 3 in it: nobody has changed it since, so 3 it is; and 4 when she mends her own file."""
    anne = visit(here, "caseworker")
    colleague_types(here, shelter_nights="2")
    book = month_file.month_file(anne, MARCH, "anne")
    for nights in (3, 4):
        assert month_file.load_month_file(anne, filled_in(book, shelter_nights=nights)).differences == 0
        assert status_of_march(here) == {"shelter_nights": nights}


def test_a_file_that_does_not_say_when_it_was_handed_out_asks_about_all_that_stands(here: Settings) -> None:
    """7,5 hours of February are written; a file says 5: 7,5 stands, and there is one difference."""
    hours = "course_id;month;caseworker;hours\nF-own;2025-02;anne;5\n"
    assert month_file.load_month_file(visit(here, "caseworker"), ("time_use.csv", hours.encode())).differences == 1
    row = citizen_rows(here.store_url, OWN).find("time_use", course_id="F-own")
    assert row is not None
    assert row.values["hours"] == 7.5


def test_a_row_that_breaks_a_rule_when_both_are_merged_is_asked_about_whole(here: Settings) -> None:
    """WHO-5 of five 3s, 60. Bo makes the second answer 4, 64; Anne's file the first, 64 too. Both would be 68, not 64.

    So Bo's stands whole, and the two answers are asked about.
    """
    anne = visit(here, "caseworker")
    answers = {f"item_{number}": "3" for number in range(1, 6)}
    colleague_measures(here, **answers)
    book = month_file.month_file(anne, MARCH, "anne")
    colleague_measures(here, **answers | {"item_2": "4"})
    upload = filled_in(book, "measurements", **WHO5 | {"measured_on": date(2025, 3, 20)}, **answers | {"item_1": 4})
    assert month_file.load_month_file(anne, upload).differences == 2
    row = citizen_rows(here.store_url, OWN).find("measurements", instrument="WHO5")
    assert row is not None
    assert [row.values[name] for name in (*answers, "score")] == [3, 4, 3, 3, 3, 64]
    found = {(each.field, each.mine, each.theirs) for each in imports.differences(anne) if each.table == "measurements"}
    assert found == {("item_1", 3, 4), ("item_2", 4, 3)}


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
