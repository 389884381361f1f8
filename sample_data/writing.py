"""Rows to CSV files: UTF-8, semicolon, decimal comma, dates YYYY-MM-DD, months YYYY-MM, blank for unknown."""

import csv
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_type_hints

from sample_data.records import Registrations


def write(registrations: Registrations, folder: Path) -> list[Path]:
    """Write one file per table, named after the table; an earlier file of that name is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    hints = get_type_hints(Registrations)
    return [
        _write_table(folder / f"{name}.csv", get_args(hints[name])[0], getattr(registrations, name))
        for name in (field.name for field in fields(Registrations))
    ]


def _write_table(path: Path, row_type: type, rows: Sequence[Any]) -> Path:
    columns = [field.name for field in fields(row_type)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(column, getattr(row, column)) for column in columns] for row in rows)
    return path


def _cell(column: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()[:7] if column == "month" else value.isoformat()
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return str(value)
