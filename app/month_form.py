"""One course and month as a form: which fields are asked, what stands in each, and what is sent to the store.

No Streamlit, no database. A field holds what the user has typed and not saved, else what is registered; a value from an
earlier month is offered beside it and is nothing until it is confirmed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pipelines.danish import day as danish_day
from pipelines.danish import month as danish_month
from pipelines.danish_entry import Entry, entry, exact_da, typed_da
from pipelines.double_bottom_line import later_month
from pipelines.due import CourseMonth, month_end
from pipelines.due_item import EXPECTED_TIME, HOURS, Carried, Item, value_label
from pipelines.schema import contracts

Row = Mapping[str, Any]
Texts = dict[str, str | None]

REASON_KEYS = {"k": "no_contact", "v": "declined", "i": "not_relevant", "s": "later"}
"""The one key that says why a field is blank."""
REASONS_DA = contracts()["missing_reasons"].columns["reason"].codes
WHO5_ITEMS_DA = (
    "har jeg været glad og i godt humør",
    "har jeg følt mig rolig og afslappet",
    "har jeg følt mig aktiv og energisk",
    "er jeg vågnet frisk og udhvilet",
    "har min dagligdag været fyldt med ting, der interesserer mig",
)
WHO5_SOURCE_DA = (
    "WHO-5 Trivselsindeks, WHO 1998, ordlyden som i KL's FHIR-profil for WHO-5. I de sidste 2 uger: "
    "5 hele tiden, 4 det meste af tiden, 3 lidt mere end halvdelen "
    "af tiden, 2 lidt mindre end halvdelen af tiden, 1 lidt af tiden, 0 på intet tidspunkt."
)
TILS_ITEMS_DA = ("savner nogen at være sammen med", "føler sig holdt udenfor", "føler sig isoleret fra andre")
TILS_SOURCE_DA = "T-ILS, tre spørgsmål om ensomhed: 1 næsten aldrig eller aldrig, 2 en gang imellem, 3 ofte."
_ITEMS = {"WHO5": 5, "TILS": 3}
_UNITS = {"hours": "hours", "shelter_nights": "døgn", "evictions_averted": "sager"}


@dataclass(frozen=True)
class Draft:
    """What somebody typed into a field and has not saved, and the version of the row it was typed over."""

    text: str
    based_on: int | None = None


@dataclass(frozen=True)
class Field:
    """One field of the form. `item` is what it is due for, None where it may be left alone.

    stored and draft are texts as one types them ("" for a blank); other says what others have registered in its place.
    """

    name: str
    table: str
    column: str
    label: str
    help: str
    item: Item | None
    stored: str = ""
    draft: str | None = None
    origin: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)

    @property
    def typed(self) -> str:
        """What stands in the field."""
        return self.stored if self.draft is None else self.draft

    @property
    def shown(self) -> str:
        """What the field holds on screen: the text, of a list the code, and the key of a reason, to be cleared or not."""
        by_reason = {reason: key for key, reason in REASON_KEYS.items()}
        if self.reason and (self.codes or (self.draft is None and self.leads)):
            return by_reason[self.reason]
        return self.typed if not self.codes or self.typed in self.codes else ""

    @property
    def leads(self) -> bool:
        """Whether the reason why its due thing is blank stands in this field: of an instrument, in the first."""
        return self.column not in ("measured_on", *(f"item_{place}" for place in range(2, 6)))

    @property
    def is_withdrawn(self) -> bool:
        """Whether the registered reason is cleared, and nothing has come instead."""
        is_cleared = self.draft is not None and not self.draft.strip() and not self.stored
        return is_cleared and self.leads and self.item is not None and self.item.reason is not None

    @property
    def reason(self) -> str | None:
        """Why the field is blank: just typed, or registered and not replaced by anything typed."""
        typed = reason_of(self.draft or "")
        kept = self.item.reason if self.item and self.draft is None and not self.stored else None
        return typed or kept

    @property
    def carried(self) -> Carried | None:
        """The value of an earlier month, while nothing else stands in the field."""
        return self.item.carried if self.item and not self.typed and not self.reason else None

    @property
    def entry(self) -> Entry:
        """How what stands in the field is understood."""
        return entry(self.table, self.column, "" if self.reason else self.typed, _UNITS.get(self.column, ""))

    @property
    def is_changed(self) -> bool:
        """Whether something is typed that is not registered yet."""
        return self.draft is not None and (self.draft.strip() != self.stored or self.is_withdrawn)

    @property
    def problem(self) -> str:
        """Why what stands in the field cannot be saved; blank when it can."""
        if self.is_changed and self.stored and self.table == "expected_time" and (self.reason or not self.typed):
            return f"Der er gemt {self.stored}. Det kan rettes, men ikke slettes her."
        days = month_end(self.item.month).day if self.item and self.column == "shelter_nights" else None
        if days and isinstance(self.entry.value, int) and self.entry.value > days:
            return f'"{self.typed}" er flere døgn, end måneden har dage. Skriv et helt tal fra 0 til {days}.'
        return self.entry.problem

    @property
    def says(self) -> str:
        """One line under the field: how it was understood, why it is blank, or where it comes from."""
        if self.reason:
            return f"mangler: {REASONS_DA[self.reason].lower()}"
        if self.is_withdrawn:
            return "årsagen er taget tilbage"
        if self.draft is None or not self.is_changed:
            return self.origin
        return "" if self.codes or self.column.startswith("item_") else self.entry.echo


def reason_of(text: str) -> str | None:
    """The reason that a one-letter entry stands for."""
    return REASON_KEYS.get(text.strip().lower())


@dataclass(frozen=True)
class Opened:
    """A course and month as it was read: the rows of the month as they are registered, what is due, and the drafts.

    hours: the caseworker's own row of the month; measurements: instrument -> the registered row in the due window.
    drafts_from: when the newest draft of an earlier visit was typed, blank without any. origins: field -> from whom and
    when its value is, in Danish. version: the citizen's, as it was read.
    """

    course: Row
    month: date
    due: CourseMonth
    caseworker: str
    hours: Row | None
    status: Row | None
    measurements: Mapping[str, Row]
    estimate: Row | None
    drafts: Mapping[str, Draft]
    drafts_from: str
    origins: Mapping[str, str]
    version: int
    today: date


def fields_of(opened: Opened) -> list[Field]:
    """The fields of the form in the order of work: hours, status, measurements, expected time."""
    items = {item.field: item for item in opened.due.items}
    fields: list[Field] = []
    if HOURS in items or HOURS in opened.due.optional:
        fields.append(_field(opened, HOURS, "time_use", "hours", items.get(HOURS), opened.hours))
    status = contracts()["monthly_status"].columns
    fields += [
        _field(opened, name, "monthly_status", name, items[name], opened.status) for name in status if name in items
    ]
    for item in (*opened.due.items, *opened.due.open_before):
        if item.kind == "measurement":
            fields += _measurement_fields(opened, item)
    if EXPECTED_TIME in items and (items[EXPECTED_TIME].is_open or opened.estimate or _drafted(opened, EXPECTED_TIME)):
        fields += _estimate_fields(opened, items[EXPECTED_TIME])
    return fields


def _drafted(opened: Opened, name: str) -> bool:
    return any(draft.startswith(name) for draft in opened.drafts)


def _field(
    opened: Opened, name: str, table: str, column: str, item: Item | None, row: Row | None, label: str = ""
) -> Field:
    about = contracts()[table].columns[column]
    stored = typed_da(row[column]) if row else ""
    draft = opened.drafts.get(name)
    return Field(
        name, table, column, label or about.label_da, about.help_da, item, stored,
        draft.text if draft else None, opened.origins.get(name, ""), about.codes,
    )  # fmt: skip


def _measurement_fields(opened: Opened, item: Item) -> list[Field]:
    """WHO-5 and T-ILS by their items, the licensed instruments by their score, and the day for all of them."""
    code, row = item.field, opened.measurements.get(item.field)
    items = {"WHO5": WHO5_ITEMS_DA, "TILS": TILS_ITEMS_DA}.get(code, ())
    columns = [(f"item_{place}", f"{place}. {label}") for place, label in enumerate(items, 1)]
    fields = [
        _field(opened, f"{code}.{column}", "measurements", column, item, row, label)
        for column, label in columns or [("score", f"{item.label_da} score")]
    ]
    return [*fields, _field(opened, f"{code}.measured_on", "measurements", "measured_on", item, row)]


def _estimate_fields(opened: Opened, item: Item) -> list[Field]:
    period = f"fase {item.period}" if item.kind == "phase_estimate" else danish_month(item.month)
    label = f"Forventede timer i {period}"
    hours = _field(opened, f"{EXPECTED_TIME}.hours", "expected_time", "hours", item, opened.estimate, label)
    return [hours, _field(opened, f"{EXPECTED_TIME}.basis", "expected_time", "basis", item, opened.estimate)]


def offered_day(opened: Opened, item: Item) -> date:
    """The day a measurement is offered as: the last of the month it is due in, or today or the course's end before."""
    days = [month_end(item.month), opened.today, opened.course["ended_on"]]
    return min(day for day in days if day is not None)


