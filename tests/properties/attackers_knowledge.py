"""What somebody outside the team knows from the published rows: a system of unknown whole numbers.

They know the definitions, what adds up, that counts are whole and never negative, and what the statuses mean. Every
hidden number is an unknown, every relation a line. Nothing here comes from the protection but the shape of its rows.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence, Set
from datetime import date

import numpy as np

from kpi_catalogue.disclosure import Row, ScopedCell
from kpi_catalogue.figure import catalogue
from tests.properties.attackers_nesting import differences, know_nesting, left_name, left_of
from tests.properties.attackers_solver import Solver
from tests.properties.attackers_statuses import HIDDEN, read_status
from tests.properties.attackers_system import SURE, Name, System, Where
from tests.properties.attackers_windows import CAME, know_windows

MEASURES = {(figure.id, part.name): part.measure for figure in catalogue().values() for part in figure.parts}
STRUCTURE = {figure.id for figure in catalogue().values() if figure.parts[0].query.kind == "municipality"}
LIKERT = ("home_skills", "finances", "stable_lifestyle", "mental_difficulties", "substance_problem")
COUNTED = ("count", "share", "categories", "counts")
SUMMED = ("sum", "year_to_date")
COST = ("shelter_cost", "shelter_cost.municipality", "shelter_cost.state")
TOTAL_OF = {"shelter_nights.mean": "shelter_nights", **{f"{one}.mean": f"{one}.mean" for one in LIKERT}}
WHOLE = {"shelter_nights", "evictions_averted", "evictions_averted.year_to_date", *TOTAL_OF.values()}
N_OF = {
    **{f"{one}.{part}": one for one in LIKERT for part in ("distribution", "mean")},
    "low_wellbeing.band": "low_wellbeing",
    "ors_gain.decline": "ors_gain",
    "evictions_averted.year_to_date": "evictions_averted",
    **dict.fromkeys(("shelter_nights.mean", *COST), "shelter_nights"),
}
"""Parts that rest on the same known."""
COURSES = dict.fromkeys(("registration_rate", "caseload"), "courses") | {
    "icm_hours": "ICM courses",
    "time_ratio": "courses",
}
OWN = ("completion", "contact_phase", "course_cost", "cti_hours", "housing_retention", "method_change", "on_time",
       "success_rate", "waiting_to_start")  # fmt: skip
OWN_PARTS = ("citizens_included.referred_to_date", "registration_rate.year", "housing_situation.after_3",
             "housing_situation.after_6", "housing_situation.after_12")  # fmt: skip
OVERLAPPING = {"success_rate": "method"}
"""Somebody may be in two groups of this breakdown, so they do not add up."""
N_ALONE = ("per_distinct", "ratio", "median")
"""Measures of which nothing but the number known can be few."""
ONLY_GROWING = {("population", "citizens_included.referred_to_date"), ("n", "cti_hours"),
                *(("population", f"cti_hours {phase}") for phase in (1, 2, 3))}  # fmt: skip
"""Numbers of people or courses that nobody leaves, each in the same group all the while."""
EVERYBODY_KNOWN = ("citizens_included", "by_method", "registration_rate", "caseload", "completion", "method_change",
                   "on_time", "waiting_to_start", "citizens_included.referred_to_date", "registration_rate.year")  # fmt: skip
EVERYBODY_COUNTS = ("citizens_included",)


def read(rows: Sequence[Row], limit: int, crowded: Set[Name] = frozenset()) -> System:
    """Everything the rows say, and everything that is known to hold between their numbers.

    crowded: what is few for another reason than its numbers: enough courses, but of few citizens. A neighbour knows it.
    """
    system, rate = System(), _rate(rows)
    codes = {row.municipality for row in rows if row.municipality is not None and applies(row)}
    for row in rows:
        if applies(row):
            _read_row(system, row, where_of(row, codes), limit, rate)
    _add_up(system)
    _know_definitions(system)
    know_nesting(system)
    _know_months(system)
    know_windows(system)
    system.low, system.high = (each.tolist() for each in Solver(system, {}).ranges)
    for row in rows:
        if applies(row) and row.status in HIDDEN and row.category is None:
            where = where_of(row, codes)
            if row.status == "protects_another" or mark_of(row, where) not in crowded:
                names = names_of(row, where) | left_of(system, row.figure, row.month, where)
                read_status(system, row, names, limit, MEASURES[row.figure, row.part] in N_ALONE)
    return system


def name_of(row: Row) -> str:
    """The figure and its part."""
    return f"{row.figure}.{row.part}" if row.part else row.figure


def truths(cells: Sequence[ScopedCell], rows: Sequence[Row]) -> dict[Name, float]:
    """What every number really is, by the names the attacker gives them."""
    told: dict[Name, float] = {}
    codes = {one.municipality for one in cells if one.municipality is not None and applies(one.cell)}
    rate = _rate(rows)
    for one in cells:
        if not applies(one.cell):
            continue
        names = names_of(one.cell, where_of(one.cell, codes, one.municipality))
        told[names["population"]] = one.cell.population
        told[names["n"]] = one.cell.n
        if "count" in names:
            told[names["count"]] = one.cell.count or 0
            told[names["rest"]] = one.cell.n - (one.cell.count or 0)
        if "sum" in names:
            told[names["sum"]] = _total(one.cell, one.cell.value or 0, one.cell.n, rate)
    for name, months in _months_of_year(told).items():
        told[name] = sum(told[one] for one in months)
    return told | differences(told)


def crowded(cells: Sequence[ScopedCell], truth: Mapping[Name, float], limit: int) -> set[Name]:
    """What is few because of its citizens alone: neither the known nor the count nor the rest is."""
    codes = {one.municipality for one in cells if one.municipality is not None and applies(one.cell)}
    found = set()
    for one in cells:
        where = where_of(one.cell, codes, one.municipality)
        n, count = one.cell.n, one.cell.count or 0
        left = truth.get(left_name(one.cell.month, where), 0) if one.cell.figure == "completion" else 0
        if not any(0 < number < limit for number in (n, count, n - count, left)):
            found.add(mark_of(one.cell, where))
    return found


def is_few(row: Row, limit: int) -> bool:
    """Whether a row that is shown should not be: those known, counted or not counted are few."""
    n, value, measure = row.n or 0, row.value or 0.0, MEASURES[row.figure, row.part]
    count = round(value * n if measure in ("share", "categories") else value) if measure in COUNTED else 0
    return any(0 < number < limit for number in (n, count, n - count))


def applies(row: Row) -> bool:
    is_told = getattr(row, "status", None) != "not_applicable" and not getattr(row, "not_applicable", False)
    return is_told and row.figure not in STRUCTURE and row.part != "per_caseworker"


def where_of(row: Row, codes: set[str], municipality: str | None = None) -> Where:
    """A single municipality is all of them."""
    within = getattr(row, "municipality", municipality)
    return (None if len(codes) == 1 else within, row.by, row.group)


def _rate(rows: Sequence[Row]) -> float:
    """The price of a night, as anyone can look it up; here from any place that shows both."""
    nights = {(row.municipality, row.by, row.group, row.month): row.value for row in rows
              if name_of(row) == "shelter_nights" and row.value}  # fmt: skip
    found = [row.value / nights[place] for row in rows if name_of(row) == "shelter_cost" and row.value
             and (place := (row.municipality, row.by, row.group, row.month)) in nights]  # fmt: skip
    return found[0] if found and max(found) - min(found) < SURE else 1500.0


def mark_of(row: Row, where: Where) -> Name:
    """What a row is about, one row at a time."""
    return (name_of(row), row.category, row.month, where)


def _population_of(row: Row) -> str:
    name = name_of(row)
    if row.figure in OWN or name in OWN_PARTS:
        return f"{name} {row.category}" if row.figure == "cti_hours" else name
    return COURSES.get(row.figure, "citizens")


def names_of(row: Row, where: Where) -> dict[str, Name]:
    """What a row tells of, each by the name it has throughout the system."""
    name, place = name_of(row), (row.month, where)
    lane = row.category if row.figure == "cti_hours" else None
    names: dict[str, Name] = {
        "population": ("population", _population_of(row), None, *place),
        "n": ("n", N_OF.get(name, name), lane, *place),
    }
    measure = MEASURES[row.figure, row.part]
    is_whole_row = row.category is not None or measure not in ("categories", "counts")
    if measure in COUNTED and is_whole_row:
        names |= {"count": ("count", name, row.category, *place), "rest": ("rest", name, row.category, *place)}
    if measure in SUMMED or name in TOTAL_OF:
        names["sum"] = ("sum", TOTAL_OF.get(name, name), None, *place)
    return names


def _total(row: Row, value: float, n: int, rate: float) -> float:
    name = name_of(row)
    if name in TOTAL_OF:
        return round(value * n)
    return value / rate if name in COST else value


def _read_row(system: System, row: Row, where: Where, limit: int, rate: float) -> None:
    """What one row says by itself."""
    names = names_of(row, where)
    number = {what: system.number(*name, whole=what != "sum" or name[1] in WHOLE) for what, name in names.items()}
    n, population = number["n"], number["population"]
    system.not_above(n, population)
    if "count" in number:
        system.equal(n, (number["count"], number["rest"]))
    if row.population is not None:
        system.pin(population, row.population)
    if row.status == "no_data":
        system.pin(n, 0)
    if row.status == "shown" and row.value is not None:
        _read_value(system, row, number, rate)
    if row.status in HIDDEN:
        system.at_least(n, 1)


def _read_value(system: System, row: Row, number: Mapping[str, int], rate: float) -> None:
    """What a value says; a count says it also where nobody tells how many were known."""
    value, n = row.value or 0.0, row.n
    is_share = MEASURES[row.figure, row.part] in ("share", "categories")
    if n is not None:
        system.pin(number["n"], n)
    if "count" in number and not is_share:
        system.pin(number["count"], value)
    if n is None:
        return
    if "count" in number and is_share:
        system.pin(number["count"], value * n)
    if "sum" in number:
        system.pin(number["sum"], _total(row, value, n, rate))


def _add_up(system: System) -> None:
    """Groups make up their scope; municipalities make up all."""
    tables: dict[Name, dict[Where, int]] = defaultdict(dict)
    for (*what, where), number in system.at.items():
        tables[tuple(what)][where] = number  # type: ignore[index]
    for (_, name, *_), table in tables.items():
        parts: dict[tuple[Where, str], list[int]] = defaultdict(list)
        for (municipality, by, group), number in table.items():
            if by is not None and OVERLAPPING.get(name) != by:
                parts[(municipality, None, None), by].append(number)
            if municipality is not None:
                parts[(None, by, group), ""].append(number)
        for (total, _), members in parts.items():
            if total in table:
                system.equal(table[total], members)


def _know_definitions(system: System) -> None:
    """What holds within a place and month."""
    spots: dict[Hashable, dict[Name, int]] = defaultdict(dict)
    for (what, name, category, month, where), number in system.at.items():
        spots[month, where][what, name, category] = number
    for (_, where), here in spots.items():  # type: ignore[misc]
        _know_categories(system, here)
        _know_everybody(system, here)
        _know_sums(system, here)
        _know_methods(system, here, where)
    for (month, where), here in spots.items():  # type: ignore[misc]
        icm = spots.get((month, (where[0], "method", "ICM")), {}).get(("population", "courses", None))
        own = here.get(("population", "ICM courses", None))
        if own is not None and icm is not None and where[1] is None:
            system.equal(own, [icm])
        for code in ("CTI", "ICM", "ACT"):
            group = spots.get((month, (where[0], "method", code)), {}).get(("population", "citizens", None))
            count = here.get(("count", "by_method", code))
            if count is not None and group is not None and where[1] is None:
                system.equal(count, [group])


def _know_categories(system: System, here: Mapping[Name, int]) -> None:
    """Every known one is in one category; low wellbeing is two bands, a Likert figure the answers 4 and 5."""
    of: dict[str, dict[str, int]] = defaultdict(dict)
    for (what, name, category), number in here.items():
        if what == "count" and category is not None:
            of[str(name)][str(category)] = number
    for name, counts in of.items():
        system.equal(here["n", N_OF.get(name, name), None], counts.values())
    parts = {"low_wellbeing": ("low_wellbeing.band", ("0-35", "36-50"))}
    parts |= {name: (f"{name}.distribution", ("4", "5")) for name in LIKERT}
    for name, (part, codes) in parts.items():
        main = here.get(("count", name, None))
        if main is not None and of[part]:
            system.equal(main, [of[part][code] for code in codes])
    for name in LIKERT:
        total = here.get(("sum", f"{name}.mean", None))
        if total is not None and of[f"{name}.distribution"]:
            system.line(total, {one: float(code) for code, one in of[f"{name}.distribution"].items()})


def _know_everybody(system: System, here: Mapping[Name, int]) -> None:
    """Whose value is always known, and who has a course."""
    for name in EVERYBODY_KNOWN:
        own = name if name in (*OWN, *OWN_PARTS) else COURSES.get(name, "citizens")
        population = here.get(("population", own, None))
        if (n := here.get(("n", name, None))) is not None and population is not None:
            system.equal(n, [population])
    for name in EVERYBODY_COUNTS:
        if (rest := here.get(("rest", name, None))) is not None:
            system.pin(rest, 0)
    citizens, courses = here.get(("population", "citizens", None)), here.get(("population", "courses", None))
    if citizens is not None and courses is not None:
        system.not_above(citizens, courses)


def _know_sums(system: System, here: Mapping[Name, int]) -> None:
    """Who pays, who has either support, and who has gained or lost."""
    cost = here.get(("sum", "shelter_cost", None))
    payers = [here.get(("sum", name, None)) for name in COST[1:]]
    if cost is not None and None not in payers:
        system.equal(cost, payers)  # type: ignore[arg-type]
    first, second, either = (here.get(("count", name, None)) for name in
                             ("support_85", "support_85.support_85a", "support_85.either"))  # fmt: skip
    for one in (first, second):
        if one is not None and either is not None:
            system.not_above(one, either)
    if first is not None and second is not None and either is not None:
        system.line(either, {first: 1.0, second: 1.0}, 0, np.inf)
    gain, decline = here.get(("count", "ors_gain", None)), here.get(("count", "ors_gain.decline", None))
    if gain is not None and decline is not None:
        system.line(here["n", "ors_gain", None], {gain: 1.0, decline: 1.0}, -np.inf, 0)


def _know_methods(system: System, here: Mapping[Name, int], where: Where) -> None:
    """Within a method everybody has that method."""
    for code in ("CTI", "ICM", "ACT"):
        count = here.get(("count", "by_method", code))
        if count is not None and where[1] == "method" and where[2] != code:
            system.pin(count, 0)


def _know_months(system: System) -> None:
    """What months add up to, and that who is in a population that only grows is in it the next month, too."""
    for (what, name, category, month, where), number in list(system.at.items()):
        last = (what, name, category, _month(month.year * 12 + month.month - 2), where)  # type: ignore[attr-defined]
        if (what, name) in ONLY_GROWING and last in system.at:
            system.equal(number, [system.at[last], system.number(CAME, (what, name), category, month, where)])
    for name, months in _months_of_year(system.at).items():
        system.equal(system.at[name], [system.at[one] for one in months])


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def _months_of_year(known: Mapping[Name, object]) -> dict[Name, list[Name]]:
    """The year to date is the months since January; the year is the twelve months up to it."""
    found = {}
    for what, name, category, month, where in known:
        if (what, name) == ("sum", "evictions_averted.year_to_date"):
            months = [date(month.year, one, 1) for one in range(1, month.month + 1)]  # type: ignore[attr-defined]
        elif name == "registration_rate.year":
            last = month.year * 12 + month.month - 1  # type: ignore[attr-defined]
            months = [_month(at) for at in range(last - 11, last + 1)]
        else:
            continue
        own = "courses" if what == "population" else str(name).split(".")[0]
        names = [(what, own, category, one, where) for one in months]
        if all(one in known for one in names):
            found[what, name, category, month, where] = names
    return found
