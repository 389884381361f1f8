"""A store that an earlier version made is brought up to this one with all that it remembers."""

from pathlib import Path
from types import ModuleType

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from pipelines import store_versions
from pipelines.store import open_store
from pipelines.store_connection import engine_of, make_room, use_write_ahead_log, writing

OLD = [
    "insert into citizens (citizen_id, municipality, target_group, referred_on)"
    " values ('b1', '901', 'homeless', '2025-01-02')",
    "insert into courses (course_id, citizen_id, method, caseworker, progression_measure)"
    " values ('f1', 'b1', 'CTI', 'åse', 'WHO5')",
    "insert into loads (loaded_at, loaded_by, source, files, counts) values ('2025-06-15', 'anne', 'x', '[]', '{}')",
    *(
        "insert into history (load_id, table_name, row_key, operation, old, new, effective_month, changed_at,"
        f" changed_by, source) values (1, '{table}', '{{}}', '{operation}', null, '{new}', null, '2025-06-15', 'a', 'x')"
        for table, operation, new in (
            ("citizens", "insert", '{"citizen_id":"b1","team":"Nord"}'),
            ("time_use", "insert", '{"course_id":"f1","hours":7.5}'),
            ("time_use", "update", '{"course_id":"f1","hours":9.0}'),
            ("rates", "insert", '{"municipality":"901"}'),
        )
    ),
]


def made_by_the_first_version(url: str, versions: ModuleType = store_versions) -> Engine:
    engine = engine_of(url)
    if engine.dialect.name == "sqlite":
        make_room(engine.url)
        use_write_ahead_log(engine)
    with writing(engine) as connection:
        command.upgrade(versions._configuration(connection), "0001")
        for statement in OLD:
            connection.execute(text(statement.replace(":", r"\:")))
    return engine


def remembered(engine: Engine) -> list[tuple]:
    query = "select id, table_name, operation, new, changed_at, changed_by, source from history order by id"
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_the_history_is_kept_and_knows_its_citizens(unmade_store_url: str) -> None:
    """b1 directly, b1 through the course f1 twice, and a rate that is about nobody; numbering goes on after 4."""
    old = made_by_the_first_version(unmade_store_url)
    before = remembered(old)
    engine = open_store(unmade_store_url)
    assert remembered(engine) == before
    with engine.begin() as connection:
        found = connection.execute(text("select citizen_id from history order by id")).scalars().all()
        assert found == ["b1", "b1", "b1", None]
        added = "insert into history (load_id, table_name, row_key, operation, changed_at, changed_by, source)"
        values = "values (1, 'rates', '{}', 'delete', '2025-06-15', 'a', 'x') returning id"
        assert connection.execute(text(f"{added} {values}")).scalar_one() == 5
    with pytest.raises(DBAPIError, match="may only be added to"), engine.begin() as connection:
        connection.execute(text("delete from history"))
    old.dispose()
    engine.dispose()


def test_every_table_that_is_only_added_to_has_its_triggers(tmp_path: Path) -> None:
    engine = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    with engine.connect() as connection:
        names = connection.execute(text("select name from sqlite_master where type = 'trigger'")).scalars().all()
    tables = ("access_log", "choices", "grants", "history", "loads")
    tables += ("case_candidates", "case_knowledge", "case_log", "case_results", "case_versions")
    tables += ("meetings", "meeting_courses", "agreements", "agreement_events")
    tables += ("differences", "figure_use", "self_assessments", "figure_notes", "figure_note_events", "shared_figures")
    assert sorted(names) == sorted(f"{table}_no_{what}" for table in tables for what in ("delete", "replace", "update"))
    assert "history_0002" not in inspect(engine).get_table_names()
    engine.dispose()
