"""The management's month: who gets it, that it holds protected numbers alone, what it says, and that it is one A4 page."""

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.components import View
from app.management import COST, MANAGERS, REGISTERED, Management, management, silent
from app.management_frames import (
    NO_CASES_DA,
    NO_GOALS_DA,
    CaseTold,
    Page,
    Told,
    case_told,
    few_questions_da,
    hidden_da,
    page_of,
)
from app.navigation import MENU
from app.report.management_pdf import MOST_GOALS, management_pdf
from app.rights import ROLES_DA, NotAllowedError, Role
from kpi_catalogue.figure import catalogue
from pipelines.case_months import FEW_DA, CaseMonth, MonthChange
from pipelines.choices import with_stored_choices
from pipelines.goal_file import load_goals
from pipelines.goals import Goals
from pipelines.questions import Facts, questions, rules
from pipelines.settings import Choices, Settings
from tests.pdf_text import pages, words
from tests.unit.app.door_world import make, visit
from tests.unit.app.test_exits import IDENTIFIERS
from tests.unit.pipelines.test_questions import BETTER, HIGHER, TITLES, WORSE, goal

AT, FEBRUARY, DECEMBER = datetime(2025, 6, 1, 12), date(2025, 2, 1), date(2025, 12, 1)
SAMPLE_GOALS = Path(__file__).parents[3] / "sample_data" / "goals.yaml"
ON = ("citizens_included", "shelter_nights", "registration_rate", "housing_situation")


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Three citizens in 901 and one in 902, four figures on, and the goals of the sample."""
    made = make(tmp_path_factory.mktemp("management") / "home")
    off = tuple(name for name in catalogue() if name not in ON)
    load_goals(made, SAMPLE_GOALS, who="lis", at=AT)
    return with_stored_choices(Settings(made.home, made.store_url, made.today, Choices(figures_off=off)))


def looked(here: Settings, role: Role, municipality: str | None = "901") -> Management:
    return management(View(visit(here, role), FEBRUARY, "test"), municipality, AT)


@pytest.mark.store
@pytest.mark.parametrize("role", ROLES_DA)
def test_only_those_who_manage_lead_or_calculate_get_it(here: Settings, role: Role) -> None:
    if role in MANAGERS:
        assert looked(here, role).month == FEBRUARY
        return
    with pytest.raises(NotAllowedError):
        looked(here, role)


@pytest.mark.store
@pytest.mark.parametrize("municipality", [None, "901", "902"])
@pytest.mark.parametrize("role", MANAGERS)
def test_nobody_and_no_few_are_on_the_page_or_the_sheet(here: Settings, role: Role, municipality: str | None) -> None:
    """Everybody is one of at most four, so not one number may be told, to a project lead either; and none is called 0."""
    found = looked(here, role, municipality)
    told = [row for row in found.rows if row["value"] is not None]
    assert not [row for row in told if row["value"] != 0 or row["n"]]
    page = page_of(found, 5)
    sheet = words(management_pdf(page, here.today))
    for text in (repr(page), sheet):
        assert not IDENTIFIERS.search(text)
        assert not re.search(r"(?<![\d.,-])[1-4] (?:borgere?|forløb|døgn)\b", text)
    assert found.facts.registered is None
    assert not [said for _, said in page.months if re.search(r"\d", said)]
    assert not found.questions


@pytest.mark.store
def test_a_month_that_is_not_over_is_the_month_before_it(here: Settings) -> None:
    """In the middle of February 2025 nobody asks why February is not registered: the page is January's, and says so."""
    early = replace(here, today=date(2025, 2, 14))
    found = management(View(visit(early, "management"), FEBRUARY, "early"), "901", AT)
    assert (found.month, found.not_over) == (date(2025, 1, 1), FEBRUARY)
    assert page_of(found, 5).subtitle == "Januar 2025, kommune 901 (februar 2025 er ikke slut endnu)"
    over = replace(here, today=date(2025, 3, 1))
    assert management(View(visit(over, "management"), FEBRUARY, "over"), "901", AT).not_over is None


