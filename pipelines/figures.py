"""`figures`: the key figures of a month, open for the team, protected for everyone else."""

import csv
import io
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import Any

import duckdb

from kpi_catalogue.counting import Reach
from kpi_catalogue.disclosure import Row, open_rows
from kpi_catalogue.figure import Figure, Part, catalogue
from kpi_catalogue.measure import measure
from pipelines.danish import month as danish_month
from pipelines.danish import number
from pipelines.double_bottom_line import later_month
from pipelines.export import safe_text
from pipelines.protected import kept_already, protected_rows
from pipelines.settings import Settings
from pipelines.warehouse import open_warehouse

BREAKDOWNS = ("municipality", "team", "method", "caseworker", "age_group", "gender", "target_group")
KEYS = ("figure", "part", "month", "by", "group", "category", "value", "n", "population", "coverage", "status")
STATUS_DA = {
    "shown": "",
    "too_few": "for få",
    "protects_another": "skjult for at beskytte et andet tal",
    "no_data": "ingen data",
    "not_applicable": "kan ikke opdeles sådan, eller kun for teamet",
}
Where = Mapping[str, Sequence[str]]


class WrongUseError(ValueError):
    """A question that may not be asked so; the message is Danish and says what may."""


class UnknownFigureError(LookupError):
    """No such figure in the catalogue; the message is Danish and names the nearest known."""


def figures(
    here: Settings,
    month: date,
    months: int = 1,
    ids: Sequence[str] | None = None,
    by: str | None = None,
    where: Where | None = None,
    audience: str = "outside",
    reach: Reach | None = None,
) -> list[dict[str, Any]]:
    """One dict per figure, part, month, group and category, in the shape of key-figures.md.

    months: how many, the last of them month. audience: outside answers only from the fixed set of protected cells.
    reach: the stretches that a team's open figures are counted within; None: everything.
    """
    if months < 1:
        raise WrongUseError("--months skal være mindst 1.")
    wanted = [later_month(month, -back) for back in reversed(range(months))]
    chosen = _chosen(ids)
    with open_warehouse(here.home) as warehouse, warehouse.cursor() as connection:
        within_spine(connection, month)
        if audience == "team":
            rows = team_rows(connection, chosen, wanted, by, where or {}, reach)
        else:
            rows = outside_rows(connection, chosen, wanted, by, where or {}, here.choices.disclosure_limit)
    return [as_dict(row) for row in rows]


def figures_of_months(
    here: Settings, months: Sequence[date], ids: Sequence[str], municipality: str | None
) -> list[dict[str, Any]]:
    """The protected figures of some months, which need not follow each other, of a municipality or all; no breakdown.

    A month before the warehouse's first has no rows.
    """
    where = {} if municipality is None else {"municipality": [municipality]}
    with open_warehouse(here.home) as warehouse, warehouse.cursor() as connection:
        within_spine(connection, max(months))
        there = [month for month in months if month >= _first_month(connection)]
        rows = outside_rows(connection, _chosen(ids), there, None, where, here.choices.disclosure_limit)
    return [as_dict(row) for row in rows]


def figures_kept(
    here: Settings, asked: Mapping[str, Collection[date]], municipality: str | None
) -> list[dict[str, Any]]:
    """The same of figures with their months, if all of these are protected already: at once, or not at all."""
    with open_warehouse(here.home) as warehouse, warehouse.cursor() as connection:
        first = _first_month(connection)
        there = {name: [month for month in months if month >= first] for name, months in asked.items()}
        rows = kept_already(connection, there, here.choices.disclosure_limit)
    return [as_dict(row) for row in rows if (row.by, row.municipality) == (None, municipality)]


def _first_month(connection: duckdb.DuckDBPyConnection) -> date:
    found = connection.execute("select min(month) from marts.month_spine").fetchall()[0][0]
    return found or date.max


def _chosen(ids: Sequence[str] | None) -> list[Figure]:
    known = catalogue()
    for name in ids or ():
        if name not in known:
            nearest = get_close_matches(name, known, n=1, cutoff=0)[0]
            raise UnknownFigureError(f'Nøgletallet "{name}" findes ikke. Mente du "{nearest}"?')
    return [known[name] for name in ids or known]


def within_spine(connection: duckdb.DuckDBPyConnection, month: date) -> None:
    """Refuse a month after the warehouse's last, of which it knows nothing."""
    with connection.cursor() as cursor:
        last = cursor.execute("select max(month) from marts.month_spine").fetchall()[0][0]
    if last is not None and month > last:
        raise WrongUseError(
            f"{danish_month(month)} ligger efter den seneste måned i datavarehuset ({danish_month(last)}). "
            "Vælg en tidligere måned. Mangler der nye tal, så bed driften om at bygge datavarehuset igen "
            "(python -m pipelines build)."
        )


