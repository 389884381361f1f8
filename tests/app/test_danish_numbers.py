"""7,5 and its kin typed into the form and the table, in a browser that speaks Danish and in one that speaks English.

What is stored is what was echoed, or there is a fault in Danish and nothing is stored: never ten times too much.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.app.browser import launched, open_page, settled
from tests.app.grid import show_grid, type_down
from tests.app.keyboard_session import FORM, WITHIN_MS, in_focus
from tests.app.own_month import WHO, Place, own_month_home
from tests.app.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TYPED = ("7,5", "7.5", "1.234,5", "7,5,2")
UNDERSTOOD = "Timer: forstået som 7 timer 30 min"
FAULTS = {
    "1.234,5": '"1.234,5" er uden for det tilladte. Skriv et tal fra 0 til 400.',
    "7,5,2": '"7,5,2" er ikke et tal. Skriv fx 7,5.',
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Twelve citizens; each language has its own six: two for the form and four below each other for the table."""
    home = own_month_home(tmp_path_factory.mktemp("numbers") / "home", 12)
    with served(home) as address:
        yield Place(home, address)


@pytest.fixture(scope="module", params=["da-DK", "en-US"])
def language(request: pytest.FixtureRequest, chrome: Browser) -> Iterator[tuple[str, Browser]]:
    """A browser whose own words, which decide how it reads numbers, are in the language."""
    started = launched(chrome.browser_type, request.param)
    yield request.param, started
    started.close()


@pytest.fixture
def speaking(language: tuple[str, Browser], place: Place) -> tuple[Page, int]:
    """The page in the language, and the first of the language's citizens."""
    name, started = language
    first = {"da-DK": 1, "en-US": 7}[name]
    page = open_page(started, f"{place.address}/min-maaned?hvem={WHO}&forloeb=F-{first:02}", locale=name)
    said = page.evaluate("[navigator.language, (7.5).toLocaleString()]")
    assert said == [name, {"da-DK": "7,5", "en-US": "7.5"}[name]]
    return page, first


def hours(place: Place, first: int, last: int) -> list[tuple[object, ...]]:
    """What is stored of December for the citizens from one to another."""
    return place.rows(
        "select course_id, hours from time_use where month = '2025-12-01' "
        f"and course_id between 'F-{first:02}' and 'F-{last:02}' order by course_id"
    )


def test_in_the_form(place: Place, speaking: tuple[Page, int]) -> None:
    """The two that are faults first, each refused; then 7.5 on the same citizen and 7,5 on the next: both 7,5 hours.

    1.234,5 is too many hours of a month, and as the hours expected of a phase it is one thousand two hundred
    thirty-four and a half: the same text, told and stored in full.
    """
    page, first = speaking
    field = page.locator(FORM).get_by_label("Timer", exact=True)
    in_focus(page, "Timer")
    for text, fault in FAULTS.items():
        field.fill(text)
        page.keyboard.press("Control+Enter")
        expect(page.locator(FORM).get_by_text(f"Fejl: {fault}")).to_be_visible(timeout=WITHIN_MS)
        expect(page.get_by_text("Ikke gemt. Ret dette:")).to_be_visible(timeout=WITHIN_MS)
        assert hours(place, first, first + 1) == []
    page.get_by_text("Åbn for at se og rette").click()
    page.locator(FORM).get_by_label("Forventede timer i fase").fill("1.234,5")
    field.fill("7.5")
    field.blur()
    for echo in ("forstået som 7 timer 30 min", "forstået som 1.234 timer 30 min"):
        expect(page.locator(FORM).get_by_text(echo)).to_be_visible(timeout=WITHIN_MS)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(f"Gemt: B-{first:02}")).to_be_visible(timeout=WITHIN_MS)
    in_focus(page, "Timer")
    page.keyboard.type("7,5")
    page.keyboard.press("Enter")
    expect(page.locator(FORM).get_by_text("forstået som 7 timer 30 min")).to_be_visible(timeout=WITHIN_MS)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(f"Gemt: B-{first + 1:02}")).to_be_visible(timeout=WITHIN_MS)
    assert hours(place, first, first + 1) == [(f"F-{number:02}", 7.5) for number in (first, first + 1)]
    expected = f"select hours from expected_time where course_id = 'F-{first:02}' and hours > 100"
    assert place.rows(expected) == [(1234.5,)]


def test_in_the_table(place: Place, speaking: tuple[Page, int]) -> None:
    """All four below each other in one go, first cell first, and saved at once with the mouse: two are stored."""
    page, first = speaking
    citizens = range(first + 2, first + 6)
    show_grid(page)
    type_down(page, first + 1, TYPED)
    page.get_by_role("button", name="Gem tabellen").click()
    for number, text in zip(citizens, TYPED, strict=True):
        told = f"B-{number:02}: ikke gemt. Timer: {FAULTS[text]}" if text in FAULTS else f"B-{number:02}: gemt"
        expect(page.get_by_text(told)).to_be_visible(timeout=WITHIN_MS)
    assert hours(place, first + 2, first + 5) == [(f"F-{number:02}", 7.5) for number in list(citizens)[:2]]
    for number, text in list(zip(citizens, TYPED, strict=True))[2:]:
        expect(page.get_by_text(f"B-{number:02}, Timer: {FAULTS[text]}")).to_be_visible(timeout=WITHIN_MS)


def test_what_stands_in_a_cell_is_told_as_it_is_understood(place: Place, speaking: tuple[Page, int]) -> None:
    """Typed and not saved: the echo stands under the table, and the form shows the same draft."""
    page, first = speaking
    show_grid(page)
    type_down(page, first + 4, ("7.5",))
    expect(page.get_by_text(f"B-{first + 5:02}, {UNDERSTOOD}")).to_be_visible(timeout=WITHIN_MS)
    assert hours(place, first + 5, first + 5) == []
    page.locator(f"[class*='st-key-aabn-F-{first + 5:02}'] button").click()
    expect(page.locator(f"{FORM} h3")).to_have_text(f"B-{first + 5:02}", timeout=WITHIN_MS)
    settled(page)
    expect(page.locator(FORM).get_by_label("Timer", exact=True)).to_have_value("7.5", timeout=WITHIN_MS)
