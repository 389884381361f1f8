"""The page Modenhed: who sees and writes where, and what its sentences and tables say."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app import maturity_door, maturity_frames
from app.rights import ROLES_DA, Grant, NotAllowedError, Role, User, Visit
from pipelines.assessments import Assessment, Given
from pipelines.settings import Choices, Settings
from tests.stores import store_at
from tests.unit.pipelines.test_maturity import ALL

TODAY = date(2026, 1, 15)
GIVEN = Given("901", "maturity", date(2025, 7, 15), "all", ALL)
NOW = Assessment(2, "901", "maturity", date(2025, 7, 15), "all", None, ALL, "", "lone")
BEFORE = replace(NOW, id=1, made_on=date(2025, 1, 15), answers=ALL | {"data_access": 100, "strategy_informed": 20})


def visit(home: Path, role: Role, municipality: str = "901") -> Visit:
    here = Settings(home, store_at(home), TODAY, Choices())
    return Visit(here, User("lone", (Grant(role, municipality),)))


@pytest.mark.store
@pytest.mark.parametrize("role", ROLES_DA)
def test_only_those_with_the_page_read_and_write_and_only_of_their_own_municipality(tmp_path: Path, role: Role) -> None:
    own, foreign = visit(tmp_path, role), visit(tmp_path, role, "902")
    if role not in maturity_door.ROLES:
        for ask in (
            lambda: maturity_door.municipalities(own),
            lambda: maturity_door.assessments(own, "901", "maturity"),
            lambda: maturity_door.keep(own, GIVEN),
            lambda: maturity_door.withdraw(own, "901", 1),
        ):
            with pytest.raises(NotAllowedError):
                ask()
        return
    number = maturity_door.keep(own, GIVEN)
    for refused in (
        lambda: maturity_door.assessments(foreign, "901", "maturity"),
        lambda: maturity_door.keep(foreign, GIVEN),
        lambda: maturity_door.withdraw(foreign, "901", number),
        lambda: maturity_door.withdraw(foreign, "902", number),
    ):
        with pytest.raises(NotAllowedError):
            refused()
    assert maturity_door.assessments(foreign, "902", "maturity") == []
    assert [one.id for one in maturity_door.assessments(own, "901", "maturity")] == [number]
    maturity_door.withdraw(own, "901", number)
    assert maturity_door.assessments(own, "901", "maturity") == []


def test_the_sentence_says_the_total_or_what_is_missing() -> None:
    """365/7 is 52,1; 355/7 is 50,7; 375/7 is 53,6."""
    assert maturity_frames.said_da(NOW) == (
        "Samlet modenhed er 52 % (datainformeret praksis 51 %, investeringstilgang 54 %). 12 af 12 udsagn er besvaret."
    )
    part = replace(NOW, answers={name: value for name, value in ALL.items() if name != "data_access"})
    assert maturity_frames.said_da(part).endswith("Der mangler svar på: data. 11 af 12 udsagn er besvaret.")


def test_the_table_shows_change_by_parameter_and_never_a_zero_for_unknown() -> None:
    """Strategy (20+60)/2=40 to 50: +10; data 100 to 90: -10; the totals are the same: 0. Technology has no answer."""
    table = maturity_frames.parameter_table(NOW, BEFORE).set_index("Parameter")
    change = table.iloc[:, 1]
    assert (change["Strategi og mål"], change["Data"], change["Kultur"], change["I alt"]) == ("+10", "−10", "0", "0")
    part = replace(NOW, answers={name: value for name, value in ALL.items() if name != "technology_tools"})
    table = maturity_frames.parameter_table(part, BEFORE).set_index("Parameter")
    assert list(table.loc["Teknologi"]) == ["ukendt", "kan ikke sammenlignes", "ukendt", "ukendt"]
    assert list(table.loc["I alt"]) == ["ukendt", "kan ikke sammenlignes", "ukendt", "ukendt"]
    drawn = maturity_frames.parameter_points([part])
    assert len(drawn) == 6
    assert "Teknologi" not in set(drawn["label"])


def test_the_reminder_comes_half_a_year_later() -> None:
    """From 15-07-2025 it is due on 15-01-2026, and not the day before."""
    assert maturity_frames.reminder_da([NOW], date(2026, 1, 14)) is None
    assert "15-07-2025" in (maturity_frames.reminder_da([BEFORE, NOW], date(2026, 1, 15)) or "")
    assert "ikke lavet" in (maturity_frames.reminder_da([], TODAY) or "")


def test_before_and_after_by_theme() -> None:
    before = Assessment(3, "901", "situation", date(2025, 1, 1), "all", "before", {"data": 2, "skills": 3}, "", "lone")
    after = replace(before, id=4, made_on=date(2025, 9, 1), stage="after", answers={"data": 6.5})
    rows = maturity_frames.theme_table(before, after).set_index("Tema")
    assert list(rows.columns) == ["Før (01-01-2025)", "Efter (01-09-2025)", "Ændring i point"]
    assert list(rows.loc["Kompetencer"]) == ["3", "ukendt", "kan ikke sammenlignes"]
    assert list(rows.loc["Data"]) == ["2", "6,5", "+4,5"]
    assert list(maturity_frames.theme_table(before, None).loc[5]) == ["Data", "2", "ukendt", "kan ikke sammenlignes"]


def test_over_time_leaves_out_what_has_no_total() -> None:
    part = replace(NOW, answers={"data_access": 50})
    assert maturity_frames.total_points([BEFORE, part])["day"].nunique() == 1


def test_the_total_has_no_change_where_other_statements_were_answered() -> None:
    """Both have all seven parameters and so a total; strategy rests on one statement before and two now."""
    fewer = replace(BEFORE, answers={name: value for name, value in ALL.items() if name != "strategy_informed"})
    table = maturity_frames.parameter_table(NOW, fewer).set_index("Parameter")
    assert table.loc["Strategi og mål"].iloc[1] == "kan ikke sammenlignes"
    assert table.loc["I alt", "Modenhed"] == "52 %"
    assert table.loc["I alt"].iloc[1] == "kan ikke sammenlignes"


def test_two_of_the_same_day_and_group_stand_beside_each_other() -> None:
    """Numbers 2 and 5 of 15-07-2025 by all: two columns, two series, two in the words; the day's last is drawn over time."""
    second = replace(NOW, id=5, answers=ALL | {"data_access": 100})
    names = ["15-07-2025 · Fælles (nr. 2)", "15-07-2025 · Fælles (nr. 5)"]
    names = [name.replace("Fælles", maturity_frames.form().respondents["all"]) for name in names]
    table = maturity_frames.compared_table([NOW, second])
    assert list(table.columns) == ["Parameter", *names]
    assert list(table.set_index("Parameter").loc["Data"]) == ["90 %", "100 %"]
    assert set(maturity_frames.parameter_points([NOW, second])["series"]) == set(names)
    assert all(name in maturity_frames.spoken([NOW, second]) for name in names)
    assert "nr." not in " ".join(maturity_frames.compared_table([BEFORE, NOW]).columns)
    drawn = maturity_frames.total_points([NOW, second])
    assert list(drawn[drawn["series"] == "I alt"]["shown"]) == ["54 %"]
