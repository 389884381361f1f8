"""Every page with axe, at telephone width, and by keyboard: nothing new that keeps anybody out."""

from pathlib import Path

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from app.navigation import MENU, Place
from tests.app.browser import open_page, settled

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
USERS = {
    "project_lead": "projektleder", "caseworker": "sagsbehandler-01", "economist": "oekonom", "management": "ledelse",
    "administrator": "administrator", "auditor": "revisor",
}  # fmt: skip
KNOWN = yaml.safe_load((Path(__file__).parent / "axe_known.yaml").read_text(encoding="utf-8"))
SERIOUS = ("serious", "critical")


CASE = "&sag=housing-first-901"
CARRIES = {
    f"som-{page}": CASE
    for page in ("beregning", "resultat", "usikkerhed", "overvaagning", "sammenlign", "logbog", "rapport")
}
"""What a page's address carries beside the user, so that there is something on it."""


def visitor(place: Place) -> str:
    """The user with the most on the page."""
    return next(USERS[role] for role in USERS if role in place.roles)


VISITS = [(place.address, visitor(place)) for place in MENU]


@pytest.mark.parametrize(("where", "who"), VISITS)
def test_every_page_is_for_everyone(chrome: Browser, address: str, where: str, who: str) -> None:
    """No rule broken beyond the listed ones, Danish as language, no order of focus but the page's own, no sideways scroll."""
    page = open_page(chrome, f"{address}/{where}?hvem={who}{CARRIES.get(where, '')}")
    found = {
        rule["id"]: (rule["impact"], rule["nodes"][0]["html"][:200]) for rule in Axe().run(page).response["violations"]
    }
    known = {entry["rule"]: entry["impact"] for entry in KNOWN}
    assert not {rule: seen for rule, seen in found.items() if rule not in known or seen[0] != known[rule]}
    assert page.locator("html").get_attribute("lang") == "da"
    assert page.locator("h1").count() == 1
    assert page.evaluate("[...document.querySelectorAll('[tabindex]')].filter(e => e.tabIndex > 0).length") == 0
    page.set_viewport_size({"width": 390, "height": 844})
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


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
