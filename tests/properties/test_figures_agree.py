"""Whatever is registered, the pipeline says what the slow computation says: every figure, course and success rate.

BUNDLINJE_SEEDS=200 tries more data sets than the usual ones; a failure names its seed.
"""

import os
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.build import build_from_files
from pipelines.contract import check
from pipelines.course import course_double_bottom_line
from pipelines.figures import figures
from pipelines.observe import observe
from pipelines.settings import CRITERIA, Choices, Settings
from pipelines.warehouse import open_warehouse
from som_engine.case import check_case
from som_engine.knowledge import Knowledge, load_knowledge
from tests.oracle.compare import differences, unlike
from tests.oracle.course import course_of
from tests.oracle.figures import BREAKDOWNS, CLOSED_GROUPS, figures_of
from tests.oracle.months import first_day, text_of
from tests.oracle.observe import observe_in
from tests.oracle.world import World, open_world
from tests.properties.csv_folder import write_csv
from tests.properties.random_registrations import Drawn, random_registrations

FIRST_SEED = 16
SEEDS = range(FIRST_SEED, FIRST_SEED + int(os.environ.get("BUNDLINJE_SEEDS", "6")))
MONTHS_AT_A_TIME, MONTHS_BROKEN_DOWN = 12, 2
SHOWN_DIFFERENCES = 25


@dataclass(frozen=True)
class Built:
    """One random data set, opened by the oracle and built by the pipeline."""

    drawn: Drawn
    world: World
    settings: Settings
    months: Sequence[int]


@pytest.fixture(scope="module", params=SEEDS, ids=lambda seed: f"seed{seed}")
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Random registrations that the contract finds no fault in, as a warehouse."""
    drawn = random_registrations(request.param)
    home = tmp_path_factory.mktemp(f"seed{request.param}")
    write_csv(home / "csv", drawn)
    settings = Settings(home, f"sqlite:///{home / 'store.db'}", drawn.today, Choices())
    checked = check(sorted((home / "csv").glob("*.csv")), today=drawn.today)
    assert [fault.message for fault in checked.faults] == []
    build_from_files(settings, checked)
    return Built(drawn, open_world(home / "csv"), settings, some_months(drawn))


def some_months(drawn: Drawn) -> Sequence[int]:
    """A year or less in a row: up to the last month, to one in the middle, or around a change of rules."""
    middle, around = (drawn.first + drawn.last + 1) // 2, drawn.anchor + 6
    last = random.Random(drawn.seed).choice((drawn.last, middle, around, around))
    last = max(drawn.first, min(last, drawn.last))
    return range(max(drawn.first, last - MONTHS_AT_A_TIME + 1), last + 1)


def both(built: Built, by: str | None, where: Mapping[str, Sequence[str]], somebody: bool = False) -> list[str]:
    """How the two differ on every figure: in all the months, or in the last ones under a breakdown or filter.

    somebody: only the rows that somebody is in.
    """
    months = built.months[-MONTHS_BROKEN_DOWN:] if by or where else built.months
    ours = [row for month in months for row in figures_of(built.world, month, by, where)]
    theirs = figures(built.settings, first_day(months[-1]), months=len(months), by=by, where=where, audience="team")
    if somebody:
        ours, theirs = ([row for row in rows if row["population"] != 0] for rows in (ours, theirs))
    return differences(ours, theirs)


def agreed(found: Sequence[str], about: str) -> None:
    """Fail with the first differences, and how many there are."""
    lines = "\n".join(found[:SHOWN_DIFFERENCES])
    assert not found, f"{about}: {len(found)} differences\n{lines}"


def test_every_figure(built: Built) -> None:
    """Every figure and part: same rows, same numbers."""
    agreed(both(built, None, {}), f"seed {built.drawn.seed}")


def test_every_figure_by_groups(built: Built) -> None:
    """Every figure and part by a third of the breakdowns; the next seed takes the next third."""
    for by in BREAKDOWNS[built.drawn.seed % 3 :: 3]:
        agreed(both(built, by, {}), f"seed {built.drawn.seed} by {by}")


def test_every_figure_under_a_filter(built: Built) -> None:
    """Every figure and part in a scope drawn at random, and one municipality by a closed list of groups."""
    rng = random.Random(built.drawn.seed)
    where = {"municipality": [rng.choice(built.world.municipalities)]}
    by = rng.choice(sorted(CLOSED_GROUPS))
    agreed(both(built, by, where), f"seed {built.drawn.seed} where {where} by {by}")
    where = some_scope(rng)
    agreed(both(built, None, where), f"seed {built.drawn.seed} where {where}")


def test_every_figure_by_open_groups_under_a_filter(built: Built) -> None:
    """By municipality, team or caseworker in a scope drawn at random: every group that somebody is in."""
    rng = random.Random(built.drawn.seed + 1)
    where, by = some_scope(rng), rng.choice(("municipality", "team", "caseworker"))
    agreed(both(built, by, where, somebody=True), f"seed {built.drawn.seed} where {where} by {by}")


def some_scope(rng: random.Random) -> dict[str, list[str]]:
    """One or two columns, one or two values of each."""
    values = {**CLOSED_GROUPS, "team": ("Nord", "unknown"), "caseworker": ("anne", "bo")}
    columns = rng.sample(sorted(values), rng.choice((1, 1, 2)))
    return {column: rng.sample(values[column], rng.choice((1, 2))) for column in columns}


def test_every_course(built: Built) -> None:
    """The double bottom line of every started course, on its own days and on month ends."""
    found = []
    with open_warehouse(built.settings.home) as connection:
        for course in built.world.courses:
            for day in some_days(course, built.drawn.today):
                line = course_double_bottom_line(
                    connection, course["course_id"], day, built.drawn.today, built.settings.choices
                )
                ours = course_of(built.world, course["course_id"], day)
                found += [f"{course['course_id']} on {day} {one}" for one in unlike(ours, as_json(asdict(line)))]
    agreed(found, f"seed {built.drawn.seed}")


def some_days(course: Mapping[str, Any], today: date) -> list[date]:
    """The first day, four months' last, one in between, the end and today, none of them later than today."""
    begins, ends = course["started_on"], course["ended_on"] or today
    month_ends = [first_day(course["start_month"] + later) - timedelta(days=1) for later in (2, 3, 5, 7)]
    days = {begins, begins + timedelta(days=100), *month_ends, ends, today}
    return sorted(day for day in days if begins <= day <= today)


