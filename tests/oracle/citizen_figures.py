"""The figures about active citizens, one function per figure."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from typing import Any

from tests.oracle.counting import Count, Member, count, mean, numbers, share, shares, total
from tests.oracle.months import january_of, month_from, month_of
from tests.oracle.part import WITHOUT_COURSE, Part
from tests.oracle.rows import Row
from tests.oracle.world import World

HOUSING = ("own_home", "own_temporary_home", "placed", "service_act_housing", "without_home")
INCOME = ("wage", "benefit", "student_grant", "other")
METHODS = ("CTI", "ICM", "ACT")
BANDS = ("0-35", "36-50", "51-100")
SUPPORT_85A_BEGINS = month_from("2023-10")


def active(world: World, month: int, value: Callable[[str, Row], Any]) -> list[Member]:
    """One member per active citizen, in the scope of the current course."""
    return [
        Member(world.course_scope(course, month), value(citizen_id, course))
        for citizen_id, course in world.active_citizens(month)
    ]


def known(world: World, month: int, field: str) -> list[Member]:
    """Active citizens with the known status of a field."""
    return active(world, month, lambda citizen_id, _: world.known(citizen_id, month, field))


def mapped(members: Sequence[Member], of: Callable[[Any], Any]) -> list[Member]:
    """The same members with another value; the unknown stay unknown."""
    return [one if one.value is None else one._replace(value=of(one.value)) for one in members]


def citizens_included(world: World, month: int) -> list[Part]:
    """Active citizens; and everyone referred in or before the month."""
    referred = [
        Member(world.citizen_scope(citizen_id, month), True)
        for citizen_id, row in world.citizens.items()
        if month_of(row["referred_on"]) <= month
    ]
    return [
        Part(None, active(world, month, lambda *_: True), count),
        Part("referred_to_date", referred, count, WITHOUT_COURSE),
    ]


def support_85(world: World, month: int) -> list[Part]:
    """Known support by section 85, by 85 a, and by either of them."""

    def either(citizen_id: str, _: Row) -> bool | None:
        plain = world.known(citizen_id, month, "support_85")
        housing_first = world.known(citizen_id, month, "support_85a")
        if plain or housing_first:
            return True
        if month < SUPPORT_85A_BEGINS:
            return plain
        return False if plain is False and housing_first is False else None

    return [
        Part(None, known(world, month, "support_85"), count),
        Part("support_85a", known(world, month, "support_85a"), count),
        Part("either", active(world, month, either), count),
    ]


def shelter_nights(world: World, month: int) -> list[Part]:
    """Nights registered for the month itself: their sum, and their mean per citizen with a registration."""
    nights = active(world, month, lambda citizen_id, _: world.registered(citizen_id, month, "shelter_nights"))
    return [Part(None, nights, total), Part("mean", nights, mean)]


def housing_situation(world: World, month: int) -> list[Part]:
    """Where they live now, where they lived before the first of the uninterrupted courses, and after the course."""

    def before(citizen_id: str, course: Row) -> str | None:
        start = world.chain_start_month(course)
        earlier = world.newest(citizen_id, start - 3, start - 1, "housing")
        return earlier if earlier is not None else world.registered(citizen_id, start, "housing")

    return [
        Part(None, known(world, month, "housing"), shares(HOUSING)),
        Part("before", active(world, month, before), shares(HOUSING)),
        Part("after_3", housing_after(world, month, 3), shares(HOUSING)),
        Part("after_6", housing_after(world, month, 6), shares(HOUSING)),
        Part("after_12", housing_after(world, month, 12), shares(HOUSING)),
    ]


def housing_after(world: World, month: int, later: int) -> list[Member]:
    """Courses ended in the 12 months up to M-k with the newest housing known in end+k-2 ... end+k."""
    return [
        Member(
            world.course_scope(course, month),
            world.newest(course["citizen_id"], course["end_month"] + later - 2, course["end_month"] + later, "housing"),
        )
        for course in world.courses
        if course["end_month"] is not None
        and month - later - 11 <= course["end_month"] <= month - later
        and course["end_reason"] not in ("changed_method", "died", "moved")
    ]


def occupation(world: World, month: int) -> list[Part]:
    """The share in employment, education or both."""
    members = mapped(known(world, month, "occupation"), lambda code: code in ("employment", "education", "both"))
    return [Part(None, members, share)]


def income_basis(world: World, month: int) -> list[Part]:
    """The share on each kind of income."""
    return [Part(None, known(world, month, "income"), shares(INCOME))]


def latest(world: World, month: int, instrument: str) -> list[Member]:
    """Active citizens with the latest score of an instrument."""
    return active(world, month, lambda citizen_id, _: world.latest_score(citizen_id, month, instrument))


def loneliness(world: World, month: int) -> list[Part]:
    """Latest TILS of 7 or more."""
    return [Part(None, mapped(latest(world, month, "TILS"), lambda score: score >= 7), count)]


def substance_treatment(world: World, month: int) -> list[Part]:
    """Known to be in treatment."""
    return [Part(None, known(world, month, "substance_treatment"), count)]


def low_wellbeing(world: World, month: int) -> list[Part]:
    """Latest WHO5 of 50 or less, and the number in each band."""
    scores = latest(world, month, "WHO5")
    band = mapped(scores, lambda score: "0-35" if score <= 35 else "36-50" if score <= 50 else "51-100")
    return [Part(None, mapped(scores, lambda score: score <= 50), count), Part("band", band, numbers(BANDS))]


def likert(world: World, month: int, field: str) -> list[Part]:
    """Known 4 or 5, the share at each step, and the mean."""
    answers = known(world, month, field)
    return [
        Part(None, mapped(answers, lambda step: step >= 4), count),
        Part("distribution", answers, shares((1, 2, 3, 4, 5))),
        Part("mean", answers, mean),
    ]


def evictions_averted(world: World, month: int) -> list[Part]:
    """Cases averted in the month, and the sum of each month's figure since January."""

    def of(one: int) -> list[Member]:
        cases = active(world, one, lambda citizen_id, _: world.registered(citizen_id, one, "evictions_averted"))
        return [member._replace(tag=one) for member in cases]

    since_january = [member for one in range(january_of(month), month + 1) for member in of(one)]
    return [Part(None, of(month), total), Part("year_to_date", since_january, partial(year_to_date, month))]


