"""Citizens and their courses: new ones, and what happens to a course: start, new method, end, new caseworker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from app.course_form import ActionName, pseudonym_problem
from app.labels import fault_da
from app.month_opening import FORM_SOURCE
from app.registry import door
from app.rights import WITH_CITIZENS, NotAllowedError, Visit, require
from pipelines import registering
from pipelines.citizen_rows import CitizenRows, StoredRow, citizen_rows
from pipelines.danish import month as danish_month
from pipelines.danish_entry import entry
from pipelines.double_bottom_line import later_month
from pipelines.registering import Conflict, NotTheirsError, Registered
from pipelines.store import opened

Texts = Mapping[str, str]
MONTHS_AHEAD = 12
"""So far ahead a course may be given to another caseworker."""
Row = dict[str, str | None]


@dataclass(frozen=True)
class Running:
    """A course that has not ended; course_ids are all of the citizen's, so that a new one gets an id of its own."""

    course_id: str
    citizen_id: str
    method: str
    started_on: date | None
    caseworker: str
    course_ids: tuple[str, ...]


@dataclass(frozen=True)
class Done:
    """What was stored, in Danish."""

    what: str


@dataclass(frozen=True)
class Undecided:
    """Nothing is stored: everything that has to be mended first, in Danish."""

    lines: Sequence[str]


def running_courses(visit: Visit) -> list[Running]:
    """The courses within reach that have not ended, by citizen."""
    require(visit, *WITH_CITIZENS)
    places = [place for place in door.reached(visit) if place.course_id is not None]
    door.note_places(visit, "listed", places, "Forløb")
    found: list[Running] = []
    with opened(visit.here.store_url) as store:
        for citizen_id in dict.fromkeys(place.citizen_id for place in places):
            courses = citizen_rows(store, citizen_id).rows["courses"]
            within = {place.course_id for place in places if place.citizen_id == citizen_id}
            running = [_running(row, courses) for row in courses if row.values["course_id"] in within]
            found += [each for each in running if each is not None]
    return found


def _running(row: StoredRow, courses: Sequence[StoredRow]) -> Running | None:
    values = row.values
    if values["ended_on"] is not None:
        return None
    ids = tuple(each.values["course_id"] for each in courses)
    return Running(
        values["course_id"], values["citizen_id"], values["method"], values["started_on"], values["caseworker"], ids
    )


def new_citizen(visit: Visit, citizen: Texts, course: Texts) -> Done | Undecided:
    """Create a citizen and the first course. Raises NotAllowedError outside the user's municipality or team."""
    citizen_id = citizen.get("citizen_id", "").strip()
    _require_place(visit, citizen.get("municipality", ""), citizen.get("team") or None, course.get("caseworker"))
    if citizen_rows(visit.here.store_url, citizen_id).version:
        return Undecided(["Borger-id: id'et er i brug. Vælg et andet, eller opret et nyt forløb til borgeren."])
    rows = {"citizens": [_row(citizen)], "courses": [_row(course) | {"citizen_id": citizen_id}]}
    return _store(visit, citizen_id, rows, 0, f"{citizen_id} er oprettet med forløbet {course.get('course_id', '')}.")


def new_course(visit: Visit, citizen_id: str, course: Texts) -> Done | Undecided:
    """Create another course of a citizen within reach; what went before stays as it is."""
    door.reached_citizen(visit, citizen_id)
    now = citizen_rows(visit.here.store_url, citizen_id)
    if any(row.values["course_id"] == course.get("course_id") for row in now.rows["courses"]):
        return Undecided(["Forløbs-id: id'et er i brug. Vælg et andet."])
    rows = {"courses": [_row(course) | {"citizen_id": citizen_id}]}
    return _store(visit, citizen_id, rows, now.version, f"Forløbet {course.get('course_id', '')} er oprettet.")


def start_course(visit: Visit, course_id: str, started_on: str) -> Done | Undecided:
    """Let a course that is in its contact phase begin."""
    return _change(visit, course_id, {"started_on": started_on}, f"Forløbet er startet den {started_on}.")


def end_course(visit: Visit, course_id: str, ended_on: str, end_reason: str, goal_met: str) -> Done | Undecided:
    """End a course with its last day, why, and whether the goal of the effort was met."""
    door.reached_course(visit, course_id)
    if not ended_on or not end_reason:
        return Undecided(["Skriv den sidste dag, og vælg en årsag."])
    ended = {"ended_on": ended_on, "end_reason": end_reason, "effect_goal_met": goal_met}
    return _change(visit, course_id, ended, f"Forløbet er afsluttet den {ended_on}.")


