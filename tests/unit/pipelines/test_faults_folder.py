"""One fault of every kind: tests/faults has exactly the faults it lists, and together they are all there are."""

from pathlib import Path

import openpyxl
import pytest
import yaml

from pipelines.contract import check
from pipelines.dictionary import documented_rules
from pipelines.fault import Fault
from tests.checked import CITIZENS, TODAY

FOLDER = Path(__file__).parents[2] / "faults"
EXPECTED = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))
TOO_LARGE_TO_KEEP = {"file_too_large", "too_many_rows", "too_many_cells", "field_too_long"}


def listed(fault: Fault) -> list[object]:
    return [Path(fault.file).name, fault.sheet, fault.row, fault.column, fault.rule]


@pytest.mark.parametrize("load", EXPECTED)
def test_a_load_has_exactly_these_faults(load: str) -> None:
    stored = check([FOLDER / "stored"], today=TODAY).tables if load == "changed" else None
    assert [listed(fault) for fault in check([FOLDER / load], today=TODAY, stored=stored).faults] == EXPECTED[load]


def large_files(folder: Path) -> None:
    """A file over the limit (sparse), a line too many, a field too long, and a cell in the far corner."""
    with (folder / "courses.csv").open("wb") as large:
        large.truncate(100_000_001)
    (folder / "citizens.csv").write_text(CITIZENS + "\n" * 1_048_576 + "x\n", encoding="utf-8")
    (folder / "rates.csv").write_text(f"municipality;rate;valid_from;amount\n{'9' * 131_073};;;\n", encoding="utf-8")
    book = openpyxl.Workbook()
    book.active.title = "rates"
    book.active["XFD1048576"] = 1
    book.save(folder / "far.xlsx")


def test_the_faults_of_large_files(tmp_path: Path) -> None:
    large_files(tmp_path)
    assert {fault.rule for fault in check([tmp_path], today=TODAY).faults} == TOO_LARGE_TO_KEEP


def test_together_they_are_every_rule_that_is_documented() -> None:
    assert {fault[4] for faults in EXPECTED.values() for fault in faults} | TOO_LARGE_TO_KEEP == documented_rules()


def test_every_fault_is_one_sentence_or_more_in_danish_that_names_its_place() -> None:
    for load in EXPECTED:
        for fault in check([FOLDER / load], today=TODAY).faults:
            assert fault.message.startswith(("Fil ", "Ark "))
            assert fault.row is None or f"række {fault.row}" in fault.message
            assert fault.message.endswith((".", "?", '"".'))
