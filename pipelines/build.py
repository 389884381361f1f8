"""Build the warehouse: raw tables straight from Arrow, then staging, then the marts, then every check.

Registrations come from the store or from checked files; everything else is derived and may be deleted and built again.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines import store
from pipelines.contract import Checked, contracts
from pipelines.mart import Mart, Types, marts
from pipelines.maturity_totals import TOTALS
from pipelines.settings import Settings
from pipelines.warehouse import CONFIG, WarehouseError, only_builder, publish, warehouse_path
from som_engine.errors import KnowledgeError
from som_engine.knowledge import refund_versions

STAGING = Path(__file__).parent / "staging"
Tables = Mapping[str, pa.Table]

ASSIGNMENTS = pa.schema({"course_id": pa.string(), "effective_month": pa.date32(), "caseworker": pa.string()})
TEAM_ASSIGNMENTS = pa.schema({"citizen_id": pa.string(), "effective_month": pa.date32(), "team": pa.string()})
REFUND_RULES = pa.schema(
    {"rule": pa.string(), "valid_from": pa.date32(), "share": pa.float64(), "max_days_per_year": pa.int32()}
)


class BuildError(WarehouseError):
    """The numbers contradict themselves; the message is Danish and names the mart and the check."""


def build(
    settings: Settings, tables: Tables, assignments: pa.Table, team_assignments: pa.Table, last_load: int = 0
) -> Path:
    """A new warehouse of these canonical tables, published; the file's path.

    Raises BuildError, and leaves the warehouse before in place, when a check finds something.
    """
    raw = raw_tables(settings, tables, assignments, team_assignments, last_load)
    with only_builder(settings.home) as folder:
        return publish(folder, lambda connection: fill(connection, raw))


def build_from_store(settings: Settings) -> Path:
    """A new warehouse of what the store holds now; read while no other build runs, so the last build is the newest."""
    with only_builder(settings.home) as folder:
        stored = store.read_store(settings.store_url)
        tables = {**stored.tables, "self_assessments": stored.self_assessments}
        raw = raw_tables(settings, tables, stored.assignments, stored.team_assignments, stored.last_load)
        return publish(folder, lambda connection: fill(connection, raw))


def freshen(settings: Settings) -> Path:
    """The warehouse of what the store holds now: the one there is, or a new one where something has changed since.

    A warehouse built of files stays until the store has a later load. Raises WarehouseError when nothing is stored or
    built yet, and BuildError, leaving the warehouse before in place, when a check finds something.
    """
    wanted = _made_of(settings, store.last_load(settings.store_url))
    if wanted["last_load"] == 0 or _current(settings.home) == wanted:
        return warehouse_path(settings.home)
    with only_builder(settings.home):
        if _current(settings.home) == wanted:
            return warehouse_path(settings.home)
    return build_from_store(settings)


def _made_of(settings: Settings, last_load: int) -> dict[str, Any]:
    """What decides whether two warehouses of a store are the same."""
    return _setting(settings) | {"last_load": last_load}


def _current(home: Path) -> dict[str, Any] | None:
    """What the current warehouse was made of; None when there is none, or an earlier version made it."""
    try:
        return dict(_read_made_of(warehouse_path(home)))
    except (WarehouseError, duckdb.Error):
        return None


@lru_cache(maxsize=8)
def _read_made_of(path: Path) -> tuple[tuple[str, Any], ...]:
    """The one row of raw.setting; a warehouse file never changes under its name."""
    with duckdb.connect(path, read_only=True, config=CONFIG) as connection:
        found = connection.execute("select * from raw.setting")
        names = [column[0] for column in found.description]
        return tuple(zip(names, found.fetchall()[0], strict=True))


def build_from_files(settings: Settings, checked: Checked, last_load: int = 0) -> Path:
    """A new warehouse of checked files, without a store: caseworker and team are those given, in every month.

    last_load: the newest load of a store that stands beside; `freshen` leaves the files' warehouse until a later one.
    """
    tables = empty_tables() | checked.tables
    caseworkers, teams = given_assignments(tables["courses"]), given_team_assignments(tables["citizens"])
    return build(settings, tables, caseworkers, teams, last_load)


def given_assignments(courses: pa.Table) -> pa.Table:
    """One row per course: its caseworker from the beginning."""
    return _from_the_beginning(courses, ASSIGNMENTS)


def given_team_assignments(citizens: pa.Table) -> pa.Table:
    """One row per citizen: the team from the beginning."""
    return _from_the_beginning(citizens, TEAM_ASSIGNMENTS)


def _from_the_beginning(table: pa.Table, schema: pa.Schema) -> pa.Table:
    owner, month, value = schema.names
    blank = pa.nulls(table.num_rows, pa.date32())
    return pa.table([table[owner], blank, table[value]], schema=schema)


def empty_tables() -> dict[str, pa.Table]:
    """The canonical tables of a municipality that has registered nothing."""
    return {name: contract.arrow_schema().empty_table() for name, contract in contracts().items()}


def raw_tables(
    settings: Settings, tables: Tables, assignments: pa.Table, team_assignments: pa.Table, last_load: int = 0
) -> Tables:
    """Every table of the raw schema; a table of registrations or self-assessments that is not given is empty."""
    return {
        **empty_tables(),
        "self_assessments": TOTALS.empty_table(),
        **tables,
        "assignments": assignments,
        "team_assignments": team_assignments,
        "refund_rules": _refund_rules("sel_110", settings.home / "knowledge"),
        "setting": pa.Table.from_pylist([_made_of(settings, last_load)]),
    }


def _setting(settings: Settings) -> dict[str, Any]:
    """Today and the choices that numbers may rest on; which figures are shown is no number's business."""
    chosen = asdict(settings.choices)
    del chosen["figures_off"]
    return {"today": settings.today, **chosen}


