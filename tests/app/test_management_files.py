"""The management in a real browser: every page of the menu, every file that is offered, opened and read."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from app.navigation import MENU
from tests.app.browser import open_page, settled
from tests.app.sent import Sent
from tests.app.serving import served
from tests.pdf_text import words
from tests.properties.exit_world import CASE, TODAY, made
from tests.unit.app.figure_file_reading import excel_cells, number_rows, sheets_behind_charts, slide_words

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CITIZEN = re.compile(r"[BF]-90\d-\d|\banne\b")
FEW = re.compile(r"(?<![\d.,-])[1-4] (?:borgere?|forløb|døgn|kendte)\b|(?<![\d.,-])[1-4] af \d+ kendt")
MAKE = re.compile(r"^\W*(?:\w+ )?Lav (?:filer|filen|filerne|PDF)")
OFFERED = {
    "noegletal": {"xlsx", "pptx", "pdf", "csv"},
    "om-tallet": {"xlsx", "pptx", "pdf", "csv"},
    "ledelse": {"xlsx", "pptx", "pdf", "csv"},
    "maal": {"xlsx", "pptx", "pdf", "csv"},
    "andre-kommuner": {"xlsx", "pptx", "pdf", "csv", "json"},
    "modenhed": {"xlsx", "pptx", "pdf", "csv"},
    "som-rapport": {"docx", "pdf", "xlsx", "json"},
    "som-logbog": {"xlsx"},
}
"""What each page offers; the others offer nothing."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("management") / "home"
    made(home)
    with served(home, BUNDLINJE_TODAY=TODAY.isoformat()) as where:
        yield where


def taken(page: Page, folder: Path) -> list[Path]:
    """Every file that the page makes and offers."""
    for button in page.get_by_role("button", name=MAKE).all():
        button.click()
        settled(page)
    found = []
    for button in page.locator("[data-testid=stDownloadButton] button").all():
        with page.expect_download() as waiting:
            button.click()
        found.append(folder / waiting.value.suggested_filename)
        waiting.value.save_as(found[-1])
    return found