def team_rows(
    connection: duckdb.DuckDBPyConnection,
    chosen: Sequence[Figure],
    months: Sequence[date],
    by: str | None,
    where: Where,
    reach: Reach | None = None,
) -> list[Row]:
    """Open figures for the team: nothing hidden, any breakdown, any filter."""
    cells = [cell for figure in chosen for cell in measure(connection, figure, months, by, where, reach=reach)]
    return open_rows(cells)


def outside_rows(
    connection: duckdb.DuckDBPyConnection,
    chosen: Sequence[Figure],
    months: Sequence[date],
    by: str | None,
    where: Where,
    limit: int,
) -> list[Row]:
    """Protected figures from the fixed set: a municipality or all of them, and at most one breakdown."""
    scope = _published_scope(by, where)
    ids = [figure.id for figure in chosen]
    published = protected_rows(connection, ids, months, scope, limit)
    if by == "municipality":
        return _by_municipality(published, scope)
    return [row for row in published if row.by == by and row.municipality == scope]


def _by_municipality(rows: Iterable[Row], scope: str | None) -> list[Row]:
    """Each municipality's own total, shown as a group of the breakdown by municipality."""
    return [
        replace(row, by="municipality", group=row.municipality, municipality=scope)
        for row in rows
        if row.by is None and row.municipality is not None and scope in (None, row.municipality)
    ]


def _published_scope(by: str | None, where: Where) -> str | None:
    """The one municipality asked for, or None for all; everything else is refused outside the team."""
    if by == "caseworker":
        raise WrongUseError("Uden for teamet vises nøgletal aldrig pr. medarbejder.")
    if set(where) - {"municipality"} or len(where.get("municipality", ())) > 1:
        raise WrongUseError(
            "Uden for teamet findes nøgletal for en kommune eller alle, med højst én fordeling. "
            "Brug --where municipality=... en gang, og fordel med --by."
        )
    return next(iter(where.get("municipality", ())), None)


def parse_where(given: Sequence[str]) -> dict[str, list[str]]:
    """`column=value` texts as a filter; the same column again is or, different columns are and."""
    where: dict[str, list[str]] = {}
    for text in given:
        column, equals, value = text.partition("=")
        if not equals or column not in BREAKDOWNS:
            raise WrongUseError(f'"{text}" er ikke et filter. Skriv KOLONNE=VÆRDI med en af {", ".join(BREAKDOWNS)}.')
        where.setdefault(column, []).append(value)
    return where


def month_before(today: date) -> date:
    """The first day of the calendar month before today's."""
    return later_month(today.replace(day=1), -1)


def as_dict(row: Row) -> dict[str, Any]:
    """A row with the keys of key-figures.md, the month as 2025-03."""
    shape = {key: getattr(row, key) for key in KEYS}
    return {**shape, "month": f"{row.month:%Y-%m}"}


def _as_json(rows: Sequence[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=1)


def as_csv(rows: Sequence[dict[str, Any]]) -> str:
    """Semicolons and decimal commas, texts made safe for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(KEYS)
    writer.writerows([_plain(row[key]) for key in KEYS] for row in rows)
    return out.getvalue()


def _plain(value: object) -> str:
    if value is None:
        return ""
    return str(safe_text(value)) if isinstance(value, str) else str(value).replace(".", ",")


def _as_table(rows: Sequence[dict[str, Any]]) -> str:
    """One line per row in Danish, under a heading for each figure, part and month."""
    known = catalogue()
    lines, last = [], None
    for row in rows:
        part = known[row["figure"]].part(row["part"])
        if (row["figure"], row["part"], row["month"]) != last:
            last = (row["figure"], row["part"], row["month"])
            name = ".".join(filter(None, last[:2]))
            lines += ["", f"{part.title_da} ({name}), {danish_month(date.fromisoformat(row['month'] + '-01'))}"]
        lines.append(_table_line(row, part))
    return "\n".join(lines[1:])


def _table_line(row: dict[str, Any], part: Part) -> str:
    labels = (row["group"], part.codes.get(row["category"], row["category"]))
    what = " · ".join(label for label in labels if label is not None) or "i alt"
    percent = part.measure in ("share", "categories")
    shown = (
        "–" if row["value"] is None else f"{number(100 * row['value'], 1)} %" if percent else number(row["value"], 2)
    )
    known = "" if row["population"] is None else f"{row['n']} af {row['population']} kendt"
    return f"  {what:45} {shown:>14}  {known:20} {STATUS_DA[row['status']]}".rstrip()


SHOWN_AS: dict[str, Callable[[Sequence[dict[str, Any]]], str]] = {"json": _as_json, "csv": as_csv, "table": _as_table}
