"""Every page with axe, at telephone width, and by keyboard: nothing new that keeps anybody out."""

import re
from pathlib import Path

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from app.navigation import MENU, Place
from tests.app.browser import looked_at, open_page, settled

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
USERS = {
    "project_lead": "projektleder", "caseworker": "sagsbehandler-01", "economist": "oekonom", "management": "ledelse",
    "administrator": "administrator", "auditor": "revisor",
}  # fmt: skip
KNOWN = yaml.safe_load((Path(__file__).parent / "axe_known.yaml").read_text(encoding="utf-8"))
SERIOUS = ("serious", "critical")
INVENTED = "opdigtede"
MENU_LINK = "[data-testid=stSidebarNavLink]"


CASE = "&sag=housing-first-901"
CARRIES = {
    f"som-{page}": CASE
    for page in ("beregning", "resultat", "usikkerhed", "overvaagning", "sammenlign", "logbog", "rapport")
}
"""What a page's address carries beside the user, so that there is something on it."""


def visitor(place: Place) -> str:
    """The user with the most on the page; a case is the economist's to change."""
    return (
        USERS["economist"] if place.address in CARRIES else next(USERS[role] for role in USERS if role in place.roles)
    )


VISITS = {who: [place.address for place in MENU if visitor(place) == who] for who in map(visitor, MENU)}


@pytest.mark.timeout(900)  # up to 23 pages, and the sample is made before the first
@pytest.mark.parametrize("who", VISITS)
def test_every_page_is_for_everyone(chrome: Browser, address: str, who: str) -> None:
    """Page by page: nothing is wrong; see each check."""
    found = {}
    for where in VISITS[who]:
        page = looked_at(chrome, f"{address}/{where}?hvem={who}{CARRIES.get(where, '')}")
        expect(page.locator("h1")).to_have_count(1)
        found[where] = [*told_wrongly(page), *kept_out(page), *other_menu(page, who), *too_wide(page)]
    assert {where: faults for where, faults in found.items() if faults} == {}


def told_wrongly(page: Page) -> list[str]:
    """An error box, words of the program, or no word of that all is invented."""
    told = page.locator("[data-testid=stMain]").inner_text()
    broken = page.locator("[data-testid=stException]").all_inner_texts()
    return [*broken, *re.findall(r"\bNone\b|\bnan\b|Traceback|\bError\b", told), *[INVENTED] * (INVENTED not in told)]


def kept_out(page: Page) -> list[str]:
    """A rule of axe broken beyond the listed ones, another language than Danish, an order of focus but the page's own."""
    known = {entry["rule"]: entry["impact"] for entry in KNOWN}
    broken = [rule for rule in Axe().run(page).response["violations"] if known.get(rule["id"]) != rule["impact"]]
    language = page.locator("html").get_attribute("lang")
    ordered = page.evaluate("[...document.querySelectorAll('[tabindex]')].filter(e => e.tabIndex > 0).length")
    return [
        *(f"{rule['id']} ({rule['impact']}): {rule['nodes'][0]['html'][:200]}" for rule in broken),
        *[f"language {language}"] * (language != "da"),
        *[f"{ordered} with an order of their own"] * (ordered > 0),
    ]


def other_menu(page: Page, who: str) -> list[str]:
    """Pages in the menu that are not the role's, and pages of the role's that are not in it."""
    (role,) = (role for role, user in USERS.items() if user == who)
    own = {place.title for place in MENU if role in place.roles and not place.hidden}
    return sorted(own ^ {text.split("\n")[-1] for text in page.locator(MENU_LINK).all_inner_texts()})


def too_wide(page: Page) -> list[str]:
    """On a telephone the page scrolls sideways."""
    page.set_viewport_size({"width": 390, "height": 844})
    settled(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    return [f"{width} pixels wide on a telephone of 390"] * (width > 390)


def test_what_is_listed_as_ours_is_neither_serious_nor_critical() -> None:
    assert not [entry for entry in KNOWN if entry["whose"] == "ours" and entry["impact"] in SERIOUS]
    assert all(entry["reason"] for entry in KNOWN)


def test_the_keyboard_goes_from_the_way_past_the_menu_through_the_menu_to_the_page(
    chrome: Browser, address: str
) -> None:
    """Tab from the top: first the link past the menu, then the menu's pages in their order, and on into the page's controls."""
    page = open_page(chrome, f"{address}/noegletal?hvem=projektleder")
    inside = """() => { const at = document.activeElement; return [at.closest('[data-testid=stSidebarNav]') ? 'menu'
        : at.closest('[data-testid=stSidebar]') ? 'side' : at.closest('[data-testid=stMain]') ? 'page' : 'top',
        (at.innerText || at.getAttribute('aria-label') || '').trim()] }"""
    met: list[list[str]] = []
    while len(met) < 60 and (not met or met[-1][0] != "page"):
        page.keyboard.press("Tab")
        met.append(page.evaluate(inside))
    places = [place for place, _ in met]
    assert "menu" in places
    assert places[-1] == "page"
    assert places.index("menu") < places.index("page")
    assert [place for place in places if place in ("menu", "page")] == sorted(
        (place for place in places if place in ("menu", "page")), key=("menu", "page").index
    )
