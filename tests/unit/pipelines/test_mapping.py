"""A mapping is read strictly: whatever is wrong in it is said in Danish with file, field and remedy."""

import copy
from pathlib import Path
from typing import Any

import pytest

from pipelines.cpr import has_cpr, masked
from pipelines.extract import mapping_rules
from pipelines.json_path import ManyValuesError, items_at, value_at
from pipelines.key_file import read_keys
from pipelines.mapping import MappingError, describe, find_mapping, mapping_names, read_mapping
from pipelines.strict_yaml import StrictYamlError
from tests.extracting import HOURS_MAPPING, STATUS_MAPPING, mapping_of

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to" / "importer-fra-et-fagsystem.md"


def column(declared: dict[str, Any], name: str, spec: Any) -> dict[str, Any]:
    """The mapping with one column of its only table given another way."""
    other = copy.deepcopy(declared)
    other["tables"][0]["columns"][name] = spec
    return other


def table(declared: dict[str, Any], **fields: Any) -> dict[str, Any]:
    other = copy.deepcopy(declared)
    other["tables"][0] |= fields
    return other


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        (HOURS_MAPPING | {"sorce": "x"}, "sorce: feltet kendes ikke"),
        ({"about_da": "x", "form": {"kind": "csv"}, "tables": []}, "source: feltet mangler"),
        (table(HOURS_MAPPING, table="timeuse"), 'timeuse: er ikke en tabel. Mente du "time_use"?'),
        (column(HOURS_MAPPING, "huors", "Tid"), 'huors er ikke en kolonne. Mente du "hours"?'),
        (column(HOURS_MAPPING, "month", {"value": None}), "skriv enten from (deres kolonne) eller value"),
        (column(HOURS_MAPPING, "month", {"from": "Dato", "date": "DD-MM-YY"}), "årstal med to cifre"),
        (column(HOURS_MAPPING, "month", {"from": "Dato", "date": "uge"}), "datoformen uge kendes ikke"),
        (column(HOURS_MAPPING, "caseworker", {"from": "Hvem", "unit": "minutes"}), "unit bruges kun til timer"),
        (column(HOURS_MAPPING, "caseworker", {"from": "Hvem", "combine": "sum"}), "kun tal kan lægges sammen"),
        (column(HOURS_MAPPING, "hours", {"from": "Tid", "combine": "latest"}), "kræver order_by"),
        (column(STATUS_MAPPING, "housing", {"from": "Bolig", "codes": {"Egen": "own_hom"}}), 'Mente du "own_home"?'),
        (column(STATUS_MAPPING, "housing", {"from": "B", "codes": {"Egen": "skip", "egen ": "skip"}}), "står to gange"),
        (column(STATUS_MAPPING, "support_85", {"from": "B", "codes": {"Ja": True}}), 'Sæt anførselstegn om, fx "1" eller "yes"'),
        (table(HOURS_MAPPING, items="entry[]"), "items (stien til listen) bruges til json"),
        (table(HOURS_MAPPING, sheet="Ark1"), "sheet bruges kun til xlsx"),
    ],
)  # fmt: skip
def test_a_faulty_mapping_says_what_and_how_to_mend_it(tmp_path: Path, declared: dict[str, Any], said: str) -> None:
    with pytest.raises(MappingError) as error:
        mapping_of(tmp_path, declared)
    assert said in str(error.value)
    assert str(tmp_path / "egen.yaml") in str(error.value)


def test_a_key_that_is_not_mapped_and_a_form_that_is_not_known(tmp_path: Path) -> None:
    without = copy.deepcopy(HOURS_MAPPING)
    del without["tables"][0]["columns"]["caseworker"]
    with pytest.raises(MappingError, match="nøglen caseworker mangler"):
        mapping_of(tmp_path, without)
    with pytest.raises(MappingError, match="form.encoding: skal være en af 'utf-8' eller 'windows-1252'"):
        mapping_of(tmp_path, HOURS_MAPPING, encoding="latin-1")
    with pytest.raises(MappingError, match="mangler date"):
        mapping_of(tmp_path, HOURS_MAPPING, date=None)


