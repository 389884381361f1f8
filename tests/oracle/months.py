"""Calendar months as whole numbers (year x 12 + month - 1), so that M-3 is plain subtraction."""

import calendar
from datetime import date


def month_of(day: date) -> int:
    """The month a day lies in."""
    return day.year * 12 + day.month - 1


def year_of(month: int) -> int:
    """The calendar year of a month."""
    return month // 12


def january_of(month: int) -> int:
    """January of the same year."""
    return month - month % 12


def first_day(month: int) -> date:
    """The 1st of the month."""
    return date(month // 12, month % 12 + 1, 1)


def last_day(month: int) -> date:
    """The 28th, 29th, 30th or 31st."""
    year, number = month // 12, month % 12 + 1
    return date(year, number, calendar.monthrange(year, number)[1])


def text_of(month: int) -> str:
    """2025-03, as JSON shows it."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def month_from(text: str) -> int:
    """2025-03, 03-2025 or a whole date in the month (2025-03-01)."""
    parts = text.strip().split("-")
    if len(parts[0]) == 4:
        return int(parts[0]) * 12 + int(parts[1]) - 1
    return int(parts[1]) * 12 + int(parts[0]) - 1
