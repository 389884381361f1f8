"""Random registrations without faults, biased to the awkward: month ends, gaps, ties, limits met exactly, blanks.

random_registrations(seed) draws the nine tables; write_csv of csv_folder puts them in a folder.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.oracle.months import first_day, last_day, month_from, month_of
from tests.oracle.rows import TABLES

Row = dict[str, Any]

ANCHORS = ("2023-10", "2024-02", "2025-01", "2025-11", "2026-04")
LENGTHS = (26, 40, 4, 18, 30, 1, 40, 12)
CASEWORKERS = ("anne", "bo", "cecilie", "dorte")
NIGHTS = {"none": (0,), "rare": (0,) * 8 + (1,), "few": (0, 0, 1, 5)}
HOUSING = ("own_home", "own_temporary_home", "placed", "service_act_housing", "without_home")
HOMES = (HOUSING, ("own_home", "own_home", "without_home"), ("own_home",) + ("without_home",) * 11)
SIZES = (25, 18, 25, 3, 25, 12, 25, 25)
REASONS = ("completed", "completed", "changed_method", "dropped_out", "moved", "died", "other")
SCORES = {
    "WHO5": (0, 32, 36, 36, 40, 44, 48, 48, 52, 52, 60, 100),
    "ORS": (0, 15.0, 19.9, 20.0, 20.0, 20.1, 24.9, 25.0, 25.0, 25.0, 25.1, 30.0, 30.0, 30.1, 40),
    "SRS": (20.0, 35.9, 36.0, 36.1, 40),
    "TILS": (3, 6, 7, 8, 9),
}


@dataclass(frozen=True)
class Life:
    """How many courses, how many months each lasts (None: not ended), and how many lie before the next."""

    courses: tuple[int, ...]
    months: tuple[int | None, ...]
    gaps: tuple[int, ...]


ANY_LIFE = Life((0, 1, 1, 1, 2, 2, 3, 4), (None, None, None, 0, 0, 1, 2, 5, 8, 8, 9, 10, 14), (0, 0, 0, 1, 1, 2, 3, 12))
CHAINED = Life((4, 6), (0, 0, 1, 1, 2, 3), (0, 0, 1, 1, 1, 2))
LIVES = {"b00": CHAINED, "b01": Life((1,), (None,), (0,)), "b02": CHAINED, "b03": CHAINED}
NEW_USER = "b01"


@dataclass
class Drawn:
    """One set of registrations: its tables, its today, the months it is about, and the one it is drawn around."""

    seed: int
    today: date
    first: int
    anchor: int
    tables: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in TABLES})

    @property
    def last(self) -> int:
        """Today's month."""
        return month_of(self.today)


