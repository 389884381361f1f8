"""Differences between an import and what is written, in the words of the page that asks about them. No Streamlit."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from pipelines import danish
from pipelines.difference_store import OpenDifference
from pipelines.schema import Column, contracts

NOTHING_DA = "tomt (ukendt)"


def by_row(found: Sequence[OpenDifference]) -> dict[tuple[str, str], list[OpenDifference]]:
    """The differences of each row together, row by row in the order of citizen, table and key."""
    rows: dict[tuple[str, str], list[OpenDifference]] = {}
    for each in sorted(found, key=lambda one: (one.citizen_id or "", one.table, one.row_key, one.id)):
        rows.setdefault((each.table, each.row_key), []).append(each)
    return rows


def row_da(found: OpenDifference) -> str:
    """Which row it is about: whom, which table, and the rest of the key."""
    key = json.loads(found.row_key)
    columns = contracts()[found.table].columns
    course = key.pop("course_id", None)
    key.pop("citizen_id", None)
    rest = [value_da(columns[name], value) for name, value in key.items() if value is not None]
    whom = " · ".join(each for each in (found.citizen_id, f"forløb {course}" if course else None) if each)
    return " · ".join([*([whom] if whom else []), contracts()[found.table].label_da, *rest])


def field_da(found: OpenDifference) -> str:
    """The field's name, as on the forms."""
    return contracts()[found.table].columns[found.field].label_da


def values_da(found: OpenDifference) -> tuple[str, str]:
    """What stands now, and what the source says."""
    column = contracts()[found.table].columns[found.field]
    return value_da(column, found.mine), value_da(column, found.theirs)


def origins_da(found: OpenDifference) -> tuple[str, str]:
    """Who wrote what stands and when, and from where and when the other value came."""
    mine = found.origin
    written = (
        f"skrevet af {mine.changed_by} {danish.moment_day(mine.changed_at)} ({mine.source})"
        if mine
        else "uden kendt oprindelse"
    )
    return written, f"fra {found.source} {danish.moment_day(found.found_at)}"


def value_da(column: Column, value: Any) -> str:
    """A stored value in Danish: codes by their label, numbers with comma, days and months as they are written."""
    if value is None:
        return NOTHING_DA
    if column.codes:
        return column.codes.get(str(int(value) if isinstance(value, float) else value), str(value))
    if column.type == "month":
        return danish.month(date.fromisoformat(value))
    if column.type == "date":
        return danish.day(date.fromisoformat(value))
    if column.type == "decimal":
        return danish.number(value, 0 if float(value).is_integer() else 2)
    return str(value)
