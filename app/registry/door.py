"""The one place of rights and access log: what a visit reaches in the data as they are now, and that it did.

Whoever asks for something out of reach is told the same as for something that does not exist.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.rights import WITH_CITIZENS, NotAllowedError, Reach, Role, Visit, reaches
from pipelines.access_log import Access, Action, add_accesses
from pipelines.places import CoursePlace, course_places
from pipelines.settings import now

SAME_LOOK = timedelta(minutes=15)
"""A page that is drawn again shows the same citizen again; within this time that is one look."""
LOOKS = frozenset({"looked_at", "listed"})
REMEMBERED = 50_000


@dataclass(frozen=True)
class _Look:
    store: str
    user_name: str
    action: str
    citizen_id: str | None
    subject: str


_seen: dict[_Look, datetime] = {}


def reached(visit: Visit) -> list[CoursePlace]:
    """The courses, and the citizens without a course, that the visit may see and register on; empty for other roles."""
    stretches = reaches(visit)
    if not stretches:
        return []
    return [place for place in course_places(visit.here.store_url, visit.here.today) if _holds(stretches, place)]


def reached_course(visit: Visit, course_id: str) -> CoursePlace:
    """The course, if the visit reaches it. Raises NotAllowedError."""
    for place in reached(visit):
        if place.course_id is not None and place.course_id == course_id:
            return place
    raise NotAllowedError("Forløbet findes ikke, eller du har ikke ret til det. Vælg et forløb på din liste.")


def reached_citizen(visit: Visit, citizen_id: str) -> list[CoursePlace]:
    """The citizen's courses that the visit reaches, at least one. Raises NotAllowedError."""
    stretches = reaches(visit)
    found = course_places(visit.here.store_url, visit.here.today, citizen_id=citizen_id) if stretches else []
    places = [place for place in found if _holds(stretches, place)]
    if not places:
        raise NotAllowedError("Borgeren findes ikke, eller du har ikke ret til borgeren. Vælg en borger på din liste.")
    return places


def may_register(visit: Visit, municipality: str, team: str | None, caseworker: str | None = None) -> bool:
    """Whether a new citizen or course with these would lie within the visit's reach."""
    stretches = reaches(visit)
    return any(stretch.holds(municipality, team, {caseworker} - {None}) for stretch in stretches)  # type: ignore[arg-type]


def note(visit: Visit, action: Action, citizens: Iterable[str | None], subject: str) -> None:
    """Write in the access log that the user did this to these citizens (None: to no citizen in particular).

    subject: where or what, in a word or two; never a value. Looking again at the same within a quarter of an hour is
    the same look; everything else is written every time.
    """
    at = now()
    name, role = visit.user.name, _role(visit)
    looks = [_Look(visit.here.store_url, name, action, each, subject) for each in dict.fromkeys(citizens)]
    new = [look for look in looks if _is_new(look, at)]
    add_accesses(visit.here.store_url, [Access(at, name, role, action, look.citizen_id, subject) for look in new])
    _remember(new, at)


def note_places(visit: Visit, action: Action, places: Iterable[CoursePlace], subject: str) -> None:
    """The same for the citizens of some courses."""
    note(visit, action, [place.citizen_id for place in places], subject)


def _is_new(look: _Look, at: datetime) -> bool:
    before = _seen.get(look) if look.action in LOOKS else None
    return before is None or not before <= at < before + SAME_LOOK


def _remember(written: Sequence[_Look], at: datetime) -> None:
    """Only what stands in the log is remembered: a look that could not be written is written the next time."""
    if len(_seen) > REMEMBERED:
        _seen.clear()
    _seen.update(dict.fromkeys((look for look in written if look.action in LOOKS), at))


def _role(visit: Visit) -> str:
    """The roles the user had, those with citizens first: caseworker, or caseworker+auditor."""
    held: list[Role] = list(dict.fromkeys(grant.role for grant in visit.user.grants))
    return "+".join(sorted(held, key=lambda role: (role not in WITH_CITIZENS, role)))


def _holds(stretches: Sequence[Reach], place: CoursePlace) -> bool:
    return any(
        stretch.holds(place.municipality, team, place.caseworkers) for stretch in stretches for team in place.teams
    )
