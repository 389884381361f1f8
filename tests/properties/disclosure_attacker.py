"""Somebody outside the team who wants the hidden numbers: all published rows as one system of whole numbers.

Knows the definitions, what adds up, what the statuses mean, and that counts are whole and never negative. Shares no code
with the protection. A number is worked out when no other whole number fits everything published.
"""

import random
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from kpi_catalogue.disclosure import Row, ScopedCell

Name = tuple[Hashable, ...]
Where = tuple[str | None, str | None, str | None]
INFEASIBLE = 2
LARGE = 1000
MOST_EACH = {"shelter_nights": 31, "shelter_nights.mean": 31, "home_skills.mean": 5}
LIKERT = ("home_skills",)
SHARES = {"registration_rate", "ors_gain", "ors_gain.decline", "housing_situation", "home_skills.distribution"}
SUMS = {"shelter_nights", "shelter_cost", "shelter_cost.state", "shelter_cost.municipality", "evictions_averted",
        "evictions_averted.year_to_date"}
MEANS = {"home_skills.mean", "shelter_nights.mean", "icm_hours", "caseload"}
NOT_ADDING = {"caseload"}
WHOLE_SUMS = {"shelter_nights", "shelter_nights.mean", "home_skills.mean", "evictions_averted",
              "evictions_averted.year_to_date"}
COURSES = {"registration_rate": "courses", "caseload": "courses", "icm_hours": "icm courses"}
N_IS_POPULATION = {"citizens_included", "by_method", "registration_rate", "caseload"}
SAME_N = {"home_skills.distribution": "home_skills", "home_skills.mean": "home_skills", "low_wellbeing.band": "low_wellbeing",
          "evictions_averted.year_to_date": "evictions_averted", "ors_gain.decline": "ors_gain",
          "shelter_nights.mean": "shelter_nights", "shelter_cost": "shelter_nights", "shelter_cost.state": "shelter_nights",
          "shelter_cost.municipality": "shelter_nights"}


class Undecided(Exception):
    """The solver gave up: neither worked out nor shown to be safe."""


@dataclass
class Attack:
    """A system in the making: numbers by name with bounds, and weighted sums of them with bounds."""

    limit: int
    at: dict[Name, int] = field(default_factory=dict)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    sums: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def number(self, name: Name, whole: bool = True) -> int:
        """The number of that name, zero or more."""
        if name not in self.at:
            self.at[name] = self.fresh(0, 10 * LARGE if whole else 1e7, whole)
        return self.at[name]

    def fresh(self, low: float, high: float, whole: bool = True) -> int:
        self.low.append(low)
        self.high.append(high)
        self.whole.append(int(whole))
        return len(self.low) - 1

    def pin(self, number: int, value: float) -> None:
        self.low[number] = self.high[number] = round(value, 6)

    def bound(self, terms: Mapping[int, float], low: float, high: float) -> None:
        self.sums.append((dict(terms), low, high))

    def equal(self, total: int, parts: Iterable[int]) -> None:
        terms: dict[int, float] = defaultdict(float)
        terms[total] += 1
        for part in parts:
            terms[part] -= 1
        self.bound(terms, 0, 0)

    def not_small(self, number: int) -> None:
        """Zero, or at least the limit."""
        is_large = self.fresh(0, 1)
        self.bound({number: 1, is_large: -LARGE}, -numpy.inf, 0)
        self.bound({number: 1, is_large: -self.limit}, 0, numpy.inf)

    def one_small(self, numbers: Sequence[int]) -> None:
        """One of them is from 1 to below the limit."""
        chosen = [self.fresh(0, 1) for _ in numbers]
        for number, choice in zip(numbers, chosen, strict=True):
            self.bound({number: 1, choice: LARGE}, -numpy.inf, LARGE + self.limit - 1)
            self.bound({number: 1, choice: -1}, 0, numpy.inf)
        self.bound(dict.fromkeys(chosen, 1), 1, numpy.inf)

    def solve(self, aim: Mapping[int, float], extra: tuple[int, float, float] | None = None) -> list[float] | None:
        """Some numbers that fit everything, far in the direction of the aim."""
        sums = self.sums if extra is None else [*self.sums, ({extra[0]: 1}, extra[1], extra[2])]
        rows = [(row, one, weight) for row, (terms, _, _) in enumerate(sums) for one, weight in terms.items()]
        where = ([row for row, _, _ in rows], [one for _, one, _ in rows])
        matrix = csr_array(([weight for _, _, weight in rows], where), shape=(len(sums), len(self.low)))
        limits = LinearConstraint(matrix, [low for _, low, _ in sums], [high for _, _, high in sums])
        cost = numpy.zeros(len(self.low))
        for number, weight in aim.items():
            cost[number] = -weight
        found = milp(cost, constraints=limits, bounds=Bounds(self.low, self.high), integrality=self.whole,
                     options={"mip_rel_gap": 10.0 if aim else 1.0, "time_limit": 20})
        if found.x is not None:
            return list(found.x)
        if found.status != INFEASIBLE:
            raise Undecided(found.message)
        return None


