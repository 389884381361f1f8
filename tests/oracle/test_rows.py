"""The number, date and score rules of the canonical format, as the oracle reads them."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from tests.oracle.months import last_day, month_from, text_of
from tests.oracle.rows import date_of, number_of, read


@pytest.mark.parametrize(
    ("text", "number"),
    [("7,5", "7.5"), ("7.5", "7.5"), ("1.234,5", "1234.5"), ("1,234", "1.234"), ("1.234.567", "1234567"), ("12", "12")],
)
def test_numbers(text: str, number: str) -> None:
    """7,5 = 7.5 = seven and a half; 1.234,5 = 1234.5."""
    assert number_of(text) == Fraction(number)


def test_an_ambiguous_number_is_refused() -> None:
    """1.234 is either 1234 or 1.234."""
    with pytest.raises(ValueError, match="1.234"):
        number_of("1.234")


def test_dates_and_months() -> None:
    """31-01-2025 = 2025-01-31, 03-2025 = 2025-03; February 2024 has 29 days."""
    assert date_of("31-01-2025") == date_of("2025-01-31") == date(2025, 1, 31)
    assert text_of(month_from("03-2025")) == text_of(month_from("2025-03")) == "2025-03"
    assert last_day(month_from("2024-02")) == date(2024, 2, 29)


def test_a_folder_with_bom_semicolons_and_decimal_commas(tmp_path: Path) -> None:
    """ORS 6,2 + 6,3 + 6,2 + 6,3 = 25,0 exactly; a blank cell is None; a missing table has no rows."""
    text = (
        "course_id;measured_on;instrument;kind;item_1;item_2;item_3;item_4;score;estimated_on\r\n"
        "f;31-01-2025;ORS;actual;6,2;6,3;6,2;6,3;;\r\n"
    )
    (tmp_path / "measurements.csv").write_text(text, encoding="utf-8-sig", newline="")
    registrations = read(tmp_path)
    row = registrations.measurements[0]
    assert (row["score"], row["estimated_on"], row["measured_on"]) == (25, None, date(2025, 1, 31))
    assert registrations.citizens == []
