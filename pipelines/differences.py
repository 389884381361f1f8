"""Where an extract and the store disagree: what is kept as it is, and what somebody is asked to choose between."""

import json
from collections.abc import Mapping as Of
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow as pa

from pipelines.changes import Changes
from pipelines.citizen_rows import FieldOrigin
from pipelines.contract import Checked, check_sheets
from pipelines.fault import Fault
from pipelines.mapping import Mapping
from pipelines.reading_excel import number_as_text
from pipelines.schema import Column, Contract, contracts
from pipelines.sheet import Sheet

Tables = Of[str, pa.Table]
Row = dict[str, Any]
_KEPT_DA = (
    "Et felt, som en medarbejder eller en anden kilde har skrevet, er beholdt. "
    "Ret feltet i Bundlinje, eller ret udtrækket."
)


@dataclass(frozen=True)
class Difference:
    """A field where an extract says something else than what is stored and did not come from that source.

    `mine` and `theirs` are JSON values; `origin` says who wrote mine, None where the history does not say.
    """

    table: str
    row_key: str
    citizen_id: str | None
    field: str
    mine: Any
    theirs: Any
    origin: FieldOrigin | None


def stored_table(name: str, stored: Tables) -> pa.Table:
    """The stored rows of a table, none where nothing is stored."""
    return stored[name] if name in stored else contracts()[name].arrow_schema().empty_table()


def key_of(contract: Contract, row: Of[str, str | None]) -> tuple[str | None, ...]:
    """A row's key as texts."""
    return tuple(row.get(name) for name in contract.key)


def as_texts(contract: Contract, row: Row) -> dict[str, str | None]:
    """A stored row as the texts a sender would have written."""
    return {name: _as_text(column, row[name]) for name, column in contract.columns.items()}


def _as_text(column: Column, value: Any) -> str | None:
    if value is None:
        return None
    if column.type == "month":
        return f"{value:%Y-%m}"
    if column.type == "date":
        return str(value.isoformat())
    return number_as_text(value) if column.type in ("integer", "decimal") else str(value)


class Held:
    """What is held back of an extract, because the field is somebody else's."""

    def __init__(
        self,
        mapping: Mapping,
        stored: Tables,
        known: Of[tuple[str, str], Of[str, FieldOrigin]],
        today: date,
        sheets: Sequence[Sheet],
    ) -> None:
        self._source = mapping.source
        self._mapped: dict[str, set[str]] = {}
        for table in mapping.tables:
            self._mapped.setdefault(table.table, set()).update(table.columns)
        self._stored, self._known, self._today, self._sheets = stored, known, today, sheets
        courses = stored_table("courses", stored)
        self._citizens = dict(
            zip(courses["course_id"].to_pylist(), courses["citizen_id"].to_pylist(), strict=True),
        )
        self._places = {name: _places(contracts()[name], sheets) for name in self._mapped}

    def apart(self, differing: Of[str, Changes]) -> tuple[Checked, list[Difference]]:
        """The rows to keep, and the differences; a row that no longer fits the rules is held back whole."""
        rows = {name: each.rows.to_pylist() for name, each in differing.items()}
        whole: set[tuple[str, str]] = set()
        for _ in range(3):
            kept, differences = self._split(rows, whole)
            checked = self._checked(kept) if differences else _unchecked(kept)
            again = self._at_fault(kept, checked.faults) - whole
            if not again:
                break
            whole |= again
        return replace(
            checked, faults=[replace(found, message=f"{found.message} {_KEPT_DA}") for found in checked.faults]
        ), differences

    def _split(
        self, rows: Of[str, list[Row]], whole: set[tuple[str, str]]
    ) -> tuple[dict[str, list[Row]], list[Difference]]:
        kept: dict[str, list[Row]] = {}
        differences: list[Difference] = []
        for name, table_rows in rows.items():
            kept[name] = []
            for row in table_rows:
                held = self._differences(name, row, (name, row["row_key"]) in whole) if row["old"] else []
                differences += [each for each in held if each.theirs is not None]
                fields = {each.field for each in held}
                kept[name].append(row | _stored_values(contracts()[name], row, fields))
        return kept, differences

    def _differences(self, name: str, row: Row, whole: bool) -> list[Difference]:
        """The fields of one row that differ from what is stored and did not come from this source."""
        old, new = json.loads(row["old"]), json.loads(row["new"])
        known = self._known.get((name, row["row_key"]), {})
        citizen = old.get("citizen_id") or self._citizens.get(old.get("course_id"))
        return [
            Difference(name, row["row_key"], citizen, field, old.get(field), new[field], known.get(field))
            for field in new
            if old.get(field) != new[field] and (whole or self._is_somebody_elses(field, old, known))
        ]

    def _is_somebody_elses(self, field: str, old: Row, known: Of[str, FieldOrigin]) -> bool:
        """A value that another source or a worker wrote; a field nobody has filled is free to fill."""
        origin = known.get(field)
        if origin is None:
            return old.get(field) is not None
        return origin.source != self._source

    def _checked(self, kept: Of[str, list[Row]]) -> Checked:
        """The kept rows through the contracts once more, each still standing where it stood in the extract."""
        sheets = []
        for name, rows in kept.items():
            contract = contracts()[name]
            texts = [as_texts(contract, row) for row in rows]
            where = [self._places[name].get(key_of(contract, text)) for text in texts]
            first = next(sheet for sheet in self._sheets if sheet.name == name)
            columns = [pa.array([text[column] for text in texts], pa.string()) for column in contract.columns]
            kinds = [pa.array(["text"] * len(texts), pa.string())] * len(columns)
            numbers = pa.array([number or 0 for number in where], pa.int64())
            sheets.append(replace(first, headings=list(contract.columns), numbers=numbers, texts=columns, kinds=kinds))
        return check_sheets(sheets, today=self._today, stored=self._stored)

    def _at_fault(self, kept: Of[str, list[Row]], faults: Sequence[Fault]) -> set[tuple[str, str]]:
        """The stored rows that a fault of the second check is about."""
        numbers = {found.row for found in faults}
        return {
            (name, row["row_key"])
            for name, rows in kept.items()
            for row in rows
            if row["old"]
            and self._places[name].get(key_of(contracts()[name], as_texts(contracts()[name], row))) in numbers
        }


def _places(contract: Contract, sheets: Sequence[Sheet]) -> dict[tuple[str | None, ...], int]:
    """The row number in the extract of each row, by key."""
    places: dict[tuple[str | None, ...], int] = {}
    for sheet in sheets:
        if sheet.name == contract.name and sheet.headings:
            texts = [sheet.texts[list(sheet.headings).index(name)].to_pylist() for name in contract.key]
            places |= dict(zip(zip(*texts, strict=True), sheet.numbers.to_pylist(), strict=True))
    return places


def _stored_values(contract: Contract, row: Row, fields: set[str]) -> Row:
    """The fields as they are stored, in the types of the table."""
    old = json.loads(row["old"] or "{}")
    return {name: typed(contract.columns[name], old.get(name)) for name in fields}


def typed(column: Column, value: Any) -> Any:
    """A JSON value of the history in the type of its column."""
    is_day = column.type in ("date", "month") and value is not None
    return date.fromisoformat(value) if is_day else value


def _unchecked(kept: Of[str, list[Row]]) -> Checked:
    """The rows as tables of ours, where the first check still stands."""
    tables = {}
    for name, rows in kept.items():
        schema = contracts()[name].arrow_schema()
        tables[name] = pa.Table.from_pylist([{field: row[field] for field in schema.names} for row in rows], schema)
    return Checked(tables, [])
