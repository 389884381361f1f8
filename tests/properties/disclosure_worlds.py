"""Invented people in small groups, and every cell of the fixed set counted from them by hand, without the catalogue."""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kpi_catalogue.disclosure import ScopedCell
from kpi_catalogue.measure import Cell

MONTH = date(2025, 3, 1)
MONTHS = (date(2025, 1, 1), date(2025, 2, 1), MONTH)
GROUPS = {
    "method": ("CTI", "ICM", "ACT"),
    "age_group": ("18-24", "25-30", "31-49", "50-64", "unknown"),
    "gender": ("female", "male", "other", "unknown"),
    "target_group": ("homeless", "at_risk"),
}
BREAKDOWNS = ("team", *GROUPS)
HOUSING = ("own_home", "shelter", "street", "friends")
ANSWERS = ("1", "2", "3", "4", "5")
BANDS = ("0-35", "36-50", "51-100")
FIGURES = (
    "citizens_included",
    "support_85",
    "low_wellbeing",
    "home_skills",
    "housing_situation",
    "by_method",
    "shelter_nights",
    "evictions_averted",
    "courses",
    "ors_gain",
    "registration",
)
MORE = ("ended", "housing_retention", *FIGURES[:4], "by_method", "shelter_nights", "ors_gain")
"""What worlds of many figures draw from: figures of one month, among them some that are part of another."""
YEAR = tuple(date(2024 + at // 12, at % 12 + 1, 1) for at in range(3, 15))


@dataclass(frozen=True)
class Member:
    """One of a population: the citizen, where it belongs, and its value (None when unknown)."""

    citizen: int
    scope: dict[str, str]
    value: Any


def random_cells(seed: int, figures: Sequence[str] | None = None) -> list[ScopedCell]:
    """The whole fixed set of one to four municipalities of 2 to 30 citizens, by method and two more, for the month.

    Evictions are of three months, the registration rate of the twelve months up to the month, those by method alone.
    """
    draw = random.Random(seed)
    people = _people(draw)
    chosen = figures or draw.sample(FIGURES, 2)
    if "courses" in chosen:
        chosen = [name for name in chosen if name != "registration"]
    if "registration" in chosen:
        people = [{column: scope[column] for column in ("municipality", "method")} for scope in people]
    found = [cell for name in FIGURES if name in chosen for cell in _BY_FIGURE[name](people, draw)]
    return list(dict.fromkeys(found))


def many_figures(seed: int) -> list[ScopedCell]:
    """A world of four figures or families, always those of the ended courses, by method and one more."""
    draw = random.Random(f"many {seed}")
    people = [dict(list(scope.items())[:3]) for scope in _people(draw)]
    chosen = ("ended", *draw.sample(MORE[1:], 3))
    return list(dict.fromkeys(cell for name in MORE if name in chosen for cell in _BY_FIGURE[name](people, draw)))


def _people(draw: random.Random) -> list[dict[str, str]]:
    people = []
    columns = ("method", *draw.sample([by for by in BREAKDOWNS if by != "method"], 2))
    for number in range(draw.choice((1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 4))):
        code = str(901 + number)
        skew = {column: [draw.random() ** draw.choice((1, 3, 6)) for _ in codes] for column, codes in GROUPS.items()}
        for _ in range(draw.choice((2, 4, 6, 9, 14, 22, 30))):
            scope = {column: draw.choices(codes, skew[column])[0] for column, codes in GROUPS.items()}
            scope |= {"municipality": code, "team": draw.choice((f"{code} A", f"{code} B"))}
            people.append({column: scope[column] for column in ("municipality", *columns)})
    return people


def everywhere(members: Sequence[Member], count: Callable[..., list[Cell]]) -> list[ScopedCell]:
    """The cells of every place: all and each municipality, whole and by each breakdown."""
    found = []
    codes = sorted({member.scope["municipality"] for member in members})
    for code in (None, *codes):
        here = [member for member in members if code in (None, member.scope["municipality"])]
        found += [ScopedCell(code, cell) for cell in count(here, None, None)]
        for by in members[0].scope:
            if by == "municipality":
                continue
            groups = GROUPS.get(by) or sorted({member.scope[by] for member in here})
            for group in groups:
                inside = [member for member in here if member.scope[by] == group]
                found += [ScopedCell(code, cell) for cell in count(inside, by, group)]
    return found


def counted(
    figure: str,
    part: str | None,
    measure: str,
    codes: Sequence[str] = (),
    month: date = MONTH,
    kind: str = "citizen",
    pick: Callable[[Any], Any] = lambda value: value,
) -> Callable[..., list[Cell]]:
    """A counter of one part: count or share of true, categories or counts of codes, sum or mean."""

    def count(members: Sequence[Member], by: str | None, group: str | None) -> list[Cell]:
        known = [
            (member.citizen, pick(member.value))
            for member in members
            if member.value is not None and pick(member.value) is not None
        ]
        values = [value for _, value in known]
        persons, n, population = len({citizen for citizen, _ in known}), len(known), len(members)

        def cell(category: str | None, value: float | None, whole: int | None, largest: float | None = None) -> Cell:
            return Cell(
                figure,
                part,
                month,
                by,
                group,
                category,
                value if n else None,
                n,
                population,
                whole if n else None,
                persons,
                largest,
                kind,
                False,
            )

        if population == 0 or measure in ("sum", "mean"):
            return [cell(None, _amount(values, measure), None, _largest(known))]
        if measure in ("categories", "counts"):
            return [
                cell(
                    code,
                    values.count(code) / (n or 1) if measure == "categories" else float(values.count(code)),
                    values.count(code),
                )
                for code in codes
            ]
        true = sum(map(bool, values))
        return [cell(None, true / (n or 1) if measure == "share" else float(true), true)]

    return count


def _amount(values: list[float], measure: str) -> float | None:
    if not values:
        return None
    return float(sum(values)) / (len(values) if measure == "mean" else 1)


def _largest(known: Sequence[tuple[int, float]]) -> float | None:
    own: dict[int, float] = defaultdict(float)
    for citizen, value in known:
        own[citizen] += value if isinstance(value, int | float) else 0
    total = sum(own.values())
    return max(own.values()) / total if total else None


def members_of(people: Sequence[dict[str, str]], value: Callable[[], Any]) -> list[Member]:
    return [Member(number, scope, value()) for number, scope in enumerate(people)]


def _sometimes(draw: random.Random, value: Callable[[], Any]) -> Callable[[], Any]:
    """The value, or unknown with a chance of its own for the data set."""
    unknown = draw.choice((0.0, 0.0, 0.1, 0.4))
    return lambda: None if draw.random() < unknown else value()


def _citizens(people: Sequence[dict[str, str]], _: random.Random) -> list[ScopedCell]:
    return everywhere(members_of(people, lambda: True), counted("citizens_included", None, "count"))


def _support(people: Sequence[dict[str, str]], draw: random.Random) -> list[ScopedCell]:
    chance = draw.random()
    answer = _sometimes(draw, lambda: draw.random() < chance)

    def either(pair: tuple[bool | None, bool | None]) -> bool | None:
        return True if True in pair else None if None in pair else False

    members = members_of(people, lambda: (answer(), answer()))
    return [
        *everywhere(members, counted("support_85", None, "count", pick=lambda pair: pair[0])),
        *everywhere(members, counted("support_85", "support_85a", "count", pick=lambda pair: pair[1])),
        *everywhere(members, counted("support_85", "either", "count", pick=either)),
    ]


def _wellbeing(people: Sequence[dict[str, str]], draw: random.Random) -> list[ScopedCell]:
    weights = [draw.random() ** 2 for _ in BANDS]
    members = members_of(people, _sometimes(draw, lambda: draw.choices(BANDS, weights)[0]))
    return [
        *everywhere(members, counted("low_wellbeing", None, "count", pick=lambda band: band != "51-100")),
        *everywhere(members, counted("low_wellbeing", "band", "counts", BANDS)),
    ]


def _skills(people: Sequence[dict[str, str]], draw: random.Random) -> list[ScopedCell]:
    weights = [draw.random() ** 2 for _ in ANSWERS]
    members = members_of(people, _sometimes(draw, lambda: draw.choices(ANSWERS, weights)[0]))
    return [
        *everywhere(members, counted("home_skills", None, "count", pick=lambda answer: answer in "45")),
        *everywhere(members, counted("home_skills", "distribution", "categories", ANSWERS)),
        *everywhere(members, counted("home_skills", "mean", "mean", pick=int)),
    ]


def _housing(people: Sequence[dict[str, str]], draw: random.Random) -> list[ScopedCell]:
    weights = [draw.random() ** 3 for _ in HOUSING]
    members = members_of(people, _sometimes(draw, lambda: draw.choices(HOUSING, weights)[0]))
    return everywhere(members, counted("housing_situation", None, "categories", HOUSING))


def _retention(people: Sequence[dict[str, str]], draw: random.Random) -> list[ScopedCell]:
    """Where everybody lives, and whether those who had a home of their own still have it."""
    weights, had = [draw.random() ** 3 for _ in HOUSING], draw.choice((0.3, 0.6, 0.9))
    members = members_of(people, _sometimes(draw, lambda: draw.choices(HOUSING, weights)[0]))
    kept = [one for one in members if draw.random() < had]
    main = everywhere(members, counted("housing_situation", None, "categories", HOUSING))
    own = counted("housing_retention", None, "share", pick=lambda home: home == "own_home")
    included = everywhere(
        [Member(one.citizen, one.scope, True) for one in members], counted("citizens_included", None, "count")
    )
    return [*included, *main, *(everywhere(kept, own) if kept else [])]


def ended(members: Sequence[Member]) -> list[ScopedCell]:
    """Ended courses, each with its reason: what they cost, how many were completed, and who changed from CTI."""
    could = [one for one in members if one.value in ("completed", "dropped_out")]
    cti = [one for one in members if one.scope.get("method") == "CTI"]
    cost = counted("course_cost", None, "mean", kind="course", pick=lambda _: 1000)
    completed = counted("completion", None, "share", kind="course", pick=lambda reason: reason == "completed")
    changed = counted("method_change", None, "share", kind="course", pick=lambda reason: reason == "changed_method")
    return [
        *everywhere(members, cost),
        *(everywhere(could, completed) if could else []),
        *(everywhere(cti, changed) if cti else []),
    ]


def _ended(people: Sequence[dict[str, str]], draw: random.Random) -> list[ScopedCell]:
    weights = [draw.random(), draw.random(), draw.random() ** 3, draw.random() ** 4]
    reasons = ("completed", "dropped_out", "changed_method", "died")
    return ended(members_of(people, lambda: draw.choices(reasons, weights)[0]))


def _by_method(people: Sequence[dict[str, str]], _: random.Random) -> list[ScopedCell]:
    members = [Member(number, scope, scope["method"]) for number, scope in enumerate(people)]
    included = everywhere(members, counted("citizens_included", None, "count"))
    return [*included, *everywhere(members, counted("by_method", None, "counts", GROUPS["method"]))]


def _shelter(people: Sequence[dict[str, str]], draw: random.Random) -> list[ScopedCell]:
    members = members_of(people, _sometimes(draw, lambda: draw.choice((0, 0, 3, 12, 31))))
    state = {member.citizen: 0.5 * draw.choice((1, 1, 0.4)) for member in members}
    split = [
        Member(one.citizen, one.scope, None if one.value is None else (one.value, state[one.citizen]))
        for one in members
    ]
    return [
        *everywhere(members, counted("shelter_nights", None, "sum")),
        *everywhere(members, counted("shelter_nights", "mean", "mean")),
        *everywhere(split, counted("shelter_cost", None, "sum", pick=lambda pair: 1500 * pair[0])),
        *everywhere(split, counted("shelter_cost", "state", "sum", pick=lambda pair: 1500 * pair[0] * pair[1])),
        *everywhere(
            split, counted("shelter_cost", "municipality", "sum", pick=lambda pair: 1500 * pair[0] * (1 - pair[1]))
        ),
    ]


def _evictions(people: Sequence[dict[str, str]], draw: random.Random) -> list[ScopedCell]:
    """Three months; the sum since January has the month's n and population."""
    found, so_far = [], []
    for month in MONTHS:
        members = members_of(people, _sometimes(draw, lambda: draw.choice((0, 0, 0, 0, 1, 1, 2))))
        so_far += members
        found += everywhere(members, counted("evictions_averted", None, "sum", month=month))
        found += running(members, list(so_far), month)
    return found


def running(members: list[Member], so_far: list[Member], month: date) -> list[ScopedCell]:
    own = everywhere(members, counted("evictions_averted", "year_to_date", "sum", month=month))
    sums = everywhere(so_far, counted("evictions_averted", "year_to_date", "sum", month=month))
    return [
        ScopedCell(
            one.municipality,
            Cell(
                **{
                    **vars(one.cell),
                    "value": total.cell.value if one.cell.n else None,
                    "persons": total.cell.persons,
                    "largest": total.cell.largest,
                }
            ),
        )
        for one, total in zip(own, sums, strict=True)
    ]


def _courses(people: Sequence[dict[str, str]], draw: random.Random) -> list[ScopedCell]:
    """Some citizens have a second course, perhaps with another method."""
    second = [scope | {"method": draw.choice(GROUPS["method"])} for scope in people]
    chance = draw.choice((0.0, 0.1, 0.3))
    courses = [(number, scope) for number, scope in enumerate(people)]
    courses += [(number, scope) for number, scope in enumerate(second) if draw.random() < chance]
    registered = draw.choice((0.5, 0.8, 0.95))
    members = [Member(number, scope, draw.random() < registered) for number, scope in courses]
    icm = [
        Member(one.citizen, one.scope, draw.choice((2.5, 4.25, 7.0) if one.value else (None, 2.5, 4.25, 7.0)))
        for one in members
        if one.scope["method"] == "ICM"
    ]
    included = everywhere(members_of(people, lambda: True), counted("citizens_included", None, "count"))
    hours = everywhere(icm, counted("icm_hours", None, "mean", kind="course")) if icm else []
    return [
        *included,
        *hours,
        *everywhere(members, counted("registration_rate", None, "share", kind="course")),
        *everywhere(members, counted("caseload", None, "mean", kind="course", pick=lambda _: 1)),
    ]


def _registration(people: Sequence[dict[str, str]], draw: random.Random) -> list[ScopedCell]:
    """Twelve months and the year they are; each citizen has one course."""
    found, so_far = [], []
    for month in YEAR:
        here = members_of(people, lambda: draw.random() < 0.8)
        so_far += here
        found += everywhere(here, counted("registration_rate", None, "share", month=month, kind="course"))
    return [*found, *everywhere(so_far, counted("registration_rate", "year", "share", kind="course"))]


def _gain(people: Sequence[dict[str, str]], draw: random.Random) -> list[ScopedCell]:
    members = members_of(people, _sometimes(draw, lambda: draw.choice((-6, -5, 0, 4, 5, 8))))
    return [
        *everywhere(members, counted("ors_gain", None, "share", pick=lambda change: change >= 5)),
        *everywhere(members, counted("ors_gain", "decline", "share", pick=lambda change: change <= -5)),
    ]


_BY_FIGURE = dict(
    zip(
        FIGURES,
        (
            _citizens,
            _support,
            _wellbeing,
            _skills,
            _housing,
            _by_method,
            _shelter,
            _evictions,
            _courses,
            _gain,
            _registration,
        ),
        strict=True,
    )
)
_BY_FIGURE |= {"ended": _ended, "housing_retention": _retention}
