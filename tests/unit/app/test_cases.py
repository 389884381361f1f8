"""The door to SØM cases: every public function for every role, and what is observed only where the counts are not small."""

import copy
import inspect
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from app import candidate_list, cases, report_door
from app.case_list import FAULTS_DA, list_rows, next_step_da
from app.rights import ROLES_DA, Grant, NotAllowedError, Role, User, Visit
from pipelines import case_store
from pipelines.case_candidates import QUESTIONS_DA
from pipelines.settings import Choices, Settings
from som_engine.case import check_case
from som_engine.knowledge import load_knowledge
from tests.stores import copy_home, store_at
from tests.unit.pipelines.success_warehouse import MARCH, Row, row, write_warehouse
from tests.unit.som_engine.cases import HOUSING_FIRST, worked

pytestmark = pytest.mark.store

AT = datetime(2025, 4, 1, 9)
APRIL = date(2025, 4, 1)
NEW = {name: value for name, value in worked().items() if name != "case"}


def visit(home: Path, role: Role, municipality: str = "901") -> Visit:
    here = Settings(home, store_at(home), date(2025, 4, 15), Choices())
    return Visit(here, User("erik", (Grant(role, municipality),)))


def filled(home: Path, content: dict[str, Any] | None = None, rows: list[Row] | None = None) -> Path:
    write_warehouse(home, rows or [])
    here = visit(home, "economist").here
    case_store.save(here, "sag", content or worked(), based_on=0, reason="ny", who="erik", at=AT)
    return home


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one saved case, to copy."""
    return filled(tmp_path_factory.mktemp("made") / "home")


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    return copy_home(made, tmp_path / "home")


USES: dict[str, Callable[[Visit], Any]] = {
    "listed": lambda who: cases.listed(who, MARCH, AT),
    "readable": lambda who: cases.readable(who, AT),
    "opened": lambda who: cases.opened(who, "sag", AT),
    "knowledge_now": lambda who: cases.knowledge_now(who),
    "calculate": lambda who: cases.calculate(who, "sag", worked(), MARCH),
    "observed": lambda who: cases.observed(who, "sag", check_case(worked(), load_knowledge()), MARCH),
    "versions": lambda who: cases.versions(who, "sag", AT),
    "log_book": lambda who: cases.log_book(who, "sag", AT),
    "shown_results": lambda who: cases.shown_results(who, "sag", worked(), []),
    "reruns": lambda who: cases.reruns(who, "sag", AT),
    "compared": lambda who: cases.compared(who, *[case_store.current(who.here, "sag", AT)] * 2),
    "save": lambda who: cases.save(who, "sag", worked() | {"horizon_years": 2}, based_on=1, reason="x", at=AT),
    "create": lambda who: cases.create(who, NEW, AT),
    "rerun_month": lambda who: cases.rerun_month(who, MARCH, AT),
}
ASKS_ONLY = {"may_write", "works_with_citizens"}
WRITING = {"save", "create", "rerun_month"}


def test_every_public_function_of_the_door_is_tried_here_and_takes_the_visit_first() -> None:
    public = {
        name: one
        for name, one in inspect.getmembers(cases, inspect.isfunction)
        if one.__module__ == cases.__name__ and not name.startswith("_")
    }
    assert set(public) == set(USES) | ASKS_ONLY
    assert {next(iter(inspect.signature(one).parameters)) for one in public.values()} == {"visit"}


@pytest.mark.parametrize("name", USES)
@pytest.mark.parametrize("role", ROLES_DA)
def test_who_may_what(home: Path, role: Role, name: str) -> None:
    """Economists do all of it, project leads and management read, nobody else comes in."""
    who = visit(home, role)
    if role == "economist" or (role in ("project_lead", "management") and name not in WRITING):
        USES[name](who)
    else:
        with pytest.raises(NotAllowedError):
            USES[name](who)


@pytest.mark.parametrize("name", sorted(set(USES) - {"listed", "readable", "knowledge_now", "rerun_month"}))
def test_a_case_of_another_municipality_is_out_of_reach(home: Path, name: str) -> None:
    with pytest.raises(NotAllowedError, match="kommune"):
        USES[name](visit(home, "economist", "902"))


def test_another_municipalitys_case_is_not_listed_and_not_rerun(tmp_path: Path) -> None:
    home = filled(tmp_path)
    assert cases.listed(visit(home, "economist", "902"), MARCH, AT) == []
    assert cases.readable(visit(home, "economist", "902"), AT) == []
    assert cases.rerun_month(visit(home, "economist", "902"), MARCH, AT) == 0
    assert cases.rerun_month(visit(home, "economist"), MARCH, AT) == 1
    (found,) = cases.listed(visit(home, "economist"), MARCH, AT)
    assert found.last is not None
    (shown,) = list_rows([found])
    assert (shown["Genberegnet"], shown["Over nul i"]) == ("marts 2025", "ikke beregnet")


def test_a_case_that_is_not_there_is_told_as_one_that_is_not_yours(tmp_path: Path) -> None:
    with pytest.raises(NotAllowedError, match="findes ikke"):
        cases.opened(visit(filled(tmp_path), "economist"), "ukendt", AT)


@pytest.mark.parametrize(
    ("successes", "failures", "role", "shown"),
    [
        (12, 12, "economist", True),
        (4, 12, "economist", False),
        (12, 4, "management", False),
        (4, 12, "project_lead", True),
    ],
)
def test_small_counts_are_observed_by_the_team_only(
    tmp_path: Path, successes: int, failures: int, role: Role, shown: bool
) -> None:
    """5 is the limit: with 4 successes or failures the economist sees the case's own rate, the project lead the observed."""
    rows = [row(f"s{at}", "success") for at in range(successes)] + [row(f"f{at}", "failure") for at in range(failures)]
    who = visit(filled(tmp_path, HOUSING_FIRST, rows), role)
    assert cases.rerun_month(visit(tmp_path, "economist"), MARCH, AT) == 1
    done = cases.calculate(who, "sag", HOUSING_FIRST, MARCH)
    assert (done.observed is not None) == shown
    assert done.rate is not None
    assert done.rate.whence == ("observed" if shown else "case")


