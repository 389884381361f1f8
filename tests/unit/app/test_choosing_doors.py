"""Who chooses figures and writes goals, what everybody else reads, and what the pages make of it, without a browser."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app import figure_door, goal_door
from app.goal_tree import figure_target_da, goal_table, tree_html
from app.navigation import ALL_WITH_FIGURES
from app.rights import ROLES_DA, NotAllowedError, Role, Visit
from kpi_catalogue.figure import catalogue
from pipelines import users
from pipelines.burden import SECONDS_DA
from pipelines.choices import with_stored_choices
from pipelines.figure_choices import FigureChoice, switch_figure
from pipelines.figure_target import Standing, Target
from pipelines.figure_use import Use, uses
from pipelines.goal_standing import Judged
from pipelines.goals import EMPTY, Criterion, goals_in_force, read_goals, with_criterion, with_new
from pipelines.settings import Settings
from pipelines.users import Granted
from tests.unit.app.door_world import AT, make, visit

pytestmark = pytest.mark.store

MAIN = str(Path(__file__).parents[3] / "app" / "main.py")
NEW = with_new(EMPTY, (), "Færre i hjemløshed")
READ: dict[str, Callable[[Visit], object]] = {
    "choices": figure_door.choices,
    "titles": figure_door.titles,
    "figures_here": figure_door.figures_here,
    "figures.history": figure_door.history,
    "count": lambda who: figure_door.count(who, ["loneliness"], "report"),
    "goals": goal_door.goals,
    "goals.history": goal_door.history,
}
LEADS: dict[str, Callable[[Visit], object]] = {
    "choose": lambda who: figure_door.choose(who, "loneliness", FigureChoice("Ensomme"), "besluttet"),
    "switch": lambda who: figure_door.switch(who, "finances", False, "besluttet"),
    "use_start_set": lambda who: figure_door.use_start_set(who, "besluttet"),
    "seconds": figure_door.seconds,
    "set_seconds": lambda who: figure_door.set_seconds(who, dict.fromkeys(SECONDS_DA, 5), "målt"),
    "weighing": figure_door.weighing,
    "document": goal_door.document,
    "change": lambda who: goal_door.change(who, goal_door.document(who), goal_door.document(who), "besluttet"),
}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make(tmp_path_factory.mktemp("choosing") / "home")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A store of its own with two users: lis leads, chef manages."""
    made = make(tmp_path / "home")
    for name, role in (("lis", "project_lead"), ("chef", "management")):
        users.add(made.store_url, name, f"{name}@eksempel.dk")
        users.grant(made.store_url, name, Granted(role, "901"), who="drift", at=AT)  # type: ignore[arg-type]
    monkeypatch.setenv("BUNDLINJE_HOME", str(made.home))
    monkeypatch.setenv("BUNDLINJE_STORE", made.store_url)
    monkeypatch.setenv("BUNDLINJE_TODAY", "2025-06-15")
    return made


@pytest.mark.parametrize("role", ROLES_DA)
@pytest.mark.parametrize("name", [*READ, *LEADS])
def test_everybody_with_figures_reads_and_only_the_project_lead_chooses(
    shared: Settings, name: str, role: Role
) -> None:
    allowed = ("project_lead",) if name in LEADS else ALL_WITH_FIGURES
    ask = (READ | LEADS)[name]
    if role in allowed:
        ask(visit(shared, role))
        return
    with pytest.raises(NotAllowedError):
        ask(visit(shared, role))


def test_nothing_that_is_chosen_or_counted_holds_a_citizen(shared: Settings) -> None:
    told = repr([ask(visit(shared, "project_lead")) for ask in (READ | LEADS).values()])
    assert not any(name in told for name in ("B-own", "F-own", "B-foreign"))


def opened(who: str, page: str, **query: str) -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=90)
    for name, value in {"hvem": who, "maaned": "februar 2025", **query}.items():
        app.query_params[name] = value
    app.run()
    app.switch_page(f"views/{page}.py").run()
    assert not app.exception
    return app


def told(app: AppTest) -> str:
    return " ".join(str(element.value) for element in [*app.markdown, *app.info, *app.caption])


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception


@pytest.mark.once
def test_a_figure_that_is_off_is_gone_from_the_cards_unless_all_are_asked_for(here: Settings) -> None:
    assert "**Gennemførte forløb**" in told(opened("chef", "noegletal"))
    switch_figure(here, "completion", is_on=False, reason="x", who="lis", at=AT)
    app = opened("chef", "noegletal")
    assert "**Gennemførte forløb**" not in told(app)
    assert app.toggle(key="alle").label == "Vis alle (1 er slået fra)"
    app.toggle(key="alle").set_value(True).run()
    assert "**Gennemførte forløb**" in told(app)


@pytest.mark.once
def test_the_local_name_and_target_stand_on_the_card_and_the_figures_own_page(here: Settings) -> None:
    lead = visit(here, "project_lead")
    target = Target(2, "at_least", date(2025, 1, 1), date(2025, 12, 31))
    figure_door.choose(lead, "citizens_included", FigureChoice("Borgere hos os", target, {"relevance": 4}), "besluttet")
    card = told(opened("lis", "noegletal"))
    assert "**Borgere hos os**" in card
    assert "Mål: mindst 2 borgere senest 31-12-2025" in card
    for address in ("citizens_included", "Borgere i indsatsen", "Borgere hos os"):
        assert opened("lis", "om_noegletal", tal=address).title[0].value == "Borgere hos os"
    page = opened("lis", "om_noegletal", tal="Borgere hos os")
    assert "**Mål:** mindst 2 borgere senest 31-12-2025" in told(page)
    assert "CREAM: Relevans 4" in told(page)


