"""Extracts of an invented case system for the tests: a mapping, files as that system writes them, and what comes of them."""

from collections.abc import Mapping as Of
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipelines.contract import Fault, check_rows
from pipelines.importing import Import, understood
from pipelines.mapping import Mapping, read_mapping
from tests.sending import CITIZEN, COURSE, TODAY

HOURS_MAPPING: dict[str, Any] = {
    "source": "Fagsystem",
    "about_da": "Opdigtet til test.",
    "form": {"kind": "csv", "separator": ";", "decimal": "comma", "date": "DD-MM-YYYY"},
    "tables": [
        {
            "table": "time_use",
            "columns": {
                "course_id": "Sag",
                "month": "Dato",
                "caseworker": "Udfører",
                "hours": {"from": "Minutter", "unit": "minutes", "combine": "sum"},
            },
        }
    ],
}
STATUS_MAPPING: dict[str, Any] = HOURS_MAPPING | {
    "tables": [
        {
            "table": "monthly_status",
            "columns": {
                "citizen_id": "Borger",
                "month": {"from": "Måned", "date": "MM-YYYY"},
                "housing": {
                    "from": "Bolig",
                    "codes": {"Egen bolig": "own_home", "Gade": "without_home", "?": "unknown", "Afsluttet": "skip"},
                },
                "shelter_nights": "Døgn",
            },
        }
    ],
}


def mapping_of(folder: Path, declared: Of[str, Any], **form: Any) -> Mapping:
    """The mapping as a municipality's file, read back; `form` changes how their files are written."""
    folder.mkdir(exist_ok=True)
    path = folder / "egen.yaml"
    text = yaml.safe_dump({**declared, "form": {**declared["form"], **form}}, allow_unicode=True)
    path.write_text(text, encoding="utf-8")
    return read_mapping(path)


def extract(folder: Path, text: str, *, encoding: str = "utf-8", name: str = "udtræk.csv") -> Path:
    """One file as the other system would have written it."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@cache
def base() -> dict[str, Any]:
    """The stored tables of one citizen b1 with a CTI course f1 from January 2025."""
    rows = {"citizens": [CITIZEN], "courses": [COURSE]}
    return check_rows({name: [dict(row) for row in given] for name, given in rows.items()}, today=TODAY).tables


def come_of(folder: Path, declared: Of[str, Any], text: str, *, written: str = "utf-8", **form: Any) -> Import:
    """What an extract comes to beside one known citizen and course, with nothing else stored."""
    mapping = mapping_of(folder, declared, **form)
    path = extract(folder, text, encoding=written)
    return understood([path], mapping, {}, today=TODAY, stored=base(), store=None)


def faults_of(folder: Path, declared: Of[str, Any], text: str, **form: Any) -> list[tuple[int | None, str | None, str]]:
    """Row, column and rule of every fault."""
    return [placed(found) for found in come_of(folder, declared, text, **form).checked.faults]


def placed(found: Fault) -> tuple[int | None, str | None, str]:
    return found.row, found.column, found.rule


def hours(result: Import) -> list[tuple[str, date, float]]:
    """Course, month and hours of every row made."""
    rows = result.checked.tables["time_use"].to_pylist()
    return [(row["course_id"], row["month"], row["hours"]) for row in rows]
