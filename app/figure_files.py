"""The door to figures as files: what a page shows, for the audience of the role, as Excel, PowerPoint and PDF."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app import figure_door, labels
from app.published import published_figures
from app.registry import team_figures
from app.report.blocks import Grid
from app.report.figures_excel import figures_excel
from app.report.figures_pdf import figures_pdf
from app.report.figures_powerpoint import figures_powerpoint
from app.report.told_figures import Audience, Subject
from app.rights import WITH_CITIZENS, Reach, Visit, reaches
from pipelines.figures import as_csv

ALL_DA = "alle kommuner"
DANISH_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


@dataclass(frozen=True)
class Asked:
    """What a page shows: figures up to a month, over so many months; then a month by each of the breakdowns.

    tables: what the page itself has in tables and lists, in its own words. is_protected: the page shows protected figures
    alone, whoever looks, and so do its files. name: what the files' names begin with.
    """

    title: str
    month: date
    months: int
    ids: tuple[str, ...]
    breakdowns: tuple[str, ...] = ()
    where: Mapping[str, Sequence[str]] = field(default_factory=dict)
    tables: tuple[Grid, ...] = ()
    is_protected: bool = False
    name: str = "noegletal"


@dataclass(frozen=True)
class FigureFiles:
    """The files and the name they have without its ending."""

    name: str
    excel: bytes
    powerpoint: bytes
    pdf: bytes
    csv: bytes


def figure_files(visit: Visit, asked: Asked) -> FigureFiles:
    """The files of what was asked: open within the team's own reach, which is logged; otherwise protected.

    That a figure is in a report is counted as its use.
    """
    subject, rows = told(visit, asked)
    figure_door.count(visit, list(asked.ids), "report")
    kind = "team" if subject.audience == "team" else "beskyttet"
    name = f"{asked.name}-{_place(visit, asked)}-{asked.month:%Y-%m}-{kind}"
    return FigureFiles(
        name,
        figures_excel(subject, rows, asked.tables),
        figures_powerpoint(subject, rows, asked.tables),
        figures_pdf(subject, rows, asked.tables),
        as_csv(rows).encode("utf-8-sig"),
    )


def told(visit: Visit, asked: Asked) -> tuple[Subject, list[dict[str, Any]]]:
    """What the files are about, and every row in them; the audience follows from the role and the page."""
    rows = _rows(visit, asked, asked.months, None)
    for by in asked.breakdowns:
        rows += _rows(visit, asked, 1, by)
    subject = Subject(
        asked.title,
        asked.month,
        scope_da(visit, asked),
        audience_of(visit, asked),
        visit.here.choices.disclosure_limit,
        visit.here.today,
        figure_door.figures_here(visit),
    )
    return subject, rows


def audience_of(visit: Visit, asked: Asked) -> Audience:
    """team for those who work with citizens, on a page that shows them open figures; outside for everything else."""
    return "team" if visit.user.has(*WITH_CITIZENS) and not asked.is_protected else "outside"


def _rows(visit: Visit, asked: Asked, months: int, by: str | None) -> list[dict[str, Any]]:
    if audience_of(visit, asked) == "team":
        return team_figures.figures_to_take(visit, asked.month, months, asked.ids, by, asked.where)
    municipality = next(iter(asked.where.get("municipality", ())), None)
    return published_figures(visit, asked.month, months, asked.ids, by, municipality)


def _place(visit: Visit, asked: Asked) -> str:
    """Whom the numbers are about, as a piece of the files' names: what is chosen, and for the team what the user reaches."""
    chosen = [labels.group_da(column, one) for column, values in asked.where.items() for one in values]
    if audience_of(visit, asked) == "outside":
        return _in_a_name(asked.where.get("municipality", ())) or "alle"
    within = [one for one in reaches(visit) if one.municipality in asked.where.get("municipality", [one.municipality])]
    whole = {one.municipality for one in within if one.team is None and one.caseworker is None}
    reached = [[one.municipality, "" if one.municipality in whole else one.team or "egne"] for one in within]
    return _in_a_name([*(word for words in reached for word in words), *chosen])


def _in_a_name(words: Sequence[str]) -> str:
    """Each word once, in letters that every system takes in the name of a file."""
    plain = "-".join(dict.fromkeys(words)).lower().translate(DANISH_LETTERS)
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")


def scope_da(visit: Visit, asked: Asked) -> str:
    """Whom the numbers are about: the filters, and for the team what the user reaches."""
    filters = [
        f"{labels.BREAKDOWN_DA[column]} {' eller '.join(labels.group_da(column, value) for value in values)}"
        for column, values in asked.where.items()
    ]
    if audience_of(visit, asked) == "outside":
        return " og ".join(f"kommune {code}" for code in asked.where.get("municipality", ())) or ALL_DA
    own = "; ".join(dict.fromkeys(_reach_da(reach) for reach in reaches(visit)))
    return ", ".join([*filters, f"inden for {own}"])


def _reach_da(reach: Reach) -> str:
    own = ", egne forløb" if reach.caseworker else ""
    return f"kommune {reach.municipality}{f', team {reach.team}' if reach.team else ''}{own}"
