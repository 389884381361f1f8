"""What somebody typed into a form or a grid, read by the rules that files are read by, and said back in Danish.

There is one rule for numbers, dates and codes, see pipelines.cell_reading.
"""

import functools
import re
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from pipelines.cell_reading import read_cell
from pipelines.cpr import CPR_MASK, has_cpr
from pipelines.danish import number
from pipelines.faulting import cell_problem
from pipelines.schema import Column, contracts

_CLOCK = re.compile(r"([0-9]{1,3}):([0-5][0-9])")


@dataclass(frozen=True)
class Entry:
    """One typed cell: the text to send to the contract, its value, how it was understood, or what is wrong with it.

    `text` and `value` are None when the cell is blank; `problem` is "" when the cell can be used.
    """

    text: str | None
    value: float | int | str | date | None
    echo: str
    problem: str


BLANK = Entry(None, None, "", "")


def entry(table: str, column: str, typed: str | None, unit: str = "") -> Entry:
    """Read what was typed into a column of a table; `unit` is "hours", or the word that the echo ends with."""
    text = (typed or "").strip()
    if not text:
        return BLANK
    if has_cpr(text):
        return Entry(CPR_MASK, None, "", cell_problem(contracts()[table].columns[column], "cpr", CPR_MASK))
    return _read(table, column, hours_text(text) if unit == "hours" else text, unit)


def hours_text(typed: str) -> str:
    """Hours and minutes, 7:30, as hours with decimals, 7,5; anything else as it was typed."""
    clock = _CLOCK.fullmatch(typed.strip())
    return typed if clock is None else number(int(clock[1]) + int(clock[2]) / 60, 2)


@functools.lru_cache(maxsize=4096)
def _read(table: str, name: str, text: str, unit: str) -> Entry:
    column = contracts()[table].columns[name]
    value, rule, _ = read_cell(table, name, text, "text", None)
    if rule is not None:
        return Entry(text, None, "", cell_problem(column, rule, text))
    return Entry(text, value, _echo(column, value, unit), "")


def _echo(column: Column, value: float | int | str | date | None, unit: str) -> str:
    if isinstance(value, date):
        pattern = "MMMM y" if column.type == "month" else "EEEE d. MMMM y"
        return f"forstået som {format_date(value, pattern, locale='da')}"
    if column.codes:
        code = str(value)
        return f"forstået som {column.codes.get(code, code).lower()}"
    if unit == "hours" and isinstance(value, int | float):
        return f"forstået som {hours_da(value)}"
    if isinstance(value, int | float):
        return f"forstået som {exact_da(value)} {unit}".rstrip()
    return ""


def hours_da(hours: float) -> str:
    """Hours as people say them: 7 timer 30 min; with the decimals where whole minutes do not tell it all."""
    whole, minutes = divmod(round(hours * 60), 60)
    parts = [f"{number(whole, 0)} {'time' if whole == 1 else 'timer'}"] if whole or not minutes else []
    parts += [f"{minutes} min"] if minutes else []
    is_told = abs(hours * 60 - (60 * whole + minutes)) < 1e-6
    return " ".join(parts) + ("" if is_told else f" ({exact_da(hours)})")


def exact_da(value: float) -> str:
    """A number with all its decimals and no more: 7,5 and 1.234,5 and 8."""
    text = number(value, 12).rstrip("0").rstrip(",")
    return text or "0"


def typed_da(value: object) -> str:
    """A stored value as one would type it into its field: 7,5 and 31-12-2025, blank for unknown; no grouping."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return exact_da(value).replace(".", "")
    return str(value)
