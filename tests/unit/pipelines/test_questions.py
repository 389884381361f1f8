"""The questions of the month: every rule with data made by hand that asks it and data that does not, and which are chosen."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kpi_catalogue.figure import catalogue
from pipelines.case_months import CaseMonth, MonthChange
from pipelines.double_bottom_line import later_month
from pipelines.figure_target import Lack, Standing, State, Target
from pipelines.goal_standing import Judged
from pipelines.moved import FigureTrend, figure_trends
from pipelines.questions import CONDITIONS, Facts, Rule, questions, rules, shortened
from pipelines.settings import ASKING, Choices

FIGURES = catalogue()
RULES = rules(Choices())
MONTH = date(2025, 12, 1)
STEADY = (10.0, 12.0) * 6
TITLES = {name: figure.title_da for name, figure in FIGURES.items()}


def trend(figure: str, *values: float | None, target: Target | None = None, category: str | None = None) -> FigureTrend:
    rows = [
        {"figure": figure, "part": None, "month": f"{later_month(MONTH, 1 - len(values) + at):%Y-%m}", "n": 20,
         "category": category, "value": value}
        for at, value in enumerate(values)
    ]  # fmt: skip
    return figure_trends(rows, FIGURES, {figure: target}, MONTH)[0]


def goal(
    state: State, text: str = "Mange er i gang", figure: str = "occupation", value: float | None = None,
    required: float | None = None, lack: Lack | None = None,
) -> Judged:  # fmt: skip
    return Judged((0, 0, 0), text, figure, None, Standing(state, "Derfor.", value, required, lack))


def case(name: str = "sag", fell: float | None = None, **more: Any) -> CaseMonth:
    """A case of 100 kr. before; fell: how much it lost since November, most of it by the costs."""
    usual = CaseMonth(name, f"Beregning {name}", MONTH, {"total": 100.0, "municipality": 5.0},
                      {"total": 9.0, "municipality": 5.0}, {"total": 0.7}, 0.2, None, "", False)  # fmt: skip
    if fell is not None:
        causes = {"success_rate": {"total": 1.0}, "costs": {"total": -fell - 1.0}, "participants": {"total": 0.0}}
        change = MonthChange(later_month(MONTH, -1), {"total": 100.0}, {"total": 100.0 - fell}, causes)
        usual = replace(usual, change=change)
    return replace(usual, **more)


def facts(**given: Any) -> Facts:
    """A quiet month: nothing to ask, unless something is given."""
    quiet = {"trends": (), "goals": (goal("on_track"),), "cases": (), "registered": 0.95, "silent": ()}
    return Facts(MONTH, titles=TITLES, written=lambda _, value: f"{value:g}", **(quiet | given))


def asked(**given: Any) -> list[str]:
    return [one.rule.id for one in questions(facts(**given), RULES)]


WORSE, BETTER = trend("shelter_nights", *STEADY, 30), trend("wait_home", *STEADY, 0.5)
HIGHER = trend("icm_hours", *STEADY, 30)
UNKNOWN = goal("not_enough", lack="data")
TWO = Target(2, "at_most", date(2025, 1, 1))
AIMED = trend("wait_allocation", *STEADY, 11, target=TWO)


def test_a_quiet_month_asks_nothing() -> None:
    assert asked(trends=[trend("shelter_nights", *STEADY, 11)], cases=[case()]) == []


@pytest.mark.parametrize(
    ("rule", "asks", "silent"),
    [
        ("registration_low", {"registered": 0.799}, {"registered": 0.8}),
        ("registration_low", {"registered": 0.0}, {"registered": None}),  # unknown is not nothing
        ("figure_worse", {"trends": [WORSE]}, {"trends": [BETTER]}),
        ("result_fell", {"cases": [case(fell=10)]}, {"cases": [case(fell=9.9)]}),
        ("result_fell", {"cases": [case(fell=200)]}, {"cases": [case(fell=-50)]}),
        ("goal_off_track", {"goals": [goal("off_track")]}, {"goals": [goal("on_track")]}),
        ("target_out_of_reach", {"trends": [AIMED]}, {"trends": [trend("wait_allocation", *STEADY, 11)]}),
        ("target_out_of_reach", {"trends": [AIMED], "goals": [goal("off_track", figure="wait_home")]},
         {"trends": [AIMED], "goals": [goal("on_track", figure="wait_allocation")]}),
        ("figure_worse", {"trends": [WORSE]}, {"trends": [trend("shelter_nights", *STEADY, 30, None)]}),  # November's
        ("figure_changed", {"trends": [HIGHER]}, {"trends": [trend("icm_hours", *STEADY, 30, None)]}),
        ("figure_better", {"trends": [BETTER]}, {"trends": [trend("wait_home", *STEADY, 0.5, None)]}),
        ("target_out_of_reach", {"trends": [AIMED]}, {"trends": [trend("wait_allocation", *STEADY, 11, None, target=TWO)]}),
        ("target_out_of_reach", {"trends": [AIMED]}, {"trends": [trend("wait_allocation", *STEADY[:11], target=TWO)]}),
        ("figure_changed", {"trends": [HIGHER]}, {"trends": [trend("icm_hours", *STEADY, 11)]}),
        ("goals_unknown", {"goals": [goal("on_track"), UNKNOWN]}, {"goals": [goal("on_track")]}),
        ("goals_unknown", {"goals": [UNKNOWN]}, {"goals": [goal("not_enough", lack="hidden")]}),
        ("goals_unknown", {"goals": [UNKNOWN]}, {"goals": [goal("not_enough")]}),  # no target: registering does not help
        ("not_rerun", {"cases": [case(month=later_month(MONTH, -1))]}, {"cases": [case()]}),
        ("not_rerun", {"cases": [case(month=None, net={})]}, {"cases": [case(month=None, net={}, is_withheld=True)]}),
        ("mostly_estimates", {"cases": [case(on_estimates=0.51)]}, {"cases": [case(on_estimates=0.5)]}),
        ("others_gain", {"cases": [case(four_years={"municipality": -1.0})]},
         {"cases": [case(four_years={"municipality": 0.0})]}),
        ("others_gain", {"cases": [case(four_years={"municipality": -1.0})]},
         {"cases": [case(net={"total": -1.0}, four_years={"municipality": -1.0})]}),
        ("nobody_registers", {"silent": ["loneliness"]}, {"silent": []}),
        ("no_goals", {"goals": ()}, {"goals": [goal("on_track")]}),
        ("figure_better", {"trends": [BETTER]}, {"trends": [WORSE]}),
    ],
)  # fmt: skip
def test_every_rule_asks_when_it_says_and_not_otherwise(
    rule: str, asks: dict[str, Any], silent: dict[str, Any]
) -> None:
    assert rule in asked(**asks)
    assert rule not in asked(**silent)


def test_every_rule_has_a_condition_a_test_and_words_for_all_its_places() -> None:
    """No rule is left over on either side, and the quiet month above is the only way to ask nothing."""
    assert [rule.id for rule in RULES] == list(CONDITIONS)
    tested = test_every_rule_asks_when_it_says_and_not_otherwise.pytestmark[0].args[1]
    assert {case_[0] for case_ in tested} == set(CONDITIONS)
    for name, asks, _ in tested:
        assert not [one for one in questions(facts(**asks), RULES) if "{" in one.text_da], name


@pytest.mark.parametrize(
    ("choices", "rule", "asks", "silent", "words"),
    [
        (Choices(ask_registration_below=0.95), "registration_low", {"registered": 0.949}, {"registered": 0.95},
         "Under 95 % af de aktive forløb har både tid og månedsstatus."),
        (Choices(ask_result_fell=0.125), "result_fell", {"cases": [case(fell=12.5)]}, {"cases": [case(fell=12.4)]},
         "En beregnings nettoresultat er faldet mindst 12,5 % siden den forrige genberegning."),
        (Choices(ask_estimates_above=0.3), "mostly_estimates", {"cases": [case(on_estimates=0.31)]},
         {"cases": [case(on_estimates=0.3)]}, "Over 30 % af kronerne i en beregning hviler på skøn."),
    ],
)  # fmt: skip
def test_a_chosen_limit_holds_on_both_sides_and_stands_in_the_words_of_its_rule(
    choices: Choices, rule: str, asks: dict[str, Any], silent: dict[str, Any], words: str
) -> None:
    by = rules(choices)
    assert rule in [one.rule.id for one in questions(facts(**asks), by)]
    assert rule not in [one.rule.id for one in questions(facts(**silent), by)]
    assert [one.when_da for one in by if one.id == rule] == [words]
    assert [one for one, as_usual in zip(by, RULES, strict=True) if one != as_usual] == [
        one for one in by if one.id == rule
    ]


def test_every_limit_of_asking_belongs_to_one_rule() -> None:
    """With 0.11, 0.12 and 0.13 chosen, three rules have one each and the ten others none; no place is left in the words."""
    chosen = rules(Choices(**{name: (11 + at) / 100 for at, name in enumerate(ASKING)}))
    assert sorted(rule.limit for rule in chosen if rule.limit is not None) == [0.11, 0.12, 0.13]
    assert not [rule.id for rule in chosen if "{" in rule.when_da]


def test_a_share_just_beyond_its_limit_is_not_written_as_the_limit() -> None:
    """79.9 % is below 80 %, and 50.4 % above 50 %: both would be rounded to the limit they are beyond."""
    assert text(registered=0.799).startswith("Kun 79,9 % af forløbene")
    assert text(cases=[case(on_estimates=0.504)]).startswith("50,4 % af kronerne")


def test_questions_are_asked_in_the_order_of_their_priorities() -> None:
    assert [rule.priority for rule in RULES] == sorted(rule.priority for rule in RULES)


def text(**given: Any) -> str:
    return questions(facts(**given), RULES)[0].text_da


def test_the_words_of_the_questions() -> None:
    """What the data say stands in the question, and the address of the page carries what it is about."""
    assert text(registered=0.5).startswith("Kun 50 % af forløbene er registreret i december 2025")
    worse = questions(facts(trends=[WORSE]), RULES)[0]
    assert "Døgn på herberg" in worse.text_da
    assert "Tallet ligger over den øverste grænse: 30 i december 2025, hvor gennemsnittet er 12.4" in worse.text_da
    assert dict(worse.carries) == {"tal": TITLES["shelter_nights"]}
    fell = questions(facts(cases=[case(fell=40)]), RULES)[0]
    assert fell.text_da.startswith(
        "Nettoresultatet af »Beregning sag« er faldet 40 kr. siden november 2025; mest betyder omkostninger."
    )
    assert dict(fell.carries) == {"sag": "sag"}
    assert "(2) nås ikke" in text(trends=[AIMED])
    assert "højere end sædvanligt" in text(trends=[HIGHER])
    assert "1 af 3 succeskriterier" in text(goals=[goal("on_track"), UNKNOWN, goal("not_enough", lack="hidden")])
    assert "-7 kr. for kommunen" in text(cases=[case(four_years={"municipality": -7.0})])


def test_a_verdict_on_trial_limits_is_asked_about_as_provisional() -> None:
    """Nine of 10 and 12, then 60: ten months are below twelve. Thirteen are not."""
    for figure, way in (("shelter_nights", "værre"), ("icm_hours", "højere")):
        assert f"er {way} end sædvanligt (foreløbig), mere" in text(trends=[trend(figure, *STEADY[:9], 60)])
        assert "foreløbig" not in text(trends=[trend(figure, *STEADY, 60)])
    assert "er bedre end sædvanligt (foreløbig), mere" in text(trends=[trend("wait_home", *STEADY[:9], 0.5)])


def test_three_are_asked_the_most_important_first_and_one_of_each_rule_before_two_of_any() -> None:
    """Two figures are worse; the registration comes before them, and the goal (priority 40) before the second figure (20)."""
    farther = trend("evictions_averted", *STEADY, 40)
    given = {"trends": [WORSE, trend("wait_home", *STEADY, 60)], "goals": [goal("off_track")], "registered": 0.5}
    assert asked(**given) == ["registration_low", "figure_worse", "goal_off_track"]
    assert asked(**(given | {"registered": 0.9})) == ["figure_worse", "goal_off_track", "figure_worse"]
    assert len(asked(**(given | {"trends": [WORSE, farther, BETTER, HIGHER]}))) == 3


def test_the_one_that_lies_farthest_out_comes_first_and_equals_in_their_order() -> None:
    """60 days after 10 and 12 lie 8.5 reaches out, 30 nights 3.3; two alike come as the data have them."""
    far = trend("wait_home", *STEADY, 60)
    assert [dict(one.carries)["tal"] for one in questions(facts(trends=[WORSE, far]), RULES)] == [
        TITLES["wait_home"], TITLES["shelter_nights"],
    ]  # fmt: skip
    twins = [trend("wait_allocation", *STEADY, 30), WORSE]
    for both in (twins, twins[::-1]):
        found = questions(facts(trends=both), RULES)
        assert [dict(one.carries)["tal"] for one in found] == [TITLES[one.figure.id] for one in both]


def test_rules_of_the_same_priority_ask_in_the_order_of_the_file() -> None:
    one, other = (Rule(name, 5, "", name, "maal") for name in ("figure_better", "figure_worse"))
    both = facts(trends=[WORSE, BETTER])
    assert [found.rule.id for found in questions(both, [one, other])] == ["figure_better", "figure_worse"]
    assert [found.rule.id for found in questions(both, [other, one])] == ["figure_worse", "figure_better"]


def test_a_goal_farther_behind_comes_first() -> None:
    """0.40 of 0.50 is a fifth behind, 0.85 of 0.90 a twentieth."""
    near, far = goal("off_track", "Nær", "on_time", 0.85, 0.90), goal("off_track", "Fjern", "occupation", 0.40, 0.50)
    assert [one.text_da[:7] for one in questions(facts(goals=[near, far]), RULES)] == ["»Fjern«", "»Nær« e"]


def test_nothing_is_asked_about_twice() -> None:
    """The figure is worse and its goal off track: one question, and the goal's turn goes to the next goal."""
    goals = [goal("off_track", "Færre døgn", "shelter_nights", 30, 10), goal("off_track", "I gang", "occupation", 4, 5)]
    found = questions(facts(trends=[WORSE], goals=goals), RULES)
    assert [one.rule.id for one in found] == ["figure_worse", "goal_off_track"]
    assert "»I gang«" in found[1].text_da
    both = case(fell=50, on_estimates=0.9)
    assert asked(cases=[both]) == ["result_fell"]


def test_fewer_than_three_are_asked_where_the_data_ask_fewer() -> None:
    assert len(questions(facts(trends=[WORSE]), RULES)) == 1
    assert len(questions(facts(trends=[WORSE], registered=0.1), RULES)) == 2


def test_a_fallen_result_of_an_earlier_month_is_not_asked_about_as_this_months() -> None:
    assert asked(cases=[case(fell=50, month=later_month(MONTH, -1))]) == ["not_rerun"]


def test_a_long_text_is_cut_at_a_word() -> None:
    assert shortened("Ni ud af ti", 20) == "Ni ud af ti"
    assert shortened("Ni ud af ti bliver boende", 15) == "Ni ud af ti …"
    assert shortened("x" * 30, 10) == "x" * 10 + " …"
