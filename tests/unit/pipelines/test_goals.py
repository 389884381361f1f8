"""The goal hierarchy: written place by place, kept in versions, and judged from cells by hand."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from kpi_catalogue.figure import Part, catalogue
from pipelines.figure_choices import FigureChoice
from pipelines.figure_target import Standing, Target
from pipelines.goal_standing import NO_TARGET_DA, OFF_DA, Judged, aims, counted_da, judged, wanted
from pipelines.goals import (
    EMPTY,
    Criterion,
    document_in_force,
    goal_history,
    goals_in_force,
    places,
    read_goals,
    set_goals,
    with_criterion,
    with_new,
    with_text,
    with_theory,
    without,
)
from pipelines.settings import Choices, Settings, SettingsError
from tests.stores import store_at
from tests.unit.app.door_world import make

AT = datetime(2025, 6, 15, 10, 30)
HOME = Target(0.6, "at_least", date(2025, 1, 1), date(2025, 12, 31), None, "own_home")
MARCH = date(2025, 3, 1)
FIGURES = catalogue()


def written() -> dict[str, Any]:
    """Two goals; the first has two subgoals with two and one criteria."""
    made = with_theory(EMPTY, "Bolig først")
    made = with_new(with_new(made, (), "Færre i hjemløshed"), (), "Bedre liv")
    made = with_new(with_new(made, (0,), "Egen bolig"), (0,), "Færre døgn")
    made = with_criterion(made, (0, 0), Criterion("Seks af ti", "housing_situation", HOME))
    made = with_criterion(made, (0, 0), Criterion("Fastholder", "housing_retention", None))
    return with_criterion(made, (0, 1), Criterion("Få døgn", "shelter_nights", None))


def here(url: str) -> Settings:
    return Settings(Path("home"), url, date(2025, 6, 15), Choices())


def keep(url: str, document: dict[str, Any], based_on: Any = EMPTY, reason: str = "besluttet") -> None:
    set_goals(here(url), document, based_on=based_on, reason=reason, who="lis", at=AT)


def test_the_hierarchy_is_written_place_by_place() -> None:
    assert [(path, text) for path, text in places(written())] == [
        ((0,), "Færre i hjemløshed"), ((0, 0), "Egen bolig"), ((0, 0, 0), "Seks af ti"), ((0, 0, 1), "Fastholder"),
        ((0, 1), "Færre døgn"), ((0, 1, 0), "Få døgn"), ((1,), "Bedre liv"),
    ]  # fmt: skip
    read = read_goals(written())
    assert read.theory == "Bolig først"
    assert dict(read.criteria())[0, 0, 0] == Criterion("Seks af ti", "housing_situation", HOME)


def test_a_place_is_changed_or_taken_away_and_the_rest_stays() -> None:
    before = written()
    after = without(with_text(before, (0, 0), "Flere i egen bolig"), (0, 0, 0))
    assert dict(places(after))[0, 0] == "Flere i egen bolig"
    assert [one.text for _, one in read_goals(after).criteria()] == ["Fastholder", "Få døgn"]
    changed = with_criterion(after, (0, 0, 0), Criterion("Bliver boende", "housing_retention", None))
    assert [one.text for _, one in read_goals(changed).criteria()] == ["Bliver boende", "Få døgn"]
    assert before == written()
    assert [path for path, _ in places(without(before, (0,)))] == [(0,)]


def test_every_version_is_kept_and_the_newest_holds(store_url: str) -> None:
    keep(store_url, written())
    keep(store_url, without(written(), (1,)), written(), "for mange")
    assert [path for path, _ in places(document_in_force(here(store_url)))][-1] == (0, 1, 0)
    assert [(made.reason, made.set_by) for made in goal_history(here(store_url))] == [
        ("for mange", "lis"), ("besluttet", "lis"),
    ]  # fmt: skip
    assert goals_in_force(here(store_url)) == read_goals(without(written(), (1,)))


@pytest.mark.store
@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (with_new(EMPTY, (), "b-own skal i bolig"), "x"),
        (with_text(written(), (0, 0, 0), "F-foreign flytter"), "x"),
        (with_theory(EMPTY, "Vi så det hos B-own."), "x"),
        (written(), "Efter B-own"),
    ],
)
def test_a_hierarchy_that_names_a_citizen_or_a_course_is_not_kept(
    tmp_path: Path, document: dict[str, Any], reason: str
) -> None:
    """Management reads it: the number of a citizen or a course in the store is refused wherever it stands, and not repeated."""
    url = make(tmp_path / "home").store_url
    with pytest.raises(SettingsError, match="nævner en borger eller et forløb") as refused:
        keep(url, document, reason=reason)
    assert "own" not in str(refused.value)
    assert document_in_force(here(url)) == EMPTY


@pytest.mark.store
def test_what_somebody_else_wrote_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    url = store_at(tmp_path)
    keep(url, written())
    with pytest.raises(SettingsError, match="En anden har ændret målene"):
        keep(url, with_theory(EMPTY, "Min egen"))
    assert document_in_force(here(url)) == written()


@pytest.mark.store
@pytest.mark.parametrize(
    ("document", "reason", "said"),
    [
        (with_new(EMPTY, (), " "), "x", "skriv en tekst"),
        (with_new(EMPTY, (), "x" * 401), "x", "400 tegn"),
        (with_new(EMPTY, (), "Hjælp 010190-1234"), "x", "cpr"),
        (with_theory(EMPTY, "010190-1234"), "x", "cpr"),
        (with_text(written(), (0, 0, 0), ""), "x", "skriv en tekst"),
        (written(), "", "begrundelse"),
    ],
)
def test_a_hierarchy_that_cannot_be_used_is_not_kept(
    tmp_path: Path, document: dict[str, Any], reason: str, said: str
) -> None:
    url = store_at(tmp_path)
    with pytest.raises(SettingsError, match=said):
        keep(url, document, reason=reason)
    assert goal_history(here(url)) == []


def test_an_unknown_figure_is_refused() -> None:
    with pytest.raises(SettingsError, match="findes ikke"):
        read_goals(with_criterion(written(), (0, 0), Criterion("x", "happiness", None)))


def row(figure: str, month: str, value: float, category: str | None = None, part: str | None = None) -> dict[str, Any]:
    return {"figure": figure, "part": part, "category": category, "month": month, "value": value, "n": 20,
            "population": 22, "coverage": 0.9, "status": "shown"}  # fmt: skip


ROWS = [
    row("housing_situation", "2025-03", 0.43, "own_home"),
    row("housing_situation", "2025-03", 0.99, "placed"),
    row("housing_situation", "2025-03", 0.99, "own_home", "before"),
    row("housing_situation", "2025-01", 0.38, "own_home"),
    row("shelter_nights", "2025-03", 80),
    row("shelter_nights", "2025-03", 1, None, "mean"),
]


def judge(chosen: dict[str, FigureChoice], off: tuple[str, ...] = ()) -> list[Judged]:
    def amount(value: float, part: Part) -> str:
        return f"{value:g}"

    return judged(read_goals(written()), chosen, off, FIGURES, ROWS, MARCH, 5, amount)


def test_each_criterion_is_judged_by_its_own_target_else_the_figures() -> None:
    """Own home 43 % where 38 + 22 * 2 / 11 = 42 % is needed in March: on track. 80 nights of at most 60: off track."""
    found = judge({"shelter_nights": FigureChoice(target=Target(60, "at_most", date(2025, 1, 1)))})
    assert [(one.path, one.standing.state) for one in found] == [
        ((0, 0, 0), "on_track"), ((0, 0, 1), "not_enough"), ((0, 1, 0), "off_track"),
    ]  # fmt: skip
    assert found[0].standing.required == pytest.approx(0.42)
    assert found[1].standing.why_da == NO_TARGET_DA
    assert counted_da(found) == "1 på sporet · 1 ikke på sporet · 1 for få data"


def test_a_figure_is_read_against_its_own_target_else_the_first_criterions() -> None:
    sixty = Target(60, "at_most", date(2025, 1, 1))
    twice = with_criterion(written(), (0, 1), Criterion("Syv af ti", "housing_situation", replace(HOME, value=0.7)))
    goals = read_goals(twice)
    assert aims(goals, {"shelter_nights": FigureChoice(target=sixty), "completion": FigureChoice()}) == {
        "housing_situation": HOME, "shelter_nights": sixty,
    }  # fmt: skip
    assert aims(goals, {"housing_situation": FigureChoice(target=sixty)}) == {"housing_situation": sixty}


def test_the_hidden_ones_are_counted_as_hidden() -> None:
    """Where none is, the word is not there."""
    hidden = replace(judge({})[0], standing=Standing("not_enough", "Skjult.", lack="hidden"))
    assert counted_da([hidden, hidden, *judge({})]) == "1 på sporet · 0 ikke på sporet · 2 for få data · 2 skjult"


def test_a_figure_that_is_off_is_judged_by_nobody() -> None:
    found = judge({}, off=("housing_situation",))
    assert (found[0].standing.state, found[0].standing.why_da) == ("not_enough", OFF_DA)


def test_only_the_month_and_where_the_ways_began_are_asked_for() -> None:
    chosen = {"shelter_nights": FigureChoice(target=Target(60, "at_most", date(2025, 2, 1)))}
    assert wanted(read_goals(written()), chosen, MARCH) == {
        ("housing_situation", MARCH), ("housing_situation", date(2025, 1, 1)),
        ("shelter_nights", MARCH), ("shelter_nights", date(2025, 2, 1)),
    }  # fmt: skip
    assert wanted(read_goals(written()), {}, date(2024, 12, 1)) == {("housing_situation", date(2024, 12, 1))}