def change_caseworker(visit: Visit, course_id: str, caseworker: str, since: str) -> Done | Undecided:
    """Give a course to another caseworker from a month on; hours and history of the earlier one stay."""
    place = door.reached_course(visit, course_id)
    month = entry("time_use", "month", since)
    if not caseworker.strip() or not isinstance(month.value, date):
        return Undecided([month.problem or "Skriv brugernavnet på den nye medarbejder, og fra hvilken måned."])
    now = citizen_rows(visit.here.store_url, place.citizen_id)
    first, last = _begun(now, course_id), later_month(visit.here.today.replace(day=1), MONTHS_AHEAD)
    if not (first or month.value) <= month.value <= last:
        earliest = f"tidligst {danish_month(first)} og " if first else ""
        return Undecided([f"Fra og med måneden: vælg {earliest}senest {danish_month(last)}."])
    rows = {"courses": [_row({"course_id": course_id, "caseworker": caseworker})]}
    what = f"{caseworker.strip()} har forløbet fra {danish_month(month.value)}."
    return _store(visit, place.citizen_id, rows, now.version, what, month.value)


def _begun(now: CitizenRows, course_id: str) -> date | None:
    """The first month of the course, contact phase and all."""
    course = next(row.values for row in now.rows["courses"] if row.values["course_id"] == course_id)
    first: date | None = course["contact_on"] or course["started_on"]
    return first and first.replace(day=1)


def change_method(visit: Visit, course_id: str, on: str, method: str, new_course: Texts) -> Done | Undecided:
    """End a course the day before and begin one of another method, in one step; both keep their history."""
    place = door.reached_course(visit, course_id)
    day = entry("courses", "started_on", on).value
    if not isinstance(day, date) or not method:
        return Undecided(["Skriv, hvilken dag metoden skiftes, og vælg den nye metode."])
    now = citizen_rows(visit.here.store_url, place.citizen_id)
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
    return _store(visit, place.citizen_id, {"courses": [ended, begun]}, now.version, what)


def decide(visit: Visit, name: ActionName, course: Running | None, texts: Texts) -> Done | Undecided:
    """Do what a form of the page asked for; `course` is the one it is done to, if any."""
    course_texts = {key: text for key, text in texts.items() if key not in _OF_CITIZEN}
    if name == "new_citizen":
        return new_citizen(visit, {key: text for key, text in texts.items() if key in _OF_CITIZEN}, course_texts)
    if name == "new_course":
        return new_course(visit, texts["citizen_id"].strip(), course_texts)
    if course is None:
        return Undecided(["Vælg et forløb."])
    if name == "start":
        return start_course(visit, course.course_id, texts["started_on"])
    if name == "end":
        return end_course(visit, course.course_id, texts["ended_on"], texts["end_reason"], texts["effect_goal_met"])
    if name == "change_caseworker":
        return change_caseworker(visit, course.course_id, texts["caseworker"], texts["month"])
    new = {key: texts[key] for key in ("course_id", "progression_measure")}
    return change_method(visit, course.course_id, texts["started_on"], texts["method"], new)


_OF_CITIZEN = frozenset({"citizen_id", "municipality", "team", "referred_on", "target_group", "birth_year", "gender"})


def _row(texts: Texts) -> Row:
    return {name: text.strip() or None for name, text in texts.items()}


def _require_place(visit: Visit, municipality: str, team: str | None, caseworker: str | None) -> None:
    if not door.may_register(visit, municipality, team, caseworker or None):
        raise NotAllowedError(
            "Du kan kun oprette borgere i din egen kommune og dit eget team, eller forløb, du selv har."
        )


def _change(visit: Visit, course_id: str, changed: Texts, what: str) -> Done | Undecided:
    place = door.reached_course(visit, course_id)
    now = citizen_rows(visit.here.store_url, place.citizen_id)
    return _store(visit, place.citizen_id, {"courses": [{"course_id": course_id, **_row(changed)}]}, now.version, what)


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
            reason=what, today=visit.here.today, at=datetime.now(UTC).replace(tzinfo=None), effective_month=since,
        )  # fmt: skip
    except NotTheirsError as error:
        return Undecided([error.args[0]])
    if isinstance(result, Registered):
        door.note(visit, "changed", [citizen_id], "Forløb")
        return Done(what)
    if isinstance(result, Conflict):
        return Undecided([f"{result.clashes[0].changed_by} har ændret forløbet imens. Åbn det igen."])
    return Undecided([fault_da(fault) for fault in result.faults] if isinstance(result, registering.Refused) else [])
