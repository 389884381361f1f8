"""A figure's target, and where a figure stands against it: on track, off track or not enough data, with why."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from kpi_catalogue.figure import Figure, Part
from pipelines.danish import day as danish_day
from pipelines.danish import month as danish_month
from pipelines.double_bottom_line import month_number
from pipelines.number_words import HIDDEN, NO_VALUE_WHY_DA, rests_on_da
from pipelines.settings import SettingsError

Direction = Literal["at_least", "at_most"]
State = Literal["on_track", "off_track", "not_enough"]
Lack = Literal["hidden", "data"]
DIRECTIONS_DA: dict[Direction, str] = {"at_least": "mindst", "at_most": "højst"}
STATES_DA: dict[State, str] = {"on_track": "på sporet", "off_track": "ikke på sporet", "not_enough": "for få data"}
LEAST_COVERAGE = 0.5
HIDDEN_STATE_DA = "skjult"
_SMALL = 1e-9
Cell = Mapping[str, Any]
Written = Callable[[float], str]


@dataclass(frozen=True)
class Target:
    """What a figure is to reach: at least or at most a value, by a day or (None) always.

    since: the first day of the month that the way to the target begins in. part and category: which of the figure's
    numbers it is about; None is the figure itself.
    """

    value: float
    direction: Direction
    since: date
    deadline: date | None = None
    part: str | None = None
    category: str | None = None

    def is_reached_by(self, value: float) -> bool:
        """Whether the value is at the target or better."""
        return _as_good(value, self.value, self.direction)


@dataclass(frozen=True)
class Standing:
    """Where a figure stands in a month; value and required (where the way to the target is now) where they are known.

    lack: whether it is hidden or what is registered is too little that keeps it from being judged; None for other reasons.
    """

    state: State
    why_da: str
    value: float | None = None
    required: float | None = None
    lack: Lack | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether the month's own number is hidden."""
        return self.lack == "hidden" and self.value is None

    @property
    def state_da(self) -> str:
        """The state in a word or three; what is hidden is called so, for there may be plenty of data."""
        return HIDDEN_STATE_DA if self.is_hidden else STATES_DA[self.state]


def read_target(given: object, figure: Figure) -> Target | None:
    """A target as it is written; None where there is none. Raises SettingsError for one that cannot be used."""
    if given is None:
        return None
    if not isinstance(given, dict) or set(given) != set(Target.__dataclass_fields__):
        raise SettingsError(f"Et mål skal have {', '.join(Target.__dataclass_fields__)}.")
    since, deadline = _day(given["since"]), None if given["deadline"] is None else _day(given["deadline"])
    target = Target(given["value"], given["direction"], since, deadline, given["part"], given["category"])
    for is_wrong, message in _problems(target, figure):
        if is_wrong:
            raise SettingsError(message)
    return target


def written_target(target: Target | None) -> dict[str, Any] | None:
    """The target as JSON, the way it is read."""
    if target is None:
        return None
    until = target.deadline.isoformat() if target.deadline else None
    return {**vars(target), "since": target.since.isoformat(), "deadline": until}


def part_of(target: Target, figure: Figure) -> Part:
    """The part of the figure that the target is about."""
    return figure.part(target.part)


def target_da(target: Target, written: Written) -> str:
    """The target in words: mindst 60 % senest 31-12-2026."""
    until = f" senest {danish_day(target.deadline)}" if target.deadline else ""
    return f"{DIRECTIONS_DA[target.direction]} {written(target.value)}{until}"


def _day(text: object) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise SettingsError("Datoen for målet kan ikke læses. Skriv den som fx 31-12-2026.") from None


def _problems(target: Target, figure: Figure) -> list[tuple[bool, str]]:
    """What would be wrong with the target, the first of them first; a later one may rest on an earlier."""
    value, parts = target.value, {part.name: part for part in figure.parts if not part.team_only}
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    part = parts.get(target.part)
    if part is None:
        return [(True, f'"{target.part}" er ikke en del af nøgletallet {figure.title_da}.')]
    percent = part.measure in ("share", "categories")
    return [
        (not is_number or value < 0, "Målet skal være et tal, 0 eller mere."),
        (percent and is_number and value > 1, "Målet er en andel og kan højst være 100 %."),
        (target.direction not in DIRECTIONS_DA, "Vælg, om målet er mindst eller højst."),
        (bool(part.codes) and target.category not in part.codes, "Vælg, hvilken kategori målet gælder."),
        (not part.codes and target.category is not None, "Nøgletallet har ingen kategorier at sætte mål for."),
        (target.since.day != 1, "Målet skal begynde i en måned."),
        (target.deadline is not None and target.deadline < target.since, "Fristen ligger før målet begynder."),
    ]


