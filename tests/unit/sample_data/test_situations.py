"""What a user meets sooner or later is in the sample, whatever the seed: readings, signals, awkward registrations."""

import re
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

from tests.unit.sample_data.reading import (
    LAST_DAY,
    Row,
    Tables,
    actual_scores,
    course_month,
    day,
    end_of,
    expected_points,
    month_hours,
    number,
    read_course,
    score_difference,
)

README = Path(__file__).parents[3] / "sample_data" / "README.md"
READINGS = {
    "F-901-001-1": ("as", "as"),
    "F-901-002-1": ("under", "under"),
    "F-901-003-1": ("under", "as"),
    "F-901-004-1": ("under", "over"),
    "F-902-001-1": ("as", "under"),
    "F-902-002-1": ("as", "over"),
    "F-902-003-1": ("over", "as"),
    "F-905-001-1": ("over", "under"),
    "F-905-002-1": ("over", "over"),
}


def started(tables: Tables) -> list[Row]:
    """The courses that have started."""
    return [row for row in tables["courses"] if row["started_on"]]


def running(tables: Tables) -> list[Row]:
    """The started courses that have not ended."""
    return [row for row in started(tables) if not row["ended_on"]]


def course(tables: Tables, course_id: str) -> Row:
    """The course with this id."""
    return next(row for row in tables["courses"] if row["course_id"] == course_id)


def test_each_of_the_nine_readings(tables: Tables) -> None:
    """Read at the last day (or the course's end) and again at the demo's today, half a month later."""
    for course_id, expected in READINGS.items():
        chosen = course(tables, course_id)
        for looked_at in (end_of(chosen), date(2026, 1, 15) if not chosen["ended_on"] else end_of(chosen)):
            reading = read_course(tables, chosen, looked_at)
            assert (reading.time, reading.progression) == expected, course_id
    assert set(READINGS.values()) == {
        (time, score) for time in ("under", "as", "over") for score in ("under", "as", "over")
    }


def test_most_courses_can_be_read(tables: Tables) -> None:
    """Of the started courses at least two thirds say something, and the most common reading is as expected."""
    readings = Counter(
        (reading.time, reading.progression)
        for reading in (read_course(tables, row, end_of(row)) for row in started(tables))
    )
    assert readings[None, None] * 3 <= len(started(tables))
    assert readings.most_common(1)[0][0] == ("as", "as")


def test_nothing_is_said_for_each_reason(tables: Tables) -> None:
    """One month only; no expected score; 4 of 8 months without time; no estimate; a score before the first expected."""
    month = read_course(tables, course(tables, "F-901-005-1"), LAST_DAY)
    assert (month.ratio_months, month.difference is None, month.time) == (1, False, None)
    no_expected = course(tables, "F-901-006-1")
    assert expected_points(tables, no_expected, LAST_DAY) == []
    assert actual_scores(tables, no_expected, "WHO5", LAST_DAY)
    gaps = read_course(tables, course(tables, "F-902-004-1"), LAST_DAY)
    assert (gaps.missing_before, gaps.months_before, gaps.difference is None, gaps.time) == (4, 8, False, None)
    no_estimate = read_course(tables, course(tables, "F-905-003-1"), LAST_DAY)
    assert (no_estimate.has_estimate, no_estimate.difference is None, no_estimate.time) == (False, False, None)
    early = course(tables, "F-904-002-1")
    assert actual_scores(tables, early, "WHO5", LAST_DAY)[-1][0] < expected_points(tables, early, LAST_DAY)[0][0]
    assert not actual_scores(tables, course(tables, "F-904-003-1"), "WHO5", LAST_DAY)


def test_no_time_for_two_months_though_the_course_can_be_read(tables: Tables) -> None:
    """Months 9 and 10 (November and December 2025) are missing; 1 of 9 before December is no third."""
    chosen = course(tables, "F-902-005-1")
    assert {9, 10} & set(month_hours(tables, chosen)) == set()
    assert read_course(tables, chosen, LAST_DAY).time == "as"


