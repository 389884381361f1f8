"""Faults as the sender reads them: text, JSON and CSV."""

import json

import pytest

from pipelines.fault import Fault, Place, fault, faults_as_csv, faults_as_json, faults_as_text, nearest, shortened

HOURS = fault(Place("a/time_use.csv", None, 12345, "hours", "Timer"), "number", "=1", example="7,5")
WHOLE = fault(Place("b.xlsx", "Tidsforbrug"), "file_empty", what="arket")


def test_text_has_a_line_per_fault_and_the_number_of_them() -> None:
    assert faults_as_text([HOURS, WHOLE]).splitlines() == [
        "a/time_use.csv:",
        'Fil "time_use.csv", række 12345, kolonne "Timer": "=1" er ikke et tal. Skriv fx 7,5.',
        "b.xlsx:",
        'Ark "Tidsforbrug": der er intet indhold. Skriv mindst overskrifterne i den første række, eller fjern arket.',
        "2 fejl. Intet er indlæst.",
    ]
    assert faults_as_text([HOURS]).splitlines()[-1] == "1 fejl. Intet er indlæst."
    assert faults_as_text([]) == "Ingen fejl."


def test_json_has_the_fields_of_a_fault() -> None:
    first, second = json.loads(faults_as_json([HOURS, WHOLE]))
    assert list(first) == ["file", "sheet", "row", "column", "value", "rule", "message"]
    assert (first["file"], first["sheet"], first["row"], first["column"]) == ("a/time_use.csv", None, 12345, "hours")
    assert (second["sheet"], second["row"], second["column"], second["value"]) == ("Tidsforbrug", None, None, None)
    assert json.loads(faults_as_json([])) == []


def test_csv_is_safe_to_open() -> None:
    assert ";'=1;number;" in faults_as_csv([HOURS])


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("hous", ["hours", "month"], "hours"),
        ("TIMER", ["Timer", "Måned"], "Timer"),
        ("qq", ["hours", "month"], None),
        ("x" * 10_000, ["hours"], None),
    ],
)
def test_the_nearest_name(name: str, known: list[str], expected: str | None) -> None:
    assert nearest(name, known) == expected


def test_long_text_is_shortened_to_sixty_characters() -> None:
    assert shortened("x" * 60) == "x" * 60
    assert shortened("x" * 61) == "x" * 59 + "…"
    assert shortened("a\tb\nc\x1b") == "a b c "


def test_a_fault_is_a_value() -> None:
    assert Fault(**HOURS.__dict__) == HOURS
