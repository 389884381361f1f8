"""Users and their roles: the administrator's, within the municipalities that the administrator has."""

from app.registry import door
from app.rights import NotAllowedError, Visit, require
from pipelines import teams
from pipelines import users as stored
from pipelines.settings import now
from pipelines.users import Granted, StoredUser

SUBJECT = "Brugere"


def listed(visit: Visit) -> list[StoredUser]:
    """The users with a role in the administrator's municipalities, with those roles alone, and users without any role."""
    require(visit, "administrator")
    here = administered(visit)
    everyone = stored.users(visit.here.store_url)
    return [
        StoredUser(user.user_name, user.login, user.active, tuple(g for g in user.grants if g.municipality in here))
        for user in everyone
        if not user.grants or any(grant.municipality in here for grant in user.grants)
    ]


def administered(visit: Visit) -> frozenset[str]:
    """The municipalities whose users the administrator looks after."""
    require(visit, "administrator")
    return frozenset(grant.municipality for grant in visit.user.grants if grant.role == "administrator")


def known_teams(visit: Visit) -> dict[str, list[str]]:
    """The teams there are to give a role in, by municipality."""
    known = teams.known_teams(visit.here.store_url)
    return {municipality: known.get(municipality, []) for municipality in sorted(administered(visit))}


def add(visit: Visit, user_name: str, login: str) -> None:
    """Let somebody sign in; one who was closed may again. Raises UsersError."""
    _may_change(visit, user_name)
    stored.add(visit.here.store_url, user_name, login)
    door.note(visit, "changed", [None], SUBJECT)


def grant(visit: Visit, user_name: str, granted: Granted) -> None:
    """Give a role. Raises UsersError, or NotAllowedError for another municipality or the administrator's own roles."""
    _decide(visit, user_name, granted, give=True)


def revoke(visit: Visit, user_name: str, granted: Granted) -> None:
    """Take a role away; it is gone at the user's next click. Raises as `grant`."""
    _decide(visit, user_name, granted, give=False)


def deactivate(visit: Visit, user_name: str) -> None:
    """Nobody signs in as this user any more. Raises NotAllowedError where the user has roles elsewhere too."""
    _may_change(visit, user_name)
    stored.deactivate(visit.here.store_url, user_name)
    door.note(visit, "changed", [None], SUBJECT)


def _decide(visit: Visit, user_name: str, granted: Granted, *, give: bool) -> None:
    require(visit, "administrator")
    if granted.municipality not in administered(visit):
        raise NotAllowedError(f"Du administrerer ikke brugere i kommune {granted.municipality}.")
    _not_oneself(visit, user_name)
    decide = stored.grant if give else stored.revoke
    at = now()
    decide(visit.here.store_url, user_name, granted, who=visit.user.name, at=at)
    door.note(visit, "changed", [None], SUBJECT)


def _may_change(visit: Visit, user_name: str) -> None:
    here = administered(visit)
    _not_oneself(visit, user_name)
    for user in stored.users(visit.here.store_url):
        if user.user_name == user_name and any(grant.municipality not in here for grant in user.grants):
            raise NotAllowedError("Brugeren har også roller i andre kommuner. Fjern i stedet rollerne i din egen.")


def _not_oneself(visit: Visit, user_name: str) -> None:
    """Whoever gives out rights gives none to themselves: an administrator sees no citizens, and cannot lock the door."""
    if user_name.strip() == visit.user.name:
        raise NotAllowedError("Du kan ikke ændre din egen bruger. Bed en anden administrator om det.")