def name_of(row: Any) -> str:
    return f"{row.figure}.{row.part}" if row.part else row.figure


def set_up(rows: Sequence[Row], limit: int, only_mandatory: bool = False) -> Attack:
    """The system of all rows; only_mandatory: as if nothing were shown but the statuses that the rule itself demands."""
    attack = Attack(limit)
    for row in rows:
        _read(attack, row, only_mandatory)
    _add_up(attack)
    _know_definitions(attack)
    return attack


def _where(row: Any, municipality: str | None) -> Where:
    return municipality, row.by, row.group


def _read(attack: Attack, row: Row, only_mandatory: bool) -> None:
    """What one row says by itself."""
    name, where = name_of(row), _where(row, row.municipality)
    population = attack.number(("population", COURSES.get(name, "citizens"), row.month, where))
    n = attack.number(("n", SAME_N.get(name, name), row.month, where))
    attack.bound({n: 1, population: -1}, -numpy.inf, 0)
    if name in N_IS_POPULATION:
        attack.equal(n, [population])
    if row.status == "no_data":
        attack.pin(n, 0)
        if row.population is not None and not only_mandatory:
            attack.pin(population, row.population)
        return
    value = attack.number(("value", name, row.category, row.month, where), whole=name not in SUMS | MEANS or name in WHOLE_SUMS)
    if row.status == "shown" and not only_mandatory:
        attack.pin(n, row.n)
        attack.pin(population, row.population)
        attack.pin(value, _amount(name, row.value, row.n))
    if row.status == "shown" and only_mandatory:
        attack.bound({n: 1}, 1, numpy.inf)
    if name in MOST_EACH:
        attack.bound({value: 1, n: -MOST_EACH[name]}, -numpy.inf, 0)
    _read_status(attack, row, name, n, value, only_mandatory)


def _read_status(attack: Attack, row: Row, name: str, n: int, value: int, only_mandatory: bool) -> None:
    if name in SUMS | MEANS:
        if row.status == "protects_another" and not only_mandatory:
            attack.bound({n: 1}, attack.limit, numpy.inf)
        if row.status == "too_few":
            attack.bound({n: 1}, 1, numpy.inf)
        return
    rest = attack.number(("rest", name, row.category, row.month, _where(row, row.municipality)))
    attack.equal(n, [value, rest])
    if row.status == "protects_another" and not only_mandatory:
        attack.bound({n: 1}, attack.limit, numpy.inf)
        attack.not_small(value)
        attack.not_small(rest)
    if row.status == "too_few":
        attack.bound({n: 1}, 1, numpy.inf)
        if name not in COURSES:
            attack.one_small([n, value, rest])


def _add_up(attack: Attack) -> None:
    """Groups make up their scope; municipalities make up all."""
    quantities: dict[Name, dict[Where, int]] = defaultdict(dict)
    for name, number in attack.at.items():
        if name[0] != "value" or name[1] not in (*NOT_ADDING, "evictions_averted.year_to_date"):
            quantities[name[:-1]][name[-1]] = number  # type: ignore[index]
    for table in quantities.values():
        parts: dict[Where, list[int]] = defaultdict(list)
        for (municipality, by, group), number in table.items():
            if by is not None:
                parts[(municipality, None, None), by].append(number)  # type: ignore[index]
            if municipality is not None:
                parts[(None, by, group), None].append(number)  # type: ignore[index]
        for (total, _), members in parts.items():  # type: ignore[misc]
            if total in table:
                attack.equal(table[total], members)