def test_a_doubled_key_and_another_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("source: a\nsource: b\n", encoding="utf-8")
    with pytest.raises(StrictYamlError, match="står to gange"):
        read_mapping(path)
    path.write_text("- 1\n", encoding="utf-8")
    with pytest.raises(MappingError, match="mindst have felterne"):
        read_mapping(path)


def test_the_municipalitys_own_mapping_comes_before_the_shipped_one(tmp_path: Path) -> None:
    shipped = find_mapping(tmp_path, "ffb")
    assert shipped.source == "FFB-indberetning"
    (tmp_path / "mappings").mkdir()
    mapping_of(tmp_path / "mappings", HOURS_MAPPING)
    (tmp_path / "mappings" / "egen.yaml").rename(tmp_path / "mappings" / "ffb.yaml")
    assert find_mapping(tmp_path, "ffb").source == "Fagsystem"
    assert mapping_names(tmp_path) == ["ffb", "sensum-eksempel"]
    with pytest.raises(MappingError, match='Mente du "ffb"'):
        find_mapping(tmp_path, "fbb")
    with pytest.raises(MappingError, match="findes ikke"):
        find_mapping(tmp_path, "../mappings/ffb")


@pytest.mark.parametrize("name", ["ffb", "sensum-eksempel"])
def test_what_is_shipped_can_be_read_and_told(tmp_path: Path, name: str) -> None:
    """Every column of every table is either told with its source or named as without one."""
    mapping = find_mapping(tmp_path, name)
    told = describe(mapping)
    for each in mapping.tables:
        assert all(column.label_da in told for column in each.contract.columns.values())
    assert ("nøglefil" in told) == mapping.needs_keys


def test_paths_into_json_lead_to_one_value_or_are_refused() -> None:
    content = {"list": [{"a": {"b": [{"k": "x", "v": 1}, {"k": "y", "v": 2}]}}, {"a": {"b": []}}], "one": [{"c": 3}]}
    items = items_at(content, "list[]")
    assert items is not None
    assert value_at(items[0], "a.b[k=y].v") == 2
    assert value_at(items[0], "a.b[0].v") == 1
    assert value_at(items[0], "a.b[7].v") is None
    assert value_at(items[1], "a.b.v") is None
    assert value_at(content, "one.c") == 3
    with pytest.raises(ManyValuesError):
        value_at(items[0], "a.b.v")
    with pytest.raises(ManyValuesError):
        value_at(items[0], "a")
    assert items_at(content, "nope[]") is None


def test_a_key_file_is_read_and_refused_with_cpr_numbers_and_doubles(tmp_path: Path) -> None:
    path = tmp_path / "nøgle.csv"
    path.write_text("patient;citizen_id\np1;B-1\n", encoding="utf-8")
    assert read_keys(path) == {"p1": {"citizen_id": "B-1"}}
    path.write_text("cpr;citizen_id\n010180-1234;B-1\n", encoding="utf-8")
    with pytest.raises(MappingError, match="række 2: der står et cpr-nummer") as error:
        read_keys(path)
    assert "010180" not in str(error.value)
    path.write_text("patient;citizen_id\np1;B-1\np1;B-2\n", encoding="utf-8")
    with pytest.raises(MappingError, match="række 3: id'et er tomt eller står to gange"):
        read_keys(path)
    with pytest.raises(MappingError, match="kan ikke læses"):
        read_keys(tmp_path / "nope.csv")


def test_an_identifier_that_a_machine_drew_is_no_cpr_number() -> None:
    """ab120180-1234-... holds ten digits with a date in front by chance; beside it a CPR number is still found."""
    drawn = "ab120180-1234-4abc-8def-0123456789ab"
    assert not has_cpr(drawn)
    assert masked(drawn) == drawn
    assert has_cpr(f"{drawn} 120180-1234")
    assert masked(f"120180-1234 {drawn} 120180-1234") == f"••••••-•••• {drawn} ••••••-••••"
    assert has_cpr("ab120180-1234-4abc-8def")


def test_every_fault_of_an_extract_is_told_in_the_guide() -> None:
    page = HOW_TO.read_text(encoding="utf-8")
    assert [rule for rule, means in mapping_rules().items() if f"| `{rule}` | {means} |" not in page] == []
