"""Another system's files to sheets of cells under their own headings, as a mapping says they are written."""

import functools
import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.fault import Fault, Place, RuleText, did_you_mean, fault, nearest, worded_fault
from pipelines.json_path import ManyValuesError, items_at, value_at
from pipelines.mapping import Mapping, TableMapping
from pipelines.reading_csv import read_csv
from pipelines.reading_excel import read_workbook
from pipelines.sheet import MOST_ROWS, Sheet, limited, trimmed, without_cpr
from pipelines.strict_yaml import read_strict_yaml
from pipelines.workbook_parts import MOST_UNPACKED_BYTES

_SUFFIXES = {"csv": (".csv", ".txt"), "xlsx": (".xlsx",), "json": (".json",)}
_SEPARATORS = {"tab": "\t"}


@functools.cache
def _texts() -> dict[str, RuleText]:
    given = read_strict_yaml(Path(__file__).parent / "mapping_texts.yaml")
    return {rule: RuleText(**texts) for rule, texts in given.items()}


def mapping_rules() -> dict[str, str]:
    """What may be wrong with an extract, by rule code, as the how-to page says it."""
    return {rule: text.means_da for rule, text in _texts().items()}


def mapping_fault(place: Place, rule: str, value: str | None = None, /, **shown: object) -> Fault:
    """A fault of an extract that is read by a mapping."""
    return worded_fault(place, rule, _texts()[rule].says_da, value, shown)


def read_extract(paths: Sequence[Path], mapping: Mapping) -> list[tuple[TableMapping, Sheet]]:
    """Every sheet that each table of the mapping is made from, its columns under their own headings.

    Only the columns that the mapping reads are in the sheet. What cannot be read is a fault of its sheet.
    """
    files = [file for path in paths for file in _files(path, mapping.form.kind)]
    return [(table, sheet) for table in mapping.tables for sheet in _sheets_of(table, files, paths, mapping)]


def _files(path: Path, kind: str) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(
        file for file in path.iterdir() if file.suffix.lower() in _SUFFIXES[kind] and file.name[0] not in ".~"
    )


def _sheets_of(table: TableMapping, files: Sequence[Path], paths: Sequence[Path], mapping: Mapping) -> list[Sheet]:
    pattern = (table.file or "*").casefold()
    fitting = [file for file in files if fnmatch(file.name.casefold(), pattern)]
    if not fitting:
        where = Sheet(str(paths[0]) if paths else "", None, table.table)
        shown = f"{table.contract.label_da} ({table.file or _SUFFIXES[mapping.form.kind][0]})"
        return [replace(where, faults=[mapping_fault(where.place(), "mapping_no_file", wanted=shown)], is_whole=False)]
    read = [sheet for file in fitting for sheet in _read(file, table, mapping)]
    return [_only_read_columns(sheet, table, mapping) if sheet.headings else sheet for sheet in read]


def _read(file: Path, table: TableMapping, mapping: Mapping) -> list[Sheet]:
    bare = Sheet(str(file), None, table.table)
    refused = _refused(file, mapping.form.kind)
    if refused is not None:
        return [replace(bare, faults=[refused], is_whole=False)]
    if mapping.form.kind == "csv":
        separator = _SEPARATORS.get(mapping.form.separator or "", mapping.form.separator)
        return [read_csv(file, table.table, encoding=mapping.form.encoding, separator=separator)]
    if mapping.form.kind == "json":
        return [_read_json(bare, file, table)]
    return _sheets_named(bare, read_workbook(file), table)


