"""The four pages in a real browser, as their users meet them."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect
from pptx import Presentation

from tests.app.browser import open_page, settled, taken_along
from tests.pdf_text import words

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


LEAD = "hvem=projektleder"
"""Demo mode's user with everything that a team sees in all five municipalities."""


def text_of(page: Page) -> str:
    return page.locator("[data-testid=stMain]").inner_text()


def test_a_deep_link_opens_its_page_as_the_very_first_request(chrome: Browser, address: str) -> None:
    """A saved link to a page works on a freshly started server, with navigation and month beside it."""
    page = open_page(chrome, f"{address}/borger?{LEAD}")
    expect(page.locator("h1")).to_have_text("Borger")
    expect(page.get_by_text("Hvad siger tallene?")).to_be_visible()


def test_the_team_filters_and_opens_a_figure(chrome: Browser, address: str) -> None:
    """Udbytte, municipality 901, the card's own page with definition, trend and breakdown."""
    page = open_page(chrome, f"{address}/noegletal?type=Udbytte&municipality=901&{LEAD}")
    card = page.locator("[data-testid=stVerticalBlock]").filter(has_text="Borgere i mistrivsel (WHO-5)").last
    expect(card).to_contain_text(re.compile(r"\d+ af \d+ kendt"))
    page = open_page(chrome, f"{address}/om-tallet?tal=Borgere i mistrivsel (WHO-5)&{LEAD}")
    told = text_of(page)
    assert "højst 50" in told
    assert page.locator("[data-testid=stVegaLiteChart]").count() == 2


def test_figures_are_taken_along_as_excel_powerpoint_and_pdf(chrome: Browser, address: str, tmp_path: Path) -> None:
    """The files open, have the definition, and the newest value is the page's: 87 active citizens."""
    page = open_page(chrome, f"{address}/om-tallet?tal=Borgere i indsatsen&{LEAD}")
    taken_along(page, tmp_path)
    book = load_workbook(tmp_path / "tal.xlsx")
    newest = [row for row in book["Tal"].iter_rows(values_only=True) if row[2] == datetime(2025, 12, 1)]
    assert newest[0][6] == 87
    assert "aktive borgere" in str(book["Definitioner"]["C2"].value)
    slides = Presentation(str(tmp_path / "tal.pptx")).slides
    charts = [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]
    assert charts[0].plots[0].series[0].values[-1] == 87
    assert "87 borgere" in words((tmp_path / "tal.pdf").read_bytes())


def test_the_month_is_kept_across_pages_and_in_the_address(chrome: Browser, address: str) -> None:
    page = open_page(chrome, f"{address}/?maaned=oktober 2025&{LEAD}")
    page.get_by_role("link", name="Borger").click()
    settled(page)
    expect(page.get_by_role("combobox", name="Måned")).to_have_value("oktober 2025")


def test_the_management_sees_no_citizen_and_no_small_number(chrome: Browser, address: str) -> None:
    """The citizens' page and the files are closed, and figures that rest on few are words, not numbers."""
    for where in ("borger", "data-ind"):
        page = open_page(chrome, f"{address}/{where}?hvem=ledelse")
        assert page.locator("h1").inner_text().strip() not in ("Borger", "Data ind")
        assert "B-90" not in text_of(page)
        menu = page.locator("[data-testid=stSidebarNavLink]").all_inner_texts()
        assert not {text.split("\n")[-1] for text in menu} & {"Borger", "Data ind"}
    page = open_page(chrome, f"{address}/noegletal?type=Udbytte&municipality=903&hvem=ledelse")
    expect(page.locator("[data-testid=stMain]")).to_contain_text("for få", timeout=120_000)
    settled(page)
    told = text_of(page)
    assert not re.search(r"(?<![\d.,])[1-4] borgere?\b", told), told


def test_uploading_faults_shows_them_and_stores_nothing(chrome: Browser, address: str, home: Path) -> None:
    """A file with a CPR number and 32 nights: both faults with row and remedy, the number masked, no button to load."""
    page = open_page(chrome, f"{address}/data-ind?{LEAD}")
    before = (home / "store.db").read_bytes()
    rows = "citizen_id;month;shelter_nights\nB-901-001;2025-03;32\n010190-1234;2025-03;1\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "monthly_status.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    expect(page.get_by_text(re.compile(r"\d fejl skal rettes"))).to_be_visible(timeout=60_000)
    assert page.get_by_text("Indlæs", exact=True).count() == 0
    assert "010190-1234" not in page.content()
    assert (home / "store.db").read_bytes() == before


def test_nobody_sees_anything_before_saying_who_they_are(chrome: Browser, address: str) -> None:
    """A deep link without a user, or with an unknown one, asks who is looking, keeps the address and shows no citizen."""
    for where in ("borger", "borger?hvem=nogen"):
        page = open_page(chrome, f"{address}/{where}")
        expect(page.locator("h1")).to_have_text("Hvem er du?")
        assert "B-90" not in page.content()
        assert page.url.startswith(f"{address}/borger")
