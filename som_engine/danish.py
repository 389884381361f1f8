"""Numbers and words as Danish readers write them."""

PAYERS_DA = {"total": "I alt", "municipality": "Kommune", "region": "Region", "state": "Stat"}
MAIN_AREAS_DA = {
    "social_services": "Sociale indsatser",
    "health": "Sundhed",
    "income_transfers": "Forsørgelse",
    "employment": "Beskæftigelse",
    "education": "Uddannelse",
    "justice": "Politi, domstole og kriminalforsorg",
    "other": "Andet",
}


def number(value: float, decimals: int = 2) -> str:
    """12.345,67; a value that rounds to zero has no minus."""
    text = f"{value:,.{decimals}f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return text.removeprefix("-") if not text.strip("-0,.") else text


def short_number(value: float) -> str:
    """With as few decimals as it takes, at most six: 1.200.000, 0,05 and 12,5."""
    return number(value, 6).rstrip("0").rstrip(",")


def percent(share: float, decimals: int = 2) -> str:
    """A share from 0 to 1 as 28,41 %."""
    return f"{number(100 * share, decimals)} %"
