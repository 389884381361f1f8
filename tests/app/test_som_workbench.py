"""An economist builds a case from nothing through the seven steps, in a real browser."""

import re
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from pipelines.own_estimates import EXAMPLE_DA
from tests.app.browser import open_page, settled

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ECONOMIST = "hvem=oekonom"
TITLE = "Støtte fra ingenting"


def ran(page: Page) -> None:
    """Wait until the script has run; what it draws is waited for by what is expected or pressed next."""
    page.wait_for_timeout(120)
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']", timeout=60_000)


def write(page: Page, label: str, text: str) -> None:
    """Type into the field of a label and leave it, so that the page runs."""
    field = page.get_by_label(label, exact=True).last
    field.fill(text)
    field.blur()
    ran(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).last.click()
    ran(page)


def step(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(re.escape(name))).click()
    expect(page.get_by_role("heading", name=name.partition(" ")[2], exact=True)).to_be_visible()
    ran(page)


def go(page: Page, link: str, heading: str) -> None:
    """Another page of the case by its link."""
    page.get_by_role("link", name=link, exact=True).click()
    expect(page.get_by_role("heading", name=heading, exact=True, level=1)).to_be_visible()
    ran(page)


def choose(page: Page, label: str, option: str) -> None:
    """Write what is wanted into the list: it opens again where a late drawing has closed it, and shows only that."""
    box = page.get_by_role("combobox", name=label).last
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()
    settled(page)


def expect_total(page: Page, kroner: str) -> None:
    """The living result, once the page has caught up."""
    expect(page.get_by_role("heading", name=re.compile(r"kr\. i alt"))).to_have_text(
        f"{kroner} kr. i alt", timeout=20_000
    )


def test_a_case_is_built_from_nothing_saved_rerun_and_taken_along(
    chrome: Browser, address: str, tmp_path: Path
) -> None:
    """10 participants in 2025, 100,000 kr. each; s = 0.5; 100 nights at 2,000 kr. saved in the first year, lag 1, 4 years.

    Cost 1,000,000. Gain 10 x 0.5 x 100 x 2,000 = 1,000,000 in year 1, at 3.5 % 966,183.57: net -33,816.43. With 3,000 kr.
    a night 1,449,275.36: net 449,275.36, 483,091.79 more.
    """
    page = open_page(chrome, f"{address}/som-ny?{ECONOMIST}")
    for label, text in (("Titel", TITLE), ("Første driftsår (år 0)", "2025"), ("Deltagere i hvert driftsår", "10"),
                        ("Succesrate, procent netto", "50")):  # fmt: skip
        page.get_by_label(label, exact=True).fill(text)
    press(page, "Begynd")
    expect(page.locator("h1")).to_have_text(TITLE)
    step(page, "2. Målgruppe")
    choose(page, "Målgruppe", "Unge i hjemløshed")
    expect(page.get_by_text("Unge bruger sjældent herberg")).to_be_visible()
    expect(page.get_by_text("10 borgere er få")).to_have_count(0)
    step(page, "1. Indsats")
    expect(page.get_by_text("10 borgere er få")).to_be_visible()

    step(page, "3. Omkostninger")
    expect(page.get_by_text("Er det regnet med")).to_be_visible()
    press(page, "Tilføj omkostning")
    write(page, "Beløb, kr.", "100.000")
    expect_total(page, "-1.000.000")

    step(page, "4. Effekt")
    expect(page.get_by_text("Der er intet kontrafaktisk")).to_be_visible()
    write(page, "Effektmål: hvornår er det lykkedes for en borger?", "Egen bolig efter et år")
    write(page, "Sagens egen succesrate, procent netto", "50 (20 til 80)")
    _a_consequence(page)

    step(page, "6. Usikkerhed")
    expect(page.get_by_text("Der er ingen usikkerhed på omkostninger")).to_be_visible()
    step(page, "7. Anvendelse")
    write(page, "Hvorfor er det ændret?", "Bygget op fra bunden")
    press(page, "Gem ny version")
    expect(page.get_by_text("Gemt som version 2 af oekonom")).to_be_visible()
    go(page, "Logbog", "Logbog")
    expect(page.get_by_text("Version 2")).to_be_visible()
    expect(page.get_by_text("Bygget op fra bunden").first).to_be_visible()
    _uncertainty(page)
    _rerun(page, address, "november 2025")
    _rerun(page, address, "december 2025")
    go(page, TITLE, TITLE)
    go(page, "Overvågning", "Overvågning")
    expect(page.get_by_text("Resultatet er uændret fra november 2025 til december 2025.")).to_be_visible()
    _taken_along(page, tmp_path)