def test_a_measurement_is_due_and_one_is_late(tables: Tables) -> None:
    """In December 2025 the course is in month 7; months 4, 5 and 7 have no score."""
    chosen = course(tables, "F-904-001-1")
    assert course_month(chosen, LAST_DAY) == 7
    assert [course_month(chosen, when) for when, _ in actual_scores(tables, chosen, "WHO5", LAST_DAY)] == [1]


def test_scores_that_fall(tables: Tables) -> None:
    """WHO5 60 -> 44 (first 56); WHO5 40, 40, 32 the first at or under 35; ORS 25.5 -> 19.0 (first 25.0)."""
    fall = [score for _, score in actual_scores(tables, course(tables, "F-901-007-1"), "WHO5", LAST_DAY)]
    low = [score for _, score in actual_scores(tables, course(tables, "F-902-006-1"), "WHO5", LAST_DAY)]
    ors = [score for _, score in actual_scores(tables, course(tables, "F-902-007-1"), "ORS", LAST_DAY)]
    assert (fall, low, ors) == ([56, 60, 44], [40, 40, 32], [25.0, 25.5, 19.0])


def test_cti_past_month_nine(tables: Tables) -> None:
    """F-905-004-1 is in month 12 and still running."""
    late = [row["course_id"] for row in running(tables) if row["method"] == "CTI" and course_month(row, LAST_DAY) > 9]
    assert "F-905-004-1" in late


def test_a_home_is_lost(tables: Tables) -> None:
    """B-901-008 has an own home in November and none in December 2025."""
    housing = {row["month"]: row["housing"] for row in tables["monthly_status"] if row["citizen_id"] == "B-901-008"}
    assert (housing["2025-11"], housing["2025-12"]) == ("own_home", "without_home")


def test_every_way_a_course_ends(tables: Tables) -> None:
    """All six reasons; contact phases that never became a course; a citizen with no course yet."""
    assert {row["end_reason"] for row in tables["courses"]} == {
        "", "completed", "changed_method", "dropped_out", "moved", "died", "other",
    }  # fmt: skip
    in_contact = [row for row in tables["courses"] if not row["started_on"]]
    assert {bool(row["ended_on"]) for row in in_contact} == {True, False}
    assert {row["citizen_id"] for row in tables["citizens"]} - {row["citizen_id"] for row in tables["courses"]}
    ended = [row for row in started(tables) if row["end_reason"] in ("completed", "dropped_out", "other")]
    assert sum(bool(row["effect_goal_met"]) for row in ended) > 0.7 * len(ended)


def test_method_change_and_return(tables: Tables) -> None:
    """CTI to ICM within a month for two citizens; B-902-008 comes back nearly eight months after the end."""
    pairs = [
        (before, after)
        for before, after in zip(tables["courses"], tables["courses"][1:], strict=False)
        if before["citizen_id"] == after["citizen_id"]
    ]
    changed = {after["course_id"] for before, after in pairs if (before["method"], after["method"]) == ("CTI", "ICM")}
    assert {"F-901-009-2", "F-905-005-2"} <= changed
    breaks = {after["course_id"]: (day(after["started_on"]) - day(before["ended_on"])).days for before, after in pairs}
    assert breaks["F-902-008-2"] == 234


def test_estimates_of_every_kind(tables: Tables) -> None:
    """Three bases, re-estimates, an estimate too late for its period, courses without one."""
    rows = tables["expected_time"]
    assert {row["basis"] for row in rows} == {"average", "experience", "individual"}
    assert max(Counter((row["course_id"], row["period"]) for row in rows).values()) >= 2
    late = [row for row in rows if row["course_id"] == "F-905-005-2" and row["period"] == "1"]
    assert [(row["estimated_on"] > "2024-09-30") for row in late] == [True]
    assert {row["course_id"] for row in started(tables)} - {row["course_id"] for row in rows}


