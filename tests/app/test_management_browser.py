"""The management in a real browser: the month on one page, its sheet, and the way from a question to its answer."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from app.management_parts import NO_RATE_DA
from tests.app.browser import open_page, settled
from tests.app.told_counts import of_text
from tests.app.toured import NEW
from tests.pdf_text import pages, words

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
WHERE = "ledelse?hvem=ledelse&maaned=december 2025"


def test_the_month_is_one_page_on_screen_on_paper_and_as_a_file(chrome: Browser, address: str, tmp_path: Path) -> None:
    """No citizen and no count of 1-4 anywhere; the file says the page's questions; a question leads to its page.

    87 citizens and more are told of. Of the eight goals, six are on paper, which counts the two others.
    """
    page = open_page(chrome, f"{address}/{WHERE}")
    expect(page.get_by_role("heading", name="Registrering og pris")).to_be_visible(timeout=120_000)
    settled(page)
    main = page.locator("[data-testid=stMain]")
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    beyond, counted = page.locator(".st-key-kun-paa-skaerm-maal"), page.locator(".st-key-kun-paa-papir-maal")
    expect(beyond).to_contain_text("mindst")
    expect(counted).to_be_hidden()
    page.emulate_media(media="print")
    expect(beyond).to_be_hidden()
    expect(counted).to_have_text("2 kriterier til står på siden Mål.")
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Lav PDF på én side").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Hent PDF").click()
    waiting.value.save_as(tmp_path / "ledelse.pdf")
    pdf = (tmp_path / "ledelse.pdf").read_bytes()
    told = main.inner_text()
    assert main.locator("[data-testid=stVegaLiteChart]").count() == 1
    for text in (told, words(pdf)):
        assert "december 2025" in text.lower()
        assert not re.search(r"[BF]-90\d|sagsbehandler", text)
        assert 87 in (counts := of_text(text))
        assert not counts & {1, 2, 3, 4}
    assert pages(pdf) == 1
    questions = page.get_by_role("link", name=re.compile("Se svaret på spørgsmål"))
    assert 1 <= questions.count() <= 3
    wanted = questions.first.inner_text().rpartition(": ")[2].strip()
    questions.first.click()
    settled(page)
    assert page.locator("[data-testid=stSidebarNavLink][aria-current=page]").count() <= 1
    assert page.locator("[data-testid=stException]").count() == 0
    assert wanted in ("Mål", "Om tallet", "Overvågning", "Usikkerhed", "Resultat")


def test_the_first_visit_has_a_tour_that_one_key_closes_for_good(chrome: Browser, address: str) -> None:
    """Who has not been here before is led around; Escape closes it, it is gone the next time, and stands on Hjælp.

    The next time is a month without figures: what is not told is said, and not drawn.
    """
    page = open_page(chrome, f"{address}/{WHERE}".replace("hvem=ledelse", f"hvem={NEW}"))
    tour = page.locator(".st-key-rundtur")
    expect(tour).to_contain_text("stil de spørgsmål, tallene rejser", timeout=120_000)
    settled(page)
    page.keyboard.press("Escape")
    expect(tour).to_have_count(0, timeout=60_000)
    page.goto(f"{address}/hjaelp?hvem={NEW}")
    settled(page)
    expect(page.get_by_text("stil de spørgsmål, tallene rejser")).to_be_visible()
    page.get_by_role("link", name="Nøgletal").first.wait_for()
    page.goto(f"{address}/ledelse?hvem={NEW}&maaned=maj 2023")
    settled(page)
    expect(tour).to_have_count(0)
    expect(page.get_by_text(NO_RATE_DA)).to_be_visible()
