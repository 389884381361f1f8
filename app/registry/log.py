"""The access log: for the auditor, for everyone's own look-ups, and for a citizen who asks who has seen the data."""

from app import labels
from app.registry import door
from app.rights import Visit, require
from pipelines.access_log import ACTIONS_DA, Access, accesses, citizens_with_accesses
from pipelines.danish import moment

SHOWN = 1000


def newest(visit: Visit, user_name: str | None = None) -> list[Access]:
    """The newest thousand lines about citizens of the auditor's municipalities and about none, newest first."""
    require(visit, "auditor")
    found = accesses(visit.here.store_url, municipalities=_audited(visit), user_name=user_name, limit=SHOWN)
    door.note(visit, "looked_at", [None], "Log")
    return found


def of_citizen(visit: Visit, citizen_id: str) -> list[Access]:
    """Every line about one citizen of the auditor's municipalities; none for a citizen who is not there."""
    require(visit, "auditor")
    found = accesses(visit.here.store_url, municipalities=_audited(visit), citizen_id=citizen_id, limit=None)
    if found:
        door.note(visit, "looked_at", [citizen_id], "Log over borgeren")
    return found


def own(visit: Visit) -> list[Access]:
    """The user's own newest thousand look-ups, for everyone."""
    return accesses(visit.here.store_url, user_name=visit.user.name, limit=SHOWN)


def citizens(visit: Visit) -> list[str]:
    """The citizens there are lines about, to search among."""
    require(visit, "auditor")
    return citizens_with_accesses(visit.here.store_url, _audited(visit))


def for_the_citizen(visit: Visit, citizen_id: str, with_user_names: bool = False) -> list[dict[str, str]]:
    """One line per look at the citizen's data, in Danish, oldest first, to hand out when the citizen asks for it.

    The staff are named by role unless the auditor has decided otherwise; the export is itself a line of the log.
    """
    require(visit, "auditor")
    lines = accesses(visit.here.store_url, municipalities=_audited(visit), citizen_id=citizen_id, limit=None)
    if lines:
        door.note(visit, "exported", [citizen_id], "Log til borgeren")
    return [_handed_out(line, with_user_names) for line in reversed(lines)]


def _audited(visit: Visit) -> frozenset[str]:
    return frozenset(grant.municipality for grant in visit.user.grants if grant.role == "auditor")


def _handed_out(line: Access, with_user_names: bool) -> dict[str, str]:
    return {
        "Hvornår": moment(line.at),
        "Hvad": ACTIONS_DA[line.action],
        "Hvor": line.subject,
        "Hvem": line.user_name if with_user_names else labels.roles_da(line.role),
    }
