"""One thing that is due for a course and month: its state, what may be carried over, and how to mend it, in Danish."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipelines.danish import day as danish_day
from pipelines.danish import month as danish_month
from pipelines.schema import contracts

Kind = Literal["hours", "status", "follow_up", "measurement", "phase_estimate", "month_estimate"]
State = Literal["done", "missing", "late", "explained"]
HOURS, EXPECTED_TIME = "hours", "expected_time"
LATER = "later"
_ESTIMATES = ("phase_estimate", "month_estimate")
STATES_DA: dict[State, str] = {
    "done": "registreret",
    "missing": "mangler",
    "late": "mangler, og fristen er gået",
    "explained": "mangler med en grund",
}


@dataclass(frozen=True, slots=True)
class Carried:
    """The newest value of a status field in the two months before: offered, and not registered until confirmed."""

    value: object
    month: date


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is due in a month.

    field: a column of monthly_status, `hours`, `expected_time` or an instrument. deadline: the last day it is in time.
    reason: why it is missing, where one is given. period: the CTI phase or the course month that an estimate is for.
    """

    field: str
    kind: Kind
    month: date
    deadline: date
    state: State
    reason: str | None = None
    carried: Carried | None = None
    period: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to do: neither registered nor explained."""
        return self.state in ("missing", "late")

    @property
    def label_da(self) -> str:
        """What the field is called on screen."""
        return field_label(self.field)

    @property
    def mend_da(self) -> str:
        """What to do about it; blank where there is nothing to do."""
        if not self.is_open:
            return ""
        if self.kind in _ESTIMATES:
            return _mend_estimate(self)
        return _mend_measurement(self) if self.kind == "measurement" else _mend_month(self)


def field_label(field: str) -> str:
    """The Danish name of any field that can be due."""
    if field == HOURS:
        return contracts()["time_use"].columns["hours"].label_da
    if field == EXPECTED_TIME:
        return contracts()["expected_time"].columns["hours"].label_da
    instruments = contracts()["measurements"].columns["instrument"].codes
    return instruments[field] if field in instruments else contracts()["monthly_status"].columns[field].label_da


def value_label(field: str, value: object) -> str:
    """A status value as it is written on screen: a code's Danish words, a number as it is."""
    return contracts()["monthly_status"].columns[field].codes.get(str(value), str(value))


def _mend_month(item: Item) -> str:
    """Hours and status: registered for the month itself, at any time."""
    month = danish_month(item.month)
    if item.kind == "hours":
        return f"Skriv timerne for {month}; 0, hvis der ingen var. Eller angiv, hvorfor de mangler."
    if item.carried:
        value = value_label(item.field, item.carried.value)
        return f'Bekræft "{value}" fra {danish_month(item.carried.month)}, eller skriv det, der gælder i {month}.'
    after = " (opfølgning efter forløbet)" if item.kind == "follow_up" else ""
    return f"Udfyld {item.label_da} for {month}{after}, eller angiv, hvorfor det mangler."


def _mend_measurement(item: Item) -> str:
    if item.state == "missing":
        return (
            f"Registrér en {item.label_da}-måling senest {danish_day(item.deadline)}, eller angiv, hvorfor den mangler."
        )
    months = f"{danish_month(item.month)} eller måneden efter"
    return (
        f"Ingen {item.label_da}-måling fra {months}. Er den taget, så registrér den med sin dato. "
        "Ellers angiv, hvorfor den mangler, og mål næste gang."
    )


def _mend_estimate(item: Item) -> str:
    """An estimate made after its period never applies, so afterwards only the next one can be made in time."""
    period = f"fase {item.period}" if item.kind == "phase_estimate" else danish_month(item.month)
    by = danish_day(item.deadline)
    if item.state == "missing":
        return f"Skriv de forventede timer for {period} senest {by}."
    return f"Et skøn for {period} skulle være lavet senest {by} og kan ikke laves bagefter. Lav det næste skøn i tide."
