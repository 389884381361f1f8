"""The system's Chromium, headless and quiet, speaking Danish."""

import contextlib
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, expect, sync_playwright

QUIET = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip

CALM = """() => document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]") !== null
    && document.querySelector("[data-testid=stStatusWidget], [data-testid=stSkeleton]") === null"""
HOP = """where => new Promise((noticed) => {
    const seen = new MutationObserver(() => { seen.disconnect(); noticed(true); });
    seen.observe(document.querySelector("[data-testid=stApp]"),
        {attributes: true, attributeFilter: ["data-test-script-state"]});
    setTimeout(() => noticed(false), 10000);
    history.pushState({}, "", where);
    dispatchEvent(new PopStateEvent("popstate", {state: {}}));
})"""
PATIENT_MS = 40_000
"""So long an expectation waits: the machine of a test may be busy."""
expect.set_options(timeout=PATIENT_MS)
_tabs: dict[tuple[Browser, str], Page] = {}


def chromium() -> str | None:
    """Where the browser is, or None; the shell without windows draws the same and takes a third of the processor's time."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def launched(chromiums: BrowserType, language: str) -> Browser:
    """A browser whose own words are in the language: what it does to numbers follows them, whatever the page says."""
    return chromiums.launch(executable_path=chromium(), args=[*QUIET, f"--lang={language}"], env={"LANGUAGE": language})


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """A Danish browser that is closed again."""
    with sync_playwright() as playwright:
        started = launched(playwright.chromium, "da")
        try:
            yield started
        finally:
            started.close()


def open_page(
    started: Browser | BrowserContext, address: str, width: int = 1280, height: int = 1000, locale: str = "da-DK"
) -> Page:
    """A page that has finished drawing, in the browser's one tab; given a context, in a new tab of its own.

    What the program does before it draws is then done once: a new tab costs twice the processor's time.
    """
    page = _tab(started, locale) if isinstance(started, Browser) else started.new_page()
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address)
    settled(page)
    return page


def looked_at(started: Browser, address: str) -> Page:
    """A page for whoever only looks: reached as by the browser's Back where the same user is in the app already.

    The program is not loaded again, which takes half of the processor's time; what the session knows, it still knows.
    """
    page = _tab(started, "da-DK")
    if _who(page.url) != _who(address):
        return open_page(started, address)
    page.set_viewport_size({"width": 1280, "height": 1000})
    hop(page, address)
    return page


def hop(page: Page, address: str) -> None:
    """Another page of the same installation for the same user, without loading the program again.

    A browser that has lost its connection, as on a busy machine, does not notice; it is loaded again then.
    """
    if not page.evaluate(HOP, address):
        page.goto(address)
    settled(page)


def _who(address: str) -> tuple[str, list[str] | None]:
    """The installation and the user of an address."""
    parts = urlsplit(address)
    return parts.netloc, parse_qs(parts.query).get("hvem")


def _tab(started: Browser, locale: str) -> Page:
    """The browser's one tab in a language."""
    page = _tabs.get((started, locale))
    if page is None or page.is_closed():
        page = _tabs[started, locale] = started.new_page(locale=locale)
    return page


def taken_along(page: Page, folder: Path) -> Path:
    """The files of a page of figures, made and downloaded: tal.xlsx, tal.pptx and tal.pdf in the folder."""
    page.get_by_role("button", name="Lav filer").click()
    for kind, ending in (("Excel", "xlsx"), ("PowerPoint", "pptx"), ("PDF", "pdf")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=f"Hent som {kind}").click()
        waiting.value.save_as(folder / f"tal.{ending}")
    return folder


def settled(page: Page, calm_for: float = 0.3) -> None:
    """Wait until the script has run and nothing has been drawn for a while (seconds); a rerun in between starts it anew."""
    page.wait_for_selector("h1", timeout=60_000)
    begun, calm_since = time.monotonic(), None
    while calm_since is None or time.monotonic() - calm_since < calm_for:
        page.wait_for_timeout(50)
        if not page.evaluate(CALM):
            calm_since = None
        elif calm_since is None:
            calm_since = time.monotonic()
        assert time.monotonic() - begun < 60, "the page did not come to rest"