def _refused(file: Path, kind: str) -> Fault | None:
    """The fault of a file that is not there, of another kind, empty or too large."""
    place = Place(str(file))
    if not file.is_file():
        return fault(place, "file_missing")
    if file.suffix.lower() not in _SUFFIXES[kind]:
        return mapping_fault(place, "mapping_no_file", wanted=f"mappingen, som læser {kind}")
    size = file.stat().st_size
    if size > MOST_UNPACKED_BYTES:
        shown = {"size": round(size / 1e6), "limit": MOST_UNPACKED_BYTES // 1_000_000, "unpacked": ""}
        return fault(place, "file_too_large", **shown)
    return fault(place, "file_empty", what="filen") if size == 0 else None


def _sheets_named(bare: Sheet, sheets: Sequence[Sheet], table: TableMapping) -> list[Sheet]:
    """The sheet that the mapping names, or the workbook's only one."""
    if any(not sheet.sheet for sheet in sheets) or (table.sheet is None and len(sheets) == 1):
        return list(sheets)
    wanted = [sheet for sheet in sheets if (sheet.sheet or "").casefold() == (table.sheet or "").casefold()]
    missing = mapping_fault(bare.place(), "mapping_missing_sheet", wanted=table.sheet or "(sheet mangler i mappingen)")
    return wanted or [replace(bare, faults=[missing], is_whole=False)]


def _read_json(bare: Sheet, file: Path, table: TableMapping) -> Sheet:
    wanted = table.items or ""
    try:
        content = json.loads(file.read_bytes().decode("utf-8-sig"), parse_float=Decimal)
        items, problem = items_at(content, wanted), "listen findes ikke"
    except (ValueError, RecursionError):
        items, problem = None, "det er ikke gyldig JSON"
    if items is None:
        found = mapping_fault(bare.place(), "mapping_json", wanted=wanted, problem=problem)
        return replace(bare, faults=[found], is_whole=False)
    if len(items) > MOST_ROWS:
        return replace(bare, faults=[fault(bare.place(), "too_many_rows", limit=MOST_ROWS)], is_whole=False)
    kept = [(number, item) for number, item in enumerate(items, start=1) if _is_wanted(item, table)]
    return _json_cells(bare, kept, table)


def _is_wanted(item: Any, table: TableMapping) -> bool:
    """Whether the filters keep an item: another kind of resource need not have the paths of this one."""
    for kept, filters in ((True, table.only), (False, table.leave_out)):
        for path, values in filters.items():
            if (_value_text(item, path)[0] in values) != kept:
                return False
    return True


def _value_text(item: Any, path: str) -> tuple[str | None, str]:
    """The value at a path as text, with its kind; kind `many` when the path does not lead to one value."""
    try:
        value = value_at(item, path)
    except ManyValuesError:
        return None, "many"
    if isinstance(value, bool):
        return str(value).lower(), "text"
    if isinstance(value, int | Decimal):
        return format(Decimal(value), "f").replace(".", ","), "number"
    return value, "text"


def _json_cells(bare: Sheet, kept: Sequence[tuple[int, Any]], table: TableMapping) -> Sheet:
    faults: list[Fault] = []
    texts, kinds = [], []
    for path in table.their_columns:
        cells = [_value_text(item, path) for _, item in kept]
        many = [number for (number, _), (_, kind) in zip(kept, cells, strict=True) if kind == "many"]
        faults += [mapping_fault(bare.place(number, path, path), "mapping_many", wanted=path) for number in many]
        texts.append(trimmed(pa.array([text for text, _ in cells], pa.string())))
        kinds.append(pa.array([kind for _, kind in cells], pa.string()))
    numbers = pa.array([number for number, _ in kept], pa.int64())
    return replace(bare, headings=table.their_columns, numbers=numbers, texts=texts, kinds=kinds, faults=faults)


def _only_read_columns(sheet: Sheet, table: TableMapping, mapping: Mapping) -> Sheet:
    """The sheet with the columns that are read and no others; one that is missing, surplus or holds a CPR is a fault.

    A column that the mapping ignores is let go here without a look at what it holds.
    """
    places: dict[str, int] = {}
    faults = list(sheet.faults)
    wanted = {_folded(name): name for name in table.their_columns}
    elsewhere = {_folded(name) for other in mapping.tables for name in other.their_columns}
    for at, heading in enumerate(sheet.headings):
        name = wanted.get(_folded(heading))
        if name in places:
            faults.append(mapping_fault(sheet.place(sheet.heading_row, heading), "mapping_duplicate_column", heading))
        elif name is not None:
            places[name] = at
        elif heading and not _is_ignored(heading, mapping, elsewhere):
            faults.append(mapping_fault(sheet.place(sheet.heading_row, heading), "mapping_extra_column", heading))
    faults += _missing(sheet, table, places)
    return _cleaned(sheet, table, places, faults)


def _folded(heading: str) -> str:
    return " ".join(heading.split()).casefold()


def _is_ignored(heading: str, mapping: Mapping, elsewhere: set[str]) -> bool:
    if mapping.ignores == "others":
        return True
    return _folded(heading) in elsewhere | {_folded(name) for name in mapping.ignores}


def _missing(sheet: Sheet, table: TableMapping, places: dict[str, int]) -> list[Fault]:
    faults = []
    for name in table.their_columns:
        if name not in places:
            hint = did_you_mean(nearest(name, sheet.headings))
            faults.append(
                mapping_fault(sheet.place(None, name), "mapping_missing_column", wanted=f'"{name}"', nearest=hint)
            )
    return faults


def _cleaned(sheet: Sheet, table: TableMapping, places: dict[str, int], faults: list[Fault]) -> Sheet:
    texts, kinds = [], []
    for name, at in places.items():
        clean, kind, with_cpr = without_cpr(sheet.texts[at], sheet.kinds[at])
        rows = (sheet.numbers[place].as_py() for place in with_cpr)
        found = [mapping_fault(sheet.place(row, name, name), "mapping_cpr") for row in rows]
        faults += limited(found, sheet.place(None, name, name))
        texts.append(clean)
        kinds.append(kind)
    is_whole = sheet.is_whole and len(places) == len(table.their_columns)
    return replace(sheet, headings=list(places), texts=texts, kinds=kinds, faults=faults, is_whole=is_whole)
