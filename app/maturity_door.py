"""The door to self-assessments: of the user's own municipalities, for those who work with figures; about no citizen."""

from app.rights import NotAllowedError, Role, Visit, require
from pipelines import assessments as kept
from pipelines.assessments import Assessment, Given
from pipelines.settings import now

ROLES: tuple[Role, ...] = ("project_lead", "economist", "management")


def municipalities(visit: Visit) -> list[str]:
    """Where the user may see and make self-assessments."""
    require(visit, *ROLES)
    return sorted({grant.municipality for grant in visit.user.grants if grant.role in ROLES})


def assessments(visit: Visit, municipality: str, kind: str) -> list[Assessment]:
    """Those that stand of a municipality, oldest first. Raises NotAllowedError."""
    _own(visit, municipality)
    found = kept.assessments(visit.here.store_url, kind)
    return [one for one in found if one.municipality == municipality]


def keep(visit: Visit, given: Given) -> int:
    """Write one down; its number. Raises AssessmentError for what cannot be kept, NotAllowedError elsewhere."""
    _own(visit, given.municipality)
    return kept.keep(visit.here.store_url, given, today=visit.here.today, who=visit.user.name, at=now())


def withdraw(visit: Visit, municipality: str, assessment_id: int) -> None:
    """Take back one that was written by mistake. Raises NotAllowedError."""
    for kind in kept.SOURCE_DA:
        for one in assessments(visit, municipality, kind):
            if one.id == assessment_id:
                return kept.withdraw(visit.here.store_url, one, who=visit.user.name, at=now())
    raise NotAllowedError("Selvevalueringen findes ikke, eller den er taget tilbage.")


def _own(visit: Visit, municipality: str) -> None:
    if municipality not in municipalities(visit):
        raise NotAllowedError("Det er ikke din kommune. Vælg en af dine egne.")