def _refund_rules(rule: str, local: Path) -> pa.Table:
    """One row per dated version of a refund of days; valid_from is null for the one that has always held."""
    try:
        versions = refund_versions(rule, local)
    except KnowledgeError as error:
        raise BuildError(str(error)) from None
    starts = [None if version.valid_from == date.min else version.valid_from for version in versions]
    limits = [version.max_days_per_year for version in versions]
    days = [None if limit is None else int(limit) for limit in limits]
    shares = [version.share for version in versions]
    return pa.table([[rule] * len(versions), starts, shares, days], schema=REFUND_RULES)


def fill(connection: duckdb.DuckDBPyConnection, raw: Tables) -> None:
    """Raw, staging and marts in an empty database, checked; a view for each mart, so that no reader needs a schema."""
    for statement in ("begin", "create schema raw", "create schema staging", "create schema marts"):
        connection.execute(statement).fetchall()
    _load(connection, raw)
    _stage(connection)
    connection.execute("set search_path = 'marts,staging'").fetchall()
    for mart in marts():
        _make(connection, mart)
    for mart in marts():
        _check(connection, mart)
        connection.execute(f"create view main.{mart.name} as select * from marts.{mart.name}").fetchall()
    connection.execute("commit").fetchall()


def _load(connection: duckdb.DuckDBPyConnection, raw: Tables) -> None:
    """Rows in one order, wherever they come from, so that equal registrations give equal numbers."""
    for name, table in raw.items():
        connection.register("arriving", table)
        connection.execute(f"create table raw.{name} as select * from arriving order by all").fetchall()
        connection.unregister("arriving")


def _stage(connection: duckdb.DuckDBPyConnection) -> None:
    for path in sorted(STAGING.glob("*.sql")):
        connection.execute(f"create table staging.{path.stem} as {path.read_text(encoding='utf-8')}").fetchall()


def staging_types(raw: Tables) -> Types:
    """The columns of every staging table and their types, as DuckDB writes them in lower case."""
    with duckdb.connect() as connection:
        connection.execute("create schema raw; create schema staging").fetchall()
        _load(connection, raw)
        _stage(connection)
        return {path.stem: _types(connection, f"staging.{path.stem}") for path in STAGING.glob("*.sql")}


def _types(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    columns = connection.execute(f"describe {table}").fetchall()
    return {name: type_.lower() for name, type_, *_ in columns}


def _make(connection: duckdb.DuckDBPyConnection, mart: Mart) -> None:
    """The mart as a table, with exactly the columns that its header promises."""
    connection.execute(f"create table marts.{mart.name} as {mart.sql}").fetchall()
    found = _types(connection, f"marts.{mart.name}")
    if list(found.items()) != list(mart.types.items()):
        wrong = sorted(set(found.items()) ^ set(mart.types.items())) or "rækkefølgen"
        raise BuildError(f"Marten {mart.name}: columns i hovedet og SQL-sætningen er uenige om {wrong}. Ret filen.")


def _check(connection: duckdb.DuckDBPyConnection, mart: Mart) -> None:
    """The key is unique and never null, and no check finds a row."""
    key, blank = ", ".join(mart.key), " or ".join(f"{name} is null" for name in mart.key)
    unique = f"select {key} from marts.{mart.name} group by {key} having count(*) > 1 or {blank}"
    checks = {f"nøglen {key} er entydig og udfyldt": unique, **{check.name_da: check.sql for check in mart.checks}}
    for name_da, sql in checks.items():
        found = len(connection.execute(sql).fetchall())
        if found:
            raise BuildError(
                f'Datavarehuset er ikke udgivet: marten {mart.name} ({mart.title_da}) består ikke tjekket "{name_da}" '
                f"({found} {'række' if found == 1 else 'rækker'}). Et tidligere datavarehus gælder stadig. "
                "Ret registreringerne, eller meld fejlen."
            )
