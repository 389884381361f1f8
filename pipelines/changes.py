"""What a load would change: the incoming rows against the ones that are stored, a whole table at a time."""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from pipelines.schema import Contract, contracts
from pipelines.scratch import scratch

Tables = Mapping[str, pa.Table]


@dataclass(frozen=True)
class Changes:
    """The rows of one table that are new or differ, and how many were there already.

    `rows` has the contract's columns, then row_key, old and new: JSON texts, old null for a new row; and whom the row
    is about, of_citizen, null for what is about a municipality.
    """

    rows: pa.Table
    unchanged: int

    @property
    def new(self) -> int:
        """How many of the rows have a key that is not stored yet."""
        return self.rows["old"].null_count

    @property
    def changed(self) -> int:
        """How many of the rows replace an earlier version."""
        return self.rows.num_rows - self.new


def changes(incoming: Tables, stored: Tables) -> dict[str, Changes]:
    """Table by table, in the contracts' order, what the incoming rows change; tables that did not come are left out."""
    with scratch() as connection:
        _register_parents(connection, incoming, stored)
        return {
            contract.name: _changes(connection, contract, incoming[contract.name], stored[contract.name])
            for contract in contracts().values()
            if contract.name in incoming
        }


def _register_parents(connection: duckdb.DuckDBPyConnection, incoming: Tables, stored: Tables) -> None:
    """The rows that others point to, as they will be after the load: citizen and course."""
    for contract in contracts().values():
        if len(contract.key) > 1:
            continue
        key, earlier, name = contract.key[0], stored[contract.name], contract.name.removesuffix("s")
        connection.register("later", incoming.get(contract.name, earlier.slice(0, 0)))
        connection.register("earlier", earlier)
        connection.execute(
            f"create temp table {name} as from later union all by name "
            f"select * from earlier where {key} not in (select {key} from later)"
        ).fetchall()


def _changes(
    connection: duckdb.DuckDBPyConnection, contract: Contract, incoming: pa.Table, stored: pa.Table
) -> Changes:
    connection.register("incoming", incoming)
    connection.register("stored", stored)
    if contract.key_as:
        connection.register("incoming", connection.sql(_same_rows(contract)).to_arrow_table())
    rows = connection.sql(_differing_rows(contract)).to_arrow_table()
    return Changes(rows, incoming.num_rows - rows.num_rows)


def _differing_rows(contract: Contract) -> str:
    """The query for rows that are new or differ; in a key, blank equals blank."""
    same_key = " and ".join(f"incoming.{name} is not distinct from stored.{name}" for name in contract.key)
    key = ", ".join(f"{name} := incoming.{name}" for name in contract.key)
    return f"""
        select
            incoming.*,
            to_json(struct_pack({key}))::varchar as row_key,
            case when stored.{contract.key[0]} is not null then to_json(stored)::varchar end as old,
            to_json(incoming)::varchar as new,
            {_citizen_of(contract)}::varchar as of_citizen
        from incoming
        left join stored on {same_key}
        {"left join course on course.course_id = incoming.course_id" if "course_id" in contract.parents() else ""}
        where incoming is distinct from stored
        order by row_key
    """


def _citizen_of(contract: Contract) -> str:
    if "citizen_id" in contract.columns:
        return "incoming.citizen_id"
    return "course.citizen_id" if "course_id" in contract.parents() else "null"


def _same_rows(contract: Contract) -> str:
    """The query for the incoming rows with the key said as the stored row says it, where both mean the same key.

    A measurement's blank estimated_on means the day the course started: blank here and that day there are one row.
    """
    meant = ", ".join(f"{expression} as meant_{name}" for name, expression in contract.key_as.items())
    plain = [name for name in contract.key if name not in contract.key_as]
    same_key = " and ".join(
        [f"told.{name} = known.{name}" for name in plain]
        + [f"told.meant_{name} is not distinct from known.meant_{name}" for name in contract.key_as]
    )
    said_alike = ", ".join(f"told.{name} is not distinct from known.{name} desc" for name in contract.key_as)
    kept = ", ".join(f"if(known.{plain[0]} is null, told.{name}, known.{name}) as {name}" for name in contract.key_as)
    parents = " ".join(
        f"left join {table.removesuffix('s')} using ({column})" for column, table in contract.parents().items()
    )
    return f"""
        with told as (select this.*, {meant} from incoming as this {parents}),
        known as (select this.*, {meant} from stored as this {parents})
        select told.* exclude ({", ".join(f"meant_{name}" for name in contract.key_as)}) replace ({kept})
        from told
        left join known on {same_key}
        qualify row_number() over (
            partition by {", ".join(f"told.{name}" for name in contract.key)}
            order by {said_alike}
        ) = 1
    """
