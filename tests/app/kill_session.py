"""The app is killed (SIGKILL) while a caseworker types and saves; started again, nothing that was told is gone.

python -m tests.app.kill_session 50 does it 50 times and prints what came of it.
"""

import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, expect

from pipelines.citizen_rows import citizen_rows
from pipelines.drafts import drafts_of
from tests.app.browser import browser
from tests.app.keyboard_session import FORM, WITHIN_MS, in_focus
from tests.app.own_month import DECEMBER, WHO, own_month_home
from tests.app.serving import free_port, started
from tests.stores import store_at

MOMENTS = ("typed", "saving", "saved")
"""When it is killed: a text has been understood on the screen; Gem has just been pressed; the screen says Gemt."""
LONGEST_SECONDS = 1.5
"""So long after Gem was pressed it may be killed: by then the save is done on any machine, or on its way."""


@dataclass
class Report:
    """What came of the kills, and everything that was told and is gone."""

    kills: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)

    def as_table(self) -> str:
        """One line for each moment, and the verdict."""
        lines = [f"{'dræbt':22}{'gange':>6}{'gemt':>6}{'kladde':>8}"]
        for moment, words in zip(MOMENTS, ("efter feltet er forladt", "mens der gemmes", "efter Gemt"), strict=True):
            saved, drafts = self.kept[f"{moment}: saved"], self.kept[f"{moment}: draft"]
            lines.append(f"{words:22}{self.kills[moment]:>6}{saved:>6}{drafts:>8}")
        return "\n".join([*lines, f"i alt {self.kills.total()} gange, tabt: {len(self.lost)}", *self.lost])


@dataclass(frozen=True)
class Round:
    """One citizen's hours, typed in one life of the app."""

    number: int
    moment: str

    @property
    def course(self) -> str:
        """Every round has a course of its own."""
        return f"F-{self.number:02}"

    @property
    def citizen(self) -> str:
        """Whose it is."""
        return f"B-{self.number:02}"

    @property
    def hours(self) -> float:
        """And hours that no other round has."""
        return self.number + 0.25

    @property
    def text(self) -> str:
        """The hours as they are typed."""
        return f"{self.number},25"


def kill_session(home: Path, chrome: Browser, times: int) -> Report:
    """Type, save, kill, start and look again, as often as asked; the home has a citizen for every time."""
    report, chance, port = Report(), random.Random(), free_port()
    server, page = started(home, port), chrome.new_page(locale="da-DK")
    try:
        for one in (Round(number, MOMENTS[number % len(MOMENTS)]) for number in range(1, times + 1)):
            _open(page, port, one)
            _until_moment(page, one, chance)
            server.kill()
            server.wait(20)
            report.kills[one.moment] += 1
            server = started(home, port)
            _look(home, page, port, one, report)
    finally:
        page.close()
        server.kill()
        server.wait(20)
    return report


def _open(page: Page, port: int, one: Round) -> None:
    """The round's course, asked for by its address, in a browser that knows nothing of what was there before."""
    page.goto(f"http://127.0.0.1:{port}/min-maaned?hvem={WHO}&forloeb={one.course}")
    expect(page.locator(f"{FORM} h3")).to_have_text(one.citizen, timeout=WITHIN_MS)
    in_focus(page, "Timer")


def _until_moment(page: Page, one: Round, chance: random.Random) -> None:
    """Type the hours, and go on until the moment at which the app is killed."""
    page.keyboard.type(one.text)
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"forstået som {one.number} time")).to_be_visible(timeout=WITHIN_MS)
    if one.moment == "typed":
        return
    page.keyboard.press("Control+Enter")
    if one.moment == "saved":
        expect(page.get_by_text(f"Gemt: {one.citizen}")).to_be_visible(timeout=WITHIN_MS)
    else:
        time.sleep(chance.uniform(0, LONGEST_SECONDS))


def _look(home: Path, page: Page, port: int, one: Round, report: Report) -> None:
    """What the store holds now; what is only a draft has to be offered by the app that was started again."""
    url = store_at(home)
    rows = citizen_rows(url, one.citizen).rows["time_use"]
    is_saved = any(row.values["hours"] == one.hours for row in rows)
    is_draft = any(draft.text == one.text for draft in drafts_of(url, WHO, one.course, DECEMBER))
    if is_saved:
        report.kept[f"{one.moment}: saved"] += 1
    elif is_draft and one.moment != "saved" and _is_offered(page, port, one):
        report.kept[f"{one.moment}: draft"] += 1
    else:
        report.lost.append(f"{one.course}: {one.text}, dræbt: {one.moment}")


def _is_offered(page: Page, port: int, one: Round) -> bool:
    """Whether the app says that there is a draft, and shows it in its field."""
    page.goto(f"http://127.0.0.1:{port}/min-maaned?hvem={WHO}&forloeb={one.course}")
    expect(page.locator(f"{FORM} h3")).to_have_text(one.citizen, timeout=WITHIN_MS)
    try:
        expect(page.get_by_text("Her står en kladde fra")).to_be_visible()
        expect(page.locator(FORM).get_by_label("Timer", exact=True)).to_have_value(one.text)
    except AssertionError:
        return False
    return True


if __name__ == "__main__":
    TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    with TemporaryDirectory() as folder, browser() as chrome:
        done = kill_session(own_month_home(Path(folder) / "home", TIMES), chrome, TIMES)
    print(done.as_table())
    sys.exit(bool(done.lost))
