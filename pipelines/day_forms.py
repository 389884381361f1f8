"""Days and months as another system writes them, read by the form that was declared and by no other."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

INSTANT = "instant"
DENMARK = ZoneInfo("Europe/Copenhagen")
_PARTS = {"YYYY": r"(?P<year>[0-9]{4})", "MM": r"(?P<month>[0-9]{2})", "DD": r"(?P<day>[0-9]{2})"}
_EXAMPLES = "DD-MM-YYYY, YYYY-MM-DD, DD.MM.YYYY, YYYYMMDD, MM-YYYY eller instant"


def day_form_fault(form: str, wanted: str) -> list[str]:
    """What is wrong with a declared form for a date or a month; empty when nothing is."""
    if form == INSTANT:
        return []
    parts = re.findall(r"Y+|M+|D+", form)
    if "YY" in parts or "Y" in parts:
        return [
            f"datoformen {form} har årstal med to cifre, som kan betyde to århundreder. "
            "Få udtrækket med fire cifre, og skriv fx DD-MM-YYYY."
        ]
    needed = {"YYYY", "MM"} | ({"DD"} if wanted == "date" else set())
    if len(parts) != len(set(parts)) or not needed <= set(parts) <= set(_PARTS):
        return [f"datoformen {form} kendes ikke. Skriv fx {_EXAMPLES}."]
    return []


def day_of(text: str, form: str) -> date | None:
    """The day (the first of a month where the form has no day), or None when the text is not of that form.

    A form that ends in ... lets anything follow, as a time of day. `instant` is ISO 8601: a day, or a moment whose
    zone decides which day it was in Denmark.
    """
    if form == INSTANT:
        return _danish_day(text)
    head, more = (form[:-3], ".*") if form.endswith("...") else (form, "")
    pattern = re.escape(head)
    for part, digits in _PARTS.items():
        pattern = pattern.replace(part, digits)
    found = re.fullmatch(pattern + more, text)
    if found is None:
        return None
    given = found.groupdict()
    return _calendar_day(given["year"], given["month"], given.get("day", "01"))


def _calendar_day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _danish_day(text: str) -> date | None:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}(T.+)?", text):
        return None
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(DENMARK).date() if moment.tzinfo else None
