"""The courses of hand_courses.yaml: their registrations as files, and the numbers calculated by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from pipelines.double_bottom_line import later_month

FILE = Path(__file__).with_suffix(".yaml")
HEADINGS = {
    "citizens": "citizen_id,municipality,team,target_group,referred_on",
    "courses": "course_id,citizen_id,method,contact_on,started_on,ended_on,end_reason,caseworker,progression_measure",
    "expected_time": "course_id,period,hours,estimated_on,basis",
    "time_use": "course_id,month,caseworker,hours",
    "measurements": "course_id,measured_on,estimated_on,instrument,kind,score",
}


@dataclass(frozen=True)
class HandCourse:
    """One course as it is written in the file, and its expected numbers as exact fractions."""

    given: dict[str, Any]

    @property
    def course_id(self) -> str:
        return self.given["id"]

    @property
    def on(self) -> date:
        return self.given["looked_at"]

    def pct(self, name: str) -> list[float | None]:
        """The accumulated per cents of expected or actual, a month each."""
        return [_pct(share) for share in self.given[name]]

    @property
    def phases(self) -> list[tuple[float | None, float | None]]:
        """Accumulated expected and actual per cent of each CTI phase."""
        return [(_pct(expected), _pct(actual)) for expected, actual in self.given.get("phases", [])]

    @property
    def difference(self) -> float:
        """Actual minus expected score, as the sum of what is written."""
        return float(sum((Fraction(str(part)) for part in self.given["difference"]), Fraction(0)))

    @property
    def time_ratio(self) -> float | None:
        ratio = self.given["time_ratio"]
        return None if ratio is None else float(Fraction(ratio))


def _pct(share: str | None) -> float | None:
    return None if share is None else float(100 * Fraction(share))


def hand_courses() -> list[HandCourse]:
    """Every course of the file."""
    return [HandCourse(given) for given in yaml.safe_load(FILE.read_text(encoding="utf-8"))]


def write_hand_courses(folder: Path) -> Path:
    """All of the courses as CSV files in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[str, list[str]] = {name: [] for name in HEADINGS}
    for one in hand_courses():
        for table, line in _rows(one.given):
            rows[table].append(line)
    for table, heading in HEADINGS.items():
        (folder / f"{table}.csv").write_text("\n".join([heading, *rows[table]]) + "\n", encoding="utf-8")
    return folder


def _rows(given: dict[str, Any]) -> Iterator[tuple[str, str]]:
    course, name = given["course"], given["id"]
    citizen = name.replace("H", "B")
    yield "citizens", f"{citizen},901,Team Hånd,homeless,2024-08-01"
    dates = (course.get(part, "") for part in ("contact_on", "started_on", "ended_on", "end_reason"))
    yield (
        "courses",
        f"{name},{citizen},{course['method']},{','.join(map(str, dates))},anne,{course['progression_measure']}",
    )
    for estimated_on, periods in given["estimates"].items():
        for period, hours in periods.items():
            yield "expected_time", f"{name},{period},{hours},{estimated_on},individual"
    start = course["started_on"].replace(day=1)
    for place, hours in enumerate(given["time"]):
        if hours is not None:
            yield "time_use", f"{name},{later_month(start, place):%Y-%m},anne,{hours}"
    yield from _measurements(name, course["progression_measure"], given)
    if "other" in given:
        yield from _measurements(name, given["other"]["instrument"], given["other"])


def _measurements(name: str, instrument: str, given: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for kind, scores in (("expected", given["expected_scores"]), ("actual", given["scores"])):
        for day, score in scores.items():
            yield "measurements", f"{name},{day},,{instrument},{kind},{score}"
