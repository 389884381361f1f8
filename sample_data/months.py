"""The calendar of the sample: months are dates, the first day of the month."""

from datetime import date, timedelta

FIRST_MONTH = date(2023, 7, 1)
LAST_MONTH = date(2025, 12, 1)
LAST_DAY = date(2025, 12, 31)


def month_of(day: date) -> date:
    """The month a day lies in."""
    return day.replace(day=1)


def add_months(month: date, number: int) -> date:
    """The month so many months later (earlier when negative)."""
    index = month.year * 12 + month.month - 1 + number
    return date(index // 12, index % 12 + 1, 1)


def last_day_of(month: date) -> date:
    """The last day of the month."""
    return add_months(month, 1) - timedelta(days=1)


def month_number(start: date, month: date) -> int:
    """The course's month number: the calendar month of the start is month 1."""
    return (month.year - start.year) * 12 + month.month - start.month + 1


def months_between(first: date, last: date) -> list[date]:
    """Every month from the first to the last, both included; none when the first is later."""
    return [add_months(month_of(first), step) for step in range(month_number(first, last))]
