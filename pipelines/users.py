"""Who may use the installation, and with which roles: kept in the store, every decision with who made it and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update

from pipelines.cpr import has_cpr
from pipelines.store import opened
from pipelines.store_connection import told_in_danish, writing
from pipelines.store_schema import metadata
from pipelines.strict_yaml import read_strict_yaml

ROLES = ("caseworker", "project_lead", "economist", "management", "administrator", "auditor")


class UsersError(ValueError):
    """A user or a role that cannot be kept; the message is Danish and says what is right."""


@dataclass(frozen=True, order=True)
class Granted:
    """A role in a municipality, in one team or (None) in all of it."""

    role: str
    municipality: str
    team: str | None = None


@dataclass(frozen=True)
class StoredUser:
    """Somebody who may sign in while active; user_name stands as caseworker on courses, login comes from the provider."""

    user_name: str
    login: str
    active: bool
    grants: tuple[Granted, ...]


def users(store: Engine | str) -> list[StoredUser]:
    """Every user, by user name, with the roles in force."""
    with opened(store) as engine, told_in_danish(engine.url), engine.connect() as connection:
        return _users(connection)


def user_by_login(store: Engine | str, login: str) -> StoredUser | None:
    """The active user whom the provider calls this; None when there is none, and nobody else will do."""
    found = [user for user in users(store) if user.active and user.login.casefold() == login.strip().casefold()]
    return found[0] if found else None


def add(store: Engine | str, user_name: str, login: str) -> None:
    """Let somebody sign in; a user who was deactivated may again. Roles come with `grant`."""
    with opened(store) as engine, writing(engine) as connection:
        _add(connection, _users(connection), _name(user_name, "user_name"), _name(login, "login"))


def deactivate(store: Engine | str, user_name: str) -> None:
    """Nobody signs in as this user any more; what the user has registered stays."""
    table = metadata().tables["users"]
    with opened(store) as engine, writing(engine) as connection:
        _known(_users(connection), user_name)
        connection.execute(update(table).where(table.c.user_name == user_name).values(active=False))


def grant(store: Engine | str, user_name: str, granted: Granted, *, who: str, at: datetime) -> None:
    """Give a role; one that the user has already is no new decision."""
    _decide(store, "granted", user_name, granted, who, at)


def revoke(store: Engine | str, user_name: str, granted: Granted, *, who: str, at: datetime) -> None:
    """Take a role away; one that the user has not is no decision."""
    _decide(store, "revoked", user_name, granted, who, at)


def add_from_file(store: Engine | str, path: Path, *, who: str, at: datetime) -> str:
    """Add the users and roles of a YAML file that are not there yet, all or none; what happened, in Danish.

    The file takes nothing away: a role is revoked, and a user deactivated, one by one. Raises UsersError.
    """
    listed = _read(path)
    with opened(store) as engine, writing(engine) as connection:
        before = _users(connection)
        for user in listed:
            _add(connection, _users(connection), user.user_name, user.login)
            for granted in user.grants:
                _write(connection, _users(connection), "granted", user.user_name, granted, who, at)
        after = _users(connection)
    roles = sum(len(user.grants) for user in after) - sum(len(user.grants) for user in before)
    return f"Brugere: {len(after) - len(before)} nye, {roles} nye roller, {len(after)} i alt."


def _decide(store: Engine | str, event: str, user_name: str, granted: Granted, who: str, at: datetime) -> None:
    _check_grant(granted, user_name)
    with opened(store) as engine, writing(engine) as connection:
        known = _users(connection)
        _known(known, user_name)
        _write(connection, known, event, user_name, granted, who, at)


def _write(
    connection: Connection, known: Iterable[StoredUser], event: str, user_name: str, granted: Granted, who: str,
    at: datetime,
) -> None:  # fmt: skip
    has = granted in _known(known, user_name).grants
    if has == (event == "granted"):
        return
    line = {"user_name": user_name, "event": event, "decided_at": at, "decided_by": who} | vars(granted)
    connection.execute(insert(metadata().tables["grants"]), line)


def _add(connection: Connection, known: Sequence[StoredUser], user_name: str, login: str) -> None:
    table = metadata().tables["users"]
    for user in known:
        if user.user_name != user_name and user.login.casefold() == login.casefold():
            raise UsersError(f"{login} hører allerede til brugeren {user.user_name}. Ret login.")
        if user.user_name == user_name and user.login.casefold() != login.casefold():
            raise UsersError(f"Brugeren {user_name} findes med login {user.login}. Vælg et andet brugernavn.")
        if user.user_name == user_name:
            connection.execute(update(table).where(table.c.user_name == user_name).values(active=True))
            return
    connection.execute(insert(table), {"user_name": user_name, "login": login, "active": True})


def _known(known: Iterable[StoredUser], user_name: str) -> StoredUser:
    for user in known:
        if user.user_name == user_name:
            return user
    raise UsersError(f"Brugeren {user_name} findes ikke. Opret brugeren først.")


def _users(connection: Connection) -> list[StoredUser]:
    people, decisions = metadata().tables["users"], metadata().tables["grants"]
    in_force: dict[str, dict[Granted, bool]] = {}
    for line in connection.execute(select(decisions).order_by(decisions.c.id)):
        granted = Granted(line.role, line.municipality, line.team)
        in_force.setdefault(line.user_name, {})[granted] = line.event == "granted"
    return [
        StoredUser(row.user_name, row.login, row.active, _standing(in_force.get(row.user_name, {})))
        for row in connection.execute(select(people).order_by(people.c.user_name))
    ]


def _standing(decided: dict[Granted, bool]) -> tuple[Granted, ...]:
    held = [granted for granted, holds in decided.items() if holds]
    return tuple(sorted(held, key=lambda each: (each.role, each.municipality, each.team or "")))


def _read(path: Path) -> list[StoredUser]:
    given = read_strict_yaml(path) or []
    if not isinstance(given, list):
        raise UsersError(f"{path}: filen skal være en liste af brugere med user_name, login og grants.")
    try:
        return [_user(entry) for entry in given]
    except UsersError as error:
        raise UsersError(f"{path}: {error}") from None


def _user(entry: Any) -> StoredUser:
    _fields(entry, {"user_name", "login", "grants"}, {"user_name", "login"})
    name, login = _name(entry["user_name"], "user_name"), _name(entry["login"], "login")
    roles = entry.get("grants") or []
    if not isinstance(roles, list):
        raise UsersError(f"{name}: grants skal være en liste af roller.")
    return StoredUser(name, login, True, tuple(_granted(role, name) for role in roles))


def _granted(entry: Any, user_name: str) -> Granted:
    _fields(entry, {"role", "municipality", "team"}, {"role", "municipality"})
    granted = Granted(entry["role"], entry["municipality"], entry.get("team"))
    _check_grant(granted, user_name)
    return granted


def _fields(entry: Any, allowed: set[str], needed: set[str]) -> None:
    if not isinstance(entry, dict):
        raise UsersError(f"der mangler felterne {', '.join(sorted(needed))}.")
    for name in [*sorted(needed - set(entry)), *sorted(map(str, set(entry) - allowed))]:
        what = "mangler" if name in needed else f"kendes ikke; vælg mellem {', '.join(sorted(allowed))}"
        raise UsersError(f"feltet {name} {what}.")


def _check_grant(granted: Granted, user_name: str) -> None:
    if granted.role not in ROLES:
        raise UsersError(f"{user_name}: {granted.role} er ikke en rolle. Vælg mellem {', '.join(ROLES)}.")
    code = granted.municipality
    if not isinstance(code, str) or len(code) != 3 or not code.isascii() or not code.isdigit():
        raise UsersError(f'{user_name}: {code} er ikke en kommunekode. Skriv tre cifre i anførselstegn, fx "259".')
    if granted.team is not None:
        _name(granted.team, "team")


def _name(given: Any, field: str) -> str:
    """The text without spaces around it; a blank one, another type or a CPR number is refused and not repeated."""
    if not isinstance(given, str) or not given.strip():
        raise UsersError(f"feltet {field} skal være en tekst.")
    if has_cpr(given):
        raise UsersError(f"feltet {field} indeholder et cpr-nummer (••••••-••••). Brug et brugernavn.")
    return given.strip()
