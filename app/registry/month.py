"""A caseworker's month: the list of what is due, one course opened, its drafts, saving it and taking a save back."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app import month_form
from app.labels import fault_da
from app.month_form import Draft, Opened
from app.month_opening import FORM_SOURCE, Rows, courses_of, due_of, opened_of, where_da
from app.registry import door
from app.rights import WITH_CITIZENS, Visit, require
from kpi_catalogue.figure import catalogue
from pipelines import drafts, registering
from pipelines.asked import Asked, asked
from pipelines.citizen_rows import CitizenRows
from pipelines.danish_entry import typed_da
from pipelines.due import CourseMonth
from pipelines.places import CoursePlace
from pipelines.registering import Clash as StoredClash
from pipelines.registering import Conflict, ReasonNeeded, Registered
from pipelines.schema import contracts
from pipelines.settings import Choices, now
from pipelines.store import opened as opened_store

Rowed = Mapping[str, Sequence[month_form.Texts]]


@dataclass(frozen=True)
class Line:
    """One course of the list: whose it is, where in its life, what is due, and whether something typed is not saved."""

    course_id: str
    citizen_id: str
    method: str
    where: str
    due: CourseMonth
    has_draft: bool


@dataclass(frozen=True)
class Saved:
    """A save that was stored, as load number `load_id`, and may be taken back; `what` in a few Danish words."""

    course_id: str
    citizen_id: str
    load_id: int | None
    what: str


@dataclass(frozen=True)
class Refused:
    """A save that was not stored, with every reason, in Danish."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class ClashField:
    """One field that somebody else changed since it was opened: their value and the one typed here, in Danish."""

    field: str
    label: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class Clash:
    """A save that was not stored, because somebody else changed the same rows since they were opened.

    version: the citizen's that the values of theirs are of; what is saved over them is based on it, so that a third value
    nobody has seen is a new clash.
    """

    who: str
    fields: tuple[ClashField, ...]
    version: int


def month_lines(visit: Visit, month: date, *, whole_team: bool) -> list[Line]:
    """The courses on which something is or may be registered in the month: the user's own, or all within reach."""
    require(visit, *WITH_CITIZENS)
    places = [each for each in door.reached(visit) if each.course_id is not None]
    shown = [each for each in places if whole_team or visit.user.name in each.caseworkers]
    door.note_places(visit, "listed", shown, "Min måned")
    typed = {draft.course_id for draft in drafts.drafts_of(visit.here.store_url, visit.user.name, month=month)}
    with opened_store(visit.here.store_url) as store:
        rows = {
            citizen: registering.citizen_rows(store, citizen).rows for citizen in {each.citizen_id for each in shown}
        }
    lines = [_line(visit, each, month, rows[each.citizen_id], each.course_id in typed) for each in shown]
    return [line for line in lines if line.due.items or line.due.optional or line.due.open_before]


def open_month(visit: Visit, course_id: str, month: date) -> Opened:
    """A course and month as it is registered now, with what the user has typed and not saved."""
    place = door.reached_course(visit, course_id)
    door.note(visit, "looked_at", [place.citizen_id], "Min måned")
    rows = registering.citizen_rows(visit.here.store_url, place.citizen_id)
    kept = drafts.drafts_of(visit.here.store_url, visit.user.name, course_id, month)
    return _opened(visit, course_id, month, rows, kept)


def keep_draft(visit: Visit, opened: Opened, field: str, text: str) -> Draft:
    """Keep what was typed into a field of the user's own. Raises DraftError for a CPR number, which is not kept."""
    place = door.reached_course(visit, opened.course["course_id"])
    based_on = opened.version
    drafts.keep_draft(
        visit.here.store_url,
        drafts.Draft(
            visit.user.name, place.citizen_id, opened.course["course_id"], opened.month, field, text, based_on, now()
        ),
    )
    return Draft(text, based_on)


def drop_drafts(visit: Visit, opened: Opened, fields: Sequence[str] | None = None) -> None:
    """Forget what the user typed and did not save on the course and month, all of it or some fields."""
    course_id = door.reached_course(visit, opened.course["course_id"]).course_id or ""
    names = None if fields is None else tuple(fields)
    drafts.drop(visit.here.store_url, visit.user.name, course_id, opened.month, names)