def to_confirm(fields: Iterable[Field]) -> dict[str, str]:
    """What confirming everything as it was types into the fields that offer an earlier month's value."""
    return {each.name: typed_da(each.carried.value) for each in fields if each.carried}


def carried_da(each: Field) -> str:
    """The offered value in Danish: Egen bolig."""
    return value_label(each.column, each.carried.value) if each.carried else ""


def carried_from_da(each: Field) -> str:
    """Where the offered value comes from: som i februar."""
    return f"som i {danish_month(each.carried.month).split()[0]}" if each.carried else ""


def problems(fields: Iterable[Field]) -> list[str]:
    """What has to be mended before the form can be saved, field by field."""
    own = list(fields)
    return [f"{each.label}: {each.problem}" for each in own if each.problem] + _basis_problem(own)


def _basis_problem(fields: Sequence[Field]) -> list[str]:
    """An expectation says what it rests on; it is asked, never filled in."""
    own = {each.column: each for each in fields if each.table == "expected_time"}
    is_typed = bool(own) and any(each.is_changed for each in own.values()) and bool(_text(own["hours"]))
    return ["Grundlag: vælg, hvad de forventede timer bygger på."] if is_typed and not _text(own["basis"]) else []


def is_changed(fields: Iterable[Field]) -> bool:
    """Whether there is anything to save."""
    return any(each.is_changed for each in fields)


