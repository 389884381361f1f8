"""What a mart file may and may not say, and the order in which marts are built."""

from pathlib import Path

import pytest

from pipelines.mart import MartError, marts, read_mart, run_example

GOOD = """/* ---
title_da: Borgere
grain: one row per citizen
key: [citizen_id]
reads: [citizens]
columns:
  citizen_id: {type: varchar, label_da: Borger}
  score: {type: 'decimal(5,1)', label_da: Score}
  month: {type: date, label_da: Måned}
  is_known: {type: boolean, label_da: Kendt}
examples:
  - name_da: Alle er med
    given:
      citizens: |
        citizen_id | score | month
        a          | 1.5   | 2025-02
        b          |       | 2025-03-01
    expect: |
      citizen_id | score | month      | is_known
      a          | 1.5   | 2025-02-01 | true
      b          |       | 2025-03    | false
--- */
select citizen_id, score, month, score is not null as is_known from citizens
"""
TYPES = {"citizens": {"citizen_id": "varchar", "score": "decimal(5,1)", "month": "date", "team": "varchar"}}


def write(folder: Path, text: str, name: str = "people") -> Path:
    path = folder / f"{name}.sql"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, old: str, new: str) -> str:
    """What is said about the good file with one thing changed; without the folder's name."""
    assert old in GOOD
    with pytest.raises(MartError) as caught:
        read_mart(write(folder, GOOD.replace(old, new)))
    return str(caught.value).replace(str(folder), "")


def test_good_file_is_read(tmp_path: Path) -> None:
    mart = read_mart(write(tmp_path, GOOD))
    assert (mart.name, mart.key, mart.reads) == ("people", ("citizen_id",), ("citizens",))
    assert mart.types == {"citizen_id": "varchar", "score": "decimal(5,1)", "month": "date", "is_known": "boolean"}


def test_example_that_holds_has_no_difference(tmp_path: Path) -> None:
    mart = read_mart(write(tmp_path, GOOD))
    assert run_example(mart, mart.examples[0], TYPES) == []


def test_example_that_does_not_hold_shows_both_sides(tmp_path: Path) -> None:
    wrong = GOOD.replace("a          | 1.5   | 2025-02-01 | true", "a | 1.4 | 2025-02 | true")
    mart = read_mart(write(tmp_path, wrong))
    assert run_example(mart, mart.examples[0], TYPES) == [
        "ikke ventet: citizen_id a, score 1.5, month 2025-02-01, is_known True",
        "mangler: citizen_id a, score 1.4, month 2025-02-01, is_known True",
    ]


def test_example_sees_a_row_too_many(tmp_path: Path) -> None:
    """Rows are counted, not only looked for: the same row twice is a difference."""
    twice = "from citizens union all select citizen_id, score, month, true from citizens where citizen_id = 'a'"
    mart = read_mart(write(tmp_path, GOOD.replace("from citizens", twice)))
    assert run_example(mart, mart.examples[0], TYPES) == [
        "ikke ventet: citizen_id a, score 1.5, month 2025-02-01, is_known True"
    ]


def test_example_with_a_table_outside_reads_does_not_hold(tmp_path: Path) -> None:
    more = GOOD.replace("    given:\n", "    given:\n      teams: |\n        team\n        Byen\n")
    mart = read_mart(write(tmp_path, more))
    assert run_example(mart, mart.examples[0], TYPES) == ["given: teams er ikke i reads"]


def test_unknown_field_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, "grain:", "grains: x\ngrain:")
    assert message == "/people.sql: grains: feltet findes ikke. Slet det, eller ret navnet."


def test_missing_field_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, "grain: one row per citizen\n", "")
    assert message == "/people.sql: grain: feltet mangler. Skriv det i hovedet."


def test_unknown_type_is_refused(tmp_path: Path) -> None:
    assert "columns.citizen_id.type" in refusal(tmp_path, "type: varchar", "type: text")


def test_key_must_be_a_column(tmp_path: Path) -> None:
    message = refusal(tmp_path, "key: [citizen_id]", "key: [person]")
    assert message == "/people.sql: key: person er ikke en af kolonnerne. Ret key eller columns."


def test_file_without_header_is_refused(tmp_path: Path) -> None:
    assert "/* ---" in refusal(tmp_path, "/* ---", "/*")


def test_marts_come_after_those_they_read(tmp_path: Path) -> None:
    """a reads b, b reads c: built c, b, a; a mart's own name is the staging table behind it."""
    write(tmp_path, GOOD.replace("reads: [citizens]", "reads: [b]"), "a")
    write(tmp_path, GOOD.replace("reads: [citizens]", "reads: [c, b]"), "b")
    write(tmp_path, GOOD, "c")
    assert [mart.name for mart in marts(tmp_path)] == ["c", "b", "a"]


def test_marts_in_a_circle_are_refused(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace("reads: [citizens]", "reads: [b]"), "a")
    write(tmp_path, GOOD.replace("reads: [citizens]", "reads: [a]"), "b")
    with pytest.raises(MartError, match="kan bygges først"):
        marts(tmp_path)