def _know_definitions(attack: Attack) -> None:
    """Sums over categories, parts of a figure, months and nested populations."""
    categories: dict[Name, list[int]] = defaultdict(list)
    for name, number in list(attack.at.items()):
        if name[0] == "value":
            _, figure, category, month, where = name
            if category is not None:
                categories[figure, month, where].append(number)
            else:
                _know(attack, figure, month, where, number)
        if name[0] == "population":
            _know_population(attack, name, number)
    for (figure, month, where), numbers in categories.items():
        attack.equal(attack.at["n", SAME_N.get(figure, figure), month, where], numbers)
        if figure == "by_method":
            _know_methods(attack, month, where)


def _know(attack: Attack, figure: Any, month: Any, where: Any, number: int) -> None:
    def other(name: str, category: str | None = None) -> int | None:
        return attack.at.get(("value", name, category, month, where))

    def others(name: str, codes: Iterable[str]) -> list[int]:
        return [found for code in codes if (found := other(name, code)) is not None]

    if figure == "citizens_included":
        attack.equal(number, [attack.at["population", "citizens", month, where]])
    if figure == "low_wellbeing":
        attack.equal(number, others("low_wellbeing.band", ("0-35", "36-50")))
    if figure == "home_skills":
        attack.equal(number, others("home_skills.distribution", "45"))
    if figure == "home_skills.mean":
        attack.bound({number: 1, **{one: -answer for answer, one in enumerate(others("home_skills.distribution", "12345"), 1)}},
                     0, 0)
    if figure == "shelter_nights.mean":
        attack.equal(number, [other("shelter_nights")])
    if figure == "shelter_cost":
        attack.equal(number, [other("shelter_nights")])
        attack.equal(number, [other("shelter_cost.state"), other("shelter_cost.municipality")])
    if figure == "support_85.either":
        first, second = other("support_85"), other("support_85.support_85a")
        for one in (first, second):
            if one is not None:
                attack.bound({number: 1, one: -1}, 0, numpy.inf)
        if None not in (first, second):
            attack.bound({first: 1, second: 1, number: -1}, 0, numpy.inf)
    if figure == "ors_gain.decline" and (gain := other("ors_gain")) is not None:
        attack.bound({number: 1, gain: 1, attack.at["n", "ors_gain", month, where]: -1}, -numpy.inf, 0)
    if figure == "evictions_averted.year_to_date":
        months = [attack.at.get(("value", "evictions_averted", None, one, where))
                  for one in sorted({name[3] for name in attack.at if name[0] == "value"}) if one <= month]
        attack.equal(number, [one for one in months if one is not None])


def _know_population(attack: Attack, name: Name, number: int) -> None:
    _, which, month, where = name
    citizens = attack.at.get(("population", "citizens", month, where))
    courses = attack.at.get(("population", "courses", month, where))
    if which == "courses" and citizens is not None:
        attack.bound({number: 1, citizens: -1}, 0, numpy.inf)
    if which == "icm courses" and courses is not None:
        attack.bound({courses: 1, number: -1}, 0, numpy.inf)
        icm = attack.at.get(("population", "courses", month, (where[0], "method", "ICM")))
        if where[1] is None and icm is not None:
            attack.equal(number, [icm])


def _know_methods(attack: Attack, month: Any, where: Any) -> None:
    for method in ("CTI", "ICM", "ACT"):
        count = attack.at.get(("value", "by_method", method, month, where))
        group = attack.at.get(("population", "citizens", month, (where[0], "method", method)))
        if count is not None and where[1] is None and group is not None:
            attack.equal(count, [group])
        if count is not None and where[1] == "method" and where[2] != method:
            attack.pin(count, 0)


