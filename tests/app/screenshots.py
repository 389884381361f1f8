"""Pictures of the pages for the documentation: python -m tests.app.screenshots FOLDER."""

import sys
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines import case_store, meetings
from pipelines.case_results import store_results
from pipelines.rerun import rerun
from pipelines.settings import Choices, Settings
from tests.app.browser import browser, open_page
from tests.app.serving import run, sample_home, served
from tests.app.toured import NEW, everybody_but_one_has_taken_the_tour

PAGES = {
    "min-maaned": "min-maaned?hvem=sagsbehandler-01",
    "nyt-forloeb": "nyt-forloeb?hvem=sagsbehandler-01",
    "noegletal": "noegletal?hvem=projektleder&type=Udbytte&municipality=901",
    "om-tallet": "om-tallet?hvem=projektleder&tal=Borgere i mistrivsel (WHO-5)",
    "borger": "borger?hvem=projektleder&forloeb=B-901-001 · CTI siden 03-06-2025",
    "borger-icm": "borger?hvem=projektleder&municipality=903",
    "borger-kontaktfase": "borger?hvem=projektleder-902&id=F-902-009-1",
    "borger-skift": "borger?hvem=projektleder-901&id=F-901-009-2",
    "vis-borgeren": "vis-borgeren?hvem=projektleder-901&id=F-901-001-1",
    "dobbelt-bundlinje": "dobbelt-bundlinje?hvem=projektleder-901",
    "tid-mod-trivsel": "dobbelt-bundlinje?hvem=projektleder-901&vis=Tid mod trivsel",
    "forventning": "forventning?hvem=projektleder-901&id=F-901-001-1",
    "teammoede": "teammoede?hvem=projektleder-901",
    "som": "som?hvem=oekonom",
    "som-resultat": "som-resultat?hvem=projektleder&sag=icm-903",
    "som-usikkerhed": "som-usikkerhed?hvem=projektleder&sag=icm-903",
    "som-overvaagning": "som-overvaagning?hvem=projektleder&sag=icm-903",
    "som-trin": "som-beregning?hvem=oekonom&sag=housing-first-901",
    "som-sammenlign": "som-sammenlign?hvem=oekonom&sag=housing-first-901",
    "som-logbog": "som-logbog?hvem=oekonom&sag=housing-first-901",
    "vidensbase": "vidensbase?hvem=oekonom",
    "maal": "maal?hvem=projektleder-901",
    "vaelg-noegletal": "vaelg-noegletal?hvem=projektleder-901",
    "fuldstaendighed": "fuldstaendighed?hvem=projektleder",
    "data-ind": "data-ind?hvem=projektleder",
    "talmoede": "talmoede?hvem=projektleder-901",
    "modenhed": "modenhed?hvem=projektleder-901",
    "andre-kommuner": "andre-kommuner?hvem=projektleder-901",
    "ledelse": "ledelse?hvem=ledelse",
    "hjaelp": "hjaelp?hvem=ledelse",
    "rundtur": f"ledelse?hvem={NEW}",
}
WIDTHS = {1280: 1000, 390: 844}


def with_meeting(home: Path) -> Path:
    """The home with a team meeting held: three courses on its list, one talked about, one thing agreed a week before."""
    store, doer = f"sqlite:///{home / 'store.db'}", {"who": "projektleder-901", "at": datetime(2026, 1, 15, 9, 0)}
    listed = [(f"F-901-{number}-1", f"B-901-{number}") for number in ("002", "007", "008")]
    before, now = (meetings.call_meeting(store, "901", None, date(2026, 1, day), **doer) for day in (8, 15))
    meetings.agree(store, before, listed[0], "Aftal en ny måling", "sagsbehandler-02", date(2026, 1, 14), **doer)
    meetings.put_on_list(store, now, listed, **doer)
    meetings.discussed(store, now, listed[0], **doer)
    return home


def with_case_work(home: Path) -> Path:
    """The home with two more months of reruns stored, and a case of which three inputs have been changed since."""
    here = Settings(home, f"sqlite:///{home / 'store.db'}", date(2026, 1, 15), Choices())
    for month in (9, 10):
        store_results(here, rerun(here, date(2025, month, 1)), "drift", datetime(2026, 1, 10, 9))
    kept = case_store.current(here, "housing-first-901", datetime(2026, 1, 12, 9))
    content = kept.content
    content["intervention"]["costs"][1]["amount"] = {"value": 74000, "low": 65000, "high": 90000}
    content["consequences"][0]["price"]["amount"] = {"value": 1590, "low": 1400, "high": 1800}
    content["consequences"][1]["with"] = [44, 36, 28]
    case_store.save(
        here, "housing-first-901", content, based_on=kept.version, reason="Ny takst og regnskab 2025", who="oekonom",
        at=datetime(2026, 1, 12, 10),
    )  # fmt: skip
    return home


def ready_for_the_management(home: Path) -> Path:
    """The home with its numbers protected, and with users who have been here before."""
    run(home, "pipelines", "build")
    everybody_but_one_has_taken_the_tour(home)
    return home


def take(folder: Path, names: list[str] | None = None) -> list[Path]:
    """Every page at desktop and at telephone width, the whole page high."""
    taken = []
    folder.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory() as home,
        served(ready_for_the_management(with_case_work(with_meeting(sample_home(Path(home)))))) as address,
        browser() as started,
    ):
        for name in names or PAGES:
            for width, height in WIDTHS.items():
                page = open_page(started, f"{address}/{PAGES[name]}", width, height)
                target = folder / f"{name}-{width}.png"
                full = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
                page.set_viewport_size({"width": width, "height": min(int(full) + 20, 3000)})
                page.wait_for_timeout(2500)
                page.screenshot(path=target)
                taken.append(target)
                page.close()
    return taken


if __name__ == "__main__":
    for path in take(Path(sys.argv[1]), sys.argv[2:] or None):
        print(path)
