"""A figure's card: what a small share agrees with stands under it, and under what is hidden stands nothing of the kind."""

from typing import Any

from streamlit.testing.v1 import AppTest


def drawn(figure: str, *rows: dict[str, Any]) -> str:
    """Every caption and table of the card of March 2025; its link leads nowhere, for the card stands alone."""

    def card(figure: str, rows: list[dict[str, object]]) -> None:
        from contextlib import suppress
        from datetime import date

        from streamlit.errors import StreamlitPageNotFoundError

        from app.components import figure_card
        from kpi_catalogue.figure import catalogue

        with suppress(StreamlitPageNotFoundError):
            figure_card(catalogue()[figure], rows, date(2025, 3, 1), [])

    app = AppTest.from_function(card, kwargs={"figure": figure, "rows": list(rows)}, default_timeout=30).run()
    assert not app.exception
    return " | ".join([*(one.value for one in app.caption), *(one.proto.body for one in app.get("html"))])


def row(
    figure: str, value: float | None, n: int | None, status: str = "shown", category: str | None = None
) -> dict[str, Any]:
    return {"figure": figure, "part": None, "month": "2025-03", "by": None, "group": None, "category": category,
            "value": value, "n": n, "population": 38 if n else None, "coverage": None, "status": status}  # fmt: skip


def test_a_share_a_count_and_a_hidden_one() -> None:
    """Jeffreys of 5 of 10 is 22 to 78 per cent (test_small_share): of the share itself, or of the known."""
    assert "10 af 38 kendt  \npasser med 22-78 %" in drawn("occupation", row("occupation", 0.5, 10))
    assert "passer med 22-78 % af de kendte" in drawn("low_wellbeing", row("low_wellbeing", 5.0, 10))
    assert "passer med" not in drawn("occupation", row("occupation", None, None, "too_few"))
    assert "passer med" not in drawn("occupation", row("occupation", 0.5, 100))


def test_categories_have_theirs_in_brackets_but_for_the_hidden() -> None:
    told = drawn(
        "housing_situation",
        row("housing_situation", 0.5, 10, category="own_home"),
        row("housing_situation", None, None, "too_few", category="placed"),
    )
    assert "50 % (22-78 %)" in told
    assert told.count("(") == 1
    assert "1 skjult for at beskytte små tal · 10 af 38 kendt · i parentes det, så få passer med" in told
