"""Rows of another system's extract to rows of ours: codes, dates, numbers, keys, and several rows into one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pipelines.day_forms import INSTANT, day_of
from pipelines.extract import mapping_fault
from pipelines.fault import Fault, danish_integer, did_you_mean, fault, nearest, quoted
from pipelines.mapping import SKIP, UNITS, UNKNOWN, ColumnMapping, Form, TableMapping, folded_code
from pipelines.schema import Column
from pipelines.sheet import Sheet, limited

Value = str | Decimal | None
_SIGNS = {"comma": ",", "point": ".", "space": " "}
_SIGNS_DA = {"comma": "komma", "point": "punktum", "space": "mellemrum"}
_SAID_ALREADY = "said already"
_UNREADABLE = {
    "formula": "formula",
    "error": "cell_error",
    "cpr": _SAID_ALREADY,
    "unread": _SAID_ALREADY,
    "many": _SAID_ALREADY,
}


@dataclass
class MadeRow:
    """One row of ours: the row of theirs it was made of (the first, where several became one), and its values.

    `bad` are the columns whose cell is a fault: they have no value, and the contracts do not look at them.
    """

    number: int
    values: dict[str, Value]
    order: date | None = None
    bad: frozenset[str] = frozenset()


@dataclass
class Made:
    """What became of one sheet: rows of ours, faults, and how many rows were left out because they are not ours."""

    table: TableMapping
    sheet: Sheet
    rows: list[MadeRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    left_out: int = 0


@dataclass(frozen=True)
class _Row:
    """One row of theirs: text and kind by their column, and where it stands."""

    sheet: Sheet
    number: int
    cells: Mapping[str, tuple[str | None, str]]

    def text(self, name: str) -> str | None:
        return self.cells[name][0]

    def holds(self, name: str, values: Iterable[str]) -> bool:
        """Whether the cell is one of the values, when case and number of spaces do not count."""
        return folded_code(self.text(name) or "") in {folded_code(value) for value in values}


class _CellFault(Exception):
    """A cell that cannot be ours: the rule, the value and what the message shows."""

    def __init__(self, rule: str, value: str | None, **shown: object) -> None:
        super().__init__(rule)
        self.rule, self.value, self.shown = rule, value, shown


class _LeaveOut(Exception):
    """A row that the mapping says to leave out."""


Keys = Mapping[str, Mapping[str, str]]


def translate(table: TableMapping, sheet: Sheet, form: Form, keys: Keys) -> Made:
    """The rows of ours that one sheet of theirs becomes; nothing is guessed, what is not declared is a fault."""
    made = Made(table, sheet, faults=list(sheet.faults))
    if not sheet.is_whole:
        return made
    for row in _rows(sheet):
        if all(row.holds(*each) for each in table.only.items()) and not any(
            row.holds(*each) for each in table.leave_out.items()
        ):
            _take(made, row, form, keys)
    made.faults = _few_of_each(made)
    if any(column.combine for column in table.columns.values()):
        _combine(made)
    return made


def _rows(sheet: Sheet) -> Iterable[_Row]:
    texts = [column.to_pylist() for column in sheet.texts]
    kinds = [column.to_pylist() for column in sheet.kinds]
    for at, number in enumerate(sheet.numbers.to_pylist()):
        cells = {name: (texts[place][at], kinds[place][at]) for place, name in enumerate(sheet.headings)}
        yield _Row(sheet, number, cells)


def _take(made: Made, row: _Row, form: Form, keys: Keys) -> None:
    """One row of theirs as one of ours, or its faults, or nothing where a code says to leave it out."""
    values: dict[str, Value] = {}
    faults: list[Fault] = []
    bad: set[str] = set()
    for name, column in made.table.columns.items():
        try:
            values[name] = _value(row, made.table.contract.columns[name], column, form, keys)
        except _LeaveOut:
            return
        except _CellFault as found:
            if found.rule == "mapping_key" and made.table.only_known:
                made.left_out += 1
                return
            values[name] = None
            bad.add(name)
            if found.rule != _SAID_ALREADY:
                faults.append(_told(row, column, name, made.table.contract.columns[name].label_da, found))
    order = _order(made.table, row, form, faults)
    made.faults += faults
    made.rows.append(MadeRow(row.number, values, order, frozenset(bad)))


def _told(row: _Row, column: ColumnMapping, name: str, label: str, found: _CellFault) -> Fault:
    place = row.sheet.place(row.number, name, f"{column.shown} → {label}")
    make = fault if found.rule in _UNREADABLE.values() else mapping_fault
    return make(place, found.rule, found.value, **found.shown)


def _value(row: _Row, ours: Column, column: ColumnMapping, form: Form, keys: Keys) -> Value:
    """One cell of ours. Raises _CellFault or _LeaveOut."""
    if not all(row.holds(*each) for each in column.when.items()):
        return None
    if column.value is not None:
        return column.value
    kinds = [row.cells[name][1] for name in column.sources]
    for kind, name in zip(kinds, column.sources, strict=True):
        if kind in _UNREADABLE:
            raise _CellFault(_UNREADABLE[kind], row.text(name))
    parts = [row.text(name) for name in column.sources]
    if any(part is None for part in parts):
        return _coded(column, "", ours) if "" in (column.codes or {}) else None
    text = column.between.join(str(part).removeprefix(column.without or "") for part in parts)
    if column.key is not None:
        text = _looked_up(text, column.key, keys)
    if column.codes is not None:
        return _coded(column, text, ours)
    if column.key is not None:
        return text
    return _typed(text, kinds[0], ours, column, form)


def _looked_up(text: str, wanted: str, keys: Keys) -> str:
    found = keys.get(text, {}).get(wanted)
    if not found:
        raise _CellFault("mapping_key", text)
    return found


def _coded(column: ColumnMapping, text: str, ours: Column) -> str | None:
    codes = {folded_code(theirs): code for theirs, code in (column.codes or {}).items()}
    code = codes.get(folded_code(text))
    if code is None:
        raise _CellFault("mapping_code", text, nearest=did_you_mean(nearest(text, column.codes or {})))
    if code == SKIP:
        raise _LeaveOut
    return None if code == UNKNOWN else code


def _typed(text: str, kind: str, ours: Column, column: ColumnMapping, form: Form) -> Value:
    if ours.type in ("date", "month"):
        return _day_text(text, kind, ours, column.date or form.date or INSTANT)
    if ours.type in ("integer", "decimal") and not ours.codes:
        return _number(text, kind, form) / UNITS[column.unit or "hours"]
    return text


def _day_text(text: str, kind: str, ours: Column, form: str) -> str:
    """The day as our contracts read it; a date cell of Excel is its day whatever form was declared for texts."""
    day = day_of(text[:10], "DD-MM-YYYY") if kind in ("date", "moment") else day_of(text, form)
    if day is None:
        raise _CellFault("mapping_date", text, form=form)
    return f"{day:%Y-%m}" if ours.type == "month" else day.isoformat()


def _number(text: str, kind: str, form: Form) -> Decimal:
    """The number written with exactly the declared signs; a number cell of Excel or JSON is its number."""
    decimal, thousands = _SIGNS[form.decimal], _SIGNS.get(form.thousands or "")
    if kind == "number":
        decimal, thousands = ",", None
    text = " ".join(text.split())
    plain = rf"-?\d+({re.escape(decimal)}\d+)?"
    grouped = rf"-?\d{{1,3}}({re.escape(thousands)}\d{{3}})+({re.escape(decimal)}\d+)?" if thousands else plain
    if not re.fullmatch(plain, text) and not re.fullmatch(grouped, text):
        raise _CellFault("mapping_number", text, signs=_signs_da(form))
    return Decimal(text.replace(thousands or " ", "").replace(decimal, "."))


def _signs_da(form: Form) -> str:
    signs = f"{_SIGNS_DA[form.decimal]} før decimaler"
    return (
        f"{signs} og {_SIGNS_DA[form.thousands]} mellem tusinder"
        if form.thousands
        else f"{signs} og intet mellem tusinder"
    )


def _order(table: TableMapping, row: _Row, form: Form, faults: list[Fault]) -> date | None:
    """The day that says which of several rows is first and which is latest."""
    if table.order_by is None:
        return None
    text, kind = row.cells[table.order_by]
    declared = next(
        (each.date for each in table.columns.values() if each.sources == [table.order_by] and each.date), None
    )
    said = declared or form.date or INSTANT
    day = (
        None if text is None else day_of(text[:10], "DD-MM-YYYY") if kind in ("date", "moment") else day_of(text, said)
    )
    if day is None:
        place = row.sheet.place(row.number, table.order_by, table.order_by)
        faults.append(mapping_fault(place, "mapping_order", text, form=said))
    return day


def _few_of_each(made: Made) -> list[Fault]:
    """At most ten thousand faults of one rule in one column, as for files of our own."""
    by_kind: dict[tuple[str, str | None], list[Fault]] = {}
    for found in made.faults:
        by_kind.setdefault((found.rule, found.column), []).append(found)
    return [each for found in by_kind.values() for each in limited(found, made.sheet.place())]


def _combine(made: Made) -> None:
    """Rows with the same key of ours become one: summed, the first or the latest, as each column says."""
    groups: dict[tuple[Value, ...], list[MadeRow]] = {}
    for row in (row for row in made.rows if not row.bad):
        groups.setdefault(tuple(row.values.get(name) for name in made.table.contract.key), []).append(row)
    made.rows = [_one(made, rows) for rows in groups.values()]


def _one(made: Made, rows: Sequence[MadeRow]) -> MadeRow:
    values = dict(rows[0].values)
    for name, column in made.table.columns.items():
        given = [(row, row.values[name]) for row in rows if row.values[name] is not None]
        if column.combine == "sum":
            values[name] = (
                sum((value for _, value in given if isinstance(value, Decimal)), Decimal(0)) if given else None
            )
        elif column.combine:
            pick = min if column.combine == "first" else max
            values[name] = pick(given, key=lambda each: each[0].order or date.min)[1] if given else None
        else:
            values[name] = given[0][1] if given else None
            made.faults += _differing(made, name, given)
    return MadeRow(rows[0].number, values)


def _differing(made: Made, name: str, given: Sequence[tuple[MadeRow, Value]]) -> list[Fault]:
    """A column that is not combined has one value for all the rows that become one."""
    other = next((row for row, value in given if value != given[0][1]), None)
    if other is None:
        return []
    label = made.table.contract.columns[name].label_da
    place = made.sheet.place(other.number, name, f"{made.table.columns[name].shown} → {label}")
    shown = {"first": quoted(as_text(given[0][1])), "row": danish_integer(given[0][0].number)}
    return [mapping_fault(place, "mapping_differs", as_text(other.values[name]), **shown)]


def as_text(value: Value) -> str | None:
    """A value as our contracts read it: decimals with comma, no grouping."""
    if not isinstance(value, Decimal):
        return value
    rounded = value.quantize(Decimal(1).scaleb(-6)).normalize()
    return format(rounded, "f").replace(".", ",")
