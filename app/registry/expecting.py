"""Expecting time and progression: the help, and the estimates that are stored; history keeps every earlier one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.registry import door
from app.rights import WITH_CITIZENS, Visit, require
from pipelines.expecting import Calibration, calibration
from pipelines.expecting_help import ExpectingHelp, expecting_help
from pipelines.expecting_reading import guesses, lived_courses
from pipelines.registering import Outcome, Registered, citizen_rows, register
from pipelines.settings import now
from pipelines.warehouse import open_warehouse

PLACE = "Forventning"
SOURCE = "Bundlinje, Forventning"


@dataclass(frozen=True)
class Expecting:
    """The help for one course, and the version of the citizen that it was opened on."""

    help: ExpectingHelp
    version: int


def help_to_expect(visit: Visit, course_id: str, months: int) -> Expecting:
    """What lies ahead of the course from today on, with what own courses took and what is expected now."""
    place = door.reached_course(visit, course_id)
    door.note(visit, "looked_at", [place.citizen_id], PLACE)
    version = citizen_rows(visit.here.store_url, place.citizen_id).version
    with open_warehouse(visit.here.home) as connection:
        return Expecting(expecting_help(connection, course_id, visit.here.today, months), version)


def estimate(visit: Visit, course_id: str, hours: Mapping[int, str], basis: str, based_on: int) -> Outcome:
    """Store estimates, as typed, of some periods, made today; earlier ones stay as history."""
    today = visit.here.today.isoformat()
    rows = [
        {"course_id": course_id, "period": str(period), "hours": typed, "estimated_on": today, "basis": basis}
        for period, typed in hours.items()
    ]
    return _store(visit, course_id, {"expected_time": rows}, based_on)


def expect_scores(visit: Visit, course_id: str, scores: Mapping[date, str], instrument: str, based_on: int) -> Outcome:
    """Store a new set of expected scores, as typed, made today; the set before stays as history."""
    today = visit.here.today.isoformat()
    rows = [
        {"course_id": course_id, "measured_on": on.isoformat(), "estimated_on": today, "instrument": instrument,
         "kind": "expected", "score": typed}
        for on, typed in scores.items()
    ]  # fmt: skip
    return _store(visit, course_id, {"measurements": rows}, based_on)


def _store(visit: Visit, course_id: str, rows: Mapping[str, list[dict[str, str]]], based_on: int) -> Outcome:
    place = door.reached_course(visit, course_id)
    outcome = register(
        visit.here.store_url, place.citizen_id, rows, based_on=based_on, who=visit.user.name, source=SOURCE, reason=None,
        today=visit.here.today, at=now(),
    )  # fmt: skip
    if isinstance(outcome, Registered):
        door.note(visit, "changed", [place.citizen_id], PLACE)
    return outcome


def calibrations(visit: Visit) -> dict[str, dict[str, list[Calibration]]]:
    """How good the guesses of ended courses were, by municipality the user works in; counted, so no citizen is logged."""
    require(visit, *WITH_CITIZENS)
    own = sorted({place.municipality for place in door.reached(visit)})
    with open_warehouse(visit.here.home) as connection:
        lived = {name: lived_courses(connection, name, visit.here.today) for name in own}
        return {name: calibration(guesses(connection, courses)) for name, courses in lived.items()}