def asks_reason(opened: Opened, fields: Iterable[Field]) -> bool:
    """Whether saving needs a reason: it changes what is registered of a month before last."""
    is_earlier = opened.month < later_month(opened.today.replace(day=1), -1)
    return is_earlier and any(each.is_changed and each.stored for each in fields)


def rows_to_save(opened: Opened, fields: Sequence[Field]) -> dict[str, list[Texts]]:
    """The rows that saving the form registers, as texts by table; only tables with something changed."""
    changed = [each for each in fields if each.is_changed]
    rows = {
        "time_use": _hours_rows(opened, changed),
        "monthly_status": _status_rows(opened, changed),
        "measurements": _measurement_rows(opened, fields),
        "expected_time": _estimate_rows(opened, fields),
        "missing_reasons": _reason_rows(opened, changed),
    }
    return {table: found for table, found in rows.items() if found}


def _text(each: Field) -> str | None:
    return None if each.reason else each.entry.text


def _hours_rows(opened: Opened, changed: Sequence[Field]) -> list[Texts]:
    key = {"course_id": opened.course["course_id"], "month": f"{opened.month:%Y-%m}", "caseworker": opened.caseworker}
    return [{**key, "hours": _text(each)} for each in changed if each.table == "time_use" and _text(each)]


def _status_rows(opened: Opened, changed: Sequence[Field]) -> list[Texts]:
    """The month's key and what is typed; what is left out keeps what is registered."""
    typed: Texts = {each.column: _text(each) for each in changed if each.table == "monthly_status"}
    if not typed or not (opened.status or any(typed.values())):
        return []
    return [{"citizen_id": opened.course["citizen_id"], "month": f"{opened.month:%Y-%m}", **typed}]


