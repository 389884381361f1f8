"""The sample's users are the ones on the sample's courses, and every role is there to be tried."""

from pathlib import Path

from app.rights import ROLES_DA, Grant
from pipelines.strict_yaml import read_strict_yaml
from sample_data.profiles import PROFILES

USERS = read_strict_yaml(Path(__file__).parents[3] / "sample_data" / "users.yaml")


def test_every_caseworker_of_the_sample_is_a_user_in_the_own_team() -> None:
    teams = {
        worker: (profile.municipality, team.name)
        for profile in PROFILES
        for team in (*profile.teams, *((profile.small_team,) if profile.small_team else ()))
        for worker in team.caseworkers
    }
    found = {
        row["user_name"]: (grant["municipality"], grant["team"])
        for row in USERS
        for grant in row["grants"]
        if grant["role"] == "caseworker"
    }
    assert found == teams


def test_every_role_can_be_tried_and_every_login_is_one_users() -> None:
    assert {grant["role"] for row in USERS for grant in row["grants"]} == set(ROLES_DA)
    assert all(
        Grant(**grant).municipality in {"901", "902", "903", "904", "905"} for row in USERS for grant in row["grants"]
    )
    assert len({row["login"] for row in USERS}) == len({row["user_name"] for row in USERS}) == len(USERS)
