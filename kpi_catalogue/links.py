"""Which published numbers give each other away: data for the protection (disclosure.py).

A new figure needs no line here unless it shares its members with another part, adds up with one, or sums other months.
"""

from dataclasses import dataclass

Key = tuple[str, str | None]


@dataclass(frozen=True)
class Bundle:
    """Parts that are closed together in a place, and closed wherever one of the parts in `after` is.

    since_january: `after` counts in this and the year's earlier months.
    """

    parts: tuple[Key, ...]
    after: tuple[Key, ...] = ()
    since_january: bool = False


def _likert(figure: str) -> Bundle:
    """The count is the answers 4 and 5, and the mean times n the sum of the answers, so where one is closed these are."""
    return Bundle(((figure, "distribution"), (figure, "mean")), after=((figure, None),))


BUNDLES: tuple[Bundle, ...] = (
    *(_likert(figure) for figure in ("home_skills", "finances", "stable_lifestyle", "mental_difficulties", "substance_problem")),
    Bundle((("low_wellbeing", "band"),), after=(("low_wellbeing", None),)),
    Bundle((("support_85", None), ("support_85", "support_85a"), ("support_85", "either"))),
    Bundle((("ors_gain", None), ("ors_gain", "decline"))),
    Bundle((("shelter_nights", None), ("shelter_nights", "mean"), ("shelter_cost", None),
            ("shelter_cost", "municipality"), ("shelter_cost", "state"))),
    Bundle((("evictions_averted", "year_to_date"),), after=(("evictions_averted", None),), since_january=True),
    Bundle((("registration_rate", "year"),), after=(("registration_rate", None),)),
)  # fmt: skip

ROLLING: frozenset[Key] = frozenset({("registration_rate", "year")})
"""Parts that sum the twelve months up to theirs: shown only where every one of the twelve is."""

ONLY_GROWING: frozenset[Key] = frozenset({("citizens_included", "referred_to_date")})
"""Parts of everybody ever: nobody leaves, so the months tell each other. Outside the team they are told without breakdowns."""

TOLD_BY_METHOD: frozenset[Key] = frozenset({
    ("completion", None), ("contact_phase", None), ("course_cost", None), ("method_change", None), ("waiting_to_start", None),
    *(("housing_situation", f"after_{months}") for months in (3, 6, 12)), ("cti_hours", None)})  # fmt: skip
"""Parts of those who came in the last twelve months, or ever: the months tell who comes, so small groups would follow.

Outside the team they are told whole and by method alone. Their other breakdowns still decide which places are closed.
"""

OWN_N_PER_CATEGORY: frozenset[Key] = frozenset({("cti_hours", None)})
"""Their categories rest on different members and do not add up, so each is decided for itself.

Who is in the population of one is in that of every category before it: who has ended a phase has ended those before.
"""

CATEGORIES: dict[Key, tuple[str, str]] = {("by_method", None): ("active citizens", "method")}
"""Categories that are the groups of a population's breakdown: hidden where those are."""

TEAM_ONLY: frozenset[Key] = frozenset({("caseload", "per_caseworker")})

POPULATION: dict[Key, str] = {
    **{(figure, None): "active citizens" for figure in (
        "citizens_included", "by_method", "housing_situation", "occupation", "income_basis", "loneliness", "low_wellbeing",
        "substance_treatment", "collaboration_model", "heard_understood", "wellbeing_gain", "sustained_exit", "home_skills",
        "finances", "stable_lifestyle", "mental_difficulties", "substance_problem", "evictions_averted")},
    ("housing_situation", "before"): "active citizens",
    ("heard_understood", "srs"): "active citizens",
    **{part: "active citizens" for bundle in BUNDLES for part in bundle.parts if part[0] != "registration_rate"},
    **{(figure, None): "active courses" for figure in ("caseload", "registration_rate", "time_ratio")},
    ("icm_hours", None): "active ICM courses",
    ("course_cost", None): "ended courses",
    ("method_change", None): "ended CTI courses",
    ("completion", None): "ended courses that could be completed",
    ("contact_phase", None): "courses of twelve months",
    ("waiting_to_start", None): "first courses of twelve months",
    ("on_time", None): "active courses since last month",
    ("housing_retention", None): "active citizens who had a home",
}  # fmt: skip
"""Parts of one population share its protection. Others have their own."""

LEADER: dict[str, Key] = {
    "active citizens": ("citizens_included", None),
    "active courses": ("caseload", None),
}
"""The part that tells how many a population of several parts is, when it is measured; they all tell the same."""

WITHIN: dict[str, tuple[str, ...]] = {
    "ended courses that could be completed": ("ended courses",),
    "first courses of twelve months": ("courses of twelve months",),
    "courses of twelve months": ("active courses", "ended courses"),
    "active courses since last month": ("active courses",),
    "active citizens who had a home": ("active citizens",),
}
"""A population that is part of another, or of others together: it is never above them, wherever they are told."""

SECRET_REST: frozenset[str] = frozenset({"ended courses that could be completed"})
"""Populations within another, of which the others are as secret as those counted: death, moving or a change of method."""

GROUP_OF: dict[str, tuple[str, str, str]] = {
    "active ICM courses": ("active courses", "method", "ICM"),
    "ended CTI courses": ("ended courses", "method", "CTI"),
}
"""A population that is one group of another's breakdown."""

NEAR: tuple[str, ...] = ("active citizens", "active courses")
"""Populations that are nearly the same (hardly anybody has two courses), none above the next: closed in the same places."""

STARTED: tuple[str, ...] = ("first courses of twelve months", "courses of twelve months")
"""Populations closed in the same places, and wherever active courses are: most who started are active, and few have ended."""


def leaders(population: str) -> list[Key]:
    """The parts that tell how many a population is, the best first."""
    parts = [part for part, name in POPULATION.items() if name == population]
    return sorted(parts, key=lambda part: (part != LEADER.get(population), part[0], part[1] or ""))


def above(population: str) -> frozenset[str]:
    """The populations that one is part of: wholly, or as one group of a breakdown."""
    groups = {GROUP_OF[population][0]} if population in GROUP_OF else set()
    return frozenset(groups | set(WITHIN.get(population, ())))


def near(population: str) -> tuple[str, ...]:
    """The populations that this one is closed together with, none above the next; itself among them."""
    return next((group for group in (NEAR, STARTED) if population in group), (population,))


def bundle_of(part: Key) -> Bundle:
    """The parts that a part is closed with; itself alone when nothing binds it."""
    return next((bundle for bundle in BUNDLES if part in bundle.parts), Bundle((part,)))
