"""What each role reaches, by hand."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.rights import Grant, NotAllowedError, Reach, Role, User, Visit, reaches, require
from pipelines.settings import Choices, Settings

HERE = Settings(Path("home"), "sqlite:///store.db", date(2026, 1, 15), Choices())


def visit(*grants: Grant, **choices: str) -> Visit:
    return Visit(replace(HERE, choices=Choices(**choices)), User("anne", grants))


def test_a_caseworker_reaches_own_and_the_teams_courses() -> None:
    assert reaches(visit(Grant("caseworker", "901", "Nord"))) == (
        Reach("901", caseworker="anne"),
        Reach("901", team="Nord"),
    )


def test_a_caseworker_reaches_only_own_where_the_municipality_says_so_or_without_a_team() -> None:
    own = (Reach("901", caseworker="anne"),)
    assert reaches(visit(Grant("caseworker", "901", "Nord"), caseworkers_see="own")) == own
    assert reaches(visit(Grant("caseworker", "901"))) == own


def test_a_project_lead_reaches_the_municipality_or_the_team() -> None:
    lead = Grant("project_lead", "901", "Nord")
    assert reaches(visit(lead)) == (Reach("901"),)
    assert reaches(visit(lead, project_leads_see="team")) == (Reach("901", team="Nord"),)


@pytest.mark.parametrize("role", ["economist", "management", "administrator", "auditor"])
def test_other_roles_reach_no_course(role: Role) -> None:
    assert reaches(visit(Grant(role, "901", "Nord"))) == ()


def test_a_reach_holds_what_lies_in_its_municipality_team_and_caseworker() -> None:
    assert Reach("901").holds("901", None, ["bo"])
    assert not Reach("901").holds("902", None, ["anne"])
    assert not Reach("901", team="Nord").holds("901", None, ["anne"])
    assert not Reach("901", team="Nord").holds("901", "Syd", ["anne"])
    assert Reach("901", caseworker="anne").holds("901", "Syd", ["bo", "anne"])
    assert not Reach("901", caseworker="anne").holds("901", "Nord", ["bo"])


def test_a_missing_role_is_refused_in_danish() -> None:
    require(visit(Grant("auditor", "901")), "auditor", "administrator")
    with pytest.raises(NotAllowedError, match="kræver rollen økonom eller projektleder"):
        require(visit(Grant("auditor", "901")), "economist", "project_lead")
