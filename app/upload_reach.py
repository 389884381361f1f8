"""Which rows of whole tables lie within a project lead's reach. No store and no log: tables in, tables out."""

from collections.abc import Mapping

import pyarrow as pa
from pyarrow import compute

from app.rights import NotAllowedError, Reach, User, Visit, reaches
from pipelines.contract import contracts

Tables = Mapping[str, pa.Table]
KEYS = {"citizens": "citizen_id", "courses": "course_id"}


def within(visit: Visit, tables: Tables) -> dict[str, pa.Table]:
    """The rows that the project lead reaches; of tables about a municipality, those of the own municipalities."""
    stretches = _as_project_lead(visit)
    citizens = tables["citizens"].filter(_held(stretches, tables["citizens"]))
    own = {"citizens": citizens}
    own["courses"] = _where_in(tables["courses"], "citizen_id", citizens)
    for name, table in tables.items():
        if name not in own:
            own[name] = _about(stretches, table, own)
    return {name: own[name] for name in tables}


def refuse_others(visit: Visit, incoming: Tables, stored: Tables, own: Tables) -> None:
    """Raise NotAllowedError when a row is about others, or would replace a row about others."""
    given = {name: table.slice(0, 0) for name, table in stored.items()} | dict(incoming)
    parents = {name: _beside(given[name], own[name]) for name in KEYS}
    mine = within(visit, {**given, **parents})
    reached = {name: mine[name] for name in KEYS}
    for name, key in KEYS.items():
        mine[name] = _where_in(given[name], key, reached[name])
        theirs = stored[name].filter(_not(_in(stored[name], key, own[name])))
        mine[name] = mine[name].filter(_not(_in(mine[name], key, theirs)))
    others = {name: table.num_rows - mine[name].num_rows for name, table in given.items()}
    told = [f"{contracts()[name].label_da}: {count}" for name, count in others.items() if count]
    if told:
        raise NotAllowedError(
            f"Filerne har rækker om andre end dem, du har ret til ({'; '.join(told)}). Intet er gemt. Slet rækkerne."
        )


def _beside(given: pa.Table, own: pa.Table) -> pa.Table:
    """The parents that the rows may belong to: those given, and those stored that they do not replace."""
    key = KEYS["citizens" if "municipality" in given.column_names else "courses"]
    return pa.concat_tables([given, own.filter(_not(_in(own, key, given)))])


def _as_project_lead(visit: Visit) -> tuple[Reach, ...]:
    grants = tuple(grant for grant in visit.user.grants if grant.role == "project_lead")
    return reaches(Visit(visit.here, User(visit.user.name, grants)))


def _about(stretches: tuple[Reach, ...], table: pa.Table, own: Tables) -> pa.Table:
    if "course_id" in table.column_names:
        return _where_in(table, "course_id", own["courses"])
    if "citizen_id" in table.column_names:
        return _where_in(table, "citizen_id", own["citizens"])
    return table.filter(_held(stretches, table))


def _held(stretches: tuple[Reach, ...], table: pa.Table) -> pa.Array:
    """Which rows of a table with a municipality, and maybe a team, lie within the reach."""
    teams = table["team"].to_pylist() if "team" in table.column_names else [None] * table.num_rows
    anywhere = {stretch.municipality for stretch in stretches}
    return pa.array(
        [
            any(stretch.holds(municipality, team, ()) for stretch in stretches)
            if "team" in table.column_names
            else municipality in anywhere
            for municipality, team in zip(table["municipality"].to_pylist(), teams, strict=True)
        ],
        pa.bool_(),
    )


def _in(table: pa.Table, key: str, others: pa.Table) -> pa.Array:
    return compute.is_in(table[key], value_set=others[key].combine_chunks())


def _where_in(table: pa.Table, key: str, others: pa.Table) -> pa.Table:
    return table.filter(_in(table, key, others))


def _not(mask: pa.Array) -> pa.Array:
    return compute.invert(mask)