def test_outside_the_team_only_stored_months_are_told_and_only_of_the_question_that_was_stored(tmp_path: Path) -> None:
    """12 of 24 in March, 13 of 25 in April: the one that came is told by neither month nor another question of the case."""
    both = [(what, at) for what in ("success", "failure") for at in range(12)]
    rows = [row(f"{what}{at}", what, month=month) for month in (MARCH, APRIL) for what, at in both]
    rows.append(row("success12", "success", month=APRIL))
    economist = visit(filled(tmp_path, HOUSING_FIRST, rows), "economist")
    assert cases.calculate(economist, "sag", HOUSING_FIRST, MARCH).observed is None
    cases.rerun_month(economist, MARCH, AT)
    cases.rerun_month(economist, APRIL, AT)
    for month in (MARCH, APRIL):
        seen = cases.calculate(economist, "sag", HOUSING_FIRST, month).observed
        assert seen is not None
        assert (seen.month, seen.successes, seen.assessed) == (MARCH, 12, 24)
    asked = copy.deepcopy(HOUSING_FIRST)
    asked["effect"]["success_rate"]["observed"]["methods"] = ["CTI"]
    assert cases.calculate(economist, "sag", asked, MARCH).observed is None
    assert [one.month for one in cases.reruns(economist, "sag", AT)[0]] == [MARCH]
    (listed,) = cases.listed(economist, APRIL, AT)
    assert listed.last is not None
    assert listed.last.month == MARCH


def test_two_cases_whose_difference_is_few_tell_neither_outside_the_team(tmp_path: Path) -> None:
    """12 of 24 in all; by CTI 10 of 20: the 2 of 4 with ICM would follow. Replacing the rerun of one does not free the other."""
    rows = [
        row(f"{what}{at}", what, method="CTI" if at < 10 else "ICM")
        for what in ("success", "failure")
        for at in range(12)
    ]
    economist = visit(filled(tmp_path, HOUSING_FIRST, rows), "economist")
    cases.rerun_month(economist, MARCH, AT)
    assert cases.calculate(economist, "sag", HOUSING_FIRST, MARCH).observed is not None
    of_cti = copy.deepcopy(HOUSING_FIRST) | {"case": "cti"}
    of_cti["effect"]["success_rate"]["observed"]["methods"] = ["CTI"]
    case_store.save(economist.here, "cti", of_cti, based_on=0, reason="ny", who="erik", at=AT)
    cases.rerun_month(economist, MARCH, AT)
    for case_id, content in (("sag", HOUSING_FIRST), ("cti", of_cti)):
        assert cases.calculate(economist, case_id, content, MARCH).observed is None
        assert cases.reruns(economist, case_id, AT) == ([], 1)
    lead = visit(tmp_path, "project_lead")
    assert cases.calculate(lead, "cti", of_cti, MARCH).observed is not None