def _amount(name: str, value: float, n: int) -> float:
    """The number behind a value: counts and sums as they are, cost in nights at the known rate of 1500."""
    if name.startswith("shelter_cost"):
        return value / 1500
    return value * n if name in SHARES | MEANS else value


def truths(cells: Sequence[ScopedCell]) -> dict[Name, float]:
    """What every number really is."""
    found: dict[Name, float] = {}
    for scoped in cells:
        cell = scoped.cell
        name, where = name_of(cell), (scoped.municipality, cell.by, cell.group)
        found["population", COURSES.get(name, "citizens"), cell.month, where] = cell.population
        found["n", SAME_N.get(name, name), cell.month, where] = cell.n
        amount = _amount(name, cell.value or 0, cell.n) if cell.count is None else cell.count
        found["value", name, cell.category, cell.month, where] = amount
        if cell.count is not None:
            found["rest", name, cell.category, cell.month, where] = cell.n - cell.count
    return found


def worked_out(rows: Sequence[Row], cells: Sequence[ScopedCell], limit: int, seed: int = 0) -> list[tuple[Name, float]]:
    """The hidden numbers that can only be what they are, given all published rows."""
    truth = truths(cells)
    attack = set_up(rows, limit)
    aims = _aims(rows, truth, limit)
    found = _only_one(attack, aims, truth, random.Random(seed))
    if not found:
        return []
    inevitable = _only_one(set_up(rows, limit, only_mandatory=True), found, truth, random.Random(seed))
    return [(name, truth[name]) for name in found if name not in inevitable]


def _aims(rows: Sequence[Row], truth: Mapping[Name, float], limit: int) -> list[Name]:
    """The names of the hidden numbers: small counts above all, but every other hidden count and sum, too."""
    aims: dict[Name, None] = {}
    for row in rows:
        name, where = name_of(row), _where(row, row.municipality)
        population = ("population", COURSES.get(name, "citizens"), row.month, where)
        if row.status in ("too_few", "no_data") and row.population is None and 0 < truth[population] < limit:
            aims[population] = None
        if row.status not in ("too_few", "protects_another"):
            continue
        n = ("n", SAME_N.get(name, name), row.month, where)
        value = ("value", name, row.category, row.month, where)
        rest = ("rest", name, row.category, row.month, where)
        if truth[n] < limit:
            aims[n] = None
        if row.status == "too_few" or (truth[value] != 0 and truth.get(rest) != 0):
            aims.update(dict.fromkeys(one for one in (value, rest) if one in truth and not _is_common_zero(one, truth)))
    return [one for one in aims if one[1] not in NOT_ADDING and not str(one[1]).startswith("shelter_cost")]


def _is_common_zero(name: Name, truth: Mapping[Name, float]) -> bool:
    """Zero in a whole scope that holds the place: known to be zero everywhere in it."""
    *what, (municipality, by, group) = name
    wider = [(municipality, None, None), (None, by, group), (None, None, None)]
    return truth[name] == 0 and any(truth.get((*what, one)) == 0 for one in wider if one != (municipality, by, group))


def _only_one(attack: Attack, aims: Sequence[Name], truth: Mapping[Name, float], draw: random.Random) -> list[Name]:
    """Those of the numbers that have one possible value."""
    left = [name for name in aims if name in attack.at]
    for _ in range(6):
        before = len(left)
        world = attack.solve({attack.at[name]: draw.choice((-1, 1)) for name in left})
        if world is None:
            raise AssertionError("nothing fits, not even the truth: the attack misunderstands a definition")
        left = [name for name in left if abs(world[attack.at[name]] - truth[name]) < 0.5]
        if not left or len(left) == before:
            break
    found = []
    while left:
        name = left.pop()
        number, value = attack.at[name], truth[name]
        step = 1 if attack.whole[number] else 0.6
        world = attack.solve({}, (number, value + step, numpy.inf)) or attack.solve({}, (number, -numpy.inf, value - step))
        if world is None:
            found.append(name)
        else:
            left = [one for one in left if abs(world[attack.at[one]] - truth[one]) < 0.5]
    return found
