"""7,5 and its kin typed into the form, in a browser that speaks Danish and in one that speaks English.

What is stored is what was echoed, or there is a fault in Danish and nothing is stored: never ten times too much.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.app.browser import launched, open_page
from tests.app.keyboard_session import FORM, WITHIN_MS, in_focus
from tests.app.own_month import WHO, Place, own_month_home
from tests.app.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

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


@pytest.fixture(params=["da-DK", "en-US"])
def speaking(request: pytest.FixtureRequest, place: Place, chrome: Browser) -> Iterator[tuple[Page, int]]:
    """The page in a browser of the language, words, numbers and all, and the first of the language's citizens."""
    started = launched(chrome.browser_type, request.param)
    first = {"da-DK": 1, "en-US": 7}[request.param]
    address = f"{place.address}/min-maaned?hvem={WHO}&forloeb=F-{first:02}"
    page = open_page(started, address, locale=request.param)
    assert page.evaluate("[navigator.language, (7.5).toLocaleString()]") == [
        request.param, {"da-DK": "7,5", "en-US": "7.5"}[request.param]
    ]  # fmt: skip
    yield page, first
    started.close()


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
