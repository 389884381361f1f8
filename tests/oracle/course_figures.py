"""The figures about courses, one function per figure. Method and caseworker are the course's own."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from tests.oracle import success
from tests.oracle.counting import Count, Member, by_tag, mean, numbers_seen, per_distinct, ratio, share
from tests.oracle.expected_hours import compared
from tests.oracle.months import first_day, last_day
from tests.oracle.part import Part
from tests.oracle.rows import Row
from tests.oracle.world import World, is_active


def members_of(world: World, month: int, courses: Sequence[Row], value: Callable[[Row], Any]) -> list[Member]:
    """One member per course, in its own scope."""
    return [Member(world.course_scope(course, month), value(course)) for course in courses]


def ended_within_a_year(world: World, month: int) -> list[Row]:
    """Courses that ended in the 12 months up to M."""
    return [one for one in world.courses if one["end_month"] is not None and month - 11 <= one["end_month"] <= month]


def started_within_a_year(world: World, month: int) -> list[Row]:
    """Courses that started in the 12 months up to M."""
    return [course for course in world.courses if month - 11 <= course["start_month"] <= month]


def icm_hours(world: World, month: int) -> list[Part]:
    """The mean hours of active ICM courses with time registered in the month."""
    icm = [course for course in world.active_courses(month) if course["method"] == "ICM"]
    return [Part(None, members_of(world, month, icm, lambda one: world.hours(one["course_id"], month)), mean)]


def cti_hours(world: World, month: int) -> list[Part]:
    """For each phase the mean hours in it, over CTI courses that were active in its last month, M or earlier."""
    members = []
    for phase in (1, 2, 3):
        for course in world.courses:
            last = course["start_month"] + 3 * phase - 1
            if course["method"] == "CTI" and last <= month and is_active(course, last):
                hours = phase_hours(world, course, phase, month)
                members.append(Member(world.course_scope(course, month), hours, str(phase)))
    return [Part(None, members, by_tag(("1", "2", "3"), mean))]


def phase_hours(world: World, course: Row, phase: int, month: int) -> Fraction | None:
    """Hours in the phase up to the month; months after the ninth count in phase 3; None without any time."""
    first = course["start_month"] + 3 * phase - 3
    last = month if phase == 3 else min(month, first + 2)
    found = [world.hours(course["course_id"], one) for one in range(first, last + 1)]
    known = [hours for hours in found if hours is not None]
    return sum(known, Fraction(0)) if known else None


def course_cost(world: World, month: int) -> list[Part]:
    """The mean cost of ended courses: each month's hours at that month's rate, the contact phase included."""

    def cost(course: Row) -> Fraction | None:
        municipality = world.citizens[course["citizen_id"]]["municipality"]
        by_month = world.time_of(course["course_id"])
        rates = {one: world.rate(municipality, "caseworker_hour", one) for one in by_month}
        if not by_month or None in rates.values():
            return None
        return sum((hours * (rates[one] or 0) for one, hours in by_month.items()), Fraction(0))

    return [Part(None, members_of(world, month, ended_within_a_year(world, month), cost), mean)]


def time_ratio(world: World, month: int) -> list[Part]:
    """Actual hours over expected hours, each summed over the active courses, at the month's last day."""

    def both(course: Row) -> tuple[Fraction, Fraction] | None:
        pairs = compared(world, course, last_day(month))
        return (sum((a for a, _ in pairs), Fraction(0)), sum((e for _, e in pairs), Fraction(0))) if pairs else None

    return [Part(None, members_of(world, month, world.active_courses(month), both), ratio)]


def success_rate(world: World, month: int, criterion: str = "effect_goal_met") -> list[Part]:
    """Successes over assessed; a course replaced by another that is also looked at does not count."""
    members = []
    for course in world.courses:
        if course["start_month"] <= month:
            follower = success.replaced_by(world, course, month)
            tag = (course["course_id"], follower["course_id"] if follower else None)
            value = success.outcome(world, course, criterion, month)
            members.append(Member(world.course_scope(course, month), value, tag))
    return [Part(None, members, observed_share)]


def observed_share(members: Sequence[Member]) -> list[Count]:
    """n is the assessed; the population is the assessed and the missing."""
    looked_at = {member.tag[0] for member in members}
    outcomes = [member.value for member in members if member.tag[1] not in looked_at]
    successes, failures = outcomes.count(success.SUCCESS), outcomes.count(success.FAILURE)
    assessed = successes + failures
    value = Fraction(successes, assessed) if assessed else None
    return [Count(None, value, assessed, assessed + outcomes.count(success.MISSING))]


def registration_rate(world: World, month: int) -> list[Part]:
    """Active course-months with both time and a status row, of the month and (part year) of the 12 months up to it."""

    def of(one: int) -> list[Member]:
        return members_of(
            world,
            one,
            world.active_courses(one),
            lambda course: (
                world.hours(course["course_id"], one) is not None and world.has_status_row(course["citizen_id"], one)
            ),
        )

    year = [member for one in range(month - 11, month + 1) for member in of(one)]
    return [Part(None, of(month), share), Part("year", year, share)]


def on_time(world: World, month: int) -> list[Part]:
    """Active courses in their second month or later with a score of their own measure in M-3 ... M."""
    courses = [course for course in world.active_courses(month) if course["start_month"] < month]

    def measured(course: Row) -> bool:
        days = [day for day, _ in world.scores_on(course["course_id"], course["progression_measure"])]
        return any(first_day(month - 3) <= day < first_day(month + 1) for day in days)

    return [Part(None, members_of(world, month, courses, measured), share)]


def caseload(world: World, month: int) -> list[Part]:
    """Active courses per caseworker, and the number of each."""
    members = members_of(world, month, world.active_courses(month), lambda course: course["caseworker"])
    return [Part(None, members, per_distinct), Part("per_caseworker", members, numbers_seen)]


def waiting_to_start(world: World, month: int) -> list[Part]:
    """Days from referral to contact (else start), for citizens' first courses of the last 12 months."""
    first = [one for one in started_within_a_year(world, month) if world.courses_of(one["citizen_id"])[0] is one]

    def days(course: Row) -> int:
        referred_on = world.citizens[course["citizen_id"]]["referred_on"]
        return ((course["contact_on"] or course["started_on"]) - referred_on).days

    return [Part(None, members_of(world, month, first, days), mean)]


def contact_phase(world: World, month: int) -> list[Part]:
    """Days from contact to start, for courses started in the last 12 months that have both."""

    def days(course: Row) -> int | None:
        return None if course["contact_on"] is None else (course["started_on"] - course["contact_on"]).days

    return [Part(None, members_of(world, month, started_within_a_year(world, month), days), mean)]


def method_change(world: World, month: int) -> list[Part]:
    """Of CTI courses ended in the last 12 months, those changed to an ICM course that has begun."""

    def changed(course: Row) -> bool:
        following = world.next_course(course)
        return (
            course["end_reason"] == "changed_method"
            and following is not None
            and following["method"] == "ICM"
            and following["start_month"] <= month
        )

    cti = [course for course in ended_within_a_year(world, month) if course["method"] == "CTI"]
    return [Part(None, members_of(world, month, cti, changed), share)]


def completion(world: World, month: int) -> list[Part]:
    """Of courses ended in the last 12 months, but not by death, moving or a change of method, those completed."""
    ended = [
        one for one in ended_within_a_year(world, month) if one["end_reason"] not in ("died", "moved", "changed_method")
    ]
    return [Part(None, members_of(world, month, ended, lambda course: course["end_reason"] == "completed"), share)]
