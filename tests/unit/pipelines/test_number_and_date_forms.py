"""Whatever number, day or month is written in one of the forms comes back as it was."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.checked import checked

RATES = "municipality;rate;valid_from;amount\n"
MARKET = "municipality;month;wait_days_home;wait_days_allocation\n"
SLOW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NUMBERS = st.integers(0, 10**9).map(float) | st.decimals(0, 10**6, places=2).map(float) | st.sampled_from([0.1, 1.5])
DAYS = st.dates(date(1900, 1, 1), date(2999, 12, 31)) | st.sampled_from([date(2024, 2, 29), date(2025, 12, 31)])


def grouped(number: float) -> str:
    """1234.5 as 1.234,5; only numbers that need no grouping sign alone, so that none is ambiguous."""
    text = f"{number:,.2f}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def read(head: str, table: str, rows: list[str], decimal: str | None = None) -> list[dict[str, object]]:
    with TemporaryDirectory() as folder:
        given = checked(Path(folder), {table: head + "".join(f"{row}\n" for row in rows)}, decimal=decimal)
    assert given.faults == []
    return given.tables[table].to_pylist()


@SLOW
@given(st.lists(NUMBERS, min_size=1, max_size=30), st.sampled_from([None, "point", "comma"]))
def test_numbers(numbers: list[float], decimal: str | None) -> None:
    """As 1234,50, as 1234.50 and as 1.234,50, whatever the load is told of the ambiguous form."""
    forms = (lambda x: f"{x:.2f}", lambda x: f"{x:.2f}".replace(".", ","), grouped)
    texts = [forms[place % 3](number) for place, number in enumerate(numbers)]
    rows = [f"901;{2000 + place // 12}-{place % 12 + 1:02};{text};" for place, text in enumerate(texts)]
    assert [row["wait_days_home"] for row in read(MARKET, "housing_market", rows, decimal)] == numbers


@SLOW
@given(st.lists(DAYS, min_size=1, max_size=30, unique=True))
def test_days(days: list[date]) -> None:
    """As 31-12-2025 and as 2025-12-31."""
    texts = [f"{day:%d-%m-%Y}" if place % 2 else day.isoformat() for place, day in enumerate(days)]
    rows = [f"901;shelter_night;{text};1" for text in texts]
    assert [row["valid_from"] for row in read(RATES, "rates", rows)] == days


@SLOW
@given(st.lists(DAYS.map(lambda day: day.replace(day=1)), min_size=1, max_size=30, unique=True))
def test_months(months: list[date]) -> None:
    """As 12-2025 and as 2025-12."""
    texts = [f"{month:%m-%Y}" if place % 2 else f"{month:%Y-%m}" for place, month in enumerate(months)]
    assert [row["month"] for row in read(MARKET, "housing_market", [f"901;{text};;" for text in texts])] == months
