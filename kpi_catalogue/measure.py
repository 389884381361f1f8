"""The one place where citizens become numbers: a figure's rows counted for months, a breakdown and filters."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import duckdb

from kpi_catalogue.counting import BY_CODE, Counted, Place, Question, Reach, count, narrowing, usable
from kpi_catalogue.figure import Figure, Part
from kpi_catalogue.query import SCOPE, Kind

GROUPS = {
    "method": ("CTI", "ICM", "ACT"),
    "age_group": ("0-17", "18-24", "25-30", "31-49", "50-64", "65+", "unknown"),
    "gender": ("female", "male", "other", "unknown"),
    "target_group": ("homeless", "at_risk"),
}
SCOPED_MARTS: dict[str, tuple[str, ...]] = {
    "course_month": SCOPE,
    "referred_month": ("municipality", "team", "age_group", "gender", "target_group"),
    "municipality_month": ("municipality",),
}
Groups = Mapping[tuple[str | None, str | None], list[str | None]]


@dataclass(frozen=True)
class Cell:
    """One number, unprotected, with what it rests on.

    n: how many are known (citizens, courses, course-months, municipalities), population: how many there are;
    count: the whole number behind a count, share or category; persons: distinct citizens behind the value, of a sum or
    mean those who add to it (0 when it is about municipalities); largest: the largest citizen's share (0-1) of a sum
    or mean, None when all are 0.
    """

    figure: str
    part: str | None
    month: date
    by: str | None
    group: str | None
    category: str | None
    value: float | None
    n: int
    population: int
    count: int | None
    persons: int
    largest: float | None
    kind: Kind
    not_applicable: bool


def measure(
    connection: duckdb.DuckDBPyConnection,
    figure: Figure,
    months: Sequence[date],
    by: str | None = None,
    where: Mapping[str, Sequence[str]] | None = None,
    parts: Iterable[str | None] | None = None,
    reach: Reach | None = None,
) -> list[Cell]:
    """Every cell of a figure and its parts, for each month, group and category; nothing is hidden or rounded.

    The connection's search path is the marts. In `where`, values of one column are or, columns are and.
    `parts` names the parts wanted (None is the figure itself); default all. `reach` narrows to rows that lie in one of
    its stretches. Raises ValueError for an unknown column.
    """
    question = Question(tuple(months), (by,), (None,), where or {}, reach)
    return [cell for _, cell in _answer(connection, figure, question, parts)]


def measure_set(
    connection: duckdb.DuckDBPyConnection,
    figure: Figure,
    months: Sequence[date],
    breakdowns: Sequence[str | None],
    municipalities: Sequence[str | None],
) -> list[tuple[str | None, Cell]]:
    """The same cells for several breakdowns and municipalities (None: none, all of them) in one go, each with its
    municipality: what `measure` answers for each breakdown and where={"municipality": [municipality]}."""
    question = Question(tuple(months), tuple(breakdowns), tuple(municipalities), {})
    return list(_answer(connection, figure, question, None))


def _answer(
    connection: duckdb.DuckDBPyConnection, figure: Figure, question: Question, parts: Iterable[str | None] | None
) -> Iterator[tuple[str | None, Cell]]:
    _refuse_unknown(question)
    groups = _groups(connection, question)
    wanted = figure.parts if parts is None else tuple(figure.part(name) for name in dict.fromkeys(parts))
    counted = [(part, _count_applicable(connection, part, question)) for part in wanted]
    for within in question.municipalities:
        for by in question.breakdowns:
            for part, found in counted:
                for cell in _cells(figure.id, part, question, (within, by), groups, found):
                    yield within, cell


def _refuse_unknown(question: Question) -> None:
    for column in (*question.where, *filter(None, question.breakdowns)):
        if column not in SCOPE:
            raise ValueError(f"{column} kan der ikke deles op på. Vælg mellem {', '.join(SCOPE)}.")
    for month in question.months:
        if month.day != 1:
            raise ValueError(f"{month} er ikke den første i en måned.")


def _lacks_column(part: Part, question: Question, by: str | None) -> bool:
    beyond = question.reach is not None and not usable(question.reach, part.query.columns)
    return beyond or not {*question.where, *filter(None, [by])}.issubset(part.query.columns)


def _count_applicable(
    connection: duckdb.DuckDBPyConnection,
    part: Part,
    question: Question,
) -> Mapping[Place, list[Counted]]:
    """Count the breakdowns that the part has the columns for."""
    applicable = tuple(by for by in question.breakdowns if not _lacks_column(part, question, by))
    return count(connection, part, replace(question, breakdowns=applicable))


def _cells(
    figure_id: str,
    part: Part,
    question: Question,
    scope: tuple[str | None, str | None],
    groups: Groups,
    counted: Mapping[Place, list[Counted]],
) -> Iterator[Cell]:
    """A part's cells for one municipality and breakdown: months, in them groups, in them categories."""
    within, by = scope
    lacks_column = _lacks_column(part, question, by)
    found = {place.group for place in counted if (place.within, place.by) == scope and place.group is not None}
    listed = [] if lacks_column else [*groups[scope], *sorted(found.difference(groups[scope]))]
    for month in question.months:
        for group in listed or [None]:
            for row in _complete(part, counted.get(Place(within, month, by, group), [])):
                yield _cell(figure_id, part, month, by, group, row, lacks_column)