def text_of(path: Path) -> str:
    """Every word and number of a file."""
    content = path.read_bytes()
    if path.suffix == ".xlsx":
        return "\n".join(map(str, excel_cells(content)))
    if path.suffix == ".pptx":
        return "\n".join([slide_words(content), *map(str, sheets_behind_charts(content))])
    if path.suffix == ".pdf":
        return words(content)
    if path.suffix == ".docx":
        document = Document(io.BytesIO(content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    return content.decode("utf-8-sig")


def counts_in(path: Path) -> set[int]:
    """The numbers of people that a file of figures rests on; 0 is nobody."""
    if path.name.endswith("-beskyttet.xlsx"):
        rows = [(row["Kendte"], row["Population"]) for row in number_rows(path.read_bytes())]
        return {int(count) for row in rows for count in row if count is not None}
    if path.name.startswith("delte-noegletal"):
        return {row["n"] for row in json.loads(path.read_text(encoding="utf-8"))["rows"] if row["n"] is not None}
    return set()


def test_no_citizen_and_no_few_on_any_page_or_in_any_file(chrome: Browser, place: str, tmp_path: Path) -> None:
    """903's view where it can be chosen, since 902's three and 901's few ACT would give themselves away there."""
    offered: dict[str, set[str]] = {}
    counted: set[int] = set()
    charts = 0
    for each in (one for one in MENU if "management" in one.roles):
        page = chrome.new_page(viewport={"width": 1280, "height": 1000}, locale="da-DK")
        sent = Sent(page)
        page.goto(f"{place}/{each.address}?hvem=ledelse&sag={CASE}&kommune=901&municipality=903")
        settled(page)
        assert page.locator("[data-testid=stException]").count() == 0, each.address
        assert len(sent.text) > 1000, each.address
        for told in (page.locator("[data-testid=stMain]").inner_text(), sent.text):
            assert not CITIZEN.search(told), each.address
            assert not FEW.search(told), (each.address, FEW.search(told))
        counted |= {int(n) for table in sent.tables if "n" in table for n in table["n"].dropna()}
        charts += sum("shown" in table for table in sent.tables)
        folder = tmp_path / each.address
        folder.mkdir()
        for path in taken(page, folder):
            text = text_of(path)
            assert len(text) > 20, path
            assert not CITIZEN.search(text), path
            assert not FEW.search(text), (path, FEW.search(text))
            counted |= counts_in(path)
            offered.setdefault(each.address, set()).add(path.suffix.removeprefix("."))
    assert offered == OFFERED
    assert charts > 5
    assert counted - {0}
    assert min(counted - {0}) >= 5


def other_file(given: dict[str, Any], made_on: str, code: str = "904", **changed: Any) -> dict[str, Any]:
    """The given file as another municipality's of that day, with these numbers of May's low wellbeing, to be chosen."""
    here = ("low_wellbeing", None, "2025-05")
    rows = [row | changed if (row["figure"], row["part"], row["month"]) == here else row for row in given["rows"]]
    figures = [
        one | {"definition": one["definition"][::-1]} if one["id"] == "citizens_included" else one
        for one in given["figures"]
    ]
    text = json.dumps(given | {"municipality": code, "made_on": made_on, "rows": rows, "figures": figures})
    return {"name": f"{code}.json", "mimeType": "application/json", "buffer": text.encode()}


def test_numbers_are_given_away_compared_refused_and_replaced(chrome: Browser, place: str, tmp_path: Path) -> None:
    """901's own file as 904's, of whose twenty May 40 % are known: a small number stores nothing, a newer file replaces."""
    where = f"{place}/andre-kommuner?hvem=ledelse&kommune=901&tal="
    page = open_page(chrome, f"{where}Borgere i mistrivsel (WHO-5)")
    main, refused = page.locator("[data-testid=stMain]"), page.get_by_role("alert")
    page.get_by_role("button", name="Lav filen").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Hent filen").click()
    waiting.value.save_as(tmp_path / "given.json")
    given = json.loads((tmp_path / "given.json").read_text(encoding="utf-8"))

    def lay_in(made_on: str, **changed: Any) -> None:
        page.locator("input[type=file]").set_input_files(other_file(given, made_on, **changed))
        page.get_by_role("button", name="Læg tallene ind").click()

    lay_in("2025-06-10", value=2.0, n=3, coverage=0.1)
    expect(refused).to_contain_text("hviler på færre end 5 borgere og skulle have været skjult")
    expect(refused).to_contain_text("Intet er gemt.")
    lay_in("2025-06-10", code="906", value=12.0, n=20, coverage=0.4)
    expect(refused).to_contain_text("kun demo uden login")
    page.reload()
    settled(page)
    assert not re.search("Kommune 90[46]", main.inner_text())
    lay_in("2025-06-10", value=12.0, n=20, coverage=0.4)
    expect(page.get_by_text("Tallene fra kommune 904 er lagt ind.")).to_be_visible()
    expect(page.get_by_role("button", name="Læg tallene ind")).to_have_count(0)
    expect(main).to_contain_text("Kommune 904: lavet 10-06-2025, juni 2024 til maj 2025.")
    expect(main).to_contain_text("Anden dækning: 40 % er kendt hos dem, 100 % hos jer.")
    expect(page.get_by_role("row", name="904")).to_contain_text("12 borgere")
    lay_in("2025-06-12", value=13.0, n=20, coverage=1.0)
    expect(page.get_by_role("row", name="904")).to_contain_text("13 borgere")
    expect(main).not_to_contain_text("Anden dækning")
    page.goto(f"{where}Borgere i indsatsen")
    expect(main).to_contain_text("Anden definition: deres er sidst ændret")
    page.close()
