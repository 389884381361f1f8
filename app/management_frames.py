"""A month for the management in words and tables: the page and its PDF say the same. No Streamlit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from app import shown
from app.goal_tree import SHAPES, measure_da
from app.management import COST, REGISTERED, Management
from app.page_tables import listed, taken
from app.report.blocks import Grid
from kpi_catalogue.figure import Figure
from pipelines.case_months import CaseMonth
from pipelines.danish import month as danish_month
from pipelines.danish import number
from pipelines.double_bottom_line import later_month
from pipelines.figure_target import State
from pipelines.goal_standing import Judged, counted_da
from pipelines.moved import FigureTrend, moved
from pipelines.number_words import HIDDEN, hidden_why_da
from pipelines.questions import MOST, shortened
from pipelines.trend_text import mark_da, reading_da
from som_engine.causes import CAUSES_DA
from som_engine.danish import PAYERS_DA
from som_engine.result_text import LIMITS_DA
from som_engine.uncertainty_text import out_of_100

MOST_MOVED = 3
REST_DA = "De øvrige læses ikke, fordi nabomåneder hviler på de samme registreringer; kategorier læses kun, når de har et mål."
TURNS: tuple[State, ...] = ("off_track", "not_enough", "on_track")
NO_GOALS_DA = "Der er ingen succeskriterier endnu. Projektlederen skriver dem på siden Mål."
NO_CASES_DA = "Der er ingen beregninger. Økonomen laver dem på siden SØM."
CASE_HEADS = ("", "Netto, hele perioden", "De første 4 år", "Chance for over nul")


@dataclass(frozen=True)
class Told:
    """Something about a figure, by its id, with a mark, a heading, and what there is to say of it."""

    figure: str
    mark: str
    name: str
    said: str


@dataclass(frozen=True)
class CaseTold:
    """A case: its rows by payer (empty where nothing may be shown), and the sentences under them."""

    case_id: str
    title: str
    rows: tuple[tuple[str, ...], ...]
    said: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """Everything the page says, in its order."""

    title: str
    subtitle: str
    questions: tuple[str, ...]
    few_questions: str
    moved: tuple[Told, ...]
    moved_note: str
    goals: tuple[Told, ...]
    goals_note: str
    cases: tuple[CaseTold, ...]
    cases_note: str
    cost: str
    months: tuple[tuple[str, str], ...]
    hidden_note: str

    @property
    def figures(self) -> list[str]:
        """The ids of the figures that the page tells of as moved or as goals, each once."""
        return list(dict.fromkeys(one.figure for one in (*self.moved, *self.goals)))


def page_of(found: Management, limit: int) -> Page:
    """The month in words. limit: counts below it are hidden."""
    scope = f"kommune {found.municipality}" if found.municipality else "alle kommuner"
    not_over = f" ({danish_month(found.not_over)} er ikke slut endnu)" if found.not_over else ""
    goals = sorted(found.facts.goals, key=lambda one: TURNS.index(one.standing.state))
    return Page(
        "Ledelse",
        f"{danish_month(found.month).capitalize()}, {scope}{not_over}",
        tuple(one.text_da for one in found.questions),
        few_questions_da(len(found.questions)),
        tuple(moved_told(one, found) for one in moved(found.facts.trends)[:MOST_MOVED]),
        moved_note_da(found.facts.trends, found.figures),
        tuple(_goal(one, found) for one in goals),
        f"{counted_da(found.facts.goals)}." if found.facts.goals else NO_GOALS_DA,
        tuple(case_told(one, found.month) for one in found.facts.cases),
        " ".join(LIMITS_DA.split()) if found.facts.cases else NO_CASES_DA,
        cost_da(found),
        tuple((danish_month(_month(row)), _with_coverage(row, found.figures[REGISTERED])) for row in
              found.rows_of(REGISTERED)[-12:]),
        hidden_da(found.rows, found.month, limit),
    )  # fmt: skip


def tables_of(page: Page, registered: pd.DataFrame) -> tuple[Grid, ...]:
    """The whole page as tables, in its words; registered: its table of the registration rate."""
    cases = [
        Grid(f"Investeringen: {case.title}", ("Aktør", *CASE_HEADS[1:]), case.rows,
             note="\n".join([" ".join(case.said), page.cases_note]))
        for case in page.cases
    ]  # fmt: skip
    asked = [(str(at), text) for at, text in enumerate(page.questions, 1)]
    return (
        listed("Spørgsmål at stille i denne måned", ("Nr.", "Spørgsmål"), asked, page.few_questions),
        _told_table("Det, der har flyttet sig", "Udvikling", "Nøgletal", page.moved, page.moved_note),
        _told_table("Mål", "Status", "Succeskriterium", page.goals, page.goals_note),
        *(cases or [listed("Investeringen", ("Aktør",), (), page.cases_note)]),
        taken("Registrering og pris", registered, "\n".join([page.cost, page.hidden_note])),
    )


def _told_table(caption: str, mark: str, name: str, told: Sequence[Told], note: str) -> Grid:
    return listed(caption, (mark, name, "Hvorfor"), [(one.mark, one.name, one.said) for one in told], note)


def few_questions_da(count: int) -> str:
    """Why there are fewer than three; blank when there are three."""
    if count >= MOST:
        return ""
    return f"Månedens tal rejser {'ingen spørgsmål' if not count else f'kun {count} spørgsmål'} efter reglerne."


def moved_told(one: FigureTrend, found: Management) -> Told:
    """A figure that moved: its mark, its name, and its newest value beside the usual with the rule that says so."""
    part = one.figure.part(None)
    category = shown.category_da(part, one.category)
    name = f"{one.figure.title_da}: {category}" if category else one.figure.title_da
    said = reading_da(one.trend, lambda value: shown.amount_da(value, part))
    return Told(one.figure.id, mark_da(one.trend), name, said[0])


def moved_note_da(trends: Sequence[FigureTrend], figures: Mapping[str, Figure]) -> str:
    """How many figures were read, how many of them moved, and that the others have no verdict."""
    read = {one.figure.id for one in trends if one.is_read}
    flagged = {one.figure.id for one in trends if one.has_moved}
    unread = len({one.figure.id for one in trends} - read)
    said = [
        f"{len(read) or 'Ingen'} nøgletal har en udvikling, der kan læses; {len(flagged) or 'ingen'} har flyttet sig mere end "
        "tilfældige udsving."
    ]
    if sum(one.has_moved for one in trends) > MOST_MOVED:
        said.append(f"De {MOST_MOVED}, det er mest ved, er vist.")
    if unread:
        said.append(f"For {unread} kan månedens tal ikke vises, eller der er for få måneder med et tal, der må vises.")
    return " ".join([*said, REST_DA])


def _goal(one: Judged, found: Management) -> Told:
    state = one.standing.state
    measured = measure_da(one, found.facts.titles, found.figures)
    return Told(
        one.figure,
        f"{SHAPES[state]} {one.standing.state_da}",
        shortened(one.text),
        f"{ended(shortened(measured))} {one.standing.why_da}",
    )


def ended(text: str) -> str:
    """A text with a full stop after it, but for one that is cut."""
    return text if text.endswith("…") else f"{text}."


def case_told(case: CaseMonth, month: date) -> CaseTold:
    """A case by payer, with the change since the month before by cause."""
    if case.month is None:
        why = "Månedens resultat er skjult for at beskytte små antal." if case.is_withheld else (
            f"Ikke genberegnet med tal til og med {danish_month(month)}."
        )  # fmt: skip
        return CaseTold(case.case_id, shortened(case.title), (), (why,))
    rows = tuple(
        (
            name,
            number(case.net[payer], 0),
            number(case.four_years[payer], 0),
            f"{out_of_100(case.chance[payer])} af 100" if case.chance else "ikke beregnet",
        )
        for payer, name in PAYERS_DA.items()
    )
    return CaseTold(case.case_id, shortened(case.title), rows, (*_which_month(case, month), change_da(case)))


def _which_month(case: CaseMonth, month: date) -> list[str]:
    if case.month in (None, month):
        return []
    shown_of = f"Her er {danish_month(case.month)}." if case.month else ""
    if case.is_withheld:
        return [f"{danish_month(month).capitalize()} er skjult for at beskytte små antal. {shown_of}"]
    return [f"Ikke genberegnet for {danish_month(month)}. {shown_of}"]


def change_da(case: CaseMonth) -> str:
    """The change since the stored month before, by cause, or why it is not told."""
    change = case.change
    if change is None:
        return case.why_no_change_da
    since, whole = danish_month(change.since), change.after["total"] - change.before["total"]
    parts = [
        f"{CAUSES_DA[name].lower()} {_signed(by['total'])}" for name, by in change.causes.items() if round(by["total"])
    ]
    if not parts:
        return f"Uændret siden {since}."
    return f"Siden {since}: {_signed(whole)} kr. i alt, heraf {', '.join(parts)}."


def _signed(amount: float) -> str:
    return f"+{number(amount, 0)}" if round(amount) > 0 else number(amount, 0)


def cost_da(found: Management) -> str:
    """What a finished course has cost, and a year ago; a rolling year is held against a year ago, not the month before."""
    part = found.figures[COST].part(None)
    now, before = (found.rows_of(COST, month) for month in (found.month, later_month(found.month, -12)))
    said = [f"{found.figures[COST].title_da}: {_with_coverage(now[0], found.figures[COST])}."] if now else []
    return " ".join([*said, f"Et år før: {shown.value_da(before[0], part)}."] if before else said)


def _with_coverage(row: Mapping[str, Any], figure: Figure) -> str:
    """A value with what it rests on; only why where it is not shown."""
    part = figure.part(None)
    value = shown.value_da(row, part)
    return f"{value} ({shown.coverage_da(row, part)})" if row["value"] is not None else value


def hidden_da(rows: Sequence[Mapping[str, Any]], month: date, limit: int) -> str:
    """How much of the month is hidden, and by which limit."""
    own = [row for row in rows if row["month"] == f"{month:%Y-%m}"]
    hidden = sum(row["status"] in HIDDEN for row in own)
    return (
        f"Siden bygger kun på beskyttede tal: {hidden} af månedens {len(own)} tal er skjult "
        f"{hidden_why_da(limit)}. Et skjult tal er ukendt og aldrig nul."
    )


def _month(row: Mapping[str, Any]) -> date:
    return date.fromisoformat(f"{row['month']}-01")
