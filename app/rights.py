"""Who asks, and what they may reach: roles, users, and the rules of rights. No Streamlit, no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pipelines.settings import Settings

Role = Literal["caseworker", "project_lead", "economist", "management", "administrator", "auditor"]
ROLES_DA: dict[Role, str] = {
    "caseworker": "Bostøttemedarbejder",
    "project_lead": "Projektleder",
    "economist": "Økonom",
    "management": "Ledelse",
    "administrator": "Administrator",
    "auditor": "Revisor",
}
WITH_CITIZENS: frozenset[Role] = frozenset({"caseworker", "project_lead"})
"""The roles that work with citizens; every other role sees protected figures at the most."""


class NotAllowedError(PermissionError):
    """The user has no right to what was asked for; the message is Danish and holds no value of a citizen's."""


@dataclass(frozen=True)
class Grant:
    """One role in one municipality, in one team or (None) in all of it."""

    role: Role
    municipality: str
    team: str | None = None


@dataclass(frozen=True)
class User:
    """Somebody who has signed in: `name` is the user name that stands as caseworker on courses; never a person's name."""

    name: str
    grants: tuple[Grant, ...]

    def has(self, *roles: Role) -> bool:
        """Whether any of the user's grants is of one of the roles."""
        return any(grant.role in roles for grant in self.grants)

    @property
    def municipalities(self) -> frozenset[str]:
        """Where the user has any role at all."""
        return frozenset(grant.municipality for grant in self.grants)


@dataclass(frozen=True)
class Visit:
    """A user in an installation: the first argument of everything behind the doors of the app."""

    here: Settings
    user: User


@dataclass(frozen=True)
class Reach:
    """One stretch of courses a user may reach: in a municipality, narrowed to a team or to a caseworker's own."""

    municipality: str
    team: str | None = None
    caseworker: str | None = None

    def holds(self, municipality: str, team: str | None, caseworkers: Iterable[str]) -> bool:
        """Whether a course with these lies in the stretch."""
        return (
            municipality == self.municipality
            and self.team in (None, team)
            and (self.caseworker is None or self.caseworker in caseworkers)
        )


def reaches(visit: Visit) -> tuple[Reach, ...]:
    """Every stretch of courses the user may see and register on; empty for roles without citizens."""
    return tuple(reach for grant in visit.user.grants for reach in _of(grant, visit))


def _of(grant: Grant, visit: Visit) -> list[Reach]:
    choices = visit.here.choices
    if grant.role == "project_lead":
        return [Reach(grant.municipality, grant.team if choices.project_leads_see == "team" else None)]
    if grant.role != "caseworker":
        return []
    own = Reach(grant.municipality, caseworker=visit.user.name)
    sees_team = choices.caseworkers_see == "team" and grant.team is not None
    return [own, Reach(grant.municipality, team=grant.team)] if sees_team else [own]


def require(visit: Visit, *roles: Role) -> None:
    """Raise NotAllowedError unless the user has one of the roles."""
    if not visit.user.has(*roles):
        needed = " eller ".join(ROLES_DA[role].lower() for role in roles)
        raise NotAllowedError(f"Det kræver rollen {needed}. Spørg den, der administrerer brugere.")
