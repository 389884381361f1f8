"""A month for ten citizens by keyboard alone: every key counted, the screen waited for, never the mouse.

python -m tests.app.keyboard_session prints keystrokes and seconds per citizen.
"""

import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, expect

from tests.app.browser import browser, open_page
from tests.app.own_month import WHO, own_month_home
from tests.app.serving import served

FORM = "[class*='st-key-skema-']"
FOCUSED = """(() => { const here = document.activeElement;
    return here === document.body ? '' : here?.getAttribute('aria-label') || here?.innerText || ''; })()"""
WITHIN_MS = 60_000
ANSWERS = "43324"


@dataclass
class Keys:
    """The keyboard, counting: a typed character is one, a chord of keys is one."""

    page: Page
    pressed: int = 0

    def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        for character in text:
            self.press(character)

    def enter(self, text: str = "") -> None:
        """Type, and press Enter."""
        self.type(text)
        self.press("Enter")

    def press(self, key: str) -> None:
        """One key, or keys held together."""
        self.page.keyboard.press(key)
        self.pressed += 1


@dataclass(frozen=True)
class Done:
    """One citizen registered: how many keys, how many seconds by the clock, and whether WHO-5 was among it."""

    citizen: str
    keys: int
    seconds: float
    has_measurement: bool


def until(page: Page, expression: str, what: str) -> None:
    """Wait until the expression is true in the page; our policy forbids the browser's own way of waiting (eval)."""
    for _ in range(WITHIN_MS // 20):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"{what}: focus is on {page.evaluate(FOCUSED)!r}")


def in_focus(page: Page, label: str) -> None:
    """Wait until the field or button whose name begins so has the focus."""
    until(page, f"({FOCUSED}).includes({label!r})", f"{label} did not get the focus")


def citizen_shown(page: Page) -> str:
    """The citizen whose form is open."""
    return page.locator(f"{FORM} h3").first.inner_text().strip()


def register_one(page: Page, hours: str = "7,5") -> Done:
    """The open citizen's month: hours, nights, evictions, WHO-5 where it is asked, the rest as before, save.

    Nothing is waited for between two keys but that the focus is where one types: never for the server.
    """
    keys, begun = Keys(page), time.monotonic()
    in_focus(page, "Timer")
    citizen = citizen_shown(page)
    has_measurement = page.locator(FORM).get_by_label("1. ").count() > 0
    for label, text in (("Timer", hours), ("Herbergsdøgn", "0"), ("Fogedsager", "0")):
        in_focus(page, label)
        keys.enter(text)
    for place, answer in enumerate(ANSWERS if has_measurement else "", 1):
        in_focus(page, f"{place}. ")
        keys.enter(answer)
    in_focus(page, "Bekræft")
    keys.enter()
    in_focus(page, "Gem og næste")
    keys.enter()
    expect(page.get_by_text(f"Gemt: {citizen}")).to_be_visible(timeout=WITHIN_MS)
    return Done(citizen, keys.pressed, time.monotonic() - begun, has_measurement)


def session(page: Page, citizens: int) -> list[Done]:
    """As many citizens one after the other, without touching anything but the keyboard."""
    return [register_one(page) for _ in range(citizens)]


def at_full_speed(page: Page, measured: list[bool], hours: str) -> int:
    """Every key of several citizens' months in one go, without waiting for anything at all; how many keys it took.

    measured: for each citizen in turn whether WHO-5 is asked, which a fast typist knows.
    """
    keys = Keys(page)
    in_focus(page, "Timer")
    for has_measurement in measured:
        for text in (hours, "0", "0", *(ANSWERS if has_measurement else ()), "", ""):
            keys.enter(text)
    return keys.pressed


def as_table(done: list[Done]) -> str:
    """Keys and seconds per citizen."""
    lines = [f"{'borger':8}{'WHO-5':>7}{'tastetryk':>11}{'sekunder':>10}"]
    lines += [f"{d.citizen:8}{'ja' if d.has_measurement else 'nej':>7}{d.keys:>11}{d.seconds:>10.1f}" for d in done]
    return "\n".join(lines)


if __name__ == "__main__":
    with TemporaryDirectory() as folder, served(own_month_home(Path(folder) / "home")) as address, browser() as chrome:
        print(as_table(session(open_page(chrome, f"{address}/min-maaned?hvem={WHO}"), 10)))
