"""A team's overview: every active course a line, sorted by what there is to talk about. Nothing ranks staff."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from pipelines.course_reading import CourseHead, facts_of, rows_of
from pipelines.deviation_texts import DeviationTexts
from pipelines.double_bottom_line import CourseFacts, Deviation, DoubleBottomLine, double_bottom_line, month_number
from pipelines.settings import Choices
from pipelines.signal_reading import signal_facts_of
from pipelines.signals import Signal, signals

ABOUT_THE_CITIZEN = ("housing_lost", "who5_fall", "who5_low", "ors_fall")
ABOUT_REGISTERING = ("no_time", "measurement_late")
TURNS_DA = (
    "tegn om borgeren: boligen er mistet, eller WHO-5 eller ORS er faldet eller lav for første gang",
    "trivslen ligger under det forventede",
    "tid eller trivsel afviger i øvrigt, eller CTI er over tiden",
    "registreringer mangler: tid i flere måneder eller en forsinket måling",
    "der kan endnu ikke siges noget",
    "tid og trivsel følger det forventede",
)
"""What there is to talk about, first to last; SORT_DA says it in one sentence."""
SORT_DA = (
    "Rækkefølgen er efter, hvad der er at tale om: "
    + "; så ".join(TURNS_DA)
    + ". Inden for hver gruppe kommer forløb med flest tegn først (at der er tid til en måling, tæller ikke med), "
    "og så efter borgerens nummer."
)
NOT_STARTED = Deviation(None, None, None, None, None, "Forløbet er i den kontaktskabende fase.")


@dataclass(frozen=True)
class ActiveCourse:
    """A course that is under way on a day, with the team and caseworker of that month."""

    head: CourseHead
    municipality: str
    team: str | None
    caseworker: str


@dataclass(frozen=True)
class OverviewLine:
    """One course of the overview.

    phase (CTI) and month are None in the contact phase, which has contact_days instead. The two per cents are the
    accumulated ones of the day's month. scores are actual scores of the course's instrument, oldest first. housing is
    the newest registered code, newest_month the newest month with anything registered. turn is the place in TURNS_DA.
    """

    course: ActiveCourse
    phase: int | None
    month: int | None
    contact_days: int | None
    expected_pct: float | None
    actual_pct: float | None
    scores: tuple[tuple[date, float], ...]
    expected_score: float | None
    housing: str | None
    newest_month: date | None
    deviation: Deviation
    signals: tuple[Signal, ...]
    turn: int


def active_courses(connection: duckdb.DuckDBPyConnection, day: date) -> list[ActiveCourse]:
    """Every course begun on or before the day, its contact phase included, and not ended before it."""
    rows = rows_of(
        connection,
        """
        select
            courses.course_id, courses.citizen_id, courses.method, courses.progression_measure, courses.contact_on,
            courses.started_on, courses.ended_on, citizens.municipality,
            coalesce(course_month.team, citizens.team), coalesce(course_month.caseworker, courses.caseworker)
        from staging.courses as courses
        join staging.citizens as citizens using (citizen_id)
        left join marts.course_month as course_month
            on course_month.course_id = courses.course_id and course_month.month = date_trunc('month', ?::date)
        where coalesce(courses.contact_on, courses.started_on) <= ?
            and (courses.ended_on is null or courses.ended_on >= ?)
        order by courses.course_id
        """,
        [day, day, day],
    )
    return [ActiveCourse(CourseHead(*row[:7]).on(day), row[7], _known(row[8]), row[9]) for row in rows]


def _known(team: str | None) -> str | None:
    """The team, or None where the marts say unknown."""
    return None if team == "unknown" else team


def overview(
    connection: duckdb.DuckDBPyConnection,
    courses: Sequence[ActiveCourse],
    day: date,
    choices: Choices,
    texts: DeviationTexts,
) -> list[OverviewLine]:
    """A line for each of the courses, sorted as SORT_DA says."""
    heads = [course.head for course in courses]
    facts = facts_of(connection, heads, day)
    signs = signal_facts_of(connection, heads, day)
    newest = _newest_months(connection, heads, day)
    lines = [
        _line(
            course,
            facts.get(course.head.course_id),
            double_bottom_line(facts[course.head.course_id], choices) if course.head.course_id in facts else None,
            tuple(signals(signs[course.head.course_id], texts)),
            signs[course.head.course_id].housing[-1:],
            newest.get(course.head.course_id),
            day,
        )
        for course in courses
    ]
    return sorted(lines, key=lambda line: (line.turn, -_to_talk_about(line), line.course.head.citizen_id))


def _to_talk_about(line: OverviewLine) -> int:
    return sum(sign.code != "measurement_due" for sign in line.signals)


def _line(
    course: ActiveCourse,
    facts: CourseFacts | None,
    numbers: DoubleBottomLine | None,
    signs: tuple[Signal, ...],
    housing: Sequence[tuple[date, str]],
    newest_month: date | None,
    day: date,
) -> OverviewLine:
    head, deviation = course.head, numbers.deviation if numbers else NOT_STARTED
    told = [row for row in numbers.periods if row.month <= day] if numbers else []
    month = month_number(facts.start_month, day.replace(day=1)) if facts else None
    return OverviewLine(
        course,
        min(3, -(-month // 3)) if month and head.method == "CTI" else None,
        month,
        None if month else (day - (head.contact_on or day)).days + 1,
        told[-1].accumulated_expected_pct if told else None,
        told[-1].accumulated_actual_pct if told else None,
        tuple((on, float(score)) for on, score in facts.actual_scores) if facts else (),
        _expected(numbers),
        housing[-1][1] if housing else None,
        newest_month,
        deviation,
        signs,
        turn_of(deviation, [sign.code for sign in signs]),
    )


def _expected(numbers: DoubleBottomLine | None) -> float | None:
    """What was expected at the newest actual score."""
    measured = [point for point in numbers.progression if point.actual is not None] if numbers else []
    return measured[-1].expected if measured else None


def turn_of(deviation: Deviation, codes: Sequence[str]) -> int:
    """The place in TURNS_DA of the first thing there is to talk about."""
    if set(codes) & set(ABOUT_THE_CITIZEN):
        return 0
    if deviation.progression == "under":
        return 1
    if "over_time" in codes or deviation.cell not in (None, "as/as"):
        return 2
    if set(codes) & set(ABOUT_REGISTERING):
        return 3
    return 4 if deviation.cell is None else 5


def cell_counts(lines: Iterable[OverviewLine]) -> Mapping[str | None, int]:
    """How many courses lie in each of the nine cells; None is those that nothing can be said of yet."""
    counted: dict[str | None, int] = defaultdict(int, Counter(line.deviation.cell for line in lines))
    return counted


def _newest_months(
    connection: duckdb.DuckDBPyConnection, heads: Sequence[CourseHead], day: date
) -> dict[str, date | None]:
    """By course, the newest month to the day with time, a status or a measurement."""
    rows = rows_of(
        connection,
        """
        with asked as (
            select course_id, citizen_id
            from staging.courses
            where course_id in (select unnest(?::varchar[]))
        ),
        registered as (
            select course_id, month from staging.time_use join asked using (course_id) where month <= ?
            union all
            select course_id, month from staging.monthly_status join asked using (citizen_id) where month <= ?
            union all
            select course_id, date_trunc('month', measured_on)
            from staging.measurements join asked using (course_id)
            where kind = 'actual' and measured_on <= ?
        )
        select course_id, cast(max(month) as date)
        from registered
        group by course_id
        """,
        [[head.course_id for head in heads], day, day, day],
    )
    return dict(rows)
