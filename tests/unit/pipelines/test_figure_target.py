"""Where a figure stands against its target, by hand: one rule a test."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kpi_catalogue.figure import Figure, Part, catalogue
from pipelines.figure_target import Standing, Target, read_target, required_in, standing, target_da, written_target
from pipelines.number_words import NO_VALUE_WHY_DA
from pipelines.settings import SettingsError

FIGURES = catalogue()
SHARE, WAIT, NIGHTS = FIGURES["occupation"], FIGURES["wait_home"], FIGURES["shelter_nights"]
MARCH = date(2025, 3, 1)
SIXTY = Target(0.6, "at_least", date(2025, 1, 1), date(2025, 12, 31))


def percent(value: float) -> str:
    return f"{round(100 * value)} %"


def cell(
    value: float | None, n: int | None = 20, coverage: float | None = 0.8, status: str = "shown"
) -> dict[str, Any]:
    return {"value": value, "n": n, "population": 25, "coverage": coverage, "status": status}


def stands(
    now: dict[str, Any] | None, before: dict[str, Any] | None = None, target: Target = SIXTY, month: date = MARCH,
    figure: Figure = SHARE,
) -> Standing:  # fmt: skip
    part: Part = figure.part(None)
    return standing(target, part, now, before, month, 5, percent)


def test_a_target_that_is_reached_is_on_track_whatever_the_deadline() -> None:
    """62 % of at least 60 %, and 60 % itself; 40 nights of at most 40."""
    assert stands(cell(0.62)).state == stands(cell(0.6)).state == "on_track"
    most = Target(40, "at_most", date(2025, 1, 1))
    assert stands(cell(40), target=most, figure=NIGHTS).state == "on_track"
    assert stands(cell(41), target=most, figure=NIGHTS).state == "off_track"


def test_without_a_deadline_what_is_not_reached_is_off_track() -> None:
    found = stands(cell(0.59), target=replace(SIXTY, deadline=None))
    assert (found.state, found.required) == ("off_track", 0.6)
    assert "ingen frist" in found.why_da


@pytest.mark.parametrize(("value", "state"), [(0.44, "on_track"), (0.43, "off_track")])
def test_before_the_deadline_the_straight_line_decides(value: float, state: str) -> None:
    """From 40 % in January to 60 % in November is 10 months and 2 points a month: March must be at 44 %."""
    target = replace(SIXTY, deadline=date(2025, 11, 30))
    found = stands(cell(value), cell(0.40), target)
    assert found.state == state
    assert found.required == pytest.approx(0.44)
    assert "fra 40 % i januar 2025" in found.why_da
    assert "44 %" in found.why_da


def test_the_line_goes_down_where_less_is_better() -> None:
    """From 100 nights in January to at most 40 in July is 10 a month: April must be at most 70."""
    target = Target(40, "at_most", date(2025, 1, 1), date(2025, 7, 31))
    april = date(2025, 4, 1)
    assert required_in(target, 100, april) == pytest.approx(70)
    assert stands(cell(70), cell(100), target, april, NIGHTS).state == "on_track"
    assert stands(cell(71), cell(100), target, april, NIGHTS).state == "off_track"


def test_what_began_better_than_the_target_must_stay_there() -> None:
    """Began at 65 %, now 58 %: the line does not lead down to 60 %."""
    found = stands(cell(0.58), cell(0.65))
    assert (found.state, found.required) == ("off_track", 0.6)


def test_in_the_deadlines_month_and_after_only_the_target_counts() -> None:
    for month in (date(2025, 12, 1), date(2026, 2, 1)):
        found = stands(cell(0.599), cell(0.4), month=month)
        assert (found.state, found.required) == ("off_track", 0.6)
        assert "Fristen" in found.why_da


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (None, "ingen registreringer"),
        (cell(None, 0, 0.0, "no_data"), "ingen registreringer"),
        (cell(None, None, None, "too_few"), NO_VALUE_WHY_DA["too_few"]),
        (cell(None, None, None, "protects_another"), NO_VALUE_WHY_DA["protects_another"]),
        (cell(0.9, 4), "hviler på 4; der skal være mindst 5"),
        (cell(0.9, 20, 0.49), "Kun 49 % er kendt; der skal mindst 50 %"),
    ],
)
def test_too_little_is_no_verdict_even_where_the_target_looks_reached(now: dict[str, Any] | None, why: str) -> None:
    found = stands(now)
    assert (found.state, found.value) == ("not_enough", None)
    assert why in found.why_da


@pytest.mark.parametrize(
    ("now", "before", "lack", "state_da"),
    [
        (cell(None, None, None, "too_few"), None, "hidden", "skjult"),
        (cell(None, None, None, "protects_another"), None, "hidden", "skjult"),
        (cell(None, 0, 0.0, "no_data"), None, "data", "for få data"),
        (None, None, "data", "for få data"),
        (cell(0.9, 20, 0.49), None, "data", "for få data"),
        (cell(0.5), cell(None, None, None, "too_few"), "hidden", "for få data"),
        (cell(0.5), None, "data", "for få data"),
        (cell(0.62), None, None, "på sporet"),
    ],
)
def test_what_is_hidden_is_called_hidden_and_only_what_is_not_known_lacks_data(
    now: dict[str, Any] | None, before: dict[str, Any] | None, lack: str | None, state_da: str
) -> None:
    """A rate of 28 courses may be hidden because three fall outside: that is not too little data."""
    found = stands(now, before)
    assert (found.lack, found.state_da) == (lack, state_da)
    assert "på så få" not in found.why_da


def test_a_verdict_says_what_it_rests_on() -> None:
    """20 of 25 known; a municipality's own number rests on nobody."""
    assert stands(cell(0.62)).why_da == "Målet er nået: 62 %. 20 af 25 kendt."
    for found in (stands(cell(0.5), cell(0.4)), stands(cell(0.5), target=replace(SIXTY, deadline=None)),
                  stands(cell(0.5), month=date(2026, 1, 1)), stands(cell(0.5), None)):  # fmt: skip
        assert found.why_da.endswith(" 20 af 25 kendt.")
    own = stands(cell(55, 1, 1.0), target=Target(60, "at_most", date(2025, 1, 1)), figure=WAIT)
    assert own.why_da.endswith(" Kommunens eget tal.")


