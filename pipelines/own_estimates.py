"""The municipality's own prices and estimates from a CSV file, read strictly: every fault by its row, all or nothing."""

import csv
import io
from collections.abc import Mapping
from datetime import date, datetime

from pipelines.danish import read_number
from pipelines.own_knowledge import Own, OwnEffect, OwnPrice
from som_engine.danish import MAIN_AREAS_DA, PAYERS_DA
from som_engine.errors import Fault, KnowledgeError

COLUMNS = (
    "slags", "navn", "titel", "enhed", "hovedområde", "værdi", "år", "betaler", "grundlag", "kilde", "gælder pr.", "metode",
    "målgruppe",
)  # fmt: skip
EXAMPLE_DA = ";".join(COLUMNS) + (
    "\npris;egen_botilbud;Døgn på eget botilbud;day;Sociale indsatser;1.850,50;2025;kommune 100;målt;Takstblad 2025;01-01-2026;;"
    "\neffekt;egen_opgoerelse;Vores egen opgørelse;share;;0,35;2024;;målt;Opgørelse af 31-12-2024;01-01-2026;CTI;Voksne\n"
)
"""A file with one price and one estimate, to begin from; the numbers are invented."""
KINDS = ("pris", "effekt")
EVIDENCE = {"målt": "measured", "beregnet": "calculated", "antaget": "assumed"}
AREAS = {name.lower(): code for code, name in MAIN_AREAS_DA.items()}
PAYERS = {PAYERS_DA[code].lower(): code for code in ("municipality", "region", "state")}
RULES = {"§ 110": ("refund", "sel_110"), "refusionstrappe": ("ladder", "income_support_ladder")}
Row = Mapping[str, str]


def read_estimates(text: str, name: str) -> list[Own]:
    """Every row of the file; raises KnowledgeError with every fault, by row and column."""
    reader = csv.DictReader(io.StringIO(text), delimiter=";")
    faults: list[Fault] = []
    heads = [(head or "").strip().lower() for head in reader.fieldnames or []]
    if sorted(heads) != sorted(COLUMNS):
        raise KnowledgeError(
            name, [Fault("række 1", ";".join(heads), f"Overskrifterne skal være {';'.join(COLUMNS)}.")]
        )
    reader.fieldnames = heads
    found = [
        _row({head: value or "" for head, value in row.items() if head}, f"række {number}", faults)
        for number, row in enumerate(reader, 2)
    ]
    if not found:
        faults.append(Fault("", None, "Filen har ingen rækker."))
    if faults:
        raise KnowledgeError(name, faults)
    return [one for one in found if one is not None]


def _row(row: Row, place: str, faults: list[Fault]) -> Own | None:
    """One price or estimate; None when the row has faults, which are told."""
    before = len(faults)
    kind = _one_of(row, "slags", {kind: kind for kind in KINDS}, place, faults)
    value, year = _number(row, "værdi", place, faults), _year(row, place, faults)
    proof = (
        _one_of(row, "grundlag", EVIDENCE, place, faults),
        _text(row, "kilde", place, faults),
        _day(row, place, faults),
    )
    known = {column: _text(row, column, place, faults) for column in ("navn", "titel", "enhed")}
    if kind == "effekt":
        told = {column: _text(row, column, place, faults) for column in ("metode", "målgruppe")}
        made: Own = OwnEffect(known["navn"], known["titel"], told["metode"], told["målgruppe"], known["titel"], value,
                              known["enhed"], date(year, 12, 31), *proof)  # fmt: skip
    else:
        area, payer = _one_of(row, "hovedområde", AREAS, place, faults), _payer(row, place, faults)
        made = OwnPrice(known["navn"], value, year, *proof, known["titel"], known["enhed"], area, payer)
    return made if len(faults) == before else None


def _text(row: Row, column: str, place: str, faults: list[Fault]) -> str:
    if not row[column].strip():
        faults.append(Fault(f"{place}, {column}", None, "Feltet skal udfyldes."))
    return row[column].strip()


def _one_of(row: Row, column: str, words: Mapping[str, str], place: str, faults: list[Fault]) -> str:
    typed = row[column].strip()
    if typed.lower() not in words:
        faults.append(Fault(f"{place}, {column}", typed or None, f"Skriv en af {', '.join(words)}."))
    return words.get(typed.lower(), "")


def _number(row: Row, column: str, place: str, faults: list[Fault]) -> float:
    value = read_number(row[column])
    if value is None:
        faults.append(Fault(f"{place}, {column}", row[column].strip() or None, "Skriv et tal, fx 1.850,50."))
        return 0.0
    return value


def _year(row: Row, place: str, faults: list[Fault]) -> int:
    typed = row["år"].strip()
    if len(typed) != 4 or not typed.isdecimal() or not 1900 <= int(typed) <= 2200:
        faults.append(Fault(f"{place}, år", typed or None, "Skriv et årstal, fx 2025."))
        return 1900
    return int(typed)


def _day(row: Row, place: str, faults: list[Fault]) -> date:
    typed = row["gælder pr."].strip()
    try:
        return datetime.strptime(typed, "%d-%m-%Y").date()
    except ValueError:
        faults.append(Fault(f"{place}, gælder pr.", typed or None, "Skriv en dato, fx 31-12-2025."))
        return date.min


def _payer(row: Row, place: str, faults: list[Fault]) -> tuple[str, object] | None:
    """Shares in per cent (kommune 50, stat 50), or the rule that shares: § 110 or refusionstrappe."""
    typed = row["betaler"].strip().lower()
    if typed in RULES:
        return RULES[typed]
    shares: dict[str, float] = {}
    for part in (part.strip() for part in typed.split(",") if part.strip()):
        word, _, percent = part.rpartition(" ")
        value = read_number(percent)
        if word.strip() in PAYERS and value is not None:
            shares[PAYERS[word.strip()]] = value / 100
    if abs(sum(shares.values()) - 1) > 1e-6:
        allowed = f"Skriv fx kommune 50, stat 50 (100 i alt), eller {' eller '.join(RULES)}."
        faults.append(Fault(f"{place}, betaler", row["betaler"].strip() or None, allowed))
        return None
    return "shares", shares
