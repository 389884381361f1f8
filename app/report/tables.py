"""Tables of the page Data ind as files and frames: fault list, template, and the log of loads."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Font

from app import labels
from app.report.excel_tables import append
from pipelines.access_log import ACTIONS_DA, Access
from pipelines.danish import moment, number
from pipelines.export import safe_csv
from pipelines.store import LoadEntry
from pipelines.template import write_template


def table_file(table: pd.DataFrame) -> bytes:
    """A frame as an Excel sheet; texts that look like formulas stay texts."""
    book = Workbook()
    sheet = book.active
    sheet.append(list(table.columns))
    for row in table.itertuples(index=False):
        append(sheet, [None if pd.isna(value) else value for value in row])
    for column in sheet.columns:
        column[0].font = Font(bold=True)
        longest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[column[0].column_letter].width = min(100, longest + 2)
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def template_bytes() -> bytes:
    """The Excel template for registrations."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "skabelon.xlsx"
        write_template(path)
        return path.read_bytes()


def loads_table(loads: Sequence[LoadEntry]) -> pd.DataFrame:
    """What was loaded when, by whom, from where, and how many rows were new, changed and unchanged."""
    return pd.DataFrame(
        [
            {
                "Hvornår": moment(load.loaded_at),
                "Hvem": load.loaded_by,
                "Hvorfra": load.source,
                "Nye": number(sum(counts.new for counts in load.counts.values()), 0),
                "Ændrede": number(sum(counts.changed for counts in load.counts.values()), 0),
                "Uændrede": number(sum(counts.unchanged for counts in load.counts.values()), 0),
            }
            for load in loads
        ]
    )


def accesses_table(lines: Sequence[Access]) -> pd.DataFrame:
    """The access log as a table: when (Danish time), who, what, whom and where."""
    columns = {
        "Hvornår": [moment(line.at) for line in lines],
        "Bruger": [line.user_name for line in lines],
        "Rolle": [labels.roles_da(line.role) for line in lines],
        "Hvad": [ACTIONS_DA[line.action] for line in lines],
        "Borger": [line.citizen_id or "" for line in lines],
        "Hvor": [line.subject for line in lines],
    }
    return pd.DataFrame(columns)


def lines_csv(lines: Sequence[Mapping[str, str]]) -> bytes:
    """Lines of texts as CSV that Excel opens with Danish letters."""
    headings = list(lines[0]) if lines else []
    return safe_csv(headings, [list(line.values()) for line in lines]).encode("utf-8-sig")
