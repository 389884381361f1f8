"""A meeting about key figures and a self-assessment in a real browser, as the project lead does them."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.app.browser import open_page, settled, taken_along
from tests.app.test_meeting_browser import SLOW, WHO
from tests.pdf_text import words
from tests.unit.app.figure_file_reading import page_sheets, slide_words

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
DECIDED = "Ring tidligere efter visitation"
OTHER = "hvem=projektleder-902"
"""Of a municipality without a self-assessment in the sample."""


def hold(page: Page, day: str) -> None:
    """A new meeting of the municipality on a day, typed as one types it."""
    page.get_by_role("button", name="Nyt møde").click()
    field = page.get_by_role("textbox", name=re.compile("^Dato"))
    expect(field).to_be_visible(timeout=SLOW)
    field.fill(day)
    field.press("Enter")
    settled(page)
    page.get_by_role("button", name="Hold mødet").press("Enter")
    expect(page.get_by_role("combobox", name="Møde")).to_have_value(f"{day} · 901, hele kommunen", timeout=SLOW)
    settled(page)


def write(page: Page, text: str) -> None:
    """Type it and save it with the keyboard: the box that was opened may still be growing under the mouse."""
    page.get_by_role("textbox", name=re.compile("Hvad talte I om")).fill(text)
    page.get_by_role("button", name="Gem", exact=True).press("Enter")


def plain(text: str) -> str:
    """Without the breaks of lines."""
    return " ".join(text.split())


def by_gender(page: Page) -> list[list[str]]:
    """The last number of the agenda shared out by gender: the table that is drawn of it, with its head."""
    field = page.get_by_role("combobox", name="Del op efter").last
    field.click()
    field.fill("køn")
    page.get_by_role("option", name="køn", exact=True).click()
    table = page.locator("[data-testid=stTable]").first
    expect(table).to_be_visible(timeout=SLOW)
    settled(page)
    rows = [row.locator("th, td").all_inner_texts() for row in table.locator("tr").all()]
    return [[plain(cell) for cell in row if plain(cell)] for row in rows if row]


def test_a_decision_is_made_on_what_changed_and_seen_again(chrome: Browser, address: str, tmp_path: Path) -> None:
    """The agenda has a number; a CPR number and a citizen's number are refused; the decision is there at the next meeting.

    The meeting is taken along: the workbook has the agenda's words, the table by gender and the decision as the page has them.
    """
    page = open_page(chrome, f"{address}/talmoede?{WHO}")
    hold(page, "05-01-2026")
    expect(page.get_by_text(re.compile(r"Dagsorden: \d+ tal har ændret sig"))).to_be_visible(timeout=SLOW)
    page.get_by_text("Skriv en note eller en beslutning").click()
    write(page, "Ring om 010190-1234")
    expect(page.get_by_text("ligner et sted et cpr-nummer")).to_be_visible(timeout=SLOW)
    write(page, "Det skyldes B-901-001")
    expect(page.get_by_text("nævner en borger")).to_be_visible(timeout=SLOW)
    write(page, DECIDED)
    expect(page.get_by_text("Beslutningen er gemt.")).to_be_visible(timeout=SLOW)
    hold(page, "12-02-2026")
    expect(page.get_by_text(re.compile("1 åben beslutning"))).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Set igen").click()
    expect(page.get_by_text("set igen 12-02-2026")).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Gjort").click()
    expect(page.get_by_text("Beslutninger truffet på data: 1")).to_be_visible(timeout=SLOW)
    expect(page.get_by_text(re.compile("0 åbne beslutninger"))).to_be_visible(timeout=SLOW)
    drawn, said = by_gender(page), plain(page.locator("[data-testid=stMain]").inner_text())
    folder = taken_along(page, tmp_path)
    sheets = page_sheets((folder / "tal.xlsx").read_bytes())
    agenda = [line for row in sheets["Dagsorden"][2:] for cell in row for line in cell.splitlines()]
    assert len(agenda) > 3
    assert [line for line in agenda if plain(line) not in said] == []
    assert len(drawn) > 2
    assert any(rows[1 : 1 + len(drawn)] == drawn for rows in sheets.values())
    assert DECIDED in sheets["Beslutninger truffet på data"][2]
    assert DECIDED in slide_words((folder / "tal.pptx").read_bytes())
    assert DECIDED in words((folder / "tal.pdf").read_bytes())


def _answer_anew(page: Page) -> None:
    """(10+20)/2=15, 35, 55, 75, 95, 0 and 35 are 310, /7 = 44 %; informed 285/7 = 41, investment 335/7 = 48. From 40: -25 ..."""
    saved = page.get_by_role("button", name="Gem selvevalueringen")
    if not saved.is_visible():
        page.get_by_text("Ny selvevaluering: 12 udsagn").click()
    fields = page.get_by_placeholder("0-100 eller tom")
    for number, answer in enumerate((10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 0, 35)):
        fields.nth(number).fill(str(answer))
    saved.click()
    said = "Samlet modenhed er 44 % (datainformeret praksis 41 %, investeringstilgang 48 %)"
    expect(page.get_by_text(said)).to_be_visible(timeout=SLOW)
    rows = page.get_by_role("row")
    expect(rows.filter(has_text="Strategi og mål").first).to_contain_text(re.compile(r"15 %\s*\u221225"))
    expect(rows.filter(has_text="I alt").first).to_contain_text(re.compile(r"44 %\s*\+4"))
    expect(page.get_by_test_id("stMultiSelect").get_by_text("Fælles (nr. ")).to_have_count(2)


def _tell_before_and_after(page: Page) -> None:
    """Points of six themes before and after; what is not answered is no change. What was saved is emptied both times."""
    settled(page)
    saved, fields = page.get_by_role("button", name="Gem situationsanalysen"), page.get_by_placeholder("0-10 eller tom")
    for stage, points in (("Før", "1 2 3 4 5 6"), ("Efter", "2 4 3 8 5")):
        if not saved.is_visible():
            page.get_by_text("Ny situationsanalyse: 6 temaer").click()
        page.get_by_test_id("stRadioOption").filter(has_text=stage).click()
        for number, point in enumerate(points.split()):
            fields.nth(number).fill(point)
        saved.click()
        expect(page.get_by_role("row").filter(has_text=f"{stage} (")).to_be_visible(timeout=SLOW)
        settled(page)
        assert [field.input_value() for field in fields.all()] == [""] * 6
    rows = page.get_by_role("row")
    expect(rows.filter(has_text="Kultur og samarbejde")).to_contain_text("+4")
    expect(rows.filter(has_text="Ledelse og opbakning")).to_contain_text(re.compile(r"3\s*3\s*0"))
    expect(rows.filter(has_text="kan ikke sammenlignes").last).to_contain_text(re.compile(r"Data\s*6\s*ukendt"))


def test_a_self_assessment_by_keyboard_becomes_the_key_figure(chrome: Browser, address: str) -> None:
    """Twelve answers of 40 are 40 %; a word is refused and nothing is kept; a second one changes; the figure has its page."""
    page = open_page(chrome, f"{address}/modenhed?{OTHER}")
    page.get_by_text("Ny selvevaluering: 12 udsagn").click()
    fields = page.get_by_placeholder("0-100 eller tom")
    expect(fields).to_have_count(12, timeout=SLOW)
    fields.first.fill("halvt")
    page.get_by_role("button", name="Gem selvevalueringen").press("Enter")
    expect(page.get_by_text("Strategi og mål: skriv et tal fra 0 til 100")).to_be_visible(timeout=SLOW)
    fields.first.focus()
    for _ in range(12):
        page.keyboard.press("Control+a")
        page.keyboard.type("40")
        page.keyboard.press("Tab")
    page.get_by_role("button", name="Gem selvevalueringen").press("Enter")
    expect(page.get_by_text(re.compile("Samlet modenhed er 40 %"))).to_be_visible(timeout=SLOW)
    settled(page)
    _answer_anew(page)
    _tell_before_and_after(page)
    page.goto(f"{address}/om-tallet?{OTHER}&tal=Modenhed&municipality=902&maaned=2026-01")
    settled(page)
    assert page.locator("[data-testid=stException]").count() == 0