def year_to_date(month: int, members: Sequence[Member]) -> list[Count]:
    """The sum over all the months; n and population are the month's own, and null when nobody is known in it."""
    now = total([member for member in members if member.tag == month])[0]
    return [now if now.value is None else now._replace(value=total(members)[0].value)]


def by_method(world: World, month: int) -> list[Part]:
    """Active citizens by the method of the current course."""
    return [Part(None, active(world, month, lambda _, course: course["method"]), numbers(METHODS))]


def collaboration_model(world: World, month: int) -> list[Part]:
    """Active citizens whose current course is in the collaboration model."""
    return [Part(None, active(world, month, lambda _, course: course["collaboration_model"]), count)]


def heard_understood(world: World, month: int) -> list[Part]:
    """Latest ORS above 25; latest SRS of 36 or more."""
    return [
        Part(None, mapped(latest(world, month, "ORS"), lambda score: score > 25), count),
        Part("srs", mapped(latest(world, month, "SRS"), lambda score: score >= 36), count),
    ]


def wellbeing_gain(world: World, month: int) -> list[Part]:
    """The share whose latest WHO5 on the current course is 10 or more above that course's first."""
    change = active(world, month, lambda _, course: world.score_change(course, month, "WHO5"))
    return [Part(None, mapped(change, lambda points: points >= 10), share)]


def ors_gain(world: World, month: int) -> list[Part]:
    """The same with ORS and 5 points, up and (part decline) down."""
    change = active(world, month, lambda _, course: world.score_change(course, month, "ORS"))
    return [
        Part(None, mapped(change, lambda points: points >= 5), share),
        Part("decline", mapped(change, lambda points: points <= -5), share),
    ]


def housing_retention(world: World, month: int) -> list[Part]:
    """Of those known to be in an own home in any of M-12 ... M-1, the share in an own home now."""
    members = [
        Member(world.course_scope(course, month), world.known(citizen_id, month, "housing"))
        for citizen_id, course in world.active_citizens(month)
        if any(world.known(citizen_id, one, "housing") == "own_home" for one in range(month - 12, month))
    ]
    return [Part(None, mapped(members, lambda home: home == "own_home"), share)]


def sustained_exit(world: World, month: int) -> list[Part]:
    """Of those with nights registered in each of M-5 ... M, the share with none in all six."""

    def six_months_free(citizen_id: str, _: Row) -> bool | None:
        nights = [world.registered(citizen_id, one, "shelter_nights") for one in range(month - 5, month + 1)]
        return None if None in nights else sum(nights) == 0

    return [Part(None, active(world, month, six_months_free), share)]


def shelter_cost(world: World, month: int) -> list[Part]:
    """Nights times the rate, and the municipality's and the state's part of it; unknown without nights or rate."""

    def cost(citizen_id: str, nights: Fraction) -> Fraction | None:
        rate = world.rate(world.citizens[citizen_id]["municipality"], "shelter_night", month)
        return None if rate is None else nights * rate

    def all_of_it(citizen_id: str, _: Row) -> Fraction | None:
        nights = world.registered(citizen_id, month, "shelter_nights")
        return None if nights is None else cost(citizen_id, Fraction(nights))

    def of_the_state(citizen_id: str, _: Row) -> Fraction | None:
        nights = world.registered(citizen_id, month, "shelter_nights")
        return None if nights is None else cost(citizen_id, Fraction(shared_nights(world, citizen_id, month), 2))

    def of_the_municipality(citizen_id: str, course: Row) -> Fraction | None:
        whole, state = all_of_it(citizen_id, course), of_the_state(citizen_id, course)
        return None if whole is None or state is None else whole - state

    return [
        Part(None, active(world, month, all_of_it), total),
        Part("municipality", active(world, month, of_the_municipality), total),
        Part("state", active(world, month, of_the_state), total),
    ]


def shared_nights(world: World, citizen_id: str, month: int) -> int:
    """How many of the month's registered nights the state shares half of.

    Before 2023-10 all of them. From then on the first N of the citizen's running year, which starts in the first
    month with nights, and anew in the first month with nights at least 12 months later.
    """
    reform, cap_falls = month_from("2023-10"), month_from("2026-04")
    now = world.registered(citizen_id, month, "shelter_nights") or 0
    if month < reform:
        return now
    year_began, used = None, 0
    for one in range(reform, month + 1):
        nights = world.registered(citizen_id, one, "shelter_nights") or 0
        if nights and (year_began is None or one >= year_began + 12):
            year_began, used = one, 0
        used += nights
    if year_began is None:
        return 0
    cap = 90 if year_began >= cap_falls else 120
    return max(0, min(cap, used) - min(cap, used - now))
