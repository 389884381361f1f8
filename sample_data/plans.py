"""What is decided about a citizen before any row is written: the plan that the tables follow."""

from dataclasses import dataclass
from datetime import date

from sample_data.months import LAST_DAY
from sample_data.records import Citizen, Course


@dataclass(frozen=True)
class CoursePlan:
    """A course and how it goes.

    time_factor: actual hours as a multiple of the method's usual hours; score_gap: actual minus expected score at the
    newest measurement, as a multiple of the limit of a deviation (10 for WHO5, 5 for ORS). Month numbers count from
    the start. scores, when given, are the actual scores in order instead of the modelled ones. steady: no chance.
    """

    course: Course
    time_factor: float = 1.0
    score_gap: float = 0.0
    estimate: str = "whole"
    basis: str = "average"
    estimate_delay_days: int = 0
    reestimated_in: int | None = None
    expected_points: int = 3
    expected_from_month: int = 1
    rescored_in: int | None = None
    skipped_time: frozenset[int] = frozenset()
    skipped_scores: frozenset[int] = frozenset()
    scores: tuple[float, ...] = ()
    also_measured: tuple[str, ...] = ()
    stand_in: str | None = None
    steady: bool = False

    @property
    def last_day(self) -> date:
        """The last day of the course, or of the sample for a course still running."""
        return self.course.ended_on or LAST_DAY


@dataclass(frozen=True)
class CitizenPlan:
    """A citizen, the courses, and the housing as (from month, housing code) in order of time.

    shelter_nights: usual nights at a shelter in a month without a home; status months lie within status_from to
    status_to without the gaps; unregistered: fields the municipality does not register.
    """

    citizen: Citizen
    courses: tuple[CoursePlan, ...]
    housing: tuple[tuple[date, str], ...]
    shelter_nights: int
    status_from: date
    status_to: date
    status_gaps: frozenset[date] = frozenset()
    unregistered: frozenset[str] = frozenset()
    steady: bool = False


def housing_in(plan: CitizenPlan, month: date) -> str:
    """Where the citizen lives in the month."""
    return [code for since, code in plan.housing if since <= month or since == plan.housing[0][0]][-1]