@pytest.mark.once
def test_an_address_that_names_no_figure_is_told_and_never_another_figure_in_its_place(here: Settings) -> None:
    page = opened("lis", "om_noegletal", tal="Findes ikke")
    assert "nævner et nøgletal, som ikke findes" in page.warning[0].value


@pytest.mark.once
def test_a_look_at_a_figures_page_is_counted_once_a_session(here: Settings) -> None:
    page = opened("chef", "om_noegletal", tal="Gennemførte forløb")
    page.run()
    assert uses(here.store_url, here.today).of("completion") == Use(view=1)
    opened("chef", "om_noegletal", tal="Gennemførte forløb")
    assert uses(here.store_url, here.today).of("completion") == Use(view=2)


@pytest.mark.once
def test_the_project_lead_retires_a_figure_with_a_reason(here: Settings) -> None:
    app = opened("lis", "vaelg_noegletal", tal="Bokompetence")
    assert "CREAM er fem spørgsmål" in told(app)
    table = app.dataframe[0].value
    assert list(table.columns[:5]) == ["Nøgletal", "Til", "Brug, 6 md.", "Forslag", "Sek."]
    figure_door.count(visit(here, "project_lead"), ["completion"], "view")
    assert "talt i tre hele måneder: september 2025." in told(opened("lis", "vaelg_noegletal"))
    links = table.set_index("Nøgletal")["Definition"]
    assert links["Bokompetence"] == "om-tallet?hvem=lis&maaned=februar+2025&tal=Bokompetence"
    assert "spørges der ikke om: Bokompetence" in told(app)
    press(app, "Slå fra")
    assert "begrundelse" in app.error[0].value
    app.text_input(key="sluk-home_skills-True-hvorfor").set_value("bruges ikke")
    press(app, "Slå fra")
    assert "slået fra" in told(app)
    assert with_stored_choices(here).choices.figures_off == ("home_skills",)


@pytest.mark.once
def test_the_project_lead_adds_a_goal_and_the_others_only_read(here: Settings) -> None:
    app = opened("lis", "maal")
    app.text_input(key="mål-hvorfor").set_value("styregruppen")
    app.text_input(key="mål---ny").set_value("Færre i <b>hjemløshed</b>")
    press(app, "Tilføj mål")
    assert goals_in_force(here).goals[0].text == "Færre i <b>hjemløshed</b>"
    reader = opened("chef", "maal")
    assert "styregruppen" in told(reader)
    assert [button.label for button in reader.button] == ["Lav filer"]


@pytest.mark.once
def test_a_goal_that_names_a_citizen_is_refused_and_a_name_is_warned_of_once(here: Settings) -> None:
    """The number of a citizen in the store is refused for good; Peter is warned of, and kept when the button is pressed again."""
    app = opened("lis", "maal")
    app.text_input(key="mål-hvorfor").set_value("styregruppen")
    app.text_input(key="mål---ny").set_value("B-own skal i bolig")
    press(app, "Tilføj mål")
    assert "nævner en borger eller et forløb" in app.error[0].value
    app.text_input(key="mål---ny").set_value("Bolig til peters gade og Peter")
    press(app, "Tilføj mål")
    assert "Det ligner et navn: Peter" in app.warning[0].value
    assert goals_in_force(here).goals == ()
    press(app, "Tilføj mål")
    assert [goal.text for goal in goals_in_force(here).goals] == ["Bolig til peters gade og Peter"]


@pytest.mark.once
def test_a_reason_that_looks_like_a_name_is_warned_of_once_when_a_figure_is_switched(here: Settings) -> None:
    app = opened("lis", "vaelg_noegletal", tal="Bokompetence")
    app.text_input(key="sluk-home_skills-True-hvorfor").set_value("aftalt med Peter")
    press(app, "Slå fra")
    assert "Det ligner et navn: Peter" in app.warning[0].value
    assert with_stored_choices(here).choices.figures_off == ()
    press(app, "Slå fra")
    assert with_stored_choices(here).choices.figures_off == ("home_skills",)


CRITERION = Criterion(
    "Egen bolig", "housing_situation", Target(0.6, "at_least", date(2025, 1, 1), None, None, "own_home")
)
TREE = with_criterion(with_new(NEW, (0,), "Flere & bedre"), (0, 0), CRITERION)


def test_the_tree_says_everything_in_words_and_escapes_what_was_written() -> None:
    figures = catalogue()
    found = [
        Judged((0, 0, 0), "Egen <i>bolig</i>", "housing_situation", CRITERION.target, Standing("off_track", "52 %"))
    ]
    html = tree_html(read_goals(TREE), found, {"housing_situation": "Bolig & hjem"}, figures, {"hvem": "lis"})
    assert "<a href='om-tallet?hvem=lis&amp;tal=Bolig+%26+hjem' target='_self'>" in html
    html = tree_html(read_goals(TREE), found, {"housing_situation": "Bolig"}, figures)
    for word in ("Forandringsteori", "Færre i hjemløshed", "Flere &amp; bedre", "Egen &lt;i&gt;bolig&lt;/i&gt;",
                 "▲ ikke på sporet", "Bolig: Egen bolig mindst 60 %", "52 %"):  # fmt: skip
        assert word in html
    assert html.count("<ul>") == html.count("</ul>") == 4
    table = goal_table(read_goals(TREE), found, {"housing_situation": "Bolig"}, figures)
    assert list(table.iloc[0]) == ["Færre i hjemløshed", "Flere & bedre", "Egen <i>bolig</i>",
                                   "Bolig: Egen bolig mindst 60 %", "ikke på sporet", "52 %"]  # fmt: skip
    assert figure_target_da(figures["finances"], FigureChoice()) == ""
