"""Writes the golden numbers of the sample data, from the slow computation: python -m tests.golden.write_golden.

One file per month: breakdown -> figure or figure.part -> group -> category -> [value, n, population, status],
where the group or category that a row does not have is "".
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sample_data.generate import main as generate
from tests.oracle.figures import BREAKDOWNS, figures_of
from tests.oracle.months import month_from
from tests.oracle.world import World, open_world

FOLDER = Path(__file__).parent
MONTHS = ("2024-01", "2024-10", "2025-12")
Row = Mapping[str, Any]


def golden_path(month: str) -> Path:
    """Where a month's numbers are kept."""
    return FOLDER / f"figures_{month}.json"


def read_golden(month: str, by: str | None) -> list[dict[str, Any]]:
    """The stored numbers of a month and breakdown as rows of `figures --format json`."""
    kept = json.loads(golden_path(month).read_text(encoding="utf-8"))[by or ""]
    return [
        row_from(month, by, name, group, category, numbers)
        for name, groups in kept.items()
        for group, categories in groups.items()
        for category, numbers in categories.items()
    ]


def row_from(
    month: str, by: str | None, name: str, group: str, category: str, numbers: Sequence[Any]
) -> dict[str, Any]:
    """One stored number as a row; coverage is n over population."""
    figure, _, part = name.partition(".")
    value, n, population, status = numbers
    return {
        "figure": figure,
        "part": part or None,
        "month": month,
        "by": by,
        "group": group or None,
        "category": category or None,
        "value": value,
        "n": n,
        "population": population,
        "coverage": n / population if population else None,
        "status": status,
    }


def kept_from(rows: Sequence[Row]) -> dict[str, Any]:
    """Rows of one month and breakdown in the stored shape."""
    kept: dict[str, Any] = {}
    for row in rows:
        name = f"{row['figure']}.{row['part']}" if row["part"] else row["figure"]
        numbers = [row[column] for column in ("value", "n", "population", "status")]
        kept.setdefault(name, {}).setdefault(row["group"] or "", {})[row["category"] or ""] = numbers
    return kept


def month_as_text(world: World, month: str) -> str:
    """A month's file: one line per figure or part of a breakdown."""
    blocks = []
    for by in (None, *BREAKDOWNS):
        kept = kept_from(figures_of(world, month_from(month), by, {}))
        lines = [f"{json.dumps(name)}:{_compact(groups)}" for name, groups in kept.items()]
        blocks.append(f"{json.dumps(by or '')}:{{\n" + ",\n".join(lines) + "\n}")
    return "{\n" + ",\n".join(blocks) + "\n}\n"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def sample_world(folder: Path) -> World:
    """The sample data, generated into the folder."""
    generate([str(folder)])
    return open_world(folder)


def main() -> None:
    """Write every month's file."""
    with TemporaryDirectory() as folder:
        world = sample_world(Path(folder))
    for month in MONTHS:
        golden_path(month).write_text(month_as_text(world, month), encoding="utf-8")


if __name__ == "__main__":
    main()
