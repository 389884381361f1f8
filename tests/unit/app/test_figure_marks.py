"""Marks on cards outside the team, the months a figure's page reads there, and the decisions that stand on it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from app.components import View
from app.figure_data import breakdowns_told, breakdowns_withheld, earlier_rows, mark_rows
from app.registry import figure_meeting, meeting
from app.rights import Role
from app.trend_part import card_mark
from kpi_catalogue.figure import catalogue
from pipelines import users
from pipelines.double_bottom_line import later_month
from pipelines.figure_notes import Written
from pipelines.figures import figures, figures_kept, figures_of_months
from pipelines.protected import protect_ahead
from pipelines.settings import Settings
from pipelines.users import Granted
from tests.unit.app.door_cases import MEETING
from tests.unit.app.door_world import AT, make, visit
from tests.unit.app.test_choosing_doors import opened

pytestmark = pytest.mark.once
FIGURES = catalogue()
MAY = date(2025, 5, 1)
NIGHTS, COMPLETION = FIGURES["shelter_nights"], FIGURES["completion"]
MONTHS = [date(2025, month, 1) for month in (1, 3, 4)]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Four citizens since January 2025; today is in June."""
    return make(tmp_path_factory.mktemp("marks") / "home")


@pytest.fixture(autouse=True)
def nothing_cached() -> Iterator[None]:
    st.cache_data.clear()
    yield
    st.cache_data.clear()


def seen(here: Settings, role: Role) -> View:
    return View(visit(here, role), MAY, "test")


def test_months_apart_are_what_the_same_months_in_a_row_are(here: Settings) -> None:
    """January, March and April of five months in a row, of one municipality; December 2024 is before the first."""
    ids = ["shelter_nights", "occupation"]
    apart = figures_of_months(here, [date(2024, 12, 1), *MONTHS], ids, "901")
    row = figures(here, MAY, 5, ids, None, {"municipality": ["901"]})
    wanted = {f"{month:%Y-%m}" for month in MONTHS}
    assert apart == [one for one in row if one["month"] in wanted]
    assert {one["month"] for one in apart} == wanted


def test_nobody_waits_for_a_mark(tmp_path: Path) -> None:
    """Not one row until its months are protected; a figure of which one is missing has none; months before the first are not."""
    here = make(tmp_path / "home")
    asked = {"shelter_nights": [date(2024, 12, 1), *MONTHS], "occupation": MONTHS}
    assert figures_kept(here, asked, None) == []
    figures_of_months(here, MONTHS, ["shelter_nights"], None)
    figures_of_months(here, MONTHS[:2], ["occupation"], None)
    kept = figures_kept(here, asked, None)
    assert {row["figure"] for row in kept} == {"shelter_nights"}
    assert kept == figures_of_months(here, MONTHS, ["shelter_nights"], None)


def test_outside_the_team_a_card_has_the_mark_of_published_months(here: Settings) -> None:
    """After protecting ahead the five months of nights are there, by municipality; a rolling year is never read."""
    protect_ahead(here)
    found = mark_rows(seen(here, "management"), [NIGHTS, COMPLETION], {"municipality": ["901"]}, {})
    assert [row["month"] for row in found["shelter_nights"] if row["part"] is None] == [
        f"2025-{month:02}" for month in range(1, 6)
    ]
    assert {row["status"] for row in found["shelter_nights"]} <= {
        "too_few",
        "protects_another",
        "no_data",
        "not_applicable",
    }
    assert found["completion"] == []
    assert card_mark(NIGHTS, found["shelter_nights"], None, MAY) == ""


def test_the_team_reads_the_months_of_its_card(here: Settings) -> None:
    own: dict[str, list[dict[str, Any]]] = {"shelter_nights": [{"figure": "shelter_nights"}]}
    assert mark_rows(seen(here, "project_lead"), [NIGHTS], {}, own) == own


def test_a_published_mark_says_what_the_rules_say() -> None:
    """Thirteen published months of nights, the last of 30 after 10 and 12: worse. With the last hidden: nothing."""
    rows = [
        {"figure": "shelter_nights", "part": None, "category": None, "month": f"{later_month(MAY, at - 12):%Y-%m}",
         "value": value, "n": 20}
        for at, value in enumerate([*(10.0, 12.0) * 6, 30.0])
    ]  # fmt: skip
    assert card_mark(NIGHTS, rows, None, MAY) == "▲ værre end sædvanligt"
    assert card_mark(NIGHTS, [*rows[:-1], rows[-1] | {"value": None, "n": None}], None, MAY) == ""


def test_a_figures_page_outside_reads_the_months_before_its_year(here: Settings) -> None:
    """Window 3: of three years every third month; those within the last twelve the page has already. The team asks for none."""
    part = FIGURES["occupation"].part(None)
    later = View(visit(here, "management"), date(2025, 6, 1), "test")
    assert earlier_rows(later, FIGURES["occupation"], part, {}) == []  # all of them before the first month
    assert earlier_rows(seen(here, "project_lead"), FIGURES["occupation"], part, {}) == []


def test_decisions_stand_on_the_figures_own_page_for_the_team_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = make(tmp_path / "home")
    for name, role in (("lis", "project_lead"), ("oek", "economist")):
        users.add(here.store_url, name, f"{name}@eksempel.dk")
        users.grant(here.store_url, name, Granted(role, "901"), who="drift", at=AT)
    for name, value in (("HOME", str(here.home)), ("STORE", here.store_url), ("TODAY", "2025-06-15")):
        monkeypatch.setenv(f"BUNDLINJE_{name}", value)
    lead = visit(here, "project_lead")
    held = meeting.call(lead, ("901", "Nord"), MEETING)
    figure_meeting.write_down(lead, held, Written("Ring tidligere", "completion", "anne", MEETING))
    figure_meeting.write_down(lead, held, Written("En note", "completion"))
    figure_meeting.write_down(lead, held, Written("Om noget andet", "shelter_nights", "anne", MEETING))
    page = opened("lis", "om_noegletal", tal="completion")
    assert "Beslutninger om tallet" in [header.value for header in page.header]
    tables = [frame.value for frame in page.dataframe if "Beslutning" in frame.value]
    assert [list(table["Beslutning"]) for table in tables] == [["Ring tidligere"]]
    for who, figure in (("lis", "occupation"), ("oek", "completion")):
        other = opened(who, "om_noegletal", tal=figure)
        assert "Beslutninger om tallet" not in [header.value for header in other.header]


@pytest.mark.parametrize(
    ("role", "name", "offered"),
    [
        (
            "caseworker",
            "completion",
            ["municipality", "team", "method", "caseworker", "age_group", "gender", "target_group"],
        ),
        ("management", "completion", ["municipality", "method"]),
        ("management", "occupation", ["municipality", "team", "method", "age_group", "gender", "target_group"]),
    ],
)
def test_a_breakdown_that_nobody_outside_the_team_is_told_is_not_offered(
    here: Settings, role: Role, name: str, offered: list[str]
) -> None:
    figure = FIGURES[name]
    assert breakdowns_told(seen(here, role), figure, figure.part(None)) == offered
    assert breakdowns_withheld(seen(here, role), figure, figure.part(None)) == (len(offered) == 2)
