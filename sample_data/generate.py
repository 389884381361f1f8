"""The sample data of Bundlinje: five invented municipalities, thirty months, nobody real.

python -m sample_data.generate FOLDER [--seed N] writes the ten CSV files, the same bytes for the same seed.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import TypeVar

from sample_data.courses import expected_time, missing_reasons, time_use
from sample_data.market import housing_market, rates, vacant_homes
from sample_data.measures import measurements
from sample_data.people import draw_citizen
from sample_data.plans import CitizenPlan, CoursePlan
from sample_data.profiles import PROFILES, Profile
from sample_data.records import MonthlyStatus, Registrations
from sample_data.scripts import scripted
from sample_data.status import monthly_status
from sample_data.writing import write

DEFAULT_SEED = 901
Row = TypeVar("Row")


def registrations(seed: int = DEFAULT_SEED) -> Registrations:
    """Everything the five invented municipalities registered; the same for the same seed."""
    citizens = [plan for profile in PROFILES for plan in _citizens(profile, seed)]
    codes = [profile.municipality for profile in PROFILES]
    return Registrations(
        citizens=[plan.citizen for plan in citizens],
        courses=[plan.course for citizen in citizens for plan in citizen.courses],
        expected_time=_course_rows(citizens, lambda _, plan, rng: expected_time(plan, rng), seed, "expected"),
        time_use=_course_rows(citizens, lambda _, plan, rng: time_use(plan, rng), seed, "time"),
        measurements=_course_rows(citizens, measurements, seed, "measured"),
        monthly_status=_status_rows(citizens, seed),
        missing_reasons=_course_rows(citizens, lambda _, plan, rng: missing_reasons(plan, rng), seed, "reasons"),
        housing_market=[row for code in codes for row in housing_market(code, _chance(seed, code, "market"))],
        vacant_homes=[row for code in codes for row in vacant_homes(code, _chance(seed, code, "homes"))],
        rates=[row for code in codes for row in rates(code)],
    )


def _course_rows(
    citizens: Sequence[CitizenPlan],
    rows_of: Callable[[CitizenPlan, CoursePlan, Random], list[Row]],
    seed: int,
    name: str,
) -> list[Row]:
    """The rows of every course, each course with chance of its own."""
    return [
        row
        for citizen in citizens
        for plan in citizen.courses
        for row in rows_of(citizen, plan, _chance(seed, plan.course.course_id, name))
    ]


def _status_rows(citizens: Sequence[CitizenPlan], seed: int) -> list[MonthlyStatus]:
    chances = [_chance(seed, plan.citizen.citizen_id, "status") for plan in citizens]
    return [row for plan, rng in zip(citizens, chances, strict=True) for row in monthly_status(plan, rng)]


def _citizens(profile: Profile, seed: int) -> list[CitizenPlan]:
    """The municipality's citizens: those written by hand, then as many drawn by chance as its size asks."""
    first = scripted(profile.municipality)
    numbers = range(len(first) + 1, profile.size + 1)
    code = profile.municipality
    return first + [draw_citizen(profile, number, _chance(seed, code, str(number))) for number in numbers]


def _chance(seed: int, *names: str) -> Random:
    """A random source of its own for each thing drawn, so that a change in one leaves the others as they were."""
    return Random("/".join((str(seed), *names)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the sample to a folder and say where."""
    parser = argparse.ArgumentParser(
        prog="python -m sample_data.generate",
        description="Skriv eksempeldata (fem opdigtede kommuner) som ti CSV-filer.",
    )
    parser.add_argument("folder", metavar="MAPPE", type=Path, help="mappen, som filerne skrives i")
    parser.add_argument(
        "--seed", type=int, default=DEFAULT_SEED, help="samme tal giver samme data (standard: %(default)s)"
    )
    chosen = parser.parse_args(arguments)
    written = write(registrations(chosen.seed), chosen.folder)
    sys.stdout.write(f"Skrev {len(written)} filer med opdigtede data i {chosen.folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