def random_registrations(seed: int) -> Drawn:
    """3-25 citizens in one to three municipalities over 1-40 months, and one municipality with market data only."""
    rng = random.Random(seed)
    length = LENGTHS[(seed + seed // len(ANCHORS)) % len(LENGTHS)]
    anchor = month_from(ANCHORS[seed % len(ANCHORS)])
    last = anchor + rng.randrange(length // 3, length)
    drawn = Drawn(seed, awkward_day(rng, last), last - length + 1, anchor)
    municipalities = rng.sample(["901", "902", "903"], rng.choice((1, 2, 3)))
    for number in range(SIZES[seed % len(SIZES)]):
        add_citizen(rng, drawn, f"b{number:02d}", rng.choice(municipalities))
    for municipality in [*municipalities, "905"]:
        add_market(rng, drawn, municipality)
        if rng.random() < 0.9:
            add_rates(rng, drawn, municipality)
    return drawn


def awkward_day(rng: random.Random, month: int) -> date:
    """A day of the month, often its first or one of its last."""
    last = last_day(month).day
    day = rng.choice((1, 2, 15, 28, 29, 30, 31, last, last, rng.randint(1, last)))
    return first_day(month).replace(day=min(day, last))


def maybe(rng: random.Random, value: Any, blank: float = 0.3) -> Any:
    """The value, or nothing."""
    return None if rng.random() < blank else value


def add_citizen(rng: random.Random, drawn: Drawn, citizen_id: str, municipality: str) -> None:
    """A citizen with no, one or several courses, and months that are registered well or badly."""
    courses = draw_courses(rng, drawn, citizen_id)
    begins = [one["contact_on"] or one["started_on"] for one in courses]
    earliest = min(begins) if begins else awkward_day(rng, rng.randint(drawn.first - 2, drawn.last + 1))
    drawn.tables["citizens"].append(
        {
            "citizen_id": citizen_id,
            "municipality": municipality,
            "team": maybe(rng, rng.choice(("Nord", "Syd"))),
            "birth_year": maybe(rng, rng.choice((1940, 1959, 1960, 1975, 1994, 1995, 2000, 2001, 2005, 2007, 2008))),
            "gender": maybe(rng, rng.choice(("female", "male", "other"))),
            "target_group": rng.choice(("homeless", "at_risk")),
            "referred_on": earliest - timedelta(days=rng.choice((0, 0, 1, 20, 31, 200))),
        }
    )
    drawn.tables["courses"].extend(courses)
    for course in courses:
        steady = rng.choice((None, None, None, 7.5, 12.5))
        add_time(rng, drawn, course, steady)
        add_estimates(rng, drawn, course, 10 if steady else None)
        if course["started_on"]:
            add_scores(rng, drawn, course)
            add_expected_scores(rng, drawn, course)
    share_a_date(rng, drawn, courses)
    add_status(rng, drawn, citizen_id)


# --- courses ------------------------------------------------------------------------------------------------------


def draw_courses(rng: random.Random, drawn: Drawn, citizen_id: str) -> list[Row]:
    """One after another: at most the month in which one ends is shared with the next."""
    life = LIVES.get(citizen_id, ANY_LIFE)
    courses: list[Row] = []
    month = min(rng.randint(drawn.first - 3, drawn.last + 1) for _ in range(2 if life is ANY_LIFE else 5))
    for _ in range(rng.choice(life.courses)):
        course = draw_course(rng, drawn, citizen_id, month, courses)
        courses.append(course)
        if course["ended_on"] is None:
            break
        month = month_of(course["ended_on"]) + rng.choice(life.gaps)
        if month > drawn.last + 2:
            break
    return courses


def draw_course(rng: random.Random, drawn: Drawn, citizen_id: str, month: int, before: list[Row]) -> Row:
    """A course that begins (by contact or start) in the month; some never get past the contact phase."""
    taken = {row["course_id"] for row in drawn.tables["courses"]} | {row["course_id"] for row in before}
    begins = same_day_as_last(rng, month, before) or awkward_day(rng, month)
    contact_only = rng.random() < 0.12
    contact = begins if contact_only else maybe(rng, begins, 0.6)
    started = None if contact_only else begins + timedelta(days=rng.choice((0, 1, 14, 31, 62)) if contact else 0)
    ended, method = draw_end(rng, started or begins, LIVES.get(citizen_id, ANY_LIFE)), after_method(rng, before)
    return {
        "course_id": rng.choice([name for name in (f"f{i:03d}" for i in range(200)) if name not in taken]),
        "citizen_id": citizen_id,
        "method": method,
        "contact_on": contact,
        "started_on": started,
        "ended_on": ended,
        "end_reason": ended and rng.choice(REASONS + ("changed_method",) * (6 if method == "CTI" else 0)),
        "caseworker": rng.choice(CASEWORKERS),
        "progression_measure": rng.choice(("WHO5", "ORS")),
        "collaboration_model": maybe(rng, rng.choice(("yes", "no"))),
        "effect_goal_met": maybe(rng, rng.choice(("yes", "no"))),
    }


def same_day_as_last(rng: random.Random, month: int, before: list[Row]) -> date | None:
    """Now and then the very day on which the course before began, when it also ended in that month."""
    if not before or before[-1]["started_on"] is None:
        return None
    started = before[-1]["started_on"]
    return started if month_of(started) == month and rng.random() < 0.6 else None


def after_method(rng: random.Random, before: list[Row]) -> str:
    """Often ICM after a CTI that was changed."""
    if before and before[-1]["end_reason"] == "changed_method" and rng.random() < 0.7:
        return "ICM"
    return rng.choice(("CTI", "CTI", "CTI", "ICM", "ACT"))


def draw_end(rng: random.Random, begins: date, life: Life) -> date | None:
    """The same day, the same month, around the ninth month, much later, or not yet; it may lie in the future."""
    months = rng.choice(life.months)
    if months is None:
        return None
    if months == 0 and rng.random() < 0.4:
        return begins
    return max(begins, awkward_day(rng, month_of(begins) + months))


# --- time ---------------------------------------------------------------------------------------------------------


def add_time(rng: random.Random, drawn: Drawn, course: Row, steady: float | None) -> None:
    """Hours from the contact phase on, with gaps, zeros and sometimes two caseworkers."""
    begins = month_of(course["contact_on"] or course["started_on"])
    ends = min(drawn.last, month_of(course["ended_on"]) if course["ended_on"] else drawn.last)
    diligence = rng.choice((0, 0.4, 0.7, 0.95, 1))
    for month in range(begins, ends + 1):
        for caseworker in rng.sample(CASEWORKERS, 1 if steady else rng.choice((1, 1, 1, 2))):
            if rng.random() < diligence:
                hours = steady or rng.choice((0, 0.25, 3, 7.5, 10, 12.5, 15, 40))
                drawn.tables["time_use"].append(
                    {"course_id": course["course_id"], "month": month, "caseworker": caseworker, "hours": hours}
                )


def add_estimates(rng: random.Random, drawn: Drawn, course: Row, steady: float | None) -> None:
    """For some periods none to three estimates, made before, on and after the period's last day."""
    begins = course["started_on"] or course["contact_on"]
    length = 3 if course["method"] == "CTI" else 1
    if rng.random() < 0.25:
        return
    for period in range(1, (3 if course["method"] == "CTI" else rng.choice((1, 3, 6, 14))) + 1):
        closes = last_day(month_of(begins) + length * period - 1)
        days = [
            begins,
            begins - timedelta(days=5),
            begins + timedelta(days=40),
            closes,
            closes + timedelta(days=1),
            closes - timedelta(days=20),
            drawn.today,
            drawn.today + timedelta(days=9),
        ]
        for day in sorted(set(rng.sample(days, rng.choice((0, 1, 1, 2, 3))))):
            drawn.tables["expected_time"].append(
                {
                    "course_id": course["course_id"],
                    "period": period,
                    "hours": steady * length if steady else rng.choice((0, 7.5, 10, 20, 30, 45)),
                    "estimated_on": day,
                    "basis": rng.choice(("average", "experience", "individual")),
                }
            )


# --- scores -------------------------------------------------------------------------------------------------------


def add_scores(rng: random.Random, drawn: Drawn, course: Row) -> None:
    """Actual scores on limits and month ends, on the first day and the last."""
    begins, ends = course["started_on"], min(drawn.today, course["ended_on"] or drawn.today)
    if begins > ends:
        return
    for instrument in SCORES:
        for day in sorted({awkward_between(rng, begins, ends) for _ in range(rng.choice((0, 1, 2, 4)))}):
            add_actual(rng, drawn, course, instrument, day)


def awkward_between(rng: random.Random, begins: date, ends: date) -> date:
    """A day of the course, often the first, the last or a month's last."""
    any_day = begins + timedelta(days=rng.randint(0, (ends - begins).days))
    return rng.choice((begins, ends, any_day, min(ends, last_day(month_of(any_day)))))


def add_actual(rng: random.Random, drawn: Drawn, course: Row, instrument: str, day: date) -> None:
    """One actual score: as items, as a sum, or both."""
    key = (course["course_id"], instrument, day)
    if key in {
        (row["course_id"], row["instrument"], row["measured_on"])
        for row in drawn.tables["measurements"]
        if row["kind"] == "actual"
    }:
        return
    score, form = rng.choice(SCORES[instrument]), rng.choice(("items", "score", "both"))
    row = {"course_id": key[0], "measured_on": day, "instrument": instrument, "kind": "actual"}
    row |= {} if form == "items" else {"score": score}
    row |= {} if form == "score" else items_of(rng, instrument, score)
    drawn.tables["measurements"].append(row)


def items_of(rng: random.Random, instrument: str, score: float) -> Row:
    """Items that add up to the score."""
    count, least, most, step = {
        "WHO5": (5, 0, 5, 20),
        "ORS": (4, 0, 100, 1),
        "SRS": (4, 0, 100, 1),
        "TILS": (3, 1, 3, 10),
    }[instrument]
    left = round(score * 10) // (4 * 10 if instrument == "WHO5" else step)
    found = []
    for after in range(count - 1, -1, -1):
        item = rng.randint(max(least, left - after * most), min(most, left - after * least))
        found.append(item)
        left -= item
    tenths = instrument in ("ORS", "SRS")
    return {f"item_{i}": item / 10 if tenths else item for i, item in enumerate(found, 1)}


def add_expected_scores(rng: random.Random, drawn: Drawn, course: Row) -> None:
    """None, one or two sets of expected scores; some lie before the start or after the end."""
    begins, seen, flat = course["started_on"], set(), rng.choice((None, 20.0, 20.0, 30.0))
    for made in rng.sample([None, begins, begins + timedelta(days=45), drawn.today], rng.choice((0, 1, 1, 2))):
        for days in rng.sample((-3, 0, 15, 92, 183, 270, 400), rng.choice((1, 2, 3))):
            instrument = rng.choice((course["progression_measure"], course["progression_measure"], "WHO5"))
            key = (instrument, begins + timedelta(days=days), made or begins)
            if key not in seen:
                seen.add(key)
                drawn.tables["measurements"].append(
                    {
                        "course_id": course["course_id"],
                        "measured_on": key[1],
                        "estimated_on": made,
                        "instrument": instrument,
                        "kind": "expected",
                        "score": flat if flat and instrument == "ORS" else rng.choice(SCORES[instrument]),
                    }
                )


def share_a_date(rng: random.Random, drawn: Drawn, courses: list[Row]) -> None:
    """Two courses in one calendar month now and then have a score of the same instrument on the same day."""
    for one, other in zip(courses, courses[1:], strict=False):
        if one["started_on"] and other["started_on"] and one["ended_on"]:
            begins = max(one["started_on"], other["started_on"])
            ends = min(one["ended_on"], other["ended_on"] or drawn.today, drawn.today)
            if begins <= ends:
                for course in (one, other):
                    for instrument in SCORES:
                        add_actual(rng, drawn, course, instrument, ends)


# --- the months of a citizen, the market and the rates ------------------------------------------------------------


def add_status(rng: random.Random, drawn: Drawn, citizen_id: str) -> None:
    """Months before the first course and after the last too; whole rows of blanks; heavy users of shelters."""
    diligence, blank = rng.choice((0, 0.4, 0.8, 1, 1)), rng.choice((0, 0.2, 0.6))
    nights, homes = rng.choice(("none", "rare", "rare", "few", "many")), rng.choice(HOMES)
    if citizen_id in LIVES:
        diligence, blank, nights = 1, 0, "many"
    for month in range(drawn.first - 4, drawn.last + 1):
        if rng.random() < diligence:
            stays = "none" if citizen_id == NEW_USER and month < drawn.anchor else nights
            row = {name: maybe(rng, value, blank) for name, value in draw_status(rng, month, stays, homes).items()}
            drawn.tables["monthly_status"].append({"citizen_id": citizen_id, "month": month} | row)


def draw_status(rng: random.Random, month: int, nights: str, homes: tuple[str, ...]) -> Row:
    """Every field of one month, before some are made blank."""
    days = last_day(month).day
    yes_no: Row = {name: rng.choice(("yes", "no")) for name in ("support_85", "support_85a", "substance_treatment")}
    if month < month_from("2023-10"):
        yes_no["support_85a"] = None
    steps = ("home_skills", "finances", "stable_lifestyle", "mental_difficulties", "substance_problem")
    return {
        "housing": rng.choice(homes),
        "income": rng.choice(("wage", "benefit", "student_grant", "other")),
        "occupation": rng.choice(("employment", "education", "both", "none", "none")),
        "shelter_nights": rng.choice(NIGHTS.get(nights, (0, 10, 20, days, days))),
        "evictions_averted": rng.choice((0, 0, 1, 3)),
        **yes_no,
        **{name: rng.randint(1, 5) for name in steps},
    }


def add_market(rng: random.Random, drawn: Drawn, municipality: str) -> None:
    """Waits and vacant homes, most months incomplete."""
    for month in range(drawn.first, drawn.last + 1):
        if rng.random() < 0.6:
            waits = {
                name: maybe(rng, rng.choice((0, 30, 45.5, 120.25)))
                for name in ("wait_days_home", "wait_days_allocation")
            }
            drawn.tables["housing_market"].append({"municipality": municipality, "month": month} | waits)
        for rent in ("under_3500", "3500_5000", "5001_7000", "over_7000"):
            for size in ("under_40", "40_60", "61_80", "over_80"):
                if rng.random() < 0.15:
                    drawn.tables["vacant_homes"].append(
                        {
                            "municipality": municipality,
                            "month": month,
                            "rent_band": rent,
                            "size_band": size,
                            "homes": rng.choice((0, 1, 7)),
                        }
                    )


def add_rates(rng: random.Random, drawn: Drawn, municipality: str) -> None:
    """Rates that change on the first of a month, in the middle of one, and that begin too late."""
    for name in ("caseworker_hour", "shelter_night"):
        days = [
            first_day((drawn.first + drawn.last) // 2),
            first_day(drawn.anchor),
            date(drawn.today.year, 1, 1),
            awkward_day(rng, rng.randint(drawn.first, drawn.last)),
            awkward_day(rng, drawn.last),
        ]
        always = [first_day(drawn.first - 30)] if rng.random() < 0.6 else []
        for day in sorted({*always, *rng.sample(days, rng.choice((0, 1, 2, 3)))}):
            amount = rng.choice((400, 437.5, 1100, 1234.5, 1500.75, 2000))
            drawn.tables["rates"].append(
                {"municipality": municipality, "rate": name, "valid_from": day, "amount": amount}
            )
