"""What the definitions say of different figures: who is in one is in the other, too.

Read off the headers and the SQL of the 39 figures and the tables they read, figure by figure.
"""

from collections.abc import Hashable, Mapping

import numpy as np

from tests.properties.attackers_system import Name, System

Place = tuple[Hashable, ...]
Known = tuple[str, str, str | None]
LEFT = "left otherwise"
"""The courses that ended with death, moving or a change of method: ended, and not among those that could be completed."""
ENDED: Known = ("population", "course_cost", None)
COMPLETABLE: Known = ("population", "completion", None)

WITHIN: tuple[tuple[Known, Known], ...] = (
    (("population", "on_time", None), ("population", "courses", None)),
    (("population", "waiting_to_start", None), ("population", "contact_phase", None)),
    (("population", "housing_retention", None), ("population", "citizens", None)),
    (("population", "citizens", None), ("population", "citizens_included.referred_to_date", None)),
    (("population", "cti_hours 2", None), ("population", "cti_hours 1", None)),
    (("population", "cti_hours 3", None), ("population", "cti_hours 2", None)),
    (("n", "housing_retention", None), ("n", "housing_situation", None)),
    (("count", "housing_retention", None), ("count", "housing_situation", "own_home")),
    (("rest", "housing_retention", None), ("rest", "housing_situation", "own_home")),
    (("n", "wellbeing_gain", None), ("n", "low_wellbeing", None)),
    (("n", "ors_gain", None), ("n", "heard_understood", None)),
    (("n", "sustained_exit", None), ("n", "shelter_nights", None)),
    (("rest", "support_85.either", None), ("rest", "support_85", None)),
    (("rest", "support_85.either", None), ("rest", "support_85.support_85a", None)),
)
"""The first is never above the second, in any place: those of the first are among those of the second."""

COVERED: tuple[tuple[Known, tuple[Known, ...]], ...] = (
    (("population", "courses", None), (("population", "on_time", None), ("population", "contact_phase", None))),
    (("population", "contact_phase", None), (("population", "courses", None), ENDED)),
    (("population", "housing_situation.after_3", None), (COMPLETABLE, ("population", "housing_situation.after_12", None))),
    (("population", "housing_situation.after_6", None), (COMPLETABLE, ("population", "housing_situation.after_12", None))),
    (("population", "housing_situation.after_6", None),
     (("population", "housing_situation.after_3", None), ("population", "housing_situation.after_12", None))),
)  # fmt: skip
"""Everybody of the first is in one of the others, or in several."""

APART: tuple[tuple[tuple[Known, ...], Known], ...] = (
    ((COMPLETABLE, ("population", "housing_situation.after_12", None)), ("population", "success_rate", None)),
)
"""The first have nobody in common and are all among the last: those whose effect goal is judged, until another is chosen."""


def left_name(month: Hashable, where: Hashable) -> Name:
    """The name of the number of those who left otherwise."""
    return (LEFT, "completion", None, month, where)


def left_of(system: System, figure: str, month: Hashable, where: Hashable) -> dict[str, Name]:
    """What else of a figure may be few: those who ended and could not complete."""
    name = left_name(month, where)
    return {"left": name} if figure == "completion" and name in system.at else {}


def differences(told: Mapping[Name, float]) -> dict[Name, float]:
    """What the differences between figures really are."""
    ended = {name[3:]: value for name, value in told.items() if name[:3] == ENDED}
    completable = {name[3:]: value for name, value in told.items() if name[:3] == COMPLETABLE}
    return {left_name(*place): ended[place] - completable[place] for place in ended if place in completable}


def know_nesting(system: System) -> None:
    """Every relation between figures, wherever both are told of."""
    spots: dict[tuple[Hashable, Place], dict[Known, int]] = {}
    for (what, name, category, month, where), number in list(system.at.items()):
        spots.setdefault((month, where), {})[what, name, category] = number  # type: ignore[index]
    for (month, where), here in spots.items():
        for lower, upper in WITHIN:
            if lower in here and upper in here:
                system.not_above(here[lower], here[upper])
        for one, others in COVERED:
            if one in here and all(other in here for other in others):
                system.line(here[one], dict.fromkeys((here[other] for other in others), 1.0), 0, np.inf)
        for parts, whole in APART:
            if whole in here and all(part in here for part in parts):
                system.line(here[whole], dict.fromkeys((here[part] for part in parts), 1.0), -np.inf, 0)
        if ENDED in here and COMPLETABLE in here:
            left = system.number(*left_name(month, where))
            system.equal(here[ENDED], [here[COMPLETABLE], left])
    _know_groups(system, spots)


def _know_groups(system: System, spots: Mapping[tuple[Hashable, Place], Mapping[Known, int]]) -> None:
    """Who is in a group of another figure: CTI courses that changed method, ICM courses with time registered."""
    for (month, where), here in spots.items():
        if where[1] not in (None, "method"):
            continue
        cti, icm = ((where[0], "method", code) for code in ("CTI", "ICM"))
        if where in ((where[0], None, None), cti):
            _know_changed(system, here, spots.get((month, cti), {}))
        registered = spots.get((month, icm), {}).get(("count", "registration_rate", None))
        if registered is not None and ("n", "icm_hours", None) in here and where in ((where[0], None, None), icm):
            system.not_above(registered, here["n", "icm_hours", None])


def _know_changed(system: System, here: Mapping[Known, int], cti: Mapping[Known, int]) -> None:
    """Those looked at are the ended CTI courses, and who changed is not among those that could be completed."""
    if ("population", "method_change", None) in here and ENDED in cti:
        system.equal(here["population", "method_change", None], [cti[ENDED]])
    if ("rest", "method_change", None) in here and COMPLETABLE in cti:
        system.not_above(cti[COMPLETABLE], here["rest", "method_change", None])
