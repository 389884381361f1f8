"""What is chosen of figures is kept with its history, holds one figure at a time, and decides what is asked."""

from datetime import date, datetime
from pathlib import Path

import pytest

from kpi_catalogue.figure import catalogue
from pipelines.asked import asked_by
from pipelines.choices import with_stored_choices
from pipelines.due import Course, course_month, registered
from pipelines.figure_choices import (
    START_SET,
    FigureChoice,
    choose_figure,
    figure_choices,
    history,
    switch_figure,
    title_of,
    use_start_set,
)
from pipelines.figure_target import Target
from pipelines.settings import Choices, Settings, SettingsError
from tests.stores import store_at
from tests.unit.app.door_world import make

AT = datetime(2025, 6, 15, 10, 30)
TARGET = Target(0.3, "at_least", date(2025, 6, 1), date(2026, 6, 30))
FIGURES = catalogue()
COURSE = Course("F-1", "CTI", "WHO5", None, date(2025, 1, 15), None, None)
TWENTY_TWO = {
    "citizens_included", "support_85", "shelter_nights", "housing_situation", "occupation", "income_basis", "loneliness",
    "substance_treatment", "low_wellbeing", "home_skills", "finances", "stable_lifestyle", "mental_difficulties",
    "substance_problem", "evictions_averted", "wait_home", "wait_allocation", "vacant_homes", "by_method",
    "collaboration_model", "heard_understood", "icm_hours", "cti_hours",
}  # fmt: skip


def here(url: str) -> Settings:
    return with_stored_choices(Settings(Path("home"), url, date(2025, 6, 15), Choices()))


def choose(url: str, name: str, choice: FigureChoice, reason: str = "besluttet") -> None:
    choose_figure(here(url), name, choice, reason=reason, who="lis", at=AT)


def switch(url: str, name: str, is_on: bool) -> None:
    switch_figure(here(url), name, is_on=is_on, reason=f"{name} {is_on}", who="lis", at=AT)


def due_fields(url: str, month: date = date(2025, 4, 1)) -> set[str]:
    """What a caseworker is asked for in the course's fourth month, when a measurement is due."""
    found = course_month(
        COURSE, month, [COURSE], registered({}), asked_by(here(url).choices, FIGURES), date(2025, 6, 15)
    )
    return {item.field for item in found.items}


def test_the_newest_choice_of_each_figure_holds(store_url: str) -> None:
    choose(store_url, "occupation", FigureChoice("I arbejde", TARGET))
    choose(store_url, "loneliness", FigureChoice("Ensomme"))
    choose(store_url, "occupation", FigureChoice("I job", TARGET, {"relevance": 5, "economy": 2}))
    found = figure_choices(here(store_url))
    assert found == {"occupation": FigureChoice("I job", TARGET, {"relevance": 5, "economy": 2}),
                     "loneliness": FigureChoice("Ensomme")}  # fmt: skip
    assert found["occupation"].cream_mean == 3.5
    assert found["loneliness"].cream_mean is None


def test_a_figure_is_called_by_its_local_name_else_the_settings_else_the_catalogues() -> None:
    setting = Settings(Path("home"), "", date(2025, 6, 15), Choices(heard_understood_label="Alliance"))
    chosen = {"occupation": FigureChoice("I job"), "finances": FigureChoice()}
    named = {name: title_of(FIGURES[name], chosen, setting) for name in ("occupation", "finances", "heard_understood")}
    assert named == {"occupation": "I job", "finances": "Overblik over egen økonomi", "heard_understood": "Alliance"}


