"""Housing and rates of the municipalities. Every amount and waiting time is invented and belongs to nobody."""

from dataclasses import dataclass
from datetime import date
from random import Random

from sample_data.months import FIRST_MONTH, LAST_MONTH, months_between
from sample_data.records import HousingMarket, Rate, VacantHomes

RENT_BANDS = ("under_3500", "3500_5000", "5001_7000", "over_7000")
SIZE_BANDS = ("under_40", "40_60", "61_80", "over_80")
HOMES_PER_RENT_BAND = (0.4, 2.0, 6.0, 8.0)
BAND_NOT_REGISTERED = 0.04
WAIT_NOT_REGISTERED = 0.08
MONTH_NOT_REGISTERED = 0.04
WAIT_SWING = 0.12
ALLOCATION_SHARE = 0.6
RATE_YEARS = (2023, 2024, 2025, 2026)
RATE_RISE = 1.035


@dataclass(frozen=True)
class Market:
    """A municipality's level: days waited and their change a month, homes as a multiple, first rates in kroner."""

    wait_days: float
    wait_change: float
    homes: float
    caseworker_hour: float
    shelter_night: float
    rates_from: dict[str, int]
    never_registered: frozenset[tuple[str, str]] = frozenset()


MARKETS = {
    "901": Market(95, -0.8, 1.0, 402.5, 1310, {}),
    "902": Market(160, 0.6, 0.6, 415, 1385, {}),
    "903": Market(240, 1.2, 0.3, 428, 1460, {}, frozenset({("under_3500", "61_80"), ("under_3500", "over_80")})),
    "904": Market(120, 0.0, 0.7, 409, 1340, {"shelter_night": 2024}),
    "905": Market(110, -0.4, 1.2, 398.75, 1295, {}),
}


def housing_market(municipality: str, rng: Random) -> list[HousingMarket]:
    """Mean days waited for a home and through anvisningsretten; some months and some cells are not registered."""
    market = MARKETS[municipality]
    rows = []
    for index, month in enumerate(months_between(FIRST_MONTH, LAST_MONTH)):
        days = (market.wait_days + index * market.wait_change) * (1 + rng.uniform(-WAIT_SWING, WAIT_SWING))
        home, allocation = _maybe(round(days, 1), rng), _maybe(round(days * ALLOCATION_SHARE, 1), rng)
        if rng.random() >= MONTH_NOT_REGISTERED:
            rows.append(HousingMarket(municipality, month, home, allocation))
    return rows


def _maybe(days: float, rng: Random) -> float | None:
    return None if rng.random() < WAIT_NOT_REGISTERED else days


def vacant_homes(municipality: str, rng: Random) -> list[VacantHomes]:
    """Vacant homes per rent and size band; a band without a row is unknown, one with 0 has none."""
    market = MARKETS[municipality]
    return [
        VacantHomes(municipality, month, rent, size, round(rng.uniform(0, 2) * level * market.homes))
        for month in months_between(FIRST_MONTH, LAST_MONTH)
        for rent, level in zip(RENT_BANDS, HOMES_PER_RENT_BAND, strict=True)
        for size in SIZE_BANDS
        if (rent, size) not in market.never_registered and rng.random() >= BAND_NOT_REGISTERED
    ]


def rates(municipality: str) -> list[Rate]:
    """The invented rates, raised at each new year."""
    market = MARKETS[municipality]
    return [
        Rate(municipality, name, date(year, 1, 1), round(first * RATE_RISE ** (year - RATE_YEARS[0]), 2))
        for name, first in (("caseworker_hour", market.caseworker_hour), ("shelter_night", market.shelter_night))
        for year in RATE_YEARS
        if year >= market.rates_from.get(name, RATE_YEARS[0])
    ]
