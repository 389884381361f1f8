"""What the chart of a trend draws: shapes by what a month says, limits never below nothing, breaks where they are."""

from dataclasses import replace
from datetime import date

from app.trend_chart import alt_text, break_frame, line_frame, month_frame, trend_chart
from app.trend_part import aim_of, card_mark, small_share_da
from kpi_catalogue.figure import catalogue
from pipelines.figure_target import Target
from pipelines.trends import Aim, Trend, trend_of

NIGHTS, WELLBEING = catalogue()["shelter_nights"], catalogue()["low_wellbeing"]
CHANGED = replace(NIGHTS, changes=((date(2020, 1, 1), "Første."), (date(2024, 3, 9), "Kun hele døgn.")))


def rows(*values: float | None, n: int = 20) -> list[dict[str, object]]:
    return [
        {
            "month": f"{2024 + at // 12}-{at % 12 + 1:02}",
            "part": None,
            "category": None,
            "value": value,
            "n": n,
            "figure": "low_wellbeing",
            "status": "no_data" if value is None else "shown",
        }
        for at, value in enumerate(values)
    ]


def nights(*values: float | None, aim: Aim | None = None) -> Trend:
    return trend_of(rows(*values), NIGHTS, NIGHTS.part(None), aim=aim)


def test_a_flagged_month_has_its_own_shape_and_a_missing_one_no_value() -> None:
    """10 and 12 by turns, a hidden month, then 30: outside, and the twelve are in a row below the mean of 12.46."""
    months = month_frame(nights(*(10, 12) * 6, None, 30), "{:.0f} døgn".format)
    assert list(months["kind"])[-3:] == ["usædvanligt lav", "ikke læst", "usædvanligt høj"]
    assert list(months["shown"])[-2:] == ["", "30 døgn"]
    assert months["value"].isna().sum() == 1


def test_limits_are_not_drawn_below_nothing_and_the_target_runs_all_the_way() -> None:
    """0 and 4 by turns: mean 2, ranges 4: 2 - 2.66 x 4 = -8.64 is drawn at 0, the upper at 12.64."""
    lines = line_frame(nights(*(0, 4) * 6, aim=Aim("lower_is_better", 3)))
    assert set(lines[lines["piece"] == "low"]["value"]) == {0.0}
    assert lines[lines["piece"] == "high"]["value"].iloc[0].round(2) == 12.64
    assert [day.month for day in lines[lines["piece"] == "aim"]["month"]] == [1, 12]
    assert "mål" not in set(line_frame(nights(*(0, 4) * 6))["line"])


def test_a_break_is_drawn_in_its_month() -> None:
    trend = trend_of(rows(*(10.0, 12.0) * 6), CHANGED, CHANGED.part(None))
    assert [(row.month.month, row.note) for row in break_frame(trend).itertuples()] == [(3, "ny definition 09-03-2024")]
    drawn = trend_chart(trend, str, "døgn", percent=False).to_dict()
    assert "ny definition 09-03-2024" in str(drawn["datasets"])


def test_the_words_for_those_who_do_not_see_it() -> None:
    assert alt_text(nights(None, 1, 2), "Døgn", ["Ingen dom."]) == "Døgn, februar 2024 til marts 2024. Ingen dom."
    assert alt_text(nights(None), "Døgn", []).startswith("Døgn, ingen måneder med tal.")


def test_a_target_counts_only_for_the_part_and_category_it_is_about() -> None:
    part, target = NIGHTS.part(None), Target(40, "at_most", date(2024, 1, 1))
    assert aim_of(part, None, target) == Aim("lower_is_better", 40)
    assert aim_of(NIGHTS.part("mean"), None, target) is None
    assert aim_of(part, None, None) is None


def test_a_card_is_marked_only_where_there_is_a_verdict() -> None:
    assert card_mark(NIGHTS, rows(*(10, 12) * 6, 30), None, date(2025, 1, 1)) == "▲ værre end sædvanligt"
    assert card_mark(NIGHTS, rows(10, 12), None, date(2024, 2, 1)) == ""
    assert card_mark(catalogue()["housing_situation"], rows(*[0.5] * 36), None, date(2026, 12, 1)) == ""


def test_how_sure_a_small_share_is() -> None:
    """5 of 10: Jeffreys 22 to 78 per cent (test_small_share); nothing when the newest month is hidden or 100 are known."""
    part = WELLBEING.part(None)
    said = small_share_da(rows(3, 5, n=10), part, None)[0]
    assert said.startswith("Tallet hviler på 10 kendte og passer med 22-78 % af de kendte.")
    assert "19 ud af 20 gange" in said
    assert "Jeffreys" not in said
    assert small_share_da(rows(5, None, n=10), part, None) == []
    assert small_share_da(rows(50, n=100), part, None) == []