def _a_consequence(page: Page) -> None:
    """An own one: its picture, a price that is no number, one without a source, and its range."""
    step(page, "5. Konsekvenser")
    press(page, "Tilføj egen")
    write(page, "Navn", "Nætter på eget tilbud")
    write(page, "Forbrug uden indsatsen, år for år", "150")
    write(page, "Forbrug, når det lykkes, år for år", "50")
    write(page, "Pris pr. enhed, kr.", "2000,5.0")
    expect(page.get_by_text("er ikke et tal").first).to_be_visible()
    write(page, "Pris pr. enhed, kr.", "2.000")
    expect_total(page, "-33.816")
    expect(page.locator("[data-testid=stVegaLiteChart]")).to_be_visible()
    expect(page.get_by_text("Prisen har ingen kilde")).to_be_visible()
    write(page, "Kilde til prisen", "Tilbuddets takst")
    expect(page.get_by_text("Prisen har ingen kilde")).to_have_count(0)
    write(page, "Pris pr. enhed, kr.", "3.000 (2.500 til 3.500)")
    expect_total(page, "449.275")
    expect(page.get_by_text("+483.092 kr. i alt")).to_be_visible()
    expect(page.get_by_text("9 af 10 beregninger ligger i")).to_be_visible()


def _uncertainty(page: Page) -> None:
    """Everything there is to know of how sure it is, and two things that the reader tries.

    Gain at full success 10 x 100 x 3,000 / 1.035 = 2,898,550.72: even at 34.5 %, or at (449,275.36 + 1,000,000) / 10 =
    144,928 kr. each. 20 til 80 is Beta(3.2618, 3.2618): P(s > 0.345) is 0.783, and to know s is worth 59,137 kr., both by
    scipy. At 60 % the net is 739,130.43.
    """
    go(page, "Usikkerhed", "Usikkerhed")
    expect(page.locator("[data-testid=stVegaLiteChart]")).to_have_count(2)
    even = page.locator("[data-testid=stTable]").filter(has_text="Går i nul ved")
    expect(even).to_contain_text("34,50 %")
    expect(even).to_contain_text("højst 144.928")
    expect(page.get_by_text(re.compile(r"giver i 7\d af 100 beregninger et positivt resultat"))).to_be_visible()
    worth = page.locator("[data-testid=stTable]").filter(has_text="Usikkert tal")
    expect(worth).to_contain_text("59.137")
    expect(page.get_by_text("Værdien er det meste, det kan betale sig at bruge")).to_be_visible()
    write(page, "Værdier i procent", "60")
    expect(page.locator("[data-testid=stTable]").filter(has_text="60,0 %")).to_contain_text("739.130")
    page.get_by_label("Navn på et scenarie").fill("Det halve")
    page.get_by_label("Omkostninger ganges med").fill("0,5")
    press(page, "Tilføj scenarie")
    expect(page.locator("[data-testid=stTable]").filter(has_text="Det halve")).to_contain_text("949.275")


def _rerun(page: Page, address: str, month: str) -> None:
    """The list has the case; a rerun stores the month that is looked at."""
    page.goto(f"{address}/som?{ECONOMIST}&maaned={month}")
    card = page.locator("[data-testid=stVerticalBlock]").filter(has_text=TITLE).last
    expect(card).to_be_visible()
    expect(card).not_to_contain_text(month)
    press(page, f"Genberegn alle med tal til og med {month}")
    expect(page.get_by_text(re.compile(f"er genberegnet og gemt for {month}"))).to_be_visible()
    page.reload()
    expect(card).to_contain_text(month)