@pytest.mark.store
def test_a_figure_that_is_off_is_in_no_question_and_hidden_is_not_silent(here: Settings) -> None:
    found = looked(here, "management")
    assert found.facts.silent == []
    assert {one.figure.id for one in found.facts.trends} <= set(ON)


@pytest.mark.store
def test_of_a_figure_in_categories_only_the_one_with_a_target_is_read(here: Settings) -> None:
    """Every home the citizens may live in is on the page's rows; the sample's target is about those in their own."""
    found = looked(here, "management")
    assert len({one["category"] for one in found.rows if one["figure"] == "housing_situation"}) > 5
    assert [one.category for one in found.facts.trends if one.category is not None] == ["own_home"]


def row(figure: str, month: str, value: float | None, status: str = "shown", **more: Any) -> dict[str, Any]:
    n = None if value is None else 20
    return {"figure": figure, "part": None, "month": month, "category": None, "value": value, "n": n,
            "population": n, "status": status} | more  # fmt: skip


def case(name: str = "sag", **more: Any) -> CaseMonth:
    net = {"total": 120_000.4, "municipality": -50_000.0, "region": 70_000.0, "state": 100_000.4}
    return replace(CaseMonth(name, f"Beregning {name}", DECEMBER, net, net, dict.fromkeys(net, 0.54), 0.2,
                             None, FEW_DA, False), **more)  # fmt: skip


def test_silent_is_what_somebody_could_have_known_and_nobody_wrote() -> None:
    """20 citizens and nothing known; nobody there; a population that is hidden; a number that is hidden; one category known."""
    no_data = {"value": None, "n": 0, "status": "no_data"}
    rows = [
        row("loneliness", "2025-12", None) | no_data | {"population": 20},
        row("completion", "2025-12", None) | no_data | {"population": 0},
        row("occupation", "2025-12", None) | no_data | {"population": None},
        row("finances", "2025-12", None, "too_few", population=20),
        row("income_basis", "2025-12", 0.5, category="wage"),
        row("income_basis", "2025-12", None, category="other") | no_data | {"population": 20},
        row("home_skills", "2025-11", None) | no_data | {"population": 20},
    ]
    assert silent(rows, [*dict.fromkeys(one["figure"] for one in rows), "wait_home"], DECEMBER) == ["loneliness"]


CHANGE = MonthChange(
    date(2025, 11, 1), {"total": 100_000.0}, {"total": 120_000.4},
    {"success_rate": {"total": 30_000.0}, "costs": {"total": -9_999.6}, "participants": {"total": 0.2}},
)  # fmt: skip


def month(**given: Any) -> Management:
    """December by hand: three figures read, of which all moved, one criterion of each state and one hidden, one case."""
    facts = Facts(
        DECEMBER, (BETTER, HIGHER, WORSE),
        [goal("on_track", "På vej"), goal("not_enough", "Uvist"), goal("not_enough", "Gemt", lack="hidden"),
         goal("off_track", "Bagud")],
        [case(change=CHANGE)], 0.83, [], TITLES, lambda one, value: f"{value:g}",
    )  # fmt: skip
    facts = replace(facts, **given)
    rows = [
        row(COST, "2025-12", 41_000.0), row(COST, "2024-12", None, "too_few"),
        row(REGISTERED, "2025-11", None, "protects_another"), row(REGISTERED, "2025-12", 0.83),
    ]  # fmt: skip
    by = rules(Choices())
    return Management(DECEMBER, "901", catalogue(), Goals("", ()), facts, by, questions(facts, by), rows)