def _measurement_rows(opened: Opened, fields: Sequence[Field]) -> list[Texts]:
    """A row per instrument with something typed; the items first, then the day, offered where none is typed."""
    rows = []
    for code in dict.fromkeys(each.item.field for each in fields if each.item and each.table == "measurements"):
        own = [each for each in fields if each.name.startswith(f"{code}.")]
        answers: Texts = {each.column: _text(each) for each in own if each.column != "measured_on"}
        if not any(each.is_changed for each in own) or not any(answers.values()):
            continue
        day = next(each for each in own if each.column == "measured_on")
        item = own[0].item
        on = day.entry.text or (danish_day(offered_day(opened, item)) if item else None)
        rows.append({**_measurement_key(opened, code), "measured_on": on, **answers})
    return rows


def _measurement_key(opened: Opened, code: str) -> Texts:
    return {"course_id": opened.course["course_id"], "instrument": code, "kind": "actual"}


def rows_to_remove(opened: Opened, fields: Sequence[Field]) -> dict[str, list[Texts]]:
    """The keys of registered rows that saving takes away: hours that were emptied, a measurement that was emptied or got
    another day, and a reason that was cleared."""
    hours = [
        each for each in fields if each.table == "time_use" and each.is_changed and each.stored and not _text(each)
    ]
    key = {"course_id": opened.course["course_id"], "month": f"{opened.month:%Y-%m}", "caseworker": opened.caseworker}
    rows = {
        "time_use": [dict(key) for _ in hours],
        "measurements": _measurements_to_remove(opened, fields),
        "missing_reasons": [_reason_key(opened, each.item) for each in fields if each.is_withdrawn and each.item],
    }
    return {table: found for table, found in rows.items() if found}


def _measurements_to_remove(opened: Opened, fields: Sequence[Field]) -> list[Texts]:
    found: list[Texts] = []
    for code, row in opened.measurements.items():
        own = [each for each in fields if each.name.startswith(f"{code}.")]
        is_emptied = not any(_text(each) for each in own if each.column != "measured_on")
        has_moved = any(each.is_changed for each in own if each.column == "measured_on")
        if any(each.is_changed for each in own) and (is_emptied or has_moved):
            found.append({**_measurement_key(opened, code), "measured_on": typed_da(row["measured_on"])})
    return found


def _estimate_rows(opened: Opened, fields: Sequence[Field]) -> list[Texts]:
    own = {each.column: each for each in fields if each.table == "expected_time"}
    if not any(each.is_changed for each in own.values()) or not _text(own["hours"]):
        return []
    item = own["hours"].item
    made = opened.estimate["estimated_on"] if opened.estimate else opened.today
    return [
        {
            "course_id": opened.course["course_id"],
            "period": str(item.period) if item else None,
            "hours": _text(own["hours"]),
            "estimated_on": danish_day(made),
            "basis": _text(own["basis"]),
        }
    ]


def _reason_rows(opened: Opened, changed: Sequence[Field]) -> list[Texts]:
    """One row per due thing that is blank for a reason; an instrument has one reason for all of its items."""
    found = {item.field: (item, each.reason) for each in changed if each.reason and (item := each.item)}
    return [
        {**_reason_key(opened, item), "reason": reason}
        for name, (item, reason) in found.items()
        if name != EXPECTED_TIME
    ]


def _reason_key(opened: Opened, item: Item) -> Texts:
    return {"course_id": opened.course["course_id"], "month": f"{item.month:%Y-%m}", "field": item.field}


def score_da(fields: Iterable[Field], code: str) -> str:
    """The score of an instrument's items once all are there: = 64."""
    values = [each.entry.value for each in fields if each.name.startswith(f"{code}.item_")]
    numbers = [value for value in values if isinstance(value, int | float)]
    if len(numbers) < _ITEMS.get(code, 1) or code not in _ITEMS:
        return ""
    return f"= {exact_da(sum(numbers) * (4 if code == 'WHO5' else 1))}"


def to_explain(fields: Iterable[Field], key: str) -> dict[str, str]:
    """What one reason for everything types into the due fields that are blank; the first field of an instrument."""
    blank = [each for each in fields if each.item and each.item.is_open and not each.typed and not each.reason]
    first: dict[str, str] = {}
    for each in blank:
        if each.item and each.table != "expected_time" and each.item.field not in first and not _is_begun(fields, each):
            first[each.item.field] = each.name
    return dict.fromkeys(first.values(), key)


def _is_begun(fields: Iterable[Field], one: Field) -> bool:
    """Whether another field of the same due thing holds something already."""
    return any(each.typed for each in fields if each.item is one.item)
