"""Citizens and their courses: new ones, and what happens to a course: start, new method, end, new caseworker."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.course_form import ActionName, pseudonym_problem
from app.difference_text import value_da
from app.labels import fault_da
from app.month_opening import FORM_SOURCE
from app.registry import door
from app.rights import WITH_CITIZENS, NotAllowedError, Visit, require
from pipelines import registering
from pipelines.citizen_rows import CitizenRows, StoredRow, citizen_rows
from pipelines.danish import month as danish_month
from pipelines.danish_entry import entry
from pipelines.double_bottom_line import later_month
from pipelines.places import course_places
from pipelines.registering import Clash, Conflict, NotTheirsError, Registered
from pipelines.schema import contracts
from pipelines.settings import now
from pipelines.store import opened
from pipelines.users import users

Texts = Mapping[str, str]
MONTHS_AHEAD = 12
"""So far ahead a course may be given to another caseworker."""
ID_TAKEN_DA = "Forløbs-id: id'et er i brug. Vælg et andet."
NO_CASEWORKER_DA = (
    "Medarbejder: brugernavnet kendes ikke. Skriv et, der har rollen medarbejder i kommunen og teamet, eller som har forløb "
    "i kommunen nu. Nye medarbejdere oprettes af en administrator på siden Brugere."
)
Row = dict[str, str | None]


@dataclass(frozen=True)
class Running:
    """A course that has not ended; course_ids are all of the citizen's, so that a new one gets an id of its own.

    version: the citizen's, as the course was read; what is done to the course is based on it.
    """

    course_id: str
    citizen_id: str
    method: str
    started_on: date | None
    caseworker: str
    course_ids: tuple[str, ...]
    version: int


@dataclass(frozen=True)
class Done:
    """What was stored, in Danish."""

    what: str


@dataclass(frozen=True)
class Undecided:
    """Nothing is stored: everything that has to be mended first, in Danish.

    version: the one that what a colleague did is told of, to save once more on; None where nobody did anything.
    """

    lines: Sequence[str]
    version: int | None = None


def running_courses(visit: Visit) -> list[Running]:
    """The courses within reach that have not ended, by citizen."""
    require(visit, *WITH_CITIZENS)
    places = [place for place in door.reached(visit) if place.course_id is not None]
    door.note_places(visit, "listed", places, "Forløb")
    found: list[Running] = []
    with opened(visit.here.store_url) as store:
        for citizen_id in dict.fromkeys(place.citizen_id for place in places):
            citizen = citizen_rows(store, citizen_id)
            within = {place.course_id for place in places if place.citizen_id == citizen_id}
            own = [row for row in citizen.rows["courses"] if row.values["course_id"] in within]
            running = [_running(row, citizen) for row in own]
            found += [each for each in running if each is not None]
    return found


def _running(row: StoredRow, citizen: CitizenRows) -> Running | None:
    values = row.values
    if values["ended_on"] is not None:
        return None
    ids = tuple(each.values["course_id"] for each in citizen.rows["courses"])
    about = {name: values[name] for name in ("course_id", "citizen_id", "method", "started_on", "caseworker")}
    return Running(**about, course_ids=ids, version=citizen.version)


def new_citizen(visit: Visit, citizen: Texts, course: Texts) -> Done | Undecided:
    """Create a citizen and the first course. Raises NotAllowedError outside the user's municipality or team."""
    citizen_id = citizen.get("citizen_id", "").strip()
    _require_place(visit, citizen.get("municipality", ""), citizen.get("team") or None, course.get("caseworker"))
    if citizen_rows(visit.here.store_url, citizen_id).version:
        return Undecided(["Borger-id: id'et er i brug. Vælg et andet, eller opret et nyt forløb til borgeren."])
    if not _is_caseworker(visit, course.get("caseworker", ""), citizen.get("municipality", ""), {citizen.get("team")}):
        return Undecided([NO_CASEWORKER_DA])
    rows = {"citizens": [_row(citizen)], "courses": [_row(course) | {"citizen_id": citizen_id}]}
    return _store(visit, citizen_id, rows, 0, f"{citizen_id} er oprettet med forløbet {course.get('course_id', '')}.")


def new_course(visit: Visit, citizen_id: str, course: Texts) -> Done | Undecided:
    """Create another course of a citizen within reach; what went before stays as it is."""
    places = door.reached_citizen(visit, citizen_id)
    now = citizen_rows(visit.here.store_url, citizen_id)
    if _has(now, course.get("course_id")):
        return Undecided([ID_TAKEN_DA])
    if not any(_is_caseworker(visit, course.get("caseworker", ""), each.municipality, each.teams) for each in places):
        return Undecided([NO_CASEWORKER_DA])
    rows = {"courses": [_row(course) | {"citizen_id": citizen_id}]}
    return _store(visit, citizen_id, rows, now.version, f"Forløbet {course.get('course_id', '')} er oprettet.")


