"""Targets and goals from a file: the sample's own, a file that changes nothing, and files that are refused whole."""

from datetime import date, datetime
from pathlib import Path

import pytest
import yaml

from pipelines.figure_choices import FigureChoice, choose_figure, figure_choices
from pipelines.figure_target import Target
from pipelines.goal_file import load_goals
from pipelines.goals import goal_history, goals_in_force
from pipelines.settings import Choices, Settings, SettingsError
from tests.stores import store_at

pytestmark = pytest.mark.store
SAMPLE = Path(__file__).parents[3] / "sample_data" / "goals.yaml"
AT = datetime(2026, 1, 15, 9, 30)


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return Settings(tmp_path, store_at(tmp_path), date(2026, 1, 15), Choices())


def load(here: Settings, path: Path = SAMPLE) -> str:
    return load_goals(here, path, who="lis", at=AT)


def test_the_sample_is_set_once_and_says_that_it_is_invented(here: Settings) -> None:
    """Three targets of figures, three goals with eight criteria; a second time there is nothing to decide."""
    assert load(here) == "Mål: 3 nye mål på nøgletal, målhierarkiet er nyt."
    assert load(here) == "Mål: 0 nye mål på nøgletal, målhierarkiet er uændret."
    goals = goals_in_force(here)
    assert goals.theory.startswith("Opdigtet eksempel")
    assert (len(goals.goals), len(list(goals.criteria()))) == (3, 8)
    assert [(made.set_by, made.reason[:8]) for made in goal_history(here)] == [("lis", "Opdigtet")]
    assert figure_choices(here)["wait_home"].target == Target(90, "at_most", date(2025, 1, 1), date(2026, 12, 31))


def test_a_figure_keeps_its_name_and_scores(here: Settings) -> None:
    own = FigureChoice("Venter på bolig", None, {"relevance": 4})
    choose_figure(here, "wait_home", own, reason="besluttet", who="lis", at=AT)
    load(here)
    found = figure_choices(here)["wait_home"]
    assert (found.label, dict(found.cream), found.target is not None) == ("Venter på bolig", {"relevance": 4}, True)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"targets": {"happiness": {"value": 1, "direction": "at_least", "since": "2025-01-01"}}}, "findes ikke"),
        ({"targets": {"on_time": {"value": 2, "direction": "at_least", "since": "2025-01-01"}}}, "højst være 100 %"),
        ({"targets": {"on_time": {"value": 1, "since": "2025-01-01"}}}, "skal have value, direction"),
        ({"targets": {"on_time": None}}, "skriv et mål"),
        ({"theory": None}, "forandringsteorien"),
        ({"goals": [{"text": "Mål"}]}, "filen skal have reason"),
        ({"goals": "mange"}, "filen skal have reason"),
        ({"reason": " "}, "skriv en begrundelse"),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing_and_is_named(
    here: Settings, tmp_path: Path, wrong: dict[str, object], said: str
) -> None:
    path = tmp_path / "maal.yaml"
    path.write_text(yaml.safe_dump(yaml.safe_load(SAMPLE.read_text(encoding="utf-8")) | wrong), encoding="utf-8")
    with pytest.raises(SettingsError, match=said) as refused:
        load(here, path)
    assert str(path) in str(refused.value)
    assert goal_history(here) == []
    assert figure_choices(here) == {}


def test_an_empty_file_is_refused(here: Settings, tmp_path: Path) -> None:
    (tmp_path / "tom.yaml").write_text("", encoding="utf-8")
    with pytest.raises(SettingsError, match="filen skal have reason"):
        load(here, tmp_path / "tom.yaml")
