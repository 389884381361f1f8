"""Whatever somebody sends: read, or refused in Danish, and never a traceback."""

import random
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.contract import check
from tests.checked import CITIZENS, COURSES, GOOD, TODAY, checked, where, write

HEADING, ROW = CITIZENS.splitlines()
TIME = "course_id;month;caseworker;hours\n"


def one_file(folder: Path, name: str, content: bytes) -> list[tuple[int | None, str | None, str]]:
    (folder / name).write_bytes(content)
    return where(check([folder / name], today=TODAY))


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + CITIZENS,
        CITIZENS.replace(";", ","),
        CITIZENS.replace("\n", "\r\n"),
        CITIZENS.replace("\n", "\r"),
        CITIZENS.rstrip("\n"),
        CITIZENS.replace("Nord", '"Nord; og ""syd""\nogså"'),
        CITIZENS.replace("Nord", 'Team "Nord"'),
        "\n\n" + CITIZENS + "\n;;;;;;\n",
        HEADING + ";;;\n" + ROW + ";;;\n",
        "Borger-id;KOMMUNE;Team;fødselsår;gender;Målgruppe;Visiteret den\n" + ROW + "\n",
        "referred_on;target_group;municipality;citizen_id\n2025-01-02;I hjemløshed;901;b1\n",
    ],
)
def test_csv_as_it_comes(tmp_path: Path, text: str) -> None:
    """With and without BOM, either separator, any line ends, quotes, blank lines, headings in English or Danish."""
    assert one_file(tmp_path, "citizens.csv", text.encode()) == []


def test_a_danish_name_is_a_name_of_the_file_too(tmp_path: Path) -> None:
    assert one_file(tmp_path, "Borgere.csv", CITIZENS.encode()) == []


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("citizens.csv", b"", [(None, None, "file_empty")]),
        ("citizens.csv", b" \n\n", [(None, None, "file_empty")]),
        ("citizens.csv", b"\xef\xbb\xbf", [(None, None, "file_empty")]),
        ("citizens.csv", b";;;\n", [(None, None, "file_empty")]),
        ("citizens.csv", CITIZENS.replace("Nord", "Sønder").encode("latin-1"), [(None, None, "encoding")]),
        ("citizens.csv", CITIZENS.encode("utf-16"), [(None, None, "encoding")]),
        ("citizens.csv", b"PK\x03\x04 not a text", [(None, None, "file_damaged")]),
        ("citizens.csv", bytes(range(256)) * 10, [(None, None, "file_damaged")]),
        ("citizens.csv", CITIZENS.replace(";", "\t").encode(), [(None, None, "separator")]),
        ("citizens.csv", b";" * 300 + b"x\n", [(None, None, "too_many_columns")]),
        ("citizen.csv", CITIZENS.encode(), [(None, None, "unknown_table")]),
        ("Citizens.csv", CITIZENS.encode(), [(None, None, "unknown_table")]),
        ("citizens.xlsx", b"", [(None, None, "file_empty")]),
        ("citizens.xlsx", b"not a zip", [(None, None, "file_damaged")]),
        ("citizens.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, [(None, None, "workbook_protected")]),
        ("citizens.xls", b"\xd0\xcf\x11\xe0", [(None, None, "file_type")]),
        ("citizens.txt", CITIZENS.encode(), [(None, None, "file_type")]),
        ("citizens", CITIZENS.encode(), [(None, None, "file_type")]),
        ("citizens.csv", (HEADING.replace("team", "item_6") + "\n" + ROW).encode(), [(1, "item_6", "unknown_column")]),
        ("citizens.csv", (HEADING.replace("team", "Citizen_ID") + "\n" + ROW).encode(),
         [(1, "Citizen_ID", "unknown_column")]),
        ("citizens.csv", (HEADING.replace("team", "") + "\n" + ROW).encode(), [(1, None, "blank_heading")]),
        ("citizens.csv", (HEADING.replace("team", "Køn") + "\n" + ROW.replace("Nord", "")).encode(),
         [(1, "gender", "duplicate_column")]),
        ("citizens.csv", b"citizen_id;team\nb1;x\nb2;x\n",
         [(None, "municipality", "missing_column"), (None, "target_group", "missing_column"),
          (None, "referred_on", "missing_column")]),
        ("citizens.csv", (CITIZENS + "b2;901\nb3;901;a;b;c;d;e;f\nb4;901;;;;homeless;x\n").encode(),
         [(3, None, "ragged_row"), (4, None, "ragged_row"), (5, "referred_on", "date")]),
        ("citizens.csv", (CITIZENS + 'b2;"901"0;;;;homeless;2025-01-01\nb3;90;;;;homeless;2025-01-01\n').encode(),
         [(3, None, "quotes"), (4, "municipality", "municipality")]),
        ("citizens.csv", (CITIZENS + 'b2;"901;;;;homeless;2025-01-01\nb3;901;;;;homeless;2025-01-01\n').encode(),
         [(3, None, "quotes")]),
        ("citizens.csv", (CITIZENS + f"b2;901;{'x' * 140_000};;;homeless;2025-01-01\n").encode(),
         [(3, None, "field_too_long")]),
        ("citizens.csv", (CITIZENS + '\n"b2";901;"to\nlinjer";;;homeless;x\n').encode(), [(4, "referred_on", "date")]),
    ],
)  # fmt: skip
def test_files_that_cannot_be_used(
    tmp_path: Path, name: str, content: bytes, expected: list[tuple[int | None, str | None, str]]
) -> None:
    assert one_file(tmp_path, name, content) == expected