def _cell(
    figure_id: str, part: Part, month: date, by: str | None, group: str | None, row: Counted, lacks_column: bool
) -> Cell:
    return Cell(
        figure_id, part.name, month, by, group, row.category, row.value, row.n, row.population, row.count, row.persons,
        row.largest, part.query.kind, lacks_column,
    )  # fmt: skip


def _groups(connection: duckdb.DuckDBPyConnection, question: Question) -> Groups:
    """The groups of each municipality and breakdown: all codes of a closed list, else those found in the warehouse."""
    groups: dict[tuple[str | None, str | None], list[str | None]] = {}
    for by in question.breakdowns:
        found = _found_groups(connection, by, question) if by and by not in GROUPS else []
        for within in question.municipalities:
            listed = GROUPS.get(by or "") or sorted({group for place, group in found if within in (None, place)})
            groups[within, by] = list(listed) if by else [None]
    return groups


def _found_groups(connection: duckdb.DuckDBPyConnection, by: str, question: Question) -> list[tuple[str, str]]:
    """Municipality and group, as they occur anywhere in the warehouse under the filter."""
    found: set[tuple[str, str]] = set()
    for mart, columns in SCOPED_MARTS.items():
        if {by, *question.where}.issubset(columns):
            condition, values = narrowing(question, columns)
            statement = f"select distinct municipality, {by} from {mart} where {by} is not null and {condition}"
            found |= set(connection.execute(statement, values).fetchall())
    return sorted(found)


def _complete(part: Part, counted: list[Counted]) -> list[Counted]:
    """The rows of one place: one when nobody is in, else every code, also those nobody is in."""
    total = next((row for row in counted if row.category is None), Counted(None))
    if total.population == 0:
        return [Counted(None)]
    by_category = {row.category: row for row in counted if row.category is not None}
    if part.measure in BY_CODE:
        for value in sorted(set(by_category).difference(part.codes, [""])):
            raise ValueError(f'"{value}" er ikke blandt koderne i {part.title_da}: {", ".join(part.codes)}.')
        return [_of_all(total, part, code, by_category.get(code)) for code in part.codes]
    if part.category:
        return [by_category.get(code) or Counted(code) for code in part.codes or by_category]
    return [total]


def _of_all(total: Counted, part: Part, code: str, counted: Counted | None) -> Counted:
    """A code's number or share among all the known."""
    if total.n == 0:
        return Counted(code, total.population)
    found = counted.n if counted else 0
    value = found / total.n if part.measure == "categories" else float(found)
    return Counted(code, total.population, total.n, total.persons, value, found)
