"""What the SQL of a figure file reads and returns, without running it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import duckdb

Kind = Literal["citizen", "course", "municipality"]
SCOPE = ("municipality", "team", "method", "caseworker", "age_group", "gender", "target_group")
IDENTIFIERS: dict[Kind, frozenset[str]] = {
    "citizen": frozenset({"citizen_id"}),
    "course": frozenset({"course_id", "citizen_id"}),
    "municipality": frozenset(),
}
STEERING = ("replaced_by", "is_member")
COUNTING = {
    "count": "tæller",
    "count_star": "tæller",
    "avg": "tæller",
    "median": "tæller",
    "/": "dividerer",
    "//": "dividerer",
    "round": "afrunder",
}


@dataclass(frozen=True)
class Query:
    """One row per member of a population and month.

    replaced_by (a course_id): the member does not count where that course is among those looked at.
    is_member (boolean): false for rows that are there only so that a replaced course can be recognised.
    """

    sql: str
    columns: tuple[str, ...]
    reads: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """What one row stands for."""
        if "course_id" in self.columns:
            return "course"
        return "citizen" if "citizen_id" in self.columns else "municipality"


def parse(sql: str, connection: duckdb.DuckDBPyConnection) -> Query:
    """Read the tables and the columns of one select statement.

    Raises ValueError, in Danish, for SQL that does not parse, is more than one statement, or counts by itself.
    """
    tree = json.loads(connection.execute("select json_serialize_sql(?)", [sql]).fetchall()[0][0])
    if tree["error"]:
        raise ValueError(f"SQL-sætningen kan ikke læses ({tree['error_message']}). Ret den til én select-sætning.")
    if len(tree["statements"]) != 1:
        raise ValueError("der skal stå præcis én select-sætning.")
    node = tree["statements"][0]["node"]
    _refuse_counting(node)
    return Query(sql, _columns(node), _reads(node))


def _columns(node: dict[str, Any]) -> tuple[str, ...]:
    """Names of the last select's columns."""
    if node["type"] != "SELECT_NODE":
        raise ValueError("den sidste sætning skal være en select, der nævner sine kolonner.")
    names = [item["alias"] or (item.get("column_names") or [""])[-1] for item in node["select_list"]]
    if not all(names):
        raise ValueError("den sidste select skal give hver kolonne et navn (ikke * og ikke et udtryk uden as).")
    return tuple(names)


def _reads(node: dict[str, Any]) -> tuple[str, ...]:
    """Tables that are read, without the names defined in the statement itself, in alphabetical order."""
    tables = {part["table_name"] for part in _walk(node) if part.get("type") == "BASE_TABLE"}
    defined = {entry["key"] for part in _walk(node) for entry in part.get("cte_map", {}).get("map", [])}
    return tuple(sorted(tables - defined))


def _refuse_counting(node: dict[str, Any]) -> None:
    for part in _walk(node):
        verb = COUNTING.get(part.get("function_name", ""))
        if verb:
            raise ValueError(f"SQL-sætningen {verb} selv. Lad den give én række pr. medlem, og vælg et measure.")


def _walk(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        yield part
        part = list(part.values())
    if isinstance(part, list):
        for child in part:
            yield from _walk(child)
