"""The system's Chromium, headless and quiet, speaking Danish."""

import contextlib
import shutil
from collections.abc import Iterator

from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, expect, sync_playwright

QUIET = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip

PATIENT_MS = 20_000
"""So long an expectation waits: the machine of a test may be busy."""
expect.set_options(timeout=PATIENT_MS)


def chromium() -> str | None:
    """Where the browser is, or None."""
    return shutil.which("chromium")


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
    """A page that has finished drawing, in a browser of its own or among the pages of a context."""
    if isinstance(started, Browser):
        page = started.new_page(viewport={"width": width, "height": height}, locale=locale)
    else:
        page = started.new_page()
        page.set_viewport_size({"width": width, "height": height})
    page.goto(address)
    settled(page)
    return page


def settled(page: Page) -> None:
    """Wait until the script has run and nothing is still being drawn."""
    page.wait_for_selector("h1", timeout=60_000)
    page.wait_for_timeout(150)
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']", timeout=60_000)
    page.wait_for_selector("[data-testid='stStatusWidget']", state="detached", timeout=60_000)
    page.wait_for_selector("[data-testid='stSkeleton']", state="detached", timeout=60_000)
    page.wait_for_timeout(550)
