"""Text that leaves for a spreadsheet is never run as a formula there."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.export import safe_csv, safe_text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum(a1)", "\tx", "\rx", "\n=1", "＝1+1"])
def test_text_that_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_text(text) == "'" + text


@pytest.mark.parametrize("value", ["b-014", "7,5", "", "æ=ø", -7.5, 0, None, True])
def test_everything_else_is_left_alone(value: object) -> None:
    assert safe_text(value) == value


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=5))
def test_no_cell_of_a_csv_export_begins_as_a_formula(rows: list[list[str]]) -> None:
    """Read back with the same separator, every row and cell is there."""
    text = safe_csv(["a", "b"], rows)
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(read) == len(rows) + 1
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in read for cell in row)
