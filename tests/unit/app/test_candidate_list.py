"""The list that cases are chosen from: rated on five questions, kept, and only for an own municipality."""

from datetime import date, datetime
from pathlib import Path

import pytest

from app.candidate_list import candidate_table, listed, rate
from app.rights import Grant, NotAllowedError, Role, User, Visit
from pipelines.case_candidates import QUESTIONS_DA, CandidateError
from pipelines.settings import Choices, Settings
from tests.stores import store_at

pytestmark = pytest.mark.store

AT = datetime(2025, 4, 1, 9)
UNKNOWN = dict.fromkeys(QUESTIONS_DA, "unknown")


def visit(home: Path, role: Role = "project_lead", municipality: str = "901") -> Visit:
    here = Settings(home, store_at(home), date(2025, 4, 15), Choices())
    return Visit(here, User("erik", (Grant(role, municipality),)))


def test_the_newest_rating_counts_and_the_best_come_first(tmp_path: Path) -> None:
    """Two yes after one is rated anew, against one yes."""
    who = visit(tmp_path)
    rate(who, "901", "Bostøtte", UNKNOWN | {"data": "yes"}, "", AT)
    rate(who, "901", "Housing First", UNKNOWN, "", AT)
    rate(who, "901", "housing first ", UNKNOWN | {"data": "yes", "size": "yes", "effect": "no"}, "Begyndt", AT)
    shown = candidate_table(listed(who))
    assert list(shown["Forslag"]) == ["housing first", "Bostøtte"]
    assert list(shown["Ja"]) == ["2 af 5", "1 af 5"]
    assert (shown.loc[0, "Kan virkningen måles?"], shown.loc[0, "Note"]) == ("nej", "Begyndt")


def test_a_rating_of_a_late_evening_has_the_danish_day(tmp_path: Path) -> None:
    """23:15 UTC on 31 December is quarter past midnight on 1 January in Denmark."""
    who = visit(tmp_path)
    rate(who, "901", "Bostøtte", UNKNOWN, "", datetime(2024, 12, 31, 23, 15))
    assert list(candidate_table(listed(who))["Vurderet"]) == ["01-01-2025 af erik"]


def test_it_is_for_an_own_municipality_and_management_only_reads(tmp_path: Path) -> None:
    rate(visit(tmp_path, "economist"), "901", "Bostøtte", UNKNOWN, "", AT)
    assert [one.name for one in listed(visit(tmp_path, "management"))] == ["Bostøtte"]
    assert listed(visit(tmp_path, "economist", "902")) == []
    for other in (visit(tmp_path, "management"), visit(tmp_path, "economist", "902"), visit(tmp_path, "caseworker")):
        with pytest.raises(NotAllowedError):
            rate(other, "901", "Andet", UNKNOWN, "", AT)
    with pytest.raises(NotAllowedError):
        listed(visit(tmp_path, "caseworker"))


@pytest.mark.parametrize(
    ("name", "answers", "note"),
    [
        (" ", UNKNOWN, ""),
        ("Bostøtte", {"data": "yes"}, ""),
        ("Bostøtte", UNKNOWN | {"data": "maybe"}, ""),
        ("Bostøtte", UNKNOWN, "Borger 010190-1234"),
    ],
)
def test_what_cannot_stand_on_the_list_is_refused(
    tmp_path: Path, name: str, answers: dict[str, str], note: str
) -> None:
    with pytest.raises(CandidateError):
        rate(visit(tmp_path), "901", name, answers, note, AT)
    assert listed(visit(tmp_path)) == []
