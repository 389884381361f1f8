"""Numbers, days and months as Danish readers write them: 12.345,67, 31-12-2025 and marts 2025."""

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date
from babel.numbers import NumberFormatError, parse_decimal

from pipelines.day_forms import DENMARK

_POINT_AND_COMMA = str.maketrans(",.", ".,")


def number(value: float, decimals: int = 1) -> str:
    """A number with a point between thousands and a comma before so many decimals; a half rounds up."""
    exact = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{exact:,.{decimals}f}".translate(_POINT_AND_COMMA)


def chosen_percent(share: float) -> str:
    """A share that somebody has chosen, as it was chosen: 80 %, or 14,5 % where it is no whole per cent."""
    return f"{number(100 * share, 0 if round(100 * share, 6).is_integer() else 1)} %"


def day(value: date) -> str:
    """A day as 31-12-2025."""
    return f"{value:%d-%m-%Y}"


def moment(at: datetime) -> str:
    """A moment of the store (UTC) as the clock showed in Denmark, to the minute."""
    return f"{_in_denmark(at):%d-%m-%Y %H:%M}"


def moment_day(at: datetime) -> str:
    """The day it was in Denmark at a moment of the store (UTC)."""
    return day(_in_denmark(at))


def _in_denmark(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC).astimezone(DENMARK)


def month(value: date) -> str:
    """A calendar month as marts 2025."""
    return format_date(value, "MMMM yyyy", locale="da")


def read_number(text: str) -> int | float | None:
    """A number as Danes type it, 1.234,5; whole numbers stay whole. None for everything else: 12.5 is never 125."""
    try:
        value = parse_decimal(text.strip().replace("−", "-"), locale="da_DK", strict=True)
    except NumberFormatError:
        return None
    if not value.is_finite():
        return None
    return int(value) if value == int(value) else float(value)
