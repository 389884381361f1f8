"""The SQL around a figure's query that counts its rows, for many groups at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import duckdb

from kpi_catalogue.figure import Part

BY_CODE = ("categories", "counts")
ADDING = ("sum", "mean", "year_to_date")
KNOWN = "filter (is_known and is_asked)"
VALUES = {
    "count": f"count_if(truth) {KNOWN}",
    "share": f"count_if(truth) {KNOWN} / count(*) {KNOWN}",
    "sum": f"fsum(amount order by amount) {KNOWN}",
    "mean": f"fsum(amount order by amount) {KNOWN} / count(*) {KNOWN}",
    "median": f"median(amount) {KNOWN}",
    "ratio": f"fsum(amount order by amount) {KNOWN} / nullif(fsum(per order by per) {KNOWN}, 0)",
    "per_distinct": f"count(*) {KNOWN} / count(distinct amount) {KNOWN}",
    "year_to_date": "fsum(amount order by amount) filter (is_known)",
    "categories": f"count(*) {KNOWN}",
    "counts": f"count(*) {KNOWN}",
}


Reach = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Question:
    """What is asked: months, breakdowns and municipalities (None: not broken down, all together), and filters.

    reach: stretches of which a row must lie in one, each with the value of some columns; None: everything.
    """

    months: tuple[date, ...]
    breakdowns: tuple[str | None, ...]
    municipalities: tuple[str | None, ...]
    where: Mapping[str, Sequence[str]]
    reach: Reach | None = None


class Place(NamedTuple):
    """Where something was counted: the municipality looked at (None: all), the month, the breakdown and its group."""

    within: str | None
    month: date
    by: str | None
    group: str | None


@dataclass(frozen=True)
class Counted:
    """What was counted in one place and category (None: all categories together); value is None when n is 0."""

    category: str | None
    population: int = 0
    n: int = 0
    persons: int = 0
    value: float | None = None
    count: int | None = None
    largest: float | None = None


def count(connection: duckdb.DuckDBPyConnection, part: Part, question: Question) -> Mapping[Place, list[Counted]]:
    """One row per place and category somebody is in, and per place in all."""
    counted: dict[Place, list[Counted]] = defaultdict(list)
    if not question.months or not question.breakdowns:
        return counted
    condition, filtered = narrowing(question, part.query.columns)
    first = min(question.months).replace(month=1) if part.measure == "year_to_date" else min(question.months)
    values = [
        list(question.months),
        first,
        max(question.months),
        *filtered,
        list(question.breakdowns),
        list(question.municipalities),
    ]
    for *place, category, population, n, persons, value, whole, largest in connection.execute(
        _statement(part, question, condition), values
    ).fetchall():
        counted[Place(*place)].append(Counted(category, population, n, persons, value, whole, largest))
    return counted


def filtering(where: Mapping[str, Sequence[str]]) -> tuple[str, list[list[str]]]:
    """A filter as SQL with its parameters: values of one column are or, columns are and."""
    conditions = [f"list_contains(?::varchar[], {column})" for column in where]
    return " and ".join(conditions) or "true", [list(values) for values in where.values()]


def narrowing(question: Question, columns: Sequence[str]) -> tuple[str, list[list[str]]]:
    """The filters and the reach as SQL for rows with these columns, with its parameters."""
    condition, values = filtering(question.where)
    if question.reach is None:
        return condition, values
    stretches = [filtering({name: [value] for name, value in each.items()}) for each in usable(question.reach, columns)]
    reached = " or ".join(f"({lies})" for lies, _ in stretches) or "false"
    return f"{condition} and ({reached})", values + [value for _, parameters in stretches for value in parameters]


def usable(reach: Reach, columns: Sequence[str]) -> list[Mapping[str, str]]:
    """The stretches that rows with these columns can be held against.

    Rows about a municipality alone, its vacant homes, belong to everyone who reaches anything there.
    """
    if not {"team", "caseworker"} & set(columns):
        return [{"municipality": each["municipality"]} for each in reach]
    return [each for each in reach if set(each) <= set(columns)]


def _statement(part: Part, question: Question, condition: str) -> str:
    """Parameters: months, first and last month read, the filter's, breakdowns, municipalities."""
    place = "within, month, breakdown, scope_group"
    category = _category(part)
    sets = f"({place}, category)" + (f", ({place})" if category != "null" else "")
    return f"""
        with asked as (
            select unnest(?::date[]) as month
        ), scoped as (
            select * from ({part.query.sql}) where month between ? and ? and {condition}
        ), placed as (
            select *, {_group(question)} as scope_group
            from scoped, (select unnest(?::varchar[]) as breakdown), (select unnest(?::varchar[]) as within)
            where within is null or within = municipality
        ), looked_at as (
            select within, asked.month, placed.month = asked.month as is_asked, breakdown, scope_group,
                   {category} as category, {_amounts(part)}
            from asked join placed on placed.month {_window(part)}
            where {_membership(part)}
        ), owned as (
            select *, {_owned(part, place)} as owned
            from looked_at
        )
        select {place}, category, count_if(is_asked), count(*) {KNOWN}, {_persons(part)},
               {_value(part)}, {_whole_number(part)},
               max(owned) filter (is_known) / nullif({_size(part)}, 0)
        from owned
        group by grouping sets ({sets})
        order by category nulls first
    """


