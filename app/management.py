"""What the management looks at once a month: protected figures and stored results alone, whoever asks.

Nothing open is read, nothing is calculated anew, and what is hidden is hidden in the questions too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from app import case_study, figure_door, goal_door, shown
from app.components import View
from app.figure_data import TREND_MONTHS, published_of_months
from app.rights import Role, require
from kpi_catalogue.figure import Figure
from pipelines.double_bottom_line import later_month
from pipelines.figure_choices import FigureChoice
from pipelines.goal_standing import aims, judged, wanted
from pipelines.goals import Goals
from pipelines.moved import FigureTrend, figure_trends, is_headline, months_read
from pipelines.questions import Facts, Question, Rule, questions, rules

MANAGERS: tuple[Role, ...] = ("management", "project_lead", "economist")
REGISTERED, COST = "registration_rate", "course_cost"
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Management:
    """A month as the management sees it. rules: those its questions were drawn by, with the limits in force.

    rows: every protected row it rests on, without a breakdown. not_over: the month that was asked for, where this is the one
    before it.
    """

    month: date
    municipality: str | None
    figures: Mapping[str, Figure]
    goals: Goals
    facts: Facts
    rules: Sequence[Rule]
    questions: Sequence[Question]
    rows: Rows
    not_over: date | None = None

    def rows_of(self, figure: str, month: date | None = None) -> Rows:
        """The figure's own rows, month by month; of one month where one is given."""
        wanted_month = f"{month:%Y-%m}" if month else None
        own = [row for row in self.rows if row["figure"] == figure and row["part"] is None]
        return sorted((row for row in own if wanted_month in (None, row["month"])), key=lambda row: str(row["month"]))


def management(seen: View, municipality: str | None, at: datetime) -> Management:
    """The month looked at, of one municipality or of all of them together; one that is not over is the month before it.

    Half a month's nights are few, and nobody has registered yet: neither is a reason to ask.
    """
    require(seen.visit, *MANAGERS)
    looked_at, last = seen.month, later_month(seen.here.today.replace(day=1), -1)
    seen = replace(seen, month=min(looked_at, last))
    figures, goals = figure_door.figures_here(seen.visit), goal_door.goals(seen.visit)
    chosen, off = figure_door.choices(seen.visit), seen.here.choices.figures_off
    on = {name: figure for name, figure in figures.items() if name not in off}
    rows = published_of_months(seen, _asked(seen, on, goals, chosen), municipality)
    targets = aims(goals, chosen)
    read = [row for row in rows if _is_read(row, on, seen.month) and is_headline(row, targets)]
    limit = seen.here.choices.disclosure_limit
    facts = Facts(
        seen.month,
        figure_trends(read, on, targets, seen.month),
        judged(goals, chosen, off, figures, rows, seen.month, limit, shown.amount_da),
        case_study.case_months(seen.visit, municipality, seen.month, at),
        _registered(rows, seen.month),
        silent(rows, on, seen.month),
        {name: figure.title_da for name, figure in figures.items()},
        _written,
    )
    not_over = looked_at if looked_at > last else None
    by = rules(seen.here.choices)
    return Management(seen.month, municipality, figures, goals, facts, by, questions(facts, by), rows, not_over)


def _asked(
    seen: View, on: Mapping[str, Figure], goals: Goals, chosen: Mapping[str, FigureChoice]
) -> dict[str, set[date]]:
    """Which months are needed of which figures: as few as will do, since protecting takes longer than counting."""
    asked = {name: {seen.month, *months_read(figure.part(None), seen.month)} for name, figure in on.items()}
    year = {later_month(seen.month, -back) for back in range(TREND_MONTHS)}
    for name, months in ((REGISTERED, year), (COST, {seen.month, later_month(seen.month, -TREND_MONTHS)})):
        asked[name] = asked.get(name, set()) | months
    for name, month in wanted(goals, chosen, seen.month):
        asked[name] = asked.get(name, set()) | {month}
    return asked


def _is_read(row: Mapping[str, Any], on: Mapping[str, Figure], month: date) -> bool:
    """Whether a row is one of the months that its figure's trend is read from."""
    if row["part"] is not None or row["figure"] not in on:
        return False
    return date.fromisoformat(f"{row['month']}-01") in months_read(on[row["figure"]].part(None), month)


def _registered(rows: Rows, month: date) -> float | None:
    """The registration rate of the month; None where it is hidden or unknown."""
    own = [row["value"] for row in rows if _is_of(row, REGISTERED, month)]
    return own[0] if own else None


def silent(rows: Rows, names: Iterable[str], month: date) -> list[str]:
    """The figures of which there is somebody to know something of, and nothing is known. What is hidden is not silent."""
    own = {name: [row for row in rows if _is_of(row, name, month)] for name in names}
    return [name for name, found in own.items() if found and all(map(_is_blank, found))]


def _is_blank(row: Mapping[str, Any]) -> bool:
    return row["status"] == "no_data" and (row["population"] or 0) > 0


def _is_of(row: Mapping[str, Any], name: str, month: date) -> bool:
    return (row["figure"], row["part"], row["month"]) == (name, None, f"{month:%Y-%m}")


def _written(one: FigureTrend, value: float) -> str:
    return shown.amount_da(value, one.figure.part(None))
