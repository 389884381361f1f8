"""Maturity by hand: parameters, scales, totals, change, and what a blank answer is."""

from datetime import date

import pytest

from pipelines.maturity import (
    due_on,
    form,
    parameter_changes,
    parameter_scores,
    read_answers,
    scores,
    theme_changes,
)

ALL = {
    "strategy_informed": 40, "strategy_investment": 60, "management_informed": 20, "management_investment": 30,
    "organisation_informed": 0, "organisation_investment": 10, "culture_informed": 80, "culture_investment": 60,
    "skills_informed": 50, "skills_investment": 50, "data_access": 90, "technology_tools": 75,
}  # fmt: skip


def test_there_are_seven_parameters_and_twelve_statements_that_count_as_the_design_says() -> None:
    """One per scale for the first five parameters; data and technology one each, in both scales."""
    asked = form()
    assert list(asked.parameters) == [
        "strategy", "management", "organisation", "culture", "skills", "data", "technology",
    ]  # fmt: skip
    counted = {name: [one.scales for one in asked.statements if one.parameter == name] for name in asked.parameters}
    one_each, both = [("informed",), ("investment",)], [("informed", "investment")]
    assert counted == {name: both if name in ("data", "technology") else one_each for name in asked.parameters}
    assert {one.id for one in asked.statements} == ALL.keys()
    assert len({one.text_da for one in asked.statements}) == 12


def test_scores_of_a_whole_self_assessment() -> None:
    """(40+60)/2=50, (20+30)/2=25, (0+10)/2=5, (80+60)/2=70, (50+50)/2=50, 90, 75: together 365, /7.

    Informed: 40+20+0+80+50+90+75 = 355, /7. Investment: 60+30+10+60+50+90+75 = 375, /7.
    """
    found = scores(ALL)
    assert found.by_parameter == {
        "strategy": 50, "management": 25, "organisation": 5, "culture": 70, "skills": 50, "data": 90, "technology": 75,
    }  # fmt: skip
    assert found.total == pytest.approx(365 / 7)
    assert found.by_scale == {"informed": pytest.approx(355 / 7), "investment": pytest.approx(375 / 7)}
    assert (found.answered, found.unknown) == (12, ())


def test_zero_is_an_answer_and_blank_is_not() -> None:
    """Organisation 0 and blank is 0; culture blank and 60 is 60, where a blank read as 0 would make it 30."""
    answers = {
        name: value for name, value in ALL.items() if name not in ("organisation_investment", "culture_informed")
    }
    found = scores(answers)
    assert (found.by_parameter["organisation"], found.by_parameter["culture"]) == (0, 60)
    assert found.total == pytest.approx((50 + 25 + 0 + 60 + 50 + 90 + 75) / 7)
    assert found.by_scale == {"informed": None, "investment": None}
    assert found.answered == 10


def test_a_parameter_without_answers_is_unknown_and_so_is_the_total() -> None:
    answers = {name: value for name, value in ALL.items() if name != "technology_tools"}
    found = scores(answers)
    assert (found.by_parameter["technology"], found.total, found.unknown) == (None, None, ("technology",))
    assert found.by_scale == {"informed": None, "investment": None}
    assert scores({}).total is None
    assert len(scores({}).unknown) == 7


def test_one_scales_parameters() -> None:
    assert parameter_scores(ALL, "investment")["strategy"] == 60
    assert parameter_scores(ALL, "informed")["data"] == parameter_scores(ALL, "investment")["data"] == 90


def test_the_change_is_of_the_same_statements_or_unknown() -> None:
    """Strategy 50 to (60+60)/2=60: +10. Skills lost an answer, culture 70 is as before, technology is new."""
    before = {name: value for name, value in ALL.items() if name != "technology_tools"}
    now = {name: value for name, value in (ALL | {"strategy_informed": 60}).items() if name != "skills_investment"}
    assert parameter_changes(before, now) == {
        "strategy": 10, "management": 0, "organisation": 0, "culture": 0, "skills": None, "data": 0, "technology": None,
    }  # fmt: skip


def test_themes_before_and_after() -> None:
    """2 to 6 is +4, 5 to 4 is -1; a theme with points at one time alone has no change."""
    changes = theme_changes({"strategy": 2, "data": 5, "skills": 3}, {"strategy": 6, "data": 4, "culture": 7})
    assert changes == {
        "strategy": 4, "organisation": None, "management": None, "culture": None, "skills": None, "data": -1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("made", "due"),
    [
        ("2025-01-15", "2025-07-15"),
        ("2025-08-31", "2026-02-28"),
        ("2023-08-29", "2024-02-29"),
        ("2025-12-01", "2026-06-01"),
    ],
)
def test_the_next_one_is_due_half_a_year_later(made: str, due: str) -> None:
    assert due_on(date.fromisoformat(made)) == date.fromisoformat(due)


def test_answers_are_read_as_danes_write_them() -> None:
    typed = {"a": "50", "b": " 33,5 % ", "c": "", "d": "0", "e": "101", "f": "-1", "g": "halv", "h": "12.5"}
    assert read_answers(typed, 100) == ({"a": 50, "b": 33.5, "d": 0}, ["e", "f", "g", "h"])
    assert read_answers({"a": "11", "b": "10"}, 10) == ({"b": 10}, ["a"])