def as_json(value: Any) -> Any:
    """Dates as the command shows them: days of scores in full, months as 2025-03."""
    if isinstance(value, Mapping):
        return {name: value[name].strftime("%Y-%m") if name == "month" else as_json(value[name]) for name in value}
    if isinstance(value, list | tuple):
        return [as_json(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The knowledge base, read once."""
    return load_knowledge()


@pytest.mark.parametrize("criterion", CRITERIA)
def test_every_success_rate(built: Built, knowledge: Knowledge, criterion: str) -> None:
    """What is observed of a case about every course, and of one with methods, groups and municipality at random."""
    rng, found = random.Random(f"{built.drawn.seed} {criterion}"), []
    methods = rng.sample(("CTI", "ICM", "ACT"), rng.choice((1, 2)))
    target_groups = rng.sample(("homeless", "at_risk"), rng.choice((0, 1)))
    some = (methods, target_groups, rng.choice((None, *built.world.municipalities)))
    with open_warehouse(built.settings.home) as connection:
        for about, months in ((([], [], None), built.months[::4]), (some, built.months[-1:])):
            case = check_case(case_about(criterion, *about), knowledge)
            for month in months:
                theirs = as_json(asdict(observe(connection, case, first_day(month))))
                ours = observe_in(built.world, criterion, month, *about)
                found += [f"{about} {text_of(month)} {one}" for one in unlike(ours, theirs)]
    agreed(found, f"seed {built.drawn.seed} {criterion}")


def case_about(
    criterion: str, methods: Sequence[str], target_groups: Sequence[str], municipality: str | None
) -> dict[str, Any]:
    """The least that is a case, with its success rate observed by the criterion; an empty list is left out."""
    observed = {"criterion": criterion, "methods": methods, "target_groups": target_groups}
    rate = {"observed": {name: value for name, value in observed.items() if value}, "value": 0.3, "basis": "estimate"}
    return {
        "case": "drawn",
        "title": "Tilfældig",
        "base_year": 2025,
        "price_year": 2025,
        "horizon_years": 1,
        "intervention": {
            "participants": [1],
            "costs": [{"name": "Drift", "amount": 1, "per": "participant", "basis": "estimate"}],
        },
        "effect": {"goal": "Mål", "success_rate": rate},
        "consequences": [
            {
                "id": "days",
                "name": "Døgn",
                "main_area": "social_services",
                "unit": "day",
                "change": [-1],
                "price": {"amount": 1, "price_year": 2025, "shares": {"municipality": 1}},
                "basis": "estimate",
            }
        ],
        **({"municipality": municipality} if municipality else {}),
    }


def test_the_registrations_are_the_same_for_the_same_seed(tmp_path: Path) -> None:
    """A failure can be looked at again by its seed."""
    for folder in ("one", "other"):
        write_csv(tmp_path / folder, random_registrations(7))
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes()