def standing(
    target: Target, part: Part, now: Cell | None, before: Cell | None, month: date, limit: int, written: Written
) -> Standing:
    """Where the figure stands in the month, from its cell in that month and in the month the way began.

    On track: the target is reached, or the value is where a straight line from its beginning to the target at the
    deadline is now. Off track: neither, or the deadline has passed. Not enough data: the month's number, or the one that
    the line begins in, is hidden, unknown, rests on fewer than the limit or on less than half of those it is about.
    """
    missing = _too_little(now, part, limit)
    if missing or now is None:
        return Standing("not_enough", missing, lack=_lack(now))
    value = float(now["value"])
    if month < target.since:
        return Standing("not_enough", f"Målet gælder først fra {danish_month(target.since)}.", value)
    found = _without_a_way(target, value, month, written)
    found = found or _on_the_way(target, part, value, before, month, limit, written)
    return replace(found, why_da=f"{found.why_da} {_resting_da(now, part)}")


def _without_a_way(target: Target, value: float, month: date, written: Written) -> Standing | None:
    """Where the target alone decides: it is reached, has no deadline, or the deadline is here. None: the way decides."""
    if target.is_reached_by(value):
        return Standing("on_track", f"Målet er nået: {written(value)}.", value, target.value)
    if target.deadline is None:
        return Standing("off_track", f"{written(value)}; målet er ikke nået og har ingen frist.", value, target.value)
    if month < target.deadline.replace(day=1):
        return None
    why = f"Fristen er her eller er gået, og målet er ikke nået: {written(value)}."
    return Standing("off_track", why, value, target.value)


def _resting_da(cell: Cell, part: Part) -> str:
    """What the value rests on, as a sentence: 50 af 87 kendt."""
    said = rests_on_da(cell, part)
    return f"{said[0].upper()}{said[1:]}."


def _on_the_way(
    target: Target, part: Part, value: float, before: Cell | None, month: date, limit: int, written: Written
) -> Standing:
    """Against the straight line, before the deadline."""
    missing, began = _too_little(before, part, limit), danish_month(target.since)
    if missing or before is None:
        why = f"{written(value)}; men vejen til målet kan ikke tegnes fra {began}. {missing}"
        return Standing("not_enough", why, value, lack=_lack(before))
    required = required_in(target, float(before["value"]), month)
    state: State = "on_track" if _as_good(value, required, target.direction) else "off_track"
    why = (
        f"{written(value)}; på en lige vej fra {written(float(before['value']))} i {began} til målet skulle der nu stå "
        f"{DIRECTIONS_DA[target.direction]} {written(required)}."
    )
    return Standing(state, why, value, required)


def required_in(target: Target, beginning: float, month: date) -> float:
    """Where the straight line from the beginning to the target is in a month; never worse than where it began."""
    if target.deadline is None or target.is_reached_by(beginning):
        return target.value
    whole = month_number(target.since, target.deadline.replace(day=1)) - 1
    gone = month_number(target.since, month) - 1
    return target.value if gone >= whole else beginning + (target.value - beginning) * gone / whole


def _too_little(cell: Cell | None, part: Part, limit: int) -> str:
    """Why a cell is too little to judge by; blank when it is enough. A municipality's own number rests on no citizens."""
    if cell is None or cell["value"] is None:
        return NO_VALUE_WHY_DA[cell["status"] if cell else "no_data"]
    if part.query.kind != "municipality" and cell["n"] < limit:
        return f"Tallet hviler på {cell['n']}; der skal være mindst {limit}."
    if cell["coverage"] < LEAST_COVERAGE:
        return f"Kun {round(100 * cell['coverage'])} % er kendt; der skal mindst {round(100 * LEAST_COVERAGE)} % til."
    return ""


def _lack(cell: Cell | None) -> Lack:
    """What a cell that is too little to judge by lacks."""
    return "hidden" if cell and cell["status"] in HIDDEN else "data"


def _as_good(value: float, limit: float, direction: Direction) -> bool:
    return value >= limit - _SMALL if direction == "at_least" else value <= limit + _SMALL