def test_what_leaves_the_program_holds_no_small_counts_whoever_makes_it(tmp_path: Path) -> None:
    """4 successes: the project lead sees them on screen, but neither the report nor the shared file has the rate."""
    rows = [row(f"s{at}", "success") for at in range(4)] + [row(f"f{at}", "failure") for at in range(12)]
    who = visit(filled(tmp_path, HOUSING_FIRST, rows), "project_lead")
    assert cases.calculate(who, "sag", HOUSING_FIRST, MARCH).observed is not None
    _, told = report_door.leaving(who, "sag", MARCH, AT)
    assert told.observed is None
    assert told.rate is not None
    assert told.rate.whence == "case"
    assert json.loads(report_door.shared_text(who, "sag", MARCH, AT))["result"]["success_rate"] == 0.25


@pytest.mark.parametrize("role", ROLES_DA)
def test_who_may_take_a_case_along(home: Path, role: Role) -> None:
    who = visit(home, role)
    if role in cases.READERS:
        text = report_door.shared_text(who, "sag", MARCH, AT)
        assert report_door.read_shared(who, text, worked()).differences == ()
    else:
        for use in (
            lambda: report_door.leaving(who, "sag", MARCH, AT),
            lambda: report_door.read_shared(who, "{}", None),
        ):
            with pytest.raises(NotAllowedError):
                use()
    with pytest.raises(NotAllowedError):
        report_door.shared_text(visit(home, role, "902"), "sag", MARCH, AT)


def test_the_report_has_the_candidates_of_the_cases_own_municipality(tmp_path: Path) -> None:
    """An economist of 901 and 902 makes the report of a case of 901: the other municipality's list stays at home."""
    home = filled(tmp_path, HOUSING_FIRST)
    (home / "warehouse" / "current").unlink()
    both = Visit(visit(home, "economist").here, User("erik", (Grant("economist", "901"), Grant("economist", "902"))))
    for place, name in (("901", "Bostøtte"), ("902", "Værested")):
        candidate_list.rate(both, place, name, dict.fromkeys(QUESTIONS_DA, "yes"), "", AT)
    told = report_door.report_of(both, "sag", MARCH, AT)
    assert [one.name for one in told.candidates] == ["Bostøtte"]


def test_a_shared_case_is_held_up_against_an_own_one_input_by_input(home: Path) -> None:
    who = visit(home, "economist")
    text = report_door.shared_text(who, "sag", MARCH, AT)
    found = report_door.read_shared(who, text, worked() | {"horizon_years": 3})
    assert [(one.field, one.old, one.new) for one in found.differences] == [("horizon_years", 3, 4)]
    assert found.experience.net_present_value["total"] == pytest.approx(133_289.86, abs=0.005)


def test_a_project_lead_elsewhere_sees_no_small_counts_of_a_case_without_a_municipality(tmp_path: Path) -> None:
    """The case observes every municipality's courses, and nobody works with the citizens of them all."""
    everywhere = {name: value for name, value in HOUSING_FIRST.items() if name != "municipality"}
    rows = [row(f"s{at}", "success") for at in range(4)] + [row(f"f{at}", "failure") for at in range(12)]
    who = visit(filled(tmp_path, everywhere, rows), "project_lead")
    assert cases.calculate(who, "sag", everywhere, MARCH).observed is None


def test_a_case_with_faults_says_them_and_has_no_result(tmp_path: Path) -> None:
    done = cases.calculate(visit(filled(tmp_path), "economist"), "sag", worked() | {"horizon_years": 0}, MARCH)
    assert done.result is None
    assert [fault.path for fault in done.faults] == ["horizon_years"]
    assert next_step_da(done) == FAULTS_DA


def test_a_broken_file_is_listed_for_everybody_who_reads(tmp_path: Path) -> None:
    """It has no municipality that could be read, and somebody must mend it."""
    home = filled(tmp_path)
    (home / "cases" / "itu.yaml").write_text("case: [", encoding="utf-8")
    found = {one.case_id: one for one in cases.listed(visit(home, "economist"), MARCH, AT)}
    assert found["itu"].calculated.result is None
    assert list_rows([found["itu"]])[0]["Netto, kr."] == "kan ikke regnes"


def test_the_next_step_is_the_first_with_something_to_decide(tmp_path: Path) -> None:
    """The worked example has 30 citizens and forgotten costs: step 3."""
    done = cases.calculate(visit(filled(tmp_path), "economist"), "sag", worked(), MARCH)
    assert next_step_da(done) == "3. Omkostninger"
