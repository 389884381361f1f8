"""The tables of the page Fuldstændighed: the numbers of the count, in Danish."""

from datetime import date

from app import completeness_frames as frames
from pipelines.completeness import Count, Measuring, Rate, ToMend
from pipelines.due_item import Item
from pipelines.lateness import Lateness

MARCH, APRIL = date(2025, 3, 1), date(2025, 4, 1)


def open_item(field: str, month: date, state: str = "late") -> Item:
    return Item(field, "hours" if field == "hours" else "status", month, date(2025, 5, 31), state)  # type: ignore[arg-type]


LEFT = [
    ToMend("B-1", "anne", "F-1", open_item("hours", MARCH)),
    ToMend("B-1", "anne", "F-1", open_item("housing", APRIL, "missing")),
    ToMend("B-1", "bo", "F-2", open_item("hours", APRIL)),
]


def test_a_share_says_nothing_where_nothing_was_due() -> None:
    """1 of 8 is 12,5 %, which rounds up."""
    assert [frames.percent(share) for share in (None, 0.0, 0.125, 1.0)] == ["ingen", "0 %", "13 %", "100 %"]
    assert frames.count_da(Count(done=1200, explained=34, missing=1, late=0)) == "1.234 af 1.235 felter"


def test_one_row_per_course_without_the_caseworkers_name() -> None:
    assert frames.courses_table(LEFT).to_dict("records") == [
        {"Borger": "B-1", "Forløb": "F-1", "Mangler": 2, "Heraf over fristen": 1, "Ældste måned": "marts 2025",
         "Felter": "Timer, Boligsituation"},
        {"Borger": "B-1", "Forløb": "F-2", "Mangler": 1, "Heraf over fristen": 1, "Ældste måned": "april 2025",
         "Felter": "Timer"},
    ]  # fmt: skip
    assert "anne" not in frames.items_table(LEFT).to_string()


def test_the_list_to_take_along_says_how_to_mend_each() -> None:
    rows = frames.items_table(LEFT).to_dict("records")
    assert rows[1]["Tilstand"] == "mangler"
    assert rows[0]["Sådan rettes det"].startswith("Skriv timerne for marts 2025")
    assert [row["Måned"] for row in rows] == ["03-2025", "04-2025", "04-2025"]
    assert frames.items_table([]).empty


def test_months_stand_newest_first_with_what_came_late() -> None:
    counts = {MARCH: Count(done=3, explained=1, late=4), APRIL: Count(missing=2)}
    rows = frames.months_table(counts, {MARCH: Rate(1, 3)}, {MARCH: Lateness(typed_late=2, loaded_late=1)})
    assert rows["Måned"].tolist() == ["april 2025", "marts 2025"]
    march = rows.iloc[1].to_dict()
    assert (march["Fuldstændighed"], march["Registreringsgrad"], march["Mangler"]) == ("50 %", "33 %", "4")
    assert (march["Skrevet for sent"], march["Indlæst for sent"]) == ("2", "1")
    assert rows.iloc[0]["Registreringsgrad"] == "ingen"


def test_reasons_stand_with_their_fields_the_most_frequent_first() -> None:
    found = {("declined", "WHO5"): 1, ("no_contact", "hours"): 2, ("no_contact", "housing"): 3}
    assert frames.reasons_table(found).to_dict("records") == [
        {"Grund": "Ingen kontakt", "Antal": 5, "Felter": "Boligsituation (3), Timer (2)"},
        {"Grund": "Ønskede ikke", "Antal": 1, "Felter": "WHO-5 (1)"},
    ]


def test_the_calendar_names_the_instruments_as_on_screen() -> None:
    coming = [Measuring("B-1", "F-1", "anne", APRIL, date(2025, 5, 31), ("WHO5", "TILS"))]
    assert frames.calendar_table(coming).to_dict("records") == [
        {"Måned": "april 2025", "Borger": "B-1", "Forløb": "F-1", "Måles med": "WHO-5, T-ILS", "Senest": "31-05-2025"}
    ]
