"""A project lead in a real browser: a figure retired, a target set, the tree of goals that changes with it, a meeting, files."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect
from pptx import Presentation

from pipelines.choices import with_stored_choices
from pipelines.figure_choices import figure_choices
from pipelines.goals import EMPTY, Criterion, document_in_force, goals_in_force, set_goals, with_criterion, with_new
from pipelines.settings import Choices, Settings
from tests.app.browser import open_page, settled, taken_along
from tests.app.serving import served
from tests.app.test_figure_meeting_browser import hold
from tests.app.test_figure_meeting_browser import write as write_down
from tests.pdf_text import words
from tests.stores import copy_home, store_at

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LEAD = "hvem=projektleder"


@pytest.fixture(scope="module")
def own(made_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The sample in a home of its own, with one criterion of its own, whose figure has no target yet."""
    copied = tmp_path_factory.mktemp("choosing") / "home"
    copy_home(made_sample, copied)
    here = Settings(copied, store_at(copied), date(2026, 1, 15), Choices())
    tree = with_new(with_new(EMPTY, (), "Bedre liv"), (0,), "Flere er i gang")
    tree = with_criterion(tree, (0, 0), Criterion("Mange er i gang", "occupation", None))
    set_goals(
        here, tree, based_on=document_in_force(here), reason="begyndt", who="projektleder", at=datetime(2026, 1, 2)
    )
    return here


@pytest.fixture(scope="module")
def place(own: Settings) -> Iterator[str]:
    with served(own.home) as where:
        yield where


def write(page: Page, label: str, text: str, nth: int = 0) -> None:
    """Type into a field and leave it, as one does before pressing a button."""
    field = page.get_by_role("textbox", name=label, exact=True).nth(nth)
    field.fill(text)
    field.press("Tab")
    settled(page)


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label).click()
    settled(page)


def test_from_choosing_figures_over_the_meeting_to_the_files(
    chrome: Browser, place: str, own: Settings, tmp_path: Path
) -> None:
    """The whole way that a project lead goes before and after a meeting, on one day and in one installation."""
    a_figure_is_retired_and_nobody_is_asked_for_its_field(chrome, place, own)
    a_target_that_is_set_changes_the_tree(chrome, place, own)
    a_meeting_is_held_on_what_changed(chrome, place)
    the_figure_is_taken_along_in_all_three_formats(chrome, place, tmp_path)


def a_figure_is_retired_and_nobody_is_asked_for_its_field(chrome: Browser, place: str, own: Settings) -> None:
    page = open_page(chrome, f"{place}/min-maaned?hvem=sagsbehandler-01")
    expect(page.locator("[data-testid=stMain]")).to_contain_text("Bokompetence", timeout=60_000)
    page = open_page(chrome, f"{place}/vaelg-noegletal?tal=Bokompetence&{LEAD}")
    expect(page.get_by_text("Slås det fra, spørges der ikke om: Bokompetence.")).to_be_visible(timeout=60_000)
    write(page, "Begrundelse", "bruges ikke på møderne")
    press(page, "Slå fra")
    expect(page.get_by_text("Nøgletallet er slået fra.")).to_be_visible(timeout=60_000)
    assert with_stored_choices(own).choices.figures_off == ("home_skills",)
    page = open_page(chrome, f"{place}/noegletal?type=Udbytte&{LEAD}")
    expect(page.get_by_text("Vis alle (1 er slået fra)")).to_be_visible(timeout=60_000)
    assert page.get_by_text("Bokompetence", exact=True).count() == 0
    page = open_page(chrome, f"{place}/min-maaned?hvem=sagsbehandler-01")
    expect(page.locator("[data-testid=stMain]")).to_contain_text("Stabil livsstil", timeout=60_000)
    assert "Bokompetence" not in page.locator("[data-testid=stMain]").inner_text()


def a_target_that_is_set_changes_the_tree(chrome: Browser, place: str, own: Settings) -> None:
    """December 2025: 40 % are in work or education over all five municipalities; the target is 30 %."""
    page = open_page(chrome, f"{place}/maal?{LEAD}")
    tree = page.locator(".goal-tree")
    expect(tree).to_contain_text("○ for få data", timeout=60_000)
    expect(tree).to_contain_text("Der er ikke sat et mål på nøgletallet.", timeout=60_000)
    page = open_page(chrome, f"{place}/vaelg-noegletal?tal=I beskæftigelse og/eller uddannelse&{LEAD}")
    write(page, "Lokalt navn", "I job eller skole")
    write(page, "Mål (%)", "30")
    write(page, "Begrundelse", "styregruppen", nth=1)
    press(page, "Gem navn, mål og vurdering")
    assert figure_choices(own)["occupation"].target.value == pytest.approx(0.3)  # type: ignore[union-attr]
    page = open_page(chrome, f"{place}/maal?{LEAD}")
    expect(page.locator(".goal-tree")).to_contain_text("● på sporet", timeout=60_000)
    expect(page.locator(".goal-tree")).to_contain_text("I job eller skole: mindst 30 %", timeout=60_000)


def a_meeting_is_held_on_what_changed(chrome: Browser, place: str) -> None:
    page = open_page(chrome, f"{place}/talmoede?{LEAD}-901")
    hold(page, "05-01-2026")
    expect(page.get_by_text(re.compile(r"Dagsorden: \d+ tal har ændret sig"))).to_be_visible(timeout=60_000)
    page.get_by_text("Skriv en note eller en beslutning").click()
    write_down(page, "Spørg til job ved næste besøg")
    expect(page.get_by_text("Beslutningen er gemt.")).to_be_visible(timeout=60_000)


def the_figure_is_taken_along_in_all_three_formats(chrome: Browser, place: str, folder: Path) -> None:
    """Each file has the municipality's own name of the figure, which was given it a moment ago."""
    page = open_page(chrome, f"{place}/om-tallet?tal=I beskæftigelse og/eller uddannelse&{LEAD}")
    taken_along(page, folder)
    book = load_workbook(folder / "tal.xlsx")
    assert "I job eller skole" in {cell for row in book["Definitioner"].iter_rows(values_only=True) for cell in row}
    slides = Presentation(str(folder / "tal.pptx")).slides
    assert any(
        "I job eller skole" in shape.text_frame.text
        for slide in slides
        for shape in slide.shapes
        if shape.has_text_frame
    )
    assert "I job eller skole" in words((folder / "tal.pdf").read_bytes())


def test_a_goal_that_is_added_stands_in_the_tree(chrome: Browser, place: str, own: Settings) -> None:
    page = open_page(chrome, f"{place}/maal?{LEAD}")
    write(page, "Begrundelse", "styregruppen")
    write(page, "Tekst til nyt mål", "Færre i hjemløshed")
    press(page, "Tilføj mål")
    expect(page.locator(".goal-tree")).to_contain_text("Færre i hjemløshed", timeout=60_000)
    assert [goal.text for goal in goals_in_force(own).goals] == ["Bedre liv", "Færre i hjemløshed"]


def test_the_management_only_reads(chrome: Browser, place: str) -> None:
    page = open_page(chrome, f"{place}/maal?hvem=ledelse")
    expect(page.locator(".goal-tree")).to_contain_text("Bedre liv", timeout=120_000)
    assert page.get_by_text("Ret målene").count() == 0
    assert page.get_by_role("link", name="Vælg nøgletal").count() == 0
