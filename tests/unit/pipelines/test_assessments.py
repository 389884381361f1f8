"""Self-assessments in a real store and on their way to the key figure."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pipelines.assessments import AssessmentError, Given, assessments, keep, withdraw
from pipelines.build import build_from_store, freshen
from pipelines.figures import figures
from pipelines.settings import Choices, Settings
from pipelines.store import loads, open_store, read_store
from tests.sending import COURSE, send
from tests.sending import keep as register
from tests.stores import store_at
from tests.unit.pipelines.test_maturity import ALL

TODAY, AT = date(2025, 9, 10), datetime(2025, 9, 10, 8, 0)
DOER = {"today": TODAY, "who": "lone", "at": AT}
GIVEN = Given("901", "maturity", date(2025, 3, 31), "all", ALL)
CITIZEN = {"citizen_id": "B-1", "municipality": "901", "target_group": "homeless", "referred_on": "2025-01-02"}


def totals(url: str) -> list[dict[str, object]]:
    return read_store(url).self_assessments.to_pylist()


def test_what_is_kept_is_read_again_oldest_first(store_url: str) -> None:
    later = keep(store_url, replace(GIVEN, made_on=date(2025, 9, 1), respondents="managers", note="Møde i maj"), **DOER)
    first = keep(store_url, GIVEN, **DOER)
    keep(store_url, Given("901", "situation", TODAY, "all", {"data": 4}, "before"), **DOER)
    found = assessments(store_url, "maturity")
    assert [one.id for one in found] == [first, later]
    assert (found[0].answers, found[1].note, found[1].made_by) == (ALL, "Møde i maj", "lone")
    assert [one.stage for one in assessments(store_url, "situation")] == ["before"]


def test_one_that_is_taken_back_counts_no_more_and_is_still_there(store_url: str) -> None:
    keep(store_url, GIVEN, **DOER)
    withdraw(store_url, assessments(store_url, "maturity")[0], who="lone", at=AT)
    assert assessments(store_url, "maturity") == []
    assert totals(store_url) == []
    engine = open_store(store_url)
    with engine.begin() as connection:
        assert connection.execute(text("select count(*) from self_assessments")).scalar_one() == 2
    with pytest.raises(DBAPIError, match="may only be added to"), engine.begin() as connection:
        connection.execute(text("update self_assessments set answers = '{}'"))
    engine.dispose()


def test_only_a_common_whole_one_is_the_municipalitys_total(store_url: str) -> None:
    """Of one day the last written; the leaders' and one without an answer on technology give no total."""
    part = {name: value for name, value in ALL.items() if name != "technology_tools"}
    keep(store_url, GIVEN, **DOER)
    keep(store_url, replace(GIVEN, answers=dict.fromkeys(ALL, 30)), **DOER)
    keep(store_url, replace(GIVEN, made_on=date(2025, 4, 1), respondents="managers"), **DOER)
    keep(store_url, replace(GIVEN, made_on=date(2025, 5, 1), answers=part), **DOER)
    assert totals(store_url) == [{"municipality": "901", "made_on": date(2025, 3, 31), "total": 30}]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"answers": {}}, "mindst ét udsagn"),
        ({"answers": {"strategy_informed": 101}}, "fra 0 til 100"),
        ({"answers": {"noget_andet": 10}}, "hører ikke til"),
        ({"made_on": date(2025, 9, 11)}, "efter i dag"),
        ({"respondents": "Lone"}, "hvem der har svaret"),
        ({"stage": "before"}, "før eller efter"),
        ({"kind": "situation", "answers": {"data": 4}}, "før eller efter"),
        ({"kind": "situation", "answers": {"data": 11}, "stage": "after"}, "fra 0 til 10"),
        ({"note": "010190-1234 var med"}, "cpr-nummer"),
        ({"note": "x" * 501}, "500 tegn"),
        ({"note": "vi talte om b-1."}, "nævner en borger"),
    ],
)
def test_what_cannot_be_kept_is_refused_whole(store_url: str, tmp_path: Path, wrong: dict, message: str) -> None:
    register(store_url, send(tmp_path / "csv", citizens=[CITIZEN]), today=TODAY)
    with pytest.raises(AssessmentError, match=message):
        keep(store_url, replace(GIVEN, **wrong), **DOER)
    assert assessments(store_url, "maturity") == assessments(store_url, "situation") == []


def maturity(here: Settings) -> dict[tuple[str, str | None], tuple[float | None, int, str]]:
    rows = figures(here, date(2025, 8, 1), 6, ["maturity"], by="municipality")
    return {(row["month"], row["group"]): (row["value"], row["n"], row["status"]) for row in rows}


@pytest.mark.store
def test_the_key_figure_is_the_newest_total_of_the_month_for_everyone(tmp_path: Path) -> None:
    """901: 365/7 from March on, 60 from August on; 902 has made none. Saving one makes the warehouse anew."""
    here = Settings(tmp_path, store_at(tmp_path), TODAY, Choices())
    other = {**CITIZEN, "citizen_id": "B-2", "municipality": "902"}
    courses = [{**COURSE, "course_id": f"F-{one}", "citizen_id": f"B-{one}"} for one in (1, 2)]
    register(here.store_url, send(tmp_path / "csv", citizens=[CITIZEN, other], courses=courses), today=TODAY)
    build_from_store(here)
    assert {value for value, _, _ in maturity(here).values()} == {None}
    keep(here.store_url, GIVEN, **DOER)
    keep(here.store_url, replace(GIVEN, made_on=date(2025, 8, 31), answers=dict.fromkeys(ALL, 60)), **DOER)
    freshen(here)
    found = maturity(here)
    assert found["2025-03", "901"] == found["2025-07", "901"] == (pytest.approx(365 / 7), 1, "shown")
    assert found["2025-08", "901"] == (60, 1, "shown")
    assert found["2025-08", "902"] == (None, 0, "no_data")
    assert [entry.source for entry in loads(here.store_url)][:2] == ["Modenhed", "Modenhed"]
