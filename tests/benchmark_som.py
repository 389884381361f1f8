"""How long the SØM engine takes beside a plain loop and beside the random numbers alone: python -m tests.benchmark_som.

12 consequences over 10 years, three payers, ten operating years; the rate, every price and every path are uncertain, so
each draw moves 133 numbers. Run it on one core: OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 taskset -c 0 python -m ...
"""

import random
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from som_engine.case import Case, check_case
from som_engine.knowledge import load_knowledge
from som_engine.net_result import net_result
from som_engine.one_way import grid, one_way
from som_engine.roll_out import RollOut
from som_engine.success import rate_used
from som_engine.uncertain_input import Calculation
from som_engine.uncertainty import simulate

DRAWS, CONSEQUENCES, YEARS = 10_000, 12, 10
PAYERS = ("municipality", "region", "state")
SHARES = {"municipality": 0.5, "region": 0.2, "state": 0.3}
PLAIN_DRAWS = 200
"""The plain loop is run on so many draws and scaled up."""


def ranged(value: float) -> dict[str, float]:
    low, high = sorted((0.7 * value, 1.3 * value))
    return {"value": value, "low": low, "high": high}


def big_case() -> Case:
    consequences = [
        {
            "id": f"q{at}", "name": f"Konsekvens {at}", "main_area": "other", "unit": "day", "basis": "estimate",
            "change": [ranged(-40.0 + at + 2 * year) for year in range(YEARS)],
            "price": {"amount": ranged(900.0 + 50 * at), "price_year": 2025, "shares": SHARES},
        }
        for at in range(CONSEQUENCES)
    ]  # fmt: skip
    rate = {"value": 0.3, "distribution": {"beta": [6, 14]}, "basis": "intervention_data"}
    costs = [
        {"name": "Opstart", "amount": 200000, "per": "once", "year": 0, "basis": "estimate"},
        {"name": "Drift", "amount": 90000, "per": "participant", "basis": "estimate"},
    ]
    content = {
        "case": "big", "base_year": 2025, "price_year": 2025, "horizon_years": YEARS,
        "intervention": {"participants": [10] * YEARS, "costs": costs},
        "effect": {"success_rate": rate}, "consequences": consequences,
    }  # fmt: skip
    return check_case(content, load_knowledge())


def plain_loop(case: Case, draws: int) -> float:
    """The formulas one draw, cohort, year, consequence and payer at a time, in Python alone; the mean net result."""
    drawn = random.Random(1)
    results = []
    for _ in range(draws):
        rate, results_of_draw = drawn.betavariate(6, 14), -plain_cost(case)
        for found in case.consequences:
            price = drawn.lognormvariate(*lognormal(found.price.amount))
            z = drawn.gauss(0, 1)
            path = [(one.low + one.high) / 2 + (one.high - one.low) / 3.2897 * z for one in found.with_success[0].units]
            for cohort, people in enumerate(case.participants):
                for year, units in enumerate(path):
                    factor = 1.035 ** -(cohort + case.lag + year)
                    for payer in PAYERS:
                        results_of_draw -= factor * people.value * rate * price * units * SHARES[payer]
        results.append(results_of_draw)
    return statistics.fmean(results)


def lognormal(number: Any) -> tuple[float, float]:
    low, high = np.log(number.low), np.log(number.high)
    return float(low + high) / 2, float(high - low) / 3.2897


def plain_cost(case: Case) -> float:
    return 200000 + sum(90000 * people.value * 1.035**-t for t, people in enumerate(case.participants))


def random_numbers() -> None:
    """What NumPy takes to draw them: a beta, a normal per price and a normal per path."""
    stream = np.random.default_rng(1)
    stream.beta(6, 14, DRAWS)
    for _ in range(2 * CONSEQUENCES):
        stream.standard_normal(DRAWS)


def milliseconds(work: Callable[[], object], times: int = 30) -> tuple[float, float]:
    """The fastest and the middle of some runs."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        found.append(1000 * (time.perf_counter() - begun))
    return min(found), statistics.median(found)


def simulation(asked: Calculation) -> tuple[Any, ...]:
    found = simulate(asked, DRAWS)
    return found.mean, found.sd, found.probability_positive, found.percentiles, found.evpi


def main() -> None:
    case = big_case()
    asked = Calculation(case, rate_used(case))
    mean, plain = simulation(asked)[0]["total"], plain_loop(case, PLAIN_DRAWS)
    rows = {
        "one calculation (net present value per payer)": (1, lambda: RollOut(case).net_present_value(0.3), 30),
        "the same as lines with every table of the result": (None, lambda: net_result(case, 0.3).by_year, 10),
        f"{DRAWS} draws: mean, sd, P, percentiles, EVPI": (25, lambda: simulation(asked), 30),
        f"NumPy's random numbers alone, {DRAWS} draws": (None, random_numbers, 30),
        f"{DRAWS} draws with bands of every year and payer": (None, lambda: simulate(asked).cumulative_bands, 10),
        f"tornado of {len(asked.inputs)} inputs": (100, lambda: one_way(asked), 30),
        "grid of 50 x 50, all payers, with the zero line": (100, lambda: grid(asked, 50), 30),
    }  # fmt: skip
    for name, (limit, work, times) in rows.items():
        least, middle = milliseconds(work, times)
        asked_for = f", to be under {limit} ms" if limit else ""
        print(f"{name:52} {least:9.3f} ms (median {middle:.3f}{asked_for})")
    loop = milliseconds(lambda: plain_loop(case, PLAIN_DRAWS), 1)[0] * DRAWS / PLAIN_DRAWS
    print(f"{f'plain Python loop, {DRAWS} draws (scaled up)':52} {loop:9.0f} ms")
    print(f"mean net result: {mean:,.0f} kr. here, {plain:,.0f} kr. by the loop on {PLAIN_DRAWS} draws")


if __name__ == "__main__":
    main()
