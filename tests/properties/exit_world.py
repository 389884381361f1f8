"""An installation in which one municipality's number would give another's away, and the ways to let it slip out.

901 has 28 citizens (CTI 17, ICM 3, ACT 8), 902 has 3 and 903 has 15. Outside the team all 46 and 901's 28 are told; 902 is few,
and 903 is hidden because 46 - 28 - 15 is 3. In 901 ICM is few, and ACT is hidden because 28 - 17 - 8 is 3.
Low wellbeing: 10 of 901's, 1 of 902's and 9 of 903's; 20 and 901's 10 are told.
"""

import json
import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from app.rights import Grant, User, Visit
from kpi_catalogue.disclosure import Row, ScopedCell, open_rows
from kpi_catalogue.figure import catalogue
from kpi_catalogue.measure import measure_set
from pipelines.build import build_from_store
from pipelines.case_store import save
from pipelines.choices import set_choice, with_stored_choices
from pipelines.figure_target import Target
from pipelines.goals import EMPTY, Criterion, set_goals, with_criterion, with_new
from pipelines.kept_rows import kept_file
from pipelines.protected import PUBLISHED_BREAKDOWNS, protect_ahead
from pipelines.settings import Choices, Settings
from pipelines.users import Granted, add, grant
from pipelines.warehouse import open_warehouse
from tests.sending import COURSE, keep, send
from tests.stores import store_at
from tests.unit.som_engine.cases import HOUSING_FIRST

TODAY, MAY, AT = date(2025, 6, 15), date(2025, 5, 1), datetime(2025, 6, 1, 12)
FIGURES = ("citizens_included", "low_wellbeing")
LIMIT = 5
PEOPLE = {"901": {"CTI": 17, "ICM": 3, "ACT": 8}, "902": {"CTI": 3}, "903": {"CTI": 15}}
LOW = {"901": {"CTI": 6, "ICM": 1, "ACT": 3}, "902": {"CTI": 1}, "903": {"CTI": 9}}
CASE = "sag-903"
Key = tuple[str, str | None, str | None, str | None]
"""Figure, breakdown, group and municipality."""
LEAKS: dict[str, tuple[str | None, str | None, str | None]] = {
    "a municipality": (None, None, "903"),
    "a group": ("method", "ACT", "901"),
}
"""What slips out: breakdown, group and municipality of a hidden cell that would give another away."""


@dataclass(frozen=True, eq=False)
class World:
    """The installation, and every true cell of May; each is one of its own, nothing of it is changed once it is walked."""

    here: Settings
    cells: Sequence[ScopedCell]

    @property
    def manager(self) -> Visit:
        """Somebody of the management, in all three municipalities."""
        return Visit(self.here, User("ledelse", tuple(Grant("management", code) for code in PEOPLE)))


def made(home: Path) -> World:
    """The installation, built, with a year protected, two goals, and a case of 903."""
    here = Settings(home, store_at(home), TODAY, Choices())
    loaded = keep(here.store_url, _registered(home / "csv"), today=TODAY)
    if loaded.faults:
        raise RuntimeError(loaded.faults[0].message)
    off = [name for name in catalogue() if name not in FIGURES]
    set_choice(here, "figures_off", off, reason="få tal", who="lis", at=AT)
    here = with_stored_choices(here)
    add(here.store_url, "ledelse", "ledelse@eksempel.dk")
    for code in PEOPLE:
        grant(here.store_url, "ledelse", Granted("management", code), who="drift", at=AT)
    _set_goals(here)
    save(here, CASE, {**HOUSING_FIRST, "municipality": "903"}, based_on=0, reason="ny", who="erik", at=AT)
    build_from_store(here)
    protect_ahead(here)
    return World(here, _true_cells(home))


def _registered(folder: Path) -> Path:
    citizens, courses, scores = [], [], []
    for code, methods in PEOPLE.items():
        own = [(method, place < LOW[code][method]) for method, count in methods.items() for place in range(count)]
        for number, (method, is_low) in enumerate(own):
            citizen, course = f"B-{code}-{number}", f"F-{code}-{number}"
            citizens.append({"citizen_id": citizen, "municipality": code, "team": f"{code} A", "target_group": "homeless",
                             "referred_on": "2025-01-02"})  # fmt: skip
            courses.append(
                {**COURSE, "course_id": course, "citizen_id": citizen, "method": method, "caseworker": "anne"}
            )
            scores.append({"course_id": course, "measured_on": "2025-05-10", "instrument": "WHO5", "kind": "actual",
                           "estimated_on": "", "score": "40" if is_low else "72"})  # fmt: skip
    return send(folder, citizens=citizens, courses=courses, measurements=scores)


def _set_goals(here: Settings) -> None:
    tree = with_new(with_new(EMPTY, (), "Bedre liv"), (0,), "Flere med")
    for name in FIGURES:
        aim = Target(30, "at_least", MAY)
        tree = with_criterion(tree, (0, 0), Criterion(f"Nok af {name}", name, aim))
    set_goals(here, tree, based_on=EMPTY, reason="begyndt", who="lis", at=AT)


def _true_cells(home: Path) -> list[ScopedCell]:
    with open_warehouse(home) as warehouse, warehouse.cursor() as connection:
        return [
            ScopedCell(code, cell)
            for name in FIGURES
            for code, cell in measure_set(
                connection, catalogue()[name], [MAY], (None, *PUBLISHED_BREAKDOWNS), (None, *PEOPLE)
            )
            if cell.part is None
        ]


def let_slip(world: World, leak: str, count: int | None = None) -> None:
    """Put the true number of a hidden cell of May where its protected row is kept: every exit reads from there.

    count: told in its place, of as many known.
    """
    by, group, code = LEAKS[leak]
    opened = {one.cell.figure: open_rows([one.cell])[0] for one in world.cells
              if (one.cell.by, one.cell.group, one.municipality) == (by, group, code)}  # fmt: skip
    if count is not None:
        opened = {name: replace(row, value=count, n=count, population=count) for name, row in opened.items()}
    with closing(sqlite3.connect(kept_file(world.here.home / "warehouse"))) as file, file:
        for name in FIGURES:
            found = "select rowid, rows from protected where figure = ? and month = ?"
            for number, content in file.execute(found, [name, MAY.isoformat()]).fetchall():
                rows = [_slipped(row, opened[name], code) for row in json.loads(zlib.decompress(content))]
                packed = zlib.compress(json.dumps(rows, default=date.isoformat).encode())
                file.execute("update protected set rows = ? where rowid = ?", [packed, number])


def _slipped(kept: list[object], opened: Row, code: str | None) -> list[object]:
    row = dict(zip(vars(opened), kept, strict=True))
    same = (row["part"], row["by"], row["group"], row["municipality"]) == (None, opened.by, opened.group, code)
    return list({**vars(opened), "municipality": code}.values()) if same else kept


def pooled(published: Sequence[Row], told: Mapping[Key, Row]) -> list[Row]:
    """What somebody has who knows all that is published, and reads one exit more."""
    return [told.get((row.figure, row.by, row.group, row.municipality), row) for row in published]
