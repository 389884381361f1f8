"""A case recomputed slowly from its plain content, in exact fractions and without the engine.

Written from the formulas alone: every payer, cohort, year and week is walked through one at a time.
"""

from datetime import date
from fractions import Fraction
from typing import Any

PAYERS = ("municipality", "region", "state")


def exact(number: Any) -> Fraction:
    """A number of a case, bare or with a range, as the decimal that is written."""
    return Fraction(str(number["value"] if isinstance(number, dict) else number))


def cap(year: int) -> int | None:
    """The days of § 110 with refund, by the rule at the start of the year."""
    if date(year, 1, 1) < date(2023, 10, 1):
        return None
    return 120 if date(year, 1, 1) < date(2026, 4, 1) else 90


def shelter_refund(days: Fraction, year: int) -> Fraction:
    """Days that the state pays for."""
    most = cap(year)
    return days / 2 if most is None or days <= most else Fraction(most, 2)


def ladder_share(week: int) -> Fraction:
    """What the state pays of a week of the spell, counted from 1."""
    for last, share in ((4, "0.8"), (26, "0.4"), (52, "0.3")):
        if week <= last:
            return Fraction(share)
    return Fraction("0.2")


def entry(units: list[Any], k: int) -> Fraction:
    return exact(units[k - 1]) if k <= len(units) else Fraction(0)


def split(consequence: dict[str, Any], units: list[Any], k: int, year: int) -> dict[str, Fraction]:
    """Units that each payer pays for in year k of one path (whole weeks where the ladder is used)."""
    price, used = consequence["price"], entry(units, k)
    if "shares" in price:
        return {payer: used * exact(price["shares"].get(payer, 0)) for payer in PAYERS}
    if "refund" in price:
        state = shelter_refund(used, year)
    else:
        begun = int(consequence.get("weeks_before", 52)) + int(sum(entry(units, before) for before in range(1, k)))
        state = sum((ladder_share(begun + week) for week in range(1, int(used) + 1)), Fraction(0))
    return {"municipality": used - state, "region": Fraction(0), "state": state}


def groups(path: list[Any]) -> list[tuple[Fraction, list[Any]]]:
    if path and isinstance(path[0], dict) and "weight" in path[0]:
        return [(exact(group["weight"]), group["units"]) for group in path]
    return [(Fraction(1), path)]


def gain(consequence: dict[str, Any], payer: str, k: int, year: int) -> Fraction:
    """Kroner one payer saves per successful participant in year k."""
    price = exact(consequence["price"]["amount"])
    if "change" in consequence:
        return -price * split(consequence, consequence["change"], k, year)[payer]
    total = Fraction(0)
    for sign, path in ((1, consequence["without"]), (-1, consequence["with"])):
        for weight, units in groups(path):
            total += sign * weight * price * split(consequence, units, k, year)[payer]
    return total


def cost(case: dict[str, Any], payer: str, t: int) -> Fraction:
    """Kroner one payer spends in year t."""
    participants = people(case)
    total = Fraction(0)
    for item in case["intervention"]["costs"]:
        amount = exact(item["amount"])
        if item["per"] == "once":
            kroner = amount if item["year"] == t else Fraction(0)
        elif t >= len(participants):
            kroner = Fraction(0)
        else:
            kroner = amount * (exact(participants[t]) if item["per"] == "participant" else 1)
        total += kroner * cost_share(item, payer, case["base_year"] + t, t, len(participants))
    return total


def cost_share(item: dict[str, Any], payer: str, year: int, t: int, operating_years: int) -> Fraction:
    if item.get("refund") == "sel_85a":
        within = year > 2023 and t <= operating_years
        state = Fraction(1, 2) * exact(item["eligible_share"]) if within else Fraction(0)
        return {"state": state, "municipality": 1 - state}.get(payer, Fraction(0))
    return exact(item.get("shares", {"municipality": 1}).get(payer, 0))


def people(case: dict[str, Any]) -> list[Any]:
    """Participants of each operating year, bare or as the plan of what is to be observed."""
    given = case["intervention"]["participants"]
    return list(given["value"] if isinstance(given, dict) else given)


def years(case: dict[str, Any]) -> int:
    timing = case.get("timing", {})
    return len(people(case)) + timing.get("lag", 1) + case["horizon_years"] - 1


def gains(case: dict[str, Any], payer: str, t: int, rate: Fraction) -> Fraction:
    """Kroner one payer gains in year t over all cohorts."""
    lag = case.get("timing", {}).get("lag", 1)
    total = Fraction(0)
    for cohort, participants in enumerate(people(case)):
        k = t - cohort - lag + 1
        if 1 <= k <= case["horizon_years"]:
            for consequence in case["consequences"]:
                total += exact(participants) * rate * gain(consequence, payer, k, case["base_year"] + t)
    return total


def net_present_value(case: dict[str, Any], rate: Any) -> dict[str, float]:
    """The discounted net result per payer and in total."""
    discount = exact(case.get("discount_rate", 0.035))
    values = {}
    for payer in PAYERS:
        value = Fraction(0)
        for t in range(years(case)):
            factor = 1 / (1 + discount) ** t
            of_costs = factor if case.get("timing", {}).get("discount_costs", True) else 1
            value += factor * gains(case, payer, t, exact(rate)) - of_costs * cost(case, payer, t)
        values[payer] = float(value)
    return values | {"total": sum(values.values())}
