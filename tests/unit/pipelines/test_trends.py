"""Which months of a figure are read, on which chart, and why not: hand-made series, sums in the docstrings."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kpi_catalogue.figure import Figure, Part, catalogue
from pipelines.trend_text import mark_da, reading_da
from pipelines.trends import Aim, apart, chart_of, trend_of

FIGURES = catalogue()
NIGHTS, WELLBEING, WAITED = FIGURES["shelter_nights"], FIGURES["low_wellbeing"], FIGURES["waiting_to_start"]


def rows(part: Part, *values: float | None, n: int = 20, category: str | None = None) -> list[dict[str, Any]]:
    return [
        {"month": f"{2023 + at // 12}-{at % 12 + 1:02}", "part": part.name, "category": category, "value": value,
         "n": None if value is None else n}
        for at, value in enumerate(values)
    ]  # fmt: skip


def of(figure: Figure, *values: float | None, aim: Aim | None = None) -> Any:
    part = figure.part(None)
    return trend_of(rows(part, *values), figure, part, aim=aim)


def test_every_part_of_the_catalogue_says_how_many_months_it_rests_on() -> None:
    assert not [(figure.id, part.name) for figure in FIGURES.values() for part in figure.parts if part.window is None]


@pytest.mark.parametrize(
    ("figure", "part", "chart"),
    [
        ("low_wellbeing", None, "count"), ("low_wellbeing", "band", "count"), ("occupation", None, "share"),
        ("housing_situation", None, "share"), ("evictions_averted", None, "events"), ("shelter_nights", None, "individual"),
        ("shelter_nights", "mean", "individual"), ("wait_home", None, "individual"), ("time_ratio", None, "individual"),
    ],
)  # fmt: skip
def test_the_measure_decides_the_chart(figure: str, part: str | None, chart: str) -> None:
    assert chart_of(FIGURES[figure].part(part)) == chart


def test_a_months_own_figure_is_read_every_month() -> None:
    """Nights 10, 12 by turns, then 30: mean (132 + 30)/13 = 12.46, limit 17.78 (test_trend): outside, and fewer is better."""
    trend = of(NIGHTS, *(10, 12) * 6, 30)
    assert (trend.every, trend.reading.variation, trend.why_not_da) == (1, "concern", None)
    assert mark_da(trend) == "▲ værre end før"
    assert reading_da(trend, str) == [
        "Tallet er blevet værre, mere end tilfældige udsving forklarer (januar 2024): tallet ligger over grænsen for "
        "almindelige udsving.",
        "Læst af 13 måneder.",
    ]


def test_a_latest_score_is_read_every_fourth_month_back_from_the_newest() -> None:
    """24 months, window 4: months 4, 8, ... 24 (index 3, 7, ... 23), six of them; 30 of 20 x 6 = 0.25."""
    values = [0.0] * 24
    values[3::4] = [5, 5, 5, 5, 5, 5]
    trend = of(WELLBEING, *values)
    assert [(point.month.month, point.value, point.mean) for point in trend.reading.points] == [
        (4, 5, 5), (8, 5, 5), (12, 5, 5), (4, 5, 5), (8, 5, 5), (12, 5, 5),
    ]  # fmt: skip
    assert trend.reading.is_trial
    assert mark_da(trend) == "● almindelig variation (foreløbig)"
    assert "4 måneders mellemrum" in reading_da(trend, str)[1]


def test_months_that_share_registrations_are_no_run() -> None:
    """One quiet stretch of eight months in 32 is two readings, no seven in a row; read monthly it would be a shift.

    Read: every fourth from the newest. 6 x 8 of 20, then 2 x 6 of 20: mean 60/160 = 0.375, 7.5 of 20; limits
    7.5 -+ 3 x sqrt(0.375 x 0.625 x 20) = 7.5 -+ 6.495: 6 is neither outside nor beyond 7.5 - 4.33 = 3.17.
    """
    trend = of(WELLBEING, *[8.0] * 24, *[6.0] * 8)
    assert trend.reading.variation == "common"
    part = replace(WELLBEING.part(None), window=1)
    monthly = trend_of(rows(part, *[8.0] * 24, *[6.0] * 8), WELLBEING, part)
    assert monthly.reading.points[-1].rules == ("shift",)


def test_the_newest_known_month_is_the_one_that_is_read() -> None:
    series = of(WELLBEING, *[5.0] * 10, None, None).series
    assert [seen.month.month for seen in apart(series, 4)] == [2, 6, 10]
    assert apart((), 4) == ()


@pytest.mark.parametrize(
    ("figure", "because"),
    [("waiting_to_start", "12 måneders registreringer"), ("citizens_included", "begynder eller slutter"),
     ("time_ratio", "hver måned lægger kun lidt til")],
)  # fmt: skip
def test_overlapping_months_get_no_verdict_and_the_reason(figure: str, because: str) -> None:
    trend = of(FIGURES[figure], *[float(at) for at in range(36)])
    assert trend.reading.variation is None
    assert because in reading_da(trend, str)[0]
    assert mark_da(trend) == "– udviklingen kan ikke læses"


def test_too_few_months_are_counted_in_the_reason() -> None:
    assert "Der er 5 måneder med et tal." in reading_da(of(NIGHTS, 1, 2, None, 3, 4, 5), str)[0]
    assert "Der er 3 måneder med 4 måneders mellemrum" in reading_da(of(WELLBEING, *[5.0] * 12), str)[0]


def test_a_changed_definition_is_a_break_that_begins_anew() -> None:
    """Ten months at 100, then 8 at 10: with the change in November 2023 only the eight are read, and are steady."""
    changed = replace(NIGHTS, changes=(*NIGHTS.changes, (date(2023, 11, 20), "Kun hele døgn.")))
    first_only = replace(NIGHTS, changes=((date(2023, 11, 20), "Første udgave."),))
    older = replace(changed, changes=((date(2020, 1, 1), "Første udgave."), (date(2023, 11, 20), "Kun hele døgn.")))
    values = (*[100.0] * 10, *(10.0, 11.0) * 4)
    assert of(first_only, *values).breaks == ()
    trend = of(older, *values)
    assert trend.breaks == ((date(2023, 11, 20), "Kun hele døgn."),)
    assert (len(trend.reading.points), trend.reading.variation) == (8, "common")
    assert len(of(first_only, *values).reading.points) == 18


@pytest.mark.parametrize(
    ("aim", "words"),
    [(20.0, "til hver gang at nå målet (20 døgn)"), (5.0, "til ingen af gangene at nå målet (5 døgn)")],
)
def test_no_promise_of_a_target_is_made_on_trial_limits(aim: float, words: str) -> None:
    """10 and 12 by turns, eleven points and not twelve: the same limits, told as what it looks like so far."""
    said = reading_da(of(NIGHTS, *(10.0, 12.0) * 5, 10.0, aim=Aim("lower_is_better", aim)), "{:.0f} døgn".format)
    assert said[1].startswith("Det ser indtil videre ud")
    assert words in said[1]
    assert "for få tal" in said[1]


@pytest.mark.parametrize(
    ("aim", "words"),
    [(20.0, "nås hver gang"), (5.0, "nås ikke"), (11.0, "nogle gange")],
)
def test_a_target_is_said_in_words(aim: float, words: str) -> None:
    """10 and 12 by turns: 5.68 to 16.32 (test_trend). At most 20 always, at most 5 never, at most 11 by chance."""
    said = reading_da(of(NIGHTS, *(10.0, 12.0) * 6, aim=Aim("lower_is_better", aim)), "{:.0f} døgn".format)
    assert words in said[1]
    assert f"({aim:.0f} døgn)" in said[1]


def test_a_category_is_neither_better_nor_worse_without_a_target() -> None:
    housing = FIGURES["housing_situation"]
    part = housing.part(None)
    cells = rows(part, *[0.2] * 15, *[0.9] * 3, n=20, category="own_home")
    assert trend_of(cells, housing, part, "own_home").reading.variation == "high"
    aimed = trend_of(cells, housing, part, "own_home", Aim("higher_is_better", 0.6))
    assert aimed.reading.variation == "improvement"
    assert trend_of(cells, housing, part, "placed").series == ()
