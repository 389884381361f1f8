"""What the ten tables consist of: the contracts in contracts/*.yaml, read and checked once."""

import functools
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.strict_yaml import read_strict_yaml

CONTRACT_FOLDER = Path(__file__).parent / "contracts"
TABLE_ORDER = (
    "citizens",
    "courses",
    "expected_time",
    "time_use",
    "measurements",
    "monthly_status",
    "missing_reasons",
    "housing_market",
    "vacant_homes",
    "rates",
)
Form = Literal["identifier", "municipality"]
ColumnType = Literal["text", "integer", "decimal", "date", "month", "code"]
ARROW_TYPES: dict[str, pa.DataType] = {
    "text": pa.string(),
    "code": pa.string(),
    "integer": pa.int64(),
    "decimal": pa.float64(),
    "date": pa.date32(),
    "month": pa.date32(),
}


class ContractError(ValueError):
    """A contract file that cannot be used; the message names the file, the fault and the remedy."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Column(_Part):
    """One column: its Danish heading, its type, and what it may hold."""

    name: str
    label_da: str
    help_da: str
    type: ColumnType
    required: bool = False
    form: Form | None = None
    references: str | None = None
    codes: dict[str, str] = {}
    min: float | None = None
    max: float | None = None
    above: float | None = None
    example: str | None = None
    derived: str | None = None


class Rule(_Part):
    """A rule over several fields: an SQL condition that is true where the rule is broken.

    The condition sees `this` (the row), its `course` and `citizen`, the `scale` of a measurement, and `day`.
    `also` joins more; `shows` gives the message its values.
    """

    rule: str
    column: str
    needs: list[str]
    when: str
    means_da: str
    says_da: str
    also: str = ""
    shows: dict[str, str] = {}


class Lookup(_Part):
    """A small table of constants that the rules of a contract join by one of its columns."""

    by: str
    rows: list[dict[str, str | int]]


class Contract(_Part):
    """One incoming table: what a row is, its key, its columns in order, and its rules."""

    name: str
    label_da: str
    sheet_da: str
    grain_da: str
    key: list[str]
    key_as: dict[str, str] = {}
    columns: dict[str, Column]
    lookups: dict[str, Lookup] = {}
    computed: dict[str, str] = {}
    rules: list[Rule] = []

    def arrow_schema(self) -> pa.Schema:
        """The canonical table: every column of the contract, in its order."""
        return pa.schema([(column.name, ARROW_TYPES[column.type]) for column in self.columns.values()])

    def parents(self) -> dict[str, str]:
        """The columns that must exist elsewhere, each with the table they exist in."""
        return {column.name: column.references for column in self.columns.values() if column.references}


@functools.cache
def contracts() -> Mapping[str, Contract]:
    """The ten contracts by table name, in the order a load is checked: parents before children."""
    return {name: read_contract(CONTRACT_FOLDER / f"{name}.yaml") for name in TABLE_ORDER}


def read_contract(path: Path) -> Contract:
    """One contract file, checked.

    Raises ContractError for an unknown field or type, StrictYamlError for a duplicate key.
    """
    given = read_strict_yaml(path)
    if not isinstance(given, dict) or not isinstance(given.get("columns"), dict):
        raise ContractError(f"{path}: filen skal have felterne table og columns.")
    try:
        contract = Contract(**_shaped(given))
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ContractError(f"{path}: {where}: {first['msg']}. Ret feltet, eller slet det.") from None
    _refuse_unknown_names(path, contract)
    return contract


def _shaped(given: Mapping[str, Any]) -> dict[str, Any]:
    """The file's fields as the model's: columns get their name, a rule for several columns becomes several rules."""
    shaped = {field: value for field, value in given.items() if field not in ("table", "columns", "rules")}
    shaped["name"] = given.get("table")
    shaped["columns"] = {name: {"name": name, **(column or {})} for name, column in given["columns"].items()}
    shaped["rules"] = [rule for given_rule in given.get("rules", []) for rule in _spread(given_rule)]
    return shaped


def _spread(rule: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One rule per column of `columns`, with {column} and {number} (its place in the list's full run) filled in."""
    if "columns" not in rule:
        return [dict(rule)]
    shared = {field: value for field, value in rule.items() if field != "columns"}
    return [_for_column(shared, column) for column in rule["columns"]]


def _for_column(rule: Mapping[str, Any], column: str) -> dict[str, Any]:
    number = column.rpartition("_")[2]
    needs = [name.replace("{column}", column) for name in rule["needs"]]
    when = rule["when"].replace("{column}", column).replace("{number}", number)
    return {**rule, "column": column, "needs": needs, "when": when}


def _refuse_unknown_names(path: Path, contract: Contract) -> None:
    own = {name for rule in contract.rules for name in (rule.column, *rule.needs) if "." not in name}
    for name in sorted(own | set(contract.key)):
        if name not in contract.columns:
            raise ContractError(f"{path}: {name} er ikke en kolonne i {contract.name}. Ret navnet.")


def table_named(name: str) -> str | None:
    """The table that a file or sheet is named after: its code exactly, or its Danish name in upper or lower case."""
    if name in contracts():
        return name
    labels = {
        label.casefold(): contract.name
        for contract in contracts().values()
        for label in (contract.label_da, contract.sheet_da)
    }
    return labels.get(unicodedata.normalize("NFC", " ".join(name.split())).casefold())