def _taken_along(page: Page, folder: Path) -> None:
    """The report in Word, and the workbook with the same numbers."""
    go(page, "Rapport", "Rapport")
    page.get_by_role("button", name=re.compile("Lav filerne")).click()
    page.get_by_text("Filerne er lavet af version 2").wait_for(timeout=60_000)
    for button, file in (
        ("Hent rapporten (Word)", "r.docx"),
        ("Hent regnearket (Excel)", "r.xlsx"),
        ("Hent rapporten (PDF)", "r.pdf"),
    ):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=button).click()
        waiting.value.save_as(folder / file)
    document = Document(str(folder / "r.docx"))
    assert document.paragraphs[0].text == TITLE
    assert document.tables[0].rows[1].cells[1].text == "449.275"
    assert (folder / "r.pdf").read_bytes().startswith(b"%PDF")
    assert load_workbook(folder / "r.xlsx").sheetnames[0] == "Resultat"


def test_management_reads_a_case_and_cannot_change_it(chrome: Browser, address: str) -> None:
    page = open_page(chrome, f"{address}/som-beregning?hvem=ledelse&sag=findes-ikke")
    expect(page.get_by_text("Beregningen findes ikke, eller den er ikke din")).to_be_visible()
    page.goto(f"{address}/som-beregning?hvem=ledelse&sag=worked-case")
    settled(page)
    expect(page.get_by_label("Titel", exact=True)).to_be_disabled()
    expect(page.get_by_text("Du kan læse beregningen")).to_be_visible()
    assert page.get_by_text("Gem ny version").count() == 0


def test_a_price_that_is_not_known_stops_with_its_name(chrome: Browser, address: str) -> None:
    """The suggestion's price ships empty: the page names it, and nothing can be saved until it is filled in."""
    page = open_page(chrome, f"{address}/som-beregning?{ECONOMIST}&sag=worked-case")
    step(page, "5. Konsekvenser")
    choose(page, "Forslag for målgruppen", "Sengedage på somatisk sygehus")
    press(page, "Tilføj forslag")
    expect(page.get_by_text("Prisen for Sengedag på somatisk sygehus er ikke kendt")).to_be_visible()
    expect(page.get_by_text(re.compile("somatic_bed_day.yaml"))).to_be_visible()
    assert page.get_by_role("button", name="Gem ny version").is_disabled()
    press(page, "Fortryd det, der ikke er gemt")
    expect(page.get_by_text(re.compile("Gemt som version"))).to_be_visible()


def test_the_knowledge_base_takes_an_own_price_with_source(chrome: Browser, address: str) -> None:
    page = open_page(chrome, f"{address}/vidensbase?{ECONOMIST}")
    choose(page, "Hvilken pris?", "Time med bostøtte (SEL § 85)")
    write(page, "Kr. pr. enhed", "450,50")
    write(page, "Prisår", "2025")
    write(page, "Betales af, i procent", "kommune 100")
    press(page, "Læg prisen ind")
    expect(page.get_by_text("Et tal uden kilde")).to_be_visible()
    page.get_by_label("Kilde", exact=True).first.fill("Opdigtet takst")
    press(page, "Læg prisen ind")
    expect(page.get_by_text("Prisen er lagt ind.")).to_be_visible()
    expect(page.get_by_text("er sidst set at gælde for mere end et år siden")).to_be_visible()
    page.get_by_role("tab", name="Indlæs egne").click()
    _read_in(page, EXAMPLE_DA.replace("Takstblad 2025", ""))
    expect(page.get_by_text("række 2, kilde: mangler. Feltet skal udfyldes.")).to_be_visible()
    _read_in(page, EXAMPLE_DA)
    expect(page.get_by_text("2 rækker er lagt ind.")).to_be_visible()


def _read_in(page: Page, text: str) -> None:
    """A municipality's own numbers from a CSV file."""
    file = {"name": "egne.csv", "mimeType": "text/csv", "buffer": text.encode("utf-8-sig")}
    page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files(file)  # type: ignore[arg-type]
    expect(page.get_by_role("button", name="Læg filen ind")).to_be_visible()
    press(page, "Læg filen ind")
