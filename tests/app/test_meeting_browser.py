"""A team meeting in a real browser: overview, a course, what is agreed, and the next meeting."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.app.browser import open_page, settled

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
WHO = "hvem=projektleder-901"
SLOW = 60_000
AGREED = "Ring til boligforeningen om depositum"


def card(page: Page, citizen: str) -> Locator:
    """The box of one citizen on the meeting's page."""
    box = page.locator("[data-testid=stVerticalBlock]", has=page.get_by_role("heading", name=citizen))
    return box.last


def hold(page: Page, day: str) -> None:
    """A new meeting of the municipality on a day, typed as one types it."""
    page.get_by_role("button", name="Nyt møde").click()
    field = page.get_by_role("textbox", name=re.compile("^Dato"))
    field.fill("i morgen")
    page.get_by_role("button", name="Hold mødet").click()
    expect(page.get_by_text('"i morgen" er ikke en dato')).to_be_visible(timeout=SLOW)
    field.fill(day)
    page.get_by_role("button", name="Hold mødet").click()
    chosen = page.get_by_role("combobox", name="Møde")
    expect(chosen).to_have_value(f"{day} · 901, hele kommunen", timeout=SLOW)
    settled(page)


def put_on_list(page: Page) -> None:
    page.get_by_role("button", name="Sæt på listen").click()
    expect(page.get_by_text(re.compile(r"0 af \d+ forløb er talt om"))).to_be_visible(timeout=SLOW)
    settled(page)


def agree(box: Locator, text: str) -> None:
    box.get_by_text("Ny aftale").click()
    box.get_by_role("textbox", name=re.compile("Hvad aftalte I")).fill(text)
    box.get_by_role("button", name="Gem aftalen").press("Enter")


def test_from_the_overview_to_the_next_meeting(chrome: Browser, address: str) -> None:
    """The first course of the list is opened; at the meeting a CPR number is refused and a name warned of; what was
    agreed stands there, is seen again at the next meeting, and goes when it is done."""
    page = open_page(chrome, f"{address}/dobbelt-bundlinje?{WHO}")
    expect(page.get_by_text(re.compile(r"\d+ forløb · \d+ kan vurderes"))).to_be_visible(timeout=SLOW)
    link = page.locator("table.overview tbody a").first
    citizen = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", name=re.compile(f"^{citizen}: "))).to_be_visible(timeout=SLOW)
    expect(page.get_by_text("Hvad siger tallene?")).to_be_visible(timeout=SLOW)

    page.get_by_role("link", name="Teammøde").click()
    expect(page.locator("h1")).to_have_text("Teammøde", timeout=SLOW)
    hold(page, "08-01-2026")
    put_on_list(page)
    box = card(page, citizen)
    agree(box, "Ring om 010190-1234")
    expect(page.get_by_text("ligner et sted et cpr-nummer")).to_be_visible(timeout=SLOW)
    box.get_by_role("textbox", name=re.compile("Hvad aftalte I")).fill("Tal med Fatima")
    box.get_by_role("button", name="Gem aftalen").press("Enter")
    expect(page.get_by_text("Det ligner et navn: Fatima")).to_be_visible(timeout=SLOW)
    box.get_by_role("textbox", name=re.compile("Hvad aftalte I")).fill(AGREED)
    box.get_by_role("button", name="Gem aftalen").press("Enter")
    expect(page.get_by_text("Aftalen er gemt.")).to_be_visible(timeout=SLOW)
    expect(card(page, citizen)).to_contain_text(f"{AGREED}", timeout=SLOW)

    hold(page, "15-01-2026")
    put_on_list(page)
    expect(card(page, citizen)).to_contain_text(AGREED, timeout=SLOW)
    card(page, citizen).get_by_role("button", name="Talt om").click()
    expect(card(page, citizen)).to_contain_text("set igen 15-01-2026", timeout=SLOW)
    settled(page)
    card(page, citizen).get_by_role("button", name="Flyt").click()
    page.get_by_role("textbox", name=re.compile("^Ny dag")).fill("29-01-2026")
    page.get_by_role("button", name="Flyt aftalen").click()
    expect(card(page, citizen)).to_contain_text("følger op 29-01-2026", timeout=SLOW)
    settled(page)
    card(page, citizen).get_by_role("button", name="Gjort").click()
    expect(card(page, citizen)).to_contain_text("gjort ✓", timeout=SLOW)


def test_a_point_of_the_picture_opens_its_course(chrome: Browser, address: str) -> None:
    """A click on one of the points leads to the page of a course of 901."""
    page = open_page(chrome, f"{address}/dobbelt-bundlinje?{WHO}&vis=Tid mod trivsel")
    point = page.locator("[data-testid=stVegaLiteChart] svg .mark-symbol path[aria-roledescription]").first
    expect(point).to_be_visible(timeout=SLOW)
    point.click()
    expect(page.get_by_role("heading", name=re.compile(r"^B-901-\d+: "))).to_be_visible(timeout=SLOW)


def test_the_page_for_the_citizen_leaves_as_a_pdf(chrome: Browser, address: str) -> None:
    """Plain words on the page, no sign; the file is a PDF."""
    page = open_page(chrome, f"{address}/vis-borgeren?{WHO}&id=F-901-007-1")
    expect(page.get_by_text("Vi har brugt")).to_be_visible(timeout=SLOW)
    assert "WHO-5 er faldet" not in page.locator("[data-testid=stMain]").inner_text()
    with page.expect_download(timeout=SLOW) as waiting:
        page.get_by_role("button", name="Hent som PDF").click()
    with open(waiting.value.path(), "rb") as file:
        assert file.read(5) == b"%PDF-"
