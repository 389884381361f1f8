"""Typed numbers, ranges, paths and shares: read strictly, and written back so that they read the same."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.case_entry import (
    EntryError,
    number_da,
    number_of,
    paths_da,
    paths_of,
    share_of,
    shares_da,
    shares_of,
    uncertain_of,
    uncertain_share_of,
    year_of,
)

WORDS = {"kommune": "municipality", "region": "region", "stat": "state"}
CODES = {code: word for word, code in WORDS.items()}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.500", 1500),
        ("12,5", 12.5),
        (" -150.000 ", -150000),
        ("0", 0),
        ("2.756,25 kr.", 2756.25),
        ("−3", -3),
        ("1500", 1500),
    ],
)
def test_a_number(typed: str, value: float) -> None:
    assert number_of(typed) == value


@pytest.mark.parametrize("typed", ["", "12.5", "1,234.5", "1.50", "tolv", "nan", "1 500", "inf"])
def test_what_is_no_danish_number_is_a_fault(typed: str) -> None:
    """12.5 would be 125 to a reader that is not strict."""
    with pytest.raises(EntryError, match="er ikke et tal"):
        number_of(typed)


def test_a_range() -> None:
    assert uncertain_of("1.500 (1.300 til 1.700)") == {"value": 1500, "low": 1300, "high": 1700}
    assert uncertain_of("-150 (-200 til -100)") == {"value": -150, "low": -200, "high": -100}
    assert uncertain_share_of("30 (10 til 50)") == {"value": 0.3, "low": 0.1, "high": 0.5}
    with pytest.raises(EntryError, match="mellem"):
        uncertain_of("1.800 (1.300 til 1.700)")
    with pytest.raises(EntryError, match="er ikke et tal"):
        uncertain_of("1.500 (1.300-1.700)")


def test_a_share_is_typed_in_per_cent() -> None:
    """0.63, never 63; 0.3 and not 0.30000000000000004."""
    assert share_of("63 %") == 0.63
    assert share_of("30") == 0.3
    for wrong in ("101", "-1"):
        with pytest.raises(EntryError, match="fra 0 til 100"):
            share_of(wrong)


def test_a_year_has_no_points() -> None:
    assert year_of("2025") == 2025
    for wrong in ("2.025", "20255", "i år"):
        with pytest.raises(EntryError, match="helt tal"):
            year_of(wrong)


def test_paths() -> None:
    assert paths_of("300; 200,5; 100") == [300, 200.5, 100]
    assert paths_of("40 %: 300; 200\n60 %: 0; 0") == [
        {"weight": 0.4, "units": [300, 200]},
        {"weight": 0.6, "units": [0, 0]},
    ]
    assert paths_of("300 (250 til 350); 200")[0] == {"value": 300, "low": 250, "high": 350}


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "et tal for hvert år"), ("40 %: 300\n50 %: 0", "her giver de 90 %"), ("40 %: 300\n200; 100", "andel først"),
     ("300, 200; 1", "er ikke et tal")],
)  # fmt: skip
def test_faults_of_paths(typed: str, said: str) -> None:
    with pytest.raises(EntryError, match=said):
        paths_of(typed)


def test_shares() -> None:
    assert shares_of("kommune 50; Stat 50", WORDS) == {"municipality": 0.5, "state": 0.5}
    with pytest.raises(EntryError, match="her giver de 90"):
        shares_of("kommune 50; stat 40", WORDS)
    with pytest.raises(EntryError, match="Skriv fx kommune 50; region 50"):
        shares_of("amtet 100", WORDS)


numbers = st.integers(-(10**9), 10**9) | st.integers(-(10**7), 10**7).map(lambda cents: cents / 100)
ranged = st.lists(numbers, min_size=3, max_size=3).map(sorted).map(lambda n: {"value": n[1], "low": n[0], "high": n[2]})


@given(numbers | ranged)
def test_a_number_written_reads_the_same(value: Any) -> None:
    assert uncertain_of(number_da(value)) == value


@given(st.lists(numbers | ranged, min_size=1, max_size=5))
def test_a_path_written_reads_the_same(path: list[Any]) -> None:
    assert paths_of(paths_da(path)) == path


@given(st.integers(0, 1000).map(lambda tenths: tenths / 1000))
def test_shares_written_read_the_same(share: float) -> None:
    shares = {"municipality": share, "state": round(1 - share, 12)}
    assert shares_of(shares_da(shares, CODES), WORDS) == pytest.approx(shares)
    assert paths_of(paths_da([{"weight": 1.0, "units": [1]}])) == [{"weight": 1.0, "units": [1]}]
