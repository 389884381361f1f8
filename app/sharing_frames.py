"""Municipalities beside each other as the table that people read and the frame that the chart takes."""

from collections.abc import Sequence

import pandas as pd

from app import shown
from app.figure_frames import NUMBERS, SPREAD, spread_ends, without_blank_spread
from kpi_catalogue.figure import Part
from pipelines.danish import day
from pipelines.shared_comparing import Line


def comparison_table(lines: Sequence[Line], part: Part) -> pd.DataFrame:
    """A line per municipality in the order given: value, what it rests on, the day of the file, what to know."""
    table = pd.DataFrame(
        [
            {
                "Kommune": line.municipality,
                "Værdi": _value(line, part),
                "Hviler på": _rests_on(line),
                SPREAD: shown.spread_da(line.row, part) if line.row else "",
                "Tal fra": day(line.made_on),
                "Forbehold": " ".join(line.warnings) or "Samme definition.",
            }
            for line in lines
        ]
    )
    return without_blank_spread(table).set_index("Kommune")


def comparison_bars(lines: Sequence[Line], part: Part) -> pd.DataFrame:
    """A bar per municipality in the same order; one without a number has its word instead."""
    found = [
        {
            "label": f"Kommune {line.municipality}",
            "value": line.row["value"] if line.row else None,
            "shown": _value(line, part) + (" *" if line.warnings else ""),
            **spread_ends(line.row, part),
        }
        for line in lines
    ]
    return pd.DataFrame(found).astype(dict.fromkeys(NUMBERS, "float64"))


def _value(line: Line, part: Part) -> str:
    return shown.value_da(line.row, part) if line.row else shown.NO_VALUE_DA["no_data"]


def _rests_on(line: Line) -> str:
    row = line.row
    if row is None or row["n"] is None:
        return "–"
    return f"{row['n']} kendte" if row["coverage"] is None else f"{row['n']} kendte, {100 * row['coverage']:.0f} %"
