"""What is registered of a SØM case beside its success rate: participants, cost per participant, nights on a shelter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Any

import duckdb

from som_engine.case import Case
from som_engine.distribution import TO_THE_END
from som_engine.observed_inputs import CourseCost, ObservedInputs, asks_for_inputs
from som_engine.success import ENOUGH_ASSESSED

NIGHT_YEARS = {-1: "Året før start", 1: "År 1 fra start", 2: "År 2 fra start", 3: "År 3 fra start"}
NOT_COUNTERFACTUAL_DA = (
    "Før og efter er ikke med og uden indsatsen: Borgere visiteres ofte, når det går dårligst, og nogle ville have brugt "
    "færre døgn alligevel. Brug tallene som et spor, ikke som konsekvensen."
)

COURSE_COSTS = """
with of_course as (
    select
        course.course_id,
        datediff('month', course.start_month, course.end_month) + 1 as months,
        sum(time_month.amount) filter (not time_month.is_before_start) as amount,
        count(*) filter (not time_month.is_before_start) as registered,
        coalesce(sum(time_month.amount) filter (time_month.is_before_start), 0) as before_start,
        count(*) filter (time_month.amount is null) as without_rate
    from course
    inner join time_month
        on time_month.course_id = course.course_id
        and time_month.month <= course.end_month
    where
        course.end_month <= ?
        {limits}
    group by
        course.course_id,
        course.start_month,
        course.end_month
)
select amount / registered * months + before_start as cost
from of_course
where
    without_rate = 0
    and registered * 3 > months * 2
"""

SHELTER_NIGHTS = """
with begun as (
    select citizen_id, min(start_month) as start_month
    from course
    where start_month <= ?{limits}
    group by citizen_id
),
placed as (
    select
        begun.citizen_id,
        nights,
        datediff('month', begun.start_month, shelter_month.month) as months_after
    from begun
    inner join shelter_month
        on shelter_month.citizen_id = begun.citizen_id
        and shelter_month.month <= ?
)
select
    case when months_after < 0 then -1 else months_after // 12 + 1 end as year,
    12 * avg(nights) as nights,
    count(distinct citizen_id) as citizens,
    count(*) as months
from placed
where months_after between -12 and 35
group by all
"""


def limits_of(case: Case, table: str = "course") -> tuple[str, list[Any]]:
    """The condition on a course that it is one of the case's, as SQL and its values."""
    asked = case.effect.asked
    limits: dict[str, tuple[str, ...]] = {
        "municipality": (case.municipality,) if case.municipality else (),
        "method": asked.methods if asked else (),
        "target_group": asked.target_groups if asked else (),
    }
    limited = {column: list(codes) for column, codes in limits.items() if codes}
    sql = "".join(f" and list_contains(?, {table}.{column})" for column in limited)
    return sql, list(limited.values())


def observe_inputs(connection: duckdb.DuckDBPyConnection, case: Case, month: date) -> ObservedInputs | None:
    """Participants and cost per participant to a month (its first day); None where the case asks for neither."""
    if not asks_for_inputs(case):
        return None
    started = _started(connection, case, month) if case.participants_observed else []
    over = sum(1 for t in range(len(started)) if date(case.base_year + t, 12, 1) <= month)
    wants_cost = any(cost.observed for cost in case.costs)
    return ObservedInputs(tuple(started), over, course_cost(connection, case, month) if wants_cost else None)


def _started(connection: duckdb.DuckDBPyConnection, case: Case, month: date) -> list[int]:
    """Courses of the case started in each operating year that has begun, up to and including the month."""
    limits, values = limits_of(case)
    sql = f"select year(start_month), count(*) from course where start_month <= ?{limits} group by all"
    with connection.cursor() as cursor:
        counts = dict(cursor.execute(sql, [month, *values]).fetchall())
    begun = range(min(len(case.participants), max(0, month.year - case.base_year + 1)))
    return [int(counts.get(case.base_year + t, 0)) for t in begun]


def course_cost(connection: duckdb.DuckDBPyConnection, case: Case, month: date) -> CourseCost | None:
    """What the hours of an ended course cost on average; None below five courses that can be reckoned.

    A course counts when more than two thirds of its months have time registered; the rest are taken as its average
    month, for unknown is not zero. Hours before the start are added as they are.
    """
    limits, values = limits_of(case)
    with connection.cursor() as cursor:
        rows = cursor.execute(COURSE_COSTS.format(limits=limits), [month, *values]).fetchall()
    return mean_cost([float(cost) for (cost,) in rows])


def mean_cost(costs: Sequence[float]) -> CourseCost | None:
    """The mean and its 90 % interval, from the spread between courses."""
    count = len(costs)
    if count < ENOUGH_ASSESSED:
        return None
    mean = sum(costs) / count
    spread = sqrt(sum((cost - mean) ** 2 for cost in costs) / (count - 1) / count)
    return CourseCost(mean, mean - TO_THE_END * spread, mean + TO_THE_END * spread, count)


@dataclass(frozen=True)
class NightYear:
    """Nights on a shelter in a year before (-1) or after the start (1, 2, 3), per citizen, from the months registered.

    `nights` is scaled from the registered months to twelve; None where nobody has a month registered.
    """

    year: int
    nights: float | None
    citizens: int
    months: int


def shelter_nights(connection: duckdb.DuckDBPyConnection, case: Case, month: date) -> list[NightYear]:
    """Nights before and after the start of citizens' first course of the case, to a month. Not a counterfactual."""
    limits, values = limits_of(case)
    with connection.cursor() as cursor:
        rows = cursor.execute(SHELTER_NIGHTS.format(limits=limits), [month, *values, month]).fetchall()
    found = {year: NightYear(int(year), float(nights), citizens, months) for year, nights, citizens, months in rows}
    return [found.get(year, NightYear(year, None, 0, 0)) for year in NIGHT_YEARS]
