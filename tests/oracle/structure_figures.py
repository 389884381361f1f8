"""The figures about municipalities."""

from tests.oracle.counting import Member, by_tag, mean, total
from tests.oracle.part import MUNICIPALITY_ONLY, Part
from tests.oracle.world import World

RENT_BANDS = ("under_3500", "3500_5000", "5001_7000", "over_7000")
SIZE_BANDS = ("under_40", "40_60", "61_80", "over_80")
BANDS = tuple(f"{rent}/{size}" for rent in RENT_BANDS for size in SIZE_BANDS)


def wait(world: World, month: int, field: str) -> list[Part]:
    """The unweighted mean over municipalities of the days waited."""
    registered = {(row["municipality"], row["month"]): row[field] for row in world.rows.housing_market}
    members = [Member({"municipality": one}, registered.get((one, month))) for one in world.municipalities]
    return [Part(None, members, mean, MUNICIPALITY_ONLY)]


def vacant_homes(world: World, month: int) -> list[Part]:
    """Homes per rent and size band, a band without a row being unknown; and all the registered bands together."""
    registered = {
        (row["municipality"], f"{row['rent_band']}/{row['size_band']}"): row["homes"]
        for row in world.rows.vacant_homes
        if row["month"] == month
    }
    members = [
        Member({"municipality": one}, registered.get((one, band)), band)
        for one in world.municipalities
        for band in BANDS
    ]
    whole = [Member({"municipality": one}, _sum_of(one, registered)) for one in world.municipalities]
    return [
        Part(None, members, by_tag(BANDS, total), MUNICIPALITY_ONLY),
        Part("total", whole, total, MUNICIPALITY_ONLY),
    ]


def _sum_of(municipality: str, registered: dict[tuple[str, str], int]) -> int | None:
    homes = [registered[municipality, band] for band in BANDS if (municipality, band) in registered]
    return sum(homes) if homes else None


def maturity(world: World, month: int) -> list[Part]:
    """Answered in the app, never in a folder of registrations: unknown of every municipality."""
    return [Part(None, [Member({"municipality": one}, None) for one in world.municipalities], mean, MUNICIPALITY_ONLY)]