@pytest.mark.store
@pytest.mark.parametrize(
    ("choice", "reason", "said"),
    [
        (FigureChoice("x" * 81), "x", "80 tegn"),
        (FigureChoice("010190-1234"), "x", "cpr"),
        (FigureChoice(cream={"relevance": 6}), "x", "1 til 5"),
        (FigureChoice(cream={"beauty": 3}), "x", "1 til 5"),
        (FigureChoice(target=Target(60, "at_least", date(2025, 6, 1))), "x", "100 %"),
        (FigureChoice(), " ", "begrundelse"),
        (FigureChoice(), "010190-1234", "cpr"),
    ],
)
def test_a_choice_that_cannot_be_used_is_not_kept(tmp_path: Path, choice: FigureChoice, reason: str, said: str) -> None:
    url = store_at(tmp_path)
    with pytest.raises(SettingsError, match=said):
        choose(url, "occupation", choice, reason)
    assert figure_choices(here(url)) == {}


@pytest.mark.store
def test_a_name_or_a_reason_that_names_a_citizen_is_not_kept(tmp_path: Path) -> None:
    """Management reads both; the same for turning a figure off."""
    url = make(tmp_path / "home").store_url
    for label, reason in (("Bolig til B-own", "x"), ("Bolig", "fordi f-own flyttede")):
        with pytest.raises(SettingsError, match="nævner en borger eller et forløb"):
            choose(url, "occupation", FigureChoice(label), reason)
    with pytest.raises(SettingsError, match="nævner en borger eller et forløb"):
        switch_figure(here(url), "loneliness", is_on=False, reason="B-own vil ikke", who="lis", at=AT)
    assert history(here(url)) == []


@pytest.mark.store
def test_a_figure_off_asks_nobody_for_what_only_it_needs(tmp_path: Path) -> None:
    """Bokompetence and T-ILS are gone from the month when their figures are off, and back when they are on again."""
    url = store_at(tmp_path)
    before = due_fields(url)
    assert {"home_skills", "TILS", "shelter_nights", "WHO5", "hours"} <= before
    switch(url, "home_skills", False)
    switch(url, "loneliness", False)
    assert due_fields(url) == before - {"home_skills", "TILS"}
    switch(url, "home_skills", True)
    assert due_fields(url) == before - {"TILS"}


@pytest.mark.store
def test_a_field_that_another_figure_needs_is_still_asked(tmp_path: Path) -> None:
    """Shelter nights are also what sustained_exit and shelter_cost rest on."""
    url = store_at(tmp_path)
    before = due_fields(url)
    for name in ("shelter_nights", "sustained_exit"):
        switch(url, name, False)
        assert due_fields(url) == before
    switch(url, "shelter_cost", False)
    assert due_fields(url) == before - {"shelter_nights"}


@pytest.mark.store
def test_the_start_set_is_eight_of_the_municipalities_own_of_all_types(tmp_path: Path) -> None:
    """With the eight alone, a month asks for hours, housing and nights, and now and then for WHO-5."""
    url = store_at(tmp_path)
    assert len(set(START_SET)) == 8
    assert set(START_SET) <= TWENTY_TWO
    assert {FIGURES[name].type for name in START_SET} == {"process", "outcome", "economy", "structure"}
    use_start_set(here(url), reason="begynder småt", who="lis", at=AT)
    assert set(FIGURES) - set(here(url).choices.figures_off) == set(START_SET)
    assert due_fields(url) == {"hours", "housing", "shelter_nights", "WHO5", "expected_time"}


@pytest.mark.store
def test_history_says_what_was_turned_on_and_off_and_by_whom(tmp_path: Path) -> None:
    url = store_at(tmp_path)
    switch(url, "finances", False)
    switch(url, "loneliness", False)
    choose(url, "occupation", FigureChoice("I job"))
    switch(url, "finances", True)
    told = [(one.figure, one.what_da, one.reason, one.who) for one in history(here(url))]
    assert told == [
        ("finances", "slået til", "finances True", "lis"),
        ("occupation", "navn, mål eller score", "besluttet", "lis"),
        ("loneliness", "slået fra", "loneliness False", "lis"),
        ("finances", "slået fra", "finances False", "lis"),
    ]
