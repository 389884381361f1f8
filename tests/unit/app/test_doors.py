"""Every public function of app/registry with every role: nobody gets at a citizen out of reach, direct calls included."""

import importlib
import inspect
import pkgutil
from dataclasses import replace

import pytest
from sqlalchemy import text

from app import registry
from app.registry import door, expecting
from app.registry.data_in import load_upload
from app.rights import NotAllowedError, Role, Visit
from pipelines.access_log import accesses
from pipelines.registering import Conflict, Refused, Registered, citizen_rows
from pipelines.settings import Settings
from pipelines.store import opened
from pipelines.store_connection import StoreError
from tests.unit.app.door_cases import CASES
from tests.unit.app.door_world import COLLEAGUES, FOREIGN, OTHER_TEAMS, OWN, ROLES, make, visit

pytestmark = pytest.mark.store
MODULES = [name for _, name, _ in pkgutil.iter_modules(registry.__path__) if name != "door"]
REGISTRATIONS = ("citizens", "courses", "time_use", "monthly_status", "measurements", "expected_time", "missing_reasons",
                 "history", "drafts", "meeting_courses", "agreements", "agreement_events")  # fmt: skip


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make(tmp_path_factory.mktemp("doors") / "home")


@pytest.fixture(autouse=True)
def every_look_is_new() -> None:
    door._seen.clear()


def public_functions() -> dict[str, object]:
    """Every function that a module of the package defines and does not hide, by module.function."""
    found = {}
    for name in MODULES:
        module = importlib.import_module(f"app.registry.{name}")
        for function, value in inspect.getmembers(module, inspect.isfunction):
            if value.__module__ == module.__name__ and not function.startswith("_"):
                found[f"{name}.{function}"] = value
    return found


def stored(here: Settings) -> dict[str, list[tuple]]:
    """All that is registered about citizens, to compare before and after."""
    with opened(here.store_url) as engine, engine.connect() as connection:
        return {
            name: [tuple(row) for row in connection.execute(text(f"select * from {name} order by 1, 2, 3"))]
            for name in REGISTRATIONS
        }


def ask(name: str, visitor: Visit, citizen: str) -> str | None:
    """The whole answer as text; None where the function refuses."""
    try:
        return repr(CASES[name].ask(visitor, citizen))
    except NotAllowedError:
        return None


def holds_none_of(answer: str | None, *citizens: str) -> bool:
    """No id of theirs, their course's or their caseworker's stands in the answer."""
    forbidden = [word for name in citizens for word in (name, name.replace("B-", "F-"), name.replace("B-", "'"))]
    return answer is None or not any(word in answer for word in forbidden)


def test_every_public_function_takes_a_visit_first_and_has_a_row_in_the_table() -> None:
    functions = public_functions()
    assert sorted(functions) == sorted(CASES)
    for name, function in functions.items():
        first = next(iter(inspect.signature(function).parameters.values()))  # type: ignore[arg-type]
        assert (first.name, first.annotation) == ("visit", Visit), name


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", CASES)
def test_a_foreign_citizen_is_neither_read_listed_changed_nor_exported(here: Settings, name: str, role: Role) -> None:
    """Asked about a citizen of 902 by anybody of 901: the same as about nobody, and the store is as it was."""
    before = stored(here)
    answer = ask(name, visit(here, role), FOREIGN)
    if not holds_none_of(answer, FOREIGN):
        about_nobody = ask(name, visit(here, role), "B-nobody") or ""
        assert answer == about_nobody.replace("B-nobody", FOREIGN)
    assert stored(here) == before


@pytest.mark.parametrize("name", ["courses.course_view", "log.of_citizen"])
def test_a_refusal_repeats_no_id(here: Settings, name: str) -> None:
    """What is out of reach is told as what does not exist, without saying which."""
    with pytest.raises(NotAllowedError) as refused:
        CASES[name].ask(visit(here, "management"), FOREIGN)
    assert "foreign" not in str(refused.value)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", CASES)
def test_only_the_named_roles_get_an_answer(here: Settings, name: str, role: Role) -> None:
    """About an own citizen: an answer for these roles, showing the citizen where that is its job; no for the rest."""
    answer = ask(name, visit(here, role), OWN)
    if role not in CASES[name].roles:
        assert holds_none_of(answer, OWN, COLLEAGUES, OTHER_TEAMS, FOREIGN)
        assert answer is None
    else:
        assert answer is not None
        assert not CASES[name].shows or OWN.removeprefix("B-") in answer


