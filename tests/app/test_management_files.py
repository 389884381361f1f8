"""The management in a real browser: every page of the menu, every file that is offered, opened and read."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from app.navigation import MENU
from kpi_catalogue.header import TYPES
from tests.app.browser import open_page, settled
from tests.app.sent import Sent
from tests.app.serving import served
from tests.app.told_counts import OF_KIND, of_file, of_frame, of_page, of_text
from tests.pdf_text import words
from tests.properties.exit_world import CASE, LEAKS, LIMIT, TODAY, World, let_slip, made
from tests.stores import copy_home, store_at
from tests.unit.app.figure_file_reading import excel_cells, sheets_behind_charts, slide_words

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CITIZEN = re.compile(r"[BF]-90\d-\d|\banne\b")
FEW = set(range(1, LIMIT))
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


OPENED = {"noegletal": ("Type", list(TYPES.values())), "om-tallet": ("Fordelt efter", ["metode"])}
"""What is chosen on a page beside its first view, one after the other."""
TOLD = {28, 17, 20, 10, 46}
"""Numbers that are told of all or of 901: of those the test must have read some."""
SMALL = 3
"""As many as no page or file may tell of."""


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The installation, and one where a small number has slipped out of a municipality and of a group."""
    world = made(tmp_path_factory.mktemp("management") / "home")
    home = copy_home(world.here.home, tmp_path_factory.mktemp("slipped") / "home")
    slipped = World(replace(world.here, home=home, store_url=store_at(home)), world.cells)
    for leak in LEAKS:
        let_slip(slipped, leak, SMALL)
    return world.here.home, home


@pytest.fixture(scope="module")
def place(homes: tuple[Path, Path]) -> Iterator[str]:
    with served(homes[0], BUNDLINJE_TODAY=TODAY.isoformat()) as where:
        yield where


def look_at(page: Page, sent: Sent, place: str, address: str, municipality: str) -> None:
    """The page with everything that can be chosen there, as the management sees it."""
    sent.forget()
    chosen = f"sag={CASE}&kommune={municipality}&municipality={municipality}&tal=Borgere i indsatsen"
    page.goto(f"{place}/{address}?hvem=ledelse&{chosen}")
    settled(page)
    group, choices = OPENED.get(address, ("", []))
    for choice in choices:
        page.get_by_role("radiogroup", name=group).get_by_role("radio", name=choice).click()
        settled(page)
    assert page.locator("[data-testid=stException]").all_inner_texts() == [], address


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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3 sager", {3}), ("maj: **3** boliger", {3}), ('<b title="3 borgere">', {3}), ("1.203 døgn", {1203}),
        ("3 af 9 kendt", {3, 9}), ("Tallet hviler på 3; der skal", {3}), ("hviler på 1-4 borgere", set()),
        ("31-12-2023 borgere", set()), ("2,3 borgere", set()),
    ],
)  # fmt: skip
def test_numbers_that_count_are_read_from_text(text: str, found: set[int]) -> None:
    assert of_text(text) == found


def test_bare_numbers_are_read_where_they_count(tmp_path: Path) -> None:
    """n and the known, a chart's value though it says that it is hidden, a line of CSV; no share, no money and no month."""
    assert of_frame(
        pd.DataFrame({"n": [3.0, None], "Kendte": ["9", "skjult"], "value": [2, 4], "shown": ["50 %", "2 kr."]})
    ) == {3, 9}
    assert of_frame(pd.DataFrame({"value": [3.0, 0.25], "shown": ["for få", "25 %"]})) == {3}
    line = tmp_path / "tal.csv"
    line.write_text(
        "figure;part;month;value;n;population\ncitizens_included;;2025-05;2;3;9\noccupation;;2025-04;1;7;8\n"
    )
    assert of_file(line) == {2, 3, 9, 7, 8}


def test_no_citizen_and_no_few_on_any_page_or_in_any_file(chrome: Browser, place: str, tmp_path: Path) -> None:
    """Every page and file is read for numbers that count; the types and a breakdown are opened."""
    page = chrome.new_page(viewport={"width": 1280, "height": 1000}, locale="da-DK")
    sent, offered, counted = Sent(page), dict[str, set[str]](), dict[str, set[int]]()
    for each in (one for one in MENU if "management" in one.roles):
        look_at(page, sent, place, each.address, "901")
        assert len(sent.text) > 1000, each.address
        for told in (page.locator("[data-testid=stMain]").inner_text(), sent.text):
            assert not CITIZEN.search(told), each.address
            assert not FEW & of_text(told), each.address
        assert not FEW & (found := of_page(sent)), (each.address, found)
        counted[each.address] = found
        folder = tmp_path / each.address
        folder.mkdir()
        for path in taken(page, folder):
            text = text_of(path)
            assert len(text) > 20, path
            assert not CITIZEN.search(text), path
            assert not FEW & (found := of_file(path)), (path, found)
            counted.setdefault(path.suffix, set()).update(found)
            offered.setdefault(each.address, set()).add(path.suffix.removeprefix("."))
    page.close()
    assert offered == OFFERED
    for read in (
        "noegletal",
        "om-tallet",
        "ledelse",
        "maal",
        "andre-kommuner",
        ".xlsx",
        ".pptx",
        ".pdf",
        ".csv",
        ".json",
    ):
        assert counted[read] & TOLD, (read, counted[read])


def test_a_small_number_that_slips_out_is_found_on_the_page_and_in_each_kind_of_file(
    chrome: Browser, homes: tuple[Path, Path], tmp_path: Path
) -> None:
    """The guard of the test above: three of 903, and three with ACT in 901. Numbers to share: see the test below."""
    page = chrome.new_page(viewport={"width": 1280, "height": 1000}, locale="da-DK")
    sent, kinds = Sent(page), set[str]()
    with served(homes[1], BUNDLINJE_TODAY=TODAY.isoformat()) as place:
        for address, code in (("om-tallet", "901"), ("som-rapport", "903")):
            look_at(page, sent, place, address, code)
            assert (SMALL in of_page(sent)) == (address != "som-rapport"), address
            folder = tmp_path / address
            folder.mkdir()
            kinds |= {path.suffix for path in taken(page, folder) if SMALL in of_file(path)}
        for address in ("ledelse", "maal"):
            look_at(page, sent, place, address, "903")
            assert SMALL in of_page(sent), address
    page.close()
    assert kinds == set(OF_KIND) - {".json"}


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

    (tmp_path / "few.json").write_bytes(other_file(given, "2025-06-10", n=SMALL)["buffer"])
    assert FEW & of_file(tmp_path / "few.json") == {SMALL}
    assert not FEW & of_file(tmp_path / "given.json")

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