def start_course(visit: Visit, course_id: str, started_on: str, *, based_on: int) -> Done | Undecided:
    """Let a course that is in its contact phase begin; based_on: the version it was opened on, here and below."""
    return _change(visit, course_id, {"started_on": started_on}, f"Forløbet er startet den {started_on}.", based_on)


def end_course(
    visit: Visit, course_id: str, ended_on: str, end_reason: str, goal_met: str, *, based_on: int
) -> Done | Undecided:
    """End a course with its last day, why, and whether the goal of the effort was met, which may be known already."""
    door.reached_course(visit, course_id)
    if not ended_on or not end_reason:
        return Undecided(["Skriv den sidste dag, og vælg en årsag."])
    ended = {"ended_on": ended_on, "end_reason": end_reason, "effect_goal_met": goal_met}
    return _change(visit, course_id, ended, f"Forløbet er afsluttet den {ended_on}.", based_on)


def change_caseworker(visit: Visit, course_id: str, caseworker: str, since: str, *, based_on: int) -> Done | Undecided:
    """Give a course to another caseworker from a month on; hours and history of the earlier one stay."""
    place = door.reached_course(visit, course_id)
    month = entry("time_use", "month", since)
    if not caseworker.strip() or not isinstance(month.value, date):
        return Undecided([month.problem or "Skriv brugernavnet på den nye medarbejder, og fra hvilken måned."])
    if not _is_caseworker(visit, caseworker, place.municipality, place.teams):
        return Undecided([NO_CASEWORKER_DA])
    now = citizen_rows(visit.here.store_url, place.citizen_id)
    first, last = _begun(now, course_id), later_month(visit.here.today.replace(day=1), MONTHS_AHEAD)
    if not (first or month.value) <= month.value <= last:
        earliest = f"tidligst {danish_month(first)} og " if first else ""
        return Undecided([f"Fra og med måneden: vælg {earliest}senest {danish_month(last)}."])
    rows = {"courses": [_row({"course_id": course_id, "caseworker": caseworker})]}
    what = f"{caseworker.strip()} har forløbet fra {danish_month(month.value)}."
    return _store(visit, place.citizen_id, rows, based_on, what, month.value)


def _is_caseworker(visit: Visit, name: str, municipality: str, teams: Collection[str | None]) -> bool:
    """Whether somebody is a caseworker there: by a role, or by having courses in the municipality now.

    A name typed wrong would leave the course with nobody, and might be a real name. A blank is the contract's to refuse.
    """
    here, name = visit.here, name.strip()
    granted = [each for user in users(here.store_url) if user.active and user.user_name == name for each in user.grants]
    has_role = any(
        (each.role, each.municipality) == ("caseworker", municipality) and (each.team is None or each.team in teams)
        for each in granted
    )
    places = course_places(here.store_url, here.today)
    return not name or has_role or any(name in each.caseworkers for each in places if each.municipality == municipality)


def _has(now: CitizenRows, course_id: str | None) -> bool:
    return any(row.values["course_id"] == course_id for row in now.rows["courses"])


def _begun(now: CitizenRows, course_id: str) -> date | None:
    """The first month of the course, contact phase and all."""
    course = next(row.values for row in now.rows["courses"] if row.values["course_id"] == course_id)
    first: date | None = course["contact_on"] or course["started_on"]
    return first and first.replace(day=1)


def change_method(
    visit: Visit, course_id: str, on: str, method: str, new_course: Texts, *, based_on: int
) -> Done | Undecided:
    """End a course the day before and begin one of another method, in one step; both keep their history."""
    place = door.reached_course(visit, course_id)
    day = entry("courses", "started_on", on).value
    if not isinstance(day, date) or not method:
        return Undecided(["Skriv, hvilken dag metoden skiftes, og vælg den nye metode."])
    now = citizen_rows(visit.here.store_url, place.citizen_id)
    if _has(now, new_course.get("course_id")):
        return Undecided([ID_TAKEN_DA])
    old = next(row.values for row in now.rows["courses"] if row.values["course_id"] == course_id)
    if old["started_on"] is None or old["method"] == method:
        return Undecided(["Vælg en anden metode end den nuværende, og start forløbet først."])
    last_day = max(day - timedelta(days=1), min(old["started_on"], day))
    ended: Row = {"course_id": course_id, "ended_on": f"{last_day:%d-%m-%Y}", "end_reason": "changed_method"}
    begun: Row = {
        "citizen_id": place.citizen_id, "method": method, "started_on": on, "caseworker": old["caseworker"],
        "progression_measure": old["progression_measure"], "collaboration_model": old["collaboration_model"],
    } | {name: text for name, text in _row(new_course).items() if text}  # fmt: skip
    what = f"Skiftet fra {old['method']} til {method} den {on}. Begge forløb har beholdt deres historik."
    return _store(visit, place.citizen_id, {"courses": [ended, begun]}, based_on, what)


