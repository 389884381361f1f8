"""The page Fuldstændighed in a real browser: what is missing, and a month out to Excel and in again."""

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from tests.app.browser import open_page, settled
from tests.app.keyboard_session import FORM

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PAGE = "fuldstaendighed?maaned=december 2025&hvem="


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()
    settled(page)


def test_the_project_lead_sees_what_is_missing_and_the_list_says_how_to_mend_it(
    chrome: Browser, address: str, tmp_path: Path
) -> None:
    """No caseworker stands on the page or in the file; the file has a row with what to do for each thing missing."""
    page = open_page(chrome, f"{address}/{PAGE}projektleder")
    expect(page.get_by_text("Hent hele listen som CSV")).to_be_visible(timeout=60_000)
    told = page.locator("[data-testid=stMain]").inner_text()
    assert re.search(r"\d+ %", told)
    assert re.search(r"72 af 87 forløb i december 2025", told)
    assert "sagsbehandler-" not in told
    with page.expect_download() as waiting:
        page.get_by_text("Hent hele listen som CSV").click()
    waiting.value.save_as(tmp_path / "mangler.csv")
    heading, *rows = (tmp_path / "mangler.csv").read_text(encoding="utf-8-sig").splitlines()
    assert heading == "Borger;Forløb;Måned;Felt;Tilstand;Frist;Sådan rettes det"
    missing = int(re.search(r"Mangler\s+([\d.]+)", told)[1].replace(".", ""))  # type: ignore[index]
    assert len(rows) == missing > 100
    assert "sagsbehandler-" not in "".join(rows)
    for name in ("Over tid", "Felter og grunde", "Målekalender"):
        tab(page, name)
        assert page.locator("[data-testid=stException]").count() == 0


def test_a_caseworkers_month_goes_out_to_excel_and_its_faults_name_sheet_row_and_column(
    chrome: Browser, address: str, tmp_path: Path
) -> None:
    """7,5,2 hours in the workbook's first row: refused by place, and nothing is stored; put right, it can be loaded."""
    page = open_page(chrome, f"{address}/{PAGE}sagsbehandler-01")
    tab(page, "Excel")
    page.get_by_text("Lav skabelonen for december 2025").click()
    with page.expect_download() as waiting:
        page.get_by_text("Hent skabelonen").click()
    path = tmp_path / "december.xlsx"
    waiting.value.save_as(path)
    book = load_workbook(path)
    sheet = book["Månedsstatus"]
    assert sheet["A2"].value == "B-901-030"
    sheet["F2"] = "7,5,2"
    book.save(path)
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_text('Ark "Månedsstatus", række 2, kolonne "Herbergsdøgn"')).to_be_visible(timeout=30_000)
    expect(page.get_by_role("button", name="Indlæs")).to_have_count(0)
    sheet["F2"] = 3
    book.save(path)
    page = open_page(chrome, f"{address}/{PAGE}sagsbehandler-01")
    tab(page, "Excel")
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_text("Ingen fejl. Filen har 1 række med noget nyt")).to_be_visible(timeout=30_000)


def test_the_way_to_mend_leads_to_the_courses_own_form_in_its_month(chrome: Browser, address: str) -> None:
    """From december to the oldest month of a course that is nobody's own: month, team and form follow the link."""
    page = open_page(chrome, f"{address}/{PAGE}projektleder")
    chosen = page.get_by_role("combobox", name="Sådan rettes det for").input_value()
    link = page.get_by_role("link", name=re.compile("i Min måned")).last
    month = re.search(r"Åbn (.+) i Min måned", link.inner_text())[1]  # type: ignore[index]
    link.click()
    expect(page.locator(f"{FORM} h3")).to_have_text(chosen.split(" · ")[0], timeout=60_000)
    expect(page.get_by_role("combobox", name="Måned")).to_have_value(month)
    assert month != "december 2025"
