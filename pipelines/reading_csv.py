"""CSV files to cells: UTF-8, ; or , between the fields, rows counted as Excel counts them."""

import csv
import io
import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from pipelines.cpr import CPR_MASK, has_cpr
from pipelines.fault import Fault, danish_integer, fault
from pipelines.sheet import MOST_COLUMNS, MOST_ROWS, Sheet, limited, trimmed

_OTHER_FORMATS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\x1f\x8b", b"\xff\xd8\xff")
_WIDE_ENCODINGS = (b"\xff\xfe", b"\xfe\xff")


@dataclass
class _Records:
    """What was split so far: rows as wide as the heading, their numbers, and what was wrong with others."""

    numbers: list[int] = field(default_factory=list)
    rows: list[Sequence[str]] = field(default_factory=list)
    ragged: list[tuple[int, Sequence[str]]] = field(default_factory=list)
    broken: list[tuple[int, str]] = field(default_factory=list)


def read_csv(path: Path, name: str, *, encoding: str = "utf-8", separator: str | None = None) -> Sheet:
    """The cells of one CSV file; whatever cannot be read is a fault of the sheet.

    The separator is ; or , as the first line shows, or the one that is said, which may be a tab.
    """
    sheet = Sheet(str(path), None, name)
    content = path.read_bytes()
    if not content.strip():
        return _refused(sheet, "file_empty", what="filen")
    if content.startswith(_OTHER_FORMATS) or (b"\0" in content[:4096] and not content.startswith(_WIDE_ENCODINGS)):
        return _refused(sheet, "file_damaged", kind="en CSV-fil")
    try:
        text = unicodedata.normalize("NFC", content.decode("utf-8-sig" if encoding == "utf-8" else encoding))
    except UnicodeDecodeError:
        return _refused(sheet, "encoding")
    return _cells(sheet, text, separator)


def _refused(sheet: Sheet, rule: str, **shown: object) -> Sheet:
    return replace(sheet, faults=[fault(sheet.place(), rule, **shown)], is_whole=False)


def _cells(sheet: Sheet, text: str, said: str | None) -> Sheet:
    separator = said or _separator(text)
    if separator == "\t" and said is None:
        return _refused(sheet, "separator")
    records = _numbered_records(text, separator)
    heading_row, first = next(records, (1, "file_empty"))
    if isinstance(first, str):
        return _refused(sheet, first, what="filen", limit=danish_integer(MOST_ROWS))
    headings = _without_trailing_blanks(first)
    if len(headings) > MOST_COLUMNS:
        return _refused(sheet, "too_many_columns", count=danish_integer(len(headings)))
    split = _split(records, len(headings))
    if split.broken and split.broken[-1][1] == "too_many_rows":
        return _refused(sheet, "too_many_rows", limit=danish_integer(MOST_ROWS))
    return _filled(replace(sheet, headings=headings, heading_row=heading_row), split)


def _separator(text: str) -> str:
    """The separator of the first line with content: the one of ; , and tab that stands most often outside quotes."""
    line = next((line for line in io.StringIO(text, newline="") if line.strip()), "")
    outside_quotes = "".join(line.split('"')[::2])
    return max(";,\t", key=outside_quotes.count)


def _numbered_records(text: str, separator: str) -> Iterator[tuple[int, list[str] | str]]:
    """Every record with content as (row number, fields), or (row number, the rule it breaks)."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    for number in itertools.count(1):
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            yield number, "field_too_long" if "field limit" in str(problem) else "quotes"
            continue
        if number > MOST_ROWS:
            yield number, "too_many_rows"
            return
        if any(fields) and "".join(fields).strip():
            yield number, fields


def _split(records: Iterator[tuple[int, list[str] | str]], width: int) -> _Records:
    split = _Records()
    for number, fields in records:
        if isinstance(fields, str):
            split.broken.append((number, fields))
            continue
        if len(fields) > width:
            fields = _without_trailing_blanks(fields, width)
        if len(fields) != width:
            split.ragged.append((number, fields))
            fields = [*fields, *[""] * width][:width]
        split.numbers.append(number)
        split.rows.append(fields)
    return split


def _without_trailing_blanks(fields: list[str], least: int = 0) -> list[str]:
    """The fields without blank ones at the end, which Excel writes behind a table; at least `least` are kept."""
    width = len(fields)
    while width > least and not fields[width - 1].strip():
        width -= 1
    return fields[:width]


def _filled(sheet: Sheet, split: _Records) -> Sheet:
    columns = list(zip(*split.rows, strict=True)) or [()] * len(sheet.headings)
    ragged = {number for number, _ in split.ragged}
    kind = pa.array(["unread" if number in ragged else "text" for number in split.numbers], pa.string())
    return replace(
        sheet,
        numbers=pa.array(split.numbers, pa.int64()),
        texts=[trimmed(pa.array(column, pa.string())) for column in columns],
        kinds=[kind] * len(columns),
        faults=_row_faults(sheet, split),
        is_whole=not split.broken,
    )


def _row_faults(sheet: Sheet, split: _Records) -> list[Fault]:
    width = len(sheet.headings)
    ragged = [
        fault(sheet.place(number), "ragged_row", None, count=len(fields), expected=width)
        for number, fields in split.ragged
    ]
    surplus = [
        fault(sheet.place(number), "cpr", CPR_MASK)
        for number, fields in split.ragged
        if any(has_cpr(text) for text in fields[width:])
    ]
    broken = [fault(sheet.place(number), rule) for number, rule in split.broken]
    return [*limited(ragged, sheet.place()), *limited(surplus, sheet.place()), *limited(broken, sheet.place())]
