"""Figures of a rolling year do not give each other away, whoever keeps every month and follows who comes and goes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kpi_catalogue.disclosure import Row, ScopedCell, family, protect
from kpi_catalogue.figure import catalogue
from kpi_catalogue.links import TOLD_BY_METHOD, Key
from kpi_catalogue.measure import Cell, measure_set
from pipelines.protected import PUBLISHED_BREAKDOWNS
from pipelines.warehouse import municipalities, open_warehouse
from tests.properties.attacker import worked_out
from tests.properties.attackers_knowledge import ONLY_GROWING
from tests.properties.attackers_windows import WINDOWS
from tests.properties.disclosure_worlds import MONTHS, Member, counted, everywhere

LIMIT = 5
REFERRED = "citizens_included.referred_to_date"
"""It is told whole alone, and attacked in test_disclosure_attack.py."""
ALL_MONTHS = [date(2024 + at // 12, at % 12 + 1, 1) for at in range(24)]
Told = tuple[list[ScopedCell], list[Row]]


@pytest.fixture(scope="module")
def told(made_sample: Path) -> Callable[[Key], Told]:
    """The cells and the published rows of a part in two years: five municipalities, whole and by each breakdown."""
    kept: dict[frozenset[str], Told] = {}

    def of(part: Key) -> Told:
        together = family(part[0]) & {figure for figure, _ in TOLD_BY_METHOD}
        if together not in kept:
            cells = [one for one in measured(made_sample, sorted(together)) if key(one.cell) in TOLD_BY_METHOD]
            kept[together] = cells, protect(cells, LIMIT)
        cells, rows = kept[together]
        return [one for one in cells if key(one.cell) == part], [row for row in rows if key(row) == part]

    return of


def key(told: Cell | Row) -> Key:
    return told.figure, told.part


def measured(home: Path, figures: Sequence[str]) -> list[ScopedCell]:
    with open_warehouse(home) as warehouse, warehouse.cursor() as connection:
        codes = [None, *municipalities(connection)]
        breakdowns = (None, *PUBLISHED_BREAKDOWNS)
        return [
            ScopedCell(code, cell)
            for figure in figures
            for code, cell in measure_set(connection, catalogue()[figure], ALL_MONTHS, breakdowns, codes)
        ]


@pytest.mark.parametrize("part", sorted(TOLD_BY_METHOD, key=str))
def test_two_years_of_a_rolling_figure_tell_nothing_hidden(told: Callable[[Key], Told], part: Key) -> None:
    """Every month of the sample in the hands of one attacker, who knows that a month has those who came in its twelve."""
    cells, rows = told(part)
    shown = [row for row in rows if row.status == "shown"]
    assert {None} <= {row.by for row in shown} <= {None, "method"}
    assert {"too_few", "protects_another"} <= {row.status for row in rows}
    assert worked_out(rows, [one for one in cells if one.cell.by in (None, "method")], LIMIT) == []


def test_the_attacker_follows_every_rolling_figure() -> None:
    grow = {name.split()[0] for _, name in ONLY_GROWING}
    assert {".".join(filter(None, part)) for part in TOLD_BY_METHOD} == set(WINDOWS) | grow - {REFERRED}


def test_attacker_finds_what_the_breakdown_of_a_rolling_figure_tells() -> None:
    """Nobody, then fourteen, then fifteen: one came, so the few of a gender of whom there was nobody are one."""
    cells = [one for month, others in zip(MONTHS, (None, 0, 1), strict=True) for one in ended(month, others)]
    rows = protect(cells, LIMIT)
    assert {row.by for row in rows if row.status != "not_applicable"} == {None}
    assert worked_out(rows, [one for one in cells if one.cell.by is None], LIMIT) == []
    planted = [replace(row, figure="course_cost") for row in protect([renamed(one) for one in cells], LIMIT)]
    assert {row.group for row in planted if row.status == "too_few"} == {"other"}
    assert {value for _, value in worked_out(planted, cells, LIMIT)} == {1}


def ended(month: date, others: int | None) -> list[ScopedCell]:
    """Ended courses of a month by gender: nobody when others is None, or five women, nine men and the others."""
    genders = ["female"] * 5 + ["male"] * 9 + ["other"] * (others or 0)
    members = [Member(at, {"municipality": "901", "gender": gender}, 1) for at, gender in enumerate(genders)]
    cells = everywhere(members, counted("course_cost", None, "mean", month=month, kind="course", pick=lambda _: 1000))
    return cells if others is not None else nobody(cells)


def nobody(cells: Sequence[ScopedCell]) -> list[ScopedCell]:
    empty = [replace(one.cell, value=None, n=0, population=0, persons=0, largest=None) for one in cells]
    return [replace(one, cell=cell) for one, cell in zip(cells, empty, strict=True)]


def renamed(one: ScopedCell) -> ScopedCell:
    """The cell as one of a figure whose breakdowns are told."""
    return replace(one, cell=replace(one.cell, figure="time_ratio"))
