"""Civil registration numbers (CPR): found wherever they stand, and never shown."""

import re

CPR_MASK = "••••••-••••"
_JOIN = "[-\u2010-\u2015\u2212 \u00a0\u202f]{0,3}"
"""Dashes and spaces that may stand between day, month, year and the last four, as people type them."""
CPR_CANDIDATE = _JOIN.join([r"\p{Nd}{2}"] * 3 + [r"\p{Nd}{4}"])
_NUMBER = _JOIN.join([r"\d{2}"] * 3 + [r"\d{4}"])
_CPR = re.compile(rf"(?<!\d){_NUMBER}(?!\d)")
_UUID = re.compile(
    r"(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(?![\w-])", re.IGNORECASE
)
"""An identifier a machine drew: its digits may fall like a CPR number's by chance, about once in three thousand."""
_DAYS_OF_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def has_cpr(text: str) -> bool:
    """Does the text hold ten digits whose first six are a calendar date, day first, in some century?"""
    return any(_is_dated(found.group()) for found in _CPR.finditer(_UUID.sub(" uuid ", text)))


def masked(text: str) -> str:
    """The text with every CPR number in it replaced by dots."""
    drawn = _UUID.search(text)
    if drawn:
        return masked(text[: drawn.start()]) + drawn.group() + masked(text[drawn.end() :])
    return _CPR.sub(lambda found: CPR_MASK if _is_dated(found.group()) else found.group(), text)


def _is_dated(number: str) -> bool:
    digits = re.sub(r"\D", "", number)
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS_OF_MONTH[month - 1]:
        return False
    return (day, month) != (29, 2) or year % 4 == 0
