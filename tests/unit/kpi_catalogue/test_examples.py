"""The examples are run for real: one that does not hold, or cannot be read, is told."""

from dataclasses import replace

import pytest

from kpi_catalogue.examples import ExampleError, read_table, run_examples
from kpi_catalogue.figure import Figure, catalogue

TYPES = {
    "citizen_month": {
        "month": "DATE",
        "citizen_id": "VARCHAR",
        **dict.fromkeys(
            ("municipality", "team", "method", "caseworker", "age_group", "gender", "target_group"), "VARCHAR"
        ),
        "tils": "INTEGER",
    },
}
FIGURE = catalogue()["loneliness"]
GIVEN = {"citizen_month": "month   | citizen_id | tils\n2025-03 | a | 7\n2025-03 | b |"}
SUM = "month   | value | n | population\n2025-03 | 1     | 1 | 2"


def faults(expect: str | None, measured: str | None = None, given: dict[str, str] = GIVEN) -> list[str]:
    example = replace(FIGURE.examples[0], given=given, expect=expect, measured=measured)
    return run_examples(replace(FIGURE, examples=(example,)), TYPES)


def test_an_example_that_holds_says_nothing() -> None:
    """Rows in any order, and the measured numbers: 1 of n 1 in a population of 2."""
    assert faults("citizen_id | value\nb |\na | true", SUM) == []


@pytest.mark.parametrize(
    "expect",
    [
        "citizen_id | value\na | false\nb |",
        "citizen_id | value\na | true\nb | false",
        "citizen_id | value\na | true",
        "citizen_id | value\na | true\nb |\nc |",
        "citizen_id | value\na | true\nb |\nb |",
        "month | citizen_id\n2025-02 | a\n2025-03 | b",
    ],
)
def test_other_rows_are_a_fault(expect: str) -> None:
    """A wrong value, null taken for false, a row too few, too many or twice, another month."""
    assert "ventede" in faults(expect)[0]


@pytest.mark.parametrize(
    "measured",
    [
        SUM.replace("| 1     |", "| 2     |"),
        SUM.replace("| 2", "| 3"),
        SUM.replace("| 1     |", "|       |"),
        SUM + "\n2025-03 | 1 | 1 | 2",
    ],
)
def test_other_numbers_are_a_fault(measured: str) -> None:
    """A wrong value or population, null for a number, a row too many."""
    assert "målt blev" in faults(None, measured)[0]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"citizen_month": "month | citizen_id\n2025-03 | a | 7"}, "har 3 felter"),
        ({"citizen_month": "month | mood\n2025-03 | a"}, "ingen kolonne mood"),
        ({"course": "course_id\na"}, "ingen tabel course"),
        ({"citizen_month": "month | tils\n2025-03 | syv"}, "syv"),
    ],
)
def test_rows_that_cannot_be_read_are_a_fault(given: dict[str, str], said: str) -> None:
    """A cell too many, an unknown column or table, a word for a number; the file and the example are named."""
    fault = faults("citizen_id | value", given=given)[0]
    assert said in fault
    assert fault.startswith(f"{FIGURE.path}: {FIGURE.examples[0].name_da}: ")


def test_a_cell_that_is_not_measured_is_a_fault() -> None:
    """`coverage` is no field of a cell."""
    assert "ingen coverage" in faults(None, "month | coverage\n2025-03 | 0.5")[0]


def test_examples_do_not_see_each_others_rows() -> None:
    """The same example twice gives no row twice."""
    assert run_examples(twice(FIGURE), TYPES) == []


def twice(figure: Figure) -> Figure:
    return replace(figure, examples=figure.examples * 2)


def test_a_table_is_read_cell_by_cell() -> None:
    """Blanks around a cell do not count, an empty cell is null."""
    assert read_table("a | b\n 1 |\n   | x y ") == [{"a": "1", "b": None}, {"a": None, "b": "x y"}]
    with pytest.raises(ExampleError):
        read_table("a | b\n1")
