"""KL's FFB reporting by the shipped mapping, on an invented delivery report with the structure of the public profile."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from pipelines.importing import Import, understood
from pipelines.key_file import Keys
from pipelines.mapping import SHIPPED, read_mapping
from tests.sending import TODAY

BUNDLE = Path(__file__).parents[2] / "extracts" / "ffb-opdigtet.json"
PATIENT = "7d3c1a52-0b7e-4f06-9f0a-5a1d2c3b4e5f"
KEYS: Keys = {
    PATIENT: {
        "citizen_id": "B-014",
        "municipality": "901",
        "team": "Nord",
        "target_group": "homeless",
        "caseworker": "åse",
        "progression_measure": "WHO5",
    }
}
METHODS = {"opdigtet-kode-1": "CTI", "opdigtet-kode-2": "ICM"}


def read(folder: Path, keys: Keys, methods: dict[str, str] | None = None, **columns: Any) -> Import:
    """The report by the shipped mapping, with the municipality's own method codes filled in."""
    declared = yaml.safe_load((SHIPPED / "ffb.yaml").read_text(encoding="utf-8"))
    citizens, courses = declared["tables"]
    courses["columns"]["method"]["codes"] = methods or {}
    citizens["columns"] |= columns
    path = folder / "ffb.yaml"
    path.write_text(yaml.safe_dump(declared, allow_unicode=True), encoding="utf-8")
    return understood([BUNDLE], read_mapping(path), keys, today=TODAY, stored={}, store=None)


def test_a_report_becomes_a_citizen_and_two_courses(tmp_path: Path) -> None:
    """Granted 23:30 UTC on 9 January is 10 January here; the ended service ended 00:15 on 1 May here.

    The running service's planned end is no end, and goals, follow-up and the citizen's CPR number are not read.
    """
    found = read(tmp_path, KEYS, METHODS)
    assert found.checked.faults == []
    [citizen] = found.checked.tables["citizens"].to_pylist()
    assert (citizen["citizen_id"], citizen["referred_on"]) == ("B-014", date(2025, 1, 10))
    first, second = found.checked.tables["courses"].to_pylist()
    assert (first["method"], first["started_on"], first["ended_on"]) == ("CTI", date(2025, 1, 15), date(2025, 5, 1))
    assert (first["end_reason"], second["end_reason"], second["ended_on"]) == ("completed", None, None)
    assert second["course_id"] == "3c5e7a9b-2d4f-4b6c-8e0a-f1c3d5b7a9e2"


def test_nobody_guesses_which_services_are_a_method(tmp_path: Path) -> None:
    """As shipped no service is CTI, ICM or ACT: both (entries 4 and 5) are faults that say where to write it."""
    faults = read(tmp_path, KEYS).checked.faults
    assert [(fault.row, fault.rule, fault.value) for fault in faults] == [
        (4, "mapping_code", "opdigtet-kode-1"),
        (5, "mapping_code", "opdigtet-kode-2"),
    ]


def test_a_service_may_be_left_out(tmp_path: Path) -> None:
    found = read(tmp_path, KEYS, METHODS | {"opdigtet-kode-2": "skip"})
    assert found.checked.tables["courses"]["method"].to_pylist() == ["CTI"]


def test_people_outside_the_key_file_are_left_out_and_counted(tmp_path: Path) -> None:
    found = read(tmp_path, {}, METHODS)
    assert (found.checked.faults, found.read, found.left_out) == ([], {"citizens": 0, "courses": 0}, 3)


def test_a_mapping_of_the_cpr_number_is_refused(tmp_path: Path) -> None:
    """Pointing at Patient.identifier, as the profile carries it, is a fault that does not repeat the number."""
    declared = yaml.safe_load((SHIPPED / "ffb.yaml").read_text(encoding="utf-8"))
    citizens = declared["tables"][0]
    citizens |= {"only": {"resourceType": ["Patient"]}, "leave_out": {}, "only_known": False}
    del citizens["order_by"]
    citizens["columns"] = {"citizen_id": "identifier.value", "municipality": {"value": "901"}}
    citizens["columns"] |= {"target_group": {"value": "homeless"}, "referred_on": {"value": "2025-01-10"}}
    declared["tables"] = [citizens]
    path = tmp_path / "ffb.yaml"
    path.write_text(yaml.safe_dump(declared), encoding="utf-8")
    faults = understood([BUNDLE], read_mapping(path), {}, today=TODAY, stored={}, store=None).checked.faults
    assert [(fault.row, fault.rule) for fault in faults] == [(1, "mapping_cpr")]
    assert "010101" not in str(faults)


def test_a_file_that_is_no_report_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    for content in ("{", "[]", '{"entry": 3}', "[" * 100_000):
        path.write_text(content, encoding="utf-8")
        found = understood([path], read_mapping(SHIPPED / "ffb.yaml"), {}, today=TODAY, stored={}, store=None)
        assert {fault.rule for fault in found.checked.faults} == {"mapping_json"}, content