def test_the_page_in_words() -> None:
    """What is worse comes first, goals off track first, causes under half a krone are left out, hidden is a word."""
    page = page_of(month(), 5)
    assert page.subtitle == "December 2025, kommune 901"
    assert [one.mark for one in page.moved] == [
        "▲ værre end sædvanligt",
        "△ højere end sædvanligt",
        "◆ bedre end sædvanligt",
    ]
    assert [one.figure for one in page.moved] == ["shelter_nights", "icm_hours", "wait_home"]
    assert page.figures == ["shelter_nights", "icm_hours", "wait_home", "occupation"]
    assert page.moved[0].name == "Døgn på herberg (SEL §110)"
    assert page.moved[0].said == (
        "Tallet ligger over den øverste grænse: 30 døgn i december 2025, hvor gennemsnittet er 12,5 døgn. Det er mere end "
        "tilfældige udsving."
    )
    assert page.moved_note.startswith("3 nøgletal har en udvikling, der kan læses; 3 har flyttet sig")
    assert [(one.mark, one.name) for one in page.goals] == [
        ("▲ ikke på sporet", "Bagud"), ("○ for få data", "Uvist"), ("○ skjult", "Gemt"), ("● på sporet", "På vej"),
    ]  # fmt: skip
    assert page.goals_note == "1 på sporet · 1 ikke på sporet · 1 for få data · 1 skjult."
    (told,) = page.cases
    assert told.rows[0] == ("I alt", "120.000", "120.000", "54 af 100")
    assert told.rows[1] == ("Kommune", "-50.000", "-50.000", "54 af 100")
    assert told.said == ("Siden november 2025: +20.000 kr. i alt, heraf succesrate +30.000, omkostninger -10.000.",)
    assert page.cost == "Udgift per afsluttet forløb: 41.000 kr. (20 af 20 kendt). Et år før: for få."
    assert page.months == (("november 2025", "skjult"), ("december 2025", "83 % (20 af 20 kendt)"))
    assert "ikke påviste effekter" in page.cases_note


@pytest.mark.parametrize(
    ("given", "rows", "said"),
    [
        (case(month=None), 0, "Ikke genberegnet med tal til og med december 2025."),
        (case(month=None, is_withheld=True), 0, "Månedens resultat er skjult for at beskytte små antal."),
        (case(month=date(2025, 10, 1)), 4, "Ikke genberegnet for december 2025. Her er oktober 2025."),
        (
            case(month=date(2025, 10, 1), is_withheld=True),
            4,
            "December 2025 er skjult for at beskytte små antal. Her er oktober 2025.",
        ),
        (case(), 4, FEW_DA),
        (case(change=replace(CHANGE, causes={"costs": {"total": 0.4}})), 4, "Uændret siden november 2025."),
    ],
)
def test_a_case_says_what_is_missing_and_why(given: CaseMonth, rows: int, said: str) -> None:
    told = case_told(given, DECEMBER)
    assert len(told.rows) == rows
    assert said in " ".join(told.said)


def test_a_case_without_uncertainty_has_no_chance_to_tell() -> None:
    told = case_told(replace(case(), chance={}), DECEMBER)
    assert {row[-1] for row in told.rows} == {"ikke beregnet"}


def test_without_goals_or_cases_the_page_says_who_makes_them() -> None:
    page = page_of(month(goals=(), cases=()), 5)
    assert (page.goals_note, page.cases_note) == (NO_GOALS_DA, NO_CASES_DA)


def test_fewer_than_three_questions_are_said() -> None:
    assert [few_questions_da(count) for count in (3, 1, 0)] == [
        "", "Månedens tal rejser kun 1 spørgsmål efter reglerne.", "Månedens tal rejser ingen spørgsmål efter reglerne.",
    ]  # fmt: skip


def test_hidden_numbers_are_counted_in_the_month_alone() -> None:
    rows = [
        row(COST, "2025-12", None, "too_few"),
        row(REGISTERED, "2025-12", 0.8),
        row(COST, "2025-11", None, "too_few"),
    ]
    assert hidden_da(rows, DECEMBER, 5).startswith("Siden bygger kun på beskyttede tal: 1 af månedens 2 tal er skjult")