def test_cti_falls_over_its_phases(tables: Tables) -> None:
    """Mean hours of completed CTI courses: phase 1 above phase 2 above phase 3."""
    phases = defaultdict(list)
    for row in started(tables):
        if row["method"] == "CTI" and row["end_reason"] == "completed":
            for month, hours in month_hours(tables, row).items():
                phases[min(3, -(-month // 3))].append(hours)
    means = [sum(phases[phase]) / len(phases[phase]) for phase in (1, 2, 3)]
    assert means[0] > 1.3 * means[1] > 1.3 * 1.3 * means[2]


def test_gaps_zeros_and_stand_ins(tables: Tables) -> None:
    """Months without a row, months with 0 hours, two workers in a month, hours before the start."""
    hours = Counter((row["course_id"], row["month"]) for row in tables["time_use"])
    assert max(hours.values()) == 2
    assert "0" in {row["hours"] for row in tables["time_use"]}
    start = {row["course_id"]: row["started_on"][:7] for row in started(tables)}
    assert any(row["month"] < start.get(row["course_id"], "") for row in tables["time_use"])
    status = {(row["citizen_id"], row["month"]) for row in tables["monthly_status"]}
    assert {("B-903-002", f"2024-0{month}") for month in (5, 6, 7, 8)} & status == set()
    assert min(month for citizen, month in status if citizen == "B-905-006") == "2025-06"


def test_every_instrument_typed_in_every_way(tables: Tables) -> None:
    """By item and as a total, and WHO5 both at once; expected sets of 2 to 4 dates, blank and written estimated_on."""
    ways = {(row["instrument"], bool(row["item_1"]), bool(row["score"])) for row in tables["measurements"]}
    either = {(name, items, not items) for name in ("WHO5", "ORS", "SRS", "TILS") for items in (True, False)}
    assert either | {("WHO5", True, True)} <= ways
    expected = [row for row in tables["measurements"] if row["kind"] == "expected"]
    points = Counter((row["course_id"], row["estimated_on"]) for row in expected)
    assert set(points.values()) == {2, 3, 4}
    assert {bool(row["estimated_on"]) for row in expected} == {True, False}
    assert len({row["estimated_on"] for row in expected if row["course_id"] == "F-901-009-2"}) == 2


def test_wellbeing_follows_housing(tables: Tables) -> None:
    """The mean distance to the expected score is lower for those without a home than for those in their own."""
    housing = {(row["citizen_id"], row["month"]): row["housing"] for row in tables["monthly_status"]}
    found = defaultdict(list)
    for row in started(tables):
        difference = score_difference(tables, row, end_of(row)) if row["progression_measure"] == "WHO5" else None
        newest = actual_scores(tables, row, "WHO5", end_of(row))
        if difference is not None:
            found[housing.get((row["citizen_id"], newest[-1][0].isoformat()[:7]))].append(difference)
    assert sum(found["without_home"]) / len(found["without_home"]) < sum(found["own_home"]) / len(found["own_home"])


def test_shelter_nights_pass_the_cap_and_fall_with_a_home(tables: Tables) -> None:
    """B-901-010: 3 x 28 nights before 2023-10, then 9 x 28 = 252 > 120, none in an own home; B-903-001: two years."""
    nights = {(row["citizen_id"], row["month"]): int(row["shelter_nights"] or 0) for row in tables["monthly_status"]}
    one = {month: count for (citizen, month), count in nights.items() if citizen == "B-901-010"}
    assert sum(count for month, count in one.items() if month < "2023-10") == 84
    assert sum(count for month, count in one.items() if "2023-10" <= month < "2024-10") == 252
    assert max(count for month, count in one.items() if month >= "2024-09") == 0
    two = {month: count for (citizen, month), count in nights.items() if citizen == "B-903-001"}
    assert sum(count for month, count in two.items() if month < "2024-10") > 120
    assert sum(count for month, count in two.items() if "2024-11" <= month < "2025-11") == 6 * 28


def test_support_and_evictions(tables: Tables) -> None:
    """Both kinds of support, 85 a from October 2023, and some evictions averted."""
    rows = tables["monthly_status"]
    assert {row["support_85"] for row in rows} == {row["support_85a"] for row in rows} == {"yes", "no", ""}
    assert any(row["support_85"] == "yes" for row in rows if row["month"] < "2023-10")
    assert sum(int(row["evictions_averted"] or 0) for row in rows) >= 5


def test_judgements_improve_slowly(tables: Tables) -> None:
    """Home skills are higher and difficulties lower in a citizen's last status than in the first, on average."""
    first, last = {}, {}
    for row in tables["monthly_status"]:
        if row["home_skills"] and row["mental_difficulties"]:
            first.setdefault(row["citizen_id"], row)
            last[row["citizen_id"]] = row
    changes = [
        (int(last[key]["home_skills"]) - int(row["home_skills"]),
         int(last[key]["mental_difficulties"]) - int(row["mental_difficulties"]))
        for key, row in first.items()
    ]  # fmt: skip
    assert 0.3 < sum(skills for skills, _ in changes) / len(changes) < 2
    assert -1.5 < sum(difficulties for _, difficulties in changes) / len(changes) < -0.1


def test_market_and_rates(tables: Tables) -> None:
    """Bands and months missing, 0 homes registered, every rate raised at new year, one missing at first."""
    bands = Counter(row["municipality"] for row in tables["vacant_homes"])
    assert all(count < 30 * 16 for count in bands.values())
    assert "0" in {row["homes"] for row in tables["vacant_homes"]}
    assert len(tables["housing_market"]) < 5 * 30
    assert "" in {row["wait_days_home"] for row in tables["housing_market"]}
    by_rate = defaultdict(list)
    for row in tables["rates"]:
        by_rate[row["municipality"], row["rate"]].append((row["valid_from"], number(row["amount"])))
    assert len(by_rate) == 10
    assert all(rows == sorted(rows) and len({amount for _, amount in rows}) == len(rows) for rows in by_rate.values())
    assert by_rate["904", "shelter_night"][0][0] == "2024-01-01"


def test_small_groups_and_blanks(tables: Tables) -> None:
    """A team of three, a gender and an age group of few, and citizens whose team, gender or birth year is unknown."""
    teams = Counter(row["team"] for row in tables["citizens"])
    assert 1 <= teams["Opsøgende team"] <= 4
    assert all(any(not row[field] for row in tables["citizens"]) for field in ("team", "gender", "birth_year"))
    assert 1 <= sum(row["gender"] == "other" for row in tables["citizens"] if row["municipality"] == "904") <= 4
    assert any(int(row["birth_year"] or 2000) < 1961 for row in tables["citizens"])


def test_nobody_has_a_name(tables: Tables) -> None:
    """Ids are pseudonyms of a fixed shape and caseworkers are numbered user names."""
    assert all(row["citizen_id"] == f"B-{row['municipality']}-{row['citizen_id'][-3:]}" for row in tables["citizens"])
    workers = {row["caseworker"] for row in tables["courses"] + tables["time_use"]}
    assert all(worker.startswith("sagsbehandler-") and worker[-2:].isdigit() for worker in workers)


def test_fields_that_a_municipality_does_not_register(tables: Tables) -> None:
    """903 never registers finances and 905 never substance_problem; the other municipalities do."""
    filled = {
        (row["citizen_id"][2:5], field)
        for row in tables["monthly_status"]
        for field in ("finances", "substance_problem")
        if row[field]
    }
    codes = ("901", "902", "903", "904", "905")
    everything = {(code, field) for code in codes for field in ("finances", "substance_problem")}
    assert filled == everything - {("903", "finances"), ("905", "substance_problem")}


def test_the_readme_names_what_is_there(tables: Tables) -> None:
    """Every citizen and course that README.md points to is in the files."""
    named = set(re.findall(r"[BF]-90\d-\d{3}(?:-\d)?", README.read_text(encoding="utf-8")))
    there = {row["citizen_id"] for row in tables["citizens"]} | {row["course_id"] for row in tables["courses"]}
    assert len(named) > 30
    assert named <= there
