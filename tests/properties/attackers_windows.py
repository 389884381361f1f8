"""What follows from who comes into a rolling year and goes out of it: a month has those who came in its twelve months."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from datetime import date

from tests.properties.attackers_system import Name, System, Where

CAME = "came"
"""Names that begin with this are of those who came in one month: no row tells of them."""
COUNTED = ("population", "n", "count", "rest")
WINDOWS = {
    **dict.fromkeys(("completion", "contact_phase", "course_cost", "waiting_to_start"), COUNTED),
    **{f"housing_situation.after_{months}": COUNTED for months in (3, 6, 12)},
    "method_change": COUNTED[:2],
}
"""Figures of a rolling year, and which of their numbers are of the same courses from month to month.

Of an ended CTI course it is known later whether another followed it, so what is counted is not.
"""
AGES = "age_group"
"""The groups that people change, every January: who came is told by the ages of the year that is told of."""


def know_windows(system: System) -> None:
    """A number of a month is made up of those who came in its twelve months, wherever several months are told of."""
    tables: dict[Name, dict[date, int]] = defaultdict(dict)
    for name, number in system.at.items():
        if name[0] in WINDOWS.get(str(name[1]), ()):
            what, figure, category, month, where = name
            tables[what, figure, category, where][month] = number  # type: ignore[index]
    came: dict[Name, dict[Name, int]] = defaultdict(dict)
    for (what, figure, category, where), months in tables.items():
        for month, number in months.items() if len(months) > 1 else ():
            year = month.year if where[1] == AGES else None  # type: ignore[index]
            window = [(one, year) for one in _window(month)]
            those = [system.number(CAME, what, figure, category, *one, where) for one in window]
            system.equal(number, those)
            for one, who in zip(window, those, strict=True):
                came[figure, *one, where][what, category] = who
    for here in came.values():
        _know_definitions(system, here)
    _know_places(system, came)


def _window(month: date) -> list[date]:
    last = month.year * 12 + month.month - 1
    return [date(at // 12, at % 12 + 1, 1) for at in range(last - 11, last + 1)]


def _know_definitions(system: System, here: Mapping[Name, int]) -> None:
    """Those known are those counted and the rest, each is in one category, and nobody is known beyond all."""
    known = here.get(("n", None))
    if known is None:
        return
    if ("population", None) in here:
        system.not_above(known, here["population", None])
    for what, category in here:
        if what == "count" and ("rest", category) in here:
            system.equal(known, [here["count", category], here["rest", category]])
    categories = [number for (what, category), number in here.items() if what == "count" and category is not None]
    if categories:
        system.equal(known, categories)


def _know_places(system: System, came: Mapping[Name, Mapping[Name, int]]) -> None:
    """Those who came to the groups came to the scope, and those who came to the municipalities came to all."""
    sums: dict[tuple[Name, Hashable], list[int]] = defaultdict(list)
    for (figure, month, year, where), here in came.items():
        municipality, by, group = where  # type: ignore[misc]
        for what, number in here.items():
            if by is not None:
                whole: Where = (municipality, None, None)
                sums[(figure, month, None, whole), (what, by, year)].append(number)
            if municipality is not None:
                sums[(figure, month, year, (None, by, group)), (what, "", year)].append(number)
    for (total, (what, *_)), members in sums.items():  # type: ignore[misc]
        if what in came.get(total, {}):
            system.equal(came[total][what], members)
