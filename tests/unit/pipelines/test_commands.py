"""The commands as their users call them: exit codes, JSON shapes, and the worked course of the design."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.__main__ import main

COURSE = {
    "citizens": "citizen_id;municipality;team;birth_year;gender;target_group;referred_on\n"
    "b-1;901;Nord;1980;female;homeless;2024-12-01\n",
    "courses": "course_id;citizen_id;method;contact_on;started_on;ended_on;end_reason;caseworker;progression_measure\n"
    "f-1;b-1;CTI;2024-12-05;2025-01-15;;;anne;WHO5\nf-2;b-1;ICM;;2024-12-02;2025-01-10;changed_method;anne;ORS\n",
    "expected_time": "course_id;period;hours;estimated_on;basis\n"
    "f-1;1;30;2025-01-15;average\nf-1;2;20;2025-01-15;average\nf-1;3;10;2025-01-15;experience\n",
    "time_use": "course_id;month;caseworker;hours\nf-1;2024-12;anne;3\nf-1;2025-01;anne;4\nf-1;2025-02;anne;6\n"
    "f-1;2025-03;anne;2,5\nf-1;2025-03;bo;2,5\nf-1;2025-04;anne;9\nf-1;2025-05;anne;8\nf-1;2025-06;anne;7\n"
    "f-1;2025-07;anne;99\n",
    "measurements": "course_id;measured_on;estimated_on;instrument;kind;score\n"
    "f-1;2025-01-31;;WHO5;expected;40\nf-1;2025-09-30;;WHO5;expected;64\nf-1;2025-04-30;;WHO5;actual;36\n"
    "f-1;2025-07-15;;WHO5;actual;100\n",
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty installation on 15 January 2026, and beside it the worked course as files."""
    monkeypatch.setenv("BUNDLINJE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("BUNDLINJE_TODAY", "2026-01-15")
    (tmp_path / "csv").mkdir()
    for name, text in COURSE.items():
        (tmp_path / "csv" / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def answer(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    capsys.readouterr()
    assert main(arguments) == code
    told = capsys.readouterr()
    return told.out + told.err


def course(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    return json.loads(answer(capsys, "course", *arguments, "--format", "json"))


def test_the_worked_course(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """E = 60; phases 50, 83.33, 100 % expected, 25 and 65 % actual; April 61.11 and 40 %; 36 - 48.83 = -12.83; 39/50.

    December's 3 hours lie before the start month, July's 99 hours and score after the day: none of them counts.
    """
    answer(capsys, "build", "--later", "--from", str(home / "csv"))
    line = course(capsys, "f-1", "--on", "2025-06-30")
    assert set(line) == {"course_id", "method", "total_expected", "periods", "phases", "progression", "deviation"}
    assert line["total_expected"] == 60
    assert [p["accumulated_expected_pct"] for p in line["phases"]] == pytest.approx([50, 83.3333333, 100])
    assert [p["accumulated_actual_pct"] for p in line["phases"]] == [25, 65, None]
    april = line["periods"][3]
    assert (april["month"], april["period"], april["actual_hours"]) == ("2025-04", 2, 9)
    assert april["accumulated_expected_pct"] == pytest.approx(61.1111111)
    assert april["accumulated_actual_pct"] == pytest.approx(40)
    assert [p["month"] for p in line["periods"]][-1] == "2025-09"
    assert [(p["date"], p["actual"]) for p in line["progression"]] == [
        ("2025-01-31", None), ("2025-04-30", 36), ("2025-09-30", None)]  # fmt: skip
    assert line["deviation"]["progression_difference"] == pytest.approx(-12.8264, abs=1e-4)
    assert line["deviation"]["time_ratio"] == pytest.approx(0.78)
    assert line["deviation"]["cell"] == "as/under"


def test_the_day_is_the_end_for_an_ended_course(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """f-2 ended in January 2025: its months are December and January, though today is a year later."""
    answer(capsys, "build", "--later", "--from", str(home / "csv"))
    assert [p["month"] for p in course(capsys, "f-2")["periods"]] == ["2024-12", "2025-01"]


def test_the_same_numbers_from_the_store_as_from_the_files(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer(capsys, "build", "--later", "--from", str(home / "csv"))
    from_files = course(capsys, "f-1", "--on", "2025-06-30")
    assert "Indlæst som nr. 1" in answer(capsys, "load", str(home / "csv"), "--source", "test")
    answer(capsys, "build", "--later")
    assert course(capsys, "f-1", "--on", "2025-06-30") == from_files


def test_loading_the_same_files_twice_changes_nothing_and_says_so(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(capsys, "load", str(home / "csv"))
    before = (home / "home" / "store.db").read_bytes()
    assert "Intet nyt" in answer(capsys, "load", str(home / "csv"))
    assert (home / "home" / "store.db").read_bytes() == before


def test_a_fault_stops_check_load_and_build_and_stores_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown course in one row: exit 1 from all three, row 2, and no store is made."""
    (home / "csv" / "time_use.csv").write_text("course_id;month;caseworker;hours\nf-9;2025-01;anne;3\n")
    [fault] = json.loads(answer(capsys, "check", str(home / "csv"), "--format", "json", code=1))
    assert (fault["file"], fault["row"], fault["column"]) == (str(home / "csv" / "time_use.csv"), 2, "course_id")
    assert set(fault) == {"file", "sheet", "row", "column", "value", "rule", "message"}
    assert "Intet er indlæst" in answer(capsys, "load", str(home / "csv"), code=1)
    answer(capsys, "build", "--later", "--from", str(home / "csv"), code=1)
    assert not (home / "home").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["course", "f-8"], 1, 'Mente du "f-'),
        (["figures", "--figure", "low_welbeing"], 2, "low_wellbeing"),
        (["figures", "--by", "caseworker"], 2, "medarbejder"),
        (["figures", "--where", "gender=female"], 2, "højst én fordeling"),
        (["figures", "--where", "municipality=901", "--where", "municipality=902"], 2, "højst én fordeling"),
        (["figures", "--where", "color=red"], 2, "ikke et filter"),
        (["figures", "--months", "0"], 2, "mindst 1"),
        (["figures", "--month", "2031-01"], 2, "efter den seneste måned"),
        (["rerun", "--month", "2031-01"], 2, "efter den seneste måned"),
        (["template", "/"], 2, "kan ikke skrives"),
    ],
)
def test_wrong_use_says_what_is_right(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    answer(capsys, "build", "--later", "--from", str(home / "csv"))
    assert said in answer(capsys, *arguments, code=code)


def test_before_anything_is_built_the_remedy_is_named(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "python -m pipelines build" in answer(capsys, "figures", code=1)


def test_figures_have_all_their_keys_in_every_row(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One active citizen: open for the team; hidden, and not zero, for everyone else."""
    answer(capsys, "build", "--later", "--from", str(home / "csv"))
    arguments = ["figures", "--month", "2025-03", "--figure", "citizens_included", "--format", "json"]
    [team] = [row for row in json.loads(answer(capsys, *arguments, "--audience", "team")) if row["part"] is None]
    assert team == {
        "figure": "citizens_included", "part": None, "month": "2025-03", "by": None, "group": None, "category": None,
        "value": 1, "n": 1, "population": 1, "coverage": 1, "status": "shown",
    }  # fmt: skip
    [outside] = [row for row in json.loads(answer(capsys, *arguments)) if row["part"] is None]
    assert outside["status"] == "too_few"
    assert (outside["value"], outside["n"], outside["population"], outside["coverage"]) == (None, None, None, None)


def test_several_months_end_with_the_month_asked_for(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer(capsys, "build", "--later", "--from", str(home / "csv"))
    arguments = ["figures", "--month", "2025-03", "--months", "3", "--figure", "loneliness", "--audience", "team"]
    assert [row["month"] for row in json.loads(answer(capsys, *arguments, "--format", "json"))] == [
        "2025-01", "2025-02", "2025-03"]  # fmt: skip


def test_a_municipality_nobody_is_in_still_answers(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Outside the team too: one row, null, n 0, no_data."""
    answer(capsys, "build", "--later", "--from", str(home / "csv"))
    for audience in ("team", "outside"):
        arguments = ["figures", "--month", "2025-03", "--figure", "loneliness", "--where", "municipality=999"]
        [row] = json.loads(answer(capsys, *arguments, "--audience", audience, "--format", "json"))
        assert (row["value"], row["n"], row["status"]) == (None, 0, "no_data")


def test_outside_rows_come_part_by_part_and_month_by_month(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By municipality over two months: the figure's months first, then its part's."""
    answer(capsys, "build", "--later", "--from", str(home / "csv"))
    arguments = [
        "figures",
        "--month",
        "2025-03",
        "--months",
        "2",
        "--figure",
        "citizens_included",
        "--by",
        "municipality",
    ]
    rows = json.loads(answer(capsys, *arguments, "--format", "json"))
    assert [(row["part"], row["month"], row["by"], row["group"]) for row in rows] == [
        (part, month, "municipality", "901") for part in (None, "referred_to_date") for month in ("2025-02", "2025-03")
    ]


def test_csv_has_decimal_commas_and_texts_that_no_spreadsheet_runs(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A team that is called =1+1 stays a text; 2.5 + 2.5 hours over 1 course is 5,0."""
    team = COURSE["citizens"].replace("Nord", "=1+1")
    (home / "csv" / "citizens.csv").write_text(team, encoding="utf-8")
    answer(capsys, "build", "--later", "--from", str(home / "csv"))
    arguments = ["figures", "--month", "2025-03", "--figure", "waiting_to_start", "--by", "team", "--audience", "team"]
    told = answer(capsys, *arguments, "--format", "csv").splitlines()
    assert told[0] == "figure;part;month;by;group;category;value;n;population;coverage;status"
    assert "=1+1" in told[1]
    assert ";=1+1" not in told[1]


def test_the_template_is_written(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "skabelon.xlsx" in answer(capsys, "template", str(home / "skabelon.xlsx"))
    assert (home / "skabelon.xlsx").stat().st_size > 10_000
