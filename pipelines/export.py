"""Text that leaves the program for a spreadsheet, made safe to open there."""

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def safe_text(value: object) -> object:
    """The value as it may stand in a spreadsheet cell: text that Excel would run as a formula gets an apostrophe.

    Numbers, dates and None are left alone.
    """
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return "'" + value
    return value


def safe_csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV for Excel (; as separator, CRLF, quotes where needed), every cell safe to open."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe_text(heading) for heading in headings])
    writer.writerows([safe_text(value) for value in row] for row in rows)
    return text.getvalue()
