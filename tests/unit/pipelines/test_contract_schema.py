"""The contracts: ten tables as registered, each column with Danish words, and a loader that refuses the rest."""

from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.schema import CONTRACT_FOLDER, ContractError, contracts, read_contract, table_named
from pipelines.strict_yaml import StrictYamlError

COLUMNS = {
    "citizens": "citizen_id municipality team birth_year gender target_group referred_on",
    "courses": "course_id citizen_id method contact_on started_on ended_on end_reason caseworker progression_measure"
    " collaboration_model effect_goal_met",
    "expected_time": "course_id period hours estimated_on basis",
    "time_use": "course_id month caseworker hours",
    "measurements": "course_id measured_on estimated_on instrument kind item_1 item_2 item_3 item_4 item_5 score",
    "monthly_status": "citizen_id month housing income occupation shelter_nights support_85 support_85a"
    " substance_treatment evictions_averted home_skills finances stable_lifestyle mental_difficulties"
    " substance_problem",
    "missing_reasons": "course_id month field reason",
    "housing_market": "municipality month wait_days_home wait_days_allocation",
    "vacant_homes": "municipality month rent_band size_band homes",
    "rates": "municipality rate valid_from amount",
}
MINIMAL = """table: things
label_da: Ting
sheet_da: Ting
grain_da: Én række pr. ting.
key: [thing_id]
columns:
  thing_id: {label_da: Id, help_da: Et id., type: text, required: true}
"""


def test_ten_tables_with_the_registered_columns_in_order() -> None:
    assert {name: " ".join(contract.columns) for name, contract in contracts().items()} == COLUMNS


def test_what_may_be_missing_is_what_is_registered_every_month() -> None:
    """Hours, every column of the monthly status with the same words as there, and the four instruments."""
    fields = contracts()["missing_reasons"].columns["field"].codes
    status = {name: column.label_da for name, column in contracts()["monthly_status"].columns.items()}
    instruments = contracts()["measurements"].columns["instrument"].codes
    monthly = {name: label for name, label in status.items() if name not in ("citizen_id", "month")}
    assert fields == {"hours": contracts()["time_use"].columns["hours"].label_da} | monthly | instruments


def test_a_file_per_table_and_no_other() -> None:
    assert sorted(path.stem for path in CONTRACT_FOLDER.iterdir()) == sorted(COLUMNS)


def test_arrow_types_are_those_of_the_canonical_tables() -> None:
    schema = contracts()["time_use"].arrow_schema()
    assert schema.types == [pa.string(), pa.date32(), pa.string(), pa.float64()]
    assert contracts()["monthly_status"].arrow_schema().field("home_skills").type == pa.int64()


@pytest.mark.parametrize("name", COLUMNS)
def test_headings_and_labels_are_unambiguous(name: str) -> None:
    """No two headings of a table, and no two labels of a list, are the same; no heading holds a separator."""
    for labels in [
        [column.label_da for column in contracts()[name].columns.values()],
        *(list(column.codes.values()) for column in contracts()[name].columns.values()),
    ]:
        assert len({label.casefold() for label in labels}) == len(labels)
        assert not any(";" in label for label in labels)


@pytest.mark.parametrize("name", COLUMNS)
def test_every_column_and_rule_is_explained_in_danish(name: str) -> None:
    contract = contracts()[name]
    for column in contract.columns.values():
        assert column.help_da.endswith((".", "?")), column.name
    for rule in contract.rules:
        assert rule.means_da.endswith("."), rule.rule
        assert rule.says_da.endswith("."), rule.rule


def test_a_table_is_named_by_its_code_exactly_or_its_danish_name() -> None:
    names = ("time_use", "Tidsforbrug", "FAKTISK tidsforbrug", "Ma\u030anedsstatus", "Time_use")
    assert [table_named(name) for name in names] == ["time_use", "time_use", "time_use", "monthly_status", None]


@pytest.mark.parametrize(
    ("given", "error", "named"),
    [
        (MINIMAL + "colour: red\n", ContractError, "colour"),
        (MINIMAL.replace("help_da", "hjælp"), ContractError, "help_da"),
        (MINIMAL.replace("type: text", "type: word"), ContractError, "type"),
        (MINIMAL.replace("key: [thing_id]", "key: [other]"), ContractError, "other"),
        (MINIMAL + "table: twice\n", StrictYamlError, "table"),
        (MINIMAL.replace("help_da: Et id.", "label_da: Id 2"), StrictYamlError, "label_da"),
        (MINIMAL + "rules: [", StrictYamlError, "YAML"),
        ("just words", ContractError, "columns"),
    ],
)
def test_a_contract_with_anything_else_is_refused(
    tmp_path: Path, given: str, error: type[Exception], named: str
) -> None:
    path = tmp_path / "things.yaml"
    path.write_text(given, encoding="utf-8")
    with pytest.raises(error, match=named) as refused:
        read_contract(path)
    assert "things.yaml" in str(refused.value)


def test_the_minimal_contract_is_accepted(tmp_path: Path) -> None:
    path = tmp_path / "things.yaml"
    path.write_text(MINIMAL, encoding="utf-8")
    assert read_contract(path).key == ["thing_id"]
