"""What somebody sent, a folder, CSV files or Excel workbooks, to sheets of cells."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipelines.fault import Place, fault
from pipelines.reading_csv import read_csv
from pipelines.reading_excel import read_workbook
from pipelines.schema import TABLE_ORDER
from pipelines.sheet import Sheet
from pipelines.workbook_parts import MOST_UNPACKED_BYTES

_READABLE = (".csv", ".xlsx")
_SPREADSHEETS_OF_OTHER_KINDS = (".xls", ".xlsm", ".xlsb", ".ods", ".numbers", ".tsv")


def read_paths(paths: Sequence[Path]) -> list[Sheet]:
    """Every sheet of every path, in the order given; a file named twice is read once."""
    sheets: list[Sheet] = []
    seen: set[Path] = set()
    for given in map(Path, paths):
        files = _files_of(given)
        if not files:
            sheets.append(_unusable(given, "folder_empty"))
        for file in files:
            if file.absolute() not in seen:
                seen.add(file.absolute())
                sheets += _read_file(file)
    return sheets


def _files_of(given: Path) -> list[Path]:
    """The file itself, or the folder's files that hold or look like tables, by name."""
    try:
        return sorted(_tables_in(given)) if given.is_dir() else [given]
    except OSError:
        return [given]


def _tables_in(folder: Path) -> Iterator[Path]:
    for file in folder.iterdir():
        is_table = file.suffix.lower() in (*_READABLE, *_SPREADSHEETS_OF_OTHER_KINDS) or file.stem in TABLE_ORDER
        if is_table and not file.name.startswith((".", "~$")):
            yield file


def _read_file(file: Path) -> list[Sheet]:
    try:
        if not file.is_file():
            return [_unusable(file, "file_missing")]
        if file.suffix.lower() not in _READABLE:
            return [_unusable(file, "file_type", file.suffix or file.name)]
        size = file.stat().st_size
        if size > MOST_UNPACKED_BYTES:
            shown = {"size": round(size / 1e6), "limit": MOST_UNPACKED_BYTES // 1_000_000, "unpacked": ""}
            return [_unusable(file, "file_too_large", **shown)]
        if size == 0:
            return [_unusable(file, "file_empty", what="filen")]
        return [read_csv(file, file.stem)] if file.suffix.lower() == ".csv" else read_workbook(file)
    except (OSError, ValueError):
        return [_unusable(file, "file_missing")]


def _unusable(file: Path, rule: str, value: str | None = None, /, **shown: object) -> Sheet:
    return Sheet(str(file), None, file.stem, faults=[fault(Place(str(file)), rule, value, **shown)], is_whole=False)
