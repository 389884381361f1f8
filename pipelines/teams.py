"""Which teams each municipality has: those that citizens are in and those that users have a role in."""

from sqlalchemy import Engine, select, union

from pipelines.store import opened
from pipelines.store_connection import told_in_danish
from pipelines.store_schema import metadata


def known_teams(store: Engine | str) -> dict[str, list[str]]:
    """The teams of each municipality by name; a municipality nobody has registered in is left out."""
    tables = (metadata().tables["citizens"], metadata().tables["grants"])
    query = union(*(select(table.c.municipality, table.c.team) for table in tables))
    found: dict[str, list[str]] = {}
    with opened(store) as engine, told_in_danish(engine.url), engine.connect() as connection:
        for municipality, team in connection.execute(query):
            found.setdefault(municipality, []).extend([team] if team else [])
    return {municipality: sorted(teams) for municipality, teams in sorted(found.items())}