@pytest.mark.parametrize(
    "name", [name for name, case in CASES.items() if "caseworker" in case.roles and name != "log.own"]
)
def test_a_caseworker_reaches_the_team_or_only_own_as_the_municipality_has_chosen(here: Settings, name: str) -> None:
    """Anne of Nord never gets at Syd's citizen; Bo's in Nord only where caseworkers see the team's."""
    assert holds_none_of(ask(name, visit(here, "caseworker"), OTHER_TEAMS), OTHER_TEAMS, "B-cecilie")
    own_only = visit(here, "caseworker", caseworkers_see="own")
    assert holds_none_of(ask(name, own_only, COLLEAGUES), COLLEAGUES)
    if CASES[name].shows:
        assert COLLEAGUES.removeprefix("B-") in (ask(name, visit(here, "caseworker"), COLLEAGUES) or "")


def test_a_team_is_counted_within_the_users_reach_alone(here: Settings) -> None:
    """Anne and Bo of Nord are 2; the project lead has Syd's too, 3 in 901; own only: 1. Nobody counts 902's."""
    ask_figures = CASES["team_figures.team_figures"].ask

    def counted(visitor: Visit) -> dict[str, float]:
        rows = [row for row in ask_figures(visitor, OWN) if row["part"] is None]  # type: ignore[attr-defined]
        return {row["group"]: row["value"] for row in rows}

    assert counted(visit(here, "caseworker")) == {"Nord": 2.0}
    assert counted(visit(here, "project_lead")) == {"Nord": 2.0, "Syd": 1.0}
    assert counted(visit(here, "caseworker", caseworkers_see="own")) == {"Nord": 1.0}


def test_an_upload_about_others_is_refused_whole(here: Settings) -> None:
    """A foreign citizen taken over, a foreign course taken over, a row of a foreign citizen, another's vacant homes."""
    lead, before = visit(here, "project_lead"), stored(here)
    own = "citizen_id;municipality;target_group;referred_on\n"
    files = {
        "citizens.csv": f"{own}{FOREIGN};901;homeless;2025-01-02\n",
        "courses.csv": "course_id;citizen_id;method;started_on;ended_on;end_reason;caseworker;progression_measure\n"
        f"F-foreign;{OWN};CTI;2025-01-15;2025-01-20;other;anne;WHO5\n",
        "housing_market.csv": "municipality;month;wait_days_home\n902;2025-03;30\n",
    }
    for name, content in files.items():
        with pytest.raises(NotAllowedError, match="Intet er gemt"):
            load_upload(lead, [(name, content.encode())], None)
    told = load_upload(lead, [("monthly_status.csv", f"citizen_id;month\n{FOREIGN};2025-03\n".encode())], None)
    assert "findes ikke i tabellen Borgere" in told
    assert stored(here) == before


def test_a_look_that_could_not_be_written_is_written_the_next_time(here: Settings) -> None:
    """The log cannot be reached once; within the quarter of an hour the second look is written, and the third is not."""
    nowhere = replace(here, store_url="postgresql://nobody@127.0.0.1:1/none")
    broken, visitor = visit(nowhere, "caseworker"), visit(here, "caseworker")
    with pytest.raises(StoreError):
        door.note(broken, "looked_at", [OWN], "Prøve")
    assert not door._seen
    for _ in range(2):
        door.note(visitor, "looked_at", [OWN], "Prøve")
    assert [line.subject for line in accesses(here.store_url, citizen_id=OWN)].count("Prøve") == 1


def test_only_an_estimate_that_is_stored_is_logged_as_a_change(here: Settings) -> None:
    """Refused (a basis there is none of), and in conflict (typed on an older version): no line; stored: one."""
    visitor, course = visit(here, "caseworker"), "F-colleague"

    def logged() -> int:
        return [line.action for line in accesses(here.store_url, citizen_id=COLLEAGUES)].count("changed")

    before, version = logged(), citizen_rows(here.store_url, COLLEAGUES).version
    outcomes = [expecting.estimate(visitor, course, {2: "7,5"}, "guesswork", version)]
    assert logged() == before
    outcomes.append(expecting.estimate(visitor, course, {2: "7,5"}, "average", version))
    assert logged() == before + 1
    outcomes.append(expecting.estimate(visitor, course, {2: "9"}, "average", version))
    assert [type(outcome) for outcome in outcomes] == [Refused, Registered, Conflict]
    assert logged() == before + 1
