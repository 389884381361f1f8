"""A row for every public function of app/registry: how it is asked, and who gets an answer. See test_doors.py."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from openpyxl import load_workbook

from app.month_form import Draft, Opened
from app.registry import (
    choosing,
    completeness,
    courses,
    data_in,
    deviations,
    expecting,
    figure_meeting,
    imports,
    log,
    meeting,
    month,
    month_file,
    overview,
    people,
    team_figures,
    users,
)
from app.rights import Role, Visit
from pipelines.difference_store import Chosen, open_differences
from pipelines.due import CourseMonth
from pipelines.figure_notes import Written
from pipelines.month_template import NothingDueError
from pipelines.store import opened
from pipelines.users import Granted
from tests.unit.app.door_world import PLACES

Ask = Callable[[Visit, str], object]
"""Ask the function about a citizen B-... (whose course is F-...)."""
FEBRUARY, MARCH = date(2025, 2, 1), date(2025, 3, 1)
MEETING = date(2025, 6, 12)
LEAD: frozenset[Role] = frozenset({"project_lead"})
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


def called(visit: Visit) -> int:
    """The meeting of Nord on a day, called if it is not there."""
    return meeting.call(visit, ("901", "Nord"), MEETING)


def held(visit: Visit, citizen: str) -> int:
    """The same with the citizen's course on its list."""
    meeting.put_on_list(visit, called(visit), [course_of(citizen)])
    return called(visit)


def agreed(visit: Visit, citizen: str) -> int:
    """The number of something agreed of the citizen's course."""
    meeting.agree(visit, called(visit), course_of(citizen), "Ring", "anne", MEETING)
    return meeting.agreements_of(visit, course_of(citizen))[0].agreement_id


def decided(visit: Visit) -> int:
    """The number of a decision of the meeting of Nord."""
    decision = Written("Se på opstarten", "waiting_to_start", "anne", MEETING)
    return figure_meeting.write_down(visit, called(visit), decision)


def status_file(citizen: str) -> list[tuple[str, bytes]]:
    return [("monthly_status.csv", f"citizen_id;month;shelter_nights\n{citizen};2025-03;4\n".encode())]


def extract(citizen: str) -> list[tuple[str, bytes]]:
    """An extract of hours and status as the shipped example reads it."""
    hours = f"Forløbsnr;Dato;Udfører;Minutter;Type\n{course_of(citizen)};03-03-2025;anne;60;Direkte tid\n"
    status = f"Borgernr;Måned;Bolig;Forsørgelse;Døgn på herberg\n{citizen};04-2025;Egen bolig;SU;1\n"
    return [("ydelser.csv", hours.encode("cp1252")), ("status.csv", status.encode("cp1252"))]


def difference_of(visit: Visit, citizen: str) -> int:
    """The id of the open difference about a citizen, -1 where there is none."""
    with opened(visit.here.store_url) as engine:
        found = {each.citizen_id: each.id for each in open_differences(engine)}
    return found.get(citizen, -1)


def opened_month(citizen: str) -> Opened:
    """A form filled in for a citizen without asking the door: 4 hours typed."""
    course = {"course_id": course_of(citizen), "citizen_id": citizen, "ended_on": None}
    due = CourseMonth(course_of(citizen), FEBRUARY, "active", (), ("hours",))
    return Opened(
        course, FEBRUARY, due, "anne", None, None, {}, None, {"hours": Draft("4", 0)}, "", {}, 0, date(2025, 6, 15)
    )


def people_new(visit: Visit, citizen: str) -> object:
    """Create a citizen with an id that is taken, where that citizen is: within reach the id is refused, elsewhere all."""
    municipality, team, _ = PLACES[citizen]
    new = {"citizen_id": citizen, "municipality": municipality, "team": team, "target_group": "homeless",
           "referred_on": "02-01-2025"}  # fmt: skip
    return people.new_citizen(visit, new, NEW_COURSE)


def running(citizen: str) -> people.Running:
    return people.Running(course_of(citizen), citizen, "CTI", None, "anne", (), 10**9)


NEW_COURSE = {"course_id": "F-77", "method": "CTI", "started_on": "10-01-2025", "progression_measure": "WHO5",
              "caseworker": "anne"}  # fmt: skip
AUDITOR = Granted("auditor", "901")
ADMINISTRATOR: frozenset[Role] = frozenset({"administrator"})


def month_of(visit: Visit, citizen: str) -> list[object]:
    """Every cell of the workbook handed out for the month of the citizen's caseworker."""
    try:
        content = month_file.month_file(visit, MARCH, PLACES.get(citizen, ("", "", "nobody"))[2])
    except NothingDueError:
        return []
    book = load_workbook(io.BytesIO(content))
    return [value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value]


def all_of_march(visit: Visit, name: str) -> object:
    return getattr(completeness, name)(visit, MARCH, MARCH, completeness.Looked())


