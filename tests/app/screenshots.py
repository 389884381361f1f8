"""Pictures of the pages for the documentation: python -m tests.app.screenshots FOLDER."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.app.browser import browser, open_page
from tests.app.serving import sample_home, served

PAGES = {
    "noegletal": "noegletal?hvem=projektleder&type=Outcome&municipality=901",
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
    "som-trin": "som-beregning?hvem=oekonom&sag=housing-first-901",
    "fuldstaendighed": "fuldstaendighed?hvem=projektleder",
    "data-ind": "data-ind?hvem=projektleder",
}
WIDTHS = {1280: 1000, 390: 844}


def take(folder: Path, names: list[str] | None = None) -> list[Path]:
    """Every page at desktop and at telephone width, the whole page high."""
    taken = []
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as home, served(sample_home(Path(home))) as address, browser() as started:
        for name in names or PAGES:
            for width, height in WIDTHS.items():
                page = open_page(started, f"{address}/{PAGES[name]}", width, height)
                target = folder / f"{name}-{width}.png"
                full = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
                page.set_viewport_size({"width": width, "height": min(int(full) + 20, 3000)})
                page.wait_for_timeout(800)
                page.screenshot(path=target)
                taken.append(target)
                page.close()
    return taken


if __name__ == "__main__":
    for path in take(Path(sys.argv[1]), sys.argv[2:] or None):
        print(path)
