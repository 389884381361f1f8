"""The rows of the ten tables; a field's name is its column's name in the CSV file."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Citizen:
    """A citizen referred to the intervention."""

    citizen_id: str
    municipality: str
    team: str | None
    birth_year: int | None
    gender: str | None
    target_group: str
    referred_on: date


@dataclass(frozen=True)
class Course:
    """A course of a citizen, or its contact phase."""

    course_id: str
    citizen_id: str
    method: str
    contact_on: date | None
    started_on: date | None
    ended_on: date | None
    end_reason: str | None
    caseworker: str
    progression_measure: str
    collaboration_model: str | None
    effect_goal_met: str | None


@dataclass(frozen=True)
class ExpectedTime:
    """The hours expected in a period, by one estimate."""

    course_id: str
    period: int
    hours: float
    estimated_on: date
    basis: str


@dataclass(frozen=True)
class TimeUse:
    """A caseworker's hours on a course in a month."""

    course_id: str
    month: date
    caseworker: str
    hours: float


@dataclass(frozen=True)
class Measurement:
    """An expected or an actual score of an instrument."""

    course_id: str
    measured_on: date
    estimated_on: date | None
    instrument: str
    kind: str
    item_1: float | None
    item_2: float | None
    item_3: float | None
    item_4: float | None
    item_5: float | None
    score: float | None


@dataclass(frozen=True)
class MonthlyStatus:
    """What was registered about a citizen in a month."""

    citizen_id: str
    month: date
    housing: str | None
    income: str | None
    occupation: str | None
    shelter_nights: int | None
    support_85: str | None
    support_85a: str | None
    substance_treatment: str | None
    evictions_averted: int | None
    home_skills: int | None
    finances: int | None
    stable_lifestyle: int | None
    mental_difficulties: int | None
    substance_problem: int | None


@dataclass(frozen=True)
class MissingReason:
    """Why a field of a course and month is blank."""

    course_id: str
    month: date
    field: str
    reason: str


@dataclass(frozen=True)
class HousingMarket:
    """Mean days waited for a home in a municipality and month."""

    municipality: str
    month: date
    wait_days_home: float | None
    wait_days_allocation: float | None


@dataclass(frozen=True)
class VacantHomes:
    """Vacant homes in a municipality and month, by rent and size."""

    municipality: str
    month: date
    rent_band: str
    size_band: str
    homes: int


@dataclass(frozen=True)
class Rate:
    """A rate in kroner from a day on."""

    municipality: str
    rate: str
    valid_from: date
    amount: float


@dataclass(frozen=True)
class Registrations:
    """Everything that was registered, one field per table, in the order of the tables."""

    citizens: list[Citizen]
    courses: list[Course]
    expected_time: list[ExpectedTime]
    time_use: list[TimeUse]
    measurements: list[Measurement]
    monthly_status: list[MonthlyStatus]
    missing_reasons: list[MissingReason]
    housing_market: list[HousingMarket]
    vacant_homes: list[VacantHomes]
    rates: list[Rate]
