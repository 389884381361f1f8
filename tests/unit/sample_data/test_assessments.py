"""The sample's self-assessments: kept once, told as invented, and the key figure says what they come to by hand."""

from datetime import date, datetime

import pytest

from pipelines.assessments import assessments
from pipelines.build import build_from_store
from pipelines.figures import figures
from pipelines.maturity import scores, theme_changes
from pipelines.settings import Settings
from sample_data.assessments import load
from tests.unit.app.door_world import make

AT = datetime(2026, 1, 15, 9)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = make(tmp_path_factory.mktemp("assessed") / "home")
    return Settings(made.home, made.store_url, date(2026, 1, 15), made.choices)


@pytest.mark.store
def test_they_are_kept_once_and_every_one_says_that_it_is_invented(here: Settings) -> None:
    assert (load(here, AT), load(here, AT)) == (4, 0)
    made = [one for kind in ("maturity", "situation") for one in assessments(here.store_url, kind)]
    assert [(one.kind, one.stage, one.made_on.year) for one in made] == [
        ("maturity", None, 2024), ("maturity", None, 2025), ("situation", "before", 2024), ("situation", "after", 2025),
    ]  # fmt: skip
    assert {one.municipality for one in made} == {"901"}
    assert not [one for one in made if not one.note.startswith("Opdigtet eksempel.")]


@pytest.mark.store
def test_they_come_to_what_the_file_says_and_so_does_the_key_figure(here: Settings) -> None:
    """(25+15+20+35+25+20+35)/7 = 25; (50+45+50+55+40+55+55)/7 = 50. Themes: +3, +3, +2, +2, +2, +4 in the form's order."""
    load(here, AT)
    made, stages = assessments(here.store_url, "maturity"), assessments(here.store_url, "situation")
    assert [scores(one.answers).total for one in made] == [25, 50]
    assert list(theme_changes(stages[0].answers, stages[1].answers).values()) == [3, 3, 2, 2, 2, 4]
    build_from_store(here)
    rows = figures(here, date(2025, 12, 1), 12, ["maturity"], None, {"municipality": ["901"]})
    told = {row["month"]: row["value"] for row in rows if row["part"] is None}
    assert (told["2025-01"], told["2025-10"], told["2025-11"], told["2025-12"]) == (25, 25, 50, 50)