def test_a_missing_path_and_a_folder_without_tables(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("ikke en tabel")
    given = check([tmp_path, tmp_path / "none.csv", tmp_path / "a\0b.csv"], today=TODAY)
    assert [found.rule for found in given.faults] == ["folder_empty", "file_missing", "file_missing"]


def test_other_files_of_a_folder_are_left_alone_but_a_spreadsheet_is_not(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    (tmp_path / "README.md").write_text("ikke en tabel")
    (tmp_path / "~$citizens.xlsx").write_text("Excels egen")
    assert where(check([tmp_path], today=TODAY)) == []
    (tmp_path / "old.xls").write_bytes(b"x")
    assert where(check([tmp_path], today=TODAY)) == [(None, None, "file_type")]


@pytest.mark.parametrize(("name", "hint"), [("time_usse", "time_use"), ("Forlob", "courses"), ("qqqqqq", "citizens,")])
def test_an_unknown_table_names_the_nearest(tmp_path: Path, name: str, hint: str) -> None:
    (found,) = checked(tmp_path, {name: CITIZENS}).faults
    assert hint.casefold() in found.message.casefold()


def test_an_unknown_column_names_the_nearest(tmp_path: Path) -> None:
    (found,) = checked(tmp_path, {"citizens": CITIZENS.replace("team", "maalgruppen")}).faults
    assert 'Mente du "Målgruppe"?' in found.message


def test_a_column_that_rows_turn_out_to_need_is_missed_once(tmp_path: Path) -> None:
    """Two courses have ended, and the file has no end_reason; none has a start or a contact phase."""
    courses = "course_id;citizen_id;method;ended_on;caseworker;progression_measure\n"
    courses += "k1;b1;CTI;2025-03-01;anne;WHO5\nk2;b1;CTI;2025-03-02;anne;WHO5\n"
    given = checked(tmp_path, {"citizens": CITIZENS, "courses": courses})
    assert where(given) == [(None, "started_on", "missing_column"), (None, "end_reason", "missing_column")]


def test_long_values_and_control_characters_do_not_fill_the_message(tmp_path: Path) -> None:
    text = TIME + f'k1;2025-03;anne;"{"9" * 50_000}\x1b[31m\nx"\n'
    (found,) = checked(tmp_path, {**GOOD, "time_use": text}).faults
    assert found.rule == "number"
    assert len(found.message) < 200
    assert found.message.isprintable()


def test_many_faults_of_one_kind_are_counted(tmp_path: Path) -> None:
    """10.003 rows without hours: ten thousand told one by one, the last three together."""
    rows = "".join(f"k1;2025-03;w{n};\n" for n in range(10_003))
    faults = checked(tmp_path, {**GOOD, "time_use": TIME + rows}).faults
    assert len(faults) == 10_001
    assert [found.message for found in faults if found.row is None] == [
        'Fil "time_use.csv", kolonne "Timer": 3 andre rækker har samme fejl. Ret dem på samme måde.'
    ]


def test_fifty_megabytes_of_noise(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(1_000_000) * 50
    for name in ("citizens.csv", "courses.xlsx"):
        (tmp_path / name).write_bytes(noise)
    assert [found.rule for found in check([tmp_path], today=TODAY).faults] == ["file_damaged", "file_damaged"]


def test_more_lines_than_excel_has(tmp_path: Path) -> None:
    text = CITIZENS + "\n" * 1_048_576 + "b2;901;;;;homeless;2025-01-01\n"
    assert one_file(tmp_path, "citizens.csv", text.encode()) == [(None, None, "too_many_rows")]


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """200 MB of zeros in 200 KB."""
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"\0" * 200_000_000)
    (found,) = check([tmp_path / "bomb.xlsx"], today=TODAY).faults
    assert found.rule == "file_too_large"
    assert "200 MB pakket ud" in found.message
    assert "grænsen er 100 MB" in found.message


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.lists(st.sampled_from(["b1", "901", '"', ";", "\n", "2025-01-02", "homeless", "\r", "", "æ", "\x00"]) |
                      st.text(max_size=5), max_size=9).map("".join), max_size=6),
)  # fmt: skip
def test_any_text_at_all_is_answered(lines: list[str]) -> None:
    """Whatever follows a heading: faults with a row of the file, or one row per line with content."""
    with TemporaryDirectory() as folder:
        text = "\n".join([HEADING, *lines]).encode("utf-8", "surrogatepass")
        (Path(folder) / "citizens.csv").write_bytes(text)
        found = check([Path(folder)], today=TODAY).faults
    assert all(each.message.isprintable() and (each.row is None or each.row >= 1) for each in found)


def test_courses_without_their_citizens_file_are_reported_once_for_the_file(tmp_path: Path) -> None:
    """A misspelled file name may have been the parents: their children are not blamed."""
    given = checked(tmp_path, {"citizen": CITIZENS, "courses": COURSES})
    assert [found.rule for found in given.faults] == ["unknown_table"]
