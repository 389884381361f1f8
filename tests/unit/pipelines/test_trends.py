"""Which months of a figure are read, on which chart, and why not: hand-made series, sums in the docstrings."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kpi_catalogue.figure import Figure, Part, catalogue
from kpi_catalogue.trend import Point, Reading
from pipelines.trend_text import level_da, mark_da, reading_da
from pipelines.trends import Aim, Trend, apart, chart_of, trend_of

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
    assert mark_da(trend) == "▲ værre end sædvanligt"
    assert reading_da(trend, "{:.1f} kr.".format) == [
        "Tallet ligger over den øverste grænse: 30.0 kr. i januar 2024, hvor gennemsnittet er 12.5 kr. Det er mere end "
        "tilfældige udsving.",
        "Læst af 13 måneder.",
    ]


def test_what_is_usual_is_the_mean_and_not_the_month_before() -> None:
    """Waits of 90, then seven round 60: mean (7 x 90 + 63 + 58 + 62 + 57 + 64 + 55 + 61)/14 = 75; 61 has risen from 55.

    Risen since the month before and still better than usual: the sentence says against what, and nothing of the month before.
    """
    home = FIGURES["wait_home"]
    trend = of(home, *[90] * 7, 63, 58, 62, 57, 64, 55, 61)
    said = reading_da(trend, "{:.0f} dage".format)[0]
    assert mark_da(trend) == "◆ bedre end sædvanligt"
    assert said.startswith(
        "Tallet ligger under den nederste grænse, og syv måneder i træk har ligget under gennemsnittet: "
        "61 dage i februar 2024, hvor gennemsnittet er 75 dage."
    )
    assert "55" not in said


def test_a_run_towards_the_mean_is_told_as_what_it_is() -> None:
    """Eleven of 90 and seven rising 40, 42 ... 52: mean (990 + 322)/18 = 72.9, all seven below it and rising all the way."""
    trend = of(FIGURES["wait_home"], *[90] * 11, 40, 42, 44, 46, 48, 50, 52)
    said = reading_da(trend, "{:.0f} dage".format)[0]
    assert trend.reading.variation == "improvement"
    assert said.startswith(
        "Tallet ligger under den nederste grænse, og syv måneder i træk har ligget under gennemsnittet, men syv måneder i træk "
        "er gået op: 52 dage i "
    )


def test_the_rule_comes_before_a_level_that_lies_just_beside_the_mean() -> None:
    """Hours 12 and 11.1 by turns four times, seven of 11: "11 hours, just below the mean" is no news; the run of seven is.

    Mean (4 x 12 + 4 x 11.1 + 7 x 11)/15 = 11.29; ranges of 0.9 seven times, 0.1 and six of 0: mean 0.457, limit 11.29 - 1.22.
    """
    trend = of(FIGURES["icm_hours"], *[12, 11.1] * 4, *[11] * 7)
    said = reading_da(trend, "{:.0f} timer".format)[0]
    assert trend.reading.points[-1].rules == ("shift",)
    assert said.startswith("Syv måneder i træk har ligget under gennemsnittet: 11 timer i marts 2024, lige under")


def test_a_value_that_reads_as_the_mean_lies_just_beside_it() -> None:
    """71.6 and 71.9 per cent are both written 72 %; 0 and a mean of 0.04 are both nothing to speak of."""
    points = (Point(date(2024, 1, 1), 0.719, 0.716, 0.6, 0.8, ("shift",)),)
    trend = Trend((), Reading(points, "high", None, False), 1, Aim("neutral"), (), None)
    assert level_da(trend, lambda value: f"{100 * value:.0f} %") == "72 % i januar 2024, lige over gennemsnittet."
    none = replace(trend, reading=Reading((replace(points[0], value=0.0, mean=0.04),), "low", None, False))
    assert level_da(none, lambda value: f"{value:.1f} sager".replace(".", ",").replace("0,0", "0", value == 0)) == (
        "0 sager i januar 2024, lige under gennemsnittet."
    )


def test_the_mean_of_a_count_is_told_for_as_many_known() -> None:
    """Every fourth month from the newest back: 5 of 10 four times, 10 of 20 once, then 1 of 20; mean (20 + 11)/80 = 0.3875."""
    part = WELLBEING.part(None)
    cells = [row | {"n": 10 if at < 16 else 20} for at, row in enumerate(rows(part, *[5] * 16, *[10] * 4, *[1] * 4))]
    said = reading_da(trend_of(cells, WELLBEING, part), "{:.1f}".format)[0]
    assert "1.0 i december 2024, hvor gennemsnittet for så mange kendte er 7.8. Det er mere" in said


def test_what_is_to_come_of_a_target_is_not_told_while_the_figure_is_changing() -> None:
    """10 and 12 by turns and then 3: the mean is 135/13 = 10.38, the limits 5.06 and 15.70, so that at most 4 is beyond them.

    It would never be reached if nothing had changed, and has just been reached: the one sentence would deny the other.
    """
    trend = of(NIGHTS, *(10, 12) * 6, 3, aim=Aim("lower_is_better", 4))
    assert (trend.reading.variation, trend.reading.assurance) == ("improvement", "fails")
    said = reading_da(trend, "{:.0f} døgn".format)[1]
    assert said == "Om målet (4 døgn) nås fremover, kan ikke læses endnu, for noget har ændret sig."


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