def test_the_sheet_is_one_page_and_says_what_the_page_says() -> None:
    page = page_of(month(), 5)
    pdf = management_pdf(page, date(2026, 1, 15))
    assert pages(pdf) == 1
    sheet = " ".join(words(pdf).split())
    parts = [page.title, page.subtitle, *page.questions, page.goals_note, page.cost, page.hidden_note,
             *page.cases[0].said, *(one.name for one in (*page.moved, *page.goals))]  # fmt: skip
    close = "".join(sheet.split())
    assert not [text for text in parts if "".join(text.split()) not in close]
    assert "120.000" in sheet
    assert "nov 25" in sheet
    assert "Lavet 15-01-2026." in sheet


LONG = "Det længste, nogen har skrevet om det, der er sket i kommunen, " * 12


def crowded(goals: int, cases: int, text: str = LONG) -> Page:
    """A page with every part full: three questions, three figures that moved, so many goals and cases, and twelve months."""
    told = Told("wait_home", "▲ værre end sædvanligt (foreløbig)", text[:90], text)
    rows = tuple(
        (name, "-123.456.789", "-123.456.789", "under 1 af 100") for name in ("I alt", "Kommune", "Region", "Stat")
    )
    return Page(
        "Ledelse", "September 2025, alle kommuner", (text,) * 3, "", (told,) * 3, text[:300],
        tuple(replace(told, mark="○ for få data", name=f"M{at:03} {text[:85]}") for at in range(goals)), text[:60],
        tuple(CaseTold(f"sag-{at}", f"S{at:03} {text[:85]}", rows, (text, text)) for at in range(cases)), text[:190], text[:120],
        tuple(("september 2025", "100 % (20 af 20 kendt)") for _ in range(12)), text[:210],
    )  # fmt: skip


@pytest.mark.parametrize(("goals", "cases"), [(15, 4), (7, 5), (200, 0), (0, 40), (6, 4)])
def test_a_crowded_month_is_one_page_and_every_goal_and_case_is_on_it_or_counted(goals: int, cases: int) -> None:
    """The longest texts of every part; what is on the sheet and what it says is left out is everything there is."""
    pdf = management_pdf(crowded(goals, cases), date(2026, 1, 15))
    assert pages(pdf) == 1
    sheet = " ".join(words(pdf).split())
    for letter, count, left in (("M", goals, r"(\d+) kriteri(?:um|er) til står på siden Mål"),
                                ("S", cases, r"(\d+) beregning(?:er)? til står på siden SØM")):  # fmt: skip
        on_it = re.findall(rf"\b{letter}\d{{3}}\b", sheet)
        told = re.search(left, sheet)
        assert on_it == [f"{letter}{at:03}" for at in range(len(on_it))]
        assert len(on_it) + (int(told[1]) if told else 0) == count


def test_all_goals_stand_on_the_sheet_where_there_is_room() -> None:
    """Eight short ones and two cases leave nothing out; with fifteen and four, six are kept rather than the type made tiny."""
    sheet = words(management_pdf(crowded(8, 2, "Kort."), date(2026, 1, 15)))
    assert "M007" in sheet
    assert "til står på siden" not in sheet
    full = words(management_pdf(crowded(15, 4), date(2026, 1, 15)))
    assert f"{15 - MOST_GOALS} kriterier til står på siden Mål" in " ".join(full.split())


def test_texts_beyond_every_measure_are_still_one_page() -> None:
    """A note of 1.500 letters pushes goals out one by one, one of 4.500 all of them and then cases; those are counted."""
    for letters, goals, cases in ((1500, "[1-5]", None), (4500, "6", "[1-3]")):
        pdf = management_pdf(replace(crowded(6, 4), goals_note=(LONG * 6)[:letters]), date(2026, 1, 15))
        sheet = " ".join(words(pdf).split())
        assert pages(pdf) == 1
        assert re.search(rf"(?<!\d){goals} kriteri(?:um|er) til står på siden Mål", sheet)
        assert bool(re.search(rf"(?<!\d){cases} beregning(?:er)? til står på siden SØM", sheet)) == (cases is not None)


def test_every_question_leads_to_a_page_that_the_management_has() -> None:
    places = {place.address: place.roles for place in MENU}
    for rule in rules(Choices()):
        assert set(MANAGERS) <= set(places[rule.page]), rule.id