def save_month(visit: Visit, opened: Opened, reason: str) -> Saved | Clash | Refused:
    """Register what the user typed, if it is faultless and nobody has changed the same since it was opened.

    `reason` is required where something registered of an earlier month is changed.
    """
    place = door.reached_course(visit, opened.course["course_id"])
    fields = month_form.fields_of(opened)
    problems = month_form.problems(fields)
    if not problems and month_form.asks_reason(opened, fields) and not reason.strip():
        problems = ["Skriv, hvorfor en tidligere måned rettes."]
    rows, gone = month_form.rows_to_save(opened, fields), month_form.rows_to_remove(opened, fields)
    if problems or not (rows or gone):
        return Refused(tuple(problems or ["Der er intet nyt at gemme."]))
    result = _register(visit, place, opened, rows, gone, reason)
    if isinstance(result, Registered):
        door.note(visit, "changed", [place.citizen_id], "Min måned")
        drop_drafts(visit, opened)
        return Saved(opened.course["course_id"], place.citizen_id, result.load_id, _tables_da([*rows, *gone]))
    return _not_saved(result)


def undo_save(visit: Visit, saved: Saved) -> Refused | None:
    """Take a save of the user's own back, unless somebody has changed the same since."""
    place = door.reached_course(visit, saved.course_id)
    if saved.load_id is None:
        return None
    result = registering.undo(
        visit.here.store_url, place.citizen_id, saved.load_id, who=visit.user.name, today=visit.here.today, at=now()
    )
    if isinstance(result, Conflict):
        return Refused(("Det kan ikke fortrydes, for det er ændret siden. Åbn forløbet, og ret det.",))
    door.note(visit, "changed", [place.citizen_id], "Min måned, fortrudt")
    return None


def _register(
    visit: Visit, place: CoursePlace, opened: Opened, rows: Rowed, gone: Rowed, reason: str
) -> registering.Outcome:
    """A draft from an earlier visit was typed over an older version, and is held against what has changed since then."""
    typed_over = [draft.based_on for draft in opened.drafts.values() if draft.based_on is not None]
    return registering.register(
        visit.here.store_url, place.citizen_id, rows, removing=gone, based_on=min([opened.version, *typed_over]),
        who=visit.user.name, source=FORM_SOURCE, reason=reason.strip() or None, today=visit.here.today, at=now(),
    )  # fmt: skip


def _not_saved(result: registering.Outcome) -> Clash | Refused:
    if isinstance(result, Conflict):
        fields = tuple(_clash_field(clash) for clash in result.clashes)
        return Clash(result.clashes[0].changed_by, fields, result.version)
    if isinstance(result, ReasonNeeded):
        return Refused(("Skriv, hvorfor en tidligere måned rettes.",))
    return Refused(tuple(fault_da(fault) for fault in result.faults) if isinstance(result, registering.Refused) else ())


def _line(visit: Visit, place: CoursePlace, month: date, rows: Rows, has_draft: bool) -> Line:
    course_id = place.course_id or ""
    due = due_of(rows, course_id, month, _asked(visit.here.choices), visit.here.today)
    course = next(course for course in courses_of(rows) if course.course_id == course_id)
    return Line(course_id, place.citizen_id, course.method, where_da(course, month), due, has_draft)


def _opened(visit: Visit, course_id: str, month: date, citizen: CitizenRows, kept: Sequence[drafts.Draft]) -> Opened:
    """Hours are a caseworker's own; anyone else registers those of the course's caseworker."""
    rows = citizen.rows
    course = next(row.values for row in rows["courses"] if row.values["course_id"] == course_id)
    caseworker = visit.user.name if visit.user.has("caseworker") else course["caseworker"]
    due = due_of(rows, course_id, month, _asked(visit.here.choices), visit.here.today)
    return opened_of(citizen, due, caseworker, kept, visit.here.today)


def _asked(choices: Choices) -> Asked:
    return _asked_for(tuple(choices.figures_off), choices.success_criterion, choices.ors_licence)


@functools.cache
def _asked_for(off: tuple[str, ...], criterion: str, licence: bool) -> Asked:
    return asked(catalogue(), off, criterion, ors_licence=licence)


def _clash_field(clash: StoredClash) -> ClashField:
    """The field of the form that a clash is about, with both values in Danish; a whole row is its first field."""
    column = clash.field or "hours"
    name = {"time_use": "hours", "expected_time": f"expected_time.{column}"}.get(clash.table, column)
    if clash.table == "measurements":
        name = f"{clash.key[1]}.{column}"
    about = contracts()[clash.table].columns.get(column)
    label = about.label_da if about else contracts()[clash.table].label_da
    codes = about.codes if about else {}
    theirs, mine = (_value_da(codes, value) for value in (clash.now, clash.mine))
    return ClashField(name, label, theirs, mine)


def _value_da(codes: Mapping[str, str], value: object) -> str:
    return "tomt" if value is None else codes.get(str(value), typed_da(value))


def _tables_da(tables: Sequence[str]) -> str:
    return ", ".join(contracts()[table].label_da.lower() for table in dict.fromkeys(tables))
