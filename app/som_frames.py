"""SØM results in whole kroner and plain sentences."""

from collections.abc import Mapping

import pandas as pd

from som_engine.danish import number, percent
from som_engine.net_result import NetResult
from som_engine.result_text import LIMITS_DA

SERIES_DA = {"own": "Beregningens egen succesrate", "observed": "Den observerede succesrate"}


def kroner(value: float) -> str:
    """Whole kroner with points between thousands."""
    return number(value, 0)


def balance_sentence(result: NetResult) -> str:
    """When the sum is even, in words."""
    if result.balance_year is None:
        return "Regnestykket går ikke i nul inden for perioden."
    return f"Regnestykket går i nul i {result.case.base_year + result.balance_year}."


def basis_lines(result: NetResult) -> list[str]:
    """What the result rests on and cannot say."""
    case = result.case
    participants = sum(value.value for value in case.participants)
    told = [
        f"{number(participants, 0)} deltagere, konsekvenser i {case.horizon_years} år efter hver årgang, priser i "
        f"{case.price_year}-niveau, diskonteret med {percent(case.discount_rate.value, 1)} om året."
    ]
    if result.assuming_equal_use:
        told.append("Fordelingen på kommune og stat antager, at alle borgere bruger lige meget af ydelsen.")
    return told + [" ".join(LIMITS_DA.split())]


def cumulative_frame(results: Mapping[str, NetResult]) -> pd.DataFrame:
    """A row per series and year: t, year, cumulative, series, shown."""
    return pd.DataFrame(
        [
            {
                "t": row.t,
                "year": row.year,
                "cumulative": row.cumulative,
                "series": SERIES_DA[series],
                "shown": kroner(row.cumulative),
            }
            for series, result in results.items()
            for row in result.by_year
        ]
    )
