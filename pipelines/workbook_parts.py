"""The parts of an .xlsx package, unpacked within limits, and the cells whose value Excel could not give."""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

MOST_UNPACKED_BYTES = 100_000_000
MOST_PARTS = 5_000
_OLE_CONTAINER = b"\xd0\xcf\x11\xe0"
_HAS_FORMULA_OR_ERROR = re.compile(rb"<(?:\w+:)?f[\s/>]|\st\s*=\s*[\"']e[\"']")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_PLACED_CELL = re.compile(rb"<(?:\w+:)?c\s(?:[^<]*?\s)?r\s*=\s*[\"']([A-Z]{1,3})([1-9][0-9]{0,6})[\"']")
_REFERENCE = re.compile(r"([A-Z]+)([0-9]+)")
_PROMISE = re.compile(rb"<(?:\w+:)?(?:sst|numFmts|cellXfs|mergeCells|dimension)\s[^<>]*>")
_COUNT = re.compile(rb"\s(?:count|uniqueCount)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_CELL_BEFORE_TIME = re.compile(
    rb"<(?:\w+:)?c\s[^<>]*>(?=\s*(?:<(?:\w+:)?f[^<]*(?:</(?:\w+:)?f>)?\s*)?<(?:\w+:)?v[^<>]*>\s*-(?:[0-9]{9}|[0-9.]+[eE]))"
)
_STYLE = re.compile(rb"\ss\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_DIMENSION = re.compile(rb"\sref\s*=\s*(?:\"[^\"]*\"|'[^']*')")


class UnusableWorkbook(Exception):
    """A file that is no readable workbook: the rule it breaks and what the message shows."""

    def __init__(self, rule: str, **shown: object) -> None:
        super().__init__(rule)
        self.rule = rule
        self.shown = shown


@dataclass(frozen=True)
class Extent:
    """How far a sheet reaches from A1."""

    rows: int
    columns: int


def workbook_parts(path: Path) -> dict[str, bytes]:
    """Every part of the package by name, never more than the limit of unpacked bytes.

    Raises UnusableWorkbook for a file with a password, a damaged file, and one that unpacks to too much.
    """
    with path.open("rb") as file:
        if file.read(4) == _OLE_CONTAINER:
            raise UnusableWorkbook("workbook_protected")
    try:
        with zipfile.ZipFile(path) as package:
            _refuse_bomb(package)
            parts = {part.filename: package.read(part) for part in package.infolist()}
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, zlib.error):
        raise UnusableWorkbook("file_damaged", kind="en Excel-projektmappe") from None
    if "xl/workbook.xml" not in parts or any(b"<!DOCTYPE" in content[:1024] for content in parts.values()):
        raise UnusableWorkbook("file_damaged", kind="en Excel-projektmappe")
    return parts


def _refuse_bomb(package: zipfile.ZipFile) -> None:
    sizes = [part.file_size for part in package.infolist()]
    if sum(sizes) > MOST_UNPACKED_BYTES or len(sizes) > MOST_PARTS:
        raise _too_large(sum(sizes), unpacked=True)


def _too_large(size: int, *, unpacked: bool) -> UnusableWorkbook:
    shown = {"size": round(size / 1e6), "limit": MOST_UNPACKED_BYTES // 1_000_000}
    return UnusableWorkbook("file_too_large", unpacked=" pakket ud" if unpacked else "", **shown)


def repacked(parts: Mapping[str, bytes]) -> io.BytesIO:
    """The same package without compression, and without what it says beforehand of its size.

    Whoever reads it can neither unpack more than what was counted, nor be led to make room for more.
    """
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_STORED) as target:
        for name, content in parts.items():
            target.writestr(name, _harmless(content) if name.endswith(".xml") else content)
    package.seek(0)
    return package


def _harmless(content: bytes) -> bytes:
    """The part without its promises of size, and with days before any calendar as plain numbers (calamine panics)."""
    modest = _PROMISE.sub(_without_promise, content)
    return _CELL_BEFORE_TIME.sub(lambda cell: _STYLE.sub(b"", cell.group()), modest)


def _without_promise(tag: re.Match[bytes]) -> bytes:
    return _DIMENSION.sub(b' ref="A1"', _COUNT.sub(b"", tag.group()))


def sheet_parts(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The XML of each sheet by sheet name."""
    try:
        workbook = ElementTree.fromstring(parts["xl/workbook.xml"])
        relations = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    except (ElementTree.ParseError, KeyError):
        raise UnusableWorkbook("file_damaged", kind="en Excel-projektmappe") from None
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    sheets = (element for element in workbook.iter() if element.tag.endswith("}sheet"))
    named = {sheet.get("name", ""): _part_name(targets.get(_relation(sheet), "")) for sheet in sheets}
    if not all(part in parts for part in named.values()):
        raise UnusableWorkbook("file_damaged", kind="en Excel-projektmappe")
    return {name: parts[part] for name, part in named.items()}


def _relation(sheet: ElementTree.Element) -> str:
    return next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")


def _part_name(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target.removeprefix('./')}"


def extent(sheet_xml: bytes) -> Extent:
    """How far the cells of a sheet reach, read from their references without building the sheet.

    What lays the sheet out afterwards takes room for every cell from A1 and ends the process when there is none, so
    XML that is not well-formed, or a cell that does not say where it is, is refused.
    """
    try:
        expat.ParserCreate().Parse(sheet_xml, True)
    except expat.ExpatError:
        raise UnusableWorkbook("file_damaged", kind="en Excel-projektmappe") from None
    placed = _PLACED_CELL.findall(sheet_xml)
    if len(placed) != len(_CELL.findall(sheet_xml)) or b"\0" in sheet_xml[:64]:
        raise UnusableWorkbook("file_damaged", kind="en Excel-projektmappe")
    columns = {letters for letters, _ in placed}
    rows = {row for _, row in placed}
    return Extent(max(map(int, rows), default=0), max((_column_number(each.decode()) for each in columns), default=0))


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def cells_without_value(sheet_xml: bytes) -> dict[tuple[int, int], str]:
    """The cells that hold an Excel error, or a formula nobody calculated, by (row from 1, column from 0).

    The value is the error (#DIV/0!), or "" for a formula. A sheet without either is not parsed.
    """
    if not _HAS_FORMULA_OR_ERROR.search(sheet_xml):
        return {}
    found: dict[tuple[int, int], str] = {}
    try:
        for _, element in ElementTree.iterparse(io.BytesIO(sheet_xml)):
            if element.tag.endswith("}row"):
                element.clear()
            elif element.tag.endswith("}c") and (trouble := _trouble(element)) is not None:
                found[_position(element.get("r", "A1"))] = trouble
    except ElementTree.ParseError:
        raise UnusableWorkbook("file_damaged", kind="en Excel-projektmappe") from None
    return found


def _trouble(cell: ElementTree.Element) -> str | None:
    children = {child.tag.rpartition("}")[2]: child.text for child in cell}
    if cell.get("t") == "e":
        return children.get("v") or "#FEJL!"
    if "f" in children and not children.get("v") and cell.get("t") != "str":
        return ""
    return None


def _position(reference: str) -> tuple[int, int]:
    found = _REFERENCE.fullmatch(reference)
    letters, row = ("A", "1") if found is None else found.groups()
    return int(row), _column_number(letters) - 1
