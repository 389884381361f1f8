"""Signing in with a real provider on loopback, in a real browser: who comes in, and who sees nothing."""

import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from pipelines import users
from tests.app.browser import settled
from tests.app.oidc_provider import CLIENT_ID, CLIENT_SECRET, OidcProvider, oidc_provider
from tests.app.serving import served
from tests.sending import keep
from tests.stores import copy_home, store_at

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SECRETS = """
[auth]
redirect_uri = "{address}/oauth2callback"
cookie_secret = "kun-til-test-kun-til-test-kun-til-test"
client_id = "{client_id}"
client_secret = "{client_secret}"
server_metadata_url = "{issuer}/.well-known/openid-configuration"
"""
CASEWORKER = "sagsbehandler-01@eksempel.dk"


@pytest.fixture(scope="module")
def provider() -> Iterator[OidcProvider]:
    with oidc_provider() as started:
        yield started


@pytest.fixture(scope="module")
def own_home(made_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_home(made_sample, tmp_path_factory.mktemp("signed") / "home")


@pytest.fixture(scope="module")
def closed(own_home: Path, provider: OidcProvider) -> Iterator[str]:
    def secrets(address: str) -> str:
        return SECRETS.format(address=address, client_id=CLIENT_ID, client_secret=CLIENT_SECRET, issuer=provider.issuer)

    with served(own_home, secrets) as where:
        yield where


@pytest.fixture
def context(chrome: Browser, provider: OidcProvider) -> Iterator[BrowserContext]:
    provider.claims = {}
    opened = chrome.new_context(locale="da-DK")
    yield opened
    opened.close()


def signed_in(context: BrowserContext, address: str, login: str, path: str = "/") -> Page:
    page = context.new_page()
    page.goto(address + path)
    page.get_by_role("button", name="Log ind").click()
    page.get_by_label("Bruger").fill(login)
    page.get_by_role("button", name="Fortsæt").click()
    settled(page)
    return page


def test_a_caseworker_signs_in_sees_the_own_pages_and_signs_out(
    context: BrowserContext, closed: str, provider: OidcProvider
) -> None:
    """Before: no citizen, whatever the address says; then Team Nord's citizens; after: no citizen again."""
    page = context.new_page()
    page.goto(f"{closed}/borger?hvem=sagsbehandler-01")
    expect(page.locator("h1")).to_have_text("Log ind")
    assert "B-90" not in page.content()
    page = signed_in(context, closed, CASEWORKER)
    expect(page.locator("[data-testid=stSidebar]")).to_contain_text(
        "sagsbehandler-01: Bostøttemedarbejder i 901 Team Nord"
    )
    page.get_by_role("link", name="Borger").click()
    expect(page.locator("h1")).to_have_text("Borger")
    expect(page.locator("[data-testid=stMain]")).to_contain_text("B-901-")
    menu = {text.split("\n")[-1] for text in page.locator("[data-testid=stSidebarNavLink]").all_inner_texts()}
    assert "Borger" in menu
    assert not menu & {"SØM", "Data ind"}
    before = provider.signed_out
    page.get_by_role("button", name="Log ud").click()
    expect(page.locator("h1")).to_have_text("Log ind")
    assert provider.signed_out == before + 1
    page.goto(f"{closed}/borger")
    expect(page.locator("h1")).to_have_text("Log ind")
    assert "B-90" not in page.content()


def test_the_identity_cookie_is_out_of_reach_of_scripts_and_other_sites(context: BrowserContext, closed: str) -> None:
    signed_in(context, closed, CASEWORKER)
    identity = [cookie for cookie in context.cookies() if cookie["name"].startswith("_streamlit_user")]
    assert identity
    assert all(cookie["httpOnly"] and cookie["sameSite"] == "Lax" for cookie in identity)


NOBODY: dict[str, tuple[str, dict[str, Any], str]] = {
    "unknown user": ("fremmed@eksempel.dk", {}, "Du har ikke adgang endnu"),
    "wrong audience": (CASEWORKER, {"aud": "andet-system", "azp": CLIENT_ID}, "Loginnet gælder ikke her"),
    "ran out a minute ago": (CASEWORKER, {"exp": -60}, "Log ind"),
    "issued nine hours ago": (CASEWORKER, {"iat": -9 * 3600}, "Log ind"),
}
"""What Streamlit's own check of the token lets through: it asks nothing of the audience and forgives two minutes."""


@pytest.mark.parametrize("case", NOBODY)
def test_nobody_else_comes_in(context: BrowserContext, closed: str, provider: OidcProvider, case: str) -> None:
    """A session lasts eight hours at the most; whoever is turned away sees no citizen, no figure and no menu."""
    login, claims, title = NOBODY[case]
    now = int(time.time())
    provider.claims = {name: now + value if isinstance(value, int) else value for name, value in claims.items()}
    page = signed_in(context, closed, login, "/borger")
    expect(page.locator("h1")).to_have_text(title)
    assert "B-90" not in page.content()
    assert page.locator("[data-testid=stSidebarNavLink]").count() == 0


def test_a_role_removed_or_a_user_deactivated_is_out_at_the_next_click(
    context: BrowserContext, closed: str, own_home: Path
) -> None:
    """The cookie still says who it is; the store says what they may, and it is asked every time."""
    store, role = store_at(own_home), users.Granted("caseworker", "901", "Team Syd")
    page = signed_in(context, closed, "sagsbehandler-04@eksempel.dk", "/")
    page.get_by_role("link", name="Borger").click()
    expect(page.locator("h1")).to_have_text("Borger")
    settled(page)
    users.revoke(store, "sagsbehandler-04", role, who="test", at=datetime(2026, 1, 15))
    page.get_by_role("link", name="Nøgletal", exact=True).click()
    expect(page.locator("h1")).to_have_text("Du har ingen rolle")
    assert "B-90" not in page.content()
    users.grant(store, "sagsbehandler-04", role, who="test", at=datetime(2026, 1, 15))
    page.goto(f"{closed}/borger")
    expect(page.locator("h1")).to_have_text("Borger")
    users.deactivate(store, "sagsbehandler-04")
    page.goto(f"{closed}/borger")
    expect(page.locator("h1")).to_have_text("Du har ikke adgang endnu")
    assert "B-90" not in page.content()


def test_without_a_provider_nothing_but_invented_municipalities_is_served(
    chrome: Browser, made_sample: Path, tmp_path: Path
) -> None:
    """One citizen of municipality 259 in the store: every page is closed, whoever one says one is, and says what to do."""
    own = copy_home(made_sample, tmp_path / "home")
    rows = "citizen_id;municipality;target_group;referred_on\nB-259-001;259;homeless;2025-03-01\n"
    (tmp_path / "citizens.csv").write_text(rows, encoding="utf-8")
    assert not keep(store_at(own), tmp_path / "citizens.csv", today=date(2026, 1, 15)).faults
    with served(own) as where:
        page = chrome.new_page()
        for path in ("borger?hvem=projektleder", "noegletal?hvem=oekonom", "?hvem=administrator"):
            page.goto(f"{where}/{path}")
            expect(page.locator("h1")).to_have_text("Login mangler", timeout=30_000)
            shown = page.content()
            assert "B-259" not in shown
            assert "B-90" not in shown
            assert "sagsbehandler-" not in shown
            assert page.locator("[data-testid=stSidebarNavLink]").count() == 0
        page.close()
