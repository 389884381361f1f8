"""What the status of a hidden cell means: which of its numbers may be few, and which may not."""

from collections.abc import Mapping

import numpy as np

from kpi_catalogue.disclosure import Row
from tests.properties.attackers_system import Name, System

HIDDEN = ("too_few", "protects_another")
FEW = "is few"
SOME = "is not zero"
ENOUGH = 1_000.0
"""Nobody takes a hidden number to be above this: so many are in no world and no sample."""
CHOICES = (FEW, SOME)
"""Names that begin with these are 0 or 1: how the attacker writes down that one of several things is so."""


def read_status(system: System, row: Row, names: Mapping[str, Name], limit: int, only_n: bool) -> None:
    """Too few: the known, the count or the rest is 1 to limit-1. Protects another: none of them is.

    only_n: whether the known alone decide, since there is neither a count nor an amount that somebody could dominate.
    """
    system.at_most(system.number(*names["n"]), ENOUGH)
    counted = [names[what] for what in ("n", "count", "rest", "left") if what in names]
    if row.status == "protects_another":
        for name in counted:
            _not_few(system, name, limit)
        system.at_least(system.number(*names["n"]), limit)
    elif len(counted) > 1 or only_n:
        system.lines.append((dict.fromkeys((_few(system, name, limit) for name in counted), 1.0), 1, np.inf))


def chosen(name: Name, truth: Mapping[Name, float], limit: int) -> float:
    """What a choice really is."""
    number = truth[name[1:]]
    return float(0 < number < limit if name[0] == FEW else number > 0)


def _few(system: System, name: Name, limit: int) -> int:
    """The choice that is 1 only where the number is 1 to limit-1."""
    is_new, choice, number = (FEW, *name) not in system.at, system.number(FEW, *name), system.number(*name)
    system.at_most(choice, 1)
    if is_new:
        system.line(choice, {number: 1.0}, 0, np.inf)
        most = max(system.high[number], limit)
        system.lines.append(({number: 1.0, choice: most - limit + 1}, -np.inf, most))
    return choice


def _not_few(system: System, name: Name, limit: int) -> None:
    """The number is zero or at least the limit."""
    is_new, choice, number = (SOME, *name) not in system.at, system.number(SOME, *name), system.number(*name)
    system.at_most(choice, 1)
    if is_new:
        system.lines.append(({number: 1.0, choice: -float(limit)}, 0, np.inf))
        system.lines.append(({number: 1.0, choice: -system.high[number]}, -np.inf, 0))
