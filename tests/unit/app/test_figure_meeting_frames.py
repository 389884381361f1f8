"""What a meeting about key figures says of what changed, and of what was decided."""

from datetime import date
from typing import Any

from app.figure_meeting_frames import decisions_table, follow_up_da, groups_table, moved_da, standing_da, title_da
from kpi_catalogue.figure import catalogue
from pipelines.agenda import AgendaItem, agenda
from pipelines.figure_notes import FigureNote, Written

TODAY = date(2026, 2, 13)


def cell(value: float | None, **more: Any) -> dict[str, Any]:
    status = "no_data" if value is None else "shown"
    return {
        "figure": "completion",
        "part": None,
        "category": None,
        "value": value,
        "n": 20,
        "population": 25,
        "coverage": 0.8,
        "status": status,
    } | more


def note(number: int, on: date | None, is_done: bool = False, text: str = "Ring tidligere") -> FigureNote:
    written = Written(text, "completion" if on else None, "bo" if on else None, on)
    return FigureNote(number, 1, date(2026, 1, number), written, is_done, (date(2026, 2, 12),) if on else ())


def test_what_changed_in_words() -> None:
    """From 62 % to 50 % of a figure that should be high is the wrong way; a category is named by its label."""
    figure = catalogue()["completion"]
    item = AgendaItem("completion", None, cell(0.62), cell(0.5), True)
    assert moved_da(item, figure).startswith("Fra 62 % til 50 %, den forkerte vej · 20 af 25 kendt")
    missing = moved_da(AgendaItem("completion", None, cell(0.62), cell(None), False), figure)
    assert missing.startswith("Tallet mangler denne måned; måneden før var det 62 %")
    assert "tilfældigt" not in missing
    method = catalogue()["by_method"]
    assert title_da(AgendaItem("by_method", "CTI", cell(5), cell(9), False), method).startswith(
        f"{method.title_da}: CTI"
    )


def test_why_a_number_is_on_the_agenda() -> None:
    """30 nights after twelve of 10 and 12 are outside; two months of a rolling year say nothing but that they differ."""
    nights = catalogue()["shelter_nights"]
    rows = [
        cell(value, figure="shelter_nights", month=f"{2024 + at // 12}-{at % 12 + 1:02}")
        for at, value in enumerate([*(10, 12) * 6, 30])
    ]
    (item,) = agenda(rows, {"shelter_nights": nights}, date(2025, 1, 1))
    assert moved_da(item, nights).split("  \n") == [
        "▲ værre end sædvanligt. Tallet ligger over den øverste grænse: 30 døgn i januar 2025, hvor gennemsnittet er 12,5 døgn. "
        "Det er mere end tilfældige udsving.",
        "Måneden før: 12 døgn · 20 af 25 kendt",
    ]
    compared = AgendaItem("completion", None, cell(0.62), cell(0.5), True)
    assert "kan være tilfældigt" in moved_da(compared, catalogue()["completion"])


def test_where_a_decision_stands() -> None:
    """The 12th of February is past on the 13th; done is never past; a note is followed up by nobody."""
    past, ahead = note(1, date(2026, 2, 12)), note(2, TODAY)
    done, plain = note(3, date(2026, 1, 20), is_done=True), note(4, None)
    assert [standing_da(one, TODAY) for one in (past, ahead, done, plain)] == ["over datoen", "åben", "gjort ✓", "note"]
    assert follow_up_da(past) == "bo følger op 12-02-2026 · besluttet 01-01-2026 · set igen 12-02-2026"
    table = decisions_table([past, plain, done], {"completion": "Gennemførte forløb"}, TODAY)
    assert list(table["Besluttet"]) == ["03-01-2026", "01-01-2026"]
    assert list(table.loc[1]) == [
        "01-01-2026",
        "over datoen",
        "Ring tidligere",
        "Gennemførte forløb",
        "bo",
        "12-02-2026",
    ]


def test_groups_of_one_category_alone() -> None:
    rows = [cell(0.4, group="Nord"), cell(None, group="Syd"), cell(0.9, group="Nord", part="mean")]
    table = groups_table(rows, catalogue()["completion"], "team", None)
    assert table.iloc[:, :2].values.tolist() == [["Nord", "40 %"], ["Syd", "ingen data"]]
    assert list(table["Passer med"]) == ["21-62 %", ""]