CASES: dict[str, Case] = {
    "completeness.completeness": Case(lambda visit, _: all_of_march(visit, "completeness"), TEAM),
    "completeness.missing": Case(lambda visit, _: all_of_march(visit, "missing"), TEAM),
    "month_file.caseworkers": Case(lambda visit, _: month_file.caseworkers(visit), TEAM, False),
    "month_file.month_file": Case(month_of, TEAM),
    "month_file.check_month_file": Case(
        lambda visit, citizen: [
            (fault.rule, fault.row) for fault in month_file.check_month_file(visit, status_file(citizen)[0]).faults
        ],
        TEAM,
        False,
    ),
    "month_file.load_month_file": Case(
        lambda visit, citizen: month_file.load_month_file(visit, status_file(citizen)[0]).told.replace(citizen, "(sendt)"),
        TEAM,
        False,
    ),
    "choosing.made": Case(lambda visit, _: choosing.made(visit), ADMINISTRATOR, False),
    "choosing.choose": Case(
        lambda visit, _: choosing.choose(visit, "disclosure_limit", 5, "besluttet"), ADMINISTRATOR, False
    ),
    "courses.courses": Case(lambda visit, _: courses.courses(visit, None), TEAM),
    "courses.course_view": Case(
        lambda visit, citizen: courses.course_view(visit, course_of(citizen), date(2025, 2, 28)), TEAM
    ),
    "courses.course_to_give": Case(
        lambda visit, citizen: courses.course_to_give(visit, course_of(citizen), date(2025, 2, 28)), TEAM
    ),
    "courses.citizen_life": Case(
        lambda visit, citizen: courses.citizen_life(visit, citizen, date(2025, 2, 28)), TEAM, False
    ),
    "deviations.texts": Case(lambda visit, _: deviations.texts(visit), TEAM, False),
    "deviations.document": Case(lambda visit, _: deviations.document(visit), LEAD, False),
    "deviations.change_texts": Case(
        lambda visit, _: deviations.change_texts(visit, deviations.document(visit), "prøve"), LEAD, False
    ),
    "deviations.history": Case(lambda visit, _: len(deviations.history(visit)) >= 0, TEAM, False),
    "expecting.help_to_expect": Case(lambda visit, citizen: expecting.help_to_expect(visit, course_of(citizen), 3), TEAM),
    "expecting.estimate": Case(
        lambda visit, citizen: expecting.estimate(visit, course_of(citizen), {3: "7,5"}, "average", 10**9), TEAM, False
    ),
    "expecting.expect_scores": Case(
        lambda visit, citizen: expecting.expect_scores(visit, course_of(citizen), {MEETING: "48"}, "WHO5", 10**9),
        TEAM, False,
    ),
    "expecting.calibrations": Case(lambda visit, _: expecting.calibrations(visit), TEAM, False),
    "figure_meeting.notes": Case(lambda visit, _: figure_meeting.notes(visit), TEAM, False),
    "figure_meeting.write_down": Case(
        lambda visit, _: figure_meeting.write_down(visit, called(visit), Written("Talt om")), LEAD, False
    ),
    "figure_meeting.became": Case(
        lambda visit, _: figure_meeting.became(visit, called(visit), decided(visit), "done"), LEAD, False
    ),
    "meeting.teams": Case(lambda visit, _: meeting.teams(visit), TEAM, False),
    "meeting.meetings": Case(lambda visit, _: meeting.meetings(visit), TEAM, False),
    "meeting.call": Case(lambda visit, _: meeting.call(visit, ("901", "Nord"), MEETING), TEAM, False),
    "meeting.on_the_list": Case(lambda visit, citizen: meeting.on_the_list(visit, held(visit, citizen)), TEAM),
    "meeting.put_on_list": Case(
        lambda visit, citizen: meeting.put_on_list(visit, called(visit), [course_of(citizen)]), TEAM, False
    ),
    "meeting.take_off_list": Case(
        lambda visit, citizen: meeting.take_off_list(visit, called(visit), course_of(citizen)), TEAM, False
    ),
    "meeting.discussed": Case(
        lambda visit, citizen: meeting.discussed(visit, called(visit), course_of(citizen)), TEAM, False
    ),
    "meeting.agree": Case(
        lambda visit, citizen: meeting.agree(visit, called(visit), course_of(citizen), "Ring", "anne", MEETING),
        TEAM, False,
    ),
    "meeting.happened": Case(
        lambda visit, citizen: meeting.happened(visit, course_of(citizen), agreed(visit, citizen), "done"), TEAM, False
    ),
    "meeting.agreements_of": Case(
        lambda visit, citizen: (agreed(visit, citizen), meeting.agreements_of(visit, course_of(citizen))), TEAM
    ),
    "meeting.agreements_of_list": Case(
        lambda visit, citizen: (held(visit, citizen), meeting.agreements_of_list(visit, called(visit))), TEAM
    ),
    "meeting.open_agreements": Case(
        lambda visit, citizen: (agreed(visit, citizen), meeting.open_agreements(visit)), TEAM
    ),
    "meeting.who_may_follow_up": Case(lambda visit, _: meeting.who_may_follow_up(visit, called(visit)), TEAM, False),
    "month.month_lines": Case(lambda visit, _: month.month_lines(visit, FEBRUARY, whole_team=True), TEAM),
    "month.open_month": Case(lambda visit, citizen: month.open_month(visit, course_of(citizen), FEBRUARY), TEAM),
    "month.keep_draft": Case(
        lambda visit, citizen: month.keep_draft(visit, opened_month(citizen), "hours", "5"), TEAM, False
    ),
    "month.drop_drafts": Case(lambda visit, citizen: month.drop_drafts(visit, opened_month(citizen)), TEAM, False),
    "month.save_month": Case(lambda visit, citizen: month.save_month(visit, opened_month(citizen), "prøve"), TEAM, False),
    "month.undo_save": Case(
        lambda visit, citizen: month.undo_save(visit, month.Saved(course_of(citizen), citizen, None, "")), TEAM, False
    ),
    "people.running_courses": Case(lambda visit, _: people.running_courses(visit), TEAM),
    "people.new_citizen": Case(people_new, TEAM, False),
    "people.new_course": Case(lambda visit, citizen: people.new_course(visit, citizen, NEW_COURSE), TEAM, False),
    "people.start_course": Case(
        lambda visit, citizen: people.start_course(visit, course_of(citizen), "10-01-2025", based_on=10**9), TEAM, False
    ),
    "people.end_course": Case(
        lambda visit, citizen: people.end_course(visit, course_of(citizen), "10-06-2025", "moved", "", based_on=10**9),
        TEAM, False,
    ),
    "people.change_caseworker": Case(
        lambda visit, citizen: people.change_caseworker(visit, course_of(citizen), "anne", "06-2025", based_on=10**9),
        TEAM, False,
    ),
    "people.change_method": Case(
        lambda visit, citizen: people.change_method(
            visit, course_of(citizen), "10-03-2025", "ICM", NEW_COURSE, based_on=10**9
        ),
        TEAM, False,
    ),
    "people.decide": Case(
        lambda visit, citizen: people.decide(visit, "start", running(citizen), {"started_on": "10-01-2025"}),
        TEAM, False,
    ),
    "overview.team_overview": Case(lambda visit, _: overview.team_overview(visit, FEBRUARY), TEAM),
    "data_in.check_upload": Case(
        lambda visit, citizen: data_in.check_upload(visit, status_file(citizen), None), frozenset({"project_lead"}), False
    ),
    "data_in.load_upload": Case(
        lambda visit, citizen: data_in.load_upload(visit, status_file(citizen), None), frozenset({"project_lead"}), False
    ),
    "data_in.loads": Case(lambda visit, _: data_in.loads(visit), frozenset({"project_lead"}), False),
    "imports.check_extract": Case(
        lambda visit, citizen: imports.check_extract(visit, extract(citizen), "sensum-eksempel", None), LEAD, False
    ),
    "imports.load_extract": Case(
        lambda visit, citizen: imports.load_extract(visit, extract(citizen), "sensum-eksempel", None), LEAD, False
    ),
    "imports.mappings": Case(lambda visit, _: imports.mappings(visit), LEAD, False),
    "imports.differences": Case(lambda visit, _: imports.differences(visit), TEAM),
    "imports.differences_waiting": Case(lambda visit, _: imports.differences_waiting(visit), TEAM, False),
    "imports.choose": Case(
        lambda visit, citizen: imports.choose(visit, [Chosen(difference_of(visit, citizen), "older", "mine")]), TEAM, False
    ),
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
    "team_figures.figures_to_take": Case(
        lambda visit, _: team_figures.figures_to_take(visit, FEBRUARY, 1, ["citizens_included"], "team", {}), TEAM, False
    ),
    "team_figures.filter_values": Case(lambda visit, _: team_figures.filter_values(visit), FIGURES, False),
    "users.listed": Case(lambda visit, _: users.listed(visit), ADMINISTRATOR, False),
    "users.administered": Case(lambda visit, _: users.administered(visit), ADMINISTRATOR, False),
    "users.known_teams": Case(lambda visit, _: users.known_teams(visit), ADMINISTRATOR, False),
    "users.add": Case(lambda visit, _: users.add(visit, "bo", "bo@eksempel.dk"), ADMINISTRATOR, False),
    "users.grant": Case(lambda visit, _: users.grant(visit, "bo", AUDITOR), ADMINISTRATOR, False),
    "users.revoke": Case(lambda visit, _: users.revoke(visit, "bo", AUDITOR), ADMINISTRATOR, False),
    "users.deactivate": Case(lambda visit, _: users.deactivate(visit, "bo"), ADMINISTRATOR, False),
}  # fmt: skip