def test_the_limits_themselves_are_enough() -> None:
    """Five citizens and just half known."""
    assert stands(cell(0.6, 5, 0.5)).state == "on_track"


@pytest.mark.parametrize("before", [None, cell(0.4, 4), cell(None, None, None, "too_few"), cell(0.4, 20, 0.4)])
def test_without_a_known_beginning_there_is_no_line(before: dict[str, Any] | None) -> None:
    found = stands(cell(0.5), before)
    assert found.state == "not_enough"
    assert "januar 2025" in found.why_da


def test_before_the_target_begins_there_is_no_verdict() -> None:
    found = stands(cell(0.9), month=date(2024, 12, 1))
    assert found.state == "not_enough"
    assert "fra januar 2025" in found.why_da


def test_a_municipalitys_own_number_rests_on_no_citizens() -> None:
    """Waiting days for a home are one number a municipality: n is 1 and yet enough."""
    target = Target(60, "at_most", date(2025, 1, 1))
    assert stands(cell(55, 1, 1.0), target=target, figure=WAIT).state == "on_track"


def test_a_target_is_read_as_it_is_written() -> None:
    category = replace(SIXTY, category="own_home")
    assert read_target(written_target(category), FIGURES["housing_situation"]) == category
    assert read_target(written_target(None), SHARE) is None
    assert target_da(SIXTY, percent) == "mindst 60 % senest 31-12-2025"


@pytest.mark.parametrize(
    ("figure", "changed", "said"),
    [
        (SHARE, {"value": 60}, "højst være 100 %"),
        (SHARE, {"value": -0.1}, "0 eller mere"),
        (SHARE, {"value": "60"}, "skal være et tal"),
        (SHARE, {"value": True}, "skal være et tal"),
        (SHARE, {"direction": "more"}, "mindst eller højst"),
        (SHARE, {"since": "2025-01-15"}, "begynde i en måned"),
        (SHARE, {"deadline": "2024-12-31"}, "Fristen ligger før"),
        (SHARE, {"deadline": "31-12-2025"}, "kan ikke læses"),
        (SHARE, {"category": "own_home"}, "ingen kategorier"),
        (SHARE, {"part": "srs"}, "ikke en del"),
        (FIGURES["housing_situation"], {}, "hvilken kategori"),
        (FIGURES["caseload"], {"part": "per_caseworker"}, "ikke en del"),
    ],
)
def test_a_target_that_cannot_be_used_is_refused(figure: Figure, changed: dict[str, Any], said: str) -> None:
    """A part that only the team sees, such as the load of each caseworker, is nobody's target."""
    with pytest.raises(SettingsError, match=said):
        read_target({**(written_target(SIXTY) or {}), **changed}, figure)