def _group(question: Question) -> str:
    named = [column for column in question.breakdowns if column]
    cases = " ".join(f"when '{column}' then {column}" for column in named)
    return f"case breakdown {cases} end" if cases else "null::varchar"


def _category(part: Part) -> str:
    """A member's category; an unknown value's is empty, so that it is not taken for the total."""
    if part.measure in BY_CODE:
        return f"coalesce(cast({part.value} as varchar), '')"
    return part.category or "null"


def _window(part: Part) -> str:
    if part.measure == "year_to_date":
        return "between date_trunc('year', asked.month) and asked.month"
    return "= asked.month"


def _amounts(part: Part) -> str:
    """The member's value as its measure needs it: truth, amount and per."""
    person = "null" if part.query.kind == "municipality" else "citizen_id"
    numeric = part.measure in (*ADDING, "median", "ratio")
    amount = f"cast({part.value} as double)" if numeric else part.value
    truth = f"cast({part.value} as boolean)" if part.measure in ("count", "share") else "null"
    per = f"cast({part.per} as double)" if part.per else "null::double"
    known = f"{part.value} is not null" + (f" and {part.per} is not null" if part.per else "")
    return f"{person} as person, {truth} as truth, {amount} as amount, {per} as per, {known} as is_known"


def _owned(part: Part, place: str) -> str:
    """What the member's citizen has of a sum or mean, in absolute numbers; null where nobody can have a share."""
    if part.measure not in ADDING or part.query.kind == "municipality":
        return "null::double"
    return f"fsum(abs(amount)) filter (is_known) over (partition by {place}, category, person)"


def _persons(part: Part) -> str:
    """The citizens behind the value; of a sum or mean only those who add something to it."""
    adds = " and amount <> 0" if part.measure in ADDING else ""
    return f"count(distinct person) filter (is_known{adds})"


def _size(part: Part) -> str:
    return "fsum(abs(amount) order by abs(amount)) filter (is_known)" if part.measure in ADDING else "null::double"


def _membership(part: Part) -> str:
    """Who counts: without those whose replacing course is looked at in the same place."""
    conditions = ["true"]
    if "is_member" in part.query.columns:
        conditions.append("is_member")
    if "replaced_by" in part.query.columns:
        conditions.append("""not exists (
            select 1 from placed as other
            where other.month = placed.month and other.course_id = placed.replaced_by
              and other.within is not distinct from placed.within
              and other.breakdown is not distinct from placed.breakdown
              and other.scope_group is not distinct from placed.scope_group)""")
    return " and ".join(conditions)


def _value(part: Part) -> str:
    return f"case when count(*) {KNOWN} > 0 then cast({VALUES[part.measure]} as double) end"


def _whole_number(part: Part) -> str:
    if part.measure in BY_CODE:
        return f"count(*) {KNOWN}"
    if part.measure in ("count", "share"):
        return f"count_if(truth) {KNOWN}"
    return "null"
