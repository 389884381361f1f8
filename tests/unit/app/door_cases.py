"""A row for every public function of app/registry: how it is asked, and who gets an answer. See test_doors.py."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.registry import courses, data_in, log, team_figures
from app.rights import Role, Visit

Ask = Callable[[Visit, str], object]
"""Ask the function about a citizen B-... (whose course is F-...)."""
FEBRUARY = date(2025, 2, 1)
TEAM: frozenset[Role] = frozenset({"caseworker", "project_lead"})
FIGURES: frozenset[Role] = TEAM | {"economist", "management"}


@dataclass(frozen=True)
class Case:
    """roles: those that get an answer; every other one is refused. shows: the answer names the citizen asked about."""

    ask: Ask
    roles: frozenset[Role]
    shows: bool = True


def course_of(citizen: str) -> str:
    return citizen.replace("B-", "F-")


def status_file(citizen: str) -> list[tuple[str, bytes]]:
    return [("monthly_status.csv", f"citizen_id;month;shelter_nights\n{citizen};2025-03;4\n".encode())]


CASES: dict[str, Case] = {
    "courses.courses": Case(lambda visit, _: courses.courses(visit, None), TEAM),
    "courses.course_page": Case(lambda visit, citizen: courses.course_page(visit, course_of(citizen), None), TEAM),
    "data_in.check_upload": Case(
        lambda visit, citizen: data_in.check_upload(visit, status_file(citizen), None), frozenset({"project_lead"}), False
    ),
    "data_in.load_upload": Case(
        lambda visit, citizen: data_in.load_upload(visit, status_file(citizen), None), frozenset({"project_lead"}), False
    ),
    "data_in.loads": Case(lambda visit, _: data_in.loads(visit), frozenset({"project_lead"}), False),
    "log.newest": Case(lambda visit, _: log.newest(visit), frozenset({"auditor"})),
    "log.of_citizen": Case(lambda visit, citizen: log.of_citizen(visit, citizen), frozenset({"auditor"})),
    "log.citizens": Case(lambda visit, _: log.citizens(visit), frozenset({"auditor"})),
    "log.own": Case(lambda visit, _: log.own(visit), FIGURES | {"administrator", "auditor"}, False),
    "log.for_the_citizen": Case(
        lambda visit, citizen: log.for_the_citizen(visit, citizen), frozenset({"auditor"}), False
    ),
    "team_figures.team_figures": Case(
        lambda visit, _: team_figures.team_figures(visit, FEBRUARY, 1, ["citizens_included"], "team", {}), TEAM, False
    ),
    "team_figures.filter_values": Case(lambda visit, _: team_figures.filter_values(visit), FIGURES, False),
}  # fmt: skip
