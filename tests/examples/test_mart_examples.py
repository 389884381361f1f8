"""The examples in the headers of the marts, run one by one, and what every mart file must keep to."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.build import empty_tables, given_assignments, given_team_assignments, raw_tables, staging_types
from pipelines.mart import MARTS, Example, Mart, Types, marts, run_example
from pipelines.settings import Choices, Settings

EXAMPLES = [
    pytest.param(mart, example, id=f"{mart.name}: {example.name_da}") for mart in marts() for example in mart.examples
]
ALL_MARTS = [pytest.param(mart, id=mart.name) for mart in marts()]


@pytest.fixture(scope="module")
def types() -> Types:
    """The columns of every table that a mart may read."""
    empty = empty_tables()
    settings = Settings(Path("nowhere"), "", date(2025, 4, 10), Choices())
    assignments, teams = given_assignments(empty["courses"]), given_team_assignments(empty["citizens"])
    staged = staging_types(raw_tables(settings, empty, assignments, teams))
    return {**staged, **{mart.name: mart.types for mart in marts()}}


@pytest.mark.parametrize(("mart", "example"), EXAMPLES)
def test_example_holds(mart: Mart, example: Example, types: Types) -> None:
    assert run_example(mart, example, types) == []


@pytest.mark.parametrize("mart", ALL_MARTS)
def test_reads_are_the_tables_that_the_sql_reads(mart: Mart) -> None:
    """A table read but not in `reads` could be built too late."""
    with duckdb.connect() as connection:
        tree = json.loads(connection.execute("select json_serialize_sql(?)", [mart.sql]).fetchall()[0][0])
    nodes = list(_nodes(tree))
    tables = {node["table_name"] for node in nodes if node.get("type") == "BASE_TABLE"}
    own = {entry["key"] for node in nodes for entry in node.get("cte_map", {}).get("map", [])}
    assert set(mart.reads) == tables - own


@pytest.mark.parametrize("mart", ALL_MARTS)
def test_mart_is_lower_case_and_short_enough(mart: Mart) -> None:
    text = (MARTS / f"{mart.name}.sql").read_text(encoding="utf-8")
    keywords = {"SELECT", "FROM", "WHERE", "JOIN", "CASE", "OVER"}
    assert not keywords & set(mart.sql.split())
    assert len(text.splitlines()) <= 400


def test_every_mart_of_the_contract_is_there() -> None:
    """The names that the key figures read."""
    expected = {
        "month_spine",
        "course",
        "course_month",
        "citizen_month",
        "status_month",
        "score",
        "expected_score",
        "expected_hours",
        "cti_phase_month",
        "referred_month",
        "municipality_month",
        "vacant_homes_month",
        "success_month",
        "shelter_month",
        "setting",
    }
    assert expected <= {mart.name for mart in marts()}


def _nodes(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        yield part
        part = list(part.values())
    if isinstance(part, list):
        for child in part:
            yield from _nodes(child)
