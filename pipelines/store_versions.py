"""Which version of the tables a store has, and bringing it up to this program's."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from pipelines.store_connection import StoreError, place, use_write_ahead_log, writing


def is_made(engine: Engine) -> bool:
    """Whether somebody has made a store there; StoreError when a newer version of the program did."""
    with engine.connect() as connection:
        return _revision(connection) is not None


def bring_up_to_date(engine: Engine) -> None:
    """Run the migrations that the store lacks, once, however many processes ask for it at the same time."""
    with engine.connect() as connection:
        if _revision(connection) == _script().get_current_head():
            return
    if engine.dialect.name == "sqlite":
        use_write_ahead_log(engine)
    with writing(engine) as connection:
        if _revision(connection) != _script().get_current_head():
            command.upgrade(_configuration(connection), "head")


def _revision(connection: Connection) -> str | None:
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is not None and revision not in {script.revision for script in _script().walk_revisions()}:
        raise StoreError(
            f"Lageret {place(connection.engine.url)} er lavet af en nyere udgave af Bundlinje (trin {revision}). "
            "Brug den udgave, eller en nyere. Intet er ændret."
        )
    return revision


@cache
def _script() -> ScriptDirectory:
    return ScriptDirectory.from_config(_configuration(None))


def _configuration(connection: Connection | None) -> Config:
    configuration = Config(attributes={"connection": connection})
    folder = str(Path(__file__).parent / "migrations")
    configuration.set_main_option("script_location", folder.replace("%", "%%"))
    return configuration