def decide(visit: Visit, name: ActionName, course: Running | None, texts: Texts) -> Done | Undecided:
    """Do what a form of the page asked for; `course` is the one it is done to, if any."""
    course_texts = {key: text for key, text in texts.items() if key not in _OF_CITIZEN}
    if name == "new_citizen":
        return new_citizen(visit, {key: text for key, text in texts.items() if key in _OF_CITIZEN}, course_texts)
    if name == "new_course":
        return new_course(visit, texts["citizen_id"].strip(), course_texts)
    if course is None:
        return Undecided(["Vælg et forløb."])
    course_id, based_on = course.course_id, course.version
    if name == "start":
        return start_course(visit, course_id, texts["started_on"], based_on=based_on)
    if name == "end":
        ended = (texts[key] for key in ("ended_on", "end_reason", "effect_goal_met"))
        return end_course(visit, course_id, *ended, based_on=based_on)
    if name == "change_caseworker":
        return change_caseworker(visit, course_id, texts["caseworker"], texts["month"], based_on=based_on)
    new = {key: texts[key] for key in ("course_id", "progression_measure")}
    return change_method(visit, course_id, texts["started_on"], texts["method"], new, based_on=based_on)


_OF_CITIZEN = frozenset({"citizen_id", "municipality", "team", "referred_on", "target_group", "birth_year", "gender"})


def _row(texts: Texts) -> Row:
    return {name: text.strip() or None for name, text in texts.items()}


def _require_place(visit: Visit, municipality: str, team: str | None, caseworker: str | None) -> None:
    if not door.may_register(visit, municipality, team, caseworker or None):
        raise NotAllowedError(
            "Du kan kun oprette borgere i din egen kommune og dit eget team, eller forløb, du selv har."
        )


def _change(visit: Visit, course_id: str, changed: Texts, what: str, based_on: int) -> Done | Undecided:
    """What is left blank is left as it is: these forms take nothing away that is known."""
    place = door.reached_course(visit, course_id)
    filled = {name: text for name, text in _row(changed).items() if text}
    return _store(visit, place.citizen_id, {"courses": [{"course_id": course_id, **filled}]}, based_on, what)


def _store(
    visit: Visit, citizen_id: str, rows: Mapping[str, Sequence[Row]], version: int, what: str, since: date | None = None
) -> Done | Undecided:
    """Register, or say in Danish why not; ids that look like names are refused here whatever the page did."""
    ids = [row.get(name) or "" for found in rows.values() for row in found for name in ("citizen_id", "course_id")]
    known = {row.values["course_id"] for row in citizen_rows(visit.here.store_url, citizen_id).rows.get("courses", ())}
    named = [pseudonym_problem(each) for each in ids if each not in known and not (version and each == citizen_id)]
    if any(named):
        return Undecided([problem for problem in dict.fromkeys(named) if problem])
    try:
        result = registering.register(
            visit.here.store_url, citizen_id, rows, based_on=version, who=visit.user.name, source=FORM_SOURCE,
            reason=what, today=visit.here.today, at=now(), effective_month=since,
        )  # fmt: skip
    except NotTheirsError as error:
        return Undecided([error.args[0]])
    if isinstance(result, Registered):
        door.note(visit, "changed", [citizen_id], "Forløb")
        return Done(what)
    if isinstance(result, Conflict):
        return _overtaken(result)
    return Undecided([fault_da(fault) for fault in result.faults] if isinstance(result, registering.Refused) else [])


def _overtaken(result: Conflict) -> Undecided:
    """What a colleague did since the form was opened, field by field, and how to go on."""
    told = [_clash_da(clash) for clash in result.clashes]
    return Undecided([*told, "Skal det, du har skrevet, gælde alligevel, så tryk Gem igen."], result.version)


def _clash_da(clash: Clash) -> str:
    about = contracts()[clash.table]
    if clash.field is None:
        return f"{clash.changed_by} har oprettet eller fjernet {about.label_da.lower()} med samme id, efter du åbnede siden."
    column = about.columns[clash.field]
    now, mine = value_da(column, clash.now), value_da(column, clash.mine)
    return f"{column.label_da}: {clash.changed_by} har gemt {now}, efter du åbnede siden. Du har skrevet {mine}."
